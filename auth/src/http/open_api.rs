use axum::{
    Router,
    response::{Html, IntoResponse as _},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderValue;
use sha2::{Digest as _, Sha256};

use super::{
    answer::apply_to_headers,
    call::{mount, mount_at},
};
use crate::{Auth, error::Error, features::open_api};

/// The page is where the configuration says.
pub(super) fn routes(reference_path: &str) -> Router<Auth> {
    Router::new()
        .merge(mount(&open_api::GENERATE_SCHEMA, |mut call| async move {
            let output = call.auth.generate_open_api_schema(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount_at(&open_api::REFERENCE, reference_path, |mut call| async move {
            let page = call.auth.open_api_reference(&mut call.cx).await?;
            let mut response = Html(page).into_response();
            let policy = HeaderValue::from_str(&policy()).map_err(|error| Error::internal(error.to_string()))?;
            let headers = response.headers_mut();
            headers.insert("content-security-policy", policy);
            headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
            apply_to_headers(&call.cx, headers);
            Ok(response)
        }))
}

/// Nothing but the one style sheet that is in the page.
fn policy() -> String {
    let style = STANDARD.encode(Sha256::digest(open_api::STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
