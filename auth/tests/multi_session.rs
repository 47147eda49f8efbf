//! Several people who are signed in in one browser.

use auth::AuthConfig;
use serde_json::{Value, json};

use crate::common::{Answer, Client, DAY, TestAuth};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";
const EVE: &str = "eve@example.com";

fn several(config: &mut AuthConfig) {
    config.multi_session.enabled = true;
}

impl Client {
    async fn device_sessions(&mut self) -> Vec<Value> {
        self.get("/multi-session/list-device-sessions").await.json().as_array().unwrap().clone()
    }

    /// The addresses of those who are signed in here.
    async fn everybody(&mut self) -> Vec<String> {
        let sessions = self.device_sessions().await;
        let mut emails: Vec<_> =
            sessions.iter().map(|session| session["user"]["email"].as_str().unwrap().to_owned()).collect();
        emails.sort_unstable();
        emails
    }

    /// The token of somebody who is signed in here.
    async fn token_of(&mut self, email: &str) -> String {
        let sessions = self.device_sessions().await;
        let session = sessions.iter().find(|session| session["user"]["email"] == email).unwrap();
        session["session"]["token"].as_str().unwrap().to_owned()
    }

    async fn go_on_as(&mut self, token: &str) -> Answer {
        self.post("/multi-session/set-active", &json!({ "sessionToken": token })).await
    }

    async fn end(&mut self, token: &str) -> Answer {
        self.post("/multi-session/revoke", &json!({ "sessionToken": token })).await
    }

    async fn email(&mut self) -> Option<String> {
        self.get_session().await.map(|session| session.user.email)
    }
}

/// A browser in which Ana and then Ben have signed up.
async fn both(app: &TestAuth) -> Client {
    let mut browser = app.signed_up(ANA).await;
    browser.sign_up(BEN).await;
    browser
}

#[tokio::test]
async fn people_sign_in_beside_each_other_and_go_on_as_one_of_them() {
    let app = TestAuth::with(several).await;
    let mut browser = both(&app).await;
    assert_eq!(browser.email().await.as_deref(), Some(BEN));
    assert_eq!(browser.everybody().await, [ANA, BEN]);
    let ana = browser.token_of(ANA).await;
    assert_eq!(browser.go_on_as(&ana).await.json()["user"]["email"], ANA);
    assert_eq!(browser.email().await.as_deref(), Some(ANA));
    assert_eq!(app.client().everybody().await, [""; 0]);
}

#[tokio::test]
async fn nobody_goes_on_as_somebody_who_is_not_signed_in_here() {
    let app = TestAuth::with(several).await;
    let mut browser = both(&app).await;
    let mut eve = app.signed_up(EVE).await;
    let ana = browser.token_of(ANA).await;
    eve.go_on_as(&ana).await.refused(401, "INVALID_SESSION_TOKEN");
    eve.end(&ana).await.refused(401, "INVALID_SESSION_TOKEN");
    // Neither with a cookie that is not signed, nor with one of theirs under another name.
    let name = format!("session_token_multi-{}", ana.to_lowercase());
    let own = eve.token_of(EVE).await;
    let signed = eve.cookie(&format!("session_token_multi-{}", own.to_lowercase())).unwrap().to_owned();
    eve.clone().with_cookie(&name, &format!("{ana}.AAAA")).go_on_as(&ana).await.refused(401, "INVALID_SESSION_TOKEN");
    let mut renamed = eve.clone().with_cookie(&name, &signed);
    assert_eq!(renamed.everybody().await, [EVE]);
    assert_eq!(browser.everybody().await, [ANA, BEN]);
}

#[tokio::test]
async fn whoever_signs_in_again_has_one_session_here() {
    let app = TestAuth::with(several).await;
    let mut browser = both(&app).await;
    browser.sign_in(ANA).await;
    assert_eq!(browser.everybody().await, [ANA, BEN]);
    assert_eq!(app.db.count("session").await, 2);
}

#[tokio::test]
async fn when_the_active_session_ends_the_browser_goes_on_as_another() {
    let app = TestAuth::with(several).await;
    let mut browser = both(&app).await;
    let (ana, ben) = (browser.token_of(ANA).await, browser.token_of(BEN).await);
    assert_eq!(browser.end(&ben).await.json(), json!({ "status": true }));
    assert_eq!(browser.email().await.as_deref(), Some(ANA));
    assert_eq!(browser.everybody().await, [ANA]);
    browser.end(&ana).await;
    assert_eq!(browser.email().await, None);
    browser.end(&ana).await.refused(401, "UNAUTHORIZED");
    assert_eq!(app.db.count("session").await, 0);
}

#[tokio::test]
async fn signing_out_signs_everybody_out_here() {
    let app = TestAuth::with(several).await;
    let mut browser = both(&app).await;
    browser.sign_out().await;
    assert_eq!((browser.everybody().await.len(), browser.email().await), (0, None));
    assert_eq!(app.db.count("session").await, 0);
}

#[tokio::test]
async fn a_browser_that_is_not_to_remember_does_not_when_it_goes_on_as_another() {
    let app = TestAuth::with(several).await;
    app.signed_up(ANA).await;
    app.signed_up(BEN).await;
    let mut browser = app.client();
    browser.sign_in_briefly(ANA).await;
    browser.sign_in_briefly(BEN).await;
    let ana = browser.token_of(ANA).await;
    let answer = browser.go_on_as(&ana).await;
    assert_eq!(answer.set_cookie("better-auth.session_token").unwrap().attribute("Max-Age"), None, "{answer}");
    assert!(browser.cookie("dont_remember").is_some());
}

#[tokio::test]
async fn whoever_was_signed_in_before_it_was_switched_on_is_kept_once_they_do_something() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let app = app.restarted_with(several).await;
    let mut browser = app.client().with_cookie("session_token", ana.cookie("session_token").unwrap());
    assert_eq!(browser.everybody().await, [""; 0]);
    browser.post("/update-user", &json!({ "name": "Anna" })).await.accepted::<Value>();
    browser.sign_up(BEN).await;
    assert_eq!(browser.everybody().await, [ANA, BEN]);
}

#[tokio::test]
async fn a_session_that_is_carried_over_is_kept_beside_the_others() {
    let app = TestAuth::with(|config| {
        several(config);
        config.one_time_token.enabled = true;
        config.one_time_token.set_ott_header_on_new_session = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let mut browser = app.signed_up(BEN).await;
    let token = ana.get("/one-time-token/generate").await.json()["token"].as_str().unwrap().to_owned();
    let answer = browser.post("/one-time-token/verify", &json!({ "token": token })).await;
    assert!(answer.header("set-ott").is_some(), "{answer}");
    assert_eq!(browser.everybody().await, [ANA, BEN]);
    // Once more, in the browser that has it: nothing ends.
    let token = ana.get("/one-time-token/generate").await.json()["token"].as_str().unwrap().to_owned();
    browser.post("/one-time-token/verify", &json!({ "token": token })).await;
    assert_eq!(browser.everybody().await, [ANA, BEN]);
    assert_eq!(ana.email().await.as_deref(), Some(ANA));
    let ben = browser.token_of(BEN).await;
    assert!(browser.go_on_as(&ben).await.header("set-ott").is_some());
}

#[tokio::test]
async fn a_session_that_has_ended_is_not_gone_on_with() {
    let app = TestAuth::with(several).await;
    let mut browser = app.signed_up(ANA).await;
    let ana = browser.token_of(ANA).await;
    app.clock.advance(DAY * 6);
    browser.sign_up(BEN).await;
    app.clock.advance(DAY * 2);
    assert_eq!(browser.everybody().await, [BEN]);
    browser.go_on_as(&ana).await.refused(401, "INVALID_SESSION_TOKEN");
    assert_eq!(browser.cookie(&format!("session_token_multi-{}", ana.to_lowercase())), None);
}

#[tokio::test]
async fn a_browser_keeps_as_many_as_it_may() {
    let app = TestAuth::with(|config| {
        several(config);
        config.multi_session.maximum_sessions = 2;
    })
    .await;
    let mut browser = both(&app).await;
    browser.sign_up(EVE).await;
    assert_eq!(browser.email().await.as_deref(), Some(EVE));
    assert_eq!(browser.everybody().await, [ANA, BEN]);
}

#[tokio::test]
async fn where_it_is_off_there_are_no_such_cookies() {
    let app = TestAuth::new().await;
    let mut browser = app.client();
    browser.sign_up(ANA).await;
    assert!(!browser.cookie_header().contains("_multi-"));
    browser.get("/multi-session/list-device-sessions").await.is_unknown_path();
}
