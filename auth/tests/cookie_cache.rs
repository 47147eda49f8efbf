//! The cookie cache: what the cookie holds, when it is believed, and what ends it.

use auth::{
    AuthConfig, Secret, Secrets,
    config::CookieCacheStrategy::{self, Compact, Jwe, Jwt},
    wire::{SessionWithUser, Timestamp},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::common::{Client, DAY, HOUR, MILLISECOND, PASSWORD, SECOND, SECRET, TestAuth, sealed};

const ANA: &str = "ana@example.com";
const NAME: &str = "better-auth.session_data";
const MINUTE: std::time::Duration = std::time::Duration::from_mins(1);

/// Made by the original at 2026-01-15T12:00:00.123Z with the secret of these tests (`setCookieCache`, for 300 seconds).
const ORIGINALS: [(CookieCacheStrategy, &str); 3] = [
    (
        Compact,
        "eyJzZXNzaW9uIjp7InNlc3Npb24iOnsiZXhwaXJlc0F0IjoiMjAyNi0wMS0yMlQxMjowMDowMC4xMjNaIiwidG9rZW4iOiJUT0tFTlRPS0VOVE9LRU5UT0tFTlRPS0VOVE9LRU4xMiIsImNyZWF0ZWRBdCI6IjIwMjYtMDEtMTVUMTI6MDA6MDAuMTIzWiIsInVwZGF0ZWRBdCI6IjIwMjYtMDEtMTVUMTI6MDA6MDAuMTIzWiIsImlwQWRkcmVzcyI6IiIsInVzZXJBZ2VudCI6IlRlc3RzLzEuMCIsInVzZXJJZCI6IlVTRVJVU0VSVVNFUlVTRVJVU0VSVVNFUlVTRVJVU0VSIiwiaWQiOiJTRVNTSU9OU0VTU0lPTlNFU1NJT05TRVNTSU9OU0VTUyJ9LCJ1c2VyIjp7Im5hbWUiOiJBbmEg8J-UkSBcIsOWXCIiLCJlbWFpbCI6ImFuYUBleGFtcGxlLmNvbSIsImVtYWlsVmVyaWZpZWQiOmZhbHNlLCJpbWFnZSI6bnVsbCwiY3JlYXRlZEF0IjoiMjAyNi0wMS0xNVQxMjowMDowMC4xMjNaIiwidXBkYXRlZEF0IjoiMjAyNi0wMS0xNVQxMjowMDowMC4xMjNaIiwiaWQiOiJVU0VSVVNFUlVTRVJVU0VSVVNFUlVTRVJVU0VSVVNFUiJ9LCJ1cGRhdGVkQXQiOjE3Njg0Nzg0MDAxMjMsInZlcnNpb24iOiIxIn0sImV4cGlyZXNBdCI6MTc2ODQ3ODcwMDEyMywic2lnbmF0dXJlIjoiY0xjdlpieFY2ZE9DVzhfb1lIWXdzWTJhQmlEWE9mZnNTcFJiWGFKei1tYyJ9",
    ),
    (
        Jwt,
        "eyJhbGciOiJIUzI1NiJ9.eyJzZXNzaW9uIjp7ImV4cGlyZXNBdCI6IjIwMjYtMDEtMjJUMTI6MDA6MDAuMTIzWiIsInRva2VuIjoiVE9LRU5UT0tFTlRPS0VOVE9LRU5UT0tFTlRPS0VOMTIiLCJjcmVhdGVkQXQiOiIyMDI2LTAxLTE1VDEyOjAwOjAwLjEyM1oiLCJ1cGRhdGVkQXQiOiIyMDI2LTAxLTE1VDEyOjAwOjAwLjEyM1oiLCJpcEFkZHJlc3MiOiIiLCJ1c2VyQWdlbnQiOiJUZXN0cy8xLjAiLCJ1c2VySWQiOiJVU0VSVVNFUlVTRVJVU0VSVVNFUlVTRVJVU0VSVVNFUiIsImlkIjoiU0VTU0lPTlNFU1NJT05TRVNTSU9OU0VTU0lPTlNFU1MifSwidXNlciI6eyJuYW1lIjoiQW5hIPCflJEgXCLDllwiIiwiZW1haWwiOiJhbmFAZXhhbXBsZS5jb20iLCJlbWFpbFZlcmlmaWVkIjpmYWxzZSwiaW1hZ2UiOm51bGwsImNyZWF0ZWRBdCI6IjIwMjYtMDEtMTVUMTI6MDA6MDAuMTIzWiIsInVwZGF0ZWRBdCI6IjIwMjYtMDEtMTVUMTI6MDA6MDAuMTIzWiIsImlkIjoiVVNFUlVTRVJVU0VSVVNFUlVTRVJVU0VSVVNFUlVTRVIifSwidXBkYXRlZEF0IjoxNzY4NDc4NDAwMTIzLCJ2ZXJzaW9uIjoiMSIsImlhdCI6MTc2ODQ3ODQwMCwiZXhwIjoxNzY4NDc4NzAwfQ.DSPZlrGKkzGEKz8uo3pXRG3TE_ZyWd8owp-P_NDEGNU",
    ),
    (
        Jwe,
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIiwia2lkIjoiQlFuWmoyQWFBamVyZ29EeGVQb0dsd2lGOEZUTjJFQS1tenBmbGlNU1NKdyJ9..JbdA0N9Lm0pHyh53Jx4kXg.-UY5sZqdmuLHtiAeBL9O4LKy7PLwMwaBhsJ0i4IPZbPOqDF0NwGJFl1RAgY18Bw9tRMygaWHzOO5Qvibe7_6JoRoVFHu5_7-T_BU96Y56905Gs-QqO4plwn9ppzPOluv-No60Tkw5lbC5DkiZCr5S14YtubruuASlRuPRF5yPbFlIDmwI7SDDgZnLFsFz7BTomeh8to298RAmIR3LKChXB2QRgGOmbxls3WBYqELdMSGsKFLaVWDS0_NnaOlQBf-GjtrQCb9Dtu2k2cwE_s5Bf2Fl__W7DWMOV2ZmmQ8eM946vGbV-on0duYaqKnchXBTGjOdy-6YgalclsLl-Us0cbq4hzpo1WypNfSkGcVWOjljllXAtEO0iP2iQS7Q2FSIOqL8iklFeuPJ0G9RV2fWYuYHsO1m3PAb0VfkJvPecxqkTyfQSklSQaj8shprAJE6PtQR6-S29UE1DG_f3yNVMynOq3YkSh8EWmj1pXBINAW1P8BLcpZtN8YSr7d7rP5bp3fYFxB9k-PVkmvdnfluHcP6_q5yyRNs9H6eSpMo5VCezKBLbnSZJ-Zu-lzB1tqSr4nXCaNmbAjqivAurt9WqyWvA8XxKZd1pfGUv89Gx3Q-br8ccXZN3dP0tanXaErxklYTJ4VBEAvoYrtivMDnJ0Zx9UPoAU5wVXomG-GwDAiEqbU438HNn0IJ5SsdiFxvrfkVxeMNrMSoG-qQr-PHTkWMHI63mHBq9qu222Qri__klgxAymrE8jYM19Z6rAd8355J7hnX_9LC08mfUScLZVDxyhLBOiQDY3KrFhkToney-1QsnaTXCvlf9hPaWW7cQmYR8vFx0c8OKQchCm7Bw.XsoChMHgH8IVqz7FO-BS90x5H_3Ok68DbMwJ3SQt07A",
    ),
];

fn on(strategy: CookieCacheStrategy) -> impl Fn(&mut AuthConfig) {
    move |config| {
        config.session.cookie_cache.enabled = true;
        config.session.cookie_cache.strategy = strategy;
    }
}

async fn app(strategy: CookieCacheStrategy) -> TestAuth {
    TestAuth::with(on(strategy)).await
}

/// What a compact cache says.
fn compact(value: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).unwrap()).unwrap()
}

/// Ends all sessions behind the core's back.
async fn end_sessions(app: &TestAuth) {
    app.db.execute(r#"DELETE FROM "session""#).await;
}

// What the cookie holds

#[tokio::test]
async fn without_the_option_there_is_no_such_cookie() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    assert_eq!(ana.cookie("session_data"), None);
    let answer = ana.with_cookie("session_data", "of-an-earlier-configuration").get("/get-session").await;
    assert!(answer.set_cookie(NAME).unwrap().is_expired());
    assert_eq!(answer.json()["user"]["email"], ANA);
}

#[tokio::test]
async fn signing_in_sets_the_cookie_for_five_minutes() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let answer = app.client().try_sign_up(ANA, PASSWORD).await;
        let cookie = answer.set_cookie(NAME).unwrap();
        assert_eq!(cookie.attributes, "Max-Age=300; Path=/; HttpOnly; SameSite=Lax", "{strategy:?}");
    }
}

#[tokio::test]
async fn the_compact_form_is_signed_json_with_session_and_user() {
    let app = app(Compact).await;
    let mut ana = app.signed_up(ANA).await;
    let text = URL_SAFE_NO_PAD.decode(ana.cookie("session_data").unwrap()).unwrap();
    let text = String::from_utf8(text).unwrap();
    let cache: Value = serde_json::from_str(&text).unwrap();
    let (expires_at, signature) = (&cache["expiresAt"], cache["signature"].as_str().unwrap());
    assert_eq!(*expires_at, json!((app.now() + 5 * MINUTE).as_millis()));
    assert_eq!(cache["session"]["updatedAt"], json!(app.now().as_millis()));
    assert_eq!(cache["session"]["version"], "1");
    let shown = ana.get("/get-session").await.json();
    assert_eq!((&cache["session"]["session"], &cache["session"]["user"]), (&shown["session"], &shown["user"]));

    // The members stand in the order in which the original writes them, and it signs them with their end.
    let (payload, rest) = text.strip_prefix(r#"{"session":"#).unwrap().split_once(r#"},"expiresAt":"#).unwrap();
    assert_eq!(rest, format!(r#"{expires_at},"signature":"{signature}"}}"#));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!(r#"{payload},"expiresAt":{expires_at}}}"#).as_bytes());
    assert_eq!(signature, URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
}

#[tokio::test]
async fn nothing_in_the_encrypted_form_can_be_read() {
    let app = app(Jwe).await;
    let ana = app.signed_up(ANA).await;
    let value = ana.cookie("session_data").unwrap();
    let parts: Vec<_> = value.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
    assert_eq!(parts.len(), 5);
    let header: Value = serde_json::from_slice(&parts[0]).unwrap();
    assert_eq!((&header["alg"], &header["enc"]), (&json!("dir"), &json!("A256CBC-HS512")));
    assert!(parts[1..].iter().all(|part| !String::from_utf8_lossy(part).contains("example")));
}

#[tokio::test]
async fn a_long_cache_is_spread_over_several_cookies_that_browsers_keep() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let mut ana = app.signed_up(ANA).await;
        let image = format!("https://img.example/{}", "x".repeat(9000));
        let answer = ana.post("/update-user", &json!({ "image": image })).await;
        assert!(answer.set_cookie(NAME).unwrap().is_expired(), "{strategy:?}");
        assert!(ana.cookie("session_data.2").is_some(), "{strategy:?}");
        for line in answer.set_cookies() {
            assert!(line.len() <= 4096, "{strategy:?}: {}", line.len());
        }
        end_sessions(&app).await;
        assert_eq!(ana.session().await.user.image, Some(image), "{strategy:?}");

        let mut ana = app.signed_in(ANA).await;
        ana.post("/update-user", &json!({ "image": null })).await;
        assert!(ana.cookie("session_data").is_some(), "{strategy:?}");
        assert_eq!(ana.cookie("session_data.0"), None, "{strategy:?}: pieces of the longer one are forgotten");
        end_sessions(&app).await;
        assert_eq!(ana.session().await.user.image, None, "{strategy:?}");
    }
}

#[tokio::test]
async fn signing_out_ends_every_piece() {
    let app = app(Compact).await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/update-user", &json!({ "image": "x".repeat(9000) })).await;
    ana.sign_out().await;
    assert_eq!(ana.cookie_header(), "");
}

#[tokio::test]
async fn an_answer_that_signs_out_holds_no_cache_that_it_set_before() {
    let app = app(Compact).await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(10 * MINUTE);
    let answer = ana.post("/revoke-sessions", &json!({})).await;
    let lines = answer.set_cookies().into_iter().filter(|line| line.starts_with(NAME));
    assert_eq!(lines.collect::<Vec<_>>(), [format!("{NAME}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")]);
}

// When it is believed

#[tokio::test]
async fn a_cache_of_the_original_is_believed() {
    for (strategy, value) in ORIGINALS {
        let app = app(strategy).await;
        let token = sealed("TOKENTOKENTOKENTOKENTOKENTOKEN12", SECRET);
        let mut ana = app.client().with_cookie("session_token", &token).with_cookie("session_data", value);
        let SessionWithUser { session, user, .. } = ana.session().await;
        assert_eq!(session.user_id, user.id);
        assert_eq!((user.name.as_str(), user.email.as_str()), ("Ana \u{1f511} \"\u{d6}\"", ANA));
        assert_eq!(session.expires_at, app.now() + 7 * DAY);
    }
}

#[tokio::test]
async fn within_its_time_the_database_is_not_asked() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let mut ana = app.signed_up(ANA).await;
        let before = ana.session().await;
        app.db.execute(r#"ALTER TABLE "session" RENAME TO "gone""#).await;
        app.clock.advance(4 * MINUTE);
        let answer = ana.get("/get-session").await;
        assert_eq!(answer.accepted::<SessionWithUser>(), before, "{strategy:?}");
        assert_eq!(answer.set_cookies(), [""; 0]);
        ana.get("/get-session?disableCookieCache=true").await.refused(503, "SERVICE_UNAVAILABLE");
    }
}

// SESS-026
#[tokio::test]
async fn when_its_time_is_over_the_database_is_asked_and_a_new_one_is_set() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let mut ana = app.signed_up(ANA).await;
        let old = ana.cookie("session_data").unwrap().to_owned();
        app.db.execute(r#"UPDATE "user" SET "name" = 'Anna'"#).await;
        app.clock.advance(4 * MINUTE + 59 * SECOND);
        assert_eq!(ana.session().await.user.name, "Ana", "{strategy:?}");
        app.clock.advance(2 * SECOND);
        assert_eq!(ana.session().await.user.name, "Anna", "{strategy:?}");
        assert_ne!(ana.cookie("session_data"), Some(old.as_str()), "{strategy:?}");
        end_sessions(&app).await;
        app.clock.advance(4 * MINUTE);
        assert_eq!(ana.session().await.user.name, "Anna", "{strategy:?}");
        app.clock.advance(2 * MINUTE);
        assert_eq!(ana.get_session().await, None, "{strategy:?}");
        assert_eq!(ana.cookie_header(), "");
    }
}

#[tokio::test]
async fn a_cache_does_not_outlive_its_session() {
    let app = TestAuth::with(|config| {
        on(Compact)(config);
        config.session.cookie_cache.max_age = 10 * HOUR;
        config.session.expires_in = HOUR;
        config.session.disable_session_refresh = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(HOUR);
    assert!(ana.get_session().await.is_some());
    app.clock.advance(MILLISECOND);
    assert_eq!(ana.get_session().await, None);
}

#[tokio::test]
async fn the_database_can_be_asked_for_one_request() {
    let app = app(Compact).await;
    let mut ana = app.signed_up(ANA).await;
    end_sessions(&app).await;
    for query in ["true", "1", "false"] {
        let answer = ana.clone().get(&format!("/get-session?disableCookieCache={query}")).await;
        assert_eq!(answer.text, "null", "{query}");
    }
    assert!(ana.get("/get-session?disableCookieCache=").await.json()["user"].is_object());
}

// SESS-004: reading lasts as long as the cache, acting does not.
#[tokio::test]
async fn a_session_that_was_ended_elsewhere_can_be_read_a_little_longer_but_changes_nothing() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        end_sessions(&app).await;
        assert!(ana.clone().get_session().await.is_some(), "{strategy:?}");
        for (path, body) in [
            ("/update-user", json!({ "name": "x" })),
            ("/change-password", json!({ "currentPassword": PASSWORD, "newPassword": "another password" })),
            ("/revoke-other-sessions", json!({})),
        ] {
            let mut ana = ana.clone();
            ana.post(path, &body).await.refused(401, "UNAUTHORIZED");
            assert_eq!(ana.cookie_header(), "", "{strategy:?} {path}: the browser is told");
        }
        ana.clone().get("/list-sessions").await.refused(401, "UNAUTHORIZED");
    }
}

// SESS-003, with the cookie cache: signing out takes the cache with it.
#[tokio::test]
async fn signing_out_ends_the_cache() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let mut ana = app.signed_up(ANA).await;
        let answer = ana.post("/sign-out", &json!({})).await;
        assert!(answer.set_cookie(NAME).unwrap().is_expired());
        assert_eq!(ana.get_session().await, None);
    }
}

// SESS-025
#[tokio::test]
async fn the_cache_alone_is_no_session() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        let cache = ana.cookie("session_data").unwrap();
        assert_eq!(app.client().with_cookie("session_data", cache).get_session().await, None);
        let forged = sealed(&"x".repeat(32), "another secret");
        let mut thief = app.client().with_cookie("session_data", cache).with_cookie("session_token", &forged);
        assert_eq!(thief.get_session().await, None);
    }
}

#[tokio::test]
async fn the_cache_of_another_session_is_not_believed() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        let mut bo =
            app.signed_up("bo@example.com").await.with_cookie("session_data", ana.cookie("session_data").unwrap());
        let answer = bo.get("/get-session").await;
        assert_eq!(answer.json()["user"]["email"], "bo@example.com", "{strategy:?}");
        assert!(!answer.set_cookie(NAME).unwrap().is_expired(), "a right one takes its place");
    }
}

// TOK-003, TOK-009
#[tokio::test]
async fn what_was_made_for_one_cookie_is_nothing_in_another() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let mut ana = app.signed_up(ANA).await;
        ana.sign_in_briefly(ANA).await;
        end_sessions(&app).await;
        let values =
            ["session_token", "session_data", "dont_remember"].map(|name| ana.cookie(name).unwrap().to_owned());
        for (index, value) in values.iter().enumerate() {
            for (other, name) in ["session_token", "session_data"].into_iter().enumerate() {
                if index != other {
                    let mut thief = ana.clone().with_cookie("session_data", "").with_cookie(name, value);
                    assert_eq!(thief.get_session().await, None, "{strategy:?}: {index} as {name}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_tampered_cache_is_not_believed() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        end_sessions(&app).await;
        let value = ana.cookie("session_data").unwrap().to_owned();
        for index in (0..value.len()).step_by(value.len() / 20) {
            let mut bytes = value.clone().into_bytes();
            bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
            let mut ana = ana.clone().with_cookie("session_data", &String::from_utf8(bytes).unwrap());
            assert_eq!(ana.get_session().await, None, "{strategy:?} {index}");
        }
    }
}

#[tokio::test]
async fn a_cache_whose_time_was_moved_is_not_believed() {
    let app = app(Compact).await;
    let ana = app.signed_up(ANA).await;
    end_sessions(&app).await;
    app.clock.advance(HOUR);
    let cache = compact(ana.cookie("session_data").unwrap());
    for (outer, inner) in [(json!(Timestamp::MAX.as_millis()), json!(1)), (json!(1), json!(Timestamp::MAX.as_millis()))]
    {
        let mut forged = cache.clone();
        forged["expiresAt"] = outer;
        forged["session"]["expiresAt"] = inner;
        let forged = URL_SAFE_NO_PAD.encode(forged.to_string());
        assert_eq!(ana.clone().with_cookie("session_data", &forged).get_session().await, None);
    }
}

#[tokio::test]
async fn one_form_is_not_read_as_another() {
    for (of, value) in ORIGINALS {
        for strategy in [Compact, Jwt, Jwe].into_iter().filter(|strategy| *strategy != of) {
            let app = app(strategy).await;
            let token = sealed("TOKENTOKENTOKENTOKENTOKENTOKEN12", SECRET);
            let mut ana = app.client().with_cookie("session_token", &token).with_cookie("session_data", value);
            assert_eq!(ana.get_session().await, None, "{of:?} as {strategy:?}");
        }
    }
}

// TOK-007: what is inside an encrypted token has to be ours as well, and nothing says by itself how it is to be checked.
#[tokio::test]
async fn a_token_that_says_it_needs_no_signature_is_not_believed() {
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        let session = ana.clone().get("/get-session").await.json();
        end_sessions(&app).await;
        let claims = json!({
            "session": session["session"], "user": session["user"], "version": "1", "updatedAt": app.now().as_millis(),
            "iat": app.now().as_millis() / 1000, "exp": app.now().as_millis() / 1000 + 300,
        });
        let unsigned = format!("{}.{}.", part(json!({ "alg": "none" })), part(claims));
        let direct = json!({ "alg": "dir", "enc": "A256CBC-HS512", "cty": "JWT" });
        let nested = format!("{}..{}.{}.", part(direct), "A".repeat(22), URL_SAFE_NO_PAD.encode(&unsigned));
        for forged in [unsigned, nested] {
            let mut thief = ana.clone().with_cookie("session_data", &forged);
            assert_eq!(thief.get_session().await, None, "{strategy:?}");
        }
    }
}

// TOK-008: nothing is unpacked, and a header as long as this is none that we made.
#[tokio::test]
async fn a_token_that_would_grow_is_not_unpacked() {
    let app = app(Jwe).await;
    let ana = app.signed_up(ANA).await;
    let (header, rest) = ana.cookie("session_data").unwrap().split_once('.').unwrap();
    let header = URL_SAFE_NO_PAD.decode(header).unwrap();
    let mut zipped: Value = serde_json::from_slice(&header).unwrap();
    zipped["zip"] = json!("DEF");
    let mut padded: Value = serde_json::from_slice(&header).unwrap();
    padded["x5c"] = json!("x".repeat(1 << 20));
    end_sessions(&app).await;
    for header in [zipped, padded] {
        let forged = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()));
        assert_eq!(ana.clone().with_cookie("session_data", &forged).get_session().await, None);
    }
}

// TOK-011
#[tokio::test]
async fn another_version_is_not_believed() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        let app = app
            .restarted_with(|config| {
                on(strategy)(config);
                config.session.cookie_cache.version = "2".into();
            })
            .await;
        end_sessions(&app).await;
        let mut moved = app.client();
        for name in ["session_token", "session_data"] {
            moved = moved.with_cookie(name, ana.cookie(name).unwrap());
        }
        assert_eq!(moved.get_session().await, None, "{strategy:?}");
    }
}

#[tokio::test]
async fn after_a_change_of_the_secret_the_cache_is_still_believed_and_renewed_with_the_new_one() {
    let new = "the-next-secret-of-32-characters-too!";
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let ana = app.signed_up(ANA).await;
        let rotated = |secrets: Secrets| {
            move |config: &mut AuthConfig| {
                on(strategy)(config);
                config.secrets = secrets;
            }
        };
        let both = Secrets::new(Secret::new(new), vec![Secret::new(SECRET)]);
        let app = app.restarted_with(rotated(both)).await;
        app.db.execute(r#"ALTER TABLE "session" RENAME TO "gone""#).await;
        let mut ana = carried(&app, &ana);
        assert_eq!(ana.session().await.user.email, ANA, "{strategy:?}");
        app.db.execute(r#"ALTER TABLE "gone" RENAME TO "session""#).await;

        ana.post("/update-user", &json!({ "name": "Anna" })).await;
        end_sessions(&app).await;
        let app = app.restarted_with(rotated(Secrets::new(Secret::new(new), Vec::new()))).await;
        assert_eq!(carried(&app, &ana).session().await.user.name, "Anna", "{strategy:?}");
    }
}

/// The browser after the server was restarted.
fn carried(app: &TestAuth, client: &Client) -> Client {
    ["session_token", "session_data"]
        .into_iter()
        .fold(app.client(), |jar, name| jar.with_cookie(name, client.cookie(name).unwrap()))
}

// What changes it

#[tokio::test]
async fn a_changed_profile_is_in_the_cache_at_once() {
    for strategy in [Compact, Jwt, Jwe] {
        let app = app(strategy).await;
        let mut ana = app.signed_up(ANA).await;
        ana.post("/update-user", &json!({ "name": "Anna" })).await;
        end_sessions(&app).await;
        assert_eq!(ana.session().await.user.name, "Anna", "{strategy:?}");
    }
}

#[tokio::test]
async fn not_being_remembered_the_cache_ends_with_the_browser_and_after_a_minute() {
    let app = app(Compact).await;
    app.signed_up(ANA).await;
    let mut ana = app.client();
    let body = json!({ "email": ANA, "password": PASSWORD, "rememberMe": false });
    let answer = ana.post("/sign-in/email", &body).await;
    assert_eq!(answer.set_cookie(NAME).unwrap().attributes, "Path=/; HttpOnly; SameSite=Lax");
    app.clock.advance(MINUTE);
    assert_eq!(ana.get("/get-session").await.set_cookies(), [""; 0]);
    app.clock.advance(MILLISECOND);
    let answer = ana.get("/get-session").await;
    assert!(answer.set_cookie(NAME).unwrap().is_expired());
    assert_eq!(answer.json()["user"]["email"], ANA);

    let answer = ana.post("/update-user", &json!({ "name": "Anna" })).await;
    assert_eq!(answer.set_cookie(NAME).unwrap().attribute("Max-Age"), None);
}

#[tokio::test]
async fn the_session_is_extended_when_the_cache_has_run_out() {
    let app = app(Compact).await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(DAY);
    let answer = ana.get("/get-session").await;
    assert_eq!(answer.accepted::<SessionWithUser>().session.expires_at, app.now() + 7 * DAY);
    let cached = compact(ana.cookie("session_data").unwrap());
    assert_eq!(cached["session"]["session"]["expiresAt"], json!(app.now() + 7 * DAY));
    assert!(answer.set_cookie("better-auth.session_token").is_some());
}
