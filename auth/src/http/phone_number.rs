use axum::Router;

use super::call::mount;
use crate::{Auth, features::phone_number};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&phone_number::SIGN_IN_PHONE_NUMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_in_phone_number(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&phone_number::SEND_PHONE_NUMBER_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.send_phone_number_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&phone_number::VERIFY_PHONE_NUMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_phone_number(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&phone_number::REQUEST_PASSWORD_RESET_PHONE_NUMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.request_password_reset_phone_number(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&phone_number::RESET_PASSWORD_PHONE_NUMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.reset_password_phone_number(&mut call.cx, input).await;
            call.answer(output)
        }))
}
