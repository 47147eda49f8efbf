//! A new password for somebody who has forgotten theirs.

use std::collections::BTreeSet;

use auth::wire::{RequestPasswordResetOutput, StatusOutput};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, HOUR, MILLISECOND, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const NEW: &str = "another-horse-1";

async fn request(client: &mut Client, email: &str) -> Answer {
    client.post("/request-password-reset", &json!({ "email": email, "redirectTo": "/new-password?from=mail" })).await
}

/// Asks for a link and reads it in the mail.
async fn link(app: &TestAuth) -> String {
    request(&mut app.client(), ANA).await.accepted::<RequestPasswordResetOutput>();
    let mail = app.mailbox.latest_to(ANA).await;
    mail.wording.text.split_whitespace().find(|word| word.starts_with("http")).unwrap().to_owned()
}

async fn token(app: &TestAuth) -> String {
    let link = link(app).await;
    link.split("/reset-password/").nth(1).unwrap().split('?').next().unwrap().to_owned()
}

async fn reset(app: &TestAuth, token: &str, password: &str) -> Answer {
    app.client().post("/reset-password", &json!({ "token": token, "newPassword": password })).await
}

#[tokio::test]
async fn the_token_of_the_mail_sets_a_new_password() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let token = token(&app).await;
    assert_eq!(token.len(), 24);
    reset(&app, &token, NEW).await.accepted::<StatusOutput>();
    app.client().try_sign_in(ANA, NEW).await.accepted::<Value>();
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
}

// LINK-001
#[tokio::test]
async fn a_token_works_once() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let token = token(&app).await;
    reset(&app, &token, NEW).await.accepted::<StatusOutput>();
    reset(&app, &token, "a-third-horse-1").await.refused(400, "INVALID_TOKEN");
}

// LINK-006, LINK-007
#[tokio::test]
async fn with_a_new_password_earlier_mails_are_worth_nothing() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let (first, second) = (token(&app).await, token(&app).await);
    let change = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
    ana.post("/change-password", &change).await.accepted::<Value>();
    reset(&app, &first, "a-third-horse-1").await.refused(400, "INVALID_TOKEN");
    let third = token(&app).await;
    reset(&app, &third, "a-fourth-horse-1").await.accepted::<StatusOutput>();
    reset(&app, &second, "a-third-horse-1").await.refused(400, "INVALID_TOKEN");
    app.client().try_sign_in(ANA, "a-fourth-horse-1").await.accepted::<Value>();
}

// RATE-024
#[tokio::test]
async fn a_mailbox_is_not_flooded_and_the_answer_does_not_tell() {
    let app = TestAuth::with(|config| {
        config.email.max_per_hour = Some(5);
        config.email_otp.enabled = true;
        config.magic_link.enabled = true;
    })
    .await;
    app.signed_up(ANA).await;
    for number in 0..10 {
        let mut client = app.client().at_address(&format!("198.51.100.{number}"));
        request(&mut client, ANA).await.accepted::<RequestPasswordResetOutput>();
        client.post("/sign-in/magic-link", &json!({ "email": ANA })).await.accepted::<Value>();
        let code = json!({ "email": ANA, "type": "sign-in" });
        client.post("/email-otp/send-verification-otp", &code).await.accepted::<Value>();
    }
    let mailed = async || {
        app.auth.deliver_due_mails().await.unwrap();
        app.mailbox.mails().iter().filter(|mail| mail.to.as_str() == ANA).count()
    };
    assert_eq!(mailed().await, 5);
    // What has happened is told all the same.
    app.signed_in(ANA)
        .await
        .post("/change-password", &json!({ "currentPassword": PASSWORD, "newPassword": NEW }))
        .await;
    assert_eq!(mailed().await, 6);

    app.clock.advance(HOUR);
    request(&mut app.client(), ANA).await.accepted::<RequestPasswordResetOutput>();
    assert_eq!(mailed().await, 7);
}

// LINK-002, RACE-004
#[tokio::test]
async fn of_fifty_parallel_uses_one_succeeds() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let token = token(&app).await;
    let mut uses = JoinSet::new();
    for number in 0..50 {
        let (mut client, token) = (app.client(), token.clone());
        uses.spawn(async move {
            let body = json!({ "token": token, "newPassword": format!("password-number-{number}") });
            (number, client.post("/reset-password", &body).await.status.as_u16())
        });
    }
    let mut answers = uses.join_all().await;
    answers.sort_unstable();
    let statuses: Vec<_> = answers.into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    let winner = statuses.iter().position(|status| *status == 200).unwrap();
    for number in [winner, (winner + 1) % 50] {
        let answer = app.client().try_sign_in(ANA, &format!("password-number-{number}")).await;
        assert_eq!(answer.status == 200, number == winner, "{answer}");
    }
}

// LINK-003
#[tokio::test]
async fn a_token_works_for_an_hour() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let (first, second) = (token(&app).await, token(&app).await);
    app.clock.advance_to_just_before(HOUR);
    reset(&app, &first, NEW).await.accepted::<StatusOutput>();
    app.clock.advance(MILLISECOND);
    reset(&app, &second, NEW).await.refused(400, "INVALID_TOKEN");
}

// LINK-016, DATA-001
#[tokio::test]
async fn nothing_but_the_token_is_a_token() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let token = token(&app).await;
    let stored = app.db.text(r#"SELECT "identifier" FROM "verification""#).await;
    assert!(!stored.contains(&token));
    let stored = stored.trim_start_matches("reset-password:");
    for guess in ["", " ", "null", "undefined", "%", stored, &token[..23], &token.to_uppercase()] {
        reset(&app, guess, NEW).await.refused(400, "INVALID_TOKEN");
    }
    app.client().post("/reset-password", &json!({ "newPassword": NEW })).await.refused(400, "INVALID_TOKEN");
}

#[tokio::test]
async fn a_password_that_is_not_acceptable_leaves_the_token_as_it_is() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let token = token(&app).await;
    reset(&app, &token, "short").await.refused(400, "PASSWORD_TOO_SHORT");
    reset(&app, &token, NEW).await.accepted::<StatusOutput>();
}

// ENUM-008
#[tokio::test]
async fn an_unknown_address_gets_the_same_answer_and_no_mail() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let known = request(&mut app.client(), ANA).await;
    let unknown = request(&mut app.client(), "nobody@example.com").await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    app.mailbox.latest_to(ANA).await;
    let to: BTreeSet<_> = app.mailbox.mails().iter().map(|mail| mail.to.to_string()).collect();
    assert_eq!(to, BTreeSet::from([ANA.to_owned()]));
    assert_eq!(app.db.count("verification").await, 2, "both cost a row");
}

// REDIR-001, REDIR-004
#[tokio::test]
async fn a_page_of_another_site_gets_no_token() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let body = json!({ "email": ANA, "redirectTo": "https://evil.example/" });
    app.client().post("/request-password-reset", &body).await.refused(403, "INVALID_REDIRECT_URL");
    assert!(app.mailbox.mails().is_empty());
    let token = token(&app).await;
    let followed = app.client().get(&format!("/reset-password/{token}?callbackURL=https%3A%2F%2Fevil.example")).await;
    followed.refused(403, "INVALID_CALLBACK_URL");
}

// LINK-008: a program that looks at mails follows the link and uses nothing up.
#[tokio::test]
async fn the_link_leads_to_the_page_with_the_token_however_often_it_is_followed() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let link = link(&app).await;
    let path = link.strip_prefix("http://localhost:3000/api/auth").unwrap().to_owned();
    let token = token_in(&path);
    for _ in 0..2 {
        let followed = app.client().get(&path).await;
        let page = format!("http://localhost:3000/new-password?from=mail&token={token}");
        assert_eq!((followed.status.as_u16(), followed.header("location")), (302, Some(page.as_str())));
    }
    reset(&app, &token, NEW).await.accepted::<StatusOutput>();
    let used = app.client().get(&path).await;
    assert_eq!(used.header("location"), Some("http://localhost:3000/new-password?from=mail&error=INVALID_TOKEN"));
}

fn token_in(path: &str) -> String {
    path.trim_start_matches("/reset-password/").split('?').next().unwrap().to_owned()
}

// REDIR-015
#[tokio::test]
async fn the_link_leads_to_the_configured_site_whatever_the_request_says() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut client = app.client().with_header("x-forwarded-host", "evil.example").with_header("host", "evil.example");
    request(&mut client, ANA).await.accepted::<Value>();
    assert!(!app.mailbox.latest_to(ANA).await.wording.text.contains("evil"));
}

// SESS-006
#[tokio::test]
async fn sessions_end_if_the_application_says_so() {
    let app = TestAuth::with(|config| config.email_and_password.revoke_sessions_on_password_reset = true).await;
    let mut ana = app.signed_up(ANA).await;
    let token = token(&app).await;
    reset(&app, &token, NEW).await.accepted::<StatusOutput>();
    assert!(ana.get_session().await.is_none());
}

// LINK-020
#[tokio::test]
async fn somebody_without_a_password_gets_one() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.db.execute(r#"DELETE FROM "account""#).await;
    let token = token(&app).await;
    reset(&app, &token, NEW).await.accepted::<StatusOutput>();
    app.client().try_sign_in(ANA, NEW).await.accepted::<Value>();
}

#[tokio::test]
async fn where_it_is_switched_off_it_says_so() {
    let app = TestAuth::with(|config| config.email_and_password.send_reset_password = false).await;
    request(&mut app.client(), ANA).await.refused(400, "RESET_PASSWORD_DISABLED");
}

#[tokio::test]
async fn in_a_shared_database_the_other_program_can_read_the_token() {
    let app = TestAuth::with(|config| config.shared_database = true).await;
    app.signed_up(ANA).await;
    let token = token(&app).await;
    assert_eq!(app.db.text(r#"SELECT "identifier" FROM "verification""#).await, format!("reset-password:{token}"));
}
