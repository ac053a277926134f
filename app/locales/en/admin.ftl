# The admin's pages
admin-title = Sites and floors
admin-places = Sites and floors
admin-people = People
remove = Remove
admin-unsaved = Not saved. Please check the field marked in red.
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
floor-level = Floor order (first floor above ground = 1, first basement = -1)
floor-width = Width (m)
floor-depth = Depth (m)
floor-about = { $desks ->
    [one] 1 desk
   *[other] { $desks } desks
} · { $coming ->
    [one] 1 upcoming booking
   *[other] { $coming } upcoming bookings
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
desks-hint = Pick a desk on the plan or in the table to change it here.
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
desk-coming = Upcoming bookings
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
affected-hint-edit = Saving changes these bookings as follows. Those for which no desk is free are cancelled. Whoever sits there now stays until the end of their booking. People see the change in My bookings.
affected-hint-retire = Retiring the desk changes these bookings as follows. Those for which no desk is free are cancelled. Whoever sits there now stays until the end of their booking. People see the change in My bookings.
affected-hint-restore = Bringing the desk back changes these bookings as follows.
affected-again = The bookings have changed meanwhile; here they are again.
affected-go-edit = Save like this
affected-go-retire = Retire like this
affected-go-restore = Bring back like this
fate-kept = Stays as it is
fate-kept-until = Stays until { $until }
fate-moved = Moves to { $label }
fate-cancelled = Is cancelled
rules-title = Booking rules
rules-of = Booking rules of { $site }
rules-days = Days that can be booked
rules-horizon = Days ahead (0 for today only)
rules-opens-at = When a new day opens
rules-working-days = Working days
rules-bookings = Bookings
rules-most-active = Most upcoming bookings per person
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
rules-meet-none = No upcoming booking conflicts with the new rules.
rules-meet-some = These bookings would be refused if they were made now. They were made before, so they stay valid and are not cancelled.
rules-back = Change more
rules-stale = Somebody else changed the rules meanwhile. What you typed is kept. Check it and save again.
closures-title = Closures
closures-of = Closures of { $site }
closures-none = No upcoming closures.
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
    [one] 1 upcoming booking
   *[other] { $count } upcoming bookings
}
person-you = You
person-deactivate = Deactivate
person-deactivate-who = Deactivate { $name }
person-leave-hint = They are signed out everywhere, their API tokens end, bookings not checked in yet are cancelled, and desks assigned to them open to everybody.
person-reactivate = Activate again
person-reactivate-who = Activate { $name } again
person-password = New password
person-password-who = New password for { $name }
person-password-hint = The present password and their API tokens stop working at once, and they are signed out everywhere. This can't be undone.
person-password-now = Make a new one now
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
        [one] Undone, with 1 booking back in its place.
       *[other] Undone, with { $count } bookings back in their place.
    }
   *[other] Undone. { $count ->
        [0] { $left ->
            [one] 1 booking stays where it is
           *[other] { $left } bookings stay where they are
        }
        [one] 1 booking is back in its place; { $left ->
            [one] 1 stays
           *[other] { $left } stay
        }
       *[other] { $count } bookings are back in their place; { $left ->
            [one] 1 stays
           *[other] { $left } stay
        }
    }, because the seat was taken meanwhile.
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
problem-undo_meets = Undoing it would affect bookings made since. Change it here instead; you see first which ones.
problem-stale = It has changed meanwhile.
problem-label_taken = Another desk on this floor has this label. Choose another label.
problem-label_length = Use at most 24 characters.
problem-label_number = For a row the label has to end in a number, like A-01.
problem-outside_floor = This is outside the floor. Enter a position on the plan.
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
problem-level_taken = Another floor of this site has this place in the order. Choose another number.
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
rules-cloud-pcs = Cloud PCs
rules-clipboard = Which way text may be copied
rules-clipboard-hint = The rule for copying and pasting text between a cloud PC and the computer that shows it. A change soon holds for open screens as well.
clipboard-off = Neither way
clipboard-in = Only pasted into the cloud PC
clipboard-out = Only copied out of the cloud PC
clipboard-both = Both ways
admin-done-terminal-retired = The terminal is stopped. Its screen no longer opens.
admin-done-terminal-restored = The terminal works again.
# Cloud PC providers
admin-providers = Cloud PC providers
provider-add = Add a provider
provider-kind-local = Desktops on this server
provider-kind-libvirt = Virtual machines (libvirt)
provider-kind-launch_url = Opens elsewhere
provider-new-libvirt = Add virtual machines (libvirt)
provider-new-launch_url = Add one that opens elsewhere
provider-about-local = Runs a desktop for each person on this server, apart from all others.
provider-about-libvirt = Starts a virtual machine for each booking on a host that libvirt manages, and shows its screen here.
provider-about-launch_url = For cloud PCs that only open elsewhere, as Windows 365. An address is opened in a new tab; neither the screen nor whether it is used is seen here.
provider-now = { $kind } · { $running } running · { $sites ->
    [one] used by 1 site
   *[other] used by { $sites } sites
}
provider-test = Test connection
provider-test-which = Test the connection to { $name }
provider-tested = Tested just now.
provider-edit = Change
provider-edit-which = Change { $name }
provider-switch-off = Switch off
provider-switch-off-which = Switch { $name } off
provider-switch-on = Switch on
provider-switch-on-which = Switch { $name } on
provider-remove-which = Remove { $name }
provider-remove-hint = Its settings and stored secret are deleted as well. This can't be undone.
provider-remove-now = Remove it now
provider-save-test = Save and test
provider-stale = Another admin changed it meanwhile. What you typed is kept. Check it and save again.
provider-limits = Limits
provider-capacity = Most at the same time (empty for no limit)
provider-at-once = Most starting at the same time (empty for what is usual)
provider-url = Address that opens it (https)
provider-placeholders = Names that can be used in the address
provider-value-email = E-mail
provider-value-name = Full name
provider-value-person = The person's id here
provider-value-cloud_pc = The cloud PC's id here
provider-value-session = The session's id here
provider-value-desk = Label of the desk
provider-value-expires = Until when the address is good (UTC seconds)
provider-value-signature = Everything before it, signed with the signing key (HMAC-SHA256, base64url)
provider-signing-key = Signing key (only for an address with a signature)
provider-uri = Address of libvirt (for example qemu:///session)
provider-memory = Memory (MiB)
provider-cpus = Processors
provider-shutdown = Time to shut down by itself (seconds)
provider-pool = Storage pool
provider-image = Volume that new disks are made from
provider-image-hint = Each person gets a disk of their own once, made from this volume, and keeps it. Without a volume cloud PCs have no disk.
provider-user = User at libvirt (empty if it does not ask)
provider-network = Network of libvirt (empty for none)
provider-password = Password at libvirt
provider-secret-stored = Stored, and not shown again. Leave it empty to keep it.
provider-secret-none = Stored encrypted, and not shown again.
provider-secret-forget = Forget what is stored
provider-uses = Which site uses which
provider-uses-hint = Cloud PCs that run stay where they are; the new provider starts those that are still to be started.
provider-no-sites = No sites yet.
provider-of-site = Provider of { $site }
provider-assign-site = Save the provider of { $site }
provider-to-sites = See which site uses which
provider-found-works = Cloud PCs can be started.
provider-found-off = It is switched off.
provider-do-off = It starts no new cloud PCs. Press Switch on to have it start them again.
provider-found-no_room = It may run no cloud PC: the limit is 0.
provider-do-no_room = Nobody gets a cloud PC. Press Change and set the limit to 1 or more, or leave it empty.
provider-found-full = As many cloud PCs run as it may run.
provider-do-full = The next one starts when one ends. If more are needed, raise the limit.
provider-found-packages = Programs that it needs are not installed on the server.
provider-do-packages = Run this on the server: { $about }
provider-found-sandbox = The server's settings keep desktops from being isolated safely.
provider-do-sandbox = For whoever runs the server: { $about }
provider-found-unreadable = What is stored about it can't be used.
provider-do-unreadable = Press Change, check every field, type the password or signing key again, and save.
provider-found-other_key = Its stored secret is locked with another key.
provider-do-other_key = Set the server's JARI_SECRET_KEY back to the key it was stored with, or press Change and type the secret again.
provider-found-no_key = The server has no key to unlock its secret, or can't use it.
provider-do-no_key = Whoever runs the server has to check JARI_SECRET_KEY or secret_key_file; jari doctor says more.
provider-found-no_service = Nobody answers at its address.
provider-do-no_service = Check the address, that libvirt runs on that host, and that this server may open its socket.
provider-found-not_allowed = It answers but does not let this server in.
provider-do-not_allowed = Check user and password, and that this server's account is in the group libvirt.
provider-found-too_slow = It does not answer in time.
provider-do-too_slow = Check that the host is on and not overloaded, and that nothing blocks the network.
provider-found-wrong_address = There is no system for virtual machines at that address.
provider-do-wrong_address = Type an address like qemu:///session, qemu:///system or qemu+unix:///session?socket=…
provider-found-no_guests = That host can make no virtual machines.
provider-do-no_guests = Install the package qemu-system-x86 on that host and start libvirt again.
provider-found-emulated = Virtual machines run slowly, emulated in software.
provider-do-emulated = With hardware virtualisation (KVM) switched on and /dev/kvm open to it they are much faster.
provider-found-no_pool = The storage pool { $about } is not there or not active.
provider-do-no_pool = Make and start the pool on that host, or press Change and name another one.
provider-found-no_image = There is no volume { $about } in the pool.
provider-do-no_image = Put the volume into the pool, or press Change and name another one.
provider-found-not_https = The address is not https.
provider-do-not_https = Use an address that begins with https://.
provider-found-unknown_host = This server does not find { $about }.
provider-do-unknown_host = Check the address for a slip. If only people's browsers can see it, all is well.
provider-found-no_answer = { $about } does not answer this server.
provider-do-no_answer = Check the address and the firewall. If it opens in people's browsers, all is well.
provider-found-broken = Something went wrong.
provider-do-broken = The server's log says more. If another test finds the same, tell whoever runs the server.
admin-done-provider-added = The provider is added.
admin-done-provider-changed = The provider is saved.
admin-done-provider-on = The provider is on.
admin-done-provider-off = The provider is off. Cloud PCs that run go on.
admin-done-provider-removed = The provider is removed.
admin-done-provider-assigned = The site has another provider.
problem-own_desktops_stay = This server's own desktops can't be removed. Switch them off if you don't use them.
problem-provider_has_sites = It can't be removed: sites use it. First give those sites another provider below.
problem-provider_has_sessions = It can't be removed: cloud PCs run there or will be started there. Switch it off so that it starts no more, and remove it when those bookings are over.
problem-provider_name_taken = Another provider has one of these two names.
problem-one_local = This server's own desktops are there already.
problem-kind_stays = The kind can't be changed. Add a new provider instead.
problem-capacity_range = 0 to 100,000, or empty.
problem-at_once_range = 1 to 100,000, or empty.
problem-secret_length = Use at most 4,096 characters.
problem-secret_no_key = It could not be stored: the server has no key to lock it with. Ask whoever runs the server to set JARI_SECRET_KEY.
problem-secret_other_key = What is stored is locked with another key. Type it here again.
problem-needs_signing_key = The address is signed: type the signing key.
problem-not_https = It has to begin with https://.
problem-not_a_url = This can't be read as an address. Check it for spaces and special characters.
problem-url_length = Use at most 2,000 characters.
problem-placeholder_in_host = The server's name can have no braces and no @. Use them after the first / only.
problem-placeholder_open = The braces do not match. Close every brace that is opened.
problem-unknown_placeholder = There is an unknown name between braces. Only the names in the list below can be used.
problem-signature_last = No other name can follow the signature.
problem-not_libvirt = This is no address of libvirt. Type one like qemu:///session.
problem-libvirt_elsewhere = Screens of another host can't be shown from here. Run Jari on the host of the virtual machines, and type an address like qemu:///session.
problem-address_in_use = Cloud PCs run there, so the address stays. Switch it off and change it when those bookings are over, or add a new provider.
problem-memory_range = 32 to 1,048,576 MiB.
problem-cpus_range = 1 to 256.
problem-shutdown_range = 0 to 600 seconds.
problem-volume_name = Use letters, digits, dots, underscores and dashes only.
problem-image_needs_pool = Name the storage pool that has the volume.
problem-user_name = Use letters, digits, dots, underscores, dashes and @ only.
problem-password_needs_user = With a password there has to be a user.
# Cloud PCs and their hosts
admin-sessions = Cloud PCs
admin-done-host-open = The host starts cloud PCs again. Bookings that wait get one as far as there is room.
admin-done-host-draining = The host is draining. What runs stays until its booking ends; people whose cloud PC had not started were told.
admin-done-host-stopped = The host has been stopped. Everybody was told.
admin-done-host-capacity = The number of cloud PCs at once was saved.
host-title = Host: { $name }
host-is-open = Open
host-is-draining = Draining
host-is-stopped = Stopped
host-now = Promised now
host-running = Running
host-tomorrow = Promised tomorrow at 09:00 ({ $zone })
host-load = { $promised } of { $most }
host-load-open = { $promised } (no limit)
host-without = { $count } booked without a cloud PC
host-well = The provider is well and can start cloud PCs.
host-silent = The provider does not answer. It is asked again every minute.
host-capacity = Cloud PCs at once (empty for no limit)
host-capacity-hint = Bookings promise no more than this. What was promised stays promised. A cloud PC may run some minutes before and after its booking, so leave some room.
host-limit = The provider's settings allow { $most } at the same time.
host-stale = Somebody else has changed this host meanwhile. Please look and save again.
host-do-open = Start
host-do-draining = Drain
host-do-stopped = Stop
host-hint-open = Drain: starts nothing new and keeps what runs until its booking ends. Stop: ends everything.
host-hint-draining = Nothing new is started. What runs stays until its booking ends.
host-hint-stopped = Nothing runs. When it is started again, promises are given back in their order.
host-stop-asks = { $running ->
    [one] The cloud PC that runs now ends
   *[other] The { $running } cloud PCs that run now end
} at once. What is not saved is lost, and this can't be undone. { $promised ->
    [one] The person of the 1 promise for now is told.
   *[other] The people of { $promised } promises for now are told.
}
host-stop-now = Stop now
sessions-as-of = As of { $at } ({ $zone })
sessions-all = All sessions
sessions-count = { $count ->
    [one] 1 session
   *[other] { $count } sessions
}
sessions-more = There are more. Please narrow the filter.
sessions-none = No session is like that.
sessions-show-all = Show all
sessions-state = State
sessions-site = Site
sessions-floor = Floor
sessions-person = Name or e-mail
sessions-any-state = Any state
sessions-any-site = Any site
sessions-any-floor = Any floor
sessions-who = Who
sessions-where = Desk
sessions-when = Booking
sessions-log = Log
session-planned = Planned
session-starting = Getting ready
session-ready = Ready
session-connected = In use
session-disconnected = Running
session-released = Over
session-failed = Did not start
session-unavailable = Not available
session-no-room-full = All are taken
session-no-room-draining = The host is draining
session-no-room-stopped = The host has been stopped
session-asked-end = Ending, as they asked
session-asked-restart = Restarting, as they asked
session-asked-reset = Restarting with fresh settings, as they asked
session-log = Session log
session-log-of = Log of the session of { $name }
session-log-newest = What happened, newest first
log-when = When
log-date = Date
log-time = Time
log-what = What
log-by = By
log-detail = More
admin-done-look-asked = You asked to see the screen.
admin-done-look-ended = You no longer look at this screen.
look-card = Look at the screen
look-ask = Ask to look
look-hint = You see it only while its person agrees, and they can end it at any time. You can watch but not control it, and the screen is not recorded.
look-asked = Waiting for the answer. Without one the request ends in { $minutes } min.
look-asked-end = Take it back
look-allowed = They agreed. You can look for { $minutes } more min.
look-allowed-end = Stop looking
look-open = Look at the screen
look-declined = They would rather not show it now. Please ask them in person.
look-somebody = { $name } is looking at this screen or has asked to. You can ask when that is over.
problem-look_nobody_there = Nobody has this screen open now. You can ask once its person opens the cloud PC.
problem-look_elsewhere = The screen of this cloud PC opens at its provider and can't be seen from here.
problem-look_own = This is your own cloud PC. You can open it on the home page.
problem-look_busy = Another admin is looking at this screen or has asked to. Please ask again when that is over.
event-session-started = Start
event-session-ready = Ready
event-session-connected = A screen was opened
event-session-disconnected = The screen was closed
event-session-released = Over
event-session-failed = Did not start
event-session-unavailable = The host could not start it
event-session-promised = A cloud PC was promised
event-session-unpromised = No cloud PC could be promised
event-session-end-asked = Asked to end it
event-session-restart-asked = Asked to restart it
event-session-reset-asked = Asked for fresh settings
event-session-look-asked = Asked to look at the screen
event-session-look-allowed = Agreed to show the screen
event-session-look-declined = Declined to show the screen
event-session-looked-at = Began to look at the screen
event-session-look-ended = Ended looking at the screen
event-booking-reserved = Booked
event-booking-moved = Moved to another desk
event-booking-left-seat = Left the desk before
event-booking-times-changed = Other times
event-booking-cancelled = Cancelled
event-booking-restored = Restored
event-booking-checked-in = Checked in
event-booking-checked-out = Checked out
event-booking-came-earlier = Known to have come earlier
event-booking-away = Away
event-booking-back = Back
event-booking-released = The desk was given back
event-booking-ended = The booking ended
event-seat-lent = The desk was lent
event-seat-reclaimed = The holder of the desk came back
event-seat-contested = Somebody else wanted to sit there
kind-standard = Standard desk
kind-standing = Height-adjustable desk
kind-carrel = Focus carrel
