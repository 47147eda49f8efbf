//! Google's prompt.

use auth::AuthConfig;
use serde_json::{Value, json};

use crate::common::{Answer, Client, Provider, TestAuth, person};

const OLIVE: &str = "olive@example.com";

/// A provider that says it is Google.
async fn google(change: impl FnOnce(&mut AuthConfig)) -> (TestAuth, Provider) {
    let provider = Provider::start().await;
    let app = TestAuth::with(|config| {
        config.one_tap.enabled = true;
        config.generic_oauth.push(provider.configured_as("google"));
        change(config);
    })
    .await;
    provider.follow_clock_of(&app);
    (app, provider)
}

impl Client {
    async fn one_tap(&mut self, token: &str) -> Answer {
        self.post("/one-tap/callback", &json!({ "idToken": token, "callbackURL": "/in" })).await
    }
}

#[tokio::test]
async fn one_tap_signs_up_and_then_in() {
    let (app, google) = google(|_| {}).await;
    let token = google.id_token(&person("1", OLIVE));
    let mut olive = app.client();
    let answer: Value = olive.one_tap(&token).await.accepted();
    assert_eq!(answer["user"]["email"], OLIVE);
    assert_eq!(answer["token"], olive.session().await.session.token);
    app.client().one_tap(&token).await.accepted::<Value>();
    assert_eq!((app.db.count("user").await, app.db.count("account").await), (1, 1));
    let stored = app.db.text(r#"SELECT "providerId" || ' ' || "accountId" || ' ' || "scope" FROM "account""#).await;
    assert_eq!(stored, "google 1 openid,profile,email");
}

// The rules of ID tokens are those of every provider (`oauth/id_token.rs`); here only that they are asked.
#[tokio::test]
async fn a_token_that_is_not_good_opens_nothing() {
    let (app, google) = google(|_| {}).await;
    let good = google.id_token(&person("1", OLIVE));
    let mut bad = vec![String::new(), "a.b.c".into(), good.replace('.', "x"), format!("{good}A")];
    for claims in [
        json!({ "aud": "somebody else" }),
        json!({ "iss": "https://evil.example" }),
        json!({ "exp": 1 }),
        json!({ "sub": null }),
    ] {
        google.say(claims);
        bad.push(google.id_token(&person("1", OLIVE)));
    }
    for token in bad {
        app.client().one_tap(&token).await.refused(400, "INVALID_ID_TOKEN");
    }
    google.say(json!({ "email": "not an address" }));
    let nameless = google.id_token(&person("1", OLIVE));
    app.client().one_tap(&nameless).await.refused(400, "EMAIL_NOT_AVAILABLE_IN_TOKEN");
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn it_leads_to_trusted_pages_only_and_is_asked_by_our_own() {
    let (app, google) = google(|_| {}).await;
    let token = google.id_token(&person("1", OLIVE));
    let body = json!({ "idToken": token, "callbackURL": "https://evil.example" });
    app.client().post("/one-tap/callback", &body).await.refused(403, "INVALID_CALLBACK_URL");
    app.client().on_site("https://evil.example").one_tap(&token).await.refused(403, "INVALID_ORIGIN");
}

#[tokio::test]
async fn an_address_that_is_not_vouched_for_opens_no_account() {
    let (app, google) = google(|_| {}).await;
    app.signed_up(OLIVE).await;
    let token = google.id_token(&person("1", OLIVE));
    app.client().one_tap(&token).await.refused(401, "ACCOUNT_NOT_LINKED");
}

#[tokio::test]
async fn signing_up_can_be_off() {
    let (app, google) = google(|config| config.one_tap.disable_signup = true).await;
    let token = google.id_token(&person("1", OLIVE));
    app.client().one_tap(&token).await.refused(401, "SIGNUP_DISABLED");
}

#[tokio::test]
async fn tokens_may_be_for_an_id_of_its_own() {
    let (app, google) = google(|config| config.one_tap.client_id = vec!["tap".into()]).await;
    let token = google.id_token(&person("1", OLIVE));
    app.client().one_tap(&token).await.refused(400, "INVALID_ID_TOKEN");
    google.say(json!({ "aud": "tap" }));
    let token = google.id_token(&person("1", OLIVE));
    assert_eq!(app.client().one_tap(&token).await.status, 200);
}

#[tokio::test]
async fn it_is_the_method_used_last() {
    let (app, google) = google(|config| config.last_login_method.enabled = true).await;
    let answer = app.client().one_tap(&google.id_token(&person("1", OLIVE))).await;
    assert_eq!(answer.set_cookie("better-auth.last_used_login_method").unwrap().value, "google");
}

#[tokio::test]
async fn it_is_unknown_unless_switched_on_and_needs_an_id() {
    TestAuth::new().await.client().one_tap("x").await.is_unknown_path();
    let mut config = AuthConfig::new("http://localhost:3000", "secret");
    config.one_tap.enabled = true;
    let keys: Vec<_> = config.problems().into_iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["one_tap.client_id"]);
}
