use std::time::Duration;

use async_trait::async_trait;
use auth::{
    AuthConfig, Cx, Result,
    config::ApiKeyConfiguration,
    features::api_key::ApiKeyHooks,
    wire::{CreateApiKey, KeyPermissions, VerifyApiKey},
};
use serde_json::json;

use super::{ANA, named, with_keys};
use crate::common::{Database, HOUR, ORIGIN, TestAuth};

#[tokio::test]
async fn keys_are_made_as_the_configuration_says() {
    let app = TestAuth::with(|config| {
        config.api_key.enabled = true;
        let kind = &mut config.api_key.configurations[0];
        kind.default_prefix = Some("sk_".into());
        kind.default_key_length = 40;
        kind.require_name = true;
        kind.key_expiration.default_expires_in = Some(HOUR);
        kind.key_expiration.min_expires_in = Duration::ZERO;
        kind.rate_limit.max_requests = 4;
        kind.starting_characters = None;
        kind.default_permissions = Some([("files".to_owned(), vec!["read".to_owned()])].into());
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let made = ana.make_key(&named("CI")).await;
    assert!(made.key.starts_with("sk_") && made.key.len() == 43);
    let key = made.api_key;
    assert_eq!((key.prefix.as_deref(), key.start), (Some("sk_"), None));
    assert_eq!((key.expires_at, key.rate_limit_max), (Some(app.now() + HOUR), Some(4)));
    assert_eq!(key.permissions.unwrap()["files"], ["read"]);
    assert_eq!(ana.make_key(&json!({ "name": "short", "expiresIn": 1.9 })).await.api_key.expires_at.unwrap(), {
        app.now() + Duration::from_secs(1)
    });
    ana.post("/api-key/create", &json!({})).await.refused(400, "NAME_REQUIRED");
    let with_data = json!({ "name": "CI", "metadata": { "a": 1 } });
    ana.post("/api-key/create", &with_data).await.refused(400, "METADATA_DISABLED");
}

#[tokio::test]
async fn when_keys_end_may_be_fixed() {
    let app = TestAuth::with(|config| {
        config.api_key.enabled = true;
        config.api_key.configurations[0].key_expiration.disable_custom_expires_time = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let input = json!({ "expiresIn": 86_400 });
    ana.post("/api-key/create", &input).await.refused(400, "KEY_DISABLED_EXPIRATION");
    let id = ana.make_key(&json!({})).await.api_key.id;
    let change = json!({ "keyId": id, "expiresIn": null });
    ana.post("/api-key/update", &change).await.refused(400, "KEY_DISABLED_EXPIRATION");
}

#[tokio::test]
async fn filling_up_needs_an_amount_and_an_interval() {
    let app = TestAuth::with(with_keys).await;
    let user_id = Some(app.signed_up(ANA).await.user_id().await);
    let amount = CreateApiKey { user_id: user_id.clone(), refill_amount: Some(1), ..CreateApiKey::default() };
    let interval = CreateApiKey { user_id, refill_interval: Some(1), ..CreateApiKey::default() };
    let mut cx = Cx::internal();
    let refused = app.auth.create_api_key(&mut cx, amount).await.unwrap_err();
    assert_eq!(refused.code_text(), "REFILL_AMOUNT_AND_INTERVAL_REQUIRED");
    let refused = app.auth.create_api_key(&mut cx, interval).await.unwrap_err();
    assert_eq!(refused.code_text(), "REFILL_INTERVAL_AND_AMOUNT_REQUIRED");
}

/// Two kinds of keys: ordinary ones, and those of a service in a header of its own.
fn two_kinds(config: &mut AuthConfig) {
    with_keys(config);
    let ordinary = ApiKeyConfiguration { config_id: Some("default".into()), ..ApiKeyConfiguration::default() };
    let service = ApiKeyConfiguration {
        config_id: Some("service".into()),
        api_key_headers: vec!["x-service-key".into()],
        enable_session_for_api_keys: true,
        default_prefix: Some("svc_".into()),
        ..ApiKeyConfiguration::default()
    };
    config.api_key.configurations = vec![ordinary, service];
}

#[tokio::test]
async fn kinds_of_keys_are_kept_apart() {
    let app = TestAuth::with(two_kinds).await;
    let mut ana = app.signed_up(ANA).await;
    let ordinary = ana.make_key(&named("ordinary")).await;
    let service = ana.make_key(&json!({ "name": "service", "configId": "service" })).await;
    assert!(service.key.starts_with("svc_"));
    // One that there is not is the default one, as upstream.
    assert_eq!(ana.make_key(&json!({ "configId": "unknown" })).await.api_key.config_id, "default");

    let id = &service.api_key.id;
    ana.get(&format!("/api-key/get?id={id}")).await.refused(404, "KEY_NOT_FOUND");
    assert_eq!(ana.get(&format!("/api-key/get?id={id}&configId=service")).await.status, 200);
    assert_eq!(ana.get("/api-key/list").await.json()["total"], 3);
    assert_eq!(ana.get("/api-key/list?configId=service").await.json()["total"], 1);

    let verify = |key: &str, config_id: Option<&str>| VerifyApiKey {
        key: key.into(),
        config_id: config_id.map(str::to_owned),
        permissions: None,
    };
    assert!(app.auth.verify_api_key(&verify(&service.key, None)).await.unwrap().valid);
    assert!(app.auth.verify_api_key(&verify(&service.key, Some("service"))).await.unwrap().valid);
    assert!(!app.auth.verify_api_key(&verify(&ordinary.key, Some("service"))).await.unwrap().valid);

    let mut program = app.client().with_header("x-service-key", &service.key);
    assert_eq!(program.session().await.user.email, ANA);
    let mut wrong = app.client().with_header("x-service-key", &ordinary.key);
    wrong.get("/get-session").await.refused(401, "INVALID_API_KEY");
    assert_eq!(app.program(&ordinary.key).get_session().await, None);
}

#[tokio::test]
async fn without_a_default_kind_requests_have_to_name_one() {
    let app = TestAuth::with(|config| {
        two_kinds(config);
        config.api_key.configurations.remove(0);
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/api-key/create", &named("x")).await.refused(400, "NO_DEFAULT_API_KEY_CONFIGURATION_FOUND");
    assert_eq!(ana.make_key(&json!({ "configId": "service" })).await.api_key.config_id, "service");
}

#[derive(Debug)]
struct OwnKeys;

#[async_trait]
impl ApiKeyHooks for OwnKeys {
    fn generate(&self, configuration: &ApiKeyConfiguration, prefix: &str) -> Option<String> {
        Some(format!("{prefix}{}", "own".repeat(configuration.default_key_length)))
    }

    async fn accepts(&self, _: &ApiKeyConfiguration, key: &str) -> Result<bool> {
        Ok(key.contains("own"))
    }

    async fn default_permissions(&self, _: &ApiKeyConfiguration, owner: &str) -> Result<Option<KeyPermissions>> {
        Ok(Some([(owner.to_owned(), vec!["own".to_owned()])].into()))
    }
}

#[tokio::test]
async fn the_application_may_have_keys_of_its_own() {
    let app = TestAuth::built(Database::empty().await, with_keys, |builder| builder.api_key_hooks(OwnKeys)).await;
    let mut ana = app.signed_up(ANA).await;
    let made = ana.make_key(&json!({ "prefix": "p_" })).await;
    assert!(made.key.starts_with("p_ownown"));
    assert!(made.api_key.permissions.unwrap().contains_key(&ana.user_id().await));
    assert!(app.verify(&made.key).await.valid);
    assert_eq!(app.refusal(&"x".repeat(64)).await, "INVALID_API_KEY");
    app.program(&"x".repeat(64)).get("/get-session").await.refused(403, "INVALID_API_KEY");
}

#[test]
fn the_file_says_one_kind_of_keys_or_several() {
    let load = |toml: &str| AuthConfig::load(AuthConfig::new(ORIGIN, "secret"), toml, |_| None);
    let one = load(
        "[api_key]\nenabled = true\ndefault_prefix = \"sk_\"\napi_key_headers = [\"X-Key\"]\n\
         [api_key.key_expiration]\nmin_expires_in = 0.5\nmax_expires_in = 2\n\
         [api_key.rate_limit]\ntime_window = 1500\n\
         [api_key.starting_characters_config]\nshould_store = false\n\
         [api_key.permissions.default_permissions]\nmyFiles = [\"read\"]\n",
    )
    .unwrap();
    assert!(one.unknown.is_empty(), "{:?}", one.unknown);
    let kind = &one.config.api_key.configurations[0];
    assert!(one.config.api_key.enabled && kind.api_key_headers == ["x-key"] && kind.starting_characters.is_none());
    assert_eq!(kind.key_expiration.min_expires_in, HOUR * 12);
    assert_eq!(kind.key_expiration.max_expires_in, HOUR * 48);
    assert_eq!(kind.rate_limit.time_window, Duration::from_millis(1500));
    assert!(kind.default_permissions.as_ref().unwrap().contains_key("myFiles"));

    let several = load("[[api_key]]\nconfig_id = \"default\"\n[[api_key]]\nconfig_id = \"service\"\n").unwrap();
    assert_eq!(several.config.api_key.configurations.len(), 2);
    let problems = load("[[api_key]]\nconfig_id = \"a\"\n[[api_key]]\nconfig_id = \"a\"\n[[api_key]]\n").unwrap_err();
    assert_eq!(problems.0.len(), 2);
}
