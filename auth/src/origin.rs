use url::{Host, Url};

use crate::{
    config::AuthConfig,
    context::RequestFacts,
    error::{Error, Result},
    operation::Operation,
    wire::ErrorCode,
};

/// The sites whose requests are accepted and to which visitors may be sent.
#[derive(Debug, Clone)]
pub(crate) struct TrustedOrigins {
    patterns: Vec<String>,
    check_requests: bool,
    check_redirects: bool,
}

impl TrustedOrigins {
    pub(crate) fn new(config: &AuthConfig) -> Self {
        let own = config.origin();
        let patterns = std::iter::once(own).chain(config.trusted_origins.iter().cloned()).collect();
        Self {
            patterns,
            check_requests: !config.advanced.disable_csrf_check,
            check_redirects: !config.advanced.disable_origin_check,
        }
    }

    /// Refuses requests that a page of another site made a browser send.
    ///
    /// As upstream: a write with cookies has to come from a trusted `Origin` (or `Referer`). An operation that
    /// signs somebody in is guarded without cookies too, by Fetch Metadata and the origin if there is one;
    /// programs send neither and pass.
    pub(crate) fn check_request(&self, operation: &Operation, facts: &RequestFacts) -> Result<()> {
        if facts.safe_method || !self.check_requests || operation.from_any_site {
            return Ok(());
        }
        // Browsers send one; of two, each program on the way may believe another.
        if facts.headers.iter().filter(|(name, _)| name == "origin").count() > 1 {
            return Err(ErrorCode::InvalidOrigin.into());
        }
        let given = |name| facts.header(name).filter(|value| !value.trim().is_empty());
        let origin = given("origin").or_else(|| given("referer"));
        if facts.header("cookie").is_some() {
            return self.check_origin(facts, origin);
        }
        if !operation.guards_login {
            return Ok(());
        }
        let fetched =
            ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"].into_iter().any(|name| given(name).is_some());
        if fetched && given("sec-fetch-site") == Some("cross-site") && given("sec-fetch-mode") == Some("navigate") {
            return Err(ErrorCode::CrossSiteNavigationLoginBlocked.into());
        }
        if fetched || origin.is_some() { self.check_origin(facts, origin) } else { Ok(()) }
    }

    fn check_origin(&self, facts: &RequestFacts, origin: Option<&str>) -> Result<()> {
        match origin {
            // A browser says `null` for a form on a page with `Referrer-Policy: no-referrer`; that the request
            // is of the same origin is then known from Fetch Metadata alone, which pages cannot forge.
            Some("null") if facts.header("sec-fetch-site") == Some("same-origin") => Ok(()),
            None | Some("null") => Err(ErrorCode::MissingOrNullOrigin.into()),
            Some(origin) if self.trusts(origin) => Ok(()),
            Some(_) => Err(ErrorCode::InvalidOrigin.into()),
        }
    }

    /// Checks where a visitor is to be sent: a path of our own or an address of a trusted site.
    pub(crate) fn check_redirect(&self, target: Option<&str>, refusal: ErrorCode) -> Result<()> {
        let refused = |target: &&str| !(is_local_path(target) || (!target.starts_with('/') && self.trusts(target)));
        match target.filter(|target| !target.is_empty() && self.check_redirects).filter(refused) {
            Some(_) => Err(Error::new(refusal)),
            None => Ok(()),
        }
    }

    /// Whether an address belongs to a trusted site.
    fn trusts(&self, address: &str) -> bool {
        self.patterns.iter().any(|pattern| matches(address, pattern))
    }
}

/// Whether a redirect target is a path of our own that no browser reads as anything else.
///
/// Backslashes, doubled slashes, control characters and the encoded forms of these are refused: browsers,
/// proxies and routers disagree about them. ([WHATWG URL](https://url.spec.whatwg.org/#concept-basic-url-parser))
pub(crate) fn is_local_path(target: &str) -> bool {
    if !target.starts_with('/')
        || target.starts_with("//")
        || target.contains('\\')
        || target.chars().any(char::is_control)
    {
        return false;
    }
    let path = target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let encoded = ["%2f", "%5c", "%00", "%09", "%0a", "%0d"];
    if encoded.iter().any(|text| path.contains(text)) {
        return false;
    }
    let Ok(base) = Url::parse("https://latchkey.invalid") else {
        return false;
    };
    // `/..//evil.example` is a path of ours whose normal form, read again, is not.
    base.join(target).is_ok_and(|url| url.origin() == base.origin() && !url.path().starts_with("//"))
}

/// Whether an address matches a pattern: an origin, an origin or a host with wildcards, or a custom scheme with
/// an optional host and path (`myapp://`).
fn matches(address: &str, pattern: &str) -> bool {
    let wildcard = pattern.contains(['*', '?']);
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    // Browsers read a backslash as a slash, other programs as part of a name.
    if address.contains('\\') || address.chars().any(char::is_control) {
        return false;
    }
    if !matches!(url.scheme(), "http" | "https") {
        return matches_custom_scheme(&url, pattern);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    let origin = url.origin().ascii_serialization();
    if !wildcard {
        return origin == pattern;
    }
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let pattern_host = pattern.split_once("://").map_or(pattern, |(_, host)| host);
    let text = if pattern.contains("://") { &origin } else { host };
    wildcard_match(pattern, text) && allows_host(pattern_host, &url) && has_plain_host(&url)
}

/// Whether the labels of the host could stand in DNS, so that `*` is not matched by nothing or by itself.
fn has_plain_host(url: &Url) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let plain = |label: &str| !label.is_empty() && label.bytes().all(letter);
    match url.host() {
        Some(Host::Domain(host)) => host.split('.').all(plain),
        Some(_) => true,
        None => false,
    }
}

/// `192.168.*.*` names addresses, so it does not admit `192.168.evil.example`.
fn allows_host(pattern_host: &str, url: &Url) -> bool {
    let host = pattern_host.split(':').next().unwrap_or_default();
    let names_addresses = host.contains(|c: char| c.is_ascii_digit())
        && host.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '?' | '.'));
    !names_addresses || matches!(url.host(), Some(Host::Ipv4(_)))
}

fn matches_custom_scheme(url: &Url, pattern: &str) -> bool {
    let Some((scheme, rest)) = pattern.split_once("://") else {
        return false;
    };
    if !url.scheme().eq_ignore_ascii_case(scheme) || !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = url.host_str().unwrap_or_default();
    let given = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    if !authority.is_empty() && !wildcard_match(&authority.to_ascii_lowercase(), &given.to_ascii_lowercase()) {
        return false;
    }
    // `Url` has resolved `.` and `..` already, so a pinned path cannot be left.
    let pinned = format!("/{path}");
    path.is_empty() || wildcard_match(&pinned, url.path()) || url.path().starts_with(&format!("{pinned}/"))
}

/// Matches `*` (any number of characters) and `?` (one), in time proportional to the product of the lengths.
pub(crate) fn wildcard_match(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut pos) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while pos < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, pos));
                at += 1;
            }
            Some(letter) if *letter == b'?' || *letter == text[pos] => {
                at += 1;
                pos += 1;
            }
            _ => match star {
                Some((star_at, matched)) => {
                    at = star_at + 1;
                    pos = matched + 1;
                    star = Some((star_at, matched + 1));
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn trusted() -> TrustedOrigins {
        let mut config = AuthConfig::new("https://auth.example.com/base", "secret");
        config.trusted_origins = ["https://app.example.com", "https://*.preview.example.com", "myapp://", "10.0.*.*"]
            .map(str::to_owned)
            .into();
        TrustedOrigins::new(&config)
    }

    #[test]
    fn callbacks_lead_to_ourselves_or_to_trusted_sites() {
        let good = [
            "/",
            "/a/b?c=d#e",
            "/a?next=//x",
            "https://app.example.com/x",
            "https://auth.example.com/y",
            "https://a.preview.example.com/z",
            "myapp://open",
            "http://10.0.3.4/x",
        ];
        for target in good {
            assert!(trusted().check_redirect(Some(target), ErrorCode::InvalidCallbackUrl).is_ok(), "{target}");
        }
        let bad = [
            "//evil.example",
            "/\\evil.example",
            "/\\/evil.example",
            "\\\\evil.example",
            "/%2f%2fevil.example",
            "/a%5cb",
            "https://app.example.com.evil.example",
            "https://app.example.com@evil.example",
            "https://evil@app.example.com",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://app.example.com",
            "https://preview.example.com.evil.example",
            "https://evil.example#.preview.example.com",
            "http://10.0.evil.example/",
            "/\u{9}/evil.example",
            "evil.example",
            "https:evil.example",
            "https:/evil.example",
            " //evil.example",
            "myapp2://open",
        ];
        for target in bad {
            assert!(trusted().check_redirect(Some(target), ErrorCode::InvalidCallbackUrl).is_err(), "{target}");
        }
    }

    proptest! {
        #[test]
        fn a_local_path_never_leaves_the_site(target in r"[/\\%25cCfFhtps:@.#? a-z\t\n]{0,24}") {
            let base = Url::parse("https://ours.example/page").unwrap();
            if is_local_path(&target) {
                prop_assert_eq!(base.join(&target).unwrap().origin(), base.origin());
            }
        }

        #[test]
        fn wildcards_match_as_expected(before in "[a-z.]{0,8}", middle in "[a-z.]{0,8}", after in "[a-z.]{0,8}") {
            let pattern = format!("{before}*{after}");
            let text = format!("{before}{middle}{after}");
            prop_assert!(wildcard_match(&pattern, &text));
            let extended = format!("{text}!");
            prop_assert!(!wildcard_match(&pattern, &extended) || after.is_empty());
        }
    }
}
