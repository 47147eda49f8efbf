//! Phone numbers: signing in by a code that is sent to one, or by number and password.

mod code;
mod password;
mod routes;
mod rules;
mod verify;

pub use routes::{
    REQUEST_PASSWORD_RESET_PHONE_NUMBER, RESET_PASSWORD_PHONE_NUMBER, SEND_PHONE_NUMBER_OTP, SIGN_IN_PHONE_NUMBER,
    VERIFY_PHONE_NUMBER,
};
pub(super) use routes::{ROUTES, SENDING_AND_TAKING_CODES};
pub(crate) use rules::AnyNumber;
pub use rules::PhoneNumberRules;
use serde_json::Value;

use crate::{
    Auth,
    config::AuthConfig,
    error::Result,
    schema::{Field, FieldKind},
    wire::{ErrorCode, Fields},
};

/// The number, which no two users have the same of.
pub(crate) const PHONE_NUMBER: &str = "phoneNumber";

/// Whether the user has shown that messages to it reach them.
pub(crate) const PHONE_NUMBER_VERIFIED: &str = "phoneNumberVerified";

/// The fields of users that this feature adds.
pub(super) fn fields(config: &AuthConfig) -> Vec<Field> {
    if !config.phone_number.enabled {
        return Vec::new();
    }
    let number = Field::new(PHONE_NUMBER, FieldKind::Text).unique();
    vec![number, Field::new(PHONE_NUMBER_VERIFIED, FieldKind::Boolean).not_from_outside()]
}

impl Auth {
    /// A field that was left empty when signing up says nothing, as upstream.
    pub(crate) fn drop_empty_phone_number(&self, fields: &mut Fields) {
        if self.config().phone_number.enabled && fields.text(PHONE_NUMBER) == Some("") {
            fields.set(PHONE_NUMBER, Value::Null);
        }
    }

    /// Refuses a number that a request gives: one is set by verifying it, and may be taken away.
    ///
    /// # Errors
    ///
    /// 400 with the given code.
    pub(crate) fn refuse_phone_number(&self, fields: &Fields, refusal: ErrorCode) -> Result<()> {
        let given = fields.get(PHONE_NUMBER).is_some_and(|number| !number.is_null());
        if given && self.config().phone_number.enabled { Err(refusal.into()) } else { Ok(()) }
    }

    /// A new user has a number only if it is verified.
    pub(crate) fn drop_unverified_phone_number(&self, fields: &mut Fields) {
        if self.config().phone_number.enabled
            && fields.text(PHONE_NUMBER).is_some()
            && !fields.is_on(PHONE_NUMBER_VERIFIED)
        {
            fields.set(PHONE_NUMBER, Value::Null);
            fields.set(PHONE_NUMBER_VERIFIED, false);
        }
    }

    /// Without a number none is verified.
    pub(crate) fn forget_verified_phone_number(&self, fields: &mut Fields) {
        if self.config().phone_number.enabled && fields.get(PHONE_NUMBER).is_some_and(Value::is_null) {
            fields.set(PHONE_NUMBER_VERIFIED, false);
        }
    }
}
