use std::time::Duration;

use super::{RateLimitRule, load::set, reader::Reader};

/// Options of magic links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MagicLinkConfig {
    /// Default `true`; needs a mailer.
    pub enabled: bool,
    /// How long a link works. Default 5 minutes.
    pub expires_in: Duration,
    /// A link signs nobody up. Default `false`.
    pub disable_sign_up: bool,
    /// With `disable_sign_up`: mail goes to addresses without an account too, and the link says so. Default `true`, as
    /// upstream. The answer is the same in either case. Ours.
    pub send_to_unknown: bool,
    /// How tokens are stored. Default: hashed by us; in a shared database as they are, which is upstream's default.
    pub store_token: Option<TokenStorage>,
    /// How often links are asked for and followed. Default five times a minute.
    pub rate_limit: RateLimitRule,
}

/// How tokens are stored, in a form that Better Auth reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStorage {
    /// As they are.
    Plain,
    /// As their SHA-256.
    Hashed,
}

impl Default for MagicLinkConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            expires_in: Duration::from_mins(5),
            disable_sign_up: false,
            send_to_unknown: true,
            store_token: None,
            rate_limit: RateLimitRule { window: Duration::from_mins(1), max: 5 },
        }
    }
}

impl MagicLinkConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        // Zero is the default, as upstream.
        set(&mut self.expires_in, section.seconds("expires_in").filter(|expires_in| !expires_in.is_zero()));
        set(&mut self.disable_sign_up, section.bool("disable_sign_up"));
        set(&mut self.send_to_unknown, section.bool("send_to_unknown"));
        let storages = [("plain", TokenStorage::Plain), ("hashed", TokenStorage::Hashed)];
        set(&mut self.store_token, section.choice("store_token", &storages).map(Some));
        // A link works once: upstream passes every other number over too.
        section.known(&["allowed_attempts"]);
        read_rule(&mut self.rate_limit, section.section("rate_limit"));
        section.finish();
    }
}

/// A rate limit of a feature.
pub(super) fn read_rule(rule: &mut RateLimitRule, section: Reader<'_>) {
    // Zero is the default, as upstream.
    set(&mut rule.window, section.seconds("window").filter(|window| !window.is_zero()));
    set(&mut rule.max, section.number("max").filter(|max| *max > 0));
    section.finish();
}
