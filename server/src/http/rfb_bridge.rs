//! Carries a desktop's screen between a person's browser (WebSocket) and the desktop (RFB). Who may open it was
//! decided before.

mod cut_text;
mod from_browser;
mod from_desktop;
mod line;
mod reach;
mod size;
#[cfg(test)]
mod tests;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use from_browser::{FromBrowser, Heard};
use from_desktop::FromDesktop;
use futures::{
    SinkExt, StreamExt,
    future::BoxFuture,
    stream::{SplitSink, SplitStream},
};
pub use line::Line;
use office::backend::cloud_pcs::{letters::Letters, provider::Screen};
pub use reach::Reach;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::unix::{OwnedReadHalf, OwnedWriteHalf},
    sync::{mpsc, watch},
    time::{MissedTickBehavior, interval, timeout},
};

/// The largest message that is taken, in bytes.
const LARGEST: usize = 1024 * 1024;
/// How much of the screen is sent at once, in bytes.
const PIECE: usize = 64 * 1024;
/// How often the browser is asked whether it is there, and how long its answer takes.
const ASK: Duration = Duration::from_secs(5);
/// How long a browser may neither say nor take anything; it answers when it is asked.
const SILENCE: Duration = Duration::from_secs(60);
/// How long saying good-bye may take.
const GOOD_BYE: Duration = Duration::from_secs(2);
/// How long it may take to find out why a desktop let go of its screen. The browser shows what it is told for good.
const WHY: Duration = Duration::from_secs(10);
/// The longest question about the time a message takes, in bytes.
const QUESTION: usize = 64;

/// Why a screen is closed from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// The person opened it at another seat.
    OpenedElsewhere,
    /// The desktop does not run any more.
    DesktopGone,
    /// The booking is over.
    BookingOver,
    /// This server stops; the desktop goes on and another server will take over.
    ServerStops,
    /// The rules of the clipboard have changed: opened anew, the screen shows what is allowed now.
    RulesChanged,
    /// Whoever opened it is not signed in any more.
    SignedOut,
    /// Its person does not let it be looked at any more.
    NotAllowed,
    /// Its person has no screen open, so nobody looks at it either.
    NobodyThere,
    /// The browser or the desktop said something that is not known here.
    NotUnderstood,
}

impl Closing {
    /// The code and reason that the browser is told.
    pub fn words(self) -> (u16, &'static str) {
        match self {
            Self::OpenedElsewhere => (4001, "opened elsewhere"),
            Self::DesktopGone => (4002, "desktop gone"),
            Self::BookingOver => (4003, "booking over"),
            Self::ServerStops => (1012, "server stops"),
            Self::RulesChanged => (4004, "rules changed"),
            Self::NotAllowed => (4005, "not allowed any more"),
            Self::NobodyThere => (4006, "nobody is there"),
            Self::SignedOut => (4007, "signed out"),
            Self::NotUnderstood => (1002, "not understood"),
        }
    }
}

/// How a screen came to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The browser left or was lost.
    Left,
    /// It was closed from here.
    Closed(Closing),
}

/// How a screen is steered while it is open.
pub struct Control {
    /// How far the browser reaches into the desktop.
    pub reach: Reach,
    /// Set whenever somebody types or points at the screen.
    pub touched: Arc<AtomicBool>,
    /// Measures how long the browser's answers take.
    pub line: Arc<Line>,
    /// Closes it as soon as there is a reason. Give the reason before another browser is let to the same desktop.
    pub closing: watch::Receiver<Option<Closing>>,
    /// Asked once the desktop lets go of its screen, for what to tell the browser.
    pub why_gone: BoxFuture<'static, Closing>,
}

/// Sets up a WebSocket for [`bridge`]: its protocol and its limits.
pub fn accept(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade.protocols(["binary"]).max_message_size(LARGEST).max_frame_size(LARGEST)
}

/// Carries until the browser leaves, the desktop ends or there is a reason to close. A text message of the browser
/// is sent back as it is, so that it can tell how long one takes.
pub async fn bridge(socket: WebSocket, screen: &Screen, control: Control) -> Ended {
    let (mut to_browser, mut from_browser) = socket.split();
    let ended = match timeout(GOOD_BYE, screen.open()).await {
        Ok(Ok(desktop)) => {
            let (from_desktop, to_desktop) = desktop.into_split();
            let (ask, asked) = mpsc::channel(4);
            let letters = if control.reach == Reach::Eyes { None } else { screen.letters().await };
            let desktop = Desktop { stream: to_desktop, letters };
            let said = FromBrowser::with(control.reach);
            tokio::select! {
                ended = carry_in(&mut from_browser, desktop, (said, ask, (&control.touched, &control.line))) => ended,
                ended = carry_out(from_desktop, &mut to_browser, (asked, control.reach, &control.line)) => ended,
                why = reason(control.closing.clone()) => Ended::Closed(why),
            }
        }
        _ => Ended::Closed(Closing::DesktopGone),
    };
    let ended = match ended {
        Ended::Closed(Closing::DesktopGone) => Ended::Closed(explain(control).await),
        ended => ended,
    };
    if let Ended::Closed(why) = ended {
        // Nothing can be done about a browser that does not hear it.
        let _ = timeout(GOOD_BYE, say_good_bye(&mut to_browser, &mut from_browser, why)).await;
    }
    ended
}

/// A desktop lets go of its screen when another browser comes: a reason given from here tells more than that.
async fn explain(control: Control) -> Closing {
    let given = *control.closing.borrow();
    match given {
        Some(why) => why,
        None => timeout(WHY, control.why_gone).await.unwrap_or(Closing::DesktopGone),
    }
}

/// The desktop's side of a screen.
struct Desktop {
    stream: OwnedWriteHalf,
    letters: Option<Letters>,
}

impl Desktop {
    /// Tells it what was heard; each letter that its keyboard has not has a key before it is typed.
    async fn tell(&mut self, heard: &Heard) -> io::Result<()> {
        let mut told = 0;
        for (before, letter) in &heard.letters {
            self.stream.write_all(&heard.bytes[told..*before]).await?;
            told = *before;
            self.lend(*letter).await;
        }
        self.stream.write_all(&heard.bytes[told..]).await
    }

    async fn lend(&mut self, letter: u32) {
        let Some(letters) = &mut self.letters else { return };
        if let Err(error) = letters.lend(letter).await {
            // The desktop may still have a key for it.
            tracing::warn!(%error, "a desktop's keyboard does not answer any more");
            self.letters = None;
        }
    }
}

async fn carry_in(
    browser: &mut SplitStream<WebSocket>,
    mut desktop: Desktop,
    (mut said, ask, (touched, line)): (FromBrowser, mpsc::Sender<Utf8Bytes>, (&AtomicBool, &Line)),
) -> Ended {
    loop {
        let Ok(Some(Ok(message))) = timeout(SILENCE, browser.next()).await else { return Ended::Left };
        match message {
            Message::Binary(bytes) => {
                let Ok(heard) = said.hear(&bytes) else { return Ended::Closed(Closing::NotUnderstood) };
                if heard.touched {
                    touched.store(true, Ordering::Relaxed);
                }
                if desktop.tell(&heard).await.is_err() {
                    return Ended::Closed(Closing::DesktopGone);
                }
            }
            Message::Text(question) if question.len() <= QUESTION => {
                // One that asks faster than it is answered gets fewer answers.
                let _ = ask.try_send(question);
            }
            Message::Close(_) => return Ended::Left,
            Message::Pong(answer) => line.answered(&answer, Instant::now()),
            Message::Text(_) | Message::Ping(_) => {}
        }
    }
}

async fn carry_out(
    mut desktop: OwnedReadHalf,
    browser: &mut SplitSink<WebSocket, Message>,
    (mut asked, reach, line): (mpsc::Receiver<Utf8Bytes>, Reach, &Line),
) -> Ended {
    let mut said = FromDesktop::under(reach.clipboard());
    let mut piece = vec![0; PIECE];
    let mut ask = interval(ASK);
    ask.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let message = tokio::select! {
            count = desktop.read(&mut piece) => match count {
                Ok(count) if count > 0 => match said.hear(&piece[..count]) {
                    // Nothing of it may leave the desktop, or its end is not known yet.
                    Ok(allowed) if allowed.is_empty() => continue,
                    Ok(allowed) => Message::Binary(allowed.into()),
                    Err(_) => return Ended::Closed(Closing::NotUnderstood),
                },
                _ => return Ended::Closed(Closing::DesktopGone),
            },
            Some(question) = asked.recv() => Message::Text(question),
            _ = ask.tick() => Message::Ping(line.ask(Instant::now())),
        };
        if !matches!(timeout(SILENCE, browser.send(message)).await, Ok(Ok(()))) {
            return Ended::Left;
        }
    }
}

async fn reason(mut closing: watch::Receiver<Option<Closing>>) -> Closing {
    match closing.wait_for(Option::is_some).await.map(|why| *why) {
        Ok(Some(why)) => why,
        // Nobody is left who could give one.
        _ => std::future::pending().await,
    }
}

/// What the browser still says is heard until it hangs up, or the connection would break before it got the reason.
async fn say_good_bye(to: &mut SplitSink<WebSocket, Message>, from: &mut SplitStream<WebSocket>, why: Closing) {
    let (code, reason) = why.words();
    let frame = CloseFrame { code, reason: reason.into() };
    if to.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(_)) = from.next().await {}
    }
}
