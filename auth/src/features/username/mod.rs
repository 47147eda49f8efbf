//! Usernames: signing in by one, and who may have which.

mod routes;
mod rules;

pub(super) use routes::ROUTES;
pub use routes::{IS_USERNAME_AVAILABLE, SIGN_IN_USERNAME};
pub(crate) use rules::StandardRules;
pub use rules::UsernameRules;

use crate::{
    Auth, Cx,
    config::AuthConfig,
    error::{Error, Result},
    schema::{Field, FieldKind},
    wire::{
        ErrorCode, Fields, IsUsernameAvailable, IsUsernameAvailableOutput, SignInEmailOutput, SignInOutcome,
        SignInUsername, User,
    },
};

/// The username in its normal form, which no two users have the same of.
pub(crate) const USERNAME: &str = "username";

/// The name beside it, which keeps its capitals.
pub(crate) const DISPLAY_USERNAME: &str = "displayUsername";

/// The fields of users that this feature adds.
pub(super) fn fields(config: &AuthConfig) -> Vec<Field> {
    let options = &config.username;
    if !options.enabled {
        return Vec::new();
    }
    let display = options.display_username.then(|| Field::new(DISPLAY_USERNAME, FieldKind::Text));
    std::iter::once(Field::new(USERNAME, FieldKind::Text).unique()).chain(display).collect()
}

impl Auth {
    /// Opens a session for the right username and password, or asks for a second factor. `POST /sign-in/username`.
    ///
    /// # Errors
    ///
    /// 401 when they do not belong together, whether anybody has the username or not; 422 for what is no username; 403
    /// for an address that has to be verified first; 429 as [`Auth::sign_in_email`], with which it shares its count.
    pub async fn sign_in_username(
        &self,
        cx: &mut Cx,
        input: SignInUsername,
    ) -> Result<SignInOutcome<SignInEmailOutput>> {
        self.perform(cx, &SIGN_IN_USERNAME, input, async |cx, input| {
            self.origins().check_redirect(input.callback_url.as_deref(), ErrorCode::InvalidCallbackUrl)?;
            let refusal = ErrorCode::InvalidUsernameOrPassword;
            if input.username.is_empty() || input.password.length() == 0 {
                return Err(refusal.into());
            }
            if let Some(problem) = self.username_problem(&input.username).await {
                return Err(Error::new(problem).with_status(422));
            }
            self.check_not_too_long(&input.password)?;
            let username = self.username_rules().normalize(&input.username);
            let user = self.store().find_user_by(USERNAME, &username).await?;
            let user = self.verify_credential(cx, &username, user, &input.password, refusal).await?;
            self.check_verified(&user, input.callback_url.as_deref()).await?;
            self.finish_password_sign_in(cx, user, input.remember_me, input.callback_url).await
        })
        .await
    }

    /// Whether somebody may choose a username. `POST /is-username-available`.
    ///
    /// # Errors
    ///
    /// 422 for what is no username.
    pub async fn is_username_available(
        &self,
        cx: &mut Cx,
        input: IsUsernameAvailable,
    ) -> Result<IsUsernameAvailableOutput> {
        self.perform(cx, &IS_USERNAME_AVAILABLE, input, async |_, input| {
            if input.username.is_empty() {
                return Err(Error::new(ErrorCode::InvalidUsername).with_status(422));
            }
            if let Some(problem) = self.username_problem(&input.username).await {
                return Err(Error::new(problem).with_status(422));
            }
            let username = self.username_rules().normalize(&input.username);
            let available = self.store().find_user_by(USERNAME, &username).await?.is_none();
            Ok(IsUsernameAvailableOutput { available })
        })
        .await
    }

    /// At sign-up, one of the two names stands for the other if that is not given.
    pub(crate) async fn complete_usernames(&self, fields: &mut Fields) {
        let options = &self.config().username;
        if !options.enabled {
            return;
        }
        let display = fields.text(DISPLAY_USERNAME).map(str::to_owned);
        if let Some(display) = display
            && fields.get(USERNAME).is_none()
            && self.username_problem(&display).await.is_none()
        {
            fields.set(USERNAME, display);
        }
    }

    /// Refuses usernames that are none, or somebody else's than the owner's.
    ///
    /// # Errors
    ///
    /// 400 with what is wrong.
    pub(crate) async fn check_usernames(&self, fields: &Fields, owner: Option<&User>) -> Result<()> {
        let options = &self.config().username;
        if !options.enabled {
            return Ok(());
        }
        let normal = fields.text(USERNAME).map(|username| self.username_rules().normalize(username));
        if let Some(username) = fields.text(USERNAME)
            && let Some(problem) = self.username_problem(username).await
        {
            return Err(problem.into());
        }
        if let Some(normal) = &normal {
            self.check_username_is_free(normal, owner).await?;
        }
        match fields.text(DISPLAY_USERNAME) {
            Some(display) if options.display_username && !self.is_display_username(display).await => {
                Err(ErrorCode::InvalidDisplayUsername.into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses another username, or none, in the place of one that was chosen, where that stays.
    ///
    /// # Errors
    ///
    /// 400.
    pub(crate) fn check_username_may_change(&self, user: &User, fields: &Fields) -> Result<()> {
        let options = &self.config().username;
        let (Some(current), Some(wanted)) = (user.fields.text(USERNAME), fields.get(USERNAME)) else {
            return Ok(());
        };
        let same = wanted.as_str().is_some_and(|wanted| self.username_rules().normalize(wanted) == current);
        if options.enabled && options.immutable_username && !same {
            return Err(ErrorCode::UsernameIsImmutable.into());
        }
        Ok(())
    }

    /// Brings usernames into the form in which they are stored. A new user without a name beside the username has the
    /// username as it was typed.
    pub(crate) fn normalize_usernames(&self, fields: &mut Fields, is_new: bool) {
        let options = &self.config().username;
        if !options.enabled {
            return;
        }
        let rules = self.username_rules();
        let typed = fields.text(USERNAME).map(str::to_owned);
        if let Some(username) = &typed {
            fields.set(USERNAME, rules.normalize(username));
        }
        if !options.display_username {
            return;
        }
        match fields.text(DISPLAY_USERNAME).filter(|display| !display.is_empty()).map(str::to_owned) {
            Some(display) => fields.set(DISPLAY_USERNAME, rules.normalize_display(&display)),
            None if is_new && typed.is_some() => fields.set(DISPLAY_USERNAME, typed),
            None => {}
        }
    }

    /// Refuses a username, in its normal form, that somebody else has.
    async fn check_username_is_free(&self, username: &str, owner: Option<&User>) -> Result<()> {
        let holder = self.store().find_user_by(USERNAME, username).await?;
        match holder {
            Some(holder) if owner.is_none_or(|owner| owner.id != holder.id) => {
                Err(ErrorCode::UsernameIsAlreadyTaken.into())
            }
            _ => Ok(()),
        }
    }
}
