//! What the way through the server costs beside the desktop's own socket.

use super::wire::Wire;
use end2end::{Outcome, office::Office, person::Person};
use std::{path::Path, time::Duration};
use tokio::time::Instant;

/// How many messages are sent there and back.
const MESSAGES: usize = 5000;
/// How many whole pictures are asked for.
const PICTURES: usize = 60;
/// How often both ways are measured, by turns, so that what else runs here meets both.
const TURNS: usize = 3;
/// What the server may add to a message there and back, at p50.
const BAR: Duration = Duration::from_micros(100);

/// What was measured.
#[derive(Default)]
struct Way {
    times: Vec<Duration>,
    bytes: usize,
    took: Duration,
}

/// Measures and prints both ways to a session's desktop.
pub async fn print((office, person): (&Office, &Person), (session, socket): (&str, &Path)) -> Outcome<()> {
    let server = office.servers.first().ok_or("no server")?;
    let (mut bare, mut bridged) = (Way::default(), Way::default());
    for _ in 0..TURNS {
        measure(&mut Wire::bare(socket).await?, &mut bare).await?;
        let url = server.url();
        measure(&mut Wire::bridged((&url, server.address()), person, session).await?, &mut bridged).await?;
    }
    for way in [&mut bare, &mut bridged] {
        way.times.sort();
    }
    println!("A message to the desktop and back, {} of each way", bare.times.len());
    println!("  way          p50 µs   p99 µs   whole pictures MiB/s");
    row("socket", &bare);
    row("server", &bridged);
    let added = |percent| bridged.at(percent).saturating_sub(bare.at(percent));
    println!(
        "  added by the server: p50 {:.0} µs ({:.2} of the bar of {} µs), p99 {:.0} µs; {:.2} of the socket's pictures",
        micros(added(50)),
        micros(added(50)) / micros(BAR),
        BAR.as_micros(),
        micros(added(99)),
        bridged.speed() / bare.speed()
    );
    println!("  pictures are of raw pixels and go as fast as the desktop makes them, at most 60 a second");
    Ok(())
}

fn row(name: &str, way: &Way) {
    println!("  {name:<10}{:>9.0}{:>9.0}{:>12.0}", micros(way.at(50)), micros(way.at(99)), way.speed());
}

impl Way {
    fn at(&self, percent: usize) -> Duration {
        self.times.get(self.times.len() * percent / 100).copied().unwrap_or_default()
    }

    /// In MiB a second.
    fn speed(&self) -> f64 {
        self.bytes as f64 / f64::from(1 << 20) / self.took.as_secs_f64()
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

async fn measure(wire: &mut Wire, way: &mut Way) -> Outcome<()> {
    // The first ones warm it up.
    for number in 0..MESSAGES + 100 {
        let took = there_and_back(wire, number as u32).await?;
        way.times.extend((number >= 100).then_some(took));
    }
    let begun = Instant::now();
    for _ in 0..PICTURES {
        way.bytes += picture(wire).await?;
    }
    way.took += begun.elapsed();
    Ok(())
}

/// How long a fence takes, which the desktop sends back as soon as it has it.
async fn there_and_back(wire: &mut Wire, number: u32) -> Outcome<Duration> {
    let mark = number.to_be_bytes();
    let begun = Instant::now();
    // Flags: it asks for an answer.
    wire.say(&[&[248, 0, 0, 0, 0x80, 0, 0, 0, 4], mark.as_slice()].concat()).await?;
    loop {
        match message(wire).await? {
            Said::Fence(content) if content == mark => return Ok(begun.elapsed()),
            _ => {}
        }
    }
}

/// Asks for a whole picture; answers its size in bytes.
async fn picture(wire: &mut Wire) -> Outcome<usize> {
    let (width, height) = wire.size;
    wire.say(&[&[3, 0, 0, 0, 0, 0], width.to_be_bytes().as_slice(), &height.to_be_bytes()].concat()).await?;
    loop {
        if let Said::Picture(bytes) = message(wire).await? {
            return Ok(bytes);
        }
    }
}

enum Said {
    Fence(Vec<u8>),
    Picture(usize),
    Other,
}

async fn message(wire: &mut Wire) -> Outcome<Said> {
    Ok(match wire.hear(1).await?[0] {
        0 => {
            let many = wire.hear(3).await?;
            let mut bytes = 4;
            for _ in 0..u16::from_be_bytes([many[1], many[2]]) {
                let about = wire.hear(12).await?;
                let side = |at: usize| usize::from(u16::from_be_bytes([about[at], about[at + 1]]));
                let pixels = side(4) * side(6) * 4;
                wire.skip(pixels).await?;
                bytes += 12 + pixels;
            }
            Said::Picture(bytes)
        }
        2 => Said::Other,
        3 => {
            let about = wire.hear(7).await?;
            wire.skip(u32::from_be_bytes([about[3], about[4], about[5], about[6]]) as usize).await?;
            Said::Other
        }
        248 => {
            let about = wire.hear(8).await?;
            let content = wire.hear(about[7].into()).await?;
            match about[3] & 0x80 {
                0 => Said::Fence(content),
                // The desktop asks how far this viewer is, and sends no more before it knows.
                _ => {
                    wire.say(
                        &[&[248, 0, 0, 0, about[3] & 0x7f, about[4], about[5], about[6], about[7]], content.as_slice()]
                            .concat(),
                    )
                    .await?;
                    Said::Other
                }
            }
        }
        other => return Err(format!("a message of kind {other}").into()),
    })
}
