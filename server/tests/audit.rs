//! The audit log, in a browser with scripts off.

use axum::http::StatusCode;
use serde_json::Value;

use crate::common::{Browser, TestServer};

async fn server() -> TestServer {
    TestServer::start_with(|settings| settings.auth.audit.enabled = true).await
}

/// A browser of one of the demo accounts; Ana administers.
async fn signed_in(server: &TestServer, name: &str) -> Browser {
    let mut browser = server.browser();
    let fields = format!("email={name}%40example.com&password=correct-horse-battery");
    browser.submit("/api/app/sign-in", &fields).await;
    browser
}

#[tokio::test]
async fn a_person_reads_what_happened_to_their_account() {
    let server = server().await;
    server.browser().submit("/api/app/sign-in", "email=ben%40example.com&password=wrong-horse-1").await;
    let mut ben = signed_in(&server, "ben").await;
    let page = ben.get("/settings/activity").await.body;
    assert!(page.contains("Signed in") && page.contains("A sign-in was refused: wrong password"), "{page}");
    assert!(page.contains("192.0.2.1") && !page.contains("ana@example.com"), "{page}");
    let page = ben.get("/settings/activity?kind=passwords").await.body;
    assert!(page.contains("Nothing happened"), "{page}");
}

#[tokio::test]
async fn those_who_administer_find_what_somebody_did() {
    let server = server().await;
    signed_in(&server, "ben").await;
    let mut ana = signed_in(&server, "ana").await;
    let page = ana.get("/admin/audit-log?user=ben%40example.com&kind=sign-ins").await.body;
    assert!(page.contains("Signed in") && page.contains(">ben@example.com</a>"), "{page}");
    assert!(!page.contains(">ana@example.com</a>"), "{page}");
    let page = ana.get("/admin/audit-log?user=nobody%40example.com").await.body;
    assert!(page.contains("Nothing happened"), "{page}");
}

#[tokio::test]
async fn the_log_is_there_as_a_file_for_those_who_administer() {
    let server = server().await;
    let mut ben = signed_in(&server, "ben").await;
    let mut ana = signed_in(&server, "ana").await;
    for path in ["/admin/audit-log.csv", "/admin/audit-log.json"] {
        assert_eq!(ben.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(ben.get("/admin/audit-log").await.status, StatusCode::NOT_FOUND);
    let csv = ana.get("/admin/audit-log.csv?kind=sign-ins").await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(csv.body.lines().filter(|line| line.contains("\"session.created\"")).count(), 2, "{}", csv.body);
    let json = ana.get("/admin/audit-log.json?kind=administration").await;
    let events: Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(events[0]["action"], "admin.exported");
}

#[tokio::test]
async fn the_chart_counts_sign_ins_that_are_over() {
    let server = server().await;
    signed_in(&server, "ben").await.submit("/api/app/sign-out", "").await;
    let mut ana = signed_in(&server, "ana").await;
    let page = ana.get("/admin").await.body;
    assert!(page.contains("2 sign-ins in all"), "{page}");
}
