//! Seat terminals: enrolled by a code, signed in by phone or password, and showing nothing of anyone otherwise.

use crate::common::{TestOffice, all_day, refusal};
use office::{
    backend::{
        bookings::{away::leave, check_in::check_in, check_out::check_out, release::release_due},
        error::Result,
        people::{
            password,
            sign_in::{Typed, sign_in},
        },
        terminals::{call, enrol, find, screen, sit},
    },
    model::{
        booking::BookingState,
        id::{DeskId, TerminalId},
        refusal::{Reason, Refusal},
        rules::Rules,
        terminal::{Arrived, Outcome, TerminalView},
        time::Minute,
    },
};

const TODAY: &str = "2026-12-03";

async fn enrolled(t: &TestOffice, desk: DeskId) -> (TerminalId, String) {
    let code = enrol::make_code(&t.office, &t.caller(t.yujin), desk).await.unwrap();
    let key = enrol::enrol(&t.office, &code.code, t.office.now()).await.unwrap();
    (known(t, &key).await.unwrap(), key)
}

/// 지민 types a password at a terminal.
async fn typed(t: &TestOffice, terminal: TerminalId, password: &str) -> Result<Arrived> {
    let typed = Typed { email: "jimin@example.test".into(), password: password.into() };
    sit::sit_with_password(&t.office, terminal, typed, t.office.now()).await
}

async fn known(t: &TestOffice, key: &str) -> Option<TerminalId> {
    find::of_key(&t.office, key, t.office.now()).await.unwrap()
}

async fn shown(t: &TestOffice, terminal: TerminalId) -> TerminalView {
    screen::view(&t.office, terminal, t.office.now()).await.unwrap()
}

/// Reads a terminal's call with one's phone; answers its secret.
async fn read(t: &TestOffice, terminal: TerminalId, who: office::model::id::PersonId) -> String {
    let made = call::call(&t.office, terminal, t.office.now()).await.unwrap();
    call::open(&t.office, &t.caller(who), &made.secret).await.unwrap();
    made.secret
}

on_both_databases! {
    async fn an_admin_s_code_works_once_and_for_a_quarter_of_an_hour(t) {
        let made = enrol::make_code(&t.office, &t.caller(t.yujin), t.desks[0]).await.unwrap();
        let spoken = format!(" {}-{} ", made.code[..4].to_lowercase(), &made.code[4..]);
        let key = enrol::enrol(&t.office, &spoken, t.office.now()).await.unwrap();
        assert!(known(t, &key).await.is_some());
        let wrong = Refusal::input("code", "wrong_code");
        assert_eq!(refusal(enrol::enrol(&t.office, &made.code, t.office.now()).await), wrong);

        let late = enrol::make_code(&t.office, &t.caller(t.yujin), t.desks[1]).await.unwrap();
        t.clock.set("2026-12-02T23:15:00Z");
        assert_eq!(refusal(enrol::enrol(&t.office, &late.code, t.office.now()).await), wrong);
    }

    async fn nobody_but_an_admin_sets_terminals_up(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        for who in [t.jimin, t.harin] {
            let caller = t.caller(who);
            assert_eq!(refusal(enrol::make_code(&t.office, &caller, t.desks[0]).await), Refusal::Forbidden);
            assert_eq!(refusal(enrol::retire(&t.office, &caller, terminal).await), Refusal::Forbidden);
            assert_eq!(refusal(enrol::restore(&t.office, &caller, terminal).await), Refusal::Forbidden);
            assert_eq!(refusal(find::all(&t.office, &caller).await), Refusal::Forbidden);
        }
    }

    async fn a_new_terminal_takes_the_desk_over_and_one_step_goes_back(t) {
        let (first, first_key) = enrolled(t, t.desks[0]).await;
        let (second, second_key) = enrolled(t, t.desks[0]).await;
        assert_eq!((known(t, &first_key).await, known(t, &second_key).await), (None, Some(second)));
        enrol::restore(&t.office, &t.caller(t.yujin), first).await.unwrap();
        assert_eq!((known(t, &first_key).await, known(t, &second_key).await), (Some(first), None));
    }

    async fn a_lost_terminal_works_no_more_until_that_is_taken_back(t) {
        let (terminal, key) = enrolled(t, t.desks[0]).await;
        enrol::retire(&t.office, &t.caller(t.yujin), terminal).await.unwrap();
        assert_eq!(known(t, &key).await, None);
        let all = find::all(&t.office, &t.caller(t.yujin)).await.unwrap();
        assert_eq!((all.len(), all[0].retired_at.is_some()), (1, true));
        enrol::restore(&t.office, &t.caller(t.yujin), terminal).await.unwrap();
        assert_eq!(known(t, &key).await, Some(terminal));
    }

    async fn the_holder_is_named_from_half_an_hour_before_and_only_if_everybody_may_know(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:29:00Z");
        let early = shown(t, terminal).await;
        assert_eq!((early.waiting.is_none(), early.free_until), (true, Some(Minute::hour(9))));
        t.clock.set("2026-12-02T23:30:00Z");
        assert_eq!(shown(t, terminal).await.waiting.unwrap().name.unwrap(), "지민");
        t.sql("UPDATE people SET visibility = 'team' WHERE email LIKE 'jimin%'").await;
        let hidden = shown(t, terminal).await.waiting.unwrap();
        assert_eq!((hidden.name, hidden.from, hidden.to), (None, Minute::hour(9), Minute::hour(18)));
    }

    async fn a_terminal_calls_no_seat_free_that_would_be_refused_and_says_why(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        t.clock.set("2026-12-03T00:10:00Z");
        let free = shown(t, terminal).await;
        assert_eq!((free.free_until, free.against), (Some(Minute::hour(18)), None));
        t.sql("UPDATE desks SET assigned_to = (SELECT id FROM people WHERE email LIKE 'jimin%') WHERE label = 'A-01'").await;
        let held = shown(t, terminal).await;
        assert_eq!((held.free_until, held.against), (None, Some(Reason::AssignedToAnother { until: None })));
        assert!(held.around.iter().any(|one| one.here && !one.free), "{:?}", held.around);
        // On a Sunday nobody sits down anywhere.
        t.clock.set("2026-12-06T00:10:00Z");
        let closed = shown(t, terminal).await;
        assert!(matches!(closed.against, Some(Reason::Closed { .. })), "{:?}", closed.against);
        assert!(closed.around.iter().all(|one| !one.free), "{:?}", closed.around);
    }

    async fn a_neighbour_s_seat_that_is_lent_is_shown_free(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        let made = t.book(t.jimin, t.desks[1], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T01:00:00Z");
        leave(&t.office, &t.caller(t.jimin), made.id, None).await.unwrap();
        let free = async || {
            let around = shown(t, terminal).await.around;
            around.into_iter().find(|one| one.label == "A-02").unwrap().free
        };
        assert!(!free().await);
        t.clock.set("2026-12-03T02:00:00Z");
        release_due(&t.office).await.unwrap();
        assert!(free().await);
    }

    async fn whoever_comes_a_little_before_a_day_with_fixed_hours_sits_down_from_its_beginning(t) {
        let (terminal, _) = enrolled(t, t.desks[2]).await;
        t.rules(Rules { within_hours: true, ..Rules::default() }).await;
        t.clock.set("2026-12-02T23:20:00Z");
        assert!(matches!(shown(t, terminal).await.against, Some(Reason::OutsideHours { .. })), "check-in is not open");
        t.clock.set("2026-12-02T23:50:00Z");
        assert_eq!(shown(t, terminal).await.free_until, Some(Minute::hour(18)));
        let secret = read(t, terminal, t.jimin).await;
        let arrived = sit::sit(&t.office, &t.caller(t.jimin), &secret).await.unwrap();
        assert_eq!((arrived.outcome, arrived.booking.local.from), (Outcome::WalkedIn, Minute::hour(9)));
    }

    async fn a_phone_signs_in_and_the_terminal_shows_that_session_until_they_leave(t) {
        let (terminal, _) = enrolled(t, t.desks[2]).await;
        t.clock.set("2026-12-03T00:10:00Z");
        assert_eq!(shown(t, terminal).await.session, None);
        let secret = read(t, terminal, t.jimin).await;
        let arrived = sit::sit(&t.office, &t.caller(t.jimin), &secret).await.unwrap();
        assert_eq!((arrived.outcome, arrived.booking.desk), (Outcome::WalkedIn, t.desks[2]));
        assert_eq!(shown(t, terminal).await.session, arrived.booking.session);
        let (caller, session) = sit::signed_in(&t.office, terminal, t.office.now()).await.unwrap().unwrap();
        assert_eq!((caller.person, Some(session)), (t.jimin, arrived.booking.session));

        let again = sit::sit(&t.office, &t.caller(t.jimin), &secret).await.unwrap();
        assert_eq!(again, arrived, "a second press does something else");
        sit::leave(&t.office, terminal, t.office.now()).await.unwrap();
        assert_eq!(shown(t, terminal).await.session, None);
        assert_eq!(t.state(arrived.booking.id).await, "in_use", "leaving the terminal gave the seat back");
    }

    async fn whoever_sits_down_elsewhere_or_checks_out_leaves_nothing_on_the_first_screen(t) {
        let (first, _) = enrolled(t, t.desks[0]).await;
        let (second, _) = enrolled(t, t.desks[4]).await;
        t.clock.set("2026-12-03T00:10:00Z");
        let at_first = read(t, first, t.jimin).await;
        sit::sit(&t.office, &t.caller(t.jimin), &at_first).await.unwrap();
        let at_second = read(t, second, t.jimin).await;
        let moved = sit::sit(&t.office, &t.caller(t.jimin), &at_second).await.unwrap();
        assert_eq!((moved.outcome, moved.left), (Outcome::Moved, Some(t.desks[0])));
        assert_eq!((shown(t, first).await.session, shown(t, second).await.session), (None, moved.booking.session));
        check_out(&t.office, &t.caller(t.jimin), moved.booking.id).await.unwrap();
        assert_eq!(shown(t, second).await.session, None);
    }

    async fn whoever_goes_out_leaves_a_locked_screen(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        let booked = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        let secret = read(t, terminal, t.jimin).await;
        sit::sit(&t.office, &t.caller(t.jimin), &secret).await.unwrap();
        assert!(shown(t, terminal).await.session.is_some());
        leave(&t.office, &t.caller(t.jimin), booked.id, None).await.unwrap();
        assert_eq!(shown(t, terminal).await.session, None);
        assert!(sit::signed_in(&t.office, terminal, t.office.now()).await.unwrap().is_none());
    }

    async fn a_call_is_opened_by_one_phone_and_only_while_it_is_new(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        let made = call::call(&t.office, terminal, t.office.now()).await.unwrap();
        call::open(&t.office, &t.caller(t.jimin), &made.secret).await.unwrap();
        assert_eq!(refusal(call::open(&t.office, &t.caller(t.seoyeon), &made.secret).await), Refusal::Stale);
        assert_eq!(refusal(sit::sit(&t.office, &t.caller(t.seoyeon), &made.secret).await), Refusal::Stale);

        let pictured = call::call(&t.office, terminal, t.office.now()).await.unwrap();
        t.clock.set("2026-12-02T23:01:00Z");
        assert_eq!(refusal(call::open(&t.office, &t.caller(t.jimin), &pictured.secret).await), Refusal::Stale);
        assert_eq!(refusal(sit::sit(&t.office, &t.caller(t.jimin), &pictured.secret).await), Refusal::Stale);
    }

    async fn a_call_of_a_terminal_that_was_lost_leads_nowhere(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        t.clock.set("2026-12-03T00:10:00Z");
        let secret = read(t, terminal, t.jimin).await;
        enrol::retire(&t.office, &t.caller(t.yujin), terminal).await.unwrap();
        assert_eq!(refusal(sit::sit(&t.office, &t.caller(t.jimin), &secret).await), Refusal::NotFound);
    }

    async fn a_wrong_password_at_the_terminal_opens_nothing(t) {
        let (terminal, _) = enrolled(t, t.desks[0]).await;
        assert_eq!(refusal(typed(t, terminal, "no").await), Refusal::WrongPassword);
        assert_eq!(shown(t, terminal).await.session, None);
    }

    async fn wrong_passwords_in_browsers_and_at_other_seats_keep_nobody_from_signing_in_at_their_seat(t) {
        let hash = password::hash("열려라 참깨 2026".into()).await.unwrap();
        t.sql(&format!("UPDATE people SET password_hash = '{hash}' WHERE id = {}", t.uuid(t.jimin.0))).await;
        let ((here, _), (other, _)) = (enrolled(t, t.desks[0]).await, enrolled(t, t.desks[2]).await);
        t.clock.set("2026-12-03T00:10:00Z");
        for _ in 0..8 {
            let guess = Typed { email: "jimin@example.test".into(), password: "guess".into() };
            assert_eq!(refusal(sign_in(&t.office, guess, None, t.office.now()).await), Refusal::WrongPassword);
            assert_eq!(refusal(typed(t, other, "guess").await), Refusal::WrongPassword);
        }
        assert_eq!(refusal(typed(t, other, "열려라 참깨 2026").await), Refusal::TooOften { seconds: 600 });
        typed(t, here, "열려라 참깨 2026").await.unwrap();
    }

    async fn neighbours_are_shown_without_names(t) {
        let (terminal, _) = enrolled(t, t.desks[2]).await;
        t.book(t.seoyeon, t.desks[3], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:10:00Z");
        let view = shown(t, terminal).await;
        let taken: Vec<&str> = view.around.iter().filter(|desk| !desk.free).map(|desk| desk.label.as_str()).collect();
        assert_eq!(taken, ["A-04"]);
        let said = serde_json::to_string(&view).unwrap();
        assert!(!said.contains("서연"), "{said}");
        assert_eq!(view.around.iter().filter(|desk| desk.here).count(), 1);
        let booked = t.texts("SELECT state FROM bookings").await;
        assert_eq!(booked, [BookingState::Reserved.word()]);
    }
}
