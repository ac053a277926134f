//! The cloud PC beside the seat: its state by words and shape, and the way into it.

use crate::{
    failure::Failure,
    home::api::HomeView,
    ui::icon::{Glyph, Icon},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    booking::Booking,
    cloud_pc::{Session, SessionState},
};

/// The card of the cloud PC of a booking.
#[component]
pub fn CloudPcCard(booking: Booking, session: Option<Session>) -> impl IntoView {
    let texts = use_texts();
    let state = session.as_ref().map(|session| session.state);
    let glyph = match state {
        Some(SessionState::Ready | SessionState::Disconnected) => "ready",
        Some(SessionState::Connected) => "here",
        Some(SessionState::Planned | SessionState::Starting) => "prep",
        _ => "none",
    };
    let word = state.map_or("none", SessionState::word);
    let problem = session.as_ref().and_then(|session| session.problem.clone());
    let open = session.as_ref().filter(|session| session.state.can_open()).map(|session| {
        let path = format!("/desktop/{}", session.id);
        // A page of its own: the frame around other pages is not wanted there.
        view! { <a class="btn p" href=path rel="external"><Icon name="monitor" />{texts.s("pc-open")}</a> }
    });
    view! {
        <div class="pc" data-session=word>
            <span class="tie" aria-hidden="true"><Icon name="link" size="s" /></span>
            <div class="ph"><div>
                <p class="ey"><Icon name="monitor" size="s" />{texts.s("pc")}</p>
                <div class="st">
                    <Glyph name=glyph />
                    <div><h3>{texts.s(&format!("pc-{word}"))}</h3><p>{texts.s(&format!("pc-{word}-hint"))}</p></div>
                </div>
            </div></div>
            <dl class="ft">
                <div><dt>{texts.s("pc-seat")}</dt><dd class="num">{booking.label.clone()}</dd></div>
                <div><dt>{texts.s("pc-until")}</dt><dd class="num">{booking.local.to.to_string()}</dd></div>
            </dl>
            {problem.map(|problem| view! { <p class="banner warn">{texts.f("pc-problem", &[("problem", problem.into())])}</p> })}
            <div class="pa">{open}</div>
        </div>
    }
}

/// While the cloud PC is on its way, the page looks again every two seconds.
pub fn look_again_while_starting(home: Resource<Result<HomeView, Failure>>, again: RwSignal<u32>) {
    Effect::new(move |_| {
        let waiting = home.get().and_then(Result::ok).and_then(|home| home.seat).is_some_and(|seat| {
            let state = seat.session.map(|session| session.state);
            matches!(state, Some(SessionState::Starting | SessionState::Failed))
                || (state == Some(SessionState::Planned) && seat.starts_in <= 10)
        });
        if waiting {
            set_timeout(move || again.update(|count| *count += 1), std::time::Duration::from_secs(2));
        }
    });
}
