//! `/admin/sessions/:session`: what happened to one session.

use super::{
    api::{LogView, load_log},
    look::Looking,
    words,
};
use crate::{
    admin::frame::AdminFrame,
    ui::{following, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use office::model::{
    id::SessionId,
    sessions::{SessionEvent, SessionLog},
};

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
                        Ok(view) => view! { <Stage view /> }.into_any(),
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
fn Stage(view: LogView) -> impl IntoView {
    let session = view.log.session.id;
    let now = RwSignal::new(view);
    Effect::new(move |_| following::follow("/admin/sessions/events", move || refresh(session, now), |_| ()));
    view! {
        <Looking now />
        {move || view! { <Log log=now.with(|view| view.log.clone()) /> }}
    }
}

/// Reads again. What the page shows stays until the answer is here; a slower answer never replaces a newer one.
fn refresh(session: SessionId, now: RwSignal<LogView>) {
    leptos::task::spawn_local(async move {
        let newest = |view: &LogView| view.log.events.first().map(|event| event.seq);
        if let Ok(fresh) = load_log(session.to_string()).await
            && now.try_with_untracked(|shown| newest(&fresh) >= newest(shown)).unwrap_or(false)
        {
            now.set(fresh);
        }
    });
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
