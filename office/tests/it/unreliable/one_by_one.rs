//! One thing goes wrong at a time.

use super::{proxy::Fault, server::Server};
use crate::common::{Db, TestOffice, all_day, between, until};
use office::{
    backend::{
        bookings::{
            cancel::cancel, change_times::change_times, check_in::check_in, check_out::check_out, restore::restore,
        },
        cloud_pcs::{
            providers::{
                assign::assign,
                change::{SecretChange, add},
                patience::Patience,
            },
            reconcile, sessions,
        },
        office::Office,
    },
    model::{
        booking::Booking,
        cloud_pc::{Session, SessionState},
        id::{DeskId, PersonId},
        place::Names,
        provider::{LaunchSettings, Limits, ProviderDraft, Settings},
    },
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const TODAY: &str = "2026-12-03";
const NINE: &str = "2026-12-03T00:00:00Z";

async fn session(t: &TestOffice, office: &Office, (person, booking): (PersonId, &Booking)) -> Session {
    sessions::one(office, &t.caller(person), booking.session.unwrap()).await.unwrap()
}

/// 지민's booking of the whole day, and a server at nine o'clock that has not looked at it yet.
async fn at_nine(t: &TestOffice) -> (Server<'_>, Booking) {
    let server = Server::of(t, 1).await;
    t.clock.set(NINE);
    let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
    (server, made)
}

/// The same with a desktop that is ready.
async fn ready(t: &TestOffice) -> (Server<'_>, Booking) {
    let (server, made) = at_nine(t).await;
    server.pass(3, 1).await;
    assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Ready);
    (server, made)
}

on_both_databases! {
    async fn what_is_said_to_have_ended_and_runs_is_ended_again(t) {
        let (server, made) = ready(t).await;
        server.proxy.fail_next(&[Fault::Nothing, Fault::Nothing]);
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        reconcile::pass(&server.office).await.unwrap();
        let seen = session(t, &server.office, (t.jimin, &made)).await.state;
        assert_ne!(seen, SessionState::Released, "it runs");
        server.pass(3, 6).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Released);
        assert_eq!(server.proxy.behind.machines().len(), 0);
    }

    async fn a_booking_that_comes_back_while_its_desktop_ends_gets_another_and_nobody_is_thrown_out(t) {
        let (server, made) = ready(t).await;
        // It is asked to end, and does so in its own time.
        server.proxy.fail_next(&[Fault::Late]);
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        reconcile::pass(&server.office).await.unwrap();
        restore(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.open(t.jimin, &made).await;
        server.pass(50, 10).await;
        assert_eq!(server.wrong().await, Vec::<String>::new());
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Ready);
        assert_eq!(server.proxy.behind.tell(|centre| centre.started.len()), 2);
    }

    async fn a_booking_that_comes_back_in_the_moment_of_its_release_gets_another_desktop(t) {
        let (server, made) = ready(t).await;
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        // The last step of its session is not stored yet when it comes back.
        let step = t.raw.begin().await.unwrap();
        let session_id = t.uuid(made.session.unwrap().0);
        let released = format!("UPDATE sessions SET state = 'released', version = version + 1 WHERE id = {session_id}");
        step.execute_unprepared(&released).await.unwrap();
        let (office, caller, id) = (server.office.clone(), t.caller(t.jimin), made.id);
        let back = tokio::spawn(async move { restore(&office, &caller, id).await });
        if t.db == Db::Postgres {
            let waits = "SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'";
            until("it waits for that step", || async { t.number(waits).await > 0 }).await;
        }
        step.commit().await.unwrap();
        let back = back.await.unwrap().unwrap();
        server.pass(4, 1).await;
        assert_eq!(session(t, &server.office, (t.jimin, &back)).await.state, SessionState::Ready);
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn no_two_desktops_ever_have_one_name(t) {
        let (server, made) = ready(t).await;
        let later = between(TODAY, "15:00", "18:00");
        change_times(&server.office, &t.caller(t.jimin), made.id, later).await.unwrap();
        let sooner = t.book(t.jimin, t.desks[3], between(TODAY, "09:00", "11:00")).await.unwrap();
        server.pass(4, 1).await;
        assert!(server.open(t.jimin, &sooner).await, "it has the desktop that ran");
        server.leave(t.jimin).await;
        check_out(&server.office, &t.caller(t.jimin), sooner.id).await.unwrap();
        server.pass(4, 1).await;
        t.clock.set("2026-12-03T05:50:00Z");
        server.pass(4, 1).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Ready);
        let mut started = server.proxy.behind.tell(|centre| centre.started.clone());
        started.dedup();
        assert_eq!(started.len(), 2, "whoever ends the first could end the second: {started:?}");
    }

    async fn what_starts_after_it_was_given_up_is_ended(t) {
        let (server, _) = at_nine(t).await;
        server.proxy.fail_next(&[Fault::Late]);
        server.pass(3, 2).await;
        assert_eq!(server.proxy.behind.machines().len(), 1, "the second attempt");
        server.pass(50, 10).await;
        assert_eq!(server.proxy.behind.tell(|centre| centre.started.len()), 2, "the first came late");
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn what_was_started_and_cancelled_before_it_came_is_ended(t) {
        let (server, made) = at_nine(t).await;
        server.proxy.fail_next(&[Fault::Late]);
        reconcile::pass(&server.office).await.unwrap();
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.pass(50, 10).await;
        assert_eq!(server.proxy.behind.tell(|centre| centre.started.len()), 1, "it came");
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn a_start_that_comes_with_a_failure_inside_is_tried_again(t) {
        let (server, made) = at_nine(t).await;
        server.proxy.fail_next(&[Fault::Broken]);
        server.pass(2, 1).await;
        let seen = session(t, &server.office, (t.jimin, &made)).await;
        assert_eq!((seen.state, seen.failures), (SessionState::Failed, 1), "its person is told");
        server.pass(4, 2).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Ready);
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn a_desktop_that_never_becomes_ready_is_given_up_and_another_comes(t) {
        let (server, made) = at_nine(t).await;
        server.proxy.behind.tell(|centre| centre.lag = 1_000_000);
        server.pass(10, 10).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Starting);
        server.proxy.behind.tell(|centre| centre.lag = 0);
        server.pass(6, 10).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Ready);
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn an_open_screen_is_believed_before_a_provider_that_sees_no_desktop(t) {
        let (server, made) = ready(t).await;
        assert!(server.open(t.jimin, &made).await);
        let handle = server.proxy.behind.machines();
        server.proxy.forget_what_was_seen();
        server.proxy.fail_only(Some(Fault::Stale));
        server.pass(4, 20).await;
        server.proxy.fail_only(None);
        server.pass(4, 20).await;
        assert_eq!(server.wrong().await, Vec::<String>::new());
        assert_eq!(server.proxy.behind.machines(), handle, "another one was started");
    }

    async fn a_provider_that_is_down_for_an_hour_delays_and_loses_nothing(t) {
        let (server, made) = ready(t).await;
        let other = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        check_in(&server.office, &t.caller(t.seoyeon), other.id).await.unwrap();
        assert!(server.open(t.jimin, &made).await);
        server.proxy.be_down(3_600);
        server.pass(59, 60).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Connected);
        let waits = session(t, &server.office, (t.seoyeon, &other)).await;
        assert_eq!((waits.state, server.proxy.behind.machines().len()), (SessionState::Failed, 1));
        server.pass(30, 10).await;
        assert_eq!(session(t, &server.office, (t.seoyeon, &other)).await.state, SessionState::Ready);
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn a_server_that_dies_between_its_intent_and_the_start_loses_nothing(t) {
        let (server, made) = at_nine(t).await;
        server.proxy.fail_next(&[Fault::Never]);
        let dying = server.beside().await.with_patience(Patience { look: Duration::from_secs(60), change: Duration::from_secs(60) });
        let at_work = tokio::spawn(async move { reconcile::pass(&dying).await });
        until("the intent is written", || async {
            t.number("SELECT count(*) FROM sessions WHERE state = 'starting'").await == 1
        })
        .await;
        at_work.abort();
        server.pass(12, 5).await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Ready);
        assert_eq!(server.wrong().await, Vec::<String>::new());
    }

    async fn a_provider_that_never_answers_holds_up_nobody_elses(t) {
        let (server, made) = at_nine(t).await;
        let desk = elsewhere(t).await;
        let other = t.book(t.seoyeon, desk, all_day(TODAY)).await.unwrap();
        server.proxy.fail_only(Some(Fault::Never));
        let endless = Patience { look: Duration::from_secs(3_600), change: Duration::from_secs(3_600) };
        let (office, stop) = (server.beside().await.with_patience(endless), CancellationToken::new());
        let at_work = tokio::spawn(reconcile::run(office, stop.clone()));
        until("the other site's is started", || async {
            session(t, &server.office, (t.seoyeon, &other)).await.state == SessionState::Starting
        })
        .await;
        assert_eq!(session(t, &server.office, (t.jimin, &made)).await.state, SessionState::Planned);
        stop.cancel();
        at_work.await.unwrap();
    }
}

/// A desk at another site, whose cloud PCs open elsewhere.
async fn elsewhere(t: &TestOffice) -> DeskId {
    let (site, floor) = (Uuid::now_v7(), Uuid::now_v7());
    t.site(site, "Asia/Seoul").await;
    t.floor(floor, site).await;
    let desk = t.desk(floor.into(), ("B-01", 1.0), None).await;
    let draft = ProviderDraft {
        name: Names::new("다른 곳", "Elsewhere"),
        settings: Settings::LaunchUrl(LaunchSettings { url: "https://pc.example/open?who={email}".into() }),
        limits: Limits::default(),
    };
    let admin = t.caller(t.yujin);
    let provider = add(&t.office, &admin, draft, SecretChange::Keep).await.unwrap();
    assign(&t.office, &admin, site.into(), provider).await.unwrap();
    desk
}
