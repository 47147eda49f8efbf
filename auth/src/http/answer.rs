use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::{Cx, Error, wire::ErrorCode};

/// Puts the cookies and headers of an operation into an answer of the API.
pub fn apply_to_headers(cx: &Cx, headers: &mut HeaderMap) {
    insert(cx.headers(), headers);
    apply_to_page_headers(cx, headers);
}

/// Puts the cookies of an operation and the headers that the application added into the answer for a page. The
/// other headers are for programs that use the API: one of them is the token, which no page gets to see.
pub fn apply_to_page_headers(cx: &Cx, headers: &mut HeaderMap) {
    insert(cx.added_headers(), headers);
    for cookie in cx.set_cookies() {
        if let Ok(line) = HeaderValue::from_str(&cookie.to_string()) {
            headers.append(header::SET_COOKIE, line);
        }
    }
}

fn insert(pairs: &[(&'static str, String)], headers: &mut HeaderMap) {
    for (name, value) in pairs {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        } else {
            // The value is not logged: nobody knows what it holds.
            tracing::warn!(name, "a header was not sent: its name or its value is not one");
        }
    }
}

/// Answers with the output of an operation, or with its error.
pub(super) fn answer<T: Serialize>(cx: &Cx, outcome: Result<T, Error>) -> Response {
    let mut response = match outcome.and_then(|output| serde_json::to_vec(&output).map_err(Error::internal)) {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => refuse(&error),
    };
    apply_to_headers(cx, response.headers_mut());
    response
}

/// Answers with an error. The cause is logged here, once, and not sent.
pub(super) fn refuse(error: &Error) -> Response {
    if error.status() >= 500 {
        let cause = std::error::Error::source(error);
        tracing::error!(code = error.code_text(), error = cause, "a request failed");
    }
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // Unknown paths answer without a body, as upstream.
    let mut response = if error.code() == ErrorCode::NotFound {
        status.into_response()
    } else if let Some(body) = error.oauth_body() {
        (status, [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")], axum::Json(body)).into_response()
    } else {
        (status, axum::Json(error.body())).into_response()
    };
    if let Some(wait) = error.retry_after() {
        let seconds = HeaderValue::from(wait.as_millis().div_ceil(1000).max(1).try_into().unwrap_or(u32::MAX));
        response.headers_mut().insert(HeaderName::from_static("x-retry-after"), seconds.clone());
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}
