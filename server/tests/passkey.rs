//! Passkeys, in a browser with scripts off: all but the ceremony works there.

use auth::wire::{DeviceType, Passkey};
use axum::http::StatusCode;

use crate::common::{Browser, ORIGIN, TestServer};

const SETTINGS: &str = "/settings/security/passkeys";

/// Ana with a passkey, as a script has added it.
async fn with_passkey(server: &TestServer) -> Browser {
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", "email=ana%40example.com&password=correct-horse-battery").await;
    let auth = &server.state.auth;
    let ana = auth.store().find_user_by_email("ana@example.com").await.unwrap().unwrap();
    let passkey = Passkey {
        id: "passkey-of-ana".into(),
        name: None,
        public_key: String::new(),
        user_id: ana.id,
        credential_id: "AAAA".into(),
        counter: 0,
        device_type: DeviceType::MultiDevice,
        backed_up: true,
        transports: None,
        created_at: Some(auth.clock().now()),
        aaguid: Some("bada5566-a7aa-401f-bd96-45619a55120d".into()),
    };
    assert!(auth.store().create_passkey(&passkey, None).await.unwrap());
    browser
}

#[tokio::test]
async fn passkeys_are_listed_renamed_and_removed_without_scripts() {
    let server = TestServer::start().await;
    let mut browser = with_passkey(&server).await;
    let page = browser.get(SETTINGS).await;
    assert!(page.body.contains("1Password") && page.body.contains("Synchronised"), "{}", page.body);
    assert!(page.body.contains("credentials=\"AAAA\"") && page.body.contains("data-rp=\"localhost\""), "{}", page.body);

    let page = browser.submit("/api/app/rename-passkey", "id=passkey-of-ana&name=+").await;
    assert!(page.body.contains("aria-invalid"), "{}", page.body);
    let page = browser.submit("/api/app/rename-passkey", "id=passkey-of-ana&name=Work").await;
    assert!(page.body.contains("The passkey was renamed.") && page.body.contains("Rename Work"));
    let page = browser.submit("/api/app/remove-passkey", "id=passkey-of-ana").await;
    assert!(page.body.contains("The passkey was removed.") && page.body.contains("No passkeys yet"), "{}", page.body);
    assert!(page.body.contains("credentials=\"\""), "browsers are told that none is left");
}

// PK-018
#[tokio::test]
async fn nobody_renames_or_removes_the_passkey_of_somebody_else() {
    let server = TestServer::start().await;
    let mut ana = with_passkey(&server).await;
    let mut ben = server.browser();
    ben.submit("/api/app/sign-in", "email=ben%40example.com&password=correct-horse-battery").await;
    for (path, fields) in
        [("/api/app/rename-passkey", "id=passkey-of-ana&name=Mine"), ("/api/app/remove-passkey", "id=passkey-of-ana")]
    {
        assert_eq!(ben.call(path, fields).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let page = ana.get(SETTINGS).await;
    assert!(page.body.contains("1Password") && !page.body.contains("Mine"));
}

// PK-023
#[tokio::test]
async fn names_stay_texts() {
    let server = TestServer::start().await;
    let mut browser = with_passkey(&server).await;
    let name = "%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3C!--";
    let page = browser.submit("/api/app/rename-passkey", &format!("id=passkey-of-ana&name={name}")).await;
    assert!(!page.body.contains("<script>alert(1)") && !page.body.contains("<!--</script"), "{}", page.body);
    assert!(page.body.contains("&lt;/script&gt;"), "{}", page.body);
}

#[tokio::test]
async fn what_is_no_passkey_leads_back_with_a_sentence() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    for response in ["", "%7B%7D", "nonsense"] {
        let page = browser.submit("/api/app/sign-in-with-passkey", &format!("response={response}")).await;
        assert!(page.body.contains("Sign in with a passkey"), "{}", page.body);
        assert!(page.body.contains("not accepted") || page.body.contains("took too long"), "{}", page.body);
    }
    let mut browser = with_passkey(&server).await;
    let page = browser.submit("/api/app/add-passkey", "response=&name=Laptop").await;
    assert!(page.body.contains("The passkey could not be added."), "{}", page.body);
    let page = browser.submit("/api/app/add-passkey", "response=&onboarding=on").await;
    assert!(page.body.contains("Sign in faster next time"), "{}", page.body);
}

#[tokio::test]
async fn the_sign_in_page_offers_passkeys_and_loads_the_script_with_the_nonce() {
    let server = TestServer::start().await;
    let page = server.browser().get("/sign-in").await;
    assert!(page.body.contains("autocomplete=\"username webauthn\""), "{}", page.body);
    assert!(page.body.contains("<passkey-sign-in"), "{}", page.body);
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    let script = format!("<script type=\"module\" src=\"/passkey.js\" nonce=\"{nonce}\">");
    assert!(page.body.contains(&script), "{script} in {}", page.body);
}

#[tokio::test]
async fn where_passkeys_are_off_nothing_speaks_of_them() {
    let server = TestServer::start_with(|settings| settings.auth.passkey.enabled = false).await;
    let page = server.browser().get("/sign-in").await;
    assert!(!page.body.contains("passkey-sign-in") && !page.body.contains("passkey.js"), "{}", page.body);
    let endpoints = server.browser().get("/.well-known/passkey-endpoints").await;
    assert_eq!(endpoints.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn password_managers_find_the_page_of_passkeys() {
    let server = TestServer::start().await;
    let answer = server.browser().get("/.well-known/passkey-endpoints").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    let page = format!("{ORIGIN}{SETTINGS}");
    let expected = serde_json::json!({ "enroll": page, "manage": page });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&answer.body).unwrap(), expected);
}
