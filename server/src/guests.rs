//! How guests are called.

use app::texts::t;
use async_trait::async_trait;
use auth::{Cx, features::anonymous::GuestProfiles};

/// Calls guests as the catalogue does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AppGuests;

#[async_trait]
impl GuestProfiles for AppGuests {
    async fn name(&self, _cx: &Cx) -> Option<String> {
        Some(t().anonymous.name.to_owned())
    }
}
