//! Bookings: made, moved, changed, cancelled, checked in, checked out, released.

pub mod arrive;
pub mod cancel;
pub mod change_times;
pub mod check_in;
pub mod check_out;
pub mod contest;
pub mod find;
pub(crate) mod judge;
pub mod move_seat;
pub mod release;
pub mod reserve;
pub mod restore;
pub(crate) mod step;
pub mod suggest;
pub mod team;
