//! The forms for a new site and a new floor.

use super::api::{AddFloor, AddSite};
use crate::{
    admin::{
        field::{Form, Look},
        rules::page::HoursFields,
        typed::Typed,
    },
    bookings::done::failed,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::overview::SiteNow;

/// A new site.
#[component]
pub fn SiteForm(zones: Vec<String>, typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddSite>::new();
    let fields = Form::new(typed, &problem, || {
        Typed::from_pairs([
            ("zone", "Asia/Seoul".to_owned()),
            ("opens", "09:00".to_owned()),
            ("closes", "18:00".to_owned()),
            ("lunch_starts", "12:00".to_owned()),
            ("lunch_ends", "13:00".to_owned()),
        ])
    });
    let zones = zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    view! {
        <section class="card" aria-labelledby="site-title">
            <h2 id="site-title">{texts.s("site-add")}</h2>
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <div class="two">
                    {fields.text("name_ko", "name-ko")}{fields.input("name_en", "name-en", Look::FREE)}
                    {fields.select("zone", texts.s("site-zone"), zones)}
                </div>
                <HoursFields fields=fields.clone() />
                <button class="btn p">{texts.s("site-add")}</button>
            </ActionForm>
        </section>
    }
}

/// A new floor of a site.
#[component]
pub fn FloorForm(site: SiteNow, typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddFloor>::new();
    let level = site.floors.iter().map(|floor| floor.floor.level).max().map_or(1, |level| level + 1);
    let fields = Form::new(typed, &problem, || {
        Typed::from_pairs([
            ("name_ko", format!("{level}층")),
            ("name_en", format!("{level}F")),
            ("level", level.to_string()),
            ("width", "30".to_owned()),
            ("depth", "20".to_owned()),
        ])
    });
    let title = texts.f("floor-add-to", &[("site", texts.name(&site.site.name).into())]);
    view! {
        <section class="card" aria-labelledby="floor-title">
            <h2 id="floor-title">{title}</h2>
            <p class="hint">{texts.s("floor-add-hint")}</p>
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <input type="hidden" name="site" value=site.site.id.to_string() />
                <div class="three">
                    {fields.text("name_ko", "name-ko")}{fields.input("name_en", "name-en", Look::FREE)}
                    {fields.input("level", "floor-level", Look::NUMBER)}
                </div>
                <div class="two">
                    {fields.input("width", "floor-width", Look::NUMBER)}{fields.input("depth", "floor-depth", Look::NUMBER)}
                </div>
                <button class="btn p">{texts.s("floor-add")}</button>
            </ActionForm>
        </section>
    }
}
