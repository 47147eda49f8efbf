use axum::Router;
use serde_json::json;

use super::{call::mount, error_page::error_page};
use crate::{Auth, features::status};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&status::OK, |mut call| async move {
            call.admit().await?;
            call.answer(Ok(json!({ "ok": true })))
        }))
        .merge(mount(&status::ERROR, |mut call| async move {
            call.admit().await?;
            Ok(error_page(call.query()))
        }))
}
