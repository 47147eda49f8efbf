//! `/healthz` and `/readyz`, for whatever starts, watches and replaces the process.

use std::{future::Future, time::Duration};

use axum::{Router, http::StatusCode, routing::get};
use tokio::time::timeout;

/// The path that answers when the process is up.
pub const HEALTH_PATH: &str = "/healthz";
/// The path that answers when the process can do its work.
pub const READY_PATH: &str = "/readyz";

/// How long the check may take. Whoever asks has a timeout of its own.
const PATIENCE: Duration = Duration::from_secs(2);

/// The two routes. `check` tells whether the process can do its work; what it says goes to the log, never to the client.
pub fn routes<F, Fut>(check: F) -> Router
where
    F: Fn() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<(), String>> + Send + 'static,
{
    Router::new().route(HEALTH_PATH, get(|| async { "ok" })).route(READY_PATH, get(move || ready(check())))
}

async fn ready(check: impl Future<Output = Result<(), String>>) -> (StatusCode, &'static str) {
    match timeout(PATIENCE, check).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready"),
        Ok(Err(reason)) => tracing::warn!(%reason, "not ready"),
        Err(_) => tracing::warn!("not ready: the check takes too long"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "not ready")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(router: Router, path: &str) -> (StatusCode, String) {
        let request = http::Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_ready_process_says_so() {
        let router = routes(|| async { Ok(()) });
        assert_eq!(ask(router.clone(), "/healthz").await, (StatusCode::OK, "ok".into()));
        assert_eq!(ask(router, "/readyz").await, (StatusCode::OK, "ready".into()));
    }

    #[tokio::test]
    async fn details_stay_here() {
        let router = routes(|| async { Err("postgres://user:secret@db refused".into()) });
        assert_eq!(ask(router.clone(), "/readyz").await, (StatusCode::SERVICE_UNAVAILABLE, "not ready".into()));
        assert_eq!(ask(router, "/healthz").await.0, StatusCode::OK);
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_that_hangs_is_not_ready() {
        let router = routes(std::future::pending);
        assert_eq!(ask(router, "/readyz").await.0, StatusCode::SERVICE_UNAVAILABLE);
    }
}
