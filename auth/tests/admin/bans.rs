use std::time::Duration;

use auth::wire::{UserOutput, UserSessions};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{ANA, ROOT, admin, somebody};
use crate::common::{Client, DAY, MILLISECOND, PASSWORD, Provider, SECOND, TestAuth, person};

const MINUTE: Duration = Duration::from_mins(1);

async fn refused_as_banned(app: &TestAuth, email: &str) {
    app.client().try_sign_in(email, PASSWORD).await.refused(403, "BANNED_USER");
}

#[tokio::test]
async fn a_ban_ends_the_sessions_and_keeps_its_user_out_until_it_is_lifted() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let body = json!({ "userId": ana.id, "banReason": "Spam" });
    let banned: UserOutput = root.post("/admin/ban-user", &body).await.accepted();
    assert!(banned.user.is_banned());
    assert_eq!((banned.user.ban_reason(), banned.user.ban_expires()), (Some("Spam"), None));
    assert!(!ana.is_in().await);
    refused_as_banned(&app, ANA).await;
    app.client().try_sign_in(ANA, "a-wrong-password").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");

    let free: UserOutput = root.act("/admin/unban-user", &ana.id).await.accepted();
    assert!(!free.user.is_banned());
    assert_eq!((free.user.ban_reason(), free.user.ban_expires()), (None, None));
    app.signed_in(ANA).await;
}

// ADM-017
#[tokio::test]
async fn a_ban_ends_by_itself_when_its_time_is_over() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let ban = |seconds: Value| json!({ "userId": ana.id, "banExpiresIn": seconds });
    let banned: UserOutput = root.post("/admin/ban-user", &ban(json!(60))).await.accepted();
    assert_eq!(banned.user.ban_expires(), Some(app.now() + MINUTE));
    app.clock.advance(MINUTE);
    refused_as_banned(&app, ANA).await;
    app.clock.advance(MILLISECOND);
    let mut ana_again = app.signed_in(ANA).await;
    let user = ana_again.session().await.user;
    assert_eq!((user.is_banned(), user.ban_reason(), user.ban_expires()), (false, None, None));

    for seconds in [json!(-1), json!(1e300), json!(-1e300), json!("60"), json!(1e15)] {
        root.post("/admin/ban-user", &ban(seconds)).await.refused(400, "VALIDATION_ERROR");
    }
    assert!(ana_again.get_session().await.is_some());
    let banned: UserOutput = root.post("/admin/ban-user", &ban(json!(0))).await.accepted();
    assert_eq!(banned.user.ban_expires(), None, "zero is as good as nothing");
}

#[tokio::test]
async fn what_is_not_said_of_a_ban_is_configured() {
    let app = TestAuth::with(|config| {
        config.admin.default_ban_reason = Some("House rules".into());
        config.admin.default_ban_expires_in = Some(DAY);
        config.admin.banned_user_message = "Go away".into();
    })
    .await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let banned: UserOutput = root.act("/admin/ban-user", &ana.id).await.accepted();
    assert_eq!((banned.user.ban_reason(), banned.user.ban_expires()), (Some("House rules"), Some(app.now() + DAY)));
    let answer = app.client().try_sign_in(ANA, PASSWORD).await;
    assert_eq!(answer.json()["message"], "Go away");
}

// RACE-006
#[tokio::test]
async fn whoever_signs_in_while_they_are_banned_is_out() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let mut sign_ins = JoinSet::new();
    for _ in 0..50 {
        let mut browser = app.client();
        sign_ins.spawn(async move {
            browser.try_sign_in(ANA, PASSWORD).await;
            browser
        });
    }
    let banned = root.post("/admin/ban-user", &json!({ "userId": ana.id })).await;
    banned.accepted::<UserOutput>();
    for mut browser in sign_ins.join_all().await {
        assert_eq!(browser.get_session().await, None);
    }
    let sessions = app.db.texts(&format!(r#"SELECT "id" FROM "session" WHERE "userId" = '{}'"#, ana.id)).await;
    assert_eq!(sessions, [""; 0], "none was begun after the ban either");
}

// ADM-008
#[tokio::test]
async fn nobody_bans_themselves() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let own = root.id.clone();
    root.act("/admin/ban-user", &own).await.refused(400, "YOU_CANNOT_BAN_YOURSELF");
    let body = json!({ "userId": own, "data": { "banned": true } });
    root.post("/admin/update-user", &body).await.refused(400, "YOU_CANNOT_BAN_YOURSELF");
    assert!(root.is_in().await);
}

#[tokio::test]
async fn a_change_of_an_account_bans_too() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let data = json!({ "banned": true, "banReason": "Spam", "banExpires": (app.now() + DAY).to_string() });
    root.post("/admin/update-user", &json!({ "userId": ana.id, "data": data })).await.accepted::<Value>();
    assert!(!ana.is_in().await);
    refused_as_banned(&app, ANA).await;
    app.clock.advance(DAY + SECOND);
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn a_second_factor_does_not_help_against_a_ban() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let enabled = ana.post("/two-factor/enable", &json!({ "password": PASSWORD, "method": "otp" })).await;
    assert_eq!(enabled.status, 200, "{enabled}");
    while app.mailbox.next_to(ANA).await.wording.text.contains("http") {}
    let mut waiting = app.client();
    assert_eq!(waiting.try_sign_in(ANA, PASSWORD).await.json()["twoFactorRedirect"], true);
    waiting.post("/two-factor/send-otp", &json!({})).await.accepted::<Value>();
    let mail = app.mailbox.next_to(ANA).await.wording.text;
    let code = mail.split_whitespace().find(|word| word.len() == 6 && word.parse::<u32>().is_ok()).unwrap().to_owned();
    root.act("/admin/ban-user", &ana.id).await.accepted::<Value>();
    // Who is banned is not asked, and who was asked before does not come in.
    refused_as_banned(&app, ANA).await;
    waiting.post("/two-factor/verify-otp", &json!({ "code": code })).await.refused(403, "BANNED_USER");
    let sessions: UserSessions = root.act("/admin/list-user-sessions", &ana.id).await.accepted();
    assert_eq!(sessions.sessions.len(), 0);
}

// LINK-021
#[tokio::test]
async fn no_mail_lets_somebody_in_who_is_banned() {
    let app = TestAuth::with(|config| {
        config.magic_link.enabled = true;
        config.email_otp.enabled = true;
        config.email_verification.auto_sign_in_after_verification = true;
    })
    .await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let mut mails = Vec::new();
    for (path, body) in [
        ("/sign-in/magic-link", json!({ "email": ANA })),
        ("/send-verification-email", json!({ "email": ANA })),
        ("/request-password-reset", json!({ "email": ANA, "redirectTo": "/new-password" })),
        ("/email-otp/send-verification-otp", json!({ "email": ANA, "type": "sign-in" })),
    ] {
        app.client().post(path, &body).await.accepted::<Value>();
        mails.push(app.mailbox.next_to(ANA).await.wording.text);
    }
    root.act("/admin/ban-user", &ana.id).await.accepted::<Value>();
    let path = |mail: &str| {
        let url = mail.split_whitespace().find(|word| word.starts_with("http")).unwrap();
        url.split_once("/api/auth").unwrap().1.to_owned()
    };
    for mail in &mails[..2] {
        let mut browser = app.client();
        browser.get(&path(mail)).await;
        assert!(browser.get_session().await.is_none(), "{mail}");
    }
    let mut browser = app.client();
    let token = path(&mails[2]).split('/').nth(2).unwrap().split('?').next().unwrap().to_owned();
    browser.post("/reset-password", &json!({ "token": token, "newPassword": "another-horse-1" })).await;
    assert_ne!(browser.try_sign_in(ANA, "another-horse-1").await.status, 200);
    let code = mails[3].split_whitespace().find(|word| word.len() == 6 && word.parse::<u32>().is_ok()).unwrap();
    browser.post("/sign-in/email-otp", &json!({ "email": ANA, "otp": code })).await.refused(403, "BANNED_USER");
    assert!(browser.get_session().await.is_none());
}

#[tokio::test]
async fn a_ban_that_was_written_into_the_database_counts_at_once() {
    let app = TestAuth::new().await;
    let mut ana = somebody(&app, ANA).await;
    assert!(ana.is_in().await);
    app.db.execute(r#"UPDATE "user" SET "banned" = TRUE"#).await;
    assert!(!ana.is_in().await);
}

// OAUTH-023
#[tokio::test]
async fn a_provider_does_not_let_somebody_in_who_is_banned() {
    let op = Provider::start().await;
    let app = TestAuth::with(|config| config.generic_oauth.push(op.configured_as("op"))).await;
    op.follow_clock_of(&app);
    let olive = person("7", "olive@example.com");
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &olive).await;
    let id = browser.session().await.user.id;
    let mut root = admin(&app, ROOT).await;
    root.act("/admin/ban-user", &id).await.accepted::<Value>();
    let mut again: Client = app.client();
    let page = again.sign_in_at(&op, "op", &olive).await;
    assert!(page.contains("error=BANNED_USER"), "{page}");
    assert!(again.get_session().await.is_none());
}
