use axum::Router;
use http::Method;

use super::call::{Call, mount};
use crate::{
    Auth,
    error::{Error, Result},
    features::magic_link,
    wire::{ErrorCode, VerifyMagicLink},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&magic_link::SIGN_IN_MAGIC_LINK, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_in_magic_link(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&magic_link::VERIFY_MAGIC_LINK, |mut call| async move {
            // Whoever only asks what is behind a link must not use it up. Upstream knows no HEAD here either.
            if call.parts.method == Method::HEAD {
                return Err(ErrorCode::NotFound.into());
            }
            call.admit().await?;
            let input = link(&call)?;
            call.auth.check_magic_link_pages(&input)?;
            match call.auth.verify_magic_link(&mut call.cx, input.clone()).await {
                Ok(output) => match &output.next {
                    Some(next) => call.redirect(next),
                    None => call.answer(Ok(output.outcome)),
                },
                // What is wrong with a link is told to the page it names; a ban is answered at once, as upstream.
                Err(error) if error.status() < 500 && error.code() != ErrorCode::BannedUser => {
                    let page = call.auth.magic_link_error_page(&input, &error);
                    call.redirect_to(page)
                }
                Err(error) => call.answer::<()>(Err(error)),
            }
        }))
}

fn link(call: &Call) -> Result<VerifyMagicLink> {
    let missing = || Error::new(ErrorCode::ValidationError);
    let page = |name| call.query_value(name).unwrap_or_default();
    Ok(VerifyMagicLink {
        token: call.query_value("token").ok_or_else(missing)?,
        callback_url: page("callbackURL"),
        new_user_callback_url: page("newUserCallbackURL"),
        error_callback_url: page("errorCallbackURL"),
    })
}
