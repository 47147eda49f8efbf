//! Everything that every request passes, in the order in which it has to.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
};
use http::{HeaderValue, header};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
};

use crate::{
    assets::{ExactEtag, serve_assets},
    body_limit::{BodyLimits, limit_body},
    failure::{answer_panics, panic_response},
    request_id::{RandomText, RequestIds, request_id},
    security_headers::{SecurityHeaders, security_headers},
    telemetry::access_log,
};

/// Smaller answers are not worth compressing; and what is small and secret stays of its own length.
const SMALLEST_COMPRESSED: u64 = 1024;

/// What depends on the configuration.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Identifiers of requests.
    pub request_ids: RequestIds,
    /// Headers for browsers.
    pub security: SecurityHeaders,
    /// Sizes and times of bodies.
    pub bodies: BodyLimits,
}

impl HttpSettings {
    /// Settings for a site at an `https:` or `http:` base URL, with defaults for everything else.
    ///
    /// `random` makes unpredictable text, at least 128 bits in letters, digits, `-` and `_`.
    pub fn new(https: bool, random: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let random = RandomText::new(random);
        Self {
            request_ids: RequestIds { random: random.clone(), trust_incoming: false },
            security: SecurityHeaders::new(random, https),
            bodies: BodyLimits::default(),
        }
    }
}

/// Puts the layers around a router that has all its routes and its fallback.
///
/// From the outside in: the identifier (everything below logs it), the access log (sees every status), the headers
/// (are on every answer, also on errors), compression, the catching of panics, the files of the site, the body limits.
pub fn layers(router: Router, settings: &HttpSettings) -> Router {
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(
        SizeAbove::new(SMALLEST_COMPRESSED)
            .and(NotForContentType::SSE)
            .and(NotForContentType::GRPC)
            .and(NotForContentType::IMAGES)
            .and(NotForContentType::const_new("font/"))
            .and(NotForContentType::const_new("application/octet-stream")),
    );
    // The last layer is the outermost.
    router
        .layer(from_fn_with_state(Arc::new(settings.bodies.clone()), limit_body))
        .layer(from_fn(serve_assets))
        .layer(CatchPanicLayer::custom(panic_response))
        .layer(from_fn(answer_panics))
        .layer(compression)
        .layer(from_fn(weaken_etags))
        .layer(from_fn_with_state(Arc::new(settings.security.clone()), security_headers))
        .layer(from_fn(access_log))
        .layer(from_fn_with_state(Arc::new(settings.request_ids.clone()), request_id))
}

/// Compression makes other bytes of what the `ETag` names, so the tag can only be weak then (RFC 9110, 8.8.1).
async fn weaken_etags(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let compressed = response.headers().contains_key(header::CONTENT_ENCODING);
    if compressed && response.extensions().get::<ExactEtag>().is_none() {
        let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok());
        let weak = etag.filter(|etag| !etag.starts_with("W/")).map(|etag| format!("W/{etag}"));
        if let Some(weak) = weak.and_then(|weak| HeaderValue::try_from(weak).ok()) {
            response.headers_mut().insert(header::ETAG, weak);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        pin::Pin,
        task::{Context, Poll},
        time::Duration,
    };

    use axum::{
        Json,
        body::{Body, Bytes, HttpBody},
        response::Html,
        routing::{get, post},
    };
    use http::StatusCode;
    use hyper::body::Frame;
    use tower::ServiceExt as _;

    use super::*;

    fn router() -> Router {
        let large = "0123456789abcdef".repeat(512);
        let page = large.clone();
        let tagged = large.clone();
        let events = large.clone();
        let router = Router::new()
            .route("/", get(|| async { Html(page) }))
            .route("/small", get(|| async { Html("small") }))
            .route("/tagged", get(|| async { ([(header::ETAG, "\"v1\"")], tagged) }))
            .route("/events", get(|| async { ([(header::CONTENT_TYPE, "text/event-stream")], events) }))
            .route("/stream", get(|| async { Html(Body::new(Slow { sent: false })) }))
            .route("/api/echo", post(|body: Bytes| async move { Json(body.len()) }))
            .route("/api/panic", get(|| async { assert!(std::hint::black_box(false), "defect") }));
        layers(router, &HttpSettings::new(true, || "0123456789abcdefghijkl".into()))
    }

    /// Sends one chunk and then nothing.
    struct Slow {
        sent: bool,
    }

    impl HttpBody for Slow {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if self.sent {
                return Poll::Pending;
            }
            self.sent = true;
            Poll::Ready(Some(Ok(Frame::data("<!doctype html><title>first</title>".into()))))
        }
    }

    async fn ask(request: http::request::Builder, body: impl Into<Body>) -> Response {
        router().oneshot(request.body(body.into()).unwrap()).await.unwrap()
    }

    fn get_with(path: &str) -> http::request::Builder {
        Request::get(path).header("accept-encoding", "gzip, br")
    }

    #[tokio::test]
    async fn errors_have_all_headers_too() {
        for (request, body, status) in [
            (Request::get("/missing"), Body::empty(), StatusCode::NOT_FOUND),
            (Request::get("/api/panic"), Body::empty(), StatusCode::INTERNAL_SERVER_ERROR),
            (Request::post("/api/echo"), vec![0; 65 * 1024].into(), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let response = ask(request, body).await;
            assert_eq!(response.status(), status);
            for name in [
                "x-request-id",
                "x-content-type-options",
                "content-security-policy",
                "cache-control",
                "strict-transport-security",
            ] {
                assert!(response.headers().contains_key(name), "{name} on {status}");
            }
        }
        let response = ask(Request::post("/api/echo"), vec![0; 64 * 1024]).await;
        assert_eq!(response.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn large_answers_are_compressed() {
        let response = ask(get_with("/"), "").await;
        assert_eq!(response.headers()["content-encoding"], "br");
        let vary: Vec<_> = response.headers().get_all("vary").iter().collect();
        assert!(vary.contains(&&HeaderValue::from_static("cookie")), "{vary:?}");
        assert!(vary.contains(&&HeaderValue::from_static("accept-encoding")), "{vary:?}");
        for path in ["/small", "/events"] {
            assert!(!ask(get_with(path), "").await.headers().contains_key("content-encoding"), "{path}");
        }
    }

    #[tokio::test]
    async fn a_compressed_answer_has_a_weak_etag() {
        assert_eq!(ask(get_with("/tagged"), "").await.headers()["etag"], "W/\"v1\"");
        assert_eq!(ask(Request::get("/tagged"), "").await.headers()["etag"], "\"v1\"");
    }

    #[tokio::test]
    async fn compression_does_not_hold_back_a_stream() {
        let response = ask(get_with("/stream"), "").await;
        let mut body = response.into_body();
        let mut first = std::pin::pin!(std::future::poll_fn(move |cx| Pin::new(&mut body).poll_frame(cx)));
        let frame = tokio::time::timeout(Duration::from_secs(1), first.as_mut()).await;
        assert!(frame.is_ok(), "the first chunk waits for the second");
    }
}
