//! What the page of a floor's desks asks the server.

use super::view::{Ask, DeskForm, FloorDesks};
use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;

#[cfg(not(target_family = "wasm"))]
use super::values::{draft, merged, values};
#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::typed::{again, lead},
    bookings::api::id,
    caller::{caller, visit},
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        caller::Caller,
        error::Error,
        office::Office,
        people::directory,
        places::{
            desks::{add, change, find, undo},
            find as places,
        },
    },
    model::{
        change::{DeskDraft, DeskRow, Outcome},
        id::{DeskId, FloorId},
        overview::DeskNow,
        plan,
        refusal::Refusal,
    },
};

/// A floor with all its desks.
#[server(prefix = "/fn", endpoint = "admin/desks/floor")]
pub async fn load_desks(floor: String) -> Result<FloorDesks, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let floor = id::<FloorId>(&floor)?;
    let desks = find::desks(&office, &caller, floor).await?;
    let drawn = places::floor_plan(&office, &caller, floor).await?;
    Ok(FloorDesks {
        floor,
        floor_name: drawn.floor.name.get(lang).to_owned(),
        site: drawn.site.id,
        site_name: drawn.site.name.get(lang).to_owned(),
        size: [drawn.plan.width, drawn.plan.height],
        view_box: plan::view_box(&drawn.plan),
        plan: plan::draw(&drawn.plan, &drawn.zones, lang),
        zones: drawn.zones.iter().map(|one| (one.id, format!("{} {}", one.code, one.name.get(lang)))).collect(),
        desks,
    })
}

/// One desk with what its form needs.
#[server(prefix = "/fn", endpoint = "admin/desks/one")]
pub async fn load_desk(floor: String, ask: Ask) -> Result<Option<DeskForm>, Failure> {
    let (office, caller) = caller()?;
    if ask.desk.is_empty() {
        return Ok(None);
    }
    let desk = id::<DeskId>(&ask.desk)?;
    let desks = find::desks(&office, &caller, id(&floor)?).await?;
    let now = desks.into_iter().find(|now| now.desk.id == desk).ok_or_else(|| Failure::refuse(Refusal::NotFound))?;
    let began: i32 = ask.version.parse().unwrap_or(now.version);
    let changes = match ask.stale {
        true => find::changes_since(&office, &caller, desk, began).await?,
        false => Vec::new(),
    };
    let stands = as_values(&now);
    let typed = match (ask.typed.is_empty(), changes.first().and_then(|first| first.before.as_ref())) {
        (true, _) => stands,
        (false, Some(base)) => merged(&values(base, &emailed(&office, &caller, base).await?), &ask.typed, &stands),
        (false, None) => ask.typed.clone(),
    };
    let preview = match ask.does.strip_prefix("confirm-") {
        Some(does) => Some(preview(&office, &caller, (&now, does, &typed)).await?),
        None => None,
    };
    let people = directory::everybody(&office).await?;
    let people = people.into_iter().map(|person| (person.email, person.name)).collect();
    Ok(Some(DeskForm { now, typed, changes, preview, people }))
}

#[cfg(not(target_family = "wasm"))]
fn as_values(now: &DeskNow) -> Typed {
    values(&DeskDraft::of(&now.desk), now.assigned.as_ref().map_or("", |(_, email)| email))
}

#[cfg(not(target_family = "wasm"))]
async fn emailed(office: &Office, caller: &Caller, draft: &DeskDraft) -> Result<String, Failure> {
    match draft.assigned_to {
        Some(person) => Ok(directory::email_of(office, caller, person).await?),
        None => Ok(String::new()),
    }
}

#[cfg(not(target_family = "wasm"))]
async fn preview(
    office: &Office,
    caller: &Caller,
    (now, does, typed): (&DeskNow, &str, &Typed),
) -> Result<office::model::change::Preview, Failure> {
    let wanted = wanted(office, caller, (does, typed)).await?;
    let change = change::Change { desk: now.desk.id, version: now.version, wanted, seen: String::new() };
    Ok(change::preview(office, caller, &change).await?)
}

#[cfg(not(target_family = "wasm"))]
async fn wanted(office: &Office, caller: &Caller, (does, typed): (&str, &Typed)) -> Result<change::Wanted, Error> {
    Ok(match does {
        "retire" => change::Wanted::Retired,
        "restore" => change::Wanted::Back,
        _ => change::Wanted::Draft(draft(office, caller, typed).await?),
    })
}

/// Changes, retires or restores a desk; shows first which bookings it meets.
#[server(prefix = "/fn", endpoint = "admin/desks/change")]
pub async fn change_desk(
    desk: String,
    does: String,
    version: i32,
    #[server(default)] seen: String,
    #[server(default)] typed: Typed,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let desk = id::<DeskId>(&desk)?;
    let (floor, _) = find::place_of(&office, &caller, desk).await?;
    let path = format!("/admin/floors/{floor}");
    let (one, began) = (desk.to_string(), version.to_string());
    let form = [("desk", one.as_str()), ("do", does.as_str()), ("version", began.as_str())];
    let made = async {
        let wanted = wanted(&office, &caller, (does.as_str(), &typed)).await?;
        change::change(&office, &caller, change::Change { desk, version, wanted, seen: seen.clone() }).await
    };
    match made.await {
        Ok(Outcome::Done { event }) => {
            let done = match does.as_str() {
                "retire" => "desk-retired",
                "restore" => "desk-restored",
                _ => "desk-changed",
            };
            let back = if does == "retire" { "" } else { one.as_str() };
            lead(&path, &[("desk", back), ("done", done), ("event", &event.to_string())], &Typed::default());
            Ok(())
        }
        Ok(Outcome::Same) => {
            lead(&path, &[("desk", &one), ("done", "same")], &Typed::default());
            Ok(())
        }
        Ok(Outcome::Ask { .. }) => {
            let confirm = format!("confirm-{does}");
            let other = if seen.is_empty() { "" } else { "1" };
            let words = [("desk", one.as_str()), ("do", &confirm), ("version", &began), ("again", other)];
            lead(&path, &words, &typed);
            Ok(())
        }
        Err(error) => again(error, &path, &form, &typed),
    }
}

/// Adds one desk or a row.
#[server(prefix = "/fn", endpoint = "admin/desks/add")]
pub async fn add_desks(floor: String, #[server(default)] typed: Typed) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let floor = id::<FloorId>(&floor)?;
    let path = format!("/admin/floors/{floor}");
    let made = async {
        let towards = match typed.get("towards") {
            "south" => 90.0,
            "west" => 180.0,
            "north" => 270.0,
            _ => 0.0,
        };
        let first = draft(&office, &caller, &typed).await?;
        let row = DeskRow { first, count: typed.whole("count")?, spacing: typed.number("spacing")?, towards };
        add::add(&office, &caller, floor, row).await
    };
    match made.await {
        Ok(added) => {
            let (first, last) = (added.events.0.to_string(), added.events.1.to_string());
            let count = added.desks.len().to_string();
            let words = [("done", "desk-added"), ("count", &count), ("event", &first), ("to", &last)];
            lead(&path, &words, &Typed::default());
            Ok(())
        }
        Err(error) => again(error, &path, &[("do", "add")], &typed),
    }
}

/// Takes a change of a desk back.
#[server(prefix = "/fn", endpoint = "admin/desks/undo")]
pub async fn undo_desk(event: i64) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let (desk, floor) = find::changed(&office, &caller, event).await?;
    let undone = undo::undo(&office, &caller, event).await?;
    let (path, desk) = (format!("/admin/floors/{floor}"), desk.to_string());
    let (count, left) = (undone.put_back.to_string(), undone.left.to_string());
    match undone.outcome {
        Outcome::Ask { .. } => {
            lead(&path, &[("desk", &desk), ("do", "edit"), ("problem", "form.undo_meets")], &Typed::default())
        }
        _ => lead(
            &path,
            &[("desk", &desk), ("done", "desk-undone"), ("count", &count), ("left", &left)],
            &Typed::default(),
        ),
    }
    Ok(())
}

/// Takes back that a row of desks was added.
#[server(prefix = "/fn", endpoint = "admin/desks/undo-added")]
pub async fn undo_added(first: i64, last: i64) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let (desk, floor) = find::changed(&office, &caller, first).await?;
    let path = format!("/admin/floors/{floor}");
    match undo::undo_added(&office, &caller, (first, last)).await? {
        Outcome::Ask { .. } => {
            let desk = desk.to_string();
            lead(&path, &[("desk", &desk), ("do", "edit"), ("problem", "form.undo_meets")], &Typed::default());
        }
        _ => lead(&path, &[("done", "desks-undone")], &Typed::default()),
    }
    Ok(())
}
