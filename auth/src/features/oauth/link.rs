//! Linking an account at a provider to somebody who is signed in.

use super::{
    LINK_SOCIAL,
    identity::Identity,
    provider::Provider,
    refusal::{Fault, Refusal},
    sign_in::{Journey, check_params},
    state::LinkTarget,
    tokens::Tokens,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    store::AccountRow,
    wire::{AuditAction, ErrorCode, GetSession, IdTokenInput, LinkSocial, LinkSocialOutput, User},
};

/// Separates the keys of session tokens in states from those of everything else.
const SESSION_PURPOSE: &str = "oauth-link-session-token";

impl Auth {
    /// Starts linking an account at a provider to the caller: the address to go to. With an ID token it is linked at
    /// once. `POST /link-social`.
    ///
    /// # Errors
    ///
    /// 401 without a session, or for an ID token that is not good or may not be linked; 404 for a provider that is
    /// not there; 409 for an account of somebody else.
    pub async fn link_social(&self, cx: &mut Cx, input: LinkSocial) -> Result<LinkSocialOutput> {
        self.perform(cx, &LINK_SOCIAL, input, async |cx, input| {
            self.check_urls(input.callback_url.as_deref(), input.error_callback_url.as_deref(), None)?;
            let caller = self.require_own_session(cx).await?;
            let params = input.additional_params.unwrap_or_default();
            check_params(params.keys())?;
            let provider = self.require_provider(&input.provider).await?;
            if let Some(id_token) = input.id_token {
                self.link_by_id_token(cx, &provider, &caller.user, id_token).await?;
                return Ok(LinkSocialOutput { redirect: false, url: String::new(), status: Some(true) });
            }
            let keys = self.config().secrets.for_purpose(SESSION_PURPOSE);
            let request = Journey {
                callback_url: input.callback_url,
                error_url: input.error_callback_url,
                request_sign_up: input.request_sign_up,
                link: Some(LinkTarget {
                    email: caller.user.email,
                    user_id: caller.user.id,
                    encrypted_session_token: Some(keys.encrypt(&**self.rng(), &caller.session.token)?),
                }),
                scopes: input.scopes.as_deref().unwrap_or_default(),
                login_hint: input.login_hint.as_deref(),
                additional_params: params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
                additional_data: input.additional_data.unwrap_or_default().into_iter().collect(),
                new_user_url: None,
            };
            let url = self.depart(cx, &provider, request).await?;
            let redirect = input.disable_redirect != Some(true);
            if redirect {
                cx.set_header("location", &url);
            }
            Ok(LinkSocialOutput { redirect, url, status: None })
        })
        .await
    }

    async fn link_by_id_token(&self, cx: &mut Cx, provider: &Provider, user: &User, input: IdTokenInput) -> Result<()> {
        let (identity, tokens) = self.identity_of_client(provider, input).await?;
        match self.store().find_account(&provider.id, &identity.subject).await? {
            Some(account) if account.user_id == user.id => self.renew_link(account, user, &identity, &tokens).await,
            Some(_) => Err(ErrorCode::SocialAccountAlreadyLinked.into()),
            None => {
                match self.check_link(provider, &user.email, &identity) {
                    Ok(()) => {}
                    Err(Refusal::EmailDoesNotMatch) => {
                        return Err(ErrorCode::LinkingDifferentEmailsNotAllowed.into());
                    }
                    Err(_) => return Err(ErrorCode::LinkingNotAllowed.into()),
                }
                match self.make_link(cx, provider, user, &identity, &tokens).await {
                    Ok(()) => Ok(()),
                    Err(Fault::Error(error)) => Err(error),
                    Err(Fault::Refused(_)) => Err(ErrorCode::LinkingFailed.into()),
                }
            }
        }
    }

    /// Links the account that somebody brings back from a provider, to the one who went there.
    pub(super) async fn link_at_callback(
        &self,
        cx: &mut Cx,
        provider: &Provider,
        target: &LinkTarget,
        identity: &Identity,
        tokens: &Tokens,
    ) -> Result<(), Fault> {
        if !self.is_still_the_one(cx, target).await? {
            return Err(Refusal::UnableToLinkAccount.into());
        }
        let user = self.store().find_user(&target.user_id).await?.ok_or(Refusal::UnableToLinkAccount)?;
        self.check_link(provider, &target.email, identity)?;
        match self.store().find_account(&provider.id, &identity.subject).await? {
            Some(account) if account.user_id == user.id => {
                Ok(self.renew_link(account, &user, identity, tokens).await?)
            }
            Some(_) => Err(Refusal::AlreadyLinkedToDifferentUser.into()),
            None => self.make_link(cx, provider, &user, identity, tokens).await,
        }
    }

    /// Whether the session that asked is still there, and the browser is not somebody else's by now.
    async fn is_still_the_one(&self, cx: &mut Cx, target: &LinkTarget) -> Result<bool> {
        let now = self
            .current_session(
                cx,
                GetSession { disable_refresh: true, disable_cookie_cache: true, ..GetSession::default() },
            )
            .await?;
        if now.is_some_and(|session| session.user.id != target.user_id) {
            return Ok(false);
        }
        let Some(encrypted) = &target.encrypted_session_token else {
            return Ok(true);
        };
        let Some(token) = self.config().secrets.for_purpose(SESSION_PURPOSE).decrypt(encrypted) else {
            return Ok(false);
        };
        let source = self.find_session(&token).await?;
        Ok(source.is_some_and(|(session, user)| user.id == target.user_id && session.expires_at > self.now()))
    }

    /// Whether an account may be linked to somebody with this address.
    fn check_link(&self, provider: &Provider, email: &str, identity: &Identity) -> Result<(), Refusal> {
        let linking = &self.config().account.linking;
        let vouched = identity.user.email_verified || self.trusts_provider(&provider.id);
        if !vouched || !linking.enabled {
            return Err(Refusal::UnableToLinkAccount);
        }
        let same =
            identity.user.email.as_ref().is_some_and(|of_provider| of_provider.to_lowercase() == email.to_lowercase());
        if same || linking.allow_different_emails { Ok(()) } else { Err(Refusal::EmailDoesNotMatch) }
    }

    /// The account is linked already: it gets the new tokens, and the new scopes besides the old ones.
    async fn renew_link(
        &self,
        mut account: AccountRow,
        user: &User,
        identity: &Identity,
        tokens: &Tokens,
    ) -> Result<()> {
        self.seal_into(&mut account, tokens)?;
        account.add_scopes(&tokens.scopes);
        self.store().update_account(&account, self.now()).await?;
        self.take_over_on_link(user, &identity.user).await?;
        Ok(())
    }

    async fn make_link(
        &self,
        cx: &mut Cx,
        provider: &Provider,
        user: &User,
        identity: &Identity,
        tokens: &Tokens,
    ) -> Result<(), Fault> {
        let account = self.new_account(provider, &user.id, identity, tokens)?;
        // Somebody else may have linked it since it was looked for.
        if !self.store().create_account(&account).await? {
            return Err(Refusal::AlreadyLinkedToDifferentUser.into());
        }
        cx.note(Note::new(AuditAction::AccountLinked).by(&user.id).detail(&provider.id));
        self.take_over_on_link(user, &identity.user).await?;
        Ok(())
    }
}

impl Auth {
    /// The provider with an id.
    pub(super) async fn require_provider(&self, id: &str) -> Result<std::sync::Arc<Provider>> {
        let provider = self.oauth().find(id, self.now()).await;
        provider.ok_or_else(|| Error::new(ErrorCode::ProviderNotFound))
    }
}
