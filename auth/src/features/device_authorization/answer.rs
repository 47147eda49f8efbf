use super::{APPROVE_DEVICE, DENY_DEVICE, USER_CODE_LETTERS, VERIFY_DEVICE};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    operation::Operation,
    store::DeviceCodeRow,
    wire::{
        AuditAction, DeviceAnswer, DeviceCodeStatus, DeviceVerification, ErrorCode, GetSession, SessionWithUser,
        SuccessOutput,
    },
};

impl Auth {
    /// What the device asks for that shows this code. Whoever looks first with a session is the one who may answer, and
    /// sees who asks for what. `GET /device`.
    ///
    /// # Errors
    ///
    /// 400 for a code that is unknown or too old.
    pub async fn verify_device(&self, cx: &mut Cx, user_code: String) -> Result<DeviceVerification> {
        self.perform(cx, &VERIFY_DEVICE, user_code, async |cx, user_code| {
            let mut row = self.shown_device_code(&user_code).await?;
            // Whoever comes with a key, or looks at the application as somebody else, claims nothing: the answer is the
            // person's own.
            let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
            let viewer = self.current_session(cx, input).await?.filter(|viewer| viewer.session.require_own().is_ok());
            if let Some(viewer) = &viewer
                && row.user_id.is_none()
                && row.status == DeviceCodeStatus::Pending
            {
                if self.store().claim_device_code(&row.id, &viewer.user.id).await? {
                    row.user_id = Some(viewer.user.id.clone());
                } else {
                    // Somebody else was there at the same moment.
                    row = self.shown_device_code(&user_code).await?;
                }
            }
            let may_answer = viewer.is_some_and(|viewer| row.user_id.as_ref() == Some(&viewer.user.id));
            Ok(DeviceVerification {
                user_code,
                status: row.status,
                client_id: row.client_id.filter(|_| may_answer),
                scope: may_answer.then_some(row.scope),
            })
        })
        .await
    }

    /// The person says yes: the device gets a session of theirs when it asks next. `POST /device/approve`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a code that is unknown, too old, was answered, or was not looked at before; 403 for
    /// one that somebody else looked at first, for somebody who looks at the application as somebody else, and for an API
    /// key.
    pub async fn approve_device(&self, cx: &mut Cx, input: DeviceAnswer) -> Result<SuccessOutput> {
        self.answer_device(cx, &APPROVE_DEVICE, input, DeviceCodeStatus::Approved, AuditAction::DeviceApproved).await
    }

    /// The person says no. `POST /device/deny`.
    ///
    /// # Errors
    ///
    /// As [`Auth::approve_device`].
    pub async fn deny_device(&self, cx: &mut Cx, input: DeviceAnswer) -> Result<SuccessOutput> {
        self.answer_device(cx, &DENY_DEVICE, input, DeviceCodeStatus::Denied, AuditAction::DeviceDenied).await
    }

    async fn answer_device(
        &self,
        cx: &mut Cx,
        operation: &'static Operation,
        input: DeviceAnswer,
        status: DeviceCodeStatus,
        action: AuditAction,
    ) -> Result<SuccessOutput> {
        self.perform(cx, operation, input, async |cx, input| {
            let caller = self.answering(cx).await?;
            let row = self.shown_device_code(&input.user_code).await?;
            if row.status != DeviceCodeStatus::Pending {
                return Err(refused(ErrorCode::DeviceCodeAlreadyProcessed));
            }
            let owner = row.user_id.ok_or_else(|| refused(ErrorCode::DeviceCodeNotClaimed))?;
            if owner != caller.user.id {
                let message = "Somebody else looked at this request first. Let the device show a new code.";
                let error = Error::new(ErrorCode::AccessDenied).with_status(403).with_message(message);
                return Err(error.for_oauth("access_denied"));
            }
            if !self.store().answer_device_code(&row.id, &owner, status, self.now()).await? {
                return Err(refused(ErrorCode::DeviceCodeAlreadyProcessed));
            }
            let note = Note::new(action).by(&owner).target(&row.id);
            cx.note(match &row.client_id {
                Some(client_id) => note.detail(client_id),
                None => note,
            });
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// The session of somebody who answers.
    async fn answering(&self, cx: &mut Cx) -> Result<SessionWithUser> {
        self.require_own_session(cx).await.map_err(|error| match error.code() {
            ErrorCode::Unauthorized => Error::new(ErrorCode::AuthenticationRequired).for_oauth("unauthorized"),
            _ => error,
        })
    }

    /// The request with a code as people type it: exactly, or with marks between the letters and in small letters.
    async fn shown_device_code(&self, typed: &str) -> Result<DeviceCodeRow> {
        let mut found = self.find_user_code(typed).await?;
        if found.is_none()
            && let Some(meant) = meant(typed)
        {
            found = self.find_user_code(&meant).await?;
        }
        let row = found.ok_or_else(|| refused(ErrorCode::InvalidUserCode))?;
        if row.expires_at < self.now() {
            return Err(Error::new(ErrorCode::ExpiredUserCode).for_oauth("expired_token"));
        }
        Ok(row)
    }

    async fn find_user_code(&self, user_code: &str) -> Result<Option<DeviceCodeRow>> {
        // No code holds a NUL, and PostgreSQL takes none.
        if user_code.contains('\0') {
            return Ok(None);
        }
        let found = self.store().find_user_code(user_code).await?;
        // MySQL takes small letters for great ones.
        Ok(found.filter(|row| row.user_code == user_code))
    }
}

/// What a text means as a code that we drew, if that is something else.
fn meant(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    let meant: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
    let is_code = !meant.is_empty() && meant.bytes().all(|letter| USER_CODE_LETTERS.contains(&letter));
    (is_code && meant != typed).then_some(meant)
}

fn refused(code: ErrorCode) -> Error {
    Error::new(code).for_oauth("invalid_request")
}
