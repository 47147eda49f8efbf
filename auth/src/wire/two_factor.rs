use serde::{Deserialize, Serialize};

use super::SessionWithUser;

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
}

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
