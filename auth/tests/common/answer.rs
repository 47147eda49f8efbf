use std::fmt;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What the server answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self}"))
    }

    /// The request was carried out; its output.
    #[track_caller]
    pub(crate) fn accepted<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{self}");
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self}"))
    }

    /// The request was refused with this status and code, and nobody was signed in.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status.as_u16(), self.code().as_str()), (status, code), "{self}");
        assert!(self.session_cookie().is_none(), "{self}");
    }

    /// The path is unknown: 404 without a word.
    #[track_caller]
    pub(crate) fn is_unknown_path(&self) {
        assert_eq!((self.status.as_u16(), self.text.as_str()), (404, ""), "{self}");
    }

    /// Something answered: what is not there answers 404 without a word.
    pub(crate) fn is_known_path(&self) -> bool {
        self.status != 404 || !self.text.is_empty()
    }

    pub(crate) fn code(&self) -> String {
        let body: Option<Value> = serde_json::from_str(&self.text).ok();
        let code = body.and_then(|body| Some(body.get("code")?.as_str()?.to_owned()));
        code.unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The `Set-Cookie` lines.
    pub(crate) fn set_cookies(&self) -> Vec<&str> {
        let lines = self.headers.get_all("set-cookie").iter();
        lines.map(|line| line.to_str().unwrap()).collect()
    }

    /// The line that sets the cookie of this full name.
    pub(crate) fn set_cookie(&self, name: &str) -> Option<SetCookieLine<'_>> {
        self.set_cookies().into_iter().map(SetCookieLine::parse).find(|line| line.name == name)
    }

    /// The line that signs somebody in; one that only ends a session does not.
    fn session_cookie(&self) -> Option<SetCookieLine<'_>> {
        self.set_cookies()
            .into_iter()
            .map(SetCookieLine::parse)
            .find(|line| line.name.ends_with("session_token") && !line.value.is_empty())
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}\n{}", self.status, self.headers, self.text)
    }
}

/// A `Set-Cookie` line in parts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SetCookieLine<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    /// Everything after the value, as sent.
    pub(crate) attributes: &'a str,
}

impl<'a> SetCookieLine<'a> {
    fn parse(line: &'a str) -> Self {
        let (pair, attributes) = line.split_once("; ").unwrap_or((line, ""));
        let (name, value) = pair.split_once('=').unwrap();
        Self { name, value, attributes }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut attributes = self.attributes.split("; ").map(|attribute| {
            let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            (key, value)
        });
        attributes.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub(crate) fn is_expired(&self) -> bool {
        self.value.is_empty() && self.attribute("Max-Age") == Some("0")
    }
}
