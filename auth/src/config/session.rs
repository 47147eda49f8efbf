use std::time::Duration;

use super::{days, load::set, model::read_model, reader::Reader};
use crate::schema::ModelConfig;

/// Options of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionConfig {
    /// How long a session lives without being used. Default 7 days.
    pub expires_in: Duration,
    /// A session used after this time is extended. Default 1 day.
    pub update_age: Duration,
    /// How long after sign-in a session counts as fresh; zero switches the check off. Default 1 day.
    pub fresh_age: Duration,
    /// Never extend sessions. Default `false`.
    pub disable_session_refresh: bool,
    /// GET only says that a session should be extended (`needsRefresh`), and POST extends it, so that reading writes
    /// nothing. Default `false`.
    pub defer_session_refresh: bool,
    /// With a secondary storage: sessions are in the database too, and what the storage loses is read there.
    /// Default `false`.
    pub store_session_in_database: bool,
    /// With `store_session_in_database`: an ended session stays in the database, as a record. Default `false`.
    pub preserve_session_in_database: bool,
    /// Sessions kept in a cookie for a short time.
    pub cookie_cache: CookieCache,
    /// Table, columns and further fields.
    pub model: ModelConfig,
}

/// A copy of session and user in a signed cookie, which is believed for a short time instead of asking the store.
/// A session that is ended elsewhere lives on as long for those who only read it; operations that change something
/// ask the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookieCache {
    /// Default `false`.
    pub enabled: bool,
    /// How long the copy is believed. Default 5 minutes.
    pub max_age: Duration,
    /// How the copy is written.
    pub strategy: CookieCacheStrategy,
    /// Copies of another version are not believed: changing it ends them all. Default `1`.
    pub version: String,
}

/// How the cookie cache is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieCacheStrategy {
    /// JSON and an HMAC, the shortest form.
    Compact,
    /// A JSON Web Token of HS256, which other programs can verify.
    Jwt,
    /// An encrypted JSON Web Token, which nobody else can read.
    Jwe,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            expires_in: days(7),
            update_age: days(1),
            fresh_age: days(1),
            disable_session_refresh: false,
            defer_session_refresh: false,
            store_session_in_database: false,
            preserve_session_in_database: false,
            cookie_cache: CookieCache {
                enabled: false,
                max_age: Duration::from_mins(5),
                strategy: CookieCacheStrategy::Compact,
                version: "1".into(),
            },
            model: ModelConfig::default(),
        }
    }
}

pub(super) fn read_session(options: &mut SessionConfig, section: Reader<'_>) {
    set(&mut options.expires_in, section.seconds("expires_in"));
    set(&mut options.update_age, section.seconds("update_age"));
    set(&mut options.fresh_age, section.seconds("fresh_age"));
    set(&mut options.disable_session_refresh, section.bool("disable_session_refresh"));
    set(&mut options.defer_session_refresh, section.bool("defer_session_refresh"));
    set(&mut options.store_session_in_database, section.bool("store_session_in_database"));
    set(&mut options.preserve_session_in_database, section.bool("preserve_session_in_database"));
    read_cookie_cache(&mut options.cookie_cache, section.section("cookie_cache"));
    read_model(&mut options.model, &section);
    section.finish();
}

fn read_cookie_cache(options: &mut CookieCache, section: Reader<'_>) {
    let strategies = [
        ("compact", CookieCacheStrategy::Compact),
        ("jwt", CookieCacheStrategy::Jwt),
        ("jwe", CookieCacheStrategy::Jwe),
    ];
    set(&mut options.enabled, section.bool("enabled"));
    // Zero is the default, as upstream.
    set(&mut options.max_age, section.seconds("max_age").filter(|max_age| !max_age.is_zero()));
    set(&mut options.strategy, section.choice("strategy", &strategies));
    set(&mut options.version, section.text("version"));
    // It acts only where sessions are in no store at all, so upstream passes it over too where there is one.
    section.known(&["refresh_cache"]);
    section.finish();
}
