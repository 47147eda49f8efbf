//! The second factor, in a browser with scripts off.

use crate::common::{Browser, TestServer};

const SIGN_IN: &str = "email=ana%40example.com&password=correct-horse-battery";
const SETTINGS: &str = "/settings/security/two-factor";

/// A server on which codes may be used again, so that a test need not wait for the next one.
async fn server() -> TestServer {
    TestServer::start_with(|settings| settings.auth.two_factor.totp.allow_code_reuse = true).await
}

/// The text between two others.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_else(|| panic!("no {before} in {page}")).split(after).next().unwrap()
}

/// Sets up the app; the key in Base32, and a backup code.
async fn set_up(server: &TestServer, browser: &mut Browser) -> (String, String) {
    browser.submit("/api/app/sign-in", SIGN_IN).await;
    assert!(browser.get(SETTINGS).await.body.contains("Set up an authenticator app"));
    let page = browser.submit("/api/app/enable-two-factor", "password=correct-horse-battery").await;
    assert!(page.body.contains("<svg") && page.body.contains("otpauth://totp/"), "{}", page.body);
    let key = between(&page.body, "secret=", "&").to_owned();
    let code = server.state.auth.generate_totp(&format!("base32:{key}")).unwrap();
    let page = browser.submit("/api/app/activate-two-factor", &format!("code={code}")).await;
    assert!(page.body.contains("Two-factor sign-in is on.") && page.body.contains("download=\"backup-codes.txt\""));
    let backup_code = between(&page.body, "charset=utf-8,", "%0A").to_owned();
    (key, backup_code)
}

#[tokio::test]
async fn it_is_set_up_asked_for_and_switched_off() {
    let server = server().await;
    let mut browser = server.browser();
    let (key, backup_code) = set_up(&server, &mut browser).await;

    // The codes are shown until they are kept, and then no longer.
    let page = browser.submit("/api/app/acknowledge-backup-codes", "").await;
    assert!(page.body.contains("Tick the box") && page.body.contains(&backup_code));
    let page = browser.submit("/api/app/acknowledge-backup-codes", "kept=on").await;
    assert!(page.body.contains("10 backup codes are left.") && !page.body.contains(&backup_code));

    let mut other = server.browser();
    let page = other.submit("/api/app/sign-in", SIGN_IN).await;
    assert!(page.body.contains("You are signing in as ana@example.com.") && page.body.contains("one-time-code"));
    assert_eq!(other.get("/dashboard").await.location(), "/sign-in");
    let page = other.submit("/api/app/verify-second-factor", "method=totp&code=000000").await;
    assert!(page.body.contains("This code is wrong"));
    let code = server.state.auth.generate_totp(&format!("base32:{key}")).unwrap();
    let spaced = format!("method=totp&code={}+{}", &code[..3], &code[3..]);
    assert!(other.submit("/api/app/verify-second-factor", &spaced).await.body.contains("Hello, Ana"));

    let page = other.submit("/api/app/disable-two-factor", "password=wrong").await;
    assert!(page.body.contains("This is not your password."));
    let page = other.submit("/api/app/disable-two-factor", "password=correct-horse-battery").await;
    assert!(page.body.contains("Two-factor sign-in is off.") && page.body.contains("Set up an authenticator app"));
    assert!(server.browser().submit("/api/app/sign-in", SIGN_IN).await.body.contains("Hello, Ana"));
}

#[tokio::test]
async fn a_backup_code_or_a_mailed_one_does_it_too_and_the_way_on_is_kept() {
    let server = server().await;
    let (_, backup_code) = set_up(&server, &mut server.browser()).await;

    let mut browser = server.browser();
    browser.get("/settings/profile").await;
    browser.submit("/api/app/sign-in", SIGN_IN).await;
    let answer = browser.post("/api/app/verify-second-factor", &format!("method=backup&code={backup_code}")).await;
    assert_eq!(answer.location(), "/settings/profile");

    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", SIGN_IN).await;
    let page = browser.submit("/api/app/send-second-factor-code", "next=%2Fsettings%2Faccount").await;
    assert!(page.body.contains("A code is on its way"));
    let mail = server.mailbox().latest_to("ana@example.com").await.wording.text;
    let code = mail.split_whitespace().find(|word| word.len() == 6 && word.parse::<u32>().is_ok()).unwrap();
    let fields = format!("method=otp&code={code}&next=%2Fsettings%2Faccount");
    assert_eq!(browser.post("/api/app/verify-second-factor", &fields).await.location(), "/settings/account");
}

#[tokio::test]
async fn the_way_on_leads_to_pages_of_ours_alone() {
    let server = server().await;
    let (_, backup_code) = set_up(&server, &mut server.browser()).await;
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", SIGN_IN).await;
    let fields = format!("method=backup&code={backup_code}&next=https%3A%2F%2Fevil.example");
    assert_eq!(browser.post("/api/app/verify-second-factor", &fields).await.location(), "/dashboard");
}

#[tokio::test]
async fn without_a_sign_in_that_waits_the_page_says_so() {
    let server = server().await;
    let page = server.browser().get("/two-factor").await;
    assert!(page.body.contains("No sign-in is waiting"));
}
