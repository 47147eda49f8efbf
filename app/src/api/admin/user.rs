//! One account, and what is done to it.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password, Timestamp, User};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    device::Device,
    forms::{Done, Form, Refusal},
    session::OrganizationLink,
};

/// The forms of the page that take no more than the account.
pub const USER: Form = form("admin-user", &[]);
/// The form of name and address.
pub const DETAILS: Form = form(
    "admin-details",
    &[
        (ErrorCode::InvalidEmail, "email"),
        (ErrorCode::UserAlreadyExists, "email"),
        (ErrorCode::ValidationError, "name"),
    ],
);
/// The form of the roles.
pub const ROLE: Form = form("admin-role", &[(ErrorCode::UnknownRole, "role"), (ErrorCode::LastAdmin, "role")]);
/// The form of a ban.
pub const BAN: Form = form("admin-ban", &[]);
/// The form of a password.
pub const PASSWORD: Form = form(
    "admin-password",
    &[
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
        (ErrorCode::PasswordCompromised, "password"),
    ],
);
/// The form that deletes the account.
pub const REMOVE: Form = form("admin-remove", &[]);

const fn form(id: &'static str, fields: &'static [(ErrorCode, &'static str)]) -> Form {
    Form { id, page: "/admin/users", fields }
}

/// The page of an account.
pub fn page_of(id: &str) -> String {
    format!("/admin/users/{}", leptos_router::location::Url::escape(id))
}

/// What the page of an account shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetails {
    /// The account.
    pub user: User,
    /// Whether it is the caller's own.
    pub own: bool,
    /// Whether somebody can look at the application as this person.
    pub can_be_impersonated: bool,
    /// Sessions that have not ended.
    pub sessions: Vec<UserSession>,
    /// The ways to sign in, by their provider.
    pub accounts: Vec<UserAccount>,
    /// The organizations that the person is in.
    pub organizations: Vec<OrganizationLink>,
}

/// A session of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSession {
    /// Names the session when it is to be ended; opens nothing.
    pub handle: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// Address they signed in from; empty when unknown.
    pub ip_address: String,
    /// The browser.
    pub device: Device,
    /// Whether it is of somebody who looks at the application as this person.
    pub impersonated: bool,
}

/// A way to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAccount {
    /// `credential` for a password, else the provider.
    pub provider: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// What the page of an account shows; `None` if there is none.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "admin-user")]
pub async fn admin_user(#[server(default)] id: String) -> Result<Option<UserDetails>, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let found = door.auth.get_user(&mut door.cx, &id).await;
    if found.as_ref().is_err_and(|error| error.code() == ErrorCode::UserNotFound) {
        return Ok(None);
    }
    let user = door.answer(found)?;
    let sessions = door.auth.list_user_sessions(&mut door.cx, auth::wire::OfUser::new(&user.id)).await;
    let sessions = door.answer(sessions)?.sessions.into_iter().map(|session| UserSession {
        handle: session.token.clone(),
        created_at: session.created_at,
        impersonated: session.impersonated_by().is_some(),
        ip_address: session.ip_address.unwrap_or_default(),
        device: Device::of(&session.user_agent.unwrap_or_default()),
    });
    let accounts = door.auth.store().list_accounts(&user.id).await.map_err(auth::Error::from);
    let account = |row: auth::store::AccountRow| UserAccount { provider: row.provider_id, created_at: row.created_at };
    let accounts = door.answer(accounts)?.into_iter().map(account).collect();
    let organizations = door.auth.organizations_of_user(&mut door.cx, &user.id).await;
    let organizations = door.answer(organizations)?.into_iter().map(OrganizationLink::from).collect();
    let caller = door.session_state().await?.user.map(|user| user.id);
    let own = caller.as_deref() == Some(&user.id);
    let can_be_impersonated = !own && !user.is_banned() && !door.auth.is_admin(&user);
    Ok(Some(UserDetails { own, can_be_impersonated, sessions: sessions.collect(), accounts, organizations, user }))
}

/// Changes name and address of an account, and whether the address counts as confirmed.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with the input.
#[server(prefix = "/api/app", endpoint = "admin-update-user")]
pub async fn update_details(
    #[server(default)] user_id: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] verified: Option<String>,
) -> Result<Done, Refusal> {
    use crate::forms::Notice;

    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    let ticked = if verified.is_some() { "on" } else { "off" };
    let values = [("name", name.as_str()), ("email", &email), ("verified", ticked)];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let refusal = Refusal { values, ..Refusal::default() };
    let data = auth::wire::Fields::default()
        .with("name", name.trim())
        .with("email", email.trim())
        .with("emailVerified", verified.is_some());
    let input = auth::wire::AdminUpdateUser { user_id, data };
    let outcome = door.auth.admin_update_user(&mut door.cx, input).await;
    door.finish(DETAILS, refusal, outcome.map(|_| (page, Some(Notice::AccountSaved)))).await
}

/// Gives an account other roles, separated by commas.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that there is no such role, or that nobody would be
/// left who administers.
#[server(prefix = "/api/app", endpoint = "admin-set-role")]
pub async fn set_role(#[server(default)] user_id: String, #[server(default)] role: String) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    let mut refusal = Refusal { values: vec![("role".to_owned(), role.clone())], ..Refusal::default() };
    let roles: Vec<_> = role.split(',').map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned).collect();
    if roles.is_empty() {
        refusal.push("role", Problem::Required);
        return door.refuse_form(ROLE, refusal, 400).await;
    }
    let input = auth::wire::SetRole { user_id, role: auth::wire::Roles::Several(roles) };
    let outcome = door.auth.set_role(&mut door.cx, input).await;
    door.finish(ROLE, refusal, outcome.map(|_| (page, Some(Notice::AccountSaved)))).await
}

/// Bans an account, for some days or for good.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that it is the caller's own.
#[server(prefix = "/api/app", endpoint = "admin-ban-user")]
pub async fn ban_user(
    #[server(default)] user_id: String,
    #[server(default)] reason: String,
    #[server(default)] days: String,
) -> Result<Done, Refusal> {
    const DAY: f64 = 24.0 * 60.0 * 60.0;
    const MOST_DAYS: u32 = 36_500;

    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    let values = vec![("reason".to_owned(), reason.clone()), ("days".to_owned(), days.clone())];
    let mut refusal = Refusal { values, ..Refusal::default() };
    let ban_expires_in = match days.trim() {
        "" => None,
        typed => {
            let Some(days) = typed.parse::<u32>().ok().filter(|days| (1..=MOST_DAYS).contains(days)) else {
                // A length that cannot be read must not become a ban without an end.
                refusal.push("days", crate::forms::Problem::Required);
                return door.refuse_form(BAN, refusal, 400).await;
            };
            Some(f64::from(days) * DAY)
        }
    };
    let reason = Some(reason.trim().to_owned());
    let input = auth::wire::BanUser { user_id, ban_reason: reason, ban_expires_in };
    let outcome = door.auth.ban_user(&mut door.cx, input).await;
    door.finish(BAN, refusal, outcome.map(|_| (page, Some(crate::forms::Notice::UserBanned)))).await
}

/// Lifts a ban.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "admin-unban-user")]
pub async fn unban_user(#[server(default)] user_id: String) -> Result<Done, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    let outcome = door.auth.unban_user(&mut door.cx, auth::wire::OfUser { user_id }).await;
    let done = outcome.map(|_| (page, Some(crate::forms::Notice::UserUnbanned)));
    door.finish(BAN, Refusal::default(), done).await
}

/// Ends one session of an account.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "admin-revoke-session")]
pub async fn revoke_session(
    #[server(default)] user_id: String,
    #[server(default)] handle: String,
) -> Result<Done, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    let input = auth::wire::RevokeUserSession { session_token: handle };
    let outcome = door.auth.revoke_user_session(&mut door.cx, input).await;
    let done = outcome.map(|_| (page, Some(crate::forms::Notice::SessionEnded)));
    door.finish(USER, Refusal::default(), done).await
}

/// Ends all sessions of an account.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "admin-revoke-sessions")]
pub async fn revoke_sessions(#[server(default)] user_id: String) -> Result<Done, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    let outcome = door.auth.revoke_user_sessions(&mut door.cx, auth::wire::OfUser { user_id }).await;
    let done = outcome.map(|_| (page, Some(crate::forms::Notice::UserSignedOut)));
    door.finish(USER, Refusal::default(), done).await
}

/// Sets the password of an account.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with the password.
#[server(prefix = "/api/app", endpoint = "admin-set-password")]
pub async fn set_password(
    #[server(default)] user_id: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = crate::api::Door::open_admin().await?;
    let page = page_of(&user_id);
    door.come_back_to(&page);
    if password.length() == 0 {
        let mut refusal = Refusal::default();
        refusal.push("password", Problem::Required);
        return door.refuse_form(PASSWORD, refusal, 400).await;
    }
    let input = auth::wire::SetUserPassword { user_id, new_password: password };
    let outcome = door.auth.set_user_password(&mut door.cx, input).await;
    door.finish(PASSWORD, Refusal::default(), outcome.map(|_| (page, Some(Notice::AccountSaved)))).await
}

/// Deletes an account, whose address has to be typed.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that the address is another one.
#[server(prefix = "/api/app", endpoint = "admin-remove-user")]
pub async fn remove_user(
    #[server(default)] user_id: String,
    #[server(default)] address: String,
) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = crate::api::Door::open_admin().await?;
    door.come_back_to(&page_of(&user_id));
    let mut refusal = Refusal { values: vec![("address".to_owned(), address.clone())], ..Refusal::default() };
    let user = match door.auth.get_user(&mut door.cx, &user_id).await {
        Ok(user) => user,
        Err(error) => return door.finish(REMOVE, refusal, Err(error)).await,
    };
    if !address.trim().eq_ignore_ascii_case(&user.email) {
        refusal.push("address", Problem::Required);
        return door.refuse_form(REMOVE, refusal, 400).await;
    }
    let outcome = door.auth.remove_user(&mut door.cx, auth::wire::OfUser { user_id }).await;
    door.finish(REMOVE, refusal, outcome.map(|_| (REMOVE.page.to_owned(), Some(Notice::UserRemoved)))).await
}
