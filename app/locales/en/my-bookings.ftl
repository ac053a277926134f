# My bookings
cancel-range = Cancel several days at once
cancel-these-days = Cancel bookings of these days
past = Past bookings
change-times = Change times
cancel-range-hint = Cancels all your bookings between the two days that you have not checked in to. You can undo it right away.
first-day = First day
last-day = Last day
for-others = Booked for colleagues
booked-for = For { $name }
book-again = See this desk
export-calendar = Calendar file
export-csv = Download CSV
pc-open-short = Open PC
state-taken-back = Given back
done-restored-some = { $count ->
    [0] No booking is back
    [one] 1 booking is back
   *[other] { $count } bookings are back
}. Not back: { $left }.
coming = Upcoming bookings
nothing-coming = No upcoming bookings.
week-of = { $from } – { $to }
last-week = Last week
state-reserved = Reserved
state-in_use = In use
state-away = Away
state-ended = Ended
state-cancelled = Cancelled
state-released = Released: no-show
no-pc = No cloud PC
