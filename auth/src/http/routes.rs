use axum::Router;
use http::StatusCode;

use super::{
    admin, anonymous, api_key, captcha, device_authorization, email_otp, email_password, email_verification, jwt,
    magic_link, multi_session, oauth, one_tap, one_time_token, open_api, organization, passkey, phone_number, session,
    status, two_factor, user, username,
};
use crate::Auth;

/// The HTTP API below the configured base path.
///
/// The server in front has to set the [`axum::extract::ConnectInfo`] extension for addresses of clients to be
/// known without a proxy.
pub fn router(auth: Auth) -> Router {
    let base_path = auth.config().base_path.clone();
    let jwks_path = auth.config().jwt.jwks.jwks_path.clone();
    let reference_path = auth.config().open_api.path.clone();
    let api = Router::new()
        .merge(status::routes())
        .merge(email_password::routes())
        .merge(email_verification::routes())
        .merge(session::routes())
        .merge(oauth::routes())
        .merge(user::routes())
        .merge(two_factor::routes())
        .merge(passkey::routes())
        .merge(admin::routes())
        .merge(organization::routes())
        .merge(magic_link::routes())
        .merge(email_otp::routes())
        .merge(username::routes())
        .merge(phone_number::routes())
        .merge(anonymous::routes())
        .merge(api_key::routes())
        .merge(jwt::routes(&jwks_path))
        .merge(multi_session::routes())
        .merge(one_time_token::routes())
        .merge(captcha::routes())
        .merge(one_tap::routes())
        .merge(device_authorization::routes())
        .merge(open_api::routes(&reference_path));
    let unknown = async || StatusCode::NOT_FOUND;
    Router::new().nest(&base_path, api.fallback(unknown).with_state(auth))
}
