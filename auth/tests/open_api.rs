//! The description of the API.

use auth::{
    AuthConfig,
    config::CaptchaProvider,
    features::operations,
    schema::{Field, FieldKind},
};
use serde_json::{Value, json};

use crate::common::{ORIGIN, TestAuth};

fn described(config: &mut AuthConfig) {
    config.multi_session.enabled = true;
    config.one_time_token.enabled = true;
    config.one_tap.enabled = true;
    config.one_tap.client_id = vec!["client".into()];
    config.captcha.provider = Some(CaptchaProvider::ProofOfWork);
    config.captcha.endpoints = Vec::new();
    config.device_authorization.enabled = true;
    config.open_api.enabled = true;
    config.organization.enabled = true;
    config.organization.teams.enabled = true;
    config.organization.dynamic_access_control.enabled = true;
    config.username.enabled = true;
    config.phone_number.enabled = true;
    config.anonymous.enabled = true;
    config.api_key.enabled = true;
    config.jwt.enabled = true;
}

async fn document(change: impl FnOnce(&mut AuthConfig)) -> Value {
    let app = TestAuth::with(|config| {
        described(config);
        change(config);
    })
    .await;
    app.client().get("/open-api/generate-schema").await.accepted()
}

#[tokio::test]
async fn every_operation_that_answers_is_described_with_its_methods() {
    let document = document(|_| {}).await;
    assert_eq!(document["openapi"], "3.1.1");
    assert_eq!(document["servers"][0]["url"], format!("{ORIGIN}/api/auth"));
    let left_out = ["/error", "/reference", "/open-api/generate-schema"];
    let operations = operations().filter(|operation| !left_out.contains(&operation.path));
    let mut paths = 0;
    for operation in operations {
        let path = &document["paths"][operation.path];
        let methods: Vec<_> = path.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        let mut wanted: Vec<_> = operation.methods.iter().map(|method| method.as_str()).collect();
        wanted.sort_unstable();
        assert_eq!(methods, wanted, "{operation:?}");
        paths += 1;
    }
    assert_eq!(document["paths"].as_object().unwrap().len(), paths);
}

#[tokio::test]
async fn bodies_and_answers_are_those_of_the_types() {
    let document = document(|_| {}).await;
    let sign_in = &document["paths"]["/sign-in/email"]["post"];
    let body = &sign_in["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["properties"]["email"], json!({ "type": "string" }));
    assert_eq!(body["properties"]["rememberMe"], json!({ "type": ["boolean", "null"] }));
    assert_eq!(body["required"], json!(["email", "password"]));
    let answer = &sign_in["responses"]["200"]["content"]["application/json"]["schema"]["anyOf"];
    assert_eq!(answer[0]["properties"]["user"]["$ref"], "#/components/schemas/User");
    assert!(answer[1]["properties"].get("twoFactorRedirect").is_some());
    assert!(sign_in.get("security").is_none());

    let list = &document["paths"]["/api-key/list"]["get"];
    assert_eq!(list["parameters"][0]["name"], "configId");
    assert_eq!(list["security"][0], json!({ "apiKeyCookie": [] }));
    let keys = &list["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["apiKeys"];
    assert_eq!(keys["items"]["properties"]["createdAt"], json!({ "type": "string", "format": "date-time" }));
    assert!(keys["items"]["properties"].get("key").is_none());
    let token = &document["paths"]["/reset-password/{token}"]["get"]["parameters"][0];
    assert_eq!(token, &json!({ "name": "token", "in": "path", "required": true, "schema": { "type": "string" } }));
}

#[tokio::test]
async fn references_lead_somewhere_and_ids_are_unique() {
    let document = document(|_| {}).await;
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    let mut ids: Vec<_> = text.split("\"operationId\":\"").skip(1).map(|id| id.split('"').next().unwrap()).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[tokio::test]
async fn fields_of_features_and_of_the_configuration_are_described_and_hidden_ones_are_not() {
    let document = document(|config| {
        let fields = &mut config.user.model.additional_fields;
        fields.push(Field::new("lang", FieldKind::Text).with_default("en"));
        fields.push(Field::new("note", FieldKind::Text).hidden());
    })
    .await;
    let user = &document["components"]["schemas"]["User"]["properties"];
    assert_eq!(user["lang"], json!({ "type": ["string", "null"], "default": "en" }));
    assert_eq!(user["role"]["readOnly"], true);
    assert!(user.get("note").is_none() && user.get("username").is_some());
    assert!(document["components"]["schemas"]["Session"]["properties"].get("token").is_some());
}

#[tokio::test]
async fn what_does_not_answer_is_not_described() {
    let document = document(|config| {
        config.passkey.enabled = false;
        config.disabled_paths = vec!["/sign-up/email".into()];
        config.jwt.jwks.jwks_path = "/.well-known/jwks.json".into();
    })
    .await;
    let paths = document["paths"].as_object().unwrap();
    assert!(!paths.keys().any(|path| path.starts_with("/passkey/") || path == "/sign-up/email" || path == "/jwks"));
    assert!(paths.contains_key("/.well-known/jwks.json"));
    let off = TestAuth::new().await;
    off.client().get("/open-api/generate-schema").await.is_unknown_path();
    off.client().get("/reference").await.is_unknown_path();
}

#[tokio::test]
async fn the_page_for_people_has_nothing_from_elsewhere_and_no_script() {
    let app = TestAuth::with(|config| {
        described(config);
        config.app_name = "<Acme>".into();
    })
    .await;
    let answer = app.client().get("/reference").await;
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!answer.text.contains("<script") && !answer.text.contains("<Acme>"));
    assert!(answer.text.contains("/sign-in/email") && answer.text.contains("/api-key/create"));
    let moved = TestAuth::with(|config| {
        described(config);
        config.open_api.path = "/docs".into();
    })
    .await;
    assert_eq!(moved.client().get("/docs").await.status, 200);
    moved.client().get("/reference").await.is_unknown_path();
    let without = TestAuth::with(|config| {
        described(config);
        config.open_api.disable_default_reference = true;
    })
    .await;
    without.client().get("/reference").await.is_unknown_path();
}
