//! Simulates mornings in which people's cloud PCs are started, to see how long people wait and cloud PCs idle: first the
//! figures of the design's model, then the product's plan when arrivals can't be foreseen exactly.

mod figures;
mod people;
mod planned;
mod policy;
mod queue;

use figures::Figures;
use office::model::starts::{EARLY_PERCENT, Hosts, LEAST_ARRIVALS, MOST_ARRIVALS};
use people::{Person, morning};
use policy::Policy;
use std::{num::NonZeroUsize, time::Duration};

/// How long a boot takes, in seconds.
const BOOT_SECONDS: u64 = 90;
/// How many may boot at once.
const AT_ONCE: usize = 20;
/// How many cloud PCs there are.
const SIZES: [usize; 2] = [300, 1000];
/// How many mornings the first table is about, and the second.
const MORNINGS: (u64, u64) = (20, 5);
/// By how many minutes arrivals differ from what is expected (standard deviation).
const DAILY: [f64; 5] = [0.0, 2.0, 5.0, 10.0, 15.0];

/// The design's figures in minutes: mean wait, p95 of the wait, mean idle.
type Published = (Option<f64>, Option<f64>, Option<f64>);

const NOTHING: Published = (None, None, None);

fn main() {
    let hosts = Hosts {
        at_once: NonZeroUsize::new(AT_ONCE).unwrap_or(NonZeroUsize::MIN),
        boot: Duration::from_secs(BOOT_SECONDS),
        booting: Vec::new(),
    };
    known(&hosts);
    uncertain(&hosts);
}

/// The first table.
fn known(hosts: &Hosts) {
    println!("Arrivals N(0, 12 min) around the booking's start, boot {BOOT_SECONDS} s, {AT_ONCE} at once");
    println!("{} mornings, in minutes; in brackets the figure of design/metrics.md", MORNINGS.0);
    println!(
        "   PCs  policy                             mean wait      (one morning)  p95 wait       mean idle      ready"
    );
    for size in SIZES {
        let mornings: Vec<_> = (1..=MORNINGS.0).map(|seed| morning(size, 0.0, seed)).collect();
        for (name, policy, published) in policies(size) {
            let each: Vec<f64> = mornings.iter().map(|one| figures(&[one], policy, hosts).mean_wait).collect();
            let all = figures(&mornings.iter().collect::<Vec<_>>(), policy, hosts);
            let least = each.iter().copied().fold(f64::MAX, f64::min);
            let most = each.iter().copied().fold(0.0, f64::max);
            let range = format!("{least:.1}–{most:.1}");
            println!(
                "  {size:>4}  {name:<33}{}  {range:>13}{}{}   {:>3.0} %",
                beside(all.mean_wait, published.0),
                beside(all.p95_wait, published.1),
                beside(all.mean_idle, published.2),
                all.ready_on_time * 100.0
            );
        }
    }
    println!();
}

/// The policies of the first table.
fn policies(size: usize) -> [(&'static str, Policy, Published); 4] {
    let small = size == SIZES[0];
    let connect = if small { (Some(1.5), None, None) } else { (Some(15.9), Some(30.6), None) };
    let lead = if small { NOTHING } else { (Some(5.1), Some(15.6), None) };
    let known = if small { NOTHING } else { (Some(0.0), Some(0.0), Some(15.0)) };
    [
        ("on connect", Policy::OnConnect, connect),
        ("15 min before the arrival", Policy::BeforeArrival(15), lead),
        ("10 min before the booking", Policy::BeforeBooking(10), NOTHING),
        ("the product's plan", Policy::Known, known),
    ]
}

/// The second table.
fn uncertain(hosts: &Hosts) {
    println!("The product's plan when arrivals differ from what is expected (standard deviation in minutes)");
    println!("{} mornings; mean wait / p95 wait / mean idle in minutes, ready on time", MORNINGS.1);
    println!("Everybody together still comes N(0, 12 min), but N(0, 15 min) in the last column");
    print!("   PCs  expected                         ");
    for daily in DAILY {
        let daily = format!("±{daily}");
        print!("{daily:>24}");
    }
    println!();
    for size in SIZES {
        let columns = DAILY.map(|daily| (1..=MORNINGS.1).map(|seed| morning(size, daily, seed)).collect::<Vec<_>>());
        for (name, policy) in expectations() {
            print!("  {size:>4}  {name:<33}");
            for mornings in &columns {
                let cell = short(&figures(&mornings.iter().collect::<Vec<_>>(), policy, hosts));
                print!("{cell:>24}");
            }
            println!();
        }
    }
}

/// What may be expected of people in the second table.
fn expectations() -> Vec<(String, Policy)> {
    let margin = |minutes| (format!("their habit − {minutes} min"), Policy::Habit(minutes));
    let learned = |percent| {
        let of = MOST_ARRIVALS;
        let product = if percent == EARLY_PERCENT { " (Jari's)" } else { "" };
        (format!("{percent} % of {of} arrivals{product}"), Policy::Learned { percent, of })
    };
    let few = Policy::Learned { percent: EARLY_PERCENT, of: LEAST_ARRIVALS };
    [0, 5, 10]
        .map(margin)
        .into_iter()
        .chain([5, 10, 20, 50].map(learned))
        .chain([(format!("{EARLY_PERCENT} % of {LEAST_ARRIVALS} arrivals (Jari's)"), few)])
        .chain([("the booking's start".to_owned(), Policy::NothingKnown)])
        .collect()
}

/// The figures of a policy over mornings, all their people together.
fn figures(mornings: &[&Vec<Person>], policy: Policy, hosts: &Hosts) -> Figures {
    let visits = mornings.iter().flat_map(|people| {
        let ready = policy.ready(people, hosts);
        people.iter().map(|person| person.arrival).zip(ready).collect::<Vec<_>>()
    });
    Figures::of(&visits.collect::<Vec<_>>())
}

fn beside(value: f64, published: Option<f64>) -> String {
    let published = published.map(|published| format!("({published:.1})")).unwrap_or_default();
    format!("{value:>7.1} {published:<7}")
}

fn short(figures: &Figures) -> String {
    let Figures { mean_wait, p95_wait, mean_idle, ready_on_time } = figures;
    format!("{mean_wait:.2}/{p95_wait:.1}/{mean_idle:.1} {:>3.0} %", ready_on_time * 100.0)
}
