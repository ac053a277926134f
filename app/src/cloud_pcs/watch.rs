//! `/desktop/:session/watch`: somebody's screen, for an admin whom they let look at it. It can't be touched.

use super::api::{WatchView, load_watch};
use crate::{
    ui::{
        frame::Frame,
        icon::{Icon, Logo},
        problem::Problem,
    },
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn WatchPage() -> impl IntoView {
    let params = use_params_map();
    let session = move || params.with(|params| params.get("session").unwrap_or_default());
    let found = crate::carried::read(session, load_watch);
    let texts = use_texts();
    view! {
        <Suspense>
            {move || found.get().map(|found| match found {
                Ok(view) => view! { <Watched view /> }.into_any(),
                Err(failure) => {
                    let title = texts.s("watch");
                    view! { <Frame title=title.clone() class="p-error"><Problem title failure /></Frame> }.into_any()
                }
            })}
        </Suspense>
    }
}

#[component]
fn Watched(view: WatchView) -> impl IntoView {
    let texts = use_texts();
    let session = view.session.id;
    let title = texts.f("watch-of", &[("name", view.session.person_name.clone().into())]);
    let log = format!("/admin/sessions/{session}");
    let place = format!("{} {}", texts.name(&view.session.place), view.session.label);
    view! {
        <Title text=format!("{title} · {}", texts.s("app-name")) />
        <div class="frame p-desk watching">
            <header class="jb">
                <span class="lg"><Logo /></span>
                <h1>{title}</h1>
                <span class="times">{place}</span>
                <span class="gap"></span>
                <span class="only">{texts.s("watch-only")}</span>
                <form method="post" action="/fn/admin/sessions/look-no-more">
                    <input type="hidden" name="session" value=session.to_string() />
                    <input type="hidden" name="look" value=view.look.to_string() />
                    <button class="b x" aria-label=texts.s("watch-end")><Icon name="x" /><span>{texts.s("watch-end")}</span></button>
                </form>
            </header>
            <main id="main" class="screen">
                <div
                    id="watched" data-state="connecting" data-tickets=format!("/desktop/{session}/watch/tickets")
                    data-connecting=texts.s("watch-connecting") data-waiting=texts.s("watch-waiting")
                    data-restarting=texts.s("watch-restarting") data-over=texts.s("watch-over") data-error=texts.s("pc-error")
                    data-missing=texts.s("pc-no-viewer")
                ></div>
                <div class="card said" data-said role="status">
                    <span class="spin" aria-hidden="true"></span>
                    // The script writes here, perhaps before the page has come alive, which must not look for its words then.
                    <p data-words inner_html=texts.s("watch-connecting")></p>
                    <div class="ways"><a class="btn o" href=log rel="external">{texts.s("watch-back")}</a></div>
                </div>
                <noscript><p class="banner warn">{texts.s("pc-needs-script")}</p></noscript>
            </main>
            <script type="module" src="/watch.js"></script>
        </div>
    }
}
