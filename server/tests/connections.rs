//! Signing in at providers and `/settings/connections` in a browser with scripts off.

use auth::{
    Secret,
    config::{GenericOauth, SocialProvider},
};
use axum::http::StatusCode;

use crate::common::TestServer;

/// A server with a provider that comes with the core and one of the configuration.
async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        let github = SocialProvider {
            client_id: vec!["client".into()],
            client_secret: Some(Secret::new("secret")),
            ..SocialProvider::default()
        };
        settings.auth.set_social_provider("github", github);
        settings.auth.generic_oauth.push(GenericOauth {
            name: Some("Company".into()),
            authorization_url: Some("https://sso.example/authorize".into()),
            token_url: Some("https://sso.example/token".into()),
            ..GenericOauth::new("company", "client")
        });
    })
    .await
}

#[tokio::test]
async fn each_provider_has_a_button_that_leads_there() {
    let mut browser = server().await.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.body.contains("Continue with GitHub") && page.body.contains("Continue with Company"));
    assert!(!page.body.contains("Last used"));
    let answer = browser.post("/api/app/sign-in-with", "provider=github").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().starts_with("https://github.com/login/oauth/authorize?"), "{}", answer.location());
    assert!(browser.cookie("better-auth.state").is_some());

    let page = browser.get("/sign-in").await;
    assert!(page.body.contains("Last used"));
    let at = |text: &str| page.body.find(text).unwrap();
    assert!(at("Continue with GitHub") < at("Continue with Company"), "the last used one is the first");
}

#[tokio::test]
async fn a_form_may_lead_to_the_providers_and_nowhere_else() {
    let page = server().await.browser().get("/sign-in").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self' https://github.com https://sso.example;"), "{policy}");
}

#[tokio::test]
async fn without_providers_there_are_no_buttons() {
    let page = TestServer::start().await.browser().get("/sign-in").await;
    assert!(!page.body.contains("Continue with") && !page.body.contains("or with your email address"));
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_told_on_the_page() {
    let mut browser = server().await.browser();
    let page = browser.submit("/api/app/sign-in-with", "provider=nobody").await;
    assert!(page.body.contains("This provider cannot be reached at the moment."), "{}", page.body);
}

#[tokio::test]
async fn the_page_for_errors_explains_codes_and_repeats_nothing() {
    let mut browser = server().await.browser();
    let page = browser.get("/auth/error?error=account_not_linked").await;
    assert!(page.body.contains("You have an account already"));
    let page = browser.get("/auth/error?error=%3Cscript%3Eevil&error_description=call+this+number").await;
    let (_, main) = page.body.split_once("<main").unwrap();
    assert!(main.contains("Something went wrong"));
    assert!(!main.contains("evil") && !main.contains("this number") && !main.contains("this+number"), "{main}");
}

#[tokio::test]
async fn a_person_sees_their_accounts_and_links_another() {
    let mut browser = server().await.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let page = browser.get("/settings/connections").await;
    assert!(page.body.contains("Password") && page.body.contains("Link GitHub"), "{}", page.body);
    assert!(!page.body.contains("Unlink"), "the only way in is not taken away");
    let answer = browser.post("/api/app/link-with", "provider=github").await;
    assert!(answer.location().starts_with("https://github.com/login/oauth/authorize?"), "{}", answer.location());

    let page = browser.get("/settings/connections?error=account_already_linked_to_different_user").await;
    assert!(page.body.contains("This account is taken"));
    let answer = browser.post("/api/app/unlink-account", "id=somebody-elses").await;
    assert_eq!(answer.location(), "/settings/connections");
    assert!(browser.get("/settings/connections").await.body.contains("This is your only way to sign in."));
}
