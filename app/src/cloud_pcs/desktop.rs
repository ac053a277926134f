//! `/desktop/:session`: the cloud PC, full screen, with a slim bar.

use super::api::{DesktopView, load_desktop};
use crate::{
    ui::{
        frame::Frame,
        icon::{Icon, Logo},
        notice::FailureNotice,
    },
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The desktop's page.
#[component]
pub fn DesktopPage() -> impl IntoView {
    let params = use_params_map();
    let session = move || params.with(|params| params.get("session").unwrap_or_default());
    let desktop = Resource::new(session, load_desktop);
    let texts = use_texts();
    view! {
        <Suspense>
            {move || desktop.get().map(|found| match found {
                Ok(view) => view! { <Screen view /> }.into_any(),
                Err(failure) => view! {
                    <Frame title=texts.s("pc") class="p-error">
                        <main id="main" class="page"><h1>{texts.s("pc")}</h1><FailureNotice failure /><a class="btn o" href="/">{texts.s("go-home")}</a></main>
                    </Frame>
                }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn Screen(view: DesktopView) -> impl IntoView {
    let texts = use_texts();
    let id = view.session.id.to_string();
    let times = format!("{} – {}", view.booking.local.from, view.booking.local.to);
    view! {
        <Title text=format!("{} · {} · {}", texts.s("pc"), view.booking.label, texts.s("app-name")) />
        <div class="frame p-desk">
            <header class="jb">
                <a class="lg" href="/" rel="external" aria-label=texts.s("go-home")><Logo /></a>
                <h1>{view.booking.label.clone()}</h1>
                <span class="num">{times}</span>
                <span class="q" data-latency aria-live="off"></span>
                <button type="button" class="b" data-action="fullscreen"><Icon name="full" />{texts.s("pc-fullscreen")}</button>
                <a class="b x" href="/" rel="external"><Icon name="plug" />{texts.s("pc-leave")}</a>
            </header>
            <main id="main" class="screen">
                <div
                    id="desktop" data-state="connecting" data-session=id
                    data-connecting=texts.s("pc-connecting") data-moved=texts.s("pc-moved") data-gone=texts.s("pc-gone")
                    data-over=texts.s("pc-over") data-error=texts.s("pc-error") data-again=texts.s("pc-open-here")
                ></div>
                <p class="said" role="status" data-said>{texts.s("pc-connecting")}</p>
                <button type="button" class="btn p" data-action="again" hidden=true>{texts.s("pc-open-here")}</button>
                <noscript><p class="banner warn">{texts.s("pc-needs-script")}</p></noscript>
            </main>
            <script type="module" src="/desktop.js"></script>
        </div>
    }
}
