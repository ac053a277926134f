//! Out for a while: going, what happens to the seat meanwhile, and what has happened to it.

use super::{
    acts::{Acts, Which},
    view::{OutNow, SeatNow},
};
use crate::{bookings::done::failed, ui::icon::Icon, viewer::use_texts};
use leptos::prelude::*;
use office::model::{away::AwayCause, booking::Lost};

/// Go out, until a time if one is said: the next one is chosen already, so it is one tap.
#[component]
pub fn GoOutForm(seat: SeatNow, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let action = acts.go_out;
    let times = seat.back_at.into_iter().map(|at| view! { <option value=at.to_string()>{at.to_string()}</option> });
    view! {
        <ActionForm action attr:class="go-out">
            <Which booking=seat.booking.id.to_string() />
            <label class="field">
                <span>{texts.s("go-out-until")}</span>
                <select name="back_by">
                    {times.collect_view()}
                    <option value="">{texts.s("go-out-open")}</option>
                </select>
            </label>
            <button class="btn o" disabled=move || action.pending().get()><Icon name="cup" /><b>{texts.s("go-out")}</b></button>
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

/// What happens to the seat while its person is out, and the way back.
#[component]
pub fn Out(booking: String, out: OutNow, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let action = acts.check_in;
    let at = |key: &str, minute: office::model::time::Minute| texts.f(key, &[("at", minute.to_string().into())]);
    let head = match out.back_by {
        Some(back) => at("away-until", back),
        None => at("away-since", out.since),
    };
    let why = match out.cause {
        AwayCause::Said => None,
        AwayCause::Idle => Some(texts.s("away-idle")),
        AwayCause::Disconnected => Some(texts.s("away-disconnected")),
    };
    let mut lines: Vec<String> = why.into_iter().collect();
    if out.lent {
        lines.push(texts.s("away-lent"));
    } else {
        lines.push(texts.s("away-kept"));
        lines.extend(out.lent_from.map(|from| at("away-lent-from", from)));
    }
    lines.extend(out.released_at.map(|when| at("away-released-at", when)));
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div class="out" role="status">
            <b class="num">{head}</b>
            <ul class="num">{lines}</ul>
        </div>
        <ActionForm action>
            <Which booking />
            <button class="btn p" disabled=move || action.pending().get()><Icon name="check" /><b>{texts.s("back-now")}</b></button>
        </ActionForm>
    }
}

/// What happened to the person's seat while they were elsewhere, with a way out.
#[component]
pub fn LostSeat(lost: Lost, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    match lost {
        Lost::GaveWay { now } => {
            let text = match now {
                Some(label) => texts.f("gave-way", &[("label", label.into())]),
                None => texts.s("gave-way-none"),
            };
            view! { <p class="banner warn" role="status">{text}</p> }.into_any()
        }
        Lost::TakenBack { booking, label, at } => {
            let action = acts.restore;
            let text = texts.f("taken-back", &[("label", label.into()), ("at", at.to_string().into())]);
            view! {
                <div class="banner warn taken-back" role="status">
                    <p class="num">{text}</p>
                    <ActionForm action>
                        <input type="hidden" name="bookings" value=booking.to_string() />
                        <input type="hidden" name="return_to" value="/" />
                        <button class="btn o" disabled=move || action.pending().get()>{texts.s("take-again")}</button>
                    </ActionForm>
                    {move || failed(action.value().get())}
                </div>
            }
            .into_any()
        }
    }
}
