//! Forms in a browser with scripts off.

use axum::http::StatusCode;

use crate::common::{ORIGIN, TestServer};

#[tokio::test]
async fn signing_up_leads_to_a_dashboard_that_knows_the_person() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.sign_up("Cleo", "cleo@example.com").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Hello, Cleo") && page.body.contains("cleo@example.com"));
    assert!(page.body.contains("Your account is ready."));
}

#[tokio::test]
async fn a_refused_form_shows_all_problems_and_what_was_typed_but_no_password() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.submit("/api/app/sign-up", "name=&email=Cleo%40nowhere&password=secret-typed-1").await;
    assert!(page.body.contains("Enter your name."));
    assert!(page.body.contains("Enter an email address"));
    assert!(page.body.contains("value=\"Cleo@nowhere\""));
    assert!(!page.body.contains("secret-typed-1"));
    assert_eq!(page.body.matches("aria-invalid=\"true\"").count(), 2);
}

#[tokio::test]
async fn neither_errors_nor_values_are_in_the_address() {
    let mut browser = TestServer::start().await.browser();
    let answer = browser.post("/api/app/sign-in", "email=cleo%40example.com&password=wrong-password").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in"));
}

#[tokio::test]
async fn problems_are_shown_once() {
    let mut browser = TestServer::start().await.browser();
    let first = browser.submit("/api/app/sign-in", "email=cleo%40example.com&password=wrong-password").await;
    assert!(first.body.contains("Email or password is wrong."));
    let again = browser.get("/sign-in").await;
    assert!(!again.body.contains("Email or password is wrong."));
}

#[tokio::test]
async fn problems_stay_with_their_form() {
    let mut browser = TestServer::start().await.browser();
    browser.post("/api/app/sign-in", "email=cleo%40example.com&password=wrong-password").await;
    let other = browser.get("/sign-up").await;
    assert!(!other.body.contains("Email or password is wrong."));
}

#[tokio::test]
async fn an_empty_post_is_told_what_is_missing() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.submit("/api/app/sign-in", "").await;
    assert_eq!(page.body.matches("aria-invalid=\"true\"").count(), 2);
}

#[tokio::test]
async fn a_taken_address_is_said_at_the_address() {
    let server = TestServer::start().await;
    server.browser().sign_up("Cleo", "cleo@example.com").await;
    let page = server.browser().sign_up("Other", "cleo@example.com").await;
    assert!(page.body.contains("There is an account with this address."));
    assert!(page.body.contains("value=\"Other\""));
}

#[tokio::test]
async fn too_many_tries_say_when_to_try_again() {
    let server = TestServer::start_with(|settings| settings.auth.rate_limit.enabled = true).await;
    let mut browser = server.browser();
    for _ in 0..3 {
        browser.post("/api/app/sign-in", "email=cleo%40example.com&password=wrong-password").await;
    }
    let page = browser.submit("/api/app/sign-in", "email=cleo%40example.com&password=wrong-password").await;
    assert!(page.body.contains("Too many attempts. Try again in"), "{}", page.body);
    let called = browser.call("/api/app/sign-in", "email=cleo%40example.com&password=wrong-password").await;
    assert_eq!(called.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!called.header("retry-after").is_empty());
}

// CSRF-013: server functions are guarded like the API.
#[tokio::test]
async fn another_site_can_neither_sign_in_nor_out() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    browser.origin = Some("https://evil.example".into());
    let page = browser.submit("/api/app/sign-out", "").await;
    assert!(page.body.contains("sent from another site"));
    let mut fresh = server.browser();
    fresh.origin = Some("https://evil.example".into());
    fresh.post("/api/app/sign-in", "email=cleo%40example.com&password=correct-horse-9").await;
    assert_eq!(fresh.cookie("better-auth.session_token"), None);
    browser.origin = Some(ORIGIN.into());
    assert!(browser.get("/dashboard").await.body.contains("Hello, Cleo"), "still signed in");
}

#[tokio::test]
async fn signing_out_asks_first_and_then_forgets() {
    let mut browser = TestServer::start().await.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let asked = browser.get("/sign-out").await;
    assert!(asked.body.contains("action=\"/api/app/sign-out\"") && asked.body.contains("method=\"post\""));
    let page = browser.submit("/api/app/sign-out", "").await;
    assert!(page.body.contains("You are signed out."));
    assert_eq!(browser.get("/dashboard").await.status, StatusCode::FOUND);
}

// INJ-001, INJ-002: names are text everywhere, also in the data for the browser.
#[tokio::test]
async fn a_name_is_never_markup() {
    let mut browser = TestServer::start().await.browser();
    let name = "%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3Cb%3Ex";
    let page = browser.sign_up(name, "cleo@example.com").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("<script>alert(1)") && !page.body.contains("<b>x"));
}

#[tokio::test]
async fn the_theme_is_a_cookie_that_the_page_is_made_with() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.submit("/theme", "theme=dark&back=%2Fsign-in").await;
    assert!(page.body.contains("data-theme=\"dark\"") && page.body.contains("Sign in"));
    let answer = browser.post("/theme", "theme=light&back=%2F%2Fevil.example").await;
    assert_eq!(answer.location(), "/");
}

#[tokio::test]
async fn a_new_user_is_greeted_by_mail() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let mail = server.mailbox().latest_to("cleo@example.com").await;
    assert_eq!(mail.wording.subject, "Welcome to Latchkey");
    let page = browser.get("/dev/mailbox").await;
    assert!(page.body.contains("Welcome to Latchkey") && page.body.contains("To cleo@example.com"));
}

#[tokio::test]
async fn a_changed_password_signs_out_everywhere_else() {
    let server = TestServer::start().await;
    let (mut here, mut there) = (server.browser(), server.browser());
    here.sign_up("Cleo", "cleo@example.com").await;
    there.sign_in("cleo@example.com").await;
    let fields = "current_password=correct-horse-9&new_password=another-horse-1&revoke_others=on";
    let page = here.submit("/api/app/change-password", fields).await;
    assert!(page.body.contains("Your password was changed.") && page.body.contains("<h1"));
    assert_eq!(there.get("/dashboard").await.status, StatusCode::FOUND);
}

#[tokio::test]
async fn a_refused_change_of_password_says_at_which_field() {
    let mut browser = TestServer::start().await.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let wrong =
        browser.submit("/api/app/change-password", "current_password=wrong-one&new_password=another-horse-1").await;
    assert!(wrong.body.contains("This is not your password."));
    assert!(!wrong.body.contains("wrong-one") && !wrong.body.contains("another-horse-1"));
    let short = browser.submit("/api/app/change-password", "current_password=correct-horse-9&new_password=short").await;
    assert!(short.body.contains("This password is too short."));
}

#[tokio::test]
async fn password_managers_find_where_to_change_a_password() {
    let mut browser = TestServer::start().await.browser();
    let answer = browser.get("/.well-known/change-password").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (307, "/settings/security"));
    assert_eq!(browser.get("/.well-known/anything-else").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_name_is_everywhere_at_once() {
    let mut browser = TestServer::start().await.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let page = browser.submit("/api/app/update-profile", "name=Cleopatra").await;
    assert!(page.body.contains("Your profile is saved.") && page.body.contains("value=\"Cleopatra\""));
    assert!(browser.get("/dashboard").await.body.contains("Hello, Cleopatra"));
    let refused = browser.submit("/api/app/update-profile", "name=+").await;
    assert!(refused.body.contains("Enter your name."));
}

#[tokio::test]
async fn an_account_is_deleted_by_typing_its_address_and_its_password() {
    let server = TestServer::start_with(|settings| settings.auth.user.delete_user = true).await;
    let mut browser = server.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    let hasty = browser.submit("/api/app/delete-account", "confirmation=delete&password=correct-horse-9").await;
    assert!(hasty.body.contains("Type your email address to confirm."));
    let wrong = browser.submit("/api/app/delete-account", "confirmation=cleo%40example.com&password=wrong-one").await;
    assert!(wrong.body.contains("This is not your password."));
    let gone =
        browser.submit("/api/app/delete-account", "confirmation=Cleo%40example.com&password=correct-horse-9").await;
    assert!(gone.body.contains("Your account was deleted."));
    assert_eq!(browser.get("/dashboard").await.status, StatusCode::FOUND);
    assert_eq!(server.state.auth.store().count_users().await.unwrap(), 2, "the demo accounts");
}
