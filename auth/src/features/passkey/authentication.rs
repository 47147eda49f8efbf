//! Signing in by a passkey.

use serde_json::Value;

use super::{
    GENERATE_AUTHENTICATE_OPTIONS, TIMEOUT, VERIFY_AUTHENTICATION, VerifiedAuthentication,
    ceremony::{Ceremony, CeremonyKind, UserData, expected},
    webauthn::{self, Fault},
};
use crate::{
    Auth, Cx,
    config::Requirement,
    error::{Error, Result},
    features::{
        audit::Note,
        session::{FirstFactor, Proof},
    },
    wire::{
        AuditAction, AuthenticateOptions, CredentialDescriptor, ErrorCode, GetSession, SessionWithUser, SignInOutcome,
        User, VerifyAuthentication,
    },
};

impl Auth {
    /// Begins to use a passkey: one of those of whoever is signed in, or any. `GET /passkey/generate-authenticate-options`.
    ///
    /// # Errors
    ///
    /// 503 when the store does not answer.
    pub async fn generate_passkey_authenticate_options(&self, cx: &mut Cx) -> Result<AuthenticateOptions> {
        self.perform(cx, &GENERATE_AUTHENTICATE_OPTIONS, (), async |cx, ()| {
            let options = &self.config().passkey;
            let user_id = match self.current_session(cx, GetSession::default()).await? {
                Some(caller) => caller.user.id,
                None => self.waits_for_passkey_of(cx).await?.map(|user| user.id).unwrap_or_default(),
            };
            let known = if user_id.is_empty() { Vec::new() } else { self.store().list_passkeys(&user_id).await? };
            let mut extensions = options.authentication_extensions.clone();
            extensions.extend(self.passkey_hooks().authentication_extensions(self, cx).await?);
            let ceremony = Ceremony {
                kind: CeremonyKind::Authentication,
                expected_challenge: self.new_challenge(),
                user_data: UserData { id: user_id, ..UserData::default() },
                context: None,
                user_handle: None,
                conditional: false,
            };
            self.begin_ceremony(cx, &ceremony).await?;
            // As upstream, it is preferred unless passkeys without it are refused.
            let required = options.authenticator_selection.user_verification == Requirement::Required;
            let user_verification = if required { Requirement::Required } else { Requirement::Preferred };
            let known: Vec<_> = known.iter().map(CredentialDescriptor::of).collect();
            Ok(AuthenticateOptions {
                rp_id: self.passkey_rp_id(),
                challenge: ceremony.expected_challenge,
                allow_credentials: Some(known).filter(|known| !known.is_empty()),
                timeout: TIMEOUT,
                user_verification: user_verification.as_str().into(),
                extensions: Some(extensions).filter(|extensions| !extensions.is_empty()),
            })
        })
        .await
    }

    /// Signs in by a passkey that was used in this browser, or goes on with a sign-in that waits for its second factor,
    /// where a passkey is one. `POST /passkey/verify-authentication`.
    ///
    /// # Errors
    ///
    /// 400 when none was begun here, and for what does not fit; 401 for a passkey that is not known, and for a signature
    /// of another key.
    pub async fn verify_passkey_authentication(
        &self,
        cx: &mut Cx,
        input: VerifyAuthentication,
    ) -> Result<SignInOutcome<SessionWithUser>> {
        self.perform(cx, &VERIFY_AUTHENTICATION, input, async |cx, input| {
            let (user, user_verified) = self.shown_passkey(cx, input).await?;
            if let Some(signed_in) = self.pass_by_passkey(cx, &user).await? {
                return Ok(SignInOutcome::SignedIn(signed_in));
            }
            let proof = Proof::Passkey { user_verified };
            self.complete_sign_in(cx, FirstFactor { user, remember: true, proof }).await
        })
        .await
    }

    /// Whose passkey was used in this browser, and whether the device has verified the person.
    async fn shown_passkey(&self, cx: &mut Cx, input: VerifyAuthentication) -> Result<(User, bool)> {
        let origins = self.passkey_origins(cx);
        if origins.is_empty() {
            return Err(Error::new(ErrorCode::BadRequest).with_message("The request does not say where it is from."));
        }
        let ceremony = self.end_ceremony(cx, CeremonyKind::Authentication).await?;
        let id = input.response.get("id").and_then(Value::as_str).unwrap_or_default();
        let Some((passkey, handle)) = self.store().find_passkey(id).await? else {
            return Err(Error::new(ErrorCode::PasskeyNotFound).with_status(401));
        };
        let rp_id = self.passkey_rp_id();
        let expected = expected(self, &ceremony, &origins, &rp_id);
        let shown = webauthn::verify_authentication(&input.response, &expected, &passkey, handle.as_deref());
        let shown = shown.map_err(|fault| {
            cx.note(
                Note::new(AuditAction::PasskeyRefused)
                    .about(&passkey.user_id)
                    .target(&passkey.id)
                    .detail(&fault.to_string()),
            );
            let status = if fault == Fault::Signature { 401 } else { 400 };
            Error::new(ErrorCode::AuthenticationFailed).with_status(status).caused_by(fault)
        })?;
        let verified = VerifiedAuthentication {
            passkey,
            counter: shown.counter,
            backed_up: shown.backed_up,
            user_verified: shown.user_verified,
            response: input.response,
        };
        self.passkey_hooks().after_authentication(self, cx, &verified).await?;
        let passkey = verified.passkey;
        if !self.store().use_passkey(&passkey, shown.counter, shown.backed_up).await? {
            // Another request was faster with this counter, or the passkey was removed.
            return Err(Error::new(ErrorCode::AuthenticationFailed).with_status(400));
        }
        let user = self.store().find_user(&passkey.user_id).await?;
        let user = user.ok_or_else(|| Error::new(ErrorCode::UserNotFound).with_status(500))?;
        Ok((user, shown.user_verified))
    }
}
