//! The whole server in memory, and a browser without scripts that talks to it.

use std::{net::SocketAddr, sync::Arc};

use auth::{Auth, AuthConfig, config::PasswordHashing, hooks::Hooks, mail::Mailbox};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use server::{config::Settings, middleware::HttpSettings, router::router, serve::prepare, state::AppState};
use tokio::sync::{Mutex, MutexGuard};
use tower::ServiceExt as _;

pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// A server over a database of its own.
pub(crate) struct TestServer {
    pub(crate) router: Router,
    pub(crate) state: AppState,
    turn: Arc<MutexGuard<'static, ()>>,
}

/// Pages are rendered by one runtime at a time, as in the server. With two runtimes in one process a page waited
/// for ever about once in six hundred (the cause is not found; one at a time it never did).
pub(crate) static TURN: Mutex<()> = Mutex::const_new(());

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// A server for development, unless `change` says otherwise.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let turn = TURN.lock().await;
        let mut auth = AuthConfig::new(ORIGIN, "a secret of at least 32 characters!!");
        auth.email_and_password.enabled = true;
        auth.email_and_password.hashing = PasswordHashing { memory_kib: 64, iterations: 1, parallelism: 1 };
        auth.email.send_welcome = true;
        auth.rate_limit.enabled = false;
        let mut settings = Settings {
            auth,
            database_url: "sqlite::memory:".into(),
            listen: String::new(),
            development: true,
            unknown: Vec::new(),
        };
        change(&mut settings);
        // The configuration is large, and a test's future would hold it several times.
        let (state, http) = Box::pin(prepare(settings)).await.expect("the server starts");
        Self { router: router(state.clone(), &http), state, turn: Arc::new(turn) }
    }

    /// A server with rules of an application.
    pub(crate) async fn with_hooks(hooks: impl Hooks + 'static) -> Self {
        let mut server = Self::start().await;
        let config = server.state.auth.config().clone();
        server.state.auth = Auth::builder(config).hooks(hooks).connect("sqlite::memory:").await.unwrap();
        server.state.auth.migrate().await.unwrap();
        let http = HttpSettings::new(false, || "0".repeat(32));
        server.router = router(server.state.clone(), &http);
        server
    }

    pub(crate) fn mailbox(&self) -> &Arc<Mailbox> {
        self.state.mailbox.as_ref().expect("development has a mailbox")
    }

    /// The path of the link in the next mail to an address.
    pub(crate) async fn mailed_link(&self, address: &str) -> String {
        let mail = self.mailbox().next_to(address).await;
        let link = mail.wording.text.split_whitespace().find(|word| word.starts_with("http")).unwrap();
        link.strip_prefix(ORIGIN).unwrap().to_owned()
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: Vec::new(),
            origin: Some(ORIGIN.into()),
            referer: None,
            _turn: Arc::clone(&self.turn),
        }
    }
}

/// The token in a link.
pub(crate) fn token(link: &str) -> &str {
    link.split("token=").nth(1).unwrap().split('&').next().unwrap()
}

/// A browser with scripts off: it keeps cookies and posts forms.
pub(crate) struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    pub(crate) origin: Option<String>,
    /// The page that it says it comes from.
    pub(crate) referer: Option<&'static str>,
    _turn: Arc<MutexGuard<'static, ()>>,
}

/// An answer.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "text/html", None).await
    }

    /// Posts a form as a browser does, and shows the page it is sent to.
    pub(crate) async fn submit(&mut self, path: &str, fields: &str) -> Page {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let next = answer.location().to_owned();
        self.get(&next).await
    }

    /// Posts a form as a browser does.
    pub(crate) async fn post(&mut self, path: &str, fields: &str) -> Page {
        self.send("POST", path, "text/html,application/xhtml+xml", Some(fields)).await
    }

    /// Calls a server function as a script does.
    pub(crate) async fn call(&mut self, path: &str, fields: &str) -> Page {
        self.send("POST", path, "application/json", Some(fields)).await
    }

    async fn send(&mut self, method: &str, path: &str, accept: &str, fields: Option<&str>) -> Page {
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        if let Some(referer) = self.referer {
            request = request.header(header::REFERER, referer);
        }
        if fields.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some(origin) = &self.origin {
                request = request.header(header::ORIGIN, origin);
            }
        }
        let peer = ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 50_000)));
        let body = fields.map_or_else(Body::empty, |fields| Body::from(fields.to_owned()));
        let request = request.extension(peer).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().unwrap());
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        // The marks only tell the application in the browser where things are.
        let body = String::from_utf8_lossy(&bytes).replace("<!>", "").replace("<!--<() />-->", "");
        Page { status: parts.status, headers: parts.headers, body }
    }

    fn keep(&mut self, line: &str) {
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair.split_once('=').unwrap();
        self.cookies.retain(|(kept, _)| kept != name);
        if !attributes.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(kept, _)| kept == name).map(|(_, value)| value.as_str())
    }

    pub(crate) async fn sign_in(&mut self, email: &str) -> Page {
        self.submit("/api/app/sign-in", &format!("email={email}&password=correct-horse-9&remember=on")).await
    }

    pub(crate) async fn sign_up(&mut self, name: &str, email: &str) -> Page {
        self.submit("/api/app/sign-up", &format!("name={name}&email={email}&password=correct-horse-9")).await
    }
}
