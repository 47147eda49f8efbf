//! What costs programs more than people.

use async_trait::async_trait;
use auth::{
    Auth, AuthConfig, Cx, Error, Result, Secret,
    config::CaptchaProvider,
    context::RequestFacts,
    features::captcha::CaptchaVerifier,
    wire::{CaptchaChallenge, SignInEmail},
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, Database, PASSWORD, SECOND, Service, TestAuth};

const ANA: &str = "ana@example.com";
const DIFFICULTY: u32 = 6;

fn by_work(config: &mut AuthConfig) {
    config.captcha.provider = Some(CaptchaProvider::ProofOfWork);
    config.captcha.difficulty = DIFFICULTY;
}

fn by(provider: CaptchaProvider, service: &Service) -> impl FnOnce(&mut AuthConfig) {
    let url = service.url().to_owned();
    move |config| {
        config.captcha.provider = Some(provider);
        config.captcha.secret_key = Some(Secret::new("the secret"));
        config.captcha.site_key = Some("the site".into());
        config.captcha.site_verify_url_override = Some(url);
    }
}

/// Does the work.
fn solved(challenge: &CaptchaChallenge) -> String {
    let answers = (0_u64..).map(|number| format!("{}.{number}", challenge.challenge));
    let is_solution = |answer: &String| {
        let hash = Sha256::digest(answer);
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros() >= challenge.difficulty
    };
    answers.into_iter().find(is_solution).unwrap()
}

impl Client {
    async fn challenge(&mut self) -> CaptchaChallenge {
        self.get("/captcha/challenge").await.accepted()
    }

    async fn solution(&mut self) -> String {
        solved(&self.challenge().await)
    }

    fn answering(&self, answer: &str) -> Self {
        self.clone().with_header("x-captcha-response", answer)
    }
}

async fn signs_up(client: &Client, answer: &str) -> Answer {
    client.answering(answer).try_sign_up(ANA, PASSWORD).await
}

#[tokio::test]
async fn nobody_signs_up_without_the_work() {
    let app = TestAuth::with(by_work).await;
    let mut client = app.client();
    client.try_sign_up(ANA, PASSWORD).await.refused(400, "MISSING_RESPONSE");
    client.try_sign_in(ANA, PASSWORD).await.refused(400, "MISSING_RESPONSE");
    client.post("/request-password-reset", &json!({ "email": ANA })).await.refused(400, "MISSING_RESPONSE");
    signs_up(&client, "").await.refused(400, "MISSING_RESPONSE");
    let challenge = client.challenge().await;
    assert_eq!((challenge.difficulty, challenge.expires_in), (DIFFICULTY, 600));
    let solution = solved(&challenge);
    assert_eq!(signs_up(&client, &solution).await.status, 200);
    assert_eq!(client.get("/get-session").await.status, 200, "others do not ask");
}

#[tokio::test]
async fn a_solution_holds_once_whatever_it_is_used_for() {
    let app = TestAuth::with(by_work).await;
    let mut client = app.client();
    let challenge = client.challenge().await;
    let solution = solved(&challenge);
    assert_eq!(signs_up(&client, &solution).await.status, 200);
    client.answering(&solution).try_sign_in(ANA, PASSWORD).await.refused(403, "VERIFICATION_FAILED");
    // Another number that solves the same challenge is no other solution.
    let (_, number) = solution.rsplit_once('.').unwrap();
    let first: u64 = number.parse().unwrap();
    let next = (first + 1..).map(|number| format!("{}.{number}", challenge.challenge));
    let next = next.into_iter().find(|answer| Sha256::digest(answer)[0].leading_zeros() >= DIFFICULTY).unwrap();
    client.answering(&next).try_sign_in(ANA, PASSWORD).await.refused(403, "VERIFICATION_FAILED");
}

async fn fifty_at_once(app: &TestAuth) -> usize {
    let solution = app.client().solution().await;
    let mut attempts = JoinSet::new();
    for _ in 0..50 {
        let client = app.client().answering(&solution);
        attempts.spawn(async move { client.clone().try_sign_in(ANA, "wrong password").await.code() });
    }
    let codes = attempts.join_all().await;
    assert!(codes.iter().all(|code| code == "VERIFICATION_FAILED" || code == "INVALID_EMAIL_OR_PASSWORD"), "{codes:?}");
    codes.iter().filter(|code| *code == "INVALID_EMAIL_OR_PASSWORD").count()
}

#[tokio::test]
async fn of_fifty_uses_at_once_one_counts() {
    for db in Database::every_kind().await {
        let app = TestAuth::over(db, by_work).await;
        assert_eq!(fifty_at_once(&app).await, 1);
    }
}

#[tokio::test]
async fn of_fifty_uses_at_once_one_counts_in_a_secondary_storage_too() {
    let app = TestAuth::with(|config| {
        by_work(config);
        config.secondary_storage = Some(auth::config::SecondaryStorageConfig::Memory);
    })
    .await;
    assert_eq!(fifty_at_once(&app).await, 1);
    assert_eq!(app.db.count("verification").await, 0);
}

#[tokio::test]
async fn a_challenge_ends() {
    let app = TestAuth::with(by_work).await;
    let mut client = app.client();
    let (first, second) = (client.solution().await, client.solution().await);
    app.clock.advance(599 * SECOND);
    assert_eq!(signs_up(&client, &first).await.status, 200);
    app.clock.advance(SECOND);
    signs_up(&client, &second).await.refused(403, "VERIFICATION_FAILED");
}

#[tokio::test]
async fn only_our_challenges_count_and_only_with_the_work() {
    let app = TestAuth::with(by_work).await;
    let mut client = app.client();
    let made = client.challenge().await;
    let (challenge, difficulty) = (&made.challenge, made.difficulty);
    // As hard as it was when it was made, whatever the answer says.
    let lighter = challenge.replacen(&difficulty.to_string(), "0", 1);
    let (claim, _) = challenge.rsplit_once('.').unwrap();
    let unsolved = (0_u64..).map(|number| format!("{challenge}.{number}"));
    let unsolved = unsolved.into_iter().find(|answer| Sha256::digest(answer)[0].leading_zeros() < DIFFICULTY).unwrap();
    let wrong = [
        unsolved,
        format!("{lighter}.0"),
        solved(&CaptchaChallenge { challenge: format!("{claim}.AAAA"), ..made.clone() }),
        challenge.clone(),
        "a.b.c.0".into(),
        "0".into(),
        format!("{}.{}", challenge, "1".repeat(21)),
        format!("{challenge}.-1"),
        "x".repeat(20_000),
    ];
    for answer in wrong {
        signs_up(&client, &answer).await.refused(403, "VERIFICATION_FAILED");
    }
    let elsewhere = TestAuth::with(|config| {
        by_work(config);
        config.secrets = auth::Secrets::new(Secret::new("another secret of 32 characters!!"), Vec::new());
    })
    .await;
    let foreign = elsewhere.client().solution().await;
    signs_up(&client, &foreign).await.refused(403, "VERIFICATION_FAILED");
}

// RATE-008: an operation asks, whatever its path was written like.
#[tokio::test]
async fn no_other_spelling_of_a_path_goes_around_it() {
    let app = TestAuth::with(by_work).await;
    let body = json!({ "email": ANA, "password": PASSWORD });
    for path in [
        "/sign-in/email/",
        "//sign-in/email",
        "/sign-in//email",
        "/Sign-In/email",
        "/sign-in/%65mail",
        "/x/../sign-in/email",
    ] {
        let answer = app.client().post(path, &body).await;
        assert!(answer.code() == "MISSING_RESPONSE" || answer.status == 404, "{path}: {answer}");
    }
}

#[tokio::test]
async fn endpoints_are_as_configured() {
    let app = TestAuth::with(|config| {
        by_work(config);
        config.username.enabled = true;
        config.captcha.endpoints = vec!["/sign-in/*".into()];
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    ana.try_sign_in(ANA, PASSWORD).await.refused(400, "MISSING_RESPONSE");
    ana.post("/sign-in/username", &json!({})).await.refused(400, "MISSING_RESPONSE");
}

#[tokio::test]
async fn trusted_code_is_not_asked() {
    let app = TestAuth::with(by_work).await;
    let solution = app.client().solution().await;
    signs_up(&app.client(), &solution).await;
    let input = || SignInEmail { email: ANA.into(), password: PASSWORD.into(), ..SignInEmail::default() };
    assert!(app.auth.sign_in_email(&mut Cx::internal(), input()).await.is_ok());
    // A form brings the answer along in a field.
    let mut cx = app.client().cx();
    cx.set_captcha_response(app.client().solution().await);
    assert!(app.auth.sign_in_email(&mut cx, input()).await.is_ok());
    assert!(app.auth.sign_in_email(&mut app.client().cx(), input()).await.is_err());
}

#[tokio::test]
async fn without_proof_of_work_there_are_no_challenges() {
    let service = Service::answering("{}").await;
    TestAuth::new().await.client().get("/captcha/challenge").await.is_unknown_path();
    let app = TestAuth::with(by(CaptchaProvider::HCaptcha, &service)).await;
    app.client().get("/captcha/challenge").await.is_unknown_path();
}

#[tokio::test]
async fn providers_are_asked_as_they_want_to_be() {
    let form = "secret=the+secret&response=the+answer";
    let kinds = [
        (CaptchaProvider::GoogleRecaptcha, format!("{form}&remoteip=203.0.113.7")),
        (CaptchaProvider::HCaptcha, format!("{form}&sitekey=the+site&remoteip=203.0.113.7")),
        (CaptchaProvider::CaptchaFox, format!("{form}&sitekey=the+site&remoteIp=203.0.113.7")),
        (
            CaptchaProvider::CloudflareTurnstile,
            json!({ "secret": "the secret", "response": "the answer", "remoteip": "203.0.113.7" }).to_string(),
        ),
    ];
    for (provider, body) in kinds {
        let service = Service::answering(r#"{"success": true}"#).await;
        let app = TestAuth::with(by(provider, &service)).await;
        let client = app.client().at_address("203.0.113.7");
        assert_eq!(signs_up(&client, "the answer").await.status, 200, "{provider:?}");
        let asked = service.asked();
        assert_eq!(asked.len(), 1);
        if provider == CaptchaProvider::CloudflareTurnstile {
            let (asked, body): (serde_json::Value, serde_json::Value) =
                (serde_json::from_str(&asked[0].body).unwrap(), serde_json::from_str(&body).unwrap());
            assert_eq!(asked, body);
        } else {
            assert_eq!(asked[0].body, body);
            assert_eq!(asked[0].headers["content-type"], "application/x-www-form-urlencoded");
        }
        service.say(&json!({ "success": false, "error-codes": ["timeout-or-duplicate"] }));
        signs_up(&client, "the answer").await.refused(403, "VERIFICATION_FAILED");
    }
}

#[tokio::test]
async fn score_action_and_host_have_to_fit() {
    for (provider, has_score) in
        [(CaptchaProvider::GoogleRecaptcha, true), (CaptchaProvider::CloudflareTurnstile, false)]
    {
        let service = Service::answering("").await;
        let change = by(provider, &service);
        let app = TestAuth::with(|config| {
            change(config);
            config.captcha.min_score = 0.7;
            config.captcha.expected_action = Some("in".into());
            config.captcha.allowed_hostnames = vec!["a.example".into()];
        })
        .await;
        let good = json!({ "success": true, "score": 0.7, "action": "in", "hostname": "a.example" });
        service.say(&good);
        assert_eq!(signs_up(&app.client(), "answer").await.status, 200);
        for (name, value, fits) in [
            ("score", json!(0.6), !has_score),
            ("action", json!("out"), false),
            ("action", json!(null), false),
            ("hostname", json!("b.example"), false),
            ("hostname", json!(null), false),
            ("success", json!("true"), false),
        ] {
            let mut verdict = good.clone();
            verdict[name] = value;
            service.say(&verdict);
            let answer = app.client().answering("answer").try_sign_in(ANA, PASSWORD).await;
            let wanted = if fits { 200 } else { 403 };
            assert_eq!(answer.status, wanted, "{name}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_provider_that_is_down_lets_nobody_in() {
    let service = Service::answering("not JSON").await;
    let app = TestAuth::with(by(CaptchaProvider::CloudflareTurnstile, &service)).await;
    signs_up(&app.client(), "answer").await.refused(500, "UNKNOWN_ERROR");
    service.break_down();
    signs_up(&app.client(), "answer").await.refused(500, "UNKNOWN_ERROR");
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn an_attempt_that_comes_too_often_asks_no_provider() {
    let service = Service::answering(r#"{"success": true}"#).await;
    let change = by(CaptchaProvider::CloudflareTurnstile, &service);
    let app = TestAuth::with(|config| {
        change(config);
        config.rate_limit.enabled = true;
    })
    .await;
    let client = app.client().at_address("203.0.113.7").answering("answer");
    for _ in 0..10 {
        client.clone().try_sign_in(ANA, PASSWORD).await;
    }
    assert_eq!(service.asked().len(), 3);
}

/// Lets programs in that say please.
#[derive(Debug)]
struct Polite;

#[async_trait]
impl CaptchaVerifier for Polite {
    async fn is_solved(&self, answer: &str, _: Option<&str>, facts: &RequestFacts) -> Result<bool> {
        match facts.header("x-mood") {
            Some("bad") => Err(Error::internal("nobody knows")),
            _ => Ok(answer == "please"),
        }
    }
}

#[tokio::test]
async fn the_application_may_verify_itself() {
    let change = |config: &mut AuthConfig| config.captcha.provider = Some(CaptchaProvider::Custom);
    let db = Database::empty().await;
    let app = Box::pin(TestAuth::built(db, change, |builder| builder.captcha_verifier(Polite))).await;
    signs_up(&app.client(), "now").await.refused(403, "VERIFICATION_FAILED");
    signs_up(&app.client().with_header("x-mood", "bad"), "please").await.refused(500, "UNKNOWN_ERROR");
    assert_eq!(signs_up(&app.client(), "please").await.status, 200);
}

#[tokio::test]
async fn a_secret_is_asked_for_at_the_start() {
    let mut config = AuthConfig::new("http://localhost:3000", "secret");
    config.captcha.provider = Some(CaptchaProvider::HCaptcha);
    let keys: Vec<_> = config.problems().into_iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["captcha.secret_key"]);
    let error = Auth::builder(config).connect("sqlite::memory:").await.unwrap_err();
    assert!(error.to_string().contains("captcha.secret_key"), "{error}");
}
