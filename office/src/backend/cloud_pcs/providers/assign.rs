//! Have a site use a provider.

use super::{change::look_again, registry};
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::sessions,
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
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
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
    for waiting in waiting_at(tx, site.0).await? {
        let id = waiting.id;
        // What one provider may have begun is not what the next one makes: that has another key.
        let epoch = waiting.epoch + i32::from(waiting.handle.is_some());
        let version = waiting.version + 1;
        let moved = session::Model { provider_id: Some(chosen.id), handle: None, epoch, version, ..waiting };
        moved.into_active_model().reset_all().update(tx).await?;
        sessions::look_at(tx, id, caller.now).await?;
    }
    let detail = Some(format!(r#"{{"before":"{before}","after":"{provider}"}}"#));
    let told = Event { kind: "site.provider_changed", site: Some(site.0), detail, ..Event::default() };
    ledger::record(tx, caller.now, told.by(caller.person)).await?;
    Ok(before)
}

/// The sessions of a site's bookings that no provider has started yet, or has failed to.
async fn waiting_at(tx: &DatabaseTransaction, site: Uuid) -> Result<Vec<session::Model>> {
    let failed = session::Column::State.eq(SessionState::Failed.word());
    let not_begun = Condition::any().add(session::Column::Handle.is_null()).add(failed);
    let sessions = session::Entity::find()
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(not_begun)
        .filter(session::Column::BookingId.in_subquery(bookings_at(site)));
    Ok(sessions.all(tx).await?)
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
