//! Which part answers which path.

use app::{
    App,
    api::oauth::LAST_USED_COOKIE,
    last_used::LastUsed,
    pages::settings::{PASSKEYS, SECURITY},
    shell,
};
use axum::{
    Json, Router,
    extract::{Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::from_fn_with_state,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use serde_json::json;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    assets,
    audit_export::{audit_csv, audit_json},
    guard, health,
    middleware::{HttpSettings, layers},
    security_headers::provide_nonce,
    state::AppState,
    theme::choose_theme,
    users_csv::users_csv,
    visitor::VisitorSessions,
};

/// The whole server: probes, the Better Auth API, server functions and pages.
pub fn router(state: AppState, settings: &HttpSettings) -> Router {
    let auth = state.auth.clone();
    let ready = auth.clone();
    let probes = health::routes(move || {
        let auth = ready.clone();
        async move { auth.ready().await.map_err(|error| error.to_string()) }
    });
    let router = Router::new().merge(probes).merge(auth::http::router(auth)).merge(pages(state));
    layers(router, settings)
}

/// Pages and server functions, behind the visitor session and the guard.
fn pages(state: AppState) -> Router {
    let context = page_context(state.clone());
    let options = state.leptos.clone();
    let render = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let not_found = {
        let render = render_app_async_with_context(context.clone(), render.clone());
        move |request: Request| unknown_path(request, render)
    };
    Router::new()
        .route("/theme", post(choose_theme))
        .route("/admin/users.csv", get(users_csv))
        .route("/admin/audit-log.csv", get(audit_csv))
        .route("/admin/audit-log.json", get(audit_json))
        // Where password managers look (https://w3c.github.io/webappsec-change-password-url/).
        .route("/.well-known/change-password", get(async || Redirect::temporary(SECURITY)))
        // Where password managers look for passkeys (https://www.w3.org/TR/passkey-endpoints/).
        .route("/.well-known/passkey-endpoints", get(passkey_endpoints))
        .leptos_routes_with_context(&state, generate_route_list(App), context, render)
        .fallback(not_found)
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .layer(visitor_sessions(&state))
        .with_state(state)
}

/// Where passkeys are added and managed; nowhere if there are none.
async fn passkey_endpoints(State(AppState { auth, .. }): State<AppState>) -> Response {
    if !auth.config().passkey.enabled {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = format!("{}{PASSKEYS}", auth.config().origin());
    Json(json!({ "enroll": page, "manage": page })).into_response()
}

/// What pages and server functions find in their context.
fn page_context(state: AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_nonce();
        provide_context(assets::site_files());
        provide_context(state.auth.clone());
        provide_context(state.public_config.clone());
        if let Some(mailbox) = &state.mailbox {
            provide_context(mailbox.clone());
        }
        if let Some(last) = use_context::<Parts>().and_then(|parts| last_used(&state, &parts)) {
            provide_context(last);
        }
        let visit = use_context::<Parts>().and_then(|parts| parts.extensions.get::<guard::Visit>().cloned());
        if let Some(guard::Visit { session, flash, still }) = visit {
            provide_context(session);
            if still {
                provide_context(app::hydration::Still);
            }
            if let Some(flash) = flash {
                provide_context(flash);
            }
        }
    }
}

/// By which method the visitor signed in last, if it is still there: as the core noted it, or else the provider that was
/// chosen on a page.
fn last_used(state: &AppState, parts: &Parts) -> Option<LastUsed> {
    let options = &state.auth.config().last_login_method;
    let name = if options.enabled {
        options.cookie_name.clone()
    } else {
        state.auth.cookie(LAST_USED_COOKIE, "", None).name().to_owned()
    };
    let facts = auth::http::facts(parts);
    let method = facts.cookie(&name)?;
    let is_provider = state.public_config.providers.iter().any(|provider| provider.id == method);
    let is_own = options.enabled && matches!(method, "email" | "passkey" | "magic-link" | "email-otp");
    (is_provider || is_own).then(|| LastUsed(method.to_owned()))
}

/// A page says that there is nothing; anything but reading is answered without one.
async fn unknown_path<F>(request: Request, render: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        render(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// The visitor session; its cookie ends with the browser, its row a day after the last visit.
fn visitor_sessions(state: &AppState) -> SessionManagerLayer<VisitorSessions> {
    let https = state.auth.config().is_https();
    SessionManagerLayer::new(VisitorSessions::new(&state.auth))
        .with_name(if https { "__Host-latchkey.visitor" } else { "latchkey.visitor" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(time::Duration::days(1)))
}
