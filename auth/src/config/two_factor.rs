use std::time::Duration;

use super::{load::set, reader::Reader};

/// Options of the second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoFactorConfig {
    /// Default `true`.
    pub enabled: bool,
    /// Who the authenticator app says the code is for. Default: the name of the application.
    pub issuer: Option<String>,
    /// After which first factors the second one is asked.
    pub asked_after: AskedAfter,
    /// Enabling needs no first code. Default `false`.
    pub skip_verification_on_enable: bool,
    /// Users without a password need none to change this. Default `false`.
    pub allow_passwordless: bool,
    /// How long a sign-in waits for its second factor. Default 10 minutes.
    pub two_factor_cookie_max_age: Duration,
    /// How long a trusted device is not asked. Default 30 days.
    pub trust_device_max_age: Duration,
    /// Where flows that end in a redirect lead when a second factor is asked. Default `/two-factor`.
    pub two_factor_page: String,
    /// Codes of authenticator apps.
    pub totp: TotpConfig,
    /// Codes by mail.
    pub otp: OtpConfig,
    /// Backup codes.
    pub backup_codes: BackupCodeConfig,
    /// What many wrong codes lead to.
    pub account_lockout: AccountLockout,
}

/// After which first factors the second one is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedAfter {
    /// After a password alone, as upstream: links, codes and other sites sign in without it.
    Password,
    /// After everything but a passkey that has verified its user.
    EveryFirstFactor,
}

/// Options of codes of authenticator apps (RFC 6238).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotpConfig {
    /// There are none. Default `false`.
    pub disable: bool,
    /// Who the app says the code is for, if not [`TwoFactorConfig::issuer`].
    pub issuer: Option<String>,
    /// Digits of a code, 1 to 8. Default 6.
    pub digits: u32,
    /// How long a code is shown. Default 30 seconds.
    pub period: Duration,
    /// A code counts again while it is shown, as upstream. Default `false` (RFC 6238 5.2).
    pub allow_code_reuse: bool,
    /// As [`TwoFactorConfig::allow_passwordless`], for showing the key again.
    pub allow_passwordless: Option<bool>,
}

/// Options of codes by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtpConfig {
    /// They are sent. Default `true`; needs a mailer.
    pub send_otp: bool,
    /// Digits of a code. Default 6.
    pub digits: usize,
    /// How long a code works. Default 3 minutes.
    pub period: Duration,
    /// Wrong codes before another one has to be sent. Default 5.
    pub allowed_attempts: u32,
    /// How codes are stored. Default: encrypted; in a shared database as they are, which is upstream's default.
    pub store_otp: Option<CodeStorage>,
}

/// Options of backup codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupCodeConfig {
    /// How many there are. Default 10.
    pub amount: usize,
    /// Letters of each, without the dash. Default 10.
    pub length: usize,
    /// How they are stored; hashing is not possible, because they can be viewed. Default encrypted.
    pub store_backup_codes: CodeStorage,
    /// As [`TwoFactorConfig::allow_passwordless`], for making new ones.
    pub allow_passwordless: Option<bool>,
}

/// How codes are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStorage {
    /// As they are.
    Plain,
    /// Encrypted with the secret.
    Encrypted,
    /// As their SHA-256, which somebody who has the database can try out.
    Hashed,
}

/// What many wrong codes of one user lead to, over all sign-ins and kinds of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLockout {
    /// Default `true`.
    pub enabled: bool,
    /// Wrong codes without a right one between them. Default 10.
    pub max_failed_attempts: u32,
    /// How long no code is accepted then. Default 15 minutes.
    pub duration: Duration,
}

impl Default for TwoFactorConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            issuer: None,
            asked_after: AskedAfter::Password,
            skip_verification_on_enable: false,
            allow_passwordless: false,
            two_factor_cookie_max_age: Duration::from_mins(10),
            trust_device_max_age: Duration::from_hours(30 * 24),
            two_factor_page: "/two-factor".into(),
            totp: TotpConfig {
                disable: false,
                issuer: None,
                digits: 6,
                period: Duration::from_secs(30),
                allow_code_reuse: false,
                allow_passwordless: None,
            },
            otp: OtpConfig {
                send_otp: true,
                digits: 6,
                period: Duration::from_mins(3),
                allowed_attempts: 5,
                store_otp: None,
            },
            backup_codes: BackupCodeConfig {
                amount: 10,
                length: 10,
                store_backup_codes: CodeStorage::Encrypted,
                allow_passwordless: None,
            },
            account_lockout: AccountLockout {
                enabled: true,
                max_failed_attempts: 10,
                duration: Duration::from_mins(15),
            },
        }
    }
}

impl TwoFactorConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.issuer, section.text("issuer").map(Some));
        let choices = [("password", AskedAfter::Password), ("every_first_factor", AskedAfter::EveryFirstFactor)];
        set(&mut self.asked_after, section.choice("asked_after", &choices));
        set(&mut self.skip_verification_on_enable, section.bool("skip_verification_on_enable"));
        set(&mut self.allow_passwordless, section.bool("allow_passwordless"));
        set(&mut self.two_factor_cookie_max_age, section.seconds("two_factor_cookie_max_age"));
        set(&mut self.trust_device_max_age, section.seconds("trust_device_max_age"));
        set(&mut self.two_factor_page, section.text("two_factor_page"));

        let totp = section.section("totp_options");
        set(&mut self.totp.disable, totp.bool("disable"));
        set(&mut self.totp.issuer, totp.text("issuer").map(Some));
        set(&mut self.totp.digits, totp.number("digits"));
        set(&mut self.totp.period, totp.seconds("period"));
        set(&mut self.totp.allow_code_reuse, totp.bool("allow_code_reuse"));
        set(&mut self.totp.allow_passwordless, totp.bool("allow_passwordless").map(Some));
        if !(1..=8).contains(&self.totp.digits) {
            totp.problem("digits", "are not 1 to 8", "6 is what every app shows");
        }
        if self.totp.period.is_zero() {
            totp.problem("period", "is zero", "seconds; 30 is what every app takes");
        }
        totp.finish();

        let storages =
            [("plain", CodeStorage::Plain), ("encrypted", CodeStorage::Encrypted), ("hashed", CodeStorage::Hashed)];
        let otp = section.section("otp_options");
        set(&mut self.otp.send_otp, otp.bool("send_otp"));
        set(&mut self.otp.digits, otp.number("digits"));
        // Minutes, as upstream.
        set(&mut self.otp.period, otp.number("period").map(Duration::from_mins));
        set(&mut self.otp.allowed_attempts, otp.number("allowed_attempts"));
        set(&mut self.otp.store_otp, otp.choice("store_otp", &storages).map(Some));
        otp.finish();

        let codes = section.section("backup_code_options");
        set(&mut self.backup_codes.amount, codes.number("amount"));
        set(&mut self.backup_codes.length, codes.number("length"));
        set(&mut self.backup_codes.store_backup_codes, codes.choice("store_backup_codes", &storages[..2]));
        set(&mut self.backup_codes.allow_passwordless, codes.bool("allow_passwordless").map(Some));
        codes.finish();

        let lockout = section.section("account_lockout");
        set(&mut self.account_lockout.enabled, lockout.bool("enabled"));
        set(&mut self.account_lockout.max_failed_attempts, lockout.number("max_failed_attempts"));
        set(&mut self.account_lockout.duration, lockout.seconds("duration_seconds"));
        lockout.finish();
        section.finish();
    }
}
