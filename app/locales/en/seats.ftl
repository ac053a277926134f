# Picking a desk
seat-free = Free
seat-mine = Mine
seat-team = Teammate
seat-busy = Booked
seat-held = Assigned or team only
seat-off = Not available
seat-me = Me
seat-half-am = free in the morning
seat-half-pm = free in the afternoon
seat-rank = suggestion { $rank }
map-label = Map of { $floor }, { $free ->
    [one] 1 desk free
   *[other] { $free } desks free
}
map-edge = No more desks that way
free-now = { $free ->
    [one] 1 desk free
   *[other] { $free } desks free
}
zone-free = { $free } free
zoom = Zoom
zoom-in = Zoom in
zoom-out = Zoom out
zoom-fit = Show all
legend = Legend
oclock = { $hour }:00
hours-label = Booked by the hour: fullest at { $at } with { $percent }%
hours-none = Booked by the hour: nothing is booked yet
panel = Day and suggestions
days = Days
day-fill = { $date }, { $percent }% booked
day-not-yet = { $date }, can’t be booked yet
day-closed = { $date }, closed
week-before = Week before
week-after = Week after
site-switch = Change site, now { $name }
place-switch = Change site and floor, now { $name }
part-of-day = Part of the day
from = From
to = To
show = Show
floors = Floors
floor-free = { $floor }, { $free ->
    [one] 1 desk free
   *[other] { $free } desks free
}
as-list = List
as-map = Map
more = More
filter-team = Near my team
suggested = Suggestions
suits-you = Desks for { $name }
why-beside = Right beside { $name }
why-team = Close to your team
why-sat = { $days ->
    [1] You sat here yesterday
   *[other] You sat here { $days } days ago
 }
why-sat-today = You sat here today
seats-why-usual = Your usual: { $what }
why-quiet = A quiet desk
why-window = By the window
why-roomy = Nobody right beside
no-zone = Other desks
all-desks = All desks
free-count = { $free } free
list-count = { $free } of { $count ->
    [one] 1 desk
   *[other] { $count } desks
} free
sort = Order
sort-zone = By zone
sort-free = Free first
sort-label = By label
column-desk = Desk
column-state = State
column-offers = Features
column-open = What to do
look = see more
book-short = Book
move-short = Move here
team-in = My team · { $count } booked
team-none = None of your team has a desk that day yet.
whole-team = Show all
mate-at = { $name }, { $place }
timeline-free = Not booked between 7 and 20
timeline-busy = Booked: { $times }
seats-near-beside = Right beside { $name }
near-metres = { $metres } m from { $name }
book-this = Book this desk
other-times = Choose other times
move-here = Move to this desk
move-gives-back = You give up desk { $label } ({ $from }–{ $to }).
check-in = Check in
seats-check-in-from = You can check in from { $at }.
cancel-booking = Cancel booking
to-my-bookings = Change times in my bookings
own-pc-planned = It will be ready before you arrive
seats-pc-open-short = Open
nearest-free = Nearest free desks
metres-away = { $metres } m
lost-title = Somebody else has just booked this desk.
lost-hint = These are close by and free.
sheet-size = Show more or less
stream-lost = The live connection stopped · as of { $at }. You can still book; the page catches up when it is back.
see-day = See { $date }
see-rest-of-today = See the rest of today
floor-full = This floor is full at that time.
floor-without-desks = There are no desks on this floor yet. Please pick one on another floor.
no-match = No free desk has everything you asked for.
without-filter = { $free } free without “{ $name }”
without-filters = Clear all filters
find = Find a colleague or a desk
find-hint = Find people, desks
found = Results
found-for = Results for “{ $q }”
found-nothing = Nothing found for “{ $q }”
found-nothing-hint = Check the name or the desk's label. People who hide their name are not listed.
no-seat-that-day = No desk that day
to-first-floor = Start again from the first floor
phone-top = Floor and search
seat-lent = Its holder is out for a while. When they return you are moved to the nearest free seat.
seats-away = You're marked as away. Your programs keep running.
