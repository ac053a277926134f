//! A way to the few events of seats that were left, past the many others, for the figures of a day.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["CREATE INDEX ledger_left_seats ON ledger (site_id, at) WHERE kind = 'booking.left_seat'"])
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP INDEX ledger_left_seats"]).await
    }
}
