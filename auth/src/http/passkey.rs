use axum::Router;

use super::call::{Call, mount};
use crate::{
    Auth,
    error::{Error, Result},
    features::passkey,
    wire::{AuthenticatorAttachment, ErrorCode, GenerateRegisterOptions},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&passkey::GENERATE_REGISTER_OPTIONS, |mut call| async move {
            call.admit().await?;
            let input = register_options(&call)?;
            let output = call.auth.generate_passkey_register_options(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&passkey::VERIFY_REGISTRATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_passkey_registration(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&passkey::GENERATE_AUTHENTICATE_OPTIONS, |mut call| async move {
            call.admit().await?;
            let output = call.auth.generate_passkey_authenticate_options(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&passkey::VERIFY_AUTHENTICATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_passkey_authentication(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&passkey::LIST_USER_PASSKEYS, |mut call| async move {
            call.admit().await?;
            let output = call.auth.list_user_passkeys(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&passkey::UPDATE_PASSKEY, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_passkey(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&passkey::DELETE_PASSKEY, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.delete_passkey(&mut call.cx, input).await;
            call.answer(output)
        }))
}

fn register_options(call: &Call) -> Result<GenerateRegisterOptions> {
    let attachment = call.query_value("authenticatorAttachment");
    let authenticator_attachment = attachment.as_deref().map(|word| {
        AuthenticatorAttachment::parse(word).ok_or_else(|| {
            let problem =
                "[query.authenticatorAttachment] Invalid option: expected one of \"platform\"|\"cross-platform\"";
            Error::new(ErrorCode::ValidationError).with_message(problem)
        })
    });
    Ok(GenerateRegisterOptions {
        authenticator_attachment: authenticator_attachment.transpose()?,
        name: call.query_value("name"),
        context: call.query_value("context"),
        conditional: call.query_value("mediation").as_deref() == Some("conditional"),
    })
}
