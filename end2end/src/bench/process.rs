//! What the system says of a process.

use end2end::Outcome;
use std::{fs, time::Duration};

/// The processor time a process has used, in user and system mode.
pub fn cpu(pid: u32) -> Outcome<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name stands in brackets and may hold spaces: what follows it does not.
    let after = stat.rsplit_once(')').ok_or("no name in stat")?.1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |index: usize| -> Outcome<u64> { Ok(fields.get(index).ok_or("stat is short")?.parse()?) };
    let both = ticks(11)? + ticks(12)?;
    Ok(Duration::from_secs_f64(both as f64 / rustix::param::clock_ticks_per_second() as f64))
}

/// Resident memory in MiB.
pub fn memory(pid: u32) -> Outcome<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024.0)
}
