use axum::Router;
use serde::de::IgnoredAny;

use super::call::mount;
use crate::{Auth, features::two_factor};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&two_factor::ENABLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.enable_two_factor(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::DISABLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.disable_two_factor(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::GET_TOTP_URI, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.get_totp_uri(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::VERIFY_TOTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_totp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::SEND_OTP, |mut call| async move {
            let _: IgnoredAny = call.input().await?;
            let output = call.auth.send_two_factor_otp(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::VERIFY_OTP, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_two_factor_otp(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::VERIFY_BACKUP_CODE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_backup_code(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&two_factor::GENERATE_BACKUP_CODES, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.generate_backup_codes(&mut call.cx, input).await;
            call.answer(output)
        }))
}
