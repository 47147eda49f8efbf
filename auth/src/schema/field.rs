use serde_json::Value;

use crate::wire::Timestamp;

/// A field of a model that a feature or the configuration adds.
///
/// ```
/// use auth::schema::{Field, FieldKind};
///
/// let rank = Field::new("rank", FieldKind::Text).with_default("novice").not_from_outside();
/// assert!(!rank.input);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, on the wire and as a column unless that has another name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// A new row has to have it.
    pub required: bool,
    /// What a new row has that is not given one.
    pub default: Option<Value>,
    /// What a new row has of a field that requests cannot set. Unlike `default`, a request that tries is refused.
    pub initial: Option<Value>,
    /// Whether a request may set it.
    pub input: bool,
    /// Whether it is shown to its owner.
    pub returned: bool,
    /// No two rows have the same.
    pub unique: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A moment, as ISO 8601 text on the wire.
    Date,
    /// One of these texts.
    Choice(Vec<String>),
    /// Several texts, stored as a JSON array.
    TextList,
    /// Several whole numbers, stored as a JSON array.
    IntegerList,
    /// Any JSON, stored as its text.
    Json,
}

impl Field {
    /// A field that may be left out, set by requests, and seen.
    pub fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        let name = name.into();
        Self { name, kind, required: false, default: None, initial: None, input: true, returned: true, unique: false }
    }

    /// A new row has this value unless it is given another.
    #[must_use]
    pub fn with_default(self, value: impl Into<Value>) -> Self {
        Self { default: Some(value.into()), ..self }
    }

    /// Requests cannot set it, and a new row has this value.
    #[must_use]
    pub fn initially(self, value: impl Into<Value>) -> Self {
        Self { initial: Some(value.into()), ..self.not_from_outside() }
    }

    /// Requests cannot set it.
    #[must_use]
    pub fn not_from_outside(self) -> Self {
        Self { input: false, ..self }
    }

    /// A new row has to have it.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// No two rows have the same.
    #[must_use]
    pub fn unique(self) -> Self {
        Self { unique: true, ..self }
    }

    /// It is stored and not shown.
    #[must_use]
    pub fn hidden(self) -> Self {
        Self { returned: false, ..self }
    }
}

impl FieldKind {
    /// The value in its stored form, or `None` if the field cannot hold it. `null` is held by every kind.
    pub(crate) fn accept(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (_, Value::Null) | (Self::Boolean, Value::Bool(_)) | (Self::Json, _) => Some(value.clone()),
            // PostgreSQL stores no NUL, and no field means one.
            (Self::Text, Value::String(text)) => (!text.contains('\0')).then(|| value.clone()),
            (Self::Choice(choices), Value::String(text)) => choices.contains(text).then(|| value.clone()),
            (Self::Integer, Value::Number(number)) => number.as_i64().map(Value::from),
            (Self::Date, Value::String(text)) => moment(text).map(|moment| moment.to_string().into()),
            (Self::TextList, Value::Array(items)) => items.iter().all(Value::is_string).then(|| value.clone()),
            (Self::IntegerList, Value::Array(items)) => items.iter().all(Value::is_i64).then(|| value.clone()),
            _ => None,
        }
    }

    /// What a field of this kind wants, in words.
    pub(crate) const fn wanted(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "a whole number",
            Self::Boolean => "true or false",
            Self::Date => "a date in ISO 8601",
            Self::Choice(_) => "one of the choices",
            Self::TextList => "a list of texts",
            Self::IntegerList => "a list of whole numbers",
            Self::Json => "JSON",
        }
    }
}

/// A date with time and offset, or a day, which begins at midnight UTC as in JavaScript.
fn moment(text: &str) -> Option<Timestamp> {
    text.parse().or_else(|_| format!("{text}T00:00:00Z").parse()).ok()
}
