# Bookings
done-booked = Booked.
done-moved = Moved to the new desk.
done-changed = Times changed.
done-cancelled = Booking cancelled.
done-cancelled-days = { $count } bookings cancelled.
done-restored = Undone.
done-checked-in = Checked in. Have a good day.
done-checked-out = Checked out. Others can use the rest of the time.
