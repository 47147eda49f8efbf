//! The description of the API as a page.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{
    Auth,
    features::name_of,
    operation::{Access, Described, Operation},
};

/// Colours follow the system; the policy of the page allows this sheet by its hash alone (see `http/open_api.rs`).
pub(crate) const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{margin:0 auto;padding:2rem 1rem 4rem;max-width:60rem}\
h2{margin-top:3rem}\
section section{border-top:1px solid #8886;padding:1rem 0}\
h3{font:600 1rem/1.5 ui-monospace,monospace;margin:0;overflow-wrap:anywhere}\
table{border-collapse:collapse;width:100%;margin:.5rem 0}\
caption{text-align:left;font-weight:600}\
th,td{text-align:left;padding:.15rem 1rem .15rem 0;vertical-align:top;font-weight:400}\
p{margin:.25rem 0}\
nav ul{columns:14rem;padding-left:1rem}";

impl Access {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Public => "Open to everybody.",
            Self::SignedIn => "For somebody who is signed in.",
            Self::Fresh => "For somebody who signed in a short while ago.",
            Self::Admin => "For somebody whose roles allow it.",
        }
    }
}

impl Auth {
    pub(super) fn reference_page(&self) -> String {
        let operations: Vec<_> = self.described_operations().collect();
        let mut tags: Vec<&str> = operations.iter().map(|(operation, _)| name_of(operation)).collect();
        tags.sort_unstable();
        tags.dedup();
        let title = escaped(&format!("{} API", self.config().app_name));
        let schema = format!("{}{}", self.config().base_path, super::GENERATE_SCHEMA.path);
        let mut page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>\
             <h1>{title}</h1><p>Every path is below <code>{}</code>. Bodies are JSON. Errors have a \
             <code>message</code> for people and a <code>code</code> for programs. \
             <a href=\"{schema}\">OpenAPI document</a></p><nav aria-label=\"Groups\"><ul>",
            escaped(&self.config().api_url()),
            schema = escaped(&schema),
        );
        for tag in &tags {
            append(&mut page, format_args!("<li><a href=\"#{tag}\">{tag}</a></li>"));
        }
        page.push_str("</ul></nav><main>");
        for tag in tags {
            append(&mut page, format_args!("<section id=\"{tag}\"><h2>{tag}</h2>"));
            for (operation, path) in operations.iter().filter(|(operation, _)| name_of(operation) == tag) {
                describe(&mut page, operation, path);
            }
            page.push_str("</section>");
        }
        page.push_str("</main></body></html>");
        page
    }
}

fn describe(page: &mut String, operation: &Operation, path: &str) {
    let methods: Vec<_> = operation.methods.iter().map(|method| method.as_str()).collect();
    append(
        page,
        format_args!(
            "<section id=\"{id}\"><h3>{} {}</h3><p>{}</p>",
            methods.join(", "),
            escaped(path),
            operation.access.in_words(),
            id = escaped(operation.id),
        ),
    );
    if !operation.query.is_empty() {
        page.push_str("<table><caption>Query</caption><tbody>");
        for parameter in operation.query {
            row(page, parameter.name, "string", parameter.required);
        }
        page.push_str("</tbody></table>");
    }
    fields(page, "Body", operation.input.as_ref());
    fields(page, "Answer", operation.output.as_ref());
    page.push_str("</section>");
}

fn fields(page: &mut String, caption: &str, described: Option<&Described>) {
    let Some(described) = described else { return };
    let schema = (described.schema)();
    append(page, format_args!("<table><caption>{caption}: {}</caption>", escaped(&kind(&schema))));
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required = schema.get("required").and_then(Value::as_array);
        page.push_str("<tbody>");
        for (name, property) in properties {
            let is_required = required.is_some_and(|names| names.iter().any(|own| own == name));
            row(page, name, &kind(property), is_required);
        }
        page.push_str("</tbody>");
    }
    page.push_str("</table>");
}

fn row(page: &mut String, name: &str, kind: &str, required: bool) {
    let need = if required { "required" } else { "" };
    append(
        page,
        format_args!(
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{need}</td></tr>",
            escaped(name),
            escaped(kind)
        ),
    );
}

/// A schema in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(all) = schema.get(several).and_then(Value::as_array) {
            return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
    }
    let name = match schema.get("type") {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    };
    match schema.get("items") {
        Some(items) => format!("{name} of {}", kind(items)),
        None => name,
    }
}

fn append(page: &mut String, text: std::fmt::Arguments<'_>) {
    let written = page.write_fmt(text);
    debug_assert!(written.is_ok(), "writing to a String does not fail");
}

/// The name of the application and the address are the operator's own, and still texts.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
