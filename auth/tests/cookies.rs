use auth::config::{CrossSubDomainCookies, SameSite};
use serde_json::json;

use crate::common::{Client, PASSWORD, SECRET, TestAuth, encoded, sealed};

const ANA: &str = "ana@example.com";

#[tokio::test]
async fn the_session_cookie_is_the_one_of_better_auth() {
    let app = TestAuth::new().await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let value = sealed(&token, SECRET).replace("%2E", ".");
    let line = format!("better-auth.session_token={value}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(answer.set_cookies(), [line]);
    assert_eq!(token.len(), 32);
    assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
}

// SESS-011
#[tokio::test]
async fn not_being_remembered_takes_two_lines_without_max_age() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let body = json!({ "email": ANA, "password": PASSWORD, "rememberMe": false });
    let answer = app.client().post("/sign-in/email", &body).await;
    assert_eq!(answer.set_cookies().len(), 2);
    for name in ["better-auth.session_token", "better-auth.dont_remember"] {
        let cookie = answer.set_cookie(name).unwrap();
        assert_eq!(cookie.attributes, "Path=/; HttpOnly; SameSite=Lax", "{name}");
    }
}

#[tokio::test]
async fn being_remembered_again_ends_the_cookie_that_said_otherwise() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ana.sign_in_briefly(ANA).await;
    ana.sign_in(ANA).await;
    assert_eq!(ana.cookie("dont_remember"), None);
}

// SESS-029
#[tokio::test]
async fn signing_out_ends_every_cookie_with_the_attributes_it_was_set_with() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let answer = ana.post("/sign-out", &json!({})).await;
    let ended = "Max-Age=0; Path=/; HttpOnly; SameSite=Lax";
    assert_eq!(
        answer.set_cookies(),
        ["session_token", "session_data", "dont_remember"].map(|name| format!("better-auth.{name}=; {ended}"))
    );
    assert_eq!(ana.cookie_header(), "");
}

// CSRF-021, SESS-013
#[tokio::test]
async fn every_cookie_is_same_site_and_of_a_size_and_age_that_browsers_keep() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut ana = app.client();
    let body = json!({ "email": ANA, "password": PASSWORD, "rememberMe": false });
    for answer in [ana.post("/sign-in/email", &body).await, ana.try_sign_in(ANA, PASSWORD).await] {
        for line in answer.set_cookies() {
            assert!(line.contains("; SameSite=Lax"), "{line}");
            assert!(line.len() < 4096, "{line}");
            let age = line.split("; ").find_map(|attribute| attribute.strip_prefix("Max-Age="));
            assert!(age.is_none_or(|age| age.parse::<u64>().unwrap() <= 34_560_000), "{line}");
        }
    }
}

#[tokio::test]
async fn behind_https_cookies_are_secure_and_named_so() {
    let app = TestAuth::with(|config| config.base_url = "https://auth.example.com".into()).await;
    let mut ana = app.client();
    let answer = ana.try_sign_up(ANA, PASSWORD).await;
    let cookie = answer.set_cookie("__Secure-better-auth.session_token").unwrap();
    assert_eq!(cookie.attributes, "Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax");
    assert_eq!(ana.session().await.user.email, ANA);
}

// SESS-018, case a
#[tokio::test]
async fn with_secure_cookies_a_cookie_of_the_plain_name_is_not_read() {
    let app = TestAuth::with(|config| config.base_url = "https://auth.example.com".into()).await;
    let ana = app.signed_up(ANA).await;
    let mut eve = app.signed_up("eve@example.com").await;
    let value = ana.cookie("session_token").unwrap();
    let mut tossed = app.client().with_foreign_cookie("better-auth.session_token", value);
    assert_eq!(tossed.get_session().await, None);
    let mut both = eve.clone().with_foreign_cookie("better-auth.session_token", value);
    assert_eq!(both.session().await, eve.session().await);
}

#[tokio::test]
async fn secure_cookies_can_be_forced_on_http_and_forbidden_on_https() {
    let forced = TestAuth::with(|config| config.advanced.use_secure_cookies = Some(true)).await;
    let answer = forced.client().try_sign_up(ANA, PASSWORD).await;
    assert!(answer.set_cookies()[0].starts_with("__Secure-better-auth.session_token="));
    let forbidden = TestAuth::with(|config| {
        config.base_url = "https://auth.example.com".into();
        config.advanced.use_secure_cookies = Some(false);
    })
    .await;
    let answer = forbidden.client().try_sign_up(ANA, PASSWORD).await;
    assert!(answer.set_cookies()[0].starts_with("better-auth.session_token="));
    assert!(!answer.set_cookies()[0].contains("Secure"));
}

#[tokio::test]
async fn the_prefix_of_names_can_be_chosen() {
    let app = TestAuth::with(|config| config.advanced.cookie_prefix = Some("myapp".into())).await;
    let mut ana = app.client();
    let answer = ana.try_sign_up(ANA, PASSWORD).await;
    assert!(answer.set_cookies()[0].starts_with("myapp.session_token="));
    assert_eq!(ana.session().await.user.email, ANA);
}

#[tokio::test]
async fn cookies_can_be_shared_with_subdomains() {
    let app = TestAuth::with(|config| {
        config.base_url = "https://auth.example.com".into();
        let domain = Some(".example.com".into());
        config.advanced.cross_sub_domain_cookies = Some(CrossSubDomainCookies { domain });
    })
    .await;
    let mut ana = app.client();
    let name = "__Secure-better-auth.session_token";
    let signed_up = ana.try_sign_up(ANA, PASSWORD).await;
    let signed_out = ana.post("/sign-out", &json!({})).await;
    for answer in [signed_up, signed_out] {
        assert_eq!(answer.set_cookie(name).unwrap().attribute("Domain"), Some(".example.com"));
    }
}

#[tokio::test]
async fn attributes_can_be_changed_for_every_cookie() {
    let app = TestAuth::with(|config| {
        let attributes = &mut config.advanced.default_cookie_attributes;
        attributes.same_site = Some(SameSite::None);
        attributes.secure = Some(true);
        attributes.partitioned = Some(true);
    })
    .await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    let cookie = answer.set_cookie("better-auth.session_token").unwrap();
    let attributes = "Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=None; Partitioned";
    assert_eq!(cookie.attributes, attributes);
}

#[tokio::test]
async fn a_cookie_can_be_secure_under_its_plain_name() {
    let app = TestAuth::with(|config| {
        config.advanced.default_cookie_attributes.secure = Some(true);
    })
    .await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    let cookie = answer.set_cookie("better-auth.session_token").unwrap();
    assert_eq!(cookie.attributes, "Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax");
}

// SESS-017
#[tokio::test]
async fn a_changed_cookie_is_no_session() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let value = ana.cookie("session_token").unwrap();
    let flipped = if value.starts_with('a') { "b" } else { "a" };
    for changed in [
        value[1..].to_owned(),
        value[..value.len() - 3].to_owned(),
        format!("{flipped}{}", &value[1..]),
        format!("{value}A"),
        format!("{value}%3D"),
        format!("{value}."),
        format!("x{value}"),
        format!(" {}", value.to_uppercase()),
        encoded(value),
        format!("\"{value}\""),
        value.replace('.', ".."),
    ] {
        let mut thief = app.client().with_cookie("session_token", &changed);
        assert_eq!(thief.get_session().await, None, "{changed}");
    }
    assert!(ana.clone().get_session().await.is_some());
}

#[tokio::test]
async fn an_unsigned_token_or_one_of_another_secret_is_no_session() {
    let app = TestAuth::new().await;
    let token = app.client().sign_up(ANA).await.token.unwrap();
    let forgeries =
        [token.clone(), format!("{token}."), sealed(&token, "another-secret-another-secret-1234"), sealed(&token, "")];
    for forged in forgeries {
        let mut thief = app.client().with_cookie("session_token", &forged);
        assert_eq!(thief.get_session().await, None, "{forged}");
    }
    let mut right = app.client().with_cookie("session_token", &sealed(&token, SECRET));
    assert!(right.get_session().await.is_some(), "the forgeries differ by their signature alone");
}

#[tokio::test]
async fn foreign_cookies_do_not_disturb() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let foreign = [("a", "b"), ("_ga", "GA1.2.3"), ("x", "\"quoted\""), ("zz", "%zz;;=; =")];
    let add = |client: Client, (name, value)| client.with_foreign_cookie(name, value);
    let mut crowded = foreign.into_iter().fold(ana, add);
    assert_eq!(crowded.session().await.user.email, ANA);
}

#[tokio::test]
async fn without_a_cookie_cache_there_is_no_session_data_cookie() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ana.get("/get-session").await;
    assert_eq!(ana.cookie("session_data"), None);
}

// SESS-025
#[tokio::test]
async fn a_cookie_with_session_data_alone_is_no_session() {
    let app = TestAuth::new().await;
    let value = sealed(r#"{"session":{"userId":"x"},"user":{"id":"x"}}"#, SECRET);
    let mut client = app.client().with_cookie("session_data", &value);
    assert_eq!(client.get_session().await, None);
}
