use std::fmt;

use serde::{Deserialize, Serialize};

/// How far a request of a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceCodeStatus {
    /// Nobody has answered.
    Pending,
    /// The device may be signed in.
    Approved,
    /// It may not.
    Denied,
}

impl DeviceCodeStatus {
    /// The word in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Denied => "denied",
        }
    }

    /// The status of a word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Approved, Self::Denied].into_iter().find(|status| status.as_str() == text)
    }
}

/// Body of `POST /device/code` (RFC 8628, 3.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCodeRequest {
    /// The client that the device runs.
    #[serde(default)]
    pub client_id: Option<String>,
    /// Id of the only user who may answer; absent: whoever types the code first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// What the client asks for: words with spaces between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Answer of `POST /device/code` (RFC 8628, 3.2).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCodeOutput {
    /// What the device keeps, and asks for the answer with.
    pub device_code: String,
    /// What the device shows.
    pub user_code: String,
    /// Where a person types it.
    pub verification_uri: String,
    /// The same address with the code in it.
    pub verification_uri_complete: String,
    /// Seconds until both codes end.
    pub expires_in: u64,
    /// Seconds that the device has to wait between two questions.
    pub interval: u64,
}

/// The only grant of `POST /device/token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceGrant {
    /// Of RFC 8628.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
}

/// Body of `POST /device/token` (RFC 8628, 3.4).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTokenRequest {
    /// The grant.
    pub grant_type: DeviceGrant,
    /// What the device keeps.
    pub device_code: String,
    /// The client that the device runs.
    pub client_id: String,
}

/// Answer of `POST /device/token` (RFC 8628, 3.5).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTokenOutput {
    /// The token of the new session.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds until the session ends.
    pub expires_in: u64,
    /// What the client asked for; empty where it asked for nothing.
    pub scope: String,
}

/// Answer of `GET /device`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceVerification {
    /// The code as it was typed.
    pub user_code: String,
    /// How far the request is.
    pub status: DeviceCodeStatus,
    /// The client that the device runs; for whoever may answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// What the client asks for; for whoever may answer, and then `null` where it asks for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Option<String>>,
}

/// Body of `POST /device/approve` and `POST /device/deny`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceAnswer {
    /// The code that was typed.
    pub user_code: String,
}

/// An error in the form of OAuth (RFC 6749, 5.2), as the operations of device authorization answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OauthErrorBody {
    /// One of the words of OAuth, for example `slow_down`.
    pub error: String,
    /// A sentence for people.
    pub error_description: String,
}

/// Codes stay out of logs.
impl fmt::Debug for DeviceCodeOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodeOutput").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

/// Codes stay out of logs.
impl fmt::Debug for DeviceTokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceTokenRequest").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Tokens stay out of logs.
impl fmt::Debug for DeviceTokenOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceTokenOutput").field("scope", &self.scope).finish_non_exhaustive()
    }
}
