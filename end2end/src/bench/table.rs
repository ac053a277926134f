//! Figures for people.

use crate::load::Figures;
use std::time::Duration;

/// Prints a table.
pub fn print(title: &str, rows: &[Figures]) {
    println!("{title}");
    println!("  clients  answers/s   p50 ms   p99 ms   CPU µs  memory MiB  failed");
    for row in rows {
        println!(
            "  {:>7}  {:>9.0}  {:>7.2}  {:>7.2}  {:>7.0}  {:>10.1}  {:>6}",
            row.clients,
            row.per_second,
            ms(row.p50),
            ms(row.p99),
            row.cpu.as_secs_f64() * 1e6,
            row.memory,
            row.failed
        );
        if row.own_cpu > row.cpu {
            println!(
                "           measuring took {:.0} µs CPU for each, more than answering: the server can do more than this",
                row.own_cpu.as_secs_f64() * 1e6
            );
        }
    }
    println!();
}

/// Prints what Jari does for each thing that the bare machine does.
pub fn ratios((reads, hello): (&[Figures], &[Figures]), (bookings, commits): (&[Figures], f64)) {
    println!("Beside the bare machine");
    for (read, bare) in reads.iter().zip(hello) {
        println!(
            "  {:>2} clients: {:.3} seat-state reads for each bare answer; {:.0} times its processor time",
            read.clients,
            read.per_second / bare.per_second,
            read.cpu.as_secs_f64() / bare.cpu.as_secs_f64()
        );
    }
    for booked in bookings {
        println!(
            "  {:>2} clients: {:.2} bookings for each bare durable commit",
            booked.clients,
            booked.per_second / commits
        );
    }
    println!();
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
