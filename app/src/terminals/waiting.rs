//! A terminal while nobody is signed in: the desk, whom it waits for, and the ways to sit down.

use crate::{
    places::{
        card::amenity_icon,
        desk_drawing::{self, Look},
    },
    reasons::reason,
    texts::Texts,
    ui::icon::{Glyph, Icon, Logo},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::{
    cloud_pc::SessionState,
    order,
    place::DeskKind,
    plan::UNITS_PER_METRE,
    refusal::Reason,
    seat::{Seat, SeatState},
    terminal::{Neighbour, TerminalView},
    time::Minute,
};

/// From this local time until [`DAY_BEGINS`] only the clock is shown, dimly.
const NIGHT_BEGINS: Minute = Minute::hour(20);
/// Until when it is night.
const DAY_BEGINS: Minute = Minute::hour(6);

/// What is shown, as it changes.
type Shown = Signal<Option<TerminalView>>;

/// The waiting screen.
#[component]
pub fn Waiting(#[prop(into)] view: Shown, qr: Memo<String>) -> impl IntoView {
    let state = Memo::new(move |_| view.with(|view| view.as_ref().map(state)));
    let night = move || view.with(|view| view.as_ref().is_some_and(is_night)).then_some("1");
    // Types of whole screens would grow without end: here they are forgotten.
    let (head, desk, ways) = (
        view! { <Head view /> }.into_any(),
        view! { <Desk view /> }.into_any(),
        view! { <Ways state qr /> }.into_any(),
    );
    view! {
        <div class="p-terminal" data-theme="dark" data-state=move || state.get() data-night=night>{head}{desk}{ways}</div>
    }
    .into_any()
}

/// Reads one text of what is shown.
fn part(view: Shown, read: fn(&TerminalView, Texts) -> String) -> impl Fn() -> String + Copy + Send + 'static {
    let texts = use_texts();
    move || view.with(|view| view.as_ref().map(|view| read(view, texts)).unwrap_or_default())
}

/// Where this is, and the clock.
#[component]
fn Head(view: Shown) -> impl IntoView {
    let (here, today) = (part(view, place), part(view, |view, texts| texts.date(view.today)));
    let clock = part(view, |view, _| view.now.to_string());
    view! {
        <header>
            <p class="loc"><Logo />{here}</p>
            <p class="clk"><span>{today}</span><b class="num">{clock}</b></p>
        </header>
    }
}

/// The desk, whom it waits for, and what is around it.
#[component]
fn Desk(view: Shown) -> impl IntoView {
    let texts = use_texts();
    let label = part(view, |view, _| view.label.clone());
    let around =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| (view.label.clone(), picture(view, texts)))));
    let drawn = move || {
        around.get().map(|(label, (window, drawn))| {
            let label = texts.f("around-seat", &[("label", label.into())]);
            view! { <svg class="plan" viewBox=window role="img" aria-label=label inner_html=drawn></svg> }
        })
    };
    let words = move || view.with(|view| view.as_ref().map(|view| said(view, texts)));
    let below = move || view.with(|view| view.as_ref().map(|view| ready(view, texts)));
    view! { <main id="main"><h1>{label}</h1>{words}<div class="below">{drawn}{below}</div></main> }
}

/// The ways to sit down.
#[component]
fn Ways(state: Memo<Option<&'static str>>, qr: Memo<String>) -> impl IntoView {
    let texts = use_texts();
    let ask = move || texts.s(if state.get() == Some("free") { "terminal-scan-free" } else { "terminal-scan" });
    let password = view! { <SignIn /> }.into_any();
    view! {
        <aside>
            <div class="qr" role="img" aria-label=texts.s("terminal-qr") inner_html=move || qr.get()></div>
            <p class="do">{ask}</p>
            {password}
        </aside>
    }
}

fn state(view: &TerminalView) -> &'static str {
    match (&view.waiting, view.free_until) {
        (Some(_), _) => "booked",
        (None, Some(_)) => "free",
        (None, None) => "off",
    }
}

fn is_night(view: &TerminalView) -> bool {
    view.now >= NIGHT_BEGINS || view.now < DAY_BEGINS
}

fn place(view: &TerminalView, texts: Texts) -> String {
    let floor = format!("{} {}", texts.name(&view.site_name), texts.name(&view.floor_name));
    view.zone_name.as_ref().map_or(floor.clone(), |zone| format!("{floor} · {}", texts.name(zone)))
}

/// Whom the desk waits for, or that it is free.
fn said(view: &TerminalView, texts: Texts) -> AnyView {
    match (&view.waiting, view.free_until) {
        (Some(waiting), _) => {
            let who = match &waiting.name {
                Some(name) => texts.f("terminal-for", &[("name", name.clone().into())]),
                None => texts.s("terminal-booked"),
            };
            let times = format!("{} – {}", waiting.from, waiting.to);
            view! { <p class="who">{who}</p><p class="tm num">{times}</p> }.into_any()
        }
        (None, Some(_)) => view! {
            <p class="who"><Glyph name="free" />{texts.s("terminal-free")}</p><p class="tm">{texts.s("terminal-free-now")}</p>
        }
        .into_any(),
        (None, None) => {
            // It waits for its owner or its team, and can be used by them.
            let held = matches!(view.against, Some(Reason::AssignedToAnother { .. } | Reason::KeptForTeam { .. }));
            let heading = texts.s(if held { "terminal-held" } else { "terminal-off" });
            let why = view.against.as_ref().map(|against| reason(texts, against));
            view! { <p class="who">{heading}</p><p class="tm">{why}</p> }.into_any()
        }
    }
}

/// What is ready here: the cloud PC, or the desk until a time.
fn ready(view: &TerminalView, texts: Texts) -> AnyView {
    let amenities = view.amenities.iter().take(3).map(|one| {
        view! { <li><Icon name=amenity_icon(*one) />{texts.s(&format!("amenity-{}", one.word()))}</li> }
    });
    let amenities = view! { <ul class="am">{amenities.collect_view()}</ul> };
    match (view.waiting.as_ref().map(|waiting| waiting.pc), view.free_until) {
        (Some(Some(state)), _) if state.can_open() => view! {
            <div><p class="ok"><Glyph name="ready" />{texts.s("terminal-pc-ready")}</p><p class="sub">{texts.s("terminal-pc-ready-hint")}</p></div>
        }
        .into_any(),
        (Some(Some(SessionState::Planned | SessionState::Starting)), _) => {
            view! { <div><p class="ok"><Glyph name="prep" />{texts.s("terminal-pc-soon")}</p></div> }.into_any()
        }
        (None, Some(until)) => {
            let until = texts.f("terminal-until", &[("at", until.to_string().into())]);
            view! { <div><p class="ok num">{until}</p>{amenities}</div> }.into_any()
        }
        _ => view! { <div>{amenities}</div> }.into_any(),
    }
}

/// The desks around, with the terminal's own in a frame: which part of the floor, and what is drawn there.
fn picture(view: &TerminalView, texts: Texts) -> (String, String) {
    let here = view.around.iter().find(|desk| desk.here).map_or([0.0, 0.0], |desk| desk.at);
    let [x, y] = here.map(|metres| metres * UNITS_PER_METRE);
    let waits = view.waiting.is_some();
    let mut desks: Vec<&Neighbour> = view.around.iter().collect();
    // The own desk's frame lies over its neighbours.
    order::sort_by_key(&mut desks, |desk| desk.here);
    let drawn = desks.into_iter().map(|desk| {
        let state = match (desk.here, desk.free) {
            (true, _) if waits => SeatState::Mine,
            (_, true) => SeatState::Free,
            _ => SeatState::Taken,
        };
        let seat = nameless(view, desk, state);
        let look = Look { texts, hours: (Minute::START, Minute::END), selected: desk.here, dim: false };
        let [x, y] = desk.at.map(|metres| metres * UNITS_PER_METRE);
        let word = desk_drawing::state_word(&seat);
        format!(
            "<g class=\"dk\" data-s=\"{word}\" transform=\"translate({x:.1} {y:.1})\">{}</g>",
            desk_drawing::inside(&seat, look)
        )
    });
    (format!("{:.0} {:.0} 178 112", x - 89.0, y - 56.0), drawn.collect())
}

fn nameless(view: &TerminalView, desk: &Neighbour, state: SeatState) -> Seat {
    Seat {
        desk: view.desk,
        label: desk.label.clone(),
        zone: None,
        at: desk.at,
        rotation: desk.rotation,
        kind: DeskKind::Standard,
        amenities: Vec::new(),
        state,
        reasons: Vec::new(),
        lent: false,
        holder: None,
        day: Vec::new(),
        booking: None,
    }
}

/// Without a phone: e-mail and password.
#[component]
fn SignIn() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let value = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let failed = Memo::new(move |_| value("error"));
    let said = move || {
        let key = match failed.get().as_str() {
            "" => return None,
            "wrong_password" => texts.s("refusal-wrong-password"),
            "too_often" => texts.s("terminal-too-often"),
            "taken" => texts.s("terminal-taken"),
            "refused" => texts.s("terminal-refused"),
            _ => texts.s("terminal-fault"),
        };
        Some(view! { <p class="banner bad" role="alert">{key}</p> })
    };
    view! {
        {said}
        <details class="pw" open=move || !failed.get().is_empty()>
            <summary><Icon name="idcard" />{texts.s("terminal-password")}</summary>
            <form method="post" action="/terminal/sign-in" class="stack">
                <label class="field">{texts.s("email")}<input type="email" name="email" autocomplete="off" required=true value=move || value("email") /></label>
                <label class="field">{texts.s("password")}<input type="password" name="password" autocomplete="off" required=true /></label>
                <button class="btn p">{texts.s("terminal-sit")}</button>
            </form>
        </details>
    }
}
