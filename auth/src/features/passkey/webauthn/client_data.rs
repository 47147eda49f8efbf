use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use super::{Expected, Fault};

/// What the browser says of the ceremony (Web Authentication 5.8.1).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: Option<bool>,
    #[serde(default)]
    top_origin: Option<String>,
}

impl ClientData {
    pub(super) fn parse(json: &[u8]) -> Result<Self, Fault> {
        serde_json::from_slice(json).map_err(|_| Fault::Malformed("clientDataJSON"))
    }

    /// Whether it is this ceremony, on one of our pages.
    pub(super) fn check(&self, kind: &str, expected: &Expected<'_>) -> Result<(), Fault> {
        if self.kind != kind {
            return Err(Fault::Unfit("it is the other ceremony"));
        }
        if !bool::from(self.challenge.as_bytes().ct_eq(expected.challenge.as_bytes())) {
            return Err(Fault::Unfit("it is the answer to another challenge"));
        }
        // As texts: an origin that begins or ends like ours is another one.
        if !expected.origins.contains(&self.origin) {
            return Err(Fault::Unfit("a page of another site asked"));
        }
        if !expected.cross_origin && (self.cross_origin == Some(true) || self.top_origin.is_some()) {
            return Err(Fault::Unfit("the page was in a frame of another site"));
        }
        Ok(())
    }
}
