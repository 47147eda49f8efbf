//! The texts of mails. What a field means is said by its English text.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

/// Every mail.
#[derive(Clone, Copy, Debug)]
pub struct Mails {
    /// The mail with a link that verifies an address.
    pub verify_email: LinkMail,
    /// The mail that asks the old address about a new one.
    pub confirm_email_change: ConfirmEmailChangeMail,
    /// The mail to a former address.
    pub email_changed: LinkMail,
    /// The mail to somebody whose address was used to sign up once more.
    pub account_exists: LinkMail,
    /// The mail with a link to choose a new password.
    pub reset_password: LinkMail,
    /// The mail that asks once more before an account is deleted.
    pub delete_account: LinkMail,
    /// The mail to somebody whose password was replaced.
    pub password_changed: PasswordChangedMail,
    /// The mail to somebody who signed in with a browser that was not seen before.
    pub new_device: NewDeviceMail,
    /// The mail with a code for a sign-in that waits.
    pub two_factor_code: TwoFactorCodeMail,
    /// The mail to somebody whose second factor was switched on or off.
    pub two_factor_switched: TwoFactorSwitchedMail,
    /// The mail to a new user.
    pub welcome: WelcomeMail,
    /// The invitation to an organization.
    pub invitation: InvitationMail,
}

/// A mail whose point is one link.
#[derive(Clone, Copy, Debug)]
pub struct LinkMail {
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    pub body: &'static str,
    pub button: &'static str,
    pub footer: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct ConfirmEmailChangeMail {
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    /// Takes the new address.
    pub body: fn(&str) -> String,
    pub button: &'static str,
    pub footer: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct PasswordChangedMail {
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    pub body: &'static str,
    pub not_you: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct NewDeviceMail {
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    pub body: &'static str,
    /// Before the name of the browser.
    pub device: &'static str,
    /// Before the address.
    pub address: &'static str,
    /// Before date and time.
    pub time: &'static str,
    /// In the place of an address.
    pub unknown: &'static str,
    pub not_you: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct TwoFactorCodeMail {
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    pub body: &'static str,
    pub not_you: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct TwoFactorSwitchedMail {
    /// Takes the name of the application.
    pub on_subject: fn(&str) -> String,
    /// Takes the name of the application.
    pub off_subject: fn(&str) -> String,
    pub on: &'static str,
    pub off: &'static str,
    pub not_you: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct WelcomeMail {
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    /// Takes the name of the person.
    pub greeting: fn(&str) -> String,
    pub body: &'static str,
    pub button: &'static str,
    /// Takes the name of the application.
    pub footer: fn(&str) -> String,
}

#[derive(Clone, Copy, Debug)]
pub struct InvitationMail {
    /// Takes the names of the organization and of the application.
    pub subject: fn(&str, &str) -> String,
    /// Takes the names of who invites and of the organization, and for how many hours the invitation waits.
    pub body: fn(&str, &str, u64) -> String,
    pub button: &'static str,
    pub footer: &'static str,
}
