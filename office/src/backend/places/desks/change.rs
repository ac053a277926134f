//! Change a desk, retire it, or bring it back. The bookings that the change meets are moved or cancelled in the same
//! transaction, and only as the admin has seen it before.

use super::{
    affected::{self, Plan},
    record::{self, DeskState, Told, Touched},
};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::{Error, Fault, Result},
        ledger,
        office::Office,
        places::context,
        rows::{desk, floor, zone},
    },
    model::{
        change::{DeskDraft, Outcome, Preview},
        id::DeskId,
        refusal::Refusal,
    },
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// What an admin wants of a desk.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// To be like this.
    Draft(DeskDraft),
    /// To be on the plan no longer. It keeps its identity and its past.
    Retired,
    /// To be on the plan again.
    Back,
}

/// A change of one desk.
#[derive(Clone, Debug)]
pub struct Change {
    /// The desk.
    pub desk: DeskId,
    /// The version that the admin saw; refused as stale when it is gone.
    pub version: i32,
    /// What it becomes.
    pub wanted: Wanted,
    /// The preview that the admin has seen; empty before the first.
    pub seen: String,
}

/// Makes a change, or asks first when it meets bookings in a way that has not been seen.
pub async fn change(office: &Office, caller: &Caller, change: Change) -> Result<Outcome> {
    caller.must_be_admin()?;
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, &change))).await;
    told(office, outcome)
}

/// Reads what a change would do to bookings without making it.
pub async fn preview(office: &Office, caller: &Caller, change: &Change) -> Result<Preview> {
    caller.must_be_admin()?;
    let case = Case::open(&office.db.read, caller, change).await?;
    Ok(case.plan.preview(&case.before.label))
}

/// Wakes whoever waits for news; says in words what the database refused.
pub(crate) fn told<T>(office: &Office, outcome: Result<T>) -> Result<T> {
    match outcome {
        Ok(done) => {
            office.live.wake();
            crate::backend::cloud_pcs::sessions::wake(office);
            Ok(done)
        }
        Err(Error::Fault(Fault::Database(error))) if db::is_duplicate(&error) => {
            Err(Refusal::input("label", "label_taken").into())
        }
        // Somebody took the seat at the same moment in a way that no lock of ours knows.
        Err(Error::Fault(Fault::Database(error))) if db::broken_overlap(&error).is_some() => Err(Refusal::Stale.into()),
        Err(other) => Err(other),
    }
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, change: &Change) -> Result<Outcome> {
    let case = Case::open(tx, caller, change).await?;
    case.plan.lock(tx, change.desk).await?;
    // Read again now that nobody else can write about these people and desks.
    let locked = Case::open(tx, caller, change).await?;
    let name = locked.plan.name();
    if !name.is_empty() && (name != change.seen || name != case.plan.name()) {
        return Ok(Outcome::Ask { preview: locked.plan.preview(&locked.before.label) });
    }
    if DeskState::of(&locked.before)? == DeskState::of(&locked.after)? {
        return Ok(Outcome::Same);
    }
    let event = locked.save(tx, caller, Vec::new()).await?;
    Ok(Outcome::Done { event })
}

/// A change with the rows it is about.
pub(crate) struct Case {
    pub before: desk::Model,
    pub after: desk::Model,
    pub floor: floor::Model,
    pub plan: Plan,
}

impl Case {
    /// Reads the desk of a change and works out what would become of it and of its bookings. Refused as stale when somebody
    /// has changed the desk since it was shown.
    pub async fn open(tx: &impl ConnectionTrait, caller: &Caller, change: &Change) -> Result<Self> {
        let (before, floor) = context::desk(tx, change.desk).await?;
        if before.version != change.version {
            return Err(Refusal::Stale.into());
        }
        let mut after = match &change.wanted {
            Wanted::Draft(draft) => {
                let draft = draft.clone().checked(record::size(tx, floor.id).await?)?;
                check_others(tx, &draft, &before).await?;
                record::with(&before, &draft)?
            }
            Wanted::Retired => {
                let at = before.retired_at.unwrap_or(caller.now.timestamp());
                desk::Model { retired_at: Some(at), ..before.clone() }
            }
            Wanted::Back => desk::Model { retired_at: None, ..before.clone() },
        };
        after.version = before.version + 1;
        let plan = affected::plan(tx, caller, &floor, (&before, &after)).await?;
        Ok(Self { before, after, floor, plan })
    }

    /// Writes the rows first and the ledger after them; `more` events and bookings belong to the same change.
    pub async fn save(
        &self,
        tx: &DatabaseTransaction,
        caller: &Caller,
        more: Vec<(Vec<ledger::Event>, Touched)>,
    ) -> Result<i64> {
        self.after.clone().into_active_model().reset_all().update(tx).await?;
        let (mut events, mut bookings) = self.plan.carry_out(tx, caller, (&self.floor, &self.before)).await?;
        for (also, touched) in more {
            events.extend(also);
            bookings.push(touched);
        }
        let told = Told {
            version: self.after.version,
            before: Some(DeskState::of(&self.before)?),
            after: DeskState::of(&self.after)?,
            bookings,
        };
        for event in events {
            ledger::record(tx, caller.now, event).await?;
        }
        let kind = match (self.before.retired_at, self.after.retired_at) {
            (None, Some(_)) => "desk.retired",
            (Some(_), None) => "desk.restored",
            _ => "desk.changed",
        };
        let event = record::event(kind, &self.after, &self.floor, &told)?.by(caller.person);
        ledger::append(tx, caller.now, event).await
    }
}

/// The zone lies on the desk's floor; whoever gets the desk is there.
pub(crate) async fn check_others(db: &impl ConnectionTrait, draft: &DeskDraft, row: &desk::Model) -> Result<()> {
    if let Some(zone) = draft.zone {
        let found = zone::Entity::find_by_id(zone.0).one(db).await?;
        if found.is_none_or(|zone| zone.floor_id != row.floor_id) {
            return Err(Refusal::input("zone", "unknown").into());
        }
    }
    if let Some(person) = draft.assigned_to
        && row.assigned_to != Some(person.0)
        && judge::active_person(db, person).await.is_err()
    {
        return Err(Refusal::input("assigned", "unknown_person").into());
    }
    Ok(())
}
