use crate::{
    operation::{Access, Operation},
    wire::{
        BackupCodes, DisableTwoFactor, EnableTwoFactor, EnableTwoFactorOutput, GenerateBackupCodes, GetTotpUri,
        StatusOutput, TotpUri, TwoFactorOutput, VerifyBackupCode, VerifyOtp, VerifyTotp,
    },
};

/// `POST /two-factor/enable`: sets up a second factor.
pub static ENABLE: Operation = Operation::writing("enableTwoFactor", "/two-factor/enable")
    .for_callers(Access::SignedIn)
    .taking::<EnableTwoFactor>()
    .giving::<EnableTwoFactorOutput>();

/// `POST /two-factor/disable`: signs in by the first factor alone again.
pub static DISABLE: Operation = Operation::writing("disableTwoFactor", "/two-factor/disable")
    .for_callers(Access::SignedIn)
    .taking::<DisableTwoFactor>()
    .giving::<StatusOutput>();

/// `POST /two-factor/get-totp-uri`: shows the key of the authenticator app again.
pub static GET_TOTP_URI: Operation = Operation::writing("getTOTPURI", "/two-factor/get-totp-uri")
    .for_callers(Access::SignedIn)
    .taking::<GetTotpUri>()
    .giving::<TotpUri>();

/// `POST /two-factor/verify-totp`: a code of the authenticator app.
pub static VERIFY_TOTP: Operation =
    Operation::writing("verifyTOTP", "/two-factor/verify-totp").taking::<VerifyTotp>().giving::<TwoFactorOutput>();

/// `POST /two-factor/send-otp`: mails a code.
pub static SEND_OTP: Operation =
    Operation::writing("sendTwoFactorOTP", "/two-factor/send-otp").giving::<StatusOutput>();

/// `POST /two-factor/verify-otp`: the code of that mail.
pub static VERIFY_OTP: Operation = Operation::writing("verifyTwoFactorOTP", "/two-factor/verify-otp")
    .taking::<VerifyOtp>()
    .giving::<TwoFactorOutput>();

/// `POST /two-factor/verify-backup-code`: one of the backup codes.
pub static VERIFY_BACKUP_CODE: Operation = Operation::writing("verifyBackupCode", "/two-factor/verify-backup-code")
    .taking::<VerifyBackupCode>()
    .giving::<TwoFactorOutput>();

/// `POST /two-factor/generate-backup-codes`: new backup codes in place of the old ones.
pub static GENERATE_BACKUP_CODES: Operation =
    Operation::writing("generateBackupCodes", "/two-factor/generate-backup-codes")
        .for_callers(Access::SignedIn)
        .taking::<GenerateBackupCodes>()
        .giving::<BackupCodes>();

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &ENABLE,
    &DISABLE,
    &GET_TOTP_URI,
    &VERIFY_TOTP,
    &SEND_OTP,
    &VERIFY_OTP,
    &VERIFY_BACKUP_CODE,
    &GENERATE_BACKUP_CODES,
];
