//! Making a passkey.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    GENERATE_REGISTER_OPTIONS, PasskeyUser, TIMEOUT, VERIFY_REGISTRATION, VerifiedRegistration,
    ceremony::{Ceremony, CeremonyKind, UserData, expected, user_handle},
    webauthn::{self, Fault, OFFERED},
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::{
        audit::Note,
        session::{FirstFactor, Proof},
    },
    wire::{
        AuditAction, CredentialDescriptor, ErrorCode, GenerateRegisterOptions, GetSession, KeyKind, Passkey,
        PasskeyOwner, RegisterOptions, RelyingParty, SessionWithUser, VerifyRegistration, VerifyRegistrationOutput,
    },
};

/// Upstream answers whatever its library refuses with 500, which clients see. What cannot be read at all is a bad
/// request here.
fn refusal(fault: Fault) -> Error {
    let status = if matches!(fault, Fault::Malformed(_)) { 400 } else { 500 };
    Error::new(ErrorCode::FailedToVerifyRegistration).with_status(status).caused_by(fault)
}

impl Auth {
    /// Begins to make a passkey for whoever is signed in, or for whom the application says.
    /// `GET /passkey/generate-register-options`.
    ///
    /// # Errors
    ///
    /// 401 without a session and 403 without a recent one, where one is needed; 400 when it is not known whose it is
    /// to be.
    pub async fn generate_passkey_register_options(
        &self,
        cx: &mut Cx,
        input: GenerateRegisterOptions,
    ) -> Result<RegisterOptions> {
        self.perform(cx, &GENERATE_REGISTER_OPTIONS, input, async |cx, input| {
            let user = self.passkey_user(cx, input.context.as_deref()).await?;
            let options = &self.config().passkey;
            let known = self.store().list_passkeys(&user.id).await?;
            let mut extensions = options.registration.extensions.clone();
            extensions.extend(self.passkey_hooks().registration_extensions(self, cx).await?);
            extensions.insert("credProps".into(), true.into());
            let ceremony = Ceremony {
                kind: CeremonyKind::Registration,
                expected_challenge: self.new_challenge(),
                user_data: UserData {
                    id: user.id.clone(),
                    name: Some(user.name.clone()),
                    display_name: user.display_name.clone(),
                },
                context: input.context,
                user_handle: Some(user_handle(&user.id)),
                conditional: input.conditional,
            };
            self.begin_ceremony(cx, &ceremony).await?;
            let shown = input.name.filter(|name| !name.is_empty()).unwrap_or_else(|| user.name.clone());
            Ok(RegisterOptions {
                challenge: ceremony.expected_challenge,
                rp: RelyingParty {
                    name: options.rp_name.clone().unwrap_or_else(|| self.config().app_name.clone()),
                    id: self.passkey_rp_id(),
                },
                user: PasskeyOwner {
                    id: user_handle(&user.id),
                    name: shown,
                    display_name: user.display_name.unwrap_or(user.name),
                },
                pub_key_cred_params: OFFERED.map(|alg| KeyKind { alg, kind: "public-key".into() }).into(),
                timeout: TIMEOUT,
                attestation: "none".into(),
                exclude_credentials: known.iter().map(CredentialDescriptor::of).collect(),
                authenticator_selection: options.authenticator_selection.criteria(input.authenticator_attachment),
                extensions,
                hints: Vec::new(),
            })
        })
        .await
    }

    /// Keeps a passkey that was made in this browser. `POST /passkey/verify-registration`.
    ///
    /// # Errors
    ///
    /// 400 when none was begun here, and for what is no passkey; 401 when somebody else has signed in meanwhile; 500
    /// for a passkey of another site, ceremony or page, as upstream.
    pub async fn verify_passkey_registration(
        &self,
        cx: &mut Cx,
        input: VerifyRegistration,
    ) -> Result<VerifyRegistrationOutput> {
        self.perform(cx, &VERIFY_REGISTRATION, input, async |cx, input| {
            let caller = self.passkey_caller(cx).await?;
            let origins = self.passkey_origins(cx);
            if origins.is_empty() {
                return Err(ErrorCode::FailedToVerifyRegistration.into());
            }
            Self::check_text("name", input.name.as_deref().unwrap_or_default())?;
            let ceremony = self.end_ceremony(cx, CeremonyKind::Registration).await?;
            if caller.as_ref().is_some_and(|caller| caller.user.id != ceremony.user_data.id) {
                return Err(ErrorCode::NotAllowedToRegisterPasskey.into());
            }
            let rp_id = self.passkey_rp_id();
            let made = webauthn::verify_registration(&input.response, &expected(self, &ceremony, &origins, &rp_id));
            let made = made.map_err(refusal)?;
            let user_verified = made.user_verified;
            let verified = VerifiedRegistration {
                user: PasskeyUser {
                    id: ceremony.user_data.id.clone(),
                    name: ceremony.user_data.name.unwrap_or_else(|| ceremony.user_data.id.clone()),
                    display_name: ceremony.user_data.display_name,
                },
                credential_id: made.credential_id.clone(),
                aaguid: made.aaguid.clone(),
                device_type: made.device_type,
                backed_up: made.backed_up,
                user_verified,
                response: input.response,
                context: ceremony.context,
            };
            let changes = self.passkey_hooks().after_registration(self, cx, &verified).await?;
            let owner = changes.user_id.unwrap_or(verified.user.id);
            if owner.is_empty() {
                return Err(ErrorCode::ResolvedUserInvalid.into());
            }
            if caller.as_ref().is_some_and(|caller| caller.user.id != owner) {
                return Err(ErrorCode::NotAllowedToRegisterPasskey.into());
            }
            let create_session = input.create_session == Some(true);
            let Some(user) = self.store().find_user(&owner).await? else {
                let code = if create_session { ErrorCode::UserNotFound } else { ErrorCode::FailedToVerifyRegistration };
                return Err(Error::new(code).with_status(500));
            };
            let given = |name: Option<String>| name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            let passkey = Passkey {
                id: self.generate_id(),
                name: given(input.name).or_else(|| given(changes.name)),
                public_key: STANDARD.encode(&made.public_key),
                user_id: owner,
                credential_id: made.credential_id,
                counter: made.counter,
                device_type: made.device_type,
                backed_up: made.backed_up,
                transports: Some(made.transports.join(",")),
                created_at: Some(self.now()),
                aaguid: Some(made.aaguid),
            };
            if !self.store().create_passkey(&passkey, ceremony.user_handle.as_deref()).await? {
                return Err(ErrorCode::PreviouslyRegistered.into());
            }
            cx.note(Note::new(AuditAction::PasskeyAdded).by(&passkey.user_id).target(&passkey.id));
            if !create_session {
                return Ok(VerifyRegistrationOutput { passkey, sign_in: None });
            }
            let proof = Proof::Passkey { user_verified };
            match self.complete_sign_in(cx, FirstFactor { user, remember: true, proof }).await {
                Ok(outcome) => Ok(VerifyRegistrationOutput { passkey, sign_in: Some(outcome) }),
                Err(error) => {
                    // Both or neither, as upstream.
                    self.store().delete_passkey(&passkey.user_id, &passkey.id).await?;
                    Err(error)
                }
            }
        })
        .await
    }

    /// Who makes a passkey: somebody who has signed in recently, or, where none is needed, whoever is signed in.
    async fn passkey_caller(&self, cx: &mut Cx) -> Result<Option<SessionWithUser>> {
        if self.config().passkey.registration.require_session {
            let caller = self.require_fresh_session(cx).await?;
            caller.session.require_own()?;
            return Ok(Some(caller));
        }
        let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
        let caller = self.current_session(cx, input).await?;
        caller.as_ref().map_or(Ok(()), |caller| caller.session.require_own())?;
        Ok(caller)
    }

    /// Whose passkey it is to be.
    async fn passkey_user(&self, cx: &mut Cx, context: Option<&str>) -> Result<PasskeyUser> {
        if let Some(caller) = self.passkey_caller(cx).await? {
            let user = caller.user;
            let name = if user.email.is_empty() { user.id.clone() } else { user.email };
            return Ok(PasskeyUser { id: user.id, display_name: Some(name.clone()), name });
        }
        let resolved = self.passkey_hooks().resolve_user(self, cx, context).await?;
        let user = resolved.ok_or(ErrorCode::ResolveUserRequired)?;
        if user.id.is_empty() || user.name.is_empty() {
            return Err(ErrorCode::ResolvedUserInvalid.into());
        }
        Ok(user)
    }
}
