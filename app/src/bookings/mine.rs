//! `/bookings`: coming and past, change, cancel one or a range of days, check in.

pub use super::row::steps;
use super::{
    api::{CancelDays, Mine, MyBookings, load_mine},
    done::{Done, failed},
    live,
    range::CancelRange,
    row::{PastRow, Row, RowActs},
    weeks::by_week,
};
use crate::{
    ui::{frame::Frame, icon::Icon, problem::Problem},
    viewer::use_texts,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// How many past bookings the page lists; the exports hold all.
const PAST_LISTED: usize = 60;

/// The page of one's own bookings.
#[component]
pub fn MyBookingsPage() -> impl IntoView {
    let texts = use_texts();
    let (acts, cancel_days, again) = (RowActs::new(), ServerAction::<CancelDays>::new(), RwSignal::new(0u32));
    let query = use_query_map();
    // An undo lands here with another notice and reads everything again.
    let told = move || query.with(|query| (query.get("done"), query.get("booking"), query.get("bookings")));
    let version = move || (acts.version(), cancel_days.version().get(), again.get());
    let mine = crate::carried::read(move || (version(), told()), |_| load_mine());
    live::follow(again);
    let range = (cancel_days, RwSignal::new(false));
    view! {
        <Frame title=texts.s("nav-bookings") class="p-bookings">
            <Done />
            <Transition fallback=move || view! { <main id="main" class="page"><p class="wait">{texts.s("loading")}</p></main> }>
                {
                    let mine = Memo::new(move |_| mine.get());
                    move || mine.get().map(|found| match found {
                        Ok(mine) => view! { <Lists mine acts range /> }.into_any(),
                        Err(failure) => view! { <Problem title=texts.s("nav-bookings") failure /> }.into_any(),
                    })
                }
            </Transition>
        </Frame>
    }
}

#[component]
fn Lists(mine: MyBookings, acts: RowActs, range: (ServerAction<CancelDays>, RwSignal<bool>)) -> impl IntoView {
    let texts = use_texts();
    let today = mine.today;
    let (cancel_days, open) = range;
    let dates = |mine: &Mine| mine.booking.local.date;
    let days = mine.coming.first().map(dates).zip(mine.coming.last().map(dates));
    let coming = match mine.coming.is_empty() {
        true => view! { <Nothing /> }.into_any(),
        false => coming(mine.coming, (today, acts)).into_any(),
    };
    let for_others = (!mine.for_others.is_empty()).then(|| {
        view! { <section class="others"><h2>{texts.s("for-others")}</h2>{coming_rows(mine.for_others, (today, acts))}</section> }
    });
    view! {
        <main id="main" class="page">
            <div class="head">
                <h1>{texts.s("nav-bookings")}</h1>
                <p class="out">
                    <a class="btn o" href="/bookings.ics" rel="external" download="jari.ics"><Icon name="cal" size="s" />{texts.s("export-calendar")}</a>
                    <a class="btn o" href="/bookings.csv" rel="external" download="jari.csv"><Icon name="down" size="s" />{texts.s("export-csv")}</a>
                </p>
            </div>
            {move || failed(acts.cancel.value().get())}
            {move || failed(cancel_days.value().get())}
            {move || failed(acts.times.value().get())}
            {move || failed(acts.check_in.value().get())}
            {move || failed(acts.check_out.value().get())}
            <section>
                <h2>{texts.s("coming")}</h2>
                {coming}
                {days.map(|days| view! { <CancelRange action=cancel_days open days /> })}
            </section>
            {for_others}
            {past(mine.past, today)}
        </main>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="nothing">
            <p>{texts.s("nothing-coming")}</p>
            <a class="btn p" href="/floors"><Icon name="map" />{texts.s("pick-a-seat")}</a>
        </div>
    }
}

fn coming(rows: Vec<Mine>, (today, acts): (NaiveDate, RowActs)) -> impl IntoView {
    let texts = use_texts();
    by_week(rows)
        .into_iter()
        .map(|week| view! { <h3>{week.name(texts, today)}</h3>{coming_rows(week.rows, (today, acts))} })
        .collect_view()
}

fn coming_rows(rows: Vec<Mine>, (today, acts): (NaiveDate, RowActs)) -> impl IntoView {
    let rows = rows.into_iter().map(|mine| view! { <Row mine today acts /> }).collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn past(rows: Vec<Mine>, today: NaiveDate) -> impl IntoView {
    let texts = use_texts();
    let weeks = by_week(rows.into_iter().take(PAST_LISTED).collect());
    (!weeks.is_empty()).then(|| {
        let weeks = weeks.into_iter().map(|week| {
            let name = week.name(texts, today);
            let rows = week.rows.into_iter().map(|mine| view! { <PastRow mine today /> }).collect_view();
            view! { <h3>{name}</h3><ul class="rows">{rows}</ul> }
        });
        view! { <section><h2>{texts.s("past")}</h2>{weeks.collect_view()}</section> }
    })
}
