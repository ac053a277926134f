//! The page of a site's rules.

use super::{
    api::{ChangeRules, RulesForm, load_rules},
    values::{day_field, values, zone_fields},
};
use crate::{
    admin::{
        affected::AffectedBookings,
        field::{Form, Look, times},
        frame::{AdminFrame, Crumbs},
        typed::Typed,
    },
    bookings::done::failed,
    ui::notice::FailureNotice,
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use office::model::{change::Preview, clipboard::Clipboard, overview::RulesNow, rules::ForWhom};

/// A site's rules.
#[component]
pub fn RulesPage() -> impl IntoView {
    let texts = use_texts();
    let (params, query) = (use_params_map(), use_query_map());
    let site = Memo::new(move |_| params.with(|params| params.get("site").unwrap_or_default()));
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            let words = (text("do"), text("version"), text("problem"), text("event") + &text("done"));
            (words, Typed::of(query))
        })
    });
    let form = crate::carried::read(
        move || (site.get(), address.get()),
        |(site, ((does, ..), typed))| {
            let confirm = does == "confirm";
            load_rules(site, confirm, if confirm { typed } else { Typed::default() })
        },
    );
    view! {
        <AdminFrame title=texts.s("rules-title") section="places">
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match form.await {
                        Ok(form) => {
                            let ((_, version, problem, _), typed) = address.get_untracked();
                            view! { <Stage form version problem typed /> }.into_any()
                        }
                        Err(failure) => view! { <h1>{texts.s("rules-title")}</h1><FailureNotice failure /> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[component]
fn Stage(form: RulesForm, version: String, problem: String, typed: Typed) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangeRules>::new();
    let now = form.now;
    let title = texts.f("rules-of", &[("site", texts.name(&now.site.name).into())]);
    let fields = Form::new(typed, &problem, || values(&now.draft));
    let stale = fields.is_stale();
    let version = if stale || version.is_empty() { now.version.to_string() } else { version };
    let notice = stale.then(|| view! { <p class="banner warn" role="alert">{texts.s("rules-stale")}</p> });
    let site = now.site.id.to_string();
    let body = match form.preview {
        Some(preview) => view! { <Confirm preview fields site version action /> }.into_any(),
        None => view! {
            <ActionForm action attr:class="stack rules">
                <input type="hidden" name="site" value=site />
                <input type="hidden" name="version" value=version />
                <Days fields=fields.clone() />
                <Bookings fields=fields.clone() />
                <Away fields=fields.clone() />
                <CloudPcs fields=fields.clone() />
                <Hours fields=fields.clone() />
                <Zones fields now=now.clone() />
                <button class="btn p">{texts.s("rules-preview")}</button>
            </ActionForm>
        }
        .into_any(),
    };
    view! {
        <Crumbs here=title.clone() />
        <h1>{title.clone()}</h1>
        {notice}
        {move || failed(action.value().get())}
        {body}
    }
}

/// What the typed rules would meet, before they are saved.
#[component]
fn Confirm(
    preview: Preview,
    fields: Form,
    site: String,
    version: String,
    action: ServerAction<ChangeRules>,
) -> impl IntoView {
    let texts = use_texts();
    let none = preview.affected.is_empty();
    let back = crate::admin::typed::address(&format!("/admin/rules/{site}"), &[("version", &version)], &fields.typed);
    let seen = preview.seen.clone();
    view! {
        <section class="card">
            <h2>{texts.s("rules-confirm")}</h2>
            {if none {
                view! { <p class="banner">{texts.s("rules-meet-none")}</p> }.into_any()
            } else {
                view! { <p class="banner warn">{texts.s("rules-meet-some")}</p><AffectedBookings preview /> }.into_any()
            }}
            <ActionForm action attr:class="row-actions">
                <input type="hidden" name="site" value=site />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="seen" value=seen />
                {fields.hidden()}
                <button class="btn p">{texts.s("save")}</button>
                <a class="btn o" href=back>{texts.s("rules-back")}</a>
            </ActionForm>
        </section>
    }
}

#[component]
fn Days(fields: Form) -> impl IntoView {
    let texts = use_texts();
    let days = (0..7).map(|day| fields.tick(&day_field(day), texts.s(&format!("weekday-{day}")))).collect_view();
    let wrong = fields.wrong("working_days");
    view! {
        <section class="card">
            <h2>{texts.s("rules-days")}</h2>
            <div class="two">
                {fields.input("horizon_days", "rules-horizon", Look::NUMBER)}
                {fields.select("opens_at", texts.s("rules-opens-at"), times(None))}
            </div>
            <fieldset class="ticks"><legend>{texts.s("rules-working-days")}</legend>{days}
                {wrong.map(|text| view! { <small class="problem" role="alert">{text}</small> })}
            </fieldset>
        </section>
    }
}

#[component]
fn Bookings(fields: Form) -> impl IntoView {
    let texts = use_texts();
    let whom = ForWhom::ALL.iter().map(|one| (one.word().to_owned(), texts.s(&format!("for-whom-{}", one.word()))));
    view! {
        <section class="card">
            <h2>{texts.s("rules-bookings")}</h2>
            <div class="two">
                {fields.input("most_active", "rules-most-active", Look::NUMBER)}
                {fields.select("for_whom", texts.s("rules-for-whom"), whom.collect())}
                {fields.input("check_in_before_min", "rules-check-in", Look::NUMBER)}
                {fields.input("no_show_grace_min", "rules-grace", Look::NUMBER.free())}
                {fields.select("assigned_release", texts.s("rules-assigned"), times(Some(texts.s("rules-never"))))}
            </div>
        </section>
    }
}

#[component]
fn Away(fields: Form) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card">
            <h2>{texts.s("rules-away")}</h2>
            <p class="hint">{texts.s("rules-away-hint")}</p>
            <div class="two">
                {fields.input("away_notice_min", "rules-away-notice", Look::NUMBER.free())}
                {fields.input("away_lend_min", "rules-away-lend", Look::NUMBER.free())}
                {fields.input("away_release_min", "rules-away-release", Look::NUMBER.free())}
            </div>
        </section>
    }
}

#[component]
fn CloudPcs(fields: Form) -> impl IntoView {
    let texts = use_texts();
    let ways = Clipboard::ALL.iter().map(|one| (one.word().to_owned(), texts.s(&format!("clipboard-{}", one.word()))));
    view! {
        <section class="card">
            <h2>{texts.s("rules-cloud-pcs")}</h2>
            <p class="hint">{texts.s("rules-clipboard-hint")}</p>
            <div class="two">{fields.select("clipboard", texts.s("rules-clipboard"), ways.collect())}</div>
        </section>
    }
}

#[component]
fn Hours(fields: Form) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card">
            <h2>{texts.s("hours")}</h2>
            <HoursFields fields=fields.clone() />
            {fields.tick("within_hours", texts.s("rules-within"))}
        </section>
    }
}

/// Working hours and lunch.
#[component]
pub fn HoursFields(fields: Form) -> impl IntoView {
    let texts = use_texts();
    let one = move |name: &'static str, label: &str| fields.select(name, texts.s(label), times(None));
    view! {
        <div class="two">
            {one("opens", "hours-opens")}{one("closes", "hours-closes")}
            {one("lunch_starts", "hours-lunch-starts")}{one("lunch_ends", "hours-lunch-ends")}
        </div>
    }
}

#[component]
fn Zones(fields: Form, now: RulesNow) -> impl IntoView {
    let texts = use_texts();
    if now.zones.is_empty() {
        return ().into_any();
    }
    let teams: Vec<(String, String)> = std::iter::once((String::new(), texts.s("zone-for-all")))
        .chain(now.teams.iter().map(|team| (team.id.to_string(), texts.name(&team.name))))
        .collect();
    let rows = now.zones.iter().map(|(floor, zone)| {
        let (team, until) = zone_fields(zone.id);
        let name = format!("{} · {} {}", texts.name(floor), zone.code, texts.name(&zone.name));
        view! {
            <fieldset class="zone">
                <legend>{name}</legend>
                {fields.select(&team, texts.s("zone-team"), teams.clone())}
                {fields.select(&until, texts.s("zone-until"), times(Some(texts.s("zone-all-day"))))}
            </fieldset>
        }
    });
    view! {
        <section class="card">
            <h2>{texts.s("zones-kept")}</h2>
            <p class="hint">{texts.s("zones-kept-hint")}</p>
            <div class="zones">{rows.collect_view()}</div>
        </section>
    }
    .into_any()
}
