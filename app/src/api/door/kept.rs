//! What this browser's visitor session keeps in mind between two pages.

use std::time::Duration;

use super::Door;
use crate::{
    api::{
        check_email::{MessageKind, SentMessage},
        device_authorization::DeviceRequest,
    },
    visitor,
};

/// How long keys and backup codes are shown after the password was given.
const REVEALED_FOR: Duration = Duration::from_mins(15);

impl Door {
    /// Lets the page of settings show, for a while, what its owner has to write down.
    pub async fn reveal(&mut self) {
        let Ok(caller) = self.auth.require_session(&mut self.cx).await else { return };
        let until = self.auth.clock().now() + REVEALED_FOR;
        if let Err(error) = visitor::reveal(&self.visitor, &caller.user.id, until).await {
            tracing::error!(error = &error as &dyn std::error::Error, "what was to be shown is not");
        }
    }

    /// Whether that page may show it, to this caller.
    pub async fn is_revealed(&mut self) -> bool {
        let Ok(caller) = self.auth.require_session(&mut self.cx).await else { return false };
        let revealed = visitor::revealed(&self.visitor).await.ok().flatten();
        revealed.is_some_and(|(user, until)| user == caller.user.id && self.auth.clock().now() < until)
    }

    /// It is written down.
    pub async fn conceal(&self) {
        if let Err(error) = visitor::conceal(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "what was to be shown goes on being shown");
        }
    }

    /// Remembers the message that the visitor waits for now.
    pub async fn remember_message(&self, kind: MessageKind, to: &str) {
        let message = SentMessage { kind, to: to.to_owned() };
        if let Err(error) = visitor::remember_sent_message(&self.visitor, &message).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the message under way was not kept in mind");
        }
    }

    /// The message that the visitor waits for, if this browser knows of one.
    pub async fn sent_message(&self) -> Option<SentMessage> {
        visitor::sent_message(&self.visitor).await.ok().flatten()
    }

    /// Forgets that message.
    pub async fn forget_message(&self) {
        if let Err(error) = visitor::forget_sent_message(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the message that arrived was not forgotten");
        }
    }

    /// Remembers to which phone number a code for the caller is on its way.
    pub async fn remember_new_number(&self, user_id: &str, number: &str) {
        if let Err(error) = visitor::remember_new_number(&self.visitor, user_id, number).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the new phone number was not kept in mind");
        }
    }

    /// The phone number that waits for its code, if this browser knows of one of this user.
    pub async fn new_number(&self, user_id: &str) -> Option<String> {
        let (owner, number) = visitor::new_number(&self.visitor).await.ok().flatten()?;
        (owner == user_id).then_some(number)
    }

    /// Forgets that number.
    pub async fn forget_new_number(&self) {
        if let Err(error) = visitor::forget_new_number(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the new phone number was not forgotten");
        }
    }

    /// Remembers which device the caller is asked about.
    pub async fn remember_device(&mut self, device: &DeviceRequest) {
        let Ok(caller) = self.auth.require_session(&mut self.cx).await else { return };
        if let Err(error) = visitor::remember_device(&self.visitor, &caller.user.id, device).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the device was not kept in mind");
        }
    }

    /// The device that the caller is asked about, if this browser knows of one.
    pub async fn asked_device(&mut self) -> Option<DeviceRequest> {
        let caller = self.auth.require_session(&mut self.cx).await.ok()?;
        let (owner, device) = visitor::asked_device(&self.visitor).await.ok().flatten()?;
        (owner == caller.user.id).then_some(device)
    }

    /// Forgets that device.
    pub async fn forget_device(&self) {
        if let Err(error) = visitor::forget_device(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the device that was answered was not forgotten");
        }
    }
}
