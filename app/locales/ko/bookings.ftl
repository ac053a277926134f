# 예약
done-booked = 예약했어요.
done-moved = 자리를 바꿨어요.
done-changed = 시간을 바꿨어요.
done-cancelled = 예약을 취소했어요.
done-cancelled-days = 예약 { $count }건을 취소했어요.
done-restored = 되돌렸어요.
done-checked-in = 입실했어요. 좋은 하루 보내세요.
done-checked-out = 퇴실했어요. 남은 시간은 다른 분이 쓸 수 있어요.
