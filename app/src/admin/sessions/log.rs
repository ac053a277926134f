//! `/admin/sessions/:session`: what happened to one session.

use super::{api::load_log, words};
use crate::{admin::frame::AdminFrame, ui::notice::FailureNotice, viewer::use_texts};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use office::model::sessions::{SessionEvent, SessionLog};

/// The page.
#[component]
pub fn LogPage() -> impl IntoView {
    let texts = use_texts();
    let params = use_params_map();
    let session = move || params.with(|params| params.get("session").unwrap_or_default());
    let found = crate::carried::read(session, load_log);
    view! {
        <AdminFrame title=texts.s("session-log") section="sessions">
            <p class="crumbs">
                <a href="/admin">{texts.s("nav-admin")}</a><span aria-hidden="true">"›"</span>
                <a href="/admin/sessions">{texts.s("admin-sessions")}</a><span aria-hidden="true">"›"</span>{texts.s("session-log")}
            </p>
            <h1>{texts.s("session-log")}</h1>
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(log) => view! { <Log log /> }.into_any(),
                        Err(failure) => view! {
                            <FailureNotice failure />
                            <a class="btn o" href="/admin/sessions">{texts.s("admin-sessions")}</a>
                        }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[component]
fn Log(log: SessionLog) -> impl IntoView {
    let texts = use_texts();
    let session = log.session;
    let about = format!(
        "{} {} · {} {}–{} · {}",
        texts.name(&session.place),
        session.label,
        texts.date(session.local.date),
        session.local.from,
        session.local.to,
        words::state(texts, &session)
    );
    let headings =
        ["log-when", "log-what", "log-by", "log-detail"].map(|key| view! { <th scope="col">{texts.s(key)}</th> });
    let rows = log.events.into_iter().map(|event| view! { <Event event /> }).collect_view();
    view! {
        <section class="card">
            <div class="card-head">
                <div><h2>{session.person_name.clone()}</h2><p class="hint">{about}</p></div>
                <a class="btn o" href=format!("/admin/sessions/{}/log.csv", session.id) rel="external" download="">{texts.s("desks-csv")}</a>
            </div>
            <table class="log-table">
                <caption>{texts.s("session-log-newest")}</caption>
                <thead><tr>{headings.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Event(event: SessionEvent) -> impl IntoView {
    let texts = use_texts();
    let when = format!("{} {}", texts.day(event.local.0), event.local.1);
    view! {
        <tr data-kind=event.kind.clone()>
            <td class="num">{when}</td>
            <td><b>{words::event(texts, &event)}</b></td>
            <td>{event.by.clone()}</td>
            <td data-written="1">{words::detail(texts, &event)}</td>
        </tr>
    }
}
