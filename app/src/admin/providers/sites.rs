//! Which site uses which provider.

use super::api::AssignProvider;
use crate::{bookings::done::failed, viewer::use_texts};
use leptos::prelude::*;
use office::model::{
    id::ProviderId,
    place::Names,
    provider::{ProviderNow, SiteUse},
};

/// Every site with a choice of providers.
#[component]
pub fn SiteUses(uses: Vec<SiteUse>, providers: Vec<ProviderNow>) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AssignProvider>::new();
    let names: Vec<(ProviderId, Names)> =
        providers.into_iter().map(|one| (one.provider.id, one.provider.name)).collect();
    let empty = uses.is_empty();
    let rows = uses.into_iter().map(|one| view! { <SiteRow one names=names.clone() action /> }).collect_view();
    let list = match empty {
        true => view! { <p class="hint">{texts.s("provider-no-sites")}</p> }.into_any(),
        false => view! { <ul class="lines">{rows}</ul> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="uses-title">
            <h2 id="uses-title">{texts.s("provider-uses")}</h2>
            <p class="hint">{texts.s("provider-uses-hint")}</p>
            {move || failed(action.value().get())}
            {list}
        </section>
    }
}

#[component]
fn SiteRow(one: SiteUse, names: Vec<(ProviderId, Names)>, action: ServerAction<AssignProvider>) -> impl IntoView {
    let texts = use_texts();
    let site = texts.name(&one.name);
    let chosen_now = one.provider;
    let options = names.into_iter().map(move |(id, name)| {
        let chosen = id == chosen_now;
        view! { <option value=id.to_string() selected=chosen>{texts.name(&name)}</option> }
    });
    let label = texts.f("provider-of-site", &[("site", site.clone().into())]);
    let save = texts.f("provider-assign-site", &[("site", site.clone().into())]);
    view! {
        <li class="line" data-site=one.site.to_string()>
            <b>{site}</b>
            <ActionForm action attr:class="row-actions assign">
                <input type="hidden" name="site" value=one.site.to_string() />
                <select name="provider" aria-label=label>{options.collect_view()}</select>
                <button class="btn o" aria-label=save>{texts.s("save")}</button>
            </ActionForm>
        </li>
    }
}
