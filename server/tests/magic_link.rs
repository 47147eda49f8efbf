//! Signing in by a link of a mail, in a browser with scripts off.

use crate::common::{Browser, Page, TestServer, token};
use auth::config::Pages;

/// A server as people fork it: the link leads to a page.
async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.email.send_welcome = false;
        settings.auth.pages = Pages { magic_link: Some("/magic-link".into()), ..Pages::default() };
    })
    .await
}

async fn ask(browser: &mut Browser, email: &str) -> Page {
    browser.submit("/api/app/sign-in", &format!("email={email}&password=&remember=on&by=magic-link")).await
}

async fn open(browser: &mut Browser, link: &str, next: &str) -> Page {
    assert!(browser.get(link).await.body.contains("Sign me in"));
    browser.submit("/api/app/open-magic-link", &format!("token={}&next={next}", token(link))).await
}

#[tokio::test]
async fn the_link_of_the_mail_signs_in_once_a_person_says_so() {
    let server = server().await;
    let mut browser = server.browser();
    assert!(browser.get("/sign-in").await.body.contains("Email me a link"));
    let page = ask(&mut browser, "ben%40example.com").await;
    assert!(page.body.contains("Check your email") && page.body.contains("ben@example.com"), "{}", page.body);
    let link = server.mailed_link("ben@example.com").await;
    assert!(link.starts_with("/magic-link?token=") && link.ends_with("&callbackURL=%2Fdashboard"), "{link}");
    let home = open(&mut browser, &link, "%2Fdashboard").await;
    assert!(home.body.contains("Hello, Ben"), "{}", home.body);

    let again = open(&mut server.browser(), &link, "").await;
    assert!(again.body.contains("This link no longer works"), "{}", again.body);
}

// LINK-008
#[tokio::test]
async fn opening_the_link_alone_signs_nobody_in() {
    let server = server().await;
    ask(&mut server.browser(), "ben%40example.com").await;
    let link = server.mailed_link("ben@example.com").await;
    for _ in 0..2 {
        let mut scanner = server.browser();
        scanner.get(&link).await;
        assert!(scanner.cookie("better-auth.session_token").is_none());
    }
    assert!(open(&mut server.browser(), &link, "").await.body.contains("Hello, Ben"));
}

#[tokio::test]
async fn the_link_leads_where_the_visitor_wanted_to_go_and_never_to_another_site() {
    let server = server().await;
    let mut browser = server.browser();
    browser.get("/settings/profile").await;
    ask(&mut browser, "ben%40example.com").await;
    let link = server.mailed_link("ben@example.com").await;
    assert!(link.ends_with("&callbackURL=%2Fsettings%2Fprofile"), "{link}");
    // Another browser: where to go is in the link.
    let mut phone = server.browser();
    let refused = phone.post("/api/app/open-magic-link", &format!("token={}&next=//evil.example", token(&link))).await;
    assert!(refused.location().starts_with("/magic-link?token="), "{}", refused.location());
    let page = open(&mut phone, &link, "%2Fsettings%2Fprofile").await;
    assert!(page.body.contains("What others see of you."), "{}", page.body);
}

#[tokio::test]
async fn an_address_is_asked_for_and_a_missing_link_says_so() {
    let server = server().await;
    let mut browser = server.browser();
    assert!(ask(&mut browser, "").await.body.contains("Enter your email address."));
    assert!(ask(&mut browser, "nope").await.body.contains("such as ana@example.com"));
    assert!(browser.get("/magic-link").await.body.contains("This link no longer works"));
    // The token is told to no other site.
    assert_eq!(browser.get("/magic-link?token=x").await.header("referrer-policy"), "same-origin");
}

#[tokio::test]
async fn an_address_without_an_account_looks_the_same() {
    let server = TestServer::start_with(|settings| {
        settings.auth.magic_link.disable_sign_up = true;
        settings.auth.magic_link.send_to_unknown = false;
    })
    .await;
    let path = "/api/app/send-magic-link";
    let known = server.browser().post(path, "email=ben%40example.com").await;
    let unknown = server.browser().post(path, "email=ghost%40example.com").await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert!(server.mailbox().mails().iter().all(|mail| mail.to.as_str() != "ghost@example.com"));
}

// ADM-028
#[tokio::test]
async fn a_way_that_is_switched_off_is_not_shown() {
    let server = TestServer::start_with(|settings| {
        settings.auth.magic_link.enabled = false;
        settings.auth.email_otp.enabled = false;
    })
    .await;
    let mut browser = server.browser();
    let page = browser.get("/sign-in").await.body;
    assert!(!page.contains("Email me a link") && !page.contains("Email me a code"));
    for by in ["magic-link", "code"] {
        let refused = browser.submit("/api/app/sign-in", &format!("email=ben%40example.com&by={by}")).await;
        assert!(refused.body.contains("Sign in"), "{}", refused.body);
    }
    let mails = server.mailbox().mails();
    let asked =
        mails.iter().filter(|mail| mail.to.as_str() == "ben@example.com" && mail.wording.subject.contains("Sign in"));
    assert_eq!(asked.count(), 0);
}
