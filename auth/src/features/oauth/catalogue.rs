//! The providers of an installation.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use url::Url;

use super::{generic, id_token::KeyCache, provider::Provider, providers};
use crate::{
    config::{AuthConfig, GenericOauth},
    outbound::Outbound,
    wire::Timestamp,
};

/// How long a discovery document is used without reading it again.
const DOCUMENT_LIFETIME: Duration = Duration::from_hours(1);

/// Everything that social sign-in needs beside the store.
#[derive(Debug)]
pub(crate) struct Oauth {
    pub(crate) outbound: Outbound,
    pub(crate) keys: KeyCache,
    built_in: Vec<Arc<Provider>>,
    described: Vec<Described>,
}

/// A provider that the configuration describes; what its document says is read when somebody wants to go there.
#[derive(Debug)]
struct Described {
    config: GenericOauth,
    current: Mutex<Option<(Arc<Provider>, Timestamp)>>,
}

impl Oauth {
    pub(crate) fn new(config: &AuthConfig) -> Result<Self, rustls::Error> {
        let outbound = Outbound::new(&config.reachable_networks())?;
        let built_in = config
            .social_providers
            .iter()
            .filter_map(|(id, options)| Some(Arc::new(providers::find(id)?.provider(options))));
        let described = config.generic_oauth.iter().cloned();
        Ok(Self {
            keys: KeyCache::new(outbound.clone()),
            built_in: built_in.collect(),
            described: described.map(|config| Described { config, current: Mutex::default() }).collect(),
            outbound,
        })
    }

    /// Id and name of every provider, in the order of the configuration.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let described = self.described.iter().map(|provider| {
            let config = &provider.config;
            (config.provider_id.as_str(), config.name.as_deref().unwrap_or(&config.provider_id))
        });
        // A described provider hides a built-in one of the same id, as upstream.
        let hidden = |id: &str| self.described.iter().any(|provider| provider.config.provider_id == id);
        let built_in = self.built_in.iter().filter(move |provider| !hidden(&provider.id));
        built_in.map(|provider| (provider.id.as_str(), provider.name.as_str())).chain(described)
    }

    /// The sites to which people are sent.
    pub(crate) fn origins(&self) -> Vec<String> {
        let built_in = self.built_in.iter().map(|provider| provider.endpoints.authorization.as_str());
        let described = self.described.iter().filter_map(|provider| {
            let config = &provider.config;
            config.authorization_url.as_deref().or(config.discovery_url.as_deref())
        });
        let origin = |address| Url::parse(address).ok().map(|url| url.origin().ascii_serialization());
        let mut origins: Vec<_> = built_in.chain(described).filter_map(origin).collect();
        origins.sort_unstable();
        origins.dedup();
        origins
    }

    /// The provider with an id. One whose discovery document cannot be read is not there, which is logged.
    pub(crate) async fn find(&self, id: &str, now: Timestamp) -> Option<Arc<Provider>> {
        match self.described.iter().find(|provider| provider.config.provider_id == id) {
            Some(described) => described.provider(&self.outbound, now).await,
            None => self.built_in.iter().find(|provider| provider.id == id).cloned(),
        }
    }
}

impl Described {
    async fn provider(&self, outbound: &Outbound, now: Timestamp) -> Option<Arc<Provider>> {
        let known = self.lock().clone();
        if let Some((provider, read)) = &known
            && (self.config.discovery_url.is_none() || now.since(*read) < DOCUMENT_LIFETIME)
        {
            return Some(Arc::clone(provider));
        }
        match generic::provider(&self.config, outbound).await {
            Ok(provider) => {
                let provider = Arc::new(provider);
                *self.lock() = Some((Arc::clone(&provider), now));
                Some(provider)
            }
            Err(error) => {
                let id = &self.config.provider_id;
                tracing::error!(error = &error as &dyn std::error::Error, provider = %id, "a provider cannot be used");
                // What was read before is still better than nothing.
                known.map(|(provider, _)| provider)
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Arc<Provider>, Timestamp)>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
