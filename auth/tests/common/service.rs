use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{Request, StatusCode},
};
use tokio::net::TcpListener;

/// A service on the loopback address that the core asks something: it answers everything alike, and remembers what it was
/// asked.
#[derive(Clone)]
pub(crate) struct Service {
    url: String,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    status: StatusCode,
    answer: String,
    asked: Vec<Asked>,
}

/// What the service was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Service {
    /// One that answers this.
    pub(crate) async fn answering(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let shared = Shared { status: StatusCode::OK, answer: answer.to_owned(), asked: Vec::new() };
        let service = Self { url, shared: Arc::new(Mutex::new(shared)) };
        let router = Router::new().fallback(answer_all).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        service
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// From now on it answers this.
    pub(crate) fn say(&self, answer: &impl ToString) {
        self.shared.lock().unwrap().answer = answer.to_string();
    }

    /// From now on nothing works there.
    pub(crate) fn break_down(&self) {
        self.shared.lock().unwrap().status = StatusCode::BAD_GATEWAY;
    }

    /// Everything it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.lock().unwrap().asked.clone()
    }
}

async fn answer_all(State(service): State<Service>, request: Request<Body>) -> (StatusCode, String) {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8(body.into()).unwrap();
    let mut shared = service.shared.lock().unwrap();
    shared.asked.push(Asked { path: parts.uri.path().to_owned(), headers: parts.headers, body });
    (shared.status, shared.answer.clone())
}
