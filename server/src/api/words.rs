//! Puts the description into a language: what people read of it comes from the texts, under keys made of its names.

use app::texts::Texts;
use serde_json::{Map, Value};

/// The description with every summary and description in a language.
pub fn translated(mut document: Value, texts: Texts) -> Value {
    each(&mut document, |key, text| {
        let said = texts.s(key);
        // A text that is missing reads as its key: better the developers' words then. A test finds it.
        if said != key {
            *text = said;
        }
    });
    document
}

/// Visits everything that people read, with its key.
fn each(document: &mut Value, mut visit: impl FnMut(&str, &mut String)) {
    said(document.pointer_mut("/info"), ("description", "api-intro"), &mut visit);
    for tag in list(document.get_mut("tags")) {
        let name = tag.get("name").and_then(Value::as_str).unwrap_or_default().to_lowercase().replace(' ', "-");
        said(Some(tag), ("description", &format!("api-tag-{name}-more")), &mut visit);
    }
    for (_, item) in map(document.get_mut("paths")) {
        for (_, call) in map(Some(item)) {
            operation(call, &mut visit);
        }
    }
    for (name, schema) in map(document.pointer_mut("/components/schemas")) {
        shape(name, schema, &mut visit);
    }
    for (name, scheme) in map(document.pointer_mut("/components/securitySchemes")) {
        said(Some(scheme), ("description", &format!("api-security-{name}")), &mut visit);
    }
}

fn operation(call: &mut Value, visit: &mut impl FnMut(&str, &mut String)) {
    let Some(id) = call.get("operationId").and_then(Value::as_str).map(str::to_owned) else { return };
    said(Some(call), ("summary", &format!("api-{id}")), visit);
    said(Some(call), ("description", &format!("api-{id}-more")), visit);
    for parameter in list(call.get_mut("parameters")) {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        said(Some(parameter), ("description", &format!("api-{id}-{name}")), visit);
    }
    for (status, answer) in map(call.get_mut("responses")) {
        let is_problem = answer.pointer("/content/application~1problem+json").is_some();
        let key = if is_problem { format!("api-fails-{status}") } else { format!("api-{id}-{status}") };
        for (name, header) in map(answer.get_mut("headers")) {
            said(Some(header), ("description", &format!("api-header-{name}")), visit);
        }
        said(Some(answer), ("description", &key), visit);
    }
}

fn shape(name: &str, schema: &mut Value, visit: &mut impl FnMut(&str, &mut String)) {
    said(Some(schema), ("description", &format!("api-shape-{name}")), visit);
    let whole = schema.get("properties").is_some();
    let parts = if whole { vec![schema] } else { list(schema.get_mut("allOf")).collect() };
    for part in parts {
        for (field, inner) in map(part.get_mut("properties")) {
            let key = format!("api-shape-{name}-{field}");
            // What may be missing and has a shape of its own says what it is beside the reference.
            for choice in list(inner.get_mut("oneOf")) {
                said(Some(choice), ("description", &key), visit);
            }
            said(Some(inner), ("description", &key), visit);
        }
    }
}

fn said(holder: Option<&mut Value>, (word, key): (&str, &str), visit: &mut impl FnMut(&str, &mut String)) {
    if let Some(Value::String(text)) = holder.and_then(|holder| holder.get_mut(word)) {
        visit(key, text);
    }
}

fn list(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_array_mut).into_iter().flatten()
}

fn map(value: Option<&mut Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    value.and_then(Value::as_object_mut).map(Map::iter_mut).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::place::Lang;

    #[test]
    fn everything_that_people_read_of_the_description_has_a_text_in_both_languages() {
        let mut document = serde_json::to_value(crate::api::description()).unwrap();
        let mut missing = Vec::new();
        let mut count = 0;
        each(&mut document, |key, text| {
            count += 1;
            if [Lang::Ko, Lang::En].iter().any(|lang| Texts(*lang).s(key) == key) {
                missing.push(format!("{key} = {}", text.replace('\n', " ")));
            }
        });
        assert!(count > 100, "only {count} texts were looked at");
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn the_english_texts_say_what_the_description_says() {
        let mut document = serde_json::to_value(crate::api::description()).unwrap();
        let mut others = Vec::new();
        each(&mut document, |key, text| {
            let own = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if Texts(Lang::En).s(key) != own {
                others.push(format!("{key} = {own}"));
            }
        });
        assert!(others.is_empty(), "{}", others.join("\n"));
    }
}
