//! The page that the mail of an invitation leads to.

use auth::wire::InvitationStatus;
use axum::http::StatusCode;

use super::{PASSWORD, invite, link, member, owner, parts, server, signed_in};

#[tokio::test]
async fn somebody_without_an_account_signs_up_and_joins_in_one_step() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let page = invite(&mut ana, "cleo%40example.com").await;
    assert!(
        page.body.contains("One invitation is on its way.") && page.body.contains("cleo@example.com"),
        "{}",
        page.body
    );
    let link = link(&server, "cleo@example.com").await;
    let (id, token) = parts(&link);

    let mut cleo = server.browser();
    let page = cleo.get(&link).await;
    assert!(page.body.contains("Ana invited you to Acme as member."), "{}", page.body);
    assert!(page.body.contains("value=\"cleo@example.com\"") && page.body.contains("readonly"), "{}", page.body);
    // The token is told to no other site.
    assert_eq!(page.header("referrer-policy"), "same-origin");
    let fields = format!("id={id}&token={token}");
    let page = cleo.submit("/api/app/join-organization", &format!("{fields}&name=&password=short")).await;
    assert!(page.body.contains("Enter your name."), "{}", page.body);
    let page = cleo.submit("/api/app/join-organization", &format!("{fields}&name=Cleo&password=short")).await;
    assert!(page.body.contains("This password is too short.") && page.body.contains("value=\"Cleo\""), "{}", page.body);
    let page = cleo.submit("/api/app/join-organization", &format!("{fields}&name=Cleo&password={PASSWORD}")).await;
    assert!(page.body.contains("Welcome! You have joined.") && page.body.contains("/o/acme</span>"), "{}", page.body);
    // The mail has shown that the address is theirs.
    assert!(cleo.get("/dashboard").await.body.contains("Verified"));
    assert!(ana.get("/o/acme/members").await.body.contains("cleo@example.com"));
    assert!(server.browser().get(&link).await.body.contains("This invitation was accepted already"));
}

#[tokio::test]
async fn somebody_with_an_account_signs_in_comes_back_and_accepts() {
    let server = server().await;
    let mut ana = owner(&server).await;
    invite(&mut ana, "ben%40example.com").await;
    let mut ben = server.browser();
    let page = ben.get(&link(&server, "ben@example.com").await).await.body;
    assert!(page.contains("Sign in to accept") && !page.contains("Create account and join"), "{page}");
    let page = ben.submit("/api/app/sign-in", &format!("email=ben%40example.com&password={PASSWORD}")).await;
    assert!(page.body.contains("Accept and join"), "{}", page.body);
    let id = super::value_after(&page, "/api/app/accept-invitation", "id");
    let page = ben.submit("/api/app/accept-invitation", &format!("id={id}&token=")).await;
    assert!(page.body.contains("Welcome! You have joined."), "{}", page.body);
}

#[tokio::test]
async fn an_invitation_waits_in_the_list_too() {
    let server = server().await;
    let mut ana = owner(&server).await;
    invite(&mut ana, "ben%40example.com").await;
    let (id, _) = parts(&link(&server, "ben@example.com").await);
    let mut ben = signed_in(&server, "ben").await;
    assert!(ben.get("/dashboard").await.body.contains("1 invitation"));
    let page = ben.get("/orgs").await.body;
    assert!(page.contains("Accept the invitation to Acme") && page.contains("as Member"), "{page}");
    let page = ben.submit("/api/app/decline-invitation", &format!("id={id}")).await;
    assert!(page.body.contains("You declined the invitation.") && page.body.contains("no organization yet"));
    let page = ben.submit("/api/app/accept-invitation", &format!("id={id}")).await;
    assert!(page.body.contains("This invitation is no longer open."), "{}", page.body);
}

// ORG-009
#[tokio::test]
async fn somebody_else_is_told_whose_it_is_and_joins_nothing() {
    let server = server().await;
    let mut ana = owner(&server).await;
    invite(&mut ana, "cleo%40example.com").await;
    let link = link(&server, "cleo@example.com").await;
    let (id, token) = parts(&link);
    let mut ben = signed_in(&server, "ben").await;
    let page = ben.get(&link).await.body;
    assert!(page.contains("This invitation is for somebody else") && page.contains("ben@example.com"), "{page}");
    assert!(!page.contains("Accept and join"));
    let page = ben.submit("/api/app/accept-invitation", &format!("id={id}&token={token}")).await;
    assert_eq!(ben.get("/o/acme").await.status, StatusCode::NOT_FOUND, "{}", page.body);
    // Without the token of the mail it is nobody's to see.
    let page = ben.get(&format!("/accept-invitation/{id}")).await.body;
    assert!(page.contains("There is no such invitation") && !page.contains("cleo@example.com"), "{page}");
    let page = server.browser().get(&format!("/accept-invitation/{id}?token=wrong")).await.body;
    assert!(page.contains("There is no such invitation") && !page.contains("cleo@example.com"), "{page}");
}

#[tokio::test]
async fn one_that_was_called_off_or_is_too_old_says_so() {
    let server = server().await;
    let mut ana = owner(&server).await;
    invite(&mut ana, "cleo%40example.com").await;
    let cancelled = link(&server, "cleo@example.com").await;
    let (id, _) = parts(&cancelled);
    let page = ana.submit("/api/app/cancel-invitation", &format!("slug=acme&invitation_id={id}")).await;
    assert!(page.body.contains("The invitation was called off.") && page.body.contains("Nobody is invited"));
    assert!(server.browser().get(&cancelled).await.body.contains("This invitation was called off"));

    invite(&mut ana, "dora%40example.com").await;
    let old = link(&server, "dora@example.com").await;
    let (id, _) = parts(&old);
    let store = server.state.auth.store();
    let (invitation, organization) = store.find_invitation(&id).await.unwrap().unwrap();
    assert_eq!(invitation.status, InvitationStatus::Pending);
    let past = "2020-01-01T00:00:00.000Z".parse().unwrap();
    assert!(store.extend_invitation(&organization.id, &id, past).await.unwrap());
    assert!(server.browser().get(&old).await.body.contains("This invitation is too old"));
    let page = ana.get("/o/acme/invitations").await.body;
    assert!(page.contains("Expired"), "{page}");
}

#[tokio::test]
async fn several_addresses_are_invited_at_once_and_each_that_cannot_be_says_why() {
    let server = server().await;
    let mut ana = owner(&server).await;
    member(&server, &mut ana).await;
    assert!(invite(&mut ana, "").await.body.contains("Enter at least one email address."));
    let page = invite(&mut ana, "cleo%40example.com%2C+ben%40example.com%0Anonsense").await;
    assert!(page.body.contains("ben@example.com: This person is in the organization already."), "{}", page.body);
    assert!(page.body.contains("nonsense: Enter an email address"), "{}", page.body);
    assert!(page.body.contains(">ben@example.com\nnonsense</textarea>"), "{}", page.body);
    let list = page.body.split("Sent</h2>").nth(1).unwrap();
    assert!(list.contains("cleo@example.com") && list.contains("Waiting"), "{list}");
    let page = invite(&mut ana, "dora%40example.com+emil%40example.com").await;
    assert!(page.body.contains("2 invitations are on their way."), "{}", page.body);

    let (id, _) = parts(&link(&server, "dora@example.com").await);
    let page = ana.submit("/api/app/resend-invitation", &format!("slug=acme&invitation_id={id}")).await;
    assert!(page.body.contains("The invitation is on its way again."), "{}", page.body);
    assert_eq!(parts(&link(&server, "dora@example.com").await).0, id);
}
