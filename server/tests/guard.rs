//! Who may see and call what.

use app::api::PUBLIC;
use axum::http::{Method, StatusCode};

use crate::common::TestServer;

#[tokio::test]
async fn a_protected_page_answers_a_visitor_with_an_empty_redirect() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.get("/dashboard").await;
    assert_eq!((page.status, page.location(), page.body.as_str()), (StatusCode::FOUND, "/sign-in", ""));
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn signing_in_leads_back_to_the_wanted_page_once() {
    let mut browser = TestServer::start().await.browser();
    browser.get("/dashboard?tab=2").await;
    let answer = browser.post("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    assert_eq!(answer.location(), "/dashboard?tab=2");
    browser.post("/api/app/sign-out", "").await;
    let answer = browser.post("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    assert_eq!(answer.location(), "/dashboard");
}

#[tokio::test]
async fn who_is_signed_in_need_not_sign_in() {
    let mut browser = TestServer::start().await.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    for page in ["/sign-in", "/sign-up"] {
        let page = browser.get(page).await;
        assert_eq!((page.status, page.location()), (StatusCode::FOUND, "/dashboard"));
    }
}

#[tokio::test]
async fn every_private_server_function_refuses_a_stranger() {
    // Where people are not signed in beside each other, switching is not there for anybody.
    let server = TestServer::start_with(|settings| settings.auth.multi_session.enabled = true).await;
    let mut browser = server.browser();
    let mut private = 0;
    let mut known: Vec<&str> = PUBLIC.to_vec();
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}: a GET could be made by any link");
        if PUBLIC.contains(&path) {
            known.retain(|public| *public != path);
            continue;
        }
        let answer = browser.call(path, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} is neither private nor listed as public");
        private += 1;
    }
    assert!(private > 0 && known.is_empty(), "the list of public functions names some that do not exist: {known:?}");
}

// CSRF-014: a link or a picture sends GET with the cookies.
#[tokio::test]
async fn no_server_function_answers_to_get() {
    let mut browser = TestServer::start().await.browser();
    browser.sign_up("Cleo", "cleo@example.com").await;
    for (path, _) in server_fn::axum::server_fn_paths() {
        let answer = browser.get(&format!("{path}?name=pwn&email=pwn%40evil.example")).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&answer.status), "{path}");
    }
    assert!(browser.get("/dashboard").await.body.contains("Hello, Cleo"));
}

// REDIR-012: Leptos itself would lead back to the page of the Referer header.
#[tokio::test]
async fn no_form_leads_to_the_site_that_it_was_posted_from() {
    let mut browser = TestServer::start().await.browser();
    browser.referer = Some("https://evil.example/");
    for (path, _) in server_fn::axum::server_fn_paths() {
        let answer = browser.post(path, "email=a&password=b").await;
        assert!(!answer.header("location").contains("evil"), "{path}: {}", answer.header("location"));
    }
}

// RATE-029
#[tokio::test]
async fn the_pages_and_the_api_count_sign_ins_together() {
    let server = TestServer::start_with(|settings| settings.auth.rate_limit.enabled = true).await;
    let mut browser = server.browser();
    let wrong = "email=ana%40example.com&password=wrong-horse-battery";
    for path in ["/api/auth/sign-in/email", "/api/app/sign-in", "/api/auth/sign-in/email"] {
        assert_eq!(browser.call(path, wrong).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/api/app/sign-in", "/api/auth/sign-in/email"] {
        let answer = browser.call(path, wrong).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert!(!answer.header("retry-after").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn production_has_no_pages_for_developers_and_no_demo_accounts() {
    let server = TestServer::start_with(|settings| settings.development = false).await;
    let mut browser = server.browser();
    for page in ["/dev/mailbox", "/dev/components", "/dev"] {
        let page = browser.get(page).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.body.contains("Page not found"));
    }
    assert_eq!(browser.call("/api/app/mailbox", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.state.auth.store().count_users().await.unwrap(), 0);
}

#[tokio::test]
async fn an_unknown_address_is_a_page_with_status_404() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.get("/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("Page not found"));
    assert_eq!(browser.post("/no/such/page", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/api/auth/no-such-endpoint").await.body, "");
}

// SESS-012, WEB-010: no page and no answer of a server function holds the token.
#[tokio::test]
async fn the_token_stays_in_its_cookie() {
    let mut browser = TestServer::start().await.browser();
    let page = browser.sign_up("Cleo", "cleo@example.com").await;
    let cookie = browser.cookie("better-auth.session_token").unwrap().to_owned();
    let token = cookie.split('.').next().unwrap();
    assert_eq!(token.len(), 32);
    assert!(!page.body.contains(token));
    assert!(!browser.call("/api/app/current-session", "").await.body.contains(token));
}

// WEB-006: what a signed-in person sees is kept by no cache.
#[tokio::test]
async fn pages_are_not_cached() {
    let mut browser = TestServer::start().await.browser();
    assert_eq!(browser.sign_up("Cleo", "cleo@example.com").await.header("cache-control"), "no-store");
}

// WEB-001, WEB-002: a nonce of its own for every page, and the scripts of the page have it.
#[tokio::test]
async fn scripts_of_a_page_carry_the_nonce_of_its_policy() {
    let mut browser = TestServer::start().await.browser();
    let nonces = [browser.get("/").await, browser.get("/").await, browser.get("/nowhere").await].map(|page| {
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert_eq!(page.body.matches("<script").count(), page.body.matches(&format!("nonce=\"{nonce}\"")).count() - 1);
        nonce
    });
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn a_form_of_somebody_whose_session_ended_leads_to_signing_in() {
    let mut browser = TestServer::start().await.browser();
    let answer = browser.post("/api/app/change-password", "").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in"));
}
