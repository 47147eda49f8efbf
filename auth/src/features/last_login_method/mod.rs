//! By which method somebody signed in last: in a cookie that pages read, and if wanted in a field of the user.

mod hooks;

pub use hooks::{LastLoginMethodHooks, StandardMethods};

use crate::{
    Auth, Cx,
    config::AuthConfig,
    cookies::Cookies,
    operation::Operation,
    schema::{Field, FieldKind},
    store::UserChanges,
    wire::{Fields, User},
};

/// The field of users that says by which method they signed in last.
const LAST_LOGIN_METHOD: &str = "lastLoginMethod";

/// The fields of users that this feature adds.
pub(super) fn fields(config: &AuthConfig) -> Vec<Field> {
    let stored = is_stored(config).then(|| Field::new(LAST_LOGIN_METHOD, FieldKind::Text).not_from_outside());
    stored.into_iter().collect()
}

fn is_stored(config: &AuthConfig) -> bool {
    config.last_login_method.enabled && config.last_login_method.store_in_database
}

/// What upstream calls the method of an operation; of a provider it is the provider.
fn method_of(operation: &Operation, provider: Option<&str>) -> Option<String> {
    let method = match operation.path {
        "/callback/{id}" => provider?,
        "/one-tap/callback" => "google",
        "/sign-in/email" | "/sign-up/email" => "email",
        "/passkey/verify-authentication" => "passkey",
        "/magic-link/verify" => "magic-link",
        "/sign-in/email-otp" => "email-otp",
        _ => return None,
    };
    Some(method.to_owned())
}

impl Auth {
    /// The method of the operation at hand, if it is a way to sign in and the feature is on.
    fn login_method(&self, cx: &Cx) -> Option<String> {
        let operation = cx.operation().filter(|_| self.config().last_login_method.enabled)?;
        let own = self.last_login_method_hooks().resolve(operation, cx);
        own.or_else(|| method_of(operation, cx.provider()))
    }

    /// Puts the method into the fields of somebody new.
    pub(in crate::features) fn set_login_method(&self, cx: &Cx, fields: &mut Fields) {
        if let Some(method) = self.login_method(cx).filter(|_| is_stored(self.config())) {
            fields.set(LAST_LOGIN_METHOD, method);
        }
    }

    /// Puts the method into the row of somebody who has signed in; answers them as they are then. It is not worth refusing
    /// a sign-in for, so a failure is logged.
    pub(in crate::features) async fn store_login_method(&self, cx: &Cx, user: User) -> User {
        let Some(method) = self.login_method(cx).filter(|_| is_stored(self.config())) else {
            return user;
        };
        if user.fields.text(LAST_LOGIN_METHOD) == Some(&method) {
            return user;
        }
        let fields = Fields::default().with(LAST_LOGIN_METHOD, method);
        match self.update_user_row(&user.id, &UserChanges { fields, ..UserChanges::default() }).await {
            Ok(user) => user,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, user = %user.id, "the method was not stored");
                user
            }
        }
    }

    /// Gives the browser the cookie after somebody has signed in, or shown the first of two factors.
    pub(crate) async fn write_login_method_cookie(&self, cx: &mut Cx) {
        let session_token = &self.cookies().session_token;
        let opened = cx.set_cookies().iter().any(|cookie| session_token.is(cookie) && cookie.value().is_some());
        if !opened && !self.has_new_challenge(cx) {
            return;
        }
        let Some(method) = self.login_method(cx) else {
            return;
        };
        match self.last_login_method_hooks().may_store_cookie(cx, &method).await {
            Ok(true) => {
                let options = &self.config().last_login_method;
                Cookies::write(cx, &session_token.readable_by_scripts(&options.cookie_name, options.max_age), &method);
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the cookie of the method was not sent");
            }
        }
    }
}
