use crate::operation::Operation;

/// `POST /sign-in/magic-link`: mails a link that signs in.
pub static SIGN_IN_MAGIC_LINK: Operation =
    Operation::writing("signInWithMagicLink", "/sign-in/magic-link").guarding_login();

/// `GET /magic-link/verify`: the link of that mail.
pub static VERIFY_MAGIC_LINK: Operation = Operation::reading("verifyMagicLink", "/magic-link/verify");

pub(in crate::features) const ROUTES: &[&Operation] = &[&SIGN_IN_MAGIC_LINK, &VERIFY_MAGIC_LINK];
