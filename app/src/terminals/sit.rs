//! `/sit/SECRET`: what a phone shows after reading a terminal's code.

use super::api::{SitDown, SitView, open_call};
use crate::{
    bookings::{done::failed, times::Times},
    failure::Failure,
    reasons,
    texts::Texts,
    ui::{
        frame::Frame,
        icon::{Icon, Logo},
        notice::FailureNotice,
    },
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use office::model::{
    refusal::Refusal,
    terminal::{Foreseen, Outcome},
};

/// The phone's page.
#[component]
pub fn SitPage() -> impl IntoView {
    let texts = use_texts();
    let params = use_params_map();
    let secret = Memo::new(move |_| params.with(|params| params.get("secret").unwrap_or_default()));
    let opened = crate::carried::read(move || secret.get(), open_call);
    view! {
        <Frame title=texts.s("sit-title") class="p-sign-in">
            <main id="main" class="page">
                <section class="card sit">
                    <span class="mark"><Logo /></span>
                    <Suspense>
                        {move || opened.get().map(|found| match found {
                            Ok(view) => view! { <Ask view secret=secret.get_untracked() /> }.into_any(),
                            Err(failure) => old(texts, failure),
                        })}
                    </Suspense>
                </section>
            </main>
        </Frame>
    }
}

#[component]
fn Ask(view: SitView, secret: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<SitDown>::new();
    let times = view.times;
    let body = match view.foreseen {
        Ok(foreseen) => view! {
            <p>{what(texts, &foreseen)}</p>
            {move || refused(texts, action.value().get(), times.as_ref())}
            <ActionForm action attr:class="stack">
                <input type="hidden" name="secret" value=secret />
                <button class="btn p"><Icon name="check" />{texts.s("sit-here")}</button>
            </ActionForm>
        }
        .into_any(),
        Err(failure) => view! { {refused(texts, Some(Err::<(), _>(failure)), times.as_ref())} }.into_any(),
    };
    view! {
        <p class="ey">{view.place}</p>
        <h1>{texts.f("sit-at", &[("label", view.label.into())])}</h1>
        {body}
        <p class="ways"><a class="btn o" href="/floors">{texts.s("pick-a-seat")}</a></p>
    }
}

fn what(texts: Texts, foreseen: &Foreseen) -> String {
    let (from, to) = (foreseen.local.from.to_string(), foreseen.local.to.to_string());
    match foreseen.outcome {
        Outcome::Moved => {
            let left = foreseen.left.clone().unwrap_or_default();
            texts.f("sit-moved", &[("left", left.into())])
        }
        Outcome::WalkedIn => texts.f("sit-walked-in", &[("from", from.into()), ("to", to.into())]),
        _ => texts.f("sit-seated", &[("from", from.into()), ("to", to.into())]),
    }
}

/// Why not, with the way to the seat that is offered instead, at the times for which it is free.
fn refused<T>(texts: Texts, value: Option<Result<T, Failure>>, times: Option<&Times>) -> Option<AnyView> {
    let failure = value?.err()?;
    let Failure::Refused { refusal: Refusal::Rules { offer: Some(offer), .. } } = &failure else {
        return failed(Some(Err::<(), _>(failure))).map(IntoAny::into_any);
    };
    let path = match times {
        Some(times) => times.on_the_map(offer.floor, offer.desk),
        None => format!("/floors/{}?desk={}", offer.floor, offer.desk),
    };
    let see = reasons::offered(texts, offer, ("sit-offer", "sit-offer-elsewhere"));
    let said = reasons::failure(texts, &failure);
    Some(view! { <p class="banner bad" role="alert">{said}</p><a class="btn p" href=path>{see}</a> }.into_any())
}

/// A code that is old or was read by somebody else.
fn old(texts: Texts, failure: Failure) -> AnyView {
    let stale = matches!(&failure, Failure::Refused { refusal: Refusal::Stale | Refusal::NotFound });
    let body = match stale {
        true => view! { <p class="banner warn" role="alert">{texts.s("sit-old")}</p> }.into_any(),
        false => view! { <FailureNotice failure /> }.into_any(),
    };
    view! {
        <h1>{texts.s("sit-title")}</h1>
        {body}
        <p class="ways"><a class="btn o" href="/">{texts.s("go-home")}</a></p>
    }
    .into_any()
}
