use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

use auth::{Clock as _, config::GenericOauth};
use axum::{
    Json, Router,
    extract::{Form, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;
use url::Url;

use super::{Answer, Client, FakeClock, TestAuth};

/// An `OpenID` provider on the loopback address, with a clock, a key and habits that tests change.
#[derive(Clone)]
pub(crate) struct Provider {
    issuer: String,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    clock: Arc<FakeClock>,
    key: Key,
    issuer: String,
    codes: BTreeMap<String, Code>,
    access_tokens: BTreeMap<String, Value>,
    number: u32,
    /// What the next tokens say besides or instead.
    claims: Value,
    /// What the token endpoint answers in place of tokens.
    answer: Option<Refusal>,
    without_id_token: bool,
    lifetime: u64,
    token_requests: Vec<BTreeMap<String, String>>,
}

/// An answer in place of tokens.
#[derive(Clone)]
struct Refusal {
    status: StatusCode,
    location: Option<String>,
    body: Value,
}

struct Key {
    pair: Ed25519KeyPair,
    kid: String,
}

struct Code {
    query: BTreeMap<String, String>,
    person: Value,
}

impl Key {
    fn new(kid: &str) -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self { pair: Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap(), kid: kid.into() }
    }

    fn sign(&self, claims: &Value) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&json!({ "alg": "EdDSA", "kid": self.kid })), encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.pair.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

/// Somebody at the provider whose address it has verified.
pub(crate) fn person(sub: &str, email: &str) -> Value {
    json!({
        "sub": sub, "email": email, "email_verified": true, "name": "Olive", "picture": "https://img.example/o.png",
    })
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared {
            clock: Arc::default(),
            key: Key::new("first"),
            issuer: issuer.clone(),
            codes: BTreeMap::new(),
            access_tokens: BTreeMap::new(),
            number: 0,
            claims: json!({}),
            answer: None,
            without_id_token: false,
            lifetime: 3600,
            token_requests: Vec::new(),
        };
        let provider = Self { issuer, shared: Arc::new(Mutex::new(shared)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    /// How an application is told of it.
    pub(crate) fn configured_as(&self, id: &str) -> GenericOauth {
        GenericOauth {
            client_secret: Some(auth::Secret::new("client-secret")),
            discovery_url: Some(format!("{}/.well-known/openid-configuration", self.issuer)),
            scopes: ["openid", "profile", "email"].map(str::to_owned).into(),
            ..GenericOauth::new(id, "client")
        }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// From now on it is as late as there.
    pub(crate) fn follow_clock_of(&self, app: &TestAuth) {
        self.lock().clock = Arc::clone(&app.clock);
    }

    /// The next tokens say this besides or instead; `null` leaves a claim out.
    pub(crate) fn say(&self, claims: Value) {
        self.lock().claims = claims;
    }

    /// The token endpoint answers with an error.
    pub(crate) fn refuse_tokens(&self) {
        let body = json!({ "error": "invalid_grant" });
        self.lock().answer = Some(Refusal { status: StatusCode::BAD_REQUEST, location: None, body });
    }

    /// The token endpoint leads to another address.
    pub(crate) fn lead_to(&self, location: &str) {
        let answer = Refusal { status: StatusCode::FOUND, location: Some(location.to_owned()), body: json!({}) };
        self.lock().answer = Some(answer);
    }

    pub(crate) fn leave_out_id_tokens(&self) {
        self.lock().without_id_token = true;
    }

    /// Access tokens live this many seconds.
    pub(crate) fn give_tokens_for(&self, seconds: u64) {
        self.lock().lifetime = seconds;
    }

    /// It has another key from now on.
    pub(crate) fn change_keys(&self) {
        self.lock().key = Key::new("second");
    }

    /// Its discovery document speaks for somebody else.
    pub(crate) fn claim_to_be(&self, issuer: &str) {
        issuer.clone_into(&mut self.lock().issuer);
    }

    /// The forms that were sent to the token endpoint.
    pub(crate) fn token_requests(&self) -> Vec<BTreeMap<String, String>> {
        self.lock().token_requests.clone()
    }

    /// An ID token as an application on a telephone gets it.
    pub(crate) fn id_token(&self, person: &Value) -> String {
        let shared = self.lock();
        shared.key.sign(&shared.claims_of(person, "client", None))
    }

    /// What happens at the provider when somebody signs in there: the query that the browser is sent back with.
    pub(crate) fn signs_in(&self, url: &str, person: &Value) -> String {
        let url = Url::parse(url).unwrap();
        let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let state = query["state"].clone();
        let mut shared = self.lock();
        let code = shared.next("code");
        shared.codes.insert(code.clone(), Code { query, person: person.clone() });
        format!("code={code}&state={state}")
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }
}

impl Shared {
    fn next(&mut self, kind: &str) -> String {
        self.number += 1;
        format!("{kind}-{}", self.number)
    }

    fn claims_of(&self, person: &Value, audience: &str, nonce: Option<&String>) -> Value {
        let now = self.clock.now().as_millis() / 1000;
        let mut claims = person.clone();
        let fields = claims.as_object_mut().unwrap();
        for (name, value) in [
            ("iss", json!(self.issuer)),
            ("aud", json!(audience)),
            ("iat", json!(now)),
            ("exp", json!(now + 600)),
            ("nonce", json!(nonce)),
        ] {
            fields.insert(name.into(), value);
        }
        fields.extend(self.claims.as_object().unwrap().clone());
        fields.retain(|_, value| !value.is_null());
        claims
    }
}

async fn discovery(State(provider): State<Provider>) -> Json<Value> {
    let address = &provider.issuer;
    Json(json!({
        "issuer": provider.lock().issuer,
        "authorization_endpoint": format!("{address}/authorize"),
        "token_endpoint": format!("{address}/token"),
        "userinfo_endpoint": format!("{address}/userinfo"),
        "jwks_uri": format!("{address}/jwks"),
        "end_session_endpoint": format!("{address}/logout"),
        "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
}

async fn jwks(State(provider): State<Provider>) -> Json<Value> {
    let shared = provider.lock();
    let x = URL_SAFE_NO_PAD.encode(shared.key.pair.public_key());
    Json(json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": shared.key.kid, "use": "sig" }] }))
}

async fn token(State(provider): State<Provider>, Form(form): Form<BTreeMap<String, String>>) -> Response {
    let mut shared = provider.lock();
    shared.token_requests.push(form.clone());
    if let Some(Refusal { status, location, body }) = shared.answer.clone() {
        let mut response = (status, Json(body)).into_response();
        if let Some(location) = location {
            response.headers_mut().insert("location", location.parse().unwrap());
        }
        return response;
    }
    let refused = || (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    let (person, nonce) = if form["grant_type"] == "refresh_token" {
        (shared.access_tokens.get(&form["refresh_token"]).cloned(), None)
    } else {
        let Some(code) = shared.codes.remove(&form["code"]) else {
            return refused();
        };
        let challenge = form.get("code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
        if code.query.get("code_challenge") != challenge.as_ref() || code.query["redirect_uri"] != form["redirect_uri"]
        {
            return refused();
        }
        (Some(code.person), code.query.get("nonce").cloned())
    };
    let Some(person) = person else {
        return refused();
    };
    let id_token = shared.key.sign(&shared.claims_of(&person, "client", nonce.as_ref()));
    let (access_token, refresh_token) = (shared.next("access"), shared.next("refresh"));
    shared.access_tokens.insert(access_token.clone(), person.clone());
    shared.access_tokens.insert(refresh_token.clone(), person);
    let mut answer = json!({
        "access_token": access_token, "refresh_token": refresh_token, "token_type": "Bearer",
        "expires_in": shared.lifetime, "scope": "openid profile email", "id_token": id_token,
    });
    if shared.without_id_token {
        answer.as_object_mut().unwrap().remove("id_token");
    }
    Json(answer).into_response()
}

async fn user_info(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let shared = provider.lock();
    match token.and_then(|token| shared.access_tokens.get(token)) {
        Some(person) => {
            let mut profile = person.clone();
            profile.as_object_mut().unwrap().extend(shared.claims.as_object().unwrap().clone());
            Json(profile).into_response()
        }
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// What people do with providers.
impl Client {
    /// Asks for the address at a provider.
    pub(crate) async fn start_social(&mut self, provider: &str) -> String {
        let body = json!({
            "provider": provider, "callbackURL": "/in", "errorCallbackURL": "/oops", "newUserCallbackURL": "/new",
        });
        let started: Value = self.post("/sign-in/social", &body).await.accepted();
        started["url"].as_str().unwrap().to_owned()
    }

    /// Comes back from a provider.
    pub(crate) async fn come_back(&mut self, provider: &str, query: &str) -> Answer {
        self.get(&format!("/callback/{provider}?{query}")).await
    }

    /// Goes to a provider, signs in there and comes back; where the browser is led to.
    pub(crate) async fn sign_in_at(&mut self, provider: &Provider, id: &str, person: &Value) -> String {
        let url = self.start_social(id).await;
        let query = provider.signs_in(&url, person);
        self.come_back(id, &query).await.leads_to()
    }

    /// Links an account from the settings; where the browser is led to.
    pub(crate) async fn link_at(&mut self, provider: &Provider, id: &str, person: &Value) -> String {
        let url = self.start_link(id).await;
        let query = provider.signs_in(&url, person);
        self.come_back(id, &query).await.leads_to()
    }

    pub(crate) async fn start_link(&mut self, provider: &str) -> String {
        let body = json!({ "provider": provider, "callbackURL": "/linked", "errorCallbackURL": "/oops" });
        let started: Value = self.post("/link-social", &body).await.accepted();
        started["url"].as_str().unwrap().to_owned()
    }

    /// The accounts of who is signed in.
    pub(crate) async fn accounts(&mut self) -> Vec<Value> {
        self.get("/list-accounts").await.accepted()
    }
}

impl Answer {
    /// The browser is redirected; where to.
    #[track_caller]
    pub(crate) fn leads_to(&self) -> String {
        assert_eq!(self.status, 302, "{self}");
        self.header("location").unwrap().to_owned()
    }
}
