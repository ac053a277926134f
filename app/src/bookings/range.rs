//! Give several days back at once.

use super::api::CancelDays;
use crate::viewer::use_texts;
use chrono::NaiveDate;
use leptos::{ev, prelude::*};

/// The form, with the first and the last day filled in. It stays open when the list around it is drawn anew.
#[component]
pub fn CancelRange(
    action: ServerAction<CancelDays>,
    open: RwSignal<bool>,
    days: (NaiveDate, NaiveDate),
) -> impl IntoView {
    let (texts, (from, to)) = (use_texts(), days);
    let toggled = move |event: ev::Event| open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    view! {
        <details class="range" open=move || open.get() on:toggle=toggled>
            <summary>{texts.s("cancel-range")}</summary>
            <p class="hint">{texts.s("cancel-range-hint")}</p>
            <ActionForm action attr:class="fields">
                <label class="field">{texts.s("first-day")}<input type="date" name="from" value=from.to_string() required=true /></label>
                <label class="field">{texts.s("last-day")}<input type="date" name="to" value=to.to_string() required=true /></label>
                <input type="hidden" name="return_to" value="/bookings" />
                <button class="btn o" disabled=move || action.pending().get()>{texts.s("cancel-these-days")}</button>
            </ActionForm>
        </details>
    }
}
