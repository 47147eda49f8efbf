use serde_json::{Value, json};

use super::{app, app_with};
use crate::common::{SECOND, person};

// OAUTH-011
#[tokio::test]
async fn an_id_token_that_does_not_fit_is_refused() {
    for claims in [
        json!({ "aud": "somebody-else" }),
        json!({ "aud": ["client", "somebody-else"], "azp": "somebody-else" }),
        json!({ "iss": "https://other.example" }),
        json!({ "exp": 1_000 }),
        json!({ "exp": "4000000000" }),
        json!({ "iat": 4_000_000_000_u64 }),
        json!({ "nonce": null }),
        json!({ "nonce": "of another sign-in" }),
    ] {
        let (app, op) = app().await;
        op.say(claims.clone());
        let mut browser = app.client();
        let page = browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
        assert_eq!(page, "/oops?error=unable_to_get_user_info", "{claims}");
        assert!(browser.get_session().await.is_none());
    }
}

// OAUTH-012: the keys that were known are not enough for ever.
#[tokio::test]
async fn a_provider_that_changes_its_keys_is_followed() {
    let (app, op) = app().await;
    app.client().sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    op.change_keys();
    let refused = app.client().sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    assert_eq!(refused, "/oops?error=unable_to_get_user_info", "unknown keys are asked for at most every half minute");
    app.clock.advance(31 * SECOND);
    assert_eq!(app.client().sign_in_at(&op, "op", &person("7", "olive@example.com")).await, "/in");
}

#[tokio::test]
async fn an_app_signs_in_by_the_id_token_that_it_has() {
    let (app, op) = app().await;
    let mut phone = app.client();
    let token = op.id_token(&person("7", "olive@example.com"));
    let answer: Value =
        phone.post("/sign-in/social", &json!({ "provider": "op", "idToken": { "token": token } })).await.accepted();
    assert_eq!(answer["redirect"], false);
    assert_eq!(answer["user"]["email"], "olive@example.com");
    assert_eq!(phone.session().await.session.token, answer["token"].as_str().unwrap());
}

// OAUTH-013
#[tokio::test]
async fn an_id_token_of_a_client_is_looked_at_closely() {
    let (app, op) = app_with(|config| {
        let mut plain = config.generic_oauth[0].clone();
        plain.provider_id = "plain".into();
        plain.authorization_url = Some("https://plain.example/authorize".into());
        plain.token_url = Some("https://plain.example/token".into());
        plain.discovery_url = None;
        config.generic_oauth.push(plain);
    })
    .await;
    let olive = person("7", "olive@example.com");
    let mut phone = app.client();
    let mut send = async |provider: &str, token: String, nonce: Value| {
        let body = json!({ "provider": provider, "idToken": { "token": token, "nonce": nonce } });
        phone.post("/sign-in/social", &body).await
    };
    send("plain", op.id_token(&olive), json!(null)).await.refused(404, "ID_TOKEN_NOT_SUPPORTED");
    send("op", op.id_token(&olive), json!("wrong")).await.refused(401, "INVALID_TOKEN");
    send("op", "x".into(), json!(null)).await.refused(401, "INVALID_TOKEN");

    let good = op.id_token(&olive);
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    // `{"alg":"none"}`
    send("op", format!("eyJhbGciOiJub25lIn0.{payload}."), json!(null)).await.refused(401, "INVALID_TOKEN");
    send("op", format!("{header}.{payload}x.{signature}"), json!(null)).await.refused(401, "INVALID_TOKEN");
    op.say(json!({ "aud": "somebody-else" }));
    send("op", op.id_token(&olive), json!(null)).await.refused(401, "INVALID_TOKEN");
}

#[tokio::test]
async fn an_id_token_keeps_to_the_rules_of_signing_up() {
    let (app, op) = app_with(|config| config.generic_oauth[0].policy.disable_sign_up = true).await;
    let body = json!({ "provider": "op", "idToken": { "token": op.id_token(&person("7", "olive@example.com")) } });
    app.client().post("/sign-in/social", &body).await.refused(401, "OAUTH_LINK_ERROR");
    let (app, op) = app_with(|config| config.generic_oauth[0].policy.disable_id_token_sign_in = true).await;
    let body = json!({ "provider": "op", "idToken": { "token": op.id_token(&person("7", "olive@example.com")) } });
    app.client().post("/sign-in/social", &body).await.refused(404, "ID_TOKEN_NOT_SUPPORTED");
}

#[tokio::test]
async fn a_profile_of_somebody_else_than_the_id_token_is_refused() {
    let (app, op) = app().await;
    // The ID token names no address, so the profile endpoint is asked, which speaks of another person.
    op.say(json!({ "email": null, "nickname": "o" }));
    let mut browser = app.client();
    let url = browser.start_social("op").await;
    let query = op.signs_in(&url, &person("7", "olive@example.com"));
    let page = browser.come_back("op", &query).await.leads_to();
    assert_eq!(page, "/oops?error=email_not_found", "the profile has no address either");
}
