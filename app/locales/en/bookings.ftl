# Bookings
done-booked = Booked.
done-moved = Moved to the new desk.
done-changed = Times changed.
done-cancelled = Booking cancelled.
done-cancelled-days = { $count } bookings cancelled.
done-restored = Undone.
done-checked-in = Checked in. Have a good day.
done-checked-out = Checked out. Others can use the rest of the time.
cancel-range = Cancel several days at once
cancel-these-days = Cancel bookings of these days
past = Past bookings
released-unless = · released unless checked in in time
change-times = Change times
date = Date
