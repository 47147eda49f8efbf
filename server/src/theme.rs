//! `POST /theme`: the theme switch without scripts.

use app::components::Theme;
use auth::LocalPath;
use axum::{
    Form,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::state::AppState;

/// The form of the switch.
#[derive(Debug, Deserialize)]
pub struct Choice {
    theme: String,
    #[serde(default)]
    back: String,
}

/// Keeps the choice in a cookie and goes back to the page. Another site can do no more with it than change
/// colours, so it is not checked where the form came from.
pub async fn choose_theme(State(state): State<AppState>, Form(choice): Form<Choice>) -> Response {
    let theme = Theme::parse(&choice.theme).unwrap_or_default();
    let back = choice.back.parse::<LocalPath>().map_or_else(|_| "/".to_owned(), String::from);
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(cookie) = HeaderValue::from_str(&theme.cookie(state.auth.config().is_https())) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    headers.insert(header::LOCATION, HeaderValue::from_str(&back).unwrap_or(HeaderValue::from_static("/")));
    response
}
