//! A new address for an account.

use auth::{
    AuthConfig,
    wire::{StatusOutput, VerifyEmailOutput},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, DAY, HOUR, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";
const NEW: &str = "anna@example.com";

fn enabled(config: &mut AuthConfig) {
    config.user.change_email.enabled = true;
    config.pages.revert_email_change = Some("/revert-email".into());
}

fn with_confirmation(config: &mut AuthConfig) {
    enabled(config);
    config.user.change_email.send_change_email_confirmation = true;
}

async fn change(client: &mut Client, email: &str) -> Answer {
    client.post("/change-email", &json!({ "newEmail": email, "callbackURL": "/settings" })).await
}

/// Somebody whose address is verified.
async fn verified(app: &TestAuth) -> Client {
    let mut ana = app.signed_up(ANA).await;
    ana.post("/send-verification-email", &json!({ "email": ANA })).await.accepted::<StatusOutput>();
    ana.get(&app.link_to(ANA).await).await;
    ana
}

#[tokio::test]
async fn the_link_to_the_new_address_changes_it() {
    let app = TestAuth::with(enabled).await;
    let mut ana = app.signed_up(ANA).await;
    change(&mut ana, "Anna@Example.com").await.accepted::<StatusOutput>();
    assert_eq!(ana.session().await.user.email, ANA);
    assert_eq!(ana.get(&app.link_to(NEW).await).await.header("location"), Some("/settings"));
    let user = ana.session().await.user;
    assert_eq!((user.email.as_str(), user.email_verified), (NEW, false));
    app.signed_in(NEW).await.session().await;
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
}

#[tokio::test]
async fn a_verified_address_agrees_first_where_so_configured() {
    let app = TestAuth::with(with_confirmation).await;
    let mut ana = verified(&app).await;
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    ana.get(&app.link_to(ANA).await).await;
    assert_eq!(ana.session().await.user.email, ANA, "not changed yet");
    ana.get(&app.link_to(NEW).await).await;
    let user = ana.session().await.user;
    assert_eq!((user.email.as_str(), user.email_verified), (NEW, true));
}

#[tokio::test]
async fn the_answer_in_json_shows_the_user() {
    let app = TestAuth::with(enabled).await;
    change(&mut app.signed_up(ANA).await, NEW).await.accepted::<StatusOutput>();
    let link = app.link_to(NEW).await;
    let (link, _) = link.split_once("&callbackURL").unwrap();
    let output: VerifyEmailOutput = app.client().get(link).await.accepted();
    assert_eq!(output.user.unwrap().email, NEW);
}

#[tokio::test]
async fn an_unverified_address_is_changed_at_once_where_so_configured() {
    let app = TestAuth::with(|config| {
        enabled(config);
        config.user.change_email.update_email_without_verification = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    assert_eq!(ana.session().await.user.email, NEW);
    ana.get(&app.link_to(NEW).await).await;
    assert!(ana.session().await.user.email_verified);
}

#[tokio::test]
async fn an_address_that_somebody_has_is_not_given_away() {
    let app = TestAuth::with(enabled).await;
    app.signed_up("ben@example.com").await;
    let mut ana = app.signed_up(ANA).await;
    let taken = change(&mut ana, "ben@example.com").await;
    let free = change(&mut ana, NEW).await;
    assert_eq!((taken.status, &taken.text), (free.status, &free.text));
    app.mailbox.next_to(NEW).await;
    assert_eq!(app.mailbox.mails().len(), 0, "the owner of the address gets no mail");
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    let app = TestAuth::with(enabled).await;
    let mut ana = app.signed_up(ANA).await;
    change(&mut ana, "ANA@example.com").await.refused(400, "EMAIL_UNCHANGED");
    change(&mut ana, "nope").await.refused(400, "VALIDATION_ERROR");
    change(&mut app.client(), NEW).await.refused(401, "UNAUTHORIZED");
    let app = TestAuth::new().await;
    change(&mut app.signed_up(ANA).await, NEW).await.refused(400, "CHANGE_EMAIL_DISABLED");
}

// A link is about one account with one address.
#[tokio::test]
async fn a_link_does_nothing_once_the_address_has_changed_or_for_somebody_else() {
    let app = TestAuth::with(enabled).await;
    let mut ana = app.signed_up(ANA).await;
    change(&mut ana, "first@example.com").await.accepted::<StatusOutput>();
    change(&mut ana, "second@example.com").await.accepted::<StatusOutput>();
    let (first, second) = (app.link_to("first@example.com").await, app.link_to("second@example.com").await);
    let mut ben = app.signed_up("ben@example.com").await;
    assert_eq!(ben.get(&first).await.header("location"), Some("/settings?error=INVALID_USER"));
    assert_eq!(ana.get(&first).await.header("location"), Some("/settings?error=INVALID_TOKEN"), "replaced");
    ana.get(&second).await;
    assert_eq!(ana.get(&second).await.header("location"), Some("/settings?error=INVALID_TOKEN"), "used");
    assert_eq!(ana.session().await.user.email, "second@example.com");
}

#[tokio::test]
async fn of_two_accounts_that_want_one_address_the_first_gets_it() {
    let app = TestAuth::with(enabled).await;
    let (mut ana, mut ben) = (app.signed_up(ANA).await, app.signed_up("ben@example.com").await);
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    change(&mut ben, NEW).await.accepted::<StatusOutput>();
    let (first, second) = (app.link_to(NEW).await, app.link_to(NEW).await);
    ana.get(&first).await;
    ben.get(&second).await.refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    assert_eq!(ben.session().await.user.email, "ben@example.com");
}

// RACE-005
#[tokio::test]
async fn two_people_do_not_get_each_others_addresses_by_asking_at_once() {
    let app = TestAuth::with(|config| {
        enabled(config);
        config.user.change_email.update_email_without_verification = true;
    })
    .await;
    let (ana, ben) = (app.signed_up(ANA).await, app.signed_up("ben@example.com").await);
    let mut changes = JoinSet::new();
    for _ in 0..25 {
        for (browser, email) in [(&ana, "ben@example.com"), (&ben, ANA)] {
            let mut browser = browser.clone();
            changes.spawn(async move { change(&mut browser, email).await });
        }
    }
    changes.join_all().await;
    let mut emails = app.db.texts(r#"SELECT "email" FROM "user""#).await;
    emails.sort_unstable();
    assert_eq!(emails, [ANA, "ben@example.com"]);
    for email in emails {
        app.signed_in(&email).await;
    }
}

/// The token in the mail to the former address.
async fn undoing(app: &TestAuth) -> String {
    let url = app.url_to(ANA).await;
    url.strip_prefix("http://localhost:3000/revert-email?token=").unwrap().to_owned()
}

// LINK-014
#[tokio::test]
async fn the_owner_of_the_former_address_can_undo_it_once() {
    let app = TestAuth::with(enabled).await;
    let mut ana = verified(&app).await;
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    ana.get(&app.link_to(NEW).await).await;
    let token = undoing(&app).await;
    app.clock.advance(6 * DAY);
    let revert = json!({ "token": token });
    app.client().post("/revert-email-change", &revert).await.accepted::<StatusOutput>();
    assert_eq!(ana.get_session().await, None, "whoever changed it is signed out");
    assert!(app.client().try_sign_in(ANA, PASSWORD).await.accepted::<Value>()["user"]["emailVerified"] == true);
    app.client().post("/revert-email-change", &revert).await.refused(400, "INVALID_TOKEN");
}

#[tokio::test]
async fn after_a_week_it_stays() {
    let app = TestAuth::with(enabled).await;
    let mut ana = verified(&app).await;
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    ana.get(&app.link_to(NEW).await).await;
    let token = undoing(&app).await;
    app.clock.advance(7 * DAY + SECOND);
    app.client().post("/revert-email-change", &json!({ "token": token })).await.refused(400, "INVALID_TOKEN");
}

#[tokio::test]
async fn a_link_to_the_new_address_is_good_for_an_hour() {
    let app = TestAuth::with(enabled).await;
    let mut ana = app.signed_up(ANA).await;
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    app.clock.advance(HOUR + SECOND);
    let answer = ana.get(&app.link_to(NEW).await).await;
    assert_eq!(answer.header("location"), Some("/settings?error=TOKEN_EXPIRED"));
}

#[tokio::test]
async fn a_change_that_was_called_off_does_not_happen() {
    let app = TestAuth::with(enabled).await;
    let mut ana = app.signed_up(ANA).await;
    change(&mut ana, NEW).await.accepted::<StatusOutput>();
    let mut cx = ana.cx();
    assert_eq!(app.auth.pending_email_change(&mut cx).await.unwrap().as_deref(), Some(NEW));
    app.auth.cancel_email_change(&mut cx).await.unwrap();
    assert_eq!(app.auth.pending_email_change(&mut cx).await.unwrap(), None);
    let answer = ana.get(&app.link_to(NEW).await).await;
    assert_eq!(answer.header("location"), Some("/settings?error=INVALID_TOKEN"));
    assert_eq!(ana.session().await.user.email, ANA);
}
