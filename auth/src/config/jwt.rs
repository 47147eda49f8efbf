use std::time::Duration;

use super::{load::set, reader::Reader};
use crate::crypto::Algorithm;

/// Options of JSON Web Tokens for other services. What is a function in Better Auth is in
/// [`crate::features::jwt::JwtHooks`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtConfig {
    /// Default `false`: whoever has such a token is the user for other services until it ends, also after signing out.
    pub enabled: bool,
    /// Who says so. Default: scheme, host and port of the base URL.
    pub issuer: Option<String>,
    /// To whom. Default: the same.
    pub audience: Vec<String>,
    /// How long a token holds. Default 15 minutes.
    pub expiration_time: Duration,
    /// The fields of the user that a token says. Default: all that the user sees of themself.
    pub define_payload: Option<Vec<String>>,
    /// `GET /get-session` does not give one in `set-auth-jwt`. Default `false`.
    pub disable_setting_jwt_header: bool,
    /// The keys.
    pub jwks: JwksConfig,
}

/// Options of the keys that sign tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwksConfig {
    /// What new keys are for. Default `EdDSA`. For `ES384` none are made, but those that are in the database sign.
    pub algorithm: JwtAlgorithm,
    /// Bits of a new RSA key: a multiple of 16 from 2048 to 8192. Default 2048.
    pub modulus_length: usize,
    /// Private keys are stored as they are. Default `false`.
    pub disable_private_key_encryption: bool,
    /// After this time a new key signs. Default: never.
    pub rotation_interval: Option<Duration>,
    /// For how long a key that signs no longer is still published. Default 30 days.
    pub grace_period: Duration,
    /// Below the base path, where the public keys are. Default `/jwks`.
    pub jwks_path: String,
    /// They are published elsewhere, and not here.
    pub remote_url: Option<String>,
}

/// What tokens are signed by (RFC 7518 3.1, RFC 8037).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JwtAlgorithm(pub(crate) Algorithm);

impl JwtAlgorithm {
    /// Ed25519.
    pub const EDDSA: Self = Self(Algorithm::EdDSA);
    /// ECDSA on P-256.
    pub const ES256: Self = Self(Algorithm::ES256);
    /// RSA, PKCS #1.
    pub const RS256: Self = Self(Algorithm::RS256);

    /// The algorithm of a name of the registry, such as `ES256`.
    pub fn parse(name: &str) -> Option<Self> {
        Algorithm::parse(name).map(Self)
    }

    /// The name in the registry.
    pub const fn as_str(self) -> &'static str {
        self.0.as_str()
    }
}

impl Default for JwtConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            issuer: None,
            audience: Vec::new(),
            expiration_time: Duration::from_mins(15),
            define_payload: None,
            disable_setting_jwt_header: false,
            jwks: JwksConfig {
                algorithm: JwtAlgorithm::EDDSA,
                modulus_length: 2048,
                disable_private_key_encryption: false,
                rotation_interval: None,
                grace_period: Duration::from_hours(30 * 24),
                jwks_path: "/jwks".into(),
                remote_url: None,
            },
        }
    }
}

impl JwtConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.disable_setting_jwt_header, section.bool("disable_setting_jwt_header"));

        let token = section.section("jwt");
        set(&mut self.issuer, token.text("issuer").map(Some));
        set(&mut self.audience, token.text_or_texts("audience"));
        set(&mut self.define_payload, token.texts("define_payload").map(Some));
        if let Some(text) = token.text("expiration_time") {
            match parse_span(&text) {
                Some(span) => self.expiration_time = span,
                None => {
                    token.problem("expiration_time", format!("`{text}` is not a time"), "for example 15m or 1 hour");
                }
            }
        }
        token.finish();

        let jwks = section.section("jwks");
        let options = &mut self.jwks;
        set(&mut options.disable_private_key_encryption, jwks.bool("disable_private_key_encryption"));
        set(&mut options.rotation_interval, jwks.seconds("rotation_interval").map(Some));
        options.rotation_interval = options.rotation_interval.filter(|interval| !interval.is_zero());
        set(&mut options.grace_period, jwks.seconds("grace_period"));
        set(&mut options.remote_url, jwks.text("remote_url").map(Some));
        set(&mut options.jwks_path, jwks.text("jwks_path"));
        if !options.jwks_path.starts_with('/')
            || options.jwks_path.contains("..")
            || options.jwks_path.contains(['{', '}', '*'])
        {
            jwks.problem("jwks_path", "is not a path", "for example /.well-known/jwks.json");
        }
        let pair = jwks.section("key_pair_config");
        if let Some(name) = pair.text("alg") {
            match JwtAlgorithm::parse(&name) {
                Some(algorithm) => options.algorithm = algorithm,
                None => {
                    pair.problem(
                        "alg",
                        format!("`{name}` is not an algorithm of ours"),
                        "EdDSA, ES256, RS256 or PS256",
                    );
                }
            }
        }
        if pair.text("crv").is_some_and(|curve| curve != "Ed25519") {
            pair.problem("crv", "is not a curve of ours", "leave it out");
        }
        set(&mut options.modulus_length, pair.number("modulus_length"));
        if !(2048..=8192).contains(&options.modulus_length) || !options.modulus_length.is_multiple_of(16) {
            pair.problem("modulus_length", "is not a length of ours", "2048, 3072 or 4096");
        }
        pair.finish();
        jwks.finish();
        section.finish();
    }
}

/// A time in words, as `jose` reads it: a number and a unit. A year has 365.25 days.
fn parse_span(text: &str) -> Option<Duration> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_suffix("from now").unwrap_or(&text).trim();
    let text = text.strip_prefix('+').unwrap_or(text).trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
    let (number, unit) = text.split_at(end);
    let number: f64 = number.parse().ok()?;
    let seconds = match unit.trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        "w" | "week" | "weeks" => 604_800.0,
        "y" | "yr" | "yrs" | "year" | "years" => 31_557_600.0,
        _ => return None,
    };
    Duration::try_from_secs_f64((number * seconds).round()).ok().filter(|span| !span.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_jose_reads_them() {
        let seconds = |text| parse_span(text).map(|span| span.as_secs());
        assert_eq!(seconds("15m"), Some(900));
        assert_eq!(seconds("1h"), Some(3_600));
        assert_eq!(seconds("+2 Days from now"), Some(172_800));
        assert_eq!(seconds("1.5 hours"), Some(5_400));
        assert_eq!(seconds("1 year"), Some(31_557_600));
        for wrong in ["", "15", "m", "1 month", "-1h", "1h ago", "0s", "1..5h", "9e99y"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
