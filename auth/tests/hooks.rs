//! Rules of an application that run inside the operations.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use auth::{
    Cx, Error, Result,
    hooks::{After, Before, Hooks},
    wire::{SignInEmail, SignInEmailOutput, SignInOutcome, SignUpEmail, SignUpEmailOutput},
};
use serde_json::json;

use crate::common::{Database, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";

/// Writes down what it is asked.
#[derive(Debug, Clone, Default)]
struct Witness(&'static str, Arc<Mutex<Vec<String>>>);

impl Witness {
    fn note(&self, what: impl AsRef<str>) {
        self.1.lock().unwrap().push(format!("{}{}", self.0, what.as_ref()));
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut *self.1.lock().unwrap())
    }
}

#[async_trait]
impl Hooks for Witness {
    async fn before(&self, call: &mut Before<'_>) -> Result<()> {
        self.note(format!("before {}", call.operation().path));
        Ok(())
    }

    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        let outcome = call.error().map_or("done", Error::code_text).to_owned();
        self.note(format!("after {} {outcome}", call.operation().path));
        Ok(())
    }
}

/// Accounts are for one domain, and names are tidy.
#[derive(Debug)]
struct CompanyOnly;

#[async_trait]
impl Hooks for CompanyOnly {
    async fn before(&self, call: &mut Before<'_>) -> Result<()> {
        if let Some(input) = call.input::<SignUpEmail>() {
            if !input.email.ends_with("@example.com") {
                return Err(Error::refuse(403, "NOT_OF_THE_COMPANY", "Sign up with your company's address."));
            }
            input.name = input.name.trim().to_owned();
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_rule_refuses_with_a_status_a_code_and_a_message_of_its_own() {
    let app = TestAuth::hooked(CompanyOnly).await;
    let answer = app.client().try_sign_up("eve@elsewhere.example", PASSWORD).await;
    assert_eq!(answer.status.as_u16(), 403);
    let told = json!({ "code": "NOT_OF_THE_COMPANY", "message": "Sign up with your company's address." });
    assert_eq!(answer.json(), told);
    assert!(answer.set_cookies().is_empty());
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn a_rule_changes_the_input_before_the_operation_reads_it() {
    let app = TestAuth::hooked(CompanyOnly).await;
    let mut client = app.client();
    let body = json!({ "name": "  Ana  ", "email": ANA, "password": PASSWORD });
    client.post("/sign-up/email", &body).await.accepted::<SignUpEmailOutput>();
    assert_eq!(client.session().await.user.name, "Ana");
}

#[tokio::test]
async fn trusted_code_is_held_to_the_rules_too() {
    let app = TestAuth::hooked(CompanyOnly).await;
    let input = SignUpEmail { name: "Eve".into(), email: "eve@elsewhere.example".into(), ..SignUpEmail::default() };
    let error = app.auth.sign_up_email(&mut Cx::internal(), input).await.unwrap_err();
    assert_eq!((error.status(), error.code_text()), (403, "NOT_OF_THE_COMPANY"));
}

#[tokio::test]
async fn rules_are_asked_in_their_order_before_and_after_also_of_what_was_refused() {
    let log = Arc::default();
    let (first, second) = (Witness("1 ", Arc::clone(&log)), Witness("2 ", log));
    let app =
        TestAuth::built(Database::empty().await, |_| {}, |builder| builder.hooks(first.clone()).hooks(second)).await;
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert_eq!(
        first.noted(),
        [
            "1 before /sign-in/email",
            "2 before /sign-in/email",
            "1 after /sign-in/email INVALID_EMAIL_OR_PASSWORD",
            "2 after /sign-in/email INVALID_EMAIL_OR_PASSWORD",
        ]
    );
}

#[tokio::test]
async fn the_first_refusal_ends_it() {
    let witness = Witness::default();
    let later = witness.clone();
    let app = TestAuth::built(Database::empty().await, |_| {}, |builder| builder.hooks(CompanyOnly).hooks(later)).await;
    app.client().try_sign_up("eve@elsewhere.example", PASSWORD).await.refused(403, "NOT_OF_THE_COMPANY");
    assert!(witness.noted().is_empty());
}

#[tokio::test]
async fn requests_that_are_not_let_in_reach_no_rule() {
    let witness = Witness::default();
    let app = TestAuth::built(
        Database::empty().await,
        |config| config.disabled_paths = vec!["/sign-up/email".into()],
        |builder| builder.hooks(witness.clone()),
    )
    .await;
    app.client().try_sign_up(ANA, PASSWORD).await.is_unknown_path();
    app.client().on_site("https://evil.example").try_sign_in(ANA, PASSWORD).await.refused(403, "INVALID_ORIGIN");
    assert!(witness.noted().is_empty());
}

/// Tells who came.
#[derive(Debug)]
struct Doorman;

#[async_trait]
impl Hooks for Doorman {
    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        if let Some(made) = call.cx.new_session() {
            let (user, session) = (made.user.id.clone(), made.session.id.clone());
            call.cx.add_header("X-New-User", user);
            call.cx.set_cookie(call.auth.cookie("desk", &session, None));
        }
        if let Some(SignInOutcome::SignedIn(output)) = call.output::<SignInOutcome<SignInEmailOutput>>() {
            output.user.name = "Guest".into();
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_rule_sees_the_new_session_and_adds_a_header_and_a_cookie() {
    let app = TestAuth::hooked(Doorman).await;
    let mut client = app.client();
    let answer = client.try_sign_up(ANA, PASSWORD).await;
    let session = client.session().await;
    assert_eq!(answer.header("x-new-user"), Some(session.user.id.as_str()));
    let cookie = answer.set_cookie("better-auth.desk").unwrap();
    assert_eq!((cookie.value, cookie.attributes), (session.session.id.as_str(), "Path=/; HttpOnly; SameSite=Lax"));
    let later = client.get("/get-session").await;
    assert_eq!(later.header("x-new-user"), None, "that session is no longer new");
}

#[tokio::test]
async fn a_rule_changes_the_output() {
    let app = TestAuth::hooked(Doorman).await;
    app.signed_up(ANA).await;
    let mut client = app.client();
    assert_eq!(client.sign_in(ANA).await.user.name, "Guest");
    assert_eq!(client.session().await.user.name, "Ana");
}

/// Notes on every answer that it passed here.
#[derive(Debug)]
struct Stamp;

#[async_trait]
impl Hooks for Stamp {
    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        call.cx.add_header("x-stamp", call.operation().id);
        Ok(())
    }
}

#[tokio::test]
async fn what_a_rule_adds_is_on_answers_redirects_and_refusals() {
    let app = TestAuth::hooked(Stamp).await;
    let mut ana = app.signed_up(ANA).await;
    let link = "/reset-password/unknown?callbackURL=";
    for (path, status, id) in [
        ("/get-session".to_owned(), 200, "getSession"),
        (format!("{link}%2Freset"), 302, "resetPasswordCallback"),
        (format!("{link}https%3A%2F%2Fevil.example"), 403, "resetPasswordCallback"),
    ] {
        let answer = ana.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-stamp")), (status, Some(id)), "{path}");
    }
}

/// Refuses when everything is done.
#[derive(Debug)]
struct Spoilsport;

#[async_trait]
impl Hooks for Spoilsport {
    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        if call.matches("/sign-in/*") {
            return Err(Error::refuse(423, "CLOSED", "Come back tomorrow."));
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_sign_in_that_is_refused_afterwards_leaves_no_session() {
    let app = TestAuth::hooked(Spoilsport).await;
    app.signed_up(ANA).await.sign_out().await;
    let mut client = app.client();
    let answer = client.try_sign_in(ANA, PASSWORD).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (423, "CLOSED"));
    assert_eq!(answer.header("set-auth-token"), None);
    assert!(client.cookie("session_token").is_none());
    assert_eq!(app.db.count("session").await, 0);
}

/// Asks the core while it is asked.
#[derive(Debug)]
struct OneAccountPerBrowser;

#[async_trait]
impl Hooks for OneAccountPerBrowser {
    async fn before(&self, call: &mut Before<'_>) -> Result<()> {
        let somebody = call.input::<SignInEmail>().is_some()
            && call.auth.current_session(call.cx, auth::wire::GetSession::default()).await?.is_some();
        if somebody { Err(Error::refuse(409, "SIGNED_IN_ALREADY", "Sign out first.")) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_rule_may_ask_the_core() {
    let app = TestAuth::hooked(OneAccountPerBrowser).await;
    let mut client = app.signed_up(ANA).await;
    client.try_sign_in(ANA, PASSWORD).await.refused(409, "SIGNED_IN_ALREADY");
    client.sign_out().await;
    client.sign_in(ANA).await;
}

#[test]
fn what_hooks_print_holds_no_input() {
    let error = Error::refuse(403, "CODE", "words");
    assert_eq!(error.to_string(), "CODE: words");
}
