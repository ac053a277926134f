//! The page of a site's closures.

use super::api::{AddClosure, ClosuresForm, RemoveClosure, load_closures};
use crate::{
    admin::{
        affected::AffectedBookings,
        field::{Form, Look},
        frame::{AdminFrame, Crumbs},
        typed::Typed,
    },
    bookings::done::failed,
    ui::notice::FailureNotice,
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use office::model::rules::Closure;

/// A site's closures.
#[component]
pub fn ClosuresPage() -> impl IntoView {
    let texts = use_texts();
    let (params, query) = (use_params_map(), use_query_map());
    let site = Memo::new(move |_| params.with(|params| params.get("site").unwrap_or_default()));
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            // What a notice says is no typed value.
            let typed = if text("done").is_empty() { Typed::of(query) } else { Typed::default() };
            (text("do"), text("problem"), text("done") + &text("date"), typed)
        })
    });
    let form = crate::carried::read(
        move || (site.get(), address.get()),
        |(site, (does, _, _, typed))| load_closures(site, does == "confirm", typed),
    );
    view! {
        <AdminFrame title=texts.s("closures-title") section="places">
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match form.await {
                        Ok(form) => {
                            let (_, problem, _, typed) = address.get_untracked();
                            view! { <Stage form problem typed /> }.into_any()
                        }
                        Err(failure) => view! { <h1>{texts.s("closures-title")}</h1><FailureNotice failure /> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[component]
fn Stage(form: ClosuresForm, problem: String, typed: Typed) -> impl IntoView {
    let texts = use_texts();
    let (add, remove) = (ServerAction::<AddClosure>::new(), ServerAction::<RemoveClosure>::new());
    let now = form.now;
    let site = now.site.id.to_string();
    let title = texts.f("closures-of", &[("site", texts.name(&now.site.name).into())]);
    let fields = Form::new(typed, &problem, Typed::default);
    let closures = now.closures;
    let row = move |closure: Closure| {
        let label = texts.f("closure-remove", &[("date", texts.date(closure.date).into())]);
        let site = site.clone();
        view! {
            <li class="line">
                <b>{texts.date(closure.date)}</b><span>{texts.name(&closure.name)}</span>
                <ActionForm action=remove>
                    <input type="hidden" name="site" value=site />
                    <input type="hidden" name="date" value=closure.date.to_string() />
                    <button class="btn o" aria-label=label disabled=move || remove.pending().get()>{texts.s("remove")}</button>
                </ActionForm>
            </li>
        }
    };
    let list = match closures.is_empty() {
        true => view! { <p class="hint">{texts.s("closures-none")}</p> }.into_any(),
        // A row is one day's alone: a key that is pressed again where one was removed does not remove the next.
        false => view! {
            <ul class="lines"><For each=move || closures.clone() key=|closure: &Closure| closure.date children=row /></ul>
        }
        .into_any(),
    };
    let site = now.site.id.to_string();
    let home = format!("/admin/closures/{site}");
    let ask = match form.preview {
        Some(preview) => view! {
            <p class="banner warn">{texts.s("rules-meet-some")}</p>
            <AffectedBookings preview=preview.clone() />
            <ActionForm action=add attr:class="row-actions">
                <input type="hidden" name="site" value=site />
                <input type="hidden" name="seen" value=preview.seen />
                {fields.hidden()}
                <button class="btn p">{texts.s("closure-add")}</button>
                <a class="btn o" href=home>{texts.s("cancel")}</a>
            </ActionForm>
        }
        .into_any(),
        None => view! {
            <ActionForm action=add attr:class="stack">
                <input type="hidden" name="site" value=site />
                <div class="three">
                    {fields.input("date", "date", Look::DATE)}
                    {fields.text("name_ko", "name-ko")}
                    {fields.input("name_en", "name-en", Look::FREE)}
                </div>
                <button class="btn p">{texts.s("closure-add")}</button>
            </ActionForm>
        }
        .into_any(),
    };
    view! {
        <Crumbs here=title.clone() />
        <h1>{title.clone()}</h1>
        {move || failed(add.value().get())}
        {move || failed(remove.value().get())}
        <section class="card">{list}</section>
        <section class="card"><h2>{texts.s("closure-add")}</h2>{ask}</section>
    }
}
