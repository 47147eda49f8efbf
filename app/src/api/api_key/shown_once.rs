//! A key that was just made travels to the next view of its page, and is gone afterwards.

use std::fmt::Write as _;

use crate::api::Door;

const COOKIE: &str = "latchkey.new_api_key";

fn set_cookie(door: &mut Door, value: &str, seconds: u32) {
    let secure = if door.auth.config().is_https() { "; Secure" } else { "" };
    let line = format!("{COOKIE}={value}; Max-Age={seconds}; Path=/; HttpOnly{secure}; SameSite=Strict");
    door.cx.add_header("set-cookie", line);
}

/// Sends a key to the browser for the next view of the page. Keys of the application's own may have any letters, so they
/// travel in hexadecimal.
pub(super) fn give(door: &mut Door, id: &str, key: &str) {
    let mut value = format!("{id}.");
    for byte in key.bytes() {
        let written = write!(value, "{byte:02x}");
        debug_assert!(written.is_ok(), "writing to a String does not fail");
    }
    set_cookie(door, &value, 60);
}

/// The key that is to be shown, with its id. It is gone afterwards.
pub(super) fn take(door: &mut Door) -> Option<(String, String)> {
    let value = door.cx.facts()?.cookie(COOKIE)?.to_owned();
    set_cookie(door, "", 0);
    let (id, hex) = value.split_once('.')?;
    let bytes = hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    Some((id.to_owned(), String::from_utf8(bytes.collect::<Option<_>>()?).ok()?))
}
