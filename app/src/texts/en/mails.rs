//! Mails, in English.

use crate::texts::mails::{
    ConfirmEmailChangeMail, InvitationMail, LinkMail, Mails, NewDeviceMail, PasswordChangedMail, TwoFactorCodeMail,
    TwoFactorSwitchedMail, WelcomeMail,
};

pub(super) const EN: Mails = Mails {
    verify_email: LinkMail {
        subject: |app_name| format!("Confirm your {app_name} address"),
        body: "Confirm that this mail reaches you, and your account is ready. The link works for one hour.",
        button: "Confirm my address",
        footer: "If you did not ask for it, do nothing: without your click the address is not used.",
    },
    confirm_email_change: ConfirmEmailChangeMail {
        subject: |app_name| format!("Change your {app_name} address?"),
        body: |new_email| {
            format!("Somebody, probably you, wants to change the address of your account to {new_email}.")
        },
        button: "Yes, change it",
        footer: "If that is not you, do nothing, and change your password: somebody is signed in as you.",
    },
    email_changed: LinkMail {
        subject: |app_name| format!("Your {app_name} address was changed"),
        body: "Your account has another address now. If that was you, there is nothing to do. If not, undo it within a week.",
        button: "That was not me",
        footer: "You get this mail because this address belonged to the account until now.",
    },
    account_exists: LinkMail {
        subject: |app_name| format!("You have a {app_name} account already"),
        body: "Somebody, probably you, tried to make an account with your address. You have one already: sign in, or choose a new password there.",
        button: "Sign in",
        footer: "If that was not you, there is nothing to do: nobody learned that you have an account.",
    },
    reset_password: LinkMail {
        subject: |app_name| format!("Reset your {app_name} password"),
        body: "Somebody, probably you, asked for a new password. Choose it on this page; the link works once, for one hour.",
        button: "Choose a new password",
        footer: "If you did not ask for it, do nothing: your password stays as it is.",
    },
    delete_account: LinkMail {
        subject: |app_name| format!("Delete your {app_name} account"),
        body: "Follow this link in the browser in which you are signed in, and your account is deleted. This cannot be undone.",
        button: "Delete my account",
        footer: "If you did not ask for it, do nothing, and change your password: somebody is signed in as you.",
    },
    password_changed: PasswordChangedMail {
        subject: |app_name| format!("Your {app_name} password was changed"),
        body: "Your password was changed just now. If that was you, there is nothing to do.",
        not_you: "If it was not you, somebody else has access to your account: reset your password and end all sessions.",
    },
    new_device: NewDeviceMail {
        subject: |app_name| format!("New sign-in to {app_name}"),
        body: "Your account was signed in to with a browser that we have not seen before. If that was you, there is nothing to do.",
        device: "Browser",
        address: "Address",
        time: "Time",
        unknown: "Unknown",
        not_you: "If it was not you, somebody knows your password: change it and end all sessions.",
    },
    two_factor_code: TwoFactorCodeMail {
        subject: |app_name| format!("Your {app_name} sign-in code"),
        body: "This is the code for your sign-in. It works for three minutes, and only there.",
        not_you: "If you are not signing in, somebody knows your password: change it. Give this code to nobody.",
    },
    two_factor_switched: TwoFactorSwitchedMail {
        on_subject: |app_name| format!("Two-factor sign-in is on for {app_name}"),
        off_subject: |app_name| format!("Two-factor sign-in is off for {app_name}"),
        on: "Signing in to your account asks for a second factor from now on.",
        off: "Signing in to your account asks for no second factor from now on.",
        not_you: "If that was not you, somebody else has access to your account: reset your password and end all sessions.",
    },
    welcome: WelcomeMail {
        subject: |app_name| format!("Welcome to {app_name}"),
        greeting: |name| if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") },
        body: "your account is ready. Sign in with your address whenever you like.",
        button: "Open your account",
        footer: |app_name| {
            format!("You get this mail because somebody made an account at {app_name} with your address.")
        },
    },
    invitation: InvitationMail {
        subject: |organization, app_name| format!("Join {organization} on {app_name}"),
        body: |inviter, organization, hours| {
            let time = match hours {
                1 => "an hour".to_owned(),
                hours if hours >= 48 && hours % 24 == 0 => format!("{} days", hours / 24),
                hours => format!("{hours} hours"),
            };
            format!("{inviter} invites you to {organization}. The invitation waits for {time}.")
        },
        button: "Look at the invitation",
        footer: "If you do not know what this is about, do nothing: nobody joins without your answer.",
    },
};
