//! The JSON Schema of a type of the wire, read off its `Deserialize`.
//!
//! Nothing is deserialised: the type is asked for a value again and again, along one path into it at a time, and what it
//! asks for at the end of the path (a text, a struct with these fields, ...) is noted. So a schema says what the type reads,
//! and cannot say anything else.

use std::{cell::RefCell, fmt};

use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, json};

use super::flattened;

/// Deeper than this no type of the wire goes.
const DEPTH: usize = 8;

/// The schema of a type.
pub(crate) fn schema_of<T: DeserializeOwned>() -> Value {
    at::<T>(&mut Vec::new()).0
}

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Field(&'static str),
    /// An element of a list, or a value of a map.
    Item,
    /// What is there if something is.
    Some,
}

/// What a type asks for.
#[derive(Debug)]
enum Asked {
    Text,
    Date,
    Integer,
    Number,
    Boolean,
    Anything,
    Choice(&'static [&'static str]),
    Option,
    List,
    Map,
    Struct(&'static [&'static str]),
    /// A struct that keeps what it does not know, and so does not tell its fields.
    Open(String),
}

/// The schema at the end of a path, and whether something has to be there.
fn at<T: DeserializeOwned>(path: &mut Vec<Step>) -> (Value, bool) {
    let noted = RefCell::new(None);
    // What it comes to is the error with which the probe breaks off.
    drop(T::deserialize(Probe { path, noted: &noted }));
    let asked = noted.into_inner().filter(|_| path.len() <= DEPTH).unwrap_or(Asked::Anything);
    let mut below = |step: Step| {
        path.push(step);
        let found = at::<T>(path);
        path.pop();
        found
    };
    let schema = match asked {
        Asked::Text => json!({ "type": "string" }),
        Asked::Date => json!({ "type": "string", "format": "date-time" }),
        Asked::Integer => json!({ "type": "integer" }),
        Asked::Number => json!({ "type": "number" }),
        Asked::Boolean => json!({ "type": "boolean" }),
        Asked::Anything => json!({}),
        Asked::Choice(words) => json!({ "type": "string", "enum": words }),
        Asked::Option => return (nullable(below(Step::Some).0), false),
        Asked::List => json!({ "type": "array", "items": below(Step::Item).0 }),
        Asked::Map => json!({ "type": "object", "additionalProperties": below(Step::Item).0 }),
        Asked::Open(name) => flattened::schema(&name),
        Asked::Struct(fields) => {
            let mut properties = Map::new();
            let mut required = Vec::new();
            for field in fields {
                let (schema, has_to_be) = below(Step::Field(field));
                properties.insert((*field).to_owned(), schema);
                required.extend(has_to_be.then_some(*field));
            }
            let mut schema = json!({ "type": "object", "properties": properties });
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            schema
        }
    };
    (schema, true)
}

/// The same, or `null`.
fn nullable(mut schema: Value) -> Value {
    match schema.get("type").and_then(Value::as_str).map(str::to_owned) {
        Some(kind) => {
            schema["type"] = json!([kind, "null"]);
            schema
        }
        None if schema.get("$ref").is_some() => json!({ "anyOf": [schema, { "type": "null" }] }),
        None => schema,
    }
}

/// Follows a path into a type and notes what it asks for there.
struct Probe<'a> {
    path: &'a [Step],
    noted: &'a RefCell<Option<Asked>>,
}

/// The probe has seen enough.
#[derive(Debug)]
struct Enough;

impl fmt::Display for Enough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("enough")
    }
}

impl std::error::Error for Enough {}

impl de::Error for Enough {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Probe<'_> {
    fn note<T>(&self, asked: Asked) -> Result<T, Enough> {
        if self.path.is_empty() {
            self.noted.replace(Some(asked));
        }
        Err(Enough)
    }

    /// The probe after its first step.
    fn onward(&self) -> Option<(&Step, Self)> {
        let (step, path) = self.path.split_first()?;
        Some((step, Self { path, noted: self.noted }))
    }
}

/// What a visitor says that it wants.
fn wanted<'de>(visitor: &impl Visitor<'de>) -> String {
    struct Wanted<'a, V>(&'a V);
    impl<'de, V: Visitor<'de>> fmt::Display for Wanted<'_, V> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.expecting(f)
        }
    }
    Wanted(visitor).to_string()
}

/// Methods that note a kind.
macro_rules! note {
    ($($method:ident => $asked:expr),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Enough> {
            self.note($asked)
        })*
    };
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Enough;

    note! {
        deserialize_any => Asked::Anything,
        deserialize_ignored_any => Asked::Anything,
        deserialize_bool => Asked::Boolean,
        deserialize_i8 => Asked::Integer,
        deserialize_i16 => Asked::Integer,
        deserialize_i32 => Asked::Integer,
        deserialize_i64 => Asked::Integer,
        deserialize_u8 => Asked::Integer,
        deserialize_u16 => Asked::Integer,
        deserialize_u32 => Asked::Integer,
        deserialize_u64 => Asked::Integer,
        deserialize_f32 => Asked::Number,
        deserialize_f64 => Asked::Number,
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Enough> {
        let is_date = wanted(&visitor) == crate::wire::Timestamp::WANTED;
        self.note(if is_date { Asked::Date } else { Asked::Text })
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Enough> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Enough> {
        match self.onward() {
            Some((Step::Some, probe)) => visitor.visit_some(probe),
            _ => self.note(Asked::Option),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Enough> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Enough> {
        match self.onward() {
            Some((Step::Item, probe)) => visitor.visit_seq(One { key: "", probe: Some(probe) }),
            _ => self.note(Asked::List),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Enough> {
        let wanted = wanted(&visitor);
        if let Some(name) = wanted.strip_prefix("struct ") {
            return self.note(Asked::Open(name.to_owned()));
        }
        match self.onward() {
            Some((Step::Item, probe)) => visitor.visit_map(One { key: "key", probe: Some(probe) }),
            _ => self.note(Asked::Map),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Enough> {
        match self.onward() {
            Some((Step::Field(key), probe)) => visitor.visit_map(One { key, probe: Some(probe) }),
            _ => self.note(Asked::Struct(fields)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Enough> {
        self.note(Asked::Choice(variants))
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

/// A map with one entry, or a list with one element.
struct One<'a> {
    key: &'static str,
    probe: Option<Probe<'a>>,
}

impl<'de> MapAccess<'de> for One<'_> {
    type Error = Enough;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Enough> {
        if self.probe.is_none() {
            return Ok(None);
        }
        seed.deserialize(StrDeserializer::new(self.key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Enough> {
        self.probe.take().map_or(Err(Enough), |probe| seed.deserialize(probe))
    }
}

impl<'de> SeqAccess<'de> for One<'_> {
    type Error = Enough;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Enough> {
        self.probe.take().map(|probe| seed.deserialize(probe)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::wire::Timestamp;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "only its form is looked at")]
    struct Sample {
        first_name: String,
        age: Option<u8>,
        #[serde(rename = "callbackURL")]
        callback_url: Option<String>,
        tags: Vec<Tag>,
        permissions: Option<BTreeMap<String, Vec<String>>>,
        made: Option<Timestamp>,
        anything: serde_json::Value,
        colour: Colour,
    }

    #[derive(Deserialize)]
    struct Tag {
        #[expect(dead_code, reason = "only its form is looked at")]
        weight: f64,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Colour {
        Red,
        Green,
    }

    #[test]
    fn a_type_tells_its_schema() {
        assert_eq!(
            schema_of::<Sample>(),
            json!({
                "type": "object",
                "properties": {
                    "firstName": { "type": "string" },
                    "age": { "type": ["integer", "null"] },
                    "callbackURL": { "type": ["string", "null"] },
                    "tags": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": { "weight": { "type": "number" } },
                            "required": ["weight"],
                        },
                    },
                    "permissions": {
                        "type": ["object", "null"],
                        "additionalProperties": { "type": "array", "items": { "type": "string" } },
                    },
                    "made": { "type": ["string", "null"], "format": "date-time" },
                    "anything": {},
                    "colour": { "type": "string", "enum": ["red", "green"] },
                },
                "required": ["firstName", "tags", "anything", "colour"],
            })
        );
    }
}
