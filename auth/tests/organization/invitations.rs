use std::time::Duration;

use auth::wire::{InvitationOutcome, InvitationStatus, User};
use serde_json::{Value, json};

use super::{ANA, BEN, OLA, joined, site, site_with, somebody, verified};
use crate::common::{ORIGIN, SECOND};

#[tokio::test]
async fn somebody_is_invited_by_mail_and_joins() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let body = json!({ "email": "Ana@Example.com", "role": "admin" });
    let invitation = ola.post("/invite-member", &body).await.json();
    assert_eq!(
        (&invitation["email"], &invitation["status"], &invitation["role"]),
        (&json!(ANA), &json!("pending"), &json!("admin"))
    );
    assert_eq!((&invitation["inviterId"], &invitation["teamId"]), (&json!(ola.id), &Value::Null));
    let invitation = invitation["id"].as_str().unwrap();
    let url = app.url_to(ANA).await;
    assert!(url.starts_with(&format!("{ORIGIN}/accept-invitation/{invitation}?token=")), "{url}");

    let mut ana = somebody(&app, ANA).await;
    let details = ana.get(&format!("/get-invitation?id={invitation}")).await.json();
    assert_eq!(
        (&details["organizationName"], &details["organizationSlug"], &details["inviterEmail"]),
        (&json!("Acme Inc"), &json!("acme"), &json!(OLA))
    );
    let outcome: InvitationOutcome =
        ana.post("/accept-invitation", &json!({ "invitationId": invitation })).await.accepted();
    assert_eq!(
        (outcome.invitation.status, outcome.member.unwrap().role.as_str()),
        (InvitationStatus::Accepted, "admin")
    );
    assert_eq!(ana.active("activeOrganizationId").await, Some(id));
    ana.post("/accept-invitation", &json!({ "invitationId": invitation })).await.refused(400, "INVITATION_NOT_FOUND");
}

// ORG-026: the address counts, however it is written.
#[tokio::test]
async fn an_invitation_to_a_mixed_address_is_for_its_owner() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let invitation = ola.invites(&id, "Mixed.Case@Example.com", "member").await;
    let mut owner = somebody(&app, "mixed.case@example.com").await;
    owner.accepts(&invitation).await;
    assert_eq!(owner.role_in(&id).await, "member");
}

// ORG-009
#[tokio::test]
async fn nobody_else_reads_or_answers_an_invitation() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let invitation = ola.invites(&id, ANA, "member").await;
    let mut ben = verified(&app, BEN).await;
    let body = json!({ "invitationId": invitation });
    for path in ["/accept-invitation", "/reject-invitation"] {
        ben.post(path, &body).await.refused(403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION");
        app.client().post(&format!("/organization{path}"), &body).await.refused(401, "UNAUTHORIZED");
    }
    let read = format!("/get-invitation?id={invitation}");
    ben.get(&read).await.refused(403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION");
    ben.post("/cancel-invitation", &body).await.refused(400, "MEMBER_NOT_FOUND");
    // ORG-023
    ben.get(&format!("/list-user-invitations?email={ANA}")).await.refused(400, "VALIDATION_ERROR");
    assert_eq!(ben.get("/list-user-invitations").await.json(), json!([]));
    let mut ana = somebody(&app, ANA).await;
    ana.accepts(&invitation).await;
}

// ORG-010: whoever signed up with an address that is not theirs gets none of its invitations where that is asked for.
#[tokio::test]
async fn an_address_that_is_not_verified_gets_no_invitation() {
    let app = site_with(|config| config.organization.require_email_verification_on_invitation = true).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let invitation = ola.invites(&id, ANA, "member").await;
    let url = app.url_to(ANA).await;
    let mut ana = somebody(&app, ANA).await;
    let body = json!({ "invitationId": invitation });
    for path in ["/accept-invitation", "/reject-invitation"] {
        ana.post(path, &body)
            .await
            .refused(403, "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION");
    }
    ana.get(&format!("/get-invitation?id={invitation}"))
        .await
        .refused(403, "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION");
    ana.get("/list-user-invitations").await.refused(403, "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION");
    let wrong = json!({ "invitationId": invitation, "token": "x" });
    ana.post("/accept-invitation", &wrong)
        .await
        .refused(403, "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION");

    let token = url.split("token=").nth(1).unwrap();
    let with_mail = json!({ "invitationId": invitation, "token": token });
    assert_eq!(ana.post("/accept-invitation", &with_mail).await.status, 200, "whoever has the mail has the mailbox");

    let mut ben = verified(&app, BEN).await;
    let invitation = ola.invites(&id, BEN, "member").await;
    let waiting = ben.get("/list-user-invitations").await.json();
    assert_eq!((&waiting[0]["id"], &waiting[0]["organizationName"]), (&json!(invitation), &json!("Acme Inc")));
    ben.accepts(&invitation).await;
}

#[tokio::test]
async fn an_invitation_is_rejected_called_off_or_too_old() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let mut ana = somebody(&app, ANA).await;

    let invitation = json!({ "invitationId": ola.invites(&id, ANA, "member").await });
    let outcome = ana.post("/reject-invitation", &invitation).await.json();
    assert_eq!((&outcome["invitation"]["status"], &outcome["member"]), (&json!("rejected"), &Value::Null));
    for path in ["/accept-invitation", "/reject-invitation"] {
        ana.post(path, &invitation).await.refused(400, "INVITATION_NOT_FOUND");
    }
    ola.post("/cancel-invitation", &invitation).await.refused(400, "INVITATION_NOT_FOUND");

    let invitation = json!({ "invitationId": ola.invites(&id, ANA, "member").await });
    assert_eq!(ola.post("/cancel-invitation", &invitation).await.json()["status"], "canceled");
    assert_eq!(ola.post("/cancel-invitation", &invitation).await.json()["status"], "canceled", "once more is as good");
    ana.post("/accept-invitation", &invitation).await.refused(400, "INVITATION_NOT_FOUND");

    let invitation = ola.invites(&id, ANA, "member").await;
    app.clock.advance(Duration::from_hours(48) + SECOND);
    let (mut ana, mut ola) = (
        super::Person { client: app.signed_in(ANA).await, ..ana },
        super::Person { client: app.signed_in(OLA).await, ..ola },
    );
    ana.post("/accept-invitation", &json!({ "invitationId": invitation })).await.refused(400, "INVITATION_NOT_FOUND");
    ana.get(&format!("/get-invitation?id={invitation}")).await.refused(400, "INVITATION_NOT_FOUND");
    let again = ola.invites(&id, ANA, "member").await;
    assert_ne!(again, invitation, "one that is too old is in nobody's way");
    assert!(ana.organizations().await.is_empty());
}

#[tokio::test]
async fn an_invitation_that_waits_is_mailed_again_or_replaced() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let first = ola.invites(&id, ANA, "member").await;
    let (url, body) = (app.url_to(ANA).await, json!({ "email": ANA, "role": "member" }));
    ola.post("/invite-member", &body).await.refused(400, "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION");
    app.clock.advance(SECOND);
    let again = ola.post("/invite-member", &json!({ "email": ANA, "role": "admin", "resend": true })).await.json();
    assert_eq!((&again["id"], &again["role"]), (&json!(first), &json!("member")));
    assert_eq!(app.url_to(ANA).await, url);

    let app = site_with(|config| config.organization.cancel_pending_invitations_on_re_invite = true).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let first = ola.invites(&id, ANA, "member").await;
    let second = ola.invites(&id, ANA, "admin").await;
    assert_ne!(first, second);
    let mut ana = somebody(&app, ANA).await;
    ana.post("/accept-invitation", &json!({ "invitationId": first })).await.refused(400, "INVITATION_NOT_FOUND");
    ana.accepts(&second).await;
    assert_eq!(ana.role_in(&id).await, "admin");
}

// ORG-004
#[tokio::test]
async fn only_an_owner_invites_owners() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "admin").await;
    for role in
        [json!("owner"), json!(["member", "owner"]), json!("member,owner"), json!("member, owner "), json!([" owner"])]
    {
        let body = json!({ "email": BEN, "role": role });
        ana.post("/invite-member", &body).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE");
    }
    let invitation = ola.invites(&id, BEN, "owner").await;
    let resend = json!({ "email": BEN, "role": "member", "resend": true });
    ana.post("/invite-member", &resend).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE");
    let seen = ana.get("/list-invitations").await.text;
    assert!(!seen.contains(&invitation), "an admin does not see the link of an owner");
    assert!(ola.get("/list-invitations").await.text.contains(&invitation));
}

// ENUM-014
#[tokio::test]
async fn an_invitation_does_not_say_whether_somebody_has_an_account() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    somebody(&app, ANA).await;
    let mut shapes = Vec::new();
    for email in [ANA, "nobody@example.com"] {
        let body = json!({ "email": email, "role": "member", "organizationId": id });
        let answer = ola.post("/invite-member", &body).await;
        let fields: Vec<_> = answer.json().as_object().unwrap().keys().cloned().collect();
        shapes.push((answer.status, fields));
        app.mailbox.next_to(email).await;
    }
    assert_eq!(shapes[0], shapes[1]);
}

#[tokio::test]
async fn what_is_no_invitation_is_refused() {
    let app = site_with(|config| config.organization.invitation_limit = 1).await;
    let mut ola = somebody(&app, OLA).await;
    let invite = |email: &str, role: &str| json!({ "email": email, "role": role });
    ola.post("/invite-member", &invite(ANA, "member")).await.refused(400, "ORGANIZATION_NOT_FOUND");
    let id = ola.starts("acme").await;
    ola.post("/invite-member", &invite("ana", "member")).await.refused(400, "INVALID_EMAIL");
    ola.post("/invite-member", &invite(ANA, "emperor")).await.refused(400, "ROLE_NOT_FOUND");
    ola.post("/invite-member", &invite(ANA, "")).await.refused(400, "ROLE_NOT_FOUND");
    ola.post("/invite-member", &invite(OLA, "member"))
        .await
        .refused(400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION");
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "member").await;
    ana.post("/invite-member", &invite(BEN, "member"))
        .await
        .refused(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION");
    ana.get("/list-invitations").await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS");
    ola.invites(&id, BEN, "member").await;
    ola.post("/invite-member", &invite("x@example.com", "member")).await.refused(403, "INVITATION_LIMIT_REACHED");
}

#[tokio::test]
async fn a_full_organization_takes_nobody() {
    let app = site_with(|config| config.organization.membership_limit = 2).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    joined(&app, &mut ola, &id, ANA, "member").await;
    let invitation = ola.invites(&id, BEN, "member").await;
    let mut ben = somebody(&app, BEN).await;
    ben.post("/accept-invitation", &json!({ "invitationId": invitation }))
        .await
        .refused(403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED");
    ola.post("/remove-member", &json!({ "memberIdOrEmail": ANA })).await.accepted::<Value>();
    ben.accepts(&invitation).await;
}

// ORG-024: names are somebody's own words in a mail to somebody else.
#[tokio::test]
async fn names_in_the_mail_are_text_and_no_links() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    for (index, name) in
        ["<b>Acme</b>", "Acme\r\nBcc: evil@example.com", "win at https://evil.example/now", "evil.example"]
            .into_iter()
            .enumerate()
    {
        ola.post("/update", &json!({ "organizationId": id, "data": { "name": name } })).await.accepted::<Value>();
        let email = format!("z{index}@example.com");
        ola.invites(&id, &email, "member").await;
        let wording = app.mailbox.next_to(&email).await.wording;
        assert!(!wording.subject.contains(['\r', '\n']), "{wording:?}");
        assert!(!wording.subject.contains("evil.example") && !wording.text.contains("evil.example"), "{wording:?}");
    }
}

#[tokio::test]
async fn the_invitations_of_a_deleted_account_are_gone() {
    let app = site_with(|config| config.user.delete_user = true).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    ola.invites(&id, ANA, "member").await;
    let mut ana = somebody(&app, ANA).await;
    ana.client.post("/delete-user", &json!({ "password": crate::common::PASSWORD })).await.accepted::<Value>();
    assert_eq!(ola.get("/list-invitations").await.json(), json!([]));
    let user: Option<User> = app.auth.store().find_user_by_email(ANA).await.unwrap();
    assert_eq!(user, None);
}
