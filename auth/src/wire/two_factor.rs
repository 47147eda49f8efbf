use serde::{Deserialize, Serialize};

use super::{Password, SessionWithUser, Timestamp, User};

/// What a way to sign in comes to: it is done, or a second factor is asked first.
///
/// On the wire it is one or the other as it is: `{ twoFactorRedirect, … }`, or what the endpoint answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SignInOutcome<T = SessionWithUser> {
    /// There is no session yet.
    SecondFactor(TwoFactorChallenge),
    /// Signed in.
    SignedIn(T),
}

impl<T> SignInOutcome<T> {
    /// The same with another answer for who is signed in.
    pub fn map<U>(self, answer: impl FnOnce(T) -> U) -> SignInOutcome<U> {
        match self {
            Self::SecondFactor(challenge) => SignInOutcome::SecondFactor(challenge),
            Self::SignedIn(output) => SignInOutcome::SignedIn(answer(output)),
        }
    }

    /// The answer, if it is done.
    pub fn signed_in(self) -> Option<T> {
        match self {
            Self::SecondFactor(_) => None,
            Self::SignedIn(output) => Some(output),
        }
    }
}

/// The first factor was right and a second one is asked: the answer of Better Auth's sign-in endpoints. A cookie
/// says whose sign-in is waiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TwoFactorChallenge {
    /// Always true; clients know the answer by it.
    pub two_factor_redirect: bool,
    /// The ways this user can show a second factor, besides backup codes.
    pub two_factor_methods: Vec<TwoFactorMethod>,
}

/// A second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TwoFactorMethod {
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code that is mailed.
    Otp,
    /// A passkey after another first factor. Ours, and offered where the configuration says so.
    Passkey,
}

/// The body of `POST /two-factor/enable`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnableTwoFactor {
    /// The password; not asked of users without one, if that is allowed.
    pub password: Option<Password>,
    /// What to set up. Default: an authenticator app.
    pub method: Option<TwoFactorMethod>,
    /// Who the authenticator app says the code is for.
    pub issuer: Option<String>,
}

/// What `POST /two-factor/enable` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnableTwoFactorOutput {
    /// What was set up.
    pub method: TwoFactorMethod,
    /// What the app reads from a QR code; of an authenticator app.
    #[serde(rename = "totpURI", skip_serializing_if = "Option::is_none")]
    pub totp_uri: Option<String>,
    /// Codes that each work once; with an authenticator app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup_codes: Option<Vec<String>>,
}

/// The body of `POST /two-factor/disable`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisableTwoFactor {
    /// The password; not asked of users without one, if that is allowed.
    pub password: Option<Password>,
}

/// The body of `POST /two-factor/get-totp-uri`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetTotpUri {
    /// The password; not asked of users without one, if that is allowed.
    pub password: Option<Password>,
}

/// What `POST /two-factor/get-totp-uri` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpUri {
    /// What the app reads from a QR code.
    #[serde(rename = "totpURI")]
    pub totp_uri: String,
}

/// The body of `POST /two-factor/verify-totp`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyTotp {
    /// What the app shows.
    pub code: String,
    /// Do not ask in this browser for 30 days.
    pub trust_device: Option<bool>,
}

/// The body of `POST /two-factor/verify-otp`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyOtp {
    /// What the mail says.
    pub code: String,
    /// Do not ask in this browser for 30 days.
    pub trust_device: Option<bool>,
}

/// The body of `POST /two-factor/verify-backup-code`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyBackupCode {
    /// One of the codes; the dash and spaces do not matter.
    pub code: String,
    /// Use the code up and open no session.
    pub disable_session: Option<bool>,
    /// Do not ask in this browser for 30 days.
    pub trust_device: Option<bool>,
}

/// What verifying a second factor answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactorOutput {
    /// The token of the session, unless none was wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whose second factor it was.
    pub user: User,
}

/// The body of `POST /two-factor/generate-backup-codes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerateBackupCodes {
    /// The password; not asked of users without one, if that is allowed.
    pub password: Option<Password>,
}

/// What `POST /two-factor/generate-backup-codes` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackupCodes {
    /// Always true.
    pub status: bool,
    /// The codes that are left.
    pub backup_codes: Vec<String>,
}

/// A sign-in that waits for its second factor, for the page that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingSignIn {
    /// Who is signing in.
    pub email: String,
    /// The ways to go on, besides backup codes.
    pub methods: Vec<TwoFactorMethod>,
}

/// What a user has set up, for the page of settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactorStatus {
    /// A second factor is asked.
    pub enabled: bool,
    /// An authenticator app is set up.
    pub totp: bool,
    /// A key was handed out and no code shown yet.
    pub enrolling: bool,
    /// How many backup codes are left; `None` without any set.
    pub backup_codes_left: Option<usize>,
    /// Changes ask for the password.
    pub needs_password: bool,
    /// The browsers that are not asked, the latest first.
    pub trusted_devices: Vec<TrustedDevice>,
}

/// A browser that is not asked for the second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedDevice {
    /// Names it when it is to be forgotten; opens nothing.
    pub id: String,
    /// Whether it is the browser that asks.
    pub current: bool,
    /// When it was last renewed.
    pub since: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

// Secrets and codes stay out of logs.
hidden!(EnableTwoFactorOutput, TotpUri, VerifyTotp, VerifyOtp, VerifyBackupCode, BackupCodes);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_outcome_is_on_the_wire_what_it_holds() {
        let challenge = TwoFactorChallenge {
            two_factor_redirect: true,
            two_factor_methods: vec![TwoFactorMethod::Totp, TwoFactorMethod::Otp],
        };
        let pending: SignInOutcome<String> = SignInOutcome::SecondFactor(challenge);
        let json = json!({ "twoFactorRedirect": true, "twoFactorMethods": ["totp", "otp"] });
        assert_eq!(serde_json::to_value(&pending).unwrap(), json);
        assert_eq!(serde_json::from_value::<SignInOutcome<String>>(json).unwrap(), pending);

        let done = SignInOutcome::SignedIn(7).map(|number| format!("number {number}"));
        assert_eq!(serde_json::to_value(&done).unwrap(), json!("number 7"));
        assert_eq!(done.signed_in().as_deref(), Some("number 7"));
    }
}
