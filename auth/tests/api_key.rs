//! API keys: making, managing and using them.

mod manage;
mod options;
mod organization;
mod session;
mod usage;

use auth::{
    AuthConfig, Cx,
    wire::{ApiKey, CreateApiKey, CreatedApiKey, VerifyApiKey, VerifyApiKeyOutput},
};
use serde_json::{Value, json};

use crate::common::{Client, TestAuth};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

/// Keys are on, hold data, and stand for their owners.
fn with_keys(config: &mut AuthConfig) {
    config.api_key.enabled = true;
    for kind in &mut config.api_key.configurations {
        kind.enable_metadata = true;
        kind.enable_session_for_api_keys = true;
    }
}

impl Client {
    /// Makes a key.
    async fn make_key(&mut self, input: &Value) -> CreatedApiKey {
        self.post("/api-key/create", input).await.accepted()
    }

    async fn key(&mut self, id: &str) -> ApiKey {
        self.get(&format!("/api-key/get?id={id}")).await.accepted()
    }

    async fn user_id(&mut self) -> String {
        self.session().await.user.id
    }
}

impl TestAuth {
    /// A program that comes with a key and has no cookies.
    fn program(&self, key: &str) -> Client {
        self.client().without_origin().with_header("x-api-key", key)
    }

    /// Makes a key as trusted code does.
    async fn key_for(&self, user_id: &str, input: CreateApiKey) -> CreatedApiKey {
        let input = CreateApiKey { user_id: Some(user_id.into()), ..input };
        self.auth.create_api_key(&mut Cx::internal(), input).await.unwrap()
    }

    /// Asks as trusted code does whether a key works.
    async fn verify(&self, key: &str) -> VerifyApiKeyOutput {
        self.auth.verify_api_key(&VerifyApiKey { key: key.into(), ..VerifyApiKey::default() }).await.unwrap()
    }

    /// Why a key does not work.
    async fn refusal(&self, key: &str) -> String {
        let output = self.verify(key).await;
        assert!(!output.valid && output.key.is_none());
        output.error.unwrap().code.unwrap()
    }
}

/// A name and nothing else.
fn named(name: &str) -> Value {
    json!({ "name": name })
}
