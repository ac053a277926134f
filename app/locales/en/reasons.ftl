# Why not, and the way out
reason-desk-taken = Somebody else has this desk until { $until }.
reason-person-busy = You already have desk { $label } then ({ $from }–{ $to }). Move or cancel that booking first.
reason-colleague-busy = They already have a seat then. Choose another time, or ask them.
reason-out-of-service = This desk can't be used now: { $note }
reason-retired = This desk is gone. Please pick another one.
reason-assigned = This desk is assigned to somebody. An admin can lift that.
reason-assigned-until = This desk is assigned to somebody until { $until }. After that everybody can book it.
reason-kept = This zone is kept for { $team } until { $until }. After that everybody can book it.
reason-kept-all-day = This zone is kept for { $team } all day. Please pick a desk in another zone.
reason-past = That time is over. Please pick another time.
reason-horizon = That day isn't open yet. It opens on { $date } at { $at }.
reason-horizon-last = You can book up to { $last } now.
reason-closed = The office is closed that day.
reason-closed-holiday = { $name }: the office is closed.
reason-next-open = The next working day is { $date }.
reason-outside-hours = Please choose within working hours ({ $opens }–{ $closes }).
reason-too-many = You can have { $most ->
    [one] 1 booking
   *[other] { $most } bookings
} at a time. Cancel one to make a new one.
reason-not-for-others = You can't book for this person. They or an admin can.
reason-check-in-opens = You can check in from { $at }.
reason-not-now-reserved = This booking hasn't been checked in yet, so that isn't possible. You can cancel it.
reason-not-now-in_use = This desk is in use, so that isn't possible. You can check out.
reason-not-now-away = You're marked as away, so that isn't possible. You can check out.
reason-not-now-ended = This booking is over.
reason-not-now-cancelled = This booking was cancelled. Please book again.
reason-not-now-released = This booking was released. Please book again.
reason-offer = Desk { $label } nearby is free.
reason-offer-elsewhere = This floor has no free desk for you then. Desk { $label } on { $floor } is free.
refusal-not-found = Not found. It is gone, or you can't see it.
refusal-forbidden = You aren't allowed to do this. Please ask an admin.
refusal-signed-out = Please sign in.
refusal-wrong-password = The e-mail or the password is wrong.
refusal-too-often = Too many attempts. Please try again in { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.
refusal-key-reused = This request key was already used for something else. Send it again with a new key.
refusal-stale = This has changed meanwhile. Reload and try again.
problem-ends_before_it_starts = The end must be after the start.
problem-off_step = Please choose times in steps of 15 minutes.
problem-empty_part = This site has no such part of the day. Please choose another time.
problem-incomplete = Something is missing. Please check what you entered.
problem-length = Please use 1 to 200 characters.
problem-empty = Please fill this in.
problem-control_characters = Please leave out line breaks and other characters that can't be seen.
problem-not_an_address = Please check the e-mail address.
problem-same_password = Please choose one that differs from the current password.
problem-too_short = The password needs at least 10 characters.
problem-too_long = The password is too long. Use at most 1,024 bytes.
problem-wrong_code = The setup code is wrong. Check the code that the server printed.
problem-not_a_date = Please check the date (for example 2026-12-03).
problem-not_a_time = Please check the time (for example 09:15).
problem-unknown = This value isn't known.
problem-over = That time is over.
problem-after_end = It must lie before the booking's end.
reason-no-cloud-pc-full = All cloud PCs are taken for that time. You can use the desk; please bring your own laptop or choose another time.
reason-no-cloud-pc-draining = The server is being serviced and starts no new cloud PCs: once ended, yours could not be started again. Please do it when the service is over.
reason-no-cloud-pc-stopped = The server of the cloud PCs has been stopped. Please do it when it runs again.
reason-cloud-pc-planned = The cloud PC has not been started yet. It is started from { $at }.
