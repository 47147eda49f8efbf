//! Several people who are signed in in one browser: the menu, the page for signing in and the page for signing out.

use axum::http::StatusCode;

use crate::common::{Browser, TestServer};

const CLEO: &str = "cleo@example.com";
const DORA: &str = "dora@example.com";

async fn server() -> TestServer {
    TestServer::start_with(|settings| settings.auth.multi_session.enabled = true).await
}

/// A browser in which Cleo and then Dora have signed up.
async fn both(server: &TestServer) -> Browser {
    let mut browser = server.browser();
    browser.sign_up("Cleo", CLEO).await;
    browser.sign_up("Dora", DORA).await;
    browser
}

/// The session that the button of somebody names.
async fn session_of(browser: &mut Browser, name: &str) -> String {
    let page = browser.get("/sign-in").await.body;
    let before = page.split(&format!("</span>{name}</span>")).next().unwrap();
    let value = before.rsplit_once("name=\"session\" value=\"").unwrap().1;
    value.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn people_sign_in_beside_each_other_and_switch() {
    let server = server().await;
    let mut browser = both(&server).await;
    let page = browser.get("/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Signed in in this browser"), "{}", page.body);
    assert!(browser.get("/dashboard").await.body.contains("Hello, Dora"));

    let cleo = session_of(&mut browser, "Cleo").await;
    let page = browser.submit("/api/app/switch-account", &format!("session={cleo}")).await;
    assert!(page.body.contains("Hello, Cleo"), "{}", page.body);
    assert!(page.body.contains(DORA), "the menu offers the way back");
}

#[tokio::test]
async fn a_session_of_another_browser_is_none_to_switch_to() {
    let server = server().await;
    let mut browser = both(&server).await;
    let cleo = session_of(&mut browser, "Cleo").await;
    let mut eve = server.browser();
    eve.sign_up("Eve", "eve@example.com").await;
    for session in [cleo.as_str(), "", "nobody"] {
        let page = eve.submit("/api/app/switch-account", &format!("session={session}")).await;
        assert!(page.body.contains("no longer signed in here"), "{}", page.body);
        assert!(eve.get("/dashboard").await.body.contains("Hello, Eve"));
    }
    let answer = server.browser().call("/api/app/switch-account", &format!("session={cleo}")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn one_signs_out_and_the_other_stays() {
    let server = server().await;
    let mut browser = both(&server).await;
    let page = browser.get("/sign-out").await;
    assert!(page.body.contains("Sign out of this account") && page.body.contains("Sign out of all accounts"));
    let page = browser.submit("/api/app/sign-out-one", "").await;
    assert!(page.body.contains("Hello, Cleo") && !page.body.contains(DORA), "{}", page.body);
    assert!(!browser.get("/sign-out").await.body.contains("Sign out of all accounts"));
    let answer = browser.post("/api/app/sign-out-one", "").await;
    assert_eq!(answer.location(), "/");
    assert_eq!(browser.get("/dashboard").await.location(), "/sign-in");
    assert_eq!(browser.post("/api/app/sign-out-one", "").await.location(), "/sign-in");
}

#[tokio::test]
async fn signing_out_of_all_leaves_nobody_to_continue_as() {
    let server = server().await;
    let mut browser = both(&server).await;
    browser.submit("/api/app/sign-out", "").await;
    assert!(!browser.get("/sign-in").await.body.contains("Signed in in this browser"));
}

#[tokio::test]
async fn where_it_is_off_the_page_for_signing_in_is_for_those_who_are_not() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    let page = browser.sign_up("Cleo", CLEO).await;
    assert!(!page.body.contains("Add another account"));
    assert_eq!(browser.get("/sign-in").await.location(), "/dashboard");
    let answer = browser.call("/api/app/switch-account", "session=x").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
