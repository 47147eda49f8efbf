//! Tokens for other services.

use std::time::Duration;

use async_trait::async_trait;
use auth::{AuthConfig, Result, config::JwtAlgorithm, features::jwt::JwtHooks, wire::SessionWithUser};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use crate::common::{Client, DAY, Database, HOUR, MILLISECOND, ORIGIN, SECRET, TestAuth};

const ANA: &str = "ana@example.com";

fn with_jwt(config: &mut AuthConfig) {
    config.jwt.enabled = true;
}

impl Client {
    async fn token(&mut self) -> String {
        self.get("/token").await.json()["token"].as_str().unwrap().to_owned()
    }

    async fn public_keys(&mut self) -> Vec<Value> {
        self.get("/jwks").await.json()["keys"].as_array().unwrap().clone()
    }
}

fn part(token: &str, index: usize) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap()
}

fn header(token: &str) -> Value {
    serde_json::from_slice(&part(token, 0)).unwrap()
}

fn claims(token: &str) -> Value {
    serde_json::from_slice(&part(token, 1)).unwrap()
}

/// Whether one of these keys signed a token, as another service would ask.
fn is_signed_by(token: &str, keys: &[Value]) -> bool {
    let header = header(token);
    let Some(key) = keys.iter().find(|key| key["kid"] == header["kid"]) else { return false };
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    let (signed, _) = token.rsplit_once('.').unwrap();
    let signature = part(token, 2);
    match header["alg"].as_str().unwrap() {
        "EdDSA" => UnparsedPublicKey::new(&ED25519, bytes("x")).verify(signed.as_bytes(), &signature).is_ok(),
        "ES256" => {
            let point = [&[4][..], &bytes("x"), &bytes("y")].concat();
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed.as_bytes(), &signature).is_ok()
        }
        "RS256" | "PS256" => {
            let rules: &RsaParameters =
                if header["alg"] == "RS256" { &RSA_PKCS1_2048_8192_SHA256 } else { &RSA_PSS_2048_8192_SHA256 };
            let key = RsaPublicKeyComponents { n: bytes("n"), e: bytes("e") };
            key.verify(rules, signed.as_bytes(), &signature).is_ok()
        }
        other => panic!("{other}"),
    }
}

// TOK-014. No `jti`, as upstream.
#[tokio::test]
async fn a_token_says_who_somebody_is_for_a_quarter_of_an_hour() {
    let app = TestAuth::with(with_jwt).await;
    let mut ana = app.signed_up(ANA).await;
    let token = ana.token().await;
    assert_eq!(header(&token)["alg"], "EdDSA");
    let said = claims(&token);
    let user = ana.session().await.user;
    assert_eq!((&said["sub"], &said["id"], &said["email"]), (&json!(user.id), &json!(user.id), &json!(ANA)));
    assert_eq!((&said["iss"], &said["aud"]), (&json!(ORIGIN), &json!(ORIGIN)));
    assert_eq!(said["iat"], app.now().as_millis() / 1000);
    assert_eq!(said["exp"], app.now().as_millis() / 1000 + 900);
    assert!(is_signed_by(&token, &app.client().public_keys().await));
    app.client().get("/token").await.refused(401, "UNAUTHORIZED");
}

// TOK-015
#[tokio::test]
async fn only_public_halves_of_keys_are_published() {
    let app = TestAuth::with(with_jwt).await;
    let answer = app.client().get("/jwks").await;
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let keys = answer.json()["keys"].as_array().unwrap().clone();
    assert_eq!(keys.len(), 1);
    let mut names: Vec<_> = keys[0].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["alg", "crv", "kid", "kty", "x"]);
    assert_eq!(app.client().public_keys().await, keys);
}

#[tokio::test]
async fn private_keys_are_encrypted_as_the_original_encrypts_them() {
    let app = TestAuth::with(with_jwt).await;
    app.client().public_keys().await;
    let stored = app.db.text(r#"SELECT "privateKey" FROM "jwks""#).await;
    let hex: String = serde_json::from_str(&stored).unwrap();
    assert!(hex.bytes().all(|byte| byte.is_ascii_hexdigit()) && hex.len() > 100);
    let plain = TestAuth::with(|config| {
        with_jwt(config);
        config.jwt.jwks.disable_private_key_encryption = true;
    })
    .await;
    plain.client().public_keys().await;
    let stored: Value = serde_json::from_str(&plain.db.text(r#"SELECT "privateKey" FROM "jwks""#).await).unwrap();
    assert_eq!(stored["crv"], "Ed25519");
    assert!(stored["d"].is_string());
}

#[tokio::test]
async fn a_session_that_is_read_brings_a_token_along() {
    let app = TestAuth::with(|config| {
        with_jwt(config);
        config.bearer.enabled = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let answer = ana.get("/get-session").await;
    let token = answer.header("set-auth-jwt").unwrap();
    assert!(is_signed_by(token, &app.client().public_keys().await));
    assert!(answer.header("access-control-expose-headers").unwrap().contains("set-auth-jwt"));
    assert_eq!(app.client().get("/get-session").await.header("set-auth-jwt"), None);
    let quiet = TestAuth::with(|config| {
        with_jwt(config);
        config.jwt.disable_setting_jwt_header = true;
    })
    .await;
    assert_eq!(quiet.signed_up(ANA).await.get("/get-session").await.header("set-auth-jwt"), None);
}

// TOK-019: what a token says is true until it ends; here it opens nothing.
#[tokio::test]
async fn a_token_is_no_session() {
    let app = TestAuth::with(|config| {
        with_jwt(config);
        config.bearer.enabled = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let token = ana.token().await;
    let mut program = app.client().with_header("authorization", &format!("Bearer {token}"));
    assert_eq!(program.get_session().await, None);
    program.get("/list-accounts").await.refused(401, "UNAUTHORIZED");
    ana.sign_out().await;
    assert_eq!(program.get_session().await, None);
    assert!(app.auth.verify_jwt(&token, None).await.unwrap().is_some());
}

#[tokio::test]
async fn issuer_audience_time_payload_and_algorithm_can_be_chosen() {
    let app = TestAuth::with(|config| {
        with_jwt(config);
        config.jwt.issuer = Some("https://issuer.example.com".into());
        config.jwt.audience = vec!["https://a.example.com".into(), "https://b.example.com".into()];
        config.jwt.expiration_time = HOUR;
        config.jwt.define_payload = Some(vec!["id".into(), "email".into(), "role".into(), "unknown".into()]);
        config.jwt.jwks.algorithm = JwtAlgorithm::ES256;
    })
    .await;
    let token = app.signed_up(ANA).await.token().await;
    let said = claims(&token);
    let mut names: Vec<_> = said.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["aud", "email", "exp", "iat", "id", "iss", "role", "sub"]);
    assert_eq!(said["exp"].as_i64().unwrap() - said["iat"].as_i64().unwrap(), 3600);
    assert_eq!(said["aud"], json!(["https://a.example.com", "https://b.example.com"]));
    let keys = app.client().public_keys().await;
    assert_eq!((&keys[0]["crv"], &keys[0]["kty"]), (&json!("P-256"), &json!("EC")));
    assert!(is_signed_by(&token, &keys));
    assert!(app.auth.verify_jwt(&token, None).await.unwrap().is_some());
    assert!(app.auth.verify_jwt(&token, Some("https://other.example.com")).await.unwrap().is_none());
}

#[tokio::test]
async fn services_that_read_nothing_but_rsa_are_served() {
    for name in ["RS256", "PS256"] {
        let app = TestAuth::with(|config| {
            with_jwt(config);
            config.jwt.jwks.algorithm = JwtAlgorithm::parse(name).unwrap();
        })
        .await;
        let token = app.signed_up(ANA).await.token().await;
        assert_eq!(header(&token)["alg"], name);
        let keys = app.client().public_keys().await;
        assert_eq!((&keys[0]["kty"], &keys[0]["e"], keys[0].get("crv")), (&json!("RSA"), &json!("AQAB"), None));
        assert!(is_signed_by(&token, &keys) && keys[0].get("p").is_none());
        assert!(app.auth.verify_jwt(&token, None).await.unwrap().is_some());
        assert_eq!(header(&app.signed_in(ANA).await.token().await)["kid"], header(&token)["kid"]);
    }
}

#[tokio::test]
async fn the_public_keys_may_be_elsewhere() {
    let app = TestAuth::with(|config| {
        with_jwt(config);
        config.jwt.jwks.jwks_path = "/.well-known/jwks.json".into();
    })
    .await;
    assert_eq!(app.client().get("/.well-known/jwks.json").await.status, 200);
    app.client().get("/jwks").await.is_unknown_path();
    let remote = TestAuth::with(|config| {
        with_jwt(config);
        config.jwt.jwks.remote_url = Some("https://keys.example.com/jwks.json".into());
    })
    .await;
    remote.client().get("/jwks").await.is_unknown_path();
}

// TOK-016
#[tokio::test]
async fn a_new_key_signs_after_the_interval_and_the_old_one_verifies_until_its_grace_is_over() {
    let app = TestAuth::with(|config| {
        with_jwt(config);
        config.jwt.expiration_time = DAY * 30;
        config.jwt.jwks.rotation_interval = Some(DAY);
        config.jwt.jwks.grace_period = DAY * 2;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let first = ana.token().await;
    app.clock.advance_to_just_before(DAY);
    assert_eq!(header(&ana.token().await)["kid"], header(&first)["kid"]);
    app.clock.advance(MILLISECOND);
    let second = ana.token().await;
    assert_ne!(header(&second)["kid"], header(&first)["kid"]);
    let keys = app.client().public_keys().await;
    assert!(keys.len() == 2 && is_signed_by(&first, &keys) && is_signed_by(&second, &keys));
    app.clock.advance_to_just_before(DAY * 2);
    assert!(app.auth.verify_jwt(&first, None).await.unwrap().is_some());
    app.clock.advance(MILLISECOND);
    assert!(app.auth.verify_jwt(&first, None).await.unwrap().is_none());
    assert!(!is_signed_by(&first, &app.client().public_keys().await));
}

#[tokio::test]
async fn of_many_first_requests_one_makes_the_key() {
    let app = TestAuth::with(with_jwt).await;
    let mut at_once = JoinSet::new();
    for _ in 0..50 {
        let mut client = app.client();
        at_once.spawn(async move { client.public_keys().await });
    }
    let sets = at_once.join_all().await;
    assert!(sets.iter().all(|keys| keys == &sets[0] && keys.len() == 1));
}

#[tokio::test]
async fn a_key_that_no_secret_opens_is_passed_over() {
    let app = TestAuth::with(with_jwt).await;
    let mut ana = app.signed_up(ANA).await;
    let first = ana.token().await;
    let app = app
        .restarted_with(|config| {
            with_jwt(config);
            config.secrets = auth::Secrets::new(auth::Secret::new("another secret of 32 characters!!"), Vec::new());
        })
        .await;
    let mut ben = app.signed_up("ben@example.com").await;
    let second = ben.token().await;
    assert_ne!(header(&second)["kid"], header(&first)["kid"]);
    // Its tokens are still good: the public half is not encrypted.
    assert!(app.auth.verify_jwt(&first, None).await.unwrap().is_some());
    let app = app
        .restarted_with(|config| {
            with_jwt(config);
            let old = auth::Secret::new("another secret of 32 characters!!");
            config.secrets = auth::Secrets::new(auth::Secret::new(SECRET), vec![old]);
        })
        .await;
    assert!(is_signed_by(&app.signed_in("ben@example.com").await.token().await, &app.client().public_keys().await));
}

#[tokio::test]
async fn trusted_code_signs_and_verifies() {
    let app = TestAuth::with(with_jwt).await;
    let sign = async |claims: Value| app.auth.sign_jwt(claims.as_object().unwrap().clone()).await.unwrap();
    let verify = async |token: &str| app.auth.verify_jwt(token, None).await.unwrap();
    let token = sign(json!({ "sub": "robot", "scope": "a b" })).await;
    assert_eq!(verify(&token).await.unwrap()["scope"], "a b");
    let now = app.now().as_millis() / 1000;
    for (refused, why) in [
        (json!({ "scope": "a" }), "nobody"),
        (json!({ "sub": "" }), "nobody"),
        (json!({ "sub": "robot", "iss": "https://other.example.com" }), "another issuer"),
        (json!({ "sub": "robot", "aud": "https://other.example.com" }), "another audience"),
        (json!({ "sub": "robot", "exp": now }), "over"),
        (json!({ "sub": "robot", "nbf": now + 1 }), "not yet"),
    ] {
        assert_eq!(verify(&sign(refused).await).await, None, "{why}");
    }
    assert!(verify(&sign(json!({ "sub": "robot", "exp": now + 1, "nbf": now })).await).await.is_some());
    app.clock.advance(Duration::from_mins(15));
    assert_eq!(verify(&token).await, None);
}

#[tokio::test]
async fn what_our_key_did_not_sign_is_no_token() {
    let app = TestAuth::with(with_jwt).await;
    let token = app.signed_up(ANA).await.token().await;
    let [head, body, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let kid = header(&token)["kid"].clone();
    let with_header = |header: Value| {
        let head = URL_SAFE_NO_PAD.encode(header.to_string());
        format!("{head}.{body}.{signature}")
    };
    let mut other = claims(&token);
    other["sub"] = json!("somebody-else");
    for forged in [
        String::new(),
        "..".into(),
        format!("{head}.{body}"),
        format!("{head}.{body}."),
        format!("{head}.{body}.{}AAA", &signature[..signature.len() - 3]),
        format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(other.to_string())),
        with_header(json!({ "alg": "none", "kid": kid })),
        with_header(json!({ "alg": "HS256", "kid": kid })),
        with_header(json!({ "alg": "ES256", "kid": kid })),
        with_header(json!({ "alg": "EdDSA", "kid": "unknown" })),
        with_header(json!({ "alg": "EdDSA" })),
        "x".repeat(100_000),
    ] {
        assert_eq!(app.auth.verify_jwt(&forged, None).await.unwrap(), None, "{forged}");
    }
    // Another installation's key is not ours.
    let elsewhere = TestAuth::with(with_jwt).await;
    elsewhere.client().public_keys().await;
    assert_eq!(elsewhere.auth.verify_jwt(&token, None).await.unwrap(), None);
}

/// What the original stored under the secret of its tests, and a token that it made of it, by an RSA key too.
#[tokio::test]
async fn keys_that_are_there_sign_whatever_they_are_for() {
    let app = TestAuth::with(with_jwt).await;
    let mut ana = app.signed_up(ANA).await;
    // An Ed25519 key as RFC 8032 7.1 has it, in the form of a row without encryption and without `alg`.
    let private = json!({
        "kty": "OKP", "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    let public = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let now = app.now();
    app.db
        .execute(&format!(
            r#"INSERT INTO "jwks" ("id", "publicKey", "privateKey", "createdAt")
            VALUES ('old', '{public}', '{private}', '{now}')"#
        ))
        .await;
    let token = ana.token().await;
    assert_eq!(header(&token)["kid"], "old");
    let keys = app.client().public_keys().await;
    assert_eq!(keys[0]["alg"], "EdDSA");
    assert!(is_signed_by(&token, &keys) && keys[0].get("d").is_none());
}

#[derive(Debug)]
struct OwnTokens;

#[async_trait]
impl JwtHooks for OwnTokens {
    async fn payload(&self, session: &SessionWithUser) -> Result<Option<Map<String, Value>>> {
        Ok(json!({ "mail": session.user.email, "plan": "pro" }).as_object().cloned())
    }

    async fn subject(&self, session: &SessionWithUser) -> Result<Option<String>> {
        Ok(Some(format!("user|{}", session.user.id)))
    }
}

#[derive(Debug)]
struct SignedElsewhere;

#[async_trait]
impl JwtHooks for SignedElsewhere {
    async fn sign(&self, claims: &Map<String, Value>) -> Result<Option<String>> {
        Ok(Some(format!("elsewhere.{}", claims["iss"].as_str().unwrap())))
    }
}

#[tokio::test]
async fn the_application_says_what_is_in_a_token_or_signs_it_elsewhere() {
    let app = TestAuth::built(Database::empty().await, with_jwt, |builder| builder.jwt_hooks(OwnTokens)).await;
    let mut ana = app.signed_up(ANA).await;
    let said = claims(&ana.token().await);
    assert_eq!((&said["mail"], &said["plan"]), (&json!(ANA), &json!("pro")));
    assert_eq!(said["sub"], format!("user|{}", ana.session().await.user.id));
    assert!(said.get("email").is_none());
    let app = TestAuth::built(Database::empty().await, with_jwt, |builder| builder.jwt_hooks(SignedElsewhere)).await;
    assert_eq!(app.signed_up(ANA).await.token().await, format!("elsewhere.{ORIGIN}"));
    assert_eq!(app.db.count("jwks").await, 0);
}

#[test]
fn the_file_says_what_better_auth_s_options_say() {
    let load = |toml: &str| AuthConfig::load(AuthConfig::new(ORIGIN, "secret"), toml, |_| None);
    let loaded = load(
        "[jwt]\nenabled = true\ndisable_setting_jwt_header = true\n\
         [jwt.jwt]\nissuer = \"i\"\naudience = \"a\"\nexpiration_time = \"1h\"\ndefine_payload = [\"id\"]\n\
         [jwt.jwks]\nrotation_interval = 86400\ngrace_period = 60\njwks_path = \"/keys\"\n\
         [jwt.jwks.key_pair_config]\nalg = \"ES256\"\n",
    )
    .unwrap();
    assert!(loaded.unknown.is_empty(), "{:?}", loaded.unknown);
    let jwt = loaded.config.jwt;
    assert!(jwt.enabled && jwt.audience == ["a"] && jwt.expiration_time == HOUR);
    assert_eq!((jwt.jwks.algorithm.as_str(), jwt.jwks.rotation_interval), ("ES256", Some(DAY)));
    for wrong in [
        "[jwt.jwt]\nexpiration_time = \"soon\"",
        "[jwt.jwks]\njwks_path = \"keys\"",
        "[jwt.jwks]\njwks_path = \"/../keys\"",
        "[jwt.jwks.key_pair_config]\nalg = \"HS256\"",
        "[jwt.jwks.key_pair_config]\nalg = \"ES512\"",
        "[jwt.jwks.key_pair_config]\nalg = \"RS256\"\nmodulus_length = 1024",
    ] {
        assert_eq!(load(wrong).unwrap_err().0.len(), 1, "{wrong}");
    }
}
