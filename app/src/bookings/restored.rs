//! What an undo of several days left as it was.

use super::{
    api::{Mine, RESTORED_SOME},
    done::{UndoEnded, here},
};
use crate::{texts::Texts, ui::query::current_query, viewer::use_texts};
use leptos::prelude::*;

/// Tells how many bookings are back and which are not. Undone once more, a single one says why.
#[component]
pub fn RestoredSome(past: Memo<Vec<Mine>>) -> impl IntoView {
    let (texts, query, here) = (use_texts(), current_query(), here());
    move || {
        let query = query.get();
        query.get("done").filter(|done| done == RESTORED_SOME)?;
        let bookings = query.get("bookings").unwrap_or_default();
        let count = query.get("count").and_then(|count| count.parse::<i64>().ok()).unwrap_or(0);
        let left = past.with(|past| named(texts, past, &bookings));
        let text = texts.f("done-restored-some", &[("count", count.into()), ("left", left.into())]);
        // As many days as there may be do not fit into a line above the page's end.
        Some(view! {
            <div class="banner warn" role="status">
                <p>{text}</p>
                <UndoEnded bookings />
                <a class="btn g" href=here.get_untracked()>{texts.s("close")}</a>
            </div>
        })
    }
}

/// The days and desks of bookings by their ids, soonest first.
fn named(texts: Texts, past: &[Mine], ids: &str) -> String {
    let left = past.iter().rev().map(|mine| &mine.booking).filter(|booking| {
        let id = booking.id.to_string();
        ids.split('.').any(|left| left == id)
    });
    left.map(|booking| format!("{} {}", texts.date(booking.local.date), booking.label)).collect::<Vec<_>>().join(", ")
}
