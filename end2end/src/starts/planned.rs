//! A morning as the product starts its cloud PCs: by its own plan, made again whenever somebody comes before theirs was
//! started.

use chrono::{DateTime, TimeDelta, Utc};
use office::model::starts::{Hosts, Need, Start, plan};
use std::collections::VecDeque;

/// Somebody who will come.
#[derive(Clone, Copy, Debug)]
pub struct Coming {
    /// When they are expected.
    pub expected: DateTime<Utc>,
    /// When they come.
    pub arrival: DateTime<Utc>,
}

/// So long before the first is expected the plan is made.
const AHEAD: TimeDelta = TimeDelta::hours(12);

struct Morning {
    hosts: Hosts,
    needs: Vec<DateTime<Utc>>,
    started: Vec<Option<DateTime<Utc>>>,
    planned: VecDeque<Start<usize>>,
}

/// When each one's cloud PC is ready. Goes from event to event: the next planned start or the next arrival of somebody
/// whose cloud PC was not started.
pub fn ready(people: &[Coming], hosts: &Hosts) -> Vec<DateTime<Utc>> {
    let mut arrivals: Vec<usize> = (0..people.len()).collect();
    arrivals.sort_by_key(|person| people[*person].arrival);
    let mut morning = Morning::of(people, hosts);
    for person in arrivals {
        let now = people[person].arrival;
        morning.start_before(now);
        if morning.started[person].is_none() {
            morning.needs[person] = morning.needs[person].min(now);
            morning.plan(now);
        }
    }
    while let Some(next) = morning.planned.pop_front() {
        morning.start(next);
    }
    morning.started.into_iter().flatten().map(|started| started + hosts.boot).collect()
}

impl Morning {
    fn of(people: &[Coming], hosts: &Hosts) -> Self {
        let needs: Vec<DateTime<Utc>> = people.iter().map(|person| person.expected).collect();
        let started = vec![None; people.len()];
        let first = needs.iter().min().copied();
        let mut morning = Self { hosts: hosts.clone(), needs, started, planned: VecDeque::new() };
        if let Some(first) = first {
            morning.plan(first - AHEAD);
        }
        morning
    }

    fn plan(&mut self, now: DateTime<Utc>) {
        let waiting = (0..self.needs.len()).filter(|person| self.started[*person].is_none());
        let needs = waiting.map(|key| Need { key, needed_at: self.needs[key] }).collect();
        self.hosts.booting.retain(|began| *began + self.hosts.boot > now);
        self.planned = plan(needs, &self.hosts, now).into();
    }

    /// Starts what is planned until then, and for that very moment.
    fn start_before(&mut self, now: DateTime<Utc>) {
        while self.planned.front().is_some_and(|next| next.start_at <= now) {
            self.planned.pop_front().into_iter().for_each(|next| self.start(next));
        }
    }

    fn start(&mut self, start: Start<usize>) {
        self.started[start.key] = Some(start.start_at);
        self.hosts.booting.push(start.start_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{num::NonZeroUsize, time::Duration};

    /// The seconds at which cloud PCs are ready, one at once, boots of 90 seconds, for people who are expected and come
    /// at these seconds.
    fn ready_seconds(people: &[(i64, i64)]) -> Vec<i64> {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let hosts = Hosts { at_once: NonZeroUsize::MIN, boot: Duration::from_secs(90), booting: Vec::new() };
        let people: Vec<Coming> = people
            .iter()
            .map(|(expected, arrival)| Coming { expected: at(*expected), arrival: at(*arrival) })
            .collect();
        ready(&people, &hosts).iter().map(DateTime::timestamp).collect()
    }

    #[test]
    fn whoever_comes_as_expected_finds_it_ready() {
        assert_eq!(ready_seconds(&[(1000, 1000), (1010, 1010)]), [920, 1010]);
    }

    #[test]
    fn whoever_comes_earlier_is_started_then_and_those_expected_later_move_back() {
        assert_eq!(ready_seconds(&[(1000, 1000), (5000, 880)]), [1060, 970]);
    }

    #[test]
    fn whoever_comes_while_another_boots_waits_for_that_first() {
        assert_eq!(ready_seconds(&[(1000, 1000), (5000, 950)]), [1000, 1090]);
    }

    #[test]
    fn whoever_comes_later_leaves_it_idle() {
        assert_eq!(ready_seconds(&[(1000, 4000)]), [1000]);
    }
}
