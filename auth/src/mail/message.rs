use std::{fmt, time::Duration};

use serde_json::{Map, Value};

use super::unlinked;
use crate::sms::TextPurpose;
use crate::wire::{OtpType, Timestamp};

/// What the core has to say to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// The account exists now.
    Welcome {
        /// Name of the person.
        name: String,
        /// Name of the application.
        app_name: String,
        /// Where the application is.
        url: String,
    },
    /// Somebody asked for a new password.
    ResetPassword {
        /// Name of the application.
        app_name: String,
        /// Where the new password is chosen; works once.
        url: String,
    },
    /// Somebody wants to show that mail to this address arrives.
    VerifyEmail {
        /// Name of the application.
        app_name: String,
        /// Verifies the address.
        url: String,
    },
    /// Somebody wants to sign in, or to make an account, by a link.
    MagicLink {
        /// Name of the application.
        app_name: String,
        /// Signs in; works once.
        url: String,
        /// How long it works.
        expires_in: Duration,
        /// What the request says beside the address.
        metadata: Map<String, Value>,
    },
    /// Somebody is invited to an organization.
    Invitation {
        /// Name of the application.
        app_name: String,
        /// Name of the organization. Whoever made it chose it: see [`unlinked`](super::unlinked).
        organization_name: String,
        /// Name of who invites, or their address. They chose it, too.
        inviter_name: String,
        /// Where the invitation is answered.
        url: String,
        /// How long it waits.
        expires_in: Duration,
    },
    /// A code for an address.
    EmailOtp {
        /// Name of the application.
        app_name: String,
        /// The code; works once.
        code: String,
        /// What it is for.
        otp_type: OtpType,
        /// How long it works.
        expires_in: Duration,
    },
    /// Somebody wants another address; this goes to the one so far.
    ConfirmEmailChange {
        /// Name of the application.
        app_name: String,
        /// The address from then on.
        new_email: String,
        /// Agrees.
        url: String,
    },
    /// The address was changed; this goes to the former one.
    EmailChanged {
        /// Name of the application.
        app_name: String,
        /// Undoes it; works once.
        url: String,
    },
    /// Somebody tried to sign up with an address that has an account.
    AccountExists {
        /// Name of the application.
        app_name: String,
        /// Where to sign in or to get a new password.
        url: String,
    },
    /// Somebody wants to delete their account.
    DeleteAccount {
        /// Name of the application.
        app_name: String,
        /// Deletes it; works once, in the browser of the owner.
        url: String,
    },
    /// The password was replaced.
    PasswordChanged {
        /// Name of the application.
        app_name: String,
    },
    /// A sign-in waits for this code.
    TwoFactorCode {
        /// Name of the application.
        app_name: String,
        /// The code; works for that sign-in alone.
        code: String,
    },
    /// Signing in asks for a second factor from now on.
    TwoFactorEnabled {
        /// Name of the application.
        app_name: String,
    },
    /// Signing in asks for no second factor from now on.
    TwoFactorDisabled {
        /// Name of the application.
        app_name: String,
    },
    /// Somebody signed in with a browser that was not seen before.
    NewDevice {
        /// Name of the application.
        app_name: String,
        /// What the browser says of itself. It may say anything, so it is not repeated in a mail.
        user_agent: String,
        /// Where it is, if that is known.
        ip_address: Option<String>,
        /// When.
        at: Timestamp,
    },
}

impl Message {
    /// Whether somebody who need not own the address had it sent. The others tell what has happened.
    pub const fn is_asked_for(&self) -> bool {
        match self {
            Self::ResetPassword { .. }
            | Self::VerifyEmail { .. }
            | Self::MagicLink { .. }
            | Self::EmailOtp { .. }
            | Self::ConfirmEmailChange { .. }
            | Self::AccountExists { .. }
            | Self::DeleteAccount { .. }
            | Self::TwoFactorCode { .. }
            | Self::Invitation { .. } => true,
            Self::Welcome { .. }
            | Self::EmailChanged { .. }
            | Self::PasswordChanged { .. }
            | Self::TwoFactorEnabled { .. }
            | Self::TwoFactorDisabled { .. }
            | Self::NewDevice { .. } => false,
        }
    }
}

/// The wording of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Subject line.
    pub subject: String,
    /// Body for every reader.
    pub text: String,
    /// Body for readers that show HTML.
    pub html: Option<String>,
}

/// Words messages. The application brings its own; [`PlainWording`] is enough without one.
pub trait Composer: fmt::Debug + Send + Sync {
    /// The words for a message.
    fn compose(&self, message: &Message) -> Wording;

    /// The words of a text message with a code.
    fn compose_text(&self, purpose: TextPurpose, app_name: &str, code: &str) -> String {
        match purpose {
            TextPurpose::VerifyNumber => format!("{code} is your code for {app_name}."),
            TextPurpose::ResetPassword => format!("{code} is your code for a new password for {app_name}."),
        }
    }
}

/// Short plain-text mails.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainWording;

impl Composer for PlainWording {
    fn compose(&self, message: &Message) -> Wording {
        match message {
            Message::Welcome { name, app_name, url } => Wording {
                subject: format!("Welcome to {app_name}"),
                text: format!("Hello {name},\n\nyour account is ready: {url}\n"),
                html: None,
            },
            Message::ResetPassword { app_name, url } => Wording {
                subject: format!("Reset your {app_name} password"),
                text: format!("To choose a new password open\n{url}\n\nIf you did not ask for it, do nothing.\n"),
                html: None,
            },
            Message::VerifyEmail { app_name, url } => Wording {
                subject: format!("Verify your {app_name} address"),
                text: format!(
                    "To show that this mail reaches you open\n{url}\n\nIf you did not ask for it, do nothing.\n"
                ),
                html: None,
            },
            Message::MagicLink { app_name, url, .. } => Wording {
                subject: format!("Sign in to {app_name}"),
                text: format!("To sign in open\n{url}\n\nIf you did not ask for it, do nothing.\n"),
                html: None,
            },
            Message::Invitation { app_name, organization_name, inviter_name, url, .. } => {
                let (organization, inviter) = (unlinked(organization_name), unlinked(inviter_name));
                Wording {
                    subject: format!("Join {organization} on {app_name}"),
                    text: format!("{inviter} invites you to {organization}.\n\nTo answer open\n{url}\n"),
                    html: None,
                }
            }
            Message::EmailOtp { app_name, code, otp_type, .. } => {
                let purpose = match otp_type {
                    OtpType::SignIn => "sign in",
                    OtpType::EmailVerification => "verify your address",
                    OtpType::ForgetPassword => "choose a new password",
                    OtpType::ChangeEmail => "change your address",
                };
                Wording {
                    subject: format!("Your {app_name} code"),
                    text: format!(
                        "Your code to {purpose} is {code}\n\nIf you did not ask for it, do nothing, and tell it to nobody.\n"
                    ),
                    html: None,
                }
            }
            Message::ConfirmEmailChange { app_name, new_email, url } => Wording {
                subject: format!("Change your {app_name} address?"),
                text: format!("To change your address to {new_email} open\n{url}\n\nIf that is not you, do nothing.\n"),
                html: None,
            },
            Message::EmailChanged { app_name, url } => Wording {
                subject: format!("Your {app_name} address was changed"),
                text: format!("Your account has another address now. If that was not you, undo it:\n{url}\n"),
                html: None,
            },
            Message::AccountExists { app_name, url } => Wording {
                subject: format!("You have a {app_name} account already"),
                text: format!("Somebody signed up with your address. You have an account already:\n{url}\n"),
                html: None,
            },
            Message::DeleteAccount { app_name, url } => Wording {
                subject: format!("Delete your {app_name} account"),
                text: format!("To delete your account open\n{url}\n\nIf you did not ask for it, do nothing.\n"),
                html: None,
            },
            Message::TwoFactorCode { app_name, code } => Wording {
                subject: format!("Your {app_name} code"),
                text: format!("Your code is {code}\n\nIf you are not signing in, change your password.\n"),
                html: None,
            },
            Message::TwoFactorEnabled { app_name } => Wording {
                subject: format!("Two-factor sign-in is on for {app_name}"),
                text: "Signing in asks for a second factor now. If that was not you, reset your password.\n".into(),
                html: None,
            },
            Message::TwoFactorDisabled { app_name } => Wording {
                subject: format!("Two-factor sign-in is off for {app_name}"),
                text: "Signing in asks for no second factor now. If that was not you, reset your password.\n".into(),
                html: None,
            },
            Message::NewDevice { app_name, ip_address, at, .. } => Wording {
                subject: format!("New sign-in to {app_name}"),
                text: format!(
                    "Somebody signed in to your account from {} at {at}.\n\nIf that was not you, change your password now and end all sessions.\n",
                    ip_address.as_deref().unwrap_or("an unknown address")
                ),
                html: None,
            },
            Message::PasswordChanged { app_name } => Wording {
                subject: format!("Your {app_name} password was changed"),
                text: "Your password was changed. If that was not you, reset it now and end all sessions.\n".into(),
                html: None,
            },
        }
    }
}
