use std::time::Duration;

use url::Url;

use super::{Problem, RateLimitRule, load::set, reader::Reader};

/// Most characters of a code: what upstream's table holds.
pub(crate) const MAX_LENGTH: usize = 191;

/// Options of signing in devices without a browser (RFC 8628).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAuthorizationConfig {
    /// Default `false`.
    pub enabled: bool,
    /// How long both codes may be used. Default 30 minutes.
    pub expires_in: Duration,
    /// How long a device waits before it asks for the answer again. Default 5 seconds.
    pub interval: Duration,
    /// Letters of the code that the device keeps. Default 40.
    pub device_code_length: usize,
    /// Letters of the code that a person types. Default 8.
    pub user_code_length: usize,
    /// The clients whose devices may ask. Empty, the default: every client, as upstream without `validateClient`.
    pub client_ids: Vec<String>,
    /// Where people type the code: a path of this site, or an address. Default `/device`.
    pub verification_uri: String,
}

impl Default for DeviceAuthorizationConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            expires_in: Duration::from_mins(30),
            interval: Duration::from_secs(5),
            device_code_length: 40,
            user_code_length: 8,
            client_ids: Vec::new(),
            verification_uri: "/device".into(),
        }
    }
}

impl DeviceAuthorizationConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.expires_in, section.seconds("expires_in"));
        set(&mut self.interval, section.seconds("interval"));
        set(&mut self.device_code_length, section.number("device_code_length"));
        set(&mut self.user_code_length, section.number("user_code_length"));
        set(&mut self.client_ids, section.texts("client_ids"));
        set(&mut self.verification_uri, section.text("verification_uri"));
        section.finish();
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let lengths = [("device_code_length", self.device_code_length), ("user_code_length", self.user_code_length)];
        let wrong = lengths.into_iter().filter(|(_, length)| !(1..=MAX_LENGTH).contains(length));
        let mut problems: Vec<_> = wrong
            .map(|(key, length)| {
                let (key, problem) = (format!("device_authorization.{key}"), format!("is {length}"));
                Problem::new(key, problem, format!("from 1 to {MAX_LENGTH} letters"))
            })
            .collect();
        let uri = &self.verification_uri;
        let is_address = Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_address && !uri.starts_with('/') {
            let problem = format!("`{uri}` is neither a path nor an address");
            problems.push(Problem::new("device_authorization.verification_uri", problem, "for example /device"));
        }
        problems
    }

    /// Codes that people type are short, so that few may be tried (RFC 8628, 5.1): five, as upstream, for as long as a
    /// code lasts.
    pub(crate) fn rate_limit(&self) -> RateLimitRule {
        RateLimitRule { window: self.expires_in, max: 5 }
    }
}
