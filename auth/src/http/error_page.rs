use axum::response::{Html, IntoResponse, Response};
use http::HeaderValue;
use url::form_urlencoded;

/// `GET /error`: shows the code that a redirect brought. The application's own error page is
/// `/auth/error`; this one serves clients that know nothing but the API.
pub(super) fn error_page(query: &str) -> Response {
    let error = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "error");
    let code = error.map(|(_, code)| code.into_owned()).filter(|code| is_code(code));
    let code = code.as_deref().unwrap_or("UNKNOWN");
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Something went wrong</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><h1>Something went wrong</h1>\
         <p>The request could not be completed. Go back and try again.</p><p><code>{code}</code></p></html>"
    );
    let mut response = Html(page).into_response();
    let headers = response.headers_mut();
    headers.insert("content-security-policy", HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    response
}

/// Codes hold nothing that HTML reads as markup, so a checked code needs no escaping.
fn is_code(code: &str) -> bool {
    (1..=100).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
