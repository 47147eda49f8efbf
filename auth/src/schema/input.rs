use serde_json::Value;

use super::{Field, ModelSchema};
use crate::{
    error::{Error, Result},
    wire::{ErrorCode, Fields},
};

impl ModelSchema {
    /// The fields of a new row, of what a request gives: defaults where it gives nothing, `null` where there is no
    /// default. Names that are no fields are left out, as upstream.
    ///
    /// # Errors
    ///
    /// 400 when a required field is missing, when one is given that requests cannot set, and for a value of another
    /// kind.
    pub(crate) fn new_row(&self, given: &Fields) -> Result<Fields> {
        self.new_row_with(given, &Fields::default())
    }

    /// The same, where the application itself sets some fields: it may set every one.
    ///
    /// # Errors
    ///
    /// As [`ModelSchema::new_row`].
    pub(crate) fn new_row_with(&self, given: &Fields, own: &Fields) -> Result<Fields> {
        let mut fields = Fields::default();
        for field in self.fields() {
            if let Some(value) = own.get(&field.name) {
                fields.set(&field.name, field.accept(value)?);
                continue;
            }
            let value = match given.get(&field.name) {
                Some(value) if field.input => field.accept(value)?,
                // A default takes the place of what requests cannot set.
                Some(value) if field.default.is_none() => refused(field, value)?,
                _ => field.default.clone().unwrap_or_default(),
            };
            let value = if value.is_null() { field.initial.clone().unwrap_or_default() } else { value };
            if value.is_null() && field.required {
                let message = format!("{} is required", field.name);
                return Err(Error::new(ErrorCode::MissingField).with_message(message));
            }
            fields.set(&field.name, value);
        }
        Ok(fields)
    }

    /// The fields of a row that a request changes.
    ///
    /// # Errors
    ///
    /// 400 when one is given that requests cannot set, and for a value of another kind.
    pub(crate) fn changed_row(&self, given: &Fields) -> Result<Fields> {
        let mut fields = Fields::default();
        for field in self.fields() {
            match given.get(&field.name) {
                Some(value) if field.input => fields.set(&field.name, field.accept_change(value)?),
                Some(value) => {
                    refused(field, value)?;
                }
                None => {}
            }
        }
        Ok(fields)
    }

    /// The fields of a row that the application itself changes: it may change every one.
    ///
    /// # Errors
    ///
    /// 400 for a value of another kind.
    pub(crate) fn changed_row_with(&self, own: &Fields) -> Result<Fields> {
        let mut fields = Fields::default();
        for field in self.fields() {
            if let Some(value) = own.get(&field.name) {
                fields.set(&field.name, field.accept_change(value)?);
            }
        }
        Ok(fields)
    }
}

impl Field {
    /// The same of a row that is there: what has to be there is not taken away.
    ///
    /// # Errors
    ///
    /// 400 for a value of another kind, and for nothing where something has to be.
    fn accept_change(&self, value: &Value) -> Result<Value> {
        if self.required && value.is_null() {
            return Err(Error::invalid_field(&self.name, "Invalid input: this field is required"));
        }
        self.accept(value)
    }

    /// A value in its stored form.
    ///
    /// # Errors
    ///
    /// 400 for a value of another kind.
    pub(crate) fn accept(&self, value: &Value) -> Result<Value> {
        let problem = || Error::invalid_field(&self.name, &format!("Invalid input: expected {}", self.kind.wanted()));
        self.kind.accept(value).ok_or_else(problem)
    }
}

/// As upstream, a value that says nothing (`null`, `false`, an empty text, zero) is passed over.
fn refused(field: &Field, value: &Value) -> Result<Value> {
    let says_nothing = match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Array(_) | Value::Object(_) => false,
    };
    if says_nothing {
        return Ok(Value::Null);
    }
    let message = format!("{} is not allowed to be set", field.name);
    Err(Error::new(ErrorCode::FieldNotAllowed).with_message(message))
}
