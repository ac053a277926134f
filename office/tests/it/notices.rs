//! What people are told by mail: gathered from the ledger and handed out once.

use crate::common::{NoDesktops, TestOffice, all_day, wish};
use async_trait::async_trait;
use office::{
    backend::{
        bookings::{
            cancel::cancel,
            change_times::change_times,
            check_in::check_in,
            move_seat,
            release::release_due,
            reserve::{Reserve, reserve},
            restore::restore,
        },
        cloud_pcs::{
            provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
            reconcile,
        },
        notices::{self, Letter},
        office::{Clock, Office},
        people::directory::set_mail,
    },
    model::{
        booking::{Booking, BookingState},
        cloud_pc::Cause,
        id::{DeskId, PersonId},
        notice::{Mail, Notice},
    },
};
use std::sync::Arc;

const TODAY: &str = "2026-12-03";
const TOMORROW: &str = "2026-12-04";

fn local(time: &str) -> String {
    format!("{TODAY}T{time}:00+09:00")
}

/// Everything that is due a quarter of a minute and more after it happened, taken and sent.
async fn told(t: &TestOffice) -> Vec<(PersonId, Vec<Notice>)> {
    told_by(t, &t.office).await
}

async fn told_by(t: &TestOffice, office: &Office) -> Vec<(PersonId, Vec<Notice>)> {
    notices::gather(office).await.unwrap();
    forward(t, 15);
    let mut told = Vec::new();
    while let Some(letter) = notices::hand_out(office).await.unwrap() {
        told.push((letter.to.id, kinds(&letter)));
        notices::sent(office, letter).await.unwrap();
    }
    told
}

fn kinds(letter: &Letter) -> Vec<Notice> {
    letter.news.iter().map(|news| news.notice).collect()
}

fn forward(t: &TestOffice, seconds: i64) {
    t.clock.set(&t.clock.now_plus(seconds));
}

/// 유진, who sets up the office, books a desk for somebody.
async fn given(t: &TestOffice, who: PersonId, desk: DeskId, day: &str) -> Booking {
    let wanted = Reserve { person: Some(who), ..wish(desk, all_day(day)) };
    reserve(&t.office, &t.caller(t.yujin), wanted).await.unwrap()
}

/// Mail is sent from now on.
async fn begin(t: &TestOffice) {
    assert_eq!(told(t).await, []);
}

/// 지민 sits at a desk since nine and went out at ten without a word.
async fn out(t: &TestOffice, desk: DeskId) -> Booking {
    let made = t.book(t.jimin, desk, all_day(TODAY)).await.unwrap();
    t.clock.set(&local("09:00"));
    check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
    t.clock.set(&local("10:00"));
    office::backend::bookings::away::leave(&t.office, &t.caller(t.jimin), made.id, None).await.unwrap()
}

async fn becomes(t: &TestOffice, when: &str) {
    t.clock.set(&local(when));
    release_due(&t.office).await.unwrap();
}

/// 유진, who sets up the office, moves somebody's booking.
async fn is_moved(t: &TestOffice, booking: &Booking, desk: DeskId) {
    let to = move_seat::To { desk, choice: None };
    move_seat::move_seat(&t.office, &t.caller(t.yujin), booking.id, to).await.unwrap();
}

/// A host on which nothing starts.
struct Broken(ProviderError);

#[async_trait]
impl DesktopProvider for Broken {
    async fn health(&self) -> Result<(), ProviderError> {
        Ok(())
    }
    fn capacity(&self) -> Capacity {
        NoDesktops.capacity()
    }
    async fn start(&self, _key: Key, _owner: &Owner) -> Result<Handle, ProviderError> {
        Err(self.0.clone())
    }
    async fn observe(&self, _handle: &Handle) -> Result<Power, ProviderError> {
        Ok(Power::Absent)
    }
    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(ProviderError::NotFound)
    }
    async fn release(&self, _handle: &Handle) -> Result<(), ProviderError> {
        Ok(())
    }
    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(Vec::new())
    }
}

/// What 지민 is told whose cloud PC does not start, tried again and again for five minutes.
async fn told_when_it_does_not_start(t: &TestOffice, why: ProviderError) -> Vec<(PersonId, Vec<Notice>)> {
    let office = Office::open(&t.url, t.clock.clone(), Arc::new(Broken(why))).await.unwrap();
    told_by(t, &office).await;
    t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
    t.clock.set(&local("08:55"));
    let mut told = Vec::new();
    for _ in 0..20 {
        while reconcile::pass(&office).await.unwrap() > 0 {}
        told.extend(told_by(t, &office).await);
    }
    told
}

on_both_databases! {
    async fn what_was_before_mail_is_sent_is_told_nobody(t) {
        given(t, t.jimin, t.desks[0], TODAY).await;
        assert_eq!(told(t).await, []);
        assert_eq!(told(t).await, []);
    }

    async fn each_step_of_an_absence_is_told_once(t) {
        begin(t).await;
        out(t, t.desks[0]).await;
        assert_eq!(told(t).await, [], "they said so themselves");
        becomes(t, "11:00").await;
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Lent])]);
        assert_eq!(told(t).await, []);
        becomes(t, "14:00").await;
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Released])]);
        assert_eq!(notices::waiting(&t.office).await.unwrap(), 0);
    }

    async fn a_no_show_is_told_that_the_seat_was_released(t) {
        begin(t).await;
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        becomes(t, "12:30").await;
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Released])]);
    }

    async fn nothing_is_told_before_it_had_time_to_be_undone(t) {
        begin(t).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        cancel(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        notices::gather(&t.office).await.unwrap();
        forward(t, 14);
        assert!(notices::hand_out(&t.office).await.unwrap().is_none());
        restore(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        assert_eq!(told(t).await, [], "it is as it was");
        cancel(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Cancelled])]);
        restore(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Restored])], "whoever read the one reads the other");
    }

    async fn what_somebody_else_did_is_told_and_what_they_did_themselves_is_not(t) {
        begin(t).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let to = move_seat::To { desk: t.desks[1], choice: None };
        move_seat::move_seat(&t.office, &t.caller(t.jimin), made.id, to).await.unwrap();
        assert_eq!(told(t).await, []);
        let other = given(t, t.seoyeon, t.desks[3], TOMORROW).await;
        is_moved(t, &made, t.desks[2]).await;
        assert_eq!(told(t).await, [(t.seoyeon, vec![Notice::Reserved]), (t.jimin, vec![Notice::Moved])]);
        change_times(&t.office, &t.caller(t.yujin), other.id, crate::common::morning(TOMORROW)).await.unwrap();
        cancel(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        assert_eq!(told(t).await, [(t.seoyeon, vec![Notice::TimesChanged]), (t.jimin, vec![Notice::Cancelled])]);
    }

    async fn whoever_is_moved_to_and_fro_is_told_nothing_and_whoever_is_moved_twice_is_told_once(t) {
        begin(t).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        is_moved(t, &made, t.desks[1]).await;
        is_moved(t, &made, t.desks[0]).await;
        assert_eq!(told(t).await, []);
        is_moved(t, &made, t.desks[1]).await;
        is_moved(t, &made, t.desks[2]).await;
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Moved])]);
        is_moved(t, &made, t.desks[0]).await;
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Moved])], "they knew of another one");
    }

    async fn a_guest_is_told_once_where_they_sit_when_the_holder_returns(t) {
        begin(t).await;
        let booking = out(t, t.desks[0]).await;
        becomes(t, "11:00").await;
        told(t).await;
        let guest = t.book(t.seoyeon, t.desks[0], crate::common::between(TODAY, "11:15", "17:00")).await.unwrap();
        t.clock.set(&local("11:30"));
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        notices::gather(&t.office).await.unwrap();
        forward(t, 15);
        let letter = notices::hand_out(&t.office).await.unwrap().unwrap();
        assert_eq!((letter.to.id, kinds(&letter)), (t.seoyeon, vec![Notice::GaveWay]));
        assert_eq!(letter.news[0].booking.desk, t.desks[1]);
        notices::sent(&t.office, letter).await.unwrap();
        assert_eq!(told(t).await, []);
    }

    async fn a_guest_without_another_seat_is_told_that_and_not_that_a_rule_released_it(t) {
        begin(t).await;
        let booking = out(t, t.desks[0]).await;
        becomes(t, "11:00").await;
        told(t).await;
        let crowd = t.crowd(7).await;
        for (person, desk) in crowd.iter().zip(&t.desks[1..]) {
            t.book(*person, *desk, all_day(TODAY)).await.unwrap();
        }
        let guest = t.book(t.seoyeon, t.desks[0], crate::common::between(TODAY, "11:15", "17:00")).await.unwrap();
        t.clock.set(&local("11:30"));
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!(t.state(guest.id).await, BookingState::Released.word());
        assert_eq!(told(t).await, [(t.seoyeon, vec![Notice::GaveWay])]);
    }

    async fn each_person_gets_what_they_want(t) {
        begin(t).await;
        set_mail(&t.office, &t.caller(t.jimin), Mail::Changes).await.unwrap();
        set_mail(&t.office, &t.caller(t.seoyeon), Mail::Never).await.unwrap();
        out(t, t.desks[0]).await;
        becomes(t, "11:00").await;
        assert_eq!(told(t).await, [], "only changes");
        for person in [t.seoyeon, t.dohyun] {
            let desk = if person == t.seoyeon { t.desks[1] } else { t.desks[2] };
            given(t, person, desk, TOMORROW).await;
        }
        let gone = t.uuid(t.dohyun.0);
        t.sql(&format!("UPDATE people SET active = false WHERE id = {gone}")).await;
        assert_eq!(told(t).await, [], "one wants none, one has left");
        becomes(t, "14:00").await;
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Released])]);
    }

    async fn what_happens_together_comes_in_one_letter(t) {
        begin(t).await;
        for (desk, day) in [(t.desks[0], TODAY), (t.desks[1], TOMORROW)] {
            given(t, t.jimin, desk, day).await;
        }
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Reserved, Notice::Reserved])]);
    }

    async fn what_goes_on_happening_is_waited_for_but_not_for_ever(t) {
        begin(t).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        let mut letters = Vec::new();
        for passed in (10..=100).step_by(10) {
            is_moved(t, &made, t.desks[1 + usize::from(passed % 20 == 0)]).await;
            notices::gather(&t.office).await.unwrap();
            forward(t, 10);
            while let Some(letter) = notices::hand_out(&t.office).await.unwrap() {
                letters.push((passed, kinds(&letter)));
                notices::sent(&t.office, letter).await.unwrap();
            }
        }
        assert_eq!(letters, [(80, vec![Notice::Moved])]);
    }

    async fn a_booking_that_is_changed_before_its_person_heard_of_it_is_told_as_it_is_now(t) {
        begin(t).await;
        let made = given(t, t.jimin, t.desks[0], TOMORROW).await;
        notices::gather(&t.office).await.unwrap();
        forward(t, 5);
        is_moved(t, &made, t.desks[1]).await;
        notices::gather(&t.office).await.unwrap();
        forward(t, 14);
        assert!(notices::hand_out(&t.office).await.unwrap().is_none(), "it waits for what follows");
        forward(t, 1);
        let letter = notices::hand_out(&t.office).await.unwrap().unwrap();
        assert_eq!((kinds(&letter), letter.news[0].booking.desk), (vec![Notice::Reserved], t.desks[1]));
        notices::sent(&t.office, letter).await.unwrap();
        cancel(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        assert_eq!(told(t).await, [(t.jimin, vec![Notice::Cancelled])]);
    }

    async fn a_booking_that_is_cancelled_before_its_person_heard_of_it_is_told_nobody(t) {
        begin(t).await;
        let made = given(t, t.jimin, t.desks[0], TOMORROW).await;
        notices::gather(&t.office).await.unwrap();
        forward(t, 5);
        cancel(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        assert_eq!(told(t).await, []);
    }

    async fn a_letter_that_could_not_be_sent_is_tried_again_ever_later_and_given_up_after_a_day(t) {
        begin(t).await;
        given(t, t.jimin, t.desks[0], "2026-12-07").await;
        notices::gather(&t.office).await.unwrap();
        forward(t, 15);
        let mut waits = Vec::new();
        while notices::waiting(&t.office).await.unwrap() > 0 {
            let begun = t.clock.now();
            let letter = loop {
                match notices::hand_out(&t.office).await.unwrap() {
                    Some(letter) => break letter,
                    None => forward(t, 20),
                }
            };
            waits.push((t.clock.now() - begun).num_minutes());
            notices::try_again(&t.office, letter).await.unwrap();
        }
        assert_eq!(waits[..9], [0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(waits.iter().sum::<i64>() / 60, 24, "{waits:?}");
    }

    async fn a_letter_whose_server_died_is_handed_out_again(t) {
        begin(t).await;
        given(t, t.jimin, t.desks[0], TOMORROW).await;
        notices::gather(&t.office).await.unwrap();
        forward(t, 15);
        let lost = notices::hand_out(&t.office).await.unwrap().unwrap();
        assert!(notices::hand_out(&t.office).await.unwrap().is_none(), "it is being sent");
        forward(t, 5 * 60);
        let again = notices::hand_out(&t.office).await.unwrap().unwrap();
        assert_eq!((again.number(), kinds(&again)), (lost.number(), kinds(&lost)));
    }

    async fn two_servers_tell_everything_once(t) {
        let other = t.second_handle().await;
        begin(t).await;
        let crowd = t.crowd(8).await;
        for (person, desk) in crowd.iter().zip(&t.desks) {
            given(t, *person, *desk, TOMORROW).await;
        }
        let (one, two) = tokio::join!(notices::gather(&t.office), notices::gather(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 8);
        forward(t, 15);
        let all = async |office: &Office| {
            let mut told = Vec::new();
            while let Some(letter) = notices::hand_out(office).await.unwrap() {
                told.push(letter.to.id);
                notices::sent(office, letter).await.unwrap();
            }
            told
        };
        let (one, two) = tokio::join!(all(&t.office), all(&other));
        let mut told = [one, two].concat();
        told.sort();
        let mut expected = crowd.clone();
        expected.sort();
        assert_eq!(told, expected);
    }

    async fn a_cloud_pc_that_does_not_start_is_told_once(t) {
        let told = told_when_it_does_not_start(t, ProviderError::Transient("no answer".into())).await;
        assert_eq!(told, [(t.jimin, vec![Notice::PcTrouble])]);
    }

    async fn a_provider_that_is_full_is_told_once(t) {
        let full = ProviderError::Unavailable { cause: Cause::Full, missing: "no room".into(), remedy: String::new() };
        assert_eq!(told_when_it_does_not_start(t, full).await, [(t.jimin, vec![Notice::PcTrouble])]);
    }

    async fn an_office_that_has_no_cloud_pcs_at_all_tells_nobody_so(t) {
        let bare = ProviderError::Unavailable {
            cause: Cause::Packages,
            missing: "not installed: openbox".into(),
            remedy: "apt-get install openbox".into(),
        };
        assert_eq!(told_when_it_does_not_start(t, bare).await, []);
    }

    async fn settled_notices_are_forgotten_after_a_month(t) {
        begin(t).await;
        given(t, t.jimin, t.desks[0], TOMORROW).await;
        told(t).await;
        let kept = async || {
            notices::forget_old(&t.office).await.unwrap();
            t.number("SELECT count(*) FROM notices").await
        };
        forward(t, 29 * 86_400);
        assert_eq!(kept().await, 1);
        forward(t, 2 * 86_400);
        assert_eq!(kept().await, 0);
    }
}
