//! One connection to the database, as SQLite in memory has it, and many who want it.

use auth::{Auth, AuthConfig, config::PasswordHashing};
use serde_json::json;
use tokio::task::JoinSet;

use crate::common::{Client, ORIGIN, PASSWORD, SECRET};

const ANA: &str = "ana@example.com";

// RACE-014
#[tokio::test]
async fn two_hundred_requests_at_once_get_by_with_one_connection() {
    let mut config = AuthConfig::new(ORIGIN, SECRET);
    config.email_and_password.enabled = true;
    config.email_and_password.hashing = PasswordHashing { memory_kib: 64, iterations: 1, parallelism: 1 };
    config.rate_limit.enabled = false;
    config.jwt.enabled = true;
    let auth = Box::pin(Auth::builder(config).connect("sqlite::memory:")).await.unwrap();
    auth.migrate().await.unwrap();
    let router = auth::http::router(auth.clone());
    let mut ana = Client::new(router.clone(), auth.config());
    ana.sign_up(ANA).await;

    let mut requests = JoinSet::new();
    for number in 0..200 {
        let (mut stranger, mut ana) = (Client::new(router.clone(), auth.config()), ana.clone());
        requests.spawn(async move {
            match number % 5 {
                0 => stranger.try_sign_up(&format!("user{number}@example.com"), PASSWORD).await,
                1 => stranger.try_sign_in(ANA, PASSWORD).await,
                2 => ana.get("/token").await,
                3 => ana.post("/update-user", &json!({ "name": format!("Ana {number}") })).await,
                _ => ana.get("/list-sessions").await,
            }
        });
    }
    // Whoever holds the connection and waits for it once more waits until the pool's patience is over: that is 503.
    for answer in requests.join_all().await {
        assert_eq!(answer.status, 200, "{answer}");
    }
}
