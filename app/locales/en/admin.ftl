# The admin's pages
admin-title = Sites and floors
admin-places = Sites and floors
admin-people = People
remove = Remove
yes = Yes
no = No
name-ko = Name (Korean)
name-en = Name (English; empty for the same)
next-site = First add a site. Then add a floor and its desks, and people can book.
next-floor = Now add a floor.
next-desks = Now place desks on a floor. With the first one people can book.
site-add = Add a site
site-zone = Time zone
site-about = { $zone } · { $opens }–{ $closes }
site-rules = Booking rules
site-closures = Closures
site-no-floors = No floors yet.
floor-add = Add a floor
floor-add-to = Add a floor to { $site }
floor-add-hint = Makes an empty rectangular floor; you place its desks on the next page. A plan from a file (GeoJSON) is imported on the server with jari floor import.
floor-level = Order from the ground (ground floor = 0 or 1)
floor-width = Width (m)
floor-depth = Depth (m)
floor-about = { $desks ->
    [one] 1 desk
   *[other] { $desks } desks
} · { $coming ->
    [one] 1 coming booking
   *[other] { $coming } coming bookings
}
floor-out = { $count } out of service
floor-desks = Desks of { $floor }
desks-title = Desks
desks-of = Desks of { $site } { $floor }
desks-count = { $count ->
    [one] 1 desk
   *[other] { $count } desks
}
desks-retired = Retired desks
desks-csv = Download CSV
desks-see = See as people do
desks-hint = Pick a desk on the map or in the table to change it here.
admin-map-label = Plan of { $floor }. Pick a desk to change it.
admin-desk-edit = Change { $label }
admin-desk-move = Desk { $label }. Arrow keys move it by 5 cm, with Shift by 50 cm; R turns it.
desk-title = Desk { $label }
desk-label = Label
desk-x = From the west (m)
desk-y = From the north (m)
desk-rotation = Rotation (°)
desk-place = Position
desk-zone = Zone
desk-kind = Kind
desk-assigned = Assigned
desk-assigned-email = E-mail of whom it is assigned to (empty for everybody)
desk-note = Out of service because
desk-note-empty = Out of service because (empty if it can be used)
desk-coming = Coming bookings
desk-usable = Can be booked
desk-out = Out of service: { $note }
desk-of = Assigned to { $name }
desk-add = Add desks
desk-add-hint = Places one desk or a whole row. The number at the end of the label counts up.
desk-count = How many
desk-spacing = Spacing (m)
desk-towards = Direction
way-east = To the right
way-south = Downwards
way-west = To the left
way-north = Upwards
desk-retire = Retire this desk
desk-retire-hint = Its past stays, and you can bring it back any time. Bookings are shown to you first.
desk-is-retired = This desk is retired. Bring it back to have it booked under the same label.
desk-restore = Bring this desk back
desk-stale = Somebody else changed this desk meanwhile.
desk-stale-hint = What you typed is kept; fields you did not touch show the new values. Check them and save again.
desk-event-added = Added
desk-event-changed = Changed
desk-event-retired = Retired
desk-event-restored = Brought back
affected-caption = { $count ->
    [one] 1 booking is affected
   *[other] { $count } bookings are affected
}
affected-who = Whose
affected-when = When
affected-fate = What happens
affected-hint-edit = Saving changes these bookings as follows. Whoever sits there now stays until the end of their booking. People see the change in My bookings.
affected-hint-retire = Retiring the desk changes these bookings as follows. Whoever sits there now stays until the end of their booking. People see the change in My bookings.
affected-hint-restore = Bringing the desk back changes these bookings as follows.
affected-again = The bookings have changed meanwhile; here they are again.
affected-go-edit = Save like this
affected-go-retire = Retire like this
affected-go-restore = Bring back like this
fate-kept = Stays as it is
fate-kept-until = Stays until { $until }
fate-moved = Moves to { $label }
fate-cancelled = Is cancelled: no desk is free
rules-title = Booking rules
rules-of = Booking rules of { $site }
rules-days = Days that can be booked
rules-horizon = Days ahead (0 for today only)
rules-opens-at = When a new day opens
rules-working-days = Working days
rules-bookings = Bookings
rules-most-active = Most coming bookings of one person
rules-for-whom = For whom people may book
for-whom-oneself = Only themselves
for-whom-team = Also their team
for-whom-everybody = Everybody
rules-check-in = Check-in opens this many minutes before
rules-grace = No-show is released after (minutes; empty for never)
rules-assigned = When assigned desks open to everybody
rules-never = Never
rules-within = Only within working hours
hours = Working hours
hours-opens = Opens
hours-closes = Closes
hours-lunch-starts = Lunch starts
hours-lunch-ends = Lunch ends
zones-kept = Zones kept for a team
zones-kept-hint = Until the time you set only that team can book there, then everybody.
zone-team = Team
zone-until = Until
zone-for-all = Everybody
zone-all-day = All day
rules-preview = Preview
rules-confirm = Check before you save
rules-meet-none = No coming booking is against the new rules.
rules-meet-some = These bookings would be refused if they were made now. They were made before, so they stay valid and are not cancelled.
rules-back = Change more
rules-stale = Somebody else changed the rules meanwhile. What you typed is kept. Check it and save again.
closures-title = Closures
closures-of = Closures of { $site }
closures-none = No coming closures.
closure-add = Add a closure
closure-remove = Remove the closure on { $date }
people-find = Find by name or e-mail
people-count = { $shown } of { $many }
person-add = Add a person
person-add-hint = A first password is made and shown once.
person-given = Name on the map (empty for the last two letters)
person-role = Role
person-team = Team
person-no-team = No team
person-coming = { $count ->
    [one] 1 coming booking
   *[other] { $count } coming bookings
}
person-you = You
person-deactivate = Deactivate
person-deactivate-who = Deactivate { $name }
person-leave-hint = They are signed out everywhere, and bookings that have not begun are cancelled.
person-reactivate = Activate again
person-reactivate-who = Activate { $name } again
person-password = New password
person-password-who = New password for { $name }
password-once = The first password. It is shown this once.
password-once-hint = Pass it on safely. If it is lost, make a new one.
team-add = Add a team
admin-done-same = Nothing has changed.
admin-done-desk-added = { $count ->
    [one] 1 desk is added.
   *[other] { $count } desks are added.
}
admin-done-desk-changed = The desk is saved.
admin-done-desk-retired = The desk is retired.
admin-done-desk-restored = The desk is back.
admin-done-desk-undone = { $left ->
    [0] { $count ->
        [0] Undone.
       *[other] Undone, with { $count } bookings back in their place.
    }
   *[other] Undone. { $count } bookings are back in their place; { $left } stay, because the seat was taken meanwhile.
}
admin-done-desks-undone = The new desks are taken back.
admin-done-rules-changed = The rules are saved.
admin-done-rules-undone = The rules from before are back.
admin-done-closure-added = The closure is added.
admin-done-closure-removed = The closure is removed.
admin-done-site-added = The site is added.
admin-done-floor-added = The floor is added. Now place its desks.
admin-done-team-added = The team is added.
admin-done-person-added = The person is added.
admin-done-person-off = Deactivated.
admin-done-person-on = Active again.
problem-undo_meets = Undoing it would meet bookings made since. Change it here instead; you see first which ones.
problem-stale = It has changed meanwhile.
problem-label_taken = Another desk on this floor has this label.
problem-label_length = Use at most 24 characters.
problem-label_number = For a row the label has to end in a number, like A-01.
problem-outside_floor = This is outside of the floor.
problem-not_a_number = Type a number.
problem-not_whole = Type a whole number.
problem-count_range = 1 to 60 desks at once.
problem-spacing_range = 0.5 m to 20 m.
problem-unknown_person = No active person has this e-mail.
problem-horizon_range = 0 to 365 days.
problem-no_working_day = Choose at least one working day.
problem-most_active_range = 1 to 100.
problem-minutes_range = 0 to 720 minutes.
problem-grace_range = 5 to 720 minutes, or empty.
problem-hours_order = Opening, lunch and closing have to follow each other.
problem-unknown_zone = Choose a time zone from the list.
problem-name_length = Use at most 60 characters.
problem-metres_range = 3 m to 500 m.
problem-level_range = A whole number from -20 to 200.
problem-level_taken = Another floor of this site has this place in the order.
problem-closed_already = The site is closed that day already.
problem-past_date = That day is over. Choose today or a later day.
problem-email_taken = Somebody has this e-mail already.
problem-given_length = Use at most 4 characters.
problem-yourself = You can't deactivate yourself. Ask another admin.
admin-map-scroll = Floor plan view

admin-terminals = Terminals
terminals-none = No terminal is enrolled yet.
terminal-new = New terminal
terminal-new-hint = Pick a desk and make a code; then open the address /terminal on that desk's screen and type it there. The desk's terminal before it stops.
terminal-make-code = Make an enrolment code
terminal-code-hint = Type it at the desk's screen within 15 minutes. It works once and is not shown again.
terminal-works = In use
terminal-stopped = Stopped
terminal-seen = Last heard of { $at }
terminal-retire = Lost
terminal-retire-which = The terminal of { $label } is lost
terminal-restore = Use again
terminal-restore-which = Use the terminal of { $label } again
desk-word = Desk
# Away
rules-away = Away from the seat
rules-away-hint = Lunch does not count. An empty field leaves the step out.
rules-away-notice = Away after the screen was unused for (minutes)
rules-away-lend = Others may sit there after (minutes)
rules-away-release = The seat is given back after (minutes)
problem-release_order = Not sooner than others may sit there.
admin-done-terminal-retired = The terminal is stopped. Its screen no longer opens.
admin-done-terminal-restored = The terminal works again.
