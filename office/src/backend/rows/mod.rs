//! One entity per table. Private to this crate: a row never leaves it.

macro_rules! entity {
    ($table:literal { $($(#[$attr:meta])* $field:ident: $ty:ty),+ $(,)? }) => {
        use sea_orm::entity::prelude::*;

        /// One row.
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = $table)]
        pub struct Model {
            $($(#[$attr])* pub $field: $ty,)+
        }

        /// None: a query that joins tables names their columns.
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}

pub mod api_token;
pub mod arrival;
pub mod booking;
pub mod closure;
pub mod cloud_pc;
pub mod desk;
pub mod floor;
pub mod floor_plan;
pub mod host;
pub mod idempotency_key;
pub mod joins;
pub mod known_browser;
pub mod ledger;
pub mod notice;
pub mod person;
pub mod places_version;
pub mod provider;
pub mod screen_reading;
pub mod session;
pub mod session_ticket;
pub mod setting;
pub mod shadow;
pub mod sign_in;
pub mod sign_in_failure;
pub mod site;
pub mod site_rules;
pub mod team;
pub mod terminal;
pub mod terminal_call;
pub mod terminal_code;
pub mod work;
pub mod zone;
