use std::fmt;

use async_trait::async_trait;
use http::{Request, Uri, header};
use serde_json::json;

use super::{SmsError, SmsSender, TextMessage};
use crate::outbound::Outbound;

/// Posts text messages as JSON to a gateway.
pub(crate) struct Webhook {
    url: Uri,
    outbound: Outbound,
}

/// The address may hold the key of an account at the gateway.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhook(…)")
    }
}

impl Webhook {
    pub(crate) fn new(url: Uri, outbound: Outbound) -> Self {
        Self { url, outbound }
    }
}

#[async_trait]
impl SmsSender for Webhook {
    async fn send(&self, message: TextMessage) -> Result<(), SmsError> {
        let body = json!({ "to": message.to, "message": message.text }).to_string();
        let request = Request::post(self.url.clone()).header(header::CONTENT_TYPE, "application/json");
        let request = request.body(body.into_bytes()).map_err(SmsError::new)?;
        self.outbound.bytes(request).await.map(|_| ()).map_err(SmsError::new)
    }
}
