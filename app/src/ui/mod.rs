//! Pieces that pages share.

pub mod avatar;
pub mod following;
pub mod frame;
pub mod icon;
pub mod icons;
pub mod keyed;
pub mod new_office;
pub mod notice;
pub mod problem;
pub mod query;
pub mod stream;
