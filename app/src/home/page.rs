//! `/`: today, my seat.

use super::{
    acts::Acts,
    api::load_home,
    away::LostSeat,
    hero::Hero,
    offers::NoSeat,
    team::TeamToday,
    view::{Clock, HomeBody, HomeView},
    week::Week,
};
use crate::{
    bookings::{done::Done, live, times::Times},
    carried::{is_passing, last_good},
    ui::{frame::Frame, new_office::NewOffice, notice::as_of, problem::Problem},
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::booking::{BookingState, Contest, PcNews};

/// How long before its start the page counts the minutes.
const SOON_MINUTES: u16 = 180;

/// The home page.
#[component]
pub fn HomePage() -> impl IntoView {
    let texts = use_texts();
    let acts = Acts::new();
    let again = RwSignal::new(0u32);
    let query = use_query_map();
    // An undo lands here with another notice and reads everything again.
    let told = move || query.with(|query| (query.get("done"), query.get("booking")));
    let home = crate::carried::read(move || (acts.version(), told(), again.get()), |_| load_home());
    let lost = live::follow(again);
    view! {
        <Frame title=texts.s("home-title") class="p-home">
            <Done />
            <Transition fallback=move || view! { <main id="main" class="page"><p class="wait">{texts.s("loading")}</p></main> }>
                {
                    // The clock moves without anything else being drawn anew.
                    let clock = Memo::new(move |before: Option<&Option<Clock>>| {
                        let now = home.get().and_then(Result::ok).and_then(|home| home.clock());
                        now.or(before.copied().flatten())
                    });
                    let body = Memo::new(move |before| {
                        last_good(before, home.get().map(|found| found.map(HomeView::body)))
                    });
                    let old = Memo::new(move |_| lost.get() || is_passing(&home.get()));
                    move || body.get().map(|found| match found {
                        Ok(Some(body)) => view! { <Today body clock acts old /> }.into_any(),
                        Ok(None) => view! { <NewOffice title=texts.s("home-title") /> }.into_any(),
                        Err(failure) => view! { <Problem title=texts.s("home-title") failure /> }.into_any(),
                    })
                }
            </Transition>
        </Frame>
    }
}

#[component]
fn Today(body: HomeBody, clock: Memo<Option<Clock>>, acts: Acts, old: Memo<bool>) -> impl IntoView {
    let texts = use_texts();
    let (site, today) = (body.site.clone(), body.today);
    let when = move || clock.get().map(|clock| format!("{} {} · {site}", texts.date(clock.today), clock.now));
    let starts = body.seat.as_ref().map(|seat| &seat.booking).filter(|booking| booking.state == BookingState::Reserved);
    let starts = starts.map(|booking| booking.local.from);
    let soon = move || starts.zip(clock.get()).and_then(|(starts, clock)| greeting(starts, clock));
    let lost = body.lost.into_iter().map(|lost| view! { <LostSeat lost acts /> }).collect_view();
    let news = body.news.into_iter().map(|news| view! { <News news /> }).collect_view();
    let contest =
        body.seat.as_ref().and_then(|seat| Some((seat.contest.clone()?, Times::exactly(&seat.booking.local))));
    view! {
        <main id="main" class="page">
            <div class="head">
                <div><h1>{texts.s("home-title")}</h1><p class="num">{when}</p></div>
                <p class="greet">{soon}</p>
            </div>
            {move || clock.get().filter(|_| old.get()).map(|clock| as_of(clock.now))}
            {lost}
            {news}
            {contest.map(|(contest, times)| view! { <Contested contest times /> })}
            {match body.seat {
                Some(seat) => view! { <Hero seat clock acts /> }.into_any(),
                None => view! { <NoSeat offers=body.offers today acts /> }.into_any(),
            }}
            <Week days=body.week today floor=body.floor />
            <TeamToday team=body.team today floor=body.floor />
        </main>
    }
}

/// A cloud PC that a booking got after all, or lost.
#[component]
fn News(news: PcNews) -> impl IntoView {
    let texts = use_texts();
    let key = news.no_pc.map_or("pc-news-promised".to_owned(), |why| format!("pc-news-{}", why.word()));
    let args = [("day", texts.date(news.local.date).into()), ("label", news.label.into())];
    let class = if news.no_pc.is_some() { "banner warn contested" } else { "banner contested" };
    view! { <p class=class role="status">{texts.f(&key, &args)}</p> }
}

/// Somebody else has wanted this seat: it stays the person's own, and there is another one for its times if they like.
#[component]
fn Contested(contest: Contest, times: Times) -> impl IntoView {
    let texts = use_texts();
    let offer = contest.offer.map(|offer| {
        let path = times.on_the_map(offer.floor, offer.desk);
        view! { " " <a href=path>{texts.f("contested-offer", &[("label", offer.label.into())])}</a> }
    });
    view! {
        <p class="banner warn contested" role="status">{texts.f("contested", &[("at", contest.at.to_string().into())])}{offer}</p>
    }
}

fn greeting(starts: office::model::time::Minute, clock: Clock) -> Option<String> {
    let left = starts.minutes().checked_sub(clock.now.minutes()).filter(|left| (1..SOON_MINUTES).contains(left))?;
    let viewer = use_viewer();
    let name = viewer.person.as_ref().map(|person| person.given_name.clone()).unwrap_or_default();
    let args = [("name", name.into()), ("hours", (left / 60).into()), ("minutes", (left % 60).into())];
    Some(viewer.texts().f("starts-in", &args))
}
