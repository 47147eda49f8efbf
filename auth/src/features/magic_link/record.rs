use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    wire::Email,
};

/// What a link stands for, as Better Auth stores it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    #[serde(rename = "type")]
    kind: Kind,
    pub(super) email: String,
    /// The name of somebody who has no account yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    #[serde(rename = "magic-link")]
    MagicLink,
}

impl Record {
    pub(super) fn new(email: &str, name: Option<String>) -> Self {
        Self { kind: Kind::MagicLink, email: email.to_owned(), name }
    }

    pub(super) fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }

    /// What a stored value says, if it is one of a link.
    pub(super) fn read(value: &str) -> Option<Self> {
        let record: Self = serde_json::from_str(value).ok()?;
        record.email.parse::<Email>().is_ok().then_some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_of_links_are_read() {
        let record = Record::new("ana@example.com", None);
        assert_eq!(record.to_text().unwrap(), r#"{"type":"magic-link","email":"ana@example.com"}"#);
        let named = r#"{"type":"magic-link","email":"Ana@Example.com","name":"Ana"}"#;
        assert_eq!(Record::read(named).unwrap().name.as_deref(), Some("Ana"));
        let others = [
            "user-id",
            r#"{"email":"ana@example.com"}"#,
            r#"{"type":"state","email":"ana@example.com"}"#,
            r#"{"type":"magic-link","email":"nobody"}"#,
            r#"{"type":"magic-link","email":"ana@example.com","callbackURL":"/"}"#,
        ];
        for other in others {
            assert!(Record::read(other).is_none(), "{other}");
        }
    }
}
