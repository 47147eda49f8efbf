//! What a provider says of a person, and what is taken over from it.

use std::{fmt, future::Future, pin::Pin};

use http::{Method, Request, header};
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::{
    id_token::{Claims, IdTokenError},
    provider::Provider,
    tokens::Tokens,
};
use crate::{
    outbound::{Outbound, OutboundError},
    wire::{AppleUser, ProviderUser},
};

/// The answer of a provider about a person, read by JSON pointers (RFC 6901).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Profile(pub(crate) Value);

impl Profile {
    /// A text that is not empty, or a number as text.
    pub(crate) fn text(&self, pointer: &str) -> Option<String> {
        match self.0.pointer(pointer)? {
            Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The first of several texts that is there.
    pub(crate) fn first(&self, pointers: &[&str]) -> Option<String> {
        pointers.iter().find_map(|pointer| self.text(pointer))
    }

    /// Whether something is true; some providers write the word.
    pub(crate) fn is_true(&self, pointer: &str) -> bool {
        match self.0.pointer(pointer) {
            Some(Value::Bool(truth)) => *truth,
            Some(Value::String(text)) => text == "true",
            _ => false,
        }
    }

    /// Whether a list holds a text.
    pub(crate) fn lists(&self, pointer: &str, text: &str) -> bool {
        let list = self.0.pointer(pointer).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item.as_str() == Some(text)))
    }

    /// What most providers of OpenID Connect call these things.
    pub(crate) fn standard(&self) -> ProviderUser {
        ProviderUser {
            name: self.text("/name"),
            email: self.text("/email"),
            email_verified: self.is_true("/email_verified"),
            image: self.text("/picture"),
            ..ProviderUser::default()
        }
    }

    /// The id of the person. It has to be stable, so names and addresses are never asked; a number is taken as text.
    pub(crate) fn subject(&self, pointers: &[&str]) -> Option<String> {
        let subject = self.first(pointers).map(|subject| subject.trim().to_owned())?;
        // What careless programs write for a missing id.
        Some(subject).filter(|subject| !matches!(subject.as_str(), "" | "undefined" | "null"))
    }
}

/// An address for a person whose provider gives none: nobody can have it (RFC 6761 6.4), so it is never verified.
pub(crate) fn placeholder_email(identifier: &str, namespace: &str) -> String {
    format!("{identifier}@{namespace}{PLACEHOLDER}")
}

/// Whether an address was made up for a person whose provider gives none.
pub(crate) fn is_placeholder(email: &str) -> bool {
    email.ends_with(PLACEHOLDER)
}

/// Better Auth's domain for such addresses.
const PLACEHOLDER: &str = ".placeholder.invalid";

/// Where the profile of a person is.
#[derive(Clone, Copy)]
pub(crate) enum ProfileSource {
    /// In the ID token.
    IdToken,
    /// In the ID token, and at the profile endpoint where there is none or it names no address.
    IdTokenOrEndpoint,
    /// At the profile endpoint, under the access token, with these further headers.
    Endpoint(&'static [(&'static str, &'static str)]),
    /// The same for a provider that wants a POST.
    PostEndpoint,
    /// It takes more than that.
    Own(for<'a> fn(Inquiry<'a>) -> Answer<'a>),
}

impl fmt::Debug for ProfileSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdToken => "IdToken",
            Self::IdTokenOrEndpoint => "IdTokenOrEndpoint",
            Self::Endpoint(_) => "Endpoint",
            Self::PostEndpoint => "PostEndpoint",
            Self::Own(_) => "Own",
        })
    }
}

/// A profile on its way.
pub(crate) type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value, ProfileError>> + Send + 'a>>;

/// Why there is no profile.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProfileError {
    /// The provider was not reached or did not answer as it should.
    #[error("the provider did not answer")]
    Provider(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The ID token is not good.
    #[error("the ID token is not accepted")]
    IdToken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something is missing.
    #[error("there is no {0}")]
    Missing(&'static str),
    /// The provider says that this is not the person, or that they may not sign in.
    #[error("the profile is refused: {0}")]
    Refused(&'static str),
}

impl From<OutboundError> for ProfileError {
    fn from(error: OutboundError) -> Self {
        Self::Provider(error.into())
    }
}

impl From<IdTokenError> for ProfileError {
    fn from(error: IdTokenError) -> Self {
        Self::IdToken(error.into())
    }
}

/// Asks a provider who somebody is.
#[derive(Clone, Copy)]
pub(crate) struct Inquiry<'a> {
    pub(crate) outbound: &'a Outbound,
    pub(crate) provider: &'a Provider,
    pub(crate) tokens: &'a Tokens,
    /// What the ID token says, after it was checked.
    pub(crate) claims: Option<&'a Claims>,
    /// What Apple says beside the token.
    pub(crate) beside: Option<&'a AppleUser>,
}

impl<'a> Inquiry<'a> {
    pub(super) async fn profile(self) -> Result<Value, ProfileError> {
        let claims = || self.claims.cloned().map(Value::Object).ok_or(ProfileError::Missing("ID token"));
        let answer = match self.provider.profile.source {
            ProfileSource::IdToken => claims(),
            ProfileSource::IdTokenOrEndpoint if self.claims.is_some_and(names_address) => claims(),
            ProfileSource::IdTokenOrEndpoint if self.provider.endpoints.user_info.is_none() => claims(),
            ProfileSource::IdTokenOrEndpoint => self.get(self.endpoint()?, &[]).await,
            ProfileSource::Endpoint(headers) => self.get(self.endpoint()?, headers).await,
            ProfileSource::PostEndpoint => self.request(Method::POST, self.endpoint()?, &[], Vec::new()).await,
            ProfileSource::Own(fetch) => fetch(self).await,
        }?;
        let root = answer.pointer(self.provider.profile.root).filter(|root| root.is_object());
        root.cloned().ok_or(ProfileError::Missing("profile in the answer"))
    }

    /// Where the profile is.
    pub(super) fn endpoint(&self) -> Result<&'a str, ProfileError> {
        self.provider.endpoints.user_info.as_deref().ok_or(ProfileError::Missing("profile endpoint"))
    }

    pub(super) fn access_token(&self) -> Result<&'a str, ProfileError> {
        self.tokens.access_token.as_deref().ok_or(ProfileError::Missing("access token"))
    }

    /// GET under the access token.
    pub(super) async fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Value, ProfileError> {
        self.request(Method::GET, url, headers, Vec::new()).await
    }

    /// A request under the access token.
    pub(super) async fn request(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Value, ProfileError> {
        let request = self.build(method, url, headers, body)?;
        Ok(self.outbound.json(request).await?)
    }

    /// Bytes under the access token, such as a picture.
    pub(super) async fn bytes(&self, url: &str) -> Result<Vec<u8>, ProfileError> {
        Ok(self.outbound.bytes(self.build(Method::GET, url, &[], Vec::new())?).await?)
    }

    /// GET with these parameters, which name who asks.
    pub(super) async fn get_with(&self, url: &str, parameters: &[(&str, &str)]) -> Result<Value, ProfileError> {
        let mut url = Url::parse(url).map_err(|error| ProfileError::Provider(error.into()))?;
        url.query_pairs_mut().extend_pairs(parameters);
        let request = Request::get(url.as_str()).header(header::ACCEPT, "application/json").body(Vec::new());
        let request = request.map_err(|error| ProfileError::Provider(error.into()))?;
        Ok(self.outbound.json(request).await?)
    }

    /// A form, which names who asks.
    pub(super) async fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> Result<Value, ProfileError> {
        Ok(self.outbound.json(form(url, fields)?).await?)
    }

    fn build(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Request<Vec<u8>>, ProfileError> {
        let token = self.access_token()?;
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(body).map_err(|error| ProfileError::Provider(error.into()))
    }
}

/// Whether an ID token names an address.
pub(super) fn names_address(claims: &Claims) -> bool {
    claims.get("email").and_then(Value::as_str).is_some_and(|email| !email.is_empty())
}

/// A form as a request.
pub(super) fn form(url: &str, fields: &[(&str, &str)]) -> Result<Request<Vec<u8>>, ProfileError> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Request::post(url)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into_bytes())
        .map_err(|error| ProfileError::Provider(error.into()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // OAUTH-014
    #[test]
    fn a_subject_has_to_be_there_and_numbers_are_written_alike() {
        let subject = |value: Value| Profile(json!({ "id": value })).subject(&["/id"]);
        assert_eq!(subject(json!("abc")).as_deref(), Some("abc"));
        assert_eq!(subject(json!(99999)).as_deref(), Some("99999"));
        for bad in
            [json!(null), json!(""), json!("  "), json!("undefined"), json!("null"), json!({}), json!([1]), json!(true)]
        {
            assert_eq!(subject(bad.clone()), None, "{bad}");
        }
        assert_eq!(Profile(json!({})).subject(&["/id"]), None);
    }
}
