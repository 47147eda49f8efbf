use super::reader::Reader;
use crate::crypto::Secret;

/// A key-value store beside the database, for sessions, one-time values and rate limits.
#[derive(Debug, Clone)]
pub enum SecondaryStorageConfig {
    /// In this process: for tests, and for one replica that may lose its sessions.
    Memory,
    /// Redis, which several replicas share.
    Redis {
        /// `redis://user:password@host:port/0`, or `rediss://…` with TLS.
        url: Secret,
        /// What every key begins with. Default `better-auth:`, as upstream's Redis storage.
        key_prefix: String,
    },
}

impl SecondaryStorageConfig {
    /// Redis at an address, with the usual prefix.
    pub fn redis(url: impl Into<String>) -> Self {
        Self::Redis { url: Secret::new(url), key_prefix: "better-auth:".into() }
    }
}

/// Reads `secondary_storage = "memory"`, `secondary_storage = "redis://…"` or a section with `url` and `key_prefix`.
pub(super) fn read_secondary_storage(root: &Reader<'_>) -> Option<SecondaryStorageConfig> {
    const KEY: &str = "secondary_storage";
    if !root.any(KEY).is_some_and(toml::Value::is_str) {
        let section = root.section(KEY);
        let url = section.text("url");
        let key_prefix = section.text("key_prefix");
        section.finish();
        let mut config = SecondaryStorageConfig::redis(url?);
        if let (SecondaryStorageConfig::Redis { key_prefix, .. }, Some(given)) = (&mut config, key_prefix) {
            *key_prefix = given;
        }
        return Some(config);
    }
    let text = root.text(KEY)?;
    if text == "memory" {
        return Some(SecondaryStorageConfig::Memory);
    }
    if text.starts_with("redis://") || text.starts_with("rediss://") {
        return Some(SecondaryStorageConfig::redis(text));
    }
    root.problem(KEY, "is neither `memory` nor an address of Redis", "for example redis://localhost:6379");
    None
}
