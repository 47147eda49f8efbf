//! Usernames, in a browser with scripts off.

use axum::http::StatusCode;

use crate::common::{Browser, Page, TestServer};

async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.username.enabled = true;
        settings.auth.username.reserved_usernames = vec!["admin".into()];
    })
    .await
}

async fn sign_up(browser: &mut Browser, username: &str) -> Page {
    let fields = format!("name=Cleo&email=cleo%40example.com&username={username}&password=correct-horse-9");
    browser.submit("/api/app/sign-up", &fields).await
}

#[tokio::test]
async fn a_username_is_chosen_at_sign_up_and_signs_in_beside_the_address() {
    let server = server().await;
    let page = server.browser().get("/sign-up").await.body;
    assert!(page.contains("name=\"username\"") && page.contains("3 to 30 letters"), "{page}");
    let page = sign_up(&mut server.browser(), "Cleo.1").await;
    assert!(page.body.contains("Hello, Cleo") && page.body.contains("Cleo.1"), "{}", page.body);

    let page = server.browser().get("/sign-in").await.body;
    assert!(page.contains("Email or username") && page.contains("autocomplete=\"username webauthn\""), "{page}");
    for name in ["cleo.1", "CLEO.1", "cleo%40example.com"] {
        assert!(server.browser().sign_in(name).await.body.contains("Hello, Cleo"), "{name}");
    }
    let fields = "email=cleo.1&password=wrong-password&remember=on";
    let page = server.browser().submit("/api/app/sign-in", fields).await;
    assert!(page.body.contains("Username or password is wrong."), "{}", page.body);
    assert!(page.body.contains("value=\"cleo.1\""), "{}", page.body);
}

#[tokio::test]
async fn whoever_wants_none_signs_up_without() {
    let server = server().await;
    assert!(sign_up(&mut server.browser(), "").await.body.contains("Hello, Cleo"));
}

#[tokio::test]
async fn what_cannot_be_a_username_is_said_at_the_field() {
    let server = server().await;
    sign_up(&mut server.browser(), "cleo").await;
    let mut browser = server.browser();
    let cases = [
        ("CLEO", "Somebody has this username."),
        ("Admin", "This cannot be a username."),
        ("c+d", "This cannot be a username."),
        ("cl", "This username is too short."),
        (&"c".repeat(31), "This username is too long."),
    ];
    for (username, said) in cases {
        let fields = format!("name=Dora&email=dora%40example.com&username={username}&password=correct-horse-9");
        let page = browser.submit("/api/app/sign-up", &fields).await;
        assert!(page.body.contains(said), "{username}: {}", page.body);
        assert_eq!(page.body.matches("aria-invalid=\"true\"").count(), 1, "{username}");
    }
    let page = browser.submit("/api/app/sign-in", "email=c%2Fd&password=correct-horse-9").await;
    assert!(page.body.contains("This cannot be a username."), "{}", page.body);
    let page = browser.submit("/api/app/sign-in", "").await;
    assert!(page.body.contains("Enter what you sign in with."), "{}", page.body);
}

#[tokio::test]
async fn a_username_is_changed_in_the_profile() {
    let server = server().await;
    sign_up(&mut server.browser(), "taken").await;
    let mut browser = server.browser();
    browser.sign_up("Dora", "dora@example.com").await;
    let page = browser.submit("/api/app/update-username", "username=&display_username=").await;
    assert!(page.body.contains("Enter a username."), "{}", page.body);
    let page = browser.submit("/api/app/update-username", "username=Taken&display_username=D").await;
    assert!(page.body.contains("Somebody has this username.") && page.body.contains("value=\"Taken\""));
    let page = browser.submit("/api/app/update-username", "username=Dora&display_username=").await;
    assert!(page.body.contains("Your username is saved.") && page.body.contains("value=\"dora\""), "{}", page.body);
    assert!(page.body.contains("value=\"Dora\""), "{}", page.body);
    let page = browser.submit("/api/app/update-username", "username=dora2&display_username=DoRa+2").await;
    assert!(page.body.contains("value=\"DoRa 2\""), "{}", page.body);
    assert!(browser.get("/dashboard").await.body.contains("DoRa 2"));
    assert!(server.browser().sign_in("dora2").await.body.contains("Hello, Dora"));
}

#[tokio::test]
async fn one_that_stays_is_shown_and_not_asked_for() {
    let server = TestServer::start_with(|settings| {
        settings.auth.username.enabled = true;
        settings.auth.username.immutable_username = true;
    })
    .await;
    let mut browser = server.browser();
    sign_up(&mut browser, "cleo").await;
    let page = browser.get("/settings/profile").await.body;
    assert!(page.contains("Once chosen, it stays.") && !page.contains("id=\"username\""), "{page}");
    let page = browser.submit("/api/app/update-username", "username=other&display_username=").await;
    assert!(page.body.contains("Your username stays as it is."), "{}", page.body);
    let page = browser.submit("/api/app/update-username", "username=cleo&display_username=Cleo!").await;
    assert!(page.body.contains("Your username is saved."), "{}", page.body);
}

#[tokio::test]
async fn scripts_ask_whether_a_username_is_free() {
    let server = server().await;
    sign_up(&mut server.browser(), "cleo").await;
    let mut browser = server.browser();
    for (username, answer) in
        [("CLEO", "Taken"), ("dora", "Free"), ("admin", "INVALID_USERNAME"), ("x", "USERNAME_TOO_SHORT")]
    {
        let called = browser.call("/api/app/username-availability", &format!("username={username}")).await;
        assert_eq!(called.status, StatusCode::OK);
        assert!(called.body.contains(answer), "{username}: {}", called.body);
    }
}

// Which address belongs to a username is told to nobody.
#[tokio::test]
async fn mail_is_sent_to_an_address_that_was_typed() {
    let server = server().await;
    sign_up(&mut server.browser(), "cleo").await;
    let mut browser = server.browser();
    for by in ["magic-link", "code"] {
        let page = browser.submit("/api/app/sign-in", &format!("email=cleo&by={by}")).await;
        assert!(page.body.contains("Enter an email address"), "{by}: {}", page.body);
    }
    let page = browser.submit("/api/app/forgot-password", "email=cleo").await;
    assert!(page.body.contains("Enter an email address"), "{}", page.body);
}

#[tokio::test]
async fn whoever_has_to_confirm_the_address_is_told_so_without_it() {
    let server = TestServer::start_with(|settings| {
        settings.auth.username.enabled = true;
        settings.auth.email_and_password.require_email_verification = true;
    })
    .await;
    sign_up(&mut server.browser(), "cleo").await;
    let page = server.browser().sign_in("cleo").await;
    assert!(page.body.contains("Check your email") && !page.body.contains("cleo@example.com"), "{}", page.body);
}

#[tokio::test]
async fn without_usernames_there_is_no_trace_of_them() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    for path in ["/sign-in", "/sign-up"] {
        assert!(!browser.get(path).await.body.to_lowercase().contains(">username"), "{path}");
    }
    sign_up(&mut browser, "cleo").await;
    assert!(!browser.get("/settings/profile").await.body.contains("name=\"username\""));
    assert!(server.browser().sign_in("cleo").await.body.contains("Enter an email address"));
}
