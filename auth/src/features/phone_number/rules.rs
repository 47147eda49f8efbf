//! What is a phone number, and what an application makes of one.

use std::fmt;

use async_trait::async_trait;

use crate::{
    Auth,
    error::Result,
    wire::{ErrorCode, User},
};

/// More characters than any number has, with spaces and an extension.
const MAX_LENGTH: usize = 64;

/// The rules of an application for phone numbers: upstream's options `phoneNumberValidator`, `getTempEmail`,
/// `getTempName`, `verifyOTP` and `callbackOnVerification`. See [`crate::AuthBuilder::phone_number_rules`].
#[async_trait]
pub trait PhoneNumberRules: fmt::Debug + Send + Sync {
    /// Whether a text is a phone number that messages may go to. Default: every text is.
    async fn is_valid(&self, phone_number: &str) -> bool {
        let _ = phone_number;
        true
    }

    /// The address of an account that a number makes. Default: the digits at `temp_email_domain`.
    fn temp_email(&self, phone_number: &str) -> Option<String> {
        let _ = phone_number;
        None
    }

    /// The name of an account that a number makes. Default: the number.
    fn temp_name(&self, phone_number: &str) -> Option<String> {
        let _ = phone_number;
        None
    }

    /// Whether a code is right, where a gateway makes and checks codes itself. Default: the core does.
    async fn verify_otp(&self, phone_number: &str, code: &str) -> Option<bool> {
        let _ = (phone_number, code);
        None
    }

    /// A number was shown to be this user's.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn verified(&self, phone_number: &str, user: &User) -> Result<()> {
        let _ = (phone_number, user);
        Ok(())
    }
}

/// Better Auth's rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AnyNumber;

impl PhoneNumberRules for AnyNumber {}

impl Auth {
    /// Refuses what is no phone number.
    ///
    /// # Errors
    ///
    /// 400.
    pub(super) async fn check_phone_number(&self, phone_number: &str) -> Result<()> {
        let plausible = (1..=MAX_LENGTH).contains(&phone_number.len()) && !phone_number.contains(char::is_control);
        let well_formed = !self.config().phone_number.require_e164 || is_e164(phone_number);
        if plausible && well_formed && self.phone_number_rules().is_valid(phone_number).await {
            return Ok(());
        }
        Err(ErrorCode::InvalidPhoneNumber.into())
    }
}

/// A plus and up to 15 digits, the first of which belongs to a country (ITU-T E.164). No number is shorter than seven.
fn is_e164(phone_number: &str) -> bool {
    phone_number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_international_number_is_a_plus_and_digits() {
        for number in ["+358401234567", "+15551234567", "+123456789012345"] {
            assert!(is_e164(number), "{number}");
        }
        for text in
            ["", "+", "358401234567", "+0401234567", "+358 40 1234567", "+12345", "+1234567890123456", "+١٢٣٤٥٦٧"]
        {
            assert!(!is_e164(text), "{text}");
        }
    }
}
