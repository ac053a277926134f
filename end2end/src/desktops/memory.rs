//! What desktops take of this host's memory: the proportional set size (PSS) of all their processes, in which what several
//! share counts for each of them in part.

use end2end::Outcome;
use rustix::process::{Pid, Signal, kill_process};
use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::Path,
    thread::sleep,
    time::Duration,
};

/// What a bare desktop may take, in MiB.
const BAR: f64 = 45.0;
/// How long ending the desktops may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A process of this host.
struct Process {
    parent: u32,
    command: String,
}

/// Prints the memory of each desktop below a folder of sessions.
pub fn print(sessions: &Path) -> Outcome<()> {
    let desktops = desktops(sessions)?;
    let mut sizes: Vec<f64> = desktops.values().map(|pids| pids.iter().map(|pid| size(*pid)).sum()).collect();
    sizes.sort_by(f64::total_cmp);
    let (Some(least), Some(most)) = (sizes.first(), sizes.last()) else { return Err("no desktop runs".into()) };
    let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
    println!("Memory of an idle desktop (PSS), of {}", sizes.len());
    println!("  mean {mean:.1} MiB ({least:.1}–{most:.1}), {:.2} of the bar of {BAR} MiB", mean / BAR);
    let mut parts: BTreeMap<String, f64> = BTreeMap::new();
    let processes = processes()?;
    for pid in desktops.values().flatten() {
        let name = processes.get(pid).map(|process| process.command.split('\0').next().unwrap_or_default());
        let name = name.and_then(|name| name.rsplit('/').next()).unwrap_or_default().to_owned();
        *parts.entry(name).or_default() += size(*pid) / sizes.len() as f64;
    }
    let parts: Vec<String> = parts.iter().map(|(name, size)| format!("{name} {size:.1}")).collect();
    println!("  {}\n", parts.join(", "));
    Ok(())
}

/// Ends every desktop below a folder of sessions; they outlive their server.
pub fn end(sessions: &Path) -> Outcome<()> {
    for _ in 0..PATIENCE.as_millis() / 100 {
        let running: Vec<u32> = desktops(sessions)?.into_values().flatten().collect();
        if running.is_empty() {
            return Ok(());
        }
        for pid in running.iter().filter_map(|pid| Pid::from_raw(*pid as i32)) {
            // One that has just ended is no error.
            let _ = kill_process(pid, Signal::KILL);
        }
        sleep(Duration::from_millis(100));
    }
    Err("the desktops do not end".into())
}

/// The processes of each desktop below a folder: those that hold its sandbox, and all below them.
fn desktops(sessions: &Path) -> Outcome<HashMap<String, Vec<u32>>> {
    let processes = processes()?;
    let folder = format!("{}/", sessions.display());
    let mut found: HashMap<String, Vec<u32>> = HashMap::new();
    for pid in processes.keys() {
        let holder = up(&processes, *pid).find_map(|process| {
            let mut words = process.command.split('\0');
            let holds = words.next()?.ends_with("bwrap");
            words.find_map(|word| word.strip_prefix(&folder)).filter(|_| holds)
        });
        if let Some(name) = holder.and_then(|path| path.split('/').next()) {
            found.entry(name.to_owned()).or_default().push(*pid);
        }
    }
    Ok(found)
}

/// A process and those that it descends from.
fn up(processes: &HashMap<u32, Process>, pid: u32) -> impl Iterator<Item = &Process> {
    std::iter::successors(processes.get(&pid), |process| processes.get(&process.parent))
}

fn processes() -> io::Result<HashMap<u32, Process>> {
    let numbers = fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(numbers.filter_map(|pid| Some((pid, process(pid)?))).collect())
}

/// A process, unless it has ended meanwhile.
fn process(pid: u32) -> Option<Process> {
    let command = String::from_utf8_lossy(&fs::read(format!("/proc/{pid}/cmdline")).ok()?).into_owned();
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()?;
    Some(Process { parent, command })
}

/// The proportional set size of a process, in MiB; nothing of one that has ended.
fn size(pid: u32) -> f64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
