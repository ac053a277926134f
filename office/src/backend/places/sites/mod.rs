//! Sites, their floors and their closures, as admins set them up.

pub mod add;
pub mod closures;
