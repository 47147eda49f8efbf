//! Codes of an authenticator app.

use super::{ENABLED, GET_TOTP_URI, VERIFY_TOTP, challenge::Subject};
use crate::{
    Auth, Cx,
    crypto::Totp,
    error::{Error, Result},
    features::audit::Note,
    rng::{URL_SAFE, random_text},
    store::{KeyChange, TwoFactorRow, UserChanges},
    wire::{AuditAction, ErrorCode, GetTotpUri, TotpUri, TwoFactorOutput, VerifyTotp},
};

/// Letters of a key: 32 of 64 are 192 bits; RFC 4226 4 wants 128.
const SECRET_LENGTH: usize = 32;

impl Auth {
    /// Shows the key of the authenticator app again. `POST /two-factor/get-totp-uri`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a wrong password, and when no app is set up.
    pub async fn get_totp_uri(&self, cx: &mut Cx, input: GetTotpUri) -> Result<TotpUri> {
        self.perform(cx, &GET_TOTP_URI, input, async |cx, input| {
            self.require_totp()?;
            let caller = self.require_own_session(cx).await?;
            let row = self.store().find_two_factor(&caller.user.id).await?.ok_or(ErrorCode::TotpNotEnabled)?;
            let options = &self.config().two_factor;
            let allow_passwordless = options.totp.allow_passwordless.unwrap_or(options.allow_passwordless);
            self.confirm_password(&caller, input.password.as_ref(), allow_passwordless).await?;
            let totp = self.totp(&self.totp_secret(&row)?);
            Ok(TotpUri { totp_uri: totp.uri(self.issuer(None), &caller.user.email) })
        })
        .await
    }

    /// Takes a code of the authenticator app: the first one of somebody who is signed in and sets it up, or the one
    /// that a sign-in waits for. `POST /two-factor/verify-totp`.
    ///
    /// # Errors
    ///
    /// 401 for a wrong or used code, and when no sign-in waits here; 400 without an app, and after five wrong codes; 429
    /// while the account is locked.
    pub async fn verify_totp(&self, cx: &mut Cx, input: VerifyTotp) -> Result<TwoFactorOutput> {
        self.perform(cx, &VERIFY_TOTP, input, async |cx, input| {
            self.require_totp()?;
            let subject = self.second_factor_subject(cx).await?;
            let row = self.store().find_two_factor(&subject.user().id).await?;
            let row = row.filter(|row| row.verified || !subject.is_waiting()).ok_or(ErrorCode::TotpNotEnabled)?;
            self.count_code(cx, &subject, Some(&row)).await?;
            if !self.takes_totp(&row, &input.code).await? {
                cx.note(Note::new(AuditAction::TwoFactorRefused).about(&row.user_id).detail("totp"));
                return Err(ErrorCode::InvalidCode.into());
            }
            match subject {
                // A code by mail is asked for already; that there is an app now ends no session, as upstream.
                Subject::SignedIn(caller) if caller.user.fields.is_on(ENABLED) && !row.verified => {
                    let counts = KeyChange::Counts(&row.id);
                    let changes = UserChanges::default();
                    let found = self.store().update_user_with_key(&row.user_id, &changes, counts, self.now()).await?;
                    let user = found.ok_or(ErrorCode::TotpNotEnabled)?;
                    Ok(TwoFactorOutput { token: Some(caller.session.token), user })
                }
                Subject::SignedIn(caller) if !caller.user.fields.is_on(ENABLED) => {
                    let counts = Some(KeyChange::Counts(&row.id));
                    let replaced = self.switch_two_factor(cx, caller, true, counts).await?;
                    Ok(TwoFactorOutput { token: Some(replaced.session.token), user: replaced.user })
                }
                subject => self.pass_second_factor(cx, subject, Some(&row), input.trust_device).await,
            }
        })
        .await
    }

    /// The code that an app with this key shows now, for trusted code alone: it has no route.
    ///
    /// # Errors
    ///
    /// 400 when apps are switched off.
    pub fn generate_totp(&self, secret: &str) -> Result<String> {
        self.require_totp()?;
        let totp = self.totp(secret);
        Ok(totp.code(totp.step_at(self.now())))
    }

    /// Whether this is a code of the app that was not used before; then it is used now.
    async fn takes_totp(&self, row: &TwoFactorRow, code: &str) -> Result<bool> {
        let totp = self.totp(&self.totp_secret(row)?);
        let Some(step) = totp.matching_step(code, self.now()) else {
            return Ok(false);
        };
        // RFC 6238 5.2: a code counts once. Of two requests with one code, the database decides which was first.
        let reuse = self.config().two_factor.totp.allow_code_reuse;
        Ok(reuse || self.store().use_totp_step(&row.user_id, step).await?)
    }

    pub(super) fn new_totp_secret(&self) -> String {
        random_text(&**self.rng(), URL_SAFE, SECRET_LENGTH)
    }

    /// The key in a row, as text.
    pub(super) fn totp_secret(&self, row: &TwoFactorRow) -> Result<String> {
        let secret = self.config().secrets.decrypt(&row.secret);
        secret.ok_or_else(|| Error::internal("a TOTP secret was encrypted with a secret that is not configured"))
    }

    pub(super) fn totp(&self, secret: &str) -> Totp {
        let options = &self.config().two_factor.totp;
        Totp::new(secret, options.digits, options.period)
    }

    /// Who an app says the code is for.
    pub(super) fn issuer<'a>(&'a self, wanted: Option<&'a str>) -> &'a str {
        let config = self.config();
        let options = [wanted, config.two_factor.totp.issuer.as_deref(), config.two_factor.issuer.as_deref()];
        options.into_iter().flatten().find(|issuer| !issuer.is_empty()).unwrap_or(&config.app_name)
    }

    pub(super) fn require_totp(&self) -> Result<()> {
        if self.config().two_factor.totp.disable { Err(ErrorCode::TotpNotConfigured.into()) } else { Ok(()) }
    }
}
