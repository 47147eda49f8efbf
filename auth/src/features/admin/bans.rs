//! Bans: somebody who is banned does not come in, whatever they show.

use std::time::Duration;

use super::{
    BAN_USER, UNBAN_USER, UserAction,
    fields::{BAN_EXPIRES, BAN_REASON, BANNED},
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    store::UserChanges,
    wire::{AuditAction, BanUser, ErrorCode, Fields, OfUser, User, UserOutput},
};

/// What is longer is for ever: 100 years. Bans end before the year 10000, which ISO 8601 texts are compared up to.
const LONGEST_BAN: Duration = Duration::from_hours(100 * 365 * 24);

impl Auth {
    /// Bans a user and ends their sessions. `POST /admin/ban-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 404 for an unknown user; 400 for the caller themself, for the
    /// last one who administers, and for a time that is none.
    pub async fn ban_user(&self, cx: &mut Cx, input: BanUser) -> Result<UserOutput> {
        self.perform(cx, &BAN_USER, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToBanUsers;
            let caller = self.require_permission(cx, UserAction::Ban, refusal).await?.user;
            let user = self.subject(&caller, &input.user_id, refusal).await?;
            if user.id == caller.id {
                return Err(ErrorCode::CannotBanYourself.into());
            }
            let options = &self.config().admin;
            let given = input.ban_expires_in.filter(|seconds| *seconds != 0.0).map(ban_length).transpose()?;
            let length = given.or_else(|| options.default_ban_expires_in.filter(|length| !length.is_zero()));
            let reason = input.ban_reason.filter(|reason| !reason.is_empty());
            let reason = reason.or_else(|| options.default_ban_reason.clone()).unwrap_or_else(|| "No reason".into());
            Self::check_text("banReason", &reason)?;
            let fields = Fields::default()
                .with(BANNED, true)
                .with(BAN_REASON, reason)
                .with(BAN_EXPIRES, length.map(|length| (self.now() + length).to_string()));
            let user = self.change_user(&user, UserChanges { fields, ..UserChanges::default() }).await?;
            self.end_all_sessions(cx, &user).await?;
            cx.note(Note::new(AuditAction::Banned).about(&user.id));
            Ok(UserOutput { user })
        })
        .await
    }

    /// Lets somebody in again. `POST /admin/unban-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 404 for an unknown user.
    pub async fn unban_user(&self, cx: &mut Cx, input: OfUser) -> Result<UserOutput> {
        self.perform(cx, &UNBAN_USER, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToBanUsers;
            let caller = self.require_permission(cx, UserAction::Ban, refusal).await?.user;
            let user = self.subject(&caller, &input.user_id, refusal).await?;
            let user = self.lift_ban(&user).await?;
            cx.note(Note::new(AuditAction::Unbanned).about(&user.id));
            Ok(UserOutput { user })
        })
        .await
    }

    /// Whether a ban keeps somebody out now.
    pub(crate) fn is_banned(&self, user: &User) -> bool {
        let over = || user.ban_expires().is_some_and(|end| end < self.now());
        self.config().admin.enabled && user.is_banned() && !over()
    }

    /// Asked before every session: refuses somebody who is banned, and lifts a ban whose time is over.
    pub(crate) async fn refuse_banned(&self, cx: &mut Cx, user: User) -> Result<User> {
        if self.is_banned(&user) {
            cx.note(Note::new(AuditAction::SignInRefused).about(&user.id).detail("banned"));
            let message = self.config().admin.banned_user_message.clone();
            return Err(Error::new(ErrorCode::BannedUser).with_message(message));
        }
        if self.config().admin.enabled && user.is_banned() {
            tracing::info!(event = "admin.ban_ended", user = %user.id, "the time of a ban is over");
            return self.lift_ban(&user).await;
        }
        Ok(user)
    }

    async fn lift_ban(&self, user: &User) -> Result<User> {
        let fields = Fields::default().with(BANNED, false).with(BAN_REASON, ()).with(BAN_EXPIRES, ());
        self.update_user_row(&user.id, &UserChanges { fields, ..UserChanges::default() }).await
    }
}

fn ban_length(seconds: f64) -> Result<Duration> {
    let length = Duration::try_from_secs_f64(seconds).ok().filter(|length| *length <= LONGEST_BAN);
    length.ok_or_else(|| Error::invalid_field("banExpiresIn", "Invalid input: expected seconds of a future time"))
}
