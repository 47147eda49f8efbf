//! What somebody sees whose password others guess at.

use std::time::Duration;

use crate::common::TestServer;

const WRONG: &str = "email=cleo%40example.com&password=not-the-password";

#[tokio::test]
async fn the_form_says_how_long_to_wait_and_a_browser_that_was_signed_in_need_not() {
    let server = TestServer::start_with(|settings| {
        let lockout = &mut settings.auth.email_and_password.lockout;
        lockout.enabled = true;
        lockout.max_failures = 2;
        lockout.delay = Duration::from_mins(5);
    })
    .await;
    let mut owner = server.browser();
    owner.sign_up("Cleo", "cleo@example.com").await;
    owner.submit("/api/app/sign-out", "").await;

    let mut stranger = server.browser();
    for _ in 0..2 {
        assert!(stranger.submit("/api/app/sign-in", WRONG).await.body.contains("Email or password is wrong."));
    }
    assert!(stranger.submit("/api/app/sign-in", WRONG).await.body.contains("Try again in 5 minutes."));
    assert!(owner.sign_in("cleo@example.com").await.body.contains("Hello, Cleo"));
}
