//! The list of accounts as a file for spreadsheets.

use app::api::admin::users::UserQuery;
use auth::{Cx, wire::User};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use crate::{csv, state::AppState};

/// `GET /admin/users.csv`: the accounts that the page with the same query lists, on all of its pages.
pub async fn users_csv(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut cx = Cx::request(auth::http::facts(&parts));
    let query =
        UserQuery::of_pairs(form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned());
    let mut file = String::from("id,name,email,emailVerified,role,banned,banReason,banExpires,createdAt\r\n");
    let write = |users: Vec<User>| users.iter().for_each(|user| push_line(&mut file, user));
    match state.auth.export_users(&mut cx, query.wanted(), write).await {
        Ok(()) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"users.csv\""),
            ];
            (headers, file).into_response()
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the accounts were not exported");
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

fn push_line(file: &mut String, user: &User) {
    let expires = user.ban_expires().map(|end| end.to_string()).unwrap_or_default();
    let cells = [
        user.id.as_str(),
        &user.name,
        &user.email,
        if user.email_verified { "true" } else { "false" },
        user.role().unwrap_or_default(),
        if user.is_banned() { "true" } else { "false" },
        user.ban_reason().unwrap_or_default(),
        &expires,
        &user.created_at.to_string(),
    ];
    file.push_str(&csv::line(cells));
}
