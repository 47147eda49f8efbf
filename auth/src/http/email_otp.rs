use axum::Router;

use super::call::mount;
use crate::{Auth, features::email_otp};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&email_otp::SEND_VERIFICATION_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.send_verification_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::CHECK_VERIFICATION_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.check_verification_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::VERIFY_EMAIL_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_email_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::SIGN_IN_EMAIL_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_in_email_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::REQUEST_PASSWORD_RESET_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.request_password_reset_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::FORGET_PASSWORD_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.forget_password_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::RESET_PASSWORD_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.reset_password_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::REQUEST_EMAIL_CHANGE_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.request_email_change_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_otp::CHANGE_EMAIL_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.change_email_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
}
