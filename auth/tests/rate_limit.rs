use std::time::Duration;

use auth::{
    AuthConfig, Cx,
    config::{RateLimitRule, RateLimitStorage},
    wire::SignInEmail,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Client, MILLISECOND, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";

fn limited(config: &mut AuthConfig) {
    config.rate_limit.enabled = true;
}

fn limited_in_the_database(config: &mut AuthConfig) {
    config.rate_limit.enabled = true;
    config.rate_limit.storage = Some(RateLimitStorage::Database);
}

fn rule(seconds: u64, max: u32) -> RateLimitRule {
    let window = Duration::from_secs(seconds);
    RateLimitRule { window, max }
}

/// Guesses a password; the status.
async fn guess(client: &mut Client) -> u16 {
    client.try_sign_in(ANA, "wrong-password").await.status.into()
}

async fn guesses(client: &mut Client, number: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..number {
        statuses.push(guess(client).await);
    }
    statuses
}

// The rule

#[tokio::test]
async fn three_guesses_are_heard_and_the_fourth_has_to_wait() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    assert_eq!(guesses(&mut eve, 3).await, [401, 401, 401]);
    let answer = eve.try_sign_in(ANA, "wrong-password").await;
    answer.refused(429, "");
    assert_eq!(answer.header("x-retry-after"), Some("10"));
    assert_eq!(answer.header("retry-after"), Some("10"));
    let fields: Vec<_> = answer.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["message"]);
}

#[tokio::test]
async fn signing_up_has_the_same_rule() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    for (number, expected) in [200, 200, 200, 429].into_iter().enumerate() {
        let answer = eve.try_sign_up(&format!("ana{number}@example.com"), PASSWORD).await;
        assert_eq!(answer.status, expected);
    }
}

#[tokio::test]
async fn the_right_password_waits_like_a_wrong_one() {
    let app = TestAuth::with(limited).await;
    app.signed_up(ANA).await;
    let mut eve = app.client().at_address("203.0.113.7");
    guesses(&mut eve, 3).await;
    eve.try_sign_in(ANA, PASSWORD).await.refused(429, "");
}

#[tokio::test]
async fn ten_seconds_after_the_last_counted_guess_three_more_are_heard() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    guesses(&mut eve, 2).await;
    app.clock.advance(9 * SECOND);
    assert_eq!(guesses(&mut eve, 2).await, [401, 429]);
    app.clock.advance(8 * SECOND + 500 * MILLISECOND);
    let answer = eve.try_sign_in(ANA, "wrong-password").await;
    assert_eq!(answer.header("x-retry-after"), Some("2"), "rounded up: {answer}");
    app.clock.advance_to_just_before(SECOND + 500 * MILLISECOND);
    assert_eq!(guess(&mut eve).await, 429);
    app.clock.advance(MILLISECOND);
    assert_eq!(guesses(&mut eve, 4).await, [401, 401, 401, 429]);
}

#[tokio::test]
async fn refused_requests_do_not_prolong_the_wait() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    guesses(&mut eve, 3).await;
    for _ in 0..9 {
        app.clock.advance(SECOND);
        assert_eq!(guess(&mut eve).await, 429);
    }
    app.clock.advance(SECOND);
    assert_eq!(guess(&mut eve).await, 401);
}

#[tokio::test]
async fn other_paths_take_a_hundred_requests_in_ten_seconds() {
    let app = TestAuth::with(limited).await;
    let mut ana = app.client().at_address("203.0.113.7");
    for _ in 0..100 {
        assert_eq!(ana.get("/get-session").await.status, 200);
    }
    assert_eq!(ana.get("/get-session").await.status, 429);
    assert_eq!(ana.get("/ok").await.status, 200, "each path has its own budget");
    assert_eq!(guess(&mut ana).await, 401);
}

#[tokio::test]
async fn the_general_rule_can_be_configured() {
    let app = TestAuth::with(|config| {
        limited(config);
        config.rate_limit.rule = rule(60, 5);
    })
    .await;
    let mut ana = app.client().at_address("203.0.113.7");
    for expected in [200, 200, 200, 200, 200, 429] {
        assert_eq!(ana.get("/get-session").await.status, expected);
    }
    assert_eq!(ana.get("/get-session").await.header("x-retry-after"), Some("60"));
}

#[tokio::test]
async fn rules_of_our_own_replace_the_built_in_ones() {
    let app = TestAuth::with(|config| {
        limited(config);
        config.rate_limit.custom_rules = vec![
            ("/sign-in/*".into(), Some(rule(2, 2))),
            ("/sign-in/email".into(), Some(rule(100, 100))),
            ("/get-session".into(), None),
        ];
    })
    .await;
    let mut ana = app.client().at_address("203.0.113.7");
    assert_eq!(guesses(&mut ana, 3).await, [401, 401, 429], "the first rule that fits");
    app.clock.advance(2 * SECOND);
    assert_eq!(guess(&mut ana).await, 401);
    for _ in 0..110 {
        assert_eq!(ana.get("/get-session").await.status, 200);
    }
}

#[tokio::test]
async fn switched_off_nothing_is_counted() {
    let app = TestAuth::with(|config| config.rate_limit.enabled = false).await;
    assert_eq!(guesses(&mut app.client(), 8).await, [401; 8]);
}

#[tokio::test]
async fn the_application_itself_is_not_limited() {
    let app = TestAuth::with(limited).await;
    app.signed_up(ANA).await;
    for _ in 0..6 {
        let input = SignInEmail { email: ANA.into(), password: PASSWORD.into(), ..SignInEmail::default() };
        app.auth.sign_in_email(&mut Cx::internal(), input).await.unwrap();
    }
}

// RATE-010
#[tokio::test]
async fn json_and_forms_share_a_budget() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    assert_eq!(guesses(&mut eve, 3).await, [401; 3]);
    let answer = eve.post_form("/sign-in/email", &[("email", ANA), ("password", "w")]).await;
    answer.refused(429, "");
}

#[tokio::test]
async fn what_is_refused_for_its_origin_or_its_body_is_counted() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    eve.post_text("/sign-in/email", "application/json", "{").await.refused(400, "BAD_REQUEST");
    let mut page = eve.clone().on_site("https://evil.example");
    page.try_sign_in(ANA, "w").await.refused(403, "INVALID_ORIGIN");
    assert_eq!(guesses(&mut eve, 2).await, [401, 429]);
}

// RATE-016, without the event
#[tokio::test]
async fn trying_one_password_on_many_people_is_limited_as_well() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    let mut heard = 0;
    for number in 0..50 {
        let answer = eve.try_sign_in(&format!("user{number}@example.com"), PASSWORD).await;
        heard += usize::from(answer.status == 401);
    }
    assert_eq!(heard, 3);
}

// Who is counted

#[tokio::test]
async fn each_address_has_its_own_budget() {
    let app = TestAuth::with(limited).await;
    guesses(&mut app.client().at_address("203.0.113.7"), 3).await;
    assert_eq!(guess(&mut app.client().at_address("203.0.113.7")).await, 429);
    assert_eq!(guess(&mut app.client().at_address("203.0.113.8")).await, 401);
}

// RATE-006
#[tokio::test]
async fn an_ipv6_network_has_one_budget_however_it_is_written() {
    let app = TestAuth::with(limited).await;
    let spellings = [
        "2001:db8::1",
        "2001:DB8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "2001:db8:0:0:0:0:0:1",
        "2001:db8::0001",
        "2001:db8::ffff:ffff:ffff:ffff",
    ];
    let mut statuses = Vec::new();
    for spelling in spellings {
        statuses.push(guess(&mut app.client().at_address(spelling)).await);
    }
    assert_eq!(statuses, [401, 401, 401, 429, 429, 429]);
    assert_eq!(guess(&mut app.client().at_address("2001:db8:0:1::1")).await, 401, "another network");
}

// RATE-006
#[tokio::test]
async fn an_ipv4_address_inside_ipv6_is_itself() {
    let app = TestAuth::with(limited).await;
    let mut statuses = Vec::new();
    for spelling in
        ["203.0.113.9", "::ffff:203.0.113.9", "::FFFF:203.0.113.9", "::ffff:cb00:7109", "0:0:0:0:0:ffff:203.0.113.9"]
    {
        statuses.push(guess(&mut app.client().at_address(spelling)).await);
    }
    assert_eq!(statuses, [401, 401, 401, 429, 429]);
}

// RATE-007
#[tokio::test]
async fn nonsense_in_the_header_counts_for_the_connection() {
    let app = TestAuth::with(limited).await;
    let digits = "1".repeat(10_000);
    let nonsense = [
        "",
        "unknown",
        "localhost",
        "999.1.1.1",
        "1.2.3",
        "0x7f000001",
        "2130706433",
        "'; DROP TABLE x",
        "a, b, c",
        ",,,",
        "203.0.113.009",
        "[2001:db8::1]",
        "2001:db8::1%eth0",
        "1.2.3.4, 5.6.7.8",
        &digits,
    ];
    let mut statuses = Vec::new();
    for value in nonsense {
        let mut eve = app.client().connected_from("198.51.100.9").at_address(value);
        statuses.push(guess(&mut eve).await);
    }
    assert_eq!(statuses[..3], [401; 3]);
    assert_eq!(statuses[3..], [429; 12]);
}

#[tokio::test]
async fn people_whose_address_nobody_knows_share_a_budget() {
    let app = TestAuth::with(limited).await;
    assert_eq!(guesses(&mut app.client(), 3).await, [401; 3]);
    assert_eq!(guess(&mut app.client()).await, 429);
}

// RATE-002
#[tokio::test]
async fn without_a_proxy_no_header_changes_who_somebody_is() {
    let app = TestAuth::with(|config| {
        limited(config);
        config.advanced.ip_address.ip_address_headers = Vec::new();
    })
    .await;
    let mut heard = 0;
    for number in 0..30 {
        let mut eve = app.client().connected_from("198.51.100.9").at_address(&format!("203.0.113.{number}"));
        heard += usize::from(guess(&mut eve).await == 401);
    }
    assert_eq!(heard, 3);
}

// RATE-003
#[tokio::test]
async fn behind_a_proxy_only_its_own_word_counts() {
    let app = TestAuth::with(|config| {
        limited(config);
        config.advanced.ip_address.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    })
    .await;
    let mut heard = 0;
    for number in 0..30 {
        let chain = format!("198.51.100.{number}, 203.0.113.7");
        let mut eve = app.client().connected_from("10.0.0.1").at_address(&chain);
        heard += usize::from(guess(&mut eve).await == 401);
    }
    assert_eq!(heard, 3);
    let mut other = app.client().connected_from("10.0.0.1").at_address("1.1.1.1, 203.0.113.8");
    assert_eq!(guess(&mut other).await, 401);
}

// RATE-003: HAProxy adds a line instead of extending the one that came
#[tokio::test]
async fn a_line_that_came_before_the_one_of_the_proxy_says_nothing() {
    let app = TestAuth::with(|config| {
        limited(config);
        config.advanced.ip_address.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    })
    .await;
    let mut heard = 0;
    for number in 0..30 {
        let eve = app.client().connected_from("10.0.0.1").at_address(&format!("198.51.100.{number}"));
        let mut eve = eve.with_second_header("x-forwarded-for", "203.0.113.7");
        heard += usize::from(guess(&mut eve).await == 401);
    }
    assert_eq!(heard, 3);
}

#[tokio::test]
async fn somebody_who_goes_around_the_proxy_is_known_by_their_connection() {
    let app = TestAuth::with(|config| {
        limited(config);
        config.advanced.ip_address.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    })
    .await;
    let mut heard = 0;
    for number in 0..30 {
        let mut eve = app.client().connected_from("198.51.100.9").at_address(&format!("203.0.113.{number}"));
        heard += usize::from(guess(&mut eve).await == 401);
    }
    assert_eq!(heard, 3);
}

// RATE-004
#[tokio::test]
async fn headers_that_are_not_configured_say_nothing() {
    let app = TestAuth::with(limited).await;
    let mut heard = 0;
    for (number, header) in [
        "x-real-ip",
        "cf-connecting-ip",
        "true-client-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "forwarded",
        "x-forwarded",
        "x-originating-ip",
        "fastly-client-ip",
        "x-azure-clientip",
        "client-ip",
        "x-remote-addr",
    ]
    .into_iter()
    .enumerate()
    {
        let eve = app.client().connected_from("198.51.100.9");
        heard += usize::from(guess(&mut eve.with_header(header, &format!("203.0.113.{number}"))).await == 401);
    }
    assert_eq!(heard, 3);
}

// RATE-008
#[tokio::test]
async fn spellings_of_a_path_win_no_guesses() {
    let app = TestAuth::with(limited).await;
    let mut eve = app.client().at_address("203.0.113.7");
    let body = json!({ "email": ANA, "password": "wrong-password" });
    let mut heard = 0;
    for path in [
        "//sign-in/email",
        "/sign-in//email",
        "/sign-in/email/",
        "/sign-in/./email",
        "/sign-in/x/../email",
        "/sign-in/%65mail",
        "/sign-in%2femail",
        "/SIGN-IN/EMAIL",
        "/sign-in/email;x=1",
        "/sign-in/email%00",
        "/sign-in/email%20",
        "/sign-in/email?",
        "/sign-in/email?x=1",
        "/sign-in/email/..;/email",
        "/%2e/sign-in/email",
        "/sign-in/email",
    ] {
        for _ in 0..10 {
            let status = eve.post(path, &body).await.status.as_u16();
            assert!([401, 404, 429].contains(&status), "{path}: {status}");
            heard += usize::from(status == 401);
        }
    }
    assert_eq!(heard, 3);
}

// RATE-008
#[tokio::test]
async fn spellings_of_the_base_path_lead_nowhere() {
    let app = TestAuth::new().await;
    for path in [
        "/api//auth/ok",
        "//api/auth/ok",
        "/api/auth/../auth/ok",
        "/api/%61uth/ok",
        "/API/AUTH/ok",
        "/api/auth//ok",
        "/api/auth/ok/",
        "/api/auth/%6fk",
        "/ok",
        "/api/ok",
    ] {
        app.client().request_absolute(http::Method::GET, path).await.is_unknown_path();
    }
    assert_eq!(app.client().get("/ok").await.text, r#"{"ok":true}"#);
}

// Parallel requests

async fn fifty_at_once(app: &TestAuth, path: &'static str) -> Vec<u16> {
    let mut requests = JoinSet::new();
    for _ in 0..50 {
        let mut eve = app.client().at_address("203.0.113.7");
        requests.spawn(async move {
            let body = json!({ "email": ANA, "password": "wrong-password" });
            let answer = match path {
                "/get-session" => eve.get(path).await,
                _ => eve.post(path, &body).await,
            };
            answer.status.as_u16()
        });
    }
    requests.join_all().await
}

fn count_of(statuses: &[u16], status: u16) -> usize {
    statuses.iter().filter(|other| **other == status).count()
}

// RATE-017
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_guesses_at_once_three_are_heard() {
    for config in [limited, limited_in_the_database] {
        let app = TestAuth::with(config).await;
        let statuses = fifty_at_once(&app, "/sign-in/email").await;
        assert_eq!(count_of(&statuses, 401), 3, "{statuses:?}");
        assert_eq!(count_of(&statuses, 429), 47, "{statuses:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_requests_at_once_within_the_rule_all_pass() {
    for config in [limited, limited_in_the_database] {
        let app = TestAuth::with(config).await;
        let statuses = fifty_at_once(&app, "/get-session").await;
        assert_eq!(statuses, [200; 50]);
    }
}

// Counting in the database

#[tokio::test]
async fn the_database_counts_as_well() {
    let app = TestAuth::with(limited_in_the_database).await;
    let mut eve = app.client().at_address("203.0.113.7");
    assert_eq!(guesses(&mut eve, 4).await, [401, 401, 401, 429]);
    app.clock.advance(10 * SECOND);
    assert_eq!(guess(&mut eve).await, 401);
    let keys = app.db.texts(r#"SELECT "key" FROM "rateLimit""#).await;
    assert_eq!(keys, ["203.0.113.7|/sign-in/email"]);
}

#[tokio::test]
async fn two_replicas_over_one_database_share_the_count() {
    let app = TestAuth::with(limited_in_the_database).await;
    let mut eve = app.client().at_address("203.0.113.7");
    assert_eq!(guesses(&mut eve, 3).await, [401; 3]);
    let other = app.restarted_with(limited_in_the_database).await;
    assert_eq!(guess(&mut other.client().at_address("203.0.113.7")).await, 429);
}

#[tokio::test]
async fn counters_that_cannot_be_reached_stop_the_request() {
    let app = TestAuth::with(limited_in_the_database).await;
    app.signed_up(ANA).await;
    app.db.execute(r#"ALTER TABLE "rateLimit" RENAME TO "gone""#).await;
    app.client().try_sign_in(ANA, PASSWORD).await.refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(app.client().get("/ok").await.status, 503);
    assert_eq!(app.db.count("session").await, 1);
}

// RATE-032, in small: more hashes than may wait
#[tokio::test]
async fn a_flood_of_sign_ins_is_answered_and_readers_get_through() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let mut flood = JoinSet::new();
    for number in 0..200 {
        let mut eve = app.client();
        flood.spawn(async move { eve.try_sign_in(&format!("u{number}@example.com"), "wrong-password").await });
    }
    assert!(ana.get_session().await.is_some());
    for answer in flood.join_all().await {
        assert!([401, 503].contains(&answer.status.as_u16()), "{answer}");
    }
    ana.try_sign_in(ANA, PASSWORD).await.accepted::<Value>();
}
