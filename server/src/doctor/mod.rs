//! `latchkey doctor`: looks at everything the server depends on, and says in a line each how it is and what to do.
//!
//! It changes nothing: no table, no file, no mail.

mod adoption;
mod configuration;
mod surroundings;

use std::fmt;

pub use adoption::adoption;
use auth::config::ConfigErrors;

use crate::config::Settings;

/// How one thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: &'static str,
    /// How it is.
    pub grade: Grade,
    /// What was found.
    pub found: String,
    /// What to do; empty when there is nothing to do.
    pub advice: String,
}

/// How good or bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// As it should be.
    Good,
    /// It works, and there is a reason to look.
    Warning,
    /// It does not work, or is not safe.
    Failure,
}

impl Finding {
    fn good(subject: &'static str, found: impl Into<String>) -> Self {
        Self { subject, grade: Grade::Good, found: found.into(), advice: String::new() }
    }

    fn warning(subject: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { subject, grade: Grade::Warning, found: found.into(), advice: advice.into() }
    }

    fn failure(subject: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { subject, grade: Grade::Failure, found: found.into(), advice: advice.into() }
    }
}

/// One line, for example `warn  mail      no mail server is set: set SMTP_URL`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Good => "ok",
            Grade::Warning => "warn",
            Grade::Failure => "fail",
        };
        write!(f, "{grade:<5} {:<16} {}", self.subject, self.found)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, ": {}", self.advice) }
    }
}

/// Looks at everything. With a configuration that cannot be read there is nothing else to look at.
pub async fn examine(settings: Result<Settings, ConfigErrors>) -> Vec<Finding> {
    let settings = match settings {
        Ok(settings) => settings,
        Err(ConfigErrors(problems)) => {
            let failure = |problem: &auth::config::Problem| {
                Finding::failure("configuration", format!("{} {}", problem.key, problem.message), &problem.hint)
            };
            return problems.iter().map(failure).collect();
        }
    };
    let mut findings = configuration::examine(&settings);
    findings.extend(surroundings::examine(&settings).await);
    findings
}

/// Whether the server should not run like this.
pub fn has_failures(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.grade == Grade::Failure)
}
