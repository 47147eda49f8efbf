use serde::{Deserialize, Serialize};

/// What `GET /captcha/challenge` answers: something for a browser to compute.
///
/// A number is looked for, so that the SHA-256 of `{challenge}.{number}` begins with as many zero bits as `difficulty` says.
/// `{challenge}.{number}` is what the header `x-captcha-response` has to be then, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaptchaChallenge {
    /// The challenge: three parts with dots between them.
    pub challenge: String,
    /// Zero bits.
    pub difficulty: u32,
    /// Seconds until the challenge ends.
    pub expires_in: u64,
}
