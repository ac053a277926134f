//! What people are told about the cloud PCs of their coming bookings: that there is one after all, or none any more.

use crate::{
    backend::{
        bookings::find::{self, When},
        caller::Caller,
        error::Result,
        office::Office,
        rows::ledger,
    },
    model::{
        booking::{Booking, PcNews},
        cloud_pc::SessionState,
        room::NoRoom,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// How long somebody is told, in seconds.
const TOLD_SECONDS: i64 = 24 * 3_600;
/// The kinds of events that change what comes with a booking.
const KINDS: [&str; 2] = ["session.promised", "session.unpromised"];

/// The newest change of each coming booking of the caller, within a day. Whoever books when there is no room is told then
/// and there, not here.
pub async fn news(office: &Office, caller: &Caller) -> Result<Vec<PcNews>> {
    let events = ledger::Entity::find()
        .filter(ledger::Column::PersonId.eq(caller.person.0))
        .filter(ledger::Column::Kind.is_in(KINDS))
        .filter(ledger::Column::At.gt(caller.now.timestamp() - TOLD_SECONDS))
        .order_by_asc(ledger::Column::Seq)
        .all(&office.db.read)
        .await?;
    let newest: HashMap<Uuid, ledger::Model> =
        events.into_iter().filter_map(|event| Some((event.booking_id?, event))).collect();
    if newest.is_empty() {
        return Ok(Vec::new());
    }
    let coming = find::mine(office, caller, When::Coming).await?;
    Ok(coming.into_iter().filter_map(|booking| told(newest.get(&booking.id.0)?, booking)).collect())
}

fn told(event: &ledger::Model, booking: Booking) -> Option<PcNews> {
    let no_pc = event.detail.as_deref().and_then(NoRoom::from_word);
    let is_news = match no_pc {
        None => booking.session_state == Some(SessionState::Planned),
        // The card says so, and whoever books then was told.
        Some(NoRoom::Full) => false,
        Some(why) => booking.no_pc == Some(why),
    };
    is_news.then_some(PcNews { label: booking.label, local: booking.local, no_pc })
}
