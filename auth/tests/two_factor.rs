//! The second factor.

use std::time::Duration;

use auth::{
    Cx,
    wire::{BackupCodes, EnableTwoFactorOutput, SignInEmail, TwoFactorOutput},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, DAY, Database, HOUR, PASSWORD, SECOND, SECRET, TestAuth, opened};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";
const PERIOD: Duration = Duration::from_secs(30);

/// Somebody with an authenticator app.
struct Person {
    /// The browser in which it was set up.
    client: Client,
    email: &'static str,
    /// What the app knows, in Base32.
    key: String,
    backup_codes: Vec<String>,
}

impl Person {
    /// Signs up and sets up the app. The code that did it is used up, so the clock goes on to the next one.
    async fn with_app(app: &TestAuth, email: &'static str) -> Self {
        let mut client = app.signed_up(email).await;
        let (key, backup_codes) = enable(&mut client).await;
        let mut person = Self { client, email, key, backup_codes };
        let code = person.code(app);
        person.client.verify("totp", &code).await.accepted::<TwoFactorOutput>();
        app.clock.advance(PERIOD);
        person
    }

    /// What the app shows now.
    fn code(&self, app: &TestAuth) -> String {
        app.auth.generate_totp(&format!("base32:{}", self.key)).unwrap()
    }

    /// Another browser, in which the password was right.
    async fn challenged(&self, app: &TestAuth) -> Client {
        let mut client = app.client();
        asked(&client.try_sign_in(self.email, PASSWORD).await);
        client
    }
}

impl Client {
    async fn verify(&mut self, kind: &str, code: &str) -> Answer {
        self.post(&format!("/two-factor/verify-{kind}"), &json!({ "code": code })).await
    }

    async fn verify_and_trust(&mut self, code: &str) -> Answer {
        self.post("/two-factor/verify-totp", &json!({ "code": code, "trustDevice": true })).await
    }
}

async fn enable(client: &mut Client) -> (String, Vec<String>) {
    let answer = client.post("/two-factor/enable", &json!({ "password": PASSWORD })).await;
    let output: EnableTwoFactorOutput = answer.accepted();
    let uri = url::Url::parse(&output.totp_uri.unwrap()).unwrap();
    let key = uri.query_pairs().find(|(name, _)| name == "secret").unwrap().1.into_owned();
    (key, output.backup_codes.unwrap())
}

/// The answer asks for a second factor and opens nothing.
#[track_caller]
fn asked(answer: &Answer) {
    let body: Value = answer.accepted();
    assert_eq!(body["twoFactorRedirect"], true, "{answer}");
    assert!(body.get("token").is_none() && body.get("user").is_none(), "{answer}");
    for line in answer.set_cookies() {
        let live = line.contains("session_") && !line.contains("=; Max-Age=0");
        assert!(!live, "{line}");
    }
}

/// A mailed code.
async fn mailed_code(app: &TestAuth, email: &str) -> String {
    loop {
        // Mails leave in the background, so the one before may be the latest still.
        let text = app.mailbox.latest_to(email).await.wording.text;
        let mut words = text.split(|letter: char| !letter.is_ascii_digit());
        if let Some(code) = words.find(|word| word.len() == 6) {
            return code.to_owned();
        }
        tokio::task::yield_now().await;
    }
}

// Setting up

#[tokio::test]
async fn the_app_counts_from_its_first_code_on() {
    let app = TestAuth::new().await;
    let mut client = app.signed_up(ANA).await;
    let before = client.clone();
    let (key, backup_codes) = enable(&mut client).await;
    assert_eq!(backup_codes.len(), 10);
    // MFA-021: somebody who stops here is not locked out.
    assert_eq!(client.session().await.user.fields.get("twoFactorEnabled"), Some(&json!(false)));
    app.signed_in(ANA).await;

    let mut person = Person { client, email: ANA, key, backup_codes };
    person.client.verify("totp", "000000").await.refused(401, "INVALID_CODE");
    let code = person.code(&app);
    let output: TwoFactorOutput = person.client.verify("totp", &code).await.accepted();
    let session = person.client.session().await;
    assert_eq!(output.token, Some(session.session.token));
    assert!(session.user.fields.is_on("twoFactorEnabled"));
    assert_eq!(before.clone().get_session().await, None, "the session from before has ended");

    let mail = app.mailbox.latest_to(ANA).await;
    assert!(mail.wording.subject.contains("on"), "{}", mail.wording.subject);
    let again = person.client.post("/two-factor/enable", &json!({ "password": PASSWORD })).await;
    // MFA-022
    again.refused(400, "TOTP_ALREADY_ENABLED");
}

#[tokio::test]
async fn changes_ask_for_the_password() {
    let app = TestAuth::new().await;
    let mut person = Person::with_app(&app, ANA).await;
    // MFA-019
    for path in ["disable", "get-totp-uri", "generate-backup-codes", "enable"] {
        let path = format!("/two-factor/{path}");
        person.client.post(&path, &json!({})).await.refused(400, "VALIDATION_ERROR");
        person.client.post(&path, &json!({ "password": "wrong-password" })).await.refused(400, "INVALID_PASSWORD");
        app.client().post(&path, &json!({ "password": PASSWORD })).await.refused(401, "UNAUTHORIZED");
    }
    app.signed_in_with_code(&person).await;
}

impl TestAuth {
    /// Signs in with a code of the app, and goes on to the next code.
    async fn signed_in_with_code(&self, person: &Person) -> Client {
        let mut client = person.challenged(self).await;
        client.verify("totp", &person.code(self)).await.accepted::<TwoFactorOutput>();
        self.clock.advance(PERIOD);
        client
    }
}

#[tokio::test]
async fn switched_off_the_password_is_enough_again() {
    let app = TestAuth::new().await;
    let mut person = Person::with_app(&app, ANA).await;
    let mut trusted = person.challenged(&app).await;
    trusted.verify_and_trust(&person.code(&app)).await.accepted::<TwoFactorOutput>();

    person.client.post("/two-factor/disable", &json!({ "password": PASSWORD })).await.accepted::<Value>();
    assert!(!person.client.session().await.user.fields.is_on("twoFactorEnabled"));
    app.signed_in(ANA).await;
    assert!(app.mailbox.latest_to(ANA).await.wording.subject.contains("off"));
    // Nothing is left that would count if it were set up again.
    assert_eq!(app.db.count("twoFactor").await, 0);
    assert!(
        app.db.texts(r#"SELECT "identifier" FROM "verification" WHERE "identifier" LIKE 'trust-%'"#).await.is_empty()
    );
}

// RACE-009
#[tokio::test]
async fn switched_on_and_off_at_once_it_is_one_of_the_two() {
    for _ in 0..5 {
        let app = TestAuth::new().await;
        let mut person =
            Person { client: app.signed_up(ANA).await, email: ANA, key: String::new(), backup_codes: vec![] };
        (person.key, person.backup_codes) = enable(&mut person.client).await;
        let mut at_once = JoinSet::new();
        for number in 0..20 {
            let (mut browser, code) = (person.client.clone(), person.code(&app));
            at_once.spawn(async move {
                match number % 3 {
                    0 => browser.verify("totp", &code).await,
                    1 => browser.post("/two-factor/disable", &json!({ "password": PASSWORD })).await,
                    _ => browser.post("/two-factor/enable", &json!({ "password": PASSWORD })).await,
                }
            });
        }
        for answer in at_once.join_all().await {
            assert!(answer.status.as_u16() < 500, "{answer}");
        }
        let asked_for = app.db.texts(r#"SELECT "id" FROM "user" WHERE "twoFactorEnabled""#).await;
        let keys = app.db.texts(r#"SELECT "userId" FROM "twoFactor" WHERE "verified""#).await;
        assert_eq!(asked_for, keys);
    }
}

#[tokio::test]
async fn nobody_switches_it_off_by_changing_their_profile() {
    let app = TestAuth::new().await;
    let mut person = Person::with_app(&app, ANA).await;
    // MFA-026
    let change = json!({ "name": "Ana", "twoFactorEnabled": false, "twoFactorSecret": "A" });
    person.client.post("/update-user", &change).await;
    assert!(person.client.session().await.user.fields.is_on("twoFactorEnabled"));
    person.challenged(&app).await;
}

#[tokio::test]
async fn keys_codes_and_mailed_codes_are_not_readable_in_the_database() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    client.post("/two-factor/send-otp", &json!({})).await.accepted::<Value>();
    let code = mailed_code(&app, ANA).await;
    let mut stored = app.db.texts(r#"SELECT "secret" FROM "twoFactor""#).await;
    stored.extend(app.db.texts(r#"SELECT "backupCodes" FROM "twoFactor""#).await);
    // MFA-030
    stored.extend(app.db.texts(r#"SELECT "value" FROM "verification" WHERE "identifier" LIKE '2fa-otp-%'"#).await);
    assert_eq!(stored.len(), 3);
    for text in stored {
        let encrypted = text.split(':').next().unwrap();
        assert!(encrypted.len() > 80 && encrypted.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
        assert!(!text.starts_with(&format!("{code}:")));
    }
    client.verify("otp", &code).await.accepted::<TwoFactorOutput>();
}

// The challenge

#[tokio::test]
async fn a_right_password_opens_nothing_until_the_second_factor_is_shown() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = app.client();
    let answer = client.try_sign_in(ANA, PASSWORD).await;
    // MFA-001, MFA-002
    asked(&answer);
    assert_eq!(answer.json()["twoFactorMethods"], json!(["totp", "otp"]));
    let cookie = answer.set_cookie("better-auth.two_factor").unwrap();
    assert_eq!(cookie.attribute("Max-Age"), Some("600"));
    assert!(opened(cookie.value, SECRET).unwrap().starts_with("2fa-"));
    assert_eq!(client.get_session().await, None);
    client.post("/update-user", &json!({ "name": "x" })).await.refused(401, "UNAUTHORIZED");
    client.post("/two-factor/disable", &json!({ "password": PASSWORD })).await.refused(401, "UNAUTHORIZED");

    let output: TwoFactorOutput = client.verify("totp", &person.code(&app)).await.accepted();
    assert_eq!(client.session().await.session.token, output.token.unwrap());
    assert_eq!(client.cookie("two_factor"), None);
}

#[tokio::test]
async fn a_sign_in_in_a_browser_that_has_a_session_leaves_none_while_it_waits() {
    let app = TestAuth::new().await;
    Person::with_app(&app, ANA).await;
    let mut browser = app.signed_up(BEN).await;
    asked(&browser.try_sign_in(ANA, PASSWORD).await);
    assert_eq!(browser.cookie("session_token"), None);
}

#[tokio::test]
async fn a_challenge_ends_after_ten_minutes() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    // MFA-007
    app.clock.advance(Duration::from_secs(601));
    client.verify("totp", &person.code(&app)).await.refused(401, "INVALID_TWO_FACTOR_COOKIE");
}

#[tokio::test]
async fn a_challenge_is_used_once_and_a_forged_one_never() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    let mut kept = client.clone();
    client.verify("totp", &person.code(&app)).await.accepted::<TwoFactorOutput>();
    app.clock.advance(PERIOD);
    kept.verify("totp", &person.code(&app)).await.refused(401, "INVALID_TWO_FACTOR_COOKIE");

    let mut forged = app.client().with_cookie("two_factor", "2fa-aaaaaaaaaaaaaaaaaaaa.c2lnbmF0dXJl");
    forged.verify("totp", &person.code(&app)).await.refused(401, "INVALID_TWO_FACTOR_COOKIE");
    app.client().verify("totp", "123456").await.refused(401, "INVALID_TWO_FACTOR_COOKIE");
}

#[tokio::test]
async fn the_challenge_of_one_person_takes_no_code_of_another() {
    let app = TestAuth::new().await;
    let ana = Person::with_app(&app, ANA).await;
    let mut ben = Person::with_app(&app, BEN).await;
    // MFA-003
    ana.challenged(&app).await.verify("totp", &ben.code(&app)).await.refused(401, "INVALID_CODE");

    // MFA-028
    let waiting = ana.challenged(&app).await;
    let mut mixed = ben.client.clone().with_cookie("two_factor", waiting.cookie("two_factor").unwrap());
    let output: TwoFactorOutput = mixed.verify("totp", &ben.code(&app)).await.accepted();
    assert_eq!(output.user.email, BEN);
    assert_eq!(ben.client.session().await.user.email, BEN);
}

#[tokio::test]
async fn a_browser_that_is_trusted_is_remembered_from_then_on() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = app.client();
    let body = json!({ "email": ANA, "password": PASSWORD, "rememberMe": false });
    asked(&client.post("/sign-in/email", &body).await);
    let answer = client.verify_and_trust(&person.code(&app)).await;
    answer.accepted::<TwoFactorOutput>();
    assert!(answer.set_cookie("better-auth.dont_remember").unwrap().is_expired(), "{answer}");
    assert_eq!(client.cookie("dont_remember"), None);
}

#[tokio::test]
async fn an_app_beside_mailed_codes_ends_no_session() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/two-factor/enable", &json!({ "password": PASSWORD, "method": "otp" })).await.accepted::<Value>();
    let (key, backup_codes) = enable(&mut ana).await;
    let mut person = Person { client: ana, email: ANA, key, backup_codes };
    let before = person.client.session().await.session;
    let code = person.code(&app);
    let output: TwoFactorOutput = person.client.verify("totp", &code).await.accepted();
    assert_eq!(output.token, Some(before.token.clone()));
    assert_eq!(person.client.session().await.session.token, before.token);
    app.clock.advance(PERIOD);
    app.signed_in_with_code(&person).await;
}

#[tokio::test]
async fn whoever_did_not_want_to_be_remembered_is_not() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = app.client();
    let body = json!({ "email": ANA, "password": PASSWORD, "rememberMe": false });
    asked(&client.post("/sign-in/email", &body).await);
    let answer = client.verify("totp", &person.code(&app)).await;
    assert_eq!(answer.set_cookie("better-auth.session_token").unwrap().attribute("Max-Age"), None);
    let session = client.session().await.session;
    assert_eq!(session.expires_at, app.now() + DAY);
}

#[tokio::test]
async fn signing_out_ends_a_sign_in_that_waits() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    let mut kept = client.clone();
    client.sign_out().await;
    assert_eq!(client.cookie("two_factor"), None);
    kept.verify("totp", &person.code(&app)).await.refused(401, "INVALID_TWO_FACTOR_COOKIE");
}

#[tokio::test]
async fn a_new_password_does_not_go_around_the_second_factor() {
    let app = TestAuth::new().await;
    Person::with_app(&app, ANA).await;
    // MFA-018
    let mut client = app.client();
    client.post("/request-password-reset", &json!({ "email": ANA, "redirectTo": "/r" })).await.accepted::<Value>();
    let mail = loop {
        let mail = app.mailbox.latest_to(ANA).await;
        if mail.wording.text.contains("/reset-password/") {
            break mail.wording.text;
        }
        tokio::task::yield_now().await;
    };
    let token = mail.split("/reset-password/").nth(1).unwrap().split('?').next().unwrap();
    let body = json!({ "newPassword": "correct horse battery 7", "token": token });
    let answer = client.post("/reset-password", &body).await;
    answer.accepted::<Value>();
    assert_eq!(client.get_session().await, None);
    asked(&client.try_sign_in(ANA, "correct horse battery 7").await);
}

#[tokio::test]
async fn trusted_code_is_asked_too() {
    let app = TestAuth::new().await;
    Person::with_app(&app, ANA).await;
    let input = SignInEmail { email: ANA.into(), password: PASSWORD.into(), ..SignInEmail::default() };
    assert_eq!(app.auth.sign_in_email(&mut Cx::internal(), input).await.unwrap().signed_in(), None);
}

#[tokio::test]
async fn it_can_be_switched_off_for_all() {
    let app = TestAuth::with(|config| config.two_factor.enabled = false).await;
    let mut client = app.signed_up(ANA).await;
    assert_eq!(client.session().await.user.fields.get("twoFactorEnabled"), None);
    client.post("/two-factor/enable", &json!({ "password": PASSWORD })).await.is_unknown_path();
}

// Codes of the app

#[tokio::test]
async fn a_code_counts_once_even_in_another_sign_in() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let code = person.code(&app);
    let mut first = person.challenged(&app).await;
    let mut second = person.challenged(&app).await;
    first.verify("totp", &code).await.accepted::<TwoFactorOutput>();
    // MFA-004: nor does one of an earlier period.
    second.verify("totp", &code).await.refused(401, "INVALID_CODE");
    app.clock.advance(PERIOD);
    second.verify("totp", &code).await.refused(401, "INVALID_CODE");
    second.verify("totp", &person.code(&app)).await.accepted::<TwoFactorOutput>();
}

#[tokio::test]
async fn a_code_counts_again_where_that_is_wanted() {
    let app = TestAuth::with(|config| config.two_factor.totp.allow_code_reuse = true).await;
    let person = Person::with_app(&app, ANA).await;
    let code = person.code(&app);
    for _ in 0..2 {
        person.challenged(&app).await.verify("totp", &code).await.accepted::<TwoFactorOutput>();
    }
}

#[tokio::test]
async fn a_code_counts_one_period_early_or_late() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let code = person.code(&app);
    let now = app.now();
    // MFA-005
    for (away, right) in [(3, false), (-3, false), (-1, true)] {
        app.clock.set(if away > 0 { now + PERIOD * 3 } else { now - PERIOD * u32::try_from(-away).unwrap() });
        let answer = person.challenged(&app).await.verify("totp", &code).await;
        assert_eq!(answer.status == 200, right, "{away} periods away: {answer}");
    }
}

#[tokio::test]
async fn of_twenty_sign_ins_with_one_code_at_once_one_succeeds() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |_| {}).await;
        let person = Person::with_app(&app, ANA).await;
        let code = person.code(&app);
        let mut requests = JoinSet::new();
        for _ in 0..20 {
            let (mut client, code) = (person.challenged(&app).await, code.clone());
            requests.spawn(async move { client.verify("totp", &code).await.status.as_u16() });
        }
        let statuses = requests.join_all().await;
        // MFA-006; the others are wrong codes, of which ten lock the account.
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 200 | 401 | 429)), "{statuses:?}");
    }
}

#[tokio::test]
async fn what_is_not_a_code_is_refused() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    // MFA-025
    for code in [json!(null), json!(123_456), json!([]), json!({}), json!(true), json!(""), json!("1"), json!("\u{0}")]
    {
        let mut client = person.challenged(&app).await;
        for kind in ["totp", "otp", "backup-code"] {
            let answer = client.post(&format!("/two-factor/verify-{kind}"), &json!({ "code": code })).await;
            assert!(matches!(answer.status.as_u16(), 400 | 401 | 429), "{code}: {answer}");
        }
        app.clock.advance(Duration::from_mins(16));
    }
}

// Wrong codes

#[tokio::test]
async fn five_wrong_codes_end_a_sign_in() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    for _ in 0..5 {
        client.verify("totp", "000000").await.refused(401, "INVALID_CODE");
    }
    let mut kept = client.clone();
    client.verify("totp", &person.code(&app)).await.refused(400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE");
    assert_eq!(client.cookie("two_factor"), None);
    kept.verify("totp", &person.code(&app)).await.refused(401, "INVALID_TWO_FACTOR_COOKIE");
    app.signed_in_with_code(&person).await;
}

// RATE-020
#[tokio::test]
async fn ten_wrong_codes_lock_the_account_for_a_quarter_of_an_hour() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    for _ in 0..2 {
        let mut client = person.challenged(&app).await;
        for _ in 0..5 {
            client.verify("backup-code", "aaaaa-bbbbb").await.refused(401, "INVALID_BACKUP_CODE");
        }
    }
    let mut client = person.challenged(&app).await;
    client.verify("totp", &person.code(&app)).await.refused(429, "ACCOUNT_TEMPORARILY_LOCKED");
    client.verify("backup-code", &person.backup_codes[0]).await.refused(429, "ACCOUNT_TEMPORARILY_LOCKED");

    app.clock.advance(Duration::from_mins(15) + SECOND);
    let mut client = person.challenged(&app).await;
    client.verify("totp", "000000").await.refused(401, "INVALID_CODE");
    client.verify("totp", &person.code(&app)).await.accepted::<TwoFactorOutput>();
}

#[tokio::test]
async fn a_right_code_begins_the_count_anew() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    for _ in 0..4 {
        let mut client = person.challenged(&app).await;
        for _ in 0..4 {
            client.verify("totp", "000000").await.refused(401, "INVALID_CODE");
        }
        client.verify("totp", &person.code(&app)).await.accepted::<TwoFactorOutput>();
        app.clock.advance(PERIOD);
    }
}

#[tokio::test]
async fn wrong_codes_at_once_are_no_more_than_one_after_another() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |_| {}).await;
        let person = Person::with_app(&app, ANA).await;
        // Of one sign-in five are looked at.
        let client = person.challenged(&app).await;
        let mut requests = JoinSet::new();
        for number in 0..20 {
            let mut client = client.clone();
            requests.spawn(async move { client.verify("backup-code", &format!("aaaaa-{number:05}")).await.code() });
        }
        let codes = requests.join_all().await;
        assert_eq!(codes.iter().filter(|code| *code == "INVALID_BACKUP_CODE").count(), 5, "{codes:?}");

        // Of the account ten, and five of them are gone.
        let mut requests = JoinSet::new();
        for number in 0..20 {
            let mut client = person.challenged(&app).await;
            requests.spawn(async move { client.verify("backup-code", &format!("aaaaa-{number:05}")).await.code() });
        }
        let codes = requests.join_all().await;
        assert_eq!(codes.iter().filter(|code| *code == "INVALID_BACKUP_CODE").count(), 5, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| *code == "ACCOUNT_TEMPORARILY_LOCKED").count(), 15, "{codes:?}");
    }
}

// Codes by mail

#[tokio::test]
async fn a_mailed_code_works_for_three_minutes_and_once() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    client.verify("otp", "123456").await.refused(400, "OTP_HAS_EXPIRED");
    client.post("/two-factor/send-otp", &json!({})).await.accepted::<Value>();
    let code = mailed_code(&app, ANA).await;
    app.clock.advance(Duration::from_mins(3) + SECOND);
    client.verify("otp", &code).await.refused(400, "OTP_HAS_EXPIRED");

    let mut client = person.challenged(&app).await;
    client.post_text("/two-factor/send-otp", "application/json", "").await.accepted::<Value>();
    let code = loop {
        let newer = mailed_code(&app, ANA).await;
        if newer != code {
            break newer;
        }
        tokio::task::yield_now().await;
    };
    client.verify("otp", if code == "000000" { "111111" } else { "000000" }).await.refused(401, "INVALID_CODE");
    client.verify("otp", &code).await.accepted::<TwoFactorOutput>();
    assert_eq!(client.session().await.user.email, ANA);
}

#[tokio::test]
async fn a_mailed_code_belongs_to_its_sign_in() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let (mut first, mut second) = (person.challenged(&app).await, person.challenged(&app).await);
    first.post("/two-factor/send-otp", &json!({})).await.accepted::<Value>();
    let code = mailed_code(&app, ANA).await;
    // MFA-023
    second.verify("otp", &code).await.refused(400, "OTP_HAS_EXPIRED");
    app.client().post("/two-factor/send-otp", &json!({})).await.refused(401, "INVALID_TWO_FACTOR_COOKIE");
}

#[tokio::test]
async fn five_wrong_mailed_codes_use_the_right_one_up() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    client.post("/two-factor/send-otp", &json!({})).await.accepted::<Value>();
    let code = mailed_code(&app, ANA).await;
    for _ in 0..5 {
        client.verify("otp", "wrong").await.refused(401, "INVALID_CODE");
    }
    client.verify("otp", &code).await.refused(400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE");
    client.verify("otp", &code).await.refused(400, "OTP_HAS_EXPIRED");
}

#[tokio::test]
async fn of_many_uses_of_one_mailed_code_at_once_one_succeeds() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |config| config.two_factor.account_lockout.enabled = false).await;
        let person = Person::with_app(&app, ANA).await;
        let mut client = person.challenged(&app).await;
        client.post("/two-factor/send-otp", &json!({})).await.accepted::<Value>();
        let code = mailed_code(&app, ANA).await;
        let mut requests = JoinSet::new();
        for _ in 0..20 {
            let (mut client, code) = (client.clone(), code.clone());
            requests.spawn(async move { client.verify("otp", &code).await.status.as_u16() });
        }
        let statuses = requests.join_all().await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 200 | 400 | 401)), "{statuses:?}");
    }
}

#[tokio::test]
async fn mailed_codes_alone_can_be_the_second_factor() {
    let app = TestAuth::new().await;
    let mut client = app.signed_up(ANA).await;
    let body = json!({ "password": PASSWORD, "method": "otp" });
    let output: Value = client.post("/two-factor/enable", &body).await.accepted();
    assert_eq!(output, json!({ "method": "otp" }));
    let answer = app.client().try_sign_in(ANA, PASSWORD).await;
    assert_eq!(answer.json()["twoFactorMethods"], json!(["otp"]));
}

#[tokio::test]
async fn where_no_codes_are_mailed_none_are_offered() {
    let app = TestAuth::with(|config| config.two_factor.otp.send_otp = false).await;
    let mut person = Person::with_app(&app, ANA).await;
    let mut client = app.client();
    let answer = client.try_sign_in(ANA, PASSWORD).await;
    assert_eq!(answer.json()["twoFactorMethods"], json!(["totp"]));
    client.post("/two-factor/send-otp", &json!({})).await.refused(400, "OTP_NOT_CONFIGURED");
    let body = json!({ "password": PASSWORD, "method": "otp" });
    person.client.post("/two-factor/enable", &body).await.refused(400, "OTP_NOT_CONFIGURED");
}

// Backup codes

#[tokio::test]
async fn a_backup_code_works_once_however_it_is_typed() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let code = &person.backup_codes[0];
    // MFA-009
    let typed = format!(" {} ", code.replace('-', " "));
    person.challenged(&app).await.verify("backup-code", &typed).await.accepted::<TwoFactorOutput>();
    person.challenged(&app).await.verify("backup-code", code).await.refused(401, "INVALID_BACKUP_CODE");
    let user = app.db.text(r#"SELECT "id" FROM "user""#).await;
    assert_eq!(app.auth.view_backup_codes(&user).await.unwrap().backup_codes, person.backup_codes[1..]);
}

#[tokio::test]
async fn of_fifty_uses_of_one_backup_code_at_once_one_succeeds() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |config| config.two_factor.account_lockout.enabled = false).await;
        let person = Person::with_app(&app, ANA).await;
        let mut requests = JoinSet::new();
        for _ in 0..50 {
            let (mut client, code) = (person.challenged(&app).await, person.backup_codes[3].clone());
            requests.spawn(async move { client.verify("backup-code", &code).await.status.as_u16() });
        }
        let statuses = requests.join_all().await;
        // MFA-010
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 49, "{statuses:?}");
        let user = app.db.text(r#"SELECT "id" FROM "user""#).await;
        assert_eq!(app.auth.view_backup_codes(&user).await.unwrap().backup_codes.len(), 9);
    }
}

#[tokio::test]
async fn different_backup_codes_at_once_all_work() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut requests = JoinSet::new();
    for code in person.backup_codes.clone() {
        let mut client = person.challenged(&app).await;
        requests.spawn(async move { client.verify("backup-code", &code).await.status.as_u16() });
    }
    assert_eq!(requests.join_all().await, [200; 10]);
}

#[tokio::test]
async fn new_backup_codes_replace_the_old_ones() {
    let app = TestAuth::new().await;
    let mut person = Person::with_app(&app, ANA).await;
    let answer = person.client.post("/two-factor/generate-backup-codes", &json!({ "password": PASSWORD })).await;
    let BackupCodes { status: true, backup_codes } = answer.accepted() else { panic!("{answer}") };
    // MFA-011
    let mut client = person.challenged(&app).await;
    client.verify("backup-code", &person.backup_codes[0]).await.refused(401, "INVALID_BACKUP_CODE");
    client.verify("backup-code", &backup_codes[9]).await.accepted::<TwoFactorOutput>();
    let mut ben = app.signed_up(BEN).await;
    let answer = ben.post("/two-factor/generate-backup-codes", &json!({ "password": PASSWORD })).await;
    answer.refused(400, "TWO_FACTOR_NOT_ENABLED");
}

#[tokio::test]
async fn a_backup_code_may_be_used_up_without_a_session() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    let body = json!({ "code": person.backup_codes[0], "disableSession": true });
    let output: Value = client.post("/two-factor/verify-backup-code", &body).await.accepted();
    assert!(output.get("token").is_none());
    assert_eq!(output["user"]["email"], ANA);
    assert_eq!(client.get_session().await, None);
}

// Trusted browsers

#[tokio::test]
async fn a_trusted_browser_is_not_asked_for_thirty_days_and_gets_a_new_cookie_each_time() {
    let app = TestAuth::new().await;
    let person = Person::with_app(&app, ANA).await;
    let mut client = person.challenged(&app).await;
    let answer = client.verify_and_trust(&person.code(&app)).await;
    let cookie = answer.set_cookie("better-auth.trust_device").unwrap();
    assert_eq!(cookie.attribute("Max-Age"), Some("2592000"));
    let first = client.cookie("trust_device").unwrap().to_owned();

    client.sign_in(ANA).await;
    let second = client.cookie("trust_device").unwrap().to_owned();
    assert_ne!(first, second);
    // MFA-015
    asked(&app.client().with_cookie("trust_device", &first).try_sign_in(ANA, PASSWORD).await);

    // MFA-016: the server ends it, whatever the browser keeps.
    app.clock.advance(DAY * 31);
    asked(&app.client().with_cookie("trust_device", &second).try_sign_in(ANA, PASSWORD).await);
}

#[tokio::test]
async fn a_browser_is_trusted_by_one_person() {
    let app = TestAuth::new().await;
    let ana = Person::with_app(&app, ANA).await;
    Person::with_app(&app, BEN).await;
    let mut client = ana.challenged(&app).await;
    client.verify_and_trust(&ana.code(&app)).await.accepted::<TwoFactorOutput>();
    // MFA-013
    asked(&client.try_sign_in(BEN, PASSWORD).await);
    client.sign_in(ANA).await;
}

#[tokio::test]
async fn a_trusted_browser_can_be_revoked_by_its_owner_alone() {
    let app = TestAuth::new().await;
    let ana = Person::with_app(&app, ANA).await;
    let ben = Person::with_app(&app, BEN).await;
    let mut trusted = ana.challenged(&app).await;
    trusted.verify_and_trust(&ana.code(&app)).await.accepted::<TwoFactorOutput>();

    let mut cx = ana.client.cx();
    let device = app.auth.two_factor_status(&mut cx).await.unwrap().trusted_devices.remove(0);
    assert!(!device.current);
    assert!(app.auth.two_factor_status(&mut trusted.cx()).await.unwrap().trusted_devices[0].current);
    app.auth.revoke_trusted_device(&mut ben.client.cx(), &device.id).await.unwrap();
    trusted.sign_in(ANA).await;

    let device = app.auth.two_factor_status(&mut cx).await.unwrap().trusted_devices.remove(0);
    app.auth.revoke_trusted_device(&mut ana.client.cx(), &device.id).await.unwrap();
    asked(&trusted.try_sign_in(ANA, PASSWORD).await);
}

// Rows of Better Auth

#[tokio::test]
async fn what_better_auth_stored_keeps_working() {
    let app = TestAuth::with(|config| config.two_factor.totp.allow_code_reuse = true).await;
    app.signed_up(ANA).await;
    let user = app.db.text(r#"SELECT "id" FROM "user""#).await;
    // Made by the original: `symmetricEncrypt` of better-auth 1.7.25 with the secret of these tests.
    app.db
        .execute(&format!(
            r#"UPDATE "user" SET "twoFactorEnabled" = true;
            INSERT INTO "twoFactor" ("id", "secret", "backupCodes", "userId", "verified")
            VALUES ('row-of-the-original', '{ORIGINAL_SECRET}', '{ORIGINAL_CODES}', '{user}', true);
            INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt") VALUES
            ('c', '2fa-abcdefghij0123456789', '{user}', '2026-01-15T12:10:00.000Z', '2026-01-15T12:00:00.000Z', '2026-01-15T12:00:00.000Z'),
            ('a', '2fa-attempts-2fa-abcdefghij0123456789', '3', '2026-01-15T12:10:00.000Z', '2026-01-15T12:00:00.000Z', '2026-01-15T12:00:00.000Z'),
            ('o', '2fa-otp-2fa-abcdefghij0123456789', '424242:0', '2026-01-15T12:03:00.000Z', '2026-01-15T12:00:00.000Z', '2026-01-15T12:00:00.000Z')"#
        ))
        .await;
    let cookie = crate::common::sealed("2fa-abcdefghij0123456789", SECRET);
    let mut waiting = app.client().with_cookie("two_factor", &cookie);
    waiting.verify("totp", "000000").await.refused(401, "INVALID_CODE");
    waiting.verify("otp", "424242").await.accepted::<TwoFactorOutput>();

    let person = Person { client: waiting, email: ANA, key: String::new(), backup_codes: Vec::new() };
    let code = app.auth.generate_totp("aB3-_xYz0123456789abcdefghijklmn").unwrap();
    person.challenged(&app).await.verify("totp", &code).await.accepted::<TwoFactorOutput>();
    person.challenged(&app).await.verify("backup-code", "aB3dE-fG6hI").await.accepted::<TwoFactorOutput>();
    assert_eq!(app.auth.view_backup_codes(&user).await.unwrap().backup_codes, ["zZ9yY-xX8wW"]);
}

const ORIGINAL_SECRET: &str = "31f8ca48fd5892c68f2e6d978c83c77ab9ff338778f48e1ac558e4aabf5a9422dd91e701652adb326fff34753d4ca9df89adea63ef55a53fdcfe1ef6460cd7ee31d884cc440b4013";
const ORIGINAL_CODES: &str = "5bdf4ab2a2509fc070a5e8337368a644b0057bafd8f9889f8ea3710eb1f895a6cb8df34d870260df223c3c6953a8d3c18d722fc7f7c41f252ccdfa367a4c5943167d6ec18c";

// Policy

#[tokio::test]
async fn what_has_no_password_keeps_its_ways_to_change_this() {
    let app = TestAuth::with(|config| {
        config.two_factor.allow_passwordless = true;
        config.session.fresh_age = HOUR;
    })
    .await;
    let mut client = app.signed_up(ANA).await;
    client.post("/two-factor/enable", &json!({})).await.refused(400, "INVALID_PASSWORD");
    app.db.execute(r#"DELETE FROM "account""#).await;
    client.post("/two-factor/enable", &json!({})).await.accepted::<EnableTwoFactorOutput>();
    app.clock.advance(HOUR);
    client.post("/two-factor/enable", &json!({})).await.refused(403, "SESSION_NOT_FRESH");
}
