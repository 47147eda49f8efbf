use std::time::Duration;

use super::{CodeStorage, RateLimitRule, load::set, magic_link::read_rule, reader::Reader};

/// Options of codes by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailOtpConfig {
    /// Default `true`; needs a mailer.
    pub enabled: bool,
    /// Digits of a code. Default 6.
    pub otp_length: usize,
    /// How long a code works. Default 5 minutes.
    pub expires_in: Duration,
    /// Wrong codes before another one has to be sent. Default 3.
    pub allowed_attempts: u32,
    /// A code signs nobody up. Default `false`.
    pub disable_sign_up: bool,
    /// Signing up sends a code that verifies the address. Default `false`.
    pub send_verification_on_sign_up: bool,
    /// Wherever a link that verifies an address would be mailed, a code is. Default `false`.
    pub override_default_email_verification: bool,
    /// How codes are stored. Default: encrypted; in a shared database as they are, which is upstream's default.
    pub store_otp: Option<CodeStorage>,
    /// What asking for another code does.
    pub resend_strategy: ResendStrategy,
    /// Changing the address by codes.
    pub change_email: OtpChangeEmail,
    /// How often each endpoint is asked. Default three times a minute.
    pub rate_limit: RateLimitRule,
}

/// What asking for another code does while there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResendStrategy {
    /// A new code takes its place.
    Rotate,
    /// The same code is mailed again and works for the whole time again, if its stored form says which it is.
    Reuse,
}

/// Options of changing the address by codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OtpChangeEmail {
    /// Default `false`.
    pub enabled: bool,
    /// A code that went to the address so far is needed too. Default `false`.
    pub verify_current_email: bool,
}

impl Default for EmailOtpConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            otp_length: 6,
            expires_in: Duration::from_mins(5),
            allowed_attempts: 3,
            disable_sign_up: false,
            send_verification_on_sign_up: false,
            override_default_email_verification: false,
            store_otp: None,
            resend_strategy: ResendStrategy::Rotate,
            change_email: OtpChangeEmail::default(),
            rate_limit: RateLimitRule { window: Duration::from_mins(1), max: 3 },
        }
    }
}

impl EmailOtpConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.otp_length, section.number("otp_length"));
        set(&mut self.expires_in, section.seconds("expires_in"));
        // Zero is the default, as upstream.
        set(&mut self.allowed_attempts, section.number("allowed_attempts").filter(|attempts| *attempts > 0));
        set(&mut self.disable_sign_up, section.bool("disable_sign_up"));
        set(&mut self.send_verification_on_sign_up, section.bool("send_verification_on_sign_up"));
        let overrides = section.bool("override_default_email_verification");
        set(&mut self.override_default_email_verification, overrides);
        let storages =
            [("plain", CodeStorage::Plain), ("encrypted", CodeStorage::Encrypted), ("hashed", CodeStorage::Hashed)];
        set(&mut self.store_otp, section.choice("store_otp", &storages).map(Some));
        let strategies = [("rotate", ResendStrategy::Rotate), ("reuse", ResendStrategy::Reuse)];
        set(&mut self.resend_strategy, section.choice("resend_strategy", &strategies));
        let change = section.section("change_email");
        set(&mut self.change_email.enabled, change.bool("enabled"));
        set(&mut self.change_email.verify_current_email, change.bool("verify_current_email"));
        change.finish();
        read_rule(&mut self.rate_limit, section.section("rate_limit"));
        if self.otp_length == 0 {
            section.problem("otp_length", "is zero", "6 is what people expect");
        }
        section.finish();
    }
}
