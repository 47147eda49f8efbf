//! The sessions of one person: listing and ending them.

use auth::{
    Secret, Secrets,
    wire::{RevokeSession, Session, StatusOutput},
};
use serde_json::json;

use crate::common::{Client, DAY, SECRET, TestAuth};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

async fn listed(client: &mut Client) -> Vec<Session> {
    client.get("/list-sessions").await.accepted()
}

#[tokio::test]
async fn a_person_sees_all_their_sessions_with_their_tokens_and_nobody_elses() {
    let app = TestAuth::new().await;
    let mut first = app.signed_up(ANA).await;
    let mut second = app.signed_in(ANA).await;
    app.signed_up(BEN).await;
    let mut tokens: Vec<_> = listed(&mut first).await.into_iter().map(|session| session.token).collect();
    let mut own = vec![first.session().await.session.token, second.session().await.session.token];
    tokens.sort();
    own.sort();
    assert_eq!(tokens, own);
}

#[tokio::test]
async fn ended_sessions_are_not_listed() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.clock.advance(7 * DAY);
    let mut client = app.signed_in(ANA).await;
    assert_eq!(listed(&mut client).await.len(), 1);
}

// SESS-020
#[tokio::test]
async fn the_list_asks_for_a_recent_sign_in() {
    let app = TestAuth::with(|config| config.session.update_age = 2 * DAY).await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(DAY);
    ana.get("/list-sessions").await.refused(403, "SESSION_NOT_FRESH");
    app.client().get("/list-sessions").await.refused(401, "UNAUTHORIZED");
    let lax = TestAuth::with(|config| config.session.fresh_age = std::time::Duration::ZERO).await;
    let mut ben = lax.signed_up(BEN).await;
    lax.clock.advance(DAY);
    assert_eq!(listed(&mut ben).await.len(), 1);
}

#[tokio::test]
async fn one_session_is_ended_by_its_token_and_the_others_go_on() {
    let app = TestAuth::new().await;
    let mut first = app.signed_up(ANA).await;
    let mut second = app.signed_in(ANA).await;
    let token = second.session().await.session.token;
    let answer = first.post("/revoke-session", &json!({ "token": token })).await;
    assert_eq!(answer.json(), json!({ "status": true }));
    assert!(second.get_session().await.is_none());
    first.session().await;
}

#[tokio::test]
async fn whoever_ends_their_own_session_by_its_token_forgets_it_too() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let token = ana.session().await.session.token;
    ana.post("/revoke-session", &json!({ "token": token })).await;
    assert_eq!(ana.cookie_header(), "");
}

// SESS-015
#[tokio::test]
async fn the_token_of_somebody_else_ends_nothing_and_is_answered_like_any_other() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let mut ben = app.signed_up(BEN).await;
    let theirs = ben.session().await.session.token;
    let answers = [
        ana.post("/revoke-session", &json!({ "token": theirs })).await,
        ana.post("/revoke-session", &json!({ "token": "nobody's" })).await,
    ];
    assert_eq!(answers[0].text, answers[1].text);
    ben.session().await;
}

#[tokio::test]
async fn all_other_sessions_are_ended_at_once() {
    let app = TestAuth::new().await;
    let mut here = app.signed_up(ANA).await;
    let mut there = app.signed_in(ANA).await;
    let mut ben = app.signed_up(BEN).await;
    here.post("/revoke-other-sessions", &json!({})).await.accepted::<StatusOutput>();
    here.session().await;
    assert!(there.get_session().await.is_none());
    ben.session().await;
}

#[tokio::test]
async fn all_sessions_are_ended_and_the_browser_forgets_its_own() {
    let app = TestAuth::new().await;
    let mut here = app.signed_up(ANA).await;
    let mut there = app.signed_in(ANA).await;
    let answer = here.post("/revoke-sessions", &json!({})).await;
    assert!(answer.set_cookie("better-auth.session_token").unwrap().is_expired());
    assert!(there.get_session().await.is_none());
}

#[tokio::test]
async fn ending_sessions_needs_a_session() {
    let app = TestAuth::new().await;
    for path in ["/revoke-session", "/revoke-sessions", "/revoke-other-sessions"] {
        app.client().post(path, &json!({ "token": "x" })).await.refused(401, "UNAUTHORIZED");
    }
}

// TOK-017
#[tokio::test]
async fn after_a_secret_was_replaced_the_sessions_made_with_it_are_still_shown() {
    let app = TestAuth::new().await;
    let token = app.signed_up(ANA).await.session().await.session.token;
    let app = app
        .restarted_with(|config| {
            config.secrets = Secrets::new(Secret::new("another secret of 32 characters!"), vec![Secret::new(SECRET)]);
        })
        .await;
    let sessions = listed(&mut app.signed_in(ANA).await).await;
    assert!(sessions.iter().any(|session| session.token == token));
}

// DATA-001
#[tokio::test]
async fn a_session_of_a_secret_that_is_gone_shows_no_token_but_can_be_ended() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let app = app
        .restarted_with(|config| config.secrets = Secrets::new(Secret::new("another secret of 32 characters!"), vec![]))
        .await;
    let mut ana = app.signed_in(ANA).await;
    let sessions = listed(&mut ana).await;
    let old = sessions.into_iter().find(|session| session.token.starts_with("sha256$")).unwrap();
    ana.post("/revoke-session", &json!(RevokeSession { token: old.token })).await.accepted::<StatusOutput>();
    assert_eq!(listed(&mut ana).await.len(), 1);
}
