use serde_json::json;

use super::{app, app_with};
use crate::common::person;

// OAUTH-024
#[tokio::test]
async fn a_redirect_of_the_token_endpoint_is_not_followed() {
    for target in ["http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/"] {
        let (app, op) = app().await;
        op.lead_to(target);
        let page = app.client().sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
        assert_eq!(page, "/oops?error=invalid_code");
        assert_eq!(op.token_requests().len(), 1);
    }
}

// OAUTH-024: in production the machine itself is no provider unless the configuration names it.
#[tokio::test]
async fn production_reaches_no_private_address_that_is_not_named() {
    let (app, _) = app_with(|config| config.production = true).await;
    let mut browser = app.client();
    browser.post("/sign-in/social", &json!({ "provider": "op" })).await.refused(404, "PROVIDER_NOT_FOUND");

    let (app, op) = app_with(|config| {
        config.production = true;
        config.advanced.allow_private_outbound.push("127.0.0.1/32".parse().unwrap());
    })
    .await;
    assert_eq!(app.client().sign_in_at(&op, "op", &person("7", "olive@example.com")).await, "/new");
}

// OAUTH-026
#[tokio::test]
async fn a_discovery_document_of_another_issuer_makes_no_provider() {
    let (app, op) = app().await;
    op.claim_to_be("https://login.example");
    let mut browser = app.client();
    browser.post("/sign-in/social", &json!({ "provider": "op" })).await.refused(404, "PROVIDER_NOT_FOUND");
}
