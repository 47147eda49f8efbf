//! By which method somebody signed in last.

use async_trait::async_trait;
use auth::{
    AuthConfig, Cx, Error, Result, features::last_login_method::LastLoginMethodHooks, operation::Operation,
    wire::SignUpEmail,
};
use serde_json::json;

use crate::common::{Answer, Client, Database, PASSWORD, Provider, TestAuth, person};

const ANA: &str = "ana@example.com";
const COOKIE: &str = "better-auth.last_used_login_method";

fn remembered(config: &mut AuthConfig) {
    config.last_login_method.enabled = true;
}

fn stored(config: &mut AuthConfig) {
    remembered(config);
    config.last_login_method.store_in_database = true;
}

impl Answer {
    fn method(&self) -> Option<&str> {
        self.set_cookie(COOKIE).map(|cookie| cookie.value)
    }
}

async fn stored_method(client: &mut Client) -> Option<String> {
    client.session().await.user.fields.text("lastLoginMethod").map(str::to_owned)
}

#[tokio::test]
async fn scripts_can_read_the_method_for_thirty_days() {
    let app = TestAuth::with(remembered).await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    let cookie = answer.set_cookie(COOKIE).unwrap();
    assert_eq!((cookie.value, cookie.attributes), ("email", "Max-Age=2592000; Path=/; SameSite=Lax"));
    assert_eq!(app.client().try_sign_in(ANA, PASSWORD).await.method(), Some("email"));
}

#[tokio::test]
async fn nobody_who_did_not_sign_in_gets_the_cookie() {
    let app = TestAuth::with(remembered).await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(app.client().try_sign_in(ANA, "another password").await.method(), None);
    assert_eq!(ana.get("/get-session").await.method(), None);
    assert_eq!(ana.post("/sign-out", &json!({})).await.method(), None);
}

#[tokio::test]
async fn without_the_option_there_is_no_cookie() {
    let app = TestAuth::new().await;
    assert_eq!(app.client().try_sign_up(ANA, PASSWORD).await.method(), None);
}

#[tokio::test]
async fn links_codes_and_providers_have_names_of_their_own() {
    let provider = Provider::start().await;
    let app = TestAuth::with(|config| {
        stored(config);
        config.magic_link.enabled = true;
        config.email_otp.enabled = true;
        config.generic_oauth.push(provider.configured_as("olive"));
    })
    .await;
    provider.follow_clock_of(&app);

    let mut ana = app.client();
    ana.post("/sign-in/magic-link", &json!({ "email": ANA })).await;
    let link = app.link_to(ANA).await;
    assert_eq!(ana.get(&link).await.method(), Some("magic-link"));
    assert_eq!(stored_method(&mut ana).await.as_deref(), Some("magic-link"));

    let mut olive = app.client();
    let url = olive.start_social("olive").await;
    let query = provider.signs_in(&url, &person("1", "olive@example.com"));
    assert_eq!(olive.come_back("olive", &query).await.method(), Some("olive"));
    assert_eq!(stored_method(&mut olive).await.as_deref(), Some("olive"));
}

#[tokio::test]
async fn the_name_of_the_cookie_and_its_life_are_as_configured() {
    let app = TestAuth::with(|config| {
        remembered(config);
        config.base_url = "https://auth.example.com".into();
        config.last_login_method.cookie_name = "last".into();
        config.last_login_method.max_age = std::time::Duration::from_mins(1);
    })
    .await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    assert_eq!(answer.set_cookie("last").unwrap().attributes, "Max-Age=60; Path=/; Secure; SameSite=Lax");
}

#[tokio::test]
async fn users_have_the_method_where_it_is_stored_and_cannot_set_it() {
    let app = TestAuth::with(stored).await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(stored_method(&mut ana).await.as_deref(), Some("email"));
    let changed = ana.post("/update-user", &json!({ "lastLoginMethod": "magic" })).await;
    changed.refused(400, "FIELD_NOT_ALLOWED");
    app.db.execute(r#"UPDATE "user" SET "lastLoginMethod" = NULL"#).await;
    let mut again = app.client();
    let output = again.try_sign_in(ANA, PASSWORD).await.json();
    assert_eq!(output["user"]["lastLoginMethod"], "email");
    assert_eq!(stored_method(&mut again).await.as_deref(), Some("email"));
}

#[tokio::test]
async fn trusted_code_is_told_apart_as_upstream_tells_it() {
    let app = TestAuth::with(stored).await;
    let input =
        SignUpEmail { name: "Ana".into(), email: ANA.into(), password: PASSWORD.into(), ..SignUpEmail::default() };
    let made = app.auth.sign_up_email(&mut Cx::internal(), input).await.unwrap();
    assert_eq!(made.user.fields.text("lastLoginMethod"), Some("email"));
}

/// Calls every sign-in the front door, and gives no cookie to those who do not want one.
#[derive(Debug)]
struct FrontDoor;

#[async_trait]
impl LastLoginMethodHooks for FrontDoor {
    fn resolve(&self, operation: &'static Operation, _: &Cx) -> Option<String> {
        (operation.path == "/sign-in/username").then(|| "front door".to_owned())
    }

    async fn may_store_cookie(&self, cx: &Cx, _: &str) -> Result<bool> {
        match cx.facts().and_then(|facts| facts.header("x-consent")) {
            Some("broken") => Err(Error::internal("nobody knows")),
            consent => Ok(consent == Some("yes")),
        }
    }
}

#[tokio::test]
async fn the_application_names_methods_and_asks_for_consent() {
    let change = |config: &mut AuthConfig| {
        remembered(config);
        config.username.enabled = true;
    };
    let db = Database::empty().await;
    let app = Box::pin(TestAuth::built(db, change, |builder| builder.last_login_method_hooks(FrontDoor))).await;
    let body = json!({ "name": "Ana", "email": ANA, "password": PASSWORD, "username": "ana" });
    assert_eq!(app.client().post("/sign-up/email", &body).await.method(), None);
    for (consent, given) in [("yes", Some("front%20door")), ("no", None), ("broken", None)] {
        let mut client = app.client().with_header("x-consent", consent);
        let answer = client.post("/sign-in/username", &json!({ "username": "ana", "password": PASSWORD })).await;
        let _: serde_json::Value = answer.accepted();
        assert_eq!(answer.method(), given, "{consent}");
    }
    let mut ana = app.client().with_header("x-consent", "yes");
    assert_eq!(ana.try_sign_in(ANA, PASSWORD).await.method(), Some("email"));
}
