//! Signing in a device, in a browser with scripts off.

use auth::{
    Cx,
    wire::{DeviceCodeOutput, DeviceCodeRequest, DeviceGrant, DeviceTokenOutput, DeviceTokenRequest, ErrorCode},
};
use axum::http::StatusCode;

use crate::common::{Browser, Page, TestServer};

async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.device_authorization.enabled = true;
        settings.auth.device_authorization.interval = std::time::Duration::ZERO;
    })
    .await
}

impl TestServer {
    /// A television asks to be signed in.
    async fn television(&self) -> DeviceCodeOutput {
        let (client_id, scope) = (Some("Acme <TV>".to_owned()), Some("watch record".to_owned()));
        let input = DeviceCodeRequest { client_id, scope, user_id: None };
        self.state.auth.request_device_code(&mut Cx::internal(), input).await.unwrap()
    }

    async fn poll(&self, device: &DeviceCodeOutput) -> Result<DeviceTokenOutput, ErrorCode> {
        let input = DeviceTokenRequest {
            grant_type: DeviceGrant::DeviceCode,
            device_code: device.device_code.clone(),
            client_id: "Acme <TV>".into(),
        };
        self.state.auth.redeem_device_code(&mut Cx::internal(), input).await.map_err(|error| error.code())
    }
}

async fn signed_in(server: &TestServer, name: &str) -> Browser {
    let mut browser = server.browser();
    sign_in(&mut browser, name).await;
    browser
}

async fn sign_in(browser: &mut Browser, name: &str) -> Page {
    let fields = format!("email={name}%40example.com&password=correct-horse-battery");
    browser.submit("/api/app/sign-in", &fields).await
}

async fn find(browser: &mut Browser, code: &str) -> Page {
    browser.submit("/api/app/find-device", &format!("user_code={code}")).await
}

#[tokio::test]
async fn somebody_types_the_code_sees_who_asks_and_says_yes() {
    let server = server().await;
    let device = server.television().await;
    let mut ana = signed_in(&server, "ana").await;
    let page = ana.get("/device").await;
    assert!(page.body.contains("Enter the code that your device shows."), "{}", page.body);

    // As people type it.
    let (first, second) = device.user_code.split_at(4);
    let typed = format!("+{}-{}+", first.to_lowercase(), second);
    let page = find(&mut ana, &typed).await;
    assert!(page.body.contains("Sign in this device?") && page.body.contains("Acme &lt;TV"), "{}", page.body);
    assert!(page.body.contains("<li class=\"break-words\">record</li>"), "{}", page.body);
    assert!(page.body.contains("ana@example.com") && page.body.contains("Is it your device?"), "{}", page.body);
    assert_eq!(server.poll(&device).await, Err(ErrorCode::AuthorizationPending));

    let answer = ana.post("/api/app/approve-device", &format!("user_code={}", device.user_code)).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/device/approved"));
    assert!(ana.get("/device/approved").await.body.contains("The device is signed in"));
    assert_eq!(server.poll(&device).await.unwrap().scope, "watch record");
    assert!(ana.get("/device/request").await.body.contains("No device is waiting"));
}

#[tokio::test]
async fn somebody_says_no() {
    let server = server().await;
    let device = server.television().await;
    let mut ana = signed_in(&server, "ana").await;
    find(&mut ana, &device.user_code).await;
    let page = ana.submit("/api/app/deny-device", &format!("user_code={}", device.user_code)).await;
    assert!(page.body.contains("The device is not signed in"), "{}", page.body);
    assert_eq!(server.poll(&device).await, Err(ErrorCode::AccessDenied));
}

#[tokio::test]
async fn whoever_is_signed_out_signs_in_and_comes_back_with_the_code() {
    let server = server().await;
    let device = server.television().await;
    let address = format!("/device?user_code={}", device.user_code);
    let mut ana = server.browser();
    let answer = ana.get(&address).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::FOUND, "/sign-in"));
    let page = sign_in(&mut ana, "ana").await;
    assert!(page.body.contains(&format!("value=\"{}\"", device.user_code)), "{}", page.body);
    // The address alone does nothing: the code is anybody's who sends it.
    assert!(ana.get("/device/request").await.body.contains("No device is waiting"));
    let mut ben = signed_in(&server, "ben").await;
    assert!(find(&mut ben, &device.user_code).await.body.contains("Sign in this device?"));
    assert_eq!(server.poll(&device).await, Err(ErrorCode::AuthorizationPending));
}

#[tokio::test]
async fn a_code_that_is_none_is_said_at_its_field_and_stays_there() {
    let server = server().await;
    let device = server.television().await;
    let mut ana = signed_in(&server, "ana").await;
    assert!(find(&mut ana, "").await.body.contains("Enter the code."));
    let page = find(&mut ana, "no-such-code").await;
    assert!(page.body.contains("No device shows this code.") && page.body.contains("value=\"no-such-code\""));
    find(&mut ana, &device.user_code).await;

    // Of two people who know a code, the first may answer.
    let mut ben = signed_in(&server, "ben").await;
    let page = find(&mut ben, &device.user_code).await;
    assert!(page.body.contains("You cannot answer this device.") && !page.body.contains("Acme"), "{}", page.body);
    let page = ben.submit("/api/app/approve-device", &format!("user_code={}", device.user_code)).await;
    assert!(page.body.contains("You cannot answer this device."), "{}", page.body);
    assert_eq!(server.poll(&device).await, Err(ErrorCode::AuthorizationPending));

    ana.submit("/api/app/approve-device", &format!("user_code={}", device.user_code)).await;
    let page = find(&mut ana, &device.user_code).await;
    assert!(page.body.contains("This code was answered already."), "{}", page.body);
}

#[tokio::test]
async fn what_one_person_found_is_not_shown_to_the_next_one_in_the_same_browser() {
    let server = server().await;
    let device = server.television().await;
    let mut browser = signed_in(&server, "ana").await;
    find(&mut browser, &device.user_code).await;
    browser.submit("/api/app/sign-out", "").await;
    sign_in(&mut browser, "ben").await;
    let page = browser.get("/device/request").await;
    assert!(page.body.contains("No device is waiting") && !page.body.contains(&device.user_code), "{}", page.body);
}

#[tokio::test]
async fn the_pages_are_not_there_where_no_devices_are_signed_in() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, "ana").await;
    for page in ["/device", "/device/request", "/device/approved"] {
        assert_eq!(ana.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
}
