//! Handlers of an application that ask who is there.

use auth::{
    Auth, Cx,
    features::{access::Request, admin::UserAction},
    http::{ApiKey, CurrentUser, Fresh, OrgMember, Permission, Rejection, Require, keep_session, router},
    wire::CreateApiKey,
};
use axum::{Router, middleware::from_fn_with_state, routing::get};
use serde_json::{Value, json};

use crate::common::{Client, DAY, HOUR, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const ROOT: &str = "root@example.com";

struct MayBan;

impl Permission for MayBan {
    fn request() -> Request {
        Request::all([UserAction::Ban])
    }
}

async fn hello(caller: Option<CurrentUser>) -> String {
    caller.map_or_else(|| "nobody".into(), |caller| caller.user.email)
}

async fn private(caller: CurrentUser) -> String {
    format!("{}{}", caller.user.email, caller.session.token)
}

async fn recent(caller: Fresh) -> String {
    caller.user.email
}

async fn organization(caller: OrgMember) -> String {
    format!("{} as {}", caller.organization.name, caller.member.role)
}

async fn ban(caller: Require<MayBan>) -> String {
    caller.user.email
}

async fn reports(key: ApiKey) -> Result<String, Rejection> {
    key.require("report", "read")?;
    Ok(format!("{} {:?} {:?}", key.key.reference_id, key.permissions(), key.key.remaining))
}

fn pages(auth: &Auth) -> Router {
    let pages = Router::new().route("/hello", get(hello)).route("/private", get(private));
    let pages = pages
        .route("/recent", get(recent))
        .route("/ban", get(ban))
        .route("/reports", get(reports))
        .route("/o/{slug}", get(organization))
        .with_state(auth.clone());
    // As an application has them that puts its pages beside the API.
    Router::new().nest("/api/auth/pages", pages)
}

/// A browser that sees the pages beside the API.
fn browser(app: &TestAuth) -> Client {
    Client::new(pages(&app.auth).merge(router(app.auth.clone())), app.auth.config())
}

#[tokio::test]
async fn a_handler_knows_who_is_there() {
    let app = TestAuth::new().await;
    let mut ana = browser(&app);
    assert_eq!(ana.get("/pages/hello").await.text, "nobody");
    ana.get("/pages/private").await.refused(401, "UNAUTHORIZED");
    ana.sign_up(ANA).await;
    assert_eq!(ana.get("/pages/hello").await.text, ANA);
    // Without the token: what a handler shows by mistake opens nothing.
    assert_eq!(ana.get("/pages/private").await.text, ANA);
    ana.post("/revoke-sessions", &json!({})).await;
    ana.get("/pages/private").await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_handler_asks_for_a_recent_sign_in_and_for_permissions() {
    let app = TestAuth::new().await;
    app.auth.create_user("Root", ROOT, &PASSWORD.into(), Some("admin")).await.unwrap();
    let (mut ana, mut root) = (browser(&app), browser(&app));
    ana.sign_up(ANA).await;
    root.sign_in(ROOT).await;
    assert_eq!(ana.get("/pages/recent").await.text, ANA);
    assert_eq!(root.get("/pages/ban").await.text, ROOT);
    ana.get("/pages/ban").await.refused(403, "REFUSED");
    browser(&app).get("/pages/ban").await.refused(401, "UNAUTHORIZED");
    app.clock.advance(DAY + HOUR);
    ana.get("/pages/recent").await.refused(403, "SESSION_NOT_FRESH");
}

#[tokio::test]
async fn the_rights_of_an_administrator_are_not_lent_with_their_name() {
    let app = TestAuth::with(|config| config.admin.allow_impersonating_admins = true).await;
    app.auth.create_user("Root", ROOT, &PASSWORD.into(), Some("admin")).await.unwrap();
    let other = app.auth.create_user("Other", "other@example.com", &PASSWORD.into(), Some("admin")).await.unwrap();
    let mut root = browser(&app);
    root.sign_in(ROOT).await;
    assert_eq!(root.post("/admin/impersonate-user", &json!({ "userId": other.id })).await.status, 200);
    assert_eq!(root.get("/pages/hello").await.text, "other@example.com");
    assert_eq!(root.get("/pages/ban").await.status, 403);
}

#[tokio::test]
async fn a_session_that_only_sees_pages_is_extended_by_them() {
    let app = TestAuth::new().await;
    let layer = from_fn_with_state(app.auth.clone(), keep_session);
    let router = pages(&app.auth).layer(layer).merge(router(app.auth.clone()));
    let mut ana = Client::new(router, app.auth.config());
    ana.sign_up(ANA).await;
    for _ in 0..4 {
        app.clock.advance(3 * DAY);
        let page = ana.get("/pages/hello").await;
        assert_eq!(page.text, ANA);
        assert!(page.set_cookie("better-auth.session_token").is_some(), "{page}");
    }
}

#[tokio::test]
async fn a_handler_below_an_organization_is_for_its_members() {
    let app = TestAuth::with(|config| config.organization.enabled = true).await;
    let (mut ana, mut ben) = (browser(&app), browser(&app));
    ana.sign_up(ANA).await;
    ben.sign_up("ben@example.com").await;
    ana.post("/organization/create", &json!({ "name": "Acme Inc", "slug": "acme" })).await;
    assert_eq!(ana.get("/pages/o/acme").await.text, "Acme Inc as owner");
    assert_eq!(ben.get("/pages/o/acme").await.status, 403);
    assert_eq!(ana.get("/pages/o/nowhere").await.status, 403);
    browser(&app).get("/pages/o/acme").await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_program_comes_with_a_key_that_may_do_what_it_asks_for() {
    let app = TestAuth::with(|config| config.api_key.enabled = true).await;
    let ana = app.signed_up(ANA).await.session().await.user;
    let key = async |permissions: Value| {
        let body = json!({ "userId": ana.id, "remaining": 2, "permissions": permissions });
        let input: CreateApiKey = serde_json::from_value(body).unwrap();
        app.auth.create_api_key(&mut Cx::internal(), input).await.unwrap().key
    };
    let reader = key(json!({ "report": ["read", "write"] })).await;
    let writer = key(json!({ "report": ["write"] })).await;
    let program = |key: &str| browser(&app).without_origin().with_header("x-api-key", key);

    let answer = program(&reader).get("/pages/reports").await;
    assert_eq!(answer.text, format!(r#"{} Some({{"report": ["read", "write"]}}) Some(1)"#, ana.id));
    program(&writer).get("/pages/reports").await.refused(403, "REFUSED");
    program(&reader.chars().rev().collect::<String>()).get("/pages/reports").await.refused(401, "INVALID_API_KEY");
    browser(&app).get("/pages/reports").await.refused(401, "UNAUTHORIZED");
    // A session is no key.
    let mut signed_in = browser(&app);
    signed_in.sign_in(ANA).await;
    signed_in.get("/pages/reports").await.refused(401, "UNAUTHORIZED");
    // What is left is counted.
    assert_eq!(program(&reader).get("/pages/reports").await.status, 200);
    assert_eq!(program(&reader).get("/pages/reports").await.status, 429);
}
