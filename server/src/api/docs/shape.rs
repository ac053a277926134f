//! The shapes of what is sent and answered.

use super::html::{entries, escaped, items, json, prose, text};
use app::texts::Texts;
use serde_json::{Map, Value, json as made};

/// The section of one shape with its fields.
pub fn section((name, schema): (&str, &Value), shapes: &Value, texts: Texts) -> String {
    let whole = inlined(schema);
    let shown = example(schema, shapes).or_else(|| example(&whole, shapes));
    format!(
        "<section id=\"shape-{name}\"><h3><code>{name}</code></h3><p>{}</p>{}{}</section>",
        prose(text(schema, "description")),
        fields(&whole, texts),
        shown.map(|shown| json(&shown)).unwrap_or_default()
    )
}

/// A table of an object's fields; empty where there are none.
pub fn fields(schema: &Value, texts: Texts) -> String {
    let required: Vec<&str> = items(schema, "required").filter_map(Value::as_str).collect();
    let optional = texts.s("api-docs-optional");
    let rows: String = entries(schema, "properties")
        .map(|(name, field)| {
            let must = if required.contains(&name.as_str()) { "" } else { &optional };
            row(name, (&kind(field), must), meaning(field))
        })
        .collect();
    if rows.is_empty() { rows } else { wide(&rows, &texts.s("api-docs-shapes")) }
}

/// What a field means; one with a shape of its own says so beside the reference.
fn meaning(field: &Value) -> &str {
    let own = text(field, "description");
    let choices = items(field, "oneOf").map(|choice| text(choice, "description"));
    choices.fold(own, |found, next| if found.is_empty() { next } else { found })
}

/// One line of a table: a name, what it is, and what it means.
pub fn row(name: &str, (kind, must): (&str, &str), meaning: &str) -> String {
    format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{kind} <small>{must}</small></td><td>{}</td></tr>",
        escaped(name),
        prose(meaning)
    )
}

/// What a value is, in a few words, with a link to its shape.
pub fn kind(schema: &Value) -> String {
    if let Some(name) = named(schema) {
        return format!("<a href=\"#shape-{name}\"><code>{name}</code></a>");
    }
    let choices: Vec<&Value> = ["oneOf", "anyOf"].iter().flat_map(|word| items(schema, word)).collect();
    if !choices.is_empty() {
        let kinds: Vec<String> = choices.iter().map(|one| kind(one)).collect();
        return kinds.join(" | ");
    }
    let word = match schema.get("type") {
        Some(Value::String(word)) => word.clone(),
        Some(Value::Array(words)) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            words.join(" | ")
        }
        _ => String::new(),
    };
    match (schema.get("items"), text(schema, "format")) {
        (Some(inner), _) if word == "array" => format!("[{}]", kind(inner)),
        (_, "") => code(&word),
        (_, format) => format!("{} <small>{}</small>", code(&word), code(format)),
    }
}

fn code(word: &str) -> String {
    if word.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(word)) }
}

/// A table that may be wider than the page; the keyboard can scroll it.
pub fn wide(rows: &str, name: &str) -> String {
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table>{rows}</table></div>",
        escaped(name)
    )
}

/// The name of the shape that is referred to.
pub fn named(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.rsplit('/').next()
}

/// The parts of an `allOf` as one object.
fn inlined(schema: &Value) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for part in std::iter::once(schema).chain(items(schema, "allOf")) {
        properties.extend(entries(part, "properties").map(|(name, field)| (name.clone(), field.clone())));
        required.extend(items(part, "required").cloned());
    }
    made!({ "properties": properties, "required": required })
}

/// An example of a shape: its own, or made of its fields' examples.
pub fn example(schema: &Value, shapes: &Value) -> Option<Value> {
    let schema = match named(schema) {
        Some(name) => shapes.get(name)?,
        None => schema,
    };
    if let Some(example) = schema.get("example").or_else(|| schema.get("examples")?.get(0)) {
        return Some(example.clone());
    }
    let fields: Map<String, Value> = entries(schema, "properties")
        .filter_map(|(name, field)| Some((name.clone(), example(field, shapes)?)))
        .collect();
    (!fields.is_empty()).then_some(Value::Object(fields))
}
