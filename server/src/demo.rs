//! Demo accounts of development.

use auth::{Auth, Error, wire::ErrorCode};

/// Name, address and role of each account.
pub const ACCOUNTS: [(&str, &str, Option<&str>); 2] =
    [("Ana", "ana@example.com", Some("admin")), ("Ben", "ben@example.com", None)];

/// The password of all of them.
pub const PASSWORD: &str = "correct-horse-battery";

/// Makes the demo accounts in a database that has no users.
///
/// # Errors
///
/// When the database does not answer.
pub async fn seed(auth: &Auth) -> Result<(), Error> {
    if auth.store().count_users().await? > 0 {
        return Ok(());
    }
    for (name, email, role) in ACCOUNTS {
        match auth.create_user(name, email, &PASSWORD.into(), role).await {
            Ok(_) => {}
            // Another process that was started at the same time was first.
            Err(error) if error.code() == ErrorCode::UserAlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
