//! Counts a day from its facts.

use super::{
    DayUsage, HourUsage, LATE_AFTER_MIN, NowCounts, Part, PeakCount, People, PlaceCounts, PlaceUsage, Share, Tense,
    WeekBefore,
    facts::{BookingFacts, DeskFacts, Outcome, SiteDay},
    intervals::{clip, length, merge, peak, seconds},
};
use crate::model::{
    booking::BookingState,
    id::{DeskId, PersonId},
    place::Names,
    time::{self, Instant, Interval, Minute},
};
use chrono::TimeDelta;
use std::collections::{HashMap, HashSet};

/// When each desk was held and used that day; one desk is never counted twice at one instant.
struct Stays {
    held: Vec<(DeskId, Interval)>,
    used: Vec<(DeskId, Interval)>,
}

/// The windows of one day.
#[derive(Clone, Copy)]
struct Windows {
    tense: Tense,
    /// The whole local day.
    day: Interval,
    /// The day up to and with now; `None` on a day to come.
    known: Option<Interval>,
    /// Working hours.
    work: Interval,
}

/// Counts a day. What the site's calendar says of it and the week before are given.
pub fn count(day: &SiteDay, closed: Option<super::Closed>, before: WeekBefore) -> DayUsage {
    let windows = windows(day);
    let stays = stays(day, windows);
    let local = time::local(day.zone, day.now);
    let places = places(day, &stays, windows);
    let bare = day.floors.iter().filter(|(floor, _)| !day.desks.iter().any(|desk| desk.floor == *floor));
    DayUsage {
        date: day.date,
        today: local.date(),
        tense: windows.tense,
        closed,
        as_of: day.now,
        as_of_local: Minute::of(local),
        whole: whole(day),
        late: windows.known.map(|_| People::of(late(day))),
        rebooked: rebooked(day),
        places,
        bare: bare.map(|(_, name)| name.clone()).collect(),
        hours: hours(day, &stays, windows),
        before,
        site: day.site.clone(),
    }
}

/// The counts of the whole site.
pub fn whole(day: &SiteDay) -> PlaceCounts {
    let windows = windows(day);
    let desks: Vec<&DeskFacts> = day.desks.iter().collect();
    place(day, &stays(day, windows), (&desks, windows))
}

fn windows(day: &SiteDay) -> Windows {
    let span = time::day(day.zone, day.date);
    let hours = day.site.hours;
    let work = Interval {
        starts_at: time::starts(day.zone, day.date, hours.opens),
        ends_at: time::ends(day.zone, day.date, hours.closes),
    };
    // Now itself is known, so what is known ends right after it.
    let known = Interval::new(span.starts_at, span.ends_at.min(day.now + TimeDelta::seconds(1)));
    let tense = match known {
        None => Tense::Coming,
        Some(_) if day.now >= span.ends_at => Tense::Past,
        Some(_) => Tense::Today,
    };
    Windows { tense, day: span, known, work }
}

fn stays(day: &SiteDay, windows: Windows) -> Stays {
    let all = || day.bookings.iter().chain(&day.left);
    let inside = |one: &BookingFacts, times: Vec<Interval>, window: Option<Interval>| -> Vec<(DeskId, Interval)> {
        let Some(window) = window else { return Vec::new() };
        times.into_iter().filter_map(|time| clip(time, window)).map(|time| (one.desk, time)).collect()
    };
    let held = all().flat_map(|one| inside(one, day.held(one), Some(windows.day)));
    let used = all().flat_map(|one| inside(one, day.used(one), windows.known));
    Stays { held: by_desk(held), used: by_desk(used) }
}

fn by_desk(stays: impl Iterator<Item = (DeskId, Interval)>) -> Vec<(DeskId, Interval)> {
    let mut desks: HashMap<DeskId, Vec<Interval>> = HashMap::new();
    for (desk, interval) in stays {
        desks.entry(desk).or_default().push(interval);
    }
    desks.into_iter().flat_map(|(desk, held)| merge(held).into_iter().map(move |one| (desk, one))).collect()
}

fn places(day: &SiteDay, stays: &Stays, windows: Windows) -> Vec<PlaceUsage> {
    let mut places = Vec::new();
    for (floor, name) in &day.floors {
        let desks: Vec<&DeskFacts> = day.desks.iter().filter(|desk| desk.floor == *floor).collect();
        if desks.is_empty() {
            continue;
        }
        let mut line = |part: Part, name: &Names, desks: Vec<&DeskFacts>| {
            if !desks.is_empty() {
                let counts = place(day, stays, (&desks, windows));
                places.push(PlaceUsage { floor: *floor, part, name: name.clone(), counts });
            }
        };
        line(Part::Floor, name, desks.clone());
        for (zone, _, name) in day.zones.iter().filter(|(_, on, _)| on == floor) {
            line(Part::Zone(*zone), name, desks.iter().filter(|desk| desk.zone == Some(*zone)).copied().collect());
        }
        let rest: Vec<&DeskFacts> = desks.iter().filter(|desk| desk.zone.is_none()).copied().collect();
        // A floor without zones is its own rest.
        if rest.len() < desks.len() {
            line(Part::Rest, name, rest);
        }
    }
    places
}

fn place(day: &SiteDay, stays: &Stays, (desks, windows): (&[&DeskFacts], Windows)) -> PlaceCounts {
    let inside: HashSet<DeskId> = desks.iter().map(|desk| desk.desk).collect();
    let known_off = windows.tense != Tense::Past;
    let off: HashSet<DeskId> =
        desks.iter().filter(|desk| known_off && desk.out_of_service).map(|desk| desk.desk).collect();
    let of = |stays: &[(DeskId, Interval)], but: &HashSet<DeskId>| -> Vec<Interval> {
        let kept = stays.iter().filter(|(desk, _)| inside.contains(desk) && !but.contains(desk));
        kept.map(|(_, interval)| *interval).collect()
    };
    let none = HashSet::new();
    let (held, used) = (of(&stays.held, &none), of(&stays.used, &none));
    let bookable = u64::from(number(desks.len() - off.len()));
    let so_far = windows.known.and_then(|known| clip(windows.work, known)).map_or(0, length);
    let local = |at: Option<Instant>| at.map(|at| Minute::of(time::local(day.zone, at)));
    let peak_of = |intervals: &[Interval], window| {
        let (desks, at) = peak(intervals.iter().copied(), window);
        PeakCount { desks, at: local(at) }
    };
    let ahead = Interval::new(day.now, windows.day.ends_at).filter(|_| windows.tense == Tense::Today);
    let used_desks: HashSet<DeskId> =
        stays.used.iter().map(|(desk, _)| *desk).filter(|desk| inside.contains(desk)).collect();
    let known = |value: Share| windows.known.map(|_| value);
    PlaceCounts {
        desks: number(desks.len()),
        out_of_service: known_off.then_some(number(off.len())),
        affected: affected(day, &off),
        now: (windows.tense == Tense::Today).then(|| now_counts(day, stays, (desks, &off))),
        peak: peak_of(&held, windows.day),
        peak_ahead: ahead.map(|ahead| peak_of(&held, ahead)),
        peak_in_use: windows.known.map(|_| peak_of(&used, windows.day)),
        touched: known(Share::new(number(used_desks.len()), number(desks.len()))),
        used_time: known(Share::new(seconds(of(&stays.used, &off), windows.work), bookable * so_far)),
        booked_time: Share::new(seconds(of(&stays.held, &off), windows.work), bookable * length(windows.work)),
        ..outcomes(day, &inside)
    }
}

fn outcomes(day: &SiteDay, inside: &HashSet<DeskId>) -> PlaceCounts {
    let mut counts = PlaceCounts::default();
    for booking in day.bookings.iter().filter(|booking| inside.contains(&booking.desk)) {
        let one = match booking.outcome(day.now) {
            Outcome::GivenBack => continue,
            Outcome::Coming => None,
            Outcome::Taken => Some(&mut counts.taken),
            Outcome::NoShow => Some(&mut counts.no_shows),
            Outcome::Waiting => Some(&mut counts.waiting),
            Outcome::Unknown => Some(&mut counts.unknown),
        };
        if let Some(one) = one {
            *one += 1;
        }
        counts.bookings += 1;
    }
    counts
}

fn now_counts(day: &SiteDay, stays: &Stays, (desks, off): (&[&DeskFacts], &HashSet<DeskId>)) -> NowCounts {
    let at_now = |stays: &[(DeskId, Interval)]| -> HashSet<DeskId> {
        stays.iter().filter(|(_, interval)| interval.contains(day.now)).map(|(desk, _)| *desk).collect()
    };
    let (held, used) = (at_now(&stays.held), at_now(&stays.used));
    let mut counts = NowCounts::default();
    for desk in desks {
        if used.contains(&desk.desk) {
            counts.in_use += 1;
        } else if held.contains(&desk.desk) {
            counts.reserved += 1;
        } else if !off.contains(&desk.desk) && !desk.retired {
            counts.free += 1;
        }
    }
    counts
}

fn affected(day: &SiteDay, off: &HashSet<DeskId>) -> u32 {
    let live = day.bookings.iter().filter(|booking| booking.state.is_live() && booking.interval.ends_at > day.now);
    number(live.filter(|booking| off.contains(&booking.desk)).count())
}

/// People, however many of their bookings they came late to: nobody is told apart by having had several.
fn late(day: &SiteDay) -> u32 {
    let grace = TimeDelta::minutes(LATE_AFTER_MIN);
    let is_late = |booking: &&BookingFacts| {
        let due = booking.interval.starts_at.max(booking.made_at);
        booking.outcome(day.now) == Outcome::Taken && booking.checked_in_at.is_some_and(|came| came > due + grace)
    };
    let people: HashSet<PersonId> = day.bookings.iter().filter(is_late).map(|booking| booking.person).collect();
    number(people.len())
}

fn rebooked(day: &SiteDay) -> u32 {
    let again = |released: &&BookingFacts| {
        let rest = released.ended_at.and_then(|ended| Interval::new(ended, released.interval.ends_at));
        released.outcome(day.now) == Outcome::NoShow
            && rest.is_some_and(|rest| {
                day.bookings.iter().any(|other| {
                    other.desk == released.desk
                        && other.made_at >= rest.starts_at
                        && other.held().is_some_and(|held| held.overlaps(&rest))
                })
            })
    };
    number(day.bookings.iter().filter(again).count())
}

fn hours(day: &SiteDay, stays: &Stays, windows: Windows) -> Vec<HourUsage> {
    let shown = stays.held.iter().fold(windows.work, |shown, (_, held)| Interval {
        starts_at: shown.starts_at.min(held.starts_at),
        ends_at: shown.ends_at.max(held.ends_at),
    });
    let mut hours: Vec<HourUsage> = Vec::new();
    let mut starts_at = windows.day.starts_at;
    let mut shown_before = HashSet::new();
    while let Some(span) = Interval::new(starts_at, windows.day.ends_at.min(starts_at + TimeDelta::hours(1))) {
        let hour = Minute::of(time::local(day.zone, starts_at));
        let again = !shown_before.insert(hour);
        if span.overlaps(&shown) {
            hours.push(one_hour(day, stays, (span, windows), (hour, again)));
        }
        starts_at = span.ends_at;
    }
    hours
}

fn one_hour(
    day: &SiteDay,
    stays: &Stays,
    (span, windows): (Interval, Windows),
    (hour, again): (Minute, bool),
) -> HourUsage {
    let most = |stays: &[(DeskId, Interval)], window| peak(stays.iter().map(|(_, interval)| *interval), window).0;
    let known = windows.known.and_then(|known| clip(span, known));
    let released = |booking: &&BookingFacts| {
        booking.state == BookingState::Released
            && booking.outcome(day.now) == Outcome::NoShow
            && booking.ended_at.is_some_and(|ended| span.contains(ended))
    };
    HourUsage {
        starts_at: span.starts_at,
        hour,
        again,
        booked: most(&stays.held, span),
        in_use: known.map(|known| most(&stays.used, known)),
        no_shows: known.map(|_| number(day.bookings.iter().filter(released).count())),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
