//! Providers of cloud PCs: set up by admins, used by sites, opened by people.

use crate::common::{NoDesktops, TestOffice, all_day, refusal};
use office::{
    backend::{
        bookings::cancel::cancel,
        cloud_pcs::{
            hosts, overview,
            providers::{
                assign::assign,
                change::{SecretChange, add, change, remove, switch},
                find,
            },
            reconcile, sessions, steer, tickets,
        },
        error::Result,
        office::{Found, Office},
        places::seats::seats,
        vault::{Secret, Vault},
    },
    model::{
        booking::Booking,
        cloud_pc::{Ask, Cause, Session, SessionState},
        id::{PersonId, ProviderId},
        place::Names,
        provider::{
            Finding, LaunchSettings, LibvirtSettings, Limits, OWN_DESKTOPS, ProviderDraft, ProviderNow, Settings,
        },
        refusal::Refusal,
        room::{HostState, NoRoom},
        sessions::Which,
    },
};
use std::sync::Arc;
use uuid::Uuid;

const TODAY: &str = "2026-12-03";
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const OTHER_KEY: &str = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const URL: &str = "https://pc.example/open?who={email}&pc={cloud_pc}&desk={desk}";
const SIGNED: &str = "https://pc.example/open?who={email}&until={expires}&sig={signature}";

fn draft(name: &str, url: &str) -> ProviderDraft {
    ProviderDraft {
        name: Names::new(name, ""),
        settings: Settings::LaunchUrl(LaunchSettings { url: url.into() }),
        limits: Limits::default(),
    }
}

fn libvirt(uri: &str) -> LibvirtSettings {
    LibvirtSettings {
        uri: uri.into(),
        user: String::new(),
        memory_mib: 1024,
        cpus: 1,
        pool: String::new(),
        image: String::new(),
        network: String::new(),
        shutdown_seconds: 30,
    }
}

/// Another handle on the test's office, with a key for secrets.
async fn with_key(t: &TestOffice, key: &str) -> Office {
    t.second_handle().await.with_vault(Vault::given(key))
}

async fn added(t: &TestOffice, office: &Office, url: &str) -> ProviderId {
    let secret = if url == SIGNED { SecretChange::Put(Secret::new("열쇠")) } else { SecretChange::Keep };
    add(office, &t.caller(t.yujin), draft("다른 곳", url), secret).await.unwrap()
}

/// A provider of addresses that the site in Seoul uses.
async fn in_seoul(t: &TestOffice, office: &Office, url: &str) -> ProviderId {
    let id = added(t, office, url).await;
    assign(office, &t.caller(t.yujin), t.seoul, id).await.unwrap();
    id
}

/// Lets a new provider run so many at the same time.
async fn limit(t: &TestOffice, id: ProviderId, most: u32) {
    let limits = Limits { capacity: Some(most), at_once: None };
    let draft = ProviderDraft { limits, ..draft("다른 곳", URL) };
    change(&t.office, &t.caller(t.yujin), (id, 1), (draft, SecretChange::Keep)).await.unwrap();
}

async fn work(office: &Office) {
    while reconcile::pass(office).await.unwrap() > 0 {}
}

/// Lets time pass and does what is due.
async fn pass(t: &TestOffice, office: &Office, seconds: i64) {
    let then = t.clock.now_plus(seconds);
    t.clock.set(&then);
    work(office).await;
}

/// A booking of 지민's, and its session a moment after it could be ready.
async fn booked(t: &TestOffice, office: &Office) -> Booking {
    t.clock.set("2026-12-03T00:00:00Z");
    let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
    work(office).await;
    pass(t, office, 2).await;
    made
}

async fn session(t: &TestOffice, office: &Office, person: PersonId, booking: &Booking) -> Session {
    sessions::one(office, &t.caller(person), booking.session.unwrap()).await.unwrap()
}

async fn now(t: &TestOffice, office: &Office, id: ProviderId) -> ProviderNow {
    let all = find::all(office, &t.caller(t.yujin)).await.unwrap();
    all.into_iter().find(|one| one.provider.id == id).unwrap()
}

fn findings(now: &ProviderNow) -> Vec<Finding> {
    now.found.iter().map(|one| one.finding).collect()
}

#[track_caller]
fn wrong<T: std::fmt::Debug>(outcome: Result<T>) -> (String, String) {
    match refusal(outcome) {
        Refusal::BadInput { field, problem } => (field, problem),
        other => panic!("expected a wrong field, found {other:?}"),
    }
}

fn pair(field: &str, problem: &str) -> (String, String) {
    (field.into(), problem.into())
}

on_both_databases! {
    async fn every_office_has_its_own_desktops_and_every_site_uses_them(t) {
        let all = find::all(&t.office, &t.caller(t.yujin)).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].provider.id, all[0].sites.as_slice()), (OWN_DESKTOPS, [t.seoul].as_slice()));
        assert_eq!(findings(&all[0]), [Finding::Works]);
        let outcome = remove(&t.office, &t.caller(t.yujin), OWN_DESKTOPS).await;
        assert_eq!(wrong(outcome), pair("provider", "own_desktops_stay"));
    }

    async fn nobody_but_an_admin_sees_or_changes_providers(t) {
        let id = added(t, &t.office, URL).await;
        for who in [t.jimin, t.harin] {
            let caller = t.caller(who);
            assert_eq!(refusal(find::all(&t.office, &caller).await), Refusal::Forbidden);
            assert_eq!(refusal(find::examine(&t.office, &caller, id).await), Refusal::Forbidden);
            assert_eq!(refusal(add(&t.office, &caller, draft("가", URL), SecretChange::Keep).await), Refusal::Forbidden);
            let changed = change(&t.office, &caller, (id, 1), (draft("가", URL), SecretChange::Keep)).await;
            assert_eq!(refusal(changed), Refusal::Forbidden);
            assert_eq!(refusal(switch(&t.office, &caller, id, false).await), Refusal::Forbidden);
            assert_eq!(refusal(remove(&t.office, &caller, id).await), Refusal::Forbidden);
            assert_eq!(refusal(assign(&t.office, &caller, t.seoul, id).await), Refusal::Forbidden);
        }
    }

    async fn opening_a_cloud_pc_elsewhere_is_the_check_in_and_leads_to_its_address(t) {
        in_seoul(t, &t.office, URL).await;
        let made = booked(t, &t.office).await;
        let ready = session(t, &t.office, t.jimin, &made).await;
        assert_eq!((ready.state, ready.elsewhere), (SessionState::Ready, Some(Names::new("다른 곳", "다른 곳"))));
        let ticket = tickets::issue(&t.office, &t.caller(t.jimin), ready.id).await.unwrap();
        let stranger = tickets::launch(&t.office, &t.caller(t.dohyun), ready.id, &ticket).await;
        assert_eq!(refusal(stranger), Refusal::Forbidden);
        assert_eq!(t.state(made.id).await, "reserved");
        let address = tickets::launch(&t.office, &t.caller(t.jimin), ready.id, &ticket).await.unwrap();
        assert!(address.starts_with("https://pc.example/open?who=jimin%40example.test&pc="), "{address}");
        assert!(address.ends_with("&desk=A-01"), "{address}");
        assert_eq!(t.state(made.id).await, "in_use", "opening it is the check-in");
        let again = tickets::launch(&t.office, &t.caller(t.jimin), ready.id, &ticket).await;
        assert_eq!(refusal(again), Refusal::Forbidden, "a ticket opened it twice");
        assert!(t.events(made.id).await.contains(&"session.launched".to_owned()));
    }

    async fn what_opens_elsewhere_is_not_taken_for_left(t) {
        in_seoul(t, &t.office, URL).await;
        let made = booked(t, &t.office).await;
        let ticket = tickets::issue(&t.office, &t.caller(t.jimin), made.session.unwrap()).await.unwrap();
        tickets::launch(&t.office, &t.caller(t.jimin), made.session.unwrap(), &ticket).await.unwrap();
        for _ in 0..12 {
            pass(t, &t.office, 600).await;
            office::backend::bookings::release::release_due(&t.office).await.unwrap();
        }
        assert_eq!(t.state(made.id).await, "in_use");
        assert_eq!(session(t, &t.office, t.jimin, &made).await.state, SessionState::Ready);
    }

    async fn what_opens_elsewhere_is_not_steered_from_here(t) {
        in_seoul(t, &t.office, URL).await;
        let made = booked(t, &t.office).await;
        let ready = session(t, &t.office, t.jimin, &made).await;
        assert_eq!(ready.may, []);
        for ask in [Ask::End, Ask::Restart, Ask::Reset] {
            let refused = steer::ask(&t.office, &t.caller(t.jimin), ready.id, ask).await;
            assert_eq!(refusal(refused), Refusal::Forbidden, "{ask:?}");
            let stranger = steer::ask(&t.office, &t.caller(t.dohyun), ready.id, ask).await;
            assert_eq!(refusal(stranger), Refusal::NotFound, "{ask:?}");
        }
        pass(t, &t.office, 2).await;
        let after = session(t, &t.office, t.jimin, &made).await;
        assert_eq!((after.state, after.asked), (SessionState::Ready, None));
    }

    async fn a_ticket_for_one_way_opens_no_other(t) {
        let made = booked(t, &t.office).await;
        let (caller, own) = (t.caller(t.jimin), made.session.unwrap());
        let ticket = tickets::issue(&t.office, &caller, own).await.unwrap();
        assert_eq!(refusal(tickets::launch(&t.office, &caller, own, &ticket).await), Refusal::Forbidden);
        tickets::redeem(&t.office, &caller, own, &ticket).await.unwrap();
        in_seoul(t, &t.office, URL).await;
        let other = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        work(&t.office).await;
        pass(t, &t.office, 2).await;
        let (caller, elsewhere) = (t.caller(t.seoyeon), other.session.unwrap());
        let ticket = tickets::issue(&t.office, &caller, elsewhere).await.unwrap();
        assert_eq!(refusal(tickets::redeem(&t.office, &caller, elsewhere, &ticket).await), Refusal::Forbidden);
        tickets::launch(&t.office, &caller, elsewhere, &ticket).await.unwrap();
    }

    async fn a_signed_address_carries_what_the_other_side_can_check(t) {
        let office = with_key(t, KEY).await;
        in_seoul(t, &office, SIGNED).await;
        let made = booked(t, &office).await;
        let own = made.session.unwrap();
        let ticket = tickets::issue(&office, &t.caller(t.jimin), own).await.unwrap();
        let address = tickets::launch(&office, &t.caller(t.jimin), own, &ticket).await.unwrap();
        let until = t.caller(t.jimin).now.timestamp() + 60;
        let (before, signature) = address.rsplit_once('=').unwrap();
        assert_eq!(before, format!("https://pc.example/open?who=jimin%40example.test&until={until}&sig"));
        assert_eq!(signature.len(), 43);
    }

    async fn a_secret_is_stored_locked_and_told_to_nobody(t) {
        let office = with_key(t, KEY).await;
        let id = added(t, &office, SIGNED).await;
        let stored = t.texts("SELECT secrets FROM providers WHERE kind = 'launch_url'").await.pop().unwrap();
        assert!(stored.starts_with("v1.") && !stored.contains("열쇠"), "{stored}");
        let seen = format!("{:?}", now(t, &office, id).await);
        assert!(!seen.contains("열쇠") && !seen.contains(&stored), "{seen}");
        let told = t.texts("SELECT detail FROM ledger WHERE kind LIKE 'provider.%'").await.join(" ");
        assert!(!told.contains("열쇠") && !told.contains(&stored), "{told}");
    }

    async fn another_key_or_another_rows_secret_is_found_and_said(t) {
        let office = with_key(t, KEY).await;
        let id = added(t, &office, SIGNED).await;
        let moved = add(&office, &t.caller(t.yujin), draft("나", SIGNED), SecretChange::Put(Secret::new("x"))).await.unwrap();
        let other = with_key(t, OTHER_KEY).await;
        assert_eq!(findings(&now(t, &other, id).await), [Finding::OtherKey]);
        let (name, why) = find::locked_secrets(&other).await.unwrap().remove(0);
        assert_eq!(name, "다른 곳");
        assert!(why.contains("JARI_SECRET_KEY"), "{why}");
        let keep = change(&other, &t.caller(t.yujin), (id, 1), (draft("다른 곳", SIGNED), SecretChange::Keep)).await;
        assert_eq!(wrong(keep), pair("secret", "secret_other_key"));
        let (from, to) = (t.uuid(id.0), t.uuid(moved.0));
        t.sql(&format!("UPDATE providers SET secrets = (SELECT secrets FROM providers WHERE id = {from}), version = 9 WHERE id = {to}")).await;
        assert_eq!(findings(&now(t, &office, moved).await), [Finding::Unreadable]);
        assert_eq!(findings(&now(t, &office, id).await), [Finding::Works]);
        assert_eq!(findings(&now(t, &t.office, id).await), [Finding::NoKey]);
    }

    async fn without_a_key_no_secret_is_taken(t) {
        let caller = t.caller(t.yujin);
        let outcome = add(&t.office, &caller, draft("가", SIGNED), SecretChange::Put(Secret::new("x"))).await;
        assert_eq!(wrong(outcome), pair("secret", "secret_no_key"));
        let outcome = add(&t.office, &caller, draft("가", SIGNED), SecretChange::Keep).await;
        assert_eq!(wrong(outcome), pair("secret", "needs_signing_key"));
        assert_eq!(t.number("SELECT count(*) FROM providers").await, 1);
    }

    async fn whatever_is_wrong_with_a_provider_is_named_by_its_field(t) {
        let caller = t.caller(t.yujin);
        let put = async |draft: ProviderDraft| wrong(add(&t.office, &caller, draft, SecretChange::Keep).await);
        assert_eq!(put(draft("", URL)).await, pair("name_ko", "empty"));
        assert_eq!(put(draft("가", "http://pc.example")).await, pair("url", "not_https"));
        assert_eq!(put(draft("가", "https://pc.example/{mail}")).await, pair("url", "unknown_placeholder"));
        let crowded = Limits { capacity: Some(1_000_000), at_once: None };
        assert_eq!(put(ProviderDraft { limits: crowded, ..draft("가", URL) }).await, pair("capacity", "capacity_range"));
        let none = Limits { capacity: None, at_once: Some(0) };
        assert_eq!(put(ProviderDraft { limits: none, ..draft("가", URL) }).await, pair("at_once", "at_once_range"));
        let second = ProviderDraft { settings: Settings::Local, ..draft("가", URL) };
        assert_eq!(put(second).await, pair("kind", "one_local"));
        added(t, &t.office, URL).await;
        assert_eq!(put(draft("다른 곳", URL)).await, pair("name_ko", "provider_name_taken"));
    }

    async fn a_change_is_saved_once_and_another_admins_is_not_overwritten(t) {
        let id = added(t, &t.office, URL).await;
        let caller = t.caller(t.yujin);
        let limits = Limits { capacity: Some(3), at_once: Some(2) };
        let wanted = ProviderDraft { limits, ..draft("새 이름", "https://pc.example/{person}") };
        let saved = change(&t.office, &caller, (id, 1), (wanted.clone(), SecretChange::Keep)).await.unwrap();
        assert_eq!((saved.version, saved.limits, saved.name.ko.as_str()), (2, limits, "새 이름"));
        let late = change(&t.office, &caller, (id, 1), (wanted, SecretChange::Keep)).await;
        assert_eq!(refusal(late), Refusal::Stale);
        let gone = change(&t.office, &caller, (Uuid::nil().into(), 1), (draft("가", URL), SecretChange::Keep)).await;
        assert_eq!(refusal(gone), Refusal::NotFound);
    }

    async fn a_host_keeps_its_address_while_something_runs_there(t) {
        let host = |uri: &str| ProviderDraft { settings: Settings::Libvirt(libvirt(uri)), ..draft("기계실", URL) };
        let caller = t.caller(t.yujin);
        let id = add(&t.office, &caller, host("qemu:///session"), SecretChange::Keep).await.unwrap();
        let elsewhere = host("qemu+unix:///session?socket=/x");
        change(&t.office, &caller, (id, 1), (elsewhere, SecretChange::Keep)).await.unwrap();
        let made = booked(t, &t.office).await;
        t.sql(&format!("UPDATE sessions SET provider_id = {} WHERE id = {}", t.uuid(id.0), t.uuid(made.session.unwrap().0))).await;
        let back = change(&t.office, &caller, (id, 2), (host("qemu:///session"), SecretChange::Keep)).await;
        assert_eq!(wrong(back), pair("uri", "address_in_use"));
        let larger = Settings::Libvirt(LibvirtSettings { memory_mib: 2048, ..libvirt("qemu+unix:///session?socket=/x") });
        let larger = ProviderDraft { settings: larger, ..draft("기계실", URL) };
        change(&t.office, &caller, (id, 2), (larger, SecretChange::Keep)).await.unwrap();
    }

    async fn whoever_only_looks_at_machines_begins_nothing(t) {
        let stored = "SELECT count(*) FROM settings WHERE key = 'deployment'";
        assert_eq!(t.number(stored).await, 1, "what is opened has a name for its machines");
        let nowhere = Settings::Libvirt(libvirt("qemu+unix:///session?socket=/x"));
        let host = ProviderDraft { settings: nowhere, ..draft("기계실", URL) };
        add(&t.office, &t.caller(t.yujin), host, SecretChange::Keep).await.unwrap();
        t.sql("DELETE FROM settings WHERE key = 'deployment'").await;
        let looking = Office::look(&t.url, t.clock.clone(), Arc::new(NoDesktops)).await.unwrap();
        let Found::Office(office) = looking else { panic!("there is an office") };
        assert_eq!(find::health(&office).await.unwrap().len(), 2);
        assert_eq!(t.number(stored).await, 0);
    }

    async fn a_provider_that_is_used_stays_and_says_by_whom(t) {
        let id = in_seoul(t, &t.office, URL).await;
        let caller = t.caller(t.yujin);
        assert_eq!(wrong(remove(&t.office, &caller, id).await), pair("provider", "provider_has_sites"));
        let made = booked(t, &t.office).await;
        assign(&t.office, &caller, t.seoul, OWN_DESKTOPS).await.unwrap();
        assert_eq!(now(t, &t.office, id).await.running, 1);
        assert_eq!(wrong(remove(&t.office, &caller, id).await), pair("provider", "provider_has_sessions"));
        cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        work(&t.office).await;
        remove(&t.office, &caller, id).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM providers").await, 1);
        assert_eq!(session(t, &t.office, t.jimin, &made).await.state, SessionState::Released, "its past stays");
    }

    async fn the_database_itself_keeps_a_provider_that_is_named(t) {
        let id = in_seoul(t, &t.office, URL).await;
        booked(t, &t.office).await;
        let raw = async |text: String| sea_orm::ConnectionTrait::execute_unprepared(&t.raw, &text).await;
        assert!(raw(format!("DELETE FROM providers WHERE id = {}", t.uuid(id.0))).await.is_err());
        t.sql("UPDATE sites SET provider_id = NULL").await;
        assert!(raw(format!("DELETE FROM providers WHERE id = {}", t.uuid(id.0))).await.is_err(), "a session names it");
        assert!(raw("DELETE FROM providers WHERE kind = 'local'".into()).await.is_err());
        let id = t.uuid(Uuid::now_v7());
        for (kind, more, value) in [("local", "", ""), ("x", "", ""), ("libvirt", ", capacity", ", -1"), ("libvirt", ", at_once", ", 0")] {
            let made = raw(format!(
                "INSERT INTO providers (id, kind, name_ko, name_en, settings, created_at{more}) VALUES ({id}, '{kind}', 'n', 'n', '{{}}', 0{value})"
            ));
            assert!(made.await.is_err(), "{kind} {more}");
        }
        assert!(raw(format!("UPDATE sites SET provider_id = {id}")).await.is_err(), "a site names nobody");
    }

    async fn what_a_provider_may_run_is_part_of_what_a_booking_promises(t) {
        let id = in_seoul(t, &t.office, URL).await;
        limit(t, id, 1).await;
        let made = booked(t, &t.office).await;
        let before = seats(&t.office, &t.caller(t.seoyeon), t.floor, all_day(TODAY)).await.unwrap();
        assert_eq!(before.no_pc, Some(NoRoom::Full), "said before booking");
        let other = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        assert_eq!((made.no_pc, other.no_pc), (None, Some(NoRoom::Full)), "and with it; the seat is theirs");
        cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        for _ in 0..3 {
            pass(t, &t.office, 60).await;
        }
        assert_eq!(session(t, &t.office, t.seoyeon, &other).await.state, SessionState::Ready);
    }

    async fn an_admin_drains_a_provider_as_any_host(t) {
        let id = in_seoul(t, &t.office, URL).await;
        let runs = booked(t, &t.office).await;
        let admin = t.caller(t.yujin);
        let overview = overview::overview(&t.office, &admin, &Which::default()).await.unwrap();
        let names: Vec<_> = overview.hosts.iter().map(|host| (host.provider.ko.as_str(), host.running)).collect();
        assert_eq!(names, [("이 서버", 0), ("다른 곳", 1)]);
        let host = hosts::Seen { name: id.to_string(), version: overview.hosts[1].version };
        hosts::set_state(&t.office, &admin, host, HostState::Draining).await.unwrap();
        let other = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        assert_eq!(other.no_pc, Some(NoRoom::Draining));
        work(&t.office).await;
        assert_eq!(session(t, &t.office, t.jimin, &runs).await.state, SessionState::Ready, "what runs goes on");
        let elsewhere = Which::default();
        assert_eq!(overview::overview(&t.office, &admin, &elsewhere).await.unwrap().hosts[0].state, HostState::Open);
    }

    async fn no_more_run_than_a_provider_may_run_and_who_waits_is_told(t) {
        let id = in_seoul(t, &t.office, URL).await;
        let made = booked(t, &t.office).await;
        let other = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        // Both were promised one before.
        limit(t, id, 1).await;
        work(&t.office).await;
        pass(t, &t.office, 2).await;
        assert_eq!(session(t, &t.office, t.jimin, &made).await.state, SessionState::Ready);
        let waits = session(t, &t.office, t.seoyeon, &other).await;
        assert_eq!((waits.state, waits.cause), (SessionState::Unavailable, Some(Cause::Full)));
        assert_eq!(findings(&now(t, &t.office, id).await)[0], Finding::Full);
        office::backend::bookings::cancel::cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        work(&t.office).await;
        for _ in 0..3 {
            pass(t, &t.office, 60).await;
        }
        assert_eq!(session(t, &t.office, t.seoyeon, &other).await.state, SessionState::Ready);
    }

    async fn two_servers_together_never_run_more_than_a_provider_may(t) {
        let id = in_seoul(t, &t.office, URL).await;
        t.clock.set("2026-12-03T00:00:00Z");
        let people = t.crowd(8).await;
        for (person, desk) in people.iter().zip(&t.desks) {
            t.book(*person, *desk, all_day(TODAY)).await.unwrap();
        }
        // All were promised one before.
        limit(t, id, 3).await;
        let beside = t.second_handle().await;
        for _ in 0..6 {
            tokio::join!(work(&t.office), work(&beside));
            pass(t, &t.office, 20).await;
        }
        assert_eq!(t.number("SELECT count(*) FROM sessions WHERE state = 'ready'").await, 3);
        assert_eq!(t.number("SELECT count(*) FROM sessions WHERE cause = 'full'").await, 5);
    }

    async fn switched_off_it_starts_nothing_new_and_what_runs_goes_on(t) {
        let id = in_seoul(t, &t.office, URL).await;
        let made = booked(t, &t.office).await;
        switch(&t.office, &t.caller(t.yujin), id, false).await.unwrap();
        assert_eq!(findings(&now(t, &t.office, id).await), [Finding::Off]);
        let other = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        pass(t, &t.office, 20).await;
        assert_eq!(session(t, &t.office, t.jimin, &made).await.state, SessionState::Ready);
        let waits = session(t, &t.office, t.seoyeon, &other).await;
        assert_eq!((waits.state, waits.cause), (SessionState::Unavailable, Some(Cause::Off)));
        switch(&t.office, &t.caller(t.yujin), id, true).await.unwrap();
        work(&t.office).await;
        pass(t, &t.office, 2).await;
        let found = session(t, &t.office, t.seoyeon, &other).await;
        assert_eq!(found.state, SessionState::Ready, "it was not looked at again at once");
    }

    async fn another_provider_starts_what_is_still_to_be_started(t) {
        t.clock.set("2026-12-02T22:00:00Z");
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(session(t, &t.office, t.jimin, &made).await.elsewhere, None);
        let id = in_seoul(t, &t.office, URL).await;
        assert!(session(t, &t.office, t.jimin, &made).await.elsewhere.is_some());
        let before = assign(&t.office, &t.caller(t.yujin), t.seoul, OWN_DESKTOPS).await.unwrap();
        assert_eq!(before, id, "what was there before can be put back");
        assert_eq!(session(t, &t.office, t.jimin, &made).await.elsewhere, None);
        let told = t.number("SELECT count(*) FROM ledger WHERE kind = 'site.provider_changed'").await;
        assert_eq!(told, 2);
    }

    async fn what_another_provider_is_to_start_is_counted_at_its_host_and_no_more_at_the_one_before(t) {
        t.clock.set("2026-12-02T22:00:00Z");
        let admin = t.caller(t.yujin);
        let local = |version| hosts::Seen { name: "local".into(), version };
        let jimin = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let seoyeon = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        // The host breaks, nobody has a cloud PC any more: another one has room for one of them.
        hosts::set_state(&t.office, &admin, local(1), HostState::Stopped).await.unwrap();
        work(&t.office).await;
        assert_eq!(session(t, &t.office, t.jimin, &jimin).await.no_room, Some(NoRoom::Stopped));
        let id = added(t, &t.office, URL).await;
        limit(t, id, 1).await;
        assign(&t.office, &admin, t.seoul, id).await.unwrap();
        let found = session(t, &t.office, t.jimin, &jimin).await;
        assert_eq!((found.state, found.no_room), (SessionState::Planned, None), "who booked first has it");
        assert_eq!(session(t, &t.office, t.seoyeon, &seoyeon).await.no_room, Some(NoRoom::Full));
        // What becomes of the host before is nothing to them.
        hosts::set_state(&t.office, &admin, local(2), HostState::Open).await.unwrap();
        work(&t.office).await;
        hosts::set_state(&t.office, &admin, local(3), HostState::Stopped).await.unwrap();
        work(&t.office).await;
        assert_eq!(session(t, &t.office, t.jimin, &jimin).await.no_room, None);
        assert_eq!(session(t, &t.office, t.seoyeon, &seoyeon).await.no_room, Some(NoRoom::Full));
        cancel(&t.office, &t.caller(t.jimin), jimin.id).await.unwrap();
        work(&t.office).await;
        assert_eq!(session(t, &t.office, t.seoyeon, &seoyeon).await.no_room, None, "what was given up is handed on");
    }

    async fn what_runs_stays_where_it_is_when_its_site_changes_its_provider(t) {
        let made = booked(t, &t.office).await;
        in_seoul(t, &t.office, URL).await;
        pass(t, &t.office, 20).await;
        let found = session(t, &t.office, t.jimin, &made).await;
        assert_eq!((found.state, found.elsewhere), (SessionState::Ready, None));
    }

    async fn a_booking_that_moves_to_another_site_gets_its_cloud_pc_there(t) {
        let (london, _, desk) = t.london().await;
        let id = added(t, &t.office, URL).await;
        assign(&t.office, &t.caller(t.yujin), london, id).await.unwrap();
        let made = t.book(t.jimin, t.desks[0], all_day("2026-12-04")).await.unwrap();
        assert_eq!(session(t, &t.office, t.jimin, &made).await.elsewhere, None);
        use office::backend::bookings::move_seat::{To, move_seat};
        let to = To { desk, choice: Some(all_day("2026-12-04")) };
        move_seat(&t.office, &t.caller(t.jimin), made.id, to).await.unwrap();
        assert!(session(t, &t.office, t.jimin, &made).await.elsewhere.is_some());
    }
}
