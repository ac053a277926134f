//! `/bookings`: coming and past, change, cancel one or a range of days, check in.

pub use super::row::steps;
use super::{
    api::{CancelDays, Mine, MyBookings, load_mine},
    done::{Done, failed},
    live,
    range::CancelRange,
    restored::RestoredSome,
    row::{PastRow, Row, RowActs},
    weeks,
};
use crate::{
    carried::{self, is_passing, last_good},
    ui::{frame::Frame, icon::Icon, notice::as_of, problem::Problem},
    viewer::use_texts,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::id::BookingId;

/// How many past bookings the page lists; the exports hold all.
const PAST_LISTED: usize = 60;

/// What was read last, once anything was.
type Found = Memo<carried::Found<MyBookings>>;

/// The page of one's own bookings.
#[component]
pub fn MyBookingsPage() -> impl IntoView {
    let texts = use_texts();
    let (acts, cancel_days, again) = (RowActs::new(), ServerAction::<CancelDays>::new(), RwSignal::new(0u32));
    let query = use_query_map();
    // An undo lands here with another notice and reads everything again.
    let told = move || query.with(|query| ["done", "booking", "bookings", "was"].map(|name| query.get(name)));
    let version = move || (acts.version(), cancel_days.version().get(), again.get());
    let mine = carried::read(move || (version(), told()), |_| load_mine());
    let lost = live::follow(again);
    let range = (cancel_days, RwSignal::new(false));
    view! {
        <Frame title=texts.s("nav-bookings") class="p-bookings">
            <Done />
            <Transition fallback=move || view! { <main id="main" class="page"><p class="wait">{texts.s("loading")}</p></main> }>
                {
                    // The lists are made once and follow what is read: what somebody does in a row goes on in that row.
                    let found = Memo::new(move |before| last_good(before, mine.get()));
                    let old = Memo::new(move |_| lost.get() || is_passing(&mine.get()));
                    let failure = Memo::new(move |_| found.get().map(Result::err));
                    move || failure.get().map(|failure| match failure {
                        None => view! { <Lists found acts range old /> }.into_any(),
                        Some(failure) => view! { <Problem title=texts.s("nav-bookings") failure /> }.into_any(),
                    })
                }
            </Transition>
        </Frame>
    }
}

/// A part of what was read last; empty where nothing could be read.
fn part<T>(found: Found, of: fn(&MyBookings) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        found.with(|found| found.as_ref().and_then(|found| found.as_ref().ok()).map(of).unwrap_or_default())
    })
}

#[component]
fn Lists(
    found: Found,
    acts: RowActs,
    range: (ServerAction<CancelDays>, RwSignal<bool>),
    old: Memo<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let (cancel_days, open) = range;
    let today = part(found, |mine| mine.today);
    let now = part(found, |mine| Some(mine.now));
    let coming = part(found, |mine| mine.coming.clone());
    let for_others = part(found, |mine| mine.for_others.clone());
    let past = part(found, |mine| mine.past.clone());
    let listed = part(found, |mine| mine.past.iter().take(PAST_LISTED).cloned().collect::<Vec<_>>());
    let days = Memo::new(move |_| {
        let date = |mine: &Mine| mine.booking.local.date;
        coming.with(|rows| rows.first().map(date).zip(rows.last().map(date)))
    });
    let others = Memo::new(move |_| for_others.with(|rows| !rows.is_empty()));
    view! {
        <main id="main" class="page">
            <div class="head">
                <h1>{texts.s("nav-bookings")}</h1>
                <p class="out">
                    <a class="btn o" href="/bookings.ics" rel="external" download="jari.ics"><Icon name="cal" size="s" />{texts.s("export-calendar")}</a>
                    <a class="btn o" href="/bookings.csv" rel="external" download="jari.csv"><Icon name="down" size="s" />{texts.s("export-csv")}</a>
                </p>
            </div>
            {move || now.get().filter(|_| old.get()).map(as_of)}
            <RestoredSome past />
            <div class="refused">
                {move || failed(acts.cancel.value().get())}
                {move || failed(cancel_days.value().get())}
                {move || failed(acts.times.value().get())}
                {move || failed(acts.check_in.value().get())}
                {move || failed(acts.check_out.value().get())}
            </div>
            <section>
                <h2>{texts.s("coming")}</h2>
                {move || days.get().is_none().then(|| view! { <Nothing /> })}
                <Weeks rows=coming today acts />
                {move || days.get().map(|days| view! { <CancelRange action=cancel_days open days /> })}
            </section>
            {move || others.get().then(|| {
                view! { <section class="others"><h2>{texts.s("for-others")}</h2><Rows rows=for_others today acts /></section> }
            })}
            {move || past_weeks(listed.get(), today.get())}
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

/// Coming bookings under the names of their weeks.
#[component]
fn Weeks(rows: Memo<Vec<Mine>>, today: Memo<NaiveDate>, acts: RowActs) -> impl IntoView {
    let texts = use_texts();
    let mondays = move || rows.with(|rows| weeks::mondays(rows.iter().map(|mine| mine.booking.local.date)));
    let week = move |monday: NaiveDate| {
        let name = move || weeks::name(texts, monday, today.get());
        let rows = Memo::new(move |_| rows.with(|rows| weeks::of_week(rows, monday)));
        view! { <h3>{name}</h3><Rows rows today acts /> }
    };
    view! { <For each=mondays key=|monday: &NaiveDate| *monday children=week /> }
}

/// Coming bookings. A row stays that of its booking: when one goes, no key that is pressed again and no form that is open
/// comes to be about the next.
#[component]
fn Rows(rows: Memo<Vec<Mine>>, today: Memo<NaiveDate>, acts: RowActs) -> impl IntoView {
    let ids = move || rows.with(|rows| rows.iter().map(|mine| mine.booking.id).collect::<Vec<_>>());
    let row = move |id: BookingId| {
        let mine = Memo::new(move |_| rows.with(|rows| rows.iter().find(|mine| mine.booking.id == id).cloned()));
        move || {
            let (mine, today) = (mine.get()?, today.get());
            Some(view! { <Row mine today acts /> })
        }
    };
    view! { <ul class="rows"><For each=ids key=|id: &BookingId| *id children=row /></ul> }
}

fn past_weeks(rows: Vec<Mine>, today: NaiveDate) -> Option<impl IntoView> {
    let texts = use_texts();
    let mondays = weeks::mondays(rows.iter().map(|mine| mine.booking.local.date));
    (!mondays.is_empty()).then(|| {
        let weeks = mondays.into_iter().map(|monday| {
            let name = weeks::name(texts, monday, today);
            let rows = weeks::of_week(&rows, monday).into_iter().map(|mine| view! { <PastRow mine today /> });
            view! { <h3>{name}</h3><ul class="rows">{rows.collect_view()}</ul> }
        });
        view! { <section><h2>{texts.s("past")}</h2>{weeks.collect_view()}</section> }
    })
}
