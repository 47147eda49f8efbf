//! What the process says about itself: one line per event and one per request.
//!
//! The log holds no cookies, no tokens and no addresses of people. A path can hold all of them (`/reset-password/<token>`),
//! so the access log writes the pattern of the route, or the path with everything that looks like a value left out.

use std::{
    borrow::Cow,
    fmt,
    io::{self, IsTerminal as _},
    str::FromStr,
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{
    health::{HEALTH_PATH, READY_PATH},
    request_id::RequestId,
};

/// What is logged when neither `RUST_LOG` nor `LOG` says otherwise.
pub const DEFAULT_FILTER: &str = "info,sqlx=warn,hyper=warn,h2=warn,rustls=warn,lettre=warn,tower_sessions=warn";

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object per line.
    Json,
}

impl LogFormat {
    /// JSON in production, unless somebody looks at it in a terminal.
    pub fn default_for(production: bool) -> Self {
        if production && !io::stderr().is_terminal() { Self::Json } else { Self::Text }
    }
}

/// The log was asked for in a way that is not known.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `LOG_FORMAT` is neither `json` nor `text`.
    #[error("LOG_FORMAT is `{0}`; it has to be `json` or `text`")]
    Format(String),
    /// `RUST_LOG` or `LOG` cannot be read.
    #[error("the log filter `{filter}` cannot be read: {reason}")]
    Filter {
        /// The filter as given.
        filter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something else has set up a log before.
    #[error("the log is set up already")]
    AlreadySet,
}

impl FromStr for LogFormat {
    type Err = TelemetryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "json" => Ok(Self::Json),
            "text" => Ok(Self::Text),
            other => Err(TelemetryError::Format(other.to_owned())),
        }
    }
}

/// How to log.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// The form of a line.
    pub format: LogFormat,
    /// The filter, in the syntax of `RUST_LOG`.
    pub filter: String,
    /// Whether the message of a panic is logged too. It may hold anything, so: in development.
    pub panic_messages: bool,
}

impl LogSettings {
    /// Reads `LOG_FORMAT`, `RUST_LOG` and `LOG` with `variable`, e.g. `|name| std::env::var(name).ok()`.
    ///
    /// # Errors
    ///
    /// When `LOG_FORMAT` is not known.
    pub fn read(production: bool, variable: impl Fn(&str) -> Option<String>) -> Result<Self, TelemetryError> {
        let given = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let format = match given("LOG_FORMAT") {
            Some(format) => format.parse()?,
            None => LogFormat::default_for(production),
        };
        let filter = given("RUST_LOG").or_else(|| given("LOG")).unwrap_or_else(|| DEFAULT_FILTER.to_owned());
        Ok(Self { format, filter, panic_messages: !production })
    }
}

/// Starts the log, on standard error, and makes panics part of it.
///
/// # Errors
///
/// When the filter cannot be read, or a log was set up before.
pub fn init(settings: &LogSettings) -> Result<(), TelemetryError> {
    subscriber(settings, io::stderr, io::stderr().is_terminal())?.try_init().map_err(|_| TelemetryError::AlreadySet)?;
    let messages = settings.panic_messages;
    std::panic::set_hook(Box::new(move |panic| {
        let location = panic.location().map(ToString::to_string);
        let message = messages.then(|| panic.payload_as_str()).flatten();
        tracing::error!(location, message, "panic");
    }));
    Ok(())
}

/// The subscriber that [`init`] installs, writing to `writer`.
///
/// # Errors
///
/// When the filter cannot be read.
pub fn subscriber<W>(
    settings: &LogSettings,
    writer: W,
    colours: bool,
) -> Result<impl Subscriber + Send + Sync + use<W>, TelemetryError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&settings.filter)
        .map_err(|error| TelemetryError::Filter { filter: settings.filter.clone(), reason: error.to_string() })?;
    let (text, json) = match settings.format {
        LogFormat::Text => (Some(writer), None),
        LogFormat::Json => (None, Some(writer)),
    };
    let text = text.map(|writer| tracing_subscriber::fmt::layer().with_ansi(colours).with_writer(writer));
    let json = json.map(|writer| {
        tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(writer)
    });
    Ok(tracing_subscriber::registry().with(filter).with(text).with(json))
}

/// Middleware: one line per request, with its method, path without query and values, status, duration and identifier.
/// Health checks are logged at debug level, our own failures at error level.
pub async fn access_log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let pattern = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let path = loggable_path(pattern, request.uri().path()).into_owned();
    let id = request.extensions().get::<RequestId>().cloned();
    let stopwatch = Stopwatch::start();
    let response = next.run(request).await;
    let duration_ms = stopwatch.milliseconds();
    let id = id.as_ref().map_or("", RequestId::as_str);
    let status = response.status().as_u16();
    if response.status().is_server_error() {
        tracing::error!(target: "access", %method, path, status, duration_ms, id, "request");
    } else if path == HEALTH_PATH || path == READY_PATH {
        tracing::debug!(target: "access", %method, path, status, duration_ms, id, "request");
    } else {
        tracing::info!(target: "access", %method, path, status, duration_ms, id, "request");
    }
    response
}

/// Measures how long a request takes. That is no business time: no test decides it, nothing depends on it.
struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the duration in the access log")]
    fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start, to a tenth of a millisecond.
    fn milliseconds(&self) -> f64 {
        (self.0.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
    }
}

/// What stands for a value that is not logged.
const LEFT_OUT: &str = "…";

/// The path as it may be logged: the pattern of its route where that says enough, else the path without its values.
pub fn loggable_path<'a>(pattern: Option<&'a str>, path: &'a str) -> Cow<'a, str> {
    match pattern {
        Some(pattern) if !pattern.contains("{*") => Cow::Borrowed(pattern),
        _ => without_values(path),
    }
}

/// Leaves out each part of a path that does not look like a word of ours. Files of the site are no secret.
fn without_values(path: &str) -> Cow<'_, str> {
    if path.starts_with("/pkg/") || path.split('/').all(is_word) {
        return Cow::Borrowed(path);
    }
    let parts = path.split('/').map(|part| {
        if is_word(part) {
            return part;
        }
        LEFT_OUT
    });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}

/// Words are short and in lower case, with at most three digits (`oauth2`, `404`). Tokens, identifiers, telephone
/// numbers and addresses are not like that.
fn is_word(part: &str) -> bool {
    part.len() <= 48
        && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte))
        && part.bytes().filter(u8::is_ascii_digit).count() <= 3
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::{
        Router,
        body::Body,
        middleware::{from_fn, from_fn_with_state},
        routing::get,
    };
    use tower::ServiceExt as _;
    use tracing::instrument::WithSubscriber as _;

    use super::*;
    use crate::request_id::{RandomText, RequestIds, request_id};

    /// A writer that tests read.
    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Memory {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    fn settings(format: LogFormat, filter: &str) -> LogSettings {
        LogSettings { format, filter: filter.into(), panic_messages: false }
    }

    async fn log_of(format: LogFormat, path: &str) -> String {
        let memory = Memory::default();
        let writer = memory.clone();
        let subscriber = subscriber(&settings(format, DEFAULT_FILTER), move || writer.clone(), false).unwrap();
        let ids = RequestIds { random: RandomText::new(|| "id-of-the-request".into()), trust_incoming: false };
        let router = Router::new()
            .route("/reset-password/{token}", get(|| async {}))
            .route("/healthz", get(|| async {}))
            .layer(from_fn(access_log))
            .layer(from_fn_with_state(Arc::new(ids), request_id));
        let visit = || {
            let request = Request::get(path).header("cookie", "s=secret-cookie").body(Body::empty()).unwrap();
            router.clone().oneshot(request)
        };
        async {
            // A test that reaches a log line for the first time while this subscriber is made can keep it from hearing
            // of the line (tracing-core registers the two under different locks). After one visit all lines are known.
            visit().await.unwrap();
            tracing::callsite::rebuild_interest_cache();
            memory.0.lock().unwrap().clear();
            visit().await.unwrap();
        }
        .with_subscriber(subscriber)
        .await;
        memory.text()
    }

    #[tokio::test]
    async fn one_json_line_without_secrets() {
        let log = log_of(LogFormat::Json, "/reset-password/secret-token?email=ada@example.com").await;
        let line: serde_json::Value = serde_json::from_str(log.trim()).unwrap();
        assert_eq!(line["method"], "GET");
        assert_eq!(line["path"], "/reset-password/{token}");
        assert_eq!(line["status"], 200);
        assert_eq!(line["id"], "id-of-the-request");
        assert_eq!(line["span"]["id"], "id-of-the-request");
        assert!(line["duration_ms"].is_number());
        assert!(!log.contains("secret") && !log.contains("ada"), "{log}");
    }

    #[tokio::test]
    async fn text_says_the_same() {
        let log = log_of(LogFormat::Text, "/elsewhere/Zx81aQ0p").await;
        assert_eq!(log.lines().count(), 1);
        assert!(log.contains("GET") && log.contains("/elsewhere/…") && log.contains("status=404"), "{log}");
        assert_eq!(log_of(LogFormat::Text, "/healthz").await, "");
    }

    #[test]
    fn values_in_paths_are_left_out() {
        for path in [
            "/",
            "/api/auth/two-factor/verify-totp",
            "/api/auth/callback/google",
            "/favicon.ico",
            "/pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.js",
        ] {
            assert_eq!(without_values(path), path);
        }
        assert_eq!(without_values("/api/auth/reset-password/aB3dEf9hIjKl"), "/api/auth/reset-password/…");
        assert_eq!(without_values("/u/ada@example.com/x"), "/u/…/x");
        assert_eq!(without_values("/u/ada%40example.com"), "/u/…");
        assert_eq!(without_values("/verify/123456"), "/verify/…");
        assert_eq!(loggable_path(Some("/org/{slug}"), "/org/acme"), "/org/{slug}");
        assert_eq!(loggable_path(Some("/api/auth/{*path}"), "/api/auth/ok"), "/api/auth/ok");
    }

    #[test]
    fn settings_come_from_the_environment() {
        let read = |production, pairs: &'static [(&str, &str)]| {
            LogSettings::read(production, |name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(read(false, &[]).unwrap().format, LogFormat::Text);
        assert_eq!(read(false, &[("LOG_FORMAT", "json")]).unwrap().format, LogFormat::Json);
        assert_eq!(read(true, &[("LOG", "debug")]).unwrap().filter, "debug");
        assert_eq!(read(true, &[("LOG", "debug"), ("RUST_LOG", "trace")]).unwrap().filter, "trace");
        assert!(!read(true, &[]).unwrap().panic_messages);
        assert!(read(true, &[("LOG_FORMAT", "xml")]).is_err());
        let broken = settings(LogFormat::Text, "a=b=c");
        assert!(subscriber(&broken, io::sink, false).is_err());
    }
}
