//! A small host application around the core, as a fork would write one, and the program that the conformance
//! suite drives: it reads the TOML file named by `AUTH_CONFIG`, mounts the API and adds a few routes of its own.
//!
//! ```text
//! AUTH_CONFIG=auth.toml DATABASE_URL='sqlite://auth.db?mode=rwc' cargo run -p auth --example conformance
//! ```

mod admin;
mod api_key;
mod email_otp;
mod hooks;
mod jwt;

use std::{env, error::Error, fs, net::SocketAddr, sync::Arc};

use auth::{
    Auth, AuthConfig, Cx,
    mail::{Mailer, SmtpMailer},
    wire::{ErrorCode, GetSession, Password},
};
use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_env_filter("warn").init();
    let toml = fs::read_to_string(env::var("AUTH_CONFIG")?)?;
    // The secret and the address are in the file; these only stand in for missing ones.
    let mut defaults = AuthConfig::new("http://localhost:3000", "");
    // The suite has every feature on unless its table says otherwise.
    defaults.username.enabled = true;
    defaults.phone_number.enabled = true;
    defaults.bearer.enabled = true;
    defaults.api_key.enabled = true;
    defaults.jwt.enabled = true;
    defaults.open_api.enabled = true;
    defaults.organization.enabled = true;
    let loaded = AuthConfig::load(defaults, &toml, |name| env::var(name).ok())?;
    let database_url = loaded.database_url.ok_or("set DATABASE_URL or database.url")?;

    let email = loaded.config.email.clone();
    let mut builder = Auth::builder(loaded.config);
    let mut mailer: Option<Arc<dyn Mailer>> = None;
    if let Some(smtp_url) = &email.smtp_url {
        let from = email.from.as_deref().unwrap_or("no-reply@localhost");
        let smtp: Arc<dyn Mailer> = Arc::new(SmtpMailer::new(smtp_url.expose(), from)?);
        builder = builder.mailer(Arc::clone(&smtp));
        mailer = Some(smtp);
    }
    if asks_for_hooks(&toml)? {
        builder = builder.hooks(hooks::HostRules { mailer });
    }
    let auth = builder.connect(&database_url).await?;
    auth.migrate().await?;
    let deliveries = tokio::spawn({
        let auth = auth.clone();
        async move { auth.deliver_mails(terminated()).await }
    });

    let app = Router::new()
        .route("/api/me", get(me))
        .route("/host/{name}", post(server_side_call))
        .with_state(auth.clone())
        .merge(auth::http::router(auth));
    let listener = TcpListener::bind(("127.0.0.1", loaded.port.unwrap_or(3000))).await?;
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(terminated()).await?;
    deliveries.await?;
    Ok(())
}

/// Whether the settings ask for the rules of [`hooks`].
fn asks_for_hooks(toml: &str) -> Result<bool, toml::de::Error> {
    let settings: toml::Table = toml.parse()?;
    Ok(settings.get("conformance_hooks").and_then(toml::Value::as_bool).unwrap_or(false))
}

/// Ends when the suite sends SIGTERM.
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut terminate) = signal(SignalKind::terminate()) {
        terminate.recv().await;
    }
}

/// A route of the application that knows who is signed in.
async fn me(State(auth): State<Auth>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut cx = Cx::request(auth::http::facts(&parts));
    match auth.current_session(&mut cx, GetSession::default()).await {
        Ok(Some(session)) => {
            let mut response = Json(session).into_response();
            auth::http::apply_to_headers(&cx, response.headers_mut());
            response
        }
        Ok(None) => (StatusCode::UNAUTHORIZED, Json(json!({ "error": "Unauthorized" }))).into_response(),
        Err(error) => refuse(&error),
    }
}

/// What trusted code of the application can call without a request of its own.
async fn server_side_call(State(auth): State<Auth>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 64 * 1024).await.unwrap_or_default();
    let call: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let on_behalf = call.get("withHeaders").and_then(Value::as_bool).unwrap_or_default();
    let mut cx = if on_behalf { Cx::request(auth::http::facts(&parts)) } else { Cx::internal() };
    if let Some(response) = admin::call(&auth, &mut cx, &name, &call).await {
        return response;
    }
    if let Some(response) = api_key::call(&auth, &mut cx, &name, &call).await {
        return response;
    }
    match name.as_str() {
        "add-member" => match input(&call) {
            Ok(input) => answer(auth.add_member(&mut cx, input).await),
            Err(error) => refuse(&error),
        },
        "set-password" => match input::<NewPassword>(&call) {
            Ok(input) => answer(auth.set_password(&mut cx, &input.new_password).await),
            Err(error) => refuse(&error),
        },
        "sign-in-email" => match input(&call) {
            Ok(input) => answer(auth.sign_in_email(&mut cx, input).await),
            Err(error) => refuse(&error),
        },
        "view-backup-codes" => {
            let user = call["body"]["userId"].as_str().unwrap_or_default();
            answer(auth.view_backup_codes(user).await)
        }
        "generate-totp" => {
            let secret = call["body"]["secret"].as_str().unwrap_or_default();
            answer(auth.generate_totp(secret).map(|code| json!({ "code": code })))
        }
        "sign-jwt" | "verify-jwt" => answer(jwt::call(&auth, &name, &call).await),
        "create-verification-otp" | "get-verification-otp" => answer(email_otp::call(&auth, &name, &call).await),
        _ => (StatusCode::NOT_FOUND, Json(json!({ "error": "no such call" }))).into_response(),
    }
}

/// The input of `set-password`.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPassword {
    new_password: Password,
}

fn input<T: DeserializeOwned>(call: &Value) -> auth::Result<T> {
    let body = call.get("body").cloned().unwrap_or_else(|| json!({}));
    serde_json::from_value(body).map_err(|error| auth::Error::new(ErrorCode::ValidationError).caused_by(error))
}

fn answer<T: serde::Serialize>(outcome: auth::Result<T>) -> Response {
    match outcome {
        Ok(output) => Json(output).into_response(),
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &auth::Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(error.body())).into_response()
}
