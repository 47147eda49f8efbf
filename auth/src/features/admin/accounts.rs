//! Making, changing and deleting accounts of others.

use serde_json::Value;

use super::{
    CREATE_USER, GET_USER, REMOVE_USER, SET_ROLE, SET_USER_PASSWORD, UPDATE_USER, UserAction,
    fields::{BAN_EXPIRES, BAN_REASON, BANNED, ROLE},
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    mail::Message,
    schema::Model,
    store::{NewUser, UserChanges},
    wire::{
        AdminUpdateUser, AuditAction, CreateUser, Email, ErrorCode, Fields, OfUser, SetRole, SetUserPassword,
        StatusOutput, SuccessOutput, User, UserOutput,
    },
};

/// Fields that say whether somebody is banned.
const BAN: [&str; 3] = [BANNED, BAN_REASON, BAN_EXPIRES];
/// Fields of the address.
const EMAIL: [&str; 2] = ["email", "emailVerified"];
/// Fields of the phone number.
const PHONE: [&str; 2] = ["phoneNumber", "phoneNumberVerified"];

impl Auth {
    /// Gives a user one role or several, in place of those that they had. `POST /admin/set-role`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 400 for an unknown role, and for the last one who
    /// administers; 404 for an unknown user.
    pub async fn set_role(&self, cx: &mut Cx, input: SetRole) -> Result<UserOutput> {
        self.perform(cx, &SET_ROLE, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToChangeRole;
            let caller = self.require_permission(cx, UserAction::SetRole, refusal).await?.user;
            self.check_roles(input.role.names())?;
            let user = self.subject(&caller, &input.user_id, refusal).await?;
            let fields = Fields::default().with(ROLE, input.role.joined());
            let user = self.change_user(&user, UserChanges { fields, ..UserChanges::default() }).await?;
            cx.note(Note::new(AuditAction::RoleSet).about(&user.id).detail(user.role().unwrap_or_default()));
            Ok(UserOutput { user })
        })
        .await
    }

    /// An account. `GET /admin/get-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 404 for an unknown user.
    pub async fn get_user(&self, cx: &mut Cx, id: &str) -> Result<User> {
        self.perform(cx, &GET_USER, (), async |cx, ()| {
            self.require_permission(cx, UserAction::Get, ErrorCode::NotAllowedToGetUser).await?;
            self.store().find_user(id).await?.ok_or_else(|| ErrorCode::UserNotFound.into())
        })
        .await
    }

    /// Makes an account, also where signing up is closed. Trusted code needs no session. `POST /admin/create-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 400 for an address that is none or that somebody has, for a
    /// password that is not acceptable and for an unknown role.
    pub async fn admin_create_user(&self, cx: &mut Cx, input: CreateUser) -> Result<UserOutput> {
        self.perform(cx, &CREATE_USER, input, async |cx, input| {
            let caller = match cx.facts() {
                Some(_) => {
                    let refusal = ErrorCode::NotAllowedToCreateUsers;
                    Some(self.require_permission(cx, UserAction::Create, refusal).await?.user)
                }
                None => None,
            };
            let role = match (&input.role, input.data.get(ROLE)) {
                (Some(role), _) => Some(role.names().to_vec()),
                (None, Some(role)) => Some(role_names(role)?),
                (None, None) => None,
            };
            if let Some(caller) = &caller {
                if role.is_some() {
                    self.refuse_unless(caller, UserAction::SetRole, ErrorCode::NotAllowedToChangeRole)?;
                }
                if holds(&input.data, &BAN) {
                    self.refuse_unless(caller, UserAction::Ban, ErrorCode::NotAllowedToBanUsers)?;
                }
            }
            self.check_roles(role.as_deref().unwrap_or_default())?;

            let email: Email = input.email.parse().map_err(|_| ErrorCode::InvalidEmail)?;
            let mut user = self.new_user(input.name, email.as_str(), text_of(&input.data, "image")?.flatten())?;
            user.email_verified = input.data.is_on("emailVerified");
            let given = self.given_fields(&input.data)?;
            user.fields = self.schema().model(Model::User).new_row_with(&Fields::default(), &given)?;
            if let Some(role) = role {
                user.fields.set(ROLE, role.join(","));
            }
            let taken = || Error::new(ErrorCode::UserAlreadyExists).with_status(400);
            if self.store().find_user_by_email(email.as_str()).await?.is_some() {
                return Err(taken());
            }
            let password_hash = match input.password.filter(|password| password.length() > 0) {
                Some(password) => {
                    self.check_new_password(&password)?;
                    Some(self.hash_new_password(cx, &password).await?)
                }
                None => None,
            };
            let new = NewUser { user, password_hash, account_id: self.generate_id(), linked: None };
            let made = self.create_user_row(cx, new).await;
            let taken_meanwhile = |error: Error| match error.code() {
                ErrorCode::UserAlreadyExists => taken(),
                _ => error,
            };
            let user = made.map_err(taken_meanwhile)?;
            Ok(UserOutput { user })
        })
        .await
    }

    /// Changes an account. `POST /admin/update-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not change this; 400 for what cannot be changed, or not in this
    /// way, and for the last one who administers; 404 for an unknown user.
    pub async fn admin_update_user(&self, cx: &mut Cx, input: AdminUpdateUser) -> Result<User> {
        self.perform(cx, &UPDATE_USER, input, async |cx, AdminUpdateUser { user_id, data }| {
            let refusal = ErrorCode::NotAllowedToUpdateUsers;
            let caller = self.require_permission(cx, UserAction::Update, refusal).await?.user;
            if data.is_empty() {
                return Err(ErrorCode::NoDataToUpdate.into());
            }
            if data.get("password").is_some() {
                return Err(ErrorCode::PasswordNotUpdatedHere.into());
            }
            if data.get("id").is_some() {
                return Err(ErrorCode::UserIdNotUpdated.into());
            }
            let mut fields = self.given_fields(&data)?;
            if let Some(role) = data.get(ROLE) {
                self.refuse_unless(&caller, UserAction::SetRole, ErrorCode::NotAllowedToChangeRole)?;
                let names = role_names(role)?;
                self.check_roles(&names)?;
                fields.set(ROLE, names.join(","));
            }
            if holds(&data, &BAN) {
                self.refuse_unless(&caller, UserAction::Ban, ErrorCode::NotAllowedToBanUsers)?;
                if data.is_on(BANNED) && user_id == caller.id {
                    return Err(ErrorCode::CannotBanYourself.into());
                }
            }
            if holds(&data, &EMAIL) {
                self.refuse_unless(&caller, UserAction::SetEmail, ErrorCode::NotAllowedToSetEmail)?;
            }
            if holds(&data, &PHONE) {
                self.refuse_unless(&caller, UserAction::SetPhone, ErrorCode::NotAllowedToSetPhone)?;
            }
            let email = match data.get("email") {
                Some(email) => Some(self.free_address(email, &user_id).await?),
                None => None,
            };
            let user = self.subject(&caller, &user_id, refusal).await?;
            let changes = UserChanges {
                name: text_of(&data, "name")?.flatten(),
                email: email.map(|email| email.as_str().to_owned()),
                email_verified: data.get("emailVerified").and_then(Value::as_bool),
                image: text_of(&data, "image")?,
                fields,
            };
            Self::check_profile(changes.name.as_deref(), changes.image.as_ref().and_then(Option::as_deref))?;
            let user = self.change_user(&user, changes).await?;
            if data.is_on(BANNED) {
                self.end_all_sessions(cx, &user).await?;
            }
            cx.note(
                Note::new(AuditAction::UserUpdated)
                    .about(&user.id)
                    .detail(&data.iter().map(|(name, _)| name).collect::<Vec<_>>().join(",")),
            );
            Ok(user)
        })
        .await
    }

    /// Deletes an account with everything that belongs to it. `POST /admin/remove-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 400 for the caller themself, and for the last one who
    /// administers; 404 for an unknown user.
    pub async fn remove_user(&self, cx: &mut Cx, input: OfUser) -> Result<SuccessOutput> {
        self.perform(cx, &REMOVE_USER, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToDeleteUsers;
            let caller = self.require_permission(cx, UserAction::Delete, refusal).await?.user;
            if input.user_id == caller.id {
                return Err(ErrorCode::CannotRemoveYourself.into());
            }
            let user = self.subject(&caller, &input.user_id, refusal).await?;
            self.delete_user_row(cx, &user).await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// Sets the password of a user, whether they had one or not, and tells them by mail. Their sessions end where a reset
    /// password ends them. `POST /admin/set-user-password`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not; 400 for a password that is not acceptable; 404 for an unknown
    /// user.
    pub async fn set_user_password(&self, cx: &mut Cx, input: SetUserPassword) -> Result<StatusOutput> {
        self.perform(cx, &SET_USER_PASSWORD, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToSetPassword;
            let caller = self.require_permission(cx, UserAction::SetPassword, refusal).await?.user;
            self.check_new_password(&input.new_password)?;
            let user = self.subject(&caller, &input.user_id, refusal).await?;
            let hash = self.hash_new_password(cx, &input.new_password).await?;
            self.store().set_password_hash(&user.id, &self.generate_id(), &hash, self.now()).await?;
            cx.note(Note::new(AuditAction::PasswordSet).about(&user.id));
            if self.config().email_and_password.revoke_sessions_on_password_reset {
                self.end_all_sessions(cx, &user).await?;
            }
            self.send(&user, &Message::PasswordChanged { app_name: self.config().app_name.clone() }).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Changes a user. Of those who administer, the last one stays one.
    pub(super) async fn change_user(&self, user: &User, changes: UserChanges) -> Result<User> {
        let administers = |user: &User| self.is_admin(user) && !self.is_banned(user);
        let mut after = user.clone();
        after.fields.extend(changes.fields.clone());
        let admins = (administers(user) && !administers(&after)).then(|| self.config().admin.admins());
        let outcome = self.update_user_row_unless_last(&user.id, &changes, admins.as_ref()).await;
        outcome.map_err(|error| match error.code() {
            // Deleted meanwhile; the caller is somebody else.
            ErrorCode::Unauthorized => ErrorCode::UserNotFound.into(),
            ErrorCode::UserAlreadyExists => error.with_status(400),
            _ => error,
        })
    }

    /// Where roles are configured, others are refused.
    fn check_roles(&self, roles: &[String]) -> Result<()> {
        let known = self.config().admin.access.as_ref();
        let unknown = roles.iter().find(|role| known.is_some_and(|access| access.role(role).is_none()));
        if unknown.is_some() {
            return Err(ErrorCode::UnknownRole.into());
        }
        roles.iter().try_for_each(|role| Self::check_text(ROLE, role))
    }

    /// The fields of features and of the configuration that somebody who administers sets. Names that are no fields are
    /// left out, as upstream.
    fn given_fields(&self, data: &Fields) -> Result<Fields> {
        let schema = self.schema().model(Model::User);
        let mut fields = Fields::default();
        for (name, value) in data.iter().filter(|(name, _)| *name != ROLE) {
            let Some(field) = schema.field(name) else { continue };
            let ours = BAN.contains(&name) || PHONE.contains(&name);
            if !field.input && !ours && !schema.is_additional(field) {
                // What a feature keeps about somebody, for example that a second factor is asked, it alone can change.
                let message = format!("{name} is not allowed to be set");
                return Err(Error::new(ErrorCode::FieldNotAllowed).with_message(message));
            }
            fields.set(name, field.accept(value)?);
        }
        Ok(fields)
    }

    /// An address that nobody else has.
    async fn free_address(&self, email: &Value, user_id: &str) -> Result<Email> {
        let email: Email = email.as_str().unwrap_or_default().parse().map_err(|_| ErrorCode::InvalidEmail)?;
        match self.store().find_user_by_email(email.as_str()).await? {
            Some(owner) if owner.id != user_id => Err(Error::new(ErrorCode::UserAlreadyExists).with_status(400)),
            _ => Ok(email),
        }
    }
}

fn holds(data: &Fields, names: &[&str]) -> bool {
    names.iter().any(|name| data.get(name).is_some())
}

/// A text of the data: absent, `null`, or there.
#[expect(clippy::option_option, reason = "JSON has three cases: absent, null, a text")]
fn text_of(data: &Fields, name: &str) -> Result<Option<Option<String>>> {
    match data.get(name) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(Value::String(text)) => Ok(Some(Some(text.clone()))),
        Some(_) => Err(Error::invalid_field(name, "Invalid input: expected a text")),
    }
}

/// Roles among other data: a text or several.
fn role_names(role: &Value) -> Result<Vec<String>> {
    let text = |role: &Value| role.as_str().map(str::to_owned).ok_or_else(|| ErrorCode::InvalidRoleType.into());
    role.as_array().map_or_else(|| Ok(vec![text(role)?]), |roles| roles.iter().map(text).collect())
}
