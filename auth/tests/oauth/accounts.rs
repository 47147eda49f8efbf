use serde_json::{Value, json};

use super::{app, app_with};
use crate::common::{HOUR, person};

// OAUTH-030
#[tokio::test]
async fn tokens_are_shown_to_nobody_and_may_be_encrypted_at_rest() {
    let (app, op) = app_with(|config| config.account.encrypt_oauth_tokens = true).await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    for path in ["/list-accounts", "/get-session"] {
        let answer = browser.get(path).await.text;
        assert!(!answer.contains("access-") && !answer.contains("refresh-") && !answer.contains("eyJ"), "{answer}");
    }
    for column in ["accessToken", "refreshToken"] {
        let stored = app.db.text(&format!(r#"SELECT "{column}" FROM "account""#)).await;
        assert!(stored.len() > 80 && stored.bytes().all(|byte| byte.is_ascii_hexdigit()), "{column}: {stored}");
    }
    let id = browser.accounts().await[0]["id"].clone();
    let tokens: Value = browser.post("/get-access-token", &json!({ "accountId": id })).await.accepted();
    assert!(tokens["accessToken"].as_str().unwrap().starts_with("access-"));
}

#[tokio::test]
async fn tokens_that_were_stored_before_encryption_are_read() {
    let (app, op) = app().await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let id = browser.accounts().await[0]["id"].clone();
    let session = browser.cookie("session_token").unwrap().to_owned();
    let app = app
        .restarted_with(|config| {
            config.generic_oauth.push(op.configured_as("op"));
            config.account.encrypt_oauth_tokens = true;
        })
        .await;
    let mut browser = app.client().with_cookie("session_token", &session);
    let tokens: Value = browser.post("/get-access-token", &json!({ "accountId": id })).await.accepted();
    assert!(tokens["accessToken"].as_str().unwrap().starts_with("access-"));
}

#[tokio::test]
async fn an_access_token_that_has_ended_is_renewed() {
    let (app, op) = app().await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let id = browser.accounts().await[0]["id"].clone();
    let select = json!({ "accountId": id });
    let first: Value = browser.post("/get-access-token", &select).await.accepted();
    assert_eq!(op.token_requests().len(), 1, "it has not ended");
    app.clock.advance(2 * HOUR);
    let second: Value = browser.post("/get-access-token", &select).await.accepted();
    assert_ne!(first["accessToken"], second["accessToken"]);
    assert_eq!(op.token_requests()[1]["grant_type"], "refresh_token");
    let third: Value = browser.post("/get-access-token", &select).await.accepted();
    assert_eq!(second["accessToken"], third["accessToken"], "what was renewed is stored");
}

#[tokio::test]
async fn tokens_are_renewed_on_demand() {
    let (app, op) = app().await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let id = browser.accounts().await[0]["id"].clone();
    let select = json!({ "accountId": id });
    let renewed: Value = browser.post("/refresh-token", &select).await.accepted();
    assert_eq!((&renewed["providerId"], &renewed["accountId"]), (&json!("op"), &id));
    assert!(renewed["refreshToken"].as_str().unwrap().starts_with("refresh-"));
    op.refuse_tokens();
    browser.post("/refresh-token", &select).await.refused(400, "FAILED_TO_REFRESH_ACCESS_TOKEN");
    app.clock.advance(2 * HOUR);
    browser.post("/get-access-token", &select).await.refused(400, "FAILED_TO_GET_ACCESS_TOKEN");
    app.db.execute(r#"UPDATE "account" SET "refreshToken" = NULL"#).await;
    browser.post("/refresh-token", &select).await.refused(400, "REFRESH_TOKEN_NOT_FOUND");
}

#[tokio::test]
async fn the_provider_says_who_it_is_now() {
    let (app, op) = app().await;
    op.give_tokens_for(100_000);
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let id = browser.accounts().await[0]["id"].as_str().unwrap().to_owned();
    app.clock.advance(2 * HOUR);
    let info: Value = browser.get(&format!("/account-info?accountId={id}")).await.accepted();
    assert_eq!(info["user"]["email"], "olive@example.com");
    assert_eq!(info["account"], json!({ "id": id, "providerId": "op", "accountId": "7" }));
    assert_eq!(info["data"]["sub"], "7");
}

#[tokio::test]
async fn nobody_reads_the_tokens_of_somebody_else() {
    let (app, op) = app().await;
    let mut owner = app.client();
    owner.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let id = owner.accounts().await[0]["id"].as_str().unwrap().to_owned();
    let user = owner.session().await.user.id;
    let mut mallory = app.signed_up("mallory@example.com").await;
    for body in [json!({ "accountId": id }), json!({ "accountId": id, "userId": user })] {
        for path in ["/get-access-token", "/refresh-token"] {
            mallory.post(path, &body).await.refused(400, "ACCOUNT_NOT_FOUND");
            app.client().post(path, &body).await.refused(401, "UNAUTHORIZED");
        }
    }
    mallory.get(&format!("/account-info?accountId={id}&userId={user}")).await.refused(400, "ACCOUNT_NOT_FOUND");
    owner.post("/get-access-token", &json!({})).await.refused(400, "VALIDATION_ERROR");
    owner.post("/get-access-token", &json!({ "providerId": "op" })).await.refused(400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn the_account_of_a_sign_in_is_in_a_cookie_where_that_is_wanted() {
    let (app, op) = app().await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let select = json!({ "useAccountCookie": true });
    assert!(browser.cookie("account_data").is_none());
    browser.post("/get-access-token", &select).await.refused(400, "ACCOUNT_NOT_FOUND");

    let (app, op) = app_with(|config| config.account.store_account_cookie = true).await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let cookie = browser.cookie("account_data").unwrap().to_owned();
    assert_eq!(cookie.split('.').count(), 5, "it is encrypted");
    let tokens: Value = browser.post("/get-access-token", &select).await.accepted();
    assert!(tokens["accessToken"].as_str().unwrap().starts_with("access-"));
    let renewed: Value = browser.post("/refresh-token", &select).await.accepted();
    let tokens: Value = browser.post("/get-access-token", &select).await.accepted();
    assert_eq!(renewed["accessToken"], tokens["accessToken"], "the cookie is renewed too");

    let mut mallory = app.signed_up("mallory@example.com").await.with_cookie("account_data", &cookie);
    mallory.post("/get-access-token", &select).await.refused(400, "ACCOUNT_NOT_FOUND");
    browser.sign_out().await;
    assert!(browser.cookie("account_data").is_none());
}
