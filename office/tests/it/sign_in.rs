//! Who comes in, and who does not.

use crate::common::{TestOffice, at, refusal};
use office::{
    backend::people::{
        admit,
        known_browser::{self, KNOWN_SECONDS, MOST},
        leave,
        own_password::{self, Wanted},
        password,
        set_up::{FirstAdmin, first_admin, new_code},
        sign_in::{self, Kept, LASTS_SECONDS, Typed, caller, forget_old, sign_in, sign_out},
        tokens,
    },
    model::{booking::CheckInSource, person::Role, refusal::Refusal},
};

const PASSWORD: &str = "열려라 참깨 2026";

async fn with_password(t: &TestOffice) {
    let hash = password::hash(PASSWORD.into()).await.unwrap();
    t.sql(&format!("UPDATE people SET password_hash = '{hash}' WHERE id = {}", t.uuid(t.jimin.0))).await;
}

async fn try_it(t: &TestOffice, email: &str, password: &str) -> office::backend::error::Result<String> {
    try_in(t, (email, password), None).await.map(|kept| kept.sign_in)
}

/// Tries it in a browser with a secret that it may have been given.
async fn try_in(
    t: &TestOffice,
    (email, password): (&str, &str),
    browser: Option<&str>,
) -> office::backend::error::Result<Kept> {
    let typed = Typed { email: email.into(), password: password.into() };
    sign_in(&t.office, typed, browser.map(str::to_owned), t.office.now()).await
}

const JIMIN: &str = "jimin@example.test";

/// Somebody types wrong passwords at an address until no more are tried.
async fn closed_by_strangers(t: &TestOffice) {
    while refusal(try_it(t, JIMIN, "guess").await) == Refusal::WrongPassword {}
    assert!(matches!(refusal(try_it(t, JIMIN, PASSWORD).await), Refusal::TooOften { .. }), "elsewhere nobody comes in");
}

on_both_databases! {
    async fn the_right_password_lets_its_person_in(t) {
        with_password(t).await;
        let secret = try_it(t, " Jimin@Example.test ", PASSWORD).await.unwrap();
        let (who, person) = caller(&t.office, &secret, t.office.now()).await.unwrap().unwrap();
        assert_eq!((who.person, who.role, who.team, who.door), (t.jimin, Role::Employee, Some(t.planning), CheckInSource::Page));
        assert_eq!(person.name, "지민");
        assert_eq!(t.number(&format!("SELECT count(*) FROM sign_ins WHERE hash = '{secret}'")).await, 0, "the secret is not stored");
    }

    async fn a_wrong_password_and_an_unknown_address_are_told_the_same(t) {
        with_password(t).await;
        for (email, password) in [("jimin@example.test", "guess"), ("nobody@example.test", PASSWORD), ("seoyeon@example.test", ""), ("", "")] {
            assert_eq!(refusal(try_it(t, email, password).await), Refusal::WrongPassword, "{email}");
        }
        assert_eq!(t.number("SELECT count(*) FROM sign_ins").await, 0);
    }

    async fn an_address_that_nobody_can_type_is_nobodys(t) {
        for email in ["jimin\0@example.test", "jimin\u{7}@example.test"] {
            assert_eq!(refusal(try_it(t, email, PASSWORD).await), Refusal::WrongPassword, "{email:?}");
        }
        assert_eq!(refusal(tokens::create(&t.office, "jimin\0@example.test").await), Refusal::NotFound);
        assert_eq!(t.number("SELECT count(*) FROM sign_in_failures").await, 0);
    }

    async fn whoever_left_the_company_does_not_come_in(t) {
        with_password(t).await;
        let secret = try_it(t, "jimin@example.test", PASSWORD).await.unwrap();
        let token = tokens::create(&t.office, "jimin@example.test").await.unwrap();
        t.sql(&format!("UPDATE people SET active = {} WHERE id = {}", "false", t.uuid(t.jimin.0))).await;
        assert!(caller(&t.office, &secret, t.office.now()).await.unwrap().is_none());
        assert!(tokens::caller(&t.office, &token, t.office.now()).await.unwrap().is_none());
        assert_eq!(refusal(try_it(t, "jimin@example.test", PASSWORD).await), Refusal::WrongPassword);
        assert_eq!(refusal(tokens::create(&t.office, "jimin@example.test").await), Refusal::NotFound);
    }

    async fn guessing_is_slowed_down_and_says_for_how_long(t) {
        with_password(t).await;
        for _ in 0..8 {
            assert_eq!(refusal(try_it(t, "jimin@example.test", "guess").await), Refusal::WrongPassword);
        }
        assert_eq!(refusal(try_it(t, "jimin@example.test", PASSWORD).await), Refusal::TooOften { seconds: 600 });
        assert_eq!(refusal(try_it(t, "dohyun@example.test", "guess").await), Refusal::WrongPassword, "nobody else waits");
        t.clock.set("2026-12-02T23:09:30Z");
        assert_eq!(refusal(try_it(t, "JIMIN@example.test", PASSWORD).await), Refusal::TooOften { seconds: 30 });
        t.clock.set("2026-12-02T23:10:00Z");
        try_it(t, "jimin@example.test", PASSWORD).await.expect("after that time it is let through");
    }

    async fn wrong_passwords_elsewhere_keep_nobody_out_of_a_browser_they_have_signed_in_in(t) {
        with_password(t).await;
        let first = try_in(t, (JIMIN, PASSWORD), None).await.unwrap();
        closed_by_strangers(t).await;
        let again = try_in(t, (" Jimin@Example.test", PASSWORD), Some(&first.browser)).await.unwrap();
        assert_eq!(again.browser, first.browser);
        assert_eq!(caller(&t.office, &again.sign_in, t.office.now()).await.unwrap().unwrap().0.person, t.jimin);
        assert_eq!(t.number(&format!("SELECT count(*) FROM known_browsers WHERE hash = '{}'", first.browser)).await, 0, "the secret is not stored");
    }

    async fn guessing_in_a_browser_that_is_known_is_slowed_down_as_well_and_closes_it_alone(t) {
        with_password(t).await;
        let known = try_in(t, (JIMIN, PASSWORD), None).await.unwrap().browser;
        for _ in 0..8 {
            assert_eq!(refusal(try_in(t, (JIMIN, "guess"), Some(&known)).await), Refusal::WrongPassword);
        }
        assert_eq!(refusal(try_in(t, (JIMIN, PASSWORD), Some(&known)).await), Refusal::TooOften { seconds: 600 });
        try_it(t, JIMIN, PASSWORD).await.expect("elsewhere nobody has been wrong");
    }

    async fn whoever_is_wrong_in_a_shared_browser_closes_it_for_nobody_else(t) {
        with_password(t).await;
        let shared = try_in(t, (JIMIN, PASSWORD), None).await.unwrap().browser;
        known_browser::remember(&t.office, t.dohyun, Some(shared.clone()), t.office.now()).await.unwrap();
        for _ in 0..8 {
            assert_eq!(refusal(try_in(t, ("dohyun@example.test", "guess"), Some(&shared)).await), Refusal::WrongPassword);
        }
        assert_eq!(refusal(try_in(t, ("dohyun@example.test", "guess"), Some(&shared)).await), Refusal::TooOften { seconds: 600 });
        try_in(t, (JIMIN, PASSWORD), Some(&shared)).await.unwrap();
    }

    async fn whoever_gets_another_password_or_leaves_is_known_in_no_browser_any_more(t) {
        with_password(t).await;
        let known = async || t.number(&format!("SELECT count(*) FROM known_browsers WHERE person_id = {}", t.uuid(t.jimin.0))).await;
        for _ in 0..3 {
            try_in(t, (JIMIN, PASSWORD), None).await.unwrap();
        }
        assert_eq!(known().await, 3);
        let wanted = Wanted { current: PASSWORD.into(), new: "a longer one".into() };
        own_password::change(&t.office, &t.caller(t.jimin), wanted).await.unwrap();
        assert_eq!(known().await, 0);
        try_in(t, (JIMIN, "a longer one"), None).await.unwrap();
        admit::new_password(&t.office, &t.caller(t.yujin), t.jimin).await.unwrap();
        assert_eq!(known().await, 0);
        known_browser::remember(&t.office, t.jimin, None, t.office.now()).await.unwrap();
        leave::deactivate(&t.office, &t.caller(t.yujin), t.jimin, "").await.unwrap();
        assert_eq!(known().await, 0);
    }

    async fn nobody_is_known_in_more_than_ten_browsers_and_the_longest_unused_is_forgotten(t) {
        let remembered = (0..20).map(|_| known_browser::remember(&t.office, t.jimin, None, t.office.now()));
        for browser in futures::future::join_all(remembered).await {
            browser.unwrap();
        }
        assert_eq!(t.number("SELECT count(*) FROM known_browsers").await, i64::try_from(MOST).unwrap());
        t.clock.set("2026-12-03T00:00:00Z");
        with_password(t).await;
        let newest = try_in(t, (JIMIN, PASSWORD), None).await.unwrap().browser;
        t.clock.set("2026-12-03T00:20:00Z");
        for _ in 1..MOST {
            known_browser::remember(&t.office, t.jimin, None, t.office.now()).await.unwrap();
        }
        closed_by_strangers(t).await;
        try_in(t, (JIMIN, PASSWORD), Some(&newest)).await.expect("nine others came after it");
    }

    async fn a_sign_in_that_was_begun_with_the_old_password_does_not_end_after_the_change(t) {
        with_password(t).await;
        let (o, jimin) = (&t.office, t.caller(t.jimin));
        for round in 0..6 {
            let (old, new) = (format!("password number {round}"), format!("password number {}", round + 1));
            if round == 0 {
                let wanted = Wanted { current: PASSWORD.into(), new: old.clone() };
                own_password::change(o, &jimin, wanted).await.unwrap();
            }
            let wanted = Wanted { current: old.clone(), new };
            let tries = futures::future::join_all((0..6).map(|_| try_it(t, JIMIN, &old)));
            let (changed, tried) = tokio::join!(own_password::change(o, &jimin, wanted), tries);
            changed.unwrap();
            // Whoever came in before was put out again by the change.
            for secret in tried.into_iter().flatten() {
                assert!(caller(o, &secret, o.now()).await.unwrap().is_none(), "the old password still opens");
            }
            t.sql("DELETE FROM sign_in_failures").await;
        }
    }

    async fn what_is_too_long_to_be_an_address_or_a_password_is_refused_before_it_is_stored(t) {
        with_password(t).await;
        let (address, password) = (format!("{}@example.test", "a".repeat(1_000_000)), "a".repeat(1_000_000));
        assert_eq!(refusal(try_it(t, &address, PASSWORD).await), Refusal::WrongPassword);
        assert_eq!(refusal(try_it(t, JIMIN, &password).await), Refusal::WrongPassword);
        assert_eq!(t.number("SELECT count(*) FROM sign_in_failures").await, 0);
        let wanted = Wanted { current: PASSWORD.into(), new: password };
        assert_eq!(refusal(own_password::change(&t.office, &t.caller(t.jimin), wanted).await), Refusal::input("password", "too_long"));
    }

    async fn a_browser_is_known_for_those_alone_who_have_signed_in_in_it(t) {
        with_password(t).await;
        t.sql(&format!("UPDATE people SET password_hash = (SELECT password_hash FROM people WHERE id = {}) WHERE id = {}", t.uuid(t.jimin.0), t.uuid(t.dohyun.0))).await;
        let dohyuns = try_in(t, ("dohyun@example.test", PASSWORD), None).await.unwrap().browser;
        closed_by_strangers(t).await;
        for browser in [dohyuns.as_str(), "made up", ""] {
            assert_eq!(refusal(try_in(t, (JIMIN, PASSWORD), Some(browser)).await), Refusal::TooOften { seconds: 600 }, "{browser:?}");
        }
        t.clock.set("2026-12-02T23:10:00Z");
        let shared = try_in(t, (JIMIN, PASSWORD), Some(&dohyuns)).await.unwrap().browser;
        assert_eq!(shared, dohyuns, "two people may share one browser");
        assert_ne!(try_in(t, (JIMIN, PASSWORD), Some("made up")).await.unwrap().browser, "made up", "no browser chooses its secret");
        closed_by_strangers(t).await;
        try_in(t, (JIMIN, PASSWORD), Some(&shared)).await.unwrap();
        try_in(t, ("dohyun@example.test", PASSWORD), Some(&shared)).await.unwrap();
    }

    async fn a_browser_is_forgotten_half_a_year_after_the_last_sign_in_there(t) {
        with_password(t).await;
        let begin = t.office.now();
        let known = try_in(t, (JIMIN, PASSWORD), None).await.unwrap().browser;
        let after = |seconds: i64| (begin + chrono::TimeDelta::seconds(seconds)).to_rfc3339();
        t.clock.set(&after(KNOWN_SECONDS - 1));
        closed_by_strangers(t).await;
        try_in(t, (JIMIN, PASSWORD), Some(&known)).await.expect("it is known, and now for as long again");
        t.clock.set(&after(KNOWN_SECONDS * 2 - 2));
        forget_old(&t.office, t.office.now()).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM known_browsers").await, 1);
        t.clock.set(&after(KNOWN_SECONDS * 2 - 1));
        closed_by_strangers(t).await;
        assert!(matches!(refusal(try_in(t, (JIMIN, PASSWORD), Some(&known)).await), Refusal::TooOften { .. }));
        forget_old(&t.office, t.office.now()).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM known_browsers").await, 0);
    }

    async fn nobody_can_type_what_others_failures_are_counted_under(t) {
        with_password(t).await;
        let known = try_in(t, (JIMIN, PASSWORD), None).await.unwrap().browser;
        let counted = |word: &str| format!("{word} {}", t.jimin);
        for typed in [counted("person"), "address jimin@example.test".into()] {
            for _ in 0..8 {
                assert_eq!(refusal(try_it(t, &typed, "guess").await), Refusal::WrongPassword);
            }
        }
        try_in(t, (JIMIN, PASSWORD), Some(&known)).await.unwrap();
        try_it(t, JIMIN, PASSWORD).await.unwrap();
        let wanted = Wanted { current: PASSWORD.into(), new: "a longer one".into() };
        own_password::change(&t.office, &t.caller(t.jimin), wanted).await.unwrap();
    }

    async fn many_guesses_at_the_same_moment_are_no_more_than_one_after_another(t) {
        with_password(t).await;
        let guesses = (0..40).map(|_| try_it(t, "jimin@example.test", "guess"));
        let outcomes = futures::future::join_all(guesses).await.into_iter().map(refusal);
        let tried = outcomes.filter(|refused| *refused == Refusal::WrongPassword).count();
        assert_eq!(tried, 8);
    }

    async fn signing_in_rightly_uses_no_attempt_up(t) {
        with_password(t).await;
        for _ in 0..12 {
            try_it(t, "jimin@example.test", PASSWORD).await.unwrap();
        }
        assert_eq!(t.number("SELECT count(*) FROM sign_in_failures").await, 0);
    }

    async fn signing_out_ends_the_sign_in_and_no_other(t) {
        with_password(t).await;
        let (here, there) = (try_it(t, "jimin@example.test", PASSWORD).await.unwrap(), try_it(t, "jimin@example.test", PASSWORD).await.unwrap());
        assert_ne!(here, there);
        sign_out(&t.office, &here).await.unwrap();
        sign_out(&t.office, &here).await.expect("signing out twice is signing out");
        assert!(caller(&t.office, &here, t.office.now()).await.unwrap().is_none());
        assert!(caller(&t.office, &there, t.office.now()).await.unwrap().is_some());
    }

    async fn a_sign_in_is_over_after_its_time(t) {
        let secret = sign_in::open(&t.office, t.jimin, t.office.now()).await.unwrap();
        let end = t.office.now() + chrono::TimeDelta::seconds(LASTS_SECONDS);
        let just_before = end - chrono::TimeDelta::seconds(1);
        assert!(caller(&t.office, &secret, just_before).await.unwrap().is_some());
        assert!(caller(&t.office, &secret, end).await.unwrap().is_none());
        forget_old(&t.office, just_before).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM sign_ins").await, 1);
        forget_old(&t.office, end).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM sign_ins").await, 0);
    }

    async fn a_made_up_secret_is_nobodys(t) {
        for secret in ["", "x", "' OR 1 = 1 --", &"a".repeat(10_000)] {
            assert!(caller(&t.office, secret, t.office.now()).await.unwrap().is_none());
            assert!(tokens::caller(&t.office, secret, t.office.now()).await.unwrap().is_none());
        }
    }

    async fn a_token_opens_the_api_until_it_is_revoked(t) {
        let token = tokens::create(&t.office, "dohyun@example.test").await.unwrap();
        let (who, _) = tokens::caller(&t.office, &token, t.office.now()).await.unwrap().unwrap();
        assert_eq!((who.person, who.door), (t.dohyun, CheckInSource::Api));
        assert!(caller(&t.office, &token, t.office.now()).await.unwrap().is_none(), "a token is no sign-in");
        let others = tokens::create(&t.office, "jimin@example.test").await.unwrap();
        assert_eq!(tokens::revoke(&t.office, "DOHYUN@example.test").await.unwrap(), 1);
        assert!(tokens::caller(&t.office, &token, t.office.now()).await.unwrap().is_none());
        assert!(tokens::caller(&t.office, &others, t.office.now()).await.unwrap().is_some(), "nobody else's");
        assert_eq!(tokens::revoke(&t.office, "dohyun@example.test").await.unwrap(), 0);
        assert_eq!(refusal(tokens::revoke(&t.office, "nobody@example.test").await), Refusal::NotFound);
    }

    async fn another_password_ends_sign_ins_and_tokens(t) {
        with_password(t).await;
        let secret = try_it(t, "jimin@example.test", PASSWORD).await.unwrap();
        let token = tokens::create(&t.office, "jimin@example.test").await.unwrap();
        admit::new_password(&t.office, &t.caller(t.yujin), t.jimin).await.unwrap();
        assert!(caller(&t.office, &secret, t.office.now()).await.unwrap().is_none());
        assert!(tokens::caller(&t.office, &token, t.office.now()).await.unwrap().is_none());
        assert_eq!(refusal(try_it(t, "jimin@example.test", PASSWORD).await), Refusal::WrongPassword);
    }

    async fn whoever_changes_their_password_goes_on_here_and_is_signed_out_everywhere_else(t) {
        with_password(t).await;
        let (o, jimin) = (&t.office, t.caller(t.jimin));
        let elsewhere = try_it(t, "jimin@example.test", PASSWORD).await.unwrap();
        let token = tokens::create(o, "jimin@example.test").await.unwrap();
        let wanted = |current: &str, new: &str| Wanted { current: current.into(), new: new.into() };
        let wrong = own_password::change(o, &jimin, wanted("not it at all", "a longer one")).await;
        assert_eq!(refusal(wrong), Refusal::WrongPassword);
        for (new, why) in [("too short", "too_short"), (PASSWORD, "same_password")] {
            let refused = refusal(own_password::change(o, &jimin, wanted(PASSWORD, new)).await);
            assert!(matches!(&refused, Refusal::BadInput { problem, .. } if problem == why), "{refused:?}");
        }
        assert!(caller(o, &elsewhere, o.now()).await.unwrap().is_some(), "nothing was changed yet");

        let here = own_password::change(o, &jimin, wanted(PASSWORD, "a longer one")).await.unwrap();
        assert_eq!(caller(o, &here, o.now()).await.unwrap().unwrap().0.person, t.jimin);
        assert!(caller(o, &elsewhere, o.now()).await.unwrap().is_none());
        assert!(tokens::caller(o, &token, o.now()).await.unwrap().is_some(), "programs go on");
        assert_eq!(refusal(try_it(t, "jimin@example.test", PASSWORD).await), Refusal::WrongPassword);
        try_it(t, "jimin@example.test", "a longer one").await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM ledger WHERE kind = 'person.password_changed'").await, 1);
    }

    async fn whoever_is_signed_in_changes_their_password_whatever_strangers_type_and_guesses_no_more_often_than_they(t) {
        with_password(t).await;
        closed_by_strangers(t).await;
        let (o, jimin) = (&t.office, t.caller(t.jimin));
        let change = async |current: &str, new: &str| {
            own_password::change(o, &jimin, Wanted { current: current.into(), new: new.into() }).await
        };
        change(PASSWORD, "a longer one").await.unwrap();
        for _ in 0..8 {
            assert_eq!(refusal(change("guess", "the longest one").await), Refusal::WrongPassword);
        }
        assert_eq!(refusal(change("a longer one", "the longest one").await), Refusal::TooOften { seconds: 600 });
    }

    async fn the_first_admin_needs_the_printed_code_and_it_works_once(t) {
        assert_eq!(new_code(&t.office).await.unwrap(), None, "an office with people gives no code");
        t.sql("DELETE FROM people").await;
        let code = new_code(&t.office).await.unwrap().unwrap();
        let who = |code: &str| FirstAdmin {
            code: code.into(),
            email: "Yujin@example.test".into(),
            name: "한유진".into(),
            password: PASSWORD.into(),
        };
        let (o, now) = (&t.office, at(crate::common::MORNING));
        assert!(matches!(refusal(first_admin(o, who("wrong"), now).await), Refusal::BadInput { field, .. } if field == "code"));
        let short = FirstAdmin { password: "short".into(), ..who(&code) };
        assert!(matches!(refusal(first_admin(o, short, now).await), Refusal::BadInput { field, .. } if field == "password"));
        let (one, other) = tokio::join!(first_admin(o, who(&code), now), first_admin(o, who(&code), now));
        assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
        let secret = one.or(other).unwrap();
        let (who_is_it, person) = caller(o, &secret, now).await.unwrap().unwrap();
        assert_eq!((who_is_it.role, person.given_name.as_str(), person.email.as_str()), (Role::Admin, "유진", "yujin@example.test"));
        assert_eq!(refusal(first_admin(o, who(&code), now).await), Refusal::NotFound);
        assert_eq!(t.number("SELECT count(*) FROM people").await, 1);
        try_it(t, "yujin@example.test", PASSWORD).await.unwrap();
    }

    async fn servers_that_start_at_once_all_print_a_code_and_the_first_to_be_used_ends_them_all(t) {
        t.sql("DELETE FROM people").await;
        let second = t.second_handle().await;
        let (o, other, now) = (&t.office, &second, at(crate::common::MORNING));
        let before = new_code(o).await.unwrap().unwrap();
        let starts = (0..10).map(|number| new_code(if number % 2 == 0 { o } else { other }));
        let codes = futures::future::join_all(starts).await.into_iter().map(|code| code.unwrap().unwrap());
        let mut codes: Vec<String> = codes.collect();
        codes.push(before);
        let who = |code: &str, word: &str| FirstAdmin {
            code: code.into(),
            email: format!("{word}@example.test"),
            name: "한유진".into(),
            password: PASSWORD.into(),
        };
        // Each of them is known: what is refused is the password.
        for code in &codes {
            let short = FirstAdmin { password: "short".into(), ..who(code, "yujin") };
            assert!(matches!(refusal(first_admin(o, short, now).await), Refusal::BadInput { field, .. } if field == "password"));
        }
        // Two who come in at once while yet another server starts.
        let come = (first_admin(o, who(&codes[0], "yujin"), now), first_admin(other, who(&codes[10], "harin"), now));
        let (one, another, late) = tokio::join!(come.0, come.1, new_code(other));
        assert_eq!(u8::from(one.is_ok()) + u8::from(another.is_ok()), 1, "{one:?} {another:?}");
        codes.extend(late.unwrap());
        for code in &codes {
            assert_eq!(refusal(first_admin(o, who(code, "dohyun"), now).await), Refusal::NotFound);
        }
        assert_eq!(t.number("SELECT count(*) FROM people").await, 1);
        assert_eq!(t.number("SELECT count(*) FROM settings WHERE key = 'setup_code_hash'").await, 0);
    }

    async fn a_server_that_is_started_time_and_again_keeps_only_the_newest_codes(t) {
        t.sql("DELETE FROM people").await;
        let mut codes = Vec::new();
        for _ in 0..20 {
            codes.push(new_code(&t.office).await.unwrap().unwrap());
        }
        let tried = async |code: &String| {
            let (name, email, password) = ("한유진".into(), "yujin@example.test".into(), "short".into());
            let who = FirstAdmin { code: code.clone(), email, name, password };
            match refusal(first_admin(&t.office, who, t.office.now()).await) {
                Refusal::BadInput { field, .. } => field,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((tried(&codes[0]).await, tried(&codes[3]).await), ("code".into(), "code".into()));
        assert_eq!((tried(&codes[4]).await, tried(&codes[19]).await), ("password".into(), "password".into()));
    }
}
