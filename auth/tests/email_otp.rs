//! Codes by mail.

use std::time::Duration;

use async_trait::async_trait;
use auth::{
    AuthConfig,
    config::{AskedAfter, CodeStorage, ResendStrategy, SecondaryStorageConfig},
    mailed_secrets::MailedSecrets,
    wire::{
        EnableTwoFactorOutput, OtpType, SendVerificationOtp, SignInEmailOtpOutput, StatusOutput, SuccessOutput,
        VerifyEmailOtpOutput,
    },
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, Database, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const BO: &str = "bo@example.com";
const MINUTE: Duration = Duration::from_mins(1);

impl Client {
    async fn send_otp(&mut self, email: &str, otp_type: &str) -> Answer {
        self.post("/email-otp/send-verification-otp", &json!({ "email": email, "type": otp_type })).await
    }

    async fn check_otp(&mut self, email: &str, otp_type: &str, otp: &str) -> Answer {
        let body = json!({ "email": email, "type": otp_type, "otp": otp });
        self.post("/email-otp/check-verification-otp", &body).await
    }

    async fn sign_in_by_otp(&mut self, email: &str, otp: &str) -> Answer {
        self.post("/sign-in/email-otp", &json!({ "email": email, "otp": otp })).await
    }

    async fn verify_by_otp(&mut self, email: &str, otp: &str) -> Answer {
        self.post("/email-otp/verify-email", &json!({ "email": email, "otp": otp })).await
    }

    async fn reset_by_otp(&mut self, email: &str, otp: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "otp": otp, "password": password });
        self.post("/email-otp/reset-password", &body).await
    }
}

/// Has a code mailed and reads it.
async fn mailed(app: &TestAuth, email: &str, otp_type: &str) -> String {
    app.client().send_otp(email, otp_type).await.accepted::<SuccessOutput>();
    code(app, email).await
}

/// The code in the next mail to an address.
async fn code(app: &TestAuth, email: &str) -> String {
    let text = app.mailbox.next_to(email).await.wording.text;
    let mut words = text.split(|letter: char| !letter.is_ascii_digit());
    words.find(|word| word.len() >= 6).expect("the mail has a code").to_owned()
}

/// Another code.
fn wrong(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

async fn stored(app: &TestAuth) -> String {
    app.db.text(r#"SELECT "value" FROM "verification""#).await
}

async fn proven(app: &TestAuth) {
    app.db.execute(r#"UPDATE "user" SET "emailVerified" = TRUE"#).await;
}

// Signing in and up

#[tokio::test]
async fn a_code_signs_somebody_new_up_and_in() {
    let app = TestAuth::new().await;
    let code = mailed(&app, ANA, "sign-in").await;
    assert_eq!(code.len(), 6);
    let mut browser = app.client();
    let body = json!({ "email": "Ana@Example.com", "otp": code, "name": "Ana", "image": "https://a.example/a.png" });
    let output: SignInEmailOtpOutput = browser.post("/sign-in/email-otp", &body).await.accepted();
    let session = browser.session().await;
    assert_eq!((&output.token, &output.user), (&session.session.token, &session.user));
    assert_eq!((output.user.name.as_str(), output.user.email_verified), ("Ana", true));
    assert_eq!(output.user.image.as_deref(), Some("https://a.example/a.png"));

    let again = mailed(&app, ANA, "sign-in").await;
    let known: SignInEmailOtpOutput = app.client().sign_in_by_otp(ANA, &again).await.accepted();
    assert_eq!(known.user.id, output.user.id);
}

// LINK-001, LINK-003
#[tokio::test]
async fn a_code_works_once_and_not_for_ever() {
    let app = TestAuth::new().await;
    let code = mailed(&app, ANA, "sign-in").await;
    app.clock.advance_to_just_before(5 * MINUTE);
    app.client().sign_in_by_otp(ANA, &code).await.accepted::<SignInEmailOtpOutput>();
    app.client().sign_in_by_otp(ANA, &code).await.refused(400, "INVALID_OTP");
    let code = mailed(&app, ANA, "sign-in").await;
    app.clock.advance(5 * MINUTE);
    app.client().sign_in_by_otp(ANA, &code).await.refused(400, "OTP_EXPIRED");
    app.client().sign_in_by_otp(ANA, &code).await.refused(400, "INVALID_OTP");
}

// LINK-002
#[tokio::test]
async fn of_fifty_with_one_code_one_is_signed_in() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |_| {}).await;
        one_of_fifty(&app).await;
    }
    let app = TestAuth::with(|config| config.secondary_storage = Some(SecondaryStorageConfig::Memory)).await;
    one_of_fifty(&app).await;
}

async fn one_of_fifty(app: &TestAuth) {
    let code = mailed(app, ANA, "sign-in").await;
    let mut tries = JoinSet::new();
    for _ in 0..50 {
        let (mut client, code) = (app.client(), code.clone());
        tries.spawn(async move { client.sign_in_by_otp(ANA, &code).await });
    }
    let answers = tries.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.refused(400, "INVALID_OTP");
    }
}

// RATE-022
#[tokio::test]
async fn of_fifty_guesses_at_once_three_are_looked_at_and_the_code_is_dead() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |_| {}).await;
        let code = mailed(&app, ANA, "sign-in").await;
        let mut guesses = JoinSet::new();
        for _ in 0..50 {
            let (mut client, guess) = (app.client(), wrong(&code));
            guesses.spawn(async move { client.sign_in_by_otp(ANA, &guess).await.code() });
        }
        let codes = guesses.join_all().await;
        assert_eq!(codes.iter().filter(|code| *code == "TOO_MANY_ATTEMPTS").count(), 1, "{codes:?}");
        app.client().sign_in_by_otp(ANA, &code).await.refused(400, "INVALID_OTP");
    }
}

#[tokio::test]
async fn after_three_wrong_codes_another_one_has_to_be_sent() {
    let app = TestAuth::new().await;
    let code = mailed(&app, ANA, "sign-in").await;
    for _ in 0..3 {
        app.client().sign_in_by_otp(ANA, &wrong(&code)).await.refused(400, "INVALID_OTP");
    }
    app.client().sign_in_by_otp(ANA, &code).await.refused(403, "TOO_MANY_ATTEMPTS");
    app.client().sign_in_by_otp(ANA, &code).await.refused(400, "INVALID_OTP");
    let another = mailed(&app, ANA, "sign-in").await;
    app.client().sign_in_by_otp(ANA, &another).await.accepted::<SignInEmailOtpOutput>();
}

// LINK-016
#[tokio::test]
async fn what_is_no_code_opens_nothing() {
    let app = TestAuth::with(|config| config.email_otp.allowed_attempts = 100).await;
    app.client().sign_in_by_otp(ANA, "123456").await.refused(400, "INVALID_OTP");
    mailed(&app, ANA, "sign-in").await;
    let value = stored(&app).await;
    let form = value.rsplit_once(':').unwrap().0;
    for otp in ["", " ", ":0", "~", "%", form, &value] {
        app.client().sign_in_by_otp(ANA, otp).await.refused(400, "INVALID_OTP");
    }
    for body in [json!({ "email": ANA }), json!({ "email": ANA, "otp": 123_456 }), json!({ "email": ANA, "otp": null })]
    {
        app.client().post("/sign-in/email-otp", &body).await.refused(400, "VALIDATION_ERROR");
    }
}

// LINK-005, MFA-024
#[tokio::test]
async fn a_code_of_one_type_is_worth_nothing_for_another_and_stays_as_it_is() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let verification = mailed(&app, ANA, "email-verification").await;
    app.client().sign_in_by_otp(ANA, &verification).await.refused(400, "INVALID_OTP");
    app.client().reset_by_otp(ANA, &verification, "another-horse-battery").await.refused(400, "INVALID_OTP");
    app.client().check_otp(ANA, "forget-password", &verification).await.refused(400, "INVALID_OTP");
    ana.post("/two-factor/verify-otp", &json!({ "code": verification })).await.refused(400, "OTP_HAS_EXPIRED");
    app.signed_up(BO).await;
    app.client().verify_by_otp(BO, &verification).await.refused(400, "INVALID_OTP");
    app.client().verify_by_otp(ANA, &verification).await.accepted::<VerifyEmailOtpOutput>();
}

#[tokio::test]
async fn a_later_code_takes_the_place_of_the_one_before() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, |_| {}).await;
        let mut sends = JoinSet::new();
        for _ in 0..8 {
            let mut client = app.client();
            sends.spawn(async move { client.send_otp(ANA, "sign-in").await.accepted::<SuccessOutput>() });
        }
        sends.join_all().await;
        assert_eq!(app.db.count("verification").await, 1, "also of those that come at once");
        let mut codes = Vec::new();
        for _ in 0..8 {
            codes.push(code(&app, ANA).await);
        }
        let last = mailed(&app, ANA, "sign-in").await;
        if codes[0] != last {
            app.client().sign_in_by_otp(ANA, &codes[0]).await.refused(400, "INVALID_OTP");
        }
        app.client().sign_in_by_otp(ANA, &last).await.accepted::<SignInEmailOtpOutput>();
    }
}

#[tokio::test]
async fn where_codes_are_sent_again_the_same_one_works_for_longer() {
    let app = TestAuth::with(|config| config.email_otp.resend_strategy = ResendStrategy::Reuse).await;
    let first = mailed(&app, ANA, "sign-in").await;
    app.client().sign_in_by_otp(ANA, &wrong(&first)).await.refused(400, "INVALID_OTP");
    app.clock.advance(4 * MINUTE);
    assert_eq!(mailed(&app, ANA, "sign-in").await, first);
    app.clock.advance(4 * MINUTE);
    for _ in 0..2 {
        app.client().sign_in_by_otp(ANA, &wrong(&first)).await.refused(400, "INVALID_OTP");
    }
    // Three wrong ones, whenever they were tried.
    assert_ne!(mailed(&app, ANA, "sign-in").await, first);

    let app = TestAuth::with(|config| {
        config.email_otp.resend_strategy = ResendStrategy::Reuse;
        config.email_otp.store_otp = Some(CodeStorage::Hashed);
    });
    let app = app.await;
    assert_ne!(mailed(&app, ANA, "sign-in").await, mailed(&app, ANA, "sign-in").await, "a hash tells no code");
}

#[tokio::test]
async fn another_site_starts_nothing_in_a_visitors_browser() {
    let app = TestAuth::new().await;
    let evil = || app.client().on_site("https://evil.example");
    evil().send_otp(ANA, "sign-in").await.refused(403, "INVALID_ORIGIN");
    let code = mailed(&app, ANA, "sign-in").await;
    evil().sign_in_by_otp(ANA, &code).await.refused(403, "INVALID_ORIGIN");
    app.client().without_origin().sign_in_by_otp(ANA, &code).await.accepted::<SignInEmailOtpOutput>();
}

// LINK-017
#[tokio::test]
async fn what_was_planted_before_the_owner_came_opens_nothing() {
    let app = TestAuth::new().await;
    for reset in [false, true] {
        let email = if reset { BO } else { ANA };
        let mut eve = app.signed_up(email).await;
        if reset {
            app.client().post("/email-otp/request-password-reset", &json!({ "email": email })).await;
            let code = code(&app, email).await;
            app.client().reset_by_otp(email, &code, "another-horse-battery").await.accepted::<SuccessOutput>();
            let mut owner = app.client();
            assert_eq!(owner.try_sign_in(email, "another-horse-battery").await.status, 200);
            assert!(owner.session().await.user.email_verified);
        } else {
            let code = mailed(&app, email, "sign-in").await;
            let output: SignInEmailOtpOutput = app.client().sign_in_by_otp(email, &code).await.accepted();
            assert!(output.user.email_verified);
        }
        assert_eq!(eve.get_session().await, None);
        app.client().try_sign_in(email, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
}

#[tokio::test]
async fn a_code_is_a_first_factor() {
    let app = TestAuth::with(|config| config.two_factor.asked_after = AskedAfter::EveryFirstFactor).await;
    let mut ana = app.signed_up(ANA).await;
    proven(&app).await;
    let body = json!({ "password": PASSWORD, "method": "otp" });
    ana.post("/two-factor/enable", &body).await.accepted::<EnableTwoFactorOutput>();
    app.mailbox.next_to(ANA).await;
    let code = mailed(&app, ANA, "sign-in").await;
    let mut browser = app.client();
    let answer: Value = browser.sign_in_by_otp(ANA, &code).await.accepted();
    assert_eq!(answer["twoFactorRedirect"], true);
    assert_eq!(browser.get_session().await, None);
}

// Who has an account

// ENUM-011
#[tokio::test]
async fn an_address_without_an_account_is_answered_like_one_with() {
    let app = TestAuth::with(|config| config.email_otp.disable_sign_up = true).await;
    app.signed_up(ANA).await;
    for otp_type in ["sign-in", "email-verification", "forget-password"] {
        let known = app.client().send_otp(ANA, otp_type).await;
        let unknown = app.client().send_otp("ghost@example.com", otp_type).await;
        assert_eq!((known.status, &known.text), (unknown.status, &unknown.text), "{otp_type}");
        let guess = wrong(&code(&app, ANA).await);
        for _ in 0..5 {
            let known = app.client().check_otp(ANA, otp_type, &guess).await;
            let unknown = app.client().check_otp("ghost@example.com", otp_type, &guess).await;
            assert_eq!((known.status, &known.text), (unknown.status, &unknown.text), "{otp_type}");
        }
    }
    let mut answers = Vec::new();
    for email in [ANA, "ghost@example.com"] {
        answers.push(app.client().post("/forget-password/email-otp", &json!({ "email": email })).await.text);
    }
    assert_eq!(answers[0], answers[1]);
    let ghosts = app.mailbox.mails().into_iter().filter(|mail| mail.to.as_str() == "ghost@example.com");
    assert_eq!(ghosts.count(), 0);
    let ask = SendVerificationOtp { email: "ghost@example.com".into(), otp_type: OtpType::ForgetPassword };
    assert_eq!(app.auth.get_verification_otp(&ask).await.unwrap(), None, "what waits there is no code");
}

#[tokio::test]
async fn a_code_signs_nobody_up_where_that_is_switched_off() {
    let app = TestAuth::with(|config| config.email_otp.disable_sign_up = true).await;
    let ask = SendVerificationOtp { email: ANA.into(), otp_type: OtpType::SignIn };
    let code = app.auth.create_verification_otp(&ask).await.unwrap();
    app.client().sign_in_by_otp(ANA, &code).await.refused(400, "INVALID_OTP");
    assert_eq!(app.db.count("user").await, 0);
}

// LINK-011
#[tokio::test]
async fn codes_go_to_one_plain_address_or_nowhere() {
    let app = TestAuth::new().await;
    for email in ["nope", "u@x.test\r\nBcc: evil@evil.test", "u@x.test,evil@evil.test", "<u@x.test>", "u@x.test\0"] {
        app.client().send_otp(email, "sign-in").await.refused(400, "INVALID_EMAIL");
        let reset = app.client().post("/email-otp/request-password-reset", &json!({ "email": email })).await;
        reset.refused(400, "INVALID_EMAIL");
        app.client().check_otp(email, "sign-in", "1").await.refused(400, "INVALID_EMAIL");
        app.client().verify_by_otp(email, "1").await.refused(400, "INVALID_EMAIL");
        app.client().sign_in_by_otp(email, "1").await.refused(400, "INVALID_OTP");
    }
    app.client().send_otp(ANA, "dance").await.refused(400, "VALIDATION_ERROR");
    app.client().send_otp(ANA, "change-email").await.refused(400, "INVALID_OTP_TYPE");
    assert!(app.mailbox.mails().is_empty());
}

// Verifying an address

#[tokio::test]
async fn a_code_verifies_an_address_and_checking_it_before_uses_nothing_up() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let code = mailed(&app, ANA, "email-verification").await;
    for _ in 0..5 {
        ana.check_otp(ANA, "email-verification", &code).await.accepted::<SuccessOutput>();
    }
    ana.check_otp(ANA, "email-verification", &wrong(&code)).await.refused(400, "INVALID_OTP");
    let output: VerifyEmailOtpOutput = ana.verify_by_otp(ANA, &code).await.accepted();
    assert_eq!((output.status, output.token, output.user.email_verified), (true, None, true));
    assert!(ana.session().await.user.email_verified);
    app.signed_in(ANA).await;
    ana.verify_by_otp(ANA, &code).await.refused(400, "INVALID_OTP");
}

#[tokio::test]
async fn verifying_signs_in_where_that_is_configured() {
    let app = TestAuth::with(|config| {
        config.email_and_password.require_email_verification = true;
        config.email_verification.auto_sign_in_after_verification = true;
        config.email_otp.override_default_email_verification = true;
        config.email_otp.send_verification_on_sign_up = true;
    });
    let app = app.await;
    app.client().try_sign_up(ANA, PASSWORD).await;
    let code = code(&app, ANA).await;
    assert!(app.mailbox.mails().is_empty(), "a code in the place of the link, and one of them");
    let mut browser = app.client();
    let output: VerifyEmailOtpOutput = browser.verify_by_otp(ANA, &code).await.accepted();
    assert_eq!(output.token, Some(browser.session().await.session.token));
    app.client().post("/send-verification-email", &json!({ "email": ANA })).await.accepted::<StatusOutput>();
}

#[tokio::test]
async fn signing_up_sends_a_code_where_that_is_configured() {
    let app = TestAuth::with(|config| config.email_otp.send_verification_on_sign_up = true).await;
    let mut ana = app.signed_up(ANA).await;
    let code = code(&app, ANA).await;
    ana.verify_by_otp(ANA, &code).await.accepted::<VerifyEmailOtpOutput>();
}

#[tokio::test]
async fn the_copy_of_a_session_in_a_cookie_knows_of_it() {
    let app = TestAuth::with(|config| config.session.cookie_cache.enabled = true).await;
    let mut ana = app.signed_up(ANA).await;
    let code = mailed(&app, ANA, "email-verification").await;
    ana.verify_by_otp(ANA, &code).await.accepted::<VerifyEmailOtpOutput>();
    assert!(ana.session().await.user.email_verified);
}

#[tokio::test]
async fn whoever_has_the_code_learns_that_nobody_has_the_address() {
    let app = TestAuth::new().await;
    let code = mailed(&app, ANA, "sign-in").await;
    app.client().check_otp(ANA, "sign-in", &code).await.refused(400, "USER_NOT_FOUND");
    let ask = SendVerificationOtp { email: ANA.into(), otp_type: OtpType::EmailVerification };
    let code = app.auth.create_verification_otp(&ask).await.unwrap();
    app.client().verify_by_otp(ANA, &code).await.refused(400, "USER_NOT_FOUND");
}

// A new password

#[tokio::test]
async fn a_code_sets_a_new_password_once() {
    for path in ["/email-otp/request-password-reset", "/forget-password/email-otp"] {
        let app = TestAuth::with(|config| config.email_and_password.revoke_sessions_on_password_reset = true).await;
        let mut ana = app.signed_up(ANA).await;
        proven(&app).await;
        app.client().post(path, &json!({ "email": ANA })).await.accepted::<SuccessOutput>();
        let code = code(&app, ANA).await;
        app.client().reset_by_otp(ANA, &code, "short").await.refused(400, "PASSWORD_TOO_SHORT");
        app.client().reset_by_otp(ANA, &code, &"x".repeat(129)).await.refused(400, "PASSWORD_TOO_LONG");
        app.client().reset_by_otp(ANA, &wrong(&code), "another-horse-battery").await.refused(400, "INVALID_OTP");
        app.client().reset_by_otp(ANA, &code, "another-horse-battery").await.accepted::<SuccessOutput>();
        app.client().reset_by_otp(ANA, &code, "a-third-horse-battery").await.refused(400, "INVALID_OTP");
        assert_eq!(app.client().try_sign_in(ANA, "another-horse-battery").await.status, 200);
        app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
        assert_eq!(ana.get_session().await, None);
        assert!(app.mailbox.latest_to(ANA).await.wording.subject.contains("password was changed"));
    }
}

#[tokio::test]
async fn of_many_who_reset_with_one_code_one_sets_the_password() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.client().post("/email-otp/request-password-reset", &json!({ "email": ANA })).await;
    let code = code(&app, ANA).await;
    let mut resets = JoinSet::new();
    for number in 0..10 {
        let (mut client, code) = (app.client(), code.clone());
        resets.spawn(async move { client.reset_by_otp(ANA, &code, &format!("horse-number-{number}")).await.status });
    }
    let statuses = resets.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

// Another address

async fn ask_for_change(client: &mut Client, new_email: &str, otp: Option<&str>) -> Answer {
    let body = json!({ "newEmail": new_email, "otp": otp });
    client.post("/email-otp/request-email-change", &body).await
}

async fn change(client: &mut Client, new_email: &str, otp: &str) -> Answer {
    client.post("/email-otp/change-email", &json!({ "newEmail": new_email, "otp": otp })).await
}

fn changing(config: &mut AuthConfig) {
    config.email_otp.change_email.enabled = true;
}

#[tokio::test]
async fn a_code_to_the_new_address_changes_it() {
    let app = TestAuth::with(changing).await;
    let mut ana = app.signed_up(ANA).await;
    ask_for_change(&mut ana, "Ann@Example.com", None).await.accepted::<SuccessOutput>();
    let code = code(&app, "ann@example.com").await;
    change(&mut ana, "ann@example.com", &wrong(&code)).await.refused(400, "INVALID_OTP");
    assert_eq!(ana.session().await.user.email, ANA);
    // Somebody else's session gets nothing by it.
    let mut bo = app.signed_up(BO).await;
    change(&mut bo, "ann@example.com", &code).await.refused(400, "INVALID_OTP");
    let answer = change(&mut ana, "ann@example.com", &code).await;
    answer.accepted::<SuccessOutput>();
    let user = ana.session().await.user;
    assert_eq!((user.email.as_str(), user.email_verified), ("ann@example.com", true));
    app.signed_in("ann@example.com").await;
}

// ENUM-013
#[tokio::test]
async fn an_address_that_somebody_has_is_answered_like_a_free_one() {
    let app = TestAuth::with(changing).await;
    let mut ana = app.signed_up(ANA).await;
    app.signed_up(BO).await;
    let taken = ask_for_change(&mut ana, BO, None).await;
    let free = ask_for_change(&mut ana, "free@example.com", None).await;
    assert_eq!((taken.status, &taken.text), (free.status, &free.text));
    assert!(app.mailbox.mails().iter().all(|mail| mail.to.as_str() != BO));
    change(&mut ana, BO, "123456").await.refused(400, "INVALID_OTP");
    // Taken in between.
    let code = code(&app, "free@example.com").await;
    app.signed_up("free@example.com").await;
    change(&mut ana, "free@example.com", &code).await.refused(400, "EMAIL_IN_USE");
}

#[tokio::test]
async fn the_address_so_far_may_have_to_agree() {
    let app = TestAuth::with(|config| {
        changing(config);
        config.email_otp.change_email.verify_current_email = true;
    });
    let app = app.await;
    let mut ana = app.signed_up(ANA).await;
    ask_for_change(&mut ana, "ann@example.com", None).await.refused(400, "CURRENT_EMAIL_OTP_REQUIRED");
    let current = mailed(&app, ANA, "email-verification").await;
    ask_for_change(&mut ana, "ann@example.com", Some(&wrong(&current))).await.refused(400, "INVALID_OTP");
    ask_for_change(&mut ana, "ann@example.com", Some(&current)).await.accepted::<SuccessOutput>();
    change(&mut ana, "ann@example.com", &code(&app, "ann@example.com").await).await.accepted::<SuccessOutput>();
}

#[tokio::test]
async fn changing_by_codes_asks_for_a_session_and_is_off_unless_configured() {
    let app = TestAuth::with(changing).await;
    ask_for_change(&mut app.client(), BO, None).await.refused(401, "UNAUTHORIZED");
    change(&mut app.client(), BO, "1").await.refused(401, "UNAUTHORIZED");
    let mut ana = app.signed_up(ANA).await;
    ask_for_change(&mut ana, "nope", None).await.refused(400, "INVALID_EMAIL");
    ask_for_change(&mut ana, "ANA@example.com", None).await.refused(400, "EMAIL_UNCHANGED");
    change(&mut ana, ANA, "1").await.refused(400, "EMAIL_UNCHANGED");
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ask_for_change(&mut ana, BO, None).await.refused(400, "CHANGE_EMAIL_DISABLED");
    change(&mut ana, BO, "1").await.refused(400, "CHANGE_EMAIL_DISABLED");
}

// Storage

#[tokio::test]
async fn codes_are_stored_as_configured_and_read_in_every_form() {
    // LINK-022: by default the database alone tells no code.
    let storages = [None, Some(CodeStorage::Plain), Some(CodeStorage::Encrypted), Some(CodeStorage::Hashed)];
    for storage in storages {
        let app = TestAuth::with(|config| config.email_otp.store_otp = storage).await;
        let code = mailed(&app, ANA, "sign-in").await;
        let value = stored(&app).await;
        assert!(value.ends_with(":0"));
        assert_eq!(value.contains(&code), storage == Some(CodeStorage::Plain), "{storage:?}: {value}");
        let ask = SendVerificationOtp { email: ANA.into(), otp_type: OtpType::SignIn };
        let told = app.auth.get_verification_otp(&ask).await;
        if storage == Some(CodeStorage::Hashed) {
            assert_eq!(told.unwrap_err().status(), 400);
        } else {
            assert_eq!(told.unwrap(), Some(code.clone()));
        }
        // The configuration may change while a code is on its way.
        let app = app.restarted_with(|_| {}).await;
        app.client().sign_in_by_otp(ANA, &code).await.accepted::<SignInEmailOtpOutput>();
    }
    let app = TestAuth::with(|config| config.shared_database = true).await;
    let code = mailed(&app, ANA, "sign-in").await;
    assert_eq!(stored(&app).await, format!("{code}:0"));
}

#[tokio::test]
async fn of_the_codes_that_better_auth_has_kept_the_latest_counts() {
    let app = TestAuth::new().await;
    for (id, code, minute) in [("a", "111111", "00"), ("b", "333333", "02"), ("c", "222222", "01")] {
        let row = format!(
            r#"INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
               VALUES ('{id}', 'sign-in-otp-{ANA}', '{code}:0', '2037-01-01T00:00:00.000Z', '2025-01-01T00:{minute}:00.000Z', '2025-01-01T00:00:00.000Z')"#
        );
        app.db.execute(&row).await;
    }
    app.client().sign_in_by_otp(ANA, "222222").await.refused(400, "INVALID_OTP");
    app.client().sign_in_by_otp(ANA, "333333").await.accepted::<SignInEmailOtpOutput>();
    for code in ["111111", "222222", "333333"] {
        app.client().sign_in_by_otp(ANA, code).await.refused(400, "INVALID_OTP");
    }
}

#[tokio::test]
async fn codes_are_as_long_and_live_as_long_as_configured() {
    let app = TestAuth::with(|config| {
        config.email_otp.otp_length = 8;
        config.email_otp.allowed_attempts = 1;
        config.email_otp.expires_in = MINUTE;
    });
    let app = app.await;
    let code = mailed(&app, ANA, "sign-in").await;
    assert_eq!(code.len(), 8);
    app.client().sign_in_by_otp(ANA, &wrong(&code)).await.refused(400, "INVALID_OTP");
    app.client().sign_in_by_otp(ANA, &code).await.refused(403, "TOO_MANY_ATTEMPTS");
    let code = mailed(&app, ANA, "sign-in").await;
    app.clock.advance(MINUTE);
    app.client().sign_in_by_otp(ANA, &code).await.refused(400, "OTP_EXPIRED");
}

/// What an application may do in its own way; `reversible` codes can be told.
#[derive(Debug)]
struct OwnCodes {
    reversible: bool,
}

#[async_trait]
impl MailedSecrets for OwnCodes {
    fn otp(&self, email: &str, otp_type: OtpType) -> Option<String> {
        (otp_type == OtpType::SignIn).then(|| format!("777{}", 100 + email.len()))
    }

    async fn store_otp(&self, otp: &str) -> Option<String> {
        Some(otp.chars().rev().collect())
    }

    async fn reveal_otp(&self, stored: &str) -> Option<String> {
        self.reversible.then(|| stored.chars().rev().collect())
    }
}

#[tokio::test]
async fn an_application_makes_and_stores_codes_in_its_own_way() {
    for reversible in [false, true] {
        let own = |builder: auth::AuthBuilder| builder.mailed_secrets(OwnCodes { reversible });
        let app = TestAuth::built(Database::empty().await, |_| {}, own).await;
        let code = mailed(&app, ANA, "sign-in").await;
        assert_eq!((code.as_str(), stored(&app).await.as_str()), ("777115", "511777:0"));
        let ask = SendVerificationOtp { email: ANA.into(), otp_type: OtpType::SignIn };
        assert_eq!(app.auth.get_verification_otp(&ask).await.ok().flatten(), reversible.then(|| code.clone()));
        app.client().sign_in_by_otp(ANA, "511777").await.refused(400, "INVALID_OTP");
        app.client().sign_in_by_otp(ANA, &code).await.accepted::<SignInEmailOtpOutput>();
    }
}

// Limits

#[tokio::test]
async fn each_endpoint_is_limited_to_three_a_minute() {
    let app = TestAuth::with(|config| config.rate_limit.enabled = true).await;
    let paths = [
        "/email-otp/send-verification-otp",
        "/email-otp/check-verification-otp",
        "/email-otp/verify-email",
        "/sign-in/email-otp",
        "/email-otp/request-password-reset",
        "/email-otp/reset-password",
        "/forget-password/email-otp",
        "/email-otp/request-email-change",
        "/email-otp/change-email",
    ];
    for path in paths {
        let mut client = app.client().at_address("203.0.113.7");
        let mut statuses = Vec::new();
        for _ in 0..4 {
            statuses.push(client.post(path, &json!({ "email": ANA })).await.status.as_u16());
        }
        assert!(statuses[..3].iter().all(|status| *status != 429) && statuses[3] == 429, "{path}: {statuses:?}");
        let refused = client.post(path, &json!({})).await;
        assert_eq!(refused.header("x-retry-after"), Some("60"), "{path}");
    }
}

// ADM-028
#[tokio::test]
async fn codes_that_are_switched_off_are_unknown() {
    let app = TestAuth::with(|config| config.email_otp.enabled = false).await;
    app.client().send_otp(ANA, "sign-in").await.is_unknown_path();
    app.client().sign_in_by_otp(ANA, "123456").await.is_unknown_path();
}
