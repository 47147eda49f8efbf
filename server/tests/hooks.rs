//! Rules of an application hold for the pages as they hold for the API.

use async_trait::async_trait;
use auth::{
    Error, Result,
    hooks::{After, Before, Hooks},
    wire::SignUpEmail,
};
use axum::http::StatusCode;

use crate::common::TestServer;

/// Accounts are for one domain, and whoever comes is noted.
#[derive(Debug)]
struct CompanyOnly;

#[async_trait]
impl Hooks for CompanyOnly {
    async fn before(&self, call: &mut Before<'_>) -> Result<()> {
        match call.input::<SignUpEmail>() {
            Some(input) if !input.email.ends_with("@example.com") => {
                Err(Error::refuse(403, "NOT_OF_THE_COMPANY", "Sign up with your company address."))
            }
            _ => Ok(()),
        }
    }

    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        if let Some(made) = call.cx.new_session() {
            let user = made.user.id.clone();
            call.cx.add_header("x-new-user", user);
            call.cx.set_cookie(call.auth.cookie("desk", "7", None));
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_refusal_is_shown_in_its_own_words_and_what_was_typed_stays() {
    let mut browser = TestServer::with_hooks(CompanyOnly).await.browser();
    let page = browser.sign_up("Eve", "eve@elsewhere.example").await;
    assert!(page.body.contains("Sign up with your company address."), "{}", page.body);
    assert!(page.body.contains("value=\"eve@elsewhere.example\""));
    assert!(browser.cookie("better-auth.session_token").is_none());
}

#[tokio::test]
async fn a_script_gets_the_status_of_the_refusal() {
    let mut browser = TestServer::with_hooks(CompanyOnly).await.browser();
    let fields = "name=Eve&email=eve%40elsewhere.example&password=correct-horse-9";
    let answer = browser.call("/api/app/sign-up", fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("Sign up with your company address."));
}

#[tokio::test]
async fn headers_and_cookies_that_are_added_arrive_and_the_token_does_not() {
    let mut browser = TestServer::with_hooks(CompanyOnly).await.browser();
    let fields = "name=Cleo&email=cleo%40example.com&password=correct-horse-9";
    let answer = browser.post("/api/app/sign-up", fields).await;
    assert_eq!(answer.header("x-new-user").len(), 32);
    assert_eq!(answer.header("set-auth-token"), "");
    assert_eq!(browser.cookie("better-auth.desk"), Some("7"));
    assert!(browser.cookie("better-auth.session_token").is_some());
}
