//! How long the pages of a long list of accounts take, at the HTTP door: `GET /api/auth/admin/list-users`.
//!
//! ```text
//! cargo bench -p auth --features axum --bench user_list
//! BENCH_USERS=1000000 BENCH_DATABASE_URL=postgres://localhost/empty cargo bench -p auth --features axum --bench user_list
//! ```
//!
//! Prints the median and the slowest of some requests of each kind, and how many times the first page that is.

#![expect(clippy::unwrap_used, reason = "a benchmark ends where something is wrong")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures the time that passes")]

use std::{
    env,
    time::{Duration, Instant},
};

use auth::{Auth, AuthConfig};
use axum::{Router, body::Body};
use http::{Request, Response, header};
use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use tower::ServiceExt as _;

const REQUESTS: usize = 21;
const ORIGIN: &str = "http://localhost:3000";

#[tokio::main]
async fn main() {
    let users: u64 = env::var("BENCH_USERS").ok().and_then(|users| users.parse().ok()).unwrap_or(100_000);
    let directory = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}?mode=rwc", directory.path().join("bench.db").display());
    let url = env::var("BENCH_DATABASE_URL").unwrap_or(file);

    let mut config = AuthConfig::new(ORIGIN, "a secret of a benchmark is nobody's secret");
    config.email_and_password.enabled = true;
    config.rate_limit.enabled = false;
    let auth = Auth::builder(config).connect(&url).await.unwrap();
    auth.migrate().await.unwrap();
    let router = auth::http::router(auth);
    let cookie = sign_up(&router).await;
    execute(&url, r#"UPDATE "user" SET "role" = 'admin'"#).await;
    execute(&url, &filling(&url, users)).await;
    println!("{users} users, {}", url.split(':').next().unwrap_or_default());

    let last = users - users % 25 - 25;
    let mut first_page = None;
    for (name, query) in [
        ("first page", "sortBy=createdAt&sortDirection=desc".to_owned()),
        ("page in the middle", format!("sortBy=createdAt&sortDirection=desc&offset={}", users / 2)),
        ("last page", format!("sortBy=createdAt&sortDirection=desc&offset={last}")),
        ("sorted by name", "sortBy=name&sortDirection=asc".to_owned()),
        ("sorted by address", "sortBy=email&sortDirection=asc".to_owned()),
        ("search, many found", "searchValue=example&searchField=email".to_owned()),
        ("search, one found", format!("searchValue=user{}%40&searchField=email", users / 2)),
        ("search, none found", "searchValue=nobody&searchField=name".to_owned()),
        ("filter, few found", "filterField=banned&filterValue=true".to_owned()),
    ] {
        let uri = format!("/api/auth/admin/list-users?limit=25&{query}");
        let mut took = Vec::with_capacity(REQUESTS);
        for _ in 0..REQUESTS {
            let request = Request::get(&uri).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
            let watch = Instant::now();
            let response = router.clone().oneshot(request).await.unwrap();
            assert!(response.status().is_success(), "{uri}: {}", response.status());
            axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            took.push(watch.elapsed());
        }
        took.sort();
        let median = took[REQUESTS / 2];
        let slowest = took[REQUESTS - 1];
        let first = *first_page.get_or_insert(median);
        println!(
            "{name:20} {:>8.2} ms, slowest {:>8.2} ms, {:>6.1} x",
            ms(median),
            ms(slowest),
            ms(median) / ms(first)
        );
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Signs somebody up; their cookies.
async fn sign_up(router: &Router) -> String {
    let body = r#"{"name":"Ana","email":"ana@example.com","password":"correct-horse-battery"}"#;
    let request = Request::post("/api/auth/sign-up/email")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, ORIGIN)
        .body(Body::from(body))
        .unwrap();
    let response: Response<Body> = router.clone().oneshot(request).await.unwrap();
    assert!(response.status().is_success(), "signing up: {}", response.status());
    let cookies = response.headers().get_all(header::SET_COOKIE).iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    cookies.collect::<Vec<_>>().join("; ")
}

/// The statement that makes so many users, a hundredth of them banned, each made a second after the one before.
fn filling(url: &str, users: u64) -> String {
    let (date, text) = if url.starts_with("sqlite") {
        ("strftime('%Y-%m-%dT%H:%M:%fZ', 1577836800 + n, 'unixepoch')", "n")
    } else if url.starts_with("postgres") {
        ("to_timestamp(1577836800 + n)", "CAST(n AS text)")
    } else {
        ("from_unixtime(1577836800 + n)", "CAST(n AS char)")
    };
    let insert = r#"INSERT INTO "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt", "banned")"#;
    let select = format!(
        "SELECT 'id' || {text}, 'Person ' || {text}, 'user' || {text} || '@example.com', n % 2 = 0, {date}, {date}, n % 100 = 0 FROM numbers"
    );
    let numbers =
        format!("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {users})");
    if url.starts_with("my") || url.starts_with("maria") {
        format!(
            "SET SESSION max_recursive_iterations = {users} + 1; {insert} {numbers} {select}; ANALYZE TABLE \"user\""
        )
    } else {
        format!("{numbers} {insert} {select}; ANALYZE")
    }
}

async fn execute(url: &str, sql: &str) {
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    if url.starts_with("sqlite") {
        sql.execute(&mut SqliteConnection::connect(url).await.unwrap()).await.unwrap();
    } else if url.starts_with("postgres") {
        sql.execute(&mut PgConnection::connect(url).await.unwrap()).await.unwrap();
    } else {
        let mut connection = MySqlConnection::connect(url).await.unwrap();
        let settings = sqlx::raw_sql("SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'");
        settings.execute(&mut connection).await.unwrap();
        sql.execute(&mut connection).await.unwrap();
    }
}
