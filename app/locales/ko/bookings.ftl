# 예약
done-booked = 예약했어요.
done-moved = 자리를 바꿨어요.
done-changed = 시간을 바꿨어요.
done-cancelled = 예약을 취소했어요.
done-cancelled-days = 예약 { $count }건을 취소했어요.
done-restored = 되돌렸어요.
done-checked-in = 입실했어요. 좋은 하루 보내세요.
done-checked-out = 퇴실했어요. 남은 시간은 다른 분이 쓸 수 있어요.
cancel-range = 여러 날을 한 번에 취소하기
cancel-these-days = 이 기간 예약 취소
past = 지난 예약
released-unless = · 제때 입실하지 않으면 해제돼요
change-times = 시간 바꾸기
date = 날짜
