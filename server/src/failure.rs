//! The answers that no handler gives: too large, too slow, and a defect of ours.

use app::error_document::{Failing, error_document};
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};

use crate::assets::site_files;

/// Paths below it are answered in JSON.
pub const API_PREFIX: &str = "/api/";

/// Something that went wrong outside of the handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The body of the request is larger than its route allows.
    PayloadTooLarge,
    /// The body of the request did not arrive in time.
    RequestTimeout,
    /// A handler panicked.
    Internal,
    /// The database does not answer.
    Unavailable,
}

impl Failure {
    /// The answer for `path`: JSON for the API, a page for everything else.
    pub fn response(self, path: &str) -> Response {
        let (code, message, page) = match self {
            Self::PayloadTooLarge => ("PAYLOAD_TOO_LARGE", "The request is larger than allowed", Failing::TooLarge),
            Self::RequestTimeout => ("REQUEST_TIMEOUT", "The request did not arrive in time", Failing::TooSlow),
            Self::Internal => ("INTERNAL_SERVER_ERROR", "Something went wrong", Failing::Internal),
            Self::Unavailable => {
                ("SERVICE_UNAVAILABLE", "The service is not available at the moment", Failing::Unavailable)
            }
        };
        let (content_type, body) = if path.starts_with(API_PREFIX) {
            ("application/json", serde_json::json!({ "code": code, "message": message }).to_string())
        } else {
            ("text/html; charset=utf-8", error_document(page, &site_files()))
        };
        let status = StatusCode::from_u16(page.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        (status, [content_type], body).into_response()
    }
}

/// Marks the answer to a panic on its way from the layer that catches it to [`answer_panics`].
#[derive(Debug, Clone, Copy)]
struct Panicked;

/// For [`tower_http::catch_panic::CatchPanicLayer::custom`]: says nothing about the panic. The panic hook of
/// [`telemetry`](crate::telemetry) has logged where it was.
pub fn panic_response(_panic: Box<dyn std::any::Any + Send>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(Panicked);
    response
}

/// Middleware: gives the answer to a panic the form that its path has.
pub async fn answer_panics(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if response.extensions().get::<Panicked>().is_some() { Failure::Internal.response(&path) } else { response }
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn, routing::get};
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn ask(path: &str) -> (StatusCode, String) {
        let handler = || async {
            assert!(std::hint::black_box(false), "a secret in a message");
        };
        let router = Router::new()
            .route("/api/x", get(handler))
            .route("/page", get(handler))
            .layer(CatchPanicLayer::custom(panic_response))
            .layer(from_fn(answer_panics));
        let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_a_generic_answer() {
        let (status, body) = ask("/api/x").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(body, r#"{"code":"INTERNAL_SERVER_ERROR","message":"Something went wrong"}"#);
        let (status, body) = ask("/page").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(body.starts_with("<!DOCTYPE html>") && body.contains("Something went wrong"));
    }
}
