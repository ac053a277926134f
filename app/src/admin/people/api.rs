//! What the page of people asks the server.

use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;
use office::model::{
    change::Preview,
    overview::{Member, Team},
};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::{
        once,
        typed::{again, lead},
    },
    bookings::api::id,
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        people::{admit, leave},
        rules::find,
    },
    model::{change::Outcome, id::PersonId, person::Role, place::Names, refusal::Refusal},
};

/// People, and what else the page needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// Those who were looked for, at most 60.
    pub members: Vec<Member>,
    /// How many there are.
    pub many: u64,
    /// All teams.
    pub teams: Vec<Team>,
    /// A first password, shown this once.
    pub password: Option<String>,
    /// Somebody who is to leave, with their bookings.
    pub leaving: Option<(Member, Preview)>,
}

/// People whose name or address contains a text; somebody who is to leave with their bookings.
#[server(prefix = "/fn", endpoint = "admin/people/load")]
pub async fn load_people(text: String, leaving: String) -> Result<People, Failure> {
    let (office, caller) = caller()?;
    let (members, many) = admit::members(&office, &caller, &text).await?;
    let leaving = match leaving.is_empty() {
        true => None,
        false => {
            let person = id::<PersonId>(&leaving)?;
            let member = admit::member(&office, &caller, person).await?;
            Some((member, leave::preview(&office, &caller, person).await?))
        }
    };
    Ok(People { members, many, teams: find::teams(&office, &caller).await?, password: once::take(), leaving })
}

/// Takes somebody into the directory; the next page shows their first password.
#[server(prefix = "/fn", endpoint = "admin/people/add")]
pub async fn add_person(#[server(default)] typed: Typed) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let made = async {
        let new = admit::NewPerson {
            email: typed.get("email").to_owned(),
            name: typed.get("name").to_owned(),
            given_name: typed.get("given_name").to_owned(),
            role: Role::from_word(typed.get("role")).ok_or(Refusal::input("role", "unknown"))?,
            team: typed.maybe("team")?,
        };
        admit::admit(&office, &caller, new).await
    };
    match made.await {
        Ok((_, password)) => {
            once::keep(&password);
            lead("/admin/people", &[("done", "person-added"), ("q", typed.get("email"))], &Typed::default());
            Ok(())
        }
        Err(error) => again(error, "/admin/people", &[("do", "add")], &typed),
    }
}

/// Makes a team.
#[server(prefix = "/fn", endpoint = "admin/teams/add")]
pub async fn add_team(#[server(default)] typed: Typed) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let name = Names::new(typed.get("team_ko"), typed.get("team_en"));
    match admit::add_team(&office, &caller, name).await {
        Ok(_) => {
            lead("/admin/people", &[("done", "team-added")], &Typed::default());
            Ok(())
        }
        Err(error) => again(error, "/admin/people", &[("do", "team")], &typed),
    }
}

/// Gives somebody another first password, shown on the next page.
#[server(prefix = "/fn", endpoint = "admin/people/password")]
pub async fn new_password(person: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let person = id::<PersonId>(&person)?;
    let member = admit::member(&office, &caller, person).await?;
    once::keep(&admit::new_password(&office, &caller, person).await?);
    lead("/admin/people", &[("q", &member.person.email), ("event", "password")], &Typed::default());
    Ok(())
}

/// Lets somebody go; shows first which of their bookings are cancelled by it.
#[server(prefix = "/fn", endpoint = "admin/people/deactivate")]
pub async fn deactivate(person: String, #[server(default)] seen: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let who = id::<PersonId>(&person)?;
    match leave::deactivate(&office, &caller, who, &seen).await? {
        Outcome::Ask { .. } => lead("/admin/people", &[("do", "leave"), ("to", &person)], &Typed::default()),
        _ => lead("/admin/people", &[("done", "person-off")], &Typed::default()),
    }
    Ok(())
}

/// Lets somebody in again.
#[server(prefix = "/fn", endpoint = "admin/people/reactivate")]
pub async fn reactivate(person: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    leave::reactivate(&office, &caller, id(&person)?).await?;
    lead("/admin/people", &[("done", "person-on")], &Typed::default());
    Ok(())
}
