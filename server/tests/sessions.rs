//! `/settings/sessions` in a browser with scripts off.

use axum::http::StatusCode;

use crate::common::{Browser, Page, TestServer};

/// The ids of the sessions that the page can end.
fn ids(page: &Page) -> Vec<String> {
    let forms = page.body.split("name=\"id\" value=\"").skip(1);
    forms.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

async fn two_browsers(server: &TestServer) -> (Browser, Browser) {
    let (mut here, mut there) = (server.browser(), server.browser());
    here.sign_up("Cleo", "cleo@example.com").await;
    there.sign_in("cleo@example.com").await;
    (here, there)
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_which_browser_is_this() {
    let server = TestServer::start().await;
    let (mut here, _) = two_browsers(&server).await;
    let page = here.get("/settings/sessions").await;
    assert_eq!(page.body.matches("This device").count(), 1);
    assert_eq!(ids(&page).len(), 1, "this session is not ended by mistake");
    assert!(page.body.contains("192.0.2.1"));
}

#[tokio::test]
async fn a_session_is_ended_from_another_browser() {
    let server = TestServer::start().await;
    let (mut here, mut there) = two_browsers(&server).await;
    let other = ids(&here.get("/settings/sessions").await).remove(0);
    let page = here.submit("/api/app/revoke-session", &format!("id={other}")).await;
    assert!(page.body.contains("The session was ended.") && ids(&page).is_empty());
    assert_eq!(there.get("/dashboard").await.status, StatusCode::FOUND);
}

#[tokio::test]
async fn all_other_sessions_are_ended_at_once() {
    let server = TestServer::start().await;
    let (mut here, mut there) = two_browsers(&server).await;
    let page = here.submit("/api/app/revoke-other-sessions", "").await;
    assert!(page.body.contains("You are signed out everywhere else."));
    assert_eq!(there.get("/dashboard").await.status, StatusCode::FOUND);
}

// SESS-015
#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let server = TestServer::start().await;
    let (mut here, mut there) = two_browsers(&server).await;
    let theirs = ids(&here.get("/settings/sessions").await).remove(0);
    let mut ben = server.browser();
    ben.sign_up("Ben", "benno@example.com").await;
    ben.post("/api/app/revoke-session", &format!("id={theirs}")).await;
    assert_eq!(there.get("/dashboard").await.status, StatusCode::OK);
}
