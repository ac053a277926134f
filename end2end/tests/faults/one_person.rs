//! One person wants more than one may have.

use end2end::person::{Answer, When};
use futures::future::join_all;

on_every_set_up! {
    async fn one_who_asks_for_eight_desks_at_once_gets_one(office) {
        let (when, person) = (office.all_day(), office.people[0].clone());
        for round in 0..20 {
            let asked = office.desks.iter().take(8).enumerate().map(|(turn, desk)| {
                let (url, person, desk, when) = (office.url(turn), person.clone(), desk.clone(), when.clone());
                tokio::spawn(async move { person.book(&url, (&desk, &when), None).await.unwrap() })
            });
            let answers: Vec<Answer> = join_all(asked.collect::<Vec<_>>()).await.into_iter().map(|task| task.unwrap()).collect();
            let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
            assert_eq!(made.len(), 1, "round {round}: {refused:?}");
            for refused in refused {
                assert_eq!((refused.status, refused.reasons()), (409, vec!["person_busy"]), "{refused:?}");
            }
            let given_back = person.cancel(&office.url(round), &made[0].text("id").unwrap()).await.unwrap();
            assert_eq!(given_back.status, 204);
        }
        assert_eq!(office.look.overlaps().await.unwrap(), 0);
    }

    async fn a_quota_of_ten_is_ten_also_for_twenty_four_requests_at_once(office) {
        let person = office.people[1].clone();
        let slots = (0..24).map(|quarter| {
            let time = |quarter: usize| format!("{:02}:{:02}", 9 + quarter / 4, quarter % 4 * 15);
            When::between(&office.date, &time(quarter), &time(quarter + 1))
        });
        let asked = slots.enumerate().map(|(turn, when)| {
            let (url, person, desk) = (office.url(turn), person.clone(), office.desks[turn % 5].clone());
            tokio::spawn(async move { person.book(&url, (&desk, &when), None).await.unwrap() })
        });
        let answers: Vec<Answer> = join_all(asked.collect::<Vec<_>>()).await.into_iter().map(|task| task.unwrap()).collect();
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
        assert_eq!(made.len(), 10, "{refused:?}");
        for refused in refused {
            assert_eq!((refused.status, refused.reasons()), (409, vec!["too_many_active"]), "{refused:?}");
        }
        let coming = person.get(&office.url(0), "/bookings").await.unwrap();
        assert_eq!(coming.body["bookings"].as_array().unwrap().len(), 10);
    }
}
