//! What the page of terminals asks the server.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::{id::DeskId, place::Names, terminal::Terminal};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::{
        once,
        typed::{Typed, lead},
    },
    bookings::api::id,
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        places::find,
        terminals::{enrol, find as terminals},
    },
    model::{id::TerminalId, refusal::Refusal},
};

/// A desk that may get a terminal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskChoice {
    /// The desk.
    pub desk: DeskId,
    /// Its label.
    pub label: String,
}

/// The desks of one floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorChoice {
    /// Site and floor.
    pub name: Names,
    /// Its desks by label.
    pub desks: Vec<DeskChoice>,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terminals {
    /// Every terminal, newest first, with the name of its floor.
    pub terminals: Vec<(Terminal, Names)>,
    /// Where a new one can stand.
    pub floors: Vec<FloorChoice>,
    /// A new enrolment code, shown this once.
    pub code: Option<String>,
}

/// Every terminal, and the desks that may get one.
#[server(prefix = "/fn", endpoint = "admin/terminals/load")]
pub async fn load_terminals() -> Result<Terminals, Failure> {
    let (office, caller) = caller()?;
    let found = terminals::all(&office, &caller).await?;
    let sites = find::sites(&office, &caller).await?;
    let floors = find::floors(&office, &caller).await?;
    let named = |floor: &office::model::place::Floor| {
        let site = sites.iter().find(|site| site.id == floor.site);
        let site = site.map_or(Names::new("", ""), |site| site.name.clone());
        Names::new(format!("{} {}", site.ko, floor.name.ko), format!("{} {}", site.en, floor.name.en))
    };
    let mut choices = Vec::new();
    for floor in &floors {
        let desks = find::desks(&office, &caller, floor.id).await?;
        if !desks.is_empty() {
            let desks = desks.into_iter().map(|desk| DeskChoice { desk: desk.id, label: desk.label }).collect();
            choices.push(FloorChoice { name: named(floor), desks });
        }
    }
    let shown = found.into_iter().map(|terminal| {
        let floor = floors.iter().find(|floor| floor.id == terminal.floor);
        let name = floor.map_or(Names::new("", ""), named);
        (terminal, name)
    });
    Ok(Terminals { terminals: shown.collect(), floors: choices, code: once::take() })
}

/// Makes the code by which a browser becomes a desk's terminal; the next page shows it.
#[server(prefix = "/fn", endpoint = "admin/terminals/code")]
pub async fn make_code(desk: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let made = enrol::make_code(&office, &caller, id::<DeskId>(&desk)?).await?;
    once::keep(&format!("{}-{}", &made.code[..4], &made.code[4..]));
    lead("/admin/terminals", &[("event", "code"), ("desk", &desk)], &Typed::default());
    Ok(())
}

/// Stops a terminal that is lost or replaced.
#[server(prefix = "/fn", endpoint = "admin/terminals/retire")]
pub async fn retire_terminal(terminal: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let id = terminal.parse::<TerminalId>().map_err(|_| Failure::refuse(Refusal::NotFound))?;
    enrol::retire(&office, &caller, id).await?;
    lead("/admin/terminals", &[("done", "terminal-retired"), ("event", &terminal)], &Typed::default());
    Ok(())
}

/// Lets a terminal work again; another one of its desk stops.
#[server(prefix = "/fn", endpoint = "admin/terminals/restore")]
pub async fn restore_terminal(terminal: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let id = terminal.parse::<TerminalId>().map_err(|_| Failure::refuse(Refusal::NotFound))?;
    enrol::restore(&office, &caller, id).await?;
    lead("/admin/terminals", &[("done", "terminal-restored")], &Typed::default());
    Ok(())
}
