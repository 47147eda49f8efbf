//! `account_data`: the account of a sign-in in an encrypted cookie, for `account.store_account_cookie`.

use crate::{
    Auth, Cx,
    cookies::{ACCOUNT_COOKIE, Cookies},
    crypto::Sealed,
    error::Result,
    store::AccountRow,
};

impl Auth {
    /// Keeps an account in the browser, where that is wanted.
    pub(super) fn write_account_cookie(&self, cx: &mut Cx, account: &AccountRow) -> Result<()> {
        let config = self.config();
        if !config.account.store_account_cookie {
            return Ok(());
        }
        let sealed = config.secrets.seal_jwt(&**self.rng(), Sealed::Account, account, self.now(), ACCOUNT_COOKIE)?;
        Cookies::write_chunked(cx, &self.cookies().account_data, &sealed, true);
        Ok(())
    }

    /// The account that the browser keeps, if it is still good.
    pub(super) fn read_account_cookie(&self, cx: &Cx) -> Option<AccountRow> {
        let config = self.config();
        let sealed = Cookies::read_chunked(cx, &self.cookies().account_data)?;
        let sealed = config.account.store_account_cookie.then_some(sealed)?;
        config.secrets.open_jwt(Sealed::Account, &sealed, self.now()).ok()
    }

    /// Makes the browser forget the account.
    pub(crate) fn forget_account(&self, cx: &mut Cx) {
        if self.config().account.store_account_cookie {
            Cookies::expire_chunked(cx, &self.cookies().account_data);
        }
    }
}
