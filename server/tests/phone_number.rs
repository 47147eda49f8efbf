//! Phone numbers, in a browser with scripts off.

use auth::config::SignUpOnVerification;
use axum::http::StatusCode;

use crate::common::{Browser, Page, TestServer};

const NUMBER: &str = "%2B358401234567";
const BEN: &str = "email=ben%40example.com&password=correct-horse-battery&remember=on";

async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.phone_number.enabled = true;
        settings.auth.phone_number.require_e164 = true;
    })
    .await
}

/// The code in the next text message to the number.
async fn code(server: &TestServer) -> String {
    let text = server.mailbox().next_text_to("+358401234567").await.text;
    text.split(|letter: char| !letter.is_ascii_digit()).find(|word| word.len() == 6).unwrap().to_owned()
}

/// Ben has the number from now on.
async fn with_number(server: &TestServer) -> Browser {
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", BEN).await;
    browser.submit("/api/app/add-phone-number", &format!("phone_number={NUMBER}")).await;
    let page = browser.submit("/api/app/confirm-phone-number", &format!("code={}", code(server).await)).await;
    assert!(page.body.contains("Your phone number is saved."), "{}", page.body);
    browser
}

async fn ask(browser: &mut Browser, number: &str) -> Page {
    browser.submit("/api/app/sign-in", &format!("email={number}&password=&remember=on&by=code")).await
}

#[tokio::test]
async fn a_number_is_added_by_its_code_and_removed() {
    let server = server().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", BEN).await;
    let page = browser.get("/settings/account").await.body;
    assert!(page.contains("None yet") && page.contains("autocomplete=\"tel\""), "{page}");
    for (number, said) in [("", "Enter a phone number."), ("0401234567", "with its country"), ("nonsense", "country")] {
        let page = browser.submit("/api/app/add-phone-number", &format!("phone_number={number}")).await;
        assert!(page.body.contains(said), "{number}: {}", page.body);
    }
    // Typed as people type it.
    let page = browser.submit("/api/app/add-phone-number", "phone_number=%2B358+40+123-4567").await;
    assert!(page.body.contains("A code went to +358401234567."), "{}", page.body);
    assert!(page.body.contains("None yet") && page.body.contains("autocomplete=\"one-time-code\""));
    let sent = code(&server).await;
    let page = browser.submit("/api/app/confirm-phone-number", "code=000").await;
    assert!(page.body.contains("This code is wrong"), "{}", page.body);
    let page = browser.submit("/api/app/confirm-phone-number", &format!("code={sent}")).await;
    assert!(page.body.contains("Your phone number is saved.") && page.body.contains("Remove the number"));
    assert!(browser.get("/dashboard").await.body.contains("+358401234567"));

    let page = browser.submit("/api/app/remove-phone-number", "").await;
    assert!(page.body.contains("Your phone number was removed.") && page.body.contains("None yet"), "{}", page.body);
}

#[tokio::test]
async fn a_new_number_can_be_called_off_and_is_nobody_elses_business() {
    let server = server().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", BEN).await;
    browser.submit("/api/app/add-phone-number", &format!("phone_number={NUMBER}")).await;
    browser.post("/api/app/sign-out", "").await;
    browser.submit("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    let page = browser.get("/settings/account").await.body;
    assert!(!page.contains("358401234567"), "{page}");

    browser.post("/api/app/sign-out", "").await;
    browser.submit("/api/app/sign-in", BEN).await;
    assert!(browser.get("/settings/account").await.body.contains("A code went to +358401234567."));
    let page = browser.submit("/api/app/cancel-phone-number", "").await;
    assert!(!page.body.contains("A code went to"), "{}", page.body);
}

#[tokio::test]
async fn a_number_that_somebody_has_is_refused_to_others() {
    let server = server().await;
    with_number(&server).await;
    let mut ana = server.browser();
    ana.submit("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    ana.submit("/api/app/add-phone-number", &format!("phone_number={NUMBER}")).await;
    let page = ana.submit("/api/app/confirm-phone-number", &format!("code={}", code(&server).await)).await;
    assert!(page.body.contains("Somebody has this phone number."), "{}", page.body);
}

#[tokio::test]
async fn a_code_of_a_text_message_signs_in() {
    let server = server().await;
    with_number(&server).await;
    let mut browser = server.browser();
    let page = browser.get("/sign-in").await.body;
    assert!(page.contains("Email or phone number") && page.contains("Send me a code"), "{page}");
    let page = ask(&mut browser, "%2B358+40+1234567").await;
    assert!(page.body.contains("Check your phone") && page.body.contains("+358401234567"), "{}", page.body);
    assert!(page.body.contains("autocomplete=\"one-time-code\"") && page.body.contains("inputmode=\"numeric\""));
    let sent = code(&server).await;
    let number = format!("phone_number={NUMBER}");
    let page = browser.submit("/api/app/sign-in-with-text", &format!("{number}&code=")).await;
    assert!(page.body.contains("Enter the code."), "{}", page.body);
    let page = browser.submit("/api/app/sign-in-with-text", &format!("{number}&code=1")).await;
    assert!(page.body.contains("This code is wrong"), "{}", page.body);
    // Pasted with a space.
    let typed = format!("{}+{}", &sent[..3], &sent[3..]);
    let page = browser.submit("/api/app/sign-in-with-text", &format!("{number}&code={typed}")).await;
    assert!(page.body.contains("Hello, Ben"), "{}", page.body);
    assert_eq!(browser.get("/check-phone").await.location(), "/dashboard");
}

#[tokio::test]
async fn number_and_password_sign_in() {
    let server = server().await;
    with_number(&server).await;
    let fields = format!("email={NUMBER}&password=correct-horse-battery&remember=on");
    assert!(server.browser().submit("/api/app/sign-in", &fields).await.body.contains("Hello, Ben"));
    let fields = format!("email={NUMBER}&password=wrong-password");
    let page = server.browser().submit("/api/app/sign-in", &fields).await;
    assert!(page.body.contains("Phone number or password is wrong."), "{}", page.body);
}

#[tokio::test]
async fn a_number_that_nobody_has_looks_the_same_until_its_code_is_there() {
    let server = server().await;
    let mut browser = server.browser();
    let page = ask(&mut browser, NUMBER).await;
    assert!(page.body.contains("Check your phone"), "{}", page.body);
    let fields = format!("phone_number={NUMBER}&code={}", code(&server).await);
    let answer = browser.call("/api/app/sign-in-with-text", &fields).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    ask(&mut browser, NUMBER).await;
    let fields = format!("phone_number={NUMBER}&code={}", code(&server).await);
    let page = browser.submit("/api/app/sign-in-with-text", &fields).await;
    assert!(page.body.contains("There is no account with this number."), "{}", page.body);
}

#[tokio::test]
async fn where_numbers_sign_up_the_code_makes_an_account_that_shows_no_made_up_address() {
    let server = TestServer::start_with(|settings| {
        settings.auth.phone_number.enabled = true;
        settings.auth.phone_number.sign_up_on_verification = Some(SignUpOnVerification::default());
    })
    .await;
    let mut browser = server.browser();
    let page = browser.get("/check-phone").await.body;
    assert!(page.contains("name=\"phone_number\"") && page.contains("Text me a code"), "{page}");
    let page = browser.submit("/api/app/send-sign-in-text", &format!("phone_number={NUMBER}")).await;
    assert!(page.body.contains("A code went to +358401234567."), "{}", page.body);
    let fields = format!("phone_number={NUMBER}&code={}", code(&server).await);
    let page = browser.submit("/api/app/sign-in-with-text", &fields).await;
    assert!(page.body.contains("Hello, +358401234567") && !page.body.contains(".invalid<"), "{}", page.body);
    // The number is the only way in, so it stays.
    assert!(!browser.get("/settings/account").await.body.contains("Remove the number"));
    let page = browser.submit("/api/app/remove-phone-number", "").await;
    assert!(page.body.contains("This is your only way to sign in."), "{}", page.body);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_code_of_a_text_message() {
    let server = server().await;
    with_number(&server).await;
    let mut browser = server.browser();
    assert!(browser.get("/forgot-password").await.body.contains("Email or phone number"));
    let page = browser.submit("/api/app/forgot-password", &format!("email={NUMBER}")).await;
    assert!(page.body.contains("Enter the code of the text message") && page.body.contains("value=\"+358401234567\""));
    let sent = code(&server).await;
    let page = browser.submit("/api/app/reset-password-with-text", &format!("phone_number={NUMBER}")).await;
    assert!(page.body.contains("Enter the code.") && page.body.contains("Enter your password."), "{}", page.body);
    let fields = format!("phone_number={NUMBER}&code={sent}&password=another-horse-1");
    let page = browser.submit("/api/app/reset-password-with-text", &fields).await;
    assert!(page.body.contains("Your new password is set."), "{}", page.body);
    let fields = "email=ben%40example.com&password=another-horse-1";
    assert!(browser.submit("/api/app/sign-in", fields).await.body.contains("Hello, Ben"));
}

#[tokio::test]
async fn a_number_without_an_account_gets_the_same_page_and_no_message() {
    let server = server().await;
    let answer = server.browser().post("/api/app/forgot-password", &format!("email={NUMBER}")).await;
    assert_eq!(answer.location(), "/reset-password?by=text");
    assert!(server.mailbox().texts().is_empty());
}

#[tokio::test]
async fn the_mailbox_of_development_shows_text_messages() {
    let server = server().await;
    let mut browser = server.browser();
    ask(&mut browser, NUMBER).await;
    let page = browser.get("/dev/mailbox").await.body;
    assert!(page.contains("Text message") && page.contains("To +358401234567"), "{page}");
}

#[tokio::test]
async fn without_phone_numbers_there_is_no_trace_of_them() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    let page = browser.get("/sign-in").await.body;
    assert!(!page.contains("phone number") && !page.contains("Send me a code"), "{page}");
    assert!(browser.get("/check-phone").await.body.contains("No text messages are sent here."));
    let page = ask(&mut browser, NUMBER).await;
    assert!(page.body.contains("Enter an email address"), "{}", page.body);
    browser.submit("/api/app/sign-in", BEN).await;
    assert!(!browser.get("/settings/account").await.body.contains("Phone number"));
}
