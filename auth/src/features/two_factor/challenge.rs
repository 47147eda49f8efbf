//! A sign-in that waits for its second factor.
//!
//! Its name is in a signed cookie; rows under that name say whose it is and how many codes were tried. The rows are
//! those of Better Auth, which a signed cookie protects: whoever reads the database cannot make one.

use crate::{
    Auth, Cx,
    cookies::Cookies,
    error::{Error, Result},
    features::{audit::Note, session::Proof},
    rng::{URL_SAFE, random_text},
    store::{TwoFactorRow, VerificationRow},
    wire::{
        AuditAction, ErrorCode, GetSession, PendingSignIn, Session, SessionWithUser, Timestamp, TwoFactorChallenge,
        TwoFactorOutput, User,
    },
};

const PREFIX: &str = "2fa-";
/// Letters of a name after its prefix.
const LENGTH: usize = 20;

/// Codes that may be tried for one sign-in.
const ALLOWED_ATTEMPTS: u32 = 5;

/// Whose second factor is being shown: of a sign-in that waits, or of somebody who is signed in and sets it up.
pub(super) enum Subject {
    Waiting { name: String, user: User },
    SignedIn(SessionWithUser),
}

impl Subject {
    pub(super) fn user(&self) -> &User {
        match self {
            Self::Waiting { user, .. } => user,
            Self::SignedIn(caller) => &caller.user,
        }
    }

    /// The session of somebody who is signed in.
    pub(super) fn into_session(self) -> Option<Session> {
        match self {
            Self::Waiting { .. } => None,
            Self::SignedIn(caller) => Some(caller.session),
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting { .. })
    }
}

impl Auth {
    /// Lets a sign-in wait for its second factor. The browser loses the session it may have had.
    pub(crate) async fn challenge(
        &self,
        cx: &mut Cx,
        user: &User,
        proof: Proof,
        remember: bool,
    ) -> Result<TwoFactorChallenge> {
        let name = format!("{PREFIX}{}", random_text(&**self.rng(), URL_SAFE, LENGTH));
        let now = self.now();
        let expires_at = now + self.config().two_factor.two_factor_cookie_max_age;
        let began_with_passkey = matches!(proof, Proof::Passkey { .. });
        let mut rows = vec![(name.clone(), user.id.as_str()), (attempts_of(&name), "0")];
        if began_with_passkey {
            rows.push((passkey_of(&name), user.id.as_str()));
        }
        for (identifier, value) in rows {
            let value = value.to_owned();
            let row = VerificationRow { id: self.generate_id(), identifier, value, expires_at, created_at: now };
            self.store().verifications().create_verification(row).await?;
        }
        self.forget_session(cx);
        let cookies = self.cookies();
        if !remember {
            // Remembered here until there is a session.
            cookies.write_signed(cx, &cookies.dont_remember, "true", false);
        }
        cookies.write_signed(cx, &cookies.two_factor, &name, true);
        tracing::info!(event = "two_factor.asked", user = %user.id, "a sign-in waits for a second factor");
        let two_factor_methods = self.second_factors(user, began_with_passkey).await?;
        Ok(TwoFactorChallenge { two_factor_redirect: true, two_factor_methods })
    }

    /// The sign-in that waits for a second factor in this browser, for the page that asks for it.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn pending_sign_in(&self, cx: &Cx) -> Result<Option<PendingSignIn>> {
        let Some((name, user)) = self.waiting(cx).await? else {
            return Ok(None);
        };
        let methods = self.second_factors(&user, self.began_with_passkey(&name).await?).await?;
        Ok(Some(PendingSignIn { email: user.email, methods }))
    }

    /// Whether this request let a sign-in wait.
    pub(crate) fn has_new_challenge(&self, cx: &Cx) -> bool {
        let two_factor = &self.cookies().two_factor;
        cx.set_cookies().iter().any(|cookie| two_factor.is(cookie) && cookie.value().is_some())
    }

    /// Ends the sign-in that waits in this browser, if there is one.
    pub(crate) async fn cancel_challenge(&self, cx: &mut Cx) -> Result<()> {
        if let Some(name) = self.challenge_name(cx) {
            self.end_challenge(&name).await?;
            Cookies::expire(cx, &self.cookies().two_factor);
        }
        Ok(())
    }

    /// Whose second factor is being shown. Somebody who is signed in comes first, as upstream.
    pub(super) async fn second_factor_subject(&self, cx: &mut Cx) -> Result<Subject> {
        // A copy in a cookie says nothing of what was switched meanwhile.
        let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
        if let Some(caller) = self.current_session(cx, input).await? {
            caller.session.require_own()?;
            return Ok(Subject::SignedIn(caller));
        }
        let (name, user) = self.waiting(cx).await?.ok_or(ErrorCode::InvalidTwoFactorCookie)?;
        Ok(Subject::Waiting { name, user })
    }

    /// Counts a code of a sign-in before it is looked at, so that codes that come at once are no more than those that
    /// come one after another: for the sign-in, and for the account over all sign-ins.
    pub(super) async fn count_code(&self, cx: &mut Cx, subject: &Subject, row: Option<&TwoFactorRow>) -> Result<()> {
        let Subject::Waiting { name, .. } = subject else {
            return Ok(());
        };
        self.refuse_locked(cx, row)?;
        self.count_attempt(cx, name).await?;
        self.count_for_account(row).await
    }

    /// Counts a code for the account alone.
    pub(super) async fn count_for_account(&self, row: Option<&TwoFactorRow>) -> Result<()> {
        let lockout = &self.config().two_factor.account_lockout;
        let Some(row) = row.filter(|_| lockout.enabled) else {
            return Ok(());
        };
        let now = self.now();
        let counted =
            self.store().count_code(&row.id, lockout.max_failed_attempts, now + lockout.duration, now).await?;
        if counted { Ok(()) } else { Err(ErrorCode::AccountTemporarilyLocked.into()) }
    }

    /// Refuses while the account is locked.
    pub(super) fn refuse_locked(&self, cx: &mut Cx, row: Option<&TwoFactorRow>) -> Result<()> {
        let is_locked = |until: Timestamp| self.config().two_factor.account_lockout.enabled && until > self.now();
        match row.and_then(|row| row.locked_until) {
            Some(until) if is_locked(until) => {
                cx.note(Note::new(AuditAction::TwoFactorLocked).about(row.map_or("", |row| &row.user_id)));
                Err(ErrorCode::AccountTemporarilyLocked.into())
            }
            _ => Ok(()),
        }
    }

    /// Ends with a right code: the sign-in that waited becomes a session, or the session goes on.
    pub(super) async fn pass_second_factor(
        &self,
        cx: &mut Cx,
        subject: Subject,
        row: Option<&TwoFactorRow>,
        trust_device: Option<bool>,
    ) -> Result<TwoFactorOutput> {
        let (name, user) = match subject {
            Subject::SignedIn(caller) => {
                return Ok(TwoFactorOutput { token: Some(caller.session.token), user: caller.user });
            }
            Subject::Waiting { name, user } => (name, user),
        };
        if let Some(row) = row {
            self.store().forget_wrong_codes(&row.id).await?;
        }
        let signed_in = self.go_on(cx, &name, user, trust_device).await?;
        Ok(TwoFactorOutput { token: Some(signed_in.session.token), user: signed_in.user })
    }

    /// Makes a session of a sign-in that waited.
    pub(super) async fn go_on(
        &self,
        cx: &mut Cx,
        name: &str,
        user: User,
        trust_device: Option<bool>,
    ) -> Result<SessionWithUser> {
        let owner = self.end_challenge(name).await?;
        Cookies::expire(cx, &self.cookies().two_factor);
        if owner.as_ref() != Some(&user.id) {
            // Another request was faster with it.
            return Err(ErrorCode::InvalidTwoFactorCookie.into());
        }
        let remember = self.is_remembered(cx);
        let signed_in = self.open_session(cx, user, remember).await?;
        if trust_device == Some(true) {
            self.trust_device(cx, &signed_in.user).await?;
            // A browser that is trusted is remembered from its next answer on, as upstream.
            Cookies::expire(cx, &self.cookies().dont_remember);
        }
        Ok(signed_in)
    }

    /// Whether a passkey was the first factor of a sign-in that waits. It cannot be the second one, too.
    pub(super) async fn began_with_passkey(&self, name: &str) -> Result<bool> {
        let identifier = passkey_of(name);
        let verifications = self.store().verifications();
        Ok(verifications.peek_verification(&[identifier.clone(), identifier], self.now()).await?.is_some())
    }

    /// The sign-in that waits in this browser: its name, and whose it is.
    pub(super) async fn waiting(&self, cx: &Cx) -> Result<Option<(String, User)>> {
        let Some(name) = self.challenge_name(cx) else {
            return Ok(None);
        };
        let Some(owner) =
            self.store().verifications().peek_verification(&[name.clone(), name.clone()], self.now()).await?
        else {
            return Ok(None);
        };
        Ok(self.store().find_user(&owner).await?.map(|user| (name, user)))
    }

    /// The name in this browser's cookie. Other rows have names of other lengths.
    fn challenge_name(&self, cx: &Cx) -> Option<String> {
        let name = self.cookies().read_signed(cx, &self.cookies().two_factor)?;
        let is_name = name.strip_prefix(PREFIX).is_some_and(|rest| rest.len() == LENGTH);
        is_name.then_some(name)
    }

    /// One more code for this sign-in. Of those that come at once, each is counted.
    async fn count_attempt(&self, cx: &mut Cx, name: &str) -> Result<()> {
        let identifier = attempts_of(name);
        let identifiers = [identifier.clone(), identifier.clone()];
        // Each lost swap means that another code was counted, so this many are enough.
        for _ in 0..=ALLOWED_ATTEMPTS {
            let counted = self.store().verifications().peek_verification(&identifiers, self.now()).await?;
            let counted = counted.ok_or(ErrorCode::InvalidTwoFactorCookie)?;
            let attempts = counted.parse().unwrap_or(ALLOWED_ATTEMPTS);
            if attempts >= ALLOWED_ATTEMPTS {
                break;
            }
            let next = (attempts + 1).to_string();
            if self.store().verifications().swap_verification(&identifier, &counted, &next, self.now()).await? {
                return Ok(());
            }
        }
        self.end_challenge(name).await?;
        Cookies::expire(cx, &self.cookies().two_factor);
        Err(Error::new(ErrorCode::TooManyAttempts))
    }

    /// Takes the rows of a sign-in; whose it was, if it was still there.
    async fn end_challenge(&self, name: &str) -> Result<Option<String>> {
        let now = self.now();
        let owner = self.store().verifications().consume_verification(&[name.to_owned(), name.to_owned()], now).await?;
        for beside in [attempts_of(name), passkey_of(name)] {
            self.store().verifications().consume_verification(&[beside.clone(), beside], now).await?;
        }
        Ok(owner)
    }
}

/// What the number of codes tried for a sign-in is found by.
fn attempts_of(name: &str) -> String {
    format!("2fa-attempts-{name}")
}

/// What it is found by that a passkey was the first factor. Ours.
fn passkey_of(name: &str) -> String {
    format!("2fa-passkey-{name}")
}
