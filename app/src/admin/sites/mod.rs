//! Sites and floors: the overview's forms.

pub mod api;
pub mod forms;
