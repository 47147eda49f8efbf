//! Sessions in an `Authorization` header.

use auth::wire::{SignOutOutput, StatusOutput};
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::common::{Client, DAY, HOUR, PASSWORD, TestAuth, sealed};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

async fn with_bearer() -> TestAuth {
    TestAuth::with(|config| config.bearer.enabled = true).await
}

/// A program without cookies that shows this.
fn program(app: &TestAuth, authorization: &str) -> Client {
    app.client().without_origin().with_header("authorization", authorization)
}

/// The signed token of a new account, as the header says it, and the token that is signed.
async fn tokens(app: &TestAuth, email: &str) -> (String, String) {
    let mut client = app.client();
    let answer = client.try_sign_up(email, PASSWORD).await;
    let signed = answer.header("set-auth-token").expect("the answer says the token").to_owned();
    (signed, client.session().await.session.token)
}

#[tokio::test]
async fn a_token_is_a_session_signed_or_not_in_whatever_form() {
    let app = with_bearer().await;
    let (signed, token) = tokens(&app, ANA).await;
    let decoded = percent_decode_str(&signed).decode_utf8().unwrap().into_owned();
    for value in [&signed, &decoded, &token] {
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let session = program(&app, &format!("{scheme} {value}")).session().await;
            assert_eq!((session.user.email.as_str(), &session.session.token), (ANA, &token));
        }
    }
}

#[tokio::test]
async fn where_signatures_are_required_the_token_alone_is_none() {
    let app = TestAuth::with(|config| {
        config.bearer.enabled = true;
        config.bearer.require_signature = true;
    })
    .await;
    let (signed, token) = tokens(&app, ANA).await;
    assert_eq!(program(&app, &format!("Bearer {token}")).get_session().await, None);
    assert_eq!(program(&app, &format!("Bearer {signed}")).session().await.user.email, ANA);
}

// TOK-012
#[tokio::test]
async fn a_header_that_is_no_good_is_nobody() {
    let app = with_bearer().await;
    let (signed, token) = tokens(&app, ANA).await;
    let other_secret = sealed(&token, "another-secret-of-32-characters-!!!!").replace("%2E", ".");
    let values = [
        "Bearer".to_owned(),
        "Bearer ".into(),
        "Bearer %".into(),
        "Bearer %zz".into(),
        "Bearer %E0%A4%A".into(),
        format!("Bearer {}", "a".repeat(64 * 1024)),
        "bearer undefined".into(),
        "Bearer null".into(),
        "Bearer a.b".into(),
        "Bearer a.b.c.d.e.f".into(),
        "Bearer ..".into(),
        "Bearer \t x".into(),
        "Bearer $".into(),
        format!("Basic {signed}"),
        format!("Bearer{signed}"),
        format!("Bearer {token}."),
        format!("Bearer {other_secret}"),
        format!("Bearer {token}.AAAA{}=", "A".repeat(39)),
    ];
    for value in values {
        let mut program = program(&app, &value);
        assert_eq!(program.get_session().await, None, "{value:.80}");
        program.post("/update-user", &json!({ "name": "X" })).await.refused(401, "UNAUTHORIZED");
    }
}

#[tokio::test]
async fn what_the_database_holds_is_no_token() {
    let app = with_bearer().await;
    tokens(&app, ANA).await;
    for column in ["token", "id", "userId"] {
        let stored = app.db.text(&format!(r#"SELECT "{column}" FROM "session""#)).await;
        assert_eq!(program(&app, &format!("Bearer {stored}")).get_session().await, None, "{column}");
    }
}

#[tokio::test]
async fn a_program_needs_no_origin_and_ends_its_session() {
    let app = with_bearer().await;
    let (signed, _) = tokens(&app, ANA).await;
    let program = || program(&app, &format!("Bearer {signed}"));
    program().post("/update-user", &json!({ "name": "Program" })).await.accepted::<StatusOutput>();
    assert_eq!(program().session().await.user.name, "Program");
    program().post("/sign-out", &json!({})).await.accepted::<SignOutOutput>();
    assert_eq!(program().get_session().await, None);
    assert_eq!(app.db.count("session").await, 0);
}

#[tokio::test]
async fn a_page_of_another_site_does_not_get_by_with_a_cookie_beside_the_header() {
    let app = with_bearer().await;
    let mut ana = app.signed_up(ANA).await.on_site("https://evil.example").with_header("authorization", "Bearer x");
    ana.post("/update-user", &json!({ "name": "X" })).await.refused(403, "INVALID_ORIGIN");
}

#[tokio::test]
async fn the_header_comes_before_the_cookie_and_a_wrong_one_does_not_hide_it() {
    let app = with_bearer().await;
    let (signed, _) = tokens(&app, BEN).await;
    let ana = app.signed_up(ANA).await;
    let both = |value: &str| ana.clone().with_header("authorization", &format!("Bearer {value}"));
    assert_eq!(both(&signed).session().await.user.email, BEN);
    assert_eq!(both("a.b").session().await.user.email, ANA);
}

#[tokio::test]
async fn a_session_in_a_header_is_extended_and_ends_as_any_other() {
    let app = with_bearer().await;
    let (signed, _) = tokens(&app, ANA).await;
    let mut program = program(&app, &format!("Bearer {signed}"));
    let first = program.session().await.session.expires_at;
    app.clock.advance(DAY + HOUR);
    let answer = program.get("/get-session").await;
    assert!(answer.header("set-auth-token").is_some(), "{answer}");
    let mut program = self::program(&app, &format!("Bearer {signed}"));
    assert!(program.session().await.session.expires_at > first);
    app.clock.advance(8 * DAY);
    assert_eq!(program.get_session().await, None);
}

#[tokio::test]
async fn no_answer_says_a_token_where_headers_do_not_count() {
    let app = TestAuth::new().await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    assert_eq!(answer.header("set-auth-token"), None);
    assert_eq!(answer.header("access-control-expose-headers"), None);
}
