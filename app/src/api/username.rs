//! Usernames: choosing one, and whether one is free.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::ErrorCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// The form of the username.
pub const USERNAME: Form = Form {
    id: "username",
    page: "/settings/profile",
    fields: &[
        (ErrorCode::UsernameIsAlreadyTaken, "username"),
        (ErrorCode::UsernameTooShort, "username"),
        (ErrorCode::UsernameTooLong, "username"),
        (ErrorCode::InvalidUsername, "username"),
        (ErrorCode::UsernameIsImmutable, "username"),
        (ErrorCode::InvalidDisplayUsername, "display_username"),
    ],
};

/// Whether somebody may choose a username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Availability {
    /// Nobody has it.
    Free,
    /// Somebody has it.
    Taken,
    /// Nobody may have it, for this reason.
    Refused(ErrorCode),
}

/// Whether a username is free, while somebody types it.
///
/// # Errors
///
/// 429 for whoever asks too often, and 404 where there are no usernames.
#[server(prefix = "/api/app", endpoint = "username-availability")]
pub async fn username_availability(#[server(default)] username: String) -> Result<Availability, Refusal> {
    let mut door = super::Door::open()?;
    let input = auth::wire::IsUsernameAvailable { username: username.trim().to_owned() };
    let outcome = door.auth.is_username_available(&mut door.cx, input).await;
    let outcome = match outcome {
        Ok(output) => Ok(if output.available { Availability::Free } else { Availability::Taken }),
        Err(error) if USERNAME.fields.iter().any(|(code, _)| *code == error.code()) => {
            Ok(Availability::Refused(error.code()))
        }
        Err(error) => Err(error),
    };
    door.answer(outcome)
}

/// Changes the username of the caller, and the form in which it is shown. Left empty, that is as the username is typed.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "update-username")]
pub async fn update_username(
    #[server(default)] username: String,
    #[server(default)] display_username: String,
) -> Result<Done, Refusal> {
    use auth::wire::{Fields, UpdateUser};

    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open_private().await?;
    let values =
        vec![("username".to_owned(), username.clone()), ("display_username".to_owned(), display_username.clone())];
    let mut refusal = Refusal { values, ..Refusal::default() };
    let (username, display) = (username.trim(), display_username.trim());
    if username.is_empty() {
        refusal.push("username", Problem::Required);
        return door.refuse_form(USERNAME, refusal, 400).await;
    }
    let mut fields = Fields::default().with("username", username);
    if door.auth.config().username.display_username {
        fields.set("displayUsername", if display.is_empty() { username } else { display });
    }
    let outcome = door.auth.update_user(&mut door.cx, UpdateUser { fields, ..UpdateUser::default() }).await;
    let done = outcome.map(|_| (USERNAME.page.to_owned(), Some(Notice::UsernameSaved)));
    door.finish(USERNAME, refusal, done).await
}
