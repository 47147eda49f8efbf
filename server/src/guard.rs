//! Decides before Leptos renders anything whether the visitor may see a page, and prepares what it renders with.
//!
//! A guard inside a view would answer a redirect with the whole protected page as its body.

use app::{
    policy::{HOME, Policy, SIGN_IN},
    session::SessionState,
    slug::unescaped,
    visitor::{Flash, remember_return_path, take_flash},
};
use auth::{
    Cx, LocalPath,
    wire::{GetSession, User},
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;
use url::Url;

use crate::{failure::Failure, state::AppState};

/// Leptos leads a form back to the page of the `Referer` header where a server function says nothing else. One of
/// another site gets nobody back.
fn keep_here(mut response: Response, referer: Option<&HeaderValue>, origin: &str) -> Response {
    let site_of =
        |address: &HeaderValue| address.to_str().ok().and_then(|text| Url::parse(text).ok()).map(|url| url.origin());
    let from = referer.and_then(site_of).filter(|from| from.ascii_serialization() != origin);
    let to = response.headers().get(header::LOCATION).and_then(site_of);
    if from.is_some() && from == to {
        response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(HOME));
    }
    response
}

/// What a page is rendered with, in the extensions of its request.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Who is signed in.
    pub session: SessionState,
    /// What the page before has to tell.
    pub flash: Option<Flash>,
    /// Nothing takes the page over in the browser: by its address another page would show there.
    pub still: bool,
}

/// The layer around all pages. Server functions and the API guard themselves, so of what is no reading request of a
/// page only the answer is looked at.
pub async fn guard(State(state): State<AppState>, visitor: Session, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let referer = request.headers().get(header::REFERER).cloned();
        let response = next.run(request).await;
        return keep_here(response, referer.as_ref(), &state.auth.config().origin());
    }
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let mut cx = Cx::request(auth::http::facts(&parts));
    let session = match state.auth.current_session(&mut cx, GetSession::default()).await {
        Ok(session) => session,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the session of a page could not be read");
            return Failure::Unavailable.response(&path);
        }
    };
    let session = match SessionState::of(&state.auth, &cx, session.as_ref()).await {
        Ok(session) => session,
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the waiting sign-in of a page could not be read"
            );
            return Failure::Unavailable.response(&path);
        }
    };

    let policy = Policy::of(&path);
    let hidden = match policy {
        Policy::Development => !state.development,
        // Nobody learns what there is for those who administer.
        Policy::Admin => session.user.is_some() && !session.admin,
        Policy::Organizations | Policy::Invitation => !state.auth.config().organization.enabled,
        Policy::Devices => !state.auth.config().device_authorization.enabled,
        // Nobody learns of organizations that they are not in.
        Policy::Member => session.user.is_some() && !is_member(&session, &path),
        Policy::Public | Policy::SignedIn | Policy::SignedOut => false,
    };
    if policy == Policy::Invitation && !hidden && session.user.as_ref().is_none_or(User::is_guest) {
        // Without the query, which has the token of the mail: whoever signs in with the address needs none.
        remember(&visitor, &path).await;
    }
    let mut response = match (policy, session.user.is_some()) {
        (Policy::SignedIn | Policy::Organizations | Policy::Member | Policy::Devices | Policy::Admin, false) => {
            let wanted = parts.uri.path_and_query().map_or(path.as_str(), |path| path.as_str());
            remember(&visitor, wanted).await;
            redirect(SIGN_IN)
        }
        // A guest becomes somebody by signing in or up; where people are signed in beside each other, one more signs in.
        (Policy::SignedOut, true)
            if !state.auth.config().multi_session.enabled && !session.user.as_ref().is_some_and(User::is_guest) =>
        {
            redirect(HOME)
        }
        _ if hidden => {
            // The pages decide by the address what they show; this one leads nowhere.
            parts.uri = Uri::from_static("/not-found");
            parts.extensions.insert(Visit { session, flash: None, still: true });
            next.run(Request::from_parts(parts, body)).await
        }
        _ => {
            let flash = take_flash(&visitor).await.unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "a flash message could not be read");
                None
            });
            parts.extensions.insert(Visit { session, flash, still: false });
            next.run(Request::from_parts(parts, body)).await
        }
    };
    auth::http::apply_to_page_headers(&cx, response.headers_mut());
    // The page shows who is signed in; no cache may keep it.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether somebody is in the organization of an address, `/o/` and its slug.
fn is_member(session: &SessionState, path: &str) -> bool {
    let slug = path.split('/').nth(2).and_then(unescaped);
    slug.is_some_and(|slug| session.organizations.iter().any(|own| own.slug == slug))
}

async fn remember(visitor: &Session, wanted: &str) {
    let Ok(path) = wanted.parse::<LocalPath>() else {
        return;
    };
    if let Err(error) = remember_return_path(visitor, &path).await {
        tracing::error!(error = &error as &dyn std::error::Error, "the return path was lost");
    }
}

/// 302 without a body.
fn redirect(path: &'static str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, HeaderValue::from_static(path))]).into_response()
}
