//! The method that somebody used last, on the page for signing in.

use crate::common::TestServer;

#[tokio::test]
async fn the_page_marks_the_method_that_was_used_last() {
    let server = TestServer::start_with(|settings| settings.auth.last_login_method.enabled = true).await;
    let mut browser = server.browser();
    assert!(!browser.get("/sign-in").await.body.contains("Last used"));
    browser.sign_up("Cleo", "cleo@example.com").await;
    browser.submit("/api/app/sign-out", "").await;
    let page = browser.get("/sign-in").await;
    assert_eq!(page.body.matches("Last used").count(), 1, "{}", page.body);
    assert!(!server.browser().get("/sign-in").await.body.contains("Last used"));
}
