use std::{borrow::Cow, error::Error as StdError, fmt, time::Duration};

use crate::wire::{ErrorBody, ErrorCode, ErrorDetails, OauthErrorBody};

/// The result of an operation of the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an operation did not happen: a status, a code and a sentence for the caller, and a cause for the log.
///
/// The cause never crosses the wire; the door that answers the caller logs it once.
#[derive(Debug)]
pub struct Error {
    status: u16,
    code: ErrorCode,
    /// The code of the application, where `code` is [`ErrorCode::Refused`].
    own_code: Option<Cow<'static, str>>,
    message: Cow<'static, str>,
    retry_after: Option<Duration>,
    missing_permissions: Option<Box<MissingPermissions>>,
    /// The word of OAuth, where a client of OAuth reads the answer.
    oauth: Option<&'static str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What somebody wanted to allow to others and may not do themself. Few errors have it, so it is kept out of their size.
#[derive(Debug)]
struct MissingPermissions(Vec<String>);

impl Error {
    /// An error with the code's own status and message.
    pub fn new(code: ErrorCode) -> Self {
        let message = Cow::Borrowed(code.message());
        Self {
            status: code.status(),
            code,
            own_code: None,
            message,
            retry_after: None,
            missing_permissions: None,
            oauth: None,
            source: None,
        }
    }

    /// A rule of the application, with a status, a code and a sentence of its own. The sentence is for people.
    pub fn refuse(status: u16, code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        let own_code = Some(code.into());
        Self { status, own_code, message: message.into(), ..Self::new(ErrorCode::Refused) }
    }

    /// Too many requests; the caller may try again after this time.
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(ErrorCode::TooManyRequests) }
    }

    /// The key was used too often; the caller may try again after this time.
    pub(crate) fn key_limited(retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(ErrorCode::RateLimited) }
    }

    /// The store, or another part the server depends on, failed. Answered as 503, never as "no session".
    pub fn unavailable(source: impl StdError + Send + Sync + 'static) -> Self {
        Self::new(ErrorCode::ServiceUnavailable).caused_by(source)
    }

    /// A fault of our own.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::new(ErrorCode::InternalServerError) }
    }

    /// A field of the input is missing or wrong; `field` names it as on the wire.
    pub fn invalid_field(field: &str, problem: &str) -> Self {
        Self::new(ErrorCode::ValidationError).with_message(format!("[body.{field}] {problem}"))
    }

    /// The same error with another status, where upstream uses a code with two of them.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same error with what the caller may not allow to others, each as `resource:action`.
    #[must_use]
    pub(crate) fn with_missing_permissions(mut self, missing: Vec<String>) -> Self {
        self.missing_permissions = Some(Box::new(MissingPermissions(missing)));
        self
    }

    /// The same error with another sentence.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }

    /// The same error with its cause, for the log.
    #[must_use]
    pub fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// The same error for a client of OAuth, who knows it by this word (RFC 6749, 5.2).
    #[must_use]
    pub(crate) fn for_oauth(mut self, error: &'static str) -> Self {
        self.oauth = Some(error);
        self
    }

    /// The HTTP status of the answer.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The code of the answer; [`ErrorCode::Refused`] where the application has one of its own.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The code as it crosses the wire, the application's own included.
    pub fn code_text(&self) -> &str {
        self.own_code.as_deref().unwrap_or(self.code.as_str())
    }

    /// The sentence for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How long the caller should wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The JSON body of the answer. Better Auth's rate limiter sends no code, so neither do we.
    pub fn body(&self) -> ErrorBody {
        let code = (self.code != ErrorCode::TooManyRequests).then(|| self.code_text().to_owned());
        let wait = self.retry_after.filter(|_| self.code == ErrorCode::RateLimited);
        let details =
            wait.map(|wait| ErrorDetails { try_again_in: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX) });
        let missing_permissions =
            self.missing_permissions.as_ref().map(|missing| missing.0.clone()).unwrap_or_default();
        ErrorBody { message: self.message.clone().into_owned(), code, missing_permissions, details }
    }

    /// The JSON body of the answer, where a client of OAuth reads it in place of [`Error::body`].
    pub fn oauth_body(&self) -> Option<OauthErrorBody> {
        let error = self.oauth?.to_owned();
        Some(OauthErrorBody { error, error_description: self.message.clone().into_owned() })
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code_text(), self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
