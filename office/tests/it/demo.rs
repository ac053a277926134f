//! The demo office: who may be by one click, and how it is told from every other office.

use crate::common::{TestOffice, date};
use office::{
    backend::{
        demo::{
            noted::{is_demo, old_since},
            seed,
        },
        people::directory,
    },
    model::person::{Person, Role},
};

async fn examples(t: &TestOffice) -> Vec<Person> {
    directory::examples(&t.office).await.unwrap()
}

on_both_databases! {
    async fn an_office_is_the_demo_only_once_it_was_filled_as_such(t) {
        assert!(!is_demo(&t.office).await.unwrap());
        seed::fill(&t.office).await.unwrap();
        assert!(is_demo(&t.office).await.unwrap());
        assert_eq!(t.texts("SELECT value FROM settings WHERE key = 'demo'").await, ["filled"]);
        // Filled by an earlier version, which noted nothing.
        t.sql("DELETE FROM settings WHERE key = 'demo'").await;
        assert!(is_demo(&t.office).await.unwrap());
    }

    async fn a_demo_that_is_kept_is_old_from_the_next_day_on(t) {
        assert_eq!(old_since(&t.office).await.unwrap(), None);
        seed::fill(&t.office).await.unwrap();
        t.clock.set("2026-12-03T23:50:00+09:00");
        assert_eq!(old_since(&t.office).await.unwrap(), None);
        t.clock.set("2026-12-04T00:10:00+09:00");
        assert_eq!(old_since(&t.office).await.unwrap(), Some(date("2026-12-03")));
    }

    async fn only_the_demos_own_people_are_its_examples(t) {
        assert!(examples(t).await.is_empty());
        seed::fill(&t.office).await.unwrap();
        // Everybody else is there for longer.
        let names = |people: &[Person]| people.iter().map(|one| one.email.clone()).collect::<Vec<_>>();
        let three = ["jimin.kim@jari.example", "suhyun.park@jari.example", "junghoon.lee@jari.example"];
        assert_eq!(names(&examples(t).await), three);
        // Not even where none of the demo's own has a role any more, or all that have it are gone.
        t.sql("UPDATE people SET role = 'employee' WHERE role = 'admin' AND email LIKE '%@jari.example'").await;
        t.sql("UPDATE people SET active = FALSE WHERE role = 'facility_manager' AND email LIKE '%@jari.example'").await;
        let left = examples(t).await;
        assert_eq!(left.iter().map(|one| one.role).collect::<Vec<_>>(), [Role::Employee]);
        assert!(left.iter().all(|one| one.email.ends_with("@jari.example")));
    }
}
