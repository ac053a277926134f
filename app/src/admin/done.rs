//! What an admin just did, told on the next page with a way to undo it.

use super::{
    closures::api::{AddClosure, RemoveClosure},
    desks::api::{UndoAdded, UndoDesk},
    providers::api::{AssignProvider, SwitchProvider},
    rules::api::UndoRules,
    sessions::api::{SetHost, SetRoom},
    terminals::api::RestoreTerminal,
};
use crate::{bookings::done::failed, ui::notice::DoneNotice, viewer::use_texts};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// Tells what was just done.
#[component]
pub fn AdminDone() -> impl IntoView {
    let (query, path) = (use_query_map(), use_location().pathname);
    move || {
        let query = query.get();
        let done = query.get("done")?;
        Some(told(&done, |name| query.get(name).unwrap_or_default(), path.get()))
    }
}

const KNOWN: [&str; 31] = [
    "same",
    "desk-added",
    "desk-changed",
    "desk-retired",
    "desk-restored",
    "desk-undone",
    "desks-undone",
    "rules-changed",
    "rules-undone",
    "closure-added",
    "closure-removed",
    "site-added",
    "floor-added",
    "team-added",
    "person-added",
    "person-off",
    "person-on",
    "terminal-retired",
    "terminal-restored",
    "provider-added",
    "provider-changed",
    "provider-on",
    "provider-off",
    "provider-removed",
    "provider-assigned",
    "host-open",
    "host-draining",
    "host-stopped",
    "host-capacity",
    "look-asked",
    "look-ended",
];

fn told(done: &str, value: impl Fn(&str) -> String, close: String) -> AnyView {
    let texts = use_texts();
    if !KNOWN.contains(&done) {
        return ().into_any();
    }
    let number = |name: &str| value(name).parse::<i64>().unwrap_or(0);
    let text =
        texts.f(&format!("admin-done-{done}"), &[("count", number("count").into()), ("left", number("left").into())]);
    let undo = match done {
        "desk-added" => view! { <UndoRow first=number("event") last=number("to") /> }.into_any(),
        "desk-changed" | "desk-retired" | "desk-restored" => view! { <UndoOne event=number("event") /> }.into_any(),
        "rules-changed" => view! { <UndoTheRules event=number("event") /> }.into_any(),
        "closure-added" => view! { <Reopen site=value("site") date=value("date") /> }.into_any(),
        "closure-removed" => {
            let names = (value("name_ko"), value("name_en"));
            view! { <CloseAgain site=value("site") date=value("date") names /> }.into_any()
        }
        "provider-on" | "provider-off" => {
            view! { <SwitchBack provider=value("to") on=done == "provider-off" /> }.into_any()
        }
        "provider-assigned" => view! { <AssignBack site=value("desk") provider=value("event") /> }.into_any(),
        "host-draining" => view! { <OpenAgain host=value("event") version=number("to") /> }.into_any(),
        "host-capacity" => {
            let host = (value("event"), number("to"));
            view! { <RoomAgain host capacity=value("date") /> }.into_any()
        }
        "terminal-retired" => view! { <UseAgain terminal=value("event") /> }.into_any(),
        _ => ().into_any(),
    };
    view! { <DoneNotice text close>{undo}</DoneNotice> }.into_any()
}

#[component]
fn UndoOne(event: i64) -> impl IntoView {
    let action = ServerAction::<UndoDesk>::new();
    view! {
        <ActionForm action><input type="hidden" name="event" value=event /><Undo /></ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn UseAgain(terminal: String) -> impl IntoView {
    let action = ServerAction::<RestoreTerminal>::new();
    view! {
        <ActionForm action><input type="hidden" name="terminal" value=terminal /><Undo /></ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn SwitchBack(provider: String, on: bool) -> impl IntoView {
    let action = ServerAction::<SwitchProvider>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="provider" value=provider /><input type="hidden" name="on" value=on.to_string() /><Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn OpenAgain(host: String, version: i64) -> impl IntoView {
    let action = ServerAction::<SetHost>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="host" value=host /><input type="hidden" name="version" value=version />
            <input type="hidden" name="state" value="open" /><Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn AssignBack(site: String, provider: String) -> impl IntoView {
    let action = ServerAction::<AssignProvider>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="site" value=site /><input type="hidden" name="provider" value=provider /><Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn RoomAgain(host: (String, i64), capacity: String) -> impl IntoView {
    let action = ServerAction::<SetRoom>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="host" value=host.0 /><input type="hidden" name="version" value=host.1 />
            <input type="hidden" name="typed[capacity]" value=capacity /><Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn UndoRow(first: i64, last: i64) -> impl IntoView {
    let action = ServerAction::<UndoAdded>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="first" value=first /><input type="hidden" name="last" value=last /><Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn UndoTheRules(event: i64) -> impl IntoView {
    let action = ServerAction::<UndoRules>::new();
    view! {
        <ActionForm action><input type="hidden" name="event" value=event /><Undo /></ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn Reopen(site: String, date: String) -> impl IntoView {
    let action = ServerAction::<RemoveClosure>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="site" value=site /><input type="hidden" name="date" value=date /><Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn CloseAgain(site: String, date: String, names: (String, String)) -> impl IntoView {
    let action = ServerAction::<AddClosure>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="site" value=site />
            <input type="hidden" name="typed[date]" value=date />
            <input type="hidden" name="typed[name_ko]" value=names.0 />
            <input type="hidden" name="typed[name_en]" value=names.1 />
            <Undo />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn Undo() -> impl IntoView {
    view! { <button class="btn g undo">{use_texts().s("undo")}</button> }
}
