//! Mail: what people are told while they look elsewhere (`office::model::notice`), written in their language and handed to
//! the office's own mail server.

mod letter;
mod post;

pub use post::{Post, Unsent};

use crate::http::count;
use office::backend::{error::Result, notices, office::Office};
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often it is looked for something to send, in seconds.
const LOOK_SECONDS: u64 = 2;

/// Sends what is due until told to stop. Two servers may do so at once: each letter is sent by one of them.
pub async fn run(office: Office, (post, base_url): (Post, String), stop: CancellationToken) {
    let mut ticks = tokio::time::interval(Duration::from_secs(LOOK_SECONDS));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = send_due(&office, (&post, &base_url), &stop).await {
            tracing::warn!(%error, "notices could not be read; they will be looked for again");
        }
    }
}

/// Sends every letter that is due. While the mail server can't be reached the rest waits.
async fn send_due(office: &Office, (post, base_url): (&Post, &str), stop: &CancellationToken) -> Result<()> {
    notices::gather(office).await?;
    while !stop.is_cancelled() {
        let Some(letter) = notices::hand_out(office).await? else { break };
        let number = letter.number();
        match post.send(&letter, base_url).await {
            Ok(()) => {
                count::letter("sent");
                notices::sent(office, letter).await?;
            }
            Err(Unsent::Refused(why)) => {
                tracing::warn!(%why, number, "a notice was refused by the mail server for good");
                count::letter("refused");
                notices::give_up(office, letter).await?;
            }
            Err(Unsent::NotNow(why)) => {
                tracing::warn!(%why, number, "a notice could not be sent; it will be tried again");
                count::letter("failed");
                notices::try_again(office, letter).await?;
            }
            Err(Unsent::Unreachable(why)) => {
                tracing::warn!(%why, "the mail server can't be reached; notices wait");
                count::letter("failed");
                notices::try_again(office, letter).await?;
                break;
            }
        }
    }
    Ok(())
}
