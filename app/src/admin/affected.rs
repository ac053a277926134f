//! The bookings that a change meets, shown before it is made.

use crate::{reasons, texts::Texts, viewer::use_texts};
use leptos::prelude::*;
use office::model::change::{Affected, Fate, Preview};

/// Who, when, and what becomes of each booking.
#[component]
pub fn AffectedBookings(preview: Preview) -> impl IntoView {
    let texts = use_texts();
    let many = preview.affected.len() as i64;
    let rows = preview.affected.into_iter().map(|one| row(texts, one)).collect_view();
    view! {
        <table class="affected">
            <caption>{texts.f("affected-caption", &[("count", many.into())])}</caption>
            <thead><tr>
                <th scope="col">{texts.s("affected-who")}</th>
                <th scope="col">{texts.s("affected-when")}</th>
                <th scope="col">{texts.s("column-desk")}</th>
                <th scope="col">{texts.s("affected-fate")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(texts: Texts, one: Affected) -> impl IntoView {
    let local = &one.local;
    let fate = match &one.fate {
        Fate::Kept if one.reasons.is_empty() => texts.f("fate-kept-until", &[("until", local.to.to_string().into())]),
        Fate::Kept => texts.s("fate-kept"),
        Fate::Moved { label, .. } => texts.f("fate-moved", &[("label", label.as_str().into())]),
        Fate::Cancelled => texts.s("fate-cancelled"),
    };
    let word = match one.fate {
        Fate::Kept => "kept",
        Fate::Moved { .. } => "moved",
        Fate::Cancelled => "cancelled",
    };
    let why: Vec<String> = one.reasons.iter().map(|reason| reasons::reason(texts, reason)).collect();
    let why = (!why.is_empty()).then(|| view! { <small>{why.join(" ")}</small> });
    view! {
        <tr data-fate=word>
            <th scope="row">{one.person_name}</th>
            <td>{texts.date(local.date)}" "<span class="num">{format!("{}–{}", local.from, local.to)}</span></td>
            <td>{one.label}</td>
            <td><b>{fate}</b>{why}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use crate::texts::Texts;
    use office::model::place::Lang;

    /// A booking also goes because its person does: then nobody has looked for a desk.
    #[test]
    fn that_no_desk_is_free_is_said_where_a_desk_changes_and_not_of_every_booking_that_goes() {
        for (lang, none) in [(Lang::Ko, "옮길 자리가 없"), (Lang::En, "no desk is free")] {
            let texts = Texts(lang);
            assert!(!texts.s("fate-cancelled").contains(none), "{lang:?}");
            for hint in ["affected-hint-edit", "affected-hint-retire"] {
                assert!(texts.s(hint).contains(none), "{hint} in {lang:?}");
            }
        }
    }
}
