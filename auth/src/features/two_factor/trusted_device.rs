//! Browsers that are not asked for the second factor.
//!
//! The cookie holds the name of a row and a MAC that binds it to the user, in Better Auth's format; the row ends it on
//! the server's side. Each use replaces both, so that a stolen cookie is noticed: one of the two browsers is asked.

use crate::{
    Auth, Cx,
    cookies::Cookies,
    error::Result,
    rng::{URL_SAFE, random_text},
    store::VerificationRow,
    wire::User,
};

/// Letters of a name after its prefix.
const LENGTH: usize = 32;
const PREFIX: &str = "trust-device-";

impl Auth {
    /// Whether this browser is trusted by this user. If so, it gets a new cookie.
    pub(super) async fn renew_trusted_device(&self, cx: &mut Cx, user: &User) -> Result<bool> {
        let Some(identifier) = self.trusted_identifier(cx, user) else {
            return Ok(false);
        };
        let identifiers = [identifier.clone(), identifier];
        let owner = self.store().verifications().consume_verification(&identifiers, self.now()).await?;
        if owner.as_ref() != Some(&user.id) {
            self.forget_trusted_device(cx);
            return Ok(false);
        }
        self.trust_device(cx, user).await?;
        Ok(true)
    }

    /// Trusts this browser from now on.
    pub(super) async fn trust_device(&self, cx: &mut Cx, user: &User) -> Result<()> {
        let identifier = format!("{PREFIX}{}", random_text(&**self.rng(), URL_SAFE, LENGTH));
        let now = self.now();
        let row = VerificationRow {
            id: self.generate_id(),
            identifier: identifier.clone(),
            value: user.id.clone(),
            expires_at: now + self.config().two_factor.trust_device_max_age,
            created_at: now,
        };
        self.store().verifications().create_verification(row).await?;
        let mac = self.config().secrets.mac(&bound(user, &identifier));
        let cookies = self.cookies();
        cookies.write_signed(cx, &cookies.trust_device, &format!("{mac}!{identifier}"), true);
        Ok(())
    }

    /// The name of the row in this browser's cookie, if the cookie is this user's.
    pub(super) fn trusted_identifier(&self, cx: &Cx, user: &User) -> Option<String> {
        let text = self.cookies().read_signed(cx, &self.cookies().trust_device)?;
        let (mac, identifier) = text.split_once('!')?;
        let known = identifier.starts_with(PREFIX) && self.config().secrets.is_mac(&bound(user, identifier), mac);
        known.then(|| identifier.to_owned())
    }

    /// Makes this browser forget that it is trusted.
    pub(super) fn forget_trusted_device(&self, cx: &mut Cx) {
        if self.cookies().read_signed(cx, &self.cookies().trust_device).is_some() {
            Cookies::expire(cx, &self.cookies().trust_device);
        }
    }
}

/// What the MAC is over.
fn bound(user: &User, identifier: &str) -> String {
    format!("{}!{identifier}", user.id)
}
