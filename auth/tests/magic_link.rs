//! Signing in by a link of a mail.

use std::time::Duration;

use async_trait::async_trait;
use auth::{
    AuthConfig, Error, Result,
    config::{AskedAfter, RateLimitRule, TokenStorage},
    hooks::{Decision, Hooks},
    mail::{Composer, Message, Wording},
    mailed_secrets::MailedSecrets,
    wire::{EnableTwoFactorOutput, MagicLinkSession, StatusOutput, TwoFactorOutput, User},
};
use http::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, Database, ORIGIN, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";
const MINUTE: Duration = Duration::from_mins(1);

impl Client {
    async fn ask_for_link(&mut self, body: &Value) -> Answer {
        self.post("/sign-in/magic-link", body).await
    }
}

/// Asks for a link and finds it in the mail: its path below the API.
async fn link(app: &TestAuth, body: Value) -> String {
    let email = body["email"].as_str().unwrap().to_lowercase();
    app.client().ask_for_link(&body).await.accepted::<StatusOutput>();
    app.link_to(&email).await
}

fn token(link: &str) -> String {
    let url = url::Url::parse(ORIGIN).unwrap().join(link).unwrap();
    url.query_pairs().find(|(name, _)| name == "token").unwrap().1.into_owned()
}

/// Where a browser is sent.
#[track_caller]
fn leads_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, 302, "{answer}");
    answer.header("location").unwrap()
}

/// A link without pages is answered in JSON.
async fn follow_as_program(client: &mut Client, token: &str) -> Answer {
    client.get(&format!("/magic-link/verify?token={token}")).await
}

/// A row of the table of one-time values that we did not write.
async fn kept_by_better_auth(app: &TestAuth, identifier: &str, value: &str) {
    let row = format!(
        r#"INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
           VALUES ('kept', '{identifier}', '{value}', '2037-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z')"#
    );
    assert_eq!(app.db.execute(&row).await, 1);
}

// Signing in and up

#[tokio::test]
async fn a_link_signs_somebody_new_up_and_in() {
    let app = TestAuth::new().await;
    let pages = json!({
        "email": "Ana@Example.com", "name": "Ana",
        "callbackURL": "/home", "newUserCallbackURL": "/welcome?a=1", "errorCallbackURL": "/oops",
    });
    let link = link(&app, pages.clone()).await;
    let query = format!("/magic-link/verify?token={}&callbackURL=%2Fhome", token(&link));
    assert_eq!(link, format!("{query}&newUserCallbackURL=%2Fwelcome%3Fa%3D1&errorCallbackURL=%2Foops"));
    assert!(token(&link).len() == 32 && token(&link).bytes().all(|letter| letter.is_ascii_alphabetic()), "{link}");

    let mut browser = app.client();
    let answer = browser.get(&link).await;
    assert_eq!(leads_to(&answer), format!("{ORIGIN}/welcome?a=1"));
    let User { email, email_verified, name, .. } = browser.session().await.user;
    assert_eq!((email.as_str(), email_verified, name.as_str()), (ANA, true, "Ana"));

    let again = self::link(&app, pages).await;
    assert_eq!(leads_to(&app.client().get(&again).await), format!("{ORIGIN}/home"), "known by now");
}

#[tokio::test]
async fn a_program_gets_the_session_as_json() {
    let app = TestAuth::new().await;
    let link = link(&app, json!({ "email": ANA })).await;
    assert!(link.ends_with("&callbackURL=%2F"), "{link}");
    let mut client = app.client();
    let output: MagicLinkSession = follow_as_program(&mut client, &token(&link)).await.accepted();
    let session = client.session().await;
    assert_eq!(
        (output.token, output.user, output.session),
        (session.session.token.clone(), session.user, session.session,)
    );
}

#[tokio::test]
async fn a_taken_address_signs_its_user_in() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await.session().await.user;
    app.db.execute(r#"UPDATE "user" SET "emailVerified" = TRUE"#).await;
    let mut browser = app.client();
    browser.get(&link(&app, json!({ "email": ANA, "name": "Somebody else" })).await).await;
    let user = browser.session().await.user;
    assert_eq!((user.id, user.name), (ana.id, ana.name));
    app.signed_in(ANA).await;
}

// LINK-001, LINK-003
#[tokio::test]
async fn a_link_works_once_and_not_for_ever() {
    let app = TestAuth::new().await;
    let first = link(&app, json!({ "email": ANA, "callbackURL": "/home" })).await;
    assert_eq!(leads_to(&app.client().get(&first).await), format!("{ORIGIN}/home"));
    let second = link(&app, json!({ "email": ANA, "callbackURL": "/home", "errorCallbackURL": "/oops?x=1#y" })).await;
    app.clock.advance(5 * MINUTE);
    for (link, page) in [(first, "/home?error=INVALID_TOKEN"), (second, "/oops?x=1&error=INVALID_TOKEN#y")] {
        let mut browser = app.client();
        assert_eq!(leads_to(&browser.get(&link).await), format!("{ORIGIN}{page}"));
        assert_eq!(browser.get_session().await, None);
    }
    let third = link(&app, json!({ "email": ANA })).await;
    app.clock.advance_to_just_before(5 * MINUTE);
    follow_as_program(&mut app.client(), &token(&third)).await.accepted::<MagicLinkSession>();
}

// LINK-002
#[tokio::test]
async fn of_fifty_browsers_with_one_link_one_is_signed_in() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |_| {}).await;
        let link = link(&app, json!({ "email": ANA, "callbackURL": "/home" })).await;
        let mut browsers = JoinSet::new();
        for _ in 0..50 {
            let (mut browser, link) = (app.client(), link.clone());
            browsers.spawn(async move { leads_to(&browser.get(&link).await).to_owned() });
        }
        let ends = browsers.join_all().await;
        assert_eq!(ends.iter().filter(|end| *end == &format!("{ORIGIN}/home")).count(), 1, "{ends:?}");
        assert_eq!(ends.iter().filter(|end| end.ends_with("?error=INVALID_TOKEN")).count(), 49, "{ends:?}");
        assert_eq!((app.db.count("session").await, app.db.count("user").await), (1, 1));
    }
}

// LINK-008
#[tokio::test]
async fn looking_at_a_link_without_opening_it_does_nothing() {
    let app = TestAuth::new().await;
    let link = link(&app, json!({ "email": ANA, "callbackURL": "/home" })).await;
    app.client().request(Method::HEAD, &link).await.is_unknown_path();
    app.client().request(Method::OPTIONS, &link).await.is_unknown_path();
    assert_eq!(leads_to(&app.client().get(&link).await), format!("{ORIGIN}/home"));
}

// LINK-008: with a page in front, opening the link does nothing either.
#[tokio::test]
async fn the_mail_leads_to_the_page_of_the_application_where_it_has_one() {
    let app = TestAuth::with(|config| config.pages.magic_link = Some("/magic-link".into())).await;
    app.client().ask_for_link(&json!({ "email": ANA, "callbackURL": "/a b" })).await.accepted::<StatusOutput>();
    let url = app.url_to(ANA).await;
    assert_eq!(url, format!("{ORIGIN}/magic-link?token={}&callbackURL=%2Fa+b", token(&url)));
}

// LINK-016
#[tokio::test]
async fn what_is_no_token_opens_nothing() {
    let app = TestAuth::new().await;
    link(&app, json!({ "email": ANA })).await;
    let stored = app.db.text(r#"SELECT "identifier" FROM "verification""#).await;
    let stored = stored.strip_prefix("magic-link:").unwrap();
    for token in ["", "nope", "%00", "magic-link", stored, &"a".repeat(5000)] {
        let answer = follow_as_program(&mut app.client(), token).await;
        assert_eq!(leads_to(&answer), format!("{ORIGIN}/?error=INVALID_TOKEN"), "{token}");
    }
    app.client().get("/magic-link/verify").await.refused(400, "VALIDATION_ERROR");
}

// LINK-005, OAUTH-031
#[tokio::test]
async fn secrets_of_other_purposes_are_no_links_and_stay_as_they_are() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.client().post("/request-password-reset", &json!({ "email": ANA, "redirectTo": "/r" })).await;
    let reset = app.link_to(ANA).await;
    let reset = reset.strip_prefix("/reset-password/").unwrap().split('?').next().unwrap().to_owned();
    let answer = follow_as_program(&mut app.client(), &reset).await;
    assert_eq!(leads_to(&answer), format!("{ORIGIN}/?error=INVALID_TOKEN"));
    let magic = token(&link(&app, json!({ "email": ANA })).await);
    let body = |token: &str| json!({ "newPassword": "another-horse-battery", "token": token });
    app.client().post("/reset-password", &body(&magic)).await.refused(400, "INVALID_TOKEN");
    app.client().post("/reset-password", &body(&reset)).await.accepted::<StatusOutput>();
    follow_as_program(&mut app.client(), &magic).await.accepted::<MagicLinkSession>();
    // What Better Auth keeps under such a name and is no link.
    kept_by_better_auth(&app, "magic-link:state", r#"{"callbackURL":"/"}"#).await;
    let answer = follow_as_program(&mut app.client(), "state").await;
    assert_eq!(leads_to(&answer), format!("{ORIGIN}/?error=INVALID_TOKEN"));
}

// REDIR-003
#[tokio::test]
async fn pages_of_other_sites_are_refused_and_the_link_still_works() {
    let app = TestAuth::new().await;
    let evil = "https://evil.example";
    for (name, code) in [
        ("callbackURL", "INVALID_CALLBACK_URL"),
        ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
        ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
    ] {
        app.client().ask_for_link(&json!({ "email": ANA, name: evil })).await.refused(403, code);
    }
    assert!(app.mailbox.mails().is_empty());
    let token = token(&link(&app, json!({ "email": ANA })).await);
    for name in ["callbackURL", "newUserCallbackURL", "errorCallbackURL"] {
        for page in [evil, "//evil.example", "/%5Cevil.example", "javascript:alert(1)"] {
            let path = format!("/magic-link/verify?token={token}&{name}={page}");
            app.client().get(&path).await.refused(403, "INVALID_CALLBACK_URL");
        }
    }
    follow_as_program(&mut app.client(), &token).await.accepted::<MagicLinkSession>();
}

// LINK-010, LINK-011
#[tokio::test]
async fn mail_goes_to_one_plain_address_or_nowhere() {
    let app = TestAuth::new().await;
    for email in [
        "nope",
        "u@x.test\r\nBcc: evil@evil.test",
        "u@x.test,evil@evil.test",
        "u@x.test evil@evil.test",
        "\"evil@evil.test\"@x.test",
        "<u@x.test>",
        "u@x.test\0",
        "ú@x.test",
        "u@x.test@evil.test",
    ] {
        app.client().ask_for_link(&json!({ "email": email })).await.refused(400, "VALIDATION_ERROR");
    }
    app.client().ask_for_link(&json!({})).await.refused(400, "VALIDATION_ERROR");
    app.client().ask_for_link(&json!({ "email": ANA, "name": "a\0" })).await.refused(400, "VALIDATION_ERROR");
    assert!(app.mailbox.mails().is_empty());
}

#[tokio::test]
async fn another_site_can_ask_for_no_link_in_a_visitors_browser() {
    let app = TestAuth::new().await;
    let body = json!({ "email": ANA });
    app.client().on_site("https://evil.example").ask_for_link(&body).await.refused(403, "INVALID_ORIGIN");
    let mut navigated = app.client().without_origin().with_header("sec-fetch-site", "cross-site");
    navigated = navigated.with_header("sec-fetch-mode", "navigate");
    navigated.ask_for_link(&body).await.refused(403, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED");
    app.client().without_origin().ask_for_link(&body).await.accepted::<StatusOutput>();
}

// LINK-017

#[tokio::test]
async fn what_was_planted_before_the_owner_came_opens_nothing() {
    let app = TestAuth::with(|config| {
        config.two_factor.asked_after = AskedAfter::EveryFirstFactor;
        config.phone_number.enabled = true;
        config.user.change_email.enabled = true;
    })
    .await;
    let mut eve = app.signed_up(ANA).await;
    let planted = eve.session().await.user;
    let number = r#"UPDATE "user" SET "phoneNumber" = '+358401234567', "phoneNumberVerified" = TRUE"#;
    app.db.execute(number).await;
    let change = json!({ "newEmail": "eve@example.com" });
    eve.post("/change-email", &change).await.accepted::<serde_json::Value>();
    let to_eve = app.link_to("eve@example.com").await;
    // Eve even sets up a second factor, which would keep the owner out.
    let answer = eve.post("/two-factor/enable", &json!({ "password": PASSWORD, "method": "otp" })).await;
    answer.accepted::<EnableTwoFactorOutput>();
    app.mailbox.next_to(ANA).await;

    let mut ana = app.client();
    let link = link(&app, json!({ "email": ANA, "callbackURL": "/home" })).await;
    assert_eq!(leads_to(&ana.get(&link).await), format!("{ORIGIN}/home"));
    let session = ana.session().await;
    assert_eq!((session.user.id.as_str(), session.user.email_verified), (planted.id.as_str(), true));
    assert!(!session.user.fields.is_on("twoFactorEnabled"));
    assert!(session.user.fields.text("phoneNumber").is_none() && !session.user.fields.is_on("phoneNumberVerified"));
    app.client().get(&to_eve).await;
    assert_eq!(ana.session().await.user.email, ANA, "a change of address that was planted does not happen");
    assert_eq!(eve.get_session().await, None);
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert_eq!((app.db.count("account").await, app.db.count("twoFactor").await), (0, 0));
}

#[tokio::test]
async fn what_the_owner_has_set_up_themselves_stays() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    app.db.execute(r#"UPDATE "user" SET "emailVerified" = TRUE"#).await;
    app.client().get(&link(&app, json!({ "email": ANA })).await).await;
    ana.session().await;
    app.signed_in(ANA).await;
}

// The second factor

#[tokio::test]
async fn a_link_is_a_first_factor() {
    let app = TestAuth::with(|config| config.two_factor.asked_after = AskedAfter::EveryFirstFactor).await;
    let mut ana = app.signed_up(ANA).await;
    app.db.execute(r#"UPDATE "user" SET "emailVerified" = TRUE"#).await;
    let answer = ana.post("/two-factor/enable", &json!({ "password": PASSWORD, "method": "otp" })).await;
    answer.accepted::<EnableTwoFactorOutput>();
    app.mailbox.next_to(ANA).await;

    let mut browser = app.client();
    let link = link(&app, json!({ "email": ANA, "callbackURL": "/home" })).await;
    let page = format!("{ORIGIN}/two-factor?callbackURL=http%3A%2F%2Flocalhost%3A3000%2Fhome");
    assert_eq!(leads_to(&browser.get(&link).await), page);
    assert_eq!(browser.get_session().await, None);
    browser.post("/two-factor/send-otp", &json!({})).await.accepted::<StatusOutput>();
    let text = app.mailbox.next_to(ANA).await.wording.text;
    let code = text.split(|letter: char| !letter.is_ascii_digit()).find(|word| word.len() == 6).unwrap();
    browser.post("/two-factor/verify-otp", &json!({ "code": code })).await.accepted::<TwoFactorOutput>();
    browser.session().await;

    let mut program = app.client();
    let token = token(&self::link(&app, json!({ "email": ANA })).await);
    let answer: Value = follow_as_program(&mut program, &token).await.accepted();
    assert_eq!(answer["twoFactorRedirect"], true);
}

// Options

// ENUM-010
#[tokio::test]
async fn where_links_sign_nobody_up_nobody_learns_who_has_an_account() {
    let app = TestAuth::with(|config| config.magic_link.disable_sign_up = true).await;
    app.signed_up(ANA).await;
    let known = app.client().ask_for_link(&json!({ "email": ANA })).await;
    let unknown = app.client().ask_for_link(&json!({ "email": "bo@example.com", "errorCallbackURL": "/oops" })).await;
    assert_eq!((known.status, known.text), (unknown.status, unknown.text));
    // As upstream, the owner of the mailbox is told.
    let answer = app.client().get(&app.link_to("bo@example.com").await).await;
    assert_eq!(leads_to(&answer), format!("{ORIGIN}/oops?error=new_user_signup_disabled"));
    assert_eq!(app.db.count("user").await, 1);

    let app = app.restarted_with(|config| {
        config.magic_link.disable_sign_up = true;
        config.magic_link.send_to_unknown = false;
    });
    let app = app.await;
    app.client().ask_for_link(&json!({ "email": "bo@example.com" })).await.accepted::<StatusOutput>();
    app.client().ask_for_link(&json!({ "email": ANA })).await.accepted::<StatusOutput>();
    let recipients: Vec<_> = app.mailbox.mails().into_iter().map(|mail| mail.to.to_string()).collect();
    assert_eq!(recipients, [ANA]);
}

#[tokio::test]
async fn tokens_are_stored_as_configured_and_read_as_better_auth_wrote_them() {
    // LINK-022: by default whoever reads the database learns nothing.
    let app = TestAuth::new().await;
    let secret = token(&link(&app, json!({ "email": ANA })).await);
    let stored = app.db.text(r#"SELECT "identifier" FROM "verification""#).await;
    assert!(!stored.contains(&secret), "{stored}");

    let app = TestAuth::with(|config| config.shared_database = true).await;
    let plain = token(&link(&app, json!({ "email": ANA })).await);
    assert_eq!(app.db.text(r#"SELECT "identifier" FROM "verification""#).await, format!("magic-link:{plain}"));
    let app = app.restarted_with(|_| {}).await;
    follow_as_program(&mut app.client(), &plain).await.accepted::<MagicLinkSession>();

    let hashing = |config: &mut AuthConfig| config.magic_link.store_token = Some(TokenStorage::Hashed);
    let app = TestAuth::with(hashing).await;
    let hashed = token(&link(&app, json!({ "email": ANA })).await);
    let stored = app.db.text(r#"SELECT "identifier" FROM "verification""#).await;
    let hash = stored.strip_prefix("magic-link:").unwrap();
    assert_eq!(hash.len(), 43, "{hash}");
    let answer = follow_as_program(&mut app.client(), hash).await;
    assert_eq!(leads_to(&answer), format!("{ORIGIN}/?error=INVALID_TOKEN"), "the stored form is no token");
    follow_as_program(&mut app.client(), &hashed).await.accepted::<MagicLinkSession>();
    // `storeToken: "hashed"` of better-auth 1.7.25 keeps the token `abc` so.
    let value = format!(r#"{{"type":"magic-link","email":"{ANA}"}}"#);
    kept_by_better_auth(&app, "magic-link:ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", &value).await;
    follow_as_program(&mut app.client(), "abc").await.accepted::<MagicLinkSession>();
}

#[tokio::test]
async fn links_are_limited_to_five_a_minute() {
    let app = TestAuth::with(|config| config.rate_limit.enabled = true).await;
    let mut client = app.client().at_address("203.0.113.7");
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(client.ask_for_link(&json!({ "email": ANA })).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429]);
    for _ in 0..5 {
        follow_as_program(&mut client, "x").await;
    }
    let answer = follow_as_program(&mut client, "x").await;
    assert_eq!((answer.status.as_u16(), answer.header("x-retry-after")), (429, Some("60")));
    let app = TestAuth::with(|config| {
        config.rate_limit.enabled = true;
        config.magic_link.rate_limit = RateLimitRule { window: 2 * SECOND, max: 1 };
    });
    let app = app.await;
    let mut client = app.client().at_address("203.0.113.7");
    client.ask_for_link(&json!({ "email": ANA })).await.accepted::<StatusOutput>();
    client.ask_for_link(&json!({ "email": ANA })).await.refused(429, "");
    app.clock.advance(2 * SECOND);
    client.ask_for_link(&json!({ "email": ANA })).await.accepted::<StatusOutput>();
}

// ADM-028
#[tokio::test]
async fn links_that_are_switched_off_are_unknown() {
    let app = TestAuth::with(|config| config.magic_link.enabled = false).await;
    app.client().ask_for_link(&json!({ "email": ANA })).await.is_unknown_path();
    app.client().get("/magic-link/verify?token=x").await.is_unknown_path();
}

// What an application does in its own way

#[derive(Debug)]
struct Rules;

#[async_trait]
impl Hooks for Rules {
    async fn before_create_user(&self, user: &mut User) -> Result<Decision> {
        match user.email.split_once('@') {
            Some((_, "blocked.example")) => Err(Error::refuse(403, "DOMAIN_BLOCKED", "Not from there.")),
            Some((_, "vetoed.example")) => Ok(Decision::Veto),
            _ => Ok(Decision::Proceed),
        }
    }
}

#[tokio::test]
async fn a_rule_that_keeps_somebody_out_is_told_to_the_page() {
    let app = TestAuth::hooked(Rules).await;
    for (email, query) in [
        ("bo@blocked.example", "error=DOMAIN_BLOCKED&error_description=Not+from+there."),
        ("bo@vetoed.example", "error=failed_to_create_user"),
    ] {
        let link = link(&app, json!({ "email": email, "callbackURL": "/home" })).await;
        let mut browser = app.client();
        assert_eq!(leads_to(&browser.get(&link).await), format!("{ORIGIN}/home?{query}"));
        assert_eq!(browser.get_session().await, None);
    }
    assert_eq!(app.db.count("user").await, 0);
}

#[derive(Debug)]
struct OwnTokens;

#[async_trait]
impl MailedSecrets for OwnTokens {
    fn magic_link_token(&self, email: &str) -> Option<String> {
        Some(format!("token-of-{email}"))
    }

    async fn store_magic_link_token(&self, token: &str) -> Option<String> {
        Some(token.chars().rev().collect())
    }
}

#[derive(Debug)]
struct Invitations;

impl Composer for Invitations {
    fn compose(&self, message: &Message) -> Wording {
        let Message::MagicLink { metadata, .. } = message else { panic!("{message:?}") };
        Wording { subject: "Come in".into(), text: metadata["inviter"].to_string(), html: None }
    }
}

#[tokio::test]
async fn an_application_makes_stores_and_words_links_in_its_own_way() {
    let app = TestAuth::built(
        Database::empty().await,
        |_| {},
        |builder| builder.mailed_secrets(OwnTokens).composer(std::sync::Arc::new(Invitations)),
    );
    let app = app.await;
    let body = json!({ "email": ANA, "metadata": { "inviter": "Bo" } });
    app.client().ask_for_link(&body).await.accepted::<StatusOutput>();
    assert_eq!(app.mailbox.next_to(ANA).await.wording.text, "\"Bo\"");
    let stored = app.db.text(r#"SELECT "identifier" FROM "verification""#).await;
    assert_eq!(stored, "magic-link:moc.elpmaxe@ana-fo-nekot");
    follow_as_program(&mut app.client(), "token-of-ana@example.com").await.accepted::<MagicLinkSession>();
}
