//! Follows a floor's events as a page does: over a broken connection and a restarted server, from the last one seen.

use crate::{Outcome, person::Person};
use futures::StreamExt;
use reqwest::Method;
use serde_json::Value;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{task::JoinHandle, time::sleep};

/// Somebody who follows a floor; stops when dropped.
pub struct Follower {
    seen: Arc<Mutex<Vec<i64>>>,
    task: JoinHandle<()>,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Follower {
    /// Follows the floor at a server from an event on.
    pub fn from(person: &Person, (url, floor): (&str, &str), last: i64) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (person, address) = (person.clone(), format!("{url}/api/v1/floors/{floor}/events"));
        let ears = seen.clone();
        let task = tokio::spawn(async move {
            let mut last = last;
            loop {
                // A stream that breaks is what is tested: the next one goes on where it ended.
                let _ = listen(&person, &address, (&mut last, &*ears)).await;
                sleep(Duration::from_millis(50)).await;
            }
        });
        Self { seen, task }
    }

    /// The numbers of the events seen so far, as they came.
    pub fn seen(&self) -> Vec<i64> {
        self.seen.lock().map(|seen| seen.clone()).unwrap_or_default()
    }
}

async fn listen(person: &Person, address: &str, (last, ears): (&mut i64, &Mutex<Vec<i64>>)) -> Outcome<()> {
    let request = person.request(Method::GET, address).header("Last-Event-ID", last.to_string());
    let response = request.send().await?.error_for_status()?;
    let mut stream = response.bytes_stream();
    let mut heard = Vec::new();
    while let Some(bytes) = stream.next().await {
        heard.extend_from_slice(&bytes?);
        while let Some(end) = heard.windows(2).position(|two| two == b"\n\n") {
            let block: Vec<u8> = heard.drain(..end + 2).collect();
            if let Some(seq) = seat_event(&String::from_utf8_lossy(&block))? {
                *last = seq;
                if let Ok(mut seen) = ears.lock() {
                    seen.push(seq);
                }
            }
        }
    }
    Ok(())
}

/// The number of a `seat` event; `None` for greetings and signs of life.
fn seat_event(block: &str) -> Outcome<Option<i64>> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    if field("event:") != Some("seat") {
        return Ok(None);
    }
    let data: Value = serde_json::from_str(field("data:").ok_or("an event without data")?)?;
    let id: i64 = field("id:").ok_or("an event without a number")?.parse()?;
    if data["seq"] == id { Ok(Some(id)) } else { Err(format!("event {id} tells of {}", data["seq"]).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_seats_are_events() {
        assert_eq!(seat_event("id: 7\nevent: seat\ndata: {\"seq\":7}\n\n").unwrap(), Some(7));
        assert_eq!(seat_event("event: hello\nid: 6\ndata: {}\n\n").unwrap(), None);
        assert_eq!(seat_event(": alive\n\n").unwrap(), None);
        assert!(seat_event("id: 7\nevent: seat\ndata: {\"seq\":8}\n\n").is_err());
    }
}
