use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::{DeviceCodeStatus, Timestamp};

/// A device that asks to be signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceCodeRow {
    /// Row id.
    pub id: String,
    /// The stored form of the code that the device keeps.
    pub device_code: String,
    /// The code that the device shows and a person types.
    pub user_code: String,
    /// Who may answer, once somebody has typed the code.
    pub user_id: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it was answered, and how.
    pub status: DeviceCodeStatus,
    /// When the device last asked for the answer.
    pub last_polled_at: Option<Timestamp>,
    /// Milliseconds that the device has to wait before it asks again.
    pub polling_interval: Option<i64>,
    /// The client that the device runs.
    pub client_id: Option<String>,
    /// What the client asks for: words with spaces between them.
    pub scope: Option<String>,
}

/// Codes stay out of logs.
impl fmt::Debug for DeviceCodeRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodeRow").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

/// Devices that ask to be signed in.
#[async_trait]
pub trait DeviceCodeStore: fmt::Debug + Send + Sync {
    /// Keeps a request of a device.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](super::StoreError::Duplicate) when another one has one of the codes, and when the database fails.
    async fn create_device_code(&self, row: &DeviceCodeRow) -> StoreResult<()>;

    /// The request with one of these stored forms of a device code.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_device_code(&self, stored: &[String; 2]) -> StoreResult<Option<DeviceCodeRow>>;

    /// The request with exactly this user code.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_user_code(&self, user_code: &str) -> StoreResult<Option<DeviceCodeRow>>;

    /// Makes a request that nobody has answered or claimed this user's; says whether it did. Of parallel calls one
    /// does.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn claim_device_code(&self, id: &str, user_id: &str) -> StoreResult<bool>;

    /// Answers a request of this user that has not ended and was not answered; says whether it did. Of parallel calls
    /// one does.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn answer_device_code(
        &self,
        id: &str,
        user_id: &str,
        status: DeviceCodeStatus,
        now: Timestamp,
    ) -> StoreResult<bool>;

    /// Notes that a device asked, if it waited as long as it has to; says whether it did.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn poll_device_code(&self, row: &DeviceCodeRow, now: Timestamp) -> StoreResult<bool>;

    /// Takes a request away that this user has approved for this client; says whether it was there. Of parallel calls
    /// one takes it.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn take_device_code(&self, id: &str, user_id: &str, client_id: &str) -> StoreResult<bool>;

    /// Forgets a request.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_device_code(&self, id: &str) -> StoreResult<()>;

    /// Forgets the requests that are this user's, answered or not.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_device_codes(&self, user_id: &str) -> StoreResult<()>;

    /// Forgets all requests that ended before this moment.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_ended_device_codes(&self, before: Timestamp) -> StoreResult<u64>;
}
