use auth::wire::{ErrorCode, HasPermission, HasPermissionOutput, UserSessions};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use serde_json::json;

use super::{ANA, BEN, ROOT, admin, limited, operations_of, somebody, with_role};
use crate::common::TestAuth;

// ADM-003, ADM-004
#[tokio::test]
async fn a_plain_user_and_a_stranger_are_refused_everywhere() {
    let app = TestAuth::new().await;
    let mut ana = somebody(&app, ANA).await;
    let mut ben = somebody(&app, BEN).await;
    for (path, body) in operations_of(&ben.id) {
        let answer = ana.post(path, &body).await;
        assert_eq!(answer.status, 403, "{path}: {answer}");
        assert!(answer.code().starts_with("YOU_ARE_NOT_ALLOWED_TO_"), "{path}: {answer}");
        let answer = app.client().post(path, &body).await;
        assert_eq!(answer.status, 401, "{path}: {answer}");
    }
    for path in ["/admin/list-users", &format!("/admin/get-user?id={}", ben.id)] {
        assert_eq!(ana.get(path).await.status, 403);
        assert_eq!(app.client().get(path).await.status, 401);
    }
    let after = ben.client.session().await.user;
    assert_eq!((after.name.as_str(), after.role(), after.is_banned()), ("Ana", Some("user"), false));
}

// ADM-006
#[tokio::test]
async fn a_limited_role_does_not_become_a_stronger_one() {
    let app = TestAuth::with(limited).await;
    let mut support = with_role(&app, "support@example.com", "support").await;
    let mut ana = somebody(&app, ANA).await;
    let own = support.id.clone();
    let to = |user: &str, data: serde_json::Value| json!({ "userId": user, "data": data });
    for (path, body, code) in [
        ("set-role", json!({ "userId": own, "role": "admin" }), ErrorCode::NotAllowedToChangeRole),
        (
            "create-user",
            json!({ "email": "q@example.com", "name": "Q", "role": "admin" }),
            ErrorCode::NotAllowedToCreateUsers,
        ),
        ("update-user", to(&own, json!({ "role": "admin" })), ErrorCode::NotAllowedToChangeRole),
        ("update-user", to(&ana.id, json!({ "banned": false })), ErrorCode::NotAllowedToBanUsers),
        ("update-user", to(&ana.id, json!({ "banExpires": null })), ErrorCode::NotAllowedToBanUsers),
        ("update-user", to(&ana.id, json!({ "email": "x@example.com" })), ErrorCode::NotAllowedToSetEmail),
        ("update-user", to(&ana.id, json!({ "emailVerified": true })), ErrorCode::NotAllowedToSetEmail),
        ("update-user", to(&ana.id, json!({ "phoneNumber": "+1" })), ErrorCode::NotAllowedToSetPhone),
    ] {
        support.post(&format!("/admin/{path}"), &body).await.refused(403, code.as_str());
    }
    let body = to(&ana.id, json!({ "twoFactorEnabled": false }));
    support.post("/admin/update-user", &body).await.refused(400, "FIELD_NOT_ALLOWED");
    support
        .post("/admin/update-user", &to(&ana.id, json!({ "password": "p" })))
        .await
        .refused(400, "PASSWORD_CANNOT_BE_UPDATED_VIA_UPDATE_USER");
    assert_eq!(support.role().await, "support");
    let answer = support.post("/admin/update-user", &to(&ana.id, json!({ "name": "Anna" }))).await;
    assert_eq!(answer.json()["name"], "Anna");
    assert_eq!(ana.role().await, "user");
}

// ADM-007
#[tokio::test]
async fn nobody_acts_on_an_account_with_more_rights() {
    let app = TestAuth::with(limited).await;
    let mut root = admin(&app, ROOT).await;
    let mut guard = with_role(&app, "guard@example.com", "guard").await;
    let password = json!({ "userId": root.id, "newPassword": "another-password" });
    guard.post("/admin/set-user-password", &password).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD");
    for (path, code) in [
        ("/admin/ban-user", "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS"),
        ("/admin/impersonate-user", "YOU_CANNOT_IMPERSONATE_ADMINS"),
        ("/admin/remove-user", "YOU_ARE_NOT_ALLOWED_TO_DELETE_USERS"),
        ("/admin/revoke-user-sessions", "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS"),
    ] {
        guard.act(path, &root.id).await.refused(403, code);
    }
    let listed: UserSessions = guard.act("/admin/list-user-sessions", &root.id).await.accepted();
    let session = json!({ "sessionToken": listed.sessions[0].token });
    let answer = guard.post("/admin/revoke-user-session", &session).await;
    answer.refused(403, "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS");
    assert!(root.is_in().await);
    let ana = somebody(&app, ANA).await;
    assert_eq!(guard.act("/admin/ban-user", &ana.id).await.status, 200, "on others they act");
}

#[tokio::test]
async fn whoever_the_configuration_names_may_do_everything() {
    let app = TestAuth::new().await;
    let ana = somebody(&app, ANA).await;
    let app = app.restarted_with(|config| config.admin.admin_user_ids = vec![ana.id.clone()]).await;
    let mut ana = super::Person { client: app.signed_in(ANA).await, ..ana };
    let ben = somebody(&app, BEN).await;
    assert_eq!(ana.role().await, "user");
    ana.act("/admin/ban-user", &ben.id).await.accepted::<serde_json::Value>();
    let mut other = admin(&app, ROOT).await;
    other.act("/admin/impersonate-user", &ana.id).await.refused(403, "YOU_CANNOT_IMPERSONATE_ADMINS");

    // No role says what ana may, so no role is as much.
    let app = app
        .restarted_with(|config| {
            limited(config);
            config.admin.admin_user_ids = vec![ana.id.clone()];
        })
        .await;
    let mut guard = with_role(&app, "guard@example.com", "guard").await;
    let password = json!({ "userId": ana.id, "newPassword": "another-password" });
    guard.post("/admin/set-user-password", &password).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD");
    guard.act("/admin/ban-user", &ana.id).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS");
}

// ADM-016
#[tokio::test]
async fn a_role_that_was_taken_is_gone_at_once_whatever_a_cookie_says() {
    let app = TestAuth::with(|config| config.session.cookie_cache.enabled = true).await;
    let mut root = admin(&app, ROOT).await;
    let mut other = admin(&app, "other@example.com").await;
    assert_eq!(root.get("/admin/list-users").await.status, 200);
    let body = json!({ "userId": root.id, "role": "user" });
    other.post("/admin/set-role", &body).await.accepted::<serde_json::Value>();
    root.get("/admin/list-users").await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS");
}

// TOK-004
#[tokio::test]
async fn nobody_makes_themself_an_administrator_in_a_cookie() {
    let app = TestAuth::with(|config| config.session.cookie_cache.enabled = true).await;
    let ana = somebody(&app, ANA).await.client;
    let cache = URL_SAFE_NO_PAD.decode(ana.cookie("session_data").unwrap()).unwrap();
    let forged = String::from_utf8(cache).unwrap().replace(r#""role":"user""#, r#""role":"admin""#);
    assert!(forged.contains("admin"), "{forged}");
    let mut eve = ana.with_cookie("session_data", &URL_SAFE_NO_PAD.encode(forged));
    eve.get("/admin/list-users").await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS");
    assert_eq!(eve.session().await.user.role(), Some("user"));
}

#[tokio::test]
async fn people_ask_what_they_may_do_and_trusted_code_asks_about_anybody() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let mut ana = somebody(&app, ANA).await;
    let ban = json!({ "permissions": { "user": ["ban"] } });
    assert!(root.post("/admin/has-permission", &ban).await.accepted::<HasPermissionOutput>().success);
    assert!(!ana.post("/admin/has-permission", &ban).await.accepted::<HasPermissionOutput>().success);
    // Nobody asks about others through the API.
    let about_root = json!({ "userId": root.id, "role": "admin", "permissions": { "user": ["ban"] } });
    assert!(!ana.post("/admin/has-permission", &about_root).await.accepted::<HasPermissionOutput>().success);
    app.client().post("/admin/has-permission", &ban).await.refused(401, "UNAUTHORIZED");
    assert_eq!(ana.post("/admin/has-permission", &json!({})).await.status, 400);
    let both = json!({ "permissions": { "user": ["ban"] }, "permission": { "user": ["ban"] } });
    assert_eq!(root.post("/admin/has-permission", &both).await.status, 400);
    for nothing in [json!({ "permissions": {} }), json!({ "permissions": { "user": [] } })] {
        assert!(!root.post("/admin/has-permission", &nothing).await.accepted::<HasPermissionOutput>().success);
    }

    let ask = async |user_id: Option<&str>, role: Option<&str>| {
        let permissions = Some([("user".to_owned(), vec!["ban".to_owned()])].into());
        let input = HasPermission {
            user_id: user_id.map(str::to_owned),
            role: role.map(str::to_owned),
            permissions,
            permission: None,
        };
        app.auth.user_has_permission(&mut auth::Cx::internal(), input).await.map(|output| output.success)
    };
    assert!(ask(None, Some("admin")).await.unwrap());
    assert!(!ask(None, Some("user")).await.unwrap());
    assert!(ask(Some(&root.id), None).await.unwrap());
    assert!(!ask(Some(&ana.id), None).await.unwrap());
    assert_eq!(ask(Some("nobody"), None).await.unwrap_err().status(), 400);
    assert_eq!(ask(None, None).await.unwrap_err().status(), 400);
}

// ADM-028
#[tokio::test]
async fn without_administration_there_are_neither_routes_nor_fields_nor_bans() {
    let app = TestAuth::new().await;
    let mut root = admin(&app, ROOT).await;
    let ana = somebody(&app, ANA).await;
    root.act("/admin/ban-user", &ana.id).await.accepted::<serde_json::Value>();
    let app = app.restarted_with(|config| config.admin.enabled = false).await;
    let mut root = app.signed_in(ROOT).await;
    root.request(Method::GET, "/admin/list-users").await.is_unknown_path();
    root.post("/admin/ban-user", &json!({ "userId": ana.id })).await.is_unknown_path();
    let mut ana = app.signed_in(ANA).await;
    assert_eq!(ana.session().await.user.fields.get("banned"), None);
}
