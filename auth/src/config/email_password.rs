//! Passwords, the addresses that go with them, and the pages that links of mails lead to.

use std::time::Duration;

/// Options of sign-up and sign-in by e-mail and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAndPassword {
    /// Default `false`, as upstream.
    pub enabled: bool,
    /// Refuse new accounts. Default `false`.
    pub disable_sign_up: bool,
    /// Signing up signs in. Default `true`.
    pub auto_sign_in: bool,
    /// Signing in needs a verified address. Default `false`.
    pub require_email_verification: bool,
    /// Fewest characters of a new password. Default 8.
    pub min_password_length: usize,
    /// Most characters of a password, checked before hashing. Default 128.
    pub max_password_length: usize,
    /// Mails with a link to choose a new password. Default `true`; needs a mailer.
    pub send_reset_password: bool,
    /// How long such a link works. Default one hour.
    pub reset_password_token_expires_in: Duration,
    /// A reset password ends all sessions. Default `false`, as upstream.
    pub revoke_sessions_on_password_reset: bool,
    /// What becomes of guesses at the password of one account. Ours.
    pub lockout: Lockout,
    /// Cost of new password hashes.
    pub hashing: PasswordHashing,
}

/// Options of showing that mail to an address arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailVerification {
    /// Mails with a link that verifies the address. Default `true`; needs a mailer.
    pub send_verification_email: bool,
    /// Signing up sends one. Default: where signing in needs a verified address.
    pub send_on_sign_up: Option<bool>,
    /// A sign-in that is refused because the address is not verified sends one. Default `false`.
    pub send_on_sign_in: bool,
    /// Following the link signs in. Default `false`.
    pub auto_sign_in_after_verification: bool,
    /// How long a link works. Default one hour.
    pub expires_in: Duration,
}

/// Pages of the application that mails lead to, as paths. Without one, a link leads to the API, as upstream, which acts
/// at once. A page asks first: programs that look at mails follow links too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// Verifies an address; gets `token` and `callbackURL`.
    pub verify_email: Option<String>,
    /// Signs in by a magic link; gets what `GET /magic-link/verify` gets.
    pub magic_link: Option<String>,
    /// Undoes a change of address; gets `token`. Without it nobody is told of a change.
    pub revert_email_change: Option<String>,
    /// Where somebody signs in who tried to sign up once more. Without it nobody is told.
    pub sign_in: Option<String>,
}

/// What becomes of guesses at the password of one account, from whatever addresses they come: after some that failed,
/// the next ones have to wait, each twice as long as the one before. Nobody is locked out for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lockout {
    /// Default `false`, as upstream; it takes one more cookie.
    pub enabled: bool,
    /// Failures in a row before the first wait. Default 20.
    pub max_failures: u32,
    /// The first wait. Default one minute.
    pub delay: Duration,
    /// The longest wait. Default 15 minutes.
    pub max_delay: Duration,
}

impl Default for Lockout {
    fn default() -> Self {
        let (delay, max_delay) = (Duration::from_mins(1), Duration::from_mins(15));
        Self { enabled: false, max_failures: 20, delay, max_delay }
    }
}

/// Cost of argon2id. The default is OWASP's: 19 MiB, two passes, one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordHashing {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
}
