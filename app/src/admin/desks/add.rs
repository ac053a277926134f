//! The form that adds one desk or a row.

use super::{api::AddDesks, edit::DeskFields, view::FloorDesks};
use crate::{
    admin::{
        field::{Form, Look},
        typed::Typed,
    },
    bookings::done::failed,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::change::counted;

/// The panel for new desks.
#[component]
pub fn AddPanel(floor: StoredValue<FloorDesks>, typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddDesks>::new();
    let fields = Form::new(typed, &problem, || floor.with_value(standard));
    let ways = ["east", "south", "west", "north"].map(|way| (way.to_owned(), texts.s(&format!("way-{way}"))));
    let (id, home) = floor.with_value(|floor| (floor.floor.to_string(), format!("/admin/floors/{}", floor.floor)));
    view! {
        <section class="card" aria-labelledby="add-title">
            <div class="card-head"><h2 id="add-title">{texts.s("desk-add")}</h2><a class="btn g" href=home>{texts.s("close")}</a></div>
            <p class="hint">{texts.s("desk-add-hint")}</p>
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <input type="hidden" name="floor" value=id />
                <div class="three">
                    {fields.input("count", "desk-count", Look::NUMBER)}
                    {fields.input("spacing", "desk-spacing", Look::NUMBER)}
                    {fields.select("towards", texts.s("desk-towards"), ways.to_vec())}
                </div>
                <DeskFields floor fields=fields.clone() people=Vec::new() pose=None />
                <button class="btn p">{texts.s("desk-add")}</button>
            </ActionForm>
        </section>
    }
}

/// A new desk two metres east of the last one, with the label after it; on an empty floor near its corner.
fn standard(floor: &FloorDesks) -> Typed {
    let last = floor.desks.iter().rfind(|now| !now.retired);
    let label = last.and_then(|last| counted(&last.desk.label, 1)).unwrap_or_else(|| "A-01".to_owned());
    let at = match last {
        Some(last) if last.desk.at[0] + 2.0 < floor.size[0] - 1.0 => [last.desk.at[0] + 2.0, last.desk.at[1]],
        Some(last) => [3.0_f64.min(floor.size[0] / 2.0), (last.desk.at[1] + 2.5).min(floor.size[1])],
        None => [3.0_f64.min(floor.size[0] / 2.0), 3.0_f64.min(floor.size[1] / 2.0)],
    };
    Typed::from_pairs([
        ("label", label),
        ("count", "1".to_owned()),
        ("spacing", "1.6".to_owned()),
        ("towards", "east".to_owned()),
        ("x", super::values::metres(at[0])),
        ("y", super::values::metres(at[1])),
        ("rotation", "0".to_owned()),
        ("kind", "standard".to_owned()),
        ("zone", last.and_then(|last| last.desk.zone).map(|zone| zone.to_string()).unwrap_or_default()),
    ])
}
