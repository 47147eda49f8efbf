//! Signatures, hashes and keys. Formats are Better Auth's where another program reads them.

mod code;
mod encryption;
pub(crate) mod hex;
mod jwe;
mod jwk;
mod jws;
mod jwt;
mod keys;
mod password;
mod purpose;
mod rsa;
mod sealed;
mod session_token;
mod signature;
mod totp;

pub(crate) use code::{same_text, upstream_hash};
pub(crate) use jwe::Sealed;
pub(crate) use jwk::{NewKey, SigningKey};
pub(crate) use jws::Algorithm;
pub(crate) use jwt::JwtError;
pub use keys::{Secret, Secrets};
pub(crate) use password::{PasswordHasher, Verdict};
pub(crate) use session_token::SessionTokens;
pub use session_token::hash_secret;
pub(crate) use totp::Totp;
