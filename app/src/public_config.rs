//! What pages need to know of the configuration; nothing in it is secret.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The part of the configuration that every visitor may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicConfig {
    /// Name of the application.
    pub app_name: String,
    /// Whether anybody may make an account.
    pub sign_up_open: bool,
    /// Whether people sign in by a link of a mail.
    pub magic_link: bool,
    /// Whether people sign in, and choose a new password, by a code of a mail.
    pub email_otp: bool,
    /// Usernames, if there are any.
    pub username: Option<PublicUsername>,
    /// Whether people have phone numbers, and get codes by text message.
    pub phone_number: bool,
    /// Whether people look around as guests.
    pub guests: bool,
    /// Whether several people are signed in in one browser beside each other.
    pub several_accounts: bool,
    /// Organizations, if there are any.
    pub organizations: Option<PublicOrganizations>,
    /// Fewest characters of a new password.
    pub min_password_length: u16,
    /// Most characters of a password.
    pub max_password_length: u16,
    /// The providers by which people sign in, in the order in which pages show them.
    pub providers: Vec<PublicProvider>,
    /// Whether people sign in by passkeys.
    pub passkeys: bool,
    /// Whether people have API keys.
    pub api_keys: bool,
    /// The domain that passkeys are for.
    pub rp_id: String,
    /// The address of the site, without a slash at its end.
    pub origin: String,
    /// Whether forms for people who are not signed in ask browsers for work.
    pub proof_of_work: bool,
    /// Path of the HTTP API, for the scripts of passkeys and of that work.
    pub api_path: String,
    /// Whether what happens to accounts is kept and shown.
    pub audit_log: bool,
    /// Development: mails are shown in the mailbox page and demo accounts exist.
    pub development: bool,
}

/// What a username has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicUsername {
    /// Fewest characters.
    pub min_length: u16,
    /// Most characters.
    pub max_length: u16,
    /// Whether it is shown with its capitals, or as the person likes.
    pub display: bool,
    /// Whether one that was chosen stays.
    pub immutable: bool,
}

/// What organizations there are like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicOrganizations {
    /// Whether whoever is signed in can start one.
    pub can_create: bool,
    /// Whether they can be deleted.
    pub can_delete: bool,
    /// Whether there are teams in them.
    pub teams: bool,
    /// Whether they make roles of their own.
    pub roles: bool,
    /// Whether they have API keys.
    pub api_keys: bool,
}

/// A provider by which people sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicProvider {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

impl PublicConfig {
    /// What people call a provider; one that is not there any more keeps its id.
    pub fn provider_name(&self, id: &str) -> String {
        let provider = self.providers.iter().find(|provider| provider.id == id);
        provider.map_or_else(|| id.to_owned(), |provider| provider.name.clone())
    }
}

impl Default for PublicConfig {
    fn default() -> Self {
        Self {
            app_name: "Latchkey".into(),
            sign_up_open: true,
            magic_link: false,
            email_otp: false,
            username: None,
            phone_number: false,
            guests: false,
            several_accounts: false,
            organizations: None,
            min_password_length: 8,
            max_password_length: 128,
            providers: Vec::new(),
            passkeys: true,
            proof_of_work: false,
            api_keys: false,
            audit_log: true,
            rp_id: "localhost".into(),
            origin: "http://localhost:3000".into(),
            api_path: "/api/auth".into(),
            development: false,
        }
    }
}

/// Gives the configuration to the pages: from the server's context, and in the browser from the page.
pub(crate) fn provide_public_config() {
    let config = SharedValue::new(|| use_context::<PublicConfig>().unwrap_or_default()).into_inner();
    provide_context(config);
}

/// The configuration that visitors may know.
pub fn use_public_config() -> PublicConfig {
    use_context().unwrap_or_default()
}
