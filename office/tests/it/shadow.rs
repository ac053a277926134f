//! Looking at somebody's screen: only while they agree, only for an admin, and every step is written down.

use crate::common::{TestOffice, all_day, refusal};
use futures::future::join_all;
use office::{
    backend::{
        bookings::check_out::check_out,
        cloud_pcs::{
            reconcile,
            shadow::{self, Standing},
            tickets,
        },
        live,
    },
    model::{
        booking::Booking,
        id::{PersonId, SessionId},
        refusal::Refusal,
        shadow::{ALLOWED_SECONDS, ASKED_SECONDS, MayLook, Say, Shadow, ShadowState},
    },
};

const TODAY: &str = "2026-12-03";

/// 지민 has booked a seat for today and has their screen open.
async fn at_the_screen(t: &TestOffice) -> (Booking, SessionId) {
    let booking = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
    let session = booking.session.unwrap();
    t.clock.set("2026-12-02T23:55:00Z");
    while reconcile::pass(&t.office).await.unwrap() > 0 {
        t.clock.set(&t.clock.now_plus(1));
    }
    open_screen(t, session).await;
    (booking, session)
}

async fn open_screen(t: &TestOffice, session: SessionId) -> i32 {
    let ticket = tickets::issue(&t.office, &t.caller(t.jimin), session).await.unwrap();
    tickets::redeem(&t.office, &t.caller(t.jimin), session, &ticket).await.unwrap().screen
}

async fn ask(t: &TestOffice, session: SessionId) -> Shadow {
    shadow::ask(&t.office, &t.caller(t.yujin), session).await.unwrap()
}

async fn say(
    t: &TestOffice,
    (who, look): (PersonId, &Shadow),
    say: Say,
) -> Result<Shadow, office::backend::error::Error> {
    shadow::say(&t.office, &t.caller(who), (look.id, say)).await
}

async fn agreed(t: &TestOffice, session: SessionId) -> Shadow {
    let look = ask(t, session).await;
    say(t, (t.jimin, &look), Say::Allow).await.unwrap()
}

async fn second_admin(t: &TestOffice) -> PersonId {
    t.sql(&format!("UPDATE people SET role = 'admin' WHERE id = {}", t.uuid(t.harin.0))).await;
    t.harin
}

/// What the ledger tells of looking, oldest first.
async fn told(t: &TestOffice) -> Vec<String> {
    let facts = live::own_since(&t.office, &t.caller(t.jimin), 0).await.unwrap();
    facts.into_iter().map(|fact| fact.kind).filter(|kind| kind.starts_with("session.look")).collect()
}

on_both_databases! {
    async fn an_admin_looks_only_after_its_person_agreed_and_every_step_is_written_down(t) {
        let (_, session) = at_the_screen(t).await;
        let admin = t.caller(t.yujin);
        assert_eq!(refusal(shadow::ticket(&t.office, &admin, session).await), Refusal::Forbidden);
        let look = ask(t, session).await;
        assert_eq!((look.state, look.viewer_name.as_str()), (ShadowState::Asked, "유진"));
        assert_eq!(refusal(shadow::ticket(&t.office, &admin, session).await), Refusal::Forbidden, "nobody agreed yet");
        assert_eq!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Over);
        let look = say(t, (t.jimin, &look), Say::Allow).await.unwrap();
        assert_eq!(look.state, ShadowState::Allowed);
        for _ in 0..2 {
            let ticket = shadow::ticket(&t.office, &admin, session).await.unwrap();
            let opened = shadow::open(&t.office, &admin, (session, &ticket)).await.unwrap();
            assert_eq!(opened.shadow, look.id);
            let again = refusal(shadow::open(&t.office, &admin, (session, &ticket)).await);
            assert_eq!(again, Refusal::Forbidden, "a ticket opened two screens");
        }
        for who in [t.jimin, t.yujin] {
            assert_eq!(say(t, (who, &look), Say::End).await.unwrap().state, ShadowState::Over);
        }
        assert_eq!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Over);
        assert_eq!(refusal(shadow::ticket(&t.office, &admin, session).await), Refusal::Forbidden);
        assert_eq!(told(t).await, ["session.look_asked", "session.look_allowed", "session.looked_at", "session.look_ended"]);
    }

    async fn only_its_person_agrees_and_only_admins_ask(t) {
        let (_, session) = at_the_screen(t).await;
        for who in [t.harin, t.seoyeon] {
            assert_eq!(refusal(shadow::ask(&t.office, &t.caller(who), session).await), Refusal::Forbidden);
            assert_eq!(refusal(shadow::of_session(&t.office, &t.caller(who), session).await), Refusal::NotFound);
        }
        let look = ask(t, session).await;
        assert_eq!(refusal(say(t, (t.yujin, &look), Say::Allow).await), Refusal::Forbidden, "an admin agreed in their name");
        assert_eq!(refusal(say(t, (t.seoyeon, &look), Say::Allow).await), Refusal::NotFound);
        let look = say(t, (t.jimin, &look), Say::Allow).await.unwrap();
        let seoyeon = t.caller(t.seoyeon);
        assert_eq!(refusal(shadow::ticket(&t.office, &seoyeon, session).await), Refusal::Forbidden);
        assert_eq!(say(t, (t.yujin, &look), Say::End).await.unwrap().state, ShadowState::Over, "whoever looks can stop");
    }

    async fn a_ticket_to_look_opens_nobodys_screen_and_a_ticket_of_ones_own_is_not_for_looking(t) {
        let (_, session) = at_the_screen(t).await;
        agreed(t, session).await;
        let to_look = shadow::ticket(&t.office, &t.caller(t.yujin), session).await.unwrap();
        for who in [t.yujin, t.jimin] {
            assert_eq!(refusal(tickets::redeem(&t.office, &t.caller(who), session, &to_look).await), Refusal::Forbidden);
        }
        let own = tickets::issue(&t.office, &t.caller(t.jimin), session).await.unwrap();
        let opened = shadow::open(&t.office, &t.caller(t.yujin), (session, &own)).await;
        assert_eq!(refusal(opened), Refusal::Forbidden);
        t.clock.set(&t.clock.now_plus(tickets::GOOD_FOR_SECONDS));
        let late = shadow::open(&t.office, &t.caller(t.yujin), (session, &to_look)).await;
        assert_eq!(refusal(late), Refusal::Forbidden, "it was good for longer than it says");
    }

    async fn without_an_answer_the_question_ends_and_what_was_allowed_ends_by_itself(t) {
        let (_, session) = at_the_screen(t).await;
        let look = ask(t, session).await;
        t.clock.set(&t.clock.now_plus(ASKED_SECONDS));
        assert_eq!(refusal(say(t, (t.jimin, &look), Say::Allow).await), Refusal::Stale);
        let look = agreed(t, session).await;
        t.clock.set(&t.clock.now_plus(ALLOWED_SECONDS - 1));
        assert!(matches!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Allowed(_)));
        t.clock.set(&t.clock.now_plus(1));
        assert_eq!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Over);
        let found = shadow::of_session(&t.office, &t.caller(t.jimin), session).await.unwrap().unwrap();
        assert_eq!(found.state, ShadowState::Over);
        assert_eq!(ask(t, session).await.state, ShadowState::Asked, "they can be asked again");
    }

    async fn a_screen_is_looked_at_only_while_its_person_has_it_open(t) {
        let (booking, session) = at_the_screen(t).await;
        let look = agreed(t, session).await;
        let screen = open_screen(t, session).await;
        assert!(matches!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Allowed(_)), "another seat of theirs");
        tickets::disconnected(&t.office, session, screen).await.unwrap();
        assert_eq!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::NobodyThere);
        assert_eq!(refusal(shadow::ticket(&t.office, &t.caller(t.yujin), session).await), Refusal::Stale);
        open_screen(t, session).await;
        assert!(matches!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Allowed(_)));
        check_out(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        while reconcile::pass(&t.office).await.unwrap() > 0 {}
        assert_eq!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::NobodyThere);
        let again = refusal(shadow::ask(&t.office, &t.caller(t.yujin), session).await);
        assert_eq!(again, Refusal::input("session", "look_nobody_there"));
    }

    async fn whoever_is_no_admin_any_more_looks_no_more(t) {
        let (_, session) = at_the_screen(t).await;
        let look = agreed(t, session).await;
        t.sql(&format!("UPDATE people SET role = 'employee' WHERE id = {}", t.uuid(t.yujin.0))).await;
        assert_eq!(shadow::standing(&t.office, look.id).await.unwrap(), Standing::Over);
    }

    async fn of_many_who_ask_at_once_one_asks_and_asking_twice_is_asking_once(t) {
        let (_, session) = at_the_screen(t).await;
        let harin = second_admin(t).await;
        let second = t.second_handle().await;
        let asked = (0..12).map(|number| {
            let who = if number % 3 == 0 { t.yujin } else { harin };
            let office = if number % 2 == 0 { &t.office } else { &second };
            let mut caller = t.caller(who);
            caller.role = office::model::person::Role::Admin;
            async move { (who, shadow::ask(office, &caller, session).await) }
        });
        let mut asking = Vec::new();
        for (who, answer) in join_all(asked).await {
            match answer {
                Ok(look) => asking.push((who, look.id)),
                Err(_) => assert_eq!(refusal(answer), Refusal::input("session", "look_busy")),
            }
        }
        asking.dedup();
        assert_eq!(asking.len(), 1, "{asking:?}");
        assert_eq!(told(t).await, ["session.look_asked"]);
    }

    async fn an_admin_is_told_why_a_screen_cannot_be_asked_for(t) {
        let (_, session) = at_the_screen(t).await;
        let admin = t.caller(t.yujin);
        assert_eq!(shadow::may_look(&t.office, &admin, session).await.unwrap(), MayLook::Ask);
        t.sql(&format!("UPDATE people SET role = 'admin' WHERE id = {}", t.uuid(t.jimin.0))).await;
        let own = office::backend::caller::Caller { person: t.jimin, ..admin.clone() };
        assert_eq!(shadow::may_look(&t.office, &own, session).await.unwrap(), MayLook::Own);
        assert_eq!(refusal(shadow::ask(&t.office, &own, session).await), Refusal::input("session", "look_own"));
    }
}
