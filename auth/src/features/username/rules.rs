//! What is a username, and which of them are the same.

use std::fmt;

use async_trait::async_trait;

use crate::{
    Auth,
    config::{UsernameConfig, ValidationOrder},
    wire::ErrorCode,
};

/// The rules of an application for usernames: upstream's options `usernameValidator`, `usernameNormalization` and
/// their likes for the name beside it. See [`crate::AuthBuilder::username_rules`].
///
/// ```
/// use async_trait::async_trait;
/// use auth::features::username::UsernameRules;
///
/// /// Names of our old system, which had capitals.
/// #[derive(Debug)]
/// struct AsTyped;
///
/// #[async_trait]
/// impl UsernameRules for AsTyped {
///     fn normalize(&self, username: &str) -> String {
///         username.to_owned()
///     }
/// }
/// ```
#[async_trait]
pub trait UsernameRules: fmt::Debug + Send + Sync {
    /// The form in which a username is stored and compared; doing it twice changes nothing. Default: lower case.
    fn normalize(&self, username: &str) -> String {
        username.to_lowercase()
    }

    /// The form in which the name beside it is stored. Default: as it was typed.
    fn normalize_display(&self, display_username: &str) -> String {
        display_username.to_owned()
    }

    /// Whether a username is one, besides its length. Default: Latin letters, digits, `_` and `.`, so that no two look
    /// alike.
    async fn is_valid(&self, username: &str) -> bool {
        !username.is_empty() && username.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte))
    }

    /// Whether the name beside it is one. Default: every text is.
    async fn is_valid_display(&self, display_username: &str) -> bool {
        let _ = display_username;
        true
    }
}

/// Better Auth's rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StandardRules;

impl UsernameRules for StandardRules {}

impl Auth {
    /// What is wrong with a username, whoever may have it.
    pub(super) async fn username_problem(&self, username: &str) -> Option<ErrorCode> {
        let options = &self.config().username;
        let rules = self.username_rules();
        let normal = rules.normalize(username);
        let checked = checked_form(options.validate_username, username, &normal);
        // As JavaScript counts, whose limits these are.
        let length = checked.encode_utf16().count();
        if length < options.min_username_length {
            Some(ErrorCode::UsernameTooShort)
        } else if length > options.max_username_length {
            Some(ErrorCode::UsernameTooLong)
        } else if !rules.is_valid(checked).await || is_reserved(options, &normal) || username.contains('\0') {
            Some(ErrorCode::InvalidUsername)
        } else {
            None
        }
    }

    /// Whether the name beside a username is acceptable.
    pub(super) async fn is_display_username(&self, display_username: &str) -> bool {
        let rules = self.username_rules();
        let normal = rules.normalize_display(display_username);
        let order = self.config().username.validate_display_username;
        rules.is_valid_display(checked_form(order, display_username, &normal)).await
    }
}

fn checked_form<'a>(order: ValidationOrder, typed: &'a str, normal: &'a str) -> &'a str {
    match order {
        ValidationOrder::PreNormalization => typed,
        ValidationOrder::PostNormalization => normal,
    }
}

fn is_reserved(options: &UsernameConfig, normal: &str) -> bool {
    options.reserved_usernames.iter().any(|reserved| reserved == normal)
}
