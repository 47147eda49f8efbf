//! What the configuration and the application say of devices.

use auth::{AuthConfig, Error, config::ConfigErrors, features::device_authorization::DeviceRules, wire::ErrorCode};
use serde_json::json;

use super::{ANA, GRANT, with_devices};
use crate::common::{Database, ORIGIN, TestAuth};

#[tokio::test]
async fn only_the_clients_of_the_configuration_and_of_the_application_are_known() {
    #[derive(Debug)]
    struct NoFridges;

    #[async_trait::async_trait]
    impl DeviceRules for NoFridges {
        async fn user_code(&self) -> Result<Option<String>, Error> {
            Ok(Some("the-code".to_owned()))
        }

        async fn is_client(&self, client_id: &str) -> Result<bool, Error> {
            Ok(client_id != "fridge")
        }

        async fn requested(&self, _: &str, scope: Option<&str>) -> Result<(), Error> {
            if scope == Some("everything") { Err(ErrorCode::AccessDenied.into()) } else { Ok(()) }
        }
    }

    let configured = |config: &mut AuthConfig| {
        with_devices(config);
        config.device_authorization.client_ids = vec!["tv".into(), "fridge".into()];
    };
    let app = Box::pin(TestAuth::built(Database::empty().await, configured, |builder| builder.device_rules(NoFridges)));
    let app = app.await;
    let mut tv = app.client();
    for client_id in ["fridge", "toaster"] {
        tv.post("/device/code", &json!({ "client_id": client_id })).await.refused_by_oauth(400, "invalid_client");
        let poll = json!({ "grant_type": GRANT, "device_code": "x", "client_id": client_id });
        tv.post("/device/token", &poll).await.refused_by_oauth(400, "invalid_client");
    }
    let asks = json!({ "client_id": "tv", "scope": "everything" });
    tv.post("/device/code", &asks).await.refused(400, "ACCESS_DENIED");
    let device = tv.request_codes().await;
    assert_eq!(device.user_code, "the-code");
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(ana.look_at("the-code").await.json()["client_id"], "tv");
    ana.look_at("THECODE").await.refused_by_oauth(400, "invalid_request");
    // Every code that is made is another device's.
    tv.post("/device/code", &json!({ "client_id": "tv" })).await.refused_by_oauth(500, "server_error");
}

#[tokio::test]
async fn the_options_of_the_original_say_what_they_say_there() {
    let load = |toml: &str| -> Result<AuthConfig, ConfigErrors> {
        let loaded = AuthConfig::load(AuthConfig::new(ORIGIN, "secret"), toml, |_| None)?;
        assert_eq!(loaded.unknown, []);
        Ok(loaded.config)
    };
    let toml = r#"
        [device_authorization]
        enabled = true
        expires_in = 600
        interval = 10
        device_code_length = 20
        user_code_length = 6
        client_ids = ["tv"]
        verification_uri = "https://tv.example.com/go?from=tv"
    "#;
    let config = load(toml).unwrap();
    let app = TestAuth::with(|own| own.device_authorization = config.device_authorization).await;
    let codes = app.client().post("/device/code", &json!({ "client_id": "tv" })).await.json();
    let user_code = codes["user_code"].as_str().unwrap();
    assert_eq!((codes["device_code"].as_str().unwrap().len(), user_code.len()), (20, 6));
    assert_eq!((&codes["expires_in"], &codes["interval"]), (&json!(600), &json!(10)));
    assert_eq!(codes["verification_uri"], "https://tv.example.com/go?from=tv");
    let complete = format!("https://tv.example.com/go?from=tv&user_code={user_code}");
    assert_eq!(codes["verification_uri_complete"], complete);

    let wrong = load("[device_authorization]\nuser_code_length = 0\ndevice_code_length = 192").unwrap_err();
    assert_eq!(wrong.0.len(), 2);
    let off = TestAuth::new().await;
    off.client().post("/device/code", &json!({ "client_id": "tv" })).await.is_unknown_path();
}
