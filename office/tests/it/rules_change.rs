//! What admins do with rules: seen before they are saved, one version each, and no booking is ever lost by them.

use crate::common::{TestOffice, all_day, between, codes, reasons, refusal};
use office::{
    backend::{
        bookings::{
            change_times::change_times,
            check_in::check_in,
            check_out::check_out,
            find as bookings,
            move_seat::{To, move_seat},
            restore::restore,
        },
        cloud_pcs::clipboard,
        error::Result,
        places::{seats::seats, sites::closures},
        rules::{
            change::{Change, change, undo},
            find::rules,
        },
    },
    model::{
        booking::BookingState,
        change::{Fate, Outcome, Preview, RulesDraft},
        clipboard::Clipboard,
        overview::RulesNow,
        place::Names,
        refusal::Refusal,
        rules::{Closure, ForWhom, Rules},
        seat::SeatState,
        time::Minute,
    },
};

const TOMORROW: &str = "2026-12-04";
const NEXT_WEEK: &str = "2026-12-10";

async fn now(t: &TestOffice) -> RulesNow {
    rules(&t.office, &t.caller(t.yujin), t.seoul).await.unwrap()
}

async fn ask(t: &TestOffice, version: i32, draft: RulesDraft, seen: &str) -> Result<Outcome> {
    change(&t.office, &t.caller(t.yujin), Change { site: t.seoul, version, draft, seen: seen.into() }).await
}

#[track_caller]
fn asked(outcome: Result<Outcome>) -> Preview {
    match outcome.unwrap() {
        Outcome::Ask { preview } => preview,
        other => panic!("expected to be asked, found {other:?}"),
    }
}

/// Changes the rules after their preview was seen.
async fn make(t: &TestOffice, draft: RulesDraft) -> (Preview, i64) {
    let version = now(t).await.version;
    let preview = asked(ask(t, version, draft.clone(), "").await);
    match ask(t, version, draft, &preview.seen).await.unwrap() {
        Outcome::Done { event } => (preview, event),
        other => panic!("expected it to be done, found {other:?}"),
    }
}

async fn with(t: &TestOffice, rules: impl FnOnce(Rules) -> Rules) -> RulesDraft {
    let draft = now(t).await.draft;
    RulesDraft { rules: rules(draft.rules.clone()), ..draft }
}

on_both_databases! {
    async fn rules_that_meet_a_booking_show_it_and_keep_it(t) {
        let near = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let far = t.book(t.jimin, t.desks[0], all_day(NEXT_WEEK)).await.unwrap();
        let draft = with(t, |rules| Rules { horizon_days: 2, ..rules }).await;
        let (preview, _) = make(t, draft).await;
        assert_eq!(preview.affected.iter().map(|one| one.booking).collect::<Vec<_>>(), [far.id]);
        assert_eq!(codes(&preview.affected[0].reasons), ["beyond_horizon"]);
        assert_eq!(preview.affected[0].fate, Fate::Kept);
        for id in [near.id, far.id] {
            assert_eq!(bookings::one(&t.office, &t.caller(t.jimin), id).await.unwrap().state, BookingState::Reserved);
        }
        let refused = t.book(t.dohyun, t.desks[1], all_day(NEXT_WEEK)).await;
        assert_eq!(codes(&reasons(refused)), ["beyond_horizon"]);
    }

    async fn a_booking_that_the_rules_kept_can_still_be_moved_changed_and_brought_back(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        t.closure(TOMORROW).await;
        t.keep_zone(t.safety, Minute::hour(24)).await;
        t.rules(Rules { within_hours: true, ..Rules::default() }).await;
        let me = t.caller(t.jimin);
        let refused = t.book(t.seoyeon, t.desks[1], all_day(TOMORROW)).await;
        assert_eq!(codes(&reasons(refused)), ["closed", "kept_for_team"]);
        let less = change_times(&t.office, &me, made.id, between(TOMORROW, "09:00", "12:00")).await.unwrap();
        assert_eq!(less.local.to, Minute::hour(12));
        let more = change_times(&t.office, &me, made.id, between(TOMORROW, "09:00", "19:00")).await;
        assert_eq!(codes(&reasons(more)), ["outside_hours"]);
        // The map says the same: another seat can be had for it, but not one that is kept for others.
        let there = seats(&t.office, &me, t.floor, between(TOMORROW, "09:00", "12:00")).await.unwrap();
        let free: Vec<_> = there.seats.iter().filter(|seat| seat.state == SeatState::Free).map(|seat| seat.desk).collect();
        assert_eq!(free, t.desks[4..]);
        let to = |desk| To { desk, choice: None };
        assert_eq!(codes(&reasons(move_seat(&t.office, &me, made.id, to(t.desks[1])).await)), ["kept_for_team"]);
        move_seat(&t.office, &me, made.id, to(t.desks[5])).await.unwrap();
        // A day later they come, leave by mistake and take that back.
        t.clock.set("2026-12-04T00:00:00Z");
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        check_out(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!(restore(&t.office, &t.caller(t.jimin), made.id).await.unwrap().state, BookingState::InUse);
    }

    async fn more_bookings_than_the_new_quota_are_shown_from_the_last(t) {
        let first = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let last = t.book(t.jimin, t.desks[0], all_day(NEXT_WEEK)).await.unwrap();
        let draft = with(t, |rules| Rules { most_active: 1, ..rules }).await;
        let preview = asked(ask(t, 0, draft, "").await);
        assert_ne!(first.id, last.id);
        assert_eq!(preview.affected.iter().map(|one| one.booking).collect::<Vec<_>>(), [last.id]);
        assert_eq!(codes(&preview.affected[0].reasons), ["too_many_active"]);
    }

    async fn hours_days_and_kept_zones_are_judged_as_well(t) {
        let booking = t.book(t.dohyun, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let draft = now(t).await.draft;
        let mut changed = RulesDraft {
            rules: Rules { within_hours: true, working_days: [true, true, true, true, false, false, false], ..draft.rules.clone() },
            ..draft.clone()
        };
        changed.hours.closes = Minute::hour(17);
        changed.kept = vec![(t.zone_a, Some((t.planning, Minute::hour(10))))];
        let (preview, _) = make(t, changed.clone()).await;
        assert_eq!(preview.affected.len(), 1);
        assert_eq!(preview.affected[0].booking, booking.id);
        assert_eq!(codes(&preview.affected[0].reasons), ["closed", "outside_hours", "kept_for_team"]);
        assert_eq!(now(t).await.draft, changed);
    }

    async fn what_broke_the_rules_before_is_no_news(t) {
        t.book(t.jimin, t.desks[0], all_day(NEXT_WEEK)).await.unwrap();
        make(t, with(t, |rules| Rules { horizon_days: 2, ..rules }).await).await;
        let (preview, _) = make(t, with(t, |rules| Rules { horizon_days: 1, ..rules }).await).await;
        assert_eq!(preview.affected, []);
    }

    async fn the_rules_of_before_come_back_as_a_new_version(t) {
        let before = now(t).await;
        let draft = with(t, |rules| Rules { for_whom: ForWhom::Oneself, ..rules }).await;
        let (_, event) = make(t, draft).await;
        assert_eq!(now(t).await.version, before.version + 1);
        undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
        let after = now(t).await;
        assert_eq!((after.draft, after.version), (before.draft, before.version + 2));
        assert_eq!(refusal(undo(&t.office, &t.caller(t.yujin), event).await), Refusal::Stale);
        assert_eq!(t.texts("SELECT kind FROM ledger ORDER BY seq").await, ["rules.changed", "rules.changed"]);
    }

    async fn which_way_text_goes_is_the_rule_of_the_seats_site(t) {
        let session = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap().session.unwrap();
        let allowed = async || clipboard::allowed(&t.office, &t.caller(t.jimin), session).await.unwrap();
        assert_eq!(allowed().await, Clipboard::In, "the rule of a site that has decided nothing");
        let (preview, event) = make(t, with(t, |rules| Rules { clipboard: Clipboard::Off, ..rules }).await).await;
        assert_eq!(preview.affected, []);
        assert_eq!(allowed().await, Clipboard::Off);
        undo(&t.office, &t.caller(t.yujin), event).await.unwrap();
        assert_eq!(allowed().await, Clipboard::In);
        let stranger = clipboard::allowed(&t.office, &t.caller(t.dohyun), session).await;
        assert_eq!(refusal(stranger), Refusal::NotFound);
        // As it was stored before there was such a rule.
        t.sql("UPDATE site_rules SET body = replace(body, ',\"clipboard\":\"in\"', '')").await;
        assert_eq!(t.texts("SELECT body FROM site_rules WHERE body LIKE '%clipboard%'").await, [""; 0]);
        assert_eq!(allowed().await, Clipboard::In);
    }

    async fn the_second_of_two_admins_is_told_and_overwrites_nothing(t) {
        let seen = now(t).await;
        make(t, with(t, |rules| Rules { horizon_days: 5, ..rules }).await).await;
        let late = RulesDraft { rules: Rules { horizon_days: 9, ..Rules::default() }, ..seen.draft };
        assert_eq!(refusal(ask(t, seen.version, late, "").await), Refusal::Stale);
        assert_eq!(now(t).await.draft.rules.horizon_days, 5);
    }

    async fn of_two_admins_who_save_at_once_one_wins(t) {
        make(t, with(t, |rules| Rules { horizon_days: 5, ..rules }).await).await;
        let version = now(t).await.version;
        let mut wishes = Vec::new();
        for days in [6, 7] {
            let draft = with(t, |rules| Rules { horizon_days: days, ..rules }).await;
            let seen = asked(ask(t, version, draft.clone(), "").await).seen;
            wishes.push(Change { site: t.seoul, version, draft, seen });
        }
        let tasks = wishes.into_iter().map(|wanted| {
            let (office, caller) = (t.office.clone(), t.caller(t.yujin));
            tokio::spawn(async move { change(&office, &caller, wanted).await })
        });
        let tasks: Vec<_> = tasks.collect();
        let (mut won, mut stale) = (0, 0);
        for task in tasks {
            match task.await.unwrap() {
                Ok(Outcome::Done { .. }) => won += 1,
                other => {
                    assert_eq!(refusal(other), Refusal::Stale);
                    stale += 1;
                }
            }
        }
        assert_eq!((won, stale, now(t).await.version), (1, 1, version + 1));
    }

    async fn nonsense_is_refused_at_its_field(t) {
        let field = |outcome: Result<Outcome>| match refusal(outcome) {
            Refusal::BadInput { field, .. } => field,
            other => panic!("expected a wrong field, found {other:?}"),
        };
        let nobody = with(t, |rules| Rules { working_days: [false; 7], ..rules }).await;
        assert_eq!(field(ask(t, 0, nobody, "").await), "working_days");
        let none = with(t, |rules| Rules { most_active: 0, ..rules }).await;
        assert_eq!(field(ask(t, 0, none, "").await), "most_active");
        let mut backwards = now(t).await.draft;
        backwards.hours.closes = Minute::hour(8);
        assert_eq!(field(ask(t, 0, backwards, "").await), "closes");
        let mut stranger = now(t).await.draft;
        stranger.kept = vec![(t.zone_a, Some((uuid::Uuid::now_v7().into(), Minute::hour(9))))];
        assert_eq!(field(ask(t, 0, stranger, "").await), "kept");
    }

    async fn a_closure_keeps_its_bookings_and_can_be_taken_back(t) {
        let admin = t.caller(t.yujin);
        let booking = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let closure = Closure { date: TOMORROW.parse().unwrap(), name: Names::new("창립기념일", "") };
        let preview = asked(closures::add(&t.office, &admin, t.seoul, (closure.clone(), "")).await);
        assert_eq!(preview.affected[0].booking, booking.id);
        closures::add(&t.office, &admin, t.seoul, (closure.clone(), &preview.seen)).await.unwrap();
        let kept = bookings::one(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!(kept.state, BookingState::Reserved);
        assert_eq!(codes(&reasons(t.book(t.dohyun, t.desks[1], all_day(TOMORROW)).await)), ["closed"]);
        let again = closures::add(&t.office, &admin, t.seoul, (closure, &preview.seen)).await;
        assert_eq!(refusal(again), Refusal::input("date", "closed_already"));
        closures::remove(&t.office, &admin, t.seoul, TOMORROW.parse().unwrap()).await.unwrap();
        t.book(t.dohyun, t.desks[1], all_day(TOMORROW)).await.unwrap();
    }
}
