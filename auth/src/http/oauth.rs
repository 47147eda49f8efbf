use axum::Router;
use http::Method;

use super::call::{Call, mount};
use crate::{
    Auth,
    features::oauth,
    wire::{ProviderCallback, SelectAccount},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&oauth::SIGN_IN_SOCIAL, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_in_social(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&oauth::CALLBACK_OAUTH, |mut call| async move {
            let provider = call.last_segment();
            if call.parts.method == Method::POST {
                let form = call.input().await?;
                let callback = with_query(form, &call);
                let next = call.auth.oauth_callback_form(&mut call.cx, &provider, callback).await;
                return call.redirect_to(next);
            }
            call.admit().await?;
            let callback = with_query(ProviderCallback::default(), &call);
            let next = call.auth.oauth_callback(&mut call.cx, &provider, callback).await;
            call.redirect_to(next)
        }))
        .merge(mount(&oauth::LINK_SOCIAL, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.link_social(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&oauth::LIST_ACCOUNTS, |mut call| async move {
            call.admit().await?;
            let output = call.auth.list_accounts(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&oauth::UNLINK_ACCOUNT, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.unlink_account(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&oauth::GET_ACCESS_TOKEN, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.get_access_token(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&oauth::REFRESH_TOKEN, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.refresh_token(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&oauth::ACCOUNT_INFO, |mut call| async move {
            call.admit().await?;
            let input = selection(&call);
            let output = call.auth.account_info(&mut call.cx, input).await;
            call.answer(output)
        }))
}

/// What the query says counts before what a form says, as upstream.
fn with_query(form: ProviderCallback, call: &Call) -> ProviderCallback {
    ProviderCallback {
        code: call.query_value("code").or(form.code),
        error: call.query_value("error").or(form.error),
        device_id: call.query_value("device_id").or(form.device_id),
        error_description: call.query_value("error_description").or(form.error_description),
        state: call.query_value("state").or(form.state),
        user: call.query_value("user").or(form.user),
        iss: call.query_value("iss").or(form.iss),
    }
}

fn selection(call: &Call) -> SelectAccount {
    SelectAccount {
        account_id: call.query_value("accountId"),
        use_account_cookie: call.query_value("useAccountCookie").map(|value| value == "true"),
        user_id: call.query_value("userId"),
    }
}
