//! The accounts of one person, and the tokens in them.

use super::{
    ACCOUNT_INFO, GET_ACCESS_TOKEN, LIST_ACCOUNTS, REFRESH_TOKEN, UNLINK_ACCOUNT,
    identity::{Identity, Origin},
    provider::Provider,
    tokens::Tokens,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    store::AccountRow,
    wire::{
        AccessToken, AccountInfo, AccountKey, AuditAction, ErrorCode, GetSession, LinkedAccount, RefreshedTokens,
        SelectAccount, StatusOutput, UnlinkAccount,
    },
};

/// A token that ends this soon has ended when it is used, as upstream.
const TOO_SOON: std::time::Duration = std::time::Duration::from_secs(5);

impl Auth {
    /// The providers by which people can sign in here, as (id, name), in the order of the configuration.
    pub fn social_providers(&self) -> Vec<(String, String)> {
        self.oauth().names().map(|(id, name)| (id.to_owned(), name.to_owned())).collect()
    }

    /// The sites to which people are sent for signing in, as browsers write an `Origin`: what a content security policy
    /// has to let forms lead to. Of a provider that is described by a discovery document it is the site of the document.
    pub fn provider_origins(&self) -> Vec<String> {
        self.oauth().origins()
    }

    /// The accounts of the caller, without tokens. `GET /list-accounts`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn list_accounts(&self, cx: &mut Cx) -> Result<Vec<LinkedAccount>> {
        self.perform(cx, &LIST_ACCOUNTS, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            let accounts = self.store().list_accounts(&caller.user.id).await?;
            Ok(accounts.into_iter().map(LinkedAccount::from).collect())
        })
        .await
    }

    /// Takes an account away from the caller. `POST /unlink-account`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 when signing in was too long ago; 400 for an account that is not theirs, or the
    /// last one.
    pub async fn unlink_account(&self, cx: &mut Cx, input: UnlinkAccount) -> Result<StatusOutput> {
        self.perform(cx, &UNLINK_ACCOUNT, input, async |cx, input| {
            let caller = self.require_fresh_session(cx).await?;
            caller.session.require_own()?;
            let last_may_go = self.config().account.linking.allow_unlinking_all;
            let accounts = self.store().list_accounts(&caller.user.id).await?;
            if accounts.len() == 1 && !last_may_go {
                return Err(ErrorCode::FailedToUnlinkLastAccount.into());
            }
            let account = accounts.into_iter().find(|account| account.id == input.account_id);
            let account = account.ok_or(ErrorCode::AccountNotFound)?;
            // Of two at the same moment, the second finds that its account has become the last.
            if !self.store().delete_account(&account, last_may_go).await? {
                return Err(ErrorCode::FailedToUnlinkLastAccount.into());
            }
            cx.note(Note::new(AuditAction::AccountUnlinked).detail(&account.provider_id));
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// An access token that works now; renewed before if it has ended. `POST /get-access-token`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an account that is not the caller's, or whose provider renews nothing.
    pub async fn get_access_token(&self, cx: &mut Cx, input: SelectAccount) -> Result<AccessToken> {
        self.perform(cx, &GET_ACCESS_TOKEN, input, async |cx, input| {
            let account = self.select_account(cx, input).await?;
            let provider = self.provider_of(&account, ErrorCode::ProviderNotSupported).await?;
            let account = self.renewed(cx, account, &provider).await?;
            Ok(AccessToken {
                access_token: self.open_token(account.access_token.as_deref())?.unwrap_or_default(),
                access_token_expires_at: account.access_token_expires_at,
                scopes: account.scopes(),
                id_token: account.id_token,
            })
        })
        .await
    }

    /// New tokens for an account of the caller. `POST /refresh-token`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an account that is not the caller's, has no refresh token or whose provider
    /// renews nothing.
    pub async fn refresh_token(&self, cx: &mut Cx, input: SelectAccount) -> Result<RefreshedTokens> {
        self.perform(cx, &REFRESH_TOKEN, input, async |cx, input| {
            let from_cookie = input.use_account_cookie.is_some();
            let mut account = self.select_account(cx, input).await?;
            let provider = self.provider_of(&account, ErrorCode::ProviderNotSupported).await?;
            if !provider.tokens.refresh {
                return Err(ErrorCode::TokenRefreshNotSupported.into());
            }
            let failed = || Error::new(ErrorCode::FailedToRefreshAccessToken);
            let refresh_token = match self.open_token(account.refresh_token.as_deref()) {
                Ok(Some(token)) => token,
                Ok(None) => return Err(ErrorCode::RefreshTokenNotFound.into()),
                Err(_) => return Err(failed()),
            };
            let renewed = provider.refresh(&self.oauth().outbound, &refresh_token, self.now()).await;
            let tokens = renewed.map_err(|error| failed().caused_by(error))?;
            let access_token = tokens.access_token.clone().ok_or_else(failed)?;
            self.seal_renewed(&mut account, &tokens)?;
            self.store().update_account(&account, self.now()).await?;
            if from_cookie {
                self.write_account_cookie(cx, &account)?;
            }
            Ok(RefreshedTokens {
                access_token,
                refresh_token: tokens.refresh_token.unwrap_or(refresh_token),
                access_token_expires_at: account.access_token_expires_at,
                refresh_token_expires_at: account.refresh_token_expires_at,
                scope: account.scope,
                id_token: account.id_token,
                provider_id: account.provider_id,
                account_id: account.id,
            })
        })
        .await
    }

    /// What the provider says of an account of the caller now. `GET /account-info`.
    ///
    /// # Errors
    ///
    /// 401 without a session, or when the provider says nothing; 400 for an account that is not the caller's.
    pub async fn account_info(&self, cx: &mut Cx, input: SelectAccount) -> Result<AccountInfo> {
        self.perform(cx, &ACCOUNT_INFO, input, async |cx, input| {
            let account = self.select_account(cx, input).await?;
            let provider = self.provider_of(&account, ErrorCode::ProviderNotConfigured).await?;
            let account = self.renewed(cx, account, &provider).await?;
            let access_token = self.open_token(account.access_token.as_deref())?.filter(|token| !token.is_empty());
            let tokens = Tokens {
                access_token: Some(access_token.ok_or(ErrorCode::AccessTokenNotFound)?),
                id_token: account.id_token.clone(),
                ..Tokens::default()
            };
            let found = self.identify(&provider, &tokens, Origin::Database, None).await;
            let Identity { user, profile, .. } =
                found.map_err(|error| Error::new(ErrorCode::FailedToGetUserInfo).with_status(401).caused_by(error))?;
            let key = AccountKey { id: account.id, provider_id: account.provider_id, account_id: account.account_id };
            Ok(AccountInfo { user, data: profile, account: key })
        })
        .await
    }

    /// The account that a caller names, which has to be theirs. Trusted code names the user.
    async fn select_account(&self, cx: &mut Cx, input: SelectAccount) -> Result<AccountRow> {
        let session = self.current_session(cx, GetSession::default()).await?;
        let user_id = match session {
            Some(session) => session.user.id,
            None if cx.facts().is_some() => return Err(ErrorCode::Unauthorized.into()),
            None => input.user_id.ok_or(ErrorCode::UserIdOrSessionRequired)?,
        };
        let id = match (input.account_id, input.use_account_cookie) {
            (Some(id), None) => Ok(id),
            (None, Some(true)) => {
                let account = self.read_account_cookie(cx).filter(|account| account.user_id == user_id);
                return account.ok_or_else(|| ErrorCode::AccountNotFound.into());
            }
            _ => Err(Error::invalid_field("accountId", "name an account")),
        }?;
        let accounts = self.store().list_accounts(&user_id).await?;
        accounts.into_iter().find(|account| account.id == id).ok_or_else(|| ErrorCode::AccountNotFound.into())
    }

    async fn provider_of(&self, account: &AccountRow, missing: ErrorCode) -> Result<std::sync::Arc<Provider>> {
        let provider = self.oauth().find(&account.provider_id, self.now()).await;
        provider.ok_or_else(|| missing.into())
    }

    /// The account with an access token that has not ended, if its provider gives one.
    async fn renewed(&self, cx: &mut Cx, mut account: AccountRow, provider: &Provider) -> Result<AccountRow> {
        let ended = account.access_token_expires_at.is_some_and(|end| end < self.now() + TOO_SOON);
        if !ended || !provider.tokens.refresh {
            return Ok(account);
        }
        let failed = || Error::new(ErrorCode::FailedToGetAccessToken);
        let Some(refresh_token) = self.open_token(account.refresh_token.as_deref())? else {
            return Ok(account);
        };
        let renewed = provider.refresh(&self.oauth().outbound, &refresh_token, self.now()).await;
        let tokens = renewed.map_err(|error| failed().caused_by(error))?;
        if tokens.access_token.is_none() {
            return Err(failed());
        }
        self.seal_renewed(&mut account, &tokens)?;
        self.store().update_account(&account, self.now()).await?;
        self.write_account_cookie(cx, &account)?;
        Ok(account)
    }
}

/// Tokens on their way into the database and out of it.
impl Auth {
    /// The account of somebody at a provider, to be stored.
    pub(super) fn new_account(
        &self,
        provider: &Provider,
        user_id: &str,
        identity: &Identity,
        tokens: &Tokens,
    ) -> Result<AccountRow> {
        let now = self.now();
        let mut account = AccountRow {
            id: self.generate_id(),
            account_id: identity.subject.clone(),
            provider_id: provider.id.clone(),
            user_id: user_id.to_owned(),
            access_token: None,
            refresh_token: None,
            id_token: None,
            access_token_expires_at: None,
            refresh_token_expires_at: None,
            scope: Some(tokens.scopes.join(",")).filter(|scope| !scope.is_empty()),
            created_at: now,
            updated_at: now,
        };
        self.seal_into(&mut account, tokens)?;
        Ok(account)
    }

    /// Puts tokens into an account; what the provider did not give stays. Scopes change by linking alone.
    pub(super) fn seal_into(&self, account: &mut AccountRow, tokens: &Tokens) -> Result<()> {
        fn replace<T>(place: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *place = new;
            }
        }
        replace(&mut account.access_token, self.seal_token(tokens.access_token.as_deref())?);
        replace(&mut account.refresh_token, self.seal_token(tokens.refresh_token.as_deref())?);
        replace(&mut account.id_token, tokens.id_token.clone());
        replace(&mut account.access_token_expires_at, tokens.access_token_expires_at);
        replace(&mut account.refresh_token_expires_at, tokens.refresh_token_expires_at);
        Ok(())
    }

    /// The same for tokens that were renewed: an end that is not said is not known any more.
    fn seal_renewed(&self, account: &mut AccountRow, tokens: &Tokens) -> Result<()> {
        account.access_token_expires_at = None;
        self.seal_into(account, tokens)
    }

    fn seal_token(&self, token: Option<&str>) -> Result<Option<String>> {
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return Ok(None);
        };
        if self.config().account.encrypt_oauth_tokens {
            self.config().secrets.encrypt(&**self.rng(), token).map(Some)
        } else {
            Ok(Some(token.to_owned()))
        }
    }

    /// The token that was stored. What does not look encrypted was stored before encryption was switched on.
    fn open_token(&self, stored: Option<&str>) -> Result<Option<String>> {
        let Some(stored) = stored.filter(|stored| !stored.is_empty()) else {
            return Ok(None);
        };
        let looks_encrypted = stored.starts_with("$ba$")
            || (stored.len().is_multiple_of(2) && stored.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if !self.config().account.encrypt_oauth_tokens || !looks_encrypted {
            return Ok(Some(stored.to_owned()));
        }
        let opened = self.config().secrets.decrypt(stored);
        opened.map(Some).ok_or_else(|| Error::new(ErrorCode::FailedToGetAccessToken))
    }
}

impl From<AccountRow> for LinkedAccount {
    fn from(account: AccountRow) -> Self {
        Self {
            scopes: account.scopes(),
            id: account.id,
            provider_id: account.provider_id,
            account_id: account.account_id,
            user_id: account.user_id,
            created_at: account.created_at,
            updated_at: account.updated_at,
        }
    }
}
