# Today, my seat
home-title = Today, my seat
starts-in = { $name }, your booking starts in { $hours ->
    [0] { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    }
   *[other] { $hours } h { $minutes } min
}
no-seat-today = You have no desk today
no-seat-hint = Pick a free desk on the map and your cloud PC gets ready with it.
pick-a-seat = Pick on the map
seat-and-pc = Today's desk and cloud PC
around-seat = Desks around { $label }
check-out = Check out
change-seat = Change desk
check-in-auto = Opening the cloud PC checks you in
all-bookings = My bookings
team-arrived = { $count } arrived
mate-arrived = Arrived
mate-expected = Expected { $at }
on-the-map = On the map
no-seat-offer = How about one of these? One tap books the desk and gets your cloud PC ready.
no-seat-later = There is no desk to offer today. Book one for your next day?
book-offer = Book this desk
book-offer-named = Book this desk: { $label }, { $day }
why-usual = You often sit here
why-near-team = Near { $name }
why-free = Free all day
check-in-here = Press when you are at your desk
check-in-from = From { $at }
checked-in = Checked in
came-at = In use since { $at }
come-by = check in by { $at }
day-bar = Booked from { $from } to { $to }
near-beside = Next to { $name }
near-opposite = Opposite { $name }
near-behind = Back to back with { $name }
week-booked = { $count ->
    [one] { $count } day booked
   *[other] { $count } days booked
 }
week-none = No desk
week-pick = Pick one
week-closed = Closed
week-released = No-show
contested = Somebody else wanted to sit here at { $at }. The seat is still yours.
contested-offer = Desk { $label } nearby is free as well
# Going out
go-out = Going out
go-out-until = Back at
go-out-open = No set time
back-now = I am back
away-since = Away since { $at }
away-until = Away until { $at }
away-idle = Your screen hasn't been used for a while, so you're marked as away
away-disconnected = Your cloud PC was closed, so you're marked as away
away-kept = The seat is yours, and your programs keep running
away-lent-from = From { $at } others may sit there
away-released-at = At { $at } the seat is given back
away-lent = Others may sit there now. You get it back as soon as you return
taken-back = You were away for a long time, so seat { $label } was given back at { $at }. Your programs keep running.
take-again = Take it back
gave-way = The seat's holder came back, so you were moved to { $label }.
gave-way-none = The seat's holder came back and no other seat is free, so your booking has ended. Your programs keep running.
