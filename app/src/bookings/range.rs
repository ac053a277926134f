//! Give several days back at once.

use super::api::CancelDays;
use crate::viewer::use_texts;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The form, with the first and the last day filled in.
#[component]
pub fn CancelRange(action: ServerAction<CancelDays>, from: NaiveDate, to: NaiveDate) -> impl IntoView {
    let texts = use_texts();
    view! {
        <details class="range">
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
