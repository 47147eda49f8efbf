use crate::{
    operation::{Operation, Parameter},
    wire::{MagicLinkSession, SignInMagicLink, StatusOutput},
};

/// `POST /sign-in/magic-link`: mails a link that signs in.
pub static SIGN_IN_MAGIC_LINK: Operation = Operation::writing("signInWithMagicLink", "/sign-in/magic-link")
    .guarding_login()
    .taking::<SignInMagicLink>()
    .giving::<StatusOutput>();

/// `GET /magic-link/verify`: the link of that mail.
pub static VERIFY_MAGIC_LINK: Operation =
    Operation::reading("verifyMagicLink", "/magic-link/verify").giving_outcome::<MagicLinkSession>().asking(&[
        Parameter::required("token"),
        Parameter::optional("callbackURL"),
        Parameter::optional("newUserCallbackURL"),
        Parameter::optional("errorCallbackURL"),
    ]);

pub(in crate::features) const ROUTES: &[&Operation] = &[&SIGN_IN_MAGIC_LINK, &VERIFY_MAGIC_LINK];
