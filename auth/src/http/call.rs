use std::any::TypeId;

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    response::{IntoResponse as _, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use percent_encoding::percent_decode_str;
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use url::form_urlencoded;

use super::{
    answer::{answer, apply_to_headers, refuse},
    request::{decode, facts, fields},
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    operation::{Described, Method, Operation},
    wire::ErrorCode,
};

/// One request on its way through the door.
pub(super) struct Call {
    pub(super) auth: Auth,
    pub(super) cx: Cx,
    pub(super) parts: Parts,
    operation: &'static Operation,
    body: Option<axum::body::Body>,
}

impl Call {
    /// Lets the request through to its operation, before anything of it is read.
    pub(super) async fn admit(&mut self) -> Result<()> {
        self.auth.admit(&mut self.cx, self.operation).await
    }

    /// Lets the request through and reads its body.
    pub(super) async fn input<T: DeserializeOwned + 'static>(&mut self) -> Result<T> {
        let reads_nothing = self.operation.input.is_none() && TypeId::of::<T>() == TypeId::of::<IgnoredAny>();
        debug_assert!(
            reads_nothing || Described::is::<T>(self.operation.input.as_ref()),
            "{} is described with another input",
            self.operation.id
        );
        self.admit().await?;
        let body = self.body.take().unwrap_or_default();
        let bytes = to_bytes(body, self.operation.body.limit()).await;
        let bytes = bytes.map_err(|error| Error::new(ErrorCode::PayloadTooLarge).caused_by(error))?;
        decode(fields(self.operation.body, &self.parts.headers, &bytes)?)
    }

    pub(super) fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    fn is_described(&self, name: &str) -> bool {
        self.operation.query.iter().any(|parameter| parameter.name == name)
    }

    /// A flag of the query; every text but the empty one counts as true, as upstream.
    pub(super) fn has_flag(&self, name: &str) -> bool {
        debug_assert!(self.is_described(name), "{} does not say that it asks for {name}", self.operation.id);
        form_urlencoded::parse(self.query().as_bytes()).any(|(key, value)| key == name && !value.is_empty())
    }

    /// The first value of a name in the query.
    pub(super) fn query_value(&self, name: &str) -> Option<String> {
        debug_assert!(self.is_described(name), "{} does not say that it asks for {name}", self.operation.id);
        form_urlencoded::parse(self.query().as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// All values of a name in the query.
    pub(super) fn query_values(&self, name: &str) -> Vec<String> {
        debug_assert!(self.is_described(name), "{} does not say that it asks for {name}", self.operation.id);
        let pairs = form_urlencoded::parse(self.query().as_bytes()).filter(|(key, _)| key == name);
        pairs.map(|(_, value)| value.into_owned()).collect()
    }

    /// What stands behind the last slash of the path, for routes that end in a parameter.
    pub(super) fn last_segment(&self) -> String {
        let segment = self.parts.uri.path().rsplit('/').next().unwrap_or_default();
        percent_decode_str(segment).decode_utf8_lossy().into_owned()
    }

    /// Answers with 302.
    pub(super) fn redirect(&self, location: &str) -> Result<Response> {
        let location = HeaderValue::from_str(location).map_err(|error| Error::internal(error.to_string()))?;
        let mut response = (StatusCode::FOUND, [(header::LOCATION, location)]).into_response();
        apply_to_headers(&self.cx, response.headers_mut());
        Ok(response)
    }

    /// Redirects to where an operation leads, or answers with its error, with the cookies it set in either case.
    pub(super) fn redirect_to(&self, outcome: Result<String>) -> Result<Response> {
        match outcome {
            Ok(location) => self.redirect(&location),
            Err(error) => Ok(answer(&self.cx, Err::<(), _>(error))),
        }
    }

    /// Answers with what the operation made, with the cookies it set in either case.
    #[expect(clippy::unnecessary_wraps, reason = "every handler ends with it or with an error of its own")]
    pub(super) fn answer<T: Serialize + 'static>(&self, outcome: Result<T>) -> Result<Response> {
        debug_assert!(
            outcome.is_err() || Described::is::<T>(self.operation.output.as_ref()),
            "{} is described with another output",
            self.operation.id
        );
        Ok(answer(&self.cx, outcome))
    }
}

/// Mounts a handler where the table says.
pub(super) fn mount<H, F>(operation: &'static Operation, handler: H) -> Router<Auth>
where
    H: Fn(Call) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Response>> + Send + 'static,
{
    mount_at(operation, operation.path, handler)
}

/// Mounts a handler where the configuration says, in place of the table.
pub(super) fn mount_at<H, F>(operation: &'static Operation, path: &str, handler: H) -> Router<Auth>
where
    H: Fn(Call) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Response>> + Send + 'static,
{
    let handle = move |State(auth): State<Auth>, request: Request| {
        let handler = handler.clone();
        async move {
            let (parts, body) = request.into_parts();
            let cx = Cx::request(facts(&parts));
            let call = Call { auth, cx, parts, operation, body: Some(body) };
            handler(call).await.unwrap_or_else(|error| refuse(&error))
        }
    };
    let routes = operation.methods.iter().fold(MethodRouter::new(), |routes, method| {
        let filter = match method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        routes.merge(on(filter, handle.clone()))
    });
    // A known path with another method is as unknown as upstream makes it.
    Router::new().route(path, routes.fallback(async || StatusCode::NOT_FOUND))
}
