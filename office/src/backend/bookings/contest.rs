//! Somebody else wanted to sit at a desk that is held: its holder is told, without a name.

use super::judge::{self, Wish};
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::{find, seats},
        rows::ledger,
    },
    model::{
        booking::{Booking, Contest},
        time::{self, Minute},
    },
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// How long the holder is told of it, in minutes.
const TOLD_MINUTES: i64 = 30;

/// The last time somebody else wanted the desk of one of the caller's bookings, with the nearest free seat in case the
/// caller would rather have another one.
pub async fn of(office: &Office, caller: &Caller, booking: &Booking) -> Result<Option<Contest>> {
    let since = caller.now - TimeDelta::minutes(TOLD_MINUTES);
    let event = ledger::Entity::find()
        .filter(ledger::Column::BookingId.eq(booking.id.0))
        .filter(ledger::Column::DeskId.eq(booking.desk.0))
        .filter(ledger::Column::Kind.eq("seat.contested"))
        .filter(ledger::Column::At.gt(since.timestamp()))
        .order_by_desc(ledger::Column::Seq)
        .one(&office.db.read)
        .await?;
    let Some(event) = event.filter(|_| booking.person == caller.person) else { return Ok(None) };
    let zone = find::zone(office, caller, booking.site).await?;
    let interval = booking.interval;
    let wish = Wish { person: caller.person, desk: booking.desk, interval, replaces: Some(booking.id) };
    Ok(Some(Contest {
        at: Minute::of(time::local(zone, judge::instant(event.at))),
        offer: seats::nearest_free(&office.db.read, caller, wish).await?,
    }))
}
