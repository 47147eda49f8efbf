//! Signing in, and up, by a link that is mailed.

mod record;
mod routes;

use record::Record;
pub(super) use routes::ROUTES;
pub use routes::{SIGN_IN_MAGIC_LINK, VERIFY_MAGIC_LINK};

use crate::{
    Auth, Cx,
    config::TokenStorage,
    crypto::upstream_hash,
    error::{Error, Result},
    features::session::{FirstFactor, Proof},
    mail::Message,
    one_time::{Identifiers, Purpose},
    redirect::{absolute, set_query},
    rng::random_text,
    verified_email::{Newcomer, VerifiedEmail},
    wire::{Email, ErrorCode, MagicLinkSession, SignInMagicLink, StatusOutput, VerifyMagicLink, VerifyMagicLinkOutput},
};

impl Auth {
    /// Mails a link that signs in. The answer says nothing of whether somebody has the address.
    /// `POST /sign-in/magic-link`.
    ///
    /// # Errors
    ///
    /// 400 for what is not an address, or where there is no mail; 403 for a page of a site that is not trusted.
    pub async fn sign_in_magic_link(&self, cx: &mut Cx, input: SignInMagicLink) -> Result<StatusOutput> {
        self.perform(cx, &SIGN_IN_MAGIC_LINK, input, async |_, input| {
            let check = |page: &Option<String>, code| self.origins().check_redirect(page.as_deref(), code);
            check(&input.callback_url, ErrorCode::InvalidCallbackUrl)?;
            check(&input.new_user_callback_url, ErrorCode::InvalidNewUserCallbackUrl)?;
            check(&input.error_callback_url, ErrorCode::InvalidErrorCallbackUrl)?;
            if !self.sends_mail() {
                return Err(ErrorCode::MagicLinkNotConfigured.into());
            }
            let invalid = |_| Error::invalid_field("email", "Invalid email address");
            let email: Email = input.email.parse().map_err(invalid)?;
            Self::check_profile(input.name.as_deref(), None)?;

            let options = &self.config().magic_link;
            let user = self.store().find_user_by_email(email.as_str()).await?;
            let token = self.mailed_secrets().magic_link_token(email.as_str()).unwrap_or_else(|| {
                random_text(&**self.rng(), Purpose::MagicLink.alphabet(), Purpose::MagicLink.length())
            });
            let identifiers = self.magic_link_identifiers(&token).await;
            let value = Record::new(email.as_str(), input.name.clone()).to_text()?;
            self.mint_as(Purpose::MagicLink, identifiers, &value, options.expires_in).await?;
            let message = Message::MagicLink {
                app_name: self.config().app_name.clone(),
                url: self.magic_link_url(&token, &input)?,
                expires_in: options.expires_in,
                metadata: input.metadata.unwrap_or_default(),
            };
            let mails = user.is_some() || !options.disable_sign_up || options.send_to_unknown;
            self.send_to(Some(&email).filter(|_| mails), &message).await?;
            tracing::info!(event = "magic_link.requested", email = %email.redacted(), mails, "a link to sign in");
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Follows such a link, once. `GET /magic-link/verify`.
    ///
    /// # Errors
    ///
    /// 400 for a token that is unknown, used or too old; 403 for a page of a site that is not trusted, which leaves the
    /// token as it is, and where a link signs nobody up; what a rule of the application refuses with.
    pub async fn verify_magic_link(&self, cx: &mut Cx, input: VerifyMagicLink) -> Result<VerifyMagicLinkOutput> {
        self.perform(cx, &VERIFY_MAGIC_LINK, input, async |cx, input| {
            self.check_magic_link_pages(&input)?;
            let invalid = || Error::new(ErrorCode::InvalidToken);
            let identifiers = self.magic_link_identifiers(&input.token).await;
            // What is no link is not used up.
            let found = self.peek_as(&identifiers).await?;
            found.as_deref().and_then(Record::read).ok_or_else(invalid)?;
            let value = self.consume_as(Purpose::MagicLink, &identifiers).await?.ok_or_else(invalid)?;
            let Record { email, name, .. } = Record::read(&value).ok_or_else(invalid)?;

            let newcomer = Newcomer { name: name.unwrap_or_default(), ..Newcomer::default() };
            let newcomer = Some(newcomer).filter(|_| !self.config().magic_link.disable_sign_up);
            let owner = self.user_of(cx, &VerifiedEmail::by_mail(&email), newcomer).await?;
            let (user, is_new) = owner.ok_or(ErrorCode::NewUserSignUpDisabled)?;
            let outcome =
                self.complete_sign_in(cx, FirstFactor { user, remember: true, proof: Proof::Mailbox }).await?;
            let next = match input.callback_url.as_str() {
                "" => None,
                _ if is_new && !input.new_user_callback_url.is_empty() => Some(&input.new_user_callback_url),
                _ => Some(&input.callback_url),
            };
            let next = next.map(|page| absolute(&self.config().base_url, page)).transpose()?;
            Ok(VerifyMagicLinkOutput {
                next: next.map(|page| self.page_after(&outcome, page.into())),
                outcome: outcome.map(|signed_in| MagicLinkSession {
                    token: signed_in.session.token.clone(),
                    user: signed_in.user,
                    session: signed_in.session,
                }),
            })
        })
        .await
    }

    /// Whether all pages that a link names may be led to. Upstream has one code for all of them here.
    ///
    /// # Errors
    ///
    /// 403 for a page of a site that is not trusted.
    pub(crate) fn check_magic_link_pages(&self, input: &VerifyMagicLink) -> Result<()> {
        [&input.callback_url, &input.new_user_callback_url, &input.error_callback_url]
            .into_iter()
            .try_for_each(|page| self.origins().check_redirect(Some(page), ErrorCode::InvalidCallbackUrl))
    }

    /// Where a browser learns why a link did not work.
    pub(crate) fn magic_link_error_page(&self, input: &VerifyMagicLink, error: &Error) -> Result<String> {
        let pages = [input.error_callback_url.as_str(), input.callback_url.as_str()];
        let page = pages.into_iter().find(|page| !page.is_empty()).unwrap_or("/");
        let mut url = absolute(&self.config().base_url, page)?;
        let code = match error.code() {
            ErrorCode::FailedToCreateUser => "failed_to_create_user",
            ErrorCode::FailedToCreateSession => "failed_to_create_session",
            // The user was deleted meanwhile.
            ErrorCode::Unauthorized => "user_not_found",
            _ => error.code_text(),
        };
        set_query(&mut url, "error", code);
        if error.code() == ErrorCode::Refused {
            set_query(&mut url, "error_description", error.message());
        }
        Ok(url.into())
    }

    fn magic_link_url(&self, token: &str, input: &SignInMagicLink) -> Result<String> {
        let config = self.config();
        let path = match &config.pages.magic_link {
            Some(path) => path.clone(),
            None => format!("{}/magic-link/verify", config.base_path),
        };
        let given = |page: &Option<String>| page.clone().filter(|page| !page.is_empty());
        let mut url = absolute(&config.origin(), &path)?;
        let mut query = url.query_pairs_mut();
        query.append_pair("token", token);
        query.append_pair("callbackURL", given(&input.callback_url).as_deref().unwrap_or("/"));
        let others = [
            ("newUserCallbackURL", given(&input.new_user_callback_url)),
            ("errorCallbackURL", given(&input.error_callback_url)),
        ];
        for (name, page) in others {
            if let Some(page) = page {
                query.append_pair(name, &page);
            }
        }
        drop(query);
        Ok(url.into())
    }

    /// What the token of a link is stored under.
    async fn magic_link_identifiers(&self, token: &str) -> Identifiers {
        let purpose = Purpose::MagicLink;
        if let Some(form) = self.mailed_secrets().store_magic_link_token(token).await {
            return Identifiers::with_form(purpose, token, Some(&form)).in_better_auths_form();
        }
        match self.config().magic_link.store_token {
            Some(TokenStorage::Hashed) => {
                Identifiers::with_form(purpose, token, Some(&upstream_hash(token))).in_better_auths_form()
            }
            Some(TokenStorage::Plain) => Identifiers::of(purpose, token).in_better_auths_form(),
            None if self.config().shared_database => Identifiers::of(purpose, token).in_better_auths_form(),
            None => Identifiers::of(purpose, token),
        }
    }
}
