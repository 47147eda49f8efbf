use serde::{Deserialize, Serialize};

use super::refused;
use crate::{Auth, crypto::JwtError, error::Result, redirect::encode_component, wire::ErrorCode};

/// What the link of a mail says, signed: Better Auth's claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Link {
    /// The address of the account when the link was made.
    pub(super) email: String,
    /// The address it is changed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) update_to: Option<String>,
    /// Which step of a change it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_type: Option<Request>,
    /// Whose account it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_id: Option<String>,
}

/// The steps of a change of address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Request {
    /// The old address agrees.
    #[serde(rename = "change-email-confirmation")]
    Confirmation,
    /// Mail to the new address arrives.
    #[serde(rename = "change-email-verification")]
    Verification,
}

impl Auth {
    pub(super) fn verification_url(&self, link: &Link, page: Option<&str>) -> Result<String> {
        let config = self.config();
        let token = config.secrets.sign_jwt(link, self.now(), config.email_verification.expires_in)?;
        let page = page.filter(|page| !page.is_empty()).unwrap_or("/");
        let path = match &config.pages.verify_email {
            Some(path) => path.clone(),
            None => format!("{}/verify-email", config.base_path),
        };
        Ok(format!("{}{path}?token={token}&callbackURL={}", config.origin(), encode_component(page)))
    }

    pub(super) fn read_link(&self, token: &str) -> Result<Link> {
        self.config().secrets.verify_jwt(token, self.now()).map_err(|error| match error {
            JwtError::Expired => refused(ErrorCode::TokenExpired),
            JwtError::Invalid => refused(ErrorCode::InvalidToken),
        })
    }
}
