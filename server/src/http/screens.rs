//! Which screens are open on this server.

use super::{count, rfb_bridge::Closing};
use office::model::id::SessionId;
use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

/// How long a server that stops waits for its screens to be closed.
const GOOD_BYE: Duration = Duration::from_secs(5);

type Steering = Arc<watch::Sender<Option<Closing>>>;

/// A session and the number of a screen that shows it; the newest has the highest.
pub type Shown = (SessionId, i32);

/// Which screen of this server shows which session; opening another one closes the first.
#[derive(Clone, Default)]
pub struct Screens {
    open: Arc<Mutex<HashMap<SessionId, (i32, Steering)>>>,
    running: TaskTracker,
}

impl Screens {
    /// Gives the session's screen to a new browser. The one before is told first. Of two that are opened at one moment the newer
    /// may be here first: it stays, and the older is the one that is closed.
    pub fn take_over(&self, (session, number): Shown) -> Turn {
        let steering: Steering = Arc::new(watch::channel(None).0);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.get(&session).is_some_and(|(newest, _)| *newest > number) {
            steering.send_replace(Some(Closing::OpenedElsewhere));
        } else if let Some((_, before)) = open.insert(session, (number, steering.clone())) {
            before.send_replace(Some(Closing::OpenedElsewhere));
        }
        count::screens(open.len());
        Turn { screens: self.clone(), session, steering }
    }

    /// Runs a screen's work so that a server that stops waits for it.
    pub async fn track<F: Future>(self, work: F) -> F::Output {
        self.running.track_future(work).await
    }

    /// Starts something small beside the screens.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.running.spawn(work);
    }

    /// Tells every browser that this server stops, and waits until they have heard it, but not for long.
    pub async fn stop(&self) {
        for (_, steering) in self.open.lock().unwrap_or_else(PoisonError::into_inner).values() {
            steering.send_replace(Some(Closing::ServerStops));
        }
        self.running.close();
        if tokio::time::timeout(GOOD_BYE, self.running.wait()).await.is_err() {
            tracing::warn!("some screens were still open when the server stopped");
        }
    }
}

/// A browser's turn at a session's screen.
pub struct Turn {
    screens: Screens,
    session: SessionId,
    steering: Steering,
}

impl Turn {
    /// Tells the bridge when and why to close.
    pub fn closing(&self) -> watch::Receiver<Option<Closing>> {
        self.steering.subscribe()
    }

    /// Closes the screen for a reason.
    pub fn close(&self, why: Closing) {
        self.steering.send_replace(Some(why));
    }

    /// Ends the turn. Another browser that has the session's screen by now keeps it.
    pub fn leave(self) {
        let mut open = self.screens.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = open.get(&self.session).is_some_and(|(_, now)| Arc::ptr_eq(now, &self.steering));
        if mine {
            open.remove(&self.session);
        }
        count::screens(open.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn told(turn: &Turn) -> Option<Closing> {
        *turn.closing().borrow()
    }

    #[test]
    fn of_two_screens_the_newer_stays_whichever_is_here_first() {
        let (screens, session) = (Screens::default(), SessionId(Uuid::nil()));
        let newer = screens.take_over((session, 2));
        let older = screens.take_over((session, 1));
        assert_eq!((told(&newer), told(&older)), (None, Some(Closing::OpenedElsewhere)));
        older.leave();
        let newest = screens.take_over((session, 3));
        assert_eq!((told(&newer), told(&newest)), (Some(Closing::OpenedElsewhere), None));
        newer.leave();
        let late = screens.take_over((session, 2));
        assert_eq!((told(&newest), told(&late)), (None, Some(Closing::OpenedElsewhere)));
    }
}
