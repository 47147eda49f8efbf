use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use http::{HeaderMap, Method, header::CONTENT_TYPE, request::Parts};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::{
    context::RequestFacts,
    error::{Error, Result},
    operation::Body,
    wire::ErrorCode,
};

/// What the core has to know of an HTTP request. The address of the connection comes from the
/// [`ConnectInfo`] extension, which the server has to set.
pub fn facts(parts: &Parts) -> RequestFacts {
    let readable = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    RequestFacts {
        safe_method: matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS),
        peer: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip()),
        headers: parts.headers.iter().filter_map(readable).collect(),
    }
}

/// The fields of a request body.
pub(super) fn fields(kind: Body, headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>> {
    if matches!(kind, Body::None) || bytes.is_empty() {
        return Ok(Map::new());
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match (essence.as_str(), kind) {
        ("application/json", _) => match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(Error::new(ErrorCode::ValidationError)),
            Err(error) => Err(Error::new(ErrorCode::BadRequest).caused_by(error)),
        },
        ("application/x-www-form-urlencoded", Body::JsonOrForm { switches, .. }) => {
            let pairs = form_urlencoded::parse(bytes);
            Ok(pairs.map(|(name, value)| form_field(&name, &value, switches)).collect())
        }
        ("application/x-www-form-urlencoded", Body::JsonOrOauthForm(_)) => oauth_fields(bytes),
        _ => Err(ErrorCode::UnsupportedMediaType.into()),
    }
}

/// The fields of a form of a client of OAuth.
fn oauth_fields(bytes: &[u8]) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(bytes).filter(|(_, value)| !value.is_empty()) {
        if fields.insert(name.into_owned(), value.into_owned().into()).is_some() {
            let twice = Error::new(ErrorCode::InvalidOauthRequest).with_message("Send every parameter once.");
            return Err(twice.for_oauth("invalid_request"));
        }
    }
    Ok(fields)
}

/// A field of a form is a text, unless it is a switch: `true` or `false`, or `on` as a ticked box sends it.
fn form_field(name: &str, text: &str, switches: &[&str]) -> (String, Value) {
    let value = match text {
        "true" | "on" if switches.contains(&name) => Value::Bool(true),
        "false" if switches.contains(&name) => Value::Bool(false),
        _ => Value::String(text.to_owned()),
    };
    (name.to_owned(), value)
}

/// Reads fields into an input, naming the field that does not fit.
pub(super) fn decode<T: serde::de::DeserializeOwned>(fields: Map<String, Value>) -> Result<T> {
    serde_json::from_value(Value::Object(fields)).map_err(|error| {
        // serde names the field and the kind it wanted, and repeats no text that was sent except by kind.
        Error::new(ErrorCode::ValidationError).caused_by(error)
    })
}
