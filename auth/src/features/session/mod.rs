//! Sessions: made from a first factor, read and extended on use, ended by signing out.

mod cache;
mod manage;
mod routes;

use std::time::Duration;

pub(super) use routes::ROUTES;
pub use routes::{
    GET_SESSION, LIST_SESSIONS, REVOKE_OTHER_SESSIONS, REVOKE_SESSION, REVOKE_SESSIONS, SIGN_OUT, UPDATE_SESSION,
};

use crate::{
    Auth, Cx,
    cookies::Cookies,
    crypto::SessionTokens,
    error::{Error, Result},
    features::audit::Note,
    redirect::with_query,
    schema::Model,
    store::SessionRow,
    wire::{
        AuditAction, ErrorCode, Fields, GetSession, Session, SessionWithUser, SignInOutcome, SignOut, SignOutOutput,
        User,
    },
};

/// How long a session lives whose cookie ends with the browser, as upstream.
const SHORT_SESSION: Duration = Duration::from_hours(24);

/// Browsers send up to some hundred characters; the rest would only fill the table.
const MAX_USER_AGENT: usize = 512;

/// Somebody who has shown one proof of who they are. Every way to sign in ends in one of these, and only
/// [`Auth::complete_sign_in`] makes a session of it, so that no way can go around a rule that is asked there.
#[derive(Debug)]
pub(crate) struct FirstFactor {
    pub(crate) user: User,
    /// Whether the session outlives the browser window.
    pub(crate) remember: bool,
    /// What was shown.
    pub(crate) proof: Proof,
}

/// What somebody showed to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A password, with an e-mail address, a username or a phone number.
    Password,
    /// A link or a code that was mailed.
    Mailbox,
    /// A code that was sent to a phone.
    Phone,
    /// Another site knows them.
    Provider,
    /// A passkey, which counts as two factors if the device has verified the person (a PIN, a fingerprint).
    Passkey {
        /// The flag `UV` of the authenticator data.
        user_verified: bool,
    },
    /// Nothing: the account is new and nameless.
    Anonymous,
}

impl Auth {
    /// The session of the request; extended when it is old enough. `GET /get-session`.
    ///
    /// # Errors
    ///
    /// 405 for a deferred refresh where refreshing is not deferred; 503 when the store does not answer. A missing or
    /// ended session is `None`.
    pub async fn get_session(&self, cx: &mut Cx, input: GetSession) -> Result<Option<SessionWithUser>> {
        self.perform(cx, &GET_SESSION, input, async |cx, input| {
            if input.deferred_refresh && !self.config().session.defer_session_refresh {
                return Err(ErrorCode::DeferSessionRefreshRequired.into());
            }
            cx.set_header("cache-control", "no-store");
            cx.set_header("pragma", "no-cache");
            let mut session = self.current_session(cx, input).await?;
            if let Some(session) = &mut session {
                if !session.session.by_api_key {
                    self.write_jwt_header(cx, session).await?;
                }
                self.customize_session(cx, session).await?;
            }
            Ok(session)
        })
        .await
    }

    /// The session of the request, for code of the application that runs with every request (guards,
    /// extractors): like [`Auth::get_session`], but not counted as a request of its own.
    ///
    /// # Errors
    ///
    /// 503 when the store does not answer.
    pub async fn current_session(&self, cx: &mut Cx, input: GetSession) -> Result<Option<SessionWithUser>> {
        // Who has signed in by this very request comes before its API key, and that before any session it brings.
        if let Some(session) = self.api_key_session(cx).await?
            && !cx.set_cookies().iter().any(|cookie| self.cookies().session_token.is(cookie))
        {
            return Ok(Some(session));
        }
        let options = &self.config().session;
        if !options.cookie_cache.enabled {
            // One of an earlier configuration.
            Cookies::clear_chunked(cx, &self.cookies().session_data);
        }
        let Some(token) = self.session_token(cx) else {
            return Ok(None);
        };
        if options.cookie_cache.enabled
            && !input.disable_cookie_cache
            && let Some(session) = self.cached_session(cx, &token)
        {
            return Ok(Some(session));
        }
        self.stored_session(cx, token, &input).await
    }

    /// The session of a token as the store has it; extended when it is old enough.
    async fn stored_session(&self, cx: &mut Cx, token: String, input: &GetSession) -> Result<Option<SessionWithUser>> {
        let options = &self.config().session;
        // Where refreshing is deferred, only the request that is made for it writes.
        let may_write = !options.defer_session_refresh || input.deferred_refresh;
        let Some((row, user)) = self.find_session(&token).await? else {
            self.forget_session(cx);
            return Ok(None);
        };
        let now = self.now();
        if row.expires_at < now {
            if may_write {
                self.store().delete_session(&row.user_id, &row.id).await?;
            }
            self.forget_session(cx);
            return Ok(None);
        }
        if self.is_banned(&user) || !self.may_go_on(&row).await? {
            // Made while the ban was, or the database was changed by hand; or whoever impersonates may no longer.
            self.store().delete_session(&row.user_id, &row.id).await?;
            self.forget_session(cx);
            return Ok(None);
        }

        let mut session = SessionWithUser::new(row.with_token(token), user);
        let impersonated = session.session.impersonated_by().is_some();
        if input.disable_refresh || impersonated || !self.is_remembered(cx) {
            return Ok(Some(session));
        }
        let old = session.session.expires_at - options.expires_in + options.update_age <= now;
        let due = old && !options.disable_session_refresh;
        if due && may_write {
            self.extend(cx, &mut session).await?;
            return Ok(Some(session));
        }
        self.write_session_cache(cx, &session, true)?;
        if !may_write {
            session.needs_refresh = Some(due);
        }
        Ok(Some(session))
    }

    /// Ends the session of the request and makes the browser forget it. Somebody who came from a provider that has
    /// sessions of its own is told where to end that one. `POST /sign-out`.
    ///
    /// # Errors
    ///
    /// 403 for a request of another site; 503 when the store does not answer (the session then goes on).
    pub async fn sign_out(&self, cx: &mut Cx, input: SignOut) -> Result<SignOutOutput> {
        self.perform(cx, &SIGN_OUT, input, async |cx, input| {
            self.origins().check_redirect(input.callback_url.as_deref(), ErrorCode::InvalidCallbackUrl)?;
            let mut url = None;
            if let Some(token) = self.session_token(cx)
                && let Some((row, _)) = self.find_session(&token).await?
            {
                self.store().delete_session(&row.user_id, &row.id).await?;
                cx.note(Note::new(AuditAction::SignedOut).by(&row.user_id).target(&row.id));
                url = self.provider_logout(&row.user_id, &input).await?;
            }
            self.end_device_sessions(cx).await?;
            self.cancel_challenge(cx).await?;
            self.forget_session(cx);
            self.forget_impersonator(cx);
            let redirect = url.is_some().then_some(input.disable_redirect != Some(true));
            if let (Some(url), Some(true)) = (&url, redirect) {
                cx.set_header("location", url);
            }
            Ok(SignOutOutput { success: true, url, redirect })
        })
        .await
    }

    /// The session of the request, for operations that need one.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn require_session(&self, cx: &mut Cx) -> Result<SessionWithUser> {
        // What a session may do is not decided by a copy of it.
        let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
        let session = self.current_session(cx, input).await?.ok_or(ErrorCode::Unauthorized)?;
        cx.set_caller(&session);
        Ok(session)
    }

    /// The session of the request, for what only the person themself does: it changes how they sign in. Ours.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who looks at the application as them, or who comes with an API key.
    pub async fn require_own_session(&self, cx: &mut Cx) -> Result<SessionWithUser> {
        let session = self.require_session(cx).await?;
        session.session.require_own()?;
        Ok(session)
    }

    /// The session of the request, for operations that ask for a recent sign-in.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 when signing in was too long ago.
    pub async fn require_fresh_session(&self, cx: &mut Cx) -> Result<SessionWithUser> {
        let session = self.require_session(cx).await?;
        if self.is_fresh(&session.session) { Ok(session) } else { Err(ErrorCode::SessionNotFresh.into()) }
    }

    /// Whether a session began recently enough for sensitive settings; `fresh_age` of zero switches the check off. Nobody
    /// signed in for what stands for an API key.
    pub fn is_fresh(&self, session: &Session) -> bool {
        let fresh_age = self.config().session.fresh_age;
        if session.by_api_key {
            return false;
        }
        fresh_age.is_zero() || self.now() < session.created_at + fresh_age
    }

    /// Turns a first factor into a session, or into the question for a second factor: the one place where it is
    /// decided. An operation answers with the outcome, after [`SignInOutcome::map`]; a redirect leads to
    /// [`Auth::page_after`] it.
    pub(crate) async fn complete_sign_in(&self, cx: &mut Cx, first_factor: FirstFactor) -> Result<SignInOutcome> {
        let FirstFactor { user, remember, proof } = first_factor;
        let user = self.refuse_banned(cx, user).await?;
        if self.asks_second_factor(cx, &user, proof).await? {
            return Ok(SignInOutcome::SecondFactor(self.challenge(cx, &user, proof, remember).await?));
        }
        Ok(SignInOutcome::SignedIn(self.open_session(cx, user, remember).await?))
    }

    /// Where a way to sign in that ends in a redirect leads: to the page that was wanted, or to the one that asks
    /// for a second factor.
    pub(crate) fn page_after<T>(&self, outcome: &SignInOutcome<T>, wanted: String) -> String {
        match outcome {
            SignInOutcome::SignedIn(_) => wanted,
            SignInOutcome::SecondFactor(_) => {
                let page = &self.config().two_factor.two_factor_page;
                let origin = if page.starts_with('/') { self.config().origin() } else { String::new() };
                with_query(&format!("{origin}{page}"), "callbackURL", &wanted)
            }
        }
    }

    /// Puts a new session in the place of the caller's: they are signed in already, and something that sessions
    /// depend on has changed.
    pub(crate) async fn replace_session(&self, cx: &mut Cx, caller: SessionWithUser) -> Result<SessionWithUser> {
        caller.session.require_own()?;
        let remember = self.is_remembered(cx);
        let opened = self.open_session(cx, caller.user, remember).await?;
        self.store().delete_session(&caller.session.user_id, &caller.session.id).await?;
        Ok(opened)
    }

    /// Makes a session. What comes here has passed [`Auth::complete_sign_in`], now or for the session it replaces.
    pub(in crate::features) async fn open_session(
        &self,
        cx: &mut Cx,
        user: User,
        remember: bool,
    ) -> Result<SessionWithUser> {
        // Somebody may have been banned between the first factor and the second.
        let user = self.refuse_banned(cx, user).await?;
        let lifetime = if remember { self.config().session.expires_in } else { SHORT_SESSION };
        let guest = self.guest(cx).await?;
        let (row, token) = self.create_session(cx, &user, lifetime, Fields::default()).await?;
        cx.note(Note::new(AuditAction::SignedIn).by(&user.id).target(&row.id));
        self.greet_device(cx, &user, &row).await?;
        let user = self.store_login_method(cx, user).await;
        let made = SessionWithUser::new(row.with_token(token), user);
        if let Some(guest) = guest
            && let Err(refusal) = self.link_guest(cx, &guest, &made).await
        {
            self.store().delete_session(&made.user.id, &made.session.id).await?;
            return Err(refusal);
        }
        self.write_session_cookies(cx, &made, remember)?;
        self.keep_device_session(cx, &made).await?;
        self.write_one_time_token_header(cx, &made).await?;
        self.remember_device(cx, &made.user);
        cx.set_new_session(made.clone());
        Ok(made)
    }

    /// Makes the row of a session, with these fields of features; answers it with its token.
    pub(in crate::features) async fn create_session(
        &self,
        cx: &Cx,
        user: &User,
        lifetime: Duration,
        fields: Fields,
    ) -> Result<(SessionRow, String)> {
        let now = self.now();
        let id = self.generate_id();
        let token = self.session_tokens().mint(&id);
        let schema = self.schema().model(Model::Session);
        let mut all_fields = schema.new_row(&Fields::default())?;
        all_fields.extend(fields);
        let row = SessionRow {
            id,
            user_id: user.id.clone(),
            token: self.session_tokens().stored(&token),
            expires_at: now + lifetime,
            created_at: now,
            updated_at: now,
            ip_address: Some(self.client_ip(cx).unwrap_or_default()),
            user_agent: Some(user_agent(cx)),
            fields: all_fields,
        };
        let mut row = self.store().create_session(row).await?;
        schema.hide(&mut row.fields);
        Ok((row, token))
    }

    pub(crate) async fn find_session(&self, token: &str) -> Result<Option<(SessionRow, User)>> {
        let Some(candidates) = SessionTokens::candidates(token) else {
            return Ok(None);
        };
        Ok(self.store().find_session(&candidates).await?)
    }

    async fn extend(&self, cx: &mut Cx, session: &mut SessionWithUser) -> Result<()> {
        let now = self.now();
        let expires_at = now + self.config().session.expires_in;
        let Session { user_id, id, .. } = &session.session;
        if !self.store().extend_session(user_id, id, expires_at, now).await? {
            // Ended between reading and writing, for example by signing out in another tab.
            return Err(self.session_is_gone(cx));
        }
        session.session.expires_at = expires_at;
        session.session.updated_at = now;
        self.write_session_cookies(cx, session, true)
    }

    /// Answers a request whose session was ended while it was carried out.
    pub(in crate::features) fn session_is_gone(&self, cx: &mut Cx) -> Error {
        self.forget_session(cx);
        Error::new(ErrorCode::FailedToGetSession).with_status(401)
    }

    /// Sends the cookies of a session again after it, or its user, has changed: whoever reads the cookie cache next
    /// sees what was changed.
    pub(crate) fn renew_session_cookies(&self, cx: &mut Cx, session: &SessionWithUser) -> Result<()> {
        let remember = self.is_remembered(cx);
        self.write_session_cookies(cx, session, remember)
    }

    pub(in crate::features) fn write_session_cookies(
        &self,
        cx: &mut Cx,
        session: &SessionWithUser,
        remember: bool,
    ) -> Result<()> {
        if session.session.by_api_key {
            return Ok(());
        }
        let cookies = self.cookies();
        let had_short_session = cookies.read_signed(cx, &cookies.dont_remember).is_some();
        let value = cookies.write_signed(cx, &cookies.session_token, &session.session.token, remember);
        if !remember {
            cookies.write_signed(cx, &cookies.dont_remember, "true", false);
        } else if had_short_session {
            Cookies::expire(cx, &cookies.dont_remember);
        }
        self.note_device_session(cx, session);
        if self.config().bearer.enabled {
            // Programs without a cookie jar keep this.
            cx.expose_header("set-auth-token", value);
        }
        self.write_session_cache(cx, session, remember)
    }

    /// Whether the browser keeps its session when it is closed.
    pub(crate) fn is_remembered(&self, cx: &Cx) -> bool {
        self.cookies().read_signed(cx, &self.cookies().dont_remember).is_none()
    }

    pub(crate) fn forget_session(&self, cx: &mut Cx) {
        Cookies::expire(cx, &self.cookies().session_token);
        Cookies::expire_chunked(cx, &self.cookies().session_data);
        self.forget_account(cx);
        Cookies::expire(cx, &self.cookies().dont_remember);
        cx.remove_header("set-auth-token");
    }
}

impl Session {
    /// Refuses what only the person themself does.
    pub(crate) fn require_own(&self) -> Result<()> {
        if self.by_api_key {
            return Err(ErrorCode::NotWithApiKey.into());
        }
        self.impersonated_by().map_or(Ok(()), |_| Err(ErrorCode::NotWhileImpersonating.into()))
    }
}

impl SessionRow {
    /// The session as those see it who need not know its token.
    pub(crate) fn without_token(&self) -> Session {
        self.clone().with_token(String::new())
    }

    /// The session as its owner sees it.
    pub(crate) fn with_token(self, token: String) -> Session {
        Session {
            id: self.id,
            user_id: self.user_id,
            token,
            expires_at: self.expires_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            ip_address: self.ip_address,
            user_agent: self.user_agent,
            fields: self.fields,
            by_api_key: false,
        }
    }
}

pub(in crate::features) fn user_agent(cx: &Cx) -> String {
    let given = cx.facts().and_then(|facts| facts.header("user-agent")).unwrap_or_default();
    given.chars().take(MAX_USER_AGENT).collect()
}
