use auth::{AuthConfig, config::AccountLinking};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{app, app_with};
use crate::common::{Client, DAY, PASSWORD, Provider, TestAuth, person};

const ANA: &str = "ana@example.com";

fn linking(change: impl FnOnce(&mut AccountLinking)) -> impl FnOnce(&mut AuthConfig) {
    |config| change(&mut config.account.linking)
}

/// Ana, whose address is verified.
async fn ana(app: &TestAuth) -> Client {
    let ana = app.signed_up(ANA).await;
    app.db.execute(&format!(r#"UPDATE "user" SET "emailVerified" = true WHERE "email" = '{ANA}'"#)).await;
    ana
}

/// The providers, in the order of the alphabet.
fn providers(accounts: &[Value]) -> Vec<&str> {
    let mut providers: Vec<_> = accounts.iter().map(|account| account["providerId"].as_str().unwrap()).collect();
    providers.sort_unstable();
    providers
}

/// The account at the provider.
async fn account_of(browser: &mut Client) -> Value {
    let accounts = browser.accounts().await;
    accounts.into_iter().find(|account| account["providerId"] == "op").unwrap()
}

#[tokio::test]
async fn an_account_is_linked_from_the_settings_and_signs_in_from_then_on() {
    let (app, op) = app().await;
    let mut ana = ana(&app).await;
    assert_eq!(ana.link_at(&op, "op", &person("7", ANA)).await, "/linked");
    assert_eq!(providers(&ana.accounts().await), ["credential", "op"]);
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &person("7", ANA)).await, "/in");
    assert_eq!(browser.session().await.user.id, ana.session().await.user.id);
}

#[tokio::test]
async fn an_address_that_both_sides_have_verified_links_at_sign_in() {
    let (app, op) = app().await;
    let mut ana = ana(&app).await;
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &person("7", "ANA@example.com")).await, "/in");
    assert_eq!(browser.session().await.user.id, ana.session().await.user.id);
    app.client().try_sign_in(ANA, PASSWORD).await.accepted::<Value>();
}

// OAUTH-016: an address that the provider did not verify opens nobody's account.
#[tokio::test]
async fn an_address_that_the_provider_has_not_verified_is_not_linked() {
    for claim in [json!(false), json!(null), json!("false"), json!("yes"), json!(1)] {
        let (app, op) = app().await;
        ana(&app).await;
        let mut mallory = person("7", ANA);
        mallory["email_verified"] = claim.clone();
        let mut browser = app.client();
        assert_eq!(browser.sign_in_at(&op, "op", &mallory).await, "/oops?error=account_not_linked", "{claim}");
        assert!(browser.get_session().await.is_none());
    }
}

// OAUTH-017
#[tokio::test]
async fn what_was_planted_before_the_owner_came_opens_nothing() {
    // As it is: nothing is linked to an address that nobody has proven here.
    let (app, op) = app().await;
    app.signed_up(ANA).await;
    let mut owner = app.client();
    assert_eq!(owner.sign_in_at(&op, "op", &person("7", ANA)).await, "/oops?error=account_not_linked");

    // Where that is allowed, the first proof of the mailbox ends what was before.
    let (app, op) = app_with(linking(|linking| linking.require_local_email_verified = false)).await;
    let mut planted = app.signed_up(ANA).await;
    let mut owner = app.client();
    assert_eq!(owner.sign_in_at(&op, "op", &person("7", ANA)).await, "/in");
    assert!(owner.session().await.user.email_verified);
    assert_eq!(providers(&owner.accounts().await), ["op"]);
    assert!(planted.get_session().await.is_none());
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
}

#[tokio::test]
async fn a_trusted_provider_vouches_for_its_addresses() {
    let (app, op) = app_with(linking(|linking| linking.trusted_providers = vec!["op".into()])).await;
    let mut ana = ana(&app).await;
    let mut of_op = person("7", ANA);
    of_op["email_verified"] = json!(false);
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &of_op).await, "/in");
    assert_eq!(browser.session().await.user.id, ana.session().await.user.id);
}

// OAUTH-018
#[tokio::test]
async fn an_account_with_another_address_is_linked_only_where_that_is_allowed() {
    let (app, op) = app().await;
    let mut ana = ana(&app).await;
    assert_eq!(ana.link_at(&op, "op", &person("7", "else@example.com")).await, "/oops?error=email_does_not_match");
    assert_eq!(providers(&ana.accounts().await), ["credential"]);

    let (app, op) = app_with(linking(|linking| linking.allow_different_emails = true)).await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(ana.link_at(&op, "op", &person("7", "else@example.com")).await, "/linked");
    assert_eq!(ana.session().await.user.email, ANA);
}

// OAUTH-019
#[tokio::test]
async fn a_link_is_for_the_one_who_asked_for_it() {
    let (app, op) = app_with(linking(|linking| linking.allow_different_emails = true)).await;
    let mut ana = ana(&app).await;
    let query = op.signs_in(&ana.start_link("op").await, &person("7", ANA));
    // The browser is somebody else's by now.
    let mut browser = ana.clone();
    browser.sign_out().await;
    browser.sign_up("mallory@example.com").await;
    assert_eq!(browser.come_back("op", &query).await.leads_to(), "/oops?error=unable_to_link_account");
    assert_eq!(providers(&browser.accounts().await), ["credential"]);

    // The session that asked has ended.
    let mut ana = app.signed_in(ANA).await;
    let query = op.signs_in(&ana.start_link("op").await, &person("7", ANA));
    let mut browser = ana.clone();
    ana.sign_out().await;
    assert_eq!(browser.come_back("op", &query).await.leads_to(), "/oops?error=unable_to_link_account");
    assert_eq!(providers(&app.signed_in(ANA).await.accounts().await), ["credential"]);
}

// OAUTH-020
#[tokio::test]
async fn an_account_of_somebody_else_stays_theirs() {
    let (app, op) = app_with(linking(|linking| linking.allow_different_emails = true)).await;
    let mut ana = ana(&app).await;
    ana.link_at(&op, "op", &person("7", ANA)).await;
    let tokens = app.db.text(r#"SELECT "accessToken" FROM "account" WHERE "providerId" = 'op'"#).await;

    let mut mallory = app.signed_up("mallory@example.com").await;
    let page = mallory.link_at(&op, "op", &person("7", ANA)).await;
    assert_eq!(page, "/oops?error=account_already_linked_to_different_user");
    let body = json!({ "provider": "op", "idToken": { "token": op.id_token(&person("7", ANA)) } });
    mallory.post("/link-social", &body).await.refused(409, "SOCIAL_ACCOUNT_ALREADY_LINKED");
    assert_eq!(providers(&mallory.accounts().await), ["credential"]);
    assert_eq!(app.db.text(r#"SELECT "accessToken" FROM "account" WHERE "providerId" = 'op'"#).await, tokens);
}

// RACE-010
#[tokio::test]
async fn of_two_who_link_one_account_at_once_one_gets_it() {
    let (app, op) = app_with(linking(|linking| linking.allow_different_emails = true)).await;
    let mut at_once = JoinSet::new();
    for number in 0..6 {
        let mut browser = app.signed_up(&format!("user{number}@example.com")).await;
        let query = op.signs_in(&browser.start_link("op").await, &person("7", ANA));
        at_once.spawn(async move { browser.come_back("op", &query).await.leads_to() });
    }
    let pages = at_once.join_all().await;
    assert!(pages.iter().filter(|page| *page == "/linked").count() <= 1, "{pages:?}");
    assert!(app.db.texts(r#"SELECT "id" FROM "account" WHERE "providerId" = 'op'"#).await.len() <= 1);
}

#[tokio::test]
async fn linking_again_renews_tokens_and_adds_scopes() {
    let (app, op) = app().await;
    let mut ana = ana(&app).await;
    ana.link_at(&op, "op", &person("7", ANA)).await;
    app.db.execute(r#"UPDATE "account" SET "scope" = 'calendar,openid' WHERE "providerId" = 'op'"#).await;
    let before = app.db.text(r#"SELECT "accessToken" FROM "account" WHERE "providerId" = 'op'"#).await;
    assert_eq!(ana.link_at(&op, "op", &person("7", ANA)).await, "/linked");
    assert_eq!(account_of(&mut ana).await["scopes"], json!(["calendar", "openid", "profile", "email"]));
    assert_ne!(app.db.text(r#"SELECT "accessToken" FROM "account" WHERE "providerId" = 'op'"#).await, before);
}

// OAUTH-021
#[tokio::test]
async fn the_last_way_in_is_not_taken_away() {
    let (app, op) = app().await;
    let mut social = app.client();
    social.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let account = social.accounts().await[0]["id"].clone();
    social
        .post("/unlink-account", &json!({ "accountId": account }))
        .await
        .refused(400, "FAILED_TO_UNLINK_LAST_ACCOUNT");

    let (app, op) = app_with(linking(|linking| linking.allow_unlinking_all = true)).await;
    let mut social = app.client();
    social.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let account = social.accounts().await[0]["id"].clone();
    social.post("/unlink-account", &json!({ "accountId": account })).await.accepted::<Value>();
    assert!(social.accounts().await.is_empty());
}

// RACE-011
#[tokio::test]
async fn one_of_two_accounts_is_unlinked_and_both_at_once_are_not() {
    let (app, op) = app().await;
    let mut ana = ana(&app).await;
    ana.link_at(&op, "op", &person("7", ANA)).await;
    let mut at_once = JoinSet::new();
    for account in ana.accounts().await {
        let mut browser = ana.clone();
        at_once.spawn(async move {
            browser.post("/unlink-account", &json!({ "accountId": account["id"] })).await.status.as_u16()
        });
    }
    let mut statuses = at_once.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    assert_eq!(ana.accounts().await.len(), 1);
}

#[tokio::test]
async fn unlinking_asks_for_an_own_account_and_a_recent_sign_in() {
    let (app, op) = app().await;
    let mut ana = ana(&app).await;
    ana.link_at(&op, "op", &person("7", ANA)).await;
    let account = account_of(&mut ana).await["id"].clone();
    let mut mallory = app.signed_up("mallory@example.com").await;
    mallory.link_at(&op, "op", &person("8", "mallory@example.com")).await;
    mallory.post("/unlink-account", &json!({ "accountId": account })).await.refused(400, "ACCOUNT_NOT_FOUND");
    app.client().post("/unlink-account", &json!({ "accountId": account })).await.refused(401, "UNAUTHORIZED");
    app.clock.advance(2 * DAY);
    let answer = ana.post("/unlink-account", &json!({ "accountId": account })).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "SESSION_NOT_FRESH"));
    assert_eq!(ana.accounts().await.len(), 2);
}

#[tokio::test]
async fn linking_can_be_switched_off() {
    let (app, op) = app_with(linking(|linking| linking.enabled = false)).await;
    let mut ana = ana(&app).await;
    assert_eq!(ana.link_at(&op, "op", &person("7", ANA)).await, "/oops?error=unable_to_link_account");
    assert_eq!(app.client().sign_in_at(&op, "op", &person("7", ANA)).await, "/oops?error=account_not_linked");
    let body = json!({ "provider": "op", "idToken": { "token": op.id_token(&person("7", ANA)) } });
    ana.post("/link-social", &body).await.refused(401, "LINKING_NOT_ALLOWED");
    app.client().post("/link-social", &json!({ "provider": "op" })).await.refused(401, "UNAUTHORIZED");
}

// OAUTH-022
#[tokio::test]
async fn a_provider_that_was_switched_off_lets_nobody_in() {
    let (app, op) = app().await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let mut returning = app.client();
    let query = op.signs_in(&returning.start_social("op").await, &person("7", "olive@example.com"));
    let cookies = returning.cookie("state").unwrap().to_owned();
    let other = Provider::start().await;
    let app = app.restarted_with(|config| config.generic_oauth.push(other.configured_as("other"))).await;
    let mut returning = app.client().with_cookie("state", &cookies);
    assert_eq!(returning.come_back("op", &query).await.leads_to(), "/oops?error=oauth_provider_not_found");
    assert!(returning.get_session().await.is_none());
    returning.post("/sign-in/social", &json!({ "provider": "op" })).await.refused(404, "PROVIDER_NOT_FOUND");
}

#[tokio::test]
async fn linking_takes_over_the_profile_where_that_is_wanted() {
    let (app, op) = app_with(linking(|linking| linking.update_user_info_on_link = true)).await;
    let mut ana = ana(&app).await;
    ana.link_at(&op, "op", &person("7", ANA)).await;
    let user = ana.session().await.user;
    assert_eq!((user.name.as_str(), user.image.as_deref()), ("Olive", Some("https://img.example/o.png")));
}
