# A site's day
usage-title = { $site }, { $day }
usage-as-of = As of { $at } · { $desks ->
    [one] 1 desk
   *[other] { $desks } desks
} on { $floors ->
    [one] 1 floor
   *[other] { $floors } floors
}
usage-live = Live
usage-lost = The live connection stopped · as of { $at }. The page catches up when it is back.
usage-today = Today's figures
usage-site = Site
usage-date = Date
usage-day-before = Day before
usage-day-after = Day after
usage-closed = A closed day. Bookings are shown if there are any.
usage-closed-holiday = { $name }, a closed day. Bookings are shown if there are any.
usage-no-desks = This site has no desks yet
usage-no-desks-hint = When an admin places desks on a floor, its figures appear here.
usage-bare = Floors without desks yet: { $floors }
usage-export = Save CSV
usage-now = Now
usage-same = The same
usage-before = { $change } · { $then } last { $weekday } at this time
usage-before-day = { $change } · { $then } a week before, { $weekday }
usage-before-closed = Closed on this weekday a week before
usage-before-unknown = No record of this weekday a week before
usage-desks = { $count ->
    [one] 1 desk
   *[other] { $count } desks
}
usage-bookings = { $count }
usage-points = { $count } pp
usage-unit-desks = { "" }
usage-unit-bookings = { "" }
usage-of-desks = of { $whole ->
    [one] 1 desk
   *[other] { $whole } desks
}
usage-of-bookings = { $part } of { $whole ->
    [one] 1 booking
   *[other] { $whole } bookings
}
usage-of-hours = { $part } of { $whole } h
usage-bookable = { $desks ->
    [one] 1 bookable desk
   *[other] { $desks } bookable desks
}
usage-free-now = · { $free } free
usage-late = · { $count } people late
usage-late-few = · fewer than 5 people late
usage-rebooked = · { $count } booked again
usage-peak-at = at { $at }
usage-peak-room = · room for { $desks } up to { $percent }%
usage-peak-over = · { $desks } above { $percent }%
usage-coverage = Outcome known for { $percent } ({ $known } of { $begun } bookings that have begun) · as of { $at }
usage-meaning-of = What “{ $figure }” means
usage-meanings = What these figures mean
usage-figure-in_use = In use now
usage-figure-check_ins = Check-in rate
usage-figure-no_shows = No-shows released
usage-figure-peak = Most booked at once
usage-figure-peak_in_use = Most in use at once
usage-figure-used_time = Utilisation
usage-figure-booked_time = Booked time
usage-figure-bookings = Bookings
usage-means-check_ins = Bookings checked in ÷ bookings decided (checked in, or released as no-shows). Bookings still awaited and cancelled ones are left out. Late is more than 15 minutes after the start; below 5 people the number is not told.
usage-column-site = Site
usage-column-date = Date
usage-column-as_of = As of
usage-column-place = Floor and zone
usage-column-floor = Floor
usage-column-zone = Zone
usage-column-desks = Desks
usage-column-hour = Hour
usage-column-in_use = In use
usage-means-in_use = Desks where somebody is checked in now. People who sit down without a booking are not known and not counted. Out of all desks but those out of service.
usage-column-reserved = Not checked in
usage-means-reserved = Desks that a booking holds now and that nobody has checked in yet. Whether somebody sits there is not known, so they are not counted as free.
usage-column-free = Free
usage-means-free = Desks that no booking holds now and that are not out of service.
usage-column-out_of_service = Out of service
usage-means-out_of_service = Desks marked as not usable now. There is no record of past days.
usage-column-no_shows = No-shows
usage-means-no_shows = Bookings released automatically because nobody came. The rate is out of bookings decided (checked in or released). “Booked again” counts those whose desk somebody booked after the release.
usage-column-peak = Most booked
usage-means-peak = The most desks booked at one instant and when; every instant is compared, not only full hours. The room is what is left up to 85% of the usable desks.
usage-column-peak_in_use = Most in use
usage-means-peak_in_use = The most desks checked in at one instant and when; every instant is compared.
usage-column-touched = Desks used
usage-means-touched = Desks checked in at least once that day ÷ all desks.
usage-column-used_time = Utilisation
usage-means-used_time = Desk-hours checked in ÷ desk-hours available (working hours × usable desks; today up to now).
usage-column-booked_time = Booked time
usage-means-booked_time = Desk-hours booked ÷ desk-hours available (working hours × usable desks).
usage-column-bookings = Bookings
usage-means-bookings = The day's bookings, without those cancelled before they began.
usage-column-taken = Checked in
usage-means-taken = Bookings that somebody checked in to.
usage-column-hour_booked = Booked
usage-means-hour_booked = The most desks booked at one instant of the hour.
usage-column-hour_in_use = In use
usage-means-hour_in_use = The most desks checked in at one instant of the hour, from check-ins and check-outs. Hours to come are left empty.
usage-column-hour_no_shows = No-shows
usage-means-hour_no_shows = Bookings released in the hour because nobody came.
usage-all-desks = All
usage-hour-again = { $hour } (second time)
usage-hours = By the hour
usage-hours-summary = Desks booked and in use by the hour. Most are booked at { $hour }: { $booked }. The same figures are in the table below.
usage-hours-none = Desks booked and in use by the hour. Nothing is booked. The same figures are in the table below.
usage-hour-says = { $hour } · { $booked } booked · { $used } in use · no-shows: { $released }
usage-capacity = { $desks ->
    [one] 1 usable desk
   *[other] { $desks } usable desks
}
usage-as-table = As a table
usage-places = Floors and zones
usage-bars = Dark is in use, light is not checked in yet, the mark is today's most booked
usage-bars-peak = Dark is the most in use, light the most booked
usage-to-map = { $floor }, open the map
usage-nearly-full = Nearly full
usage-todo = Needs attention
usage-todo-none = Nothing needs attention now.
usage-todo-full = { $floor } is nearly full
usage-todo-full-detail = { $peak } of { $desks ->
    [one] 1 desk
   *[other] { $desks } desks
} at { $at }, above { $percent }%
usage-todo-off = { $floor }: { $count } out of service
usage-todo-off-none = No bookings left at these desks
usage-todo-off-detail = { $count ->
    [one] 1 booking at these desks needs another desk
   *[other] { $count } bookings at these desks need other desks
}
usage-todo-waiting = { $count ->
    [one] 1 booking not checked in yet
   *[other] { $count } bookings not checked in yet
}
usage-todo-released = { $count ->
    [one] 1 no-show released
   *[other] { $count } no-shows released
}
usage-todo-most = Most on { $floor } ({ $count })
usage-to-fix = Edit desks
usage-by-floor = By floor
