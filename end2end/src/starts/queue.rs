//! Boots in the order of their requests, under the most that boot at once.

use chrono::{DateTime, Utc};
use office::model::starts::Hosts;
use std::{cmp::Reverse, collections::BinaryHeap};

/// When each of the requests is ready: whoever asked first boots first, at the same moment in the order given.
pub fn ready(requests: &[DateTime<Utc>], hosts: &Hosts) -> Vec<DateTime<Utc>> {
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_by_key(|index| requests[*index]);
    let mut ready = requests.to_vec();
    let mut booting: BinaryHeap<Reverse<DateTime<Utc>>> = BinaryHeap::new();
    for index in order {
        let full = booting.len() == hosts.at_once.get();
        let free = if full { booting.pop().map(|Reverse(free)| free) } else { None };
        ready[index] = free.map_or(requests[index], |free| requests[index].max(free)) + hosts.boot;
        booting.push(Reverse(ready[index]));
    }
    ready
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{num::NonZeroUsize, time::Duration};

    /// The seconds at which requests of these seconds are ready with two at once and boots of 90 seconds.
    fn ready_seconds(requests: &[i64]) -> Vec<i64> {
        let hosts =
            Hosts { at_once: NonZeroUsize::new(2).unwrap(), boot: Duration::from_secs(90), booting: Vec::new() };
        let requests: Vec<_> = requests.iter().map(|second| DateTime::from_timestamp(*second, 0).unwrap()).collect();
        ready(&requests, &hosts).iter().map(DateTime::timestamp).collect()
    }

    #[test]
    fn whoever_asks_while_there_is_room_waits_for_one_boot() {
        assert_eq!(ready_seconds(&[0, 10, 90, 100]), [90, 100, 180, 190]);
    }

    #[test]
    fn whoever_asks_while_there_is_none_waits_for_the_next_to_be_ready() {
        assert_eq!(ready_seconds(&[0, 10, 20, 30, 40]), [90, 100, 180, 190, 270]);
    }

    #[test]
    fn the_order_is_that_of_the_requests_and_not_of_the_list() {
        assert_eq!(ready_seconds(&[30, 20, 10, 0]), [190, 180, 100, 90]);
    }
}
