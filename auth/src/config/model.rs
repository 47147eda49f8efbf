use serde_json::Value;
use toml::Value as Toml;

use super::{Problem, reader::Reader};
use crate::schema::{Field, FieldKind, Model, ModelConfig};

/// Reads `model_name`, `fields` and `additional_fields` of a model's section. Names of fields are data and keep
/// their spelling.
pub(super) fn read_model(options: &mut ModelConfig, section: &Reader<'_>) {
    if let Some(name) = section.text("model_name") {
        options.model_name = Some(name);
    }
    let columns = section.section("fields");
    for (field, _) in columns.entries() {
        if let Some(column) = columns.text(field) {
            options.fields.insert(field.to_owned(), column);
        }
    }
    let fields = section.section("additional_fields");
    for (name, _) in fields.entries() {
        let reader = fields.section(name);
        if let Some(column) = reader.text("field_name") {
            options.fields.insert(name.to_owned(), column);
        }
        if let Some(field) = read_field(name, &reader) {
            options.additional_fields.push(field);
        }
        reader.finish();
    }
}

fn read_field<'a>(name: &'a str, reader: &Reader<'a>) -> Option<Field> {
    let kind = reader.any("type").and_then(field_kind);
    let Some(kind) = kind else {
        reader.problem("type", "is not a kind of field", "give string, number, boolean, date, or a list of choices");
        return None;
    };
    let mut field = Field::new(name, kind);
    // As upstream, a field is required unless it says otherwise.
    field.required = reader.bool("required").unwrap_or(true);
    field.input = reader.bool("input").unwrap_or(true);
    field.returned = reader.bool("returned").unwrap_or(true);
    field.unique = reader.bool("unique").unwrap_or(false);
    if let Some(default) = reader.any("default_value") {
        field.default = field.kind.accept(&json(default));
        if field.default.is_none() {
            reader.problem("default_value", "does not fit the type", format!("give {}", field.kind.wanted()));
        }
    }
    Some(field)
}

fn field_kind(kind: &Toml) -> Option<FieldKind> {
    if let Some(choices) = kind.as_array() {
        let choices = choices.iter().map(|choice| choice.as_str().map(str::to_owned));
        return choices.collect::<Option<_>>().map(FieldKind::Choice);
    }
    Some(match kind.as_str()? {
        "string" => FieldKind::Text,
        "number" => FieldKind::Integer,
        "boolean" => FieldKind::Boolean,
        "date" => FieldKind::Date,
        "string[]" => FieldKind::TextList,
        "number[]" => FieldKind::IntegerList,
        "json" => FieldKind::Json,
        _ => return None,
    })
}

fn json(value: &Toml) -> Value {
    match value {
        Toml::String(text) => text.as_str().into(),
        Toml::Integer(number) => (*number).into(),
        Toml::Float(number) => (*number).into(),
        Toml::Boolean(truth) => (*truth).into(),
        Toml::Datetime(moment) => moment.to_string().into(),
        Toml::Array(items) => items.iter().map(json).collect(),
        Toml::Table(table) => table.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
    }
}

/// What is wrong with a model's names: they stand in SQL and in JSON.
pub(super) fn problems(model: Model, config: &ModelConfig) -> Vec<Problem> {
    let key = match model {
        Model::RateLimit => "rate_limit".to_owned(),
        Model::User | Model::Session | Model::Account | Model::Verification => model.name().to_owned(),
        Model::Organization | Model::Member | Model::Invitation | Model::Team => {
            format!("organization.schema.{}", model.name())
        }
        Model::TeamMember => "organization.schema.team_member".to_owned(),
        Model::OrganizationRole => "organization.schema.organization_role".to_owned(),
    };
    let mut problems = Vec::new();
    let mut check = |at: String, name: &str| {
        if !is_name(name) {
            problems.push(Problem::new(at, format!("`{name}` is not a name"), "letters, digits and _ make a name"));
        }
    };
    if let Some(name) = &config.model_name {
        check(format!("{key}.model_name"), name);
    }
    for (field, column) in &config.fields {
        check(format!("{key}.fields.{field}"), column);
    }
    for field in &config.additional_fields {
        check(format!("{key}.additional_fields.{}", field.name), &field.name);
    }
    for field in &config.additional_fields {
        if model.built_in_fields().contains(&field.name.as_str()) {
            let at = format!("{key}.additional_fields.{}", field.name);
            problems.push(Problem::new(at, "is a field that everybody has", "choose another name"));
        }
    }
    problems
}

/// Fits into quotes of every dialect and into PostgreSQL's 63 bytes.
fn is_name(name: &str) -> bool {
    (1..=63).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
