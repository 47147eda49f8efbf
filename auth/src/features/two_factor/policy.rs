//! Whether a second factor is asked.

use super::ENABLED;
use crate::{
    Auth, Cx,
    config::AskedAfter,
    error::Result,
    features::session::Proof,
    wire::{TwoFactorMethod, User},
};

impl Auth {
    /// Whether somebody who has shown this much has to show a second factor too. A trusted browser of theirs is not
    /// asked, and trusted anew.
    pub(crate) async fn asks_second_factor(&self, cx: &mut Cx, user: &User, proof: Proof) -> Result<bool> {
        if !self.config().two_factor.enabled || !user.fields.is_on(ENABLED) {
            return Ok(false);
        }
        let asked = match (self.config().two_factor.asked_after, proof) {
            // The device has asked for a PIN or a fingerprint: possession and knowledge, or inherence.
            (_, Proof::Passkey { user_verified: true }) => false,
            (AskedAfter::Password, proof) => proof == Proof::Password,
            (AskedAfter::EveryFirstFactor, _) => true,
        };
        Ok(asked && !self.renew_trusted_device(cx, user).await?)
    }

    /// The second factors of a user, besides backup codes, after a passkey or another first one.
    pub(super) async fn second_factors(&self, user: &User, began_with_passkey: bool) -> Result<Vec<TwoFactorMethod>> {
        let mut methods = Vec::new();
        if !self.config().two_factor.totp.disable {
            let row = self.store().find_two_factor(&user.id).await?;
            methods.extend(row.filter(|row| row.verified).map(|_| TwoFactorMethod::Totp));
        }
        if self.require_otp().is_ok() {
            methods.push(TwoFactorMethod::Otp);
        }
        if self.offers_passkeys() && !began_with_passkey && !self.store().list_passkeys(&user.id).await?.is_empty() {
            methods.push(TwoFactorMethod::Passkey);
        }
        Ok(methods)
    }
}
