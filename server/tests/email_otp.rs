//! Signing in, and choosing a new password, by a code of a mail, in a browser with scripts off.

use crate::common::TestServer;

async fn server() -> TestServer {
    TestServer::start_with(|settings| settings.auth.email.send_welcome = false).await
}

/// The code in the next mail to an address.
async fn code(server: &TestServer, address: &str) -> String {
    let text = server.mailbox().next_to(address).await.wording.text;
    text.split(|letter: char| !letter.is_ascii_digit()).find(|word| word.len() == 6).unwrap().to_owned()
}

#[tokio::test]
async fn the_code_of_the_mail_signs_in() {
    let server = server().await;
    let mut browser = server.browser();
    let page = browser.submit("/api/app/sign-in", "email=ben%40example.com&by=code").await;
    assert!(page.body.contains("Check your email") && page.body.contains("ben@example.com"), "{}", page.body);
    assert!(page.body.contains(r#"autocomplete="one-time-code""#) && page.body.contains(r#"inputmode="numeric""#));
    let code = code(&server, "ben@example.com").await;

    let email = "email=ben%40example.com";
    let empty = browser.submit("/api/app/sign-in-with-code", &format!("{email}&code=")).await;
    assert!(empty.body.contains("Enter the code."), "{}", empty.body);
    let wrong = browser.submit("/api/app/sign-in-with-code", &format!("{email}&code=x")).await;
    assert!(wrong.body.contains("This code is wrong"), "{}", wrong.body);
    // Pasted as some mail readers show it.
    let typed = format!("{}+{}-", &code[..3], &code[3..]);
    let home = browser.submit("/api/app/sign-in-with-code", &format!("{email}&code={typed}")).await;
    assert!(home.body.contains("Hello, Ben"), "{}", home.body);
}

#[tokio::test]
async fn somebody_new_is_signed_up_and_greeted_without_a_name() {
    let server = server().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", "email=cleo%40example.com&by=code").await;
    let code = code(&server, "cleo@example.com").await;
    let home = browser.submit("/api/app/sign-in-with-code", &format!("email=cleo%40example.com&code={code}")).await;
    assert!(home.body.contains("Hello") && !home.body.contains("Hello,"), "{}", home.body);
}

#[tokio::test]
async fn another_code_can_be_sent() {
    let server = server().await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", "email=ben%40example.com&by=code").await;
    let first = code(&server, "ben@example.com").await;
    let page = browser.submit("/api/app/send-sign-in-code", "email=ben%40example.com").await;
    assert!(page.body.contains("A code is on its way"), "{}", page.body);
    let second = code(&server, "ben@example.com").await;
    if first != second {
        let page = browser.submit("/api/app/sign-in-with-code", &format!("email=ben%40example.com&code={first}")).await;
        assert!(page.body.contains("This code is wrong"), "{}", page.body);
    }
    let page = browser.submit("/api/app/sign-in-with-code", &format!("email=ben%40example.com&code={second}")).await;
    assert!(page.body.contains("Hello, Ben"), "{}", page.body);
}

#[tokio::test]
async fn a_code_sets_a_new_password() {
    let server = server().await;
    let mut browser = server.browser();
    let page = browser.submit("/api/app/forgot-password", "email=ben%40example.com&by=code").await;
    assert!(page.body.contains("Choose a new password") && page.body.contains("ben@example.com"), "{}", page.body);
    let code = code(&server, "ben@example.com").await;
    let form = |password: &str| format!("email=ben%40example.com&code={code}&password={password}");
    let short = browser.submit("/api/app/reset-password-with-code", &form("short")).await;
    assert!(short.body.contains("too short"), "{}", short.body);
    let done = browser.submit("/api/app/reset-password-with-code", &form("correct-horse-9")).await;
    assert!(done.body.contains("Your new password is set."), "{}", done.body);
    assert!(browser.sign_in("ben@example.com").await.body.contains("Hello, Ben"));
}
