//! The sessions as a table.

use super::words;
use crate::viewer::use_texts;
use leptos::prelude::*;
use office::model::sessions::{SessionRow, SessionsNow};

/// Every session that is asked for.
#[component]
pub fn Sessions(now: RwSignal<SessionsNow>) -> impl IntoView {
    let texts = use_texts();
    let rows = Memo::new(move |_| now.with(|now| (now.sessions.clone(), now.more)));
    move || {
        let (rows, more) = rows.get();
        if rows.is_empty() {
            return view! { <p class="hint">{texts.s("sessions-none")}</p> }.into_any();
        }
        let count = texts.f("sessions-count", &[("count", (rows.len() as i64).into())]);
        let more = more.then(|| view! { <p class="hint">{texts.s("sessions-more")}</p> });
        let headings = ["sessions-who", "sessions-where", "sessions-when", "sessions-state", "sessions-log"];
        let headings = headings.map(|key| view! { <th scope="col">{texts.s(key)}</th> });
        view! {
            <table class="sessions-table">
                <caption>{count}</caption>
                <thead><tr>{headings.collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</tbody>
            </table>
            {more}
        }
        .into_any()
    }
}

#[component]
fn Row(row: SessionRow) -> impl IntoView {
    let texts = use_texts();
    let when = format!("{} {}–{}", texts.day(row.local.date), row.local.from, row.local.to);
    let label = texts.f("session-log-of", &[("name", row.person_name.clone().into())]);
    let problem = row.problem.clone().map(|problem| view! { <small data-written="1">{problem}</small> });
    view! {
        <tr data-session=row.id.to_string() data-state=row.state.word()>
            <th scope="row">{row.person_name.clone()}</th>
            <td>{format!("{} {}", texts.name(&row.place), row.label)}</td>
            <td class="num">{when}</td>
            <td><b>{words::state(texts, &row)}</b>{problem}</td>
            <td><a href=format!("/admin/sessions/{}", row.id) aria-label=label>{texts.s("sessions-log")}</a></td>
        </tr>
    }
}
