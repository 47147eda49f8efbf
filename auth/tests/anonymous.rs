//! Guests: accounts without a name.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use auth::{
    AuthConfig, Cx, Error, Result,
    features::anonymous::GuestProfiles,
    hooks::Hooks,
    wire::{DeleteAnonymousUserOutput, SessionWithUser, SignInAnonymousOutput, SignInEmailOutput, SignUpEmailOutput},
};
use serde_json::{Value, json};

use crate::common::{Answer, Client, Database, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";

fn on(config: &mut AuthConfig) {
    config.anonymous.enabled = true;
}

async fn with_guests() -> TestAuth {
    TestAuth::with(on).await
}

impl Client {
    async fn look_around(&mut self) -> Answer {
        self.post("/sign-in/anonymous", &json!({})).await
    }

    async fn leave(&mut self) -> Answer {
        self.post("/delete-anonymous-user", &json!({})).await
    }
}

async fn guest(app: &TestAuth) -> Client {
    let mut client = app.client();
    client.look_around().await.accepted::<SignInAnonymousOutput>();
    client
}

#[tokio::test]
async fn a_guest_has_a_session_and_an_address_that_no_mail_reaches() {
    let app = with_guests().await;
    let mut client = app.client();
    let output: SignInAnonymousOutput = client.look_around().await.accepted();
    let session = client.session().await;
    assert_eq!((&session.user, &session.session.token), (&output.user, &output.token));
    assert!(session.user.fields.is_on("isAnonymous"));
    assert_eq!(session.user.name, "Anonymous");
    assert!(session.user.email.ends_with("@anonymous.placeholder.invalid"), "{}", session.user.email);
    assert!(!session.user.email_verified);
    assert_eq!(app.mailbox.mails().len(), 0);
    client.look_around().await.refused(400, "ANONYMOUS_USERS_CANNOT_SIGN_IN_AGAIN_ANONYMOUSLY");
    assert_eq!(app.db.count("user").await, 1);
}

#[tokio::test]
async fn signing_up_turns_a_guest_into_somebody() {
    let app = with_guests().await;
    let mut client = guest(&app).await;
    let before = client.clone();
    client.sign_up(ANA).await;
    let user = client.session().await.user;
    assert_eq!((user.email.as_str(), user.fields.is_on("isAnonymous")), (ANA, false));
    assert_eq!((app.db.count("user").await, app.db.count("session").await), (1, 1), "the guest is no more");
    assert_eq!(before.clone().get_session().await, None);
}

#[tokio::test]
async fn signing_in_turns_a_guest_into_somebody() {
    let app = with_guests().await;
    app.signed_up(ANA).await;
    let mut client = guest(&app).await;
    client.sign_in(ANA).await;
    assert_eq!(client.session().await.user.email, ANA);
    assert_eq!(app.db.count("user").await, 1);
}

// LINK-025
#[tokio::test]
async fn a_guest_does_not_get_into_an_account_by_signing_up_with_its_address() {
    let app = with_guests().await;
    app.signed_up(ANA).await;
    let mut client = guest(&app).await;
    client.try_sign_up(ANA, "correct horse battery 1").await.refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    client.try_sign_in(ANA, "correct horse battery 1").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert!(client.session().await.user.fields.is_on("isAnonymous"), "they are the guest that they were");
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn somebody_who_is_not_a_guest_is_nobody_to_be_linked() {
    let app = with_guests().await;
    let mut client = app.signed_up("ben@example.com").await;
    client.sign_up(ANA).await;
    assert_eq!(app.db.count("user").await, 2);
    // They may become a guest: that account is theirs, and stays.
    client.look_around().await.accepted::<SignInAnonymousOutput>();
    assert_eq!(app.db.count("user").await, 3);
}

#[tokio::test]
async fn a_guest_may_leave() {
    let app = with_guests().await;
    let mut client = guest(&app).await;
    let answer = client.leave().await;
    assert!(answer.accepted::<DeleteAnonymousUserOutput>().success);
    assert!(client.cookie("session_token").is_none());
    assert_eq!((app.db.count("user").await, app.db.count("session").await), (0, 0));
    client.leave().await.refused(401, "UNAUTHORIZED");
    app.signed_up(ANA).await.leave().await.refused(403, "USER_IS_NOT_ANONYMOUS");
}

#[tokio::test]
async fn guests_may_be_kept() {
    let app = TestAuth::with(|config| {
        on(config);
        config.anonymous.disable_delete_anonymous_user = true;
    })
    .await;
    let mut client = guest(&app).await;
    client.leave().await.refused(400, "DELETE_ANONYMOUS_USER_DISABLED");
    client.sign_up(ANA).await;
    assert_eq!(app.db.count("user").await, 2);
}

#[tokio::test]
async fn nobody_makes_themselves_a_guest_or_not() {
    let app = with_guests().await;
    let mut client = app.client();
    let body = json!({ "name": "A", "email": ANA, "password": PASSWORD, "isAnonymous": true });
    let output: SignUpEmailOutput = client.post("/sign-up/email", &body).await.accepted();
    assert!(!output.user.fields.is_on("isAnonymous"));
    client.post("/update-user", &json!({ "isAnonymous": true })).await.refused(400, "FIELD_NOT_ALLOWED");
    let mut guest = guest(&app).await;
    guest.post("/update-user", &json!({ "name": "B", "isAnonymous": false })).await;
    assert!(guest.session().await.user.fields.is_on("isAnonymous"));
}

#[tokio::test]
async fn a_second_factor_is_asked_of_the_account_and_the_guest_is_gone_from_the_browser() {
    let app = with_guests().await;
    let mut ana = app.signed_up(ANA).await;
    let enable = json!({ "password": PASSWORD, "method": "otp" });
    ana.post("/two-factor/enable", &enable).await.accepted::<Value>();
    let mut client = guest(&app).await;
    let answer = client.try_sign_in(ANA, PASSWORD).await;
    assert_eq!(answer.json()["twoFactorRedirect"], true, "{answer}");
    assert_eq!(client.get_session().await, None);
}

/// Writes down who was linked to whom, and refuses one name.
#[derive(Debug, Clone, Default)]
struct Mover(Arc<Mutex<Vec<(String, String)>>>);

#[async_trait]
impl Hooks for Mover {
    async fn on_link_account(&self, guest: &SessionWithUser, account: &SessionWithUser) -> Result<()> {
        if account.user.email.starts_with("full") {
            return Err(Error::refuse(409, "CART_IS_FULL", "There is no room."));
        }
        self.0.lock().unwrap().push((guest.user.id.clone(), account.user.id.clone()));
        Ok(())
    }
}

#[tokio::test]
async fn the_application_moves_what_a_guest_made() {
    let mover = Mover::default();
    let app = TestAuth::built(Database::empty().await, on, |builder| builder.hooks(mover.clone())).await;
    app.signed_up(ANA).await;
    assert!(mover.0.lock().unwrap().is_empty());
    let mut client = guest(&app).await;
    let from = client.session().await.user.id;
    let to: SignInEmailOutput = client.sign_in(ANA).await;
    assert_eq!(*mover.0.lock().unwrap(), [(from, to.user.id)]);
}

#[tokio::test]
async fn a_move_that_is_refused_signs_nobody_in() {
    let mover = Mover::default();
    let app = TestAuth::built(Database::empty().await, on, |builder| builder.hooks(mover)).await;
    app.signed_up("full@example.com").await.sign_out().await;
    let mut client = guest(&app).await;
    client.try_sign_in("full@example.com", PASSWORD).await.refused(409, "CART_IS_FULL");
    assert!(client.session().await.user.fields.is_on("isAnonymous"));
    assert_eq!(app.db.count("session").await, 1);
}

/// Guests have names.
#[derive(Debug)]
struct Animals;

#[async_trait]
impl GuestProfiles for Animals {
    async fn name(&self, _cx: &Cx) -> Option<String> {
        Some("Quiet otter".into())
    }

    async fn email(&self) -> Option<String> {
        Some("Otter@Guests.example.com".into())
    }
}

#[tokio::test]
async fn an_application_names_its_guests() {
    let app = TestAuth::built(Database::empty().await, on, |builder| builder.guest_profiles(Animals)).await;
    let user = guest(&app).await.session().await.user;
    assert_eq!((user.name.as_str(), user.email.as_str()), ("Quiet otter", "otter@guests.example.com"));

    let domain = |config: &mut AuthConfig| {
        on(config);
        config.anonymous.email_domain_name = Some("guests.example.org".into());
    };
    let app = TestAuth::with(domain).await;
    let user = guest(&app).await.session().await.user;
    let local = user.email.strip_suffix("@guests.example.org").expect("the domain is the configured one");
    assert_eq!(local.strip_prefix("temp-").map(str::len), Some(32));
}

#[tokio::test]
async fn there_are_no_guests_unless_they_are_switched_on() {
    let app = TestAuth::new().await;
    app.client().look_around().await.is_unknown_path();
    let user = app.signed_up(ANA).await.session().await.user;
    assert_eq!(user.fields.get("isAnonymous"), None);
}
