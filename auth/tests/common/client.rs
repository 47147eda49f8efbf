use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use auth::{
    AuthConfig, Cx,
    context::RequestFacts,
    wire::{SessionWithUser, SignInEmailOutput, SignOutOutput, SignUpEmailOutput},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
};
use http::{Method, Request, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use url::form_urlencoded;

use super::Answer;

/// The password of everybody who signs up by [`Client::sign_up`].
pub(crate) const PASSWORD: &str = "correct-horse-battery";

/// A browser (or a program) that talks to the HTTP API in memory and keeps cookies.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    base_path: String,
    prefix: String,
    cookies: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
    peer: Option<IpAddr>,
}

/// Set-up: who asks, and from where.
impl Client {
    pub(crate) fn new(router: Router, config: &AuthConfig) -> Self {
        let secure = config.advanced.use_secure_cookies.unwrap_or(config.is_https());
        let prefix = config.advanced.cookie_prefix.as_deref().unwrap_or("better-auth");
        Self {
            router,
            base_path: config.base_path.clone(),
            prefix: format!("{}{prefix}.", if secure { "__Secure-" } else { "" }),
            cookies: BTreeMap::new(),
            headers: vec![("origin".into(), config.origin())],
            peer: None,
        }
    }

    /// A page of this site asks.
    pub(crate) fn on_site(self, origin: &str) -> Self {
        self.with_header("origin", origin)
    }

    /// No `Origin` is sent, as programs do.
    pub(crate) fn without_origin(mut self) -> Self {
        self.headers.retain(|(name, _)| name != "origin");
        self
    }

    /// Every request has this header.
    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Every request has this header once more.
    pub(crate) fn with_second_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A proxy says that the client has this address.
    pub(crate) fn at_address(self, address: &str) -> Self {
        self.with_header("x-forwarded-for", address)
    }

    /// The connection comes from this address.
    pub(crate) fn connected_from(mut self, peer: &str) -> Self {
        self.peer = Some(peer.parse().unwrap());
        self
    }

    /// The jar holds this cookie of ours; `name` is short, for example `session_token`.
    pub(crate) fn with_cookie(self, name: &str, value: &str) -> Self {
        let name = format!("{}{name}", self.prefix);
        self.with_foreign_cookie(&name, value)
    }

    /// The jar holds this cookie of whatever name.
    pub(crate) fn with_foreign_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// What the jar holds for a cookie of ours.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let value = self.cookies.get(&format!("{}{name}", self.prefix));
        value.map(String::as_str)
    }

    /// Everything the jar holds, as a `Cookie` header.
    pub(crate) fn cookie_header(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// Inside the application.
impl Client {
    /// The context of a request of this browser, for calling the core directly.
    pub(crate) fn cx(&self) -> Cx {
        let mut headers = self.headers.clone();
        headers.push(("cookie".into(), self.cookie_header()));
        Cx::request(RequestFacts { headers, ..RequestFacts::default() })
    }
}

/// What people do.
impl Client {
    pub(crate) async fn sign_up(&mut self, email: &str) -> SignUpEmailOutput {
        self.try_sign_up(email, PASSWORD).await.accepted()
    }

    pub(crate) async fn try_sign_up(&mut self, email: &str, password: &str) -> Answer {
        let body = json!({ "name": "Ana", "email": email, "password": password });
        self.post("/sign-up/email", &body).await
    }

    pub(crate) async fn sign_in(&mut self, email: &str) -> SignInEmailOutput {
        self.try_sign_in(email, PASSWORD).await.accepted()
    }

    pub(crate) async fn try_sign_in(&mut self, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password });
        self.post("/sign-in/email", &body).await
    }

    pub(crate) async fn sign_in_briefly(&mut self, email: &str) -> SignInEmailOutput {
        let body = json!({ "email": email, "password": PASSWORD, "rememberMe": false });
        self.post("/sign-in/email", &body).await.accepted()
    }

    pub(crate) async fn get_session(&mut self) -> Option<SessionWithUser> {
        self.get("/get-session").await.accepted()
    }

    /// The session of somebody who is signed in.
    pub(crate) async fn session(&mut self) -> SessionWithUser {
        self.get_session().await.expect("somebody is signed in")
    }

    pub(crate) async fn sign_out(&mut self) -> SignOutOutput {
        self.post("/sign-out", &json!({})).await.accepted()
    }
}

/// Requests; paths are below the base path.
impl Client {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.request(Method::GET, path).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.post_text(path, "application/json", body.to_string()).await
    }

    pub(crate) async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_text(path, "application/x-www-form-urlencoded", body).await
    }

    pub(crate) async fn post_text(&mut self, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(format!("{}{path}", self.base_path))
            .header(header::CONTENT_TYPE, content_type)
            .body(body.into());
        self.send(request.unwrap()).await
    }

    /// A request without a body.
    pub(crate) async fn request(&mut self, method: Method, path: &str) -> Answer {
        let path = format!("{}{path}", self.base_path);
        self.request_absolute(method, &path).await
    }

    /// A request to a path of the whole site.
    pub(crate) async fn request_absolute(&mut self, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies = self.cookie_header();
        let headers = request.headers_mut();
        for (name, value) in &self.headers {
            let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, value.parse().unwrap());
        }
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.parse().unwrap());
        }
        if let Some(peer) = self.peer {
            let address = SocketAddr::new(peer, 4711);
            request.extensions_mut().insert(ConnectInfo(address));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let answer =
            Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.into()).unwrap() };
        self.keep_cookies(&answer);
        answer
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for line in answer.set_cookies() {
            let (name, _) = line.split_once('=').unwrap();
            match answer.set_cookie(name).unwrap() {
                cookie if cookie.is_expired() => self.cookies.remove(name),
                cookie => self.cookies.insert(name.to_owned(), cookie.value.to_owned()),
            };
        }
    }
}
