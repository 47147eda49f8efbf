//! Signing out of the provider too (OpenID Connect RP-Initiated Logout 1.0).

use url::Url;

use super::provider::Provider;
use crate::{Auth, error::Result, store::AccountRow, wire::SignOut};

impl Auth {
    /// The address at which somebody signs out of the provider that they used last, if it has one.
    pub(crate) async fn provider_logout(&self, user_id: &str, input: &SignOut) -> Result<Option<String>> {
        let mut accounts = self.store().list_accounts(user_id).await?;
        accounts.sort_by_key(|account| std::cmp::Reverse(account.updated_at));
        let mut seen: Vec<String> = Vec::new();
        for account in accounts {
            if seen.contains(&account.provider_id) {
                continue;
            }
            seen.push(account.provider_id.clone());
            let provider = self.oauth().find(&account.provider_id, self.now()).await;
            if let Some(url) = provider.and_then(|provider| self.end_session_url(&provider, &account, input)) {
                return Ok(Some(url));
            }
        }
        Ok(None)
    }

    fn end_session_url(&self, provider: &Provider, account: &AccountRow, input: &SignOut) -> Option<String> {
        let mut url = Url::parse(provider.endpoints.end_session.as_deref()?).ok()?;
        let base = Url::parse(&self.config().base_url).ok()?;
        let wanted = input.callback_url.as_deref().filter(|url| !url.is_empty());
        let back = wanted.or(provider.post_logout_redirect_uri.as_deref());
        let back = back.map(|back| base.join(back)).transpose().ok()?;
        let client_id = provider.client.ids.first().map(String::as_str).unwrap_or_default();
        {
            let mut query = url.query_pairs_mut();
            if let Some(id_token) = &account.id_token {
                query.append_pair("id_token_hint", id_token);
            }
            if let Some(back) = &back {
                query.append_pair("post_logout_redirect_uri", back.as_str()).append_pair("client_id", client_id);
                if let Some(state) = &input.state {
                    query.append_pair("state", state);
                }
            } else if account.id_token.is_none() {
                query.append_pair("client_id", client_id);
            }
        }
        Some(url.into())
    }
}
