use std::{collections::BTreeMap, time::Duration};

use toml::Value;

use super::{load::set, reader::Reader};
use crate::wire::KeyPermissions;

/// Options of API keys. What is a function in Better Auth is in [`crate::features::api_key::ApiKeyHooks`]. Keys are always
/// in the database, whatever storage there is beside it: it is what counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyConfig {
    /// Default `false`: with a key one needs nothing else.
    pub enabled: bool,
    /// The kinds of keys: one, or several with ids (`[[api_key]]`).
    pub configurations: Vec<ApiKeyConfiguration>,
}

/// Options of one kind of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyConfiguration {
    /// What requests name it by. Default: none, which is `default`.
    pub config_id: Option<String>,
    /// The headers that a key may be in, the first one first, in lower case. Default `x-api-key`.
    pub api_key_headers: Vec<String>,
    /// A key in such a header stands for its owner (see `docs/api-keys.md`). Default `false`.
    pub enable_session_for_api_keys: bool,
    /// Letters of a key behind its prefix. Default 64.
    pub default_key_length: usize,
    /// What keys begin with that are made without a prefix. Default: nothing.
    pub default_prefix: Option<String>,
    /// Fewest letters of a prefix. Default 1.
    pub minimum_prefix_length: usize,
    /// Most letters of a prefix. Default 32.
    pub maximum_prefix_length: usize,
    /// Fewest letters of a name. Default 1.
    pub minimum_name_length: usize,
    /// Most letters of a name. Default 32.
    pub maximum_name_length: usize,
    /// A key has to have a name. Default `false`.
    pub require_name: bool,
    /// Keys may hold data of their owner's. Default `false`.
    pub enable_metadata: bool,
    /// Keys are stored as they are. Default `false`; nobody should need it.
    pub disable_key_hashing: bool,
    /// How many of the first letters are kept to know a key by. Default 6; `None` for none.
    pub starting_characters: Option<usize>,
    /// When keys end.
    pub key_expiration: KeyExpiration,
    /// How often a key may be used.
    pub rate_limit: KeyRateLimit,
    /// What keys may do that are made without saying. Default: nothing is said.
    pub default_permissions: Option<KeyPermissions>,
    /// Whose the keys are. Default: of the user who makes them.
    pub references: KeyOwner,
}

/// Whose keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOwner {
    /// A user.
    User,
    /// An organization.
    Organization,
}

/// When keys end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyExpiration {
    /// After this time, if nothing is said. Default: never.
    pub default_expires_in: Option<Duration>,
    /// Nothing else may be said. Default `false`.
    pub disable_custom_expires_time: bool,
    /// The least that may be said. Default one day.
    pub min_expires_in: Duration,
    /// The most that may be said. Default 365 days.
    pub max_expires_in: Duration,
}

/// How often a key may be used, if nothing else is said when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRateLimit {
    /// Default `true`.
    pub enabled: bool,
    /// Counting begins anew when a key was not used for this time. Default one day.
    pub time_window: Duration,
    /// Uses until then. Default 10.
    pub max_requests: u32,
}

impl Default for ApiKeyConfig {
    fn default() -> Self {
        Self { enabled: false, configurations: vec![ApiKeyConfiguration::default()] }
    }
}

impl Default for ApiKeyConfiguration {
    fn default() -> Self {
        let day = Duration::from_hours(24);
        Self {
            config_id: None,
            api_key_headers: vec!["x-api-key".into()],
            enable_session_for_api_keys: false,
            default_key_length: 64,
            default_prefix: None,
            minimum_prefix_length: 1,
            maximum_prefix_length: 32,
            minimum_name_length: 1,
            maximum_name_length: 32,
            require_name: false,
            enable_metadata: false,
            disable_key_hashing: false,
            starting_characters: Some(6),
            key_expiration: KeyExpiration {
                default_expires_in: None,
                disable_custom_expires_time: false,
                min_expires_in: day,
                max_expires_in: day * 365,
            },
            rate_limit: KeyRateLimit { enabled: true, time_window: day, max_requests: 10 },
            default_permissions: None,
            references: KeyOwner::User,
        }
    }
}

impl ApiKeyConfig {
    /// The kind of keys that pages make for a person or an organization: the first of theirs.
    pub fn kind_of(&self, owner: KeyOwner) -> Option<&ApiKeyConfiguration> {
        self.configurations.iter().find(|configuration| self.enabled && configuration.references == owner)
    }

    pub(super) fn read(&mut self, root: &Reader<'_>) {
        const KEY: &str = "api_key";
        if !root.any(KEY).is_some_and(Value::is_array) {
            let section = root.section(KEY);
            set(&mut self.enabled, section.bool("enabled"));
            let mut configurations = self.configurations.drain(..);
            let mut only = configurations.next().unwrap_or_default();
            drop(configurations);
            only.read(&section);
            section.finish();
            self.configurations.push(only);
            return;
        }
        self.enabled = true;
        // What the application sets counts for every kind that does not say otherwise.
        let base = self.configurations.drain(..).next().unwrap_or_default();
        for section in root.sections(KEY) {
            let mut configuration = base.clone();
            configuration.read(&section);
            if configuration.config_id.is_none() {
                section.problem("config_id", "is missing", "each of several kinds of keys has an id; one is `default`");
            } else if self.configurations.iter().any(|other| other.config_id == configuration.config_id) {
                section.problem("config_id", "is there twice", "each kind of keys has an id of its own");
            }
            section.finish();
            self.configurations.push(configuration);
        }
    }
}

impl ApiKeyConfiguration {
    fn read(&mut self, section: &Reader<'_>) {
        set(&mut self.config_id, section.text("config_id").map(Some));
        set(&mut self.api_key_headers, section.text_or_texts("api_key_headers"));
        self.api_key_headers.iter_mut().for_each(|header| header.make_ascii_lowercase());
        set(&mut self.enable_session_for_api_keys, section.bool("enable_session_for_api_keys"));
        // Zero is the default, as upstream.
        set(&mut self.default_key_length, section.number("default_key_length").filter(|length| *length > 0));
        set(&mut self.default_prefix, section.text("default_prefix").map(Some));
        set(&mut self.minimum_prefix_length, section.number("minimum_prefix_length"));
        set(&mut self.maximum_prefix_length, section.number("maximum_prefix_length"));
        set(&mut self.minimum_name_length, section.number("minimum_name_length"));
        set(&mut self.maximum_name_length, section.number("maximum_name_length"));
        set(&mut self.require_name, section.bool("require_name"));
        set(&mut self.enable_metadata, section.bool("enable_metadata"));
        set(&mut self.disable_key_hashing, section.bool("disable_key_hashing"));
        let owners = [("user", KeyOwner::User), ("organization", KeyOwner::Organization)];
        set(&mut self.references, section.choice("references", &owners));

        let start = section.section("starting_characters_config");
        let length = start.number("characters_length").or(self.starting_characters);
        let stores = start.bool("should_store").unwrap_or(self.starting_characters.is_some());
        self.starting_characters = stores.then(|| length.unwrap_or(6));
        start.finish();

        let expiration = section.section("key_expiration");
        let options = &mut self.key_expiration;
        set(&mut options.default_expires_in, expiration.seconds("default_expires_in").map(Some));
        options.default_expires_in = options.default_expires_in.filter(|time| !time.is_zero());
        set(&mut options.disable_custom_expires_time, expiration.bool("disable_custom_expires_time"));
        set(&mut options.min_expires_in, days(&expiration, "min_expires_in"));
        set(&mut options.max_expires_in, days(&expiration, "max_expires_in"));
        expiration.finish();

        let limit = section.section("rate_limit");
        set(&mut self.rate_limit.enabled, limit.bool("enabled"));
        set(&mut self.rate_limit.time_window, limit.number("time_window").map(Duration::from_millis));
        set(&mut self.rate_limit.max_requests, limit.number("max_requests"));
        limit.finish();

        let permissions = section.section("permissions");
        if permissions.any("default_permissions").is_some() {
            let resources = permissions.section("default_permissions");
            let mut all = BTreeMap::new();
            for (resource, _) in resources.entries() {
                all.extend(resources.texts(resource).map(|actions| (resource.to_owned(), actions)));
            }
            resources.finish();
            self.default_permissions = Some(all);
        }
        permissions.finish();
    }

    /// What requests name it by.
    pub(crate) fn id(&self) -> &str {
        self.config_id.as_deref().filter(|id| !id.is_empty()).unwrap_or("default")
    }
}

/// Upstream counts these in days, of which there may be parts.
fn days<'a>(section: &Reader<'a>, key: &'a str) -> Option<Duration> {
    let day = Duration::from_hours(24);
    match section.any(key) {
        Some(Value::Float(days)) if (0.0..1.0e6).contains(days) => Some(day.mul_f64(*days)),
        _ => section.number::<u32>(key).map(|days| day * days),
    }
}
