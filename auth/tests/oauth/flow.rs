use std::collections::BTreeSet;

use auth::{
    config::ProfileMapper,
    schema::{Field, FieldKind},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use url::Url;

use super::{app, app_with};
use crate::common::{PASSWORD, person};

#[tokio::test]
async fn somebody_new_gets_an_account_and_comes_back_to_it() {
    let (app, op) = app().await;
    let olive = person("7", "Olive@Example.com");
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &olive).await, "/new");
    let first = browser.session().await.user;
    assert_eq!((first.email.as_str(), first.email_verified), ("olive@example.com", true));
    assert_eq!((first.name.as_str(), first.image.as_deref()), ("Olive", Some("https://img.example/o.png")));

    let mut other = app.client();
    let mut renamed = olive.clone();
    renamed["name"] = json!("Somebody Else");
    assert_eq!(other.sign_in_at(&op, "op", &renamed).await, "/in");
    let again = other.session().await.user;
    assert_eq!((again.id, again.name.as_str()), (first.id, "Olive"), "the profile is theirs, not the provider's");
}

// OAUTH-007: and the verifier that reaches the token endpoint fits, or the provider would have refused.
#[tokio::test]
async fn every_request_is_bound_by_state_nonce_and_pkce() {
    let (app, op) = app().await;
    let mut challenges = BTreeSet::new();
    for _ in 0..3 {
        let mut browser = app.client();
        let url = Url::parse(&browser.start_social("op").await).unwrap();
        let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["code_challenge"].len(), 43);
        assert_eq!((query["state"].len(), query["nonce"].len()), (32, 32));
        assert_eq!(query["scope"], "openid profile email");
        challenges.insert(query["code_challenge"].clone());
        browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    }
    assert_eq!(challenges.len(), 3);
    let sent = &op.token_requests()[0];
    assert_eq!(sent["code_verifier"].len(), 128);
    assert_eq!((sent["client_id"].as_str(), sent["client_secret"].as_str()), ("client", "client-secret"));
}

// OAUTH-035
#[tokio::test]
async fn the_address_to_come_back_to_is_the_configured_one() {
    let (app, _) = app().await;
    let mut browser = app.client().with_header("host", "evil.example").with_header("x-forwarded-host", "evil.example");
    let url = Url::parse(&browser.start_social("op").await).unwrap();
    let redirect = url.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    assert_eq!(redirect, "http://localhost:3000/api/auth/callback/op");
}

#[tokio::test]
async fn a_client_adds_parameters_but_none_of_the_protocol() {
    let (app, _) = app().await;
    let mut browser = app.client();
    let start = |params: Value| json!({ "provider": "op", "scopes": ["calendar"], "loginHint": "me@example.com", "additionalParams": params });
    let answer: Value = browser.post("/sign-in/social", &start(json!({ "hd": "example.com" }))).await.accepted();
    let url = Url::parse(answer["url"].as_str().unwrap()).unwrap();
    let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!((query["hd"].as_str(), query["login_hint"].as_str()), ("example.com", "me@example.com"));
    assert_eq!(query["scope"], "openid profile email calendar");
    for reserved in ["state", "redirect_uri", "code_challenge", "nonce", "client_id", "scope", "response_type"] {
        browser.post("/sign-in/social", &start(json!({ reserved: "x" }))).await.refused(400, "VALIDATION_ERROR");
    }
}

#[tokio::test]
async fn pages_of_other_sites_are_refused() {
    let (app, _) = app().await;
    let mut browser = app.client();
    for (field, code) in [
        ("callbackURL", "INVALID_CALLBACK_URL"),
        ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
        ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
    ] {
        let body = json!({ "provider": "op", field: "https://evil.example/" });
        browser.post("/sign-in/social", &body).await.refused(403, code);
    }
}

#[tokio::test]
async fn without_a_redirect_the_address_is_answered_alone() {
    let (app, _) = app().await;
    let mut browser = app.client();
    let answer = browser.post("/sign-in/social", &json!({ "provider": "op" })).await;
    assert_eq!(answer.header("location"), answer.json()["url"].as_str());
    assert_eq!(answer.json()["redirect"], true);
    let answer = browser.post("/sign-in/social", &json!({ "provider": "op", "disableRedirect": true })).await;
    assert_eq!((answer.header("location"), &answer.json()["redirect"]), (None, &json!(false)));
    browser.post("/sign-in/social", &json!({ "provider": "nobody" })).await.refused(404, "PROVIDER_NOT_FOUND");
}

#[tokio::test]
async fn what_the_provider_says_against_it_is_told_on_the_page_for_errors() {
    let (app, _) = app().await;
    let mut browser = app.client();
    let url = Url::parse(&browser.start_social("op").await).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let query = format!("error=access_denied&error_description=no+thanks&state={state}");
    let page = browser.come_back("op", &query).await.leads_to();
    assert_eq!(page, "/oops?error=access_denied&error_description=no%20thanks");
    assert!(browser.get_session().await.is_none());
}

// OAUTH-008: a code that was given for another challenge.
#[tokio::test]
async fn a_code_of_another_sign_in_is_refused() {
    let (app, op) = app().await;
    let (mut ours, mut theirs) = (app.client(), app.client());
    let our_url = ours.start_social("op").await;
    let stolen = op.signs_in(&theirs.start_social("op").await, &person("7", "olive@example.com"));
    let code = stolen.split('&').next().unwrap();
    let state = op.signs_in(&our_url, &person("8", "mallory@example.com")).split('&').nth(1).unwrap().to_owned();
    let page = ours.come_back("op", &format!("{code}&{state}")).await.leads_to();
    assert_eq!(page, "/oops?error=invalid_code");
    assert!(ours.get_session().await.is_none());
}

// OAUTH-009
#[tokio::test]
async fn an_answer_of_another_issuer_is_refused_before_the_code_is_sent() {
    let (app, op) = app().await;
    let mut browser = app.client();
    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let page = browser.come_back("op", &format!("{query}&iss=https%3A%2F%2Fother.example")).await.leads_to();
    assert_eq!(page, "/oops?error=issuer_mismatch");
    assert!(op.token_requests().is_empty());

    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let issuer: String = url::form_urlencoded::byte_serialize(op.issuer().as_bytes()).collect();
    assert_eq!(browser.come_back("op", &format!("{query}&iss={issuer}")).await.leads_to(), "/new");
}

// OAUTH-014
#[tokio::test]
async fn a_profile_without_a_subject_is_nobody() {
    for subject in [json!(null), json!(""), json!("undefined"), json!("null"), json!({ "id": 1 })] {
        let (app, op) = app().await;
        op.leave_out_id_tokens();
        op.say(json!({ "sub": subject }));
        let page = app.client().sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
        assert_eq!(page, "/oops?error=unable_to_get_user_info", "{subject}");
    }
}

// OAUTH-015
#[tokio::test]
async fn one_subject_at_two_providers_is_two_people() {
    let (app, op) = app().await;
    let other = crate::common::Provider::start().await;
    let app = app
        .restarted_with(|config| {
            config.generic_oauth.extend([op.configured_as("op"), other.configured_as("other")]);
        })
        .await;
    op.follow_clock_of(&app);
    other.follow_clock_of(&app);
    let (mut one, mut two) = (app.client(), app.client());
    one.sign_in_at(&op, "op", &person("99999", "olive@example.com")).await;
    two.sign_in_at(&other, "other", &person("99999", "mallory@example.com")).await;
    assert_ne!(one.session().await.user.id, two.session().await.user.id);
}

// OAUTH-029: names and addresses change their owners, subjects do not.
#[tokio::test]
async fn a_new_subject_with_an_old_name_is_somebody_else() {
    let (app, op) = app_with(|config| config.account.linking.disable_implicit_linking = true).await;
    let mut old = person("7", "olive@example.com");
    old["preferred_username"] = json!("olive");
    app.client().sign_in_at(&op, "op", &old).await;
    let mut new = old.clone();
    new["sub"] = json!("8");
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &new).await, "/oops?error=account_not_linked");
    assert!(browser.get_session().await.is_none());
}

// OAUTH-034
#[tokio::test]
async fn a_profile_sets_nothing_but_name_address_and_picture() {
    let (app, op) = app().await;
    let mut olive = person("7", "olive@example.com");
    for (name, value) in [
        ("role", json!("admin")),
        ("banned", json!(true)),
        ("id", json!("1")),
        ("createdAt", json!("2001-01-01T00:00:00.000Z")),
        ("name", json!("<script>alert(1)</script>")),
        ("picture", json!("javascript:alert(1)")),
    ] {
        olive[name] = value;
    }
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &olive).await;
    let session: Value = browser.get("/get-session").await.accepted();
    assert_eq!(session["user"]["name"], "<script>alert(1)</script>", "it is text, and pages escape it");
    assert_eq!(session["user"]["image"], json!(null));
    assert_ne!(session["user"]["role"], "admin");
    assert_ne!(session["user"]["banned"], true);
    assert_ne!(session["user"]["id"], "1");
}

// OAUTH-033
#[tokio::test]
async fn of_twenty_first_sign_ins_at_once_one_makes_the_user() {
    let (app, op) = app().await;
    let olive = person("7", "olive@example.com");
    let mut at_once = JoinSet::new();
    for _ in 0..20 {
        let (mut browser, op, olive) = (app.client(), op.clone(), olive.clone());
        let query = op.signs_in(&browser.start_social("op").await, &olive);
        at_once.spawn(async move {
            let page = browser.come_back("op", &query).await.leads_to();
            (page, browser.get_session().await.map(|session| session.user.id))
        });
    }
    let arrived = at_once.join_all().await;
    let users: BTreeSet<_> = arrived.iter().filter_map(|(_, user)| user.clone()).collect();
    assert_eq!(users.len(), 1, "{arrived:?}");
    assert_eq!(arrived.iter().filter(|(page, _)| page == "/new").count(), 1, "{arrived:?}");
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "user""#).await.len(), 1);
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "account""#).await.len(), 1);
}

// OAUTH-037
#[tokio::test]
async fn a_form_of_the_provider_is_led_to_the_address_where_cookies_are() {
    let (app, op) = app().await;
    let mut browser = app.client();
    let query = op.signs_in(&browser.start_social("op").await, &person("7", "olive@example.com"));
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    // The browser sends no cookies with a form of another site.
    let page = app.client().on_site("https://op.example").post_form("/callback/op", &fields).await.leads_to();
    let (path, query) = page.strip_prefix("http://localhost:3000/api/auth").unwrap().split_once('?').unwrap();
    assert_eq!(path, "/callback/op");
    assert_eq!(browser.come_back("op", query).await.leads_to(), "/new");

    // A form of anybody, with a code but no state, ends on the page for errors.
    let page =
        app.client().on_site("https://evil.example").post_form("/callback/op", &[("code", "c1")]).await.leads_to();
    let query = page.split_once('?').unwrap().1;
    let page = app.client().come_back("op", query).await.leads_to();
    assert_eq!(page, "http://localhost:3000/api/auth/error?error=state_not_found");
}

#[tokio::test]
async fn sign_up_can_be_closed_or_has_to_be_asked_for() {
    for (disable_sign_up, asks, next) in [
        (true, true, "/oops?error=signup_disabled"),
        (false, false, "/oops?error=signup_disabled"),
        (false, true, "/in"),
    ] {
        let (app, op) = app_with(|config| {
            config.generic_oauth[0].policy.disable_sign_up = disable_sign_up;
            config.generic_oauth[0].policy.disable_implicit_sign_up = true;
        })
        .await;
        let mut browser = app.client();
        let body = json!({
            "provider": "op", "callbackURL": "/in", "errorCallbackURL": "/oops", "requestSignUp": asks,
        });
        let started: Value = browser.post("/sign-in/social", &body).await.accepted();
        let query = op.signs_in(started["url"].as_str().unwrap(), &person("7", "olive@example.com"));
        assert_eq!(browser.come_back("op", &query).await.leads_to(), next);
    }
}

#[tokio::test]
async fn a_profile_is_taken_over_anew_where_that_is_wanted() {
    let (app, op) = app_with(|config| config.generic_oauth[0].policy.override_user_info = true).await;
    let mut olive = person("7", "olive@example.com");
    app.client().sign_in_at(&op, "op", &olive).await;
    olive["name"] = json!("Olive the Second");
    olive["email"] = json!("second@example.com");
    olive["email_verified"] = json!(false);
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &olive).await;
    let user = browser.session().await.user;
    assert_eq!(
        (user.name.as_str(), user.email.as_str(), user.email_verified),
        ("Olive the Second", "second@example.com", false)
    );

    // An address that somebody else has stays theirs.
    app.signed_up("ana@example.com").await;
    olive["email"] = json!("ana@example.com");
    olive["email_verified"] = json!(true);
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &olive).await, "/in");
    assert_eq!(browser.session().await.user.email, "second@example.com");
    app.client().try_sign_in("ana@example.com", PASSWORD).await.accepted::<Value>();
}

#[tokio::test]
async fn the_application_says_what_of_a_profile_becomes_which_field() {
    let (app, op) = app_with(|config| {
        config.user.model.additional_fields = vec![
            Field::new("department", FieldKind::Text).required().not_from_outside(),
            Field::new("level", FieldKind::Integer).with_default(1),
        ];
        config.generic_oauth[0].policy.override_user_info = true;
        config.generic_oauth[0].map_profile_to_user = Some(ProfileMapper::new(|profile, mut user| {
            user.name = user.name.map(|name| name.to_uppercase());
            user.fields.set("department", profile["dept"].clone());
            user.fields.set("unknown", json!("is left out"));
            user
        }));
    })
    .await;
    let mut olive = person("7", "olive@example.com");
    olive["dept"] = json!("press");
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &olive).await, "/new");
    let user = browser.session().await.user;
    assert_eq!((user.name.as_str(), user.fields.get("department")), ("OLIVE", Some(&json!("press"))));
    assert_eq!((user.fields.get("level"), user.fields.get("unknown")), (Some(&json!(1)), None));

    olive["dept"] = json!("sales");
    let mut browser = app.client();
    assert_eq!(browser.sign_in_at(&op, "op", &olive).await, "/in");
    assert_eq!(browser.session().await.user.fields.get("department"), Some(&json!("sales")));
}

#[tokio::test]
async fn signing_out_answers_where_to_sign_out_of_the_provider() {
    let (app, op) = app().await;
    let mut browser = app.client();
    browser.sign_in_at(&op, "op", &person("7", "olive@example.com")).await;
    let answer = browser.post("/sign-out", &json!({ "callbackURL": "/bye", "state": "s" })).await;
    let body: Value = answer.accepted();
    let url = Url::parse(body["url"].as_str().unwrap()).unwrap();
    let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert!(url.as_str().starts_with(&format!("{}/logout?", op.issuer())));
    assert_eq!(query["post_logout_redirect_uri"], "http://localhost:3000/bye");
    assert_eq!((query["client_id"].as_str(), query["state"].as_str()), ("client", "s"));
    assert!(query["id_token_hint"].contains('.'));
    assert_eq!((&body["success"], &body["redirect"]), (&json!(true), &json!(true)));
    assert!(browser.get_session().await.is_none());
}
