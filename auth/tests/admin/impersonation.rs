use auth::{
    features::{
        access::{Role, Statements},
        admin::{UserAction, built_in_access},
    },
    wire::{Session, SessionWithUser},
};
use serde_json::{Value, json};

use super::{ANA, BEN, Person, ROOT, admin, somebody};
use crate::common::{DAY, HOUR, MILLISECOND, PASSWORD, TestAuth};

impl Person {
    async fn impersonate(&mut self, user: &str) -> SessionWithUser {
        self.act("/admin/impersonate-user", user).await.accepted()
    }

    async fn stop(&mut self) -> crate::common::Answer {
        self.post("/admin/stop-impersonating", &json!({})).await
    }
}

#[tokio::test]
async fn whoever_impersonates_is_the_other_for_an_hour_and_goes_back() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let own = root.client.session().await.session;
    let made = root.impersonate(&ana.id).await;
    assert_eq!((made.user.id.as_str(), made.session.impersonated_by()), (ana.id.as_str(), Some(root.id.as_str())));
    let seen = root.client.session().await;
    assert_eq!((seen.user.id, seen.session.impersonated_by()), (ana.id.clone(), Some(root.id.as_str())));
    assert_eq!(seen.session.expires_at, app.now() + HOUR);

    let back: SessionWithUser = root.stop().await.accepted();
    assert_eq!((back.user.id.as_str(), &back.session.token), (root.id.as_str(), &own.token));
    assert_eq!(root.client.session().await.session.token, own.token);
    assert_eq!(root.client.cookie("admin_session"), None);
    assert_eq!(root.client.cookie("dont_remember"), None);
    root.stop().await.refused(400, "YOU_ARE_NOT_IMPERSONATING_ANYONE");
}

#[tokio::test]
async fn nothing_makes_it_last_longer() {
    let app = TestAuth::with(|config| config.admin.impersonation_session_duration = DAY).await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let end = root.impersonate(&ana.id).await.session.expires_at;
    // Not even a browser that says it is to be remembered.
    let token = root.client.cookie("session_token").unwrap().to_owned();
    let mut browser = app.client().with_cookie("session_token", &token);
    app.clock.advance(23 * HOUR);
    assert_eq!(browser.session().await.session.expires_at, end);
    app.clock.advance(HOUR + MILLISECOND);
    assert!(browser.get_session().await.is_none());
}

#[tokio::test]
async fn a_browser_that_is_not_remembered_is_not_afterwards_either() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    root.client.sign_in_briefly(ROOT).await;
    let ana = somebody(&app, ANA).await;
    root.impersonate(&ana.id).await;
    root.stop().await.accepted::<Value>();
    assert!(root.client.cookie("dont_remember").is_some());
}

#[tokio::test]
async fn the_owner_does_not_see_the_session_and_its_tokens_stay_theirs() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let token = ana.client.session().await.session.token;
    root.impersonate(&ana.id).await;
    let listed: Vec<Session> = ana.get("/list-sessions").await.accepted();
    assert_eq!(listed.iter().map(|session| &session.token).collect::<Vec<_>>(), [&token]);
    let seen: Vec<Session> = root.get("/list-sessions").await.accepted();
    assert!(seen.iter().all(|session| session.token != token), "nothing to take along");
}

// ADM-011
#[tokio::test]
async fn those_who_administer_are_not_impersonated_unless_a_role_says_so() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let other = admin(&app, "other@example.com").await;
    root.act("/admin/impersonate-user", &other.id).await.refused(403, "YOU_CANNOT_IMPERSONATE_ADMINS");

    let app = app.restarted_with(|config| config.admin.allow_impersonating_admins = true).await;
    let mut root = Person { client: app.signed_in(ROOT).await, ..root };
    root.impersonate(&other.id).await;

    let app = app
        .restarted_with(|config| {
            let all = Statements::new().with_all_of::<UserAction>();
            config.admin.access = Some(built_in_access().with_role("admin", Role::new(all)));
        })
        .await;
    let mut root = Person { client: app.signed_in(ROOT).await, ..root };
    root.impersonate(&other.id).await;
    // Administering under somebody else's name is not looking.
    root.get("/admin/list-users").await.refused(403, "NOT_WHILE_IMPERSONATING");
    root.act("/admin/impersonate-user", &other.id).await.refused(403, "NOT_WHILE_IMPERSONATING");
}

// ADM-012
#[tokio::test]
async fn whoever_impersonates_changes_nothing_about_how_the_other_signs_in() {
    let app = TestAuth::with(|config| {
        config.user.delete_user = true;
        config.user.change_email.enabled = true;
        config.username.enabled = true;
        config.phone_number.enabled = true;
    })
    .await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let ben = somebody(&app, BEN).await;
    root.impersonate(&ana.id).await;
    let number = json!({ "phoneNumber": "+358401234567", "code": "123456", "updatePhoneNumber": true });
    root.post("/phone-number/verify", &number).await.refused(403, "NOT_WHILE_IMPERSONATING");
    root.get("/admin/list-users").await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS");
    root.act("/admin/impersonate-user", &ben.id).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_IMPERSONATE_USERS");
    for (path, body) in [
        ("/change-password", json!({ "currentPassword": PASSWORD, "newPassword": "another-password" })),
        ("/change-email", json!({ "newEmail": "evil@example.com" })),
        ("/email-otp/request-email-change", json!({ "newEmail": "evil@example.com" })),
        ("/email-otp/change-email", json!({ "newEmail": "evil@example.com", "otp": "123456" })),
        ("/two-factor/enable", json!({ "password": PASSWORD })),
        ("/two-factor/disable", json!({ "password": PASSWORD })),
        ("/two-factor/get-totp-uri", json!({ "password": PASSWORD })),
        ("/two-factor/generate-backup-codes", json!({ "password": PASSWORD })),
        ("/reauthenticate", json!({ "password": PASSWORD })),
        ("/passkey/delete-passkey", json!({ "id": "x" })),
        ("/passkey/update-passkey", json!({ "id": "x", "name": "Mine" })),
        ("/unlink-account", json!({ "providerId": "credential", "accountId": "x" })),
        ("/delete-user", json!({ "password": PASSWORD })),
        ("/delete-user", json!({})),
        ("/update-user", json!({ "username": "root_was_here" })),
        ("/update-user", json!({ "phoneNumber": null })),
    ] {
        root.post(path, &body).await.refused(403, "NOT_WHILE_IMPERSONATING");
    }
    root.get("/passkey/generate-register-options").await.refused(403, "NOT_WHILE_IMPERSONATING");
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn it_ends_with_the_right_to_it() {
    for end in ["/admin/ban-user", "/admin/set-role", "/admin/remove-user"] {
        let app = TestAuth::new().await;
        let mut root = admin(&app, ROOT).await;
        let mut other = admin(&app, "other@example.com").await;
        let ana = somebody(&app, ANA).await;
        root.impersonate(&ana.id).await;
        assert!(root.is_in().await);
        let answer = other.post(end, &json!({ "userId": root.id, "role": "user" })).await;
        assert_eq!(answer.status, 200, "{end}: {answer}");
        assert!(!root.is_in().await, "{end}");
    }
}

#[tokio::test]
async fn a_guest_who_is_looked_at_stays_a_guest() {
    let app = TestAuth::with(|config| config.anonymous.enabled = true).await;
    let mut root = admin(&app, ROOT).await;
    let mut guest = app.client();
    guest.post("/sign-in/anonymous", &json!({})).await.accepted::<serde_json::Value>();
    let id = guest.session().await.user.id;
    root.impersonate(&id).await;
    root.post("/delete-anonymous-user", &json!({})).await.refused(403, "NOT_WHILE_IMPERSONATING");
    root.client.sign_in(ROOT).await;
    assert_eq!(guest.session().await.user.id, id);
}

// ADM-013
#[tokio::test]
async fn the_session_that_waits_opens_for_whoever_impersonated_and_nobody_else() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut other = admin(&app, "other@example.com").await;
    let mut ana = somebody(&app, ANA).await;
    ana.stop().await.refused(400, "YOU_ARE_NOT_IMPERSONATING_ANYONE");
    app.client().post("/admin/stop-impersonating", &json!({})).await.refused(401, "UNAUTHORIZED");

    root.impersonate(&ana.id).await;
    let waiting = root.client.cookie("admin_session").unwrap().to_owned();
    let mut thief = app.signed_in(ANA).await.with_cookie("admin_session", &waiting);
    thief.post("/admin/stop-impersonating", &json!({})).await.refused(400, "YOU_ARE_NOT_IMPERSONATING_ANYONE");

    // The cookie of one who impersonates in the browser of another.
    other.impersonate(&ana.id).await;
    other.client = other.client.with_cookie("admin_session", &waiting);
    let answer = other.stop().await;
    answer.refused(500, "FAILED_TO_FIND_ADMIN_SESSION");
    assert!(!other.is_in().await, "and nothing is left of looking");

    // Nor does a session that has ended come back.
    let id = root.id.clone();
    app.auth.store().delete_sessions(&id, None).await.unwrap();
    root.stop().await.refused(500, "FAILED_TO_FIND_ADMIN_SESSION");
}

#[tokio::test]
async fn somebody_who_is_banned_is_not_impersonated() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    root.act("/admin/ban-user", &ana.id).await.accepted::<Value>();
    root.act("/admin/impersonate-user", &ana.id).await.refused(403, "BANNED_USER");
    assert!(root.is_in().await);
}

#[tokio::test]
async fn signing_out_forgets_the_session_that_waits() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    root.impersonate(&ana.id).await;
    root.client.sign_out().await;
    assert_eq!(root.client.cookie("admin_session"), None);
    assert!(!root.is_in().await);
}
