//! `/accept-invitation/{id}`: what an invitation is, and the answer to it.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, InvitationPreview, Password};
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// Where mails of invitations lead; the id follows after a slash.
pub const PAGE: &str = "/accept-invitation";

/// The forms of somebody who has an account.
pub const ANSWER: Form = Form { id: "answer-invitation", page: PAGE, fields: &[] };
/// The form of somebody who has none.
pub const JOIN: Form = Form {
    id: "join-organization",
    page: PAGE,
    fields: &[
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
        (ErrorCode::PasswordCompromised, "password"),
    ],
};

/// The address of an invitation, as its mail has it.
pub fn page_of(id: &str, token: &str) -> String {
    let [id, token] = [id, token].map(crate::slug::segment);
    format!("{PAGE}/{id}?token={token}")
}

/// What an invitation is, for whoever has the link of its mail, or is signed in with its address; `None` for anybody else.
///
/// # Errors
///
/// When the server cannot tell.
#[server(prefix = "/api/app", endpoint = "invitation")]
pub async fn invitation(
    #[server(default)] id: String,
    #[server(default)] token: String,
) -> Result<Option<InvitationPreview>, Refusal> {
    use auth::wire::{InvitationId, InvitationLink};

    let mut door = crate::api::Door::open()?;
    let found = if token.is_empty() {
        let input = InvitationId { invitation_id: id, token: None };
        let now = door.auth.clock().now();
        door.auth.get_invitation(&mut door.cx, input).await.map(|details| input::preview(details, now))
    } else {
        door.auth.preview_invitation(&mut door.cx, InvitationLink { invitation_id: id, token }).await
    };
    match found {
        Err(error) if error.status() < 500 && error.status() != 429 => Ok(None),
        found => door.answer(found).map(Some),
    }
}

/// Joins an organization. Without a token, it is an invitation of the caller's list.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that the invitation is not theirs, or not open any more.
#[server(prefix = "/api/app", endpoint = "accept-invitation")]
pub async fn accept_invitation(
    #[server(default)] id: String,
    #[server(default)] token: String,
) -> Result<Done, Refusal> {
    use auth::wire::InvitationId;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let form = input::form(&mut door, &id, &token);
    let token = Some(token).filter(|token| !token.is_empty());
    let outcome = door.auth.accept_invitation(&mut door.cx, InvitationId { invitation_id: id, token }).await;
    let next = match &outcome {
        Ok(joined) => input::page_of_organization(&mut door, &joined.invitation.organization_id).await?,
        Err(_) => String::new(),
    };
    door.finish(form, Refusal::default(), outcome.map(|_| (next, Some(super::said(Said::Joined))))).await
}

/// Does not join.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that the invitation is not theirs, or not open any more.
#[server(prefix = "/api/app", endpoint = "decline-invitation")]
pub async fn decline_invitation(
    #[server(default)] id: String,
    #[server(default)] token: String,
) -> Result<Done, Refusal> {
    use auth::wire::InvitationId;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let form = input::form(&mut door, &id, &token);
    let token = Some(token).filter(|token| !token.is_empty());
    let outcome = door.auth.reject_invitation(&mut door.cx, InvitationId { invitation_id: id, token }).await;
    let next = crate::policy::ORGANIZATIONS.to_owned();
    door.finish(form, Refusal::default(), outcome.map(|_| (next, Some(super::said(Said::Declined))))).await
}

/// Makes an account with the address of the invitation, and joins.
///
/// # Errors
///
/// What is wrong with the input, by field; that the invitation is not open any more.
#[server(prefix = "/api/app", endpoint = "join-organization")]
pub async fn join_organization(
    #[server(default)] id: String,
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use auth::wire::{InvitationLink, SignInOutcome, SignUpInvited};

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open()?;
    door.come_back_to(&page_of(&id, &token));
    let mut refusal = super::typed([("name", &name)]);
    if name.trim().is_empty() {
        refusal.push("name", Problem::Required);
    }
    if password.length() == 0 {
        refusal.push("password", Problem::Required);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(JOIN, refusal, 400).await;
    }
    let link = InvitationLink { invitation_id: id, token };
    let preview = door.auth.preview_invitation(&mut door.cx, link.clone()).await;
    let input = SignUpInvited { link, name: name.trim().to_owned(), password, ..SignUpInvited::default() };
    let outcome = match preview {
        Ok(preview) => door.auth.sign_up_invited(&mut door.cx, input).await.map(|outcome| (preview, outcome)),
        Err(error) => Err(error),
    };
    if outcome.is_ok() {
        // The page of the invitation was wanted, and is not where the next sign-in leads.
        door.return_path().await;
    }
    let done = outcome.map(|(preview, outcome)| match outcome {
        SignInOutcome::SignedIn(_) => (super::page_of(&preview.organization_slug), Some(super::said(Said::Joined))),
        SignInOutcome::SecondFactor(_) => (crate::policy::TWO_FACTOR.to_owned(), None),
    });
    door.finish(JOIN, refusal, done).await
}

#[cfg(feature = "ssr")]
mod input {
    use auth::{
        Error,
        store::OrganizationKey,
        wire::{InvitationDetails, InvitationPreview, Timestamp},
    };

    use crate::{
        api::{
            Door,
            organization::{answer::ANSWER, own::ANSWER_LISTED},
        },
        forms::{Form, Refusal},
    };

    /// Which page an answer comes from: the one of the mail's link, or the list.
    pub(super) fn form(door: &mut Door, id: &str, token: &str) -> Form {
        if token.is_empty() {
            return ANSWER_LISTED;
        }
        door.come_back_to(&super::page_of(id, token));
        ANSWER
    }

    /// The first page of an organization that the caller has just joined.
    pub(super) async fn page_of_organization(door: &mut Door, id: &str) -> Result<String, Refusal> {
        let found = door.auth.store().find_organization(OrganizationKey::Id(id)).await.map_err(Error::from);
        let found = door.answer(found)?;
        let page = found.map(|organization| crate::api::organization::page_of(&organization.slug));
        Ok(page.unwrap_or_else(|| crate::policy::ORGANIZATIONS.to_owned()))
    }

    /// The invitation of somebody who is signed in with its address, and so has an account.
    pub(super) fn preview(details: InvitationDetails, now: Timestamp) -> InvitationPreview {
        let InvitationDetails { invitation, organization_name, organization_slug, inviter_email } = details;
        InvitationPreview {
            is_over: invitation.expires_at < now,
            has_account: true,
            id: invitation.id,
            organization_name,
            organization_slug,
            organization_logo: None,
            email: invitation.email,
            role: invitation.role,
            inviter_name: Some(inviter_email),
            status: invitation.status,
            expires_at: invitation.expires_at,
        }
    }
}
