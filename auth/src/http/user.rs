use axum::Router;

use super::call::mount;
use crate::{Auth, features::user};

pub(super) fn routes() -> Router<Auth> {
    mount(&user::UPDATE_USER, |mut call| async move {
        let input = call.input().await?;
        let output = call.auth.update_user(&mut call.cx, input).await;
        call.answer(output)
    })
}
