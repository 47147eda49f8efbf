use std::{collections::BTreeSet, time::Duration};

use auth::{
    Cx,
    wire::{SignInEmail, SignUpEmail},
};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::timeout};

use crate::common::{Answer, DAY, Database, PASSWORD, SECRET, TestAuth, opened};

const ANA: &str = "ana@example.com";

/// Made by the original: `hashPassword("pässwörd ½")` of `better-auth/crypto`.
const SCRYPT: &str = "78e2d69e70a114ac4493920026a27e8e:9a2c9027701452bd64cd8fb216c711e2bc1dfbbb42ed7d5cafafe5541b18d6ff90b8b3919ca580f4fd67bc8b5b1607b593d590c29905c135f6216a6e11e29eb1";

// Signing up

#[tokio::test]
async fn signing_up_makes_the_user_and_signs_in() {
    let app = TestAuth::new().await;
    let mut ana = app.client();
    let made = ana.sign_up("Ana.Maria@Example.COM").await;
    assert_eq!(made.user.name, "Ana");
    assert_eq!(made.user.email, "ana.maria@example.com");
    assert!(!made.user.email_verified);
    assert_eq!(made.user.image, None);
    assert_eq!(made.token, opened(ana.cookie("session_token").unwrap(), SECRET));
    assert_eq!(ana.session().await.user, made.user);
}

#[tokio::test]
async fn the_answer_is_json_with_exactly_the_fields_that_clients_know() {
    let app = TestAuth::new().await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let body = answer.json();
    assert_eq!(keys(&body), ["token", "user"]);
    let user = [
        "banExpires",
        "banReason",
        "banned",
        "createdAt",
        "email",
        "emailVerified",
        "id",
        "image",
        "name",
        "role",
        "twoFactorEnabled",
        "updatedAt",
    ];
    assert_eq!(keys(&body["user"]), user);
    assert_eq!(body["user"]["createdAt"], "2026-01-15T12:00:00.123Z");
}

#[tokio::test]
async fn a_picture_given_at_sign_up_is_kept() {
    let app = TestAuth::new().await;
    let image = "https://img.example/a.png";
    let body = json!({ "name": "Ana", "email": ANA, "password": PASSWORD, "image": image });
    let made = app.client().post("/sign-up/email", &body).await;
    assert_eq!(made.json()["user"]["image"], image);
}

#[tokio::test]
async fn an_address_is_taken_in_every_spelling() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    for again in [ANA, "ANA@example.com", "Ana@EXAMPLE.com"] {
        let answer = app.client().try_sign_up(again, PASSWORD).await;
        answer.refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    }
    assert_eq!(app.db.count("user").await, 1);
    assert_eq!(app.db.count("account").await, 1);
}

// RACE-002
#[tokio::test]
async fn a_hundred_people_who_sign_up_with_one_address_at_once_make_one_user() {
    let app = TestAuth::new().await;
    let mut tries = JoinSet::new();
    for number in 0..100 {
        let mut client = app.client();
        let email = if number % 2 == 0 { ANA.to_owned() } else { ANA.to_uppercase() };
        tries.spawn(async move { client.try_sign_up(&email, PASSWORD).await.status });
    }
    let statuses = tries.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 99, "{statuses:?}");
    for table in ["user", "account", "session"] {
        assert_eq!(app.db.count(table).await, 1, "{table}");
    }
}

#[tokio::test]
async fn passwords_have_eight_to_128_characters() {
    let app = TestAuth::new().await;
    let mut ana = app.client();
    ana.try_sign_up(ANA, &"x".repeat(7)).await.refused(400, "PASSWORD_TOO_SHORT");
    ana.try_sign_up(ANA, &"x".repeat(129)).await.refused(400, "PASSWORD_TOO_LONG");
    for (email, length) in [("short@example.com", 8), ("long@example.com", 128)] {
        let password = "x".repeat(length);
        ana.try_sign_up(email, &password).await.accepted::<Value>();
        ana.try_sign_in(email, &password).await.accepted::<Value>();
    }
}

#[tokio::test]
async fn the_lengths_of_passwords_can_be_configured() {
    let app = TestAuth::with(|config| {
        config.email_and_password.min_password_length = 12;
        config.email_and_password.max_password_length = 20;
    })
    .await;
    let mut ana = app.client();
    ana.try_sign_up(ANA, &"x".repeat(11)).await.refused(400, "PASSWORD_TOO_SHORT");
    ana.try_sign_up(ANA, &"x".repeat(21)).await.refused(400, "PASSWORD_TOO_LONG");
    ana.try_sign_up("twelve@example.com", &"x".repeat(12)).await.accepted::<Value>();
    ana.try_sign_up("twenty@example.com", &"x".repeat(20)).await.accepted::<Value>();
}

// INJ-018
#[tokio::test]
async fn what_is_not_a_mailbox_address_does_not_sign_up() {
    let app = TestAuth::new().await;
    let too_long = format!("{}@{}.test", "a".repeat(64), "b".repeat(250));
    for address in [
        "",
        "not-an-address",
        "@x.test",
        "u@",
        "u@x",
        "u@localhost",
        "u@[127.0.0.1]",
        "u@@x.test",
        "u@x.test@evil.test",
        "u@x..test",
        ".u@x.test",
        "u.@x.test",
        "u..v@x.test",
        "u@x.test.",
        r#""e@evil.test"@x.test"#,
        "e@evil.test,u@x.test",
        "u@x.test e@evil.test",
        "u@x.test;e@evil.test",
        "u@x.test\ne@evil.test",
        "u@x.test\r\nBcc: e@evil.test",
        "u@x.test%0ae@evil.test",
        "<e@evil.test>u@x.test",
        "Name <u@x.test>",
        "u@x.test(comment)",
        "u\u{ff20}x.test",
        "e@evil.test\u{ff20}x.test",
        "u@evil.test\u{ff03}.x.test",
        "u@\u{445}.test",
        "\u{fc}@x.test",
        "u@\u{fc}.test",
        "u%evil.test@x.test",
        "evil.test!u@x.test",
        "u@x.test\0@evil.test",
        " u@x.test",
        "u@x.test ",
        "u@x.test\t",
        "\u{feff}u@x.test",
        "u@x.test\u{200b}",
        "u@x\u{3002}test",
        &too_long,
    ] {
        app.client().try_sign_up(address, PASSWORD).await.refused(400, "VALIDATION_ERROR");
    }
    assert_eq!(app.db.count("user").await, 0);
}

// INJ-021
#[tokio::test]
async fn missing_fields_and_wrong_types_are_named_a_validation_error() {
    let app = TestAuth::new().await;
    let good = json!({ "name": "Ana", "email": ANA, "password": PASSWORD });
    for field in ["name", "email", "password"] {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(field);
        app.client().post("/sign-up/email", &body).await.refused(400, "VALIDATION_ERROR");
        for wrong in [json!(null), json!(5), json!(true), json!([]), json!({}), json!([good[field]])] {
            body[field] = wrong;
            app.client().post("/sign-up/email", &body).await.refused(400, "VALIDATION_ERROR");
        }
    }
    let empty = json!({ "name": "Ana", "email": ANA, "password": "" });
    app.client().post("/sign-up/email", &empty).await.refused(400, "VALIDATION_ERROR");
}

// INJ-015
#[tokio::test]
async fn a_nul_in_a_text_is_refused_on_every_database() {
    let app = TestAuth::new().await;
    for (name, image) in [("a\0b", "https://img.example/a.png"), ("Ana", "https://img.example/\0")] {
        let body = json!({ "name": name, "image": image, "email": ANA, "password": PASSWORD });
        app.client().post("/sign-up/email", &body).await.refused(400, "VALIDATION_ERROR");
    }
    let password = "correct\0horse battery 1";
    app.client().try_sign_up("bo@example.com", password).await.accepted::<Value>();
    app.client().try_sign_in("bo@example.com", "correct").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    app.client().try_sign_in("bo@example.com", password).await.accepted::<Value>();
}

// INJ-010
#[tokio::test]
async fn nobody_gives_themselves_a_role_a_verified_address_or_an_id() {
    let app = TestAuth::new().await;
    let body = json!({
        "name": "Ana", "email": ANA, "password": PASSWORD,
        "id": "chosen", "emailVerified": true, "createdAt": "2020-01-01T00:00:00.000Z",
        "__proto__": { "role": "admin" }, "constructor": 1,
    });
    let user = app.client().post("/sign-up/email", &body).await.json()["user"].clone();
    assert_ne!(user["id"], "chosen");
    assert_eq!(user["emailVerified"], false);
    assert_eq!(user["createdAt"], "2026-01-15T12:00:00.123Z");
    let body = json!({ "name": "Ben", "email": "ben@example.com", "password": PASSWORD, "role": "admin" });
    app.client().post("/sign-up/email", &body).await.refused(400, "FIELD_NOT_ALLOWED");
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "user" WHERE "role" <> 'user'"#).await, [""; 0]);
}

// ENUM-020
#[tokio::test]
async fn ids_are_random() {
    let app = TestAuth::new().await;
    let mut starts = BTreeSet::new();
    for number in 0..20 {
        let made = app.client().sign_up(&format!("ana{number}@example.com")).await;
        assert_eq!(made.user.id.len(), 32);
        assert!(made.user.id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        starts.insert(made.user.id[..6].to_owned());
    }
    assert_eq!(starts.len(), 20);
}

#[tokio::test]
async fn signing_up_without_being_remembered_gives_a_cookie_that_ends_with_the_browser() {
    let app = TestAuth::new().await;
    let mut ana = app.client();
    let body = json!({ "name": "Ana", "email": ANA, "password": PASSWORD, "rememberMe": false });
    let answer = ana.post("/sign-up/email", &body).await;
    let cookie = answer.set_cookie("better-auth.session_token").unwrap();
    assert_eq!(cookie.attribute("Max-Age"), None);
    assert_eq!(opened(ana.cookie("dont_remember").unwrap(), SECRET).as_deref(), Some("true"));
    assert_eq!(ana.session().await.session.expires_at, app.now() + DAY);
}

#[tokio::test]
async fn with_auto_sign_in_off_signing_up_signs_nobody_in() {
    let app = TestAuth::with(|config| config.email_and_password.auto_sign_in = false).await;
    let mut ana = app.client();
    let answer = ana.try_sign_up(ANA, PASSWORD).await;
    assert_eq!(answer.json()["token"], Value::Null);
    assert_eq!(answer.set_cookies(), [""; 0]);
    assert_eq!(app.db.count("session").await, 0);
    assert_eq!(ana.sign_in(ANA).await.user.email, ANA);
}

// ENUM-006, without the notice by mail
#[tokio::test]
async fn with_auto_sign_in_off_nobody_learns_from_signing_up_who_has_an_account() {
    let app = TestAuth::with(|config| config.email_and_password.auto_sign_in = false).await;
    app.client().sign_up(ANA).await;
    let taken = app.client().try_sign_up(ANA, "another-password").await;
    let free = app.client().try_sign_up("free@example.com", "another-password").await;
    assert_eq!(taken.status, free.status);
    assert_eq!(header_names(&taken), header_names(&free));
    assert_eq!(shape(&taken.json()), shape(&free.json()));
    assert_eq!(app.db.count("user").await, 2);
    assert_eq!(app.client().sign_in(ANA).await.user.email, ANA, "the password stayed");
}

#[tokio::test]
async fn sign_up_can_be_switched_off() {
    let app = TestAuth::with(|config| config.email_and_password.disable_sign_up = true).await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    answer.refused(400, "EMAIL_PASSWORD_SIGN_UP_DISABLED");
    assert_eq!(app.db.count("user").await, 0);
}

#[tokio::test]
async fn passwords_can_be_switched_off_altogether() {
    let app = TestAuth::with(|config| config.email_and_password.enabled = false).await;
    let answer = app.client().try_sign_up(ANA, PASSWORD).await;
    answer.refused(400, "EMAIL_PASSWORD_SIGN_UP_DISABLED");
    app.client().try_sign_in(ANA, PASSWORD).await.refused(400, "EMAIL_PASSWORD_DISABLED");
}

#[tokio::test]
async fn a_new_user_is_welcomed_by_mail_where_that_is_switched_on() {
    let app = TestAuth::with(|config| {
        config.app_name = "Acme".into();
        config.email.send_welcome = true;
    })
    .await;
    app.signed_up("ana@example.com").await;
    let mail = timeout(Duration::from_secs(5), app.mailbox.latest_to(ANA)).await.unwrap();
    assert_eq!(mail.wording.subject, "Welcome to Acme");
    assert!(mail.wording.text.contains("http://localhost:3000"), "{}", mail.wording.text);
}

#[tokio::test]
async fn only_the_owner_of_a_new_account_is_welcomed() {
    let app = TestAuth::with(|config| config.email.send_welcome = true).await;
    app.signed_up(ANA).await;
    app.client().try_sign_up(ANA, PASSWORD).await;
    app.signed_up("last@example.com").await;
    timeout(Duration::from_secs(5), app.mailbox.latest_to("last@example.com")).await.unwrap();
    let quiet = TestAuth::new().await;
    quiet.signed_up(ANA).await;
    assert_eq!(app.mailbox.mails().len(), 2);
    assert_eq!(quiet.mailbox.mails().len(), 0, "off by default");
}

// Signing in

#[tokio::test]
async fn signing_in_opens_a_new_session() {
    let app = TestAuth::new().await;
    let made = app.client().sign_up(ANA).await;
    let mut ana = app.client();
    let signed_in = ana.sign_in("ANA@Example.com").await;
    assert_eq!(signed_in.user, made.user);
    assert!(!signed_in.redirect);
    assert_eq!(signed_in.url, None);
    assert_ne!(Some(&signed_in.token), made.token.as_ref());
    assert_eq!(ana.session().await.session.token, signed_in.token);
}

#[tokio::test]
async fn a_callback_url_comes_back_with_a_location() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let body = json!({ "email": ANA, "password": PASSWORD, "callbackURL": "/dashboard" });
    let answer = app.client().post("/sign-in/email", &body).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("location"), Some("/dashboard"));
    assert_eq!(answer.json()["redirect"], true);
    assert_eq!(answer.json()["url"], "/dashboard");
}

// ENUM-001
#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let wrong = app.client().try_sign_in(ANA, "wrong-password").await;
    let unknown = app.client().try_sign_in("nobody@example.com", "wrong-password").await;
    wrong.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(wrong.text, unknown.text);
    assert_eq!(wrong.headers, unknown.headers);
    assert_eq!(wrong.set_cookies(), [""; 0]);
}

// ENUM-003
#[tokio::test]
async fn somebody_without_a_password_looks_like_nobody() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.db.execute(r#"UPDATE "account" SET "providerId" = 'github', "password" = NULL"#).await;
    let social = app.client().try_sign_in(ANA, PASSWORD).await;
    let unknown = app.client().try_sign_in("nobody@example.com", PASSWORD).await;
    social.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert_eq!(social.text, unknown.text);
}

// ENUM-019
#[tokio::test]
async fn spellings_of_a_known_address_are_not_told_from_those_of_an_unknown_one() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    for spelling in [
        " {}",
        "{} ",
        "{}\t",
        "{}\n",
        "\u{feff}{}",
        "{}\u{200b}",
        "{}.",
        "{}\0",
        "\"{}\"",
        "<{}>",
        "x+{}",
        "{}@",
        "\u{ff41}{}",
    ] {
        let known = app.client().try_sign_in(&spelling.replace("{}", ANA), "wrong-password").await;
        let unknown = spelling.replace("{}", "bob@example.com");
        let unknown = app.client().try_sign_in(&unknown, "wrong-password").await;
        assert!([400, 401].contains(&known.status.as_u16()), "{spelling:?}: {known}");
        assert_eq!(known.text, unknown.text, "{spelling:?}");
    }
}

#[tokio::test]
async fn a_malformed_address_is_told_so() {
    let app = TestAuth::new().await;
    app.client().try_sign_in("nope", PASSWORD).await.refused(400, "INVALID_EMAIL");
}

// INJ-021, REDIR-011
#[tokio::test]
async fn signing_in_with_missing_fields_or_wrong_types_is_a_validation_error() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    for body in [
        json!({ "email": ANA }),
        json!({ "password": PASSWORD }),
        json!({ "email": { "$ne": null }, "password": PASSWORD }),
        json!({ "email": [ANA], "password": PASSWORD }),
        json!({ "email": ANA, "password": PASSWORD, "rememberMe": "yes" }),
        json!({ "email": ANA, "password": PASSWORD, "callbackURL": ["/a", "//evil.test"] }),
        json!({ "email": ANA, "password": PASSWORD, "callbackURL": { "x": 1 } }),
    ] {
        app.client().post("/sign-in/email", &body).await.refused(400, "VALIDATION_ERROR");
    }
}

// INJ-017
#[tokio::test]
async fn every_character_of_a_password_counts() {
    let app = TestAuth::new().await;
    let right = format!("  {}\u{dc}n\u{ef}x ", "a".repeat(72));
    app.client().try_sign_up(ANA, &right).await.accepted::<Value>();
    let last_changed = right.replace('x', "y");
    let folded = right.to_lowercase();
    for wrong in [right.trim(), &last_changed, &folded, &right[..74]] {
        app.client().try_sign_in(ANA, wrong).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
    let decomposed = right.replace('\u{dc}', "U\u{308}").replace('\u{ef}', "i\u{308}");
    app.client().try_sign_in(ANA, &decomposed).await.accepted::<Value>();
    app.client().try_sign_in(ANA, &right).await.accepted::<Value>();
}

// INJ-016: refused by length alone, so it costs no hash
#[tokio::test]
async fn a_huge_password_is_refused_before_anything_is_looked_up() {
    let app = TestAuth::new().await;
    app.db.execute(r#"ALTER TABLE "account" RENAME TO "gone_account""#).await;
    app.db.execute(r#"ALTER TABLE "session" RENAME TO "gone_session""#).await;
    app.db.execute(r#"ALTER TABLE "user" RENAME TO "gone_user""#).await;
    let answer = app.client().try_sign_in(ANA, &"x".repeat(20_000)).await;
    answer.refused(400, "PASSWORD_TOO_LONG");
}

// INJ-009
#[tokio::test]
async fn sql_in_a_field_stays_text() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let injection = r#"' OR 1=1; DROP TABLE "user"; --"#;
    app.client().try_sign_in(ANA, injection).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    app.client().try_sign_in("'or'1'='1@example.com", PASSWORD).await.refused(400, "INVALID_EMAIL");
    let body = json!({ "name": injection, "email": "bo@example.com", "password": PASSWORD });
    let made = app.client().post("/sign-up/email", &body).await;
    assert_eq!(made.json()["user"]["name"], injection);
    assert_eq!(app.db.count("user").await, 2);
}

#[tokio::test]
async fn a_password_of_better_auth_signs_in_and_is_rehashed_with_argon2id() {
    let app = TestAuth::new().await;
    better_auth_user(&app.db).await;
    for _ in 0..2 {
        let answer = app.client().try_sign_in("old@example.com", "pässwörd ½").await;
        assert_eq!(answer.json()["user"]["id"], "old-user");
        let hash = app.db.text(r#"SELECT "password" FROM "account""#).await;
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
    }
}

#[tokio::test]
async fn a_wrong_password_leaves_the_hash_of_better_auth_alone() {
    let app = TestAuth::new().await;
    better_auth_user(&app.db).await;
    let answer = app.client().try_sign_in("old@example.com", "passwort ½").await;
    answer.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    assert_eq!(app.db.text(r#"SELECT "password" FROM "account""#).await, SCRYPT);
}

#[tokio::test]
async fn in_a_shared_database_passwords_stay_readable_for_better_auth() {
    let app = TestAuth::with(|config| config.shared_database = true).await;
    better_auth_user(&app.db).await;
    app.client().try_sign_in("old@example.com", "pässwörd ½").await.accepted::<Value>();
    app.signed_up(ANA).await;
    app.client().sign_in(ANA).await;
    let hashes = app.db.texts(r#"SELECT "password" FROM "account" ORDER BY "createdAt""#).await;
    assert_eq!(hashes[0], SCRYPT, "not upgraded");
    let (salt, key) = hashes[1].split_once(':').unwrap();
    assert_eq!((salt.len(), key.len()), (32, 128));
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_never_a_wrong_password() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    app.db.execute(r#"ALTER TABLE "account" RENAME TO "gone""#).await;
    app.client().try_sign_in(ANA, PASSWORD).await.refused(503, "SERVICE_UNAVAILABLE");
}

// Bodies

#[tokio::test]
async fn html_forms_sign_up_and_in() {
    let app = TestAuth::new().await;
    let fields = [("name", "Ana B."), ("email", ANA), ("password", "correct & horse=ü"), ("rememberMe", "false")];
    let made = app.client().post_form("/sign-up/email", &fields).await;
    assert_eq!(made.json()["user"]["name"], "Ana B.");
    assert!(made.set_cookie("better-auth.dont_remember").is_some());
    let signed_in = app.client().post_form("/sign-in/email", &fields[1..3]).await;
    assert_eq!(signed_in.json()["user"]["email"], ANA);
}

#[tokio::test]
async fn a_form_reads_switches_as_such_and_everything_else_as_text() {
    let app = TestAuth::new().await;
    let fields = [("name", "true"), ("email", ANA), ("password", PASSWORD), ("rememberMe", "on")];
    let made = app.client().post_form("/sign-up/email", &fields).await;
    assert_eq!(made.json()["user"]["name"], "true");
    assert!(made.set_cookie("better-auth.dont_remember").is_none());
}

#[tokio::test]
async fn other_content_types_are_not_read() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let body = json!({ "email": ANA, "password": PASSWORD }).to_string();
    for content_type in ["text/plain", "", "application/xml", "multipart/form-data; boundary=x", "application/jsonp"] {
        let answer = app.client().post_text("/sign-in/email", content_type, body.clone()).await;
        answer.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
        let answer = app.client().post_text("/sign-in/email", content_type, body.clone()).await;
        answer.accepted::<Value>();
    }
}

// INJ-011, INJ-014
#[tokio::test]
async fn a_broken_body_is_refused() {
    let app = TestAuth::new().await;
    let deep_array = "[".repeat(30_000);
    let deep_object = r#"{"a":"#.repeat(6_000);
    let texts = [
        r#"{"email":"#,
        "{} x",
        "{}{}",
        "NaN",
        "{'a':1}",
        r#"{"email":"a",}"#,
        "/*c*/{}",
        "<xml/>",
        "%7B%7D",
        r#"{"email":"\ud800"}"#,
        "\u{feff}{}",
        "[]",
        "null",
        "1",
        r#""x""#,
        &deep_array,
        &deep_object,
    ];
    for body in texts.map(|text| text.as_bytes().to_vec()).into_iter().chain([vec![0xff, 0xfe, 0xfd]]) {
        let answer = app.client().post_text("/sign-up/email", "application/json", body).await;
        assert_eq!(answer.status, 400, "{answer}");
        assert!(["BAD_REQUEST", "VALIDATION_ERROR"].contains(&answer.code().as_str()), "{answer}");
    }
    app.client().post_text("/sign-up/email", "", "").await.refused(400, "VALIDATION_ERROR");
}

// INJ-012
#[tokio::test]
async fn a_body_beyond_32_kib_is_not_read() {
    let app = TestAuth::new().await;
    let body_of = |length: usize| {
        let body = |filler: &str| json!({ "name": "Ana", "email": ANA, "password": PASSWORD, "filler": filler });
        body(&"x".repeat(length - body("").to_string().len()))
    };
    let limit = 32 * 1024;
    let answer = app.client().post("/sign-up/email", &body_of(limit + 1)).await;
    answer.refused(413, "PAYLOAD_TOO_LARGE");
    app.client().post("/sign-up/email", &body_of(limit)).await.accepted::<Value>();
    app.client()
        .post_text("/sign-out", "application/json", "x".repeat(limit + 1))
        .await
        .refused(413, "PAYLOAD_TOO_LARGE");
}

// INJ-013
#[tokio::test]
async fn nothing_is_inflated() {
    let app = TestAuth::new().await;
    let mut client = app.client().with_header("content-encoding", "gzip");
    let gzip_of_an_empty_object =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0];
    let answer = client.post_text("/sign-up/email", "application/json", gzip_of_an_empty_object.to_vec()).await;
    answer.refused(400, "BAD_REQUEST");
}

// Inside the application

#[tokio::test]
async fn the_application_itself_signs_people_up_and_in() {
    let app = TestAuth::new().await;
    let input =
        SignUpEmail { name: "Ana".into(), email: ANA.into(), password: PASSWORD.into(), ..SignUpEmail::default() };
    let made = app.auth.sign_up_email(&mut Cx::internal(), input).await.unwrap();
    let input = SignInEmail { email: ANA.into(), password: PASSWORD.into(), ..SignInEmail::default() };
    let mut cx = Cx::internal();
    let signed_in = app.auth.sign_in_email(&mut cx, input).await.unwrap().signed_in().unwrap();
    assert_eq!(signed_in.user, made.user);
    assert_eq!(cx.set_cookies()[0].name(), "better-auth.session_token");
}

/// A row as Better Auth writes it.
async fn better_auth_user(db: &Database) {
    db.execute(&format!(
        r#"INSERT INTO "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
        VALUES ('old-user', 'Old', 'old@example.com', false, '2024-02-03T04:05:06.789Z', '2024-02-03T04:05:06.789Z');
        INSERT INTO "account" ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
        VALUES ('old-account', 'old-user', 'credential', 'old-user', '{SCRYPT}', '2024-02-03T04:05:06.789Z', '2024-02-03T04:05:06.789Z')"#
    ))
    .await;
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn header_names(answer: &Answer) -> BTreeSet<&str> {
    answer.headers.keys().map(http::HeaderName::as_str).collect()
}

/// Keys and kinds of values, without the values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), shape(value))).collect(),
        Value::String(_) => "text".into(),
        Value::Bool(_) => "truth".into(),
        other => other.clone(),
    }
}
