//! A first password for somebody who signed in without one, in a browser with scripts off.

use std::time::Duration;

use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

use crate::common::{Browser, TestServer};

const HOUR: Duration = Duration::from_hours(1);

/// Cleo, signed in, who has no password; and how long a sign-in is recent.
async fn cleo(recent: Duration) -> (TempDir, TestServer, Browser) {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", directory.path().join("test.db").display());
    let server = TestServer::start_with(|settings| {
        settings.database_url.clone_from(&url);
        settings.auth.session.fresh_age = recent;
    })
    .await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let without = r#"UPDATE "account" SET "providerId" = 'github', "password" = NULL
        WHERE "userId" = (SELECT "id" FROM "user" WHERE "email" = 'cleo@example.com')"#;
    assert_eq!(sqlx::query(without).execute(&mut database).await.unwrap().rows_affected(), 1);
    (directory, server, browser)
}

#[tokio::test]
async fn somebody_without_a_password_sets_one_and_signs_in_with_it() {
    let (_directory, server, mut browser) = cleo(HOUR).await;
    let page = browser.get("/settings/security").await;
    assert!(page.body.contains("You sign in without a password.") && !page.body.contains("Current password"));

    let page = browser.submit("/api/app/set-password", "new_password=staple-battery-7").await;
    assert!(page.body.contains("You have a password now.") && page.body.contains("Current password"), "{}", page.body);

    let mut other = server.browser();
    let page = other.submit("/api/app/sign-in", "email=cleo%40example.com&password=staple-battery-7").await;
    assert!(page.body.contains("Hello, Cleo"));
}

#[tokio::test]
async fn what_is_wrong_with_a_first_password_is_said_at_its_field() {
    let (_directory, _server, mut browser) = cleo(HOUR).await;
    let page = browser.submit("/api/app/set-password", "new_password=").await;
    assert!(page.body.contains("aria-invalid"), "{}", page.body);
    let page = browser.submit("/api/app/set-password", "new_password=short").await;
    assert!(page.body.contains("aria-invalid") && page.body.contains("You sign in without a password."));
}

#[tokio::test]
async fn a_password_that_is_there_is_not_replaced_without_it() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    let page = browser.submit("/api/app/set-password", "new_password=staple-battery-7").await;
    assert!(page.body.contains("Your account has a password already."), "{}", page.body);
    let page =
        server.browser().submit("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    assert!(page.body.contains("Hello, Ana"), "the old password still works");
}

#[tokio::test]
async fn a_first_password_needs_a_recent_sign_in() {
    let (_directory, server, mut browser) = cleo(Duration::from_nanos(1)).await;
    let answer = browser.post("/api/app/set-password", "new_password=staple-battery-7").await;
    assert_eq!(answer.location(), "/reauth?next=/settings/security");
    let page = server.browser().submit("/api/app/sign-in", "email=cleo%40example.com&password=staple-battery-7").await;
    assert!(!page.body.contains("Hello, Cleo"));
}
