use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use super::{Fields, Password, Timestamp};

/// A person with an account, as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// 32 letters and digits, or whatever Better Auth wrote.
    pub id: String,
    /// The name the person gave.
    pub name: String,
    /// The address, in lower case.
    pub email: String,
    /// Whether the person has shown that mail to `email` reaches them.
    pub email_verified: bool,
    /// Address of a picture.
    pub image: Option<String>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When the account last changed.
    pub updated_at: Timestamp,
    /// Fields of features and of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

impl User {
    /// What people call them: the name, or the address where there is none.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// The address, unless no mail can ever reach it (RFC 6761 6.4): guests, and accounts that a phone number made, have
    /// such a one.
    pub fn reachable_email(&self) -> Option<&str> {
        let domain = self.email.rsplit('@').next().unwrap_or_default();
        let reachable = domain != "invalid" && !domain.ends_with(".invalid");
        reachable.then_some(self.email.as_str())
    }

    /// Whether this is the account of somebody who looks around without a name.
    pub fn is_guest(&self) -> bool {
        self.fields.is_on("isAnonymous")
    }

    /// The username in its normal form, if the person has chosen one.
    pub fn username(&self) -> Option<&str> {
        self.fields.text("username")
    }

    /// The username as it is shown: with its capitals, where those are kept.
    pub fn shown_username(&self) -> Option<&str> {
        self.fields.text("displayUsername").or_else(|| self.username())
    }

    /// The phone number, if the person has one.
    pub fn phone_number(&self) -> Option<&str> {
        self.fields.text("phoneNumber")
    }

    /// What the person is known by besides the name: the address, or else the phone number.
    pub fn contact(&self) -> Option<&str> {
        self.reachable_email().or_else(|| self.phone_number())
    }

    /// Role on this site, several comma-joined; `None` for a user without a special one.
    pub fn role(&self) -> Option<&str> {
        self.fields.text("role")
    }

    /// Whether the account is banned, or was until the ban ended by itself.
    pub fn is_banned(&self) -> bool {
        self.fields.is_on("banned")
    }

    /// Why, if somebody said so.
    pub fn ban_reason(&self) -> Option<&str> {
        self.fields.text("banReason")
    }

    /// When the ban ends; `None` for one without an end.
    pub fn ban_expires(&self) -> Option<Timestamp> {
        self.fields.text("banExpires")?.parse().ok()
    }
}

/// The body of `POST /update-user`: what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateUser {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address of a picture; `Some(None)`, in JSON `null`, removes it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub image: Option<Option<String>>,
    /// Refused: an address is changed by showing that mail to the new one arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Fields of features and of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// Tells `null` from a field that is absent.
#[expect(clippy::option_option, reason = "JSON has three cases: absent, null, a text")]
pub(super) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The body of `POST /delete-user`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteUser {
    /// The password; without it the sign-in has to be recent.
    pub password: Option<Password>,
    /// Where the link of the mail leads afterwards, if deleting asks by mail.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
    /// The token of that mail.
    pub token: Option<String>,
}

/// The token stays out of logs.
impl fmt::Debug for DeleteUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeleteUser(…)")
    }
}

/// What `POST /delete-user` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteUserOutput {
    /// Always true.
    pub success: bool,
    /// A sentence for people.
    pub message: String,
    /// Whether the account is gone; otherwise a mail asks once more.
    #[serde(skip)]
    pub deleted: bool,
}

/// A mailbox address in the form that is stored and compared: checked and in lower case.
///
/// The check is the one of Better Auth's schema (zod's `email()`): it is stricter than RFC 5322 and takes
/// what mailboxes of today look like. Unicode and look-alikes of `@` are refused, so what was checked is what
/// mail is sent to.
///
/// ```
/// use auth::wire::Email;
///
/// let email: Email = "Ana@Example.COM".parse()?;
/// assert_eq!(email.as_str(), "ana@example.com");
/// assert!("ana@example".parse::<Email>().is_err());
/// # Ok::<(), auth::wire::InvalidEmail>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// RFC 5321 4.5.3.1.3: a path has at most 256 octets, two of them for the angle brackets.
    const MAX_LENGTH: usize = 254;

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address for a log line: the first letter and the domain.
    pub fn redacted(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}…@{domain}", local.chars().next().unwrap_or_default())
    }
}

/// The text is not a mailbox address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct InvalidEmail;

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmail)?;
        let valid = text.len() <= Self::MAX_LENGTH && is_local_part(local) && is_domain(domain);
        if valid { Ok(Self(text.to_ascii_lowercase())) } else { Err(InvalidEmail) }
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_'+-.".contains(c);
    let last = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
    local.chars().all(allowed) && !local.starts_with('.') && local.ends_with(last) && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        label.starts_with(|c: char| c.is_ascii_alphanumeric())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let Some((host, top)) = domain.rsplit_once('.') else {
        return false;
    };
    top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) && host.split('.').all(label)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Debug output ends up in logs, which never hold whole addresses.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.redacted())
    }
}
