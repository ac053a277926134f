# 예약
done-booked = 예약했어요.
done-moved = 자리를 바꿨어요.
done-changed = 시간을 바꿨어요.
done-cancelled = 예약을 취소했어요.
done-cancelled-days = 예약 { $count }건을 취소했어요.
done-restored = 되돌렸어요.
done-checked-in = 입실했어요. 좋은 하루 보내세요.
done-checked-out = 퇴실했어요. 남은 시간은 다른 분이 쓸 수 있어요.
date = 날짜
done-away = 다녀오세요. 자리는 그대로 있어요.
done-back = 돌아오셨네요. 자리를 다시 쓰고 있어요.
done-pc-end = 클라우드 PC를 종료하고 있어요. 자리는 그대로예요.
done-pc-restart = 클라우드 PC를 다시 켜고 있어요.
done-pc-reset = 클라우드 PC를 처음 설정으로 다시 켜고 있어요.
