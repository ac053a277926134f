//! Change a site's rules, seen before they are saved. One version, one ledger event.

use super::{find, meets::Coming};
use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Error, Fault, Result},
        ledger::{self, Event},
        office::Office,
        rows::{ledger as ledger_row, site, site_rules, zone},
    },
    model::{
        change::{Outcome, Preview, RulesDraft},
        id::{SiteId, TeamId},
        overview::RulesNow,
        refusal::Refusal,
        rules::Closure,
        time::Minute,
    },
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use serde::{Deserialize, Serialize};

/// A change of a site's rules.
#[derive(Clone, Debug)]
pub struct Change {
    /// The site.
    pub site: SiteId,
    /// The version that the admin saw; refused as stale when it is gone.
    pub version: i32,
    /// The rules as they shall be.
    pub draft: RulesDraft,
    /// The preview that the admin has seen; empty before the first.
    pub seen: String,
}

/// What a ledger event about rules tells.
#[derive(Serialize, Deserialize)]
struct Told {
    version: i32,
    before: RulesDraft,
    after: RulesDraft,
}

/// Changes the rules if their preview has been seen, else answers the preview. Bookings that exist are kept.
pub async fn change(office: &Office, caller: &Caller, change: Change) -> Result<Outcome> {
    caller.must_be_admin()?;
    change.draft.check()?;
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, &change))).await;
    told(office, outcome)
}

/// Brings the rules back that stood before the event with a number, as a new version. Refused as stale when they
/// have changed since. Nothing is asked: what was valid before is valid again.
pub async fn undo(office: &Office, caller: &Caller, event: i64) -> Result<(SiteId, i64)> {
    caller.must_be_admin()?;
    let outcome = db::write(&office.db, |scope| Box::pin(write_undo(scope.tx, caller, event))).await;
    told(office, outcome)
}

fn told<T>(office: &Office, outcome: Result<T>) -> Result<T> {
    match outcome {
        Ok(done) => {
            office.live.wake();
            Ok(done)
        }
        // Two first changes of a site's rules at once: the second one has seen none.
        Err(Error::Fault(Fault::Database(error))) if db::is_duplicate(&error) => Err(Refusal::Stale.into()),
        Err(other) => Err(other),
    }
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, change: &Change) -> Result<Outcome> {
    let now = hold(tx, caller, change.site).await?;
    if now.version != change.version {
        return Err(Refusal::Stale.into());
    }
    let then = whole(&now, &change.draft)?;
    if then == now.draft {
        return Ok(Outcome::Same);
    }
    let preview = Coming::read(tx, caller, change.site.0).await?.preview(&now.draft, &then)?;
    if preview.seen != change.seen {
        return Ok(Outcome::Ask { preview });
    }
    Ok(Outcome::Done { event: save(tx, caller, (&now, &then)).await? })
}

async fn write_undo(tx: &DatabaseTransaction, caller: &Caller, event: i64) -> Result<(SiteId, i64)> {
    let row = ledger_row::Entity::find_by_id(event).one(tx).await?;
    let row = row.filter(|row| row.kind == "rules.changed").ok_or(Refusal::NotFound)?;
    let told: Told = serde_json::from_str(row.detail.as_deref().unwrap_or_default())
        .map_err(|error| Fault::Stored(error.to_string()))?;
    let site = row.site_id.ok_or(Refusal::NotFound)?.into();
    let now = hold(tx, caller, site).await?;
    if now.version != told.version {
        return Err(Refusal::Stale.into());
    }
    let then = whole(&now, &told.before)?;
    Ok((site, save(tx, caller, (&now, &then)).await?))
}

/// The rules as they stand; until this transaction is over nobody else changes them.
async fn hold(tx: &DatabaseTransaction, caller: &Caller, site: SiteId) -> Result<RulesNow> {
    if db::is_postgres(tx) {
        site::Entity::find_by_id(site.0).lock(LockType::NoKeyUpdate).one(tx).await?;
    }
    find::read(tx, caller, site).await
}

/// A draft that speaks of every zone of the site and of no other, and of teams that are there.
fn whole(now: &RulesNow, draft: &RulesDraft) -> Result<RulesDraft> {
    let known = |team: TeamId| now.teams.iter().any(|one| one.id == team);
    let mut kept = Vec::with_capacity(now.draft.kept.len());
    for (zone, was) in &now.draft.kept {
        let said = draft.kept.iter().find(|(one, _)| one == zone).map_or(*was, |(_, said)| *said);
        if said.is_some_and(|(team, _)| !known(team)) {
            return Err(Refusal::input("kept", "unknown").into());
        }
        kept.push((*zone, said));
    }
    Ok(RulesDraft { kept, ..draft.clone() })
}

async fn save(tx: &DatabaseTransaction, caller: &Caller, (now, then): (&RulesNow, &RulesDraft)) -> Result<i64> {
    let body = serde_json::to_string(&then.rules).map_err(|error| Fault::Stored(error.to_string()))?;
    let row = site_rules::Model { site_id: now.site.id.0, body, version: now.version + 1 };
    if now.version == 0 {
        site_rules::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    } else {
        row.clone().into_active_model().reset_all().update(tx).await?;
    }
    let minutes = |at: Minute| Set(i32::from(at.minutes()));
    let hours = site::ActiveModel {
        id: Set(now.site.id.0),
        opens: minutes(then.hours.opens),
        closes: minutes(then.hours.closes),
        lunch_starts: minutes(then.hours.lunch_starts),
        lunch_ends: minutes(then.hours.lunch_ends),
        ..Default::default()
    };
    hours.update(tx).await?;
    for (zone, kept) in then.kept.iter().filter(|one| !now.draft.kept.contains(one)) {
        let until = kept.map(|(_, until)| i32::from(until.minutes()));
        zone::Entity::update_many()
            .col_expr(zone::Column::KeptTeamId, Expr::value(kept.map(|(team, _)| team.0)))
            .col_expr(zone::Column::KeptUntil, Expr::value(until))
            .filter(zone::Column::Id.eq(zone.0))
            .exec(tx)
            .await?;
    }
    let told = Told { version: row.version, before: now.draft.clone(), after: then.clone() };
    let detail = serde_json::to_string(&told).map_err(|error| Fault::Stored(error.to_string()))?;
    let site = Some(now.site.id.0);
    let event = Event { kind: "rules.changed", site, detail: Some(detail), ..Event::default() }.by(caller.person);
    ledger::append(tx, caller.now, event).await
}

/// Reads which bookings a draft would meet without changing anything.
pub async fn preview(office: &Office, caller: &Caller, site: SiteId, draft: &RulesDraft) -> Result<Preview> {
    caller.must_be_admin()?;
    draft.check()?;
    let db = &office.db.read;
    let now = find::read(db, caller, site).await?;
    let then = whole(&now, draft)?;
    Coming::read(db, caller, site.0).await?.preview(&now.draft, &then)
}

/// Reads which bookings a closure would meet without adding it.
pub(crate) async fn preview_closure(
    db: &impl ConnectionTrait,
    caller: &Caller,
    site: SiteId,
    closure: Closure,
) -> Result<Preview> {
    let now = find::read(db, caller, site).await?;
    Coming::read(db, caller, site.0).await?.preview_closure(&now.draft, closure)
}
