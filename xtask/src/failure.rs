//! What went wrong, and what to do about it.

use std::fmt;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A failed step. Both parts are for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    advice: String,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), advice: advice.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error: {}", self.what)?;
        if !self.advice.is_empty() {
            write!(formatter, "\n what to do: {}", self.advice.replace('\n', "\n   "))?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
