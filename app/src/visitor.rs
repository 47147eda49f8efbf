//! What the application keeps for a browser between two requests, signed in or not.

use auth::{LocalPath, wire::Timestamp};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session::Error};

use crate::{api::check_email::SentMail, forms::Refusal, policy::HOME};

const FLASH: &str = "flash";
const RETURN_PATH: &str = "return_path";
const SENT_MAIL: &str = "sent_mail";
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

/// Remembers the mail that the visitor waits for.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn remember_sent_mail(visitor: &Session, mail: &SentMail) -> Result<(), Error> {
    visitor.insert(SENT_MAIL, mail).await
}

/// The mail that the visitor waits for.
///
/// # Errors
///
/// When the visitor session cannot be read.
pub async fn sent_mail(visitor: &Session) -> Result<Option<SentMail>, Error> {
    visitor.get(SENT_MAIL).await
}

/// Forgets it.
///
/// # Errors
///
/// When the visitor session cannot be stored.
pub async fn forget_sent_mail(visitor: &Session) -> Result<(), Error> {
    take::<SentMail>(visitor, SENT_MAIL).await.map(|_| ())
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
