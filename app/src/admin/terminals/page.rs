//! The page of terminals.

use super::api::{MakeCode, RestoreTerminal, RetireTerminal, TerminalRow, Terminals, load_terminals};
use crate::{
    admin::frame::{AdminFrame, Crumbs},
    bookings::done::failed,
    ui::notice::FailureNotice,
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Terminals.
#[component]
pub fn TerminalsPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            (text("desk"), text("done") + &text("event"))
        })
    });
    let terminals = crate::carried::read(move || address.get(), |_| load_terminals());
    view! {
        <AdminFrame title=texts.s("admin-terminals") section="terminals">
            <Crumbs here=texts.s("admin-terminals") />
            <h1>{texts.s("admin-terminals")}</h1>
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match terminals.await {
                        Ok(found) => view! { <Stage found desk=address.get_untracked().0 /> }.into_any(),
                        Err(failure) => view! { <FailureNotice failure /> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[component]
fn Stage(found: Terminals, desk: String) -> impl IntoView {
    let texts = use_texts();
    let (code, retire, restore) = (
        ServerAction::<MakeCode>::new(),
        ServerAction::<RetireTerminal>::new(),
        ServerAction::<RestoreTerminal>::new(),
    );
    let shown = found.code.map(|code| {
        view! {
            <div class="banner once" role="status">
                <p>{texts.s("terminal-code-hint")}</p>
                <p class="code num"><b>{code}</b></p>
            </div>
        }
    });
    let floors = found.floors.into_iter().map(|floor| {
        let desks = floor.desks.into_iter().map(|one| {
            let id = one.desk.to_string();
            let chosen = id == desk;
            view! { <option value=id selected=chosen>{one.label}</option> }
        });
        view! { <optgroup label=texts.name(&floor.name)>{desks.collect_view()}</optgroup> }
    });
    let floors = floors.collect_view();
    let empty = found.terminals.is_empty();
    let rows = found.terminals.into_iter().map(|row| view! { <Row row retire restore /> });
    let list = match empty {
        true => view! { <p class="hint">{texts.s("terminals-none")}</p> }.into_any(),
        false => view! { <ul class="lines">{rows.collect_view()}</ul> }.into_any(),
    };
    view! {
        {shown}
        {move || failed(code.value().get())}
        {move || failed(retire.value().get())}
        {move || failed(restore.value().get())}
        <section class="card">
            <h2>{texts.s("terminal-new")}</h2>
            <p class="hint">{texts.s("terminal-new-hint")}</p>
            <ActionForm action=code attr:class="stack">
                <label class="field">{texts.s("desk-word")}<select name="desk" required=true>{floors}</select></label>
                <button class="btn p">{texts.s("terminal-make-code")}</button>
            </ActionForm>
        </section>
        <section class="card">{list}</section>
    }
}

#[component]
fn Row(
    row: TerminalRow,
    retire: ServerAction<RetireTerminal>,
    restore: ServerAction<RestoreTerminal>,
) -> impl IntoView {
    let texts = use_texts();
    let TerminalRow { terminal, floor, seen: (date, at) } = row;
    let id = terminal.id.to_string();
    // Floors have desks of the same label.
    let desk = format!("{} {}", texts.name(&floor), terminal.label);
    let named = |key: &str| texts.f(key, &[("label", desk.clone().into())]);
    let seen = format!("{} {at}", texts.date(date));
    let act = match terminal.retired_at {
        None => {
            let label = named("terminal-retire-which");
            view! {
                <ActionForm action=retire>
                    <input type="hidden" name="terminal" value=id /><button class="btn o" aria-label=label>{texts.s("terminal-retire")}</button>
                </ActionForm>
            }
            .into_any()
        }
        Some(_) => {
            let label = named("terminal-restore-which");
            view! {
                <ActionForm action=restore>
                    <input type="hidden" name="terminal" value=id /><button class="btn g" aria-label=label>{texts.s("terminal-restore")}</button>
                </ActionForm>
            }
            .into_any()
        }
    };
    let state = if terminal.retired_at.is_some() { "terminal-stopped" } else { "terminal-works" };
    view! {
        <li class="line">
            <b>{terminal.label}</b>
            <span>{format!("{} · {}", texts.name(&floor), texts.s(state))}<small class="num">{texts.f("terminal-seen", &[("at", seen.into())])}</small></span>
            <div class="row-actions">{act}</div>
        </li>
    }
}
