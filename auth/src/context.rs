//! What an operation knows of its request, and what it sends back beside its output.

use std::{fmt, net::IpAddr};

use crate::{cookies::SetCookie, features::audit::Note, operation::Operation, wire::SessionWithUser};

/// The context of one request: facts in, cookies out.
///
/// A door makes it from a request ([`Cx::request`]); trusted Rust code (command line, jobs, a fork's own
/// code) uses [`Cx::internal`], which has no browser behind it and is neither limited nor origin-checked, as
/// Better Auth's server-side API.
#[derive(Debug)]
pub struct Cx {
    facts: Option<RequestFacts>,
    set_cookies: Vec<SetCookie>,
    headers: Vec<(&'static str, String)>,
    added_headers: Vec<(&'static str, String)>,
    admitted: Option<&'static Operation>,
    operation: Option<&'static Operation>,
    provider: Option<String>,
    captcha_response: Option<String>,
    new_session: Option<SessionWithUser>,
    api_key_session: Option<SessionWithUser>,
    caller: Option<Caller>,
    organization: Option<String>,
    notes: Vec<Note>,
}

/// Whose session a request came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) user_id: String,
    /// Who it really is, if they look at the application as somebody else.
    pub(crate) impersonated_by: Option<String>,
}

/// What the door saw of the request.
#[derive(Clone, Default)]
pub struct RequestFacts {
    /// Whether the method only reads (GET, HEAD, OPTIONS); such requests are not origin-checked.
    pub safe_method: bool,
    /// Address of the connection, if known.
    pub peer: Option<IpAddr>,
    /// All request headers as (lower-case name, value) that are readable text.
    pub headers: Vec<(String, String)>,
}

impl RequestFacts {
    /// The first value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The raw value of a cookie. When several of one name are sent, the first counts, as upstream.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All cookies as (name, raw value), in the order in which they were sent.
    pub fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        let cookies = self.headers.iter().filter(|(key, _)| key == "cookie");
        let pairs = cookies.flat_map(|(_, value)| value.split(';')).filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.trim(), value.trim()))
    }
}

/// Headers hold cookies and tokens, which stay out of logs.
impl fmt::Debug for RequestFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestFacts")
            .field("safe_method", &self.safe_method)
            .field("headers", &self.headers.len())
            .finish_non_exhaustive()
    }
}

impl Cx {
    /// The context of a request from outside.
    pub fn request(facts: RequestFacts) -> Self {
        Self { facts: Some(facts), ..Self::internal() }
    }

    /// The context of trusted code of the application.
    pub fn internal() -> Self {
        Self {
            facts: None,
            set_cookies: Vec::new(),
            headers: Vec::new(),
            added_headers: Vec::new(),
            admitted: None,
            operation: None,
            provider: None,
            captcha_response: None,
            new_session: None,
            api_key_session: None,
            caller: None,
            organization: None,
            notes: Vec::new(),
        }
    }

    /// What is known of the request; `None` for internal calls.
    pub fn facts(&self) -> Option<&RequestFacts> {
        self.facts.as_ref()
    }

    /// The cookies to send, in the order in which they were set; at most one of each name.
    pub fn set_cookies(&self) -> &[SetCookie] {
        &self.set_cookies
    }

    /// Further headers to send with an answer of the API: (lower-case name, value).
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// Headers that the application added: (name, value). They are sent through every door.
    pub fn added_headers(&self) -> &[(&'static str, String)] {
        &self.added_headers
    }

    /// Sends a header of the application's own; an earlier one of the same name is replaced.
    pub fn add_header(&mut self, name: &'static str, value: impl Into<String>) {
        self.added_headers.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(name));
        self.added_headers.push((name, value.into()));
    }

    /// The session that this request made, by signing in or up.
    pub fn new_session(&self) -> Option<&SessionWithUser> {
        self.new_session.as_ref()
    }

    /// Notes the session that this request made.
    pub(crate) fn set_new_session(&mut self, session: SessionWithUser) {
        self.new_session = Some(session);
    }

    /// Forgets the session that this request made.
    pub(crate) fn take_new_session(&mut self) -> Option<SessionWithUser> {
        self.new_session.take()
    }

    /// The session that the API key of this request stands for, once it was asked for.
    pub(crate) fn api_key_session(&self) -> Option<&SessionWithUser> {
        self.api_key_session.as_ref()
    }

    /// Notes the session that the API key of this request stands for.
    pub(crate) fn set_api_key_session(&mut self, session: SessionWithUser) {
        self.api_key_session = Some(session);
    }

    /// Sends a cookie; an earlier one of the same name is replaced.
    pub fn set_cookie(&mut self, cookie: SetCookie) {
        self.set_cookies.retain(|earlier| earlier.name() != cookie.name());
        self.set_cookies.push(cookie);
    }

    /// Takes back the cookies of these names that this request set.
    pub(crate) fn unset_cookies(&mut self, names: impl Fn(&str) -> bool) {
        self.set_cookies.retain(|cookie| !names(cookie.name()));
    }

    /// Sends a header; an earlier one of the same name is replaced.
    pub(crate) fn set_header(&mut self, name: &'static str, value: impl Into<String>) {
        self.headers.retain(|(earlier, _)| *earlier != name);
        self.headers.push((name, value.into()));
    }

    /// Sends a header that scripts of other sites may read too.
    pub(crate) fn expose_header(&mut self, name: &'static str, value: impl Into<String>) {
        const EXPOSED: &str = "access-control-expose-headers";
        self.set_header(name, value);
        let others = self.headers.iter().find(|(earlier, _)| *earlier == EXPOSED).map(|(_, names)| names.clone());
        match others {
            None => self.set_header(EXPOSED, name),
            Some(names) if names.split(", ").any(|other| other == name) => {}
            Some(names) => self.set_header(EXPOSED, format!("{names}, {name}")),
        }
    }

    /// Takes a header back.
    pub(crate) fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(earlier, _)| *earlier != name);
    }

    /// A cookie as later steps of this request see it: what was set in it, else what the browser sent.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        match self.set_cookies.iter().find(|cookie| cookie.name() == name) {
            Some(cookie) => cookie.value(),
            None => self.facts.as_ref()?.cookie(name),
        }
    }

    /// Whose session this request came with, as far as it was looked at.
    pub(crate) fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// Notes whose session this request came with.
    pub(crate) fn set_caller(&mut self, session: &SessionWithUser) {
        let impersonated_by = session.session.impersonated_by().map(str::to_owned);
        self.caller = Some(Caller { user_id: session.user.id.clone(), impersonated_by });
    }

    /// The organization that this request is about, as far as its caller is a member there.
    pub(crate) fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// Notes which organization this request is about.
    pub(crate) fn set_organization(&mut self, id: &str) {
        self.organization = Some(id.to_owned());
    }

    /// Notes that something happened that belongs into the audit log. It is written when the operation is over.
    pub(crate) fn note(&mut self, note: Note) {
        note.trace();
        self.notes.push(note);
    }

    /// Whether anything was noted that is not written yet.
    pub(crate) fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    /// What was noted.
    pub(crate) fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// The operation that happens in this context at the moment; none outside of operations.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// Notes which operation begins, or goes on after one inside it; answers the one before.
    pub(crate) fn enter(&mut self, operation: Option<&'static Operation>) -> Option<&'static Operation> {
        std::mem::replace(&mut self.operation, operation)
    }

    /// The answer to a captcha that a form brought along.
    pub(crate) fn captcha_response(&self) -> Option<&str> {
        self.captcha_response.as_deref()
    }

    /// Notes the answer to a captcha where it does not come in the header `x-captcha-response`: a form has it in a field.
    pub fn set_captcha_response(&mut self, answer: impl Into<String>) {
        self.captcha_response = Some(answer.into());
    }

    /// The provider that the request comes back from.
    pub(crate) fn provider(&self) -> Option<&str> {
        self.provider.as_deref()
    }

    /// Notes which provider the request comes back from.
    pub(crate) fn set_provider(&mut self, id: &str) {
        self.provider = Some(id.to_owned());
    }

    /// Notes that the request passed the checks of an operation.
    pub(crate) fn admit(&mut self, operation: &'static Operation) {
        self.admitted = Some(operation);
    }

    /// Whether the request passed the checks of an operation before.
    pub(crate) fn is_admitted(&self, operation: &'static Operation) -> bool {
        self.admitted.is_some_and(|admitted| std::ptr::eq(admitted, operation))
    }
}
