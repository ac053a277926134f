use super::*;
use crate::model::{id::PersonId, place::DeskKind};
use uuid::Uuid;

fn desk(number: u128) -> DeskId {
    Uuid::from_u128(number).into()
}

/// A free seat with a dock, in a row with desks two metres apart.
fn seat(number: u128) -> Seat {
    Seat {
        desk: desk(number),
        label: format!("A-{number:02}"),
        zone: None,
        at: [number as f64 * 2.0, 0.0],
        rotation: 0.0,
        kind: DeskKind::Standard,
        amenities: vec![Amenity::Dock],
        state: SeatState::Free,
        reasons: Vec::new(),
        lent: false,
        holder: None,
        day: Vec::new(),
        booking: None,
    }
}

fn row(count: u128) -> Vec<Seat> {
    (1..=count).map(seat).collect()
}

fn taken_by(seat: &mut Seat, name: &str, teammate: bool) {
    seat.state = SeatState::Taken;
    let person = PersonId::from(Uuid::from_u128(900));
    seat.holder = Some(Holder { person: Some(person), name: name.into(), given_name: name.into(), teammate, hue: 0 });
}

fn labels(seats: &[Seat], found: &[Suggestion]) -> Vec<String> {
    let label = |one: &Suggestion| seats.iter().find(|seat| seat.desk == one.desk).unwrap().label.clone();
    found.iter().map(label).collect()
}

#[test]
fn the_best_seat_is_beside_a_teammate_and_says_so() {
    let mut seats = row(12);
    seats[5].at[0] = 10.4;
    taken_by(&mut seats[5], "도현", true);
    let found = suggest(&seats, &[], |_| true);
    assert_eq!(found[0].desk, seats[4].desk);
    assert_eq!(found[0].whys[0], Why::BesideMate);
    assert_eq!(found[0].near[0].name, "도현");
}

#[test]
fn among_the_seats_that_a_filter_admits_the_best_are_suggested() {
    let mut seats = row(12);
    seats[5].at[0] = 10.4;
    taken_by(&mut seats[5], "도현", true);
    let far = |seat: &Seat| seat.label.as_str() > "A-09";
    let found = labels(&seats, &suggest(&seats, &[], far));
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|label| label.as_str() > "A-09"), "{found:?}");
}

#[test]
fn somebody_elses_colleague_is_no_reason() {
    let mut seats = row(6);
    taken_by(&mut seats[2], "도현", false);
    let found = suggest(&seats, &[], |_| true);
    assert!(found.iter().all(|one| one.near.is_empty() && !one.whys.contains(&Why::BesideMate)));
}

#[test]
fn where_one_sat_lately_counts_more_than_where_one_sat_long_ago() {
    let seats = row(8);
    let habits = [Habit { desk: desk(2), days_ago: 55 }, Habit { desk: desk(7), days_ago: 6 }];
    let found = suggest(&seats, &habits, |_| true);
    assert_eq!(labels(&seats, &found)[..2], ["A-07", "A-02"]);
    assert_eq!(found[0].whys[0], Why::SatHere { days_ago: 6 });
}

#[test]
fn what_ones_seats_usually_had_is_a_reason_and_what_every_desk_has_is_none() {
    let mut seats = row(8);
    for index in [0, 7] {
        seats[index].amenities.push(Amenity::DualMonitor);
    }
    taken_by(&mut seats[0], "서연", false);
    let found = suggest(&seats, &[Habit { desk: desk(1), days_ago: 3 }], |_| true);
    assert_eq!(found[0].desk, desk(8));
    assert_eq!(found[0].whys[0], Why::Usual(Amenity::DualMonitor));
    assert!(found.iter().all(|one| !one.whys.contains(&Why::Usual(Amenity::Dock))));
}

#[test]
fn only_free_seats_are_suggested_and_never_more_than_there_are() {
    let mut seats = row(4);
    taken_by(&mut seats[0], "서연", true);
    seats[1].state = SeatState::Held;
    let found = suggest(&seats, &[Habit { desk: desk(2), days_ago: 1 }], |_| true);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|one| one.desk == desk(3) || one.desk == desk(4)));
    assert_eq!(suggest(&[], &[], |_| true), Vec::new());
}

#[test]
fn suggestions_keep_their_distance_from_each_other() {
    let mut seats = row(20);
    for at in [4, 5, 6] {
        seats[at].amenities.push(Amenity::Window);
    }
    seats[15].amenities.push(Amenity::Window);
    let found = labels(&seats, &suggest(&seats, &[], |_| true));
    assert!(found.contains(&"A-16".to_owned()), "{found:?}");
}

#[test]
fn the_nearest_free_seats_come_first() {
    let mut seats = row(6);
    taken_by(&mut seats[2], "서연", false);
    taken_by(&mut seats[3], "하윤", false);
    let near: Vec<&str> = nearest_free(&seats, &seats[2], 2).iter().map(|(_, seat)| seat.label.as_str()).collect();
    assert_eq!(near, ["A-02", "A-01"]);
}
