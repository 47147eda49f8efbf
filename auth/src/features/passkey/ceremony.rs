use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::webauthn::Expected;
use crate::{
    Auth, Cx,
    config::Requirement,
    cookies::PASSKEY_CEREMONY,
    error::{Error, Result},
    one_time::Purpose,
    rng::letters,
    wire::ErrorCode,
};

/// What waits while somebody is with their authenticator, in Better Auth's form, so that either can go on with what the
/// other began.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ceremony {
    #[serde(rename = "type")]
    pub(super) kind: CeremonyKind,
    pub(super) expected_challenge: String,
    pub(super) user_data: UserData,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<String>,
    /// What the authenticator is told to know the user by. Ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) user_handle: Option<String>,
    /// The passkey is made without asking. Ours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) conditional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CeremonyKind {
    Registration,
    Authentication,
}

/// Whom it is for; of an authentication nobody, or who is signed in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserData {
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
}

impl Auth {
    /// A new challenge, in Base64url.
    pub(super) fn new_challenge(&self) -> String {
        let mut bytes = [0; 32];
        self.rng().fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Keeps a ceremony for this browser.
    pub(super) async fn begin_ceremony(&self, cx: &mut Cx, ceremony: &Ceremony) -> Result<()> {
        let value = serde_json::to_string(ceremony).map_err(Error::internal)?;
        let secret = self.mint(Purpose::PasskeyCeremony, &value, PASSKEY_CEREMONY).await?;
        let cookies = self.cookies();
        cookies.write_signed(cx, &cookies.passkey, &secret, true);
        Ok(())
    }

    /// Takes the ceremony of this browser, whatever comes of it: of parallel requests one has it.
    pub(super) async fn end_ceremony(&self, cx: &Cx, kind: CeremonyKind) -> Result<Ceremony> {
        let secret = self.cookies().read_signed(cx, &self.cookies().passkey);
        // Our other signed cookies hold names of other lengths.
        let secret = secret.filter(|secret| secret.len() == Purpose::PasskeyCeremony.length());
        let value = match secret {
            Some(secret) => self.consume(Purpose::PasskeyCeremony, &secret).await?,
            None => None,
        };
        let ceremony = value.and_then(|value| serde_json::from_str::<Ceremony>(&value).ok());
        ceremony.filter(|ceremony| ceremony.kind == kind).ok_or_else(|| ErrorCode::ChallengeNotFound.into())
    }
}

/// What has to be signed in a ceremony.
pub(super) fn expected<'a>(auth: &Auth, ceremony: &'a Ceremony, origins: &'a [String], rp_id: &'a str) -> Expected<'a> {
    let options = &auth.config().passkey;
    Expected {
        challenge: &ceremony.expected_challenge,
        origins,
        rp_id,
        // A passkey that is made without asking is made without anybody (7.1, step 15).
        user_presence: !ceremony.conditional,
        user_verification: !ceremony.conditional
            && options.authenticator_selection.user_verification == Requirement::Required,
        cross_origin: options.allow_cross_origin,
    }
}

/// What authenticators know a user by, in Base64url: 32 letters as Better Auth draws them, but the same ones each time,
/// so that an authenticator keeps one passkey per account and can be told which are left (the Signal API). It says
/// nothing about the person, as the id of a user does not.
pub fn user_handle(user_id: &str) -> String {
    let mut round = 0_u32;
    let handle = letters(b"abcdefghijklmnopqrstuvwxyz0123456789", 32, |bytes| {
        for chunk in bytes.chunks_mut(32) {
            let hash = Sha256::new().chain_update("passkey user handle").chain_update(round.to_be_bytes());
            chunk.copy_from_slice(&hash.chain_update(user_id).finalize()[..chunk.len()]);
            round += 1;
        }
    });
    URL_SAFE_NO_PAD.encode(handle)
}
