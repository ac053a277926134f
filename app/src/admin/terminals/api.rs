//! What the page of terminals asks the server.

use crate::failure::Failure;
use chrono::NaiveDate;
use leptos::prelude::*;
use office::model::{id::DeskId, place::Names, terminal::Terminal, time::Minute};
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
    model::{id::TerminalId, place::Floor, time},
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

/// A terminal with what people call its place and its last sign of life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TerminalRow {
    /// The terminal.
    pub terminal: Terminal,
    /// Site and floor.
    pub floor: Names,
    /// When it was heard of last, local to its site.
    pub seen: (NaiveDate, Minute),
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terminals {
    /// Every terminal, newest first.
    pub terminals: Vec<TerminalRow>,
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
    let named = |floor: &Floor| {
        let site = sites.iter().find(|site| site.id == floor.site).map(|site| &site.name)?;
        Some(Names::new(format!("{} {}", site.ko, floor.name.ko), format!("{} {}", site.en, floor.name.en)))
    };
    let mut choices = Vec::new();
    for floor in &floors {
        let desks = find::desks(&office, &caller, floor.id).await?;
        if let Some(name) = named(floor).filter(|_| !desks.is_empty()) {
            let desks = desks.into_iter().map(|desk| DeskChoice { desk: desk.id, label: desk.label }).collect();
            choices.push(FloorChoice { name, desks });
        }
    }
    let mut rows = Vec::new();
    for terminal in found {
        let zone = find::zone(&office, &caller, terminal.site).await?;
        let seen = time::local(zone, terminal.seen_at);
        if let Some(floor) = floors.iter().find(|floor| floor.id == terminal.floor).and_then(named) {
            rows.push(TerminalRow { terminal, floor, seen: (seen.date(), Minute::of(seen)) });
        }
    }
    Ok(Terminals { terminals: rows, floors: choices, code: once::take() })
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
    enrol::retire(&office, &caller, id::<TerminalId>(&terminal)?).await?;
    lead("/admin/terminals", &[("done", "terminal-retired"), ("event", &terminal)], &Typed::default());
    Ok(())
}

/// Lets a terminal work again; another one of its desk stops.
#[server(prefix = "/fn", endpoint = "admin/terminals/restore")]
pub async fn restore_terminal(terminal: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    enrol::restore(&office, &caller, id::<TerminalId>(&terminal)?).await?;
    lead("/admin/terminals", &[("done", "terminal-restored")], &Typed::default());
    Ok(())
}
