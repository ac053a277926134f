//! The whole page.

use super::{
    html::{entries, escaped, items, prose, text},
    operation::{self, Call},
    shape,
};
use crate::{api::problem, http::assets};
use app::texts::Texts;
use office::model::place::Lang;
use serde_json::Value;

const STYLE: &str = include_str!("page.css");

/// Writes the page of a description that is already in the page's language.
pub fn write(document: &Value, texts: Texts) -> String {
    let none = Value::Null;
    let shapes = document.get("components").and_then(|components| components.get("schemas")).unwrap_or(&none);
    let calls = calls(document);
    let mut main = introduction(document, texts);
    for tag in items(document, "tags") {
        let name = text(tag, "name");
        main.push_str(&format!(
            "<section class=\"group\"><h2 id=\"{}\">{}</h2><p>{}</p>",
            anchor(name),
            texts.s(&format!("api-tag-{}", anchor(name))),
            prose(text(tag, "description"))
        ));
        for call in calls.iter().filter(|call| is_of(call, name)) {
            main.push_str(&operation::section(call, shapes, texts));
        }
        main.push_str("</section>");
    }
    main.push_str(&problems(texts));
    main.push_str(&format!("<section class=\"group\"><h2 id=\"shapes\">{}</h2>", texts.s("api-docs-shapes")));
    let named = shapes.as_object().into_iter().flatten();
    main.extend(named.map(|(name, schema)| shape::section((name, schema), shapes, texts)));
    main.push_str("</section>");
    framed((&navigation(document, &calls, texts), &main), texts)
}

/// Every operation, by path.
fn calls(document: &Value) -> Vec<Call<'_>> {
    let mut calls = Vec::new();
    for (path, item) in entries(document, "paths") {
        for method in ["get", "post", "patch", "delete"] {
            if let Some(said) = item.get(method) {
                calls.push(Call { path, method, said });
            }
        }
    }
    calls
}

fn is_of(call: &Call<'_>, tag: &str) -> bool {
    items(call.said, "tags").any(|one| one == tag)
}

fn anchor(tag: &str) -> String {
    tag.to_lowercase().replace(' ', "-")
}

fn introduction(document: &Value, texts: Texts) -> String {
    let said = document.get("info").map(|info| text(info, "description")).unwrap_or_default();
    let steps = ["token", "call", "problem", "key", "live"]
        .map(|step| format!("<li>{}</li>", prose(&texts.s(&format!("api-docs-step-{step}")))));
    format!(
        "<h1>{}</h1><p class=\"lead\">{}</p><ol class=\"steps\">{}</ol>\
         <pre tabindex=\"0\"><code>TOKEN=$(jari token create --person jimin.kim@jari.example | awk '{{print $NF}}')\n\
         curl -H \"Authorization: Bearer $TOKEN\" \"$JARI/api/v1/me\"</code></pre>",
        texts.s("api-docs-title"),
        prose(said),
        steps.concat()
    )
}

fn problems(texts: Texts) -> String {
    let rows: String = problem::CODES
        .iter()
        .map(|(code, status)| {
            format!(
                "<tr id=\"problem-{code}\"><th scope=\"row\"><code>{code}</code></th><td>{status}</td><td>{}</td></tr>",
                escaped(&texts.s(&format!("api-problem-{code}")))
            )
        })
        .collect();
    let title = texts.s("api-docs-problems");
    format!(
        "<section class=\"group\"><h2 id=\"problems\">{title}</h2><p>{}</p>{}</section>",
        prose(&texts.s("api-docs-problems-more")),
        shape::wide(&rows, &title)
    )
}

fn navigation(document: &Value, calls: &[Call<'_>], texts: Texts) -> String {
    let mut html = String::new();
    for tag in items(document, "tags") {
        let name = text(tag, "name");
        let links = calls.iter().filter(|call| is_of(call, name)).map(|call| {
            let title = prose(text(call.said, "summary"));
            format!("<li><a href=\"#{}\">{title}</a></li>", call.id())
        });
        let title = texts.s(&format!("api-tag-{}", anchor(name)));
        html.push_str(&format!(
            "<p><a href=\"#{}\">{title}</a></p><ul>{}</ul>",
            anchor(name),
            links.collect::<String>()
        ));
    }
    for (place, key) in [("problems", "api-docs-problems"), ("shapes", "api-docs-shapes")] {
        html.push_str(&format!("<p><a href=\"#{place}\">{}</a></p>", texts.s(key)));
    }
    html
}

fn framed((navigation, main): (&str, &str), texts: Texts) -> String {
    let (other, name) = match texts.0 {
        Lang::Ko => ("en", "English"),
        Lang::En => ("ko", "한국어"),
    };
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · Jari</title>\
         <link rel=\"stylesheet\" href=\"/pkg/own.css{css}\"><link rel=\"stylesheet\" href=\"/pkg/fonts.css{fonts}\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><style>{STYLE}</style></head>\
         <body class=\"api-docs\"><a class=\"skip\" href=\"#main\">{skip}</a>\
         <header><a class=\"home\" href=\"/\">{app}</a><span>API</span>\
         <a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a><a href=\"?lang={other}\" lang=\"{other}\" hreflang=\"{other}\">{name}</a></header>\
         <div class=\"columns\"><nav aria-label=\"{contents}\">{navigation}</nav><main id=\"main\">{main}</main></div></body></html>",
        lang = texts.0.tag(),
        title = texts.s("api-docs-title"),
        css = assets::version("pkg/own.css"),
        fonts = assets::version("pkg/fonts.css"),
        skip = texts.s("skip-to-content"),
        app = texts.s("app-name"),
        contents = texts.s("api-docs-contents"),
    )
}
