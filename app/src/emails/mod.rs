//! The words and looks of mails: HTML for readers that show it, text for all.

mod email_otp;
mod invitation;
mod layout;
mod magic_link;
mod new_device;
mod one_link;
mod password_changed;
mod two_factor;
mod welcome;

use auth::mail::{Composer, Message, Wording};

use crate::texts::t;

/// Words mails with the application's texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct AppComposer;

impl Composer for AppComposer {
    fn compose(&self, message: &Message) -> Wording {
        match message {
            Message::Welcome { name, app_name, url } => welcome::compose(name, app_name, url),
            Message::ResetPassword { app_name, url } => {
                let texts = &t().mails.reset_password;
                one_link::compose((texts.subject)(app_name), texts.body, (texts.button, url), texts.footer)
            }
            Message::VerifyEmail { app_name, url } => {
                let texts = &t().mails.verify_email;
                one_link::compose((texts.subject)(app_name), texts.body, (texts.button, url), texts.footer)
            }
            Message::MagicLink { app_name, url, expires_in, .. } => magic_link::compose(app_name, url, *expires_in),
            Message::Invitation { app_name, organization_name, inviter_name, url, expires_in } => {
                invitation::compose(app_name, organization_name, inviter_name, url, *expires_in)
            }
            Message::EmailOtp { app_name, code, otp_type, expires_in } => {
                email_otp::compose(app_name, code, *otp_type, *expires_in)
            }
            Message::ConfirmEmailChange { app_name, new_email, url } => {
                let texts = &t().mails.confirm_email_change;
                let body = (texts.body)(new_email);
                one_link::compose((texts.subject)(app_name), &body, (texts.button, url), texts.footer)
            }
            Message::EmailChanged { app_name, url } => {
                let texts = &t().mails.email_changed;
                one_link::compose((texts.subject)(app_name), texts.body, (texts.button, url), texts.footer)
            }
            Message::AccountExists { app_name, url } => {
                let texts = &t().mails.account_exists;
                one_link::compose((texts.subject)(app_name), texts.body, (texts.button, url), texts.footer)
            }
            Message::DeleteAccount { app_name, url } => {
                let texts = &t().mails.delete_account;
                one_link::compose((texts.subject)(app_name), texts.body, (texts.button, url), texts.footer)
            }
            Message::TwoFactorCode { app_name, code } => two_factor::code(app_name, code),
            Message::TwoFactorEnabled { app_name } => two_factor::switched(app_name, true),
            Message::TwoFactorDisabled { app_name } => two_factor::switched(app_name, false),
            Message::PasswordChanged { app_name } => password_changed::compose(app_name),
            Message::NewDevice { app_name, user_agent, ip_address, at } => {
                new_device::compose(app_name, user_agent, ip_address.as_deref(), *at)
            }
            // The core may learn to say more before the application has words for it.
            other => auth::mail::PlainWording.compose(other),
        }
    }
}
