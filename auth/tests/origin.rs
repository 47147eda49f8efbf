use auth::AuthConfig;
use serde_json::{Value, json};
use url::Url;

use crate::common::{Answer, Client, ORIGIN, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const APP: &str = "https://app.example.test";
const EVIL: &str = "https://evil.example";

fn trusting(config: &mut AuthConfig) {
    config.trusted_origins = [APP, "https://*.preview.example.test", "myapp://callback"].map(str::to_owned).into();
}

/// What a page can try on behalf of somebody who is signed in.
async fn sign_out(client: &mut Client) -> Answer {
    client.post("/sign-out", &json!({})).await
}

// Requests with cookies

// CSRF-001, CSRF-016
#[tokio::test]
async fn a_page_of_another_site_cannot_act_for_somebody_who_is_signed_in() {
    let app = TestAuth::with(trusting).await;
    let mut ana = app.signed_up(ANA).await;
    for path in ["/sign-out", "/sign-in/email", "/sign-up/email", "/get-session"] {
        let broken = ana.clone().on_site(EVIL).post_text(path, "application/json", "{broken").await;
        broken.refused(403, "INVALID_ORIGIN");
        assert_eq!(broken.set_cookies(), [""; 0]);
    }
    assert!(ana.get_session().await.is_some());
}

// CSRF-002, CSRF-004
#[tokio::test]
async fn a_request_with_cookies_says_where_it_comes_from() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    for mut page in [
        ana.clone().without_origin(),
        ana.clone().on_site("null"),
        ana.clone().on_site(""),
        ana.clone().on_site("null").with_header("sec-fetch-site", "cross-site"),
        ana.clone().on_site("null").with_header("sec-fetch-site", "same-site"),
        ana.clone().without_origin().with_header("sec-fetch-site", "same-origin"),
    ] {
        sign_out(&mut page).await.refused(403, "MISSING_OR_NULL_ORIGIN");
    }
    assert_eq!(app.db.count("session").await, 1);
}

#[tokio::test]
async fn a_form_of_our_own_without_a_referrer_may_post() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let mut page = ana.on_site("null").with_header("sec-fetch-site", "same-origin");
    sign_out(&mut page).await.accepted::<Value>();
}

#[tokio::test]
async fn a_trusted_site_may_act() {
    let app = TestAuth::with(trusting).await;
    for origin in [ORIGIN, APP, "https://pr-1.preview.example.test"] {
        let mut page = app.client().on_site(origin);
        page.try_sign_up(&format!("ana{}@example.com", origin.len()), PASSWORD).await;
        sign_out(&mut page).await.accepted::<Value>();
        assert_eq!(page.cookie_header(), "", "{origin}");
    }
}

// CSRF-010
#[tokio::test]
async fn look_alikes_of_a_trusted_site_are_refused() {
    let app = TestAuth::with(trusting).await;
    let ana = app.signed_up(ANA).await;
    for origin in [
        EVIL,
        "https://app.example.test.evil.test",
        "https://evil-app.example.test",
        "https://evilapp.example.test",
        "http://app.example.test",
        "https://app.example.test:444",
        "https://app.example.test.",
        "https://APP.example.test.evil",
        "https://app.example.test@evil.test",
        "https://evil.test#app.example.test",
        "https://evil.test/https://app.example.test",
        "https://app.example.test%60.evil.test",
        "https://app_example.test",
        "file://",
        "chrome-extension://abc",
        "https://xn--pp-tia.example.test",
        "https://127.0.0.1.nip.io",
        "https://evil-localhost",
        "https://localhost:3000",
        "http://localhost:3001",
        "http://localhost",
        "https://sub.app.example.test",
        "https://example.test",
        "app.example.test",
        "myapp://callback.evil.test",
        "https://app.example.test, https://evil.test",
        "https://app.example.test https://evil.test",
    ] {
        let mut page = ana.clone().on_site(origin);
        let answer = sign_out(&mut page).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "INVALID_ORIGIN"), "{origin}");
    }
    assert_eq!(app.db.count("session").await, 1);
}

// CSRF-011
#[tokio::test]
async fn a_wildcard_stands_for_real_subdomains_over_https_only() {
    let app = TestAuth::with(trusting).await;
    let ana = app.signed_up(ANA).await;
    for origin in [
        "https://preview.example.test",
        "https://evilpreview.example.test",
        "https://preview.example.test.evil.test",
        "http://a.preview.example.test",
        "https://a.preview.example.test.evil.test",
        "https://a.preview.example.testevil",
        "https://.preview.example.test",
        "https://a..preview.example.test",
        "https://*.preview.example.test",
        "https://a.preview.example.test:8443",
        "https://a.preview.example.test@evil.test",
        "https://evil.test/.preview.example.test",
        "https://evil.test?.preview.example.test",
        "https://evil.test#.preview.example.test",
    ] {
        let answer = sign_out(&mut ana.clone().on_site(origin)).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "INVALID_ORIGIN"), "{origin}");
    }
    let mut page = ana.on_site("https://a.b.preview.example.test");
    sign_out(&mut page).await.accepted::<Value>();
}

// CSRF-017
#[tokio::test]
async fn a_sibling_site_is_another_site() {
    let app = TestAuth::with(trusting).await;
    let ana = app.signed_up(ANA).await;
    let mut blog = ana.on_site("https://blog.example.test").with_header("sec-fetch-site", "same-site");
    sign_out(&mut blog).await.refused(403, "INVALID_ORIGIN");
}

// CSRF-018
#[tokio::test]
async fn two_origins_are_none() {
    let app = TestAuth::with(trusting).await;
    let ana = app.signed_up(ANA).await;
    for (first, second) in [(APP, EVIL), (EVIL, APP)] {
        let mut page = ana.clone().on_site(first).with_second_header("origin", second);
        sign_out(&mut page).await.refused(403, "INVALID_ORIGIN");
    }
}

#[tokio::test]
async fn without_an_origin_the_referrer_counts() {
    let app = TestAuth::with(trusting).await;
    let ana = app.signed_up(ANA).await.without_origin();
    for evil in ["https://evil.example/page", "https://evil.example/?https://app.example.test", "nonsense"] {
        let mut page = ana.clone().with_header("referer", evil);
        sign_out(&mut page).await.refused(403, "INVALID_ORIGIN");
    }
    let mut page = ana.with_header("referer", "https://app.example.test/page?a=b");
    sign_out(&mut page).await.accepted::<Value>();
}

#[tokio::test]
async fn a_trusted_referrer_does_not_outweigh_a_foreign_origin() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let mut page = ana.on_site(EVIL).with_header("referer", &format!("{ORIGIN}/page"));
    sign_out(&mut page).await.refused(403, "INVALID_ORIGIN");
}

#[tokio::test]
async fn whoever_only_reads_is_not_asked_where_they_come_from() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    for mut page in [ana.clone().on_site(EVIL), ana.clone().on_site("null"), ana.without_origin()] {
        assert!(page.get_session().await.is_some());
    }
}

// CSRF-008
#[tokio::test]
async fn forms_of_other_sites_are_refused_and_ours_are_read_where_documented() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    for content_type in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"] {
        let mut evil = ana.clone().on_site(EVIL).with_header("sec-fetch-site", "cross-site");
        evil.post_text("/sign-out", content_type, "a=1").await.refused(403, "INVALID_ORIGIN");
        let mut own = ana.clone();
        own.post_text("/sign-out", content_type, "a=1").await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    assert_eq!(app.db.count("session").await, 1);
}

// CSRF-015
#[tokio::test]
async fn no_foreign_site_may_read_answers() {
    let app = TestAuth::with(trusting).await;
    let mut page = app.signed_up(ANA).await.on_site(EVIL);
    let preflight = page.request(http::Method::OPTIONS, "/sign-in/email").await;
    for answer in [preflight, page.get("/get-session").await] {
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
}

#[tokio::test]
async fn the_check_of_origins_can_be_switched_off_for_tests() {
    let app = TestAuth::with(|config| config.advanced.disable_csrf_check = true).await;
    let mut page = app.signed_up(ANA).await.on_site(EVIL);
    sign_out(&mut page).await.accepted::<Value>();
}

// Signing in without cookies

#[tokio::test]
async fn a_program_without_cookies_and_origin_may_sign_in() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.client().without_origin().sign_in(ANA).await;
}

// CSRF-005
#[tokio::test]
async fn another_site_cannot_sign_a_visitor_in_by_navigation() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    for origin in [EVIL, "null", ORIGIN] {
        let mut page = app.client().on_site(origin).with_header("sec-fetch-site", "cross-site");
        page = page.with_header("sec-fetch-mode", "navigate").with_header("sec-fetch-dest", "document");
        let answer = page.post_form("/sign-in/email", &[("email", ANA), ("password", PASSWORD)]).await;
        answer.refused(403, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED");
    }
    assert_eq!(app.db.count("session").await, 1);
}

#[tokio::test]
async fn another_site_cannot_sign_a_visitor_in_or_up_by_script() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.client().on_site(EVIL).try_sign_in(ANA, PASSWORD).await.refused(403, "INVALID_ORIGIN");
    app.client().on_site(EVIL).try_sign_up("bo@example.com", PASSWORD).await.refused(403, "INVALID_ORIGIN");
    let mut silent = app.client().without_origin().with_header("sec-fetch-site", "cross-site");
    silent.try_sign_in(ANA, PASSWORD).await.refused(403, "MISSING_OR_NULL_ORIGIN");
    assert_eq!((app.db.count("session").await, app.db.count("user").await), (1, 1));
}

#[tokio::test]
async fn our_own_pages_sign_in_with_and_without_script() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let page = app.client().with_header("sec-fetch-site", "same-origin");
    page.clone().with_header("sec-fetch-mode", "cors").sign_in(ANA).await;
    let mut form = page.with_header("sec-fetch-mode", "navigate").with_header("sec-fetch-dest", "document");
    let fields = [("email", ANA), ("password", PASSWORD)];
    form.post_form("/sign-in/email", &fields).await.accepted::<Value>();
}

// Where people are sent

async fn sign_in_to(app: &TestAuth, callback: &str) -> Answer {
    let body = json!({ "email": ANA, "password": PASSWORD, "callbackURL": callback });
    app.client().post("/sign-in/email", &body).await
}

#[tokio::test]
async fn callbacks_lead_to_our_own_paths_and_to_trusted_sites() {
    let app = TestAuth::with(trusting).await;
    app.signed_up(ANA).await;
    for callback in [
        "/",
        "/a/b?c=d#e",
        "/a?next=//x",
        "/ä",
        "https://app.example.test/x",
        "http://localhost:3000/y",
        "https://a.preview.example.test/z",
        "myapp://callback",
        "myapp://callback/deep?x=1",
    ] {
        let answer = sign_in_to(&app, callback).await;
        assert_eq!(answer.accepted::<Value>()["url"], callback);
    }
    assert_eq!(sign_in_to(&app, "").await.accepted::<Value>()["redirect"], false);
}

// REDIR-001, REDIR-016, CSRF-012
#[tokio::test]
async fn callbacks_that_lead_elsewhere_are_refused() {
    let app = TestAuth::with(trusting).await;
    app.signed_up(ANA).await;
    for callback in REFUSED {
        let answer = sign_in_to(&app, callback).await;
        let found = (answer.status.as_u16(), answer.code());
        assert_eq!(found, (403, "INVALID_CALLBACK_URL".into()), "{callback:?}");
        assert_eq!(answer.set_cookies(), [""; 0], "{callback:?}");
        assert_eq!(answer.header("location"), None, "{callback:?}");
    }
    assert_eq!(app.db.count("session").await, 1);
}

// REDIR-014: decoded once, these stay here
#[tokio::test]
async fn odd_paths_that_are_accepted_stay_on_our_site() {
    let app = TestAuth::with(trusting).await;
    app.signed_up(ANA).await;
    for callback in
        ["/%252f%252fevil.test", "/;@evil.test", "/a/..;/..;//evil.test", "/a/../b", "/@evil.test", "/.evil.test"]
    {
        let answer = sign_in_to(&app, callback).await;
        let location = answer.header("location").unwrap();
        let target = Url::parse(ORIGIN).unwrap().join(location).unwrap();
        assert_eq!(target.origin().ascii_serialization(), ORIGIN, "{callback}");
        assert!(!target.path().starts_with("//"), "{callback}");
    }
}

#[tokio::test]
async fn signing_up_checks_where_the_mail_will_lead() {
    let app = TestAuth::new().await;
    let body = json!({ "name": "Ana", "email": ANA, "password": PASSWORD, "callbackURL": "//evil.test" });
    app.client().post("/sign-up/email", &body).await.refused(403, "INVALID_CALLBACK_URL");
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn the_application_itself_checks_callbacks_too() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let input = auth::wire::SignInEmail {
        email: ANA.into(),
        password: PASSWORD.into(),
        callback_url: Some("//evil.test".into()),
        ..Default::default()
    };
    let refused = app.auth.sign_in_email(&mut auth::Cx::internal(), input).await;
    assert_eq!(refused.unwrap_err().code(), auth::wire::ErrorCode::InvalidCallbackUrl);
}

#[tokio::test]
async fn the_check_of_callbacks_can_be_switched_off_for_tests() {
    let app = TestAuth::with(|config| config.advanced.disable_origin_check = true).await;
    app.signed_up(ANA).await;
    assert_eq!(sign_in_to(&app, EVIL).await.header("location"), Some(EVIL));
}

// REDIR-008
#[tokio::test]
async fn the_error_page_leads_nowhere_and_repeats_codes_only() {
    let app = TestAuth::new().await;
    let page = app.client().get("/error?error=state_mismatch").await;
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    assert!(page.text.contains("<code>state_mismatch</code>"), "{page}");
    for target in ["//evil.test", "https://evil.test", "javascript:alert(1)"] {
        let query = format!("error={target}&errorCallbackURL={target}&redirectTo={target}&callbackURL={target}");
        let page = app.client().get(&format!("/error?{query}")).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (200, None));
        assert!(!page.text.contains("evil.test") && !page.text.contains("alert"), "{page}");
    }
}

#[tokio::test]
async fn the_error_page_shows_no_markup_of_others() {
    let app = TestAuth::new().await;
    for markup in ["%3Cscript%3Ealert(1)%3C/script%3E", "%22onload=x", "&error=%3Cb%3E", "%26lt;b%3E"] {
        let page = app.client().get(&format!("/error?error={markup}")).await;
        assert!(page.text.contains("<code>UNKNOWN</code>"), "{page}");
    }
    let policy = app.client().get("/error").await;
    assert_eq!(policy.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'"));
}

/// Targets that some browser, proxy or router would take for another site.
const REFUSED: &[&str] = &[
    "https://evil.test",
    "http://evil.test/",
    "//evil.test",
    "///evil.test",
    "////evil.test",
    r"/\evil.test",
    r"\/evil.test",
    r"\\evil.test",
    r"\/\/evil.test",
    r"/\/evil.test",
    "/\t/evil.test",
    "\t//evil.test",
    "/\n/evil.test",
    "/\r\n/evil.test",
    " //evil.test",
    "\0//evil.test",
    "\u{a0}//evil.test",
    "/%09/evil.test",
    "/%0a/evil.test",
    "/%0d%0aLocation:%20https://evil.test",
    "/%2f/evil.test",
    "/%2F%2Fevil.test",
    "/%5cevil.test",
    "%2f%2fevil.test",
    "https:evil.test",
    "https:/evil.test",
    r"https:\evil.test",
    "https:///evil.test",
    "HTTPS://EVIL.TEST",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript://app.example.test/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://evil.test/1",
    "blob:https://app.example.test/1",
    "file:///etc/passwd",
    "https://app.example.test@evil.test/",
    "https://app.example.test%40evil.test/",
    "https://app.example.test:pw@evil.test/",
    r"https://app.example.test\@evil.test/",
    r"https://evil.test/\@app.example.test/",
    "https://evil.test#@app.example.test/",
    "https://evil.test?app.example.test/",
    "https://app.example.test.evil.test/",
    "https://evil-app.example.test/",
    "https://evilapp.example.test/",
    "https://app.example.test%00.evil.test/",
    "https://app.example.test%2eevil.test/",
    "//evil\u{3002}test",
    "//\u{24d4}vil.test",
    "https://[::1]/",
    "//localhost:1/",
    "http://app.example.test/",
    "https://app.example.test:444/",
    "..//evil.test",
    "/..//evil.test",
    "/.//evil.test",
    "/a/../..//evil.test",
    "//app.example.test@evil.test/",
    "ftp://evil.test/",
    "intent://evil.test#Intent;scheme=https;end",
    "myapp://callback.attacker.tld",
    "myapp://callback.attacker.tld/x",
    "myapp://callback@attacker.tld/",
    "myapp:callback",
    "evil.test",
    "dashboard",
    "?next=/",
    "#",
];
