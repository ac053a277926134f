//! The hosts: how they are, what they are promised for, and what they shall do.

use super::api::{SetHost, SetRoom};
use crate::{
    admin::{
        field::{Form, Look},
        typed::Typed,
    },
    bookings::done::failed,
    texts::Texts,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    room::{Health, HostState, Load},
    sessions::{HostNow, SessionsNow},
};

/// Every host. Its forms stay while its figures change.
#[component]
pub fn Hosts(now: RwSignal<SessionsNow>, form: Form, does: (String, String)) -> impl IntoView {
    let (does, which) = does;
    let texts = use_texts();
    let names: Vec<String> = now.with_untracked(|now| now.hosts.iter().map(|host| host.name.clone()).collect());
    let tomorrow = now.with_untracked(|now| texts.f("host-tomorrow", &[("zone", now.zone.clone().into())]));
    let cards = names.into_iter().map(|name| {
        let wanted = name.clone();
        let host = Memo::new(move |_| now.with(|now| now.hosts.iter().find(|host| host.name == wanted).cloned()));
        let asked = which == name;
        let form = if asked { form.clone() } else { Form::new(Typed::default(), "", Typed::default) };
        view! { <Host host tomorrow=tomorrow.clone() form stops=asked && does == "stop" /> }
    });
    cards.collect_view()
}

/// One host; `tomorrow` says for when it is told what is promised then.
#[component]
fn Host(host: Memo<Option<HostNow>>, tomorrow: String, form: Form, stops: bool) -> impl IntoView {
    let texts = use_texts();
    let name = host.get_untracked().map(|host| host.name);
    let title = move || host.get().map(|host| texts.f("host-title", &[("name", texts.name(&host.provider).into())]));
    let figure = move |of: fn(&HostNow) -> Load| move || host.get().map(|host| load(texts, of(&host), host.most()));
    let limit = move || {
        let limit = host.get()?.limit?;
        Some(view! { <p class="hint">{texts.f("host-limit", &[("most", i64::from(limit).into())])}</p> })
    };
    let running = move || host.get().map(|host| host.running.to_string());
    let state = move || host.get().map(|host| texts.s(&format!("host-is-{}", host.state.word())));
    view! {
        <section class="card host" data-host=name data-state=move || host.get().map(|host| host.state.word())>
            <div class="card-head"><h2>{title}</h2><p class="tag" role="status">{state}</p></div>
            {move || host.get().map(|host| view! { <HealthNotice health=host.health /> })}
            <dl class="figures">
                <div><dt>{texts.s("host-now")}</dt><dd class="num">{figure(|host| host.now)}</dd></div>
                <div><dt>{texts.s("host-running")}</dt><dd class="num">{running}</dd></div>
                <div><dt>{tomorrow}</dt><dd class="num">{figure(|host| host.tomorrow)}</dd></div>
            </dl>
            <RoomForm host form />
            {limit}
            <Steering host stops />
        </section>
    }
}

/// What is promised of what there is room for, and who has to do without.
fn load(texts: Texts, load: Load, capacity: Option<u32>) -> String {
    let promised = ("promised", i64::from(load.promised).into());
    let said = match capacity {
        Some(most) => texts.f("host-load", &[promised, ("most", i64::from(most).into())]),
        None => texts.f("host-load-open", &[promised]),
    };
    match load.without {
        0 => said,
        without => format!("{said} · {}", texts.f("host-without", &[("count", i64::from(without).into())])),
    }
}

#[component]
fn HealthNotice(health: Health) -> impl IntoView {
    let texts = use_texts();
    match health {
        Health::Well => view! { <p class="hint health" data-health="well">{texts.s("host-well")}</p> }.into_any(),
        Health::Lacks { cause, missing, remedy } => view! {
            <div class="banner bad health" data-health="lacks">
                <p>{texts.s(&format!("pc-cause-{}", cause.word()))}</p>
                <p data-written="1">{missing}</p><code>{remedy}</code>
            </div>
        }
        .into_any(),
        Health::Silent(said) => {
            let said = (!said.is_empty()).then(|| view! { <p data-written="1">{said}</p> });
            view! { <div class="banner bad health" data-health="silent"><p>{texts.s("host-silent")}</p>{said}</div> }
                .into_any()
        }
    }
}

#[component]
fn RoomForm(host: Memo<Option<HostNow>>, form: Form) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<SetRoom>::new();
    let before = host.get_untracked().and_then(|host| host.capacity).map(|most| most.to_string()).unwrap_or_default();
    let form = match form.problem {
        Some(_) => form,
        None => Form::new(Typed::default(), "", || Typed::from_pairs([("capacity", before)])),
    };
    let stale = form.is_stale().then(|| view! { <p class="banner warn" role="alert">{texts.s("host-stale")}</p> });
    view! {
        {stale}
        <ActionForm action attr:class="row-actions">
            <Which host />
            <div class="grow">{form.input("capacity", "host-capacity", Look::NUMBER.free())}</div>
            <button class="btn p">{texts.s("save")}</button>
        </ActionForm>
        <p class="hint">{texts.s("host-capacity-hint")}</p>
        {move || failed(action.value().get())}
    }
}

/// Which host a form is about, and which version of it was seen.
#[component]
fn Which(host: Memo<Option<HostNow>>) -> impl IntoView {
    let name = host.get_untracked().map(|host| host.name);
    let version = move || host.get().map(|host| host.version.to_string());
    view! { <input type="hidden" name="host" value=name /><input type="hidden" name="version" value=version /> }
}

/// Start, drain, stop. What ends people's programs is asked about first.
#[component]
fn Steering(host: Memo<Option<HostNow>>, stops: bool) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<SetHost>::new();
    let state = Memo::new(move |_| host.get().map(|host| host.state));
    let name = host.get_untracked().map(|host| host.name).unwrap_or_default();
    let to_stop = format!("/admin/sessions?do=stop&event={name}");
    let to = move |state: HostState, look: &'static str| {
        let word = state.word();
        view! {
            <ActionForm action>
                <Which host />
                <input type="hidden" name="state" value=word />
                <button class=look>{texts.s(&format!("host-do-{word}"))}</button>
            </ActionForm>
        }
    };
    view! {
        {move || state.get().map(|state| {
            let open = (state != HostState::Open).then(|| to(HostState::Open, "btn p"));
            let drain = (state == HostState::Open).then(|| to(HostState::Draining, "btn o"));
            let ask = (state != HostState::Stopped && !stops).then(|| view! {
                <a class="btn o" href=to_stop.clone()>{texts.s("host-do-stopped")}</a>
            });
            view! { <div class="row-actions">{open}{drain}{ask}<small>{texts.s(&format!("host-hint-{}", state.word()))}</small></div> }
        })}
        {stops.then(|| view! { <Stop host action /> })}
        {move || failed(action.value().get())}
    }
}

/// Says what stopping ends, before it does.
#[component]
fn Stop(host: Memo<Option<HostNow>>, action: ServerAction<SetHost>) -> impl IntoView {
    let texts = use_texts();
    let said = move || {
        let (running, promised) = host.get().map(|host| (host.running, host.now.promised)).unwrap_or_default();
        texts.f("host-stop-asks", &[("running", i64::from(running).into()), ("promised", i64::from(promised).into())])
    };
    move || {
        host.get().is_some_and(|host| host.state != HostState::Stopped).then(|| {
            view! {
                <div class="banner warn" role="alert">
                    <p>{said}</p>
                    <div class="row-actions">
                        <ActionForm action>
                            <Which host /><input type="hidden" name="state" value="stopped" />
                            <button class="btn p">{texts.s("host-stop-now")}</button>
                        </ActionForm>
                        <a class="btn o" href="/admin/sessions">{texts.s("cancel")}</a>
                    </div>
                </div>
            }
        })
    }
}
