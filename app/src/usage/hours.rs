//! The day by the hour: a drawing, and a table with the same numbers.

use super::{
    api::Wanted,
    chart,
    tables::{HOUR_COLUMNS, hour_cell, hour_name},
};
use crate::{texts::Texts, ui::icon::Icon, viewer::use_texts};
use leptos::prelude::*;
use office::model::usage::{DayUsage, HourUsage};

/// The card. `wide` fills the row.
#[component]
pub fn Hours(day: RwSignal<DayUsage>, wide: bool) -> impl IntoView {
    let texts = use_texts();
    let file = day.with_untracked(|day| wanted(day).file("hours"));
    let class = if wide { "card hours wide" } else { "card hours" };
    let height = chart::HEIGHT.to_string();
    view! {
        <section class=class aria-labelledby="hours-title">
            <header>
                <h2 id="hours-title">{texts.s("usage-hours")}</h2>
                <ul class="key">
                    <li><i class="us"></i>{texts.s("usage-column-hour_in_use")}</li>
                    <li><i class="bk"></i>{texts.s("usage-column-hour_booked")}</li>
                    <li><i class="ns"></i>{texts.s("usage-column-hour_no_shows")}</li>
                </ul>
                <a class="btn o r" href=file rel="external" download><Icon name="down" size="s" />{texts.s("usage-export")}</a>
            </header>
            <div class="chart">
                <svg class="ax" width="34" height=height.clone() aria-hidden="true" inner_html=move || day.with(chart::axis)></svg>
                <svg class="pt" width="100%" height=height role="img" aria-label=move || day.with(|day| summary(texts, &day.hours))
                    inner_html=move || day.with(|day| chart::plot(texts, day))></svg>
            </div>
            <details class="as-table">
                <summary>{texts.s("usage-as-table")}</summary>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="hours-title"><Table day /></div>
                <dl>{HOUR_COLUMNS.iter().map(|column| meaning(texts, column)).collect_view()}</dl>
            </details>
        </section>
    }
}

/// The address of what is shown.
pub fn wanted(day: &DayUsage) -> Wanted {
    Wanted { site: day.site.id.to_string(), date: day.date.to_string() }
}

/// A column's name with what it means.
pub fn meaning(texts: Texts, column: &str) -> impl IntoView + use<> {
    let (name, means) = (texts.s(&format!("usage-column-{column}")), texts.s(&format!("usage-means-{column}")));
    view! { <div><dt>{name}</dt><dd>{means}</dd></div> }
}

fn summary(texts: Texts, hours: &[HourUsage]) -> String {
    // From behind, so that of hours that are alike the first is named.
    let busiest = hours.iter().rev().max_by_key(|hour| hour.booked).filter(|hour| hour.booked > 0);
    let Some(busiest) = busiest else { return texts.s("usage-hours-none") };
    let booked = i64::from(busiest.booked).into();
    texts.f("usage-hours-summary", &[("hour", hour_name(texts, busiest).into()), ("booked", booked)])
}

#[component]
fn Table(day: RwSignal<DayUsage>) -> impl IntoView {
    let texts = use_texts();
    let heads = HOUR_COLUMNS.iter().map(|column| {
        view! { <th scope="col">{texts.s(&format!("usage-column-{column}"))}</th> }
    });
    let row = move |hour: &HourUsage| {
        let cells = HOUR_COLUMNS.iter().map(|column| view! { <td>{hour_cell(hour, column).shown()}</td> });
        view! { <tr><th scope="row">{hour_name(texts, hour)}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <table class="num">
            <caption class="sr">{texts.s("usage-hours")}</caption>
            <thead><tr><th scope="col">{texts.s("usage-column-hour")}</th>{heads.collect_view()}</tr></thead>
            <tbody>{move || day.with(|day| day.hours.iter().map(row).collect_view())}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::{
        place::Lang,
        time::{Instant, Minute},
    };

    fn hour(from: u16, booked: u32) -> HourUsage {
        let (starts_at, hour) = (Instant::default(), Minute::hour(from));
        HourUsage { starts_at, hour, again: false, booked, in_use: None, no_shows: None }
    }

    #[test]
    fn the_first_of_the_fullest_hours_is_told_and_none_while_nothing_is_booked() {
        let said = |hours: &[HourUsage]| summary(Texts(Lang::En), hours);
        let full = said(&[hour(9, 1), hour(10, 4), hour(11, 4)]);
        assert!(full.contains("10:00: 4"), "{full}");
        assert_eq!(said(&[hour(9, 0), hour(10, 0)]), Texts(Lang::En).s("usage-hours-none"));
    }
}
