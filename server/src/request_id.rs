//! An identifier for each request: in its extensions, in the log and in the answer.

use std::{fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use tracing::Instrument as _;

/// The header that carries the identifier.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The identifier of a request, to be read from its extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The identifier as it is logged and sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes unpredictable text for identifiers and nonces: at least 128 bits in letters, digits, `-` and `_`.
#[derive(Clone)]
pub struct RandomText(Arc<dyn Fn() -> String + Send + Sync>);

impl RandomText {
    /// Takes the source of randomness.
    pub fn new(generate: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(generate))
    }

    /// New text.
    pub fn generate(&self) -> String {
        (self.0)()
    }
}

impl fmt::Debug for RandomText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RandomText")
    }
}

/// Where identifiers come from.
#[derive(Debug, Clone)]
pub struct RequestIds {
    /// Makes new ones.
    pub random: RandomText,
    /// Whether a reverse proxy in front sets `x-request-id`. From anybody else it would let a client choose what the
    /// log says.
    pub trust_incoming: bool,
}

impl RequestIds {
    fn identify(&self, headers: &HeaderMap) -> RequestId {
        let incoming = headers.get(X_REQUEST_ID).and_then(|value| value.to_str().ok());
        match incoming {
            Some(id) if self.trust_incoming && is_sane(id) => RequestId(id.into()),
            _ => RequestId(self.random.generate().into()),
        }
    }
}

/// Middleware: gives each request its identifier and a span of the same name in the log.
pub async fn request_id(State(ids): State<Arc<RequestIds>>, mut request: Request, next: Next) -> Response {
    let id = ids.identify(request.headers());
    let value = HeaderValue::from_str(id.as_str()).ok();
    let span = tracing::info_span!("request", id = %id);
    request.headers_mut().remove(X_REQUEST_ID);
    request.extensions_mut().insert(id);
    let mut response = next.run(request).instrument(span).await;
    if let Some(value) = value {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}

fn is_sane(id: &str) -> bool {
    (8..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, body::Body, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(trust_incoming: bool, sent: &str) -> (String, String) {
        let ids = RequestIds { random: RandomText::new(|| "generated-0123456789".into()), trust_incoming };
        let router = Router::new()
            .route("/", get(|Extension(id): Extension<RequestId>| async move { id.to_string() }))
            .layer(from_fn_with_state(Arc::new(ids), request_id));
        let request = http::Request::get("/").header(X_REQUEST_ID, sent).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let header = response.headers()[X_REQUEST_ID].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        (header, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn clients_do_not_choose() {
        let (header, seen) = ask(false, "chosen-by-the-client").await;
        assert_eq!(header, "generated-0123456789");
        assert_eq!(header, seen);
    }

    #[tokio::test]
    async fn a_trusted_proxy_chooses_within_reason() {
        assert_eq!(ask(true, "chosen-by-the-proxy").await.0, "chosen-by-the-proxy");
        for bad in ["short", "has spaces in it", "quote\"quote\"quote", &"x".repeat(129)] {
            assert_eq!(ask(true, bad).await.0, "generated-0123456789");
        }
    }
}
