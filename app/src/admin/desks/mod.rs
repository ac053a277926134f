//! `/admin/floors/:floor`: a floor's desks, on the map and in a table, with forms to change them.

pub mod add;
pub mod api;
pub mod drag;
pub mod edit;
pub mod map;
pub mod page;
pub mod table;
pub mod values;
pub mod view;
