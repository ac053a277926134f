//! The HTML document around every page.

use crate::part::Part;
#[cfg(not(target_family = "wasm"))]
use crate::{routes::app_of, viewer::Viewer};
#[cfg(not(target_family = "wasm"))]
use leptos::hydration::HydrationScripts;
use leptos::{config::LeptosOptions, prelude::*};
#[cfg(not(target_family = "wasm"))]
use leptos_meta::MetaTags;
#[cfg(not(target_family = "wasm"))]
use office::model::place::Lang;

/// The document of one request for a page of a part.
#[cfg(not(target_family = "wasm"))]
pub fn shell(options: LeptosOptions, part: Part) -> impl IntoView {
    let visit = use_context::<crate::caller::Visit>();
    let version = |path: &str| visit.as_ref().map(|visit| (visit.asset_version)(path)).unwrap_or_default();
    let sheet = |name: &str| format!("/pkg/{name}.css{}", version(&format!("pkg/{name}.css")));
    let viewer: Viewer = visit.as_ref().map(|visit| visit.viewer.clone()).unwrap_or_default();
    let carried = serde_json::to_string(&viewer).unwrap_or_default();
    let mut options = options;
    options.output_name = part.name().into();
    let theme = (!viewer.theme.is_empty()).then(|| viewer.theme.clone());
    view! {
        <!DOCTYPE html>
        <html lang=viewer.lang.tag() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name=Viewer::META content=carried />
                {fonts(viewer.lang)}
                <link rel="stylesheet" href=sheet(part.name()) />
                <link rel="stylesheet" href=sheet("fonts") />
                // Drawn once all of the page is there, never in the middle of it: what stands below would move.
                <link rel="expect" href="#main" blocking="render" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <script type="module" src="/page.js"></script>
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                {app_of(part)}
            </body>
        </html>
    }
}

/// The parts of the font that every page in a language needs: Latin letters with the commonest syllables, then the
/// next common ones. Asked for at once, the text is drawn in its font from the beginning.
#[cfg(not(target_family = "wasm"))]
fn fonts(lang: Lang) -> impl IntoView {
    let parts: &[u8] = match lang {
        Lang::Ko => &[91, 90],
        Lang::En => &[91],
    };
    let link = |part: &u8| {
        let path = format!("/pkg/fonts/PretendardVariable.subset.{part}.woff2");
        view! { <link rel="preload" r#as="font" type="font/woff2" crossorigin="anonymous" href=path /> }
    };
    parts.iter().map(link).collect_view()
}

/// Pages are made on the server.
#[cfg(target_family = "wasm")]
pub fn shell(_options: LeptosOptions, _part: Part) -> impl IntoView {}
