//! Phone numbers.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use auth::{
    AuthConfig,
    config::{AskedAfter, SignUpOnVerification},
    features::phone_number::PhoneNumberRules,
    sms::{SmsError, SmsSender, TextMessage},
    wire::{MessageOutput, SignInPhoneNumberOutput, StatusOutput, TwoFactorMethod, User, VerifyPhoneNumberOutput},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, Database, MILLISECOND, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";
const NUMBER: &str = "+358401234567";
const OTHER: &str = "+358407654321";
const MINUTE: Duration = Duration::from_mins(1);

fn on(config: &mut AuthConfig) {
    config.phone_number.enabled = true;
}

/// A code for a number that nobody has makes an account.
fn open(config: &mut AuthConfig) {
    on(config);
    config.phone_number.sign_up_on_verification =
        Some(SignUpOnVerification { temp_email_domain: "phone.example".into() });
}

/// Text messages go into the mailbox.
async fn app(change: impl FnOnce(&mut AuthConfig)) -> TestAuth {
    TestAuth::built(Database::empty().await, change, |builder| builder).await
}

impl TestAuth {
    /// The code in the next text message to a number.
    async fn texted(&self, number: &str) -> String {
        let text = self.mailbox.next_text_to(number).await.text;
        let mut words = text.split(|letter: char| !letter.is_ascii_digit());
        words.find(|word| word.len() >= 4).expect("the message has a code").to_owned()
    }

    /// Somebody with a verified number.
    async fn with_number(&self, email: &str, number: &str) -> Client {
        let mut client = self.signed_up(email).await;
        let code = client.code(self, number).await;
        client.take(number, &code).await.accepted::<VerifyPhoneNumberOutput>();
        client
    }
}

impl Client {
    async fn send_code(&mut self, number: &str) -> Answer {
        self.post("/phone-number/send-otp", &json!({ "phoneNumber": number })).await
    }

    async fn code(&mut self, app: &TestAuth, number: &str) -> String {
        let output: MessageOutput = self.send_code(number).await.accepted();
        assert_eq!(output.message, "code sent");
        app.texted(number).await
    }

    async fn verify_number(&mut self, number: &str, code: &str) -> Answer {
        self.post("/phone-number/verify", &json!({ "phoneNumber": number, "code": code })).await
    }

    /// Makes the number the caller's.
    async fn take(&mut self, number: &str, code: &str) -> Answer {
        let body = json!({ "phoneNumber": number, "code": code, "updatePhoneNumber": true });
        self.post("/phone-number/verify", &body).await
    }

    async fn sign_in_by_number(&mut self, number: &str, password: &str) -> Answer {
        self.post("/sign-in/phone-number", &json!({ "phoneNumber": number, "password": password })).await
    }

    async fn ask_for_reset(&mut self, number: &str) -> Answer {
        self.post("/phone-number/request-password-reset", &json!({ "phoneNumber": number })).await
    }

    async fn reset(&mut self, number: &str, code: &str, password: &str) -> Answer {
        let body = json!({ "phoneNumber": number, "otp": code, "newPassword": password });
        self.post("/phone-number/reset-password", &body).await
    }
}

fn number(user: &User) -> (Option<&str>, bool) {
    (user.fields.text("phoneNumber"), user.fields.is_on("phoneNumberVerified"))
}

#[tokio::test]
async fn a_code_signs_up_and_then_in() {
    let app = app(open).await;
    let mut client = app.client();
    let code = client.code(&app, NUMBER).await;
    assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
    let output: VerifyPhoneNumberOutput = client.verify_number(NUMBER, &code).await.accepted();
    let session = client.session().await;
    assert_eq!((&session.user, Some(session.session.token)), (&output.user, output.token));
    assert_eq!(number(&output.user), (Some(NUMBER), true));
    assert_eq!(output.user.email, "358401234567@phone.example");
    assert_eq!((output.user.name.as_str(), output.user.email_verified), (NUMBER, false));

    let mut again = app.client();
    let code = again.code(&app, NUMBER).await;
    let second: VerifyPhoneNumberOutput = again.verify_number(NUMBER, &code).await.accepted();
    assert_eq!(second.user.id, output.user.id);
    assert_eq!(app.db.count("user").await, 1);
}

#[tokio::test]
async fn a_number_that_nobody_has_signs_nobody_up_unless_that_is_on() {
    let app = app(on).await;
    let mut client = app.client();
    let code = client.code(&app, NUMBER).await;
    client.verify_number(NUMBER, &code).await.refused(500, "FAILED_TO_UPDATE_USER");
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn a_code_may_open_no_session() {
    let app = app(open).await;
    let mut client = app.client();
    let code = client.code(&app, NUMBER).await;
    let body = json!({ "phoneNumber": NUMBER, "code": code, "disableSession": true });
    let output: VerifyPhoneNumberOutput = client.post("/phone-number/verify", &body).await.accepted();
    assert_eq!((output.token, client.cookie("session_token")), (None, None));
}

#[tokio::test]
async fn somebody_who_is_signed_in_adds_a_number_and_takes_it_away() {
    let app = app(on).await;
    let mut ana = app.with_number(ANA, NUMBER).await;
    assert_eq!(number(&ana.session().await.user), (Some(NUMBER), true));

    ana.post("/update-user", &json!({ "phoneNumber": OTHER })).await.refused(400, "PHONE_NUMBER_CANNOT_BE_UPDATED");
    ana.post("/update-user", &json!({ "phoneNumberVerified": false, "name": "A" })).await.accepted::<StatusOutput>();
    ana.post("/update-user", &json!({ "phoneNumber": null })).await.accepted::<StatusOutput>();
    assert_eq!(number(&ana.session().await.user), (None, false));
    app.client().sign_in_by_number(NUMBER, PASSWORD).await.refused(401, "INVALID_PHONE_NUMBER_OR_PASSWORD");
}

#[tokio::test]
async fn a_number_that_somebody_has_is_not_given_to_another_one() {
    let app = app(on).await;
    app.with_number(ANA, NUMBER).await;
    let mut ben = app.signed_up(BEN).await;
    let code = ben.code(&app, NUMBER).await;
    ben.take(NUMBER, &code).await.refused(400, "PHONE_NUMBER_EXIST");
    assert_eq!(number(&ben.session().await.user), (None, false));

    let mut nobody = app.client();
    let code = nobody.code(&app, OTHER).await;
    nobody.take(OTHER, &code).await.refused(401, "USER_NOT_FOUND");
    ben.take(OTHER, &code).await.accepted::<VerifyPhoneNumberOutput>();
}

#[tokio::test]
async fn a_number_is_set_by_verifying_it_alone() {
    let app = app(open).await;
    let body = json!({ "name": "A", "email": ANA, "password": PASSWORD, "phoneNumber": NUMBER });
    app.client().post("/sign-up/email", &body).await.refused(400, "PHONE_NUMBER_CANNOT_BE_SET");
    let body = json!({ "name": "A", "email": ANA, "password": PASSWORD, "phoneNumberVerified": true });
    app.client().post("/sign-up/email", &body).await.refused(400, "FIELD_NOT_ALLOWED");
    let mut client = app.client();
    let code = client.code(&app, NUMBER).await;
    let body = json!({ "phoneNumber": NUMBER, "code": code, "phoneNumberVerified": true });
    client.post("/phone-number/verify", &body).await.refused(400, "FIELD_NOT_ALLOWED");
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn three_wrong_codes_end_a_code() {
    let app = app(on).await;
    let mut ana = app.signed_up(ANA).await;
    let code = ana.code(&app, NUMBER).await;
    for _ in 0..3 {
        ana.take(NUMBER, "x").await.refused(400, "INVALID_OTP");
    }
    ana.take(NUMBER, &code).await.refused(403, "TOO_MANY_ATTEMPTS");
    ana.take(NUMBER, &code).await.refused(400, "OTP_NOT_FOUND");
}

#[tokio::test]
async fn a_code_ends_is_replaced_and_is_for_one_number() {
    let app = app(on).await;
    let mut ana = app.signed_up(ANA).await;
    let code = ana.code(&app, NUMBER).await;
    ana.code(&app, OTHER).await;
    app.clock.advance_to_just_before(5 * MINUTE);
    ana.take(OTHER, &code).await.refused(400, "INVALID_OTP");
    app.clock.advance(MILLISECOND);
    ana.take(NUMBER, &code).await.refused(400, "OTP_EXPIRED");
    let first = ana.code(&app, NUMBER).await;
    let second = ana.code(&app, NUMBER).await;
    if first != second {
        ana.take(NUMBER, &first).await.refused(400, "INVALID_OTP");
    }
    ana.take(NUMBER, &second).await.accepted::<VerifyPhoneNumberOutput>();
    ana.verify_number(NUMBER, &second).await.refused(400, "OTP_NOT_FOUND");
}

#[tokio::test]
async fn of_fifty_uses_of_a_code_at_once_one_succeeds() {
    let app = app(open).await;
    let code = app.client().code(&app, NUMBER).await;
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let (mut client, code) = (app.client(), code.clone());
        tasks.spawn(async move { client.verify_number(NUMBER, &code).await });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!((app.db.count("user").await, app.db.count("session").await), (1, 1));
}

#[tokio::test]
async fn of_fifty_wrong_codes_at_once_three_are_looked_at() {
    let app = app(on).await;
    let code = app.client().code(&app, NUMBER).await;
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let mut client = app.client();
        tasks.spawn(async move { client.verify_number(NUMBER, "000").await });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.code() == "INVALID_OTP").count(), 3);
    app.client().verify_number(NUMBER, &code).await.refused(400, "OTP_NOT_FOUND");
}

#[tokio::test]
async fn codes_are_not_in_the_database_as_they_are() {
    let app = app(on).await;
    let code = app.client().code(&app, NUMBER).await;
    let stored = app.db.text(r#"SELECT "value" FROM "verification""#).await;
    assert!(!stored.contains(&code), "{stored}");
    app.client().verify_number(NUMBER, stored.trim_end_matches(":0")).await.refused(400, "INVALID_OTP");
}

#[tokio::test]
async fn in_a_shared_database_codes_are_as_better_auth_writes_them() {
    let app = app(|config| {
        open(config);
        config.shared_database = true;
    })
    .await;
    let code = app.client().code(&app, NUMBER).await;
    let row = r#"SELECT "value" FROM "verification" WHERE "identifier" = 'phone-number-otp-+358401234567'"#;
    assert_eq!(app.db.text(row).await, format!("{code}:0"));
    app.client().verify_number(NUMBER, &code).await.accepted::<VerifyPhoneNumberOutput>();
}

#[tokio::test]
async fn number_and_password_sign_in() {
    let app = app(on).await;
    let mut ana = app.with_number(ANA, NUMBER).await;
    let id = ana.session().await.user.id;
    let mut client = app.client();
    let output: SignInPhoneNumberOutput = client.sign_in_by_number(NUMBER, PASSWORD).await.accepted();
    assert_eq!((&output.user.id, output.token), (&id, client.session().await.session.token));

    let body = json!({ "phoneNumber": NUMBER, "password": PASSWORD, "rememberMe": false });
    let answer = app.client().post("/sign-in/phone-number", &body).await;
    assert_eq!(answer.set_cookie("better-auth.session_token").unwrap().attribute("Max-Age"), None);

    let wrong = app.client().sign_in_by_number(NUMBER, "wrong-password").await;
    let unknown = app.client().sign_in_by_number(OTHER, PASSWORD).await;
    wrong.refused(401, "INVALID_PHONE_NUMBER_OR_PASSWORD");
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    app.client().sign_in_by_number(NUMBER, &"x".repeat(129)).await.refused(400, "PASSWORD_TOO_LONG");
}

#[tokio::test]
async fn guesses_by_number_count_for_the_account() {
    let app = app(|config| {
        on(config);
        config.email_and_password.lockout.enabled = true;
        config.email_and_password.lockout.max_failures = 3;
    })
    .await;
    app.with_number(ANA, NUMBER).await;
    for _ in 0..2 {
        let answer = app.client().sign_in_by_number(NUMBER, "wrong-password").await;
        answer.refused(401, "INVALID_PHONE_NUMBER_OR_PASSWORD");
    }
    app.client().try_sign_in(ANA, "wrong-password").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    app.client().sign_in_by_number(NUMBER, PASSWORD).await.refused(429, "");
}

#[tokio::test]
async fn asking_for_new_codes_gives_no_new_guesses_for_ever() {
    let app = app(|config| {
        open(config);
        config.email_and_password.lockout.enabled = true;
        config.email_and_password.lockout.max_failures = 4;
    })
    .await;
    for _ in 0..2 {
        app.client().code(&app, NUMBER).await;
        for _ in 0..2 {
            app.client().verify_number(NUMBER, "x").await.refused(400, "INVALID_OTP");
        }
    }
    let code = app.client().code(&app, NUMBER).await;
    app.client().verify_number(NUMBER, &code).await.refused(429, "");
    app.clock.advance(MINUTE);
    app.client().verify_number(NUMBER, &code).await.accepted::<VerifyPhoneNumberOutput>();
}

#[tokio::test]
async fn a_password_that_everybody_knows_does_not_use_the_code_up() {
    let app = app(|config| {
        on(config);
        config.have_i_been_pwned.enabled = true;
    })
    .await;
    app.with_number(ANA, NUMBER).await;
    app.client().ask_for_reset(NUMBER).await.accepted::<StatusOutput>();
    let code = app.texted(NUMBER).await;
    app.client().reset(NUMBER, &code, "password1").await.refused(400, "PASSWORD_COMPROMISED");
    app.client().reset(NUMBER, &code, "a-new-password").await.accepted::<StatusOutput>();
    app.client().reset(NUMBER, &code, "another-password").await.refused(400, "OTP_NOT_FOUND");
}

#[tokio::test]
async fn a_code_by_text_message_resets_the_password_once() {
    let app = app(on).await;
    app.with_number(ANA, NUMBER).await;
    let answer = app.client().ask_for_reset(NUMBER).await;
    assert!(answer.accepted::<StatusOutput>().status);
    let code = app.texted(NUMBER).await;

    // It is for this alone.
    app.client().verify_number(NUMBER, &code).await.refused(400, "OTP_NOT_FOUND");
    app.client().reset(NUMBER, &code, "short").await.refused(400, "PASSWORD_TOO_SHORT");
    app.client().reset(NUMBER, "x", "a-new-password").await.refused(400, "INVALID_OTP");
    app.client().reset(NUMBER, &code, "a-new-password").await.accepted::<StatusOutput>();
    app.client().reset(NUMBER, &code, "another-password").await.refused(400, "OTP_NOT_FOUND");
    app.client().sign_in_by_number(NUMBER, "a-new-password").await.accepted::<SignInPhoneNumberOutput>();
    app.client().sign_in_by_number(NUMBER, PASSWORD).await.refused(401, "INVALID_PHONE_NUMBER_OR_PASSWORD");
}

#[tokio::test]
async fn of_ten_resets_with_one_code_at_once_one_succeeds() {
    let app = app(on).await;
    app.with_number(ANA, NUMBER).await;
    app.client().ask_for_reset(NUMBER).await;
    let code = app.texted(NUMBER).await;
    let mut tasks = JoinSet::new();
    for index in 0..10 {
        let (mut client, code) = (app.client(), code.clone());
        tasks.spawn(async move { client.reset(NUMBER, &code, &format!("a-new-password-{index}")).await });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn nobody_learns_from_a_reset_who_has_a_number() {
    let app = app(on).await;
    app.with_number(ANA, NUMBER).await;
    let known = app.client().ask_for_reset(NUMBER).await;
    let unknown = app.client().ask_for_reset(OTHER).await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    app.texted(NUMBER).await;
    assert_eq!(app.mailbox.texts().len(), 0, "nothing went to the number that nobody has");
    for number in [NUMBER, OTHER] {
        for _ in 0..3 {
            app.client().reset(number, "x", "a-new-password").await.refused(400, "INVALID_OTP");
        }
        app.client().reset(number, "x", "a-new-password").await.refused(403, "TOO_MANY_ATTEMPTS");
    }
}

#[tokio::test]
async fn a_number_may_have_to_be_verified_first() {
    let app = app(|config| {
        on(config);
        config.phone_number.require_verification = true;
    })
    .await;
    app.with_number(ANA, NUMBER).await;
    app.db.execute(r#"UPDATE "user" SET "phoneNumberVerified" = NULL"#).await;
    app.client().sign_in_by_number(NUMBER, "wrong-password").await.refused(401, "INVALID_PHONE_NUMBER_OR_PASSWORD");
    assert_eq!(app.mailbox.texts().len(), 0);
    app.client().sign_in_by_number(NUMBER, PASSWORD).await.refused(401, "PHONE_NUMBER_NOT_VERIFIED");
    let code = app.texted(NUMBER).await;
    app.client().ask_for_reset(NUMBER).await.accepted::<StatusOutput>();
    assert_eq!(app.mailbox.texts().len(), 0);
    app.client().verify_number(NUMBER, &code).await.accepted::<VerifyPhoneNumberOutput>();
    app.client().sign_in_by_number(NUMBER, PASSWORD).await.accepted::<SignInPhoneNumberOutput>();
}

#[tokio::test]
async fn a_second_factor_is_asked_after_a_number_too() {
    let after_all = |config: &mut AuthConfig| {
        on(config);
        config.two_factor.asked_after = AskedAfter::EveryFirstFactor;
    };
    for (change, after_code) in [(on as fn(&mut AuthConfig), false), (after_all, true)] {
        let app = app(change).await;
        let mut ana = app.with_number(ANA, NUMBER).await;
        let enable = json!({ "password": PASSWORD, "method": TwoFactorMethod::Otp });
        ana.post("/two-factor/enable", &enable).await.accepted::<Value>();
        let by_password = app.client().sign_in_by_number(NUMBER, PASSWORD).await;
        assert_eq!(by_password.json()["twoFactorRedirect"], true, "{by_password}");
        let mut client = app.client();
        let code = client.code(&app, NUMBER).await;
        let by_code = client.verify_number(NUMBER, &code).await;
        assert_eq!(by_code.json().get("twoFactorRedirect").is_some(), after_code, "{by_code}");
        assert_eq!(client.get_session().await.is_none(), after_code);
    }
}

#[tokio::test]
async fn what_is_no_number_is_refused() {
    let app = app(|config| {
        on(config);
        config.phone_number.require_e164 = true;
    })
    .await;
    for text in ["", "0401234567", "+358 40 1234567", "+0", "+358401234567\0", "call me", &"1".repeat(4000)] {
        app.client().send_code(text).await.refused(400, "INVALID_PHONE_NUMBER");
        app.client().verify_number(text, "123456").await.refused(400, "INVALID_PHONE_NUMBER");
        app.client().sign_in_by_number(text, PASSWORD).await.refused(400, "INVALID_PHONE_NUMBER");
        app.client().ask_for_reset(text).await.refused(400, "INVALID_PHONE_NUMBER");
        app.client().reset(text, "123456", "a-new-password").await.refused(400, "INVALID_PHONE_NUMBER");
    }
    assert_eq!(app.mailbox.texts().len(), 0);
}

#[tokio::test]
async fn digits_tries_and_time_are_options() {
    let app = app(|config| {
        on(config);
        config.phone_number.otp_length = 4;
        config.phone_number.allowed_attempts = 1;
        config.phone_number.expires_in = Duration::from_secs(1);
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let code = ana.code(&app, NUMBER).await;
    assert_eq!(code.len(), 4);
    ana.take(NUMBER, "x").await.refused(400, "INVALID_OTP");
    ana.take(NUMBER, &code).await.refused(403, "TOO_MANY_ATTEMPTS");
    let code = ana.code(&app, NUMBER).await;
    app.clock.advance(Duration::from_millis(1200));
    ana.take(NUMBER, &code).await.refused(400, "OTP_EXPIRED");
}

/// A gateway that checks codes itself; numbers of one country alone.
#[derive(Debug)]
struct Gateway;

#[async_trait]
impl PhoneNumberRules for Gateway {
    async fn is_valid(&self, phone_number: &str) -> bool {
        phone_number.starts_with("+358")
    }

    fn temp_email(&self, phone_number: &str) -> Option<String> {
        Some(format!("caller{}@Gateway.example", phone_number.len()))
    }

    fn temp_name(&self, _phone_number: &str) -> Option<String> {
        Some("Caller".into())
    }

    async fn verify_otp(&self, _phone_number: &str, code: &str) -> Option<bool> {
        Some(code == "good")
    }

    async fn verified(&self, _phone_number: &str, user: &User) -> auth::Result<()> {
        if user.name == "Caller" { Ok(()) } else { Err(auth::Error::refuse(403, "NOT_YOU", "Not you.")) }
    }
}

#[tokio::test]
async fn an_application_has_rules_of_its_own() {
    let db = Database::empty().await;
    let app = TestAuth::built(db, open, |builder| builder.phone_number_rules(Gateway)).await;
    app.client().send_code("+15551234567").await.refused(400, "INVALID_PHONE_NUMBER");
    let mut client = app.client();
    client.verify_number(NUMBER, "bad").await.refused(400, "INVALID_OTP");
    let output: VerifyPhoneNumberOutput = client.verify_number(NUMBER, "good").await.accepted();
    assert_eq!((output.user.name.as_str(), output.user.email.as_str()), ("Caller", "caller13@gateway.example"));
    let mut ana = app.signed_up(ANA).await;
    ana.take(OTHER, "good").await.refused(403, "NOT_YOU");
}

/// Nothing leaves.
#[derive(Debug)]
struct DeadLine;

#[async_trait]
impl SmsSender for DeadLine {
    async fn send(&self, _message: TextMessage) -> Result<(), SmsError> {
        Err(SmsError::new("no carrier"))
    }
}

#[tokio::test]
async fn a_message_that_does_not_leave_is_said_unless_that_would_tell_who_has_a_number() {
    let db = Database::empty().await;
    let app = TestAuth::built(db, on, |builder| builder.sms_sender(Arc::new(DeadLine))).await;
    app.client().send_code(NUMBER).await.refused(503, "SERVICE_UNAVAILABLE");
    app.client().ask_for_reset(NUMBER).await.accepted::<StatusOutput>();
}

#[tokio::test]
async fn trusted_code_takes_codes_too() {
    let app = app(on).await;
    let code = app.client().code(&app, NUMBER).await;
    let wrong = app.auth.consume_phone_number_otp(NUMBER, "x").await.unwrap_err();
    assert_eq!(wrong.code_text(), "INVALID_OTP");
    app.auth.consume_phone_number_otp(NUMBER, &code).await.unwrap();
    app.auth.consume_phone_number_otp(NUMBER, &code).await.unwrap_err();
}

#[tokio::test]
async fn there_are_none_unless_they_are_switched_on() {
    let app = TestAuth::new().await;
    app.client().send_code(NUMBER).await.is_unknown_path();
    let user = app.signed_up(ANA).await.session().await.user;
    assert_eq!(user.fields.get("phoneNumber"), None);
}
