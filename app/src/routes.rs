//! Which address shows which page.

use crate::{
    admin, bookings, cloud_pcs, home, part::Part, people, places, terminals, texts, ui::frame::NotFound, usage,
    viewer::provide_viewer,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// What everybody uses every day. Pages are complete in the first answer, so they can be read and used before or without the
/// browser's part.
#[component]
pub fn SeatsApp() -> impl IntoView {
    begin(Part::Seats);
    view! {
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=home::page::HomePage ssr=SsrMode::Async />
                <Route path=path!("/floors") view=places::floors::FirstFloor ssr=SsrMode::Async />
                <Route path=path!("/floors/:floor") view=places::floor::FloorPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// What is everybody's own.
#[component]
pub fn OwnApp() -> impl IntoView {
    begin(Part::Own);
    texts::add_own();
    view! {
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/bookings") view=bookings::mine::MyBookingsPage ssr=SsrMode::Async />
                <Route path=path!("/desktop/:session") view=cloud_pcs::desktop::DesktopPage ssr=SsrMode::Async />
                <Route path=path!("/desktop/:session/watch") view=cloud_pcs::watch::WatchPage ssr=SsrMode::Async />
                <Route path=path!("/terminal") view=terminals::page::TerminalPage ssr=SsrMode::Async />
                <Route path=path!("/sit/:secret") view=terminals::sit::SitPage ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=people::sign_in::SignInPage ssr=SsrMode::Async />
                <Route path=path!("/set-up") view=people::set_up::SetUpPage ssr=SsrMode::Async />
                <Route path=path!("/settings") view=people::settings::SettingsPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// What facility managers and admins use.
#[component]
pub fn OfficeApp() -> impl IntoView {
    begin(Part::Office);
    texts::add_office();
    view! {
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/usage") view=usage::today::TodayPage ssr=SsrMode::Async />
                <Route path=path!("/usage/seats") view=usage::seats::page::SeatsPage ssr=SsrMode::Async />
                <Route path=path!("/usage/seats/:floor") view=usage::seats::page::SeatsPage ssr=SsrMode::Async />
                <Route path=path!("/admin") view=admin::page::AdminPage ssr=SsrMode::Async />
                <Route path=path!("/admin/floors/:floor") view=admin::desks::page::DesksPage ssr=SsrMode::Async />
                <Route path=path!("/admin/rules/:site") view=admin::rules::page::RulesPage ssr=SsrMode::Async />
                <Route path=path!("/admin/closures/:site") view=admin::closures::page::ClosuresPage ssr=SsrMode::Async />
                <Route path=path!("/admin/people") view=admin::people::page::PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/admin/providers") view=admin::providers::page::ProvidersPage ssr=SsrMode::Async />
                <Route path=path!("/admin/sessions") view=admin::sessions::page::SessionsPage ssr=SsrMode::Async />
                <Route path=path!("/admin/sessions/:session") view=admin::sessions::log::LogPage ssr=SsrMode::Async />
                <Route path=path!("/admin/terminals") view=admin::terminals::page::TerminalsPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// The application of a part.
pub fn app_of(part: Part) -> AnyView {
    match part {
        Part::Seats => view! { <SeatsApp /> }.into_any(),
        Part::Own => view! { <OwnApp /> }.into_any(),
        Part::Office => view! { <OfficeApp /> }.into_any(),
    }
}

fn begin(part: Part) {
    provide_meta_context();
    provide_viewer();
    provide_context(part);
}
