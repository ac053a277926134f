//! What the address says behind its path.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, params::ParamsMap};

/// The query of the address that is shown. The router's own `use_query_map` goes on saying the one before when a link leads
/// to the same page of another floor.
pub fn current_query() -> Memo<ParamsMap> {
    use_location().query
}
