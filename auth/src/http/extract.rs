//! Who sends a request, as arguments of the handlers of an application.
//!
//! Each extractor reads the session as it is in the database, so one that was ended elsewhere opens nothing, and answers
//! a caller who may not go on as the API does. They never extend a session: the cookie that says so could not be sent from
//! there. An application whose pages do not ask the API for the session puts [`keep_session`] in front of its routes.
//!
//! ```no_run
//! use auth::{Auth, http::{CurrentUser, Fresh}};
//! use axum::{Router, routing::{get, post}};
//!
//! async fn hello(user: Option<CurrentUser>) -> String {
//!     user.map_or_else(|| "Hello.".into(), |caller| format!("Hello, {}.", caller.user.name))
//! }
//!
//! async fn projects(caller: CurrentUser) -> String {
//!     format!("The projects of {}.", caller.user.id)
//! }
//!
//! async fn delete_project(caller: Fresh) -> String {
//!     format!("{} has signed in a short while ago.", caller.user.id)
//! }
//!
//! # fn example(auth: Auth) -> Router {
//! Router::new()
//!     .route("/", get(hello))
//!     .route("/projects", get(projects))
//!     .route("/projects/delete", post(delete_project))
//!     .with_state(auth.clone())
//!     .merge(auth::http::router(auth))
//! # }
//! ```

use std::{fmt, marker::PhantomData};

use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts, RawPathParams, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use super::{
    answer::{apply_to_page_headers, refuse},
    facts,
};
use crate::{
    Auth, Cx, Error, Result,
    features::{access, organization::Membership},
    wire::{ErrorCode, GetSession, KeyPermissions, Member, Organization, Session, SessionWithUser, User},
};

/// Somebody who is signed in; others get 401. As `Option<CurrentUser>` it is whoever comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentUser {
    /// Who they are.
    pub user: User,
    /// Their session, without its token: it is for the browser.
    pub session: Session,
}

/// Somebody who signed in recently (`session.fresh_age`); others get 401 or 403.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    /// Who they are.
    pub user: User,
    /// Their session, without its token.
    pub session: Session,
}

/// What a handler asks of the roles of its caller, for [`Require`].
///
/// ```
/// use auth::{features::{access::Request, admin::UserAction}, http::Permission};
///
/// struct MayBan;
///
/// impl Permission for MayBan {
///     fn request() -> Request {
///         Request::all([UserAction::Ban])
///     }
/// }
/// ```
pub trait Permission {
    /// The actions.
    fn request() -> access::Request;
}

/// Somebody whose roles allow what `P` says; others get 401 or 403. Whoever looks at the application as somebody else is
/// not that person, and gets 403 too.
pub struct Require<P> {
    /// Who they are.
    pub user: User,
    /// Their session, without its token.
    pub session: Session,
    permission: PhantomData<fn() -> P>,
}

impl<P> fmt::Debug for Require<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Require").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// Somebody in the organization that the path names by its slug, as `{slug}`; others get 401 or 403.
///
/// ```no_run
/// use auth::http::OrgMember;
/// use axum::{Router, routing::get};
///
/// async fn projects(caller: OrgMember) -> String {
///     format!("The projects of {}, for its {}.", caller.organization.name, caller.member.role)
/// }
///
/// let pages: Router<auth::Auth> = Router::new().route("/o/{slug}/projects", get(projects));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgMember {
    /// Who they are.
    pub user: User,
    /// Their session, without its token.
    pub session: Session,
    /// Where.
    pub organization: Organization,
    /// As what.
    pub member: Member,
}

/// A program that comes with an API key (`x-api-key`, or what the configuration says); others get 401, and whoever came too
/// often 429. However many handlers and layers ask, each asking is one use of the key.
///
/// ```no_run
/// use auth::http::{ApiKey, Rejection};
/// use axum::{Router, routing::get};
///
/// async fn reports(key: ApiKey) -> Result<String, Rejection> {
///     key.require("report", "read")?;
///     Ok(format!("The reports of {}.", key.key.reference_id))
/// }
///
/// let api: Router<auth::Auth> = Router::new().route("/reports", get(reports));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ApiKey {
    /// The key as it is after this use, without its secret. [`reference_id`](crate::wire::ApiKey::reference_id) says whose
    /// it is.
    pub key: crate::wire::ApiKey,
}

impl ApiKey {
    /// What the key may do, if anything was said.
    pub fn permissions(&self) -> Option<&KeyPermissions> {
        self.key.permissions.as_ref()
    }

    /// Goes on only with a key that may do this.
    ///
    /// # Errors
    ///
    /// 403 for one that may not.
    pub fn require(&self, resource: &str, action: &str) -> Result<(), Rejection> {
        let wanted = KeyPermissions::from([(resource.to_owned(), vec![action.to_owned()])]);
        if self.key.may(&wanted) { Ok(()) } else { Err(ErrorCode::Refused.into()) }
    }
}

/// Why a request does not get to its handler. It answers as the API: a status, and `{"code", "message"}`.
#[derive(Debug)]
pub struct Rejection(Error);

impl Rejection {
    /// The error behind it.
    pub fn error(&self) -> &Error {
        &self.0
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<ErrorCode> for Rejection {
    fn from(code: ErrorCode) -> Self {
        Self(code.into())
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        refuse(&self.0)
    }
}

/// The session that [`keep_session`] has read.
#[derive(Clone)]
struct Known(Option<SessionWithUser>);

/// Reads the session of a request once, extends it when it is old enough, and sends its cookies with the answer. For the
/// routes of the application, not around those of [`router`](super::router), which do so themselves.
///
/// ```no_run
/// # fn example(auth: auth::Auth) -> axum::Router {
/// use axum::{Router, middleware::from_fn_with_state, routing::get};
///
/// let pages = Router::new()
///     .route("/", get(|| async { "a page" }))
///     .layer(from_fn_with_state(auth.clone(), auth::http::keep_session))
///     .with_state(auth.clone());
/// pages.merge(auth::http::router(auth))
/// # }
/// ```
///
/// # Errors
///
/// 503 when the store does not answer.
pub async fn keep_session(State(auth): State<Auth>, request: Request, next: Next) -> Result<Response, Rejection> {
    let (mut parts, body) = request.into_parts();
    let mut cx = Cx::request(facts(&parts));
    let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
    let session = auth.current_session(&mut cx, input).await?;
    parts.extensions.insert(Known(session));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    apply_to_page_headers(&cx, response.headers_mut());
    Ok(response)
}

async fn session_of(parts: &Parts, auth: &Auth) -> Result<Option<CurrentUser>> {
    let found = if let Some(Known(session)) = parts.extensions.get() {
        session.clone()
    } else {
        let input = GetSession { disable_cookie_cache: true, disable_refresh: true, ..GetSession::default() };
        auth.current_session(&mut Cx::request(facts(parts)), input).await?
    };
    Ok(found.map(|SessionWithUser { session, user, .. }| CurrentUser {
        session: Session { token: String::new(), ..session },
        user,
    }))
}

impl<S> FromRequestParts<S> for CurrentUser
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        session_of(parts, &Auth::from_ref(state)).await?.ok_or_else(|| ErrorCode::Unauthorized.into())
    }
}

impl<S> OptionalFromRequestParts<S> for CurrentUser
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Rejection> {
        Ok(session_of(parts, &Auth::from_ref(state)).await?)
    }
}

impl<S> FromRequestParts<S> for Fresh
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let auth = Auth::from_ref(state);
        let CurrentUser { user, session } = session_of(parts, &auth).await?.ok_or(ErrorCode::Unauthorized)?;
        if auth.is_fresh(&session) { Ok(Self { user, session }) } else { Err(ErrorCode::SessionNotFresh.into()) }
    }
}

impl<S, P> FromRequestParts<S> for Require<P>
where
    Auth: FromRef<S>,
    S: Send + Sync,
    P: Permission,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let auth = Auth::from_ref(state);
        let CurrentUser { user, session } = session_of(parts, &auth).await?.ok_or(ErrorCode::Unauthorized)?;
        session.require_own()?;
        if auth.may(&user, &P::request()) {
            Ok(Self { user, session, permission: PhantomData })
        } else {
            Err(ErrorCode::Refused.into())
        }
    }
}

impl<S> FromRequestParts<S> for ApiKey
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let key = Auth::from_ref(state).request_api_key(&facts(parts)).await?;
        Ok(Self { key })
    }
}

impl<S> FromRequestParts<S> for OrgMember
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let auth = Auth::from_ref(state);
        let CurrentUser { user, session } = session_of(parts, &auth).await?.ok_or(ErrorCode::Unauthorized)?;
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(Error::internal)?;
        let (_, slug) = params.iter().find(|(name, _)| *name == "slug").ok_or_else(|| {
            // A mistake of the application, which its first request shows.
            Error::internal(std::io::Error::other("the path of a handler with `OrgMember` has no `{slug}`"))
        })?;
        let slug = slug.to_owned();
        let caller = SessionWithUser::new(session, user);
        let mut cx = Cx::request(facts(parts));
        let Membership { caller, organization, member } = auth.membership_by_slug(&mut cx, caller, &slug).await?;
        Ok(Self { user: caller.user, session: caller.session, organization, member })
    }
}
