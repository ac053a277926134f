//! What admins do with desks: every change of a desk and of the bookings it meets is one, is seen before, and can be
//! taken back; and nobody but an admin does it.

use crate::common::{TestOffice, afternoon, all_day, codes, morning, reasons, refusal, wish};
use office::{
    backend::{
        bookings::{check_in::check_in, check_out::check_out, find, reserve::reserve},
        error::{Error, Result},
        people::{admit, leave, sign_in},
        places::{
            desks::{
                add,
                change::{Change, Wanted, change, preview},
                export, find as desks, undo,
            },
            seats,
            sites::{add as sites, closures},
        },
        rules,
    },
    model::{
        booking::BookingState,
        change::{DeskDraft, DeskRow, Fate, Outcome, Preview},
        id::{DeskId, PersonId},
        overview::DeskNow,
        person::Role,
        place::Names,
        plan::Plan,
        refusal::Refusal,
        rules::Closure,
        seat::{Seat, SeatState},
        time::{Minute, WorkingHours},
    },
};
use uuid::Uuid;

const TODAY: &str = "2026-12-03";
const TOMORROW: &str = "2026-12-04";

/// A plan of 20 by 10 metres for the floor, which the tests' office does not have.
async fn plan(t: &TestOffice) {
    let geometry = serde_json::to_string(&Plan { width: 20.0, height: 10.0, shapes: Vec::new() }).unwrap();
    let (id, floor) = (t.uuid(Uuid::now_v7()), t.uuid(t.floor.0));
    t.sql(&format!(
        "INSERT INTO floor_plans (id, floor_id, revision, published_from, geometry, created_at) VALUES ({id}, {floor}, 1, '2026-01-01', '{geometry}', 0)"
    ))
    .await;
}

async fn desk(t: &TestOffice, id: DeskId) -> DeskNow {
    let all = desks::desks(&t.office, &t.caller(t.yujin), t.floor).await.unwrap();
    all.into_iter().find(|now| now.desk.id == id).unwrap()
}

async fn draft(t: &TestOffice, id: DeskId) -> DeskDraft {
    DeskDraft::of(&desk(t, id).await.desk)
}

/// Asks an admin's change of a desk in its newest version.
async fn ask(t: &TestOffice, id: DeskId, wanted: Wanted, seen: &str) -> Result<Outcome> {
    let version = desk(t, id).await.version;
    change(&t.office, &t.caller(t.yujin), Change { desk: id, version, wanted, seen: seen.into() }).await
}

#[track_caller]
fn asked(outcome: Result<Outcome>) -> Preview {
    match outcome.unwrap() {
        Outcome::Ask { preview } => preview,
        other => panic!("expected to be asked, found {other:?}"),
    }
}

#[track_caller]
fn done(outcome: Result<Outcome>) -> i64 {
    match outcome.unwrap() {
        Outcome::Done { event } => event,
        other => panic!("expected it to be done, found {other:?}"),
    }
}

/// Retires a desk after its preview was seen.
async fn retire(t: &TestOffice, id: DeskId) -> (Preview, i64) {
    let seen = asked(ask(t, id, Wanted::Retired, "").await);
    let event = done(ask(t, id, Wanted::Retired, &seen.seen).await);
    (seen, event)
}

/// The floor's seats today as somebody sees them.
async fn seen(t: &TestOffice, who: PersonId) -> Vec<Seat> {
    seats::seats(&t.office, &t.caller(who), t.floor, all_day(TODAY)).await.unwrap().seats
}

on_both_databases! {
    async fn whoever_sits_at_a_desk_when_it_is_retired_sees_it_until_they_leave(t) {
        plan(t).await;
        let booking = t.book(t.jimin, t.desks[1], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        let (preview, _) = retire(t, t.desks[1]).await;
        assert_eq!(preview.affected[0].fate, Fate::Kept);
        let own = seen(t, t.jimin).await;
        let labels: Vec<&str> = own.iter().map(|seat| seat.label.as_str()).collect();
        assert_eq!(labels, ["A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-07", "A-08"]);
        assert_eq!((own[1].state, own[1].booking, own[1].at), (SeatState::Mine, Some(booking.id), [4.0, 1.0]));
        let gone = async |who: PersonId| !seen(t, who).await.iter().any(|seat| seat.desk == t.desks[1]);
        assert!(gone(t.seoyeon).await, "nobody else has it on their plan");
        check_out(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert!(gone(t.jimin).await);
    }

    async fn a_retired_desk_leaves_no_booking_without_a_seat(t) {
        plan(t).await;
        let booking = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let preview = asked(ask(t, t.desks[0], Wanted::Retired, "").await);
        assert_eq!(preview.affected.len(), 1);
        assert_eq!(preview.affected[0].fate, Fate::Moved { desk: t.desks[1], label: "A-02".into() });
        assert!(!desk(t, t.desks[0]).await.retired, "being asked changes nothing");
        done(ask(t, t.desks[0], Wanted::Retired, &preview.seen).await);
        let moved = find::one(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((moved.desk, moved.state), (t.desks[1], BookingState::Reserved));
        assert_eq!(t.events(booking.id).await, ["booking.reserved", "booking.left_seat", "booking.moved"]);
        assert!(desk(t, t.desks[0]).await.retired);
        let again = reserve(&t.office, &t.caller(t.dohyun), wish(t.desks[0], all_day(TOMORROW))).await;
        assert!(codes(&reasons(again)).contains(&"retired"));
    }

    async fn a_booking_that_finds_no_other_seat_is_cancelled_and_comes_back_with_the_desk(t) {
        plan(t).await;
        let crowd = t.crowd(7).await;
        for (person, id) in crowd.iter().zip(&t.desks[1..]) {
            t.book(*person, *id, all_day(TOMORROW)).await.unwrap();
        }
        let booking = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let (preview, event) = retire(t, t.desks[0]).await;
        assert_eq!(preview.affected[0].fate, Fate::Cancelled);
        let given_back = find::one(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!(given_back.state, BookingState::Cancelled);
        let undone = undo::undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
        assert_eq!((undone.put_back, undone.left), (1, 0));
        let back = find::one(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((back.desk, back.state), (t.desks[0], BookingState::Reserved));
        assert!(!desk(t, t.desks[0]).await.retired);
        assert_eq!(t.overlaps().await, 0);
    }

    async fn an_undo_brings_no_booking_back_for_whoever_has_left_the_office(t) {
        plan(t).await;
        let crowd = t.crowd(7).await;
        for (person, id) in crowd.iter().zip(&t.desks[1..]) {
            t.book(*person, *id, all_day(TOMORROW)).await.unwrap();
        }
        let booking = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let (_, event) = retire(t, t.desks[0]).await;
        done(leave::deactivate(&t.office, &t.caller(t.yujin), t.jimin, "").await);
        let undone = undo::undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
        assert_eq!((undone.put_back, undone.left), (0, 1));
        assert_eq!(t.state(booking.id).await, "cancelled");
        assert!(!desk(t, t.desks[0]).await.retired, "the desk itself is back");
    }

    async fn an_undo_moves_bookings_back_unless_the_person_has_gone_elsewhere(t) {
        plan(t).await;
        let stays = t.book(t.jimin, t.desks[0], morning(TOMORROW)).await.unwrap();
        let goes = t.book(t.seoyeon, t.desks[0], afternoon(TOMORROW)).await.unwrap();
        let (_, event) = retire(t, t.desks[0]).await;
        office::backend::bookings::cancel::cancel(&t.office, &t.caller(t.seoyeon), goes.id).await.unwrap();
        let undone = undo::undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
        assert_eq!((undone.put_back, undone.left), (1, 1));
        assert_eq!(find::one(&t.office, &t.caller(t.jimin), stays.id).await.unwrap().desk, t.desks[0]);
        assert_eq!(find::one(&t.office, &t.caller(t.seoyeon), goes.id).await.unwrap().state, BookingState::Cancelled);
    }

    async fn whoever_sits_there_stays_until_the_end(t) {
        plan(t).await;
        let booking = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:30:00Z");
        office::backend::bookings::check_in::check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        let out = DeskDraft { out_of_service: Some("전원 고장".into()), ..draft(t, t.desks[0]).await };
        let preview = asked(ask(t, t.desks[0], Wanted::Draft(out.clone()), "").await);
        assert_eq!(preview.affected[0].fate, Fate::Kept);
        done(ask(t, t.desks[0], Wanted::Draft(out), &preview.seen).await);
        let kept = find::one(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((kept.desk, kept.state), (t.desks[0], BookingState::InUse));
    }

    async fn an_assigned_desk_keeps_the_bookings_of_its_owner_only(t) {
        plan(t).await;
        let own = t.book(t.jimin, t.desks[0], morning(TOMORROW)).await.unwrap();
        let other = t.book(t.dohyun, t.desks[0], afternoon(TOMORROW)).await.unwrap();
        let given = DeskDraft { assigned_to: Some(t.jimin), ..draft(t, t.desks[0]).await };
        let preview = asked(ask(t, t.desks[0], Wanted::Draft(given.clone()), "").await);
        assert_eq!(preview.affected.iter().map(|one| one.booking).collect::<Vec<_>>(), [other.id]);
        done(ask(t, t.desks[0], Wanted::Draft(given), &preview.seen).await);
        assert_eq!(find::one(&t.office, &t.caller(t.jimin), own.id).await.unwrap().desk, t.desks[0]);
        assert_ne!(find::one(&t.office, &t.caller(t.dohyun), other.id).await.unwrap().desk, t.desks[0]);
    }

    async fn the_desk_of_somebody_who_has_left_is_everybodys_again(t) {
        for id in &t.desks[..2] {
            t.set_desk(*id, "assigned_to", &t.uuid(t.jimin.0)).await;
        }
        let before = desk(t, t.desks[0]).await;
        let theirs = t.book(t.dohyun, t.desks[0], all_day(TOMORROW)).await;
        assert_eq!(codes(&reasons(theirs)), ["assigned_to_another"]);
        done(leave::deactivate(&t.office, &t.caller(t.yujin), t.jimin, "").await);
        t.book(t.dohyun, t.desks[0], all_day(TOMORROW)).await.expect("it is nobody's");
        t.book(t.seoyeon, t.desks[1], all_day(TOMORROW)).await.expect("neither is the other one");
        let now = desk(t, t.desks[0]).await;
        assert_eq!((now.assigned, now.version), (None, before.version + 1));
        let told = desks::changes_since(&t.office, &t.caller(t.yujin), t.desks[0], before.version).await.unwrap();
        let owners: Vec<_> = told.iter().map(|one| (one.before.as_ref().unwrap().assigned_to, one.after.assigned_to)).collect();
        assert_eq!(owners, [(Some(t.jimin), None)]);
    }

    async fn two_bookings_at_once_are_never_moved_to_one_seat(t) {
        plan(t).await;
        t.book(t.jimin, t.desks[0], morning(TOMORROW)).await.unwrap();
        t.book(t.seoyeon, t.desks[0], afternoon(TOMORROW)).await.unwrap();
        t.book(t.dohyun, t.desks[1], morning(TOMORROW)).await.unwrap();
        let (preview, _) = retire(t, t.desks[0]).await;
        let fates: Vec<&Fate> = preview.affected.iter().map(|one| &one.fate).collect();
        assert_eq!(fates[0], &Fate::Moved { desk: t.desks[2], label: "A-03".into() });
        assert_eq!(fates[1], &Fate::Moved { desk: t.desks[1], label: "A-02".into() });
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_booking_made_while_the_admin_looks_is_shown_before_it_is_touched(t) {
        plan(t).await;
        t.book(t.jimin, t.desks[0], morning(TOMORROW)).await.unwrap();
        let seen = asked(ask(t, t.desks[0], Wanted::Retired, "").await);
        t.book(t.dohyun, t.desks[0], afternoon(TOMORROW)).await.unwrap();
        let again = asked(ask(t, t.desks[0], Wanted::Retired, &seen.seen).await);
        assert_eq!(again.affected.len(), 2);
        assert_eq!(t.live_on(t.desks[0]).await, 2, "nothing has happened yet");
        done(ask(t, t.desks[0], Wanted::Retired, &again.seen).await);
        assert_eq!(t.live_on(t.desks[0]).await, 0);
    }

    async fn booking_and_retiring_at_once_loses_no_booking(t) {
        plan(t).await;
        for round in 0..8 {
            let id = t.desks[round];
            let version = desk(t, id).await.version;
            let person = one_more(t, &format!("round{round}")).await;
            let (office, caller) = (t.office.clone(), t.caller(person));
            let booking = tokio::spawn(async move { reserve(&office, &caller, wish(id, all_day(TOMORROW))).await });
            let (office, caller) = (t.office.clone(), t.caller(t.yujin));
            let wanted = Change { desk: id, version, wanted: Wanted::Retired, seen: String::new() };
            let retiring = tokio::spawn(async move { change(&office, &caller, wanted).await });
            let (booking, retiring) = (booking.await.unwrap(), retiring.await.unwrap().unwrap());
            match (booking, retiring) {
                (Ok(made), Outcome::Ask { preview }) => {
                    assert_eq!(preview.affected.iter().map(|one| one.booking).collect::<Vec<_>>(), [made.id]);
                    assert!(!desk(t, id).await.retired);
                    office::backend::bookings::cancel::cancel(&t.office, &t.caller(person), made.id).await.unwrap();
                }
                (Err(Error::Refused(Refusal::Rules { reasons, .. })), Outcome::Done { event }) => {
                    assert!(codes(&reasons).contains(&"retired"), "{reasons:?}");
                    undo::undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
                }
                (booking, retiring) => panic!("both or neither won: {booking:?}, {retiring:?}"),
            }
        }
    }

    async fn the_second_of_two_admins_hears_what_the_first_changed(t) {
        plan(t).await;
        let admin = t.caller(t.yujin);
        let before = desk(t, t.desks[0]).await;
        let relabelled = DeskDraft { label: "B-01".into(), ..DeskDraft::of(&before.desk) };
        done(ask(t, t.desks[0], Wanted::Draft(relabelled), "").await);
        let late = DeskDraft { rotation: 90.0, ..DeskDraft::of(&before.desk) };
        let late = Change { desk: t.desks[0], version: before.version, wanted: Wanted::Draft(late), seen: String::new() };
        assert_eq!(refusal(change(&t.office, &admin, late).await), Refusal::Stale);
        let changes = desks::changes_since(&t.office, &admin, t.desks[0], before.version).await.unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].by.as_str(), changes[0].after.label.as_str()), ("유진", "B-01"));
        assert_eq!(changes[0].before.as_ref().unwrap().label, "A-01");
    }

    async fn a_label_is_unique_on_its_floor_and_no_identity(t) {
        plan(t).await;
        let booking = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let taken = DeskDraft { label: " A-02 ".into(), ..draft(t, t.desks[0]).await };
        let refused = refusal(ask(t, t.desks[0], Wanted::Draft(taken), "").await);
        assert_eq!(refused, Refusal::input("label", "label_taken"));
        let free = DeskDraft { label: "창가-1".into(), ..draft(t, t.desks[0]).await };
        let event = done(ask(t, t.desks[0], Wanted::Draft(free), "").await);
        assert_eq!(find::one(&t.office, &t.caller(t.jimin), booking.id).await.unwrap().label, "창가-1");
        undo::undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
        assert_eq!(desk(t, t.desks[0]).await.desk.label, "A-01");
        assert_eq!(refusal(undo::undo(&t.office, &t.caller(t.yujin), event).await), Refusal::Stale);
    }

    async fn a_row_of_desks_is_added_and_taken_back_as_one(t) {
        plan(t).await;
        let first = DeskDraft { label: "C-09".into(), at: [2.0, 5.0], ..draft(t, t.desks[0]).await };
        let row = DeskRow { first, count: 3, spacing: 1.6, towards: 0.0 };
        let added = add::add(&t.office, &t.caller(t.yujin), t.floor, row.clone()).await.unwrap();
        let mut labels = Vec::new();
        for id in &added.desks {
            labels.push(desk(t, *id).await.desk.label);
        }
        assert_eq!(labels, ["C-09", "C-10", "C-11"]);
        let clash = DeskRow { first: DeskDraft { label: "C-07".into(), ..row.first.clone() }, ..row };
        let refused = refusal(add::add(&t.office, &t.caller(t.yujin), t.floor, clash).await);
        assert_eq!(refused, Refusal::input("label", "label_taken"));
        assert_eq!(t.number("SELECT count(*) FROM desks").await, 11, "all or none");
        let outcome = undo::undo_added(&t.office, &t.caller(t.yujin), added.events).await;
        done(outcome);
        assert!(desk(t, added.desks[2]).await.retired);
    }

    async fn open_pages_hear_of_changed_desks_and_rules(t) {
        plan(t).await;
        let seq = office::backend::live::newest(&t.office).await.unwrap();
        let turned = DeskDraft { rotation: 45.0, ..draft(t, t.desks[0]).await };
        done(ask(t, t.desks[0], Wanted::Draft(turned), "").await);
        let admin = t.caller(t.yujin);
        let closure = Closure { date: "2026-12-25".parse().unwrap(), name: Names::new("성탄절", "Christmas") };
        closures::add(&t.office, &admin, t.seoul, (closure, "")).await.unwrap();
        let facts = office::backend::live::since(&t.office, t.floor, seq).await.unwrap();
        let told: Vec<_> = facts.iter().map(|fact| (fact.kind.as_str(), fact.desk)).collect();
        assert_eq!(told, [("desk.changed", Some(t.desks[0])), ("closure.added", None)]);
        let (_, elsewhere, _) = t.london().await;
        assert_eq!(office::backend::live::since(&t.office, elsewhere, seq).await.unwrap(), []);
    }

    async fn an_empty_office_is_brought_to_its_first_booking(t) {
        let admin = t.caller(t.yujin);
        let hours = WorkingHours {
            opens: Minute::hour(9),
            closes: Minute::hour(18),
            lunch_starts: Minute::hour(12),
            lunch_ends: Minute::hour(13),
        };
        let new = sites::NewSite { name: Names::new("울산", ""), zone: "Asia/Seoul".into(), hours };
        let site = sites::site(&t.office, &admin, new).await.unwrap();
        let new = sites::NewFloor { site, name: Names::new("1층", "1F"), level: 1, width: 20.0, depth: 12.0 };
        let floor = sites::floor(&t.office, &admin, new.clone()).await.unwrap();
        assert_eq!(refusal(sites::floor(&t.office, &admin, new).await), Refusal::input("level", "level_taken"));
        let first = DeskDraft { label: "A-01".into(), at: [3.0, 3.0], zone: None, ..draft(t, t.desks[0]).await };
        let row = DeskRow { first, count: 4, spacing: 1.6, towards: 0.0 };
        let added = add::add(&t.office, &admin, floor, row).await.unwrap();
        let new = admit::NewPerson {
            email: "New@example.test".into(),
            name: "하늘".into(),
            given_name: String::new(),
            role: Role::Employee,
            team: Some(t.planning),
        };
        let (person, password) = admit::admit(&t.office, &admin, new.clone()).await.unwrap();
        assert_eq!(refusal(admit::admit(&t.office, &admin, new).await), Refusal::input("email", "email_taken"));
        let typed = sign_in::Typed { email: "new@example.test".into(), password };
        let kept = sign_in::sign_in(&t.office, typed, None, t.office.now()).await.unwrap();
        let found = sign_in::caller(&t.office, &kept.sign_in, t.office.now()).await.unwrap();
        let (caller, _) = found.unwrap();
        let made = reserve(&t.office, &caller, wish(added.desks[0], all_day(TOMORROW))).await.unwrap();
        assert_eq!(made.person, person);
        let preview = match leave::deactivate(&t.office, &admin, person, "").await.unwrap() {
            Outcome::Ask { preview } => preview,
            other => panic!("expected to be asked, found {other:?}"),
        };
        done(leave::deactivate(&t.office, &admin, person, &preview.seen).await);
        assert_eq!(find::one(&t.office, &admin, made.id).await.unwrap().state, BookingState::Cancelled);
        assert!(sign_in::caller(&t.office, &kept.sign_in, t.office.now()).await.unwrap().is_none());
        assert_eq!(refusal(leave::deactivate(&t.office, &admin, t.yujin, "").await), Refusal::input("person", "yourself"));
    }

    async fn everybody_is_listed_with_their_own_team_and_bookings(t) {
        let admin = t.caller(t.yujin);
        t.book(t.dohyun, t.desks[0], all_day(TOMORROW)).await.unwrap();
        done(leave::deactivate(&t.office, &admin, t.seoyeon, "").await);
        let (listed, many) = admit::members(&t.office, &admin, "").await.unwrap();
        assert_eq!((listed.len(), many), (5, 5));
        let of = |who: PersonId| {
            let one = listed.iter().find(|one| one.person.id == who).unwrap();
            (one.person.team_name.as_ref().map(|name| name.en.as_str()), one.active, one.coming)
        };
        assert_eq!(of(t.dohyun), (Some("Safety"), true, 1));
        assert_eq!(of(t.seoyeon), (Some("Planning"), false, 0));
        assert_eq!(of(t.yujin), (None, true, 0));
    }

    async fn a_spreadsheet_gets_every_desk(t) {
        plan(t).await;
        let text = export::csv(&t.office, &t.caller(t.yujin), t.floor).await.unwrap();
        assert!(text.starts_with('\u{feff}'));
        assert_eq!(text.lines().count(), 9);
        assert!(text.contains(",A-01,A,standard,2.000,1.000,0,"), "{text}");
    }

    async fn nobody_but_an_admin_sets_the_office_up(t) {
        plan(t).await;
        let draft = draft(t, t.desks[0]).await;
        for person in [t.jimin, t.harin] {
            let (office, caller) = (&t.office, &t.caller(person));
            let wanted = || Change { desk: t.desks[0], version: 1, wanted: Wanted::Retired, seen: String::new() };
            let row = DeskRow { first: draft.clone(), count: 1, spacing: 1.0, towards: 0.0 };
            let closure = Closure { date: "2026-12-25".parse().unwrap(), name: Names::new("성탄절", "") };
            let now = rules::find::rules(office, &t.caller(t.yujin), t.seoul).await.unwrap();
            let hours = now.draft.hours;
            let other = rules::change::Change { site: t.seoul, version: 0, draft: now.draft.clone(), seen: String::new() };
            let new = admit::NewPerson { email: "a@b.c".into(), name: "가".into(), given_name: String::new(), role: Role::Admin, team: None };
            let site = sites::NewSite { name: Names::new("가", ""), zone: "Asia/Seoul".into(), hours };
            let floor = sites::NewFloor { site: t.seoul, name: Names::new("가", ""), level: 3, width: 9.0, depth: 9.0 };
            let refused = [
                change(office, caller, wanted()).await.err(),
                preview(office, caller, &wanted()).await.err(),
                add::add(office, caller, t.floor, row).await.err(),
                undo::undo(office, caller, 1).await.err(),
                undo::undo_added(office, caller, (1, 1)).await.err(),
                desks::overview(office, caller).await.err(),
                desks::desks(office, caller, t.floor).await.err(),
                desks::changes_since(office, caller, t.desks[0], 0).await.err(),
                desks::place_of(office, caller, t.desks[0]).await.err(),
                desks::changed(office, caller, 1).await.err(),
                export::csv(office, caller, t.floor).await.err(),
                sites::site(office, caller, site).await.err(),
                sites::floor(office, caller, floor).await.err(),
                closures::closures(office, caller, t.seoul).await.err(),
                closures::preview(office, caller, t.seoul, closure.clone()).await.err(),
                closures::add(office, caller, t.seoul, (closure, "")).await.err(),
                closures::remove(office, caller, t.seoul, "2026-12-25".parse().unwrap()).await.err(),
                rules::find::rules(office, caller, t.seoul).await.err(),
                rules::find::teams(office, caller).await.err(),
                rules::change::preview(office, caller, t.seoul, &other.draft).await.err(),
                rules::change::change(office, caller, other).await.err(),
                rules::change::undo(office, caller, 1).await.err(),
                admit::members(office, caller, "").await.err(),
                admit::member(office, caller, t.dohyun).await.err(),
                admit::admit(office, caller, new).await.err(),
                admit::new_password(office, caller, t.dohyun).await.err(),
                admit::add_team(office, caller, Names::new("가", "")).await.err(),
                leave::preview(office, caller, t.dohyun).await.err(),
                leave::deactivate(office, caller, t.dohyun, "").await.err(),
                leave::reactivate(office, caller, t.dohyun).await.err(),
                office::backend::people::directory::email_of(office, caller, t.dohyun).await.err(),
            ];
            for (number, error) in refused.into_iter().enumerate() {
                assert!(matches!(error, Some(Error::Refused(Refusal::Forbidden))), "function {number}: {error:?}");
            }
        }
        assert_eq!(t.number("SELECT count(*) FROM ledger").await, 0);
    }
}

/// An employee with a name of their own.
async fn one_more(t: &TestOffice, word: &str) -> PersonId {
    let id: PersonId = Uuid::now_v7().into();
    t.person(id, (word, word), (Role::Employee, None)).await;
    id
}
