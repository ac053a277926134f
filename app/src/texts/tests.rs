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

#[test]
fn every_message_is_well_formed() {
    for file in KO.iter().chain(EN) {
        assert!(FluentResource::try_new((*file).to_owned()).is_ok(), "{file}");
    }
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(keys(KO), keys(EN));
}

#[test]
fn every_key_that_a_page_names_exists() {
    let known = keys(KO);
    let mut found = Vec::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    for source in found {
        for call in [".s(\"", ".f(\""] {
            for part in source.split(call).skip(1) {
                let key = part.split('"').next().unwrap_or_default();
                assert!(known.contains(key), "{key} has no text");
            }
        }
    }
}
