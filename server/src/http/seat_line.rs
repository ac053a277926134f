//! Notes how the line to an open screen is, for the health of its seat.

use super::rfb_bridge::Line;
use office::{
    backend::{
        cloud_pcs::seat_health::{self, OpenScreen},
        office::Office,
    },
    model::id::SessionId,
};
use std::{sync::Arc, time::Duration};

/// How often it is noted: a server that dies loses no more than that.
const EVERY: Duration = Duration::from_secs(20);

/// The line of one open screen.
pub struct SeatLine {
    office: Office,
    screen: OpenScreen,
    line: Arc<Line>,
}

impl SeatLine {
    /// The line of a screen that is opened now; `again` when its browser had lost the one before.
    pub fn of(office: &Office, (session, screen): (SessionId, i32), (at_terminal, again): (bool, bool)) -> Self {
        let screen = OpenScreen { session, screen, at_terminal, again, opened_at: office.now() };
        Self { office: office.clone(), screen, line: Arc::default() }
    }

    /// What measures it.
    pub fn line(&self) -> Arc<Line> {
        self.line.clone()
    }

    /// Notes it now and then, for as long as the screen is open.
    pub async fn keep_noting(&self) {
        loop {
            self.note().await;
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Notes it as it is now. A screen is worth more than its figures: what can't be noted is left out.
    pub async fn note(&self) {
        if let Err(error) = seat_health::note(&self.office, &self.screen, self.line.measured()).await {
            tracing::warn!(%error, session = %self.screen.session, "it could not be noted how the line of a screen is");
        }
    }
}
