//! Icon drawings.
/// The inner markup of an icon; empty when unknown.
pub fn icon_markup(_name: &str) -> &'static str { "" }
