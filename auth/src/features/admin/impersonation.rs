//! Looking at the application as somebody else.
//!
//! It is a session of that person which says who really has it (`impersonatedBy`), which nothing extends, and with
//! which nobody changes how the person signs in ([`Auth::require_own_session`]). The own session waits in a signed cookie.

use super::{IMPERSONATE_USER, STOP_IMPERSONATING, UserAction};
use crate::{
    Auth, Cx,
    cookies::Cookies,
    error::Result,
    features::{access::Request, audit::Note},
    store::SessionRow,
    wire::{AuditAction, ErrorCode, Fields, IMPERSONATED_BY, OfUser, SessionWithUser},
};

impl Auth {
    /// Opens a session of somebody else for the caller, whose own one waits. `POST /admin/impersonate-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not, for a user who administers or is banned, and while the caller
    /// impersonates already; 404 for an unknown user.
    pub async fn impersonate_user(&self, cx: &mut Cx, input: OfUser) -> Result<SessionWithUser> {
        self.perform(cx, &IMPERSONATE_USER, input, async |cx, input| {
            let options = &self.config().admin;
            let refusal = ErrorCode::NotAllowedToImpersonate;
            let caller = self.require_permission(cx, UserAction::Impersonate, refusal).await?;
            // No session is made of an API key.
            caller.session.require_own()?;
            let user = self.store().find_user(&input.user_id).await?.ok_or(ErrorCode::UserNotFound)?;
            let admins_too = options.allow_impersonating_admins
                || self.may(&caller.user, &Request::all([UserAction::ImpersonateAdmins]));
            if options.is_admin(&user) && !(admins_too && self.may_act_on(&caller.user, &user)) {
                return Err(ErrorCode::CannotImpersonateAdmins.into());
            }
            let user = self.refuse_banned(cx, user).await?;
            let fields = Fields::default().with(IMPERSONATED_BY, caller.user.id.as_str());
            let lifetime = options.impersonation_session_duration;
            let (row, token) = self.create_session(cx, &user, lifetime, fields).await?;

            let remembered = self.is_remembered(cx);
            self.forget_session(cx);
            let cookies = self.cookies();
            let waiting = format!("{}:{}", caller.session.token, if remembered { "" } else { "true" });
            cookies.write_signed(cx, &cookies.admin_session, &waiting, true);
            let made = SessionWithUser::new(row.with_token(token), user);
            self.write_session_cookies(cx, &made, false)?;
            cx.note(Note::new(AuditAction::ImpersonationStarted).about(&made.user.id).target(&made.session.id));
            // A hook that refuses afterwards takes it back.
            cx.set_new_session(made.clone());
            Ok(made)
        })
        .await
    }

    /// Ends the session of somebody else and goes back to the own one. `POST /admin/stop-impersonating`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when it is the caller's own; 500 when there is none to go back to, and then the session
    /// of the other is ended all the same.
    pub async fn stop_impersonating(&self, cx: &mut Cx) -> Result<SessionWithUser> {
        self.perform(cx, &STOP_IMPERSONATING, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            let by = caller.session.impersonated_by().ok_or(ErrorCode::NotImpersonating)?.to_owned();
            let waiting = self.waiting_admin(cx, &by).await?;
            self.store().delete_session(&caller.user.id, &caller.session.id).await?;
            cx.note(Note::new(AuditAction::ImpersonationEnded));
            self.forget_session(cx);
            self.forget_impersonator(cx);
            let (session, remember) = waiting.ok_or(ErrorCode::AdminSessionNotFound)?;
            self.write_session_cookies(cx, &session, remember)?;
            Ok(session)
        })
        .await
    }

    /// The session that waits in this browser, and whether it outlives the browser window. It has to be a session of the
    /// one who impersonates.
    async fn waiting_admin(&self, cx: &mut Cx, by: &str) -> Result<Option<(SessionWithUser, bool)>> {
        let cookie = self.cookies().read_signed(cx, &self.cookies().admin_session);
        let Some((token, dont_remember)) = cookie.as_deref().and_then(|cookie| cookie.split_once(':')) else {
            return Ok(None);
        };
        let found = self.find_session(token).await?.filter(|(row, user)| {
            user.id == by && row.expires_at > self.now() && row.fields.text(IMPERSONATED_BY).is_none()
        });
        let Some((row, user)) = found.filter(|(_, user)| !self.is_banned(user)) else {
            return Ok(None);
        };
        let session = SessionWithUser::new(row.with_token(token.to_owned()), user);
        Ok(Some((session, dont_remember.is_empty())))
    }

    /// Whether a session may go on. One of somebody else ends with the right to it: when whoever impersonates is banned,
    /// loses the role or is deleted.
    pub(in crate::features) async fn may_go_on(&self, row: &SessionRow) -> Result<bool> {
        let Some(by) = row.fields.text(IMPERSONATED_BY) else {
            return Ok(true);
        };
        let by = self.store().find_user(by).await?;
        let request = Request::all([UserAction::Impersonate]);
        Ok(by.is_some_and(|by| !self.is_banned(&by) && self.may(&by, &request)))
    }

    /// Makes the browser forget the session that waits, if there is one.
    pub(crate) fn forget_impersonator(&self, cx: &mut Cx) {
        let kind = &self.cookies().admin_session;
        if Cookies::read(cx, kind).is_some() {
            Cookies::expire(cx, kind);
        }
    }
}
