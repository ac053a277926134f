//! Floors and their seats: the page people open each morning.

pub mod api;
pub mod card;
pub mod controls;
pub mod desk_drawing;
pub mod floor;
pub mod floors;
pub mod list;
pub mod live;
pub mod map;
pub mod timeline;
pub mod view;
