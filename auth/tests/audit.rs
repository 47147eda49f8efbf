//! The audit log: what is kept of what happens, and who may read it.

use auth::{
    AuthConfig,
    config::AuditConfig,
    wire::{
        AuditAction::{
            self, ImpersonationEnded, ImpersonationStarted, PasswordChanged, RoleSet, SessionsRevoked, SignedIn,
            UserCreated,
        },
        AuditEvent, AuditFilter,
    },
};
use serde_json::json;

use crate::common::{Client, DAY, HOUR, MILLISECOND, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";
const ROOT: &str = "root@example.com";

fn kept(config: &mut AuthConfig) {
    config.audit.enabled = true;
}

async fn app() -> TestAuth {
    TestAuth::with(kept).await
}

/// Somebody who administers.
async fn root(app: &TestAuth) -> Client {
    app.auth.create_user("Root", ROOT, &PASSWORD.into(), Some("admin")).await.unwrap();
    app.signed_in(ROOT).await
}

async fn id_of(client: &Client) -> String {
    client.clone().session().await.user.id
}

/// What a person sees of their own account, the latest first.
async fn own(app: &TestAuth, client: &Client) -> Vec<AuditEvent> {
    app.auth.own_audit_log(&mut client.cx(), &AuditFilter::default()).await.unwrap().events
}

fn actions(events: &[AuditEvent]) -> Vec<AuditAction> {
    events.iter().map(|event| event.action).collect()
}

#[tokio::test]
async fn a_person_sees_what_happened_to_their_account_and_from_where() {
    let app = app().await;
    let mut ana = app.client().at_address("198.51.100.7").with_header("user-agent", "Firefox/150.0");
    ana.sign_up(ANA).await;
    app.clock.advance(MILLISECOND);
    ana.post("/change-password", &json!({ "currentPassword": PASSWORD, "newPassword": "another-horse-1" })).await;
    let events = own(&app, &ana).await;
    assert_eq!(actions(&events), [PasswordChanged, SignedIn, UserCreated]);
    let id = id_of(&ana).await;
    for event in &events[..2] {
        assert_eq!((event.actor_id.as_deref(), event.subject_id.as_deref()), (Some(id.as_str()), Some(id.as_str())));
        assert_eq!(event.ip_address.as_deref(), Some("198.51.100.7"));
        assert_eq!(event.user_agent.as_deref(), Some("Firefox/150.0"));
    }
    assert_eq!(events[0].created_at, app.now());
}

#[tokio::test]
async fn wrong_passwords_are_kept_of_accounts_and_of_nobody_else() {
    let app = app().await;
    let ana = app.signed_up(ANA).await;
    for email in [ANA, "nobody@example.com"] {
        app.client().post("/sign-in/email", &json!({ "email": email, "password": "wrong-horse-1" })).await;
    }
    let events = own(&app, &ana).await;
    assert_eq!(events[0].action, AuditAction::SignInRefused);
    assert_eq!(events[0].actor_id, None);
    let mut root = root(&app).await;
    let all = app.auth.site_audit_log(&mut root.cx(), &AuditFilter::default()).await.unwrap().events;
    assert_eq!(all.iter().filter(|event| event.action == AuditAction::SignInRefused).count(), 1);
    root.sign_out().await;
}

// ADM-015
#[tokio::test]
async fn what_an_administrator_does_is_seen_by_both_and_names_who_did_it() {
    let app = app().await;
    let ben = app.signed_up(BEN).await;
    let ben_id = id_of(&ben).await;
    let mut root = root(&app).await;
    let root_id = id_of(&root).await;
    root.post("/admin/set-role", &json!({ "userId": ben_id, "role": "user" })).await;
    app.clock.advance(MILLISECOND);
    root.post("/admin/impersonate-user", &json!({ "userId": ben_id })).await;
    app.clock.advance(MILLISECOND);
    // Under Ben's name, and still known to be Root.
    root.post("/revoke-other-sessions", &json!({})).await;
    app.clock.advance(MILLISECOND);
    root.post("/admin/stop-impersonating", &json!({})).await;
    let filter = AuditFilter { user: Some(BEN.into()), ..AuditFilter::default() };
    let events = app.auth.site_audit_log(&mut root.cx(), &filter).await.unwrap().events;
    assert_eq!(
        actions(&events),
        [ImpersonationEnded, SessionsRevoked, ImpersonationStarted, RoleSet, SignedIn, UserCreated]
    );
    for event in &events[..4] {
        assert_eq!(event.actor_id.as_deref(), Some(root_id.as_str()), "{event:?}");
        assert_eq!(event.subject_id.as_deref(), Some(ben_id.as_str()), "{event:?}");
    }
    assert_eq!(events[1].acting_as.as_deref(), Some(ben_id.as_str()));
    assert_eq!(events[3].detail.as_deref(), Some("user"));
}

#[tokio::test]
async fn what_somebody_may_not_do_is_kept_with_their_name() {
    let app = app().await;
    let mut ana = app.signed_up(ANA).await;
    let id = id_of(&ana).await;
    ana.post("/admin/ban-user", &json!({ "userId": id })).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS");
    let events = own(&app, &ana).await;
    assert_eq!(events[0].action, AuditAction::Refused);
    assert_eq!(events[0].detail.as_deref(), Some("/admin/ban-user"));
    assert_eq!(events[0].actor_id.as_deref(), Some(id.as_str()));
}

#[tokio::test]
async fn nobody_reads_the_log_of_somebody_else() {
    let app = app().await;
    let ana = app.signed_up(ANA).await;
    let ben = app.signed_up(BEN).await;
    let of_ben = AuditFilter { user: Some(id_of(&ben).await), ..AuditFilter::default() };
    let seen = app.auth.own_audit_log(&mut ana.cx(), &of_ben).await.unwrap().events;
    let ana_id = id_of(&ana).await;
    assert!(seen.iter().all(|event| event.subject_id.as_deref() == Some(ana_id.as_str())), "{seen:?}");
    assert_eq!(app.auth.site_audit_log(&mut ana.cx(), &of_ben).await.unwrap_err().status(), 403);
    assert_eq!(app.auth.site_audit_log(&mut app.client().cx(), &of_ben).await.unwrap_err().status(), 401);
    assert_eq!(app.auth.own_audit_log(&mut app.client().cx(), &of_ben).await.unwrap_err().status(), 401);
    let export = app.auth.export_audit_log(&mut ana.cx(), &of_ben, |_| panic!("nothing is written")).await;
    assert_eq!(export.unwrap_err().status(), 403);
}

#[tokio::test]
async fn the_log_is_read_page_by_page_and_exported_whole() {
    let app = app().await;
    let mut ana = app.signed_up(ANA).await;
    for _ in 0..60 {
        app.clock.advance(MILLISECOND);
        ana.sign_in(ANA).await;
    }
    let first = app.auth.own_audit_log(&mut ana.cx(), &AuditFilter::default()).await.unwrap();
    assert_eq!(first.events.len(), 50);
    let older = AuditFilter { after_id: first.next, ..AuditFilter::default() };
    let second = app.auth.own_audit_log(&mut ana.cx(), &older).await.unwrap();
    assert_eq!((second.events.len(), second.next), (12, None));
    assert_eq!(second.events.last().unwrap().action, AuditAction::UserCreated);

    let root = root(&app).await;
    let filter = AuditFilter { actions: vec![AuditAction::SignedIn], ..AuditFilter::default() };
    let mut exported = Vec::new();
    app.auth.export_audit_log(&mut root.cx(), &filter, |page| exported.extend(page)).await.unwrap();
    // Ana's, and Root's own.
    assert_eq!(exported.len(), 62);
    let latest = app.auth.site_audit_log(&mut root.cx(), &AuditFilter::default()).await.unwrap().events;
    assert_eq!(latest[0].action, AuditAction::Exported);
}

#[tokio::test]
async fn days_and_kinds_limit_what_is_shown() {
    let app = app().await;
    let mut ana = app.signed_up(ANA).await;
    let first_day = app.now();
    app.clock.advance(2 * DAY);
    ana.sign_in(ANA).await;
    let since = AuditFilter { from: Some(first_day + DAY), ..AuditFilter::default() };
    let seen = app.auth.own_audit_log(&mut ana.cx(), &since).await.unwrap().events;
    assert_eq!(actions(&seen), [AuditAction::SignedIn]);
    let until = AuditFilter { before: Some(first_day + DAY), ..AuditFilter::default() };
    let seen = app.auth.own_audit_log(&mut ana.cx(), &until).await.unwrap().events;
    assert_eq!(seen.len(), 2);
    let made = AuditFilter { actions: vec![AuditAction::UserCreated], ..AuditFilter::default() };
    let seen = app.auth.own_audit_log(&mut ana.cx(), &made).await.unwrap().events;
    assert_eq!(actions(&seen), [AuditAction::UserCreated]);
}

#[tokio::test]
async fn events_are_forgotten_after_their_time() {
    let app = TestAuth::with(|config| {
        config.audit = AuditConfig { enabled: true, retention: Some(10 * DAY) };
        config.session.expires_in = 30 * DAY;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance(10 * DAY + HOUR);
    ana.sign_in(ANA).await;
    assert_eq!(actions(&own(&app, &ana).await), [AuditAction::SignedIn]);
}

#[tokio::test]
async fn nothing_is_kept_where_no_log_is_wanted() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    assert_eq!(own(&app, &ana).await, []);
}

#[tokio::test]
async fn of_a_deleted_account_nothing_stays_but_its_id() {
    let app = app().await;
    let ana = app.signed_up(ANA).await;
    let id = id_of(&ana).await;
    let root = root(&app).await;
    app.auth.remove_user(&mut root.cx(), auth::wire::OfUser::new(id.as_str())).await.unwrap();
    let filter = AuditFilter { user: Some(id), ..AuditFilter::default() };
    let events = app.auth.site_audit_log(&mut root.cx(), &filter).await.unwrap().events;
    assert_eq!(events[0].action, AuditAction::UserDeleted);
    let text = serde_json::to_string(&events).unwrap();
    assert!(!text.contains(ANA) && !text.contains("Ana"), "{text}");
}
