//! The form of one desk, and what has to be seen before it is saved.

use super::{
    api::ChangeDesk,
    drag::Pose,
    values::{amenity_field, metres},
    view::{Ask, DeskForm, FloorDesks},
};
use crate::{
    admin::{
        affected::AffectedBookings,
        field::{Form, Look},
        typed::Typed,
    },
    bookings::done::failed,
    texts::Texts,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    change::DeskDraft,
    overview::DeskChange,
    place::{Amenity, DeskKind},
};

/// The panel of the chosen desk.
#[component]
pub fn DeskPanel(
    floor: StoredValue<FloorDesks>,
    form: DeskForm,
    ask: Ask,
    problem: String,
    pose: RwSignal<Option<Pose>>,
) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangeDesk>::new();
    let label = form.now.desk.label.clone();
    let home = floor.with_value(|floor| format!("/admin/floors/{}", floor.floor));
    let version = if ask.stale || ask.version.is_empty() { form.now.version.to_string() } else { ask.version.clone() };
    let fields = Form::new(form.typed.clone(), &problem, Typed::default);
    let said = fields.wrong("form").filter(|_| !fields.is_stale());
    let changed = fields.is_stale().then(|| stale(texts, floor, form.changes.clone()));
    let body = match (form.preview.clone(), ask.does.strip_prefix("confirm-")) {
        (Some(preview), Some(does)) => {
            let again = format!("{home}?desk={}", form.now.desk.id);
            let does = does.to_owned();
            view! {
                {ask.again.then(|| view! { <p class="banner warn" role="alert">{texts.s("affected-again")}</p> })}
                <p class="banner warn">{texts.s(&format!("affected-hint-{}", verb(&does)))}</p>
                {(!preview.affected.is_empty()).then(|| view! { <AffectedBookings preview=preview.clone() /> })}
                <ActionForm action attr:class="row-actions">
                    <Which desk=form.now.desk.id.to_string() does=does.clone() version />
                    <input type="hidden" name="seen" value=preview.seen.clone() />
                    {fields.hidden()}
                    <button class="btn p">{texts.s(&format!("affected-go-{}", verb(&does)))}</button>
                    <a class="btn o" href=again>{texts.s("cancel")}</a>
                </ActionForm>
            }
            .into_any()
        }
        _ if form.now.retired => view! {
            <p class="hint">{texts.s("desk-is-retired")}</p>
            <ActionForm action attr:class="row-actions">
                <Which desk=form.now.desk.id.to_string() does="restore".to_owned() version />
                <button class="btn p">{texts.s("desk-restore")}</button>
            </ActionForm>
        }
        .into_any(),
        _ => {
            let same = version.clone();
            view! {
            <ActionForm action attr:class="stack">
                <Which desk=form.now.desk.id.to_string() does="edit".to_owned() version=same />
                <DeskFields floor fields people=form.people.clone() pose=Some(pose) />
                <button class="btn p">{texts.s("save")}</button>
            </ActionForm>
            <ActionForm action attr:class="row-actions">
                <Which desk=form.now.desk.id.to_string() does="retire".to_owned() version />
                <button class="btn o">{texts.s("desk-retire")}</button>
                <small>{texts.s("desk-retire-hint")}</small>
            </ActionForm>
            }
            .into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="desk-title">
            <div class="card-head">
                <h2 id="desk-title">{texts.f("desk-title", &[("label", label.into())])}</h2>
                <a class="btn g" href=home.clone()>{texts.s("close")}</a>
            </div>
            {said.map(|text| view! { <p class="banner bad" role="alert">{text}</p> })}
            {changed}
            {move || failed(action.value().get())}
            {body}
        </section>
    }
}

/// The word under which a step's texts stand.
fn verb(does: &str) -> &'static str {
    match does {
        "retire" => "retire",
        "restore" => "restore",
        _ => "edit",
    }
}

#[component]
fn Which(desk: String, does: String, version: String) -> impl IntoView {
    view! {
        <input type="hidden" name="desk" value=desk />
        <input type="hidden" name="does" value=does />
        <input type="hidden" name="version" value=version />
    }
}

/// What somebody else changed while this form was open.
fn stale(texts: Texts, floor: StoredValue<FloorDesks>, changes: Vec<DeskChange>) -> impl IntoView {
    let lines = changes.into_iter().map(|change| {
        let when = format!("{} {}", texts.date(change.date), change.time);
        let what = match &change.before {
            Some(before) => floor.with_value(|floor| differences(texts, floor, (before, &change.after))),
            None => Vec::new(),
        };
        let what = match what.is_empty() {
            true => texts.s(&format!("desk-event-{}", change.kind.rsplit('.').next().unwrap_or_default())),
            false => what.join(", "),
        };
        view! { <li><b>{change.by}</b>" · "{when}" · "{what}</li> }
    });
    view! {
        <div class="banner warn" role="alert">
            <p>{texts.s("desk-stale")}</p>
            <ul>{lines.collect_view()}</ul>
            <p>{texts.s("desk-stale-hint")}</p>
        </div>
    }
}

fn differences(texts: Texts, floor: &FloorDesks, (before, after): (&DeskDraft, &DeskDraft)) -> Vec<String> {
    let place = |draft: &DeskDraft| format!("{} · {} m, {}°", metres(draft.at[0]), metres(draft.at[1]), draft.rotation);
    let offers = |draft: &DeskDraft| {
        let words: Vec<String> =
            draft.amenities.iter().map(|one| texts.s(&format!("amenity-{}", one.word()))).collect();
        words.join(" ")
    };
    let zone = |draft: &DeskDraft| floor.zone(draft.zone).unwrap_or("–").to_owned();
    let given = |draft: &DeskDraft| texts.s(if draft.assigned_to.is_some() { "yes" } else { "no" });
    let pairs = [
        ("desk-label", before.label.clone(), after.label.clone()),
        ("desk-place", place(before), place(after)),
        ("desk-zone", zone(before), zone(after)),
        (
            "desk-kind",
            texts.s(&format!("kind-{}", before.kind.word())),
            texts.s(&format!("kind-{}", after.kind.word())),
        ),
        ("column-offers", offers(before), offers(after)),
        ("desk-assigned", given(before), given(after)),
        (
            "desk-note",
            before.out_of_service.clone().unwrap_or_default(),
            after.out_of_service.clone().unwrap_or_default(),
        ),
    ];
    let changed = pairs.into_iter().filter(|(_, was, is)| was != is);
    let or_nothing = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    changed.map(|(name, was, is)| format!("{}: {} → {}", texts.s(name), or_nothing(was), or_nothing(is))).collect()
}

/// The fields of a desk; with a pose they follow a drag on the map and lead it.
#[component]
pub fn DeskFields(
    floor: StoredValue<FloorDesks>,
    fields: Form,
    people: Vec<(String, String)>,
    pose: Option<RwSignal<Option<Pose>>>,
) -> impl IntoView {
    let texts = use_texts();
    let kinds = DeskKind::ALL.iter().map(|kind| (kind.word().to_owned(), texts.s(&format!("kind-{}", kind.word()))));
    let zones = floor.with_value(|floor| {
        let none = (String::new(), texts.s("no-zone"));
        let known = floor.zones.iter().map(|(id, name)| (id.to_string(), name.clone()));
        std::iter::once(none).chain(known).collect::<Vec<_>>()
    });
    let offers = Amenity::ALL
        .iter()
        .map(|amenity| fields.tick(&amenity_field(*amenity), texts.s(&format!("amenity-{}", amenity.word()))));
    let people = people.into_iter().map(|(email, name)| view! { <option value=email>{name}</option> }).collect_view();
    view! {
        {fields.text("label", "desk-label")}
        <div class="three"><Place fields=fields.clone() pose /></div>
        <div class="two">
            {fields.select("kind", texts.s("desk-kind"), kinds.collect())}
            {fields.select("zone", texts.s("desk-zone"), zones)}
        </div>
        <fieldset class="ticks"><legend>{texts.s("column-offers")}</legend>{offers.collect_view()}</fieldset>
        {fields.input("assigned", "desk-assigned-email", Look::FREE.among("people"))}
        <datalist id="people">{people}</datalist>
        {fields.input("note", "desk-note-empty", Look::FREE)}
    }
}

/// Position and rotation.
#[component]
fn Place(fields: Form, pose: Option<RwSignal<Option<Pose>>>) -> impl IntoView {
    let one = move |name: &'static str, label: &'static str, which: fn(&Pose) -> f64| {
        let typed = fields.typed.get(name).to_owned();
        let wrong = fields.wrong(name);
        let shown = move || pose.and_then(|pose| pose.get()).map_or(typed.clone(), |pose| metres(which(&pose)));
        let texts = use_texts();
        view! {
            <label class="field">
                <span>{texts.s(label)}</span>
                <input
                    type="text" inputmode="decimal" autocomplete="off" required=true name=format!("typed[{name}]") id=format!("f-{name}")
                    value=shown.clone() prop:value=shown aria-invalid=wrong.is_some().then_some("true")
                    aria-describedby=wrong.is_some().then(|| format!("w-{name}"))
                    on:change=move |event| lead(pose, name, &event_target_value(&event))
                />
                {wrong.map(|text| view! { <small class="problem" id=format!("w-{name}") role="alert">{text}</small> })}
            </label>
        }
    };
    view! {
        {one("x", "desk-x", |pose| pose.at[0])}
        {one("y", "desk-y", |pose| pose.at[1])}
        {one("rotation", "desk-rotation", |pose| pose.rotation)}
    }
}

/// A typed number moves the desk on the map as well.
fn lead(pose: Option<RwSignal<Option<Pose>>>, name: &str, text: &str) {
    let (Some(pose), Ok(number)) = (pose, text.trim().replace(',', ".").parse::<f64>()) else { return };
    if !number.is_finite() {
        return;
    }
    pose.update(|pose| {
        if let Some(pose) = pose {
            match name {
                "x" => pose.at[0] = number,
                "y" => pose.at[1] = number,
                _ => pose.rotation = number,
            }
        }
    });
}
