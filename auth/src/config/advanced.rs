//! `[advanced]`: cookies, and how the address of a client is found.

use std::collections::BTreeMap;

use ipnet::IpNet;

/// Options of cookies, client addresses and checks.
#[derive(Debug, Clone, Default)]
pub struct Advanced {
    /// First part of cookie names. Default `better-auth`.
    pub cookie_prefix: Option<String>,
    /// Force or forbid `Secure` cookies with the `__Secure-` prefix. Default: with an `https` base URL.
    pub use_secure_cookies: Option<bool>,
    /// Share cookies with the subdomains of this domain.
    pub cross_sub_domain_cookies: Option<CrossSubDomainCookies>,
    /// Attributes of every cookie.
    pub default_cookie_attributes: CookieAttributes,
    /// Name and attributes of single cookies, by their short name (`session_token`).
    pub cookies: BTreeMap<String, CookieOverride>,
    /// How the address of a client is found.
    pub ip_address: IpAddressConfig,
    /// Switch off the origin check of requests with cookies. For tests.
    pub disable_csrf_check: bool,
    /// Switch off the check of callback URLs. For tests.
    pub disable_origin_check: bool,
    /// Networks to which requests to providers may go although they are not public, also without TLS. In production
    /// there are none unless they are named here; otherwise the machine itself is one.
    pub allow_private_outbound: Vec<IpNet>,
}

/// Cookies for several subdomains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrossSubDomainCookies {
    /// The domain; default is the host of the base URL.
    pub domain: Option<String>,
}

/// Attributes that replace the defaults where they are set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieAttributes {
    /// `Secure`.
    pub secure: Option<bool>,
    /// `HttpOnly`.
    pub http_only: Option<bool>,
    /// `SameSite`.
    pub same_site: Option<SameSite>,
    /// `Path`.
    pub path: Option<String>,
    /// `Domain`.
    pub domain: Option<String>,
    /// `Partitioned`.
    pub partitioned: Option<bool>,
    /// `Max-Age` in seconds.
    pub max_age: Option<u64>,
}

/// When a browser sends a cookie along with requests from other sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Never.
    Strict,
    /// When a person follows a link.
    Lax,
    /// Always; needs `Secure`.
    None,
}

/// Another name or other attributes of one cookie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieOverride {
    /// Replaces `{prefix}.{name}`.
    pub name: Option<String>,
    /// Attributes that come last.
    pub attributes: CookieAttributes,
}

/// How the address of a client is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpAddressConfig {
    /// Headers that may hold it, in order. Default `x-forwarded-for`, as upstream; empty: the address of the
    /// connection.
    pub ip_address_headers: Vec<String>,
    /// Neither store nor limit by address. Default `false`.
    pub disable_ip_tracking: bool,
    /// IPv6 addresses of one network of this prefix length count as one client. Default 64.
    pub ipv6_subnet: u8,
    /// Proxies whose header entries are believed, walking from the right. Empty: a header counts only when it
    /// holds exactly one address.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for IpAddressConfig {
    fn default() -> Self {
        Self {
            ip_address_headers: vec!["x-forwarded-for".into()],
            disable_ip_tracking: false,
            ipv6_subnet: 64,
            trusted_proxies: Vec::new(),
        }
    }
}
