//! A database that fails while the server runs.

use axum::http::StatusCode;
use sqlx::{Connection as _, SqliteConnection};

use crate::common::TestServer;

// WEB-020, REL-006: a store that fails is said to fail; nobody is shown as signed out, nothing protected is shown.
#[tokio::test]
async fn a_failing_database_is_a_page_that_says_so() {
    let directory = std::env::temp_dir().join(format!("latchkey-outage-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let url = format!("sqlite://{}?mode=rwc", directory.join("db.sqlite").display());
    let server = TestServer::start_with(|settings| settings.database_url.clone_from(&url)).await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;

    let mut database = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(r#"ALTER TABLE "session" RENAME TO "gone""#).execute(&mut database).await.unwrap();

    let page = browser.get("/dashboard").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("We will be right back") && !page.body.contains("cleo@example.com"));
    let answer = browser.get("/api/auth/get-session").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!answer.body.contains("gone") && !answer.body.contains("session\""), "no detail leaves the server");

    sqlx::query(r#"ALTER TABLE "gone" RENAME TO "session""#).execute(&mut database).await.unwrap();
    assert!(browser.get("/dashboard").await.body.contains("Hello, Cleo"), "nothing was lost and nobody signed out");
    std::fs::remove_dir_all(&directory).unwrap();
}
