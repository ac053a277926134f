use super::*;
use chrono::DateTime;
use office::model::{
    away::{AwayCause, Steps},
    booking::{Absence, Booking, BookingState, LocalTimes},
    cloud_pc::SessionState,
    notice::Mail,
    person::{Role, Visibility},
    place::{Lang, Names},
    time::Interval,
};
use uuid::Uuid;

const HERE: &str = "https://jari.example";

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn person(lang: Lang) -> Person {
    Person {
        id: Uuid::nil().into(),
        email: "jimin@jari.example".into(),
        name: "김지민".into(),
        given_name: "지민".into(),
        role: Role::Employee,
        team: None,
        team_name: None,
        lang,
        visibility: Visibility::Everybody,
        mail: Mail::Every,
    }
}

/// A booking from nine to six in Seoul whose person sits there.
fn booking() -> Booking {
    Booking {
        id: Uuid::nil().into(),
        person: Uuid::nil().into(),
        person_name: "김지민".into(),
        desk: Uuid::nil().into(),
        label: "A-12".into(),
        floor: Uuid::nil().into(),
        site: Uuid::nil().into(),
        interval: Interval { starts_at: at("2026-12-03T00:00:00Z"), ends_at: at("2026-12-03T09:00:00Z") },
        local: LocalTimes {
            date: "2026-12-03".parse().unwrap(),
            from: "09:00".parse().unwrap(),
            to: "18:00".parse().unwrap(),
        },
        state: BookingState::InUse,
        checked_in_at: Some(at("2026-12-03T00:00:00Z")),
        check_in_from: at("2026-12-02T23:30:00Z"),
        released_at: None,
        away: None,
        session: None,
        session_state: None,
        no_pc: None,
        pc_until: None,
    }
}

fn away(lent: bool) -> Booking {
    let steps = Steps { lent_from: Some(at("2026-12-03T02:00:00Z")), released_at: Some(at("2026-12-03T05:00:00Z")) };
    let away = Absence { since: at("2026-12-03T01:00:00Z"), cause: AwayCause::Idle, back_by: None, lent, steps };
    Booking { state: BookingState::Away, away: Some(away), ..booking() }
}

fn news(notice: Notice, booking: Booking) -> News {
    let floor = Names { ko: "본사 12층".into(), en: "Head office 12F".into() };
    News { notice, booking, floor, zone: chrono_tz::Asia::Seoul, today: true }
}

fn written(lang: Lang, some: &[News]) -> Written {
    write(&person(lang), some, HERE)
}

#[test]
fn whoever_seems_to_be_away_reads_since_when_until_when_the_seat_is_kept_and_what_to_do() {
    let korean = written(Lang::Ko, &[news(Notice::Away, away(false))]);
    assert_eq!(korean.subject, "[자리] A-12 자리를 비웠나요?");
    let expected = "\
김지민 님, 안녕하세요.

■ 12월 3일 목요일 09:00–18:00, 본사 12층 A-12 자리
10:00부터 자리를 비운 것 같아요. 11:00까지 자리를 잡아 두고, 그 뒤에는 돌아올 때까지 다른 사람이 앉을 수 있어요. 14:00에는 자리가 반납돼요.
자리에 있거나 곧 돌아온다면 여기서 알려 주세요: https://jari.example/

메일을 덜 받거나 그만 받으려면: https://jari.example/settings
";
    assert_eq!(korean.body, expected);
    let english = written(Lang::En, &[news(Notice::Away, away(false))]);
    assert_eq!(english.subject, "[Jari] Have you left desk A-12?");
    assert!(english.body.contains("Thursday 3 December, 09:00–18:00, Head office 12F, desk A-12"), "{}", english.body);
    assert!(english.body.contains("since 10:00") && english.body.contains("until 11:00"), "{}", english.body);
}

#[test]
fn where_the_rules_lend_and_release_nothing_nothing_of_it_is_said() {
    let steps = Steps { lent_from: None, released_at: None };
    let mut booking = away(false);
    booking.away = booking.away.map(|away| Absence { steps, ..away });
    let body = written(Lang::Ko, &[news(Notice::Away, booking)]).body;
    assert!(body.contains("10:00부터 자리를 비운 것 같아요.\n"), "{body}");
}

#[test]
fn what_happened_together_is_told_in_one_letter() {
    let both = [news(Notice::Moved, booking()), news(Notice::PcTrouble, booking())];
    let letter = written(Lang::Ko, &both);
    assert_eq!(letter.subject, "[자리] 자리가 바뀌었어요: A-12 외 1건");
    assert_eq!(letter.body.matches("■").count(), 2);
    assert_eq!(letter.body.matches("안녕하세요").count(), 1);
    assert_eq!(written(Lang::En, &both).subject, "[Jari] You have another seat: A-12, and 1 more");
}

#[test]
fn a_release_says_why() {
    let told = |lang, booking| written(lang, &[news(Notice::Released, booking)]);
    let long_away = Booking { state: BookingState::Released, ..booking() };
    let no_show = Booking { checked_in_at: None, ..long_away.clone() };
    assert!(told(Lang::En, long_away.clone()).body.contains("You were away for a long time"));
    assert!(told(Lang::En, no_show.clone()).body.contains("Nobody checked in"));
    assert_eq!(told(Lang::Ko, long_away).subject, "[자리] A-12 자리가 반납됐어요");
    assert_eq!(told(Lang::Ko, no_show).subject, "[자리] A-12 자리 예약이 해제됐어요");
}

#[test]
fn a_guest_reads_where_they_sit_now_or_that_no_seat_was_free() {
    let told = |booking| written(Lang::Ko, &[news(Notice::GaveWay, booking)]).body;
    assert!(told(booking()).contains("A-12 자리로 옮겨 드렸어요"));
    let none = Booking { state: BookingState::Released, ..booking() };
    assert!(told(none).contains("빈자리가 없어서"));
}

#[test]
fn whatever_is_told_is_said_in_both_languages_and_leads_somewhere() {
    for notice in Notice::ALL {
        for lang in [Lang::Ko, Lang::En] {
            let letter =
                written(lang, &[news(*notice, Booking { session_state: Some(SessionState::Failed), ..away(true) })]);
            for text in [&letter.subject, &letter.body] {
                assert!(!text.contains("mail-") && !text.contains('{'), "{notice:?}: {text}");
            }
            assert_eq!(letter.body.matches(HERE).count(), 2, "{notice:?}: {}", letter.body);
            let korean = |c: char| ('가'..='힣').contains(&c);
            let told = letter.body.replace("김지민", "");
            assert_eq!(told.contains(korean), lang == Lang::Ko, "{notice:?}: {told}");
        }
    }
}

#[test]
fn another_day_leads_to_the_bookings_or_the_seats_of_that_day() {
    let link = |notice| {
        let other = News { today: false, ..news(notice, booking()) };
        written(Lang::En, &[other]).body
    };
    let floor = Uuid::nil();
    assert!(link(Notice::Cancelled).contains(&format!("{HERE}/floors/{floor}?date=2026-12-03\n")));
    assert!(link(Notice::Reserved).contains(&format!("{HERE}/bookings\n")));
    assert!(link(Notice::PcTrouble).contains(&format!("{HERE}/bookings\n")));
}
