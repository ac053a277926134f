//! `/admin/sessions`: the hosts and every session.

use super::{
    api::{Filter, SessionsView, load_sessions},
    hosts::Hosts,
    live,
    table::Sessions,
};
use crate::{
    admin::{
        field::Form,
        frame::{AdminFrame, Crumbs},
        typed::Typed,
    },
    ui::notice::FailureNotice,
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::cloud_pc::SessionState;

/// What the address says beside the filter: what is being done, what is wrong with what was typed, what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What is being done, for example `stop`, and to which host.
    pub does: (String, String),
    /// What is wrong, for example `capacity.not_whole`.
    pub problem: String,
    /// What was typed.
    pub typed: Typed,
    done: String,
}

/// The page. Its whole state is its address.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            let filter =
                Filter { state: text("state"), site: text("site"), floor: text("floor"), person: text("person") };
            let done = text("done") + &text("to");
            (
                filter,
                Said { does: (text("do"), text("event")), problem: text("problem"), typed: Typed::of(query), done },
            )
        })
    });
    let found = crate::carried::read(move || address.get(), |(filter, _)| load_sessions(filter));
    view! {
        <AdminFrame title=texts.s("admin-sessions") section="sessions">
            <Crumbs here=texts.s("admin-sessions") />
            <h1>{texts.s("admin-sessions")}</h1>
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(view) => {
                            let (filter, said) = address.get_untracked();
                            view! { <Stage view filter said /> }.into_any()
                        }
                        Err(failure) => view! {
                            <FailureNotice failure />
                            <a class="btn o" href="/">{texts.s("go-home")}</a>
                        }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[component]
fn Stage(view: SessionsView, filter: Filter, said: Said) -> impl IntoView {
    let texts = use_texts();
    let now = RwSignal::new(view.now);
    live::follow(filter.clone(), now);
    let form = Form::new(said.typed.clone(), &said.problem, Typed::default);
    let as_of = move || {
        now.with(|now| {
            let at = format!("{} {}", texts.date(now.as_of.0), now.as_of.1);
            texts.f("sessions-as-of", &[("at", at.into()), ("zone", now.zone.clone().into())])
        })
    };
    view! {
        <p class="hint num">{as_of}</p>
        <p class="row-actions"><a class="btn o" href="/usage/seats">{texts.s("health-title")}</a></p>
        <Hosts now form does=said.does />
        <section class="card">
            <h2>{texts.s("sessions-all")}</h2>
            <Choose filter sites=view.sites floors=view.floors />
            <Sessions now />
        </section>
    }
}

/// The filter: a plain form, so its address says what is shown.
#[component]
fn Choose(
    filter: Filter,
    sites: Vec<(office::model::id::SiteId, office::model::place::Names)>,
    floors: Vec<(office::model::id::FloorId, office::model::place::Names)>,
) -> impl IntoView {
    let texts = use_texts();
    let states =
        SessionState::ALL.iter().map(|state| (state.word().to_owned(), texts.s(&format!("session-{}", state.word()))));
    let sites = sites.iter().map(|(id, name)| (id.to_string(), texts.name(name)));
    let floors = floors.iter().map(|(id, name)| (id.to_string(), texts.name(name)));
    let any = |key: &str| vec![(String::new(), texts.s(key))];
    let select = |name: &'static str, label: &str, chosen: &str, options: Vec<(String, String)>| {
        let options = options.into_iter().map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        });
        view! { <label class="field">{texts.s(label)}<select name=name>{options.collect_view()}</select></label> }
    };
    let is_set = filter != Filter::default();
    view! {
        <form method="get" action="/admin/sessions" class="choose">
            {select("state", "sessions-state", &filter.state, any("sessions-any-state").into_iter().chain(states).collect())}
            {select("site", "sessions-site", &filter.site, any("sessions-any-site").into_iter().chain(sites).collect())}
            {select("floor", "sessions-floor", &filter.floor, any("sessions-any-floor").into_iter().chain(floors).collect())}
            <label class="field">{texts.s("sessions-person")}<input type="search" name="person" value=filter.person.clone() autocomplete="off" /></label>
            <div class="row-actions">
                <button class="btn p">{texts.s("show")}</button>
                {is_set.then(|| view! { <a class="btn o" href="/admin/sessions">{texts.s("sessions-show-all")}</a> })}
            </div>
        </form>
    }
}
