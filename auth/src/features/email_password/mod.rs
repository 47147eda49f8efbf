//! Sign-up and sign-in by e-mail address and password.

mod change_password;
mod reset_password;
mod routes;

pub(super) use routes::ROUTES;
pub use routes::{
    CHANGE_PASSWORD, REAUTHENTICATE, REQUEST_PASSWORD_RESET, RESET_PASSWORD, RESET_PASSWORD_CALLBACK, SIGN_IN_EMAIL,
    SIGN_UP_EMAIL, VERIFY_PASSWORD,
};

use super::session::{FirstFactor, Proof};
use crate::{
    Auth, Cx,
    crypto::Verdict,
    error::{Error, Result},
    features::audit::Note,
    mail::Message,
    schema::Model,
    store::NewUser,
    wire::{
        AuditAction, Email, ErrorCode, Fields, Password, SignInEmail, SignInEmailOutput, SignInOutcome, SignUpEmail,
        SignUpEmailOutput, User,
    },
};

impl Auth {
    /// Makes an account and, unless switched off, signs in. `POST /sign-up/email`.
    ///
    /// # Errors
    ///
    /// 400 for an address, name or password that is not acceptable, or when sign-up is off; 422 when somebody
    /// has the address. With `auto_sign_in = false` a taken address is answered like a new one, so that
    /// nobody learns who has an account.
    pub async fn sign_up_email(&self, cx: &mut Cx, input: SignUpEmail) -> Result<SignUpEmailOutput> {
        self.perform(cx, &SIGN_UP_EMAIL, input, async |cx, input| {
            self.origins().check_redirect(input.callback_url.as_deref(), ErrorCode::InvalidCallbackUrl)?;
            let options = &self.config().email_and_password;
            if !options.enabled || options.disable_sign_up {
                return Err(ErrorCode::EmailPasswordSignUpDisabled.into());
            }
            let remember = input.remember_me != Some(false);
            // Whether somebody has a username is no secret, so it is said before anything depends on the address.
            let mut fields = input.fields;
            self.complete_usernames(&mut fields).await;
            self.check_usernames(&fields, None).await?;
            self.drop_empty_phone_number(&mut fields);
            self.refuse_phone_number(&fields, ErrorCode::PhoneNumberCannotBeSet)?;
            let mut user = self.new_user(input.name, &input.email, input.image)?;
            self.check_new_password(&input.password)?;
            user.fields = self.schema().model(Model::User).new_row(&fields)?;
            let made = self.create_credential_user(cx, user.clone(), &input.password).await;
            if !options.auto_sign_in || options.require_email_verification {
                let user = match made {
                    Err(error) if error.code() == ErrorCode::UserAlreadyExists => {
                        self.tell_owner(&user.email).await?;
                        // The answer shows an invented user, which hooks make look like a real one.
                        self.normalize_usernames(&mut user.fields, true);
                        self.store().ask_create_user(&mut user).await?;
                        self.shown(user)
                    }
                    made => self.greet(made?, input.callback_url.as_deref()).await?,
                };
                return Ok(SignUpEmailOutput { token: None, user });
            }
            let user = self.greet(made?, input.callback_url.as_deref()).await?;
            let first_factor = FirstFactor { user: user.clone(), remember, proof: Proof::Password };
            let signed_in = self.complete_sign_in(cx, first_factor).await?.signed_in();
            Ok(SignUpEmailOutput { token: signed_in.map(|signed_in| signed_in.session.token), user })
        })
        .await
    }

    /// Makes an account on the word of trusted code, also where signing up is closed.
    ///
    /// # Errors
    ///
    /// 400 for an address or password that is not acceptable; 422 when somebody has the address.
    pub async fn create_user(&self, name: &str, email: &str, password: &Password, role: Option<&str>) -> Result<User> {
        let mut user = self.new_user(name.to_owned(), email, None)?;
        user.fields = self.schema().model(Model::User).new_row(&Fields::default())?;
        if let Some(role) = role {
            user.fields.set("role", role);
        }
        // Trusted code knows whose address it is.
        user.email_verified = true;
        let mut cx = Cx::internal();
        let user = self.create_credential_user(&mut cx, user, password).await?;
        self.write_audit_events(&mut cx).await;
        self.welcome(&user).await?;
        Ok(user)
    }

    /// Opens a session for the right address and password, or asks for a second factor. `POST /sign-in/email`.
    ///
    /// # Errors
    ///
    /// 401 when they do not belong together; 429 when that was so too often ([`Lockout`](crate::config::Lockout)). The
    /// answer and the time it takes are the same whether the address is known or not.
    pub async fn sign_in_email(&self, cx: &mut Cx, input: SignInEmail) -> Result<SignInOutcome<SignInEmailOutput>> {
        self.perform(cx, &SIGN_IN_EMAIL, input, async |cx, input| {
            self.origins().check_redirect(input.callback_url.as_deref(), ErrorCode::InvalidCallbackUrl)?;
            if !self.config().email_and_password.enabled {
                return Err(ErrorCode::EmailPasswordDisabled.into());
            }
            let email: Email = input.email.parse().map_err(|_| ErrorCode::InvalidEmail)?;
            self.check_not_too_long(&input.password)?;
            let user = self.store().find_user_by_email(email.as_str()).await?;
            let refusal = ErrorCode::InvalidEmailOrPassword;
            let user = self.verify_credential(cx, email.as_str(), user, &input.password, refusal).await?;
            self.check_verified(&user, input.callback_url.as_deref()).await?;
            self.finish_password_sign_in(cx, user, input.remember_me, input.callback_url).await
        })
        .await
    }

    /// The rest of signing in by a password.
    pub(in crate::features) async fn finish_password_sign_in(
        &self,
        cx: &mut Cx,
        user: User,
        remember_me: Option<bool>,
        callback_url: Option<String>,
    ) -> Result<SignInOutcome<SignInEmailOutput>> {
        let first_factor = FirstFactor { user, remember: remember_me != Some(false), proof: Proof::Password };
        let outcome = self.complete_sign_in(cx, first_factor).await?;
        let url = callback_url.filter(|url| !url.is_empty());
        Ok(outcome.map(|signed_in| {
            if let Some(url) = &url {
                cx.set_header("location", url);
            }
            SignInEmailOutput { redirect: url.is_some(), token: signed_in.session.token, url, user: signed_in.user }
        }))
    }

    /// The user who was found by a name (an address, a username, a phone number), if the password is theirs. It takes
    /// as long where nobody was found, and guesses are counted by account, whichever name they come by.
    pub(in crate::features) async fn verify_credential(
        &self,
        cx: &mut Cx,
        name: &str,
        user: Option<User>,
        password: &Password,
        refusal: ErrorCode,
    ) -> Result<User> {
        let guess = self.guess_password(cx, name, user.as_ref()).await?;
        let stored = match &user {
            Some(user) => self.store().password_hash(&user.id).await?,
            None => None,
        };
        let verdict = self.passwords().verify(password, stored.as_deref()).await?;
        if verdict == Verdict::Wrong
            && let Some(user) = &user
        {
            cx.note(Note::new(AuditAction::SignInRefused).about(&user.id).detail("password"));
        }
        let Some(user) = user.filter(|_| verdict != Verdict::Wrong) else {
            tracing::info!(event = "sign_in.refused", name = redacted(name), "the name or the password is wrong");
            return Err(refusal.into());
        };
        self.guessed_right(guess).await?;
        if let (Verdict::Upgrade(hash), Some(old)) = (verdict, stored) {
            self.store().replace_password_hash(&user.id, &old, &hash, self.now()).await?;
            tracing::info!(event = "password.rehashed", user = %user.id, "the password hash was renewed");
        }
        Ok(user)
    }

    /// Refuses somebody whose address has to be verified first, and mails them a link if so configured.
    pub(in crate::features) async fn check_verified(&self, user: &User, page: Option<&str>) -> Result<()> {
        if user.email_verified || !self.config().email_and_password.require_email_verification {
            return Ok(());
        }
        if self.config().email_verification.send_on_sign_in && self.mails_verification() {
            self.mail_verification(user, page).await?;
        }
        Err(ErrorCode::EmailNotVerified.into())
    }

    /// The mails to somebody who has just signed up.
    async fn greet(&self, user: User, page: Option<&str>) -> Result<User> {
        let config = self.config();
        let verifies = config.email_verification.send_on_sign_up;
        if verifies.unwrap_or(config.email_and_password.require_email_verification) && self.mails_verification() {
            self.mail_verification(&user, page).await?;
        } else {
            self.welcome(&user).await?;
        }
        let codes = &config.email_otp;
        let sends_code = codes.enabled && codes.send_verification_on_sign_up && !self.mails_codes_for_links();
        if sends_code && self.sends_mail() {
            self.mail_verification_otp(&user).await?;
        }
        Ok(user)
    }

    /// Tells the owner of an address that somebody signed up with it, which nobody else learns.
    async fn tell_owner(&self, email: &str) -> Result<()> {
        let config = self.config();
        if let Some(page) = &config.pages.sign_in
            && let Some(owner) = self.store().find_user_by_email(email).await?
        {
            let (app_name, url) = (config.app_name.clone(), format!("{}{page}", config.origin()));
            self.send(&owner, &Message::AccountExists { app_name, url }).await?;
        }
        Ok(())
    }

    pub(crate) fn new_user(&self, name: String, email: &str, image: Option<String>) -> Result<User> {
        let invalid = |_| Error::invalid_field("email", "Invalid email address");
        let email: Email = email.parse().map_err(invalid)?;
        Self::check_profile(Some(&name), image.as_deref())?;
        let now = self.now();
        Ok(User {
            id: self.generate_id(),
            name,
            email: email.as_str().to_owned(),
            email_verified: false,
            image,
            created_at: now,
            updated_at: now,
            fields: Fields::default(),
        })
    }

    /// Makes a user with a password.
    async fn create_credential_user(&self, cx: &mut Cx, user: User, password: &Password) -> Result<User> {
        self.check_new_password(password)?;
        let taken = self.store().find_user_by_email(&user.email).await?.is_some();
        // Hashed in either case: a taken address costs the same time as a new one.
        let hash = self.hash_new_password(cx, password).await?;
        if taken {
            return Err(ErrorCode::UserAlreadyExists.into());
        }
        let new = NewUser { user, password_hash: Some(hash), account_id: self.generate_id(), linked: None };
        self.create_user_row(cx, new).await
    }

    pub(crate) async fn welcome(&self, user: &User) -> Result<()> {
        let config = self.config();
        if !config.email.send_welcome {
            return Ok(());
        }
        let message = Message::Welcome {
            name: user.name.clone(),
            app_name: config.app_name.clone(),
            url: config.base_url.clone(),
        };
        self.send(user, &message).await
    }

    pub(crate) fn check_new_password(&self, password: &Password) -> Result<()> {
        if password.length() == 0 {
            return Err(Error::invalid_field("password", "Too small: expected at least one character"));
        }
        if password.length() < self.config().email_and_password.min_password_length {
            return Err(ErrorCode::PasswordTooShort.into());
        }
        self.check_not_too_long(password)
    }

    /// Checked before any hashing, so that a long text costs nothing.
    pub(in crate::features) fn check_not_too_long(&self, password: &Password) -> Result<()> {
        if password.length() > self.config().email_and_password.max_password_length {
            return Err(ErrorCode::PasswordTooLong.into());
        }
        Ok(())
    }
}

/// The name of somebody for a log line, where no whole ones are.
fn redacted(name: &str) -> String {
    match name.parse::<Email>() {
        Ok(email) => email.redacted(),
        Err(_) => name.chars().take(2).chain(['…']).collect(),
    }
}
