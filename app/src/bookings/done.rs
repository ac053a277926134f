//! What was just done, told on the next page with a way to undo it. It travels in the address, so it works with and
//! without the browser's part.

use super::{
    api::{CancelBooking, ChangeTimes, CheckIn, MoveBack, Restore},
    stood::Stood,
    times::Times,
};
use crate::{
    ui::{
        notice::{DoneNotice, FailureNotice},
        query::current_query,
    },
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use office::model::room::NoRoom;

const OURS: [&str; 7] = ["done", "booking", "bookings", "count", "was", "desk", "pc"];

/// Leads back to a page of ours with a notice in its address.
#[cfg(not(target_family = "wasm"))]
pub fn back(return_to: &str, notice: &[(&str, &str)]) {
    leptos_axum::redirect(&with_notice(return_to, notice));
}

/// Whether an address is a path of ours. Browsers take `\` for `/` and leave control characters out, so that `/<tab>/host`
/// would lead to another site.
pub fn is_path_of_ours(address: &str) -> bool {
    let other = |one: char| one == '\\' || one.is_control();
    address.starts_with('/') && !address.starts_with("//") && !address.contains(other)
}

/// A path of ours with another notice; an address elsewhere becomes the home page.
pub fn with_notice(return_to: &str, notice: &[(&str, &str)]) -> String {
    let ours = is_path_of_ours(return_to);
    let (path, query) = return_to.split_once('?').unwrap_or((return_to, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty()).filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !OURS.contains(&name) && name != "__path" && name != "__err"
    });
    let said = notice.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}"));
    let query: Vec<String> = kept.map(str::to_owned).chain(said).collect();
    format!("{}?{}", if ours { path } else { "/" }, query.join("&"))
}

/// The page's own address without a notice, to come back to.
pub fn here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let address = format!("{}?{}", location.pathname.get(), location.search.get().trim_start_matches('?'));
        with_notice(&address, &[]).trim_end_matches('?').to_owned()
    })
}

/// Tells what was just done, with a button to undo it.
#[component]
pub fn Done() -> impl IntoView {
    let query = current_query();
    let here = here();
    move || {
        let query = query.get();
        let done = query.get("done")?;
        Some(told(&done, |name| query.get(name).unwrap_or_default(), here.get_untracked()))
    }
}

fn told(done: &str, value: impl Fn(&str) -> String, close: String) -> AnyView {
    let texts = use_texts();
    let text = match done {
        "booked" => texts.s("done-booked"),
        "moved" => texts.s("done-moved"),
        "changed" => texts.s("done-changed"),
        "cancelled" => texts.s("done-cancelled"),
        "cancelled-days" => {
            texts.f("done-cancelled-days", &[("count", value("count").parse::<i64>().unwrap_or(0).into())])
        }
        "restored" => texts.s("done-restored"),
        "checked-in" => texts.s("done-checked-in"),
        "checked-out" => texts.s("done-checked-out"),
        "away" => texts.s("done-away"),
        "back" => texts.s("done-back"),
        "pc-end" => texts.s("done-pc-end"),
        "pc-restart" => texts.s("done-pc-restart"),
        "pc-reset" => texts.s("done-pc-reset"),
        _ => return ().into_any(),
    };
    // A booking that was made without a cloud PC says so.
    let text = match NoRoom::from_word(&value("pc")) {
        Some(why) => format!("{text} {}", texts.s(&format!("no-pc-now-{}", why.word()))),
        None => text,
    };
    let undo = match done {
        "booked" => view! { <UndoBooked booking=value("booking") /> }.into_any(),
        "moved" => view! { <UndoMoved booking=value("booking") was=value("was") /> }.into_any(),
        "changed" => view! { <UndoChanged booking=value("booking") was=value("was") /> }.into_any(),
        "away" => view! { <UndoAway booking=value("booking") /> }.into_any(),
        "cancelled" | "checked-out" => view! { <UndoEnded bookings=value("booking") /> }.into_any(),
        "cancelled-days" if !value("bookings").is_empty() => {
            view! { <UndoEnded bookings=value("bookings") /> }.into_any()
        }
        _ => ().into_any(),
    };
    view! { <DoneNotice text close>{undo}</DoneNotice> }.into_any()
}

#[component]
fn UndoBooked(booking: String) -> impl IntoView {
    let action = ServerAction::<CancelBooking>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="booking" value=booking />
            <UndoButton />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

/// The way back for bookings that were given up, their ids separated by dots.
#[component]
pub fn UndoEnded(bookings: String) -> impl IntoView {
    let action = ServerAction::<Restore>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="bookings" value=bookings />
            <UndoButton />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn UndoAway(booking: String) -> impl IntoView {
    let action = ServerAction::<CheckIn>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="booking" value=booking />
            <UndoButton />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

/// Back to the desk and the times that `was` names.
#[component]
fn UndoMoved(booking: String, was: String) -> impl IntoView {
    let action = ServerAction::<MoveBack>::new();
    view! {
        <ActionForm action>
            <input type="hidden" name="booking" value=booking />
            <input type="hidden" name="was" value=was />
            <UndoButton />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

/// Back to the times that `was` names.
#[component]
fn UndoChanged(booking: String, was: String) -> impl IntoView {
    let action = ServerAction::<ChangeTimes>::new();
    let Times { date, part, from, to } = Stood::parse(&was).times;
    view! {
        <ActionForm action>
            <input type="hidden" name="booking" value=booking />
            <input type="hidden" name="date" value=date />
            <input type="hidden" name="part" value=part />
            <input type="hidden" name="from" value=from />
            <input type="hidden" name="to" value=to />
            <UndoButton />
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn UndoButton() -> impl IntoView {
    let here = here();
    view! {
        <input type="hidden" name="return_to" value=move || here.get() />
        <button class="btn g undo">{use_texts().s("undo")}</button>
    }
}

/// The notice of a failed action, if it failed.
pub fn failed<T>(value: Option<Result<T, crate::failure::Failure>>) -> Option<impl IntoView> {
    value.and_then(Result::err).map(|failure| view! { <FailureNotice failure /> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_replaces_the_one_before() {
        let path = with_notice("/floors/7?date=2026-12-03&done=booked&booking=1&desk=2", &[("done", "cancelled")]);
        assert_eq!(path, "/floors/7?date=2026-12-03&done=cancelled");
    }

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(with_notice("https://evil.example/", &[("done", "booked")]), "/?done=booked");
        assert_eq!(with_notice("//evil.example/?a=b", &[]), "/?a=b");
    }
}
