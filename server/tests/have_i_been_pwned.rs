//! Passwords that everybody knows, in the forms.

use crate::common::TestServer;

#[tokio::test]
async fn a_common_password_is_refused_at_its_field() {
    let server = TestServer::start_with(|settings| settings.auth.have_i_been_pwned.enabled = true).await;
    let mut browser = server.browser();
    let form = "name=Cleo&email=cleo%40example.com&password=password1";
    let page = browser.submit("/api/app/sign-up", form).await;
    assert!(page.body.contains("lists of leaked passwords"), "{}", page.body);
    browser.sign_up("Cleo", "cleo@example.com").await;
    let form = "current_password=correct-horse-9&new_password=password1";
    let page = browser.submit("/api/app/change-password", form).await;
    assert!(page.body.contains("lists of leaked passwords"), "{}", page.body);
}
