//! Signing in and up by an account at a provider.

use super::{
    SIGN_IN_SOCIAL,
    identity::{Identity, Origin},
    profile::is_placeholder,
    provider::Provider,
    refusal::{Fault, Refusal},
    state::{ServerContext, State},
    tokens::{Departure, RESERVED, Tokens},
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::{
        audit::Note,
        session::{FirstFactor, Proof},
    },
    rng::random_text,
    schema::Model,
    store::{AccountRow, NewUser, UserChanges},
    verified_email::VerifiedEmail,
    wire::{
        AuditAction, ErrorCode, Fields, IdTokenInput, ProviderUser, SignInOutcome, SignInSocial, SignInSocialOutput,
        User,
    },
};

/// Better Auth's letters for secrets of this kind.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// The most that PKCE allows (RFC 7636 4.1), as upstream.
const CODE_VERIFIER_LENGTH: usize = 128;

/// As upstream.
const NONCE_LENGTH: usize = 32;

/// Where somebody wants to go, and what they ask of the provider.
#[derive(Default)]
pub(super) struct Journey<'a> {
    pub(super) callback_url: Option<String>,
    pub(super) error_url: Option<String>,
    pub(super) new_user_url: Option<String>,
    pub(super) request_sign_up: Option<bool>,
    pub(super) link: Option<super::state::LinkTarget>,
    pub(super) scopes: &'a [String],
    pub(super) login_hint: Option<&'a str>,
    pub(super) additional_params: Vec<(&'a str, &'a str)>,
    pub(super) additional_data: Vec<(String, serde_json::Value)>,
}

/// Somebody who came in by a provider.
pub(in crate::features) struct Arrival {
    pub(in crate::features) user: User,
    /// Whether they were not known before.
    pub(in crate::features) is_new: bool,
}

/// What may happen to somebody who arrives.
pub(in crate::features) struct Rules<'a> {
    /// Nobody new comes in.
    pub(in crate::features) closed: bool,
    /// Name, picture and address are taken over anew.
    pub(in crate::features) override_user_info: bool,
    /// Where the link of a mail leads that verifies their address.
    pub(in crate::features) page: Option<&'a str>,
}

impl Auth {
    /// Starts signing in at a provider: the address to go to. With an ID token it signs in at once.
    /// `POST /sign-in/social`.
    ///
    /// # Errors
    ///
    /// 404 for a provider that is not there, or that takes no ID tokens; 401 for an ID token that is not good, or
    /// whose owner does not come in; 403 for a page of a site that is not trusted.
    pub async fn sign_in_social(&self, cx: &mut Cx, input: SignInSocial) -> Result<SignInOutcome<SignInSocialOutput>> {
        self.perform(cx, &SIGN_IN_SOCIAL, input, async |cx, input| {
            self.check_urls(
                input.callback_url.as_deref(),
                input.error_callback_url.as_deref(),
                input.new_user_callback_url.as_deref(),
            )?;
            let params = input.additional_params.unwrap_or_default();
            check_params(params.keys())?;
            let provider = self.require_provider(&input.provider).await?;
            if let Some(id_token) = input.id_token {
                let wants_account = input.request_sign_up == Some(true);
                let page = input.callback_url;
                return self.sign_in_by_id_token(cx, &provider, id_token, wants_account, page).await;
            }
            let request = Journey {
                callback_url: input.callback_url,
                error_url: input.error_callback_url,
                new_user_url: input.new_user_callback_url,
                request_sign_up: input.request_sign_up,
                link: None,
                scopes: input.scopes.as_deref().unwrap_or_default(),
                login_hint: input.login_hint.as_deref(),
                additional_params: params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
                additional_data: input.additional_data.unwrap_or_default().into_iter().collect(),
            };
            let url = self.depart(cx, &provider, request).await?;
            let redirect = input.disable_redirect != Some(true);
            if redirect {
                cx.set_header("location", &url);
            }
            Ok(SignInOutcome::SignedIn(SignInSocialOutput { redirect, url: Some(url), token: None, user: None }))
        })
        .await
    }

    /// Keeps a state and makes the address at the provider.
    pub(super) async fn depart(&self, cx: &mut Cx, provider: &Provider, request: Journey<'_>) -> Result<String> {
        let rng = &**self.rng();
        let code_verifier = random_text(rng, LETTERS, CODE_VERIFIER_LENGTH);
        let nonce = provider.request.nonce.then(|| random_text(rng, LETTERS, NONCE_LENGTH));
        let callback_url = request.callback_url.filter(|url| !url.is_empty());
        let mut state = State {
            callback_url: callback_url.unwrap_or_else(|| self.config().base_url.clone()),
            code_verifier: code_verifier.clone(),
            error_url: request.error_url.filter(|url| !url.is_empty()),
            new_user_url: request.new_user_url.filter(|url| !url.is_empty()),
            link: request.link,
            expires_at: (self.now() + super::state::LIFETIME).as_millis(),
            request_sign_up: request.request_sign_up,
            id_token_nonce: nonce.clone(),
            secret: None,
            server_context: Some(ServerContext::of(&provider.id)),
            additional: serde_json::Map::new(),
        };
        state.set_additional(request.additional_data);
        let secret = self.keep_state(cx, state).await?;
        let url = provider.authorization_url(&Departure {
            state: &secret,
            code_verifier: &code_verifier,
            nonce: nonce.as_deref(),
            redirect_uri: &provider.redirect_uri(&self.config().api_url()),
            scopes: request.scopes,
            login_hint: request.login_hint,
            additional: request.additional_params,
        });
        Ok(url.map_err(Error::internal)?.into())
    }

    async fn sign_in_by_id_token(
        &self,
        cx: &mut Cx,
        provider: &Provider,
        input: IdTokenInput,
        wants_account: bool,
        page: Option<String>,
    ) -> Result<SignInOutcome<SignInSocialOutput>> {
        let (identity, tokens) = self.identity_of_client(provider, input).await?;
        let rules = Rules {
            closed: provider.policy.disable_sign_up || (provider.policy.disable_implicit_sign_up && !wants_account),
            override_user_info: false,
            page: page.as_deref(),
        };
        let arrival = self.receive(cx, provider, &identity, &tokens, &rules).await.map_err(|fault| match fault {
            Fault::Error(error) => error,
            Fault::Refused(Refusal::EmailNotVerified) => ErrorCode::EmailNotVerified.into(),
            Fault::Refused(Refusal::EmailNotFound) => Error::new(ErrorCode::UserEmailNotFound).with_status(401),
            // The sentence is the reason here, as upstream.
            Fault::Refused(refusal) => {
                Error::new(ErrorCode::OauthLinkError).with_message(refusal.as_str().replace('_', " "))
            }
        })?;
        let first_factor = FirstFactor { user: arrival.user, remember: true, proof: Proof::Provider };
        let outcome = self.complete_sign_in(cx, first_factor).await?;
        Ok(outcome.map(|signed_in| SignInSocialOutput {
            redirect: false,
            url: None,
            token: Some(signed_in.session.token),
            user: Some(signed_in.user),
        }))
    }

    /// Who an ID token of a client is about.
    pub(super) async fn identity_of_client(
        &self,
        provider: &Provider,
        input: IdTokenInput,
    ) -> Result<(Identity, Tokens)> {
        if !provider.takes_id_tokens() {
            return Err(ErrorCode::IdTokenNotSupported.into());
        }
        let tokens = Tokens {
            id_token: Some(input.token),
            access_token: input.access_token,
            refresh_token: input.refresh_token,
            ..Tokens::default()
        };
        let origin = Origin::Client { nonce: input.nonce.as_deref() };
        let identity = self.identify(provider, &tokens, origin, input.user.as_ref()).await;
        let identity = identity.map_err(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, provider = %provider.id, "an ID token was refused");
            Error::new(ErrorCode::InvalidToken).with_status(401).caused_by(error)
        })?;
        if identity.user.email.is_none() {
            return Err(Error::new(ErrorCode::UserEmailNotFound).with_status(401));
        }
        Ok((identity, tokens))
    }

    /// Finds or makes the user that an identity belongs to.
    ///
    /// The account decides, never the name and never the address alone: an address leads to somebody only where
    /// the provider has verified it (or is trusted) and the person has verified it here.
    pub(in crate::features) async fn receive(
        &self,
        cx: &mut Cx,
        provider: &Provider,
        identity: &Identity,
        tokens: &Tokens,
        rules: &Rules<'_>,
    ) -> Result<Arrival, Fault> {
        let email = identity.user.email.as_ref().ok_or(Refusal::EmailNotFound)?.to_lowercase();
        let mut arrival = match self.store().find_account(&provider.id, &identity.subject).await? {
            Some(account) => self.receive_known(cx, account, identity, &email, tokens).await?,
            None => match self.store().find_user_by_email(&email).await? {
                Some(user) => self.receive_by_email(cx, provider, user, identity, tokens).await?,
                None if rules.closed => return Err(Refusal::SignUpDisabled.into()),
                None => self.receive_new(cx, provider, identity, &email, tokens).await?,
            },
        };
        if rules.override_user_info && !arrival.is_new {
            arrival.user = self.override_user_info(&arrival.user, &identity.user, &email).await?;
        }
        self.ask_for_proof(provider, &arrival, rules.page).await?;
        Ok(arrival)
    }

    /// Mails a link to somebody whose address the provider does not vouch for, if so configured, and refuses them where
    /// the address has to be verified.
    async fn ask_for_proof(&self, provider: &Provider, arrival: &Arrival, page: Option<&str>) -> Result<(), Fault> {
        let required = provider.policy.require_email_verification;
        if arrival.user.email_verified {
            return Ok(());
        }
        let options = &self.config().email_verification;
        let mails = if arrival.is_new {
            options.send_on_sign_up.unwrap_or(required)
        } else {
            required && options.send_on_sign_in
        };
        if mails && self.mails_verification() {
            self.mail_verification(&arrival.user, page).await?;
        }
        if required { Err(Refusal::EmailNotVerified.into()) } else { Ok(()) }
    }

    /// Somebody whose account is linked.
    async fn receive_known(
        &self,
        cx: &mut Cx,
        mut account: AccountRow,
        identity: &Identity,
        email: &str,
        tokens: &Tokens,
    ) -> Result<Arrival, Fault> {
        // An account without its user is a fault of the database, and nobody's way in.
        let mut user = self.store().find_user(&account.user_id).await?.ok_or(Refusal::UnableToLinkAccount)?;
        if self.config().account.update_account_on_sign_in {
            self.seal_into(&mut account, tokens)?;
            self.store().update_account(&account, self.now()).await?;
        }
        self.write_account_cookie(cx, &account)?;
        if identity.user.email_verified && !user.email_verified && email == user.email {
            user = self.verify_address(&user).await?;
        }
        Ok(Arrival { user, is_new: false })
    }

    /// Somebody whose address is known: the account is linked if both sides vouch for the address.
    async fn receive_by_email(
        &self,
        cx: &mut Cx,
        provider: &Provider,
        mut user: User,
        identity: &Identity,
        tokens: &Tokens,
    ) -> Result<Arrival, Fault> {
        let linking = &self.config().account.linking;
        let by_provider = identity.user.email_verified || self.trusts_provider(&provider.id);
        let by_us = user.email_verified || !linking.require_local_email_verified;
        if !(by_provider && by_us && linking.enabled) || linking.disable_implicit_linking {
            tracing::info!(event = "oauth.not_linked", provider = %provider.id, user = %user.id, "the address is not vouched for");
            return Err(Refusal::AccountNotLinked.into());
        }
        if identity.user.email_verified {
            let address = identity.user.email.as_deref().unwrap_or_default();
            user = self.prove_mailbox(cx, user, &VerifiedEmail::by_provider(address)).await?;
        }
        let account = self.new_account(provider, &user.id, identity, tokens)?;
        if !self.store().create_account(&account).await? {
            // Another browser of theirs was faster, or somebody else has it.
            let linked = self.store().find_account(&provider.id, &identity.subject).await?;
            let linked = linked.filter(|linked| linked.user_id == user.id).ok_or(Refusal::UnableToLinkAccount)?;
            return self.receive_known(cx, linked, identity, &user.email, tokens).await;
        }
        cx.note(Note::new(AuditAction::AccountLinked).by(&user.id).detail(&provider.id));
        self.write_account_cookie(cx, &account)?;
        if let Some(updated) = self.take_over_on_link(&user, &identity.user).await? {
            user = updated;
        }
        Ok(Arrival { user, is_new: false })
    }

    /// Somebody new.
    async fn receive_new(
        &self,
        cx: &mut Cx,
        provider: &Provider,
        identity: &Identity,
        email: &str,
        tokens: &Tokens,
    ) -> Result<Arrival, Fault> {
        let now = self.now();
        let user = User {
            id: self.generate_id(),
            name: identity.user.name.clone().unwrap_or_default(),
            email: email.to_owned(),
            email_verified: identity.user.email_verified,
            image: identity.user.image.clone(),
            created_at: now,
            updated_at: now,
            fields: self.schema().model(Model::User).new_row_with(&Fields::default(), &identity.user.fields)?,
        };
        let account = self.new_account(provider, &user.id, identity, tokens)?;
        let new = NewUser { user, password_hash: None, account_id: String::new(), linked: Some(account.clone()) };
        match self.create_user_row(cx, new).await {
            Ok(user) => {
                self.write_account_cookie(cx, &account)?;
                // Nobody reads the mail of an address that was made up.
                if !is_placeholder(&user.email) {
                    self.welcome(&user).await?;
                }
                Ok(Arrival { user, is_new: true })
            }
            // Of several browsers that arrive at once, one makes the user and the others find them.
            Err(error) if error.code() == ErrorCode::UserAlreadyExists => {
                let made = self.store().find_account(&provider.id, &identity.subject).await?;
                let account = made.ok_or(Refusal::AccountNotLinked)?;
                self.receive_known(cx, account, identity, email, tokens).await
            }
            // A rule of the application has left them out.
            Err(error) if error.code() == ErrorCode::FailedToCreateUser => Err(Refusal::UnableToCreateUser.into()),
            Err(error) => Err(error.into()),
        }
    }

    async fn verify_address(&self, user: &User) -> Result<User> {
        let changes = UserChanges { email_verified: Some(true), ..UserChanges::default() };
        self.update_user_row(&user.id, &changes).await
    }

    /// Name, picture and address as the provider has them now. The address counts as verified only as far as the
    /// provider says so, unless it stays the same.
    async fn override_user_info(&self, user: &User, of_provider: &ProviderUser, email: &str) -> Result<User> {
        let same = email == user.email;
        let changes = UserChanges {
            name: of_provider.name.clone(),
            image: of_provider.image.clone().map(Some),
            email: Some(email.to_owned()),
            email_verified: Some(of_provider.email_verified || (same && user.email_verified)),
            fields: self.schema().model(Model::User).changed_row_with(&of_provider.fields)?,
        };
        match self.update_user_row(&user.id, &changes).await {
            // Somebody else has the address: the rest of the profile is not worth refusing the sign-in.
            Err(error) if error.code() == ErrorCode::UserAlreadyExists => Ok(user.clone()),
            outcome => outcome,
        }
    }

    /// `account_linking.update_user_info_on_link`. The address is never taken over.
    pub(super) async fn take_over_on_link(&self, user: &User, of_provider: &ProviderUser) -> Result<Option<User>> {
        if !self.config().account.linking.update_user_info_on_link {
            return Ok(None);
        }
        let changes = UserChanges {
            name: of_provider.name.clone(),
            image: of_provider.image.clone().map(Some),
            fields: self.schema().model(Model::User).changed_row_with(&of_provider.fields)?,
            ..UserChanges::default()
        };
        self.update_user_row(&user.id, &changes).await.map(Some)
    }

    pub(super) fn trusts_provider(&self, id: &str) -> bool {
        self.config().account.linking.trusted_providers.iter().any(|trusted| trusted == id)
    }

    pub(super) fn check_urls(&self, callback: Option<&str>, error: Option<&str>, new_user: Option<&str>) -> Result<()> {
        self.origins().check_redirect(callback, ErrorCode::InvalidCallbackUrl)?;
        self.origins().check_redirect(error, ErrorCode::InvalidErrorCallbackUrl)?;
        self.origins().check_redirect(new_user, ErrorCode::InvalidNewUserCallbackUrl)
    }
}

/// Refuses parameters that would undo what binds the answer to the browser.
pub(super) fn check_params<'a>(mut names: impl Iterator<Item = &'a String>) -> Result<()> {
    if names.any(|name| RESERVED.contains(&name.as_str())) {
        return Err(Error::invalid_field("additionalParams", "names a parameter of the protocol"));
    }
    Ok(())
}
