use super::*;
use std::{collections::BTreeSet, fs, path::Path};

fn keys(files: &[&str]) -> BTreeSet<String> {
    let lines = files.iter().flat_map(|file| file.lines());
    let mut keys = BTreeSet::new();
    for line in lines.filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
        let key = line.split('=').next().unwrap_or_default().trim().to_owned();
        assert!(keys.insert(key.clone()), "{key} is defined twice");
    }
    keys
}

fn sources(place: &Path, found: &mut Vec<String>) {
    if place.is_dir() {
        fs::read_dir(place).unwrap().flatten().for_each(|entry| sources(&entry.path(), found));
    } else if place.extension().is_some_and(|end| end == "rs") && !place.ends_with("texts/tests.rs") {
        found.push(fs::read_to_string(place).unwrap());
    }
}

fn all(common: Files, more: &[&'static str]) -> Vec<&'static str> {
    common.iter().chain(more).copied().collect()
}

/// Every key that the sources in some folders and files name and that is not known.
fn unknown(places: &[&str], known: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for place in places {
        sources(&Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).join(place), &mut found);
    }
    let calls = found.iter().flat_map(|source| [".s(\"", ".f(\""].map(|call| source.split(call).skip(1))).flatten();
    let keys = calls.map(|part| part.split('"').next().unwrap_or_default());
    keys.filter(|key| !known.contains(*key)).map(str::to_owned).collect()
}

#[test]
fn every_message_is_well_formed() {
    for file in all(KO, &more()[0]).into_iter().chain(all(EN, &more()[1])) {
        assert!(FluentResource::try_new(file.to_owned()).is_ok(), "{file}");
    }
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(keys(&all(KO, &more()[0])), keys(&all(EN, &more()[1])));
}

#[test]
fn every_key_that_a_page_names_exists() {
    assert_eq!(unknown(&[""], &keys(&all(KO, &more()[0]))), Vec::<String>::new());
}

#[test]
fn no_part_of_the_pages_needs_the_texts_of_another() {
    let seats =
        ["home", "places", "ui", "bookings/done.rs", "cloud_pcs/card.rs", "cloud_pcs/steer.rs", "cloud_pcs/why.rs"];
    let parts: [(&[&str], Files); 3] =
        [(&seats, &[]), (&["bookings", "cloud_pcs", "people", "terminals"], OWN[0]), (&["admin", "usage"], OFFICE[0])];
    for (places, own) in parts {
        assert_eq!(unknown(places, &keys(&all(KO, own))), Vec::<String>::new(), "in {places:?}");
    }
}

#[test]
fn in_english_one_is_no_plural() {
    let said = |key, name| Texts(Lang::En).f(key, &[(name, 1.into())]);
    let alone = [
        ("done-cancelled-days", "count", "1 booking cancelled."),
        ("free-now", "free", "1 desk free"),
        ("reason-too-many", "most", "You can have 1 booking at a time. Cancel one to make a new one."),
        ("refusal-too-often", "minutes", "Too many attempts. Please try again in 1 minute."),
        ("usage-bookable", "desks", "1 bookable desk"),
        ("usage-capacity", "desks", "1 usable desk"),
        ("usage-of-desks", "whole", "of 1 desk"),
        ("usage-todo-off-detail", "count", "1 booking at these desks needs another desk"),
        ("usage-todo-waiting", "count", "1 booking not checked in yet"),
        ("usage-todo-released", "count", "1 no-show released"),
        ("sessions-count", "count", "1 session"),
        ("health-as-table", "seats", "As a table (1 seat)"),
    ];
    for (key, name, text) in alone {
        assert_eq!(said(key, name), text);
    }
    let both = |key, one, other| Texts(Lang::En).f(key, &[(one, 1.into()), (other, 1.into())]);
    assert!(
        both("admin-done-desk-undone", "count", "left").starts_with("Undone. 1 booking is back in its place; 1 stays,")
    );
    assert_eq!(both("health-at-terminal", "part", "whole"), "1 of 1 screen was opened at the seat's terminal.");
    assert!(both("host-stop-asks", "running", "promised").starts_with("The cloud PC that runs now ends at once."));
    assert!(both("usage-as-of", "desks", "floors").ends_with("1 desk on 1 floor"));
    // As text, for it may be unknown.
    assert!(Texts(Lang::En).f("usage-hour-says", &[("released", "1".into())]).ends_with("no-shows: 1"));
}

#[test]
fn beside_the_word_for_its_end_a_time_is_nothing_but_a_time() {
    for lang in [Lang::Ko, Lang::En] {
        assert_eq!(Texts(lang).f("pc-until-at", &[("at", "18:00".into())]), "18:00");
    }
}
