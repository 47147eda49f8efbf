//! The audit log, as far as somebody may see it.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{AuditAction, Timestamp};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

use crate::{device::Device, forms::Refusal};

/// Kinds of events, as somebody looks for them: a word in the address of the page, and the beginnings of the names of
/// their actions.
pub const KINDS: &[(&str, &[&str])] = &[
    ("sign-ins", &["session.", "device."]),
    ("accounts", &["user.", "email.", "phone_number.", "account."]),
    ("passwords", &["password."]),
    ("factors", &["two_factor.", "passkey."]),
    ("administration", &["admin."]),
    ("organizations", &["organization."]),
    ("keys", &["api_key."]),
    ("refusals", &["access.", "session.refused", "two_factor.refused", "two_factor.locked", "passkey.refused"]),
];

/// Which events are shown. All of it is in the address of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// One of [`KINDS`]; empty for all.
    pub kind: String,
    /// Id or e-mail address of a user; empty for all.
    pub user: String,
    /// The first day, `2026-11-28` (UTC).
    pub from: String,
    /// The last day.
    pub to: String,
    /// The id of the event after which the page begins; empty for the first page.
    pub after: String,
}

impl AuditQuery {
    /// What an address asks for.
    pub fn of(query: &ParamsMap) -> Self {
        let given = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
        let kind = given("kind");
        Self {
            kind: if KINDS.iter().any(|(known, _)| *known == kind) { kind } else { String::new() },
            user: given("user"),
            from: given("from"),
            to: given("to"),
            after: given("after"),
        }
    }

    /// The part of an address that asks for this, with the question mark.
    pub fn to_query(&self) -> String {
        let mut query = ParamsMap::new();
        let pairs = [
            ("kind", &self.kind),
            ("user", &self.user),
            ("from", &self.from),
            ("to", &self.to),
            ("after", &self.after),
        ];
        for (name, value) in pairs {
            if !value.is_empty() {
                query.insert(name, value.clone());
            }
        }
        query.to_query_string()
    }
}

/// Somebody in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Person {
    /// Whoever looks at the page.
    Reader,
    /// Somebody who was not signed in.
    Nobody,
    /// A user with their id, and their address where the reader may see it.
    User(String, Option<String>),
    /// An account that is no more.
    Gone(String),
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its id.
    pub id: String,
    /// What happened.
    pub action: AuditAction,
    /// A word or a number about it.
    pub detail: Option<String>,
    /// Who did it.
    pub actor: Person,
    /// As whom, if they were looking at the application as somebody else.
    pub acting_as: Option<Person>,
    /// Whose account it happened to.
    pub subject: Person,
    /// Address of the client.
    pub ip_address: Option<String>,
    /// What the client says it is.
    pub device: Option<Device>,
    /// When.
    pub created_at: Timestamp,
}

/// A page of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLines {
    /// The latest first.
    pub lines: Vec<AuditLine>,
    /// The id after which the next page begins, if there is one.
    pub next: Option<String>,
}

/// What the caller did, and what happened to their account.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "own-audit-log")]
pub async fn own_audit_log(#[server(default)] query: AuditQuery) -> Result<AuditLines, Refusal> {
    let mut door = crate::api::Door::open_private().await?;
    let reader = door.auth.require_session(&mut door.cx).await;
    let reader = door.answer(reader)?.user.id;
    let page = door.auth.own_audit_log(&mut door.cx, &query.filter()).await;
    let page = door.answer(page)?;
    people::shown(&door, page, &reader, Named::Nobody).await
}

/// What happened on the site.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who does not administer.
#[server(prefix = "/api/app", endpoint = "site-audit-log")]
pub async fn site_audit_log(#[server(default)] query: AuditQuery) -> Result<AuditLines, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let page = door.auth.site_audit_log(&mut door.cx, &query.filter()).await;
    let page = door.answer(page)?;
    people::shown(&door, page, "", Named::Everybody).await
}

/// What happened in an organization.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not change the organization.
#[server(prefix = "/api/app", endpoint = "organization-audit-log")]
pub async fn organization_audit_log(
    #[server(default)] slug: String,
    #[server(default)] query: AuditQuery,
) -> Result<AuditLines, Refusal> {
    let mut door = crate::api::Door::open_private().await?;
    let page = door.auth.organization_audit_log(&mut door.cx, &slug, &query.filter()).await;
    let page = door.answer(page)?;
    people::shown(&door, page, "", Named::Members).await
}

/// Whose addresses a reader sees.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Nobody's.
    Nobody,
    /// Those of the members of the organization in which something happened.
    Members,
    /// Everybody's.
    Everybody,
}

#[cfg(feature = "ssr")]
impl AuditQuery {
    /// The same for the core.
    pub fn filter(&self) -> auth::wire::AuditFilter {
        use std::time::Duration;

        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        // A day that cannot be read limits nothing.
        let day = |text: &str| format!("{text}T00:00:00Z").parse::<Timestamp>().ok();
        let beginnings = KINDS.iter().find(|(kind, _)| *kind == self.kind).map(|(_, beginnings)| *beginnings);
        let fits = |action: &AuditAction| {
            beginnings.is_some_and(|beginnings| beginnings.iter().any(|start| action.as_str().starts_with(start)))
        };
        auth::wire::AuditFilter {
            user: some(&self.user),
            actions: AuditAction::ALL.iter().copied().filter(fits).collect(),
            from: day(&self.from),
            before: day(&self.to).map(|day| day + Duration::from_hours(24)),
            after_id: some(&self.after),
        }
    }
}

#[cfg(feature = "ssr")]
mod people {
    use std::collections::HashMap;

    use auth::features::audit::AuditPage;

    use super::{AuditLine, AuditLines, Named, Person};
    use crate::{api::Door, device::Device, forms::Refusal};

    /// A page for a reader.
    pub(super) async fn shown(door: &Door, page: AuditPage, reader: &str, named: Named) -> Result<AuditLines, Refusal> {
        let mut emails = HashMap::new();
        if named != Named::Nobody {
            for event in &page.events {
                for id in [&event.actor_id, &event.acting_as, &event.subject_id].into_iter().flatten() {
                    if !emails.contains_key(id) {
                        let email = address(door, named, event.organization_id.as_deref(), id).await;
                        emails.insert(id.clone(), door.answer(email)?);
                    }
                }
            }
        }
        let person = |id: Option<String>| match id {
            None => Person::Nobody,
            Some(id) if id == reader => Person::Reader,
            Some(id) => match emails.get(&id).cloned().flatten() {
                None if named == Named::Everybody => Person::Gone(id),
                email => Person::User(id, email),
            },
        };
        let lines = page.events.into_iter().map(|event| AuditLine {
            id: event.id,
            action: event.action,
            detail: event.detail,
            actor: person(event.actor_id),
            acting_as: event.acting_as.map(|id| person(Some(id))),
            subject: person(event.subject_id),
            ip_address: event.ip_address.filter(|address| !address.is_empty()),
            device: event.user_agent.filter(|agent| !agent.is_empty()).map(|agent| Device::of(&agent)),
            created_at: event.created_at,
        });
        Ok(AuditLines { lines: lines.collect(), next: page.next })
    }

    async fn address(door: &Door, named: Named, organization: Option<&str>, id: &str) -> auth::Result<Option<String>> {
        let store = door.auth.store();
        Ok(match (named, organization) {
            (Named::Everybody, _) => store.find_user(id).await?.map(|user| user.email),
            (Named::Members, Some(organization)) => {
                let member = store.find_member(organization, id).await?;
                member.and_then(|member| member.user).map(|user| user.email)
            }
            (Named::Members, None) | (Named::Nobody, _) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_of_a_kind() {
        for action in AuditAction::ALL {
            let name = action.as_str();
            assert!(KINDS.iter().any(|(_, starts)| starts.iter().any(|start| name.starts_with(start))), "{name}");
        }
    }

    #[test]
    fn what_is_asked_for_is_in_the_address() {
        let query = AuditQuery { kind: "keys".into(), user: "ana@example.com".into(), ..AuditQuery::default() };
        let address = query.to_query();
        assert_eq!(address, "?kind=keys&user=ana%40example%2Ecom");
    }
}
