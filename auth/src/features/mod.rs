//! What the core can do, one module per feature. Each has its operations as methods of [`crate::Auth`] and its
//! part of the table of routes.

pub mod access;
pub mod admin;
pub mod anonymous;
pub mod api_key;
pub mod audit;
pub mod captcha;
pub mod custom_session;
pub mod device_authorization;
pub mod email_otp;
pub mod email_password;
pub mod email_verification;
pub mod have_i_been_pwned;
pub mod jwt;
pub mod last_login_method;
pub mod magic_link;
pub mod multi_session;
pub mod oauth;
pub mod one_tap;
pub mod one_time_token;
pub mod open_api;
pub mod organization;
pub mod passkey;
pub mod phone_number;
pub mod session;
pub mod status;
pub mod two_factor;
pub mod user;
pub mod username;

use crate::{
    config::{AuthConfig, RateLimitRule},
    operation::Operation,
    schema::{Field, Model},
};

/// The fields that features add to a model.
pub(crate) fn fields(model: Model, config: &AuthConfig) -> Vec<Field> {
    match model {
        Model::User => {
            let of_features = [
                admin::user_fields(config),
                two_factor::fields(config),
                username::fields(config),
                phone_number::fields(config),
                anonymous::fields(config),
                last_login_method::fields(config),
            ];
            of_features.concat()
        }
        Model::Session => [admin::session_fields(config), organization::session_fields(config)].concat(),
        Model::Invitation => organization::invitation_fields(config),
        Model::Account
        | Model::Verification
        | Model::RateLimit
        | Model::Organization
        | Model::Member
        | Model::Team
        | Model::TeamMember
        | Model::OrganizationRole => Vec::new(),
    }
}

/// Whether the feature of an operation is switched on.
pub(crate) fn is_on(operation: &Operation, config: &AuthConfig) -> bool {
    let switches = [
        (config.two_factor.enabled, two_factor::ROUTES),
        (config.passkey.enabled, passkey::ROUTES),
        (config.admin.enabled, admin::ROUTES),
        (config.organization.enabled, organization::ROUTES),
        (config.organization.has_teams(), organization::TEAM_ROUTES),
        (config.organization.has_dynamic_roles(), organization::ROLE_ROUTES),
        (config.magic_link.enabled, magic_link::ROUTES),
        (config.email_otp.enabled, email_otp::ROUTES),
        (config.username.enabled, username::ROUTES),
        (config.phone_number.enabled, phone_number::ROUTES),
        (config.anonymous.enabled, anonymous::ROUTES),
        (config.api_key.enabled, api_key::ROUTES),
        (config.jwt.enabled, jwt::ROUTES),
        (config.multi_session.enabled, multi_session::ROUTES),
        (config.one_time_token.enabled, one_time_token::ROUTES),
        (captcha::has_challenges(&config.captcha), captcha::ROUTES),
        (config.one_tap.enabled, one_tap::ROUTES),
        (config.device_authorization.enabled, device_authorization::ROUTES),
        (config.open_api.enabled, open_api::ROUTES),
    ];
    let is_of = |routes: &[&Operation]| routes.iter().any(|own| std::ptr::eq(*own, operation));
    switches.into_iter().all(|(is_on, routes)| is_on || !is_of(routes))
}

/// The rate limits that features bring along, by path.
pub(crate) fn rate_limits(config: &AuthConfig) -> impl Iterator<Item = (&'static str, RateLimitRule)> {
    let features = [
        (magic_link::ROUTES, config.magic_link.rate_limit),
        (email_otp::ROUTES, config.email_otp.rate_limit),
        (phone_number::SENDING_AND_TAKING_CODES, config.phone_number.rate_limit),
        (device_authorization::TAKING_USER_CODES, config.device_authorization.rate_limit()),
    ];
    features.into_iter().flat_map(|(routes, rule)| routes.iter().map(move |operation| (operation.path, rule)))
}

/// The features with their operations, in the order in which these are mounted, by the names that descriptions of the API
/// have for them.
const FEATURES: &[(&str, &[&Operation])] = &[
    ("Default", status::ROUTES),
    ("Default", email_password::ROUTES),
    ("Default", email_verification::ROUTES),
    ("Default", session::ROUTES),
    ("Default", oauth::ROUTES),
    ("Default", user::ROUTES),
    ("Two-factor", two_factor::ROUTES),
    ("Passkey", passkey::ROUTES),
    ("Admin", admin::ROUTES),
    ("Organization", organization::ROUTES),
    ("Organization", organization::TEAM_ROUTES),
    ("Organization", organization::ROLE_ROUTES),
    ("Magic-link", magic_link::ROUTES),
    ("Email-otp", email_otp::ROUTES),
    ("Username", username::ROUTES),
    ("Phone-number", phone_number::ROUTES),
    ("Anonymous", anonymous::ROUTES),
    ("Api-key", api_key::ROUTES),
    ("Jwt", jwt::ROUTES),
    ("Multi-session", multi_session::ROUTES),
    ("One-time-token", one_time_token::ROUTES),
    ("Captcha", captcha::ROUTES),
    ("One-tap", one_tap::ROUTES),
    ("Device-authorization", device_authorization::ROUTES),
    ("Open-api", open_api::ROUTES),
];

/// Every operation that has a route, in the order in which they are mounted.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    FEATURES.iter().flat_map(|(_, routes)| *routes).copied()
}

/// The feature that an operation is of.
pub(crate) fn name_of(operation: &Operation) -> &'static str {
    let is_of = |routes: &[&Operation]| routes.iter().any(|own| std::ptr::eq(*own, operation));
    FEATURES.iter().find(|(_, routes)| is_of(routes)).map_or("Default", |(name, _)| *name)
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
