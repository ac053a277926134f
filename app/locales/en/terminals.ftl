# Seat terminals and sitting down by phone
terminal-title = Seat terminal
terminal-enrol = Make this screen a seat terminal
terminal-enrol-hint = Type the enrolment code that an admin made on the page of terminals; this browser then belongs to that desk.
terminal-code = Enrolment code
terminal-enrol-go = Enrol
terminal-wrong-code = The code is wrong or too old. Ask an admin for a new one.
terminal-fault = That isn't possible now. Please try again in a moment.
terminal-for = Today · { $name }
terminal-booked = This desk is booked
terminal-free = Free
terminal-free-now = You can sit down now
terminal-off = This desk can't be used now
terminal-until = Free until { $at }
terminal-pc-ready = Cloud PC ready
terminal-pc-ready-hint = It opens as you sit down
terminal-pc-soon = Cloud PC is getting ready
terminal-qr = QR code for a phone; new every 30 seconds
terminal-scan = Scan with your phone and sit down
terminal-scan-free = Scan with your phone and take the desk
terminal-password = Sign in with a password
terminal-sit = Sit here
terminal-lock = Lock
terminal-too-often = Too many attempts. Try again in 10 minutes or use your phone.
terminal-taken = This is somebody else's desk. Pick a free one nearby on your phone's map.
terminal-refused = You can't sit here now. Your phone's seat map says why.
sit-title = Sit down
sit-at = Desk { $label }
sit-here = Sit here
sit-seated = You have booked this desk ({ $from }–{ $to }). Sitting down checks you in and opens your cloud PC on this screen.
sit-moved = Your booking is at desk { $left }. Sitting down brings it here and opens your cloud PC on this screen. You can undo it.
sit-walked-in = You can sit here without a booking. It becomes yours from { $from } to { $to }, and your cloud PC opens on this screen.
sit-offer = See desk { $label }
sit-old = This code is too old, or another phone read it first. Please scan the new one on the screen.

# Administration: terminals
admin-done-terminal-retired = The terminal is stopped. Its screen no longer opens.
admin-done-terminal-restored = The terminal works again.
