use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::origin::is_local_path;

/// A path of this application, with query: the only place a visitor is redirected to on a visitor's word.
///
/// ```
/// use auth::LocalPath;
///
/// assert!("/settings?tab=1".parse::<LocalPath>().is_ok());
/// assert!("//evil.example".parse::<LocalPath>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalPath(String);

/// The text is not a path of this application.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a path of this application")]
pub struct InvalidLocalPath;

impl LocalPath {
    /// The path as text; starts with one `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LocalPath {
    type Err = InvalidLocalPath;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_local_path(text) { Ok(Self(text.to_owned())) } else { Err(InvalidLocalPath) }
    }
}

impl TryFrom<String> for LocalPath {
    type Error = InvalidLocalPath;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LocalPath> for String {
    fn from(path: LocalPath) -> Self {
        path.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
