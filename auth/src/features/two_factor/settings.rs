//! What the page of settings shows, and browsers that are no longer to be trusted.

use super::{DISABLE, ENABLED};
use crate::{
    Auth, Cx,
    error::Result,
    features::audit::Note,
    wire::{AuditAction, ErrorCode, StatusOutput, TotpUri, TrustedDevice, TwoFactorStatus},
};

/// What a person needs to set up an authenticator app, and to get in without it.
#[derive(Clone, PartialEq, Eq)]
pub struct TwoFactorSetup {
    /// What the app reads from a QR code.
    pub uri: TotpUri,
    /// The key, for typing.
    pub key: String,
    /// The backup codes that are left.
    pub backup_codes: Vec<String>,
}

/// All of it is secret.
impl std::fmt::Debug for TwoFactorSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TwoFactorSetup(…)")
    }
}

impl Auth {
    /// What the caller has set up, for a page that shows it.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn two_factor_status(&self, cx: &mut Cx) -> Result<TwoFactorStatus> {
        let user = self.require_session(cx).await?.user;
        let row = self.store().find_two_factor(&user.id).await?;
        let enabled = user.fields.is_on(ENABLED);
        let verified = row.as_ref().is_some_and(|row| row.verified);
        let needs_password =
            !self.config().two_factor.allow_passwordless || self.store().password_hash(&user.id).await?.is_some();
        let current = self.trusted_identifier(cx, &user);
        let devices = self.store().trusted_devices(&user.id, self.now()).await?;
        let device = |row: crate::store::TrustedDeviceRow| TrustedDevice {
            current: current.as_ref() == Some(&row.identifier),
            id: row.id,
            since: row.created_at,
            until: row.expires_at,
        };
        Ok(TwoFactorStatus {
            enabled,
            totp: enabled && verified,
            enrolling: row.is_some() && !(enabled && verified),
            backup_codes_left: row.map(|row| self.decode_backup_codes(&row)).transpose()?.map(|codes| codes.len()),
            needs_password,
            trusted_devices: devices.into_iter().map(device).collect(),
        })
    }

    /// The key and the backup codes of the caller, for a page that has just asked for their password
    /// ([`Auth::enable_two_factor`], [`Auth::generate_backup_codes`]) and shows them until they are written down.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when nothing is set up.
    pub async fn two_factor_setup(&self, cx: &mut Cx) -> Result<TwoFactorSetup> {
        let user = self.require_own_session(cx).await?.user;
        let row = self.store().find_two_factor(&user.id).await?.ok_or(ErrorCode::TotpNotEnabled)?;
        let totp = self.totp(&self.totp_secret(&row)?);
        Ok(TwoFactorSetup {
            uri: TotpUri { totp_uri: totp.uri(self.issuer(None), &user.email) },
            key: totp.key(),
            backup_codes: self.decode_backup_codes(&row)?,
        })
    }

    /// Asks a trusted browser of the caller for the second factor again, named by its id.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn revoke_trusted_device(&self, cx: &mut Cx, id: &str) -> Result<StatusOutput> {
        self.admit(cx, &DISABLE).await?;
        let user = self.require_own_session(cx).await?.user;
        self.store().delete_trusted_device(&user.id, id).await?;
        self.record(cx, Note::new(AuditAction::TrustedDeviceRevoked).target(id)).await;
        Ok(StatusOutput { status: true })
    }
}
