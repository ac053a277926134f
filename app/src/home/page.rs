//! `/`: today, my seat.

use super::api::{HomeView, SeatNow, load_home};
use crate::{
    bookings::{
        api::{CancelBooking, CheckIn, CheckOut},
        done::{Done, failed},
    },
    cloud_pcs::card::CloudPcCard,
    places::{
        card::amenity_icon,
        desk_drawing::{self, Look},
        timeline::Timeline,
        view::Mate,
    },
    ui::{avatar::Avatar, frame::Frame, icon::Icon, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::booking::{Booking, BookingState};

/// The home page.
#[component]
pub fn HomePage() -> impl IntoView {
    let texts = use_texts();
    let (check_in, check_out, cancel) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
    let acts = Acts { check_in, check_out, cancel };
    let again = RwSignal::new(0u32);
    let version = move || acts.check_in.version().get() + acts.check_out.version().get() + acts.cancel.version().get();
    let home = Resource::new(move || (version(), again.get()), |_| load_home());
    crate::cloud_pcs::card::look_again_while_starting(home, again);
    view! {
        <Frame title=texts.s("home-title") class="p-home">
            <Done />
            <Transition fallback=move || view! { <main id="main" class="page"><p>{texts.s("loading")}</p></main> }>
                {move || home.get().map(|found| match found {
                    Ok(home) => view! { <Today home acts /> }.into_any(),
                    Err(failure) => view! { <main id="main" class="page"><h1>{texts.s("home-title")}</h1><FailureNotice failure /></main> }.into_any(),
                })}
            </Transition>
        </Frame>
    }
}

#[derive(Clone, Copy)]
struct Acts {
    check_in: ServerAction<CheckIn>,
    check_out: ServerAction<CheckOut>,
    cancel: ServerAction<CancelBooking>,
}

#[component]
fn Today(home: HomeView, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let when = format!("{} {} · {}", texts.date(home.today), home.now, home.site);
    let starts = home.seat.as_ref().filter(|seat| seat.booking.state == BookingState::Reserved).and_then(|seat| {
        (seat.starts_in > 0 && seat.starts_in < 180)
            .then(|| texts.f("starts-in", &[("minutes", seat.starts_in.into())]))
    });
    view! {
        <main id="main" class="page">
            <div class="head">
                <div><h1>{texts.s("home-title")}</h1><p class="num">{when}</p></div>
                <p class="greet">{starts}</p>
            </div>
            {match home.seat {
                Some(seat) => view! { <Hero seat acts /> }.into_any(),
                None => view! { <NoSeat /> }.into_any(),
            }}
            <Coming bookings=home.coming />
            <TeamToday team=home.team />
        </main>
    }
}

#[component]
fn NoSeat() -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card none-today">
            <h2>{texts.s("no-seat-today")}</h2>
            <p>{texts.s("no-seat-hint")}</p>
            <a class="btn p" href="/floors"><Icon name="map" />{texts.s("pick-a-seat")}</a>
        </section>
    }
}

#[component]
fn Hero(seat: SeatNow, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let booking = seat.booking.clone();
    let local = booking.local.clone();
    let amenities = seat.amenities.iter().map(|amenity| {
        view! { <li><Icon name=amenity_icon(*amenity) size="s" />{texts.s(&format!("amenity-{}", amenity.word()))}</li> }
    });
    let drawn: String = seat
        .seats
        .iter()
        .map(|one| {
            let look = Look { texts, hours: seat.hours, selected: one.desk == booking.desk, dim: false };
            // A picture: nothing in it can be followed.
            format!(
                "<g class=\"dk\" data-s=\"{}\" transform=\"translate({:.1} {:.1})\">{}</g>",
                desk_drawing::state_word(one),
                one.at[0] * office::model::plan::UNITS_PER_METRE,
                one.at[1] * office::model::plan::UNITS_PER_METRE,
                desk_drawing::inside(one, look)
            )
        })
        .collect();
    let picture = texts.f("around-seat", &[("label", booking.label.clone().into())]);
    let markup = format!("<g>{}</g><g>{drawn}</g>", seat.plan);
    let state = texts.s(&format!("state-{}", booking.state.word()));
    view! {
        <section class="card hero" aria-label=texts.s("seat-and-pc")>
            <div class="seat">
                <div class="sx">
                    <p class="ey"><Icon name="pin" size="s" />{seat.place.clone()}</p>
                    <h2>{booking.label.clone()}</h2>
                    <p class="tm num">{format!("{} – {}", local.from, local.to)}</p>
                    <p class="wy">{state}</p>
                    <ul class="am">{amenities.collect_view()}</ul>
                    <div class="day"><Timeline day=Vec::new() chosen=Some(local) /></div>
                </div>
                <figure class="cutout">
                    <svg class="plan" viewBox=seat.window.clone() preserveAspectRatio="xMidYMid slice" role="img" aria-label=picture inner_html=markup></svg>
                </figure>
                <SeatActs booking=booking.clone() can_check_in=seat.can_check_in acts />
            </div>
            <CloudPcCard booking session=seat.session />
        </section>
    }
}

#[component]
fn SeatActs(booking: Booking, can_check_in: bool, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let (id, same_id) = (booking.id.to_string(), booking.id.to_string());
    let change = format!(
        "/floors/{}?date={}&part=custom&from={}&to={}",
        booking.floor, booking.local.date, booking.local.from, booking.local.to
    );
    let (first, last) = match booking.state {
        BookingState::InUse | BookingState::Away => (
            None,
            view! {
                <ActionForm action=acts.check_out>
                    <input type="hidden" name="booking" value=id /><input type="hidden" name="return_to" value="/" />
                    <button class="btn o"><Icon name="out" /><b>{texts.s("check-out")}</b></button>
                </ActionForm>
            }
            .into_any(),
        ),
        _ => (
            Some(view! {
                <ActionForm action=acts.check_in>
                    <input type="hidden" name="booking" value=same_id /><input type="hidden" name="return_to" value="/" />
                    <button class="btn o ci" disabled=!can_check_in>
                        <span class="k"><Icon name="check" /></span>
                        <span><b>{texts.s("check-in")}</b><small>{texts.s(if can_check_in { "check-in-auto" } else { "check-in-later" })}</small></span>
                    </button>
                </ActionForm>
            }),
            view! {
                <ActionForm action=acts.cancel>
                    <input type="hidden" name="booking" value=id /><input type="hidden" name="return_to" value="/" />
                    <button class="btn o"><Icon name="x" /><b>{texts.s("cancel-booking")}</b></button>
                </ActionForm>
            }
            .into_any(),
        ),
    };
    view! {
        <div class="acts">
            {first}
            <a class="btn o" href=change><Icon name="swap" /><b>{texts.s("change-seat")}</b></a>
            {last}
        </div>
        {move || failed(acts.check_in.value().get())}
        {move || failed(acts.check_out.value().get())}
        {move || failed(acts.cancel.value().get())}
    }
}

#[component]
fn Coming(bookings: Vec<Booking>) -> impl IntoView {
    let texts = use_texts();
    let rows = bookings.into_iter().take(5).map(|booking| {
        let path = format!("/floors/{}?date={}&part=custom&from={}&to={}&desk={}", booking.floor, booking.local.date, booking.local.from, booking.local.to, booking.desk);
        view! {
            <li><a href=path>
                <span class="d">{texts.weekday(booking.local.date)}" "<b class="num">{booking.local.date.format("%-d").to_string()}</b></span>
                <span class="w"><Icon name="desk" /></span>
                <b class="t">{booking.label}</b>
                <small class="num">{format!("{} – {}", booking.local.from, booking.local.to)}</small>
            </a></li>
        }
    });
    let rows = rows.collect_view();
    let empty = rows.is_empty();
    view! {
        <section class="card wk">
            <header><h2>{texts.s("coming")}</h2><a href="/bookings">{texts.s("all-bookings")}</a></header>
            {if empty { view! { <p class="hint">{texts.s("nothing-coming")}</p> }.into_any() } else { view! { <ol>{rows}</ol> }.into_any() }}
        </section>
    }
}

#[component]
fn TeamToday(team: Vec<Mate>) -> impl IntoView {
    let texts = use_texts();
    let (count, arrived) = (team.len() as i64, team.iter().filter(|mate| mate.arrived).count() as i64);
    let rows = team.into_iter().take(8).map(|mate| {
        let seat = mate.seat.map(|(_, _, label, from, _)| (label, from.to_string()));
        let (label, from) = seat.unwrap_or_default();
        let state =
            if mate.arrived { texts.s("mate-arrived") } else { texts.f("mate-expected", &[("at", from.into())]) };
        view! {
            <li>
                <Avatar name=mate.given_name hue=mate.hue />
                <span><b>{mate.name}</b><small class=if mate.arrived { "num in" } else { "num" }>{state}</small></span>
                <em class="num">{label}</em>
            </li>
        }
    });
    view! {
        <section class="card tm2">
            <header>
                <h2>{texts.f("team-in", &[("count", count.into())])}</h2>
                <p>{texts.f("team-arrived", &[("count", arrived.into())])}</p>
                <a href="/floors">{texts.s("on-the-map")}</a>
            </header>
            {if count == 0 { view! { <p class="hint">{texts.s("team-none")}</p> }.into_any() } else { view! { <ul>{rows.collect_view()}</ul> }.into_any() }}
        </section>
    }
}
