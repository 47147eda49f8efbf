use super::{REDEEM_DEVICE_CODE, keep_out_of_caches};
use crate::{
    Auth, Cx,
    crypto::SessionTokens,
    error::{Error, Result},
    features::audit::Note,
    store::DeviceCodeRow,
    wire::{
        AuditAction, DeviceCodeStatus, DeviceTokenOutput, DeviceTokenRequest, ErrorCode, Fields, SessionWithUser, User,
    },
};

impl Auth {
    /// The device asks for the answer, and gets a session of the person who said yes. Of parallel questions one gets it.
    /// `POST /device/token`.
    ///
    /// # Errors
    ///
    /// 400 with a word of RFC 8628, 3.5: for an unknown client or code, for a device that asks too often, while nobody has
    /// answered, and when the answer is no or came too late; 403 when whoever said yes is banned.
    pub async fn redeem_device_code(&self, cx: &mut Cx, input: DeviceTokenRequest) -> Result<DeviceTokenOutput> {
        self.perform(cx, &REDEEM_DEVICE_CODE, input, async |cx, input| {
            self.require_client(&input.client_id).await?;
            let row = self.polled_device_code(&input).await?;
            let user = self.approver(cx, &row).await?;
            if !self.store().take_device_code(&row.id, &user.id, &input.client_id).await? {
                return Err(invalid_grant());
            }
            let session = self.open_device_session(cx, user).await?;
            keep_out_of_caches(cx);
            Ok(DeviceTokenOutput {
                expires_in: session.session.expires_at.since(self.now()).as_secs(),
                access_token: session.session.token,
                token_type: "Bearer".into(),
                scope: row.scope.unwrap_or_default(),
            })
        })
        .await
    }

    /// The request that a device asks about, once somebody has said yes.
    async fn polled_device_code(&self, input: &DeviceTokenRequest) -> Result<DeviceCodeRow> {
        let stored = SessionTokens::candidates(&input.device_code).ok_or_else(invalid_grant)?;
        let row = self.store().find_device_code(&stored).await?;
        // MySQL takes small letters for great ones.
        let row = row.filter(|row| stored.contains(&row.device_code)).ok_or_else(invalid_grant)?;
        let owner = row.client_id.as_deref().filter(|client_id| !client_id.is_empty());
        if owner.is_some_and(|client_id| client_id != input.client_id) {
            return Err(invalid_grant().with_message("This device code is another client's."));
        }
        let now = self.now();
        if !self.store().poll_device_code(&row, now).await? {
            return Err(Error::new(ErrorCode::PollingTooFrequently).for_oauth("slow_down"));
        }
        if row.expires_at < now {
            self.store().delete_device_code(&row.id).await?;
            return Err(Error::new(ErrorCode::ExpiredDeviceCode).for_oauth("expired_token"));
        }
        match row.status {
            DeviceCodeStatus::Pending => {
                Err(Error::new(ErrorCode::AuthorizationPending).for_oauth("authorization_pending"))
            }
            DeviceCodeStatus::Denied => {
                self.store().delete_device_code(&row.id).await?;
                Err(Error::new(ErrorCode::AccessDenied).for_oauth("access_denied"))
            }
            DeviceCodeStatus::Approved => Ok(row),
        }
    }

    async fn approver(&self, cx: &mut Cx, row: &DeviceCodeRow) -> Result<User> {
        let user = match &row.user_id {
            Some(user_id) => self.store().find_user(user_id).await?,
            None => None,
        };
        // The account was deleted meanwhile, or the database was changed by hand.
        let gone = || Error::new(ErrorCode::UserNotFound).with_status(500).for_oauth("server_error");
        self.refuse_banned(cx, user.ok_or_else(gone)?).await
    }

    /// A session for the device. The person who said yes was signed in, second factor included, so that nothing more is
    /// asked; and it is the device's, so that this request gets no cookies.
    async fn open_device_session(&self, cx: &mut Cx, user: User) -> Result<SessionWithUser> {
        let lifetime = self.config().session.expires_in;
        let (row, token) = self.create_session(cx, &user, lifetime, Fields::default()).await?;
        cx.note(Note::new(AuditAction::SignedIn).by(&user.id).target(&row.id).detail("device"));
        self.greet_device(cx, &user, &row).await?;
        let session = SessionWithUser::new(row.with_token(token), user);
        self.write_one_time_token_header(cx, &session).await?;
        cx.set_new_session(session.clone());
        Ok(session)
    }
}

fn invalid_grant() -> Error {
    Error::new(ErrorCode::InvalidDeviceCode).for_oauth("invalid_grant")
}
