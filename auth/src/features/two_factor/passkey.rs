//! A passkey as the second factor.

use crate::{
    Auth, Cx,
    error::Result,
    wire::{SessionWithUser, User},
};

impl Auth {
    /// Whether passkeys are second factors here.
    pub(super) fn offers_passkeys(&self) -> bool {
        let options = &self.config().passkey;
        self.config().two_factor.enabled && options.enabled && options.second_factor
    }

    /// Who has to show a passkey to go on with the sign-in that waits in this browser.
    pub(in crate::features) async fn waits_for_passkey_of(&self, cx: &Cx) -> Result<Option<User>> {
        Ok(self.waiting_for_passkey(cx).await?.map(|(_, user)| user))
    }

    /// Goes on with the sign-in that waits in this browser, if it is that of the user whose passkey was shown.
    pub(in crate::features) async fn pass_by_passkey(
        &self,
        cx: &mut Cx,
        user: &User,
    ) -> Result<Option<SessionWithUser>> {
        match self.waiting_for_passkey(cx).await? {
            Some((name, waiting)) if waiting.id == user.id => self.go_on(cx, &name, waiting, None).await.map(Some),
            _ => Ok(None),
        }
    }

    async fn waiting_for_passkey(&self, cx: &Cx) -> Result<Option<(String, User)>> {
        if !self.offers_passkeys() {
            return Ok(None);
        }
        let Some((name, user)) = self.waiting(cx).await? else {
            return Ok(None);
        };
        Ok((!self.began_with_passkey(&name).await?).then_some((name, user)))
    }
}
