//! Several people who are signed in in one browser.
//!
//! Each session has a signed cookie beside the one of the session that is active, named after its token as upstream names
//! it. What a request says is looked up among these cookies, so nobody goes on as somebody who is not signed in here.

mod routes;

pub(super) use routes::ROUTES;
pub use routes::{LIST_DEVICE_SESSIONS, REVOKE_DEVICE_SESSION, SET_ACTIVE_SESSION};

use crate::{
    Auth, Cx,
    cookies::{CookieKind, Cookies},
    error::Result,
    features::audit::Note,
    wire::{AuditAction, ErrorCode, OfDeviceSession, SessionWithUser, StatusOutput},
};

/// Stands between the name of the session cookie and the token.
const MARK: &str = "_multi-";

impl Auth {
    /// Who is signed in in this browser, once each. `GET /multi-session/list-device-sessions`.
    ///
    /// # Errors
    ///
    /// 503 when the store does not answer.
    pub async fn list_device_sessions(&self, cx: &mut Cx) -> Result<Vec<SessionWithUser>> {
        self.perform(cx, &LIST_DEVICE_SESSIONS, (), async |cx, ()| {
            let mut sessions = self.device_sessions(cx).await?;
            if self.config().custom_session.should_mutate_list_device_sessions_endpoint {
                for session in &mut sessions {
                    self.customize_session(cx, session).await?;
                }
            }
            Ok(sessions)
        })
        .await
    }

    /// Who is signed in in this browser, once each, for pages. Nobody where people are not signed in beside each other.
    ///
    /// # Errors
    ///
    /// 503 when the store does not answer.
    pub async fn device_sessions(&self, cx: &Cx) -> Result<Vec<SessionWithUser>> {
        let mut sessions: Vec<SessionWithUser> = Vec::new();
        if !self.config().multi_session.enabled {
            return Ok(sessions);
        }
        for (_, token) in self.device_tokens(cx) {
            if let Some(session) = self.device_session(token).await?
                && !sessions.iter().any(|other| other.user.id == session.user.id)
            {
                sessions.push(session);
            }
        }
        Ok(sessions)
    }

    /// Goes on as another one who is signed in in this browser. `POST /multi-session/set-active`.
    ///
    /// # Errors
    ///
    /// 401 for a session that this browser does not have, or that has ended.
    pub async fn set_active_session(&self, cx: &mut Cx, input: OfDeviceSession) -> Result<SessionWithUser> {
        self.perform(cx, &SET_ACTIVE_SESSION, input, async |cx, input| {
            let kind = self.device_cookie(&input.session_token);
            let token = self.cookies().read_signed(cx, &kind).ok_or(ErrorCode::InvalidSessionToken)?;
            let Some(session) = self.device_session(token).await? else {
                Cookies::expire(cx, &kind);
                return Err(ErrorCode::InvalidSessionToken.into());
            };
            self.go_on_with(cx, &session).await?;
            Ok(session)
        })
        .await
    }

    /// The same for a page, which knows a session by its id and no token.
    ///
    /// # Errors
    ///
    /// 401 for a session that this browser does not have, or that has ended.
    pub async fn continue_as(&self, cx: &mut Cx, id: &str) -> Result<SessionWithUser> {
        self.perform(cx, &SET_ACTIVE_SESSION, (), async |cx, ()| {
            let sessions = self.device_sessions(cx).await?;
            let session = sessions.into_iter().find(|session| session.session.id == id);
            let session = session.ok_or(ErrorCode::InvalidSessionToken)?;
            self.go_on_with(cx, &session).await?;
            Ok(session)
        })
        .await
    }

    /// Signs out the active one alone, and goes on as the next of this browser; returns whether there is one.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn sign_out_one(&self, cx: &mut Cx) -> Result<bool> {
        self.perform(cx, &REVOKE_DEVICE_SESSION, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            self.end_device_session(cx, &caller.session.token).await?;
            Cookies::expire(cx, &self.device_cookie(&caller.session.token));
            self.forget_impersonator(cx);
            self.leave_active_session(cx).await
        })
        .await
    }

    /// Ends the session of one who is signed in in this browser; if it was the active one, the browser goes on as another.
    /// `POST /multi-session/revoke`.
    ///
    /// # Errors
    ///
    /// 401 without a session, and for one that this browser does not have.
    pub async fn revoke_device_session(&self, cx: &mut Cx, input: OfDeviceSession) -> Result<StatusOutput> {
        self.perform(cx, &REVOKE_DEVICE_SESSION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let kind = self.device_cookie(&input.session_token);
            let token = self.cookies().read_signed(cx, &kind).ok_or(ErrorCode::InvalidSessionToken)?;
            self.end_device_session(cx, &token).await?;
            Cookies::expire(cx, &kind);
            if caller.session.token == token {
                self.leave_active_session(cx).await?;
            }
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Makes a session of this browser the active one. Whether it outlives the window is for all of them, as upstream.
    async fn go_on_with(&self, cx: &mut Cx, session: &SessionWithUser) -> Result<()> {
        self.renew_session_cookies(cx, session)?;
        self.write_one_time_token_header(cx, session).await
    }

    /// Notes a session whose cookies are sent beside those that this browser has: it may be older than the option, or have
    /// come by another way than signing in here.
    pub(in crate::features) fn note_device_session(&self, cx: &mut Cx, session: &SessionWithUser) {
        let options = &self.config().multi_session;
        if !options.enabled || cx.facts().is_none() || session.session.impersonated_by().is_some() {
            return;
        }
        let kind = self.device_cookie(&session.session.token);
        let is_noted = self.cookies().read_signed(cx, &kind).is_some();
        if !is_noted && self.device_tokens(cx).len() < options.maximum_sessions {
            self.cookies().write_signed(cx, &kind, &session.session.token, true);
        }
    }

    /// Keeps a session that was just opened beside those that this browser has. An earlier one of the same person ends.
    pub(in crate::features) async fn keep_device_session(&self, cx: &mut Cx, made: &SessionWithUser) -> Result<()> {
        let options = &self.config().multi_session;
        if !options.enabled || cx.facts().is_none() {
            return Ok(());
        }
        for (kind, token) in self.device_tokens(cx) {
            let session = self.device_session(token.clone()).await?;
            if token != made.session.token && session.is_none_or(|session| session.user.id == made.user.id) {
                self.end_device_session(cx, &token).await?;
                Cookies::expire(cx, &kind);
            }
        }
        self.note_device_session(cx, made);
        Ok(())
    }

    /// Ends all sessions that this browser has beside each other: it is signed out.
    pub(in crate::features) async fn end_device_sessions(&self, cx: &mut Cx) -> Result<()> {
        if self.config().multi_session.enabled {
            for (kind, token) in self.device_tokens(cx) {
                self.end_device_session(cx, &token).await?;
                Cookies::expire(cx, &kind);
            }
        }
        Ok(())
    }

    /// Goes on as the next one, after the active session has ended. Returns whether there is one.
    async fn leave_active_session(&self, cx: &mut Cx) -> Result<bool> {
        for (_, token) in self.device_tokens(cx) {
            if let Some(next) = self.device_session(token).await? {
                self.go_on_with(cx, &next).await?;
                return Ok(true);
            }
        }
        self.forget_session(cx);
        Ok(false)
    }

    async fn end_device_session(&self, cx: &mut Cx, token: &str) -> Result<()> {
        if let Some((row, _)) = self.find_session(token).await? {
            self.store().delete_session(&row.user_id, &row.id).await?;
            cx.note(Note::new(AuditAction::SignedOut).by(&row.user_id).target(&row.id));
        }
        Ok(())
    }

    /// The session of a token, if it goes on.
    async fn device_session(&self, token: String) -> Result<Option<SessionWithUser>> {
        let found = self.find_session(&token).await?;
        let found = found.filter(|(row, user)| row.expires_at >= self.now() && !self.is_banned(user));
        Ok(found.map(|(row, user)| SessionWithUser::new(row.with_token(token), user)))
    }

    /// The cookies of the sessions that this browser has, as far as we signed them, with the tokens in them.
    fn device_tokens(&self, cx: &Cx) -> Vec<(CookieKind, String)> {
        let session_token = &self.cookies().session_token;
        let Some(facts) = cx.facts() else { return Vec::new() };
        let own =
            |(name, _): (&str, &str)| name.strip_prefix(session_token.name())?.strip_prefix(MARK).map(str::to_owned);
        let mut suffixes: Vec<String> = facts.cookies().filter_map(own).collect();
        suffixes.sort_unstable();
        suffixes.dedup();
        let read = |suffix: String| {
            let kind = self.device_cookie(&suffix);
            let token = self.cookies().read_signed(cx, &kind)?;
            // A cookie under another one's name is none.
            (token.to_ascii_lowercase() == suffix).then_some((kind, token))
        };
        suffixes.into_iter().filter_map(read).collect()
    }

    fn device_cookie(&self, token: &str) -> CookieKind {
        self.cookies().session_token.with_suffix(&format!("{MARK}{}", token.to_ascii_lowercase()))
    }
}
