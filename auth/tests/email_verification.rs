//! Showing that mail to an address arrives.

use auth::{
    AuthConfig,
    wire::{StatusOutput, VerifyEmailOutput},
};
use serde_json::{Value, json};

use crate::common::{Answer, Client, HOUR, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";

async fn ask(client: &mut Client, email: &str) -> Answer {
    client.post("/send-verification-email", &json!({ "email": email, "callbackURL": "/welcome?x=1" })).await
}

fn required(config: &mut AuthConfig) {
    config.email_and_password.require_email_verification = true;
}

#[tokio::test]
async fn the_link_of_the_mail_verifies_the_address_and_leads_on() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ask(&mut ana, ANA).await.accepted::<StatusOutput>();
    let answer = app.client().get(&app.link_to(ANA).await).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some("/welcome?x=1")));
    assert!(ana.session().await.user.email_verified);
}

#[tokio::test]
async fn a_program_gets_an_answer_in_json() {
    let app = TestAuth::new().await;
    ask(&mut app.signed_up(ANA).await, ANA).await.accepted::<StatusOutput>();
    let link = app.link_to(ANA).await;
    let (link, _) = link.split_once("&callbackURL").unwrap();
    let output: VerifyEmailOutput = app.client().get(link).await.accepted();
    assert_eq!((output.status, output.user), (true, None));
}

#[tokio::test]
async fn a_link_that_is_followed_twice_is_harmless() {
    let app = TestAuth::with(|config| config.email_verification.auto_sign_in_after_verification = true).await;
    ask(&mut app.signed_up(ANA).await, ANA).await.accepted::<StatusOutput>();
    let link = app.link_to(ANA).await;
    let mut first = app.client();
    first.get(&link).await;
    assert!(first.get_session().await.is_some());
    // LINK-001: it signs nobody in a second time.
    let mut second = app.client();
    assert_eq!(second.get(&link).await.header("location"), Some("/welcome?x=1"));
    assert_eq!(second.get_session().await, None);
}

// LINK-018
#[tokio::test]
async fn a_link_verifies_the_address_it_was_sent_to_and_no_later_one() {
    let app = TestAuth::with(|config| {
        config.user.change_email.enabled = true;
        config.user.change_email.update_email_without_verification = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    ask(&mut ana, ANA).await.accepted::<StatusOutput>();
    let link = app.link_to(ANA).await;
    ana.post("/change-email", &json!({ "newEmail": "new@example.com" })).await.accepted::<StatusOutput>();
    app.client().get(&link).await;
    let user = ana.session().await.user;
    assert_eq!((user.email.as_str(), user.email_verified), ("new@example.com", false));
    // Nor for somebody else who takes the address afterwards.
    let mut other = app.signed_up(ANA).await;
    app.client().get(&link).await;
    assert!(!other.session().await.user.email_verified);
}

#[tokio::test]
async fn a_link_is_good_for_an_hour() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ask(&mut ana, ANA).await.accepted::<StatusOutput>();
    let link = app.link_to(ANA).await;
    app.clock.advance(HOUR + SECOND);
    let answer = app.client().get(&link).await;
    assert_eq!(answer.header("location"), Some("/welcome?x=1&error=TOKEN_EXPIRED"));
    assert!(!ana.session().await.user.email_verified);
}

// TOK-001: what we did not sign, or signed for something else, verifies nothing.
#[tokio::test]
async fn what_is_no_link_of_ours_is_refused() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ask(&mut ana, ANA).await.accepted::<StatusOutput>();
    let link = app.link_to(ANA).await;
    let token = link.split("token=").nth(1).unwrap().split('&').next().unwrap();
    let (signed, _) = token.rsplit_once('.').unwrap();
    let cut = format!("{signed}.");
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", token.split('.').nth(1).unwrap());
    for wrong in ["", "rubbish", "a.b.c", cut.as_str(), unsigned.as_str()] {
        app.client().get(&format!("/verify-email?token={wrong}")).await.refused(401, "INVALID_TOKEN");
    }
    assert!(!ana.session().await.user.email_verified);
}

// REDIR-002
#[tokio::test]
async fn a_link_leads_to_no_other_site() {
    let app = TestAuth::new().await;
    for target in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let body = json!({ "email": ANA, "callbackURL": target });
        app.client().post("/send-verification-email", &body).await.refused(403, "INVALID_CALLBACK_URL");
        let target: String = url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
        let path = format!("/verify-email?token=x&callbackURL={target}");
        app.client().get(&path).await.refused(403, "INVALID_CALLBACK_URL");
    }
}

#[tokio::test]
async fn asking_for_a_link_says_nothing_about_who_has_an_account() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut ben = app.signed_up("ben@example.com").await;
    ask(&mut ben, "ben@example.com").await.accepted::<StatusOutput>();
    ben.get(&app.link_to("ben@example.com").await).await;
    let mut answers = Vec::new();
    for email in [ANA, "ben@example.com", "nobody@example.com"] {
        let answer = ask(&mut app.client(), email).await;
        answers.push((answer.status, answer.text));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    app.mailbox.next_to(ANA).await;
    assert_eq!(app.mailbox.mails().len(), 0);
}

#[tokio::test]
async fn a_person_who_is_signed_in_is_told_what_is_wrong() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ask(&mut ana, "ben@example.com").await.refused(400, "EMAIL_MISMATCH");
    ask(&mut ana, ANA).await.accepted::<StatusOutput>();
    ana.get(&app.link_to(ANA).await).await;
    ask(&mut ana, ANA).await.refused(400, "EMAIL_ALREADY_VERIFIED");
    ask(&mut ana, "nonsense").await.refused(400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn where_it_is_required_signing_up_and_in_wait_for_it() {
    let app = TestAuth::with(|config| {
        required(config);
        config.email_verification.send_on_sign_in = true;
        config.email_verification.auto_sign_in_after_verification = true;
    })
    .await;
    let mut ana = app.client();
    let made = ana.try_sign_up(ANA, PASSWORD).await;
    assert_eq!(made.json()["token"], Value::Null);
    assert_eq!(ana.get_session().await, None);
    app.link_to(ANA).await;

    ana.try_sign_in(ANA, "wrong-password").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    ana.try_sign_in(ANA, PASSWORD).await.refused(403, "EMAIL_NOT_VERIFIED");
    ana.get(&app.link_to(ANA).await).await;
    assert!(ana.session().await.user.email_verified);
    app.signed_in(ANA).await.session().await;
}

#[tokio::test]
async fn the_mail_can_be_switched_off() {
    let app = TestAuth::with(|config| {
        required(config);
        config.email_verification.send_verification_email = false;
    })
    .await;
    let mut ana = app.client();
    ana.try_sign_up(ANA, PASSWORD).await.accepted::<Value>();
    ana.try_sign_in(ANA, PASSWORD).await.refused(403, "EMAIL_NOT_VERIFIED");
    ask(&mut ana, ANA).await.refused(400, "VERIFICATION_EMAIL_NOT_ENABLED");
    assert_eq!(app.mailbox.mails().len(), 0);
}

#[tokio::test]
async fn where_it_is_required_a_second_sign_up_is_answered_like_the_first_and_the_owner_is_told() {
    let app = TestAuth::with(|config| {
        required(config);
        config.pages.sign_in = Some("/sign-in".into());
    })
    .await;
    let first = app.client().try_sign_up(ANA, PASSWORD).await;
    app.mailbox.next_to(ANA).await;
    let second = app.client().try_sign_up(ANA, "another-horse-1").await;
    assert_eq!((first.status, second.status), (second.status, first.status));
    let names = |answer: &Answer| answer.json()["user"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    assert_ne!(first.json()["user"]["id"], second.json()["user"]["id"]);
    assert_eq!(app.url_to(ANA).await, "http://localhost:3000/sign-in");
    assert_eq!(app.db.count("user").await, 1);
}
