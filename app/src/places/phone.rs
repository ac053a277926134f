//! The head of the page on phones: where one looks, search, list or map.

use super::{controls::on_site, scene::Scene, view::Address};
use crate::{ui::icon::Icon, viewer::use_texts};
use leptos::prelude::*;

/// Site and floor in one button, which opens the other ones.
#[component]
pub fn PhoneTop(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let (here, site, name) =
        scene.floor.with_value(|floor| (floor.floor, floor.site, format!("{} {}", floor.site_name, floor.floor_name)));
    let floors = move || {
        let address = scene.address.get();
        let tabs = scene.beside.with(|beside| beside.floors.clone());
        let rows = tabs.into_iter().map(|tab| {
            let free = texts.f("free-count", &[("free", (tab.free as i64).into())]);
            let path = address.on_floor(tab.id).path();
            view! { <li><a href=path aria-current=(tab.id == here).then_some("page")><b>{tab.name.clone()}</b><small>{free}</small></a></li> }
        });
        rows.collect_view()
    };
    let sites = scene.floor.with_value(|floor| floor.sites.clone());
    let sites = sites.into_iter().filter(|tab| tab.id != site).map(|tab| {
        view! { <li><a href=on_site(scene, &tab)><b>{tab.name.clone()}</b></a></li> }
    });
    let sites = sites.collect_view();
    let other = move || {
        let address = scene.address.get();
        let (icon, text) = if address.list { ("map", "as-map") } else { ("list", "as-list") };
        let path = Address { list: !address.list, ..address }.path();
        view! { <a class="btn i g" href=path aria-label=texts.s(text)><Icon name=icon size="l" /></a> }
    };
    let label = texts.f("place-switch", &[("name", name.clone().into())]);
    view! {
        <section class="mtop" aria-label=texts.s("phone-top")>
            <details>
                <summary aria-label=label><b>{name}</b><Icon name="chev" /></summary>
                <ul class="menu">{floors}{sites}</ul>
            </details>
            <div class="mtools">
                <a class="btn i g" href="#find" aria-label=texts.s("find") on:click=open_search><Icon name="search" size="l" /></a>
                {other}
            </div>
        </section>
    }
    .into_any()
}

/// Shows the field and goes into it; without the browser's part the link's target does.
fn open_search(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    let found = document().get_element_by_id("find");
    if let Some(find) = found {
        let _ = find.class_list().toggle("open");
        let field = find.query_selector("input[name=q]").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    }
}
