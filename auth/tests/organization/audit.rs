use auth::wire::{
    AuditAction::{InvitationAccepted, InvitationSent, OrganizationCreated, Refused},
    AuditEvent, AuditFilter,
};
use serde_json::json;

use super::{ANA, BEN, OLA, Person, site_with, somebody};
use crate::common::TestAuth;

async fn app() -> TestAuth {
    site_with(|config| config.audit.enabled = true).await
}

async fn log(app: &TestAuth, person: &Person, slug: &str) -> auth::Result<Vec<AuditEvent>> {
    let page = app.auth.organization_audit_log(&mut person.client.cx(), slug, &AuditFilter::default()).await?;
    Ok(page.events)
}

#[tokio::test]
async fn those_who_may_change_an_organization_see_what_happens_in_it() {
    let app = app().await;
    let mut ola = somebody(&app, OLA).await;
    let mut ana = somebody(&app, ANA).await;
    let acme = ola.starts("acme").await;
    let invitation = ola.invites(&acme, ANA, "member").await;
    ana.accepts(&invitation).await;
    // Ana may not do this, and that is an event too.
    let invite = json!({ "email": BEN, "role": "member", "organizationId": acme });
    assert_eq!(ana.post("/invite-member", &invite).await.status, 403);
    let events = log(&app, &ola, "acme").await.unwrap();
    let actions: Vec<_> = events.iter().map(|event| event.action).collect();
    assert_eq!(actions, [Refused, InvitationAccepted, InvitationSent, OrganizationCreated]);
    assert!(events.iter().all(|event| event.organization_id.as_deref() == Some(acme.as_str())), "{events:?}");
    assert_eq!(events[0].actor_id.as_deref(), Some(ana.id.as_str()));
    assert_eq!(events[1].detail.as_deref(), Some("member"));
    assert_eq!(log(&app, &ana, "acme").await.unwrap_err().status(), 403);
}

#[tokio::test]
async fn the_log_of_one_organization_is_nothing_for_another() {
    let app = app().await;
    let mut ola = somebody(&app, OLA).await;
    let mut ben = somebody(&app, BEN).await;
    ola.starts("acme").await;
    ben.starts("other").await;
    assert_eq!(log(&app, &ben, "acme").await.unwrap_err().status(), 403);
    let events = log(&app, &ben, "other").await.unwrap();
    assert!(events.iter().all(|event| event.actor_id.as_deref() == Some(ben.id.as_str())), "{events:?}");
    // Nor is the other's part of it found by an address.
    let of_ola = AuditFilter { user: Some(OLA.into()), ..AuditFilter::default() };
    let page = app.auth.organization_audit_log(&mut ben.client.cx(), "other", &of_ola).await.unwrap();
    assert_eq!(page.events, []);
}
