//! The site that `cargo leptos` builds: script, WebAssembly, styles and the files of `public/`.
//!
//! A release binary holds the site, so that it needs no other file; a debug build reads it from the disk. With
//! `hash-files` Leptos would look for the hashed names in a `hash.txt` beside the executable; [`site_files`] finds them
//! in the site itself.

use std::{borrow::Cow, sync::OnceLock};

use app::site_files::SiteFiles;
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// Where files have names with a hash of their content.
const PACKAGE: &str = match option_env!("LEPTOS_SITE_PKG_DIR") {
    Some(folder) => folder,
    None => "pkg",
};
/// How the names of script, WebAssembly and styles begin.
const OUTPUT: &str = match option_env!("LEPTOS_OUTPUT_NAME") {
    Some(name) => name,
    None => "latchkey",
};
/// The length of the hash that cargo-leptos puts into names: MD5 in base64url.
const HASH_LENGTH: usize = 22;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const SHORT: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// On answers whose `ETag` belongs to the bytes as they are sent. The compression layer has to weaken all others that
/// it compresses.
#[derive(Debug, Clone, Copy)]
pub struct ExactEtag;

/// Where script, WebAssembly and styles are.
///
/// The embedded site does not change; on the disk (a debug build) the newest file counts, because
/// `cargo leptos watch` leaves the older ones there.
pub fn site_files() -> SiteFiles {
    static EMBEDDED: OnceLock<SiteFiles> = OnceLock::new();
    if cfg!(debug_assertions) { find_files::<Site>() } else { EMBEDDED.get_or_init(find_files::<Site>).clone() }
}

/// Whether there is a site. Without it pages have no styles and do not hydrate: the server was built without
/// `cargo leptos build`.
pub fn site_is_complete() -> bool {
    let files = site_files();
    [&files.js, &files.wasm, &files.css].into_iter().all(|path| Site::get(path.trim_start_matches('/')).is_some())
}

/// Middleware: answers with a file of the site if there is one of that name, and asks `next` otherwise.
///
/// Given to `Router::layer` it comes before every route; a file cannot be hidden by a page of the same name.
pub async fn serve_assets(request: Request, next: Next) -> Response {
    let found = match *request.method() {
        Method::GET | Method::HEAD => serve_asset(request.uri().path(), request.headers()),
        _ => None,
    };
    match found {
        Some(response) if request.method() == Method::HEAD => without_body(response),
        Some(response) => response,
        None => next.run(request).await,
    }
}

/// The answer to a GET for a file of the site, or `None` when there is no such file. `path` is the path of the URL.
pub fn serve_asset(path: &str, headers: &HeaderMap) -> Option<Response> {
    serve::<Site>(path, headers)
}

fn serve<S: RustEmbed>(path: &str, headers: &HeaderMap) -> Option<Response> {
    let name = file_name(path)?;
    let file = S::get(name)?;
    let content_type = content_type(file.metadata.mimetype());
    let brotli = S::get(&format!("{name}.br"));
    let varies = brotli.is_some();
    let (file, encoding) = match brotli {
        Some(brotli) if accepts_brotli(headers) => (brotli, Some("br")),
        _ => (file, None),
    };
    let etag = etag(&file);
    let fresh = matches_etag(headers, &etag);

    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(body(file.data));
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            response.extensions_mut().insert(ExactEtag);
        }
        response
    };
    let head = response.headers_mut();
    head.insert(header::CACHE_CONTROL, cache_control(name));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        head.insert(header::ETAG, etag);
    }
    if varies {
        head.insert(header::VARY, HeaderValue::from_name(header::ACCEPT_ENCODING));
    }
    Some(response)
}

fn body(data: Cow<'static, [u8]>) -> Body {
    match data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

/// HEAD says how long the body would be, and sends none.
fn without_body(response: Response) -> Response {
    use axum::body::HttpBody as _;
    let (mut parts, body) = response.into_parts();
    if parts.status != StatusCode::NOT_MODIFIED
        && let Some(length) = body.size_hint().exact()
    {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}

/// The name of a file within the site, if the path can be one. Nothing is decoded: our files have plain names, and what
/// is not decoded cannot climb out of the folder.
fn file_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    let plain = |part: &str| {
        !part.is_empty()
            && (!part.starts_with('.') || part == ".well-known")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    // Compressed copies are sent under the names of what they are copies of, and `hash.txt` is for servers.
    let hidden = name == "hash.txt" || has_extension(name, "br") || has_extension(name, "gz");
    (!hidden && name.split('/').all(plain)).then_some(name)
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

fn content_type(mime: &str) -> HeaderValue {
    let is_text = mime.starts_with("text/")
        || matches!(mime, "application/json" | "application/manifest+json" | "application/xml" | "image/svg+xml");
    let text = if is_text { format!("{mime}; charset=utf-8") } else { mime.to_owned() };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

fn cache_control(name: &str) -> HeaderValue {
    let in_package = name.strip_prefix(PACKAGE).and_then(|rest| rest.strip_prefix('/'));
    match in_package {
        Some(file) if is_hashed(file) => IMMUTABLE,
        Some(_) => REVALIDATE,
        None => SHORT,
    }
}

/// Whether a name is `<stem>.<hash>.<extension>`, as cargo-leptos makes it.
fn is_hashed(file: &str) -> bool {
    let mut parts = file.rsplit('.');
    let hash = parts.nth(1).unwrap_or_default();
    let base64url = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    hash.len() == HASH_LENGTH && hash.bytes().all(base64url) && parts.next().is_some()
}

/// Half of the SHA-256 of the bytes that are sent, in quotes.
fn etag(file: &EmbeddedFile) -> String {
    let mut etag = String::from("\"");
    for byte in &file.metadata.sha256_hash()[..16] {
        for digit in [byte >> 4, byte & 15] {
            etag.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    etag.push('"');
    etag
}

/// `If-None-Match` compares weakly (RFC 9110, 13.1.2).
fn matches_etag(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == etag)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
            let quality = parameters.trim().strip_prefix("q=").map(|quality| quality.trim().parse::<f32>());
            name.trim().eq_ignore_ascii_case("br") && !matches!(quality, Some(Ok(0.0) | Err(_)))
        })
}

fn find_files<S: RustEmbed>() -> SiteFiles {
    SiteFiles { js: find::<S>("js"), wasm: find::<S>("wasm"), css: find::<S>("css") }
}

/// The newest `/pkg/latchkey.<hash>.<extension>` or `/pkg/latchkey.<extension>`; the latter also when there is none.
fn find<S: RustEmbed>(extension: &str) -> String {
    let plain = format!("{PACKAGE}/{OUTPUT}.{extension}");
    let newest = S::iter()
        .filter(|name| is_output(name, extension))
        .filter_map(|name| {
            let changed = S::get(&name)?.metadata.last_modified();
            // Within one second the unhashed file is newer: hashed names are given once, at the start.
            Some((changed, *name == plain, name))
        })
        .max();
    newest.map_or_else(|| format!("/{plain}"), |(_, _, name)| format!("/{name}"))
}

fn is_output(name: &str, extension: &str) -> bool {
    let middle = name
        .strip_prefix(PACKAGE)
        .and_then(|rest| rest.strip_prefix('/'))
        .and_then(|file| file.strip_prefix(OUTPUT))
        .and_then(|rest| rest.strip_suffix(extension));
    middle.is_some_and(|middle| middle == "." || (middle.len() == HASH_LENGTH + 2 && is_hashed(name)))
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    const HASHED: &str = "pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.js";

    /// A site in memory.
    struct Fake;

    impl RustEmbed for Fake {
        fn get(name: &str) -> Option<EmbeddedFile> {
            let (content, mime, time) = match name {
                HASHED => ("script", "text/javascript", 5),
                "pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.js.br" => ("compressed", "application/octet-stream", 5),
                "pkg/latchkey.zzzzzzzzzzzzzzzzzzzzzz.js" => ("older", "text/javascript", 4),
                "pkg/latchkey.css" => ("css", "text/css", 5),
                "pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.css" => ("older", "text/css", 5),
                "hash.txt" => ("js: x", "text/plain", 5),
                "favicon.ico" => ("icon", "image/x-icon", 5),
                _ => return None,
            };
            let mut hash = [0; 32];
            hash[..content.len()].copy_from_slice(content.as_bytes());
            Some(EmbeddedFile {
                data: content.as_bytes().into(),
                metadata: rust_embed::Metadata::__rust_embed_new(hash, Some(time), None, mime),
            })
        }

        fn iter() -> impl Iterator<Item = Cow<'static, str>> + 'static {
            let names = [
                "favicon.ico",
                "hash.txt",
                HASHED,
                "pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.js.br",
                "pkg/latchkey.zzzzzzzzzzzzzzzzzzzzzz.js",
                "pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.css",
                "pkg/latchkey.css",
            ];
            names.into_iter().map(Cow::Borrowed)
        }
    }

    fn ask(path: &str, headers: &[(&'static str, &str)]) -> Option<Response> {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()));
        serve::<Fake>(path, &headers.collect())
    }

    async fn text(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_ever() {
        let response = ask(&format!("/{HASHED}"), &[]).unwrap();
        assert_eq!(response.headers()["cache-control"], IMMUTABLE);
        assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert!(!response.headers().contains_key("content-encoding"));
        assert_eq!(text(response).await, "script");
    }

    #[tokio::test]
    async fn a_compressed_copy_is_another_representation() {
        let plain = ask(&format!("/{HASHED}"), &[]).unwrap();
        let response = ask(&format!("/{HASHED}"), &[("accept-encoding", "gzip, br;q=0.9")]).unwrap();
        assert_eq!(response.headers()["content-encoding"], "br");
        assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
        assert_ne!(response.headers()["etag"], plain.headers()["etag"]);
        assert_eq!(text(response).await, "compressed");
        let refused = ask(&format!("/{HASHED}"), &[("accept-encoding", "br;q=0, gzip")]).unwrap();
        assert_eq!(text(refused).await, "script");
    }

    #[tokio::test]
    async fn a_known_file_is_not_sent_again() {
        let etag = ask("/favicon.ico", &[]).unwrap().headers()["etag"].to_str().unwrap().to_owned();
        for known in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".into()] {
            let response = ask("/favicon.ico", &[("if-none-match", &known)]).unwrap();
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(response.headers()["cache-control"], SHORT);
            assert_eq!(response.headers()["etag"], etag.as_str());
            assert_eq!(text(response).await, "");
        }
        assert_eq!(ask("/favicon.ico", &[("if-none-match", "\"other\"")]).unwrap().status(), StatusCode::OK);
    }

    #[test]
    fn nothing_else_is_served() {
        for path in [
            "",
            "/",
            "//favicon.ico",
            "/hash.txt",
            "/missing.js",
            "/../favicon.ico",
            "/./favicon.ico",
            "/%2e%2e/favicon.ico",
            "/pkg/../favicon.ico",
            "/pkg\\..\\favicon.ico",
            "/etc/passwd",
            "favicon.ico",
            "/.env",
            "/pkg/latchkey.0pTzLh3SmNvL8oRcZ9xYwQ.js.br",
            "/favicon.ico/",
            "/favicon.ico\0",
        ] {
            assert!(ask(path, &[]).is_none(), "{path}");
            // The folder on the disk too.
            assert!(serve_asset(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }

    #[test]
    fn unhashed_files_are_asked_for_again() {
        assert_eq!(ask("/pkg/latchkey.css", &[]).unwrap().headers()["cache-control"], REVALIDATE);
    }

    #[test]
    fn the_newest_files_are_found() {
        let files = find_files::<Fake>();
        assert_eq!(files.js, format!("/{HASHED}"));
        assert_eq!(files.css, "/pkg/latchkey.css");
        assert_eq!(files.wasm, "/pkg/latchkey.wasm");
    }

    #[tokio::test]
    async fn the_middleware_asks_on() {
        let router = Router::new()
            .route("/page", get(|| async { "page" }).post(|| async { "posted" }))
            .layer(from_fn(serve_assets));
        for method in [Method::GET, Method::POST] {
            let request = Request::builder().method(method).uri("/page").body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), StatusCode::OK);
        }
    }

    #[tokio::test]
    async fn head_tells_the_length() {
        let response = without_body(ask("/favicon.ico", &[]).unwrap());
        assert_eq!(response.headers()["content-length"], "4");
        assert_eq!(text(response).await, "");
    }
}
