use auth::{
    Secret, Secrets,
    wire::{SessionWithUser, Timestamp},
};
use serde_json::json;
use tokio::task::JoinSet;

use crate::common::{DAY, Database, HOUR, Kind, MILLISECOND, PASSWORD, SECOND, SECRET, TestAuth, opened, sealed};

const ANA: &str = "ana@example.com";

// Reading

#[tokio::test]
async fn somebody_who_is_signed_in_sees_their_session_and_themselves() {
    let app = TestAuth::new().await;
    let mut ana = app.client();
    let made = ana.sign_up(ANA).await;
    let SessionWithUser { session, user, .. } = ana.session().await;
    assert_eq!(user, made.user);
    assert_eq!(session.user_id, user.id);
    assert_eq!(Some(session.token), made.token);
    assert_eq!(session.created_at, app.now());
    assert_eq!(session.expires_at, app.now() + 7 * DAY);
}

#[tokio::test]
async fn the_session_has_exactly_the_fields_that_clients_know() {
    let app = TestAuth::new().await;
    let body = app.signed_up(ANA).await.get("/get-session").await.json();
    let fields: Vec<_> = body["session"].as_object().unwrap().keys().collect();
    let known =
        ["createdAt", "expiresAt", "id", "impersonatedBy", "ipAddress", "token", "updatedAt", "userAgent", "userId"];
    assert_eq!(fields, known);
    assert_eq!(body["session"]["expiresAt"], "2026-01-22T12:00:00.123Z");
    assert_eq!(body["session"]["ipAddress"], "", "an unknown address is an empty text");
}

#[tokio::test]
async fn somebody_who_is_not_signed_in_gets_null() {
    let app = TestAuth::new().await;
    let answer = app.client().get("/get-session").await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "null"));
    assert_eq!(answer.set_cookies(), [""; 0]);
}

// WEB-006, for the API
#[tokio::test]
async fn no_cache_keeps_a_session() {
    let app = TestAuth::new().await;
    for mut client in [app.client(), app.signed_up(ANA).await] {
        let answer = client.get("/get-session").await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("pragma"), Some("no-cache"));
    }
}

// ENUM-021
#[tokio::test]
async fn ended_unknown_and_missing_sessions_get_the_same_answer() {
    let app = TestAuth::new().await;
    let mut ended = app.signed_up(ANA).await;
    app.clock.advance(8 * DAY);
    let mut unknown = app.client().with_cookie("session_token", &sealed(&"x".repeat(32), SECRET));
    for client in [&mut ended, &mut unknown] {
        let answer = client.get("/get-session").await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "null"));
        assert!(answer.set_cookie("better-auth.session_token").unwrap().is_expired());
    }
}

#[tokio::test]
async fn posting_is_refused_because_reading_refreshes() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let answer = ana.post("/get-session", &json!({})).await;
    answer.refused(405, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED");
}

#[tokio::test]
async fn a_store_that_fails_is_never_a_missing_session() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    app.db.execute(r#"ALTER TABLE "session" RENAME TO "gone""#).await;
    ana.get("/get-session").await.refused(503, "SERVICE_UNAVAILABLE");
    ana.post("/sign-out", &json!({})).await.refused(503, "SERVICE_UNAVAILABLE");
    app.db.execute(r#"ALTER TABLE "gone" RENAME TO "session""#).await;
    assert!(ana.get_session().await.is_some(), "the browser was not told to forget it");
}

#[tokio::test]
async fn the_session_keeps_address_and_browser_of_the_sign_in() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut ana = app.client().at_address("203.0.113.7").with_header("user-agent", "Tests/1.0");
    ana.sign_in(ANA).await;
    let mut elsewhere = ana.at_address("198.51.100.1").with_header("user-agent", "Other");
    let session = elsewhere.session().await.session;
    assert_eq!(session.ip_address.as_deref(), Some("203.0.113.7"));
    assert_eq!(session.user_agent.as_deref(), Some("Tests/1.0"));
}

// INJ-006
#[tokio::test]
async fn of_a_long_name_of_a_browser_512_characters_are_kept() {
    let app = TestAuth::new().await;
    let mut ana = app.client().with_header("user-agent", &"<b>".repeat(1000));
    ana.sign_up(ANA).await;
    let kept = ana.session().await.session.user_agent.unwrap();
    assert_eq!(kept.len(), 512);
    assert!(kept.starts_with("<b><b>"));
}

#[tokio::test]
async fn without_ip_tracking_no_address_is_kept() {
    let app = TestAuth::with(|config| config.advanced.ip_address.disable_ip_tracking = true).await;
    let mut ana = app.client().at_address("203.0.113.7");
    ana.sign_up(ANA).await;
    assert_eq!(ana.session().await.session.ip_address.as_deref(), Some(""));
}

// INJ-022
#[tokio::test]
async fn odd_queries_are_ignored() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let many = format!("?{}", "a=1&".repeat(10_000));
    for query in ["?%", "?%zz=1", "?a=%ff", "?%c0%ae=1", "?a[b][c]=1", "?a=1&a=2", "?=", "?disableRefresh=%00", &many] {
        let answer = ana.get(&format!("/get-session{query}")).await;
        assert_eq!(answer.json()["user"]["email"], ANA, "{query}");
    }
}

// Lifetime

#[tokio::test]
async fn a_session_lives_until_the_moment_it_ends_and_not_longer() {
    let app = TestAuth::with(|config| config.session.disable_session_refresh = true).await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(7 * DAY);
    assert!(ana.get_session().await.is_some());
    app.clock.advance(MILLISECOND);
    assert_eq!(ana.get_session().await, None);
    assert_eq!(app.db.count("session").await, 0, "an ended session is deleted");
    assert_eq!(ana.cookie("session_token"), None);
}

#[tokio::test]
async fn a_young_session_is_not_extended() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let before = ana.session().await;
    app.clock.advance_to_just_before(DAY);
    let answer = ana.get("/get-session").await;
    assert_eq!(answer.accepted::<SessionWithUser>(), before);
    assert_eq!(answer.set_cookies(), [""; 0]);
}

#[tokio::test]
async fn a_session_used_a_day_after_sign_in_is_extended() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let before = ana.session().await.session;
    app.clock.advance(DAY);
    let answer = ana.get("/get-session").await;
    let after = answer.accepted::<SessionWithUser>().session;
    assert_eq!(after.expires_at, app.now() + 7 * DAY);
    assert_eq!(after.updated_at, app.now());
    assert_eq!((after.token, after.created_at), (before.token, before.created_at));
    let cookie = answer.set_cookie("better-auth.session_token").unwrap();
    assert_eq!(cookie.attribute("Max-Age"), Some("604800"));
}

#[tokio::test]
async fn somebody_who_comes_every_day_stays_signed_in() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    for _ in 0..30 {
        app.clock.advance(DAY);
        assert!(ana.get_session().await.is_some());
    }
    app.clock.advance(7 * DAY + MILLISECOND);
    assert_eq!(ana.get_session().await, None);
}

#[tokio::test]
async fn lifetime_and_update_age_can_be_configured() {
    let app = TestAuth::with(|config| {
        config.session.expires_in = 3 * HOUR;
        config.session.update_age = HOUR;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance_to_just_before(HOUR);
    let start = app.now() + MILLISECOND - HOUR;
    assert_eq!(ana.session().await.session.expires_at, start + 3 * HOUR);
    app.clock.advance(MILLISECOND);
    let answer = ana.get("/get-session").await;
    assert_eq!(answer.accepted::<SessionWithUser>().session.expires_at, start + 4 * HOUR);
    assert_eq!(answer.set_cookie("better-auth.session_token").unwrap().attribute("Max-Age"), Some("10800"));
}

#[tokio::test]
async fn extension_can_be_declined_for_one_request() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let end = ana.session().await.session.expires_at;
    app.clock.advance(2 * DAY);
    // Every text but the empty one counts as true, as upstream.
    for query in ["true", "1", "false"] {
        let answer = ana.get(&format!("/get-session?disableRefresh={query}")).await;
        assert_eq!(answer.accepted::<SessionWithUser>().session.expires_at, end, "{query}");
    }
    let answer = ana.get("/get-session?disableRefresh=").await;
    assert_ne!(answer.accepted::<SessionWithUser>().session.expires_at, end);
}

#[tokio::test]
async fn extension_can_be_switched_off() {
    let app = TestAuth::with(|config| config.session.disable_session_refresh = true).await;
    let mut ana = app.signed_up(ANA).await;
    let before = ana.session().await;
    app.clock.advance(6 * DAY);
    assert_eq!(ana.session().await, before);
}

#[tokio::test]
async fn where_extending_is_deferred_reading_says_so_and_posting_does_it() {
    let app = TestAuth::with(|config| config.session.defer_session_refresh = true).await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(ana.get("/get-session").await.json()["needsRefresh"], false);
    let end = ana.session().await.session.expires_at;
    app.clock.advance(DAY);
    let answer = ana.get("/get-session").await;
    assert_eq!(answer.json()["needsRefresh"], true);
    assert_eq!(answer.set_cookies(), [""; 0]);
    assert_eq!(ana.session().await.session.expires_at, end, "reading changes nothing");

    let answer = ana.post_text("/get-session", "", "").await;
    assert_eq!(answer.json().get("needsRefresh"), None);
    assert_eq!(answer.accepted::<SessionWithUser>().session.expires_at, app.now() + 7 * DAY);
    assert!(answer.set_cookie("better-auth.session_token").is_some());
    assert_eq!(ana.get("/get-session").await.json()["needsRefresh"], false);
}

#[tokio::test]
async fn where_extending_is_deferred_only_posting_clears_an_ended_session() {
    let app = TestAuth::with(|config| config.session.defer_session_refresh = true).await;
    let ana = app.signed_up(ANA).await;
    app.clock.advance(7 * DAY + MILLISECOND);
    assert_eq!(ana.clone().get_session().await, None);
    assert_eq!(app.db.count("session").await, 1);
    assert_eq!(ana.clone().post("/get-session", &json!({})).await.text, "null");
    assert_eq!(app.db.count("session").await, 0);
}

#[tokio::test]
async fn where_extending_is_not_deferred_nobody_is_told_to_ask_for_it() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(ana.get("/get-session").await.json().get("needsRefresh"), None);
}

// RATE-030
#[tokio::test]
async fn asking_for_headers_alone_extends_nothing() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let end = ana.session().await.session.expires_at;
    app.clock.advance(2 * DAY);
    for method in [http::Method::HEAD, http::Method::OPTIONS] {
        assert_eq!(ana.request(method, "/get-session").await.set_cookies(), [""; 0]);
    }
    let answer = ana.get("/get-session?disableRefresh=true").await;
    assert_eq!(answer.accepted::<SessionWithUser>().session.expires_at, end);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_ends_after_a_day_whatever_happens() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut ana = app.client();
    ana.sign_in_briefly(ANA).await;
    let end = app.now() + DAY;
    app.clock.advance(DAY);
    let answer = ana.get("/get-session").await;
    assert_eq!(answer.accepted::<SessionWithUser>().session.expires_at, end);
    assert_eq!(answer.set_cookies(), [""; 0]);
    app.clock.advance(MILLISECOND);
    assert_eq!(ana.get_session().await, None);
    assert_eq!(ana.cookie_header(), "", "both cookies are forgotten");
}

// SESS-021
#[tokio::test]
async fn fifty_tabs_that_extend_a_session_at_once_agree() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    app.clock.advance(DAY);
    let mut tabs = JoinSet::new();
    for mut tab in vec![ana; 50] {
        tabs.spawn(async move { tab.session().await.session.expires_at });
    }
    let ends = tabs.join_all().await;
    assert_eq!(ends, vec![app.now() + 7 * DAY; 50]);
}

#[tokio::test]
async fn a_session_that_ends_while_it_is_extended_is_over() {
    let app = TestAuth::new().await;
    if app.db.kind() == Kind::MySql {
        return;
    }
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(DAY);
    lose_updates_of_sessions(&app.db).await;
    let answer = ana.get("/get-session").await;
    answer.refused(401, "FAILED_TO_GET_SESSION");
    assert!(answer.set_cookie("better-auth.session_token").unwrap().is_expired());
}

// Signing out

// SESS-003, for get-session
#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let mut copy = ana.clone();
    assert!(ana.sign_out().await.success);
    assert_eq!(copy.get_session().await, None);
    assert_eq!(app.db.count("session").await, 0);
}

#[tokio::test]
async fn signing_out_leaves_other_devices_alone() {
    let app = TestAuth::new().await;
    let mut phone = app.signed_up(ANA).await;
    let mut laptop = app.client();
    laptop.sign_in(ANA).await;
    laptop.sign_out().await;
    assert_eq!(phone.session().await.user.email, ANA);
}

#[tokio::test]
async fn signing_out_twice_or_without_a_session_is_fine() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let mut copy = ana.clone();
    for client in [&mut ana, &mut copy, &mut app.client()] {
        assert!(client.sign_out().await.success);
    }
    let answer = app.client().post_text("/sign-out", "", "").await;
    assert_eq!(answer.json(), json!({ "success": true }), "without a body, too");
}

// SESS-031
#[tokio::test]
async fn nothing_brings_a_session_back_that_was_signed_out() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(DAY);
    let mut readers = JoinSet::new();
    for mut tab in vec![ana.clone(); 50] {
        readers.spawn(async move { tab.get("/get-session").await.status.as_u16() });
    }
    let mut copy = ana.clone();
    ana.sign_out().await;
    let statuses = readers.join_all().await;
    assert!(statuses.iter().all(|status| [200, 401].contains(status)), "{statuses:?}");
    assert_eq!(copy.get_session().await, None);
    assert_eq!(app.db.count("session").await, 0);
}

// SESS-008, for sessions and accounts
#[tokio::test]
async fn a_deleted_user_is_signed_out_everywhere() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    app.db.execute(r#"DELETE FROM "user""#).await;
    assert_eq!(ana.get_session().await, None);
    assert_eq!(app.db.count("account").await, 0);
}

// Tokens

// SESS-001
#[tokio::test]
async fn a_planted_cookie_never_becomes_a_session() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let planted = sealed(&"x".repeat(32), SECRET);
    let mut ana = app.client().with_cookie("session_token", &planted);
    ana.sign_in(ANA).await;
    assert_ne!(ana.cookie("session_token"), Some(planted.as_str()));
    let mut attacker = app.client().with_cookie("session_token", &planted);
    assert_eq!(attacker.get_session().await, None);
}

// SESS-016, in small
#[tokio::test]
async fn tokens_differ() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut tokens = Vec::new();
    for _ in 0..50 {
        tokens.push(app.client().sign_in(ANA).await.token);
    }
    tokens.sort();
    tokens.dedup_by(|a, b| a[..4] == b[..4]);
    assert!(tokens.len() > 45, "50 random tokens hardly share four letters: {tokens:?}");
}

#[tokio::test]
async fn a_stolen_database_holds_no_token() {
    let app = TestAuth::new().await;
    let token = app.client().sign_up(ANA).await.token.unwrap();
    let stored = app.db.text(r#"SELECT "token" FROM "session""#).await;
    assert!(stored.starts_with("sha256$"), "{stored}");
    assert!(!stored.contains(&token));
    for stolen in [stored.clone(), stored["sha256$".len()..].to_owned()] {
        let mut thief = app.client().with_cookie("session_token", &sealed(&stolen, SECRET));
        assert_eq!(thief.get_session().await, None, "{stolen}");
    }
    assert_eq!(app.db.count("session").await, 1);
}

#[tokio::test]
async fn a_session_id_is_no_token() {
    let app = TestAuth::new().await;
    let id = app.signed_up(ANA).await.session().await.session.id;
    let mut thief = app.client().with_cookie("session_token", &sealed(&id, SECRET));
    assert_eq!(thief.get_session().await, None);
}

#[tokio::test]
async fn a_session_that_better_auth_made_goes_on() {
    let app = TestAuth::new().await;
    let user = app.client().sign_up(ANA).await.user;
    better_auth_session(&app.db, &user.id, "BetterAuthToken0123456789abcdefg").await;
    let cookie = sealed("BetterAuthToken0123456789abcdefg", SECRET);
    let mut ana = app.client().with_cookie("session_token", &cookie);
    let session = ana.session().await;
    assert_eq!(session.user, user);
    assert_eq!(session.session.id, "old-session");
    assert_eq!(session.session.token, "BetterAuthToken0123456789abcdefg");
    assert_eq!(session.session.ip_address, None);
    ana.sign_out().await;
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "session" WHERE "id" = 'old-session'"#).await, [""; 0]);
}

#[tokio::test]
async fn in_a_shared_database_tokens_are_stored_as_better_auth_reads_them() {
    let app = TestAuth::with(|config| config.shared_database = true).await;
    let mut ana = app.client();
    let token = ana.sign_up(ANA).await.token.unwrap();
    assert_eq!(app.db.text(r#"SELECT "token" FROM "session""#).await, token);
    assert_eq!(ana.session().await.session.token, token);
}

#[tokio::test]
async fn sessions_survive_a_change_of_how_they_are_stored() {
    let app = TestAuth::new().await;
    let mut hashed = app.signed_up(ANA).await;
    let app = app.restarted_with(|config| config.shared_database = true).await;
    hashed = app.client().with_cookie("session_token", hashed.cookie("session_token").unwrap());
    assert!(hashed.get_session().await.is_some());
    let readable = app.signed_up("bo@example.com").await;
    let app = app.restarted_with(|_| {}).await;
    let mut readable = app.client().with_cookie("session_token", readable.cookie("session_token").unwrap());
    assert!(readable.get_session().await.is_some());
}

#[tokio::test]
async fn changing_the_secret_signs_nobody_out_while_the_old_one_is_known() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let new = "the-next-secret-of-32-characters-too!";
    let rotate = |config: &mut auth::AuthConfig| {
        config.secrets = Secrets::new(Secret::new(new), vec![Secret::new(SECRET)]);
    };
    let app = app.restarted_with(rotate).await;
    let mut ana = app.client().with_cookie("session_token", ana.cookie("session_token").unwrap());
    let token = ana.session().await.session.token;
    app.clock.advance(DAY);
    assert_eq!(ana.session().await.session.token, token);
    let renewed = opened(ana.cookie("session_token").unwrap(), new);
    assert_eq!(renewed, Some(token), "the extended cookie is signed with the new secret");
}

#[tokio::test]
async fn a_forgotten_secret_signs_everybody_out() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let new = Secret::new("the-next-secret-of-32-characters-too!");
    let app = app.restarted_with(|config| config.secrets = Secrets::new(new, Vec::new())).await;
    let mut ana = app.client().with_cookie("session_token", ana.cookie("session_token").unwrap());
    assert_eq!(ana.get_session().await, None);
}

// SESS-028
#[tokio::test]
async fn a_token_in_a_header_is_not_read() {
    let app = TestAuth::new().await;
    let token = app.client().sign_up(ANA).await.token.unwrap();
    for value in [token.clone(), sealed(&token, SECRET)] {
        let mut program = app.client().with_header("authorization", &format!("Bearer {value}"));
        assert_eq!(program.get_session().await, None);
    }
}

#[tokio::test]
async fn programs_are_told_the_signed_token_in_a_header() {
    let app = TestAuth::with(|config| config.bearer.enabled = true).await;
    let mut ana = app.client();
    let answer = ana.try_sign_up(ANA, PASSWORD).await;
    assert_eq!(answer.header("set-auth-token"), ana.cookie("session_token"));
    assert_eq!(answer.header("access-control-expose-headers"), Some("set-auth-token"));
    assert_eq!(ana.get("/get-session").await.header("set-auth-token"), None);
}

// SESS-032, for the API
#[tokio::test]
async fn no_answer_has_a_token_in_its_location() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let body = json!({ "email": ANA, "password": PASSWORD, "callbackURL": "/home" });
    let answer = app.client().post("/sign-in/email", &body).await;
    assert_eq!(answer.header("location"), Some("/home"));
}

/// A row as Better Auth writes it: the token as it is.
async fn better_auth_session(db: &Database, user: &str, token: &str) {
    let far: Timestamp = "2026-01-20T00:00:00.000Z".parse().unwrap();
    let made = far - 6 * DAY + SECOND;
    db.execute(&format!(
        r#"INSERT INTO "session" ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt")
        VALUES ('old-session', '{user}', '{token}', '{far}', '{made}', '{made}')"#
    ))
    .await;
}

/// From now on, updates of sessions find no row, as if somebody had just deleted it.
async fn lose_updates_of_sessions(db: &Database) {
    db.execute(match db.kind() {
        Kind::Sqlite => r#"CREATE TRIGGER "lost" BEFORE UPDATE ON "session" BEGIN SELECT RAISE(IGNORE); END"#,
        Kind::Postgres => r#"CREATE RULE "lost" AS ON UPDATE TO "session" DO INSTEAD NOTHING"#,
        Kind::MySql => unreachable!("it has no way to say so"),
    })
    .await;
}
