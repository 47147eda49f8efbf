//! Better Auth's signed cookies, made and read without the core.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::Sha256;

/// The value of a cookie that says `text`, signed with `secret`.
pub(crate) fn sealed(text: &str, secret: &str) -> String {
    encoded(&format!("{text}.{}", signature(text, secret)))
}

/// What a signed cookie says, if `secret` signed it.
pub(crate) fn opened(value: &str, secret: &str) -> Option<String> {
    let value = percent_decode_str(value).decode_utf8().ok()?;
    let (text, given) = value.rsplit_once('.')?;
    (given == signature(text, secret)).then(|| text.to_owned())
}

/// Percent-encodes a value; more than is needed, which no reader minds.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn signature(text: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}
