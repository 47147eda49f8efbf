use auth::config::StateStrategy;
use serde_json::json;
use tokio::task::JoinSet;

use super::{app, app_with};
use crate::common::{Provider, SECOND, TestAuth, person};

const REFUSED: &str = "/oops?error=state_mismatch";

/// The two places in which a state may wait.
const PLACES: [StateStrategy; 2] = [StateStrategy::Database, StateStrategy::Cookie];

async fn app_keeping(place: StateStrategy) -> (TestAuth, Provider) {
    app_with(|config| config.account.store_state_strategy = place).await
}

#[tokio::test]
async fn a_state_is_good_in_either_place() {
    for place in PLACES {
        let (app, op) = app_keeping(place).await;
        let mut browser = app.client();
        assert_eq!(browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await, "/new");
        assert!(browser.cookie("state").is_none() && browser.cookie("oauth_state").is_none());
    }
}

// OAUTH-002
#[tokio::test]
async fn another_state_than_that_of_the_browser_is_refused() {
    for place in PLACES {
        let (app, op) = app_keeping(place).await;
        let mut browser = app.client();
        let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
        let code = query.split('&').next().unwrap();
        let page = browser.come_back("op", &format!("{code}&state=other")).await.leads_to();
        assert!(page.ends_with("error=state_mismatch"), "{page}");
        let page = browser.come_back("op", code).await.leads_to();
        assert!(page.ends_with("error=state_not_found"), "{page}");
        assert!(browser.get_session().await.is_none());
        assert!(op.token_requests().is_empty());
    }
}

// OAUTH-003
#[tokio::test]
async fn a_state_works_once_even_if_that_was_an_error() {
    let (app, op) = app().await;
    let mut browser = app.client();
    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let state = query.split('&').nth(1).unwrap().to_owned();
    let mut keeps_cookies = browser.clone();
    let page = browser.come_back("op", &format!("error=access_denied&{state}")).await.leads_to();
    assert_eq!(page, "/oops?error=access_denied");
    let page = keeps_cookies.come_back("op", &query).await.leads_to();
    assert_eq!(page, "http://localhost:3000/api/auth/error?error=state_mismatch");
    assert!(keeps_cookies.get_session().await.is_none());
}

// OAUTH-004
#[tokio::test]
async fn the_state_of_another_browser_is_refused_and_stays_good_there() {
    for place in PLACES {
        let (app, op) = app_keeping(place).await;
        let (mut theirs, mut ours) = (app.client(), app.client());
        let query = op.signs_in(&theirs.start_social("op").await, &person("7", "olive@example.com"));
        let page = ours.come_back("op", &query).await.leads_to();
        assert!(page.ends_with("error=state_mismatch"), "{page}");
        assert!(ours.get_session().await.is_none());
        assert_eq!(theirs.come_back("op", &query).await.leads_to(), "/new");
    }
}

// OAUTH-005
#[tokio::test]
async fn the_state_of_another_provider_is_refused() {
    for place in PLACES {
        let other = Provider::start().await;
        let (app, op) = app_with(|config| {
            config.account.store_state_strategy = place;
            config.generic_oauth.push(other.configured_as("other"));
        })
        .await;
        let mut browser = app.client();
        let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
        assert_eq!(browser.come_back("other", &query).await.leads_to(), REFUSED);
        assert!(other.token_requests().is_empty());
        assert!(browser.get_session().await.is_none());
    }
}

// OAUTH-006
#[tokio::test]
async fn a_state_lives_ten_minutes() {
    for place in PLACES {
        let (app, op) = app_keeping(place).await;
        let mut browser = app.client();
        let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
        app.clock.advance(601 * SECOND);
        let page = browser.come_back("op", &query).await.leads_to();
        assert!(page.ends_with("error=state_mismatch"), "{page}");

        let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
        app.clock.advance(599 * SECOND);
        assert_eq!(browser.come_back("op", &query).await.leads_to(), "/new");
    }
}

// OAUTH-031
#[tokio::test]
async fn a_state_opens_nothing_else() {
    let (app, op) = app().await;
    app.signed_up("ana@example.com").await;
    let mut browser = app.client();
    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let state = query.split("state=").nth(1).unwrap();
    let body = json!({ "newPassword": "correct horse battery 8", "token": state });
    browser.post("/reset-password", &body).await.refused(400, "INVALID_TOKEN");
    let page = browser.get(&format!("/reset-password/{state}?callbackURL=/x")).await.leads_to();
    assert!(page.contains("error=INVALID_TOKEN"), "{page}");
    assert_eq!(browser.come_back("op", &query).await.leads_to(), "/new", "and it was not used up");
}

// OAUTH-032
#[tokio::test]
async fn of_twenty_uses_of_a_state_at_once_one_signs_in() {
    let (app, op) = app().await;
    let mut browser = app.client();
    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let mut at_once = JoinSet::new();
    for _ in 0..20 {
        let (mut browser, query) = (browser.clone(), query.clone());
        at_once.spawn(async move { browser.come_back("op", &query).await.leads_to() });
    }
    let pages = at_once.join_all().await;
    assert_eq!(pages.iter().filter(|page| *page == "/new").count(), 1, "{pages:?}");
    assert_eq!(op.token_requests().len(), 1);
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "session""#).await.len(), 1);
}

// LINK-010: what waits in the database opens nothing.
#[tokio::test]
async fn a_stolen_database_holds_no_state() {
    let (app, op) = app().await;
    let mut browser = app.client();
    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let state = query.split("state=").nth(1).unwrap();
    for column in ["identifier", "value"] {
        let stored = app.db.text(&format!(r#"SELECT "{column}" FROM "verification""#)).await;
        assert!(!stored.contains(state), "{column}");
    }
}

#[tokio::test]
async fn what_the_application_sends_along_stands_for_nothing_of_ours() {
    let (app, op) = app().await;
    let ana = app.signed_up("ana@example.com").await.session().await.user;
    let mut browser = app.client();
    let body = json!({
        "provider": "op", "callbackURL": "/in",
        "additionalData": {
            "link": { "userId": ana.id, "email": "olive@example.com" }, "expiresAt": 0, "codeVerifier": "x",
            "serverContext": { "provider": "other" }, "campaign": "spring",
        },
    });
    let started: serde_json::Value = browser.post("/sign-in/social", &body).await.accepted();
    let stored = app.db.text(r#"SELECT "value" FROM "verification""#).await;
    assert!(stored.contains("spring") && !stored.contains(&ana.id), "{stored}");
    let query = op.signs_in(started["url"].as_str().unwrap(), &person("7", "olive@example.com"));
    assert_eq!(browser.come_back("op", &query).await.leads_to(), "/in");
    assert_eq!(browser.session().await.user.email, "olive@example.com");
}
