//! API keys, in a browser with scripts off.

use auth::wire::VerifyApiKey;
use axum::http::StatusCode;

use crate::common::{Browser, TestServer};

const SETTINGS: &str = "/settings/api-keys";

async fn with_keys() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.api_key.enabled = true;
        let kind = &mut settings.auth.api_key.configurations[0];
        kind.enable_session_for_api_keys = true;
        let actions = vec!["read".to_owned(), "write".to_owned()];
        kind.default_permissions = Some([("files".to_owned(), actions)].into());
    })
    .await
}

async fn signed_in(server: &TestServer, name: &str) -> Browser {
    let mut browser = server.browser();
    let fields = format!("email={name}%40example.com&password=correct-horse-battery");
    browser.submit("/api/app/sign-in", &fields).await;
    browser
}

/// The key on a page that shows one.
fn shown(body: &str) -> Option<String> {
    let after = body.split("id=\"new-api-key\"").nth(1)?;
    let text = after.split('>').nth(1)?.split('<').next()?;
    Some(text.to_owned())
}

#[tokio::test]
async fn a_key_is_made_shown_once_and_deleted_without_scripts() {
    let server = with_keys().await;
    let mut browser = signed_in(&server, "ana").await;
    let page = browser.get(SETTINGS).await;
    assert!(page.body.contains("No API keys yet") && page.body.contains("files:write"), "{}", page.body);

    let fields = "name=Backup&days=30&permissions[]=files%3Aread&permissions[]=files%3Adelete";
    let answer = browser.post("/api/app/create-api-key", fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, SETTINGS));
    let page = browser.get(SETTINGS).await;
    let key = shown(&page.body).expect("the key is shown");
    assert!(
        key.len() == 64 && page.body.contains(&format!("curl -H &#39;x-api-key: {key}"))
            || page.body.contains("curl -H")
    );
    assert!(!answer.location().contains(&key));
    assert_eq!(browser.cookie("latchkey.new_api_key"), None);
    let again = browser.get(SETTINGS).await;
    assert!(shown(&again.body).is_none() && !again.body.contains(&key[6..]), "{}", again.body);
    assert!(again.body.contains("Backup") && again.body.contains(&key[..6]) && again.body.contains("never used"));

    let asked = VerifyApiKey { key, ..VerifyApiKey::default() };
    let verified = server.state.auth.verify_api_key(&asked).await.unwrap().key.unwrap();
    // What was not offered is not given.
    assert_eq!(verified.permissions.unwrap(), [("files".to_owned(), vec!["read".to_owned()])].into());
    let page = browser.get(SETTINGS).await;
    assert!(page.body.contains("last used"), "{}", page.body);

    let page = browser.submit("/api/app/delete-api-key", &format!("id={}", verified.id)).await;
    assert!(page.body.contains("The API key was deleted.") && page.body.contains("No API keys yet"), "{}", page.body);
    assert!(!server.state.auth.verify_api_key(&asked).await.unwrap().valid);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays() {
    let server = with_keys().await;
    let mut browser = signed_in(&server, "ana").await;
    let page = browser.submit("/api/app/create-api-key", "name=+&days=30").await;
    assert!(page.body.contains("aria-invalid") && shown(&page.body).is_none(), "{}", page.body);
    let long = "a-name-of-more-than-thirty-two-letters";
    let page = browser.submit("/api/app/create-api-key", &format!("name={long}&days=30")).await;
    assert!(page.body.contains("This name is too long.") && page.body.contains(long), "{}", page.body);
}

// KEY-003, in the pages
#[tokio::test]
async fn nobody_sees_or_deletes_the_key_of_somebody_else() {
    let server = with_keys().await;
    let mut ana = signed_in(&server, "ana").await;
    ana.post("/api/app/create-api-key", "name=Backup&days=").await;
    let cookie = ana.cookie("latchkey.new_api_key").unwrap().to_owned();
    let id = cookie.split('.').next().unwrap().to_owned();
    let mut ben = signed_in(&server, "ben").await;
    let page = ben.submit("/api/app/delete-api-key", &format!("id={id}")).await;
    assert!(page.body.contains("This key is gone already."), "{}", page.body);
    // Another person in the same browser does not get to see it either.
    ana.post("/api/app/sign-out", "").await;
    ana.submit("/api/app/sign-in", "email=ben%40example.com&password=correct-horse-battery").await;
    let page = ana.get(SETTINGS).await;
    assert!(shown(&page.body).is_none() && page.body.contains("No API keys yet"), "{}", page.body);
    assert_eq!(ana.cookie("latchkey.new_api_key"), None);
}

#[tokio::test]
async fn where_keys_are_off_nothing_speaks_of_them() {
    let server = TestServer::start().await;
    let mut browser = signed_in(&server, "ana").await;
    let page = browser.get("/settings/sessions").await;
    assert!(!page.body.contains(SETTINGS), "{}", page.body);
}
