//! `/desktop/:session`: the cloud PC on the whole page, with a slim bar that hides; the same at a seat's terminal.

use super::{
    api::{DesktopView, SteerPc, load_desktop},
    card::OpenElsewhere,
    clip::Clip,
    looked::Looked,
    steer::Steer,
};
use crate::{
    reasons::reason,
    ui::{
        frame::Frame,
        icon::{Icon, Logo},
        problem::Problem,
    },
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use office::model::{clipboard::Clipboard, cloud_pc::SessionState, place::Names, shadow::ALLOWED_SECONDS};

/// The desktop's page.
#[component]
pub fn DesktopPage() -> impl IntoView {
    let params = use_params_map();
    let session = move || params.with(|params| params.get("session").unwrap_or_default());
    let desktop = crate::carried::read(session, load_desktop);
    let texts = use_texts();
    view! {
        <Suspense>
            {move || desktop.get().map(|found| match found {
                Ok(view) => view! { <Screen view at=At::Page /> }.into_any(),
                Err(failure) => {
                    view! { <Frame title=texts.s("pc") class="p-error"><Problem title=texts.s("pc") failure /></Frame> }
                        .into_any()
                }
            })}
        </Suspense>
    }
}

/// Where the screen is: what the way out is, and who asks for its tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In a browser of the person's own.
    Page,
    /// At a seat's terminal, which others pass by.
    Terminal,
}

/// The screen of a cloud PC.
#[component]
pub fn Screen(view: DesktopView, at: At) -> impl IntoView {
    if let Some(name) = view.session.elsewhere.clone() {
        return view! { <Elsewhere view name at /> }.into_any();
    }
    let texts = use_texts();
    // A plain form that was refused leads back here with the reason in the address.
    let asked = ServerAction::<SteerPc>::new();
    let refused = move || crate::bookings::done::failed(asked.value().get());
    let session = view.session.id.to_string();
    let tickets = match at {
        At::Page => format!("/api/v1/sessions/{session}/tickets"),
        At::Terminal => "/terminal/tickets".to_owned(),
    };
    let (way_out, clipboard) = (way_out(at), view.clipboard);
    view! {
        <Title text=format!("{} {} · {}", view.booking.label, texts.s("pc"), texts.s("app-name")) />
        <div class="frame p-desk">
            <Bar view at />
            <main id="main" class="screen">
                <Words session tickets clipboard />
                <textarea class="typing" data-typing rows="1" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label=texts.s("pc-typing")></textarea>
                <Looked />
                <p class="banner told" data-told role="status" hidden=true></p>
                <div class="card said" data-said role="status">
                    <span class="spin" aria-hidden="true"></span>
                    // The script writes here, perhaps before the page has come alive, which must not look for its words then.
                    <p data-words inner_html=texts.s("pc-connecting")></p>
                    <div class="ways">
                        <button type="button" class="btn p" data-action="again" hidden=true>{texts.s("pc-open-here")}</button>
                        {way_out}
                    </div>
                </div>
                {refused}
                <noscript><p class="banner warn">{texts.s("pc-needs-script")}</p></noscript>
            </main>
            <script type="module" src="/desktop.js"></script>
        </div>
    }
    .into_any()
}

fn way_out(at: At) -> AnyView {
    let texts = use_texts();
    match at {
        At::Page => view! { <a class="btn o" href="/" rel="external">{texts.s("go-home")}</a> }.into_any(),
        At::Terminal => view! { <form method="post" action="/terminal/leave"><button class="btn o">{texts.s("terminal-lock")}</button></form> }.into_any(),
    }
}

/// A cloud PC whose screen is not here: where it opens, and the way there.
#[component]
fn Elsewhere(view: DesktopView, name: Names, at: At) -> impl IntoView {
    let texts = use_texts();
    let session = view.session.id.to_string();
    let said = texts.f("pc-elsewhere", &[("name", texts.name(&name).into())]);
    let against = view.session.against.as_ref().map(|against| reason(texts, against));
    let way = match view.session.state {
        _ if view.session.can_open() => view! { <OpenElsewhere session name /> }.into_any(),
        _ if against.is_some() => view! { <p>{against}</p> }.into_any(),
        SessionState::Released => view! { <p>{texts.s("pc-over")}</p> }.into_any(),
        SessionState::Planned | SessionState::Starting => view! { <p>{texts.s("pc-soon")}</p> }.into_any(),
        state => view! { <p>{texts.s(&format!("pc-{}-hint", state.word()))}</p> }.into_any(),
    };
    view! {
        <Title text=format!("{} {} · {}", view.booking.label, texts.s("pc"), texts.s("app-name")) />
        <div class="frame p-desk elsewhere">
            <main id="main" class="screen">
                <div class="card said">
                    <h1>{format!("{} · {}", view.booking.label, texts.s("pc"))}</h1>
                    <p>{said}</p>
                    <p class="hint">{texts.s("pc-elsewhere-leave")}</p>
                    <div class="ways">{way}{way_out(at)}</div>
                </div>
            </main>
        </div>
    }
}

/// Where the desktop is drawn, with what its script says in each state.
#[component]
fn Words(session: String, tickets: String, clipboard: Clipboard) -> impl IntoView {
    let texts = use_texts();
    let asks = texts.s("look-asks").replace("%m", &(ALLOWED_SECONDS / 60).to_string());
    view! {
        <div
            id="desktop" data-state="connecting" data-session=session data-tickets=tickets
            data-clipboard=clipboard.word() data-sent=texts.s("clip-sent") data-copied=texts.s("clip-copied")
            data-no-in=texts.s("clip-no-in")
            data-look-asked=asks data-look-allowed=texts.s("look-goes-on")
            data-connecting=texts.s("pc-connecting") data-waiting=texts.s("pc-waiting")
            data-restarting=texts.s("pc-restarting") data-moved=texts.s("pc-moved") data-gone=texts.s("pc-gone")
            data-over=texts.s("pc-over") data-refused=texts.s("pc-refused") data-error=texts.s("pc-error")
            data-missing=texts.s("pc-no-viewer")
        ></div>
    }
}

/// The slim bar: what this is, how long it lasts, how good the line is, and the way out.
#[component]
fn Bar(view: DesktopView, at: At) -> impl IntoView {
    let texts = use_texts();
    let local = view.booking.local;
    let (logo, way_out) = match at {
        At::Page => (
            view! { <a class="lg" href="/" rel="external" aria-label=texts.s("go-home")><Logo /></a> }.into_any(),
            view! { <a class="b x" href="/" rel="external" aria-label=texts.s("pc-leave")><Icon name="plug" /><span>{texts.s("pc-leave")}</span></a> }
                .into_any(),
        ),
        At::Terminal => (
            view! { <span class="lg"><Logo /></span> }.into_any(),
            view! {
                <form method="post" action="/terminal/leave">
                    <button class="b x" aria-label=texts.s("terminal-lock")><Icon name="lock" /><span>{texts.s("terminal-lock")}</span></button>
                </form>
            }
            .into_any(),
        ),
    };
    let clip = (at == At::Page).then(|| view! { <Clip clipboard=view.clipboard /> });
    // Whoever passes a terminal ends nobody's desktop.
    let steer = (at == At::Page).then(|| {
        let back = format!("/desktop/{}", view.session.id);
        view! { <Steer session=view.session.clone() return_to=back plain=true /> }
    });
    let (starts, ends) = (view.booking.interval.starts_at.timestamp(), view.booking.interval.ends_at.timestamp());
    view! {
        <header class="jb" data-bar>
            {logo}
            <h1>{view.booking.label}</h1>
            <span class="num times">{format!("{} – {}", local.from, local.to)}</span>
            <span class="left" data-left data-starts=starts data-ends=ends data-hours=texts.s("pc-left-hours") data-minutes=texts.s("pc-left-minutes")>
                <progress max="100" value="0" aria-label=texts.s("pc-used")></progress><span class="num" data-left-words></span>
            </span>
            <span class="q num" data-latency aria-label=texts.s("pc-latency") hidden=true></span>
            <span class="gap"></span>
            {clip}
            {steer}
            <button type="button" class="b" data-action="fullscreen" aria-label=texts.s("pc-fullscreen")><Icon name="full" /><span>{texts.s("pc-fullscreen")}</span></button>
            {way_out}
            <button type="button" class="b pin" data-action="pin" aria-pressed="false" aria-label=texts.s("pc-pin")><Icon name="pinned" /></button>
        </header>
        <button type="button" class="grab" data-action="bar" aria-label=texts.s("pc-show-bar")></button>
    }
}
