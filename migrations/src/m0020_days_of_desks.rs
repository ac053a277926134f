//! Ways to the few events of seats that were lent and of desks that came to the plan or left it, past the many others, for
//! the figures of a day.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP INDEX ledger_desks_of_plan", "DROP INDEX ledger_lent_seats"]).await
    }
}

const UP: [&str; 2] = [
    "CREATE INDEX ledger_lent_seats ON ledger (site_id, at) WHERE kind = 'seat.lent'",
    "CREATE INDEX ledger_desks_of_plan ON ledger (site_id, seq)
     WHERE kind IN ('desk.added', 'desk.retired', 'desk.restored')",
];
