//! The description as a judge of answers.

use crate::serving::Answer;
use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Mutex};

/// The description of the API with its shapes ready to compare with.
pub struct Description {
    pub document: Value,
    validators: Mutex<HashMap<String, std::sync::Arc<Validator>>>,
}

impl Description {
    /// Our own.
    pub fn own() -> Self {
        let document = serde_json::to_value(server::api::description()).unwrap();
        Self { document, validators: Mutex::default() }
    }

    /// Every operation: method and path with the names of its parameters.
    pub fn operations(&self) -> Vec<(Method, String)> {
        let mut found = Vec::new();
        for (path, item) in self.document["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys() {
                if let Ok(method) = method.to_uppercase().parse() {
                    found.push((method, path.clone()));
                }
            }
        }
        found
    }

    /// Fails the test when an answer is not one that the description promises. What is no operation is not looked at,
    /// except that errors under the API's root are problems.
    pub fn check(&self, (method, path): (&Method, &str), answer: &Answer) {
        let status = answer.status.as_u16();
        if !path.starts_with("/api/v1") {
            return;
        }
        if status >= 400 && *method != Method::HEAD {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}: {}", answer.text);
            self.compare("Problem", answer);
            assert_eq!(answer.body["status"], status, "{}", answer.text);
            assert_eq!(answer.text_at("/instance"), answer.header("x-request-id"));
        }
        let Some(responses) = self.responses(method, path) else { return };
        let promised = responses.get(status.to_string()).or_else(|| responses.get("default"));
        let promised = promised.unwrap_or_else(|| panic!("{method} {path} does not say that it may answer {status}"));
        // Who may not do something should read so before they try.
        if status < 300 || status == 403 {
            assert!(responses.get(status.to_string()).is_some(), "{method} {path} promises no {status}");
        }
        match promised["content"]["application/json"]["schema"]["$ref"].as_str() {
            Some(reference) if status < 300 => self.compare(reference.rsplit('/').next().unwrap(), answer),
            _ => {}
        }
    }

    fn responses(&self, method: &Method, path: &str) -> Option<&Value> {
        let paths = self.document["paths"].as_object()?;
        let fits = |template: &str| {
            let (ours, asked): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
            ours.len() == asked.len()
                && ours.iter().zip(asked).all(|(part, word)| part.starts_with('{') || *part == word)
        };
        let item = paths.iter().find(|(template, _)| fits(template))?.1;
        item.get(method.as_str().to_lowercase())?.get("responses")
    }

    fn compare(&self, name: &str, answer: &Answer) {
        let validator = {
            let mut known = self.validators.lock().unwrap();
            known.entry(name.to_owned()).or_insert_with(|| std::sync::Arc::new(self.validator(name))).clone()
        };
        let wrong: Vec<String> =
            validator.iter_errors(&answer.body).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "no {name}: {}\n{}", wrong.join("\n"), answer.text);
    }

    fn validator(&self, name: &str) -> Validator {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": format!("#/components/schemas/{name}"),
            "components": self.document["components"],
        });
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    }
}
