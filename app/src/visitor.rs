//! What the application keeps for a browser between two requests, signed in or not.

use auth::{LocalPath, wire::Timestamp};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session::Error};

use crate::{
    api::{check_email::SentMessage, device_authorization::DeviceRequest},
    forms::Refusal,
    policy::HOME,
};

const FLASH: &str = "flash";
const RETURN_PATH: &str = "return_path";
const SENT_MESSAGE: &str = "sent_message";
const NEW_NUMBER: &str = "new_number";
const ASKED_DEVICE: &str = "asked_device";
const REVEALED: &str = "two_factor_revealed";

/// What the next page tells the visitor, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flash {
    /// A form was refused.
    Refused {
        /// Which form; see [`crate::forms::Form::id`].
        form: String,
        /// Why, and what was typed.
        refusal: Refusal,
    },
    /// Something was done.
    Notice(crate::forms::Notice),
}

/// Leaves something for the next page.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn leave_flash(visitor: &Session, flash: &Flash) -> Result<(), Error> {
    visitor.insert(FLASH, flash).await
}

/// Takes what was left for this page.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn take_flash(visitor: &Session) -> Result<Option<Flash>, Error> {
    take(visitor, FLASH).await
}

/// Remembers the message that the visitor waits for.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn remember_sent_message(visitor: &Session, message: &SentMessage) -> Result<(), Error> {
    visitor.insert(SENT_MESSAGE, message).await
}

/// The message that the visitor waits for.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn sent_message(visitor: &Session) -> Result<Option<SentMessage>, Error> {
    visitor.get(SENT_MESSAGE).await
}

/// Forgets it.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn forget_sent_message(visitor: &Session) -> Result<(), Error> {
    take::<SentMessage>(visitor, SENT_MESSAGE).await.map(|_| ())
}

/// Remembers to which phone number a code for a user is on its way.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn remember_new_number(visitor: &Session, user_id: &str, number: &str) -> Result<(), Error> {
    visitor.insert(NEW_NUMBER, (user_id, number)).await
}

/// The user and the number.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn new_number(visitor: &Session) -> Result<Option<(String, String)>, Error> {
    visitor.get(NEW_NUMBER).await
}

/// Forgets them.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn forget_new_number(visitor: &Session) -> Result<(), Error> {
    take::<(String, String)>(visitor, NEW_NUMBER).await.map(|_| ())
}

/// Remembers which device a user was asked about.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn remember_device(visitor: &Session, user_id: &str, device: &DeviceRequest) -> Result<(), Error> {
    visitor.insert(ASKED_DEVICE, (user_id, device)).await
}

/// The user and the device.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn asked_device(visitor: &Session) -> Result<Option<(String, DeviceRequest)>, Error> {
    visitor.get(ASKED_DEVICE).await
}

/// Forgets them.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn forget_device(visitor: &Session) -> Result<(), Error> {
    take::<(String, DeviceRequest)>(visitor, ASKED_DEVICE).await.map(|_| ())
}

/// Remembers where the visitor wanted to go before they were asked to sign in.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn remember_return_path(visitor: &Session, path: &LocalPath) -> Result<(), Error> {
    visitor.insert(RETURN_PATH, path).await
}

/// Where the visitor goes after signing in: where they wanted to, else home.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn take_return_path(visitor: &Session) -> Result<String, Error> {
    let path: Option<LocalPath> = take(visitor, RETURN_PATH).await?;
    Ok(path.map_or_else(|| HOME.to_owned(), String::from))
}

/// The same without forgetting it, for a link that may be opened in another browser.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn return_path(visitor: &Session) -> Result<Option<LocalPath>, Error> {
    visitor.get(RETURN_PATH).await
}

/// Notes to whom, and until when, keys and backup codes are shown.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn reveal(visitor: &Session, user_id: &str, until: Timestamp) -> Result<(), Error> {
    visitor.insert(REVEALED, (user_id, until)).await
}

/// To whom, and until when, they are shown.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn revealed(visitor: &Session) -> Result<Option<(String, Timestamp)>, Error> {
    visitor.get(REVEALED).await
}

/// Shows them no longer.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn conceal(visitor: &Session) -> Result<(), Error> {
    take::<(String, Timestamp)>(visitor, REVEALED).await.map(|_| ())
}

/// Removing what is not there would count as a change, and a change writes a row for every visitor.
async fn take<T: serde::de::DeserializeOwned>(visitor: &Session, key: &str) -> Result<Option<T>, Error> {
    match visitor.get_value(key).await? {
        Some(_) => visitor.remove(key).await,
        None => Ok(None),
    }
}
