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

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("texts/tests.rs") {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

fn all(common: Files, more: Files) -> Vec<&'static str> {
    common.iter().chain(more).copied().collect()
}

/// Every key that the sources in a folder name and that is not known.
fn unknown(folder: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    sources(&Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).join(folder), &mut found);
    let calls = found.iter().flat_map(|source| [".s(\"", ".f(\""].map(|call| source.split(call).skip(1))).flatten();
    let keys = calls.map(|part| part.split('"').next().unwrap_or_default());
    keys.filter(|key| !known.contains(*key)).map(str::to_owned).collect()
}

#[test]
fn every_message_is_well_formed() {
    for file in all(KO, more()[0]).into_iter().chain(all(EN, more()[1])) {
        assert!(FluentResource::try_new(file.to_owned()).is_ok(), "{file}");
    }
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(keys(&all(KO, more()[0])), keys(&all(EN, more()[1])));
}

#[test]
fn every_key_that_a_page_names_exists() {
    assert_eq!(unknown("", &keys(&all(KO, more()[0]))), Vec::<String>::new());
}

#[test]
fn no_part_of_the_pages_needs_the_texts_of_another() {
    let parts: [(&[&str], Files); 3] = [
        (&["bookings", "home", "places", "ui"], &[]),
        (&["cloud_pcs", "people", "terminals"], OWN[0]),
        (&["admin", "usage"], OFFICE[0]),
    ];
    for (folders, own) in parts {
        let known = keys(&all(KO, own));
        for folder in folders {
            assert_eq!(unknown(folder, &known), Vec::<String>::new(), "in {folder}");
        }
    }
}
