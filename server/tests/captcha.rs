//! Forms that ask browsers for work, and what they say where it is not done.

use auth::{Secret, config::CaptchaProvider};

use crate::common::TestServer;

const SIGN_UP: &str = "name=Cleo&email=cleo%40example.com&password=correct-horse-battery";

async fn asking_for_work() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.captcha.provider = Some(CaptchaProvider::ProofOfWork);
        // The first number solves it: what hashes are like is the core's own test.
        settings.auth.captcha.difficulty = 0;
    })
    .await
}

#[tokio::test]
async fn forms_have_the_element_of_the_script_and_load_it() {
    let server = asking_for_work().await;
    for page in ["/sign-in", "/sign-up", "/forgot-password"] {
        let page = server.browser().get(page).await;
        assert!(page.body.contains("<proof-of-work api=\"/api/auth\""), "{}", page.body);
        assert!(page.body.contains("This site asks for scripts here."), "{}", page.body);
        assert!(page.body.contains("src=\"/proof-of-work.js\" nonce="), "{}", page.body);
    }
}

#[tokio::test]
async fn where_no_work_is_asked_for_nothing_speaks_of_it() {
    let server = TestServer::start_with(|settings| {
        settings.auth.captcha.provider = Some(CaptchaProvider::HCaptcha);
        settings.auth.captcha.secret_key = Some(Secret::new("secret"));
    })
    .await;
    let page = server.browser().get("/sign-in").await;
    assert!(!page.body.contains("proof-of-work"), "{}", page.body);
}

#[tokio::test]
async fn a_form_brings_the_work_along_in_a_field_and_what_was_typed_stays_without_it() {
    let server = asking_for_work().await;
    let mut browser = server.browser();
    let refused = browser.submit("/api/app/sign-up", SIGN_UP).await;
    assert!(refused.body.contains("Allow scripts and try again."), "{}", refused.body);
    assert!(refused.body.contains("value=\"cleo@example.com\""), "{}", refused.body);
    let refused = browser.submit("/api/app/sign-up", &format!("{SIGN_UP}&captcha=a.b.c.0")).await;
    assert!(refused.body.contains("That took too long"), "{}", refused.body);

    let challenge = browser.get("/api/auth/captcha/challenge").await.body;
    let challenge = challenge.split('"').nth(3).unwrap();
    let welcome = browser.submit("/api/app/sign-up", &format!("{SIGN_UP}&captcha={challenge}.0")).await;
    assert!(!welcome.body.contains("proof-of-work api"), "{}", welcome.body);
    assert!(browser.get("/dashboard").await.body.contains("Cleo"));
}
