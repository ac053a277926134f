//! Clients that each send the next request as soon as the last one was answered.

use crate::{
    connection::{Ask, Connection},
    process,
};
use end2end::Outcome;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long is measured, after a part as long as a fifth of it that is not.
const MEASURED: Duration = Duration::from_millis(2500);

/// Where to send, and whose processor time to count.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The server's address.
    pub address: SocketAddr,
    /// The server's process.
    pub pid: u32,
    /// The status that a good answer has.
    pub good: u16,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Figures {
    /// How many clients.
    pub clients: usize,
    /// Good answers each second.
    pub per_second: f64,
    /// The time that half of the good answers took at most.
    pub p50: Duration,
    /// The time that 99 of 100 good answers took at most.
    pub p99: Duration,
    /// The server's processor time for one answer.
    pub cpu: Duration,
    /// The measuring side's processor time for one answer.
    pub own_cpu: Duration,
    /// Answers that were not good.
    pub failed: usize,
    /// The server's resident memory afterwards, in MiB.
    pub memory: f64,
}

/// Measures with some clients; `next` makes the request that comes next, given a number that no other request has.
pub async fn run<N>(target: Target, clients: usize, next: N) -> Outcome<Figures>
where
    N: Fn(usize) -> Outcome<Ask> + Send + Sync + 'static,
{
    let numbers = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let next = Arc::new(move || next(numbers.fetch_add(1, std::sync::atomic::Ordering::Relaxed)));
    let mut open = Vec::new();
    for _ in 0..clients {
        open.push(Connection::open(target.address).await?);
    }
    let (open, _) = round(open, (target.good, MEASURED / 5), &next).await?;
    let own = std::process::id();
    let (begun, before, own_before) = (Instant::now(), process::cpu(target.pid)?, process::cpu(own)?);
    let (_, mut took) = round(open, (target.good, MEASURED), &next).await?;
    let (elapsed, used, own_used) =
        (begun.elapsed(), process::cpu(target.pid)? - before, process::cpu(own)? - own_before);
    let failed = took.iter().filter(|one| one.is_none()).count();
    let answers = u32::try_from(took.len()).unwrap_or(u32::MAX).max(1);
    let mut good: Vec<Duration> = took.drain(..).flatten().collect();
    good.sort_unstable();
    let at = |share: f64| good.get((good.len() as f64 * share) as usize).or(good.last()).copied().unwrap_or_default();
    Ok(Figures {
        clients,
        per_second: good.len() as f64 / elapsed.as_secs_f64(),
        p50: at(0.5),
        p99: at(0.99),
        cpu: used / answers,
        own_cpu: own_used / answers,
        failed,
        memory: process::memory(target.pid)?,
    })
}

/// Says how many answers were not good, if any were not.
pub fn failed(what: &str, figures: &[Figures]) -> Option<String> {
    let failed: usize = figures.iter().map(|one| one.failed).sum();
    (failed > 0).then(|| format!("{what}: {failed} answers were not good"))
}

type Took = Vec<Option<Duration>>;

/// Lets every connection work for a while; answers how long each request took, `None` for one that failed.
async fn round<N>(
    open: Vec<Connection>,
    (good, length): (u16, Duration),
    next: &Arc<N>,
) -> Outcome<(Vec<Connection>, Took)>
where
    N: Fn() -> Outcome<Ask> + Send + Sync + 'static,
{
    let until = Instant::now() + length;
    let tasks: Vec<_> = open
        .into_iter()
        .map(|mut connection| {
            let next = next.clone();
            tokio::spawn(async move {
                let mut took = Vec::new();
                while Instant::now() < until {
                    let request = next()?;
                    let begun = Instant::now();
                    let reply = connection.send(request).await?;
                    took.push((reply.status == good).then(|| begun.elapsed()));
                }
                Outcome::Ok((connection, took))
            })
        })
        .collect();
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for task in tasks {
        let (connection, took) = task.await??;
        open.push(connection);
        all.extend(took);
    }
    Ok((open, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(failed: usize) -> Figures {
        let (none, clients) = (Duration::ZERO, 1);
        Figures { clients, per_second: 1.0, p50: none, p99: none, cpu: none, own_cpu: none, failed, memory: 1.0 }
    }

    #[test]
    fn one_answer_that_was_not_good_is_said() {
        assert_eq!(failed("bookings", &[figures(0), figures(0)]), None);
        let said = failed("bookings", &[figures(0), figures(1)]);
        assert_eq!(said.as_deref(), Some("bookings: 1 answers were not good"));
    }
}
