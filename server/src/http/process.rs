//! What the operating system knows of this process, under the names that Prometheus's own clients use.

use std::fs;

/// Seconds of a clock tick in `/proc/self/stat`: the kernel's USER_HZ is 100 on every platform Jari runs on.
const TICK: f64 = 0.01;
/// Bytes of a kilobyte in `/proc/self/status`.
const KILOBYTE: f64 = 1024.0;

/// Memory, processor time and open files; empty where there is no `/proc`.
pub fn measured() -> String {
    let mut text = String::new();
    let mut add = |name: &str, kind: &str, value: Option<f64>| {
        if let Some(value) = value {
            text.push_str(&format!("# TYPE {name} {kind}\n{name} {value}\n"));
        }
    };
    add("process_resident_memory_bytes", "gauge", resident());
    add("process_cpu_seconds_total", "counter", processor());
    add("process_open_fds", "gauge", fs::read_dir("/proc/self/fd").ok().map(|open| open.count() as f64));
    text
}

fn resident() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes * KILOBYTE)
}

fn processor() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold spaces.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system) = (fields.next()?.parse::<f64>().ok()?, fields.next()?.parse::<f64>().ok()?);
    Some((user + system) * TICK)
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_process_uses_memory_time_and_files() {
        let text = super::measured();
        for name in ["process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds"] {
            let value = text.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
            assert!(value.parse::<f64>().unwrap() >= 0.0, "{name} {value}");
        }
        assert!(super::resident().unwrap() > 1_000_000.0);
    }
}
