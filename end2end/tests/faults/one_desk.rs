//! Fifty people want one desk.

use end2end::person::Answer;
use futures::future::join_all;

const ROUNDS: usize = 20;

on_every_set_up! {
    async fn fifty_who_ask_for_one_desk_at_once_get_it_once(office) {
        let when = office.all_day();
        let before = office.look.number("SELECT count(*) FROM bookings").await.unwrap();
        for round in 0..ROUNDS {
            let desk = &office.desks[round % office.desks.len()];
            let asked = office.people.iter().enumerate().map(|(turn, person)| {
                let (url, person, desk, when) = (office.url(turn), person.clone(), desk.clone(), when.clone());
                tokio::spawn(async move { person.book(&url, (&desk, &when), None).await.unwrap() })
            });
            let answers: Vec<Answer> = join_all(asked.collect::<Vec<_>>()).await.into_iter().map(|task| task.unwrap()).collect();
            let winners: Vec<usize> = (0..answers.len()).filter(|turn| answers[*turn].status == 201).collect();
            assert_eq!(winners.len(), 1, "round {round}: {:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
            for refused in answers.iter().filter(|answer| answer.status != 201) {
                assert_eq!((refused.status, refused.reasons()), (409, vec!["desk_taken"]), "{refused:?}");
                let offered = refused.body["offer"]["desk"].as_str().expect("another desk is offered");
                assert_ne!(offered, desk, "a taken desk is not offered");
            }
            assert_eq!(office.look.overlaps().await.unwrap(), 0);
            let booking = answers[winners[0]].text("id").unwrap();
            assert_eq!(answers[winners[0]].body["desk"], **desk);
            let given_back = office.people[winners[0]].cancel(&office.url(round), &booking).await.unwrap();
            assert_eq!(given_back.status, 204, "{given_back:?}");
        }
        let after = office.look.number("SELECT count(*) FROM bookings").await.unwrap();
        assert_eq!(after - before, ROUNDS as i64, "nothing was stored for those who were refused");
    }
}
