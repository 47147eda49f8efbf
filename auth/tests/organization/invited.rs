use auth::wire::{InvitationLink, InvitationStatus, SignInOutcome, SignUpInvited};
use serde_json::json;

use super::{ANA, OLA, Person, site, site_with, somebody};
use crate::common::{PASSWORD, TestAuth};

/// What the mail of an invitation to somebody holds.
async fn link(app: &TestAuth, email: &str) -> InvitationLink {
    let url = app.url_to(email).await;
    let (path, token) = url.split_once("?token=").unwrap();
    InvitationLink { invitation_id: path.rsplit('/').next().unwrap().into(), token: token.into() }
}

fn sign_up(link: &InvitationLink) -> SignUpInvited {
    SignUpInvited { link: link.clone(), name: "Ana".into(), password: PASSWORD.into(), ..SignUpInvited::default() }
}

async fn invited(app: &TestAuth) -> (Person, String, InvitationLink) {
    let mut ola = somebody(app, OLA).await;
    let id = ola.starts("acme").await;
    ola.invites(&id, ANA, "member").await;
    let link = link(app, ANA).await;
    (ola, id, link)
}

#[tokio::test]
async fn whoever_opens_the_mail_sees_who_invites_where_to() {
    let app = site().await;
    let (mut ola, _, link) = invited(&app).await;
    let preview = app.auth.preview_invitation(&mut app.client().cx(), link.clone()).await.unwrap();
    assert_eq!(
        (preview.organization_name.as_str(), preview.email.as_str(), preview.role.as_str()),
        ("Acme Inc", ANA, "member")
    );
    assert_eq!((preview.inviter_name.as_deref(), preview.has_account, preview.is_over), (Some("Ana"), false, false));
    let stranger = InvitationLink { token: "x".into(), ..link.clone() };
    let unknown = InvitationLink { invitation_id: "x".into(), ..link.clone() };
    for link in [stranger, unknown] {
        let error = app.auth.preview_invitation(&mut app.client().cx(), link).await.unwrap_err();
        assert_eq!((error.status(), error.code_text()), (400, "INVITATION_NOT_FOUND"));
    }
    ola.post("/cancel-invitation", &json!({ "invitationId": link.invitation_id }))
        .await
        .accepted::<serde_json::Value>();
    let preview = app.auth.preview_invitation(&mut app.client().cx(), link).await.unwrap();
    assert_eq!(preview.status, InvitationStatus::Canceled, "a page can say what became of it");
}

#[tokio::test]
async fn whoever_has_no_account_joins_in_one_step() {
    let app = site_with(|config| {
        config.email_and_password.disable_sign_up = true;
        config.email_and_password.require_email_verification = true;
    })
    .await;
    let made = app.auth.create_user("Ola", OLA, &PASSWORD.into(), None).await.unwrap();
    let mut ola = Person { client: app.signed_in(OLA).await, id: made.id };
    let id = ola.starts("acme").await;
    ola.invites(&id, ANA, "admin").await;
    let link = link(&app, ANA).await;
    let mut cx = app.client().cx();
    let SignInOutcome::SignedIn(session) = app.auth.sign_up_invited(&mut cx, sign_up(&link)).await.unwrap() else {
        panic!("no second factor is asked");
    };
    assert!(session.user.email_verified, "the mail has shown that the mailbox is theirs");
    assert_eq!(session.session.active_organization_id(), Some(id.as_str()));
    assert!(cx.set_cookies().iter().any(|cookie| cookie.name().ends_with("session_token")));
    let mut ana = Person { client: app.signed_in(ANA).await, id: session.user.id };
    assert_eq!(ana.role_in(&id).await, "admin");
    let again = app.auth.sign_up_invited(&mut app.client().cx(), sign_up(&link)).await.unwrap_err();
    assert_eq!(again.code_text(), "INVITATION_NOT_FOUND");
}

#[tokio::test]
async fn an_invitation_makes_no_account_for_those_who_only_know_its_id() {
    let app = site().await;
    let (ola, _, link) = invited(&app).await;
    for token in ["", "x", &link.invitation_id] {
        let input = sign_up(&InvitationLink { token: token.into(), ..link.clone() });
        let error = app.auth.sign_up_invited(&mut ola.client.cx(), input).await.unwrap_err();
        assert_eq!(error.code_text(), "INVITATION_NOT_FOUND");
    }
    assert!(app.auth.store().find_user_by_email(ANA).await.unwrap().is_none());
}

#[tokio::test]
async fn the_token_of_one_invitation_is_nothing_for_another() {
    let app = site().await;
    let (mut ola, id, link_of_ana) = invited(&app).await;
    ola.invites(&id, "ben@example.com", "owner").await;
    let link_of_ben = link(&app, "ben@example.com").await;
    let mixed = InvitationLink { token: link_of_ana.token, ..link_of_ben };
    let error = app.auth.sign_up_invited(&mut app.client().cx(), sign_up(&mixed)).await.unwrap_err();
    assert_eq!(error.code_text(), "INVITATION_NOT_FOUND");
}

#[tokio::test]
async fn an_account_that_somebody_planted_becomes_the_owners() {
    let app = site().await;
    let (_, id, link) = invited(&app).await;
    let mut planted = app.client();
    planted.try_sign_up(ANA, "planted-by-somebody").await.accepted::<serde_json::Value>();
    app.auth.sign_up_invited(&mut app.client().cx(), sign_up(&link)).await.unwrap();
    assert!(planted.get_session().await.is_none(), "what was planted opens nothing");
    app.client().try_sign_in(ANA, "planted-by-somebody").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    let client = app.signed_in(ANA).await;
    let mut ana = Person { client, id: String::new() };
    assert_eq!(ana.organizations().await, [id]);
}

#[tokio::test]
async fn whoever_has_an_account_signs_in_instead() {
    let app = site().await;
    let (_, _, link) = invited(&app).await;
    app.auth.create_user("Ana", ANA, &PASSWORD.into(), None).await.unwrap();
    let preview = app.auth.preview_invitation(&mut app.client().cx(), link.clone()).await.unwrap();
    assert!(preview.has_account);
    let mut input = sign_up(&link);
    input.password = "another-password".into();
    let error = app.auth.sign_up_invited(&mut app.client().cx(), input).await.unwrap_err();
    assert_eq!(error.code_text(), "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn no_route_leads_there() {
    let app = site().await;
    app.client().post("/sign-up/invited", &json!({})).await.is_unknown_path();
    app.client().get("/organization/preview-invitation").await.is_unknown_path();
}
