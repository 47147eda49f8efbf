//! Signing in devices without a browser (RFC 8628): the device shows a short code, a person types it where they are signed
//! in, sees who asks for what, and says yes or no; the device asks for the answer until there is one, and gets a session.
//!
//! The code of the device is stored as a hash. The short one is readable, because it opens nothing: it says which request
//! is meant, and only the person who typed it first may answer.

mod answer;
mod redeem;
mod request;
mod routes;
mod rules;

pub use routes::{APPROVE_DEVICE, DENY_DEVICE, REDEEM_DEVICE_CODE, REQUEST_DEVICE_CODE, VERIFY_DEVICE};
pub(super) use routes::{ROUTES, TAKING_USER_CODES};
pub use rules::DeviceRules;
pub(crate) use rules::EveryDevice;

use crate::{
    Auth, Cx,
    error::{Error, Result},
    wire::ErrorCode,
};

/// Letters of the codes that people type: none that is easily taken for another.
const USER_CODE_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

impl Auth {
    /// Refuses clients whose devices may not be signed in.
    async fn require_client(&self, client_id: &str) -> Result<()> {
        let listed = &self.config().device_authorization.client_ids;
        let is_listed = listed.is_empty() || listed.iter().any(|listed| listed == client_id);
        if is_listed && self.device_rules().is_client(client_id).await? {
            return Ok(());
        }
        Err(Error::new(ErrorCode::InvalidClient).for_oauth("invalid_client"))
    }
}

/// Answers hold codes and tokens, which no cache keeps (RFC 6749, 5.1).
fn keep_out_of_caches(cx: &mut Cx) {
    cx.set_header("cache-control", "no-store");
    cx.set_header("pragma", "no-cache");
}
