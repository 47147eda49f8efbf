//! Signing in by a link of a mail.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::ErrorCode;
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form that asks for the link once more.
pub const SEND_MAGIC_LINK: Form =
    Form { id: "send-magic-link", page: "/check-email", fields: &[(ErrorCode::ValidationError, "email")] };
/// The form that such a link leads to.
pub const OPEN_MAGIC_LINK: Form = Form { id: "open-magic-link", page: "/magic-link", fields: &[] };

/// Mails a link that signs in.
///
/// # Errors
///
/// What is wrong with the input, by field. Whether somebody has the address is not told.
#[server(prefix = "/api/app", endpoint = "send-magic-link")]
pub async fn send_magic_link(#[server(default)] email: String) -> Result<Done, Refusal> {
    mail(super::Door::open()?, SEND_MAGIC_LINK, email).await
}

/// Signs in by a link, once a person has said so.
///
/// # Errors
///
/// When the link is used, too old or not ours.
#[server(prefix = "/api/app", endpoint = "open-magic-link")]
pub async fn open_magic_link(
    #[server(default)] token: String,
    #[server(default)] next: String,
    #[server(default)] next_of_new_user: String,
) -> Result<Done, Refusal> {
    use auth::wire::VerifyMagicLink;
    use leptos_router::location::Url;

    let mut door = super::Door::open()?;
    // Only the address of the page holds the token and where it leads, so a refusal has to lead back there.
    let [token_of, next_of, new_of] = [&token, &next, &next_of_new_user].map(|text| Url::escape(text));
    let query = format!("token={token_of}&callbackURL={next_of}&newUserCallbackURL={new_of}");
    door.come_back_to(&format!("{}?{query}", OPEN_MAGIC_LINK.page));
    // Where it leads afterwards, unless a second factor is asked first.
    let next = if next.is_empty() { crate::policy::HOME.to_owned() } else { next };
    let input = VerifyMagicLink {
        token,
        callback_url: next,
        new_user_callback_url: next_of_new_user,
        error_callback_url: String::new(),
    };
    let outcome = door.auth.verify_magic_link(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.forget_message().await;
        // The link says where to go, so this is not where the next sign-in leads.
        door.return_path().await;
    }
    door.led_on(OPEN_MAGIC_LINK, outcome.map(|output| output.next), None).await
}

/// Mails the link for a form that has the address.
#[cfg(feature = "ssr")]
pub(super) async fn mail(mut door: super::Door, form: Form, email: String) -> Result<Done, Refusal> {
    use super::{check_email::MessageKind, email_verification::CHECK_EMAIL};
    use crate::forms::{Notice, Problem};

    let mut refusal = Refusal { values: vec![("email".to_owned(), email.clone())], ..Refusal::default() };
    let email = email.trim().to_owned();
    if email.is_empty() {
        refusal.push("email", Problem::Required);
        return door.refuse_form(form, refusal, 400).await;
    }
    let input = auth::wire::SignInMagicLink {
        email: email.clone(),
        callback_url: Some(door.wanted_path().await),
        ..Default::default()
    };
    let outcome = door.auth.sign_in_magic_link(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.remember_message(MessageKind::MagicLink, &email).await;
    }
    let done = outcome.map(|_| (CHECK_EMAIL.page.to_owned(), Some(Notice::MagicLinkSent)));
    door.finish(form, refusal, done).await
}
