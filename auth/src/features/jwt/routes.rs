use crate::{
    operation::{Access, Operation},
    wire::{JwksOutput, JwtOutput},
};

/// `GET /jwks`: the public keys of tokens. The path is that of `jwt.jwks.jwks_path`.
pub static GET_JWKS: Operation = Operation::reading("getJSONWebKeySet", "/jwks").giving::<JwksOutput>();

/// `GET /token`: a token that says who the caller is.
pub static GET_TOKEN: Operation =
    Operation::reading("getJSONWebToken", "/token").for_callers(Access::SignedIn).giving::<JwtOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[&GET_JWKS, &GET_TOKEN];
