# Bookings
done-booked = Booked.
done-moved = Moved to the new desk.
done-changed = Times changed.
done-cancelled = Booking cancelled.
done-cancelled-days = { $count ->
    [one] 1 booking cancelled.
   *[other] { $count } bookings cancelled.
}
done-restored = Undone.
done-checked-in = Checked in. Have a good day.
done-checked-out = Checked out. Others can use the rest of the time.
date = Date
done-away = See you later. The seat stays yours.
done-back = Welcome back. The seat is in use again.
done-pc-end = Your cloud PC is being ended. The desk is still yours.
done-pc-restart = Your cloud PC is being restarted.
done-pc-reset = Your cloud PC is being restarted with fresh settings.
