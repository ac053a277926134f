//! One operation: how it is called, what it answers, and what can be done next.

use super::{
    html::{entries, escaped, items, prose, text},
    shape,
};
use app::texts::Texts;
use serde_json::Value;

/// Where and how an operation is called.
pub struct Call<'a> {
    /// The path, with the names of its parameters in braces.
    pub path: &'a str,
    /// The method in lower case.
    pub method: &'a str,
    /// What the description says of it.
    pub said: &'a Value,
}

impl Call<'_> {
    /// The operation's name.
    pub fn id(&self) -> &str {
        text(self.said, "operationId")
    }
}

/// The section of one operation.
pub fn section(call: &Call<'_>, shapes: &Value, texts: Texts) -> String {
    let mut html = format!(
        "<section id=\"{id}\" class=\"call\"><h3>{title}</h3><p class=\"way\"><b class=\"{method}\">{upper}</b> <code>{path}</code></p>",
        id = call.id(),
        title = prose(text(call.said, "summary")),
        method = call.method,
        upper = call.method.to_uppercase(),
        path = escaped(call.path),
    );
    let more = text(call.said, "description");
    if !more.is_empty() {
        html.push_str(&format!("<p>{}</p>", prose(more)));
    }
    html.push_str(&parameters(call, texts));
    html.push_str(&body(call, shapes, texts));
    html.push_str(&tried(call, shapes, texts));
    html.push_str(&answers(call, texts));
    html.push_str(&next(call, texts));
    html.push_str("</section>");
    html
}

fn parameters(call: &Call<'_>, texts: Texts) -> String {
    let rows: String = items(call.said, "parameters")
        .map(|one| {
            let place = texts.s(&format!("api-docs-in-{}", text(one, "in")));
            let kind = one.get("schema").map(shape::kind).unwrap_or_default();
            shape::row(text(one, "name"), (&kind, &place), text(one, "description"))
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let title = texts.s("api-docs-parameters");
    format!("<h4>{title}</h4>{}", shape::wide(&rows, &title))
}

fn body_schema<'a>(call: &Call<'a>) -> Option<&'a Value> {
    call.said.get("requestBody")?.get("content")?.get("application/json")?.get("schema")
}

fn body(call: &Call<'_>, shapes: &Value, texts: Texts) -> String {
    let Some(schema) = body_schema(call) else { return String::new() };
    let resolved = shape::named(schema).and_then(|name| shapes.get(name)).unwrap_or(schema);
    format!("<h4>{}</h4>{}", texts.s("api-docs-body"), shape::fields(resolved, texts))
}

/// A line for a terminal that calls the operation.
fn tried(call: &Call<'_>, shapes: &Value, texts: Texts) -> String {
    let mut line = "curl".to_owned();
    if call.method != "get" {
        line.push_str(&format!(" -X {}", call.method.to_uppercase()));
    }
    line.push_str(" -H \"Authorization: Bearer $TOKEN\"");
    if let Some(example) = body_schema(call).and_then(|schema| shape::example(schema, shapes)) {
        line.push_str(&format!(" \\\n  -H 'Content-Type: application/json' -d '{example}'"));
    }
    line.push_str(&format!(" \\\n  \"$JARI{}\"", call.path));
    format!("<h4>{}</h4><pre tabindex=\"0\"><code>{}</code></pre>", texts.s("api-docs-try"), escaped(&line))
}

fn answers(call: &Call<'_>, texts: Texts) -> String {
    let rows: String = entries(call.said, "responses")
        .map(|(status, answer)| {
            let contents = entries(answer, "content").filter_map(|(_, content)| content.get("schema"));
            let kinds: Vec<String> = contents.map(shape::kind).collect();
            shape::row(status, (&kinds.join(" "), ""), text(answer, "description"))
        })
        .collect();
    let title = texts.s("api-docs-answers");
    format!("<h4>{title}</h4>{}", shape::wide(&rows, &title))
}

fn next(call: &Call<'_>, texts: Texts) -> String {
    let links = entries(call.said, "responses").flat_map(|(_, answer)| entries(answer, "links"));
    let ways: Vec<String> = links
        .map(|(_, link)| text(link, "operationId"))
        .map(|id| format!("<a href=\"#{id}\"><code>{id}</code></a>"))
        .collect();
    if ways.is_empty() {
        return String::new();
    }
    format!("<p class=\"next\">{} {}</p>", texts.s("api-docs-next"), ways.join(" · "))
}
