//! Pure types and rules: no clock, no I/O. Also compiled for the browser.

pub mod arrows;
pub mod away;
pub mod booking;
pub mod change;
pub mod clipboard;
pub mod cloud_pc;
pub mod id;
pub mod live;
pub mod order;
pub mod overview;
pub mod person;
pub mod place;
pub mod plan;
pub mod provider;
pub mod recommend;
pub mod refusal;
pub mod room;
pub mod rules;
pub mod seat;
pub mod seat_health;
pub mod sessions;
pub mod shadow;
pub mod starts;
pub mod terminal;
pub mod time;
pub mod usage;
