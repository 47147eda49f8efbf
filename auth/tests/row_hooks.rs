//! Rules of an application about rows: users, sessions, ways to sign in and one-time secrets.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use auth::{
    Error, Result,
    hooks::{Account, Decision, Hooks, SessionChanges, Verification},
    store::UserChanges,
    wire::{ChangePasswordOutput, DeleteUserOutput, Session, SessionWithUser, SignUpEmailOutput, StatusOutput, User},
};
use serde_json::{Value, json};

use crate::common::{DAY, Database, HOUR, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";

/// Rules like those of the conformance suite.
#[derive(Debug)]
struct HouseRules;

#[async_trait]
impl Hooks for HouseRules {
    async fn before_create_user(&self, user: &mut User) -> Result<Decision> {
        if user.email.starts_with("veto-") {
            return Ok(Decision::Veto);
        }
        if user.email.starts_with("told-") {
            return Err(Error::refuse(402, "PAY_FIRST", "Accounts cost something here."));
        }
        user.name = user.name.trim().into();
        Ok(Decision::Proceed)
    }

    async fn before_update_user(&self, _id: &str, changes: &mut UserChanges) -> Result<Decision> {
        let Some(name) = &mut changes.name else {
            return Ok(Decision::Proceed);
        };
        *name = name.trim().to_owned();
        Ok(if name == "Nobody" { Decision::Veto } else { Decision::Proceed })
    }

    async fn before_delete_user(&self, user: &User) -> Result<Decision> {
        Ok(if user.email.starts_with("keep-") { Decision::Veto } else { Decision::Proceed })
    }

    async fn before_create_session(&self, session: &mut Session) -> Result<Decision> {
        assert_eq!(session.token, "", "no hook needs the token");
        session.user_agent = Some("hidden".into());
        session.expires_at = session.created_at + HOUR;
        Ok(Decision::Proceed)
    }
}

async fn with_house_rules() -> TestAuth {
    TestAuth::hooked(HouseRules).await
}

async fn sign_up(app: &TestAuth, name: &str, email: &str) -> crate::common::Answer {
    let body = json!({ "name": name, "email": email, "password": PASSWORD });
    app.client().post("/sign-up/email", &body).await
}

#[tokio::test]
async fn a_rule_changes_a_user_before_they_are_stored() {
    let app = with_house_rules().await;
    let made = sign_up(&app, "  Ana ", ANA).await.accepted::<SignUpEmailOutput>();
    assert_eq!(made.user.name, "Ana");
    assert_eq!(app.signed_in(ANA).await.session().await.user.name, "Ana");
}

#[tokio::test]
async fn a_veto_makes_nobody_and_an_error_says_why() {
    let app = with_house_rules().await;
    sign_up(&app, "Eve", "veto-eve@example.com").await.refused(400, "FAILED_TO_CREATE_USER");
    sign_up(&app, "Eve", "told-eve@example.com").await.refused(402, "PAY_FIRST");
    assert_eq!((app.db.count("user").await, app.db.count("account").await), (0, 0));
}

#[tokio::test]
async fn a_change_is_changed_or_passed_over() {
    let app = with_house_rules().await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/update-user", &json!({ "name": " Anna " })).await.accepted::<StatusOutput>();
    assert_eq!(ana.session().await.user.name, "Anna");
    ana.post("/update-user", &json!({ "name": "Nobody" })).await.accepted::<StatusOutput>();
    assert_eq!(ana.session().await.user.name, "Anna");
}

#[tokio::test]
async fn a_user_who_is_kept_loses_nothing() {
    let app = TestAuth::built(
        Database::empty().await,
        |config| config.user.delete_user = true,
        |builder| builder.hooks(HouseRules),
    )
    .await;
    for (email, left) in [("keep-ana@example.com", 1), (ANA, 1)] {
        let mut client = app.signed_up(email).await;
        client.post("/delete-user", &json!({ "password": PASSWORD })).await.accepted::<DeleteUserOutput>();
        assert_eq!((app.db.count("user").await, app.db.count("account").await), (left, left), "{email}");
    }
    app.signed_in("keep-ana@example.com").await;
}

#[tokio::test]
async fn a_rule_shapes_a_new_session() {
    let app = with_house_rules().await;
    let mut ana = app.signed_up(ANA).await;
    let session = ana.get("/get-session?disableRefresh=1").await.accepted::<SessionWithUser>().session;
    assert_eq!(session.user_agent.as_deref(), Some("hidden"));
    assert_eq!(session.expires_at, app.now() + HOUR);
}

// The answer for a taken address must not be told from the one for a free address by what hooks do.
#[tokio::test]
async fn an_invented_user_looks_like_one_that_hooks_saw() {
    let closed = |config: &mut auth::AuthConfig| config.email_and_password.auto_sign_in = false;
    let app = TestAuth::built(Database::empty().await, closed, |builder| builder.hooks(HouseRules)).await;
    let mut answers = Vec::new();
    for _ in 0..2 {
        let mut body = sign_up(&app, "  Ana ", ANA).await.json();
        body["user"]["id"] = Value::Null;
        answers.push(body);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["user"]["name"], "Ana");
}

/// Writes down what happened to which rows, and fails at it.
#[derive(Debug, Clone, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    #[expect(clippy::unnecessary_wraps, reason = "hooks answer with results")]
    fn ask(&self, line: impl Into<String>) -> Result<Decision> {
        self.0.lock().unwrap().push(line.into());
        Ok(Decision::Proceed)
    }

    fn tell(&self, line: impl Into<String>) -> Result<()> {
        self.0.lock().unwrap().push(line.into());
        Err(Error::internal("a rule of the application fell over"))
    }

    fn read(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[async_trait]
impl Hooks for Diary {
    async fn before_create_user(&self, user: &mut User) -> Result<Decision> {
        self.ask(format!("create user {}?", user.email))
    }
    async fn after_create_user(&self, user: &User) -> Result<()> {
        self.tell(format!("user {}", user.email))
    }
    async fn before_create_account(&self, account: &Account) -> Result<Decision> {
        self.ask(format!("create {}?", account.provider_id))
    }
    async fn after_create_account(&self, account: &Account) -> Result<()> {
        self.tell(account.provider_id.clone())
    }
    async fn before_update_account(&self, account: &Account) -> Result<Decision> {
        self.ask(format!("change {}?", account.provider_id))
    }
    async fn after_update_account(&self, account: &Account) -> Result<()> {
        self.tell(format!("changed {}", account.provider_id))
    }
    async fn after_update_user(&self, user: &User) -> Result<()> {
        self.tell(format!("changed user {}", user.name))
    }
    async fn after_delete_user(&self, user: &User) -> Result<()> {
        self.tell(format!("deleted user {}", user.email))
    }
    async fn after_create_session(&self, _: &Session) -> Result<()> {
        self.tell("session")
    }
    async fn before_update_session(&self, _: &str, changes: &mut SessionChanges) -> Result<Decision> {
        self.ask(if changes.expires_at.is_some() { "extend session?" } else { "change session?" })
    }
    async fn after_update_session(&self, _: &Session) -> Result<()> {
        self.tell("changed session")
    }
    async fn before_delete_session(&self, _: &Session) -> Result<Decision> {
        self.ask("end session?")
    }
    async fn after_delete_session(&self, _: &Session) -> Result<()> {
        self.tell("ended session")
    }
    async fn before_create_verification(&self, verification: &mut Verification) -> Result<Decision> {
        self.ask(format!("mint {}?", verification.purpose))
    }
    async fn after_create_verification(&self, verification: &Verification) -> Result<()> {
        self.tell(format!("minted {}", verification.purpose))
    }
    async fn before_delete_verification(&self, purpose: &str) -> Result<Decision> {
        self.ask(format!("use {purpose}?"))
    }
    async fn after_delete_verification(&self, purpose: &str) -> Result<()> {
        self.tell(format!("used {purpose}"))
    }
}

async fn with_diary() -> (TestAuth, Diary) {
    let diary = Diary::default();
    let hooks = diary.clone();
    let open = |config: &mut auth::AuthConfig| config.user.delete_user = true;
    (TestAuth::built(Database::empty().await, open, |builder| builder.hooks(hooks)).await, diary)
}

// A rule that fails afterwards is logged; what is done stays done and the caller is not bothered.
#[tokio::test]
async fn what_happens_to_an_account_is_told_in_order() {
    let (app, diary) = with_diary().await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(
        diary.read(),
        ["create user ana@example.com?", "create credential?", "user ana@example.com", "credential", "session"]
    );

    ana.post("/update-user", &json!({ "name": "Anna" })).await.accepted::<StatusOutput>();
    assert_eq!(diary.read(), ["changed user Anna"]);

    let body = json!({ "currentPassword": PASSWORD, "newPassword": "another-horse-1", "revokeOtherSessions": true });
    ana.post("/change-password", &body).await.accepted::<ChangePasswordOutput>();
    let lines = diary.read();
    assert_eq!(lines[..2], ["change credential?", "changed credential"]);
    for line in ["end session?", "ended session", "session"] {
        assert!(lines.iter().any(|other| other == line), "{line} in {lines:?}");
    }

    app.clock.advance(DAY * 2);
    ana.session().await;
    assert_eq!(diary.read(), ["extend session?", "changed session"]);

    ana.post("/delete-user", &json!({ "password": "another-horse-1" })).await.accepted::<DeleteUserOutput>();
    assert_eq!(diary.read(), ["deleted user ana@example.com"]);
}

#[tokio::test]
async fn one_time_secrets_are_told_without_the_secret() {
    let (app, diary) = with_diary().await;
    app.signed_up(ANA).await;
    diary.read();
    let body = json!({ "email": ANA, "redirectTo": "/reset" });
    app.client().post("/request-password-reset", &body).await.accepted::<Value>();
    assert_eq!(diary.read(), ["mint reset-password?", "minted reset-password"]);

    let text = app.mailbox.latest_to(ANA).await.wording.text;
    let token = text.split("/reset-password/").nth(1).unwrap().split('?').next().unwrap();
    let body = json!({ "token": token, "newPassword": "another-horse-1" });
    app.client().post("/reset-password", &body).await.accepted::<StatusOutput>();
    assert_eq!(
        diary.read(),
        ["use reset-password?", "used reset-password", "change credential?", "changed credential"]
    );
}

#[tokio::test]
async fn ending_sessions_asks_about_each() {
    let (app, diary) = with_diary().await;
    let mut ana = app.signed_up(ANA).await;
    app.signed_in(ANA).await;
    app.signed_in(ANA).await;
    diary.read();
    ana.post("/revoke-other-sessions", &json!({})).await.accepted::<StatusOutput>();
    assert_eq!(diary.read(), ["end session?", "ended session", "end session?", "ended session"]);
    ana.sign_out().await;
    assert_eq!(diary.read(), ["end session?", "ended session"]);
}

/// Nobody's sessions are ended.
#[derive(Debug)]
struct NobodyLeaves;

#[async_trait]
impl Hooks for NobodyLeaves {
    async fn before_delete_session(&self, _: &Session) -> Result<Decision> {
        Ok(Decision::Veto)
    }
    async fn before_delete_verification(&self, _: &str) -> Result<Decision> {
        Ok(Decision::Veto)
    }
    async fn before_update_account(&self, _: &Account) -> Result<Decision> {
        Ok(Decision::Veto)
    }
}

#[tokio::test]
async fn a_veto_keeps_sessions_passwords_and_secrets() {
    let app = TestAuth::hooked(NobodyLeaves).await;
    let mut ana = app.signed_up(ANA).await;
    let mut elsewhere = app.signed_in(ANA).await;
    ana.post("/revoke-other-sessions", &json!({})).await.accepted::<StatusOutput>();
    elsewhere.session().await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": "another-horse-1" });
    ana.post("/change-password", &body).await.refused(403, "REFUSED");
    app.signed_in(ANA).await;
}

/// Nobody gets in.
#[derive(Debug)]
struct Closed;

#[async_trait]
impl Hooks for Closed {
    async fn before_create_session(&self, _: &mut Session) -> Result<Decision> {
        Ok(Decision::Veto)
    }
}

#[tokio::test]
async fn a_session_that_is_not_wanted_is_not_made() {
    let app = TestAuth::hooked(Closed).await;
    let mut client = app.client();
    client.try_sign_up(ANA, PASSWORD).await.refused(401, "FAILED_TO_CREATE_SESSION");
    client.try_sign_in(ANA, PASSWORD).await.refused(401, "FAILED_TO_CREATE_SESSION");
    assert_eq!(app.db.count("session").await, 0);
}
