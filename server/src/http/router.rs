//! Every address and the layers around them.

use super::{
    assets, count, desktop, export, exports, forms, health, launch, live, live_sessions, live_site, observe,
    screens::Screens, seat_health_file, security, terminals, told, usage_files, visit, watching,
};
use crate::{api, config::Config};
use app::{OfficeApp, OwnApp, SeatsApp, caller::Visit, part::Part, shell};
use axum::{
    Router,
    extract::{FromRef, Request, State},
    http::request::Parts,
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, any, get, post},
};
use leptos::{config::LeptosOptions, prelude::*};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use office::backend::{demo::noted, error::Result, office::Office};
use std::sync::{Arc, LazyLock};
use tokio_util::sync::CancellationToken;
use tower_http::{CompressionLevel, compression::CompressionLayer, limit::RequestBodyLimitLayer};

/// What every handler may need.
#[derive(Clone, FromRef)]
pub struct Shared {
    /// The business.
    pub office: Office,
    /// The configuration.
    pub config: Arc<Config>,
    /// Leptos's own.
    pub options: LeptosOptions,
    /// Whether one click lets people in.
    pub demo: Demo,
    /// Cancelled when the server is asked to stop.
    pub stop: CancellationToken,
    /// Which screens are open here.
    pub screens: Screens,
}

impl Shared {
    /// What handlers share from now on until `stop` is cancelled.
    pub fn new(office: Office, config: Config, demo: Demo, stop: CancellationToken) -> Self {
        let options = LeptosOptions::builder().output_name("jari").site_root("site").site_pkg_dir("pkg").build();
        Self { office, config: Arc::new(config), options, demo, stop, screens: Screens::default() }
    }
}

/// Whether one click lets people in, as nowhere but in the demo office.
#[derive(Clone, Copy, Debug)]
pub struct Demo(pub bool);

impl Demo {
    /// As whoever starts the server asks for it. An office that was not filled as the demo opens to nobody that way.
    pub async fn of(office: &Office, asked: bool) -> Result<Self> {
        Ok(Self(asked && noted::is_demo(office).await?))
    }
}

/// The whole HTTP service.
pub fn build(shared: Shared) -> Router {
    let options = shared.options.clone();
    let beside_pages = routed(Router::new(), beside_pages())
        .leptos_routes_with_context(&shared, pages(), provide_visit, move || shell(options.clone(), part()))
        .layer(middleware::from_fn_with_state(shared.clone(), visit::guard_pages))
        .merge(api::routes());
    routed(beside_pages, apart())
        .layer(middleware::from_fn_with_state(shared.clone(), visit::recognise))
        .layer(RequestBodyLimitLayer::new(1024 * 1024))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(count::metrics))
        // Measured on the fullest floor: 22.6 kB, where the usual quality gave 24.6.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(6)))
        // Assets carry their compressed form with them; to compress them at each request would hold a page up.
        .fallback(assets_or_not_found)
        .layer(middleware::from_fn_with_state(shared.clone(), security::headers))
        .layer(middleware::from_fn(api::problem::speak))
        .layer(middleware::from_fn(told::in_words))
        .layer(middleware::from_fn(observe::observe))
        .with_state(shared)
}

/// Every page.
pub fn pages() -> Vec<AxumRouteListing> {
    // Listed once: while pages are listed none of the process reads what it shows, and one that wants to then waits for
    // good (https://github.com/leptos-rs/leptos/issues/4773). Nothing is asked of a process before its first router.
    static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
        [generate_route_list(SeatsApp), generate_route_list(OwnApp), generate_route_list(OfficeApp)].concat()
    });
    PAGES.clone()
}

/// An address and what answers there.
type Answered = (&'static str, MethodRouter<Shared>);

/// Forms and files of pages: whoever asks for a file without being signed in is led to the sign-in, as with a page.
fn beside_pages() -> Vec<Answered> {
    vec![
        ("/sign-in", post(forms::sign_in)),
        ("/sign-in/demo", form(post(forms::sign_in_demo), "/sign-in")),
        ("/sign-out", form(post(forms::sign_out), "/")),
        ("/set-up", post(forms::set_up)),
        ("/preferences", form(post(forms::preferences), "/")),
        ("/settings/password", form(post(forms::password), "/settings")),
        ("/terminal/enrol", form(post(terminals::enrol), "/terminal")),
        ("/terminal/sign-in", form(post(terminals::sign_in), "/terminal")),
        ("/terminal/leave", form(post(terminals::leave), "/terminal")),
        ("/terminal/tickets", post(terminals::ticket)),
        ("/fn/{*name}", any(server_function)),
        ("/usage/places.csv", get(usage_files::places)),
        ("/usage/hours.csv", get(usage_files::hours)),
        ("/usage/seats/{floor}/seats.csv", get(seat_health_file::seats)),
        ("/bookings.csv", get(export::csv)),
        ("/bookings.ics", get(export::ics)),
    ]
}

/// What programs of pages and terminals ask for: streams, screens, tables.
fn apart() -> Vec<Answered> {
    vec![
        ("/floors/{floor}/events", get(live::page)),
        ("/sites/{site}/events", get(live_site::site)),
        ("/desktop/{session}/socket", get(desktop::socket)),
        ("/desktop/{session}/look", get(watching::told).post(watching::answer)),
        ("/desktop/{session}/watch/tickets", post(watching::ticket)),
        ("/desktop/{session}/watch/socket", get(watching::socket)),
        ("/desktop/{session}/open", post(launch::open)),
        ("/desktop/{session}/launch", get(launch::launch)),
        ("/admin/floors/{floor}/desks.csv", get(exports::desks)),
        ("/admin/sessions/events", get(live_sessions::sessions)),
        ("/admin/sessions/{session}/log.csv", get(exports::session_log)),
        ("/me/events", get(live::own)),
        ("/terminal/events", get(live::terminal)),
    ]
}

fn routed(router: Router<Shared>, answered: Vec<Answered>) -> Router<Shared> {
    answered.into_iter().fold(router, |router, (address, answers)| router.route(address, answers))
}

/// The templates of all addresses that know who asks and are neither pages nor operations of the API.
pub fn templates() -> impl Iterator<Item = &'static str> {
    beside_pages().into_iter().chain(apart()).map(|(address, _)| address)
}

/// The address of a form, which leads on to a page whoever types it: a browser shows nothing for one that takes forms alone.
fn form(sent: MethodRouter<Shared>, page: &'static str) -> MethodRouter<Shared> {
    sent.get(move || async move { Redirect::to(page) })
}

/// The visit of the request that is being answered, for components and server functions.
fn provide_visit() {
    if let Some(visit) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visit>().cloned()) {
        provide_context(visit);
    }
}

/// The part to which the page belongs that is being made.
fn part() -> Part {
    use_context::<Parts>().map_or(Part::Seats, |parts| Part::of(parts.uri.path()))
}

async fn server_function(request: Request) -> impl IntoResponse {
    leptos_axum::handle_server_fns_with_context(provide_visit, request).await
}

async fn assets_or_not_found(State(shared): State<Shared>, request: Request) -> Response {
    let (path, headers) = (request.uri().clone(), request.headers().clone());
    match assets::find(&path, &headers) {
        Some(response) => response,
        None => visit::render_not_found(shared, request).await,
    }
}
