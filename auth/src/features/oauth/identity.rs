//! Who a provider says somebody is.

use serde_json::Value;

use super::{
    id_token::{self, Claims},
    profile::{Inquiry, Profile, ProfileError, form},
    provider::{IdTokenCheck, Provider},
    tokens::Tokens,
};
use crate::{
    Auth,
    wire::{AppleUser, ProviderUser},
};

/// Somebody at a provider.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// The person's id there, which stays.
    pub(crate) subject: String,
    /// What would be taken over.
    pub(crate) user: ProviderUser,
    /// The provider's own answer.
    pub(crate) profile: Value,
}

/// Where an ID token came from, which decides how it is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'a> {
    /// From the provider, for a code.
    Provider { nonce: Option<&'a str> },
    /// From a client.
    Client { nonce: Option<&'a str> },
    /// From our database, where it came after it was verified; it may have ended since.
    Database,
}

/// No longer texts are taken over from a provider.
const MAX_NAME: usize = 256;

impl Auth {
    /// Asks a provider who the tokens belong to.
    pub(crate) async fn identify(
        &self,
        provider: &Provider,
        tokens: &Tokens,
        origin: Origin<'_>,
        beside: Option<&AppleUser>,
    ) -> Result<Identity, ProfileError> {
        let claims = match &tokens.id_token {
            Some(token) => self.id_token_claims(provider, token, origin).await?,
            None => None,
        };
        self.inquire(provider, tokens, claims.as_ref(), beside).await
    }

    async fn inquire(
        &self,
        provider: &Provider,
        tokens: &Tokens,
        claims: Option<&Claims>,
        beside: Option<&AppleUser>,
    ) -> Result<Identity, ProfileError> {
        let outbound = &self.oauth().outbound;
        let profile = Inquiry { outbound, provider, tokens, claims, beside }.profile().await?;
        let profile = Profile(profile);
        let user =
            (provider.profile.user)(&profile).ok_or(ProfileError::Refused("the provider does not vouch for them"))?;
        let user = match &provider.profile.mapper {
            Some(mapper) => mapper.map(&profile.0, user),
            None => user,
        };
        let subject = profile.subject(provider.profile.subject).ok_or(ProfileError::Missing("id in the profile"))?;
        Ok(Identity { subject, user: clean(user), profile: profile.0 })
    }

    /// What a good ID token says; `None` where something else may stand in its place.
    async fn id_token_claims(
        &self,
        provider: &Provider,
        token: &str,
        origin: Origin<'_>,
    ) -> Result<Option<Claims>, ProfileError> {
        let nonce = match origin {
            Origin::Provider { nonce } | Origin::Client { nonce } => nonce,
            Origin::Database => return Ok(id_token::read_claims(token).ok()),
        };
        match &provider.id_token {
            IdTokenCheck::None => Ok(None),
            IdTokenCheck::FromTokenEndpoint => {
                let claims = id_token::read_claims(token)?;
                id_token::check_of_token_endpoint(&claims, &provider.client.ids, nonce, self.now())?;
                Ok(Some(claims))
            }
            IdTokenCheck::Endpoint(url) => self.ask_endpoint(provider, url, token, nonce).await.map(Some),
            IdTokenCheck::Keys(rules, _) if rules.opaque && token.split('.').count() != 3 => Ok(None),
            IdTokenCheck::Keys(rules, check) => {
                let claims = id_token::verify(&self.oauth().keys, token, rules, nonce, self.now()).await?;
                if !check(&Profile(Value::Object(claims.clone())), &provider.options) {
                    return Err(ProfileError::Refused("the ID token is of another organisation"));
                }
                Ok(Some(claims))
            }
        }
    }

    async fn ask_endpoint(
        &self,
        provider: &Provider,
        url: &str,
        token: &str,
        nonce: Option<&str>,
    ) -> Result<Claims, ProfileError> {
        let ours = provider.client.ids.first().map(String::as_str).ok_or(ProfileError::Missing("client id"))?;
        let mut fields = vec![("id_token", token), ("client_id", ours)];
        fields.extend(nonce.map(|nonce| ("nonce", nonce)));
        let answer = self.oauth().outbound.json(form(url, &fields)?).await?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str);
        let same_nonce = text("nonce").is_none_or(|given| Some(given) == nonce);
        match &answer {
            Value::Object(claims) if text("aud") == Some(ours) && same_nonce => Ok(claims.clone()),
            _ => Err(ProfileError::Refused("the ID token is not for us")),
        }
    }
}

/// Takes out what no name or picture holds: control characters, and addresses that are not of the web's secure kind.
fn clean(user: ProviderUser) -> ProviderUser {
    let name = user.name.map(|name| {
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(MAX_NAME).collect();
        name.trim().to_owned()
    });
    let image = user.image.filter(|image| {
        let shown = image.starts_with("https://") || image.starts_with("data:image/");
        shown && !image.chars().any(char::is_control)
    });
    let email = user.email.map(|email| email.trim().to_owned()).filter(|email| is_address(email));
    ProviderUser { name, image, email_verified: user.email_verified && email.is_some(), email, fields: user.fields }
}

/// Providers know addresses that our own forms do not take, so only what would do harm is refused.
fn is_address(email: &str) -> bool {
    let plain = |letter: char| !letter.is_control() && !letter.is_whitespace();
    let parts = email.rsplit_once('@').filter(|(local, domain)| !local.is_empty() && !domain.is_empty());
    email.len() <= 254 && email.chars().all(plain) && parts.is_some_and(|(local, _)| !local.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    // OAUTH-034
    #[test]
    fn what_is_taken_over_is_harmless() {
        let user = clean(ProviderUser {
            name: Some(" <b>\0\u{1b}Ana ".into()),
            email: Some("Ana@Example.com ".into()),
            email_verified: true,
            image: Some("javascript:alert(1)".into()),
            ..ProviderUser::default()
        });
        assert_eq!(user.name.as_deref(), Some("<b>Ana"));
        assert_eq!(user.email.as_deref(), Some("Ana@Example.com"));
        assert_eq!(user.image, None);
        for bad in ["", "ana", "@example.com", "ana@", "a na@example.com", "a@b@example.com", "a\n@example.com"] {
            let user = clean(ProviderUser { email: Some(bad.into()), email_verified: true, ..Default::default() });
            assert_eq!((user.email, user.email_verified), (None, false), "{bad}");
        }
    }
}
