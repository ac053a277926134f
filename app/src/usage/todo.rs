//! What needs attention now: a number, what it means, and the way there.

use crate::{
    texts::Texts,
    ui::icon::Icon,
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use office::model::usage::{DayUsage, NEARLY_FULL_PERCENT, Part, PlaceUsage};

#[derive(Clone, Debug, PartialEq)]
struct Todo {
    icon: &'static str,
    tone: &'static str,
    title: String,
    detail: String,
    href: String,
    action: String,
    of: String,
}

/// The card of today's attention.
#[component]
pub fn Todos(day: RwSignal<DayUsage>) -> impl IntoView {
    let texts = use_texts();
    let admin = use_viewer().is_admin();
    let todos = Memo::new(move |_| day.with(|day| todos(texts, day, admin)));
    let count = move || texts.f("usage-bookings", &[("count", (todos.with(Vec::len) as i64).into())]);
    let seats = day.with_untracked(|day| day.places.first().map(|place| format!("/usage/seats/{}", place.floor)));
    let seats =
        seats.map(|href| view! { <p class="also"><a class="btn o" href=href>{texts.s("health-title")}</a></p> });
    view! {
        <section class="card todo" aria-labelledby="todo-title">
            <header><h2 id="todo-title">{texts.s("usage-todo")}</h2><p class="r num">{count}</p></header>
            {move || {
                let todos = todos.get();
                match todos.is_empty() {
                    true => view! { <p class="calm"><Icon name="check" />{texts.s("usage-todo-none")}</p> }.into_any(),
                    false => view! { <ul>{todos.into_iter().map(one).collect_view()}</ul> }.into_any(),
                }
            }}
            {seats}
        </section>
    }
}

fn one(todo: Todo) -> impl IntoView {
    let label = format!("{}, {}", todo.of, todo.action);
    view! {
        <li>
            <span class=format!("k {}", todo.tone)><Icon name=todo.icon /></span>
            <div><b>{todo.title}</b><span class="t">{todo.detail}</span></div>
            <a class="btn o" href=todo.href aria-label=label>{todo.action}</a>
        </li>
    }
}

fn todos(texts: Texts, day: &DayUsage, admin: bool) -> Vec<Todo> {
    let floors: Vec<&PlaceUsage> = day.places.iter().filter(|place| place.part == Part::Floor).collect();
    let full = floors.iter().filter(|floor| floor.counts.nearly_full_ahead()).map(|floor| nearly_full(texts, floor));
    let off = floors.iter().filter(|floor| floor.counts.out_of_service.unwrap_or(0) > 0);
    let mut todos: Vec<Todo> = full.collect();
    todos.extend(off.map(|floor| out_of_service(texts, floor, admin)));
    todos.extend(waiting(texts, day));
    todos.extend(released(texts, day));
    todos
}

fn map_of(floor: &PlaceUsage) -> String {
    format!("/floors/{}", floor.floor)
}

fn nearly_full(texts: Texts, floor: &PlaceUsage) -> Todo {
    let name = texts.name(&floor.name);
    let peak = floor.counts.peak_ahead.unwrap_or_default();
    let args = [
        ("peak", i64::from(peak.desks).into()),
        ("desks", i64::from(floor.counts.bookable()).into()),
        ("percent", i64::from(NEARLY_FULL_PERCENT).into()),
        ("at", peak.at.map(|at| at.to_string()).unwrap_or_default().into()),
    ];
    let title = texts.f("usage-todo-full", &[("floor", name.into())]);
    Todo {
        icon: "flag",
        tone: "h",
        detail: texts.f("usage-todo-full-detail", &args),
        href: map_of(floor),
        action: texts.s("look"),
        of: title.clone(),
        title,
    }
}

fn out_of_service(texts: Texts, floor: &PlaceUsage, admin: bool) -> Todo {
    let name = texts.name(&floor.name);
    let off = i64::from(floor.counts.out_of_service.unwrap_or(0));
    let affected = i64::from(floor.counts.affected);
    let title = texts.f("usage-todo-off", &[("floor", name.into()), ("count", off.into())]);
    let detail = match affected {
        0 => texts.s("usage-todo-off-none"),
        _ => texts.f("usage-todo-off-detail", &[("count", affected.into())]),
    };
    let (href, action) = match admin {
        true => (format!("/admin/floors/{}", floor.floor), texts.s("usage-to-fix")),
        false => (format!("{}?view=list", map_of(floor)), texts.s("look")),
    };
    Todo { icon: "wrench", tone: if affected > 0 { "b" } else { "" }, detail, href, action, of: title.clone(), title }
}

/// Bookings that have begun and that nobody has checked in; the line leads to where most of them are.
fn waiting(texts: Texts, day: &DayUsage) -> Option<Todo> {
    let floor = most(day, |floor| floor.counts.waiting)?;
    let title = texts.f("usage-todo-waiting", &[("count", i64::from(day.whole.waiting).into())]);
    let args = [("floor", texts.name(&floor.name).into()), ("count", i64::from(floor.counts.waiting).into())];
    Some(Todo {
        icon: "clock",
        tone: "a",
        detail: texts.f("usage-todo-most", &args),
        href: map_of(floor),
        action: texts.s("look"),
        of: title.clone(),
        title,
    })
}

fn released(texts: Texts, day: &DayUsage) -> Option<Todo> {
    let floor = most(day, |floor| floor.counts.no_shows)?;
    let title = texts.f("usage-todo-released", &[("count", i64::from(day.whole.no_shows).into())]);
    let args = [("floor", texts.name(&floor.name).into()), ("count", i64::from(floor.counts.no_shows).into())];
    let rebooked = texts.f("usage-rebooked", &[("count", i64::from(day.rebooked).into())]);
    Some(Todo {
        icon: "check",
        tone: "f",
        detail: [texts.f("usage-todo-most", &args), rebooked].join(" "),
        href: "#places".into(),
        action: texts.s("usage-by-floor"),
        of: title.clone(),
        title,
    })
}

/// The floor with the most of something; `None` when there is none at all.
fn most(day: &DayUsage, of: impl Fn(&PlaceUsage) -> u32) -> Option<&PlaceUsage> {
    let floors = day.places.iter().filter(|place| place.part == Part::Floor);
    floors.max_by_key(|floor| of(floor)).filter(|floor| of(floor) > 0)
}
