//! Values that may be too long for one cookie: they are spread over `name.0`, `name.1`, … as upstream does.

use percent_encoding::percent_decode_str;

use super::{CookieKind, Cookies, SetCookie};
use crate::context::Cx;

/// Longest line that every browser keeps, a little under Safari's 4093 bytes, as upstream.
const MAX_LINE: usize = 4050;

/// Most cookies for one value; what is longer does not belong into cookies, and no request would get through with it.
const MAX_CHUNKS: usize = 100;

impl Cookies {
    /// The value of a cookie as later steps of this request see it, in one piece.
    pub(crate) fn read_chunked(cx: &Cx, kind: &CookieKind) -> Option<String> {
        let read = |name: &str| {
            let value = cx.cookie(name).filter(|value| !value.is_empty())?;
            Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
        };
        if let Some(value) = read(&kind.name) {
            return Some(value);
        }
        let chunks = (0..MAX_CHUNKS).map_while(|index| read(&format!("{}.{index}", kind.name)));
        Some(chunks.collect::<String>()).filter(|value| !value.is_empty())
    }

    /// Sends a value that needs no encoding in as many cookies as it takes, and makes the browser forget the pieces
    /// of an earlier one. A value that is too long for all of them is not sent.
    pub(crate) fn write_chunked(cx: &mut Cx, kind: &CookieKind, value: &str, persistent: bool) {
        let cookie = |name: String, value: &str| {
            let mut cookie = SetCookie { name, ..kind.with_value(Some(value.to_owned())) };
            if !persistent {
                cookie.max_age = None;
            }
            cookie
        };
        let around = cookie(format!("{}.99", kind.name), "").to_string().len();
        let size = MAX_LINE.saturating_sub(around);
        let new: Vec<SetCookie> = if value.len() <= size {
            vec![cookie(kind.name.clone(), value)]
        } else if value.len().div_ceil(size.max(1)) <= MAX_CHUNKS {
            // Letters of Base64 and dots: one byte each.
            let chunks = value.as_bytes().chunks(size).map(String::from_utf8_lossy);
            chunks.enumerate().map(|(index, chunk)| cookie(format!("{}.{index}", kind.name), &chunk)).collect()
        } else {
            tracing::warn!(cookie = %kind.name, length = value.len(), "a value is too long for cookies and was not sent");
            Vec::new()
        };
        Self::clear_chunked(cx, kind);
        for cookie in new {
            cx.set_cookie(cookie);
        }
    }

    /// Makes the browser forget a cookie, in one piece or in several.
    pub(crate) fn expire_chunked(cx: &mut Cx, kind: &CookieKind) {
        Self::clear_chunked(cx, kind);
        Self::expire(cx, kind);
    }

    /// Makes the browser forget the pieces that it sent. What this request set before is taken back, so that no line
    /// of the answer holds what a later one ends.
    pub(crate) fn clear_chunked(cx: &mut Cx, kind: &CookieKind) {
        cx.unset_cookies(|name| kind.is_piece(name));
        let sent = cx.facts().into_iter().flat_map(|facts| facts.cookies().map(|(name, _)| name.to_owned()));
        let pieces: Vec<String> = sent.filter(|name| kind.is_piece(name)).collect();
        for name in pieces {
            cx.set_cookie(SetCookie { name, ..kind.with_value(None) });
        }
    }
}

impl CookieKind {
    /// Whether a name is this cookie's own or that of a numbered piece of it.
    fn is_piece(&self, name: &str) -> bool {
        let Some(rest) = name.strip_prefix(&self.name) else {
            return false;
        };
        let index = rest.strip_prefix('.').and_then(|index| Some((index, index.parse::<u32>().ok()?)));
        rest.is_empty() || index.is_some_and(|(text, index)| index.to_string() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::AuthConfig, context::RequestFacts};

    fn kind() -> CookieKind {
        Cookies::new(&AuthConfig::new("http://localhost:3000", "secret")).session_data
    }

    fn cx(cookies: &str) -> Cx {
        Cx::request(RequestFacts { headers: vec![("cookie".into(), cookies.into())], ..RequestFacts::default() })
    }

    fn lines(cx: &Cx) -> Vec<String> {
        cx.set_cookies().iter().map(ToString::to_string).collect()
    }

    /// Measured on the original: with the default attributes, 3977 letters fit into a line.
    #[test]
    fn a_value_is_split_where_the_original_splits_it() {
        for (length, names) in [
            (3977, vec!["better-auth.session_data"]),
            (3978, vec!["better-auth.session_data.0", "better-auth.session_data.1"]),
        ] {
            let mut cx = cx("");
            Cookies::write_chunked(&mut cx, &kind(), &"x".repeat(length), true);
            assert_eq!(cx.set_cookies().iter().map(SetCookie::name).collect::<Vec<_>>(), names);
            assert!(lines(&cx).iter().all(|line| line.len() <= 4050));
            assert_eq!(Cookies::read_chunked(&cx, &kind()).map(|value| value.len()), Some(length));
        }
    }

    #[test]
    fn pieces_of_an_earlier_value_are_forgotten() {
        let mut cx = cx("better-auth.session_data.0=a; better-auth.session_data.1=b; better-auth.session_data.x=c");
        assert_eq!(Cookies::read_chunked(&cx, &kind()).as_deref(), Some("ab"));
        Cookies::write_chunked(&mut cx, &kind(), "short", false);
        assert_eq!(
            lines(&cx),
            [
                "better-auth.session_data.0=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
                "better-auth.session_data.1=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
                "better-auth.session_data=short; Path=/; HttpOnly; SameSite=Lax",
            ]
        );
        assert_eq!(Cookies::read_chunked(&cx, &kind()).as_deref(), Some("short"));
    }

    #[test]
    fn a_value_that_was_set_before_is_not_left_in_the_answer() {
        let mut cx = cx("better-auth.session_data=old");
        Cookies::write_chunked(&mut cx, &kind(), &"x".repeat(9000), true);
        Cookies::expire_chunked(&mut cx, &kind());
        assert_eq!(lines(&cx), ["better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
        assert_eq!(Cookies::read_chunked(&cx, &kind()), None);
    }

    #[test]
    fn a_value_that_is_too_long_for_all_pieces_is_not_sent() {
        let mut cx = cx("better-auth.session_data=old");
        Cookies::write_chunked(&mut cx, &kind(), &"x".repeat(4000 * 101), true);
        assert_eq!(lines(&cx), ["better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
    }
}
