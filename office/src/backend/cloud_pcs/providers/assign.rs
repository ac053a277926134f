//! Have a site use a provider.

use super::{change::look_again, registry};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        cloud_pcs::{room, sessions},
        db,
        error::Result,
        ledger::{self, Event},
        office::Office,
        rows::{booking, desk, floor, session, site},
    },
    model::{
        cloud_pc::SessionState,
        id::{ProviderId, SiteId},
        provider::OWN_DESKTOPS,
        refusal::Refusal,
    },
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Has a site use a provider from now on, and answers the one before. Cloud PCs that run go on where they are; those
/// that are still to be started are started by the new one. For admins.
pub async fn assign(office: &Office, caller: &Caller, site: SiteId, provider: ProviderId) -> Result<ProviderId> {
    caller.must_be_admin()?;
    let before = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, (site, provider)))).await?;
    look_again(office, provider).await?;
    Ok(before)
}

async fn write(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (site, provider): (SiteId, ProviderId),
) -> Result<ProviderId> {
    let row = site::Entity::find_by_id(site.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    let chosen = registry::lock(tx, provider).await?.ok_or_else(|| Refusal::input("provider", "unknown"))?;
    let before = row.provider_id.map_or(OWN_DESKTOPS, ProviderId);
    if before == provider {
        return Ok(before);
    }
    site::Entity::update_many()
        .col_expr(site::Column::ProviderId, Expr::value(chosen.id))
        .filter(site::Column::Id.eq(site.0))
        .exec(tx)
        .await?;
    let host = room::lock(tx, &sessions::host_of(Some(chosen.id))).await?;
    for (seen, booking) in waiting_at(tx, site.0).await? {
        let row = sessions::held(tx, seen.id).await?;
        // Somebody may just have started it.
        if is_waiting(&row) {
            sessions::serve_by(tx, (row, &booking), (chosen.id, host), caller.now).await?;
        }
    }
    let detail = Some(format!(r#"{{"before":"{before}","after":"{provider}"}}"#));
    let told = Event { kind: "site.provider_changed", site: Some(site.0), detail, ..Event::default() };
    ledger::record(tx, caller.now, told.by(caller.person)).await?;
    Ok(before)
}

/// The sessions of a site's bookings that are not over and that no provider has started yet, or has failed to.
async fn waiting_at(tx: &DatabaseTransaction, site: Uuid) -> Result<Vec<(session::Model, booking::Model)>> {
    let failed = session::Column::State.eq(SessionState::Failed.word());
    let not_begun = Condition::any().add(session::Column::Handle.is_null()).add(failed);
    let sessions = session::Entity::find()
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(not_begun)
        .filter(session::Column::BookingId.in_subquery(bookings_at(site)))
        .order_by_asc(session::Column::Id)
        .all(tx)
        .await?;
    let bookings =
        booking::Entity::find().filter(judge::is_live()).filter(booking::Column::Id.in_subquery(bookings_at(site)));
    let mut bookings: HashMap<Uuid, booking::Model> =
        bookings.all(tx).await?.into_iter().map(|row| (row.id, row)).collect();
    Ok(sessions.into_iter().filter_map(|row| bookings.remove(&row.booking_id).map(|booking| (row, booking))).collect())
}

fn is_waiting(row: &session::Model) -> bool {
    let state = SessionState::from_word(&row.state);
    state != Some(SessionState::Released) && (row.handle.is_none() || state == Some(SessionState::Failed))
}

fn bookings_at(site: Uuid) -> SelectStatement {
    let floors = floor::Entity::find()
        .select_only()
        .column(floor::Column::Id)
        .filter(floor::Column::SiteId.eq(site))
        .into_query();
    let desks = desk::Entity::find()
        .select_only()
        .column(desk::Column::Id)
        .filter(desk::Column::FloorId.in_subquery(floors))
        .into_query();
    let bookings = booking::Entity::find().select_only().column(booking::Column::Id);
    bookings.filter(booking::Column::DeskId.in_subquery(desks)).into_query()
}
