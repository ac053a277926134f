//! What is shown, from when, and the way to other sites and days.

use super::api::Wanted;
use crate::{places::live::Hearing, ui::icon::Icon, viewer::use_texts};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use office::model::{
    id::SiteId,
    place::Names,
    usage::{DayUsage, Part, Tense},
};

/// The heading with the age of the figures, and the choice of site and day. Plain links and a plain form.
#[component]
pub fn Head(
    sites: StoredValue<Vec<(SiteId, Names)>>,
    day: RwSignal<DayUsage>,
    hearing: RwSignal<Hearing>,
) -> impl IntoView {
    let texts = use_texts();
    let shown = day.get_untracked();
    let when = if shown.tense == Tense::Today { texts.s("today") } else { texts.date(shown.date) };
    let title = texts.f("usage-title", &[("site", texts.name(&shown.site.name).into()), ("day", when.into())]);
    let age = move || {
        day.with(|day| {
            let floors = day.places.iter().filter(|place| place.part == Part::Floor).count() as i64;
            let at = format!("{} {}", texts.date(day.today), day.as_of_local);
            let args = [("at", at.into()), ("floors", floors.into()), ("desks", i64::from(day.whole.desks).into())];
            texts.f("usage-as-of", &args)
        })
    };
    let live = move || {
        (hearing.get() == Hearing::Live)
            .then(|| view! { <span class="live"><i aria-hidden="true"></i>{texts.s("usage-live")}</span> })
    };
    let here = Wanted { site: shown.site.id.to_string(), date: shown.date.to_string() };
    let on = |date: Option<NaiveDate>| Wanted { date: date.unwrap_or(shown.date).to_string(), ..here.clone() }.path();
    let (before, after) =
        (on(shown.date.checked_sub_days(Days::new(1))), on(shown.date.checked_add_days(Days::new(1))));
    let now = format!("/usage?site={}", shown.site.id);
    let options = sites.with_value(|sites| {
        let one = |(id, name): &(SiteId, Names)| {
            view! { <option value=id.to_string() selected=*id == shown.site.id>{texts.name(name)}</option> }
        };
        sites.iter().map(one).collect_view()
    });
    view! {
        <div class="head">
            <div><h1>{title}</h1><p class="num">{age}" "{live}</p></div>
            <div class="r">
                <form method="get" action="/usage" class="which">
                    <select name="site" aria-label=texts.s("usage-site")>{options}</select>
                    <input type="date" name="date" value=shown.date.to_string() aria-label=texts.s("usage-date") required />
                    <button class="btn o">{texts.s("show")}</button>
                </form>
                <nav class="step" aria-label=texts.s("days")>
                    <a class="btn i o" href=before aria-label=texts.s("usage-day-before")><Icon name="left" /></a>
                    <a class="btn o" href=now aria-current=(shown.tense == Tense::Today).then_some("date")>{texts.s("today")}</a>
                    <a class="btn i o" href=after aria-label=texts.s("usage-day-after")><Icon name="right" /></a>
                </nav>
            </div>
        </div>
    }
}
