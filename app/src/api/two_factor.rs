//! The second factor: showing it, and setting it up.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password, TwoFactorStatus};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// The form that asks for the second factor.
pub const SECOND_FACTOR: Form = Form {
    id: "second-factor",
    page: "/two-factor",
    fields: &[
        (ErrorCode::InvalidCode, "code"),
        (ErrorCode::InvalidBackupCode, "code"),
        (ErrorCode::OtpHasExpired, "code"),
    ],
};
/// The form that has a code mailed.
pub const SEND_CODE: Form = Form { id: "send-code", page: "/two-factor", fields: &[] };
/// The form that begins to set up an authenticator app.
pub const ENABLE: Form = form("two-factor-enable", &[(ErrorCode::InvalidPassword, "password")]);
/// The form for the first code of the app.
pub const ACTIVATE: Form = form("two-factor-activate", &[(ErrorCode::InvalidCode, "code")]);
/// The form that says that the backup codes are kept.
pub const ACKNOWLEDGE: Form = form("two-factor-acknowledge", &[]);
/// The form that makes new backup codes.
pub const REGENERATE: Form = form("two-factor-regenerate", &[(ErrorCode::InvalidPassword, "password")]);
/// The form that switches the second factor off.
pub const DISABLE: Form = form("two-factor-disable", &[(ErrorCode::InvalidPassword, "password")]);
/// The forms of trusted browsers.
pub const REVOKE_DEVICE: Form = form("two-factor-device", &[]);

const fn form(id: &'static str, fields: &'static [(ErrorCode, &'static str)]) -> Form {
    Form { id, page: "/settings/security/two-factor", fields }
}

/// Shows the second factor of a sign-in that waits. `method` is `totp`, `otp` or `backup`, `next` where the sign-in
/// wanted to go.
///
/// # Errors
///
/// What is wrong with the code.
#[server(prefix = "/api/app", endpoint = "verify-second-factor")]
pub async fn verify_second_factor(
    #[server(default)] method: String,
    #[server(default)] code: String,
    #[server(default)] trust_device: Option<String>,
    #[server(default)] next: String,
) -> Result<Done, Refusal> {
    use auth::wire::{SignInOutcome, VerifyBackupCode, VerifyOtp, VerifyTotp};

    let mut door = super::Door::open()?;
    door.come_back_to(&input::page(&method, &next));
    let trust_device = Some(trust_device.is_some());
    let (code, refusal) = input::code(&code);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SECOND_FACTOR, refusal, 400).await;
    }
    let (auth, cx) = (door.auth.clone(), &mut door.cx);
    let outcome = match method.as_str() {
        "otp" => auth.verify_two_factor_otp(cx, VerifyOtp { code, trust_device }).await,
        "backup" => auth.verify_backup_code(cx, VerifyBackupCode { code, trust_device, disable_session: None }).await,
        _ => auth.verify_totp(cx, VerifyTotp { code, trust_device }).await,
    };
    match input::local(&door.auth, &next) {
        Some(next) => door.finish(SECOND_FACTOR, refusal, outcome.map(|_| (next, None))).await,
        None => door.signed_in(SECOND_FACTOR, refusal, outcome.map(SignInOutcome::SignedIn), None).await,
    }
}

/// Mails a code for the sign-in that waits.
///
/// # Errors
///
/// Why none was sent.
#[server(prefix = "/api/app", endpoint = "send-second-factor-code")]
pub async fn send_second_factor_code(#[server(default)] next: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let page = input::page("otp", &next);
    door.come_back_to(&page);
    let outcome = door.auth.send_two_factor_otp(&mut door.cx).await;
    let done = outcome.map(|_| (page, Some(crate::forms::Notice::CodeSent)));
    door.finish(SEND_CODE, Refusal::default(), done).await
}

/// What the page of settings shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTwoFactor {
    /// What is set up.
    pub status: TwoFactorStatus,
    /// What is to be written down, shortly after the password was given.
    pub setup: Option<Setup>,
}

/// What is to be written down.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The address that the app opens on a phone.
    pub uri: String,
    /// The same as a QR code.
    pub qr: QrCode,
    /// The key, for typing.
    pub key: String,
    /// The backup codes.
    pub backup_codes: Vec<String>,
}

/// All of it is secret.
impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Setup(…)")
    }
}

/// A QR code as the path of an SVG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Width and height with the quiet zone, in modules.
    pub size: usize,
    /// The dark modules.
    pub path: String,
}

/// What the caller has set up.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "two-factor-settings")]
pub async fn two_factor_settings() -> Result<OwnTwoFactor, Refusal> {
    let mut door = super::Door::open_private().await?;
    let status = door.auth.two_factor_status(&mut door.cx).await;
    let status = door.answer(status)?;
    let setup = if door.is_revealed().await { door.auth.two_factor_setup(&mut door.cx).await.ok() } else { None };
    let setup = setup.and_then(|setup| {
        let qr = input::qr_code(&setup.uri.totp_uri)?;
        Some(Setup { uri: setup.uri.totp_uri, qr, key: setup.key, backup_codes: setup.backup_codes })
    });
    Ok(OwnTwoFactor { status, setup })
}

/// Begins to set up an authenticator app: shows its key for a while.
///
/// # Errors
///
/// What is wrong with the password.
#[server(prefix = "/api/app", endpoint = "enable-two-factor")]
pub async fn enable_two_factor(#[server(default)] password: Password) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let password = (password.length() > 0).then_some(password);
    let input = auth::wire::EnableTwoFactor { password, ..Default::default() };
    let outcome = door.auth.enable_two_factor(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.reveal().await;
    }
    door.finish(ENABLE, Refusal::default(), input::password_problem(outcome).map(|_| (ENABLE.page.to_owned(), None)))
        .await
}

/// Takes the first code of the app.
///
/// # Errors
///
/// What is wrong with the code.
#[server(prefix = "/api/app", endpoint = "activate-two-factor")]
pub async fn activate_two_factor(#[server(default)] code: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let (code, refusal) = input::code(&code);
    if !refusal.problems.is_empty() {
        return door.refuse_form(ACTIVATE, refusal, 400).await;
    }
    let outcome = door.auth.verify_totp(&mut door.cx, auth::wire::VerifyTotp { code, trust_device: None }).await;
    let done = outcome.map(|_| (ACTIVATE.page.to_owned(), Some(crate::forms::Notice::TwoFactorOn)));
    door.finish(ACTIVATE, refusal, done).await
}

/// The backup codes are kept: they are shown no longer.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "acknowledge-backup-codes")]
pub async fn acknowledge_backup_codes(#[server(default)] kept: Option<String>) -> Result<Done, Refusal> {
    use crate::forms::Problem;

    let door = super::Door::open_private().await?;
    if kept.is_none() {
        let mut refusal = Refusal::default();
        refusal.push("kept", Problem::Required);
        return door.refuse_form(ACKNOWLEDGE, refusal, 400).await;
    }
    door.conceal().await;
    door.finish(ACKNOWLEDGE, Refusal::default(), Ok((ACKNOWLEDGE.page.to_owned(), None))).await
}

/// Makes new backup codes and shows them for a while.
///
/// # Errors
///
/// What is wrong with the password.
#[server(prefix = "/api/app", endpoint = "regenerate-backup-codes")]
pub async fn regenerate_backup_codes(#[server(default)] password: Password) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let password = (password.length() > 0).then_some(password);
    let input = auth::wire::GenerateBackupCodes { password };
    let outcome = door.auth.generate_backup_codes(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.reveal().await;
    }
    let done = input::password_problem(outcome).map(|_| (REGENERATE.page.to_owned(), None));
    door.finish(REGENERATE, Refusal::default(), done).await
}

/// Signs in by the first factor alone again.
///
/// # Errors
///
/// What is wrong with the password.
#[server(prefix = "/api/app", endpoint = "disable-two-factor")]
pub async fn disable_two_factor(#[server(default)] password: Password) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let password = (password.length() > 0).then_some(password);
    let outcome = door.auth.disable_two_factor(&mut door.cx, auth::wire::DisableTwoFactor { password }).await;
    door.conceal().await;
    let notice = Some(crate::forms::Notice::TwoFactorOff);
    let done = input::password_problem(outcome).map(|_| (DISABLE.page.to_owned(), notice));
    door.finish(DISABLE, Refusal::default(), done).await
}

/// Asks a trusted browser for the second factor again.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "revoke-trusted-device")]
pub async fn revoke_trusted_device(#[server(default)] id: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.revoke_trusted_device(&mut door.cx, &id).await;
    let done = outcome.map(|_| (REVOKE_DEVICE.page.to_owned(), Some(crate::forms::Notice::DeviceRevoked)));
    door.finish(REVOKE_DEVICE, Refusal::default(), done).await
}

#[cfg(feature = "ssr")]
pub(super) use input::{local, page as page_of};

#[cfg(feature = "ssr")]
mod input {
    use std::fmt::Write as _;

    use auth::{Auth, Error, LocalPath, wire::ErrorCode};

    use super::{QrCode, SECOND_FACTOR};
    use crate::forms::{Problem, Refusal};

    /// Light modules around a QR code (ISO/IEC 18004).
    const QUIET_ZONE: usize = 4;

    /// A code as it was meant: people paste spaces along.
    pub(super) fn code(typed: &str) -> (String, Refusal) {
        let code: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        let mut refusal = Refusal::default();
        if code.is_empty() {
            refusal.push("code", Problem::Required);
        }
        (code, refusal)
    }

    /// The page that asks, with the method and the way on.
    pub(in crate::api) fn page(method: &str, next: &str) -> String {
        let encode = |text: &str| leptos_router::location::Url::escape(text);
        format!("{}?method={}&callbackURL={}", SECOND_FACTOR.page, encode(method), encode(next))
    }

    /// Where a sign-in wanted to go, if that is a page of ours.
    pub(in crate::api) fn local(auth: &Auth, next: &str) -> Option<String> {
        let path = next.strip_prefix(&auth.config().origin()).unwrap_or(next);
        path.parse::<LocalPath>().ok().map(String::from)
    }

    /// A password that was not given is one that is wrong, at its field.
    pub(super) fn password_problem<T>(outcome: auth::Result<T>) -> auth::Result<T> {
        outcome.map_err(|error| match error.code() {
            ErrorCode::ValidationError => Error::new(ErrorCode::InvalidPassword),
            _ => error,
        })
    }

    pub(super) fn qr_code(text: &str) -> Option<QrCode> {
        let code = qrcode::QrCode::new(text).ok()?;
        let (width, mut path) = (code.width(), String::new());
        for (index, color) in code.to_colors().into_iter().enumerate() {
            if color == qrcode::Color::Dark {
                let (x, y) = (index % width + QUIET_ZONE, index / width + QUIET_ZONE);
                write!(path, "M{x} {y}h1v1h-1z").ok()?;
            }
        }
        Some(QrCode { size: width + 2 * QUIET_ZONE, path })
    }
}
