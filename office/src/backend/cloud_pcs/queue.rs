//! The queue of sessions to look at. A piece of work is taken by one worker at a time and put back for later, unless
//! somebody asked for it meanwhile: then it stays due as they asked.

use super::providers::registry;
use crate::{
    backend::{
        error::Result,
        office::Office,
        rows::{session, work},
    },
    model::{id::ProviderId, provider::OWN_DESKTOPS},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
    Select,
    sea_query::{Expr, OnConflict},
};
use std::{collections::BTreeSet, convert::Infallible, time::Duration};
use uuid::Uuid;

/// How long a worker keeps a piece of work to itself unless it says that it still works on it, in seconds. So long
/// nobody goes on with what a dead server was at.
const LOCK_SECONDS: i64 = 20;
/// How often a worker says so.
const KEEP_EVERY: Duration = Duration::from_secs(5);
/// How many pieces are taken at once.
pub(super) const AT_ONCE: usize = 8;

/// A session to look at.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    /// The session.
    pub session: Uuid,
    asked: i64,
}

/// Asks for a session to be looked at at a time.
pub(super) async fn ask(db: &impl ConnectionTrait, session: Uuid, due_at: i64) -> Result<()> {
    let row = work::ActiveModel {
        kind: Set("reconcile_session".into()),
        subject_id: Set(session),
        due_at: Set(due_at),
        locked_until: Set(0),
        asked: Set(0),
    };
    let again = Expr::col((work::Entity, work::Column::Asked)).add(1);
    work::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([work::Column::Kind, work::Column::SubjectId])
                .update_columns([work::Column::DueAt])
                .value(work::Column::Asked, again)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The providers at which work is due.
pub(super) async fn lanes(office: &Office) -> Result<BTreeSet<ProviderId>> {
    let named: Vec<Option<Uuid>> = due(office.now().timestamp())
        .select_only()
        .column(session::Column::ProviderId)
        .distinct()
        .into_tuple()
        .all(&office.db.read)
        .await?;
    Ok(named.into_iter().map(|id| id.map_or(OWN_DESKTOPS, ProviderId)).collect())
}

/// Work that is due and that nobody is at, with its session.
fn due(now: i64) -> Select<work::Entity> {
    work::Entity::find()
        .join(JoinType::LeftJoin, of_session())
        .filter(work::Column::DueAt.lte(now))
        .filter(work::Column::LockedUntil.lte(now))
}

fn of_session() -> RelationDef {
    work::Entity::belongs_to(session::Entity).from(work::Column::SubjectId).to(session::Column::Id).into()
}

/// Takes due work at a provider: of two servers that see the same piece, one gets it.
pub(super) async fn take(office: &Office, lane: ProviderId) -> Result<Vec<Piece>> {
    let now = office.now().timestamp();
    let rows = due(now)
        .filter(registry::sessions_of(Some(lane.0)))
        .order_by_asc(work::Column::DueAt)
        .limit(AT_ONCE as u64)
        .all(&office.db.read)
        .await?;
    let mut taken = Vec::new();
    for row in rows {
        let locked = work::Entity::update_many()
            .col_expr(work::Column::LockedUntil, Expr::value(now + LOCK_SECONDS))
            .filter(work::Column::SubjectId.eq(row.subject_id))
            .filter(work::Column::LockedUntil.eq(row.locked_until))
            .filter(work::Column::Asked.eq(row.asked))
            .exec(&office.db.write)
            .await?;
        if locked.rows_affected == 1 {
            taken.push(Piece { session: row.subject_id, asked: row.asked });
        }
    }
    Ok(taken)
}

/// Says again and again that a piece is still worked on, however long that takes. Never answers.
pub(super) async fn keep(office: &Office, piece: Piece) -> Infallible {
    loop {
        tokio::time::sleep(KEEP_EVERY).await;
        let kept = work::Entity::update_many()
            .col_expr(work::Column::LockedUntil, Expr::value(office.now().timestamp() + LOCK_SECONDS))
            .filter(work::Column::SubjectId.eq(piece.session))
            .exec(&office.db.write)
            .await;
        if let Err(error) = kept {
            tracing::warn!(%error, session = %piece.session, "a piece of work could not be kept; its lock may run out");
        }
    }
}

/// Puts a piece of work back until a time, or away when nothing is left to do.
pub(super) async fn put_back(office: &Office, piece: Piece, next: Option<i64>) -> Result<()> {
    let done = match next {
        Some(due_at) => {
            let update = work::Entity::update_many()
                .col_expr(work::Column::DueAt, Expr::value(due_at))
                .col_expr(work::Column::LockedUntil, Expr::value(0i64))
                .filter(work::Column::SubjectId.eq(piece.session))
                .filter(work::Column::Asked.eq(piece.asked));
            update.exec(&office.db.write).await?.rows_affected
        }
        None => {
            let delete = work::Entity::delete_many()
                .filter(work::Column::SubjectId.eq(piece.session))
                .filter(work::Column::Asked.eq(piece.asked));
            delete.exec(&office.db.write).await?.rows_affected
        }
    };
    if done == 0 {
        unlock(office, piece).await?;
    }
    Ok(())
}

async fn unlock(office: &Office, piece: Piece) -> Result<()> {
    work::Entity::update_many()
        .col_expr(work::Column::LockedUntil, Expr::value(0i64))
        .filter(work::Column::SubjectId.eq(piece.session))
        .exec(&office.db.write)
        .await?;
    office.reconcile.notify_one();
    Ok(())
}
