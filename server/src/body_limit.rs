//! Bounds for the body of a request: its size, and the time in which it has to arrive.
//!
//! The bounds hold for the body as a handler reads it, whatever reads it, so that no extractor can forget them.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    BoxError,
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderValue, Version, header};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::failure::Failure;

/// The limit where nothing else is said.
pub const DEFAULT_LIMIT: usize = 64 * 1024;
/// No route may raise its limit above this.
pub const LARGEST_LIMIT: usize = 1024 * 1024;

/// How much body is read, and for how long.
#[derive(Debug, Clone)]
pub struct BodyLimits {
    /// The limit in bytes for all paths that `by_prefix` does not name.
    pub default: usize,
    /// Limits for paths that begin with a prefix; the longest prefix decides. Above [`LARGEST_LIMIT`] counts as that.
    pub by_prefix: Vec<(String, usize)>,
    /// The time in which the whole body has to arrive.
    pub timeout: Duration,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { default: DEFAULT_LIMIT, by_prefix: Vec::new(), timeout: Duration::from_secs(10) }
    }
}

impl BodyLimits {
    /// The limit in bytes for a path.
    pub fn of(&self, path: &str) -> usize {
        let by_prefix = self.by_prefix.iter().filter(|(prefix, _)| path.starts_with(prefix.as_str()));
        let longest = by_prefix.max_by_key(|(prefix, _)| prefix.len());
        longest.map_or(self.default, |(_, limit)| *limit).min(LARGEST_LIMIT)
    }
}

/// Middleware: answers 413 to a body that is too large and 408 to one that is too slow, and closes the connection.
pub async fn limit_body(State(limits): State<Arc<BodyLimits>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let path = parts.uri.path().to_owned();
    let version = parts.version;
    let limit = limits.of(&path);
    // The announced length, when there is one.
    if body.size_hint().lower() > as_u64(limit) {
        return refusal(Failure::PayloadTooLarge, &path, version);
    }
    let verdict = Arc::new(Verdict::default());
    let body =
        LimitedBody { body, left: limit, deadline: Box::pin(sleep(limits.timeout)), verdict: Arc::clone(&verdict) };
    let response = next.run(Request::from_parts(parts, Body::new(body))).await;
    match verdict.failure() {
        // Whatever the handler made of the broken body, the client is told why it broke.
        Some(failure) => refusal(failure, &path, version),
        None => response,
    }
}

fn refusal(failure: Failure, path: &str, version: Version) -> Response {
    let mut response = failure.response(path);
    if version < Version::HTTP_2 {
        // The rest of the body is not read, so the connection cannot be used again.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn as_u64(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// Why a body was cut, for the middleware to see after the handler has failed to read it.
#[derive(Debug, Default)]
struct Verdict(AtomicU8);

impl Verdict {
    const TOO_LARGE: u8 = 1;
    const TOO_SLOW: u8 = 2;

    fn set(&self, verdict: u8) {
        self.0.store(verdict, Ordering::Release);
    }

    fn failure(&self) -> Option<Failure> {
        match self.0.load(Ordering::Acquire) {
            Self::TOO_LARGE => Some(Failure::PayloadTooLarge),
            Self::TOO_SLOW => Some(Failure::RequestTimeout),
            _ => None,
        }
    }
}

/// A body that ends in an error at its limits.
struct LimitedBody {
    body: Body,
    left: usize,
    deadline: Pin<Box<Sleep>>,
    verdict: Arc<Verdict>,
}

impl HttpBody for LimitedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        // The deadline comes first: a client that sends a byte now and then keeps the body ready.
        if self.deadline.as_mut().poll(cx).is_ready() {
            self.verdict.set(Verdict::TOO_SLOW);
            return Poll::Ready(Some(Err("the body did not arrive in time".into())));
        }
        let Some(frame) = ready!(Pin::new(&mut self.body).poll_frame(cx)) else {
            return Poll::Ready(None);
        };
        let frame = frame?;
        let size = frame.data_ref().map_or(0, Bytes::len);
        let Some(left) = self.left.checked_sub(size) else {
            self.verdict.set(Verdict::TOO_LARGE);
            return Poll::Ready(Some(Err("the body is too large".into())));
        };
        self.left = left;
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn_with_state, routing::post};
    use http::StatusCode;
    use tower::ServiceExt as _;

    use super::*;

    fn router() -> Router {
        let limits = BodyLimits {
            default: 8,
            by_prefix: vec![("/api/".into(), 4), ("/api/large".into(), usize::MAX)],
            timeout: Duration::from_secs(10),
        };
        Router::new()
            .route("/page", post(|body: Bytes| async move { body.len().to_string() }))
            .route("/api/x", post(|body: Bytes| async move { body.len().to_string() }))
            // Swallows the error, as a careless handler would.
            .route(
                "/api/careless",
                post(
                    |body: Body| async move { axum::body::to_bytes(body, 99).await.map_or(0, |b| b.len()).to_string() },
                ),
            )
            .layer(from_fn_with_state(Arc::new(limits), limit_body))
    }

    async fn send(path: &str, body: Body) -> (StatusCode, String) {
        let response = router().oneshot(Request::post(path).body(body).unwrap()).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    /// A body whose length is not announced, as with chunked transfer.
    struct Chunks {
        left: usize,
        pause: Duration,
        sleep: Pin<Box<Sleep>>,
    }

    impl Chunks {
        fn body(left: usize, pause: Duration) -> Body {
            Body::new(Self { left, pause, sleep: Box::pin(sleep(pause)) })
        }
    }

    impl HttpBody for Chunks {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            ready!(self.sleep.as_mut().poll(cx));
            self.left -= 1;
            self.sleep = Box::pin(sleep(self.pause));
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    #[tokio::test]
    async fn what_fits_passes() {
        assert_eq!(send("/page", "12345678".into()).await, (StatusCode::OK, "8".into()));
        assert_eq!(send("/page", Body::empty()).await, (StatusCode::OK, "0".into()));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_too_large_is_413() {
        assert_eq!(send("/page", "123456789".into()).await.0, StatusCode::PAYLOAD_TOO_LARGE);
        for path in ["/api/x", "/api/careless"] {
            let (status, body) = send(path, Chunks::body(5, Duration::ZERO)).await;
            assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
            assert!(body.starts_with(r#"{"code":"PAYLOAD_TOO_LARGE","message":""#), "{body}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_drips_is_408() {
        let (status, body) = send("/api/x", Chunks::body(4, Duration::from_secs(5))).await;
        assert_eq!(status, StatusCode::REQUEST_TIMEOUT);
        assert!(body.contains("REQUEST_TIMEOUT"));
        assert_eq!(send("/api/x", Chunks::body(4, Duration::from_secs(1))).await.0, StatusCode::OK);
    }

    #[test]
    fn the_longest_prefix_decides_and_nothing_exceeds_the_largest() {
        let limits = BodyLimits {
            by_prefix: vec![("/api/large".into(), usize::MAX), ("/api/".into(), 4)],
            ..BodyLimits::default()
        };
        assert_eq!(limits.of("/api/x"), 4);
        assert_eq!(limits.of("/api/large/x"), LARGEST_LIMIT);
        assert_eq!(limits.of("/page"), DEFAULT_LIMIT);
    }
}
