//! Usernames.

use async_trait::async_trait;
use auth::{
    AuthConfig,
    config::{AskedAfter, ValidationOrder},
    features::username::UsernameRules,
    wire::{IsUsernameAvailableOutput, SignInEmailOutput, SignUpEmailOutput, StatusOutput, UpdateUser, User},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, Database, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

async fn with_usernames() -> TestAuth {
    TestAuth::with(on).await
}

fn on(config: &mut AuthConfig) {
    config.username.enabled = true;
}

impl Client {
    async fn sign_up_as(&mut self, email: &str, names: &Value) -> Answer {
        let mut body = json!({ "name": "Ana", "email": email, "password": PASSWORD });
        body.as_object_mut().unwrap().extend(names.as_object().unwrap().clone());
        self.post("/sign-up/email", &body).await
    }

    async fn sign_in_as(&mut self, username: &str, password: &str) -> Answer {
        self.post("/sign-in/username", &json!({ "username": username, "password": password })).await
    }

    async fn is_available(&mut self, username: &str) -> Answer {
        self.post("/is-username-available", &json!({ "username": username })).await
    }

    async fn update(&mut self, body: &Value) -> Answer {
        self.post("/update-user", body).await
    }
}

fn names(user: &User) -> (Option<&str>, Option<&str>) {
    (user.fields.text("username"), user.fields.text("displayUsername"))
}

/// Somebody with the username `Ana_1`.
async fn ana(app: &TestAuth) -> Client {
    let mut client = app.client();
    client.sign_up_as(ANA, &json!({ "username": "Ana_1" })).await.accepted::<SignUpEmailOutput>();
    client
}

#[tokio::test]
async fn a_username_is_kept_in_lower_case_and_shown_as_it_was_typed() {
    let app = with_usernames().await;
    let mut client = ana(&app).await;
    let user = client.session().await.user;
    assert_eq!(names(&user), (Some("ana_1"), Some("Ana_1")));

    let output: SignInEmailOutput = app.client().sign_in_as("ANA_1", PASSWORD).await.accepted();
    assert_eq!((output.user.id, output.redirect, output.url), (user.id, false, None));
}

#[tokio::test]
async fn one_of_the_two_names_stands_for_the_other() {
    let app = with_usernames().await;
    let cases = [
        (json!({}), None, None),
        (json!({ "username": null }), None, None),
        (json!({ "username": "Cleo", "displayUsername": "Cleo the cat" }), Some("cleo"), Some("Cleo the cat")),
        (json!({ "displayUsername": "Dora.X" }), Some("dora.x"), Some("Dora.X")),
        (json!({ "displayUsername": "no username" }), None, Some("no username")),
    ];
    for (index, (given, username, display)) in cases.into_iter().enumerate() {
        let email = format!("user{index}@example.com");
        let output: SignUpEmailOutput = app.client().sign_up_as(&email, &given).await.accepted();
        assert_eq!(names(&output.user), (username, display), "{given}");
    }
}

#[tokio::test]
async fn an_unknown_username_and_a_wrong_password_are_answered_alike() {
    let app = with_usernames().await;
    ana(&app).await;
    let wrong = app.client().sign_in_as("ana_1", "wrong-password").await;
    let unknown = app.client().sign_in_as("nobody", "wrong-password").await;
    wrong.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    app.client().sign_in_as("", PASSWORD).await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    app.client().sign_in_as("ana_1", "").await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    app.client().sign_in_as("ana_1", &"x".repeat(129)).await.refused(400, "PASSWORD_TOO_LONG");
}

#[tokio::test]
async fn what_is_no_username_is_refused_wherever_it_is_given() {
    let app = with_usernames().await;
    let mut client = ana(&app).await;
    let long = "x".repeat(31);
    let cases = [
        ("ab", "USERNAME_TOO_SHORT"),
        (long.as_str(), "USERNAME_TOO_LONG"),
        ("has space", "INVALID_USERNAME"),
        ("no-dash", "INVALID_USERNAME"),
    ];
    for (username, code) in cases {
        app.client().sign_in_as(username, PASSWORD).await.refused(422, code);
        app.client().is_available(username).await.refused(422, code);
        app.client().sign_up_as(BEN, &json!({ "username": username })).await.refused(400, code);
        client.update(&json!({ "username": username })).await.refused(400, code);
    }
    app.client().is_available("").await.refused(422, "INVALID_USERNAME");
    client.update(&json!({ "username": "" })).await.refused(400, "USERNAME_TOO_SHORT");
    client.update(&json!({ "username": 7 })).await.refused(400, "VALIDATION_ERROR");
    assert_eq!(app.db.count("user").await, 1);
}

// INJ-019
#[tokio::test]
async fn usernames_that_look_like_others_are_none() {
    let app = TestAuth::with(|config| {
        on(config);
        config.username.reserved_usernames = vec!["admin".into(), "root".into(), "system".into()];
    })
    .await;
    let mut client = ana(&app).await;
    let payloads = [
        "admin",
        "Admin",
        "ROOT",
        "system",
        "\u{430}dmin",
        "adm\u{131}n",
        "ad\u{200b}min",
        "\u{202e}nimda",
        "a b c",
        " abc",
        "abc ",
        "a/b/c",
        "a@b.test",
        "\u{ff41}\u{ff42}\u{ff43}",
        "\u{f1}ame",
        "n\u{303}ame",
        "<b>x</b>",
    ];
    for username in payloads {
        client.update(&json!({ "username": username })).await.refused(400, "INVALID_USERNAME");
        app.client().is_available(username).await.refused(422, "INVALID_USERNAME");
    }
    assert_eq!(names(&client.session().await.user).0, Some("ana_1"));
}

#[tokio::test]
async fn a_username_belongs_to_one_in_whatever_case() {
    let app = with_usernames().await;
    let mut client = ana(&app).await;
    let mut ben = app.client();
    ben.sign_up_as(BEN, &json!({ "username": "ANA_1" })).await.refused(400, "USERNAME_IS_ALREADY_TAKEN");
    ben.sign_up_as(BEN, &json!({ "username": "ben" })).await.accepted::<SignUpEmailOutput>();
    ben.update(&json!({ "username": "aNa_1" })).await.refused(400, "USERNAME_IS_ALREADY_TAKEN");

    assert!(!app.client().is_available("Ana_1").await.accepted::<IsUsernameAvailableOutput>().available);
    assert!(app.client().is_available("cleo").await.accepted::<IsUsernameAvailableOutput>().available);

    client.update(&json!({ "username": "ANA_1" })).await.accepted::<StatusOutput>();
    client.update(&json!({ "username": "Cleo" })).await.accepted::<StatusOutput>();
    assert_eq!(names(&client.session().await.user), (Some("cleo"), Some("Ana_1")), "the shown one stays");
    ben.update(&json!({ "username": "Ana_1", "displayUsername": "Ben" })).await.accepted::<StatusOutput>();
    assert_eq!(names(&ben.session().await.user), (Some("ana_1"), Some("Ben")));
    ben.update(&json!({ "username": null })).await.accepted::<StatusOutput>();
    app.client().sign_in_as("ana_1", PASSWORD).await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
}

// RACE-003
#[tokio::test]
async fn of_fifty_who_take_a_username_at_once_one_has_it() {
    let app = with_usernames().await;
    let mut people = Vec::new();
    for number in 0..50 {
        people.push(app.signed_up(&format!("user{number}@example.com")).await);
    }
    let mut tasks = JoinSet::new();
    for (index, mut person) in people.into_iter().enumerate() {
        let username = if index % 2 == 0 { "same" } else { "SAME" };
        tasks.spawn(async move { person.update(&json!({ "username": username })).await });
    }
    let answers = tasks.join_all().await;
    let (done, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(done.len(), 1);
    for answer in refused {
        answer.refused(400, "USERNAME_IS_ALREADY_TAKEN");
    }
}

#[tokio::test]
async fn of_ten_who_sign_up_with_a_username_at_once_one_has_it() {
    let app = with_usernames().await;
    let mut tasks = JoinSet::new();
    for number in 0..10 {
        let mut client = app.client();
        let email = format!("user{number}@example.com");
        tasks.spawn(async move { client.sign_up_as(&email, &json!({ "username": "same" })).await });
    }
    let answers = tasks.join_all().await;
    let (done, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((done.len(), app.db.count("user").await), (1, 1));
    for answer in refused {
        answer.refused(400, "USERNAME_IS_ALREADY_TAKEN");
    }
}

// RATE-013
#[tokio::test]
async fn guesses_are_counted_by_account_whichever_name_they_come_by() {
    let app = TestAuth::with(|config| {
        on(config);
        config.email_and_password.lockout.enabled = true;
        config.email_and_password.lockout.max_failures = 3;
    })
    .await;
    ana(&app).await;
    app.client().sign_in_as("ana_1", "wrong-password").await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    app.client().sign_in_as("ANA_1", "wrong-password").await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    app.client().try_sign_in(ANA, "wrong-password").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    app.client().sign_in_as("Ana_1", PASSWORD).await.refused(429, "");
    app.client().try_sign_in(ANA, PASSWORD).await.refused(429, "");

    for case in ["nobody", "NOBODY", "Nobody"] {
        app.client().sign_in_as(case, PASSWORD).await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    }
    app.client().sign_in_as("nobody", PASSWORD).await.refused(429, "");
}

#[tokio::test]
async fn an_address_has_to_be_verified_for_a_username_too() {
    let app = TestAuth::with(|config| {
        on(config);
        config.email_and_password.require_email_verification = true;
        config.email_verification.send_on_sign_in = true;
    })
    .await;
    app.client().sign_up_as(ANA, &json!({ "username": "ana" })).await.accepted::<SignUpEmailOutput>();
    app.link_to(ANA).await;
    app.client().sign_in_as("ana", "wrong-password").await.refused(401, "INVALID_USERNAME_OR_PASSWORD");
    app.client().sign_in_as("ana", PASSWORD).await.refused(403, "EMAIL_NOT_VERIFIED");
    let link = app.link_to(ANA).await;
    app.client().get(&link).await;
    app.client().sign_in_as("ana", PASSWORD).await.accepted::<SignInEmailOutput>();
}

#[tokio::test]
async fn a_taken_address_is_hidden_behind_the_same_names() {
    let app = TestAuth::with(|config| {
        on(config);
        config.email_and_password.auto_sign_in = false;
    })
    .await;
    app.client().sign_up_as(ANA, &json!({})).await.accepted::<SignUpEmailOutput>();
    let fresh: SignUpEmailOutput = app.client().sign_up_as(BEN, &json!({ "username": "Ben" })).await.accepted();
    let hidden: SignUpEmailOutput = app.client().sign_up_as(ANA, &json!({ "username": "Cleo" })).await.accepted();
    assert_eq!(names(&fresh.user), (Some("ben"), Some("Ben")));
    assert_eq!(names(&hidden.user), (Some("cleo"), Some("Cleo")));
    // Nor does a taken username tell which addresses are known.
    for email in [ANA, "new@example.com"] {
        let answer = app.client().sign_up_as(email, &json!({ "username": "BEN" })).await;
        answer.refused(400, "USERNAME_IS_ALREADY_TAKEN");
    }
}

#[tokio::test]
async fn where_to_go_and_how_long_to_stay_is_as_for_addresses() {
    let app = with_usernames().await;
    ana(&app).await;
    let mut client = app.client();
    let body = json!({ "username": "ana_1", "password": PASSWORD, "callbackURL": "/d", "rememberMe": false });
    let answer = client.post("/sign-in/username", &body).await;
    let output: SignInEmailOutput = answer.accepted();
    assert_eq!((output.redirect, output.url.as_deref(), answer.header("location")), (true, Some("/d"), Some("/d")));
    assert_eq!(answer.set_cookie("better-auth.session_token").unwrap().attribute("Max-Age"), None);
    let body = json!({ "username": "ana_1", "password": PASSWORD, "callbackURL": "https://evil.example" });
    app.client().post("/sign-in/username", &body).await.refused(403, "INVALID_CALLBACK_URL");
}

#[tokio::test]
async fn a_second_factor_is_asked_after_a_username_too() {
    for asked_after in [AskedAfter::Password, AskedAfter::EveryFirstFactor] {
        let app = TestAuth::with(|config| {
            on(config);
            config.two_factor.asked_after = asked_after;
        })
        .await;
        let mut client = ana(&app).await;
        let enable = json!({ "password": PASSWORD, "method": "otp" });
        client.post("/two-factor/enable", &enable).await.accepted::<Value>();
        let answer = app.client().sign_in_as("ana_1", PASSWORD).await;
        assert_eq!(answer.json()["twoFactorRedirect"], true, "{answer}");
        assert!(answer.json().get("token").is_none(), "{answer}");
    }
}

#[tokio::test]
async fn limits_and_names_to_show_are_options() {
    let app = TestAuth::with(|config| {
        on(config);
        config.username.min_username_length = 5;
        config.username.max_username_length = 10;
        config.username.display_username = false;
    })
    .await;
    app.client().is_available("abcd").await.refused(422, "USERNAME_TOO_SHORT");
    app.client().is_available("abcdefghijk").await.refused(422, "USERNAME_TOO_LONG");
    let output: SignUpEmailOutput = app.client().sign_up_as(ANA, &json!({ "username": "Abcdef" })).await.accepted();
    assert_eq!(output.user.fields.text("username"), Some("abcdef"));
    assert_eq!(output.user.fields.get("displayUsername"), None);
}

#[tokio::test]
async fn a_username_that_stays_cannot_be_changed_or_taken_away() {
    let app = TestAuth::with(|config| {
        on(config);
        config.username.immutable_username = true;
    })
    .await;
    let mut client = app.signed_up(ANA).await;
    client.update(&json!({ "username": "ana" })).await.accepted::<StatusOutput>();
    client.update(&json!({ "username": "ANA", "name": "A" })).await.accepted::<StatusOutput>();
    for other in [json!("cleo"), json!(null)] {
        client.update(&json!({ "username": other })).await.refused(400, "USERNAME_IS_IMMUTABLE");
    }
}

/// Usernames of an old system: they end in a digit, and the digit does not count.
#[derive(Debug)]
struct OldSystem;

#[async_trait]
impl UsernameRules for OldSystem {
    fn normalize(&self, username: &str) -> String {
        username.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned()
    }

    fn normalize_display(&self, display_username: &str) -> String {
        display_username.trim().to_owned()
    }

    async fn is_valid(&self, username: &str) -> bool {
        username.ends_with(|letter: char| letter.is_ascii_digit())
    }

    async fn is_valid_display(&self, display_username: &str) -> bool {
        !display_username.starts_with(' ')
    }
}

#[tokio::test]
async fn an_application_has_rules_of_its_own() {
    let app = TestAuth::built(Database::empty().await, on, |builder| builder.username_rules(OldSystem)).await;
    let mut client = app.client();
    client.sign_up_as(ANA, &json!({ "username": "Ana" })).await.refused(400, "INVALID_USERNAME");
    let refused = client.sign_up_as(ANA, &json!({ "username": "Ana7", "displayUsername": " Ana" })).await;
    refused.refused(400, "INVALID_DISPLAY_USERNAME");
    client.update(&json!({ "displayUsername": " Ana" })).await.refused(401, "UNAUTHORIZED");
    let output: SignUpEmailOutput = client.sign_up_as(ANA, &json!({ "username": "Ana7" })).await.accepted();
    assert_eq!(names(&output.user), (Some("Ana"), Some("Ana7")));
    client.update(&json!({ "displayUsername": " Ana" })).await.refused(400, "INVALID_DISPLAY_USERNAME");
    app.client().sign_in_as("Ana9", PASSWORD).await.accepted::<SignInEmailOutput>();
}

#[tokio::test]
async fn the_normal_form_may_be_what_is_checked() {
    let after = |config: &mut AuthConfig| {
        on(config);
        config.username.validate_username = ValidationOrder::PostNormalization;
        config.username.validate_display_username = ValidationOrder::PostNormalization;
    };
    let app = TestAuth::built(Database::empty().await, after, |builder| builder.username_rules(OldSystem)).await;
    let mut client = app.client();
    client.sign_up_as(ANA, &json!({ "username": "Ana7" })).await.refused(400, "INVALID_USERNAME");
    let output: SignUpEmailOutput = client.sign_up_as(ANA, &json!({ "displayUsername": " Ana" })).await.accepted();
    assert_eq!(names(&output.user), (None, Some("Ana")));
}

#[tokio::test]
async fn there_are_none_unless_they_are_switched_on() {
    let app = TestAuth::new().await;
    app.client().sign_in_as("ana", PASSWORD).await.is_unknown_path();
    app.client().is_available("ana").await.is_unknown_path();
    let output: SignUpEmailOutput = app.client().sign_up_as(ANA, &json!({ "username": "x" })).await.accepted();
    assert_eq!(output.user.fields.get("username"), None);
}

#[tokio::test]
async fn trusted_code_keeps_to_the_same_rules() {
    let app = with_usernames().await;
    let mut client = ana(&app).await;
    let id = client.session().await.user.id;
    let mut cx = client.cx();
    let fields = auth::wire::Fields::default().with("username", "!");
    let refused = app.auth.update_user(&mut cx, UpdateUser { fields, ..UpdateUser::default() }).await.unwrap_err();
    assert_eq!(refused.code_text(), "USERNAME_TOO_SHORT");
    assert_eq!(client.session().await.user.id, id);
}
