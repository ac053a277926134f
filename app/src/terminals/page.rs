//! `/terminal`: the screen at a desk, in a browser in kiosk mode.

use super::{
    api::{Shown, load_call, load_terminal},
    live,
    waiting::Waiting,
};
use crate::{
    cloud_pcs::desktop::{At, Screen},
    failure::Failure,
    ui::{frame::Frame, icon::Logo, problem::Problem},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The terminal's page.
#[component]
pub fn TerminalPage() -> impl IntoView {
    let texts = use_texts();
    let (again, turn) = (RwSignal::new(0u32), RwSignal::new(0u32));
    let shown = crate::carried::read(move || again.get(), |_| load_terminal());
    let code = crate::carried::read(move || turn.get(), |_| load_call());
    view! {
        <Title text=format!("{} · {}", texts.s("terminal-title"), texts.s("app-name")) />
        <Transition>
            {
                let qr = Memo::new(move |_| code.get().and_then(Result::ok).unwrap_or_default());
                let now = lasting(shown);
                forget_who_left(now);
                let kind = Memo::new(move |before: Option<&Option<Kind>>| {
                    let seen = now.with(|read| read.as_ref().map(kind));
                    match (before, seen) {
                        // A desktop stays until the page is loaded anew: its script must not lose what it draws on.
                        (Some(Some(Kind::Desktop)), _) => Some(Kind::Desktop),
                        // For whoever sits down the page is loaded anew: what they type into the one before would be lost.
                        (Some(Some(Kind::Waiting)), Some(Kind::Desktop)) => Some(Kind::Waiting),
                        _ => seen,
                    }
                });
                // The first screen waits for its code as well, or it would be shown without one for half a minute.
                let coded = Memo::new(move |_| code.with(Option::is_some));
                move || kind.get().filter(|_| coded.get()).map(|kind| {
                    // A browser that is no terminal has nothing to hear of.
                    if kind != Kind::Unknown {
                        live::follow(again, turn);
                    }
                    stage(kind, (now, qr))
                })
            }
        </Transition>
    }
}

/// What was read; a reading that fails leaves what is there. The clock stands still then, which says as much.
fn lasting(shown: crate::carried::Read<Read>) -> Memo<Option<Read>> {
    Memo::new(move |before: Option<&Option<Read>>| match (shown.get(), before) {
        (Some(Err(_)), Some(Some(Ok(before)))) => Some(Ok(before.clone())),
        (None, Some(before)) => before.clone(),
        (read, _) => read,
    })
}

/// Loads everything anew when whoever sits here changes: nothing of them may stay.
fn forget_who_left(now: Memo<Option<Read>>) {
    let session = Memo::new(move |_| {
        now.with(|read| match read {
            Some(Ok(shown)) => Some(shown.as_ref().and_then(|shown| shown.desktop.as_ref().map(|one| one.session.id))),
            _ => None,
        })
    });
    Effect::new(move |before: Option<Option<_>>| {
        let here = session.get();
        if before.flatten().is_some_and(|before| here.is_some_and(|here| here != before)) {
            live::start_over();
        }
        here
    });
}

fn stage(kind: Kind, (now, qr): (Memo<Option<Read>>, Memo<String>)) -> AnyView {
    let title = use_texts().s("terminal-title");
    match (kind, now.get_untracked()) {
        (Kind::Unknown, _) => view! { <Enrol /> }.into_any(),
        (Kind::Desktop, Some(Ok(Some(Shown { desktop: Some(view), .. })))) => {
            view! { <Screen view at=At::Terminal /> }.into_any()
        }
        (Kind::Waiting, Some(Ok(Some(_)))) => {
            let view = Signal::derive(move || now.get().and_then(Result::ok).flatten().map(|shown| shown.view));
            view! { <Waiting view qr /> }.into_any()
        }
        (_, Some(Err(failure))) => {
            view! { <Frame title=title.clone() class="p-error"><Problem title failure /></Frame> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// What a reading answers.
type Read = Result<Option<Shown>, Failure>;

fn kind(read: &Read) -> Kind {
    match read {
        Ok(None) => Kind::Unknown,
        Ok(Some(shown)) if shown.desktop.is_some() => Kind::Desktop,
        Ok(Some(_)) => Kind::Waiting,
        Err(_) => Kind::Broken,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Unknown,
    Waiting,
    Desktop,
    Broken,
}

/// A browser that is no terminal yet: an admin's code makes it one.
#[component]
fn Enrol() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let error = move || {
        let problem = query.with(|query| query.get("error").unwrap_or_default());
        (!problem.is_empty()).then(|| {
            let said = if problem == "fault" { texts.s("terminal-fault") } else { texts.s("terminal-wrong-code") };
            view! { <p class="banner bad" role="alert">{said}</p> }
        })
    };
    view! {
        <Frame title=texts.s("terminal-title") class="p-sign-in">
            <main id="main" class="page">
                <section class="card">
                    <span class="mark"><Logo /></span>
                    <h1>{texts.s("terminal-enrol")}</h1>
                    <p>{texts.s("terminal-enrol-hint")}</p>
                    {error}
                    <form method="post" action="/terminal/enrol" class="stack">
                        <label class="field">{texts.s("terminal-code")}
                            <input name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required=true />
                        </label>
                        <button class="btn p">{texts.s("terminal-enrol-go")}</button>
                    </form>
                </section>
            </main>
        </Frame>
    }
}
