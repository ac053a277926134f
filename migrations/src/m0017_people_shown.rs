//! The number that changes of places raise is raised as well when somebody is shown differently at a seat: their name,
//! their team, and who may see them. Whoever has read a day's seats knows from it whether they are still shown so.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let how = if sql::is_postgres(manager) {
            "FOR EACH STATEMENT EXECUTE FUNCTION count_places()"
        } else {
            "BEGIN UPDATE places_version SET version = version + 1; END"
        };
        let made = format!(
            "CREATE TRIGGER people_counted AFTER UPDATE OF name, given_name, team_id, visibility ON people {how}"
        );
        sql::run(manager, &[&made]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let gone = if sql::is_postgres(manager) {
            "DROP TRIGGER people_counted ON people"
        } else {
            "DROP TRIGGER people_counted"
        };
        sql::run(manager, &[gone]).await
    }
}
