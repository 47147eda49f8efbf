//! New passwords that everybody knows.

use async_trait::async_trait;
use auth::{
    AuthConfig, Result,
    config::{OnFailure, PasswordSource},
    features::have_i_been_pwned::CompromisedPasswords,
    wire::Password,
};
use serde_json::json;

use crate::common::{Database, PASSWORD, Service, TestAuth};

const ANA: &str = "ana@example.com";
/// One of the most common ones.
const COMMON: &str = "Password1";
/// The first five digits of the SHA-1 of [`PASSWORD`].
const TOLD: &str = "F9797";
/// The others.
const KEPT: &str = "9FF44A9A1A4105F4BAE6FE809715E0A0A84";

fn offline(config: &mut AuthConfig) {
    config.have_i_been_pwned.enabled = true;
}

fn asking(service: &Service) -> impl FnOnce(&mut AuthConfig) {
    let url = service.url().to_owned();
    move |config| {
        config.have_i_been_pwned.enabled = true;
        config.have_i_been_pwned.source = PasswordSource::Api;
        config.have_i_been_pwned.range_url = url;
    }
}

#[tokio::test]
async fn nobody_signs_up_with_a_common_password() {
    let app = TestAuth::with(offline).await;
    app.client().try_sign_up(ANA, COMMON).await.refused(400, "PASSWORD_COMPROMISED");
    assert_eq!(app.db.count("user").await, 0);
    app.client().sign_up(ANA).await;
    // Whether somebody has the address makes no difference.
    app.client().try_sign_up(ANA, COMMON).await.refused(400, "PASSWORD_COMPROMISED");
}

#[tokio::test]
async fn without_the_option_every_password_is_taken() {
    let app = TestAuth::new().await;
    assert_eq!(app.client().try_sign_up(ANA, COMMON).await.status, 200);
}

#[tokio::test]
async fn whoever_has_a_common_password_still_signs_in() {
    let app = TestAuth::new().await;
    app.client().try_sign_up(ANA, COMMON).await;
    let app = app
        .restarted_with(|config| {
            config.have_i_been_pwned.enabled = true;
            config.email_and_password.hashing.iterations = 2;
        })
        .await;
    assert_eq!(app.client().try_sign_in(ANA, COMMON).await.status, 200);
}

#[tokio::test]
async fn no_common_password_takes_the_place_of_another() {
    let app = TestAuth::with(offline).await;
    let mut ana = app.signed_up(ANA).await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": COMMON });
    ana.post("/change-password", &body).await.refused(400, "PASSWORD_COMPROMISED");
    app.auth.set_password(&mut ana.cx(), &COMMON.into()).await.unwrap_err();

    ana.post("/request-password-reset", &json!({ "email": ANA, "redirectTo": "/new" })).await;
    let link = app.link_to(ANA).await;
    let token = link.trim_start_matches("/reset-password/").split('?').next().unwrap().to_owned();
    let reset = |password: &str| json!({ "token": token, "newPassword": password });
    ana.post("/reset-password", &reset(COMMON)).await.refused(400, "PASSWORD_COMPROMISED");
    app.client().sign_in(ANA).await;
    // The link still works for a better one.
    assert_eq!(ana.post("/reset-password", &reset("another-horse-battery")).await.status, 200);
}

#[tokio::test]
async fn paths_and_sentence_are_as_configured() {
    let app = TestAuth::with(|config| {
        offline(config);
        config.have_i_been_pwned.paths = vec!["/change-password".into()];
        config.have_i_been_pwned.custom_password_compromised_message = Some("Not this one.".into());
    })
    .await;
    let mut ana = app.client();
    assert_eq!(ana.try_sign_up(ANA, COMMON).await.status, 200);
    let body = json!({ "currentPassword": COMMON, "newPassword": "123456789" });
    let answer = ana.post("/change-password", &body).await;
    answer.refused(400, "PASSWORD_COMPROMISED");
    assert_eq!(answer.json()["message"], "Not this one.");
}

#[tokio::test]
async fn the_service_is_told_five_digits_and_asked_for_padding() {
    let service = Service::answering("0018A45C4D1DEF81644B54AB7F969B88D65:0").await;
    let app = TestAuth::with(asking(&service)).await;
    app.client().sign_up(ANA).await;
    let asked = service.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].path.trim_start_matches('/'), TOLD);
    assert_eq!(asked[0].headers["add-padding"], "true");
}

#[tokio::test]
async fn what_the_service_knows_is_refused_and_its_padding_is_not() {
    let service = Service::answering("").await;
    let app = TestAuth::with(asking(&service)).await;
    for (count, status) in [("42", 400), ("x", 500), ("0", 200)] {
        service.say(&format!("FFFF:1\r\n{KEPT}:{count}\r\n"));
        assert_eq!(app.client().try_sign_up(ANA, PASSWORD).await.status, status, "{count}");
    }
}

#[tokio::test]
async fn a_service_that_is_down_refuses_unless_configured_otherwise() {
    let service = Service::answering("").await;
    service.break_down();
    let app = TestAuth::with(asking(&service)).await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    assert_eq!(answer.status, 500, "{answer}");
    assert_eq!(app.db.count("user").await, 0);

    let change = asking(&service);
    let app = TestAuth::with(|config| {
        change(config);
        config.have_i_been_pwned.on_failure = OnFailure::Accept;
    })
    .await;
    app.client().sign_up(ANA).await;
}

/// Knows one password, which is in no list.
#[derive(Debug)]
struct OurOwnName;

#[async_trait]
impl CompromisedPasswords for OurOwnName {
    async fn is_compromised(&self, password: &Password) -> Result<bool> {
        Ok(password.expose().contains("acme"))
    }
}

#[tokio::test]
async fn the_application_may_know_other_passwords() {
    let db = Database::empty().await;
    let app = Box::pin(TestAuth::built(db, offline, |builder| builder.compromised_passwords(OurOwnName))).await;
    app.client().try_sign_up(ANA, "we-are-acme").await.refused(400, "PASSWORD_COMPROMISED");
    app.client().sign_up(ANA).await;
}
