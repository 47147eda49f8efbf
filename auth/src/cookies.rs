//! Cookies: names, attributes and the form in which they are sent.

mod chunked;

use std::{fmt, time::Duration};

use percent_encoding::percent_decode_str;
use url::Url;

use crate::{
    Auth,
    config::{AuthConfig, CookieAttributes, SameSite},
    context::Cx,
    crypto::Secrets,
    redirect::encode_component,
};

/// How long a browser stays known after a sign-in.
const KNOWN_DEVICE: Duration = Duration::from_hours(365 * 24);

/// A cookie to send.
#[derive(Clone, PartialEq, Eq)]
pub struct SetCookie {
    name: String,
    /// Percent-encoded; `None` expires the cookie.
    value: Option<String>,
    max_age: Option<u64>,
    attributes: CookieAttributes,
}

impl SetCookie {
    /// The full name, for example `__Secure-better-auth.session_token`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value as it is sent; `None` when the cookie is expired.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

/// The `Set-Cookie` line, with the attributes in Better Auth's order.
impl fmt::Display for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.value.as_deref().unwrap_or_default())?;
        let max_age = if self.value.is_some() { self.max_age } else { Some(0) };
        if let Some(max_age) = max_age {
            write!(f, "; Max-Age={max_age}")?;
        }
        let attributes = &self.attributes;
        if let Some(domain) = &attributes.domain {
            write!(f, "; Domain={domain}")?;
        }
        write!(f, "; Path={}", attributes.path.as_deref().unwrap_or("/"))?;
        if attributes.http_only.unwrap_or(true) {
            f.write_str("; HttpOnly")?;
        }
        // Browsers refuse these without `Secure` (RFC 6265bis 5.7).
        let partitioned = attributes.partitioned == Some(true);
        let same_site = attributes.same_site.unwrap_or(SameSite::Lax);
        let forced = partitioned || same_site == SameSite::None || self.name.starts_with("__Secure-");
        if forced || attributes.secure == Some(true) {
            f.write_str("; Secure")?;
        }
        f.write_str(match same_site {
            SameSite::Strict => "; SameSite=Strict",
            SameSite::Lax => "; SameSite=Lax",
            SameSite::None => "; SameSite=None",
        })?;
        if partitioned { f.write_str("; Partitioned") } else { Ok(()) }
    }
}

/// Values are secrets.
impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetCookie({})", self.name)
    }
}

impl Auth {
    /// A cookie of the application, under the rules that ours follow: prefix of the name, domain, `Secure`,
    /// `HttpOnly`. Without a lifetime it ends with the browser. It is not signed.
    pub fn cookie(&self, name: &str, value: &str, max_age: Option<Duration>) -> SetCookie {
        let value = encode_component(value);
        CookieKind::new(self.config(), name, max_age).with_value(Some(value))
    }
}

/// How long the cookie with an account is good, as upstream.
pub(crate) const ACCOUNT_COOKIE: Duration = Duration::from_mins(5);

/// How long a person may take with a passkey, as upstream.
pub(crate) const PASSKEY_CEREMONY: Duration = Duration::from_mins(5);

/// One of our cookies: its name and attributes under the configuration.
#[derive(Debug, Clone)]
pub(crate) struct CookieKind {
    name: String,
    attributes: CookieAttributes,
}

/// The cookies of the core.
#[derive(Debug, Clone)]
pub(crate) struct Cookies {
    secrets: Secrets,
    pub(crate) session_token: CookieKind,
    /// The cookie cache.
    pub(crate) session_data: CookieKind,
    pub(crate) dont_remember: CookieKind,
    pub(crate) known_device: CookieKind,
    /// The account of a sign-in at a provider.
    pub(crate) account_data: CookieKind,
    /// Names the state of a sign-in at a provider.
    pub(crate) state: CookieKind,
    /// Holds such a state, encrypted.
    pub(crate) oauth_state: CookieKind,
    pub(crate) two_factor: CookieKind,
    pub(crate) trust_device: CookieKind,
    /// Names a ceremony with a passkey.
    pub(crate) passkey: CookieKind,
    /// The session of somebody who looks at the application as another.
    pub(crate) admin_session: CookieKind,
}

impl Cookies {
    pub(crate) fn new(config: &AuthConfig) -> Self {
        let kind = |name: &str, max_age: Option<Duration>| CookieKind::new(config, name, max_age);
        Self {
            secrets: config.secrets.clone(),
            session_token: kind("session_token", Some(config.session.expires_in)),
            session_data: kind("session_data", Some(config.session.cookie_cache.max_age)),
            dont_remember: kind("dont_remember", None),
            known_device: kind("known_device", Some(KNOWN_DEVICE)),
            account_data: kind("account_data", Some(ACCOUNT_COOKIE)),
            state: kind("state", Some(Duration::from_mins(5))),
            oauth_state: kind("oauth_state", Some(Duration::from_mins(10))),
            two_factor: kind("two_factor", Some(config.two_factor.two_factor_cookie_max_age)),
            trust_device: kind("trust_device", Some(config.two_factor.trust_device_max_age)),
            passkey: kind(&config.passkey.web_authn_challenge_cookie, Some(PASSKEY_CEREMONY)),
            admin_session: kind("admin_session", Some(config.session.expires_in)),
        }
    }

    /// The text of a signed cookie of this request, if its signature is ours.
    pub(crate) fn read_signed(&self, cx: &Cx, kind: &CookieKind) -> Option<String> {
        let value = percent_decode_str(cx.cookie(&kind.name)?).decode_utf8().ok()?;
        self.secrets.verify(&value).map(str::to_owned)
    }

    /// Sends a signed cookie; `persistent` cookies outlive the browser window.
    pub(crate) fn write_signed(&self, cx: &mut Cx, kind: &CookieKind, text: &str, persistent: bool) -> String {
        let value = encode_component(&self.secrets.sign(text));
        let mut cookie = kind.with_value(Some(value.clone()));
        if !persistent {
            cookie.max_age = None;
        }
        cx.set_cookie(cookie);
        value
    }

    /// The text of a cookie that is not signed, because what it holds is encrypted.
    pub(crate) fn read(cx: &Cx, kind: &CookieKind) -> Option<String> {
        Some(percent_decode_str(cx.cookie(&kind.name)?).decode_utf8().ok()?.into_owned())
    }

    /// Sends a cookie that is not signed.
    pub(crate) fn write(cx: &mut Cx, kind: &CookieKind, text: &str) {
        cx.set_cookie(kind.with_value(Some(encode_component(text))));
    }

    /// Makes the browser forget a cookie.
    pub(crate) fn expire(cx: &mut Cx, kind: &CookieKind) {
        cx.set_cookie(kind.with_value(None));
    }
}

impl CookieKind {
    /// Its name, prefixes included.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A cookie like this one whose name goes on.
    pub(crate) fn with_suffix(&self, suffix: &str) -> Self {
        Self { name: format!("{}{suffix}", self.name), attributes: self.attributes.clone() }
    }

    /// Order of precedence as upstream: defaults, domain, `default_cookie_attributes`, the cookie's own
    /// lifetime, then what `advanced.cookies` says of this one.
    fn new(config: &AuthConfig, short_name: &str, max_age: Option<Duration>) -> Self {
        let advanced = &config.advanced;
        let secure = advanced.use_secure_cookies.unwrap_or_else(|| config.is_https());
        let own = advanced.cookies.get(short_name).cloned().unwrap_or_default();
        let prefix = advanced.cookie_prefix.as_deref().unwrap_or("better-auth");
        let name = own.name.unwrap_or_else(|| format!("{prefix}.{short_name}"));
        let domain = advanced.cross_sub_domain_cookies.as_ref().and_then(|cross| {
            let host = || Url::parse(&config.base_url).ok()?.host_str().map(str::to_owned);
            cross.domain.clone().or_else(host)
        });

        let mut attributes = CookieAttributes { secure: Some(secure), domain, ..CookieAttributes::default() };
        attributes.replace_by(&advanced.default_cookie_attributes);
        if let Some(max_age) = max_age {
            attributes.max_age = Some(max_age.as_secs());
        }
        attributes.replace_by(&own.attributes);
        Self { name: format!("{}{name}", if secure { "__Secure-" } else { "" }), attributes }
    }

    /// A cookie with another name and lifetime and otherwise the same attributes, which scripts of the page can read.
    pub(crate) fn readable_by_scripts(&self, name: &str, max_age: Duration) -> Self {
        let mut attributes = self.attributes.clone();
        attributes.http_only = Some(false);
        attributes.max_age = Some(max_age.as_secs());
        Self { name: name.to_owned(), attributes }
    }

    /// How long a browser keeps the cookie, in seconds; `None`: until it is closed.
    pub(crate) fn max_age(&self) -> Option<u64> {
        self.attributes.max_age
    }

    /// Whether a cookie is of this kind.
    pub(crate) fn is(&self, cookie: &SetCookie) -> bool {
        self.name == cookie.name()
    }

    fn with_value(&self, value: Option<String>) -> SetCookie {
        SetCookie {
            name: self.name.clone(),
            value,
            max_age: self.attributes.max_age,
            attributes: self.attributes.clone(),
        }
    }
}

impl CookieAttributes {
    fn replace_by(&mut self, other: &Self) {
        fn replace<T: Clone>(place: &mut Option<T>, other: Option<&T>) {
            if let Some(other) = other {
                *place = Some(other.clone());
            }
        }
        replace(&mut self.secure, other.secure.as_ref());
        replace(&mut self.http_only, other.http_only.as_ref());
        replace(&mut self.same_site, other.same_site.as_ref());
        replace(&mut self.path, other.path.as_ref());
        replace(&mut self.domain, other.domain.as_ref());
        replace(&mut self.partitioned, other.partitioned.as_ref());
        replace(&mut self.max_age, other.max_age.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::CrossSubDomainCookies, context::RequestFacts};

    fn line(change: impl FnOnce(&mut AuthConfig)) -> String {
        let mut config = AuthConfig::new("http://localhost:3000", "secret");
        change(&mut config);
        let cookies = Cookies::new(&config);
        let mut cx = Cx::internal();
        cookies.write_signed(&mut cx, &cookies.session_token, "token", true);
        cx.set_cookies()[0].to_string()
    }

    #[test]
    fn the_line_has_the_attributes_of_the_original() {
        let line = line(|_| {});
        let (value, attributes) = line.split_once("; ").unwrap();
        assert!(value.starts_with("better-auth.session_token=token."));
        assert!(value.ends_with("%3D"), "padding is percent-encoded");
        assert_eq!(attributes, "Max-Age=604800; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn https_gives_the_secure_prefix() {
        let line = line(|config| config.base_url = "https://auth.example.com".into());
        assert!(line.starts_with("__Secure-better-auth.session_token="));
        assert!(line.ends_with("; HttpOnly; Secure; SameSite=Lax"));
    }

    #[test]
    fn options_change_names_and_attributes() {
        let line = line(|config| {
            config.base_url = "https://auth.example.com".into();
            config.advanced.cross_sub_domain_cookies = Some(CrossSubDomainCookies::default());
            config.advanced.default_cookie_attributes.same_site = Some(SameSite::None);
            config.advanced.default_cookie_attributes.partitioned = Some(true);
            let own = config.advanced.cookies.entry("session_token".into()).or_default();
            own.name = Some("sid".into());
            own.attributes.path = Some("/app".into());
        });
        assert!(line.starts_with("__Secure-sid="));
        assert!(line.ends_with("; Domain=auth.example.com; Path=/app; HttpOnly; Secure; SameSite=None; Partitioned"));
    }

    #[test]
    fn an_expired_cookie_has_the_attributes_of_the_one_it_ends() {
        let config = AuthConfig::new("http://localhost:3000", "secret");
        let cookies = Cookies::new(&config);
        let mut cx = Cx::internal();
        cookies.write_signed(&mut cx, &cookies.session_token, "token", true);
        Cookies::expire(&mut cx, &cookies.session_token);
        let lines: Vec<_> = cx.set_cookies().iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
    }

    #[test]
    fn reads_what_it_wrote_and_the_first_of_several() {
        let cookies = Cookies::new(&AuthConfig::new("http://localhost:3000", "secret"));
        let mut cx = Cx::internal();
        let value = cookies.write_signed(&mut cx, &cookies.session_token, "a+b/c=.d", true);
        let header = format!("x=1; better-auth.session_token={value}; better-auth.session_token=forged");
        let cx = Cx::request(RequestFacts { headers: vec![("cookie".into(), header)], ..RequestFacts::default() });
        assert_eq!(cookies.read_signed(&cx, &cookies.session_token).as_deref(), Some("a+b/c=.d"));
        assert_eq!(cookies.read_signed(&cx, &cookies.dont_remember), None);
    }
}
