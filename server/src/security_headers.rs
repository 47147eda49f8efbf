//! The headers that tell a browser what a page of ours may do.
//!
//! The nonce: `leptos_axum` makes one per render, too late and too deep for a header. So [`security_headers`] makes it,
//! puts it into the extensions of the request as [`CspNonce`], and [`provide_nonce`], called in the `additional_context`
//! of the Leptos routes, replaces the one of `leptos_axum`. Every inline script of Leptos then carries the nonce that
//! the header names.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use leptos::{
    context::{provide_context, use_context},
    nonce::Nonce,
};

use crate::{failure::API_PREFIX, request_id::RandomText};

/// The nonce that the policy of this answer names. In the extensions of each request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CspNonce(Arc<str>);

impl CspNonce {
    /// The nonce as it stands in the header and in `nonce="..."`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What depends on the configuration.
#[derive(Debug, Clone)]
pub struct SecurityHeaders {
    /// Makes the nonces.
    pub random: RandomText,
    /// Whether the base URL is https: only then is `Strict-Transport-Security` sent.
    pub https: bool,
    /// The port of `cargo leptos watch`, in development alone.
    pub dev_reload_port: Option<u16>,
    /// Origins other than ours that a form may lead to (`https://accounts.google.com`). Browsers apply `form-action` to
    /// the redirect after a form was sent too, so a provider that a sign-in *form* redirects to has to be named.
    pub form_targets: Vec<String>,
    /// Paths of pages whose URL may hold a secret; their `Referer` stays on this site.
    pub private_pages: Vec<String>,
}

impl SecurityHeaders {
    /// Headers for a site at an `https:` or `http:` base URL.
    pub fn new(random: RandomText, https: bool) -> Self {
        Self { random, https, dev_reload_port: None, form_targets: Vec::new(), private_pages: vec!["/auth/".into()] }
    }

    fn is_private(&self, path: &str) -> bool {
        self.private_pages.iter().any(|prefix| path.starts_with(prefix.as_str()))
    }
}

/// The policy of everything that is not a page. It matters when a browser shows such an answer as a document.
pub const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

const STRICT_TRANSPORT_SECURITY: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), \
     publickey-credentials-create=(self), publickey-credentials-get=(self)",
);

/// Headers that are the same everywhere.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// The policy of a page. Without a nonce it runs no script at all.
///
/// - `'strict-dynamic'`: what a script with the nonce imports may run, and nothing else; `'self'` is there for browsers
///   that do not know it.
/// - `'wasm-unsafe-eval'` lets the module of the application be compiled, and no text be evaluated.
/// - `img-src https:` is for the pictures that providers give for an account.
pub fn content_security_policy(nonce: Option<&str>, dev_reload_port: Option<u16>, form_targets: &[String]) -> String {
    let mut policy = String::from("default-src 'self'; script-src ");
    // Writing to a `String` cannot fail.
    let _ = match nonce {
        Some(nonce) => write!(policy, "'self' 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'"),
        None => write!(policy, "'none'"),
    };
    policy.push_str("; style-src 'self'; img-src 'self' data: https:; connect-src 'self'");
    if let Some(port) = dev_reload_port {
        let _ = write!(policy, " ws://localhost:{port} ws://127.0.0.1:{port} ws://*:{port}");
    }
    policy.push_str("; form-action 'self'");
    for target in form_targets {
        let _ = write!(policy, " {target}");
    }
    policy.push_str("; frame-ancestors 'none'; base-uri 'none'; object-src 'none'");
    policy
}

/// For the `additional_context` of the Leptos routes: pages use the nonce of the header.
///
/// Does nothing without a request (Leptos calls the same closure once, at start, to collect the routes).
pub fn provide_nonce() {
    let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<CspNonce>().cloned());
    if let Some(CspNonce(nonce)) = nonce {
        provide_context(Nonce::from_value(nonce));
    }
}

/// Middleware: sets the headers on every answer. What a handler has set itself stays, except for the constant ones.
pub async fn security_headers(
    State(settings): State<Arc<SecurityHeaders>>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce = CspNonce(settings.random.generate().into());
    let path = request.uri().path().to_owned();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    apply(&settings, &path, &nonce, response.headers_mut());
    response
}

fn apply(settings: &SecurityHeaders, path: &str, nonce: &CspNonce, headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if settings.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT_SECURITY);
    }
    let page = is_page(headers);
    if !headers.contains_key(header::REFERRER_POLICY) {
        // `no-referrer` would make browsers send `Origin: null` with forms.
        let private = page && settings.is_private(path);
        let value = if private { "same-origin" } else { "strict-origin-when-cross-origin" };
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let policy = page
            .then(|| content_security_policy(Some(nonce.as_str()), settings.dev_reload_port, &settings.form_targets))
            .and_then(|policy| HeaderValue::try_from(policy).ok())
            .unwrap_or(HeaderValue::from_static(DATA_POLICY));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if page || path.starts_with(API_PREFIX) {
            headers.append(header::VARY, HeaderValue::from_name(header::COOKIE));
        }
    }
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, body::Body, middleware::from_fn_with_state, response::Html, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    fn settings() -> SecurityHeaders {
        let count = std::sync::atomic::AtomicU32::new(1);
        let next = move || count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        SecurityHeaders::new(RandomText::new(move || format!("nonce{}", next())), true)
    }

    fn router(settings: SecurityHeaders) -> Router {
        let page = |Extension(nonce): Extension<CspNonce>| async move { Html(nonce.as_str().to_owned()) };
        Router::new()
            .route("/", get(page))
            .route("/auth/sign-in", get(page))
            .route("/api/auth/ok", get(|| async { axum::Json(true) }))
            .route("/kept", get(|| async { ([("cache-control", "private"), ("referrer-policy", "no-referrer")], "") }))
            .layer(from_fn_with_state(Arc::new(settings), security_headers))
    }

    async fn ask(router: &Router, path: &str) -> (HeaderMap, String) {
        let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let headers = response.headers().clone();
        let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        (headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_page_and_its_header_have_one_nonce_and_each_answer_another() {
        let router = router(settings());
        for expected in ["nonce1", "nonce2"] {
            let (headers, body) = ask(&router, "/").await;
            assert_eq!(body, expected);
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains(&format!("'nonce-{expected}' 'strict-dynamic'")), "{policy}");
            assert_eq!(headers["cache-control"], "no-store");
            assert_eq!(headers["vary"], "cookie");
        }
    }

    #[tokio::test]
    async fn every_answer_is_covered() {
        let router = router(settings());
        for path in ["/", "/auth/sign-in", "/api/auth/ok", "/missing"] {
            let (headers, _) = ask(&router, path).await;
            for name in [
                "x-content-type-options",
                "x-frame-options",
                "cross-origin-opener-policy",
                "cross-origin-resource-policy",
                "permissions-policy",
                "referrer-policy",
                "strict-transport-security",
                "content-security-policy",
                "cache-control",
            ] {
                assert_eq!(headers.get_all(name).iter().count(), 1, "{name} on {path}");
            }
        }
        let (headers, _) = ask(&router, "/api/auth/ok").await;
        assert_eq!(headers["content-security-policy"], DATA_POLICY);
        assert_eq!(headers["referrer-policy"], "strict-origin-when-cross-origin");
        let (headers, _) = ask(&router, "/auth/sign-in").await;
        assert_eq!(headers["referrer-policy"], "same-origin");
    }

    #[tokio::test]
    async fn handlers_may_decide_otherwise() {
        let (headers, _) = ask(&router(settings()), "/kept").await;
        assert_eq!(headers["cache-control"], "private");
        assert_eq!(headers["referrer-policy"], "no-referrer");
    }

    #[tokio::test]
    async fn transport_security_needs_https() {
        let (headers, _) = ask(&router(SecurityHeaders { https: false, ..settings() }), "/").await;
        assert!(!headers.contains_key("strict-transport-security"));
    }

    #[test]
    fn the_policy_is_strict() {
        let policy = content_security_policy(Some("n"), None, &[]);
        assert_eq!(
            policy,
            "default-src 'self'; script-src 'self' 'nonce-n' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data: https:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
             base-uri 'none'; object-src 'none'"
        );
        assert!(content_security_policy(None, None, &[]).contains("script-src 'none'"));
        let policy = content_security_policy(Some("n"), Some(3001), &["https://provider.test".into()]);
        assert!(policy.contains("connect-src 'self' ws://localhost:3001"));
        assert!(policy.contains("form-action 'self' https://provider.test;"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }

    #[test]
    fn leptos_takes_the_nonce_of_the_header() {
        let owner = leptos::reactive::owner::Owner::new();
        owner.with(|| {
            let (mut parts, ()) = http::Request::new(()).into_parts();
            parts.extensions.insert(CspNonce("of-the-header".into()));
            provide_context(parts);
            leptos::nonce::provide_nonce();
            provide_nonce();
            assert_eq!(leptos::nonce::use_nonce().unwrap().to_string(), "of-the-header");
        });
    }
}
