//! What the core can do, one module per feature. Each has its operations as methods of [`crate::Auth`] and its
//! part of the table of routes.

pub mod access;
pub mod admin;
pub mod email_password;
pub mod email_verification;
pub mod oauth;
pub mod passkey;
pub mod session;
pub mod status;
pub mod two_factor;
pub mod user;

use crate::{
    config::AuthConfig,
    operation::Operation,
    schema::{Field, Model},
};

/// The fields that features add to a model.
pub(crate) fn fields(model: Model, config: &AuthConfig) -> Vec<Field> {
    match model {
        Model::User => [admin::user_fields(config), two_factor::fields(config)].concat(),
        Model::Session => admin::session_fields(config),
        Model::Account | Model::Verification | Model::RateLimit => Vec::new(),
    }
}

/// Whether the feature of an operation is switched on.
pub(crate) fn is_on(operation: &Operation, config: &AuthConfig) -> bool {
    let switches = [
        (config.two_factor.enabled, two_factor::ROUTES),
        (config.passkey.enabled, passkey::ROUTES),
        (config.admin.enabled, admin::ROUTES),
    ];
    let is_of = |routes: &[&Operation]| routes.iter().any(|own| std::ptr::eq(*own, operation));
    switches.into_iter().all(|(is_on, routes)| is_on || !is_of(routes))
}

/// Every operation that has a route, in the order in which they are mounted.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        status::ROUTES,
        email_password::ROUTES,
        email_verification::ROUTES,
        session::ROUTES,
        oauth::ROUTES,
        user::ROUTES,
        two_factor::ROUTES,
        passkey::ROUTES,
        admin::ROUTES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_ids_are_unique() {
        let all: Vec<_> = operations().collect();
        for (index, operation) in all.iter().enumerate() {
            for other in &all[index + 1..] {
                assert_ne!(operation.id, other.id);
                assert_ne!(operation.path, other.path);
            }
        }
    }
}
