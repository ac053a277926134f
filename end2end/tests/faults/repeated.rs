//! A request that is sent again, or whose sender hangs up, books once.

use end2end::person::Answer;
use futures::future::join_all;
use std::time::Duration;

on_every_set_up! {
    async fn a_request_sent_twenty_times_at_once_books_once(office) {
        let (when, desk, person) = (office.all_day(), office.desks[0].clone(), office.people[0].clone());
        let asked = (0..20).map(|turn| {
            let (url, person, desk, when) = (office.url(turn), person.clone(), desk.clone(), when.clone());
            tokio::spawn(async move { person.book(&url, (&desk, &when), Some("morning-1")).await.unwrap() })
        });
        let answers: Vec<Answer> = join_all(asked.collect::<Vec<_>>()).await.into_iter().map(|task| task.unwrap()).collect();
        let first = answers[0].text("id").unwrap();
        for answer in &answers {
            assert_eq!((answer.status, answer.text("id").unwrap()), (201, first.clone()), "{answer:?}");
        }
        let other = person.book(&office.url(1), (&office.desks[1], &when), Some("morning-1")).await.unwrap();
        assert_eq!((other.status, other.text("code").unwrap()), (409, "key_reused".into()), "{other:?}");
        let coming = person.get(&office.url(0), "/bookings").await.unwrap();
        assert_eq!(coming.body["bookings"].as_array().unwrap().len(), 1);
    }

    async fn whoever_hangs_up_and_asks_again_has_one_booking(office) {
        let when = office.all_day();
        let asked = office.people.iter().take(20).enumerate().map(|(number, person)| {
            let (url, other, person) = (office.url(number), office.url(number + 1), person.clone());
            let (desk, when) = (office.desks[number % office.desks.len()].clone(), when.clone());
            tokio::spawn(async move {
                for millis in [1, 2, 4, 8] {
                    let patience = Duration::from_millis(millis + number as u64 % 3);
                    let _ = tokio::time::timeout(patience, person.book(&url, (&desk, &when), Some("again"))).await;
                }
                person.book(&other, (&desk, &when), Some("again")).await.unwrap()
            })
        });
        let answers: Vec<Answer> = join_all(asked.collect::<Vec<_>>()).await.into_iter().map(|task| task.unwrap()).collect();
        for (person, answer) in office.people.iter().zip(&answers) {
            assert_eq!(answer.status, 201, "{answer:?}");
            let coming = person.get(&office.url(0), "/bookings").await.unwrap();
            // Some have bookings of other days as well.
            let at = &answer.body["starts_at"];
            let then = coming.body["bookings"].as_array().unwrap().iter().filter(|booking| booking["starts_at"] == *at);
            assert_eq!(then.map(|booking| &booking["id"]).collect::<Vec<_>>(), [&answer.body["id"]]);
        }
        assert_eq!(office.look.overlaps().await.unwrap(), 0);
    }
}
