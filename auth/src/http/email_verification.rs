use axum::Router;

use super::call::mount;
use crate::{Auth, features::email_verification, redirect::with_query, wire::VerifyEmail};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&email_verification::SEND_VERIFICATION_EMAIL, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.send_verification_email(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_verification::VERIFY_EMAIL, |mut call| async move {
            call.admit().await?;
            let token = call.query_value("token").unwrap_or_default();
            let page = call.query_value("callbackURL").unwrap_or_default();
            let input = VerifyEmail { token, callback_url: page.clone() };
            match call.auth.verify_email(&mut call.cx, input).await {
                Ok(output) => match &output.next {
                    Some(next) => call.redirect(next),
                    None => call.answer(Ok(output)),
                },
                // What is wrong with a link is told to the page it leads to.
                Err(error) if error.status() == 401 && !page.is_empty() => {
                    call.redirect(&with_query(&page, "error", error.code_text()))
                }
                Err(error) => call.answer::<()>(Err(error)),
            }
        }))
        .merge(mount(&email_verification::CHANGE_EMAIL, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.change_email(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_verification::REVERT_EMAIL_CHANGE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.revert_email_change(&mut call.cx, input).await;
            call.answer(output)
        }))
}
