//! The page: map and form side by side, the table below. Its whole state is its address.

use super::{
    add::AddPanel,
    api::{load_desk, load_desks},
    drag::Pose,
    edit::DeskPanel,
    map::DeskMap,
    table::DeskTable,
    view::{Ask, DeskForm, FloorDesks},
};
use crate::{
    admin::{
        frame::{AdminFrame, Crumbs},
        typed::Typed,
    },
    failure::Failure,
    ui::{icon::Icon, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A floor's desks.
#[component]
pub fn DesksPage() -> impl IntoView {
    let texts = use_texts();
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("floor").unwrap_or_default()));
    let ask = Memo::new(move |_| query.with(asked));
    let problem = Memo::new(move |_| query.with(|query| query.get("problem").unwrap_or_default()));
    // Whatever was done last is read again, and so is what somebody else may have done meanwhile.
    let told = Memo::new(move |_| {
        query.with(|query| (query.get("done"), query.get("event"), query.get("problem"), query.get("do")))
    });
    let floor = crate::carried::read(move || (id.get(), told.get()), |(id, _)| load_desks(id));
    let one = crate::carried::read(move || (id.get(), ask.get(), told.get()), |(id, ask, _)| load_desk(id, ask));
    view! {
        <AdminFrame title=texts.s("desks-title") section="places">
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    let (floor, form) = (floor.await, one.await);
                    match floor {
                        Ok(view) => view! { <Stage view form ask=ask.get_untracked() problem=problem.get_untracked() /> }.into_any(),
                        Err(failure) => view! { <h1>{texts.s("desks-title")}</h1><FailureNotice failure /> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

fn asked(query: &leptos_router::params::ParamsMap) -> Ask {
    let text = |name: &str| query.get(name).unwrap_or_default();
    Ask {
        desk: text("desk"),
        does: text("do"),
        version: text("version"),
        typed: Typed::of(query),
        stale: text("problem") == "form.stale",
        again: !text("again").is_empty(),
    }
}

#[component]
fn Stage(view: FloorDesks, form: Result<Option<DeskForm>, Failure>, ask: Ask, problem: String) -> impl IntoView {
    let texts = use_texts();
    let title =
        texts.f("desks-of", &[("site", view.site_name.clone().into()), ("floor", view.floor_name.clone().into())]);
    let home = format!("/admin/floors/{}", view.floor);
    let (csv, seats) = (format!("{home}/desks.csv"), format!("/floors/{}", view.floor));
    let empty = view.desks.iter().all(|now| now.retired);
    let floor = StoredValue::new(view);
    let chosen = StoredValue::new(ask.desk.clone());
    let chosen = Memo::new(move |_| chosen.get_value());
    let pose = RwSignal::new(form.as_ref().ok().and_then(Option::as_ref).and_then(posed));
    let adds = ask.does == "add";
    let panel = match form {
        Ok(Some(form)) => view! { <DeskPanel floor form ask problem pose /> }.into_any(),
        Ok(None) if adds || empty => view! { <AddPanel floor typed=ask.typed problem /> }.into_any(),
        Ok(None) => view! {
            <section class="card"><p class="hint">{texts.s("desks-hint")}</p></section>
        }
        .into_any(),
        Err(failure) => view! { <FailureNotice failure /> }.into_any(),
    };
    view! {
        <Crumbs here=title.clone() />
        <div class="head">
            <h1>{title.clone()}</h1>
            <div class="row-actions">
                <a class="btn p" href=format!("{home}?do=add")><Icon name="plus" size="s" />{texts.s("desk-add")}</a>
                <a class="btn o" href=csv rel="external" download="">{texts.s("desks-csv")}</a>
                <a class="btn o" href=seats>{texts.s("desks-see")}</a>
            </div>
        </div>
        <div class="side-by-side"><DeskMap floor chosen pose />{panel}</div>
        <DeskTable floor chosen />
    }
}

/// Where the form says the desk stands.
fn posed(form: &DeskForm) -> Option<Pose> {
    let number = |name: &str| form.typed.get(name).replace(',', ".").parse::<f64>().ok();
    Some(Pose { at: [number("x")?, number("y")?], rotation: number("rotation")? })
}
