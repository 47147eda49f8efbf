use std::fmt::Write as _;

use auth::{
    AuthConfig,
    config::{CaptchaProvider, RateLimitRule},
    features::operations,
    operation::Operation,
};
use http::Method;

use crate::common::{Answer, Client, DAY, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";

/// Sends a request for an operation in each of its methods, without a body.
async fn answers(client: &Client, operation: &Operation) -> Vec<Answer> {
    let mut answers = Vec::new();
    for method in operation.methods {
        let method: Method = method.as_str().parse().unwrap();
        answers.push(client.clone().request(method, operation.path).await);
    }
    answers
}

#[test]
fn the_table_of_routes() {
    let mut table = String::new();
    for Operation { methods, path, access, body, .. } in operations() {
        let methods: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
        let (methods, access) = (methods.join(","), format!("{access:?}"));
        writeln!(table, "{methods:<10}{path:<44}{access:<10}{body:?}").unwrap();
    }
    insta::assert_snapshot!(table);
}

/// Features that are off unless somebody wants them.
fn everything(config: &mut AuthConfig) {
    config.username.enabled = true;
    config.phone_number.enabled = true;
    config.anonymous.enabled = true;
    config.api_key.enabled = true;
    config.jwt.enabled = true;
    config.multi_session.enabled = true;
    config.one_time_token.enabled = true;
    config.one_tap.enabled = true;
    config.one_tap.client_id = vec!["client".into()];
    config.captcha.provider = Some(CaptchaProvider::ProofOfWork);
    config.captcha.endpoints = Vec::new();
    config.device_authorization.enabled = true;
    config.open_api.enabled = true;
    config.organization.enabled = true;
    config.organization.teams.enabled = true;
    config.organization.dynamic_access_control.enabled = true;
}

#[tokio::test]
async fn every_route_of_the_table_is_mounted() {
    let app = TestAuth::with(everything).await;
    for operation in operations() {
        for answer in answers(&app.client(), operation).await {
            assert!(answer.is_known_path() && answer.status.as_u16() < 500, "{operation:?}: {answer}");
        }
    }
}

// INJ-026
#[tokio::test]
async fn a_route_with_another_method_is_unknown() {
    let app = TestAuth::with(everything).await;
    let ana = app.signed_up(ANA).await;
    for operation in operations() {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"] {
            if !operation.methods.iter().any(|own| own.as_str() == method) {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                ana.clone().request(method, operation.path).await.is_unknown_path();
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_path_is_answered_without_a_word() {
    let app = TestAuth::with(everything).await;
    for path in ["/no-such-endpoint", "/", "", "/sign-in", "/sign-in/email/x", "/%", "/%c0%af", "/..%2f..%2f"] {
        for method in [Method::GET, Method::POST] {
            app.client().request(method, path).await.is_unknown_path();
        }
    }
}

#[tokio::test]
async fn a_disabled_path_is_unknown_and_the_others_are_not() {
    for operation in operations() {
        let app = TestAuth::with(|config| {
            everything(config);
            config.disabled_paths = vec![operation.path.to_owned()];
        })
        .await;
        for answer in answers(&app.client(), operation).await {
            answer.is_unknown_path();
        }
        let others = operations().filter(|other| other.path != operation.path);
        for other in others {
            for answer in answers(&app.client(), other).await {
                assert!(answer.is_known_path(), "{other:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_base_path_moves_every_route() {
    let app = TestAuth::with(|config| {
        everything(config);
        config.base_path = "/auth-v2".into();
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(ana.session().await.user.email, ANA);
    for operation in operations() {
        for answer in answers(&app.client(), operation).await {
            assert!(answer.is_known_path(), "{operation:?}");
        }
        let old = format!("/api/auth{}", operation.path);
        let method: Method = operation.methods[0].as_str().parse().unwrap();
        app.client().request_absolute(method, &old).await.is_unknown_path();
    }
}

// CSRF-001, CSRF-002: every write that there is
#[tokio::test]
async fn no_write_is_open_to_pages_of_other_sites() {
    let app = TestAuth::with(everything).await;
    let ana = app.signed_up(ANA).await;
    for operation in operations().filter(|operation| !operation.from_any_site) {
        if operation.methods.iter().any(|method| method.as_str() == "POST") {
            let mut evil = ana.clone().on_site("https://evil.example");
            evil.request(Method::POST, operation.path).await.refused(403, "INVALID_ORIGIN");
            let mut hidden = ana.clone().on_site("null");
            hidden.request(Method::POST, operation.path).await.refused(403, "MISSING_OR_NULL_ORIGIN");
        }
    }
}

#[tokio::test]
async fn every_route_is_counted() {
    let app = TestAuth::with(|config| {
        everything(config);
        let rule = RateLimitRule { window: DAY, max: 1 };
        config.rate_limit.enabled = true;
        config.rate_limit.custom_rules = vec![("*".into(), Some(rule))];
    })
    .await;
    for operation in operations() {
        let client = app.client();
        let first = answers(&client, operation).await;
        assert_ne!(first[0].status, 429, "{operation:?}");
        for answer in answers(&client, operation).await {
            assert_eq!(answer.status, 429, "{operation:?}");
        }
    }
}

// WEB-017, for the API
#[tokio::test]
async fn every_answer_is_json_except_pages_and_redirects() {
    let app = TestAuth::with(everything).await;
    let is_page = |path: &str| path == "/error" || path == "/reference";
    for operation in operations().filter(|operation| !is_page(operation.path)) {
        let answers = answers(&app.client(), operation).await;
        for answer in answers.iter().filter(|answer| !answer.status.is_redirection()) {
            assert_eq!(answer.header("content-type"), Some("application/json"), "{operation:?}");
            answer.json();
        }
    }
}

#[tokio::test]
async fn the_api_says_that_it_is_there() {
    let app = TestAuth::with(everything).await;
    let answer = app.client().get("/ok").await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, r#"{"ok":true}"#));
}

#[tokio::test]
async fn errors_have_a_code_and_a_sentence_and_nothing_else() {
    let app = TestAuth::with(everything).await;
    app.db.execute(r#"ALTER TABLE "account" RENAME TO "gone""#).await;
    app.db.execute(r#"ALTER TABLE "user" RENAME TO "gone_too""#).await;
    let wrong = app.client().try_sign_in("nope", PASSWORD).await;
    let broken = app.client().try_sign_in(ANA, PASSWORD).await;
    for answer in [wrong, broken] {
        let fields: Vec<_> = answer.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["code", "message"]);
        assert!(!answer.text.contains("user") && !answer.text.contains("table"), "{answer}");
    }
}
