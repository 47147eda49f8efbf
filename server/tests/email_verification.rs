//! Confirming an address, in a browser with scripts off.

use auth::config::Pages;
use axum::http::StatusCode;

use crate::common::{Browser, Page, TestServer, token};

/// A server as people fork it: an address has to be confirmed.
async fn strict() -> TestServer {
    TestServer::start_with(|settings| {
        // The demo accounts have no mail yet.
        settings.auth.email.send_welcome = false;
        settings.auth.email_and_password.require_email_verification = true;
        settings.auth.email_verification.send_on_sign_in = true;
        settings.auth.email_verification.auto_sign_in_after_verification = true;
        settings.auth.user.change_email.enabled = true;
        settings.auth.pages = Pages {
            verify_email: Some("/verify-email".into()),
            revert_email_change: Some("/revert-email".into()),
            sign_in: Some("/sign-in".into()),
            ..Pages::default()
        };
    })
    .await
}

async fn confirm(browser: &mut Browser, link: &str) -> Page {
    assert!(browser.get(link).await.body.contains("Confirm my address"));
    browser.submit("/api/app/verify-email", &format!("token={}", token(link))).await
}

#[tokio::test]
async fn an_account_is_ready_once_the_address_is_confirmed() {
    let server = strict().await;
    let mut browser = server.browser();
    let next = browser.sign_up("Cleo", "cleo@example.com").await;
    assert!(next.body.contains("Check your email") && next.body.contains("cleo@example.com"));
    assert!(browser.cookie("better-auth.session_token").is_none());
    let dashboard = confirm(&mut browser, &server.mailed_link("cleo@example.com").await).await;
    assert!(dashboard.body.contains("Hello, Cleo") && dashboard.body.contains("Your address is confirmed."));
}

// LINK-008: a program that looks at mails follows links, and nothing happens.
#[tokio::test]
async fn opening_the_link_confirms_nothing() {
    let server = strict().await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let link = server.mailed_link("cleo@example.com").await;
    for _ in 0..2 {
        server.browser().get(&link).await;
    }
    let again = browser.sign_in("cleo@example.com").await;
    assert!(again.body.contains("Check your email"), "{}", again.body);
}

#[tokio::test]
async fn a_second_sign_up_looks_like_the_first() {
    let server = strict().await;
    let path = "/api/app/sign-up";
    let first = server.browser().post(path, "name=Cleo&email=cleo@example.com&password=correct-horse-9").await;
    let second = server.browser().post(path, "name=Cleo&email=ana@example.com&password=correct-horse-9").await;
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/check-email"));
    assert_eq!((second.status, second.location()), (first.status, first.location()));
    assert_eq!(server.mailed_link("ana@example.com").await, "/sign-in");
}

#[tokio::test]
async fn a_new_address_counts_after_its_link_and_the_old_one_can_undo_it() {
    let server = strict().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", "email=ben%40example.com&password=correct-horse-battery&remember=on").await;
    let page = browser.submit("/api/app/change-email", "email=benny%40example.com").await;
    assert!(page.body.contains("We sent mail about benny@example.com"), "{}", page.body);
    let page = confirm(&mut browser, &server.mailed_link("benny@example.com").await).await;
    assert!(page.body.contains("benny@example.com"));

    let undo = server.mailed_link("ben@example.com").await;
    assert!(browser.get(&undo).await.body.contains("undo it"));
    let page = browser.submit("/api/app/revert-email", &format!("token={}", token(&undo))).await;
    assert!(page.body.contains("Your address is back"));
    let home =
        browser.submit("/api/app/sign-in", "email=ben%40example.com&password=correct-horse-battery&remember=on").await;
    assert!(home.body.contains("Hello, Ben"));
}

#[tokio::test]
async fn no_other_site_is_told_the_tokens() {
    let mut browser = TestServer::start().await.browser();
    for page in ["/verify-email?token=x", "/revert-email?token=x"] {
        assert_eq!(browser.get(page).await.header("referrer-policy"), "same-origin");
    }
}

#[tokio::test]
async fn the_page_that_asks_for_the_password_leads_to_no_other_site() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", "email=ben%40example.com&password=correct-horse-battery&remember=on").await;
    for next in ["//evil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let answer =
            browser.post("/api/app/reauthenticate", &format!("password=correct-horse-battery&next={next}")).await;
        assert_eq!(answer.location(), "/dashboard", "{next}");
    }
}
