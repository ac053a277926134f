# 내 예약
cancel-range = 여러 날을 한 번에 취소하기
cancel-these-days = 이 기간 예약 취소
past = 지난 예약
change-times = 시간 바꾸기
cancel-range-hint = 두 날짜 사이에 아직 입실하지 않은 내 예약을 모두 취소해요. 바로 되돌릴 수 있어요.
first-day = 첫날
last-day = 마지막 날
for-others = 동료를 위해 예약한 자리
booked-for = { $name } 님 자리
book-again = 이 자리 다시 보기
export-calendar = 캘린더 파일
export-csv = CSV로 내려받기
pc-open-short = PC 열기
state-taken-back = 반납됨
done-restored-some = { $count ->
    [0] 되돌린 예약이 없어요.
   *[other] 예약 { $count }건을 되돌렸어요.
} 되돌리지 못한 예약: { $left }
coming = 다가오는 예약
nothing-coming = 다가오는 예약이 없어요.
week-of = { $from } – { $to }
last-week = 지난주
state-reserved = 예약됨
state-in_use = 사용 중
state-away = 자리 비움
state-ended = 이용 완료
state-cancelled = 취소됨
state-released = 미입실로 해제됨
no-pc = 클라우드 PC 없음
