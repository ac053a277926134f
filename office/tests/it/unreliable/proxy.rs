//! A proxy in front of a provider that does what providers on the other side of a network do.

use async_trait::async_trait;
use office::{
    backend::{
        cloud_pcs::provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
        office::Clock,
    },
    model::cloud_pc::Opens,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    future::pending,
    sync::{Arc, Mutex},
};

/// What goes wrong with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody answers. What was asked for is done all the same, some time later.
    Late,
    /// Nobody answers, and nothing is done.
    Never,
    /// Nobody answers, and it is done.
    Unanswered,
    /// It is said to be done, and nothing is.
    Nothing,
    /// It is said to be done, and what is there afterwards is broken.
    Broken,
    /// Too much is asked of it; nothing is done.
    Throttled,
    /// It is done, and said to have failed.
    Forgotten,
    /// What was seen the last time is told again.
    Stale,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Late,
        Self::Never,
        Self::Unanswered,
        Self::Nothing,
        Self::Broken,
        Self::Throttled,
        Self::Forgotten,
        Self::Stale,
    ];
}

/// What is still to be done of what nobody answered.
#[derive(Clone)]
enum Later {
    Start(Key, Owner),
    Release(Handle),
}

/// When what goes wrong.
struct Plan {
    random: StdRng,
    /// How many calls of a hundred go wrong.
    percent: u32,
    /// What goes wrong with every call that it can happen to.
    always: Option<Fault>,
    /// What goes wrong with the next starts and releases, whatever the odds.
    next: VecDeque<Fault>,
    /// Until then nobody answers with anything but an error, in UTC seconds.
    down_until: i64,
    /// What is still to be done, with when, in UTC seconds.
    later: Vec<(i64, Later)>,
    broken: HashSet<Handle>,
    seen: HashMap<Handle, Power>,
    listed: Vec<Handle>,
    /// How often each thing went wrong.
    happened: HashMap<Fault, u32>,
}

/// A provider that can't be relied on.
pub struct Unreliable<P> {
    /// The one behind it.
    pub behind: P,
    clock: Arc<dyn Clock>,
    plan: Mutex<Plan>,
}

impl<P: DesktopProvider> Unreliable<P> {
    /// A proxy in front of a provider; what happens follows from the seed.
    pub fn before(behind: P, clock: Arc<dyn Clock>, seed: u64) -> Arc<Self> {
        let plan = Plan {
            random: StdRng::seed_from_u64(seed),
            percent: 0,
            always: None,
            next: VecDeque::new(),
            down_until: 0,
            later: Vec::new(),
            broken: HashSet::new(),
            seen: HashMap::new(),
            listed: Vec::new(),
            happened: HashMap::new(),
        };
        Arc::new(Self { behind, clock, plan: Mutex::new(plan) })
    }

    /// Has so many calls of a hundred go wrong from now on.
    pub fn fail(&self, percent: u32) {
        self.plan(|plan| plan.percent = percent);
    }

    /// Has one thing go wrong with every call that it can happen to, or nothing.
    pub fn fail_only(&self, fault: Option<Fault>) {
        self.plan(|plan| plan.always = fault);
    }

    /// Whatever is told anew because it was seen before is that there is nothing.
    pub fn forget_what_was_seen(&self) {
        self.plan(|plan| (plan.seen, plan.listed) = (HashMap::new(), Vec::new()));
    }

    /// Has the next starts and releases go wrong.
    pub fn fail_next(&self, faults: &[Fault]) {
        self.plan(|plan| plan.next.extend(faults));
    }

    /// Has it be down for so many seconds.
    pub fn be_down(&self, seconds: i64) {
        let until = self.clock.now().timestamp() + seconds;
        self.plan(|plan| plan.down_until = until);
    }

    /// Nothing goes wrong any more. What is late comes when it was to come.
    pub fn recover(&self) {
        self.plan(|plan| (plan.percent, plan.down_until) = (0, 0));
        self.plan(|plan| plan.next.clear());
    }

    /// Does what is late and due by now. Answers how much is still to come.
    pub async fn catch_up(&self) -> usize {
        let now = self.clock.now().timestamp();
        let (due, rest): (Vec<_>, Vec<_>) =
            self.plan(|plan| plan.later.drain(..).partition::<Vec<_>, _>(|(when, _)| *when <= now));
        let left = rest.len();
        self.plan(|plan| plan.later.extend(rest));
        for (_, what) in due {
            match what {
                Later::Start(key, owner) => self.behind.start(key, &owner).await.map(|_| ()),
                Later::Release(handle) => self.behind.release(&handle).await,
            }
            .unwrap();
        }
        left
    }

    /// How often each thing went wrong.
    pub fn happened(&self) -> HashMap<Fault, u32> {
        self.plan(|plan| plan.happened.clone())
    }

    fn plan<T>(&self, change: impl FnOnce(&mut Plan) -> T) -> T {
        change(&mut self.plan.lock().unwrap())
    }

    fn answers(&self) -> Result<(), ProviderError> {
        let now = self.clock.now().timestamp();
        let down = self.plan(|plan| now < plan.down_until);
        if down { Err(ProviderError::Transient("connection refused".into())) } else { Ok(()) }
    }

    /// What goes wrong with one call, if anything does.
    fn fault(&self, possible: &[Fault], is_change: bool) -> Option<Fault> {
        self.plan(|plan| {
            let next = if is_change { plan.next.pop_front() } else { None };
            let always = plan.always.filter(|fault| possible.contains(fault));
            let fault = next.or(always).or_else(|| {
                let strikes = plan.random.random_range(0..100) < plan.percent;
                strikes.then(|| possible[plan.random.random_range(0..possible.len())])
            })?;
            *plan.happened.entry(fault).or_default() += 1;
            Some(fault)
        })
    }

    fn later(&self, what: Later) {
        let now = self.clock.now().timestamp();
        self.plan(|plan| {
            let when = now + plan.random.random_range(5..400);
            plan.later.push((when, what));
        });
    }
}

fn throttled<T>() -> Result<T, ProviderError> {
    Err(ProviderError::Transient("429 too many requests".into()))
}

#[async_trait]
impl<P: DesktopProvider> DesktopProvider for Unreliable<P> {
    async fn health(&self) -> Result<(), ProviderError> {
        self.answers()?;
        match self.fault(&[Fault::Never, Fault::Throttled], false) {
            Some(Fault::Never) => pending().await,
            Some(_) => throttled(),
            None => self.behind.health().await,
        }
    }

    fn capacity(&self) -> Capacity {
        self.behind.capacity()
    }

    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        self.answers()?;
        let fault = self.fault(&Fault::ALL, true);
        let handle = Handle(key.to_string());
        match fault {
            Some(Fault::Late) => {
                self.later(Later::Start(key, owner.clone()));
                pending().await
            }
            Some(Fault::Never) => pending().await,
            Some(Fault::Unanswered) => {
                self.behind.start(key, owner).await?;
                pending().await
            }
            Some(Fault::Nothing) => Ok(handle),
            Some(Fault::Throttled) => throttled(),
            Some(Fault::Broken) => {
                self.plan(|plan| plan.broken.insert(handle));
                self.behind.start(key, owner).await
            }
            Some(Fault::Forgotten) => {
                self.behind.start(key, owner).await?;
                Err(ProviderError::Transient("connection reset".into()))
            }
            Some(Fault::Stale) | None => self.behind.start(key, owner).await,
        }
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        self.answers()?;
        match self.fault(&[Fault::Never, Fault::Throttled, Fault::Stale], false) {
            Some(Fault::Never) => return pending().await,
            Some(Fault::Throttled) => return throttled(),
            Some(_) => return Ok(self.plan(|plan| plan.seen.get(handle).copied().unwrap_or(Power::Absent))),
            None => {}
        }
        let power = self.behind.observe(handle).await?;
        self.plan(|plan| {
            let broken = power != Power::Absent && plan.broken.contains(handle);
            let power = if broken { Power::Broken } else { power };
            plan.seen.insert(handle.clone(), power);
            Ok(power)
        })
    }

    async fn connect(&self, handle: &Handle) -> Result<Screen, ProviderError> {
        self.answers()?;
        self.behind.connect(handle).await
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        self.answers()?;
        match self.fault(&Fault::ALL, true) {
            Some(Fault::Late) => {
                self.later(Later::Release(handle.clone()));
                pending().await
            }
            Some(Fault::Never) => pending().await,
            Some(Fault::Unanswered) => {
                self.behind.release(handle).await?;
                pending().await
            }
            Some(Fault::Nothing | Fault::Broken) => Ok(()),
            Some(Fault::Throttled) => throttled(),
            Some(Fault::Forgotten) => {
                self.behind.release(handle).await?;
                Err(ProviderError::Transient("connection reset".into()))
            }
            Some(Fault::Stale) | None => self.behind.release(handle).await,
        }
    }

    async fn reset(&self, key: Key, owner: &Owner) -> Result<(), ProviderError> {
        self.answers()?;
        match self.fault(&[Fault::Never, Fault::Throttled], false) {
            Some(Fault::Never) => pending().await,
            Some(_) => throttled(),
            None => self.behind.reset(key, owner).await,
        }
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        self.answers()?;
        match self.fault(&[Fault::Never, Fault::Throttled, Fault::Stale], false) {
            Some(Fault::Never) => return pending().await,
            Some(Fault::Throttled) => return throttled(),
            Some(_) => return Ok(self.plan(|plan| plan.listed.clone())),
            None => {}
        }
        let listed = self.behind.inventory().await?;
        self.plan(|plan| plan.listed.clone_from(&listed));
        Ok(listed)
    }

    fn opens(&self) -> Opens {
        self.behind.opens()
    }
}
