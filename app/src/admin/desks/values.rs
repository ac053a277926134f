//! Desks as the values of a form, and back.

use crate::admin::typed::Typed;
use office::model::{change::DeskDraft, place::Amenity};

/// The field of an amenity.
pub fn amenity_field(amenity: Amenity) -> String {
    format!("has-{}", amenity.word())
}

/// A draft as the values of a form; `assigned` is the e-mail of the person it is assigned to.
pub fn values(draft: &DeskDraft, assigned: &str) -> Typed {
    let mut typed = Typed::from_pairs([
        ("label", draft.label.clone()),
        ("zone", draft.zone.map(|zone| zone.to_string()).unwrap_or_default()),
        ("x", metres(draft.at[0])),
        ("y", metres(draft.at[1])),
        ("rotation", draft.rotation.to_string()),
        ("kind", draft.kind.word().to_owned()),
        ("assigned", assigned.to_owned()),
        ("note", draft.out_of_service.clone().unwrap_or_default()),
    ]);
    for amenity in &draft.amenities {
        typed.0.insert(amenity_field(*amenity), "on".to_owned());
    }
    typed
}

/// Metres as a field says them, to the millimetre without needless zeros.
pub fn metres(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Three versions brought together: what somebody typed where they changed something, else what stands there now.
pub fn merged(base: &Typed, typed: &Typed, now: &Typed) -> Typed {
    let names = base.0.keys().chain(typed.0.keys()).chain(now.0.keys());
    let mut merged = Typed::default();
    for name in names {
        let touched = base.0.get(name) != typed.0.get(name);
        if let Some(value) = if touched { typed.0.get(name) } else { now.0.get(name) } {
            merged.0.insert(name.clone(), value.clone());
        }
    }
    merged
}

#[cfg(not(target_family = "wasm"))]
mod on_the_server {
    use super::amenity_field;
    use crate::admin::typed::Typed;
    use office::{
        backend::{caller::Caller, error::Error, office::Office, people::directory},
        model::{
            change::DeskDraft,
            id::PersonId,
            place::{Amenity, DeskKind},
            refusal::Refusal,
        },
    };

    /// The draft that the values of a form mean.
    pub async fn draft(office: &Office, caller: &Caller, typed: &Typed) -> Result<DeskDraft, Error> {
        let note = typed.get("note");
        Ok(DeskDraft {
            label: typed.get("label").to_owned(),
            zone: typed.maybe("zone")?,
            at: [typed.number("x")?, typed.number("y")?],
            rotation: typed.number("rotation")?,
            kind: DeskKind::from_word(typed.get("kind")).ok_or(Refusal::input("kind", "unknown"))?,
            amenities: Amenity::ALL.iter().copied().filter(|one| typed.ticked(&amenity_field(*one))).collect(),
            assigned_to: person(office, caller, typed.get("assigned")).await?,
            out_of_service: (!note.is_empty()).then(|| note.to_owned()),
        })
    }

    async fn person(office: &Office, _caller: &Caller, email: &str) -> Result<Option<PersonId>, Error> {
        if email.is_empty() {
            return Ok(None);
        }
        match directory::by_email(office, email).await {
            Ok(person) => Ok(Some(person.id)),
            Err(Error::Refused(Refusal::NotFound)) => Err(Refusal::input("assigned", "unknown_person").into()),
            Err(other) => Err(other),
        }
    }
}

#[cfg(not(target_family = "wasm"))]
pub use on_the_server::draft;

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&'static str, &str)]) -> Typed {
        Typed::from_pairs(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn nobody_overwrites_what_they_did_not_touch() {
        let base = typed(&[("label", "A-01"), ("x", "2"), ("has-dock", "on")]);
        let mine = typed(&[("label", "A-01"), ("x", "3"), ("has-dock", "on")]);
        let theirs = typed(&[("label", "B-01"), ("x", "2")]);
        assert_eq!(merged(&base, &mine, &theirs), typed(&[("label", "B-01"), ("x", "3")]));
    }

    #[test]
    fn metres_are_said_briefly() {
        assert_eq!((metres(2.0), metres(12.345), metres(0.05)), ("2".into(), "12.345".into(), "0.05".into()));
    }
}
