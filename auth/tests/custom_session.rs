//! What the application puts into the answer of `/get-session`.

use async_trait::async_trait;
use auth::{Auth, AuthConfig, Cx, Error, Result, features::custom_session::CustomSession, wire::SessionWithUser};
use serde_json::{Value, json};

use crate::common::{Client, Database, TestAuth};

const ANA: &str = "ana@example.com";

/// Says how many sessions somebody has.
#[derive(Debug)]
struct Counted;

#[async_trait]
impl CustomSession for Counted {
    async fn customize(&self, session: &mut SessionWithUser, auth: &Auth, cx: &Cx) -> Result<()> {
        if cx.facts().is_some_and(|facts| facts.header("x-mood") == Some("bad")) {
            return Err(Error::refuse(403, "BAD_MOOD", "Not now."));
        }
        let now = auth.clock().now();
        session.custom.set("sessions", auth.store().list_sessions(&session.user.id, now).await?.len());
        session.custom.set("user", "somebody else");
        session.user.fields.set("initial", "A");
        session.session.token = String::new();
        Ok(())
    }
}

async fn counted(change: impl FnOnce(&mut AuthConfig)) -> TestAuth {
    let db = Database::empty().await;
    Box::pin(TestAuth::built(db, change, |builder| builder.custom_session(Counted))).await
}

async fn answer(client: &mut Client) -> Value {
    client.get("/get-session").await.accepted()
}

#[tokio::test]
async fn clients_are_told_more_of_a_session() {
    let app = counted(|_| {}).await;
    let mut ana = app.signed_up(ANA).await;
    app.signed_in(ANA).await;
    let answer = answer(&mut ana).await;
    assert_eq!(answer["sessions"], 2);
    assert_eq!((&answer["user"]["email"], &answer["user"]["initial"]), (&json!(ANA), &json!("A")));
    assert_eq!(answer["session"]["token"], "");
    assert_eq!(app.client().get("/get-session").await.text, "null");
}

#[tokio::test]
async fn it_is_told_anew_each_time_and_kept_nowhere() {
    let app = counted(|config| config.session.cookie_cache.enabled = true).await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(answer(&mut ana).await["sessions"], 1);
    app.signed_in(ANA).await;
    assert_eq!(answer(&mut ana).await["sessions"], 2);
    let plain = app.auth.current_session(&mut ana.cx(), auth::wire::GetSession::default()).await.unwrap().unwrap();
    assert!(plain.custom.is_empty() && plain.user.fields.get("initial").is_none());
}

#[tokio::test]
async fn the_application_may_refuse() {
    let app = counted(|_| {}).await;
    let mut ana = app.signed_up(ANA).await.with_header("x-mood", "bad");
    ana.get("/get-session").await.refused(403, "BAD_MOOD");
}

#[tokio::test]
async fn sessions_of_a_browser_are_changed_where_configured() {
    for mutate in [false, true] {
        let app = counted(|config| {
            config.multi_session.enabled = true;
            config.custom_session.should_mutate_list_device_sessions_endpoint = mutate;
        })
        .await;
        let mut ana = app.signed_up(ANA).await;
        let listed: Value = ana.get("/multi-session/list-device-sessions").await.accepted();
        assert_eq!(listed[0].get("sessions"), mutate.then_some(&json!(1)), "{listed}");
    }
}
