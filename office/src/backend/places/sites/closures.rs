//! The days on which a site is closed. Bookings of such a day are kept; whoever adds one sees them first.

use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Error, Fault, Result},
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::closure,
        rules::change::preview_closure,
    },
    model::{
        change::{Outcome, Preview},
        id::SiteId,
        overview::ClosuresNow,
        place::Names,
        refusal::Refusal,
        rules::Closure,
        text::line,
    },
};
use chrono::NaiveDate;
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};

/// A site's closures from today on.
pub async fn closures(office: &Office, caller: &Caller, site: SiteId) -> Result<ClosuresNow> {
    caller.must_be_admin()?;
    let context = context::site(&office.db.read, site.0, caller.now).await?;
    let today = context.facts.today();
    let mut closures: Vec<Closure> = context.facts.closures.into_iter().filter(|one| one.date >= today).collect();
    closures.sort_by_key(|closure| closure.date);
    Ok(ClosuresNow { site: context.site, today, closures })
}

/// Closes a site on a day, or asks first when the day has bookings and they have not been seen.
pub async fn add(office: &Office, caller: &Caller, site: SiteId, (closure, seen): (Closure, &str)) -> Result<Outcome> {
    caller.must_be_admin()?;
    let (ko, en) = (line("name_ko", &closure.name.ko)?, line("name_en", &closure.name.en)?);
    if ko.is_empty() {
        return Err(Refusal::input("name_ko", "empty").into());
    }
    if ko.chars().count() > 60 || en.chars().count() > 60 {
        return Err(Refusal::input("name_ko", "name_length").into());
    }
    let closure = Closure { date: closure.date, name: Names::new(ko, if en.is_empty() { ko } else { en }) };
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, site, (&closure, seen)))).await;
    match outcome {
        Ok(done) => {
            office.live.wake();
            Ok(done)
        }
        Err(Error::Fault(Fault::Database(error))) if db::is_duplicate(&error) => {
            Err(Refusal::input("date", "closed_already").into())
        }
        Err(other) => Err(other),
    }
}

/// Reads which bookings a further closure would meet without adding it.
pub async fn preview(office: &Office, caller: &Caller, site: SiteId, closure: Closure) -> Result<Preview> {
    caller.must_be_admin()?;
    preview_closure(&office.db.read, caller, site, closure).await
}

async fn write(
    tx: &DatabaseTransaction,
    caller: &Caller,
    site: SiteId,
    (closure, seen): (&Closure, &str),
) -> Result<Outcome> {
    if closure.date < context::site(tx, site.0, caller.now).await?.facts.today() {
        return Err(Refusal::input("date", "past_date").into());
    }
    let preview = preview_closure(tx, caller, site, closure.clone()).await?;
    if !preview.affected.is_empty() && preview.seen != seen {
        return Ok(Outcome::Ask { preview });
    }
    let row = closure::Model {
        site_id: site.0,
        date: closure.date.to_string(),
        name_ko: closure.name.ko.clone(),
        name_en: closure.name.en.clone(),
    };
    closure::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(Outcome::Done { event: record(tx, caller, ("closure.added", site), closure).await? })
}

/// Opens a site again on a day; answers the closure that stood there, so that it can be put back.
pub async fn remove(office: &Office, caller: &Caller, site: SiteId, date: NaiveDate) -> Result<Closure> {
    caller.must_be_admin()?;
    let removed = db::write(&office.db, |scope| Box::pin(write_removal(scope.tx, caller, site, date))).await?;
    office.live.wake();
    Ok(removed)
}

async fn write_removal(tx: &DatabaseTransaction, caller: &Caller, site: SiteId, date: NaiveDate) -> Result<Closure> {
    let key = (site.0, date.to_string());
    let row = closure::Entity::find_by_id(key.clone()).one(tx).await?.ok_or(Refusal::NotFound)?;
    closure::Entity::delete_by_id(key).exec(tx).await?;
    let closure = Closure { date, name: Names::new(row.name_ko, row.name_en) };
    record(tx, caller, ("closure.removed", site), &closure).await?;
    Ok(closure)
}

async fn record(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (kind, site): (&'static str, SiteId),
    closure: &Closure,
) -> Result<i64> {
    let detail = serde_json::to_string(closure).map_err(|error| Fault::Stored(error.to_string()))?;
    let event = Event { kind, site: Some(site.0), detail: Some(detail), ..Event::default() };
    ledger::append(tx, caller.now, event.by(caller.person)).await
}
