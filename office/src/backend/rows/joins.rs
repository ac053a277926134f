//! How tables lead to each other where several queries go the same way.

use super::{booking, desk, floor, session, site};
use sea_orm::{EntityTrait, RelationDef};

/// From a booking to its desk.
pub fn desk_of_booking() -> RelationDef {
    booking::Entity::belongs_to(desk::Entity).from(booking::Column::DeskId).to(desk::Column::Id).into()
}

/// From a desk to its floor.
pub fn floor_of_desk() -> RelationDef {
    desk::Entity::belongs_to(floor::Entity).from(desk::Column::FloorId).to(floor::Column::Id).into()
}

/// From a floor to its site.
pub fn site_of_floor() -> RelationDef {
    floor::Entity::belongs_to(site::Entity).from(floor::Column::SiteId).to(site::Column::Id).into()
}

/// From a session to its booking.
pub fn booking_of_session() -> RelationDef {
    session::Entity::belongs_to(booking::Entity).from(session::Column::BookingId).to(booking::Column::Id).into()
}
