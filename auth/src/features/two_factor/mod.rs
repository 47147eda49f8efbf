//! The second factor: codes of an authenticator app, codes by mail, backup codes, and browsers that are trusted.
//!
//! Every first factor ends in `complete_sign_in`, which asks here whether a second one is needed (`policy`). If so,
//! the sign-in waits under a random name in a signed cookie (`challenge`), and a right code of any kind turns it into
//! a session.

mod backup_codes;
mod challenge;
mod otp;
mod passkey;
mod policy;
mod routes;
mod settings;
mod totp;
mod trusted_device;

pub(super) use routes::ROUTES;
pub use routes::{
    DISABLE, ENABLE, GENERATE_BACKUP_CODES, GET_TOTP_URI, SEND_OTP, VERIFY_BACKUP_CODE, VERIFY_OTP, VERIFY_TOTP,
};

use crate::{
    Auth, Cx,
    config::AuthConfig,
    error::{Error, Result},
    features::audit::Note,
    mail::Message,
    schema::{Field, FieldKind},
    store::{KeyChange, TwoFactorRow, UserChanges},
    wire::{
        AuditAction, DisableTwoFactor, EnableTwoFactor, EnableTwoFactorOutput, ErrorCode, Fields, Password,
        SessionWithUser, StatusOutput, TwoFactorMethod, User,
    },
};

/// Whether a second factor is asked of a user.
const ENABLED: &str = "twoFactorEnabled";

/// The field of users that this feature adds.
pub(super) fn fields(config: &AuthConfig) -> Vec<Field> {
    let field = Field::new(ENABLED, FieldKind::Boolean).with_default(false).not_from_outside();
    if config.two_factor.enabled { vec![field] } else { Vec::new() }
}

impl Auth {
    /// Sets up a second factor. An authenticator app counts from its first code on, mailed codes at once.
    /// `POST /two-factor/enable`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a wrong password, when the app is set up already, and for a method that is
    /// switched off.
    pub async fn enable_two_factor(&self, cx: &mut Cx, input: EnableTwoFactor) -> Result<EnableTwoFactorOutput> {
        self.perform(cx, &ENABLE, input, async |cx, input| {
            let caller = self.require_own_session(cx).await?;
            let options = &self.config().two_factor;
            let method = input.method.unwrap_or(TwoFactorMethod::Totp);
            if method == TwoFactorMethod::Passkey {
                // Adding a passkey is another operation.
                return Err(Error::invalid_field("method", "Invalid option: expected one of \"totp\"|\"otp\""));
            }
            self.confirm_password(&caller, input.password.as_ref(), options.allow_passwordless).await?;
            if method == TwoFactorMethod::Otp {
                self.require_otp()?;
                self.switch_two_factor(cx, caller, true, None).await?;
                return Ok(EnableTwoFactorOutput { method, totp_uri: None, backup_codes: None });
            }
            self.require_totp()?;
            let (key, secret, backup_codes) = self.enroll(&caller.user).await?;
            let uri = self.totp(&secret).uri(self.issuer(input.issuer.as_deref()), &caller.user.email);
            if options.skip_verification_on_enable {
                self.switch_two_factor(cx, caller, true, Some(KeyChange::Counts(&key))).await?;
            }
            Ok(EnableTwoFactorOutput { method, totp_uri: Some(uri), backup_codes: Some(backup_codes) })
        })
        .await
    }

    /// Signs in by the first factor alone again, and forgets keys, codes and trusted browsers.
    /// `POST /two-factor/disable`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a wrong password.
    pub async fn disable_two_factor(&self, cx: &mut Cx, input: DisableTwoFactor) -> Result<StatusOutput> {
        self.perform(cx, &DISABLE, input, async |cx, input| {
            let caller = self.require_own_session(cx).await?;
            let allow_passwordless = self.config().two_factor.allow_passwordless;
            self.confirm_password(&caller, input.password.as_ref(), allow_passwordless).await?;
            self.switch_two_factor(cx, caller, false, Some(KeyChange::Goes)).await?;
            self.forget_trusted_device(cx);
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Changes a user, and drops what somebody set up before anybody had shown that the address of the account is theirs.
    pub(crate) async fn update_without_second_factor(&self, user: &User, mut changes: UserChanges) -> Result<User> {
        if self.config().two_factor.enabled && user.fields.is_on(ENABLED) {
            changes.fields.set(ENABLED, false);
        }
        let updated = self.update_user_row(&user.id, &changes).await?;
        // The mark first: nobody may be asked for a code of a key that is gone. A hook may have kept it.
        if !updated.fields.is_on(ENABLED) {
            self.store().delete_two_factor(&user.id).await?;
        }
        Ok(updated)
    }

    /// Keeps a new key and new backup codes for a user who has none that count. The id of the row, and both.
    async fn enroll(&self, user: &User) -> Result<(String, String, Vec<String>)> {
        let old = self.store().find_two_factor(&user.id).await?;
        // A row that counts for a user who is not asked is left over from a server that stopped half-way.
        if old.as_ref().is_some_and(|row| row.verified) && user.fields.is_on(ENABLED) {
            return Err(ErrorCode::TotpAlreadyEnabled.into());
        }
        let secret = self.new_totp_secret();
        let backup_codes = self.new_backup_codes();
        let row = TwoFactorRow {
            // The user's own id, so that the database keeps two browsers from setting up two keys at once.
            id: user.id.clone(),
            user_id: user.id.clone(),
            secret: self.config().secrets.encrypt(&**self.rng(), &secret)?,
            backup_codes: self.encode_backup_codes(&backup_codes)?,
            verified: self.config().two_factor.skip_verification_on_enable,
            locked_until: None,
        };
        if !self.store().set_two_factor(&row, old.as_ref()).await? {
            return Err(ErrorCode::TotpAlreadyEnabled.into());
        }
        Ok((old.map_or(row.id, |old| old.id), secret, backup_codes))
    }

    /// Says of a user that a second factor is asked, or no longer, tells them by mail, and replaces the session of
    /// the caller: what was signed in before goes on with one that knows of it.
    ///
    /// Nobody is asked for a code of a key that is gone: what happens to the key happens together with it.
    async fn switch_two_factor(
        &self,
        cx: &mut Cx,
        caller: SessionWithUser,
        on: bool,
        key: Option<KeyChange<'_>>,
    ) -> Result<SessionWithUser> {
        let changes = UserChanges { fields: Fields::default().with(ENABLED, on), ..UserChanges::default() };
        let user = match key {
            None => self.update_user_row(&caller.user.id, &changes).await?,
            Some(key) => {
                let found = self.store().update_user_with_key(&caller.user.id, &changes, key, self.now()).await?;
                found.ok_or(ErrorCode::TotpNotEnabled)?
            }
        };
        let action = if on { AuditAction::TwoFactorEnabled } else { AuditAction::TwoFactorDisabled };
        cx.note(Note::new(action).by(&user.id));
        if caller.user.fields.is_on(ENABLED) != on {
            let app_name = self.config().app_name.clone();
            let message =
                if on { Message::TwoFactorEnabled { app_name } } else { Message::TwoFactorDisabled { app_name } };
            self.send(&user, &message).await?;
        }
        self.replace_session(cx, SessionWithUser { user, ..caller }).await
    }

    /// Asks for the password before a change. Where users without one are allowed, those need a recent sign-in
    /// instead.
    async fn confirm_password(
        &self,
        caller: &SessionWithUser,
        password: Option<&Password>,
        allow_passwordless: bool,
    ) -> Result<()> {
        if allow_passwordless && self.store().password_hash(&caller.user.id).await?.is_none() {
            return if self.is_fresh(&caller.session) { Ok(()) } else { Err(ErrorCode::SessionNotFresh.into()) };
        }
        let Some(password) = password else {
            let missing = Error::invalid_field("password", "Invalid input: expected string, received undefined");
            return Err(if allow_passwordless { ErrorCode::InvalidPassword.into() } else { missing });
        };
        match self.own_password_hash(&caller.user, password).await {
            Err(error) if error.code() == ErrorCode::CredentialAccountNotFound => {
                Err(ErrorCode::InvalidPassword.into())
            }
            outcome => outcome.map(|_| ()),
        }
    }
}
