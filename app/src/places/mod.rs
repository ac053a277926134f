//! Floors and their seats: the page people open each morning.

pub mod api;
pub mod camera;
pub mod card;
pub mod controls;
pub mod cta;
pub mod desk_drawing;
pub mod dock;
pub mod find;
pub mod floor;
pub mod floors;
pub mod gestures;
pub mod keys;
pub mod list;
pub mod live;
pub mod map;
pub mod my_seat;
pub mod near;
pub mod notices;
pub mod patch;
pub mod phone;
pub mod place_card;
pub mod scene;
pub mod suggestions;
pub mod timeline;
pub mod view;
pub mod viewport;
