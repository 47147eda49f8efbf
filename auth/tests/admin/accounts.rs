use auth::{
    Cx,
    schema::{Field, FieldKind},
    wire::{CreateUser, Fields, SetRole, User, UserOutput},
};
use serde_json::{Value, json};

use super::{ANA, BEN, Person, ROOT, admin, somebody};
use crate::common::{Answer, PASSWORD, TestAuth};

impl Person {
    async fn set_role(&mut self, user: &str, role: impl Into<Value>) -> Answer {
        self.post("/admin/set-role", &json!({ "userId": user, "role": role.into() })).await
    }

    async fn update(&mut self, user: &str, data: Value) -> Answer {
        self.post("/admin/update-user", &json!({ "userId": user, "data": data })).await
    }
}

#[tokio::test]
async fn an_account_that_is_made_has_what_was_given_and_opens_by_its_password() {
    let app = TestAuth::with(|config| {
        config.user.model.additional_fields = vec![Field::new("badge", FieldKind::Text).not_from_outside()];
    })
    .await;
    let mut root = admin(&app, ROOT).await;
    let body = json!({
        "email": "Made@Example.com", "name": "Made", "password": PASSWORD, "role": ["user", "editor"],
        "data": { "badge": "gold", "emailVerified": true, "id": "chosen", "nothing": 1 },
    });
    let made: UserOutput = root.post("/admin/create-user", &body).await.accepted();
    assert_eq!((made.user.email.as_str(), made.user.role()), ("made@example.com", Some("user,editor")));
    assert_eq!((made.user.fields.text("badge"), made.user.email_verified), (Some("gold"), true));
    assert_ne!(made.user.id, "chosen");
    app.signed_in("made@example.com").await;

    let taken = json!({ "email": "made@example.com", "name": "Again" });
    root.post("/admin/create-user", &taken).await.refused(400, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    let invalid = json!({ "email": "made", "name": "Made" });
    root.post("/admin/create-user", &invalid).await.refused(400, "INVALID_EMAIL");
    let odd = json!({ "email": "odd@example.com", "name": "Odd", "data": { "role": 7 } });
    root.post("/admin/create-user", &odd).await.refused(400, "INVALID_ROLE_TYPE");
    let short = json!({ "email": "short@example.com", "name": "Short", "password": "short" });
    root.post("/admin/create-user", &short).await.refused(400, "PASSWORD_TOO_SHORT");
}

#[tokio::test]
async fn a_field_that_is_required_is_taken_from_what_was_given() {
    let app = TestAuth::with(|config| {
        config.user.model.additional_fields = vec![Field::new("plan", FieldKind::Text).required()];
    })
    .await;
    let input = CreateUser { email: ANA.into(), name: "Ana".into(), ..CreateUser::default() };
    app.auth.admin_create_user(&mut Cx::internal(), input.clone()).await.unwrap_err();
    let input = CreateUser { data: Fields::default().with("plan", "pro"), ..input };
    let made = app.auth.admin_create_user(&mut Cx::internal(), input).await.unwrap();
    assert_eq!(made.user.fields.text("plan"), Some("pro"));
}

#[tokio::test]
async fn what_is_changed_about_the_name_of_one_who_loses_a_role_is_checked() {
    let app = TestAuth::with(|config| config.username.enabled = true).await;
    let mut root = admin(&app, ROOT).await;
    let other = admin(&app, BEN).await;
    let data = |username: &str| json!({ "userId": other.id, "data": { "role": "user", "username": username } });
    root.post("/admin/update-user", &data("BOB !")).await.refused(400, "INVALID_USERNAME");
    root.post("/admin/update-user", &data("Bob_B")).await.accepted::<serde_json::Value>();
    assert_eq!(app.db.text(&format!(r#"SELECT "username" FROM "user" WHERE "id" = '{}'"#, other.id)).await, "bob_b");
}

#[tokio::test]
async fn an_account_without_a_password_has_no_way_in_by_one() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let made: UserOutput = root.post("/admin/create-user", &json!({ "email": ANA, "name": "Ana" })).await.accepted();
    assert_eq!(made.user.role(), Some("user"));
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert_eq!(
        app.db.texts(&format!(r#"SELECT "id" FROM "account" WHERE "userId" = '{}'"#, made.user.id)).await.len(),
        0
    );
}

// ADM-020
#[tokio::test]
async fn what_is_shown_of_others_holds_no_secrets() {
    let app = TestAuth::with(|config| {
        config.user.model.additional_fields = vec![Field::new("note", FieldKind::Text).hidden()];
    })
    .await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    root.update(&ana.id, json!({ "note": "private" })).await.accepted::<User>();
    ana.post("/two-factor/enable", &json!({ "password": PASSWORD })).await.accepted::<Value>();
    let user = root.get(&format!("/admin/get-user?id={}", ana.id)).await;
    let list = root.get("/admin/list-users").await;
    for answer in [&user, &list] {
        assert_eq!(answer.status, 200);
        for secret in ["private", "argon2", "password", "secret", "backupCodes"] {
            assert!(!answer.text.contains(secret), "{secret}: {answer}");
        }
    }
    let token = ana.client.session().await.session.token;
    let sessions = root.act("/admin/list-user-sessions", &ana.id).await;
    let shown = sessions.json()["sessions"][0]["token"].as_str().unwrap().to_owned();
    assert_ne!(shown, token);
    // What is shown opens nothing, but names the session.
    let mut thief = app.client().with_cookie("session_token", &crate::common::encoded(&shown));
    assert!(thief.get_session().await.is_none());
    root.post("/admin/revoke-user-session", &json!({ "sessionToken": shown })).await.accepted::<Value>();
    assert!(!ana.is_in().await);
}

#[tokio::test]
async fn a_session_is_ended_by_its_token_and_all_of_them_at_once() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let mut second = app.signed_in(ANA).await;
    let token = second.session().await.session.token;
    root.post("/admin/revoke-user-session", &json!({ "sessionToken": token })).await.accepted::<Value>();
    assert!(second.get_session().await.is_none());
    assert!(ana.is_in().await);
    root.act("/admin/revoke-user-sessions", &ana.id).await.accepted::<Value>();
    assert!(!ana.is_in().await && root.is_in().await);
    root.post("/admin/revoke-user-session", &json!({ "sessionToken": "nobody's" })).await.accepted::<Value>();
}

#[tokio::test]
async fn a_change_of_an_account_changes_what_it_names() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    somebody(&app, BEN).await;
    let data =
        json!({ "name": "Anna", "email": "Anna@Example.com", "emailVerified": true, "image": "https://x.example/a" });
    let user: User = root.update(&ana.id, data).await.accepted();
    assert_eq!((user.name.as_str(), user.email.as_str(), user.email_verified), ("Anna", "anna@example.com", true));
    app.signed_in("anna@example.com").await;
    root.update(&ana.id, json!({ "email": BEN })).await.refused(400, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    root.update(&ana.id, json!({ "email": "nothing" })).await.refused(400, "INVALID_EMAIL");
    root.update(&ana.id, json!({})).await.refused(400, "NO_DATA_TO_UPDATE");
    root.update(&ana.id, json!({ "id": "x" })).await.refused(400, "USER_ID_CANNOT_BE_UPDATED");
    root.update(&ana.id, json!({ "role": [1] })).await.refused(400, "INVALID_ROLE_TYPE");
    root.update("nobody", json!({ "name": "X" })).await.refused(404, "USER_NOT_FOUND");
    let user: User = root.update(&ana.id, json!({ "image": null, "role": ["user", "editor"] })).await.accepted();
    assert_eq!((user.image, user.fields.text("role")), (None, Some("user,editor")));
}

// ADM-024
#[tokio::test]
async fn somebody_unknown_is_not_found() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    for path in ["ban-user", "unban-user", "remove-user", "impersonate-user"] {
        root.act(&format!("/admin/{path}"), "nobody").await.refused(404, "USER_NOT_FOUND");
    }
    root.set_role("nobody", "user").await.refused(404, "USER_NOT_FOUND");
    root.get("/admin/get-user?id=nobody").await.refused(404, "USER_NOT_FOUND");
    assert_eq!(root.get("/admin/get-user").await.status, 400);
}

// ADM-023
#[tokio::test]
async fn a_password_that_was_set_counts_and_its_owner_is_told() {
    let app = TestAuth::with(|config| config.email_and_password.revoke_sessions_on_password_reset = true).await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let set = |password: &str| json!({ "userId": ana.id, "newPassword": password });
    root.post("/admin/set-user-password", &set("short")).await.refused(400, "PASSWORD_TOO_SHORT");
    root.post("/admin/set-user-password", &set("")).await.refused(400, "VALIDATION_ERROR");
    root.post("/admin/set-user-password", &set("another-password")).await.accepted::<Value>();
    assert!(!ana.is_in().await);
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    app.client().try_sign_in(ANA, "another-password").await.accepted::<Value>();
    let mail = app.mailbox.next_to(ANA).await;
    assert!(mail.wording.text.contains("password"), "{}", mail.wording.text);
}

#[tokio::test]
async fn a_removed_account_is_gone_with_everything() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    root.act("/admin/remove-user", &ana.id).await.accepted::<Value>();
    assert!(!ana.is_in().await);
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    let own = root.id.clone();
    root.act("/admin/remove-user", &own).await.refused(400, "YOU_CANNOT_REMOVE_YOURSELF");
}

#[tokio::test]
async fn roles_are_free_until_the_configuration_names_them() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    let user: UserOutput = root.set_role(&ana.id, "emperor").await.accepted();
    assert_eq!(user.user.role(), Some("emperor"));
    let app = app.restarted_with(super::limited).await;
    let mut root = Person { client: app.signed_in(ROOT).await, ..root };
    root.set_role(&ana.id, "emperor").await.refused(400, "YOU_ARE_NOT_ALLOWED_TO_SET_NON_EXISTENT_VALUE");
    root.set_role(&ana.id, json!(["user", "emperor"]))
        .await
        .refused(400, "YOU_ARE_NOT_ALLOWED_TO_SET_NON_EXISTENT_VALUE");
    let user: UserOutput = root.set_role(&ana.id, json!(["user", "support"])).await.accepted();
    assert_eq!(user.user.role(), Some("user,support"));
    let mut ana = app.signed_in(ANA).await;
    assert_eq!(ana.get("/admin/list-users").await.status, 200, "one of several roles is enough");
}

// ADM-009
#[tokio::test]
async fn the_last_one_who_administers_stays() {
    let app = TestAuth::with(|config| config.user.delete_user = true).await;
    let mut root = admin(&app, ROOT).await;
    somebody(&app, ANA).await;
    let own = root.id.clone();
    root.set_role(&own, "user").await.refused(400, "LAST_ADMIN");
    root.set_role(&own, json!(["user", "administrator"])).await.refused(400, "LAST_ADMIN");
    root.update(&own, json!({ "role": "user" })).await.refused(400, "LAST_ADMIN");
    root.act("/admin/remove-user", &own).await.refused(400, "YOU_CANNOT_REMOVE_YOURSELF");
    root.post("/delete-user", &json!({ "password": PASSWORD })).await.refused(400, "LAST_ADMIN");
    assert_eq!(root.role().await, "admin");

    // With several roles they are one too; somebody who is banned is none.
    root.set_role(&own, json!(["editor", "admin"])).await.accepted::<Value>();
    let mut other = admin(&app, "other@example.com").await;
    let other_id = other.id.clone();
    root.act("/admin/ban-user", &other_id).await.accepted::<Value>();
    root.set_role(&own, "user").await.refused(400, "LAST_ADMIN");
    root.act("/admin/unban-user", &other_id).await.accepted::<Value>();
    root.set_role(&own, "user").await.accepted::<Value>();
    other.client.sign_in("other@example.com").await;
    other.act("/admin/ban-user", &own).await.accepted::<Value>();
    other.post("/delete-user", &json!({ "password": PASSWORD })).await.refused(400, "LAST_ADMIN");
}

// ADM-010
#[tokio::test]
async fn two_who_demote_each_other_leave_one() {
    let app = TestAuth::new().await;
    for round in 0..10 {
        let mut one = admin(&app, &format!("one{round}@example.com")).await;
        let mut other = admin(&app, &format!("other{round}@example.com")).await;
        let (first, second) = (one.id.clone(), other.id.clone());
        let (a, b) = tokio::join!(one.set_role(&second, "user"), other.set_role(&first, "user"));
        let left = app.db.texts(r#"SELECT "id" FROM "user" WHERE "role" = 'admin'"#).await;
        assert_eq!(left.len(), 1, "round {round}: {a} {b}");
        // Each round begins with two again.
        let next = admin(&app, &format!("next{round}@example.com")).await;
        let mut last = app.client();
        let email =
            if left[0] == first { format!("one{round}@example.com") } else { format!("other{round}@example.com") };
        last.sign_in(&email).await;
        last.post("/admin/set-role", &json!({ "userId": left[0], "role": "user" })).await.accepted::<Value>();
        app.auth.store().delete_user(&next.id).await.unwrap();
    }
}

#[tokio::test]
async fn trusted_code_has_no_session_to_administer_with() {
    let app = TestAuth::new().await;
    let root = admin(&app, ROOT).await;
    let input = SetRole { user_id: root.id, role: auth::wire::Roles::One("user".into()) };
    assert_eq!(app.auth.set_role(&mut Cx::internal(), input).await.unwrap_err().status(), 401);
}
