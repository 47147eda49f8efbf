use std::time::Duration;

use super::{CodeStorage, RateLimitRule, load::set, reader::Reader};
use crate::crypto::Secret;

/// Options of phone numbers.
#[derive(Debug, Clone)]
pub struct PhoneNumberConfig {
    /// Default: where text messages are sent. It adds fields to users.
    pub enabled: bool,
    /// Where text messages are posted as JSON, `{ to, message }`; absent: [`crate::AuthBuilder::sms_sender`], or none.
    pub sms_webhook_url: Option<Secret>,
    /// Digits of a code. Default 6.
    pub otp_length: usize,
    /// How long a code works. Default 5 minutes.
    pub expires_in: Duration,
    /// Wrong codes before another one has to be sent. Default 3.
    pub allowed_attempts: u32,
    /// Signing in by number and password, and resetting the password, need a verified number. Default `false`.
    pub require_verification: bool,
    /// A code for a number that nobody has makes an account. Default: it does not.
    pub sign_up_on_verification: Option<SignUpOnVerification>,
    /// Numbers have to be in the international form (E.164), `+358401234567`. Ours; default `false`: every text is one,
    /// as upstream.
    pub require_e164: bool,
    /// How codes are stored. Ours; default: encrypted, in a shared database as they are.
    pub store_otp: Option<CodeStorage>,
    /// How often each endpoint is asked. Default ten times a minute, as upstream.
    pub rate_limit: RateLimitRule,
}

/// Options of accounts that a phone number makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUpOnVerification {
    /// Domain of the addresses that such accounts get, before which the digits of the number stand. Default: one that no
    /// mail reaches.
    pub temp_email_domain: String,
}

impl Default for SignUpOnVerification {
    /// RFC 6761 6.4: no mail reaches `invalid`.
    fn default() -> Self {
        Self { temp_email_domain: "phone-number.placeholder.invalid".into() }
    }
}

impl Default for PhoneNumberConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            sms_webhook_url: None,
            otp_length: 6,
            expires_in: Duration::from_mins(5),
            allowed_attempts: 3,
            require_verification: false,
            sign_up_on_verification: None,
            require_e164: false,
            store_otp: None,
            rate_limit: RateLimitRule { window: Duration::from_mins(1), max: 10 },
        }
    }
}

impl PhoneNumberConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        if let Some(url) = section.text("sms_webhook_url") {
            self.send_by_webhook(url);
        }
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.otp_length, section.number("otp_length"));
        set(&mut self.expires_in, section.seconds("expires_in"));
        set(&mut self.allowed_attempts, section.number("allowed_attempts"));
        set(&mut self.require_verification, section.bool("require_verification"));
        set(&mut self.require_e164, section.bool("require_e164"));
        if section.any("sign_up_on_verification").is_some() {
            let sign_up = section.section("sign_up_on_verification");
            let mut options = self.sign_up_on_verification.take().unwrap_or_default();
            set(&mut options.temp_email_domain, sign_up.text("temp_email_domain"));
            self.sign_up_on_verification = Some(options);
            sign_up.finish();
        }
        let storages =
            [("plain", CodeStorage::Plain), ("encrypted", CodeStorage::Encrypted), ("hashed", CodeStorage::Hashed)];
        set(&mut self.store_otp, section.choice("store_otp", &storages).map(Some));
        if self.otp_length == 0 {
            section.problem("otp_length", "is zero", "6 is what people expect");
        }
        section.finish();
    }

    /// Text messages leave by this webhook, so phone numbers are of use.
    pub(super) fn send_by_webhook(&mut self, url: String) {
        self.sms_webhook_url = Some(Secret::new(url));
        self.enabled = true;
    }
}
