//! Invitations for somebody who has no account, or is not signed in: what the page behind the mail shows, and joining
//! with a new account. The token of the mail shows that the mailbox is theirs, so the address is verified at once.

use super::{PREVIEW_INVITATION, SIGN_UP_INVITED, answer_invitation::Recipient};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::session::{FirstFactor, Proof},
    schema::Model,
    store::NewUser,
    verified_email::VerifiedEmail,
    wire::{
        ErrorCode, Fields, Invitation, InvitationLink, InvitationPreview, Organization, Password, SessionWithUser,
        SignInOutcome, SignUpInvited, User,
    },
};

impl Auth {
    /// What the mail of an invitation leads to: enough to decide, also without a session, and also when the invitation
    /// does not wait any more. For a page; there is no such route.
    ///
    /// # Errors
    ///
    /// 400 for whoever has no mail of it.
    pub async fn preview_invitation(&self, cx: &mut Cx, link: InvitationLink) -> Result<InvitationPreview> {
        self.perform(cx, &PREVIEW_INVITATION, link, async |_, link| {
            let (invitation, organization) = self.mailed_invitation(&link).await?;
            let inviter = self.store().find_member(&organization.id, &invitation.inviter_id).await?;
            Ok(InvitationPreview {
                is_over: invitation.expires_at < self.now(),
                has_account: self.store().find_user_by_email(&invitation.email).await?.is_some(),
                id: invitation.id,
                organization_name: organization.name,
                organization_slug: organization.slug,
                organization_logo: organization.logo,
                email: invitation.email,
                role: invitation.role,
                inviter_name: inviter.and_then(|member| member.user).map(|user| user.name),
                status: invitation.status,
                expires_at: invitation.expires_at,
            })
        })
        .await
    }

    /// Makes an account for whoever holds the mail of an invitation, with its address, which is verified by that, joins
    /// and signs in, in one step. It works also where signing up is closed: the organization has said who comes. An
    /// account that somebody made with the address and never verified becomes that of the mailbox's owner, and what opened
    /// it before is dropped. For a page; there is no such route.
    ///
    /// # Errors
    ///
    /// 400 for whoever has no mail of it, for an invitation that does not wait, and for a password that is not acceptable;
    /// 422 for an address with an account, whose owner signs in and accepts; 403 where the organization is full.
    pub async fn sign_up_invited(&self, cx: &mut Cx, input: SignUpInvited) -> Result<SignInOutcome<SessionWithUser>> {
        self.perform(cx, &SIGN_UP_INVITED, input, async |cx, input| {
            if !self.config().email_and_password.enabled {
                return Err(ErrorCode::EmailPasswordDisabled.into());
            }
            let (invitation, organization) = self.mailed_invitation(&input.link).await?;
            if !invitation.is_open(self.now()) {
                return Err(ErrorCode::InvitationNotFound.into());
            }
            let email = VerifiedEmail::by_mail(&invitation.email);
            let user = self.invited_account(cx, &email, input.name, &input.password, &input.data).await?;
            let recipient = Recipient { invitation, organization, user: user.clone() };
            let (invitation, _) = self.join_organization(cx, recipient).await?;
            let remember = input.remember_me != Some(false);
            let first_factor = FirstFactor { user, remember, proof: Proof::Mailbox };
            match self.complete_sign_in(cx, first_factor).await? {
                SignInOutcome::SignedIn(mut session) => {
                    self.enter_organization(cx, &mut session, &invitation).await?;
                    Ok(SignInOutcome::SignedIn(session))
                }
                challenged @ SignInOutcome::SecondFactor(_) => Ok(challenged),
            }
        })
        .await
    }

    /// The invitation of a link, for whoever has its mail.
    async fn mailed_invitation(&self, link: &InvitationLink) -> Result<(Invitation, Organization)> {
        if !self.config().organization.enabled {
            return Err(ErrorCode::NotFound.into());
        }
        let found = self.store().find_invitation(&link.invitation_id).await?;
        let (invitation, organization) = found.ok_or(ErrorCode::InvitationNotFound)?;
        self.check_invitation_token(&invitation, &link.token)?;
        Ok((invitation, organization))
    }

    /// An account with an address that was just proven, and this password: a new one, or one that nobody had verified.
    async fn invited_account(
        &self,
        cx: &mut Cx,
        email: &VerifiedEmail,
        name: String,
        password: &Password,
        data: &Fields,
    ) -> Result<User> {
        self.check_new_password(password)?;
        let mut user = self.new_user(name, email.as_str(), None)?;
        user.email_verified = true;
        user.fields = self.schema().model(Model::User).new_row(data)?;
        let hash = self.hash_new_password(cx, password).await?;
        let mut there = self.store().find_user_by_email(email.as_str()).await?;
        if there.is_none() {
            let account_id = self.generate_id();
            let new = NewUser { user, password_hash: Some(hash.clone()), account_id, linked: None };
            match self.create_user_row(cx, new).await {
                Ok(user) => {
                    self.welcome(&user).await?;
                    return Ok(user);
                }
                // Somebody signed up with the address at the same moment.
                Err(error) if error.code() == ErrorCode::UserAlreadyExists => {
                    there = self.store().find_user_by_email(email.as_str()).await?;
                }
                Err(error) => return Err(error),
            }
        }
        let unproven = there.filter(|there| !there.email_verified);
        let there = unproven.ok_or_else(|| Error::new(ErrorCode::UserAlreadyExists))?;
        let owner = self.prove_mailbox(cx, there, email).await?;
        self.store().set_password_hash(&owner.id, &self.generate_id(), &hash, self.now()).await?;
        Ok(owner)
    }
}
