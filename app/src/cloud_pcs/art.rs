//! A drawn desktop for the card: lit when the cloud PC runs, dimmed when it does not. A picture, no screenshot.

use leptos::prelude::*;

const DRAWING: &str = r#"<defs><linearGradient id="dusk" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="oklch(.87 .03 75)"/><stop offset=".6" stop-color="oklch(.80 .05 40)"/><stop offset="1" stop-color="oklch(.66 .07 295)"/></linearGradient></defs>
<rect width="440" height="220" fill="url(#dusk)"/><circle cx="352" cy="62" r="30" fill="oklch(.94 .035 75)" opacity=".55"/>
<path d="M0 158c70-40 128 8 214-18s150-36 226-8v88H0z" fill="oklch(.62 .065 290)" opacity=".45"/>
<path d="M0 186c92-30 170 20 258-8s126-20 182-6v48H0z" fill="oklch(.42 .065 280)" opacity=".55"/>
<g class="w"><rect x="88" y="44" width="210" height="128" rx="9" fill="oklch(.22 .012 275)"/><path d="M88 53a9 9 0 0 1 9-9h192a9 9 0 0 1 9 9v9H88z" fill="oklch(.30 .012 275)"/>
<g fill="oklch(.58 .012 270)"><circle cx="100" cy="53" r="3"/><circle cx="110" cy="53" r="3"/><circle cx="120" cy="53" r="3"/></g>
<g stroke-width="4" stroke-linecap="round"><path d="M102 80h26" stroke="oklch(.82 .10 166)"/><path d="M136 80h74" stroke="oklch(.84 .006 270)"/><path d="M102 96h112M102 112h86" stroke="oklch(.66 .008 270)"/><path d="M102 128h26" stroke="oklch(.82 .10 166)"/></g>
<rect class="cur" x="138" y="121" width="7" height="14" fill="oklch(.92 .006 270)"/></g>"#;

/// The drawing.
#[component]
pub fn Art() -> impl IntoView {
    view! { <div class="pv" aria-hidden="true"><svg class="art" viewBox="0 0 440 220" preserveAspectRatio="xMidYMid slice" inner_html=DRAWING></svg></div> }
}
