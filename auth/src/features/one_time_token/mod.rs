//! Tokens that carry a session over to another browser or site, once and within minutes.
//!
//! A token stands for the stored form of the session, which opens nothing by itself, and the session goes on as the one
//! that it is: nobody signs in by it.

mod routes;

pub(super) use routes::ROUTES;
pub use routes::{GENERATE_ONE_TIME_TOKEN, VERIFY_ONE_TIME_TOKEN};

use crate::{
    Auth, Cx,
    crypto::SessionTokens,
    error::{Error, Result},
    features::audit::Note,
    one_time::Purpose,
    wire::{AuditAction, ErrorCode, OneTimeToken, SessionWithUser},
};

impl Auth {
    /// A token for the session of the caller. `GET /one-time-token/generate`.
    ///
    /// # Errors
    ///
    /// 400 for a request where only trusted code makes tokens; 401 without a session; 403 for somebody who impersonates, or
    /// who comes with an API key: that session is not theirs to hand on.
    pub async fn generate_one_time_token(&self, cx: &mut Cx) -> Result<OneTimeToken> {
        self.perform(cx, &GENERATE_ONE_TIME_TOKEN, (), async |cx, ()| {
            let caller = self.require_own_session(cx).await?;
            if self.config().one_time_token.disable_client_request && cx.facts().is_some() {
                return Err(ErrorCode::ClientRequestsAreDisabled.into());
            }
            self.one_time_token_for(&caller).await
        })
        .await
    }

    /// A token for a session, for trusted code that knows whose browser is to get it.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn one_time_token_for(&self, session: &SessionWithUser) -> Result<OneTimeToken> {
        let stored = self.session_tokens().stored(&session.session.token);
        let token = self.mint(Purpose::OneTimeToken, &stored, self.config().one_time_token.expires_in).await?;
        Ok(OneTimeToken { token })
    }

    /// The session that a token is for, in this browser too from now on. Of parallel uses of a token one succeeds.
    /// `POST /one-time-token/verify`.
    ///
    /// # Errors
    ///
    /// 400 for a token that is unknown, used or too old, and for a session that has ended; 403 for somebody banned.
    pub async fn verify_one_time_token(&self, cx: &mut Cx, input: OneTimeToken) -> Result<SessionWithUser> {
        self.perform(cx, &VERIFY_ONE_TIME_TOKEN, input, async |cx, input| {
            let stored = self.consume(Purpose::OneTimeToken, &input.token).await?.ok_or(ErrorCode::InvalidToken)?;
            // What upstream stored is the token itself.
            let named = SessionTokens::candidates(&stored).unwrap_or([stored.clone(), stored]);
            let found = self.store().find_session(&named).await?;
            let (row, user) = found.ok_or(ErrorCode::SessionNotFound)?;
            if row.expires_at < self.now() {
                return Err(Error::new(ErrorCode::SessionExpired).with_message("The session has ended."));
            }
            let user = self.refuse_banned(cx, user).await?;
            let token = self.session_tokens().reveal(&row.id, &row.token);
            let session = SessionWithUser::new(row.with_token(token), user);
            if !self.config().one_time_token.disable_set_session_cookie {
                self.renew_session_cookies(cx, &session)?;
                self.keep_device_session(cx, &session).await?;
            }
            self.write_one_time_token_header(cx, &session).await?;
            cx.note(
                Note::new(AuditAction::SignedIn)
                    .by(&session.user.id)
                    .target(&session.session.id)
                    .detail("carried-over"),
            );
            Ok(session)
        })
        .await
    }

    /// Sends a token along with a session that was just opened, where that is wanted.
    pub(in crate::features) async fn write_one_time_token_header(
        &self,
        cx: &mut Cx,
        session: &SessionWithUser,
    ) -> Result<()> {
        let options = &self.config().one_time_token;
        if options.enabled && options.set_ott_header_on_new_session {
            let token = self.one_time_token_for(session).await?.token;
            cx.expose_header("set-ott", token);
        }
        Ok(())
    }
}
