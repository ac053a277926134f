//! A good seat for somebody who has not chosen one: where they like to sit, else near their team, else a free one.

use super::{find, team};
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::{find as places, seats},
    },
    model::{
        booking::BookingState,
        id::{DeskId, FloorId, SiteId},
        seat::{Seat, SeatState, Why},
        time::Choice,
    },
};
use std::collections::HashMap;

/// How near a teammate sits to be a reason for a seat, in metres.
const NEAR_METRES: f64 = 4.0;
/// How many floors are looked at.
const MOST_FLOORS: usize = 3;
/// How many past bookings show what somebody likes.
const REMEMBERED: usize = 60;

/// A seat that can be booked for the choice, and why this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The seat.
    pub seat: Seat,
    /// Its floor.
    pub floor: FloorId,
    /// Why this one.
    pub why: Why,
}

/// The best seat of a site for a choice; `None` when the caller can book none.
pub async fn suggest(office: &Office, caller: &Caller, site: SiteId, choice: Choice) -> Result<Option<Suggestion>> {
    let past = find::mine(office, caller, find::When::Past).await?;
    let sat = past.iter().filter(|booking| booking.state == BookingState::Ended).take(REMEMBERED);
    let (mut usual, mut floors): (HashMap<DeskId, usize>, HashMap<FloorId, usize>) = Default::default();
    for booking in sat {
        *usual.entry(booking.desk).or_default() += 1;
        *floors.entry(booking.floor).or_default() += 1;
    }
    let mates = team::on_day(office, caller, choice.date).await?;
    for (_, floor, ..) in mates.iter().filter_map(|mate| mate.seat.as_ref()) {
        *floors.entry(*floor).or_default() += 1;
    }
    let mut near: Option<Suggestion> = None;
    for floor in ordered(office, caller, (site, &floors)).await? {
        let seats = seats::seats(office, caller, floor, choice).await?.seats;
        let Some((seat, why)) = best(&seats, &usual) else { continue };
        let found = Suggestion { seat: seat.clone(), floor, why };
        match found.why {
            Why::Usual => return Ok(Some(found)),
            Why::NearTeam { .. } if !matches!(&near, Some(Suggestion { why: Why::NearTeam { .. }, .. })) => {
                near = Some(found);
            }
            _ => near = near.or(Some(found)),
        }
    }
    Ok(near)
}

/// The floors of a site, those that mean something to the caller first.
async fn ordered(
    office: &Office,
    caller: &Caller,
    (site, weights): (SiteId, &HashMap<FloorId, usize>),
) -> Result<Vec<FloorId>> {
    let floors = places::floors(office, caller).await?;
    let mut found: Vec<FloorId> = floors.iter().filter(|floor| floor.site == site).map(|floor| floor.id).collect();
    found.sort_by_key(|floor| std::cmp::Reverse(weights.get(floor).copied().unwrap_or(0)));
    found.truncate(MOST_FLOORS);
    Ok(found)
}

/// The best free seat of a floor for somebody who sat at `usual` desks so many times.
fn best<'a>(seats: &'a [Seat], usual: &HashMap<DeskId, usize>) -> Option<(&'a Seat, Why)> {
    let free = || seats.iter().filter(|seat| seat.state == SeatState::Free && !seat.lent);
    let liked = free().filter(|seat| usual.contains_key(&seat.desk)).max_by_key(|seat| usual.get(&seat.desk));
    if let Some(seat) = liked {
        return Some((seat, Why::Usual));
    }
    let mates: Vec<(&Seat, &str)> = seats
        .iter()
        .filter_map(|seat| Some((seat, seat.holder.as_ref().filter(|holder| holder.teammate)?.given_name.as_str())))
        .collect();
    let beside = free()
        .flat_map(|seat| mates.iter().map(move |(mate, name)| (metres(seat, mate), seat, *name)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((metres, seat, name)) = beside
        && metres <= NEAR_METRES
    {
        return Some((seat, Why::NearTeam { name: name.to_owned() }));
    }
    free().max_by_key(|seat| seat.amenities.len()).map(|seat| (seat, Why::Free))
}

fn metres(a: &Seat, b: &Seat) -> f64 {
    (a.at[0] - b.at[0]).hypot(a.at[1] - b.at[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{place::DeskKind, seat::Holder};
    use uuid::Uuid;

    fn seat(number: u128, state: SeatState) -> Seat {
        Seat {
            desk: Uuid::from_u128(number).into(),
            label: format!("A-{number:02}"),
            zone: None,
            at: [number as f64 * 2.0, 0.0],
            rotation: 0.0,
            kind: DeskKind::Standard,
            amenities: Vec::new(),
            state,
            reasons: Vec::new(),
            lent: false,
            holder: None,
            day: Vec::new(),
            booking: None,
        }
    }

    fn with_mate(number: u128) -> Seat {
        let person = Uuid::from_u128(1).into();
        let holder =
            Holder {
                person: Some(person), name: "이서연".into(), given_name: "서연".into(), teammate: true, hue: 0
            };
        Seat { holder: Some(holder), ..seat(number, SeatState::Taken) }
    }

    #[test]
    fn the_seat_one_likes_most_comes_first_if_it_is_free() {
        let seats = [seat(1, SeatState::Free), seat(2, SeatState::Taken), seat(3, SeatState::Free), with_mate(4)];
        let usual = [(seats[0].desk, 2), (seats[1].desk, 9), (seats[2].desk, 5)].into();
        assert_eq!(best(&seats, &usual), Some((&seats[2], Why::Usual)));
    }

    #[test]
    fn else_one_sits_near_the_team() {
        let seats = [seat(1, SeatState::Free), seat(6, SeatState::Free), with_mate(7)];
        let why = Why::NearTeam { name: "서연".into() };
        assert_eq!(best(&seats, &HashMap::new()), Some((&seats[1], why)));
        let far = [seat(1, SeatState::Free), with_mate(9)];
        assert_eq!(best(&far, &HashMap::new()), Some((&far[0], Why::Free)), "too far to be together");
    }

    #[test]
    fn nothing_is_suggested_where_nothing_is_free() {
        assert_eq!(best(&[seat(1, SeatState::Held), with_mate(2)], &HashMap::new()), None);
    }
}
