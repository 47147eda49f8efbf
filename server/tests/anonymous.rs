//! Guests, in a browser with scripts off.

use crate::common::{Browser, Page, TestServer};

async fn server() -> TestServer {
    TestServer::start_with(|settings| settings.auth.anonymous.enabled = true).await
}

async fn come_as_guest(browser: &mut Browser) -> Page {
    browser.submit("/api/app/sign-in-as-guest", "").await
}

#[tokio::test]
async fn a_guest_looks_around_under_no_made_up_address() {
    let server = server().await;
    let mut browser = server.browser();
    assert!(browser.get("/sign-in").await.body.contains("Continue as a guest"));
    let page = come_as_guest(&mut browser).await;
    assert!(page.body.contains("Hello, Guest") && page.body.contains("You are a guest"), "{}", page.body);
    assert!(!page.body.contains(".invalid<"), "{}", page.body);
    // Signing in and up stay open, as guests become somebody by them.
    for path in ["/sign-in", "/sign-up", "/check-email"] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }
    assert!(!browser.get("/sign-in").await.body.contains("Continue as a guest"));
    let page = come_as_guest(&mut browser).await;
    assert!(page.body.contains("Sign in"), "{}", page.body);
    assert_eq!(server.state.auth.store().count_users().await.unwrap(), 3, "one guest beside the demo accounts");
}

#[tokio::test]
async fn a_guest_becomes_somebody_by_signing_up() {
    let server = server().await;
    let mut browser = server.browser();
    come_as_guest(&mut browser).await;
    let page = browser.sign_up("Cleo", "cleo@example.com").await;
    assert!(page.body.contains("Hello, Cleo") && !page.body.contains("You are a guest"), "{}", page.body);
    assert_eq!(server.state.auth.store().count_users().await.unwrap(), 3, "the guest is no more");
    assert_eq!(browser.get("/sign-up").await.location(), "/dashboard");
}

#[tokio::test]
async fn a_guest_becomes_somebody_by_signing_in() {
    let server = server().await;
    let mut browser = server.browser();
    come_as_guest(&mut browser).await;
    let fields = "email=ben%40example.com&password=correct-horse-battery";
    assert!(browser.submit("/api/app/sign-in", fields).await.body.contains("Hello, Ben"));
    assert_eq!(server.state.auth.store().count_users().await.unwrap(), 2, "the guest is no more");
}

#[tokio::test]
async fn a_guest_is_warned_before_signing_out_and_can_leave_no_trace() {
    let server = server().await;
    let mut browser = server.browser();
    come_as_guest(&mut browser).await;
    assert!(browser.get("/sign-out").await.body.contains("is lost once you sign out"));
    let page = browser.get("/settings/account").await.body;
    assert!(page.contains("Leave no trace") && !page.contains("Change address"), "{page}");
    let page = browser.submit("/api/app/delete-guest", "").await;
    assert!(page.body.contains("Your account was deleted."), "{}", page.body);
    assert_eq!(server.state.auth.store().count_users().await.unwrap(), 2);
}

#[tokio::test]
async fn somebody_with_an_account_is_not_deleted_like_a_guest() {
    let server = server().await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    assert!(!browser.get("/settings/account").await.body.contains("Leave no trace"));
    let page = browser.submit("/api/app/delete-guest", "").await;
    assert!(page.body.contains("Settings") && browser.get("/dashboard").await.body.contains("Hello, Cleo"));
}

#[tokio::test]
async fn without_guests_nobody_comes_as_one() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    assert!(!browser.get("/sign-in").await.body.contains("Continue as a guest"));
    come_as_guest(&mut browser).await;
    assert_eq!(browser.get("/dashboard").await.location(), "/sign-in");
}
