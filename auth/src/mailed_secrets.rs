//! Secrets of links and codes by mail, where an application makes or stores them in its own way.

use std::fmt;

use async_trait::async_trait;

use crate::wire::OtpType;

/// How an application makes and stores the secrets of magic links and of codes by mail, where it wants that in another
/// way: upstream's options `generateToken`, `storeToken`, `generateOTP` and `storeOTP` that are functions.
///
/// What is not said is done as configured. See [`crate::AuthBuilder::mailed_secrets`].
#[async_trait]
pub trait MailedSecrets: fmt::Debug + Send + Sync {
    /// The token of a link for an address. It has to be hard to guess: whoever has it is signed in.
    fn magic_link_token(&self, email: &str) -> Option<String> {
        let _ = email;
        None
    }

    /// The form in which such a token is stored, the same each time.
    async fn store_magic_link_token(&self, token: &str) -> Option<String> {
        let _ = token;
        None
    }

    /// A code for an address.
    fn otp(&self, email: &str, otp_type: OtpType) -> Option<String> {
        let _ = (email, otp_type);
        None
    }

    /// The form in which a code is stored: a hash, the same each time, or what [`MailedSecrets::reveal_otp`] turns
    /// back.
    async fn store_otp(&self, otp: &str) -> Option<String> {
        let _ = otp;
        None
    }

    /// The code of which this is stored; `None` of a hash.
    async fn reveal_otp(&self, stored: &str) -> Option<String> {
        let _ = stored;
        None
    }
}

/// Everything as configured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AsConfigured;

impl MailedSecrets for AsConfigured {}
