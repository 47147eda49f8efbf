//! What the configuration alone tells.

use auth::{AuthConfig, config::SameSite};
use url::{Host, Url};

use super::Finding;
use crate::config::Settings;

/// A random secret of the recommended length has about thirty different characters; a typed one far fewer.
const FEW_CHARACTERS: usize = 12;

pub(super) fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![keys(settings)];
    findings.push(secret(settings));
    findings.extend(address(settings));
    findings.extend(cookies(&settings.auth));
    findings.extend(trusted_origins(settings));
    findings.push(proxies(settings));
    findings.push(rate_limits(settings));
    findings
}

fn keys(settings: &Settings) -> Finding {
    let unknown: Vec<_> = settings.unknown.iter().map(|problem| problem.key.as_str()).collect();
    if unknown.is_empty() {
        let environment = if settings.development { "development" } else { "production" };
        return Finding::good("configuration", format!("read, for {environment}"));
    }
    let found = format!("nothing reads {}", unknown.join(", "));
    Finding::warning("configuration", found, "look for a slip in the spelling, or take it out")
}

fn secret(settings: &Settings) -> Finding {
    const ADVICE: &str =
        "set BETTER_AUTH_SECRET to what `latchkey secret` prints, and move this one to previous_secrets";
    let secret = settings.auth.secrets.current();
    let mut different: Vec<_> = secret.expose().chars().collect();
    different.sort_unstable();
    different.dedup();
    if secret.length() < 32 {
        Finding::warning("secret", format!("has {} characters, fewer than 32", secret.length()), ADVICE)
    } else if different.len() < FEW_CHARACTERS {
        Finding::warning("secret", format!("has only {} different characters", different.len()), ADVICE)
    } else {
        Finding::good("secret", format!("has {} characters", secret.length()))
    }
}

/// Whether only this machine can reach a host.
fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn address(settings: &Settings) -> Option<Finding> {
    const ADVICE: &str = "set BETTER_AUTH_URL to the address that people type, for example https://app.example.com";
    let base_url = &settings.auth.base_url;
    let url = Url::parse(base_url).ok()?;
    Some(if settings.development || (settings.auth.is_https() && !is_local(&url)) {
        Finding::good("address", base_url)
    } else if is_local(&url) {
        Finding::warning("address", format!("{base_url} is this machine alone"), ADVICE)
    } else {
        Finding::failure(
            "address",
            format!("{base_url} is not encrypted, so anybody on the way reads sessions"),
            ADVICE,
        )
    })
}

fn cookies(config: &AuthConfig) -> Vec<Finding> {
    let mut findings = Vec::new();
    let advanced = &config.advanced;
    let local = Url::parse(&config.base_url).is_ok_and(|url| is_local(&url));
    let secure = advanced.use_secure_cookies.unwrap_or(config.is_https());
    if secure && !config.is_https() && !local {
        let found = "are for https alone, and the address is http: no browser keeps them";
        findings.push(Finding::failure("cookies", found, "take out advanced.use_secure_cookies, or use https"));
    }
    if !secure && config.is_https() {
        let found = "may be sent over http, though the address is https";
        findings.push(Finding::failure("cookies", found, "take out advanced.use_secure_cookies = false"));
    }
    let mut same_sites = advanced.cookies.values().map(|cookie| cookie.attributes.same_site);
    let cross_site = |same_site| same_site == Some(SameSite::None);
    let is_cross_site = cross_site(advanced.default_cookie_attributes.same_site) || same_sites.any(cross_site);
    if is_cross_site && !secure {
        let found = "with SameSite=None have to be Secure: no browser keeps them over http";
        findings.push(Finding::failure("cookies", found, "use https, or SameSite=Lax"));
    }
    if let Some(domain) = advanced.cross_sub_domain_cookies.as_ref().and_then(|cross| cross.domain.as_deref()) {
        let domain = domain.trim_start_matches('.');
        let url = Url::parse(&config.base_url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        if host != domain && !host.ends_with(&format!(".{domain}")) {
            let found = format!("are for {domain}, and {host} is no part of it: no browser keeps them");
            let advice = "set advanced.cross_sub_domain_cookies.domain to a parent of the host";
            findings.push(Finding::failure("cookies", found, advice));
        }
    }
    if findings.is_empty() {
        findings.push(Finding::good("cookies", if secure { "go over https alone" } else { "fit the address" }));
    }
    findings
}

fn trusted_origins(settings: &Settings) -> Vec<Finding> {
    let finding = |origin: &String| {
        let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
        // `*.com` is as good as everybody.
        if host.contains('*') && host.trim_start_matches(['*', '.']).split('.').count() < 2 {
            let found = format!("{origin} trusts sites that anybody can own");
            return Some(Finding::failure("trusted origins", found, "name the sites, or one domain of your own"));
        }
        if !settings.development && origin.starts_with("http://") {
            let found = format!("{origin} is not encrypted, so anybody on the way can act as that site");
            return Some(Finding::warning("trusted origins", found, "use https there"));
        }
        None
    };
    settings.auth.trusted_origins.iter().filter_map(finding).collect()
}

fn proxies(settings: &Settings) -> Finding {
    const SUBJECT: &str = "proxies";
    const ADVICE: &str = "set LATCHKEY_TRUSTED_PROXIES to the networks of your proxies, for example 10.0.0.0/8";
    let options = &settings.auth.advanced.ip_address;
    let trusted = &options.trusted_proxies;
    if trusted.iter().any(|network| network.prefix_len() == 0) {
        return Finding::failure(SUBJECT, "everybody is trusted, so anybody can claim any address", ADVICE);
    }
    if !trusted.is_empty() {
        let networks: Vec<_> = trusted.iter().map(ToString::to_string).collect();
        return Finding::good(SUBJECT, format!("believed: {}", networks.join(", ")));
    }
    if !options.ip_address_headers.is_empty() && !settings.development {
        let found = format!("{} is believed from everybody", options.ip_address_headers.join(", "));
        return Finding::warning(SUBJECT, found, ADVICE);
    }
    // The server itself speaks http, so something in front of it ends TLS.
    if settings.auth.is_https() {
        let found = "none is believed, so all visitors who come through one share its address and its rate limits";
        return Finding::warning(SUBJECT, found, ADVICE);
    }
    Finding::good(SUBJECT, "none is believed; the address of the connection counts")
}

fn rate_limits(settings: &Settings) -> Finding {
    if settings.auth.rate_limit.enabled {
        Finding::good("rate limits", "on")
    } else {
        let found = "off: passwords and codes can be guessed at full speed";
        Finding::warning("rate limits", found, "take out rate_limit.enabled = false")
    }
}

#[cfg(test)]
mod tests {
    use auth::config::CrossSubDomainCookies;

    use super::*;
    use crate::doctor::Grade;

    /// A production configuration with nothing to complain about.
    fn healthy() -> Settings {
        let secret = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9r";
        let mut auth = AuthConfig::new("https://app.example.com", secret);
        auth.production = true;
        auth.advanced.ip_address.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        Settings {
            auth,
            database_url: "sqlite://x.db".into(),
            listen: "127.0.0.1:3000".into(),
            development: false,
            unknown: Vec::new(),
        }
    }

    /// What is found when something is changed: the worst grade of a subject.
    fn grade(subject: &str, change: impl FnOnce(&mut Settings)) -> Grade {
        let mut settings = healthy();
        change(&mut settings);
        let findings = examine(&settings);
        let of_subject = findings.iter().filter(|finding| finding.subject == subject);
        for finding in of_subject.clone() {
            assert_eq!(finding.grade == Grade::Good, finding.advice.is_empty(), "{finding}");
        }
        of_subject.map(|finding| finding.grade).max().unwrap_or(Grade::Good)
    }

    #[test]
    fn a_healthy_configuration_has_nothing_to_do() {
        let findings = examine(&healthy());
        assert!(findings.iter().all(|finding| finding.grade == Grade::Good), "{findings:#?}");
    }

    #[test]
    fn secrets_that_were_typed_are_told_from_random_ones_and_never_shown() {
        let typed = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let change = |settings: &mut Settings| settings.auth.secrets = AuthConfig::new("", typed).secrets;
        assert_eq!(grade("secret", change), Grade::Warning);
        let mut settings = healthy();
        change(&mut settings);
        assert!(examine(&settings).iter().all(|finding| !finding.to_string().contains("aaaa")));
    }

    #[test]
    fn cookies_have_to_fit_the_address() {
        assert_eq!(
            grade("address", |settings| settings.auth.base_url = "http://app.example.com".into()),
            Grade::Failure
        );
        assert_eq!(
            grade("address", |settings| settings.auth.base_url = "http://localhost:3000".into()),
            Grade::Warning
        );
        assert_eq!(
            grade("cookies", |settings| settings.auth.advanced.use_secure_cookies = Some(false)),
            Grade::Failure
        );
        assert_eq!(
            grade("cookies", |settings| {
                settings.auth.base_url = "http://app.example.com".into();
                settings.auth.advanced.use_secure_cookies = Some(true);
            }),
            Grade::Failure
        );
        let domain = |domain: &str| {
            let cross = CrossSubDomainCookies { domain: Some(domain.into()) };
            grade("cookies", move |settings| settings.auth.advanced.cross_sub_domain_cookies = Some(cross))
        };
        assert_eq!(domain(".example.com"), Grade::Good);
        assert_eq!(domain("other.com"), Grade::Failure);
        assert_eq!(domain("ple.com"), Grade::Failure);
    }

    #[test]
    fn proxies_are_asked_for_behind_https_and_never_everybody() {
        let proxies = |networks: &[&str]| {
            let networks = networks.iter().map(|network| network.parse().unwrap()).collect();
            grade("proxies", move |settings| settings.auth.advanced.ip_address.trusted_proxies = networks)
        };
        assert_eq!(proxies(&[]), Grade::Warning);
        assert_eq!(proxies(&["0.0.0.0/0"]), Grade::Failure);
    }

    #[test]
    fn origins_that_anybody_can_own_are_refused() {
        let origin = |origin: &str| {
            let origin = origin.to_owned();
            grade("trusted origins", move |settings| settings.auth.trusted_origins = vec![origin])
        };
        assert_eq!(origin("https://*.example.com"), Grade::Good);
        assert_eq!(origin("https://*"), Grade::Failure);
        assert_eq!(origin("*.com"), Grade::Failure);
        assert_eq!(origin("http://app.example.com"), Grade::Warning);
    }
}
