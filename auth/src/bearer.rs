//! Sessions in an `Authorization` header, for programs that keep no cookies.

use percent_encoding::percent_decode_str;

use crate::{Auth, Cx};

impl Auth {
    /// The token of the session that a request shows: in its `Authorization` header, where that counts, or in its
    /// cookie. What was set in this request comes before both.
    pub(crate) fn session_token(&self, cx: &Cx) -> Option<String> {
        let kind = &self.cookies().session_token;
        if cx.set_cookies().iter().any(|cookie| kind.is(cookie)) {
            return self.cookies().read_signed(cx, kind);
        }
        self.bearer_token(cx).or_else(|| self.cookies().read_signed(cx, kind))
    }

    /// A header that is not a good one is passed over, as upstream: the cookie may be.
    fn bearer_token(&self, cx: &Cx) -> Option<String> {
        let options = &self.config().bearer;
        if !options.enabled {
            return None;
        }
        // RFC 9110 11.1: the name of a scheme is the same in any case.
        let (scheme, token) = cx.facts()?.header("authorization")?.split_once(' ')?;
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return None;
        }
        if token.contains('.') {
            let token = percent_decode_str(token).decode_utf8().ok()?;
            return self.config().secrets.verify(&token).map(str::to_owned);
        }
        (!options.require_signature).then(|| token.to_owned())
    }
}
