# How well each seat's line is
health-title = Seat connections
health-coverage = Measured on { $screens ->
    [one] 1 screen
   *[other] { $screens } screens
} in { $days } days · { $known } of { $seats ->
    [one] 1 seat
   *[other] { $seats } seats
} known, { $unknown } not yet · as of { $at }
health-floors = Floors
health-map = { $floor }, latency by seat
health-map-scroll = Floor plan, arrow keys move it
health-nothing = No cloud PC was opened on this floor lately. Its seats appear here once screens are opened at them.
health-below = below { $end } ms
health-between = { $from }–{ $end } ms
health-above = { $from } ms and more
health-known = Fine
health-unknown = Not known yet
health-worse = Worse than the floor
health-flag-slow = Slow
health-flag-drops = Drops often
health-median-of = latency { $ms }
health-none-worse = No seat is clearly worse than the others.
health-too-few = Too few seats are known to compare them. Six are needed.
health-why-slow = Answers take { $ms }, { $times } times as long as at other seats ({ $others }).
health-why-drops = Lost its screen { $count } times in { $hours } hours; other seats lose theirs { $expected } times on average.
health-do-slow = Swap cable, terminal and wall port one by one. If the latency moves along with one, that is the cause.
health-do-drops = Check whether the cable is loose and whether the terminal goes to sleep. On wireless, try a cable.
health-at-terminal = { $part } of { $whole ->
    [one] 1 screen
   *[other] { $whole } screens
} { $part ->
    [one] was
   *[other] were
} opened at the seat's terminal.
health-to-seat = See the seat
health-seat = Seat { $label }
health-close = Close { $label }
health-all = Figures of all seats
health-as-table = As a table ({ $seats ->
    [one] 1 seat
   *[other] { $seats } seats
})
health-column-site = Site
health-column-floor = Floor
health-column-seat = Seat
health-column-state = State
health-means-state = A seat with fewer than 3 sessions of a measured minute is not known yet: neither fine nor bad.
health-column-median = Latency
health-means-median = The time to the browser and back. It is measured every 5 seconds while a screen is open; each session gives a median, and the seat has the median of those. Every session counts once, however long it was.
health-column-p95 = When slow
health-means-p95 = Nineteen of twenty round trips were faster. The median over sessions.
health-column-reconnects = Reconnects
health-means-reconnects = How often a browser that had lost a screen opened it again by itself. Not counted: opened elsewhere, the booking's end, a server that is stopped, a device that wakes from sleep.
health-column-hours = Hours
health-means-hours = How long screens were open at this seat, in whole hours.
health-column-sessions = Sessions
health-means-sessions = Sessions with a measured minute or more. A booking has one session.
health-column-median_ms = Latency (ms)
health-column-p95_ms = When slow (ms)
health-column-screens = Screens
health-column-terminal = Screens at the terminal
health-column-days = Days
health-column-as_of = As of
health-means-worse = A seat is compared with the other seats of its floor. It is flagged when its latency is at least twice their median and 10 ms more, or when it reconnected at least 3 times in at least 2 sessions, at least 3 times as often by the hour as they did, and chance would bring that about in fewer than one seat in a thousand. With fewer than 5 other known seats none is flagged.
health-means-place = The seat is that of the booking when the screen was opened. Unless it is the seat's terminal, the screen may have been opened elsewhere. Cloud PCs that open at another address can't be measured. Neither whose screen it was nor how a single one did is told. Readings are deleted after 30 days.
