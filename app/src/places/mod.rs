//! Floors and their seats: the page people open each morning.

pub mod api;
mod camera;
pub mod card;
mod controls;
mod cta;
pub mod desk_drawing;
mod dock;
mod find;
pub mod floor;
pub mod floors;
mod gestures;
mod in_page;
mod keys;
mod list;
pub mod live;
mod map;
mod my_seat;
mod near;
mod notices;
mod patch;
mod phone;
mod place_card;
mod scene;
mod suggestions;
pub mod timeline;
pub mod view;
mod viewport;
