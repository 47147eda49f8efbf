//! Administration: accounts, roles, bans and sessions of others, and looking at the application as somebody else.

mod accounts;
mod bans;
mod impersonation;
mod list;
mod permissions;

use auth::{
    AuthConfig, Cx,
    features::access::{Request, Role, Statements},
    features::admin::{SessionAction, UserAction, built_in_access},
    wire::CreateUser,
};
use serde_json::{Value, json};

use crate::common::{Answer, Client, PASSWORD, TestAuth};

const ROOT: &str = "root@example.com";
const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

/// Somebody in a browser.
struct Person {
    client: Client,
    id: String,
}

impl Person {
    async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.client.post(path, body).await
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.client.get(path).await
    }

    /// An operation about a user that takes nothing else.
    async fn act(&mut self, path: &str, user: &str) -> Answer {
        self.post(path, &json!({ "userId": user })).await
    }

    /// Whether the browser is signed in.
    async fn is_in(&mut self) -> bool {
        self.client.get_session().await.is_some()
    }

    /// The user as the server knows them now.
    async fn role(&mut self) -> String {
        self.client.session().await.user.role().unwrap_or_default().to_owned()
    }
}

/// Somebody who administers.
async fn admin(app: &TestAuth, email: &str) -> Person {
    with_role(app, email, "admin").await
}

/// Somebody with a role.
async fn with_role(app: &TestAuth, email: &str, role: &str) -> Person {
    let made = app.auth.create_user("Root", email, &PASSWORD.into(), Some(role)).await.unwrap();
    Person { client: app.signed_in(email).await, id: made.id }
}

/// Somebody who signed up.
async fn somebody(app: &TestAuth, email: &str) -> Person {
    let client = app.signed_up(email).await;
    let id = client.clone().session().await.user.id;
    Person { client, id }
}

/// A role `support` that may see and change accounts, and `guard` that may also set passwords, ban, impersonate, delete
/// and end sessions; neither of them administers.
fn limited(config: &mut AuthConfig) {
    let support = Statements::new().allow([UserAction::List, UserAction::Update]);
    let guard = Statements::new()
        .allow([UserAction::SetPassword, UserAction::Ban, UserAction::Impersonate, UserAction::Delete])
        .allow([SessionAction::List, SessionAction::Revoke]);
    config.admin.access =
        Some(built_in_access().with_role("support", Role::new(support)).with_role("guard", Role::new(guard)));
}

/// Everything that only those who administer do.
fn operations_of(user: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("/admin/set-role", json!({ "userId": user, "role": "admin" })),
        ("/admin/create-user", json!({ "email": "new@example.com", "name": "New", "password": PASSWORD })),
        ("/admin/update-user", json!({ "userId": user, "data": { "name": "Changed" } })),
        ("/admin/ban-user", json!({ "userId": user })),
        ("/admin/unban-user", json!({ "userId": user })),
        ("/admin/impersonate-user", json!({ "userId": user })),
        ("/admin/list-user-sessions", json!({ "userId": user })),
        ("/admin/revoke-user-session", json!({ "sessionToken": "x" })),
        ("/admin/revoke-user-sessions", json!({ "userId": user })),
        ("/admin/remove-user", json!({ "userId": user })),
        ("/admin/set-user-password", json!({ "userId": user, "newPassword": "another-password" })),
    ]
}

// ADM-027: no account is there from the start; trusted code makes the first one.
#[tokio::test]
async fn nobody_administers_until_trusted_code_says_so() {
    let app = TestAuth::new().await;
    let mut ana = somebody(&app, ANA).await;
    assert_eq!(ana.role().await, "user");
    let input = CreateUser { email: ROOT.into(), name: "Root".into(), ..CreateUser::default() };
    let mut ana_cx = ana.client.cx();
    app.auth.admin_create_user(&mut ana_cx, input.clone()).await.unwrap_err();
    let role = Some(auth::wire::Roles::One("admin".into()));
    let made = app.auth.admin_create_user(&mut Cx::internal(), CreateUser { role, ..input }).await.unwrap();
    assert!(app.auth.is_admin(&made.user));
    assert!(app.auth.may(&made.user, &Request::all([UserAction::Ban])));
}
