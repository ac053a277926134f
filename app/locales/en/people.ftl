# People
sign-in-title = Sign in to Jari
email = E-mail
password = Password
name = Name
sign-in-too-often = Too many attempts. Please try again in { $wait }.
sign-in-failed = Signing in isn't possible right now. Please try again in a moment.
demo-title = Look around the demo office
demo-hint = One click lets you in. Only the demo shows this.
set-up-title = First set-up
set-up-hint = Make the first admin with the one-time code that the server printed.
set-up-code = Setup code
set-up-go = Begin
set-up-done = Set-up is done already. Please sign in.
language = Language
theme = Appearance
visible = Who sees my name on the map
visible-everybody = Everybody
visible-team = My team
visible-nobody = Nobody
seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
 }
minutes-seconds = { $minutes } min { $seconds } s
saved = Saved.
not-saved = Not saved. Please try again in a moment.
sign-in-hint = Use your e-mail and password.
sign-out = Sign out
role-employee-does = Picks a desk and opens the cloud PC
role-facility_manager-does = Sees how the floors are really used
role-admin-does = Sets up desks and rules
mail-wanted = Notices by mail
mail-every = Everything about my seat and cloud PC
mail-changes = Only when a seat or cloud PC is changed or lost
mail-never = None
password-change = Change password
password-current = Current password
password-new = New password
password-hint = At least 10 characters. Changing it signs you out on other devices.
password-changed = Password changed. You are signed out on other devices.
password-wrong = The current password isn't right.
theme-light = Light
theme-dark = Dark
theme-system = System
