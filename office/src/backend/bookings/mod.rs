//! Bookings: made, moved, changed, cancelled, checked in, left for a while, checked out, released.

pub mod arrive;
pub mod away;
pub mod cancel;
pub mod change_times;
pub mod check_in;
pub mod check_out;
pub mod contest;
pub mod find;
mod give_way;
pub(crate) mod judge;
pub mod lost;
pub mod move_seat;
pub mod release;
pub mod reserve;
pub mod restore;
pub(crate) mod step;
pub mod suggest;
pub mod team;
pub mod usual;
