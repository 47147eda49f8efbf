//! The words and looks of mails: HTML for readers that show it, text for all.

mod layout;
mod password_changed;
mod reset_password;
mod welcome;

use auth::mail::{Composer, Message, Wording};

/// Words mails with the application's texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct AppComposer;

impl Composer for AppComposer {
    fn compose(&self, message: &Message) -> Wording {
        match message {
            Message::Welcome { name, app_name, url } => welcome::compose(name, app_name, url),
            Message::ResetPassword { app_name, url } => reset_password::compose(app_name, url),
            Message::PasswordChanged { app_name } => password_changed::compose(app_name),
            // The core may learn to say more before the application has words for it.
            other => auth::mail::PlainWording.compose(other),
        }
    }
}
