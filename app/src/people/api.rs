//! Who can be signed in as in the demo office.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::person::Person;

/// One person of each role; nobody outside of the demo office.
#[server(prefix = "/fn", endpoint = "people/examples")]
pub async fn load_examples() -> Result<Vec<Person>, Failure> {
    let visit = crate::caller::visit()?;
    if !visit.viewer.demo {
        return Ok(Vec::new());
    }
    Ok(office::backend::people::directory::examples(&visit.office).await?)
}
