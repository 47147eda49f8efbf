//! A forgotten password, in a browser with scripts off.

use crate::common::{Browser, ORIGIN, TestServer, token};
use axum::http::StatusCode;

/// Asks for a link, follows the one in the mail and answers with the address of the page it leads to.
async fn follow_the_link(server: &TestServer, browser: &mut Browser) -> String {
    let page = browser.submit("/api/app/forgot-password", "email=ana%40example.com").await;
    assert!(page.body.contains("Check your email"));
    let mail = server.mailbox().latest_to("ana@example.com").await;
    let link = mail.wording.text.split_whitespace().find(|word| word.starts_with("http")).unwrap().to_owned();
    let answer = browser.get(link.strip_prefix(ORIGIN).unwrap()).await;
    answer.location().strip_prefix(ORIGIN).unwrap().to_owned()
}

#[tokio::test]
async fn the_link_of_the_mail_leads_to_a_new_password() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    let page = follow_the_link(&server, &mut browser).await;
    assert!(browser.get(&page).await.body.contains("Choose a new password"));
    let fields = format!("token={}&password=another-horse-1", token(&page));
    let next = browser.submit("/api/app/reset-password", &fields).await;
    assert!(next.body.contains("Your new password is set."));
    let signed_in = browser.submit("/api/app/sign-in", "email=ana%40example.com&password=another-horse-1").await;
    assert!(signed_in.body.contains("Hello, Ana"));
}

#[tokio::test]
async fn a_refused_password_comes_back_to_the_same_link() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    let page = follow_the_link(&server, &mut browser).await;
    let refused = browser.submit("/api/app/reset-password", &format!("token={}&password=short", token(&page))).await;
    assert!(refused.body.contains("This password is too short."));
    assert!(refused.body.contains(&format!("value=\"{}\"", token(&page))));
}

#[tokio::test]
async fn an_old_link_says_so_and_offers_a_new_one() {
    let mut browser = TestServer::start().await.browser();
    let answer = browser.get("/api/auth/reset-password/nope?callbackURL=%2Freset-password").await;
    let page = browser.get(answer.location().strip_prefix(ORIGIN).unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("This link no longer works") && page.body.contains("href=\"/forgot-password\""));
}

#[tokio::test]
async fn a_token_cannot_lead_anywhere_else() {
    let mut browser = TestServer::start().await.browser();
    let answer = browser.post("/api/app/reset-password", "token=x%0d%0aSet-Cookie:+a%3Db&password=short").await;
    assert_eq!(answer.location(), "/reset-password");
}

// LINK-009
#[tokio::test]
async fn no_other_site_is_told_the_token() {
    let mut browser = TestServer::start().await.browser();
    assert_eq!(browser.get("/reset-password?token=x").await.header("referrer-policy"), "same-origin");
}
