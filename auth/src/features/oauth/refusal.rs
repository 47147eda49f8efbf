use crate::{error::Error, store::StoreError};

/// Why a person who comes back from a provider does not come in: Better Auth's codes, as they stand behind `?error=`
/// and behind [`crate::wire::ErrorCode`] of the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    StateNotFound,
    StateMismatch,
    StateInvalid,
    NoCode,
    ProviderNotFound,
    IssuerMismatch,
    InvalidCode,
    NonceBindingMissing,
    UnableToGetUserInfo,
    UnableToLinkAccount,
    EmailDoesNotMatch,
    AlreadyLinkedToDifferentUser,
    EmailNotFound,
    EmailNotVerified,
    AccountNotLinked,
    SignUpDisabled,
    UnableToCreateUser,
}

impl Refusal {
    /// The code, as it stands in addresses.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::StateNotFound => "state_not_found",
            Self::StateMismatch => "state_mismatch",
            Self::StateInvalid => "state_invalid",
            Self::NoCode => "no_code",
            Self::ProviderNotFound => "oauth_provider_not_found",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::InvalidCode => "invalid_code",
            Self::NonceBindingMissing => "nonce_binding_missing",
            Self::UnableToGetUserInfo => "unable_to_get_user_info",
            Self::UnableToLinkAccount => "unable_to_link_account",
            Self::EmailDoesNotMatch => "email_does_not_match",
            Self::AlreadyLinkedToDifferentUser => "account_already_linked_to_different_user",
            Self::EmailNotFound => "email_not_found",
            Self::EmailNotVerified => "email_not_verified",
            Self::AccountNotLinked => "account_not_linked",
            Self::SignUpDisabled => "signup_disabled",
            Self::UnableToCreateUser => "unable_to_create_user",
        }
    }
}

/// A refusal, or an error of another part.
#[derive(Debug)]
pub(crate) enum Fault {
    Refused(Refusal),
    Error(Error),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}
