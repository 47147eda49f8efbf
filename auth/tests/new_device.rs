//! Mails about sign-ins with browsers that were not seen before.

use serde_json::{Value, json};

use crate::common::{Client, DAY, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const SUBJECT: &str = "New sign-in to Latchkey";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
const NEWER_FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0";
const SAFARI: &str =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15";

async fn notifying() -> TestAuth {
    TestAuth::with(|config| config.email.notify_new_device = true).await
}

fn browser(app: &TestAuth, name: &str, address: &str) -> Client {
    app.client().with_header("user-agent", name).at_address(address)
}

/// Ana's browser, in which she has signed up.
async fn signed_up(app: &TestAuth) -> Client {
    let mut ana = browser(app, FIREFOX, "203.0.113.7");
    ana.sign_up(ANA).await;
    ana
}

/// How many mails told her of a browser.
fn told(app: &TestAuth) -> usize {
    app.mailbox.mails().iter().filter(|mail| mail.wording.subject == SUBJECT && mail.to.as_str() == ANA).count()
}

#[tokio::test]
async fn a_sign_in_with_a_browser_that_was_not_seen_before_is_told_to_its_owner() {
    let app = notifying().await;
    signed_up(&app).await;
    assert_eq!(told(&app), 0, "whoever signs up knows it");
    browser(&app, SAFARI, "198.51.100.20").sign_in(ANA).await;
    let mail = app.mailbox.latest_to(ANA).await;
    assert_eq!((told(&app), mail.wording.subject.as_str()), (1, SUBJECT));
    assert!(mail.wording.text.contains("198.51.100.20") && mail.wording.text.contains("2026-01-15"), "{mail:?}");
    assert!(!mail.wording.text.contains("Safari"), "a browser may say anything of itself");
}

#[tokio::test]
async fn a_browser_is_told_of_once() {
    let app = notifying().await;
    signed_up(&app).await;
    let mut other = browser(&app, SAFARI, "198.51.100.20");
    for _ in 0..3 {
        other.sign_in(ANA).await;
        other.sign_out().await;
        app.clock.advance(10 * DAY);
    }
    assert_eq!(told(&app), 1);
}

#[tokio::test]
async fn a_known_browser_may_be_anywhere() {
    let app = notifying().await;
    let mut ana = signed_up(&app).await;
    ana.sign_out().await;
    app.clock.advance(30 * DAY);
    ana.at_address("198.51.100.20").with_header("user-agent", NEWER_FIREFOX).sign_in(ANA).await;
    assert_eq!(told(&app), 0);
}

#[tokio::test]
async fn a_browser_that_forgets_cookies_is_known_by_its_name_and_address_while_a_session_goes_on() {
    let app = notifying().await;
    let mut ana = signed_up(&app).await;
    browser(&app, NEWER_FIREFOX, "203.0.113.7").sign_in(ANA).await;
    assert_eq!(told(&app), 0);
    // A common name alone, or an address that many share, says nothing.
    browser(&app, FIREFOX, "198.51.100.20").sign_in(ANA).await;
    browser(&app, SAFARI, "203.0.113.7").sign_in(ANA).await;
    assert_eq!(told(&app), 2);
    ana.post("/revoke-sessions", &json!({})).await.accepted::<Value>();
    app.clock.advance(2 * DAY);
    browser(&app, FIREFOX, "203.0.113.7").sign_in(ANA).await;
    assert_eq!(told(&app), 3);
}

#[tokio::test]
async fn the_first_sign_in_after_the_sign_up_is_no_news() {
    let app = TestAuth::with(|config| {
        config.email.notify_new_device = true;
        config.email_and_password.auto_sign_in = false;
    })
    .await;
    signed_up_without_session(&app).await;
    browser(&app, FIREFOX, "203.0.113.7").sign_in(ANA).await;
    assert_eq!(told(&app), 0);
}

async fn signed_up_without_session(app: &TestAuth) {
    let mut ana = browser(app, FIREFOX, "203.0.113.7");
    ana.try_sign_up(ANA, PASSWORD).await.accepted::<Value>();
}

#[tokio::test]
async fn a_browser_of_somebody_else_is_a_new_one() {
    let app = notifying().await;
    signed_up(&app).await;
    let mut bo = browser(&app, SAFARI, "198.51.100.20");
    bo.sign_up("bo@example.com").await;
    bo.sign_out().await;
    bo.sign_in(ANA).await;
    assert_eq!(told(&app), 1);
}

#[tokio::test]
async fn changing_the_password_is_no_sign_in_with_a_new_browser() {
    let app = notifying().await;
    let mut ana = signed_up(&app).await;
    app.clock.advance(2 * DAY);
    let body = json!({ "currentPassword": PASSWORD, "newPassword": "another-horse-1", "revokeOtherSessions": true });
    let mut elsewhere = app.client().with_cookie("session_token", ana.cookie("session_token").unwrap());
    elsewhere.post("/change-password", &body).await.accepted::<Value>();
    assert_eq!(told(&app), 0);
    assert!(ana.get_session().await.is_none());
}

#[tokio::test]
async fn a_wrong_password_is_not_told() {
    let app = notifying().await;
    signed_up(&app).await;
    browser(&app, SAFARI, "198.51.100.20").try_sign_in(ANA, "not-the-password").await;
    assert_eq!(told(&app), 0);
}

#[tokio::test]
async fn where_it_is_not_switched_on_nobody_is_told() {
    let app = TestAuth::new().await;
    signed_up(&app).await;
    let mut other = browser(&app, SAFARI, "198.51.100.20");
    other.sign_in(ANA).await;
    assert_eq!(told(&app), 0);
    assert!(other.cookie("known_device").is_none());
}
