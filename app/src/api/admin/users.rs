//! The list of accounts.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::User;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// Accounts on a page of the list.
pub const PAGE_SIZE: u64 = 25;

/// The form of what is done to several accounts.
pub const USERS: Form = Form { id: "admin-users", page: "/admin/users", fields: &[] };

/// What of the accounts is shown. All of it is in the address of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserQuery {
    /// The text to search.
    pub search: String,
    /// Where to search it: `email` or `name`.
    pub field: String,
    /// Which accounts: `banned`, `admins`, `unverified`, or all.
    pub filter: String,
    /// What to sort by: `createdAt`, `email` or `name`.
    pub sort: String,
    /// `asc` or `desc`.
    pub direction: String,
    /// The number of the page, from 1 on.
    pub page: u64,
}

impl UserQuery {
    /// What an address asks for.
    pub fn of(query: &ParamsMap) -> Self {
        let word = |name: &str, words: &[&str]| {
            let given = query.get(name).filter(|given| words.contains(&given.as_str()));
            given.unwrap_or_else(|| words[0].to_owned())
        };
        Self {
            search: query.get("search").unwrap_or_default(),
            field: word("field", &["email", "name"]),
            filter: word("filter", &["", "banned", "admins", "unverified"]),
            sort: word("sort", &["createdAt", "email", "name"]),
            direction: word("direction", &["desc", "asc"]),
            page: query.get("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1),
        }
    }

    /// The same of names and values.
    pub fn of_pairs(pairs: impl Iterator<Item = (String, String)>) -> Self {
        Self::of(&pairs.collect())
    }

    /// The part of an address that asks for this, with the question mark.
    pub fn to_query(&self) -> String {
        let mut query = ParamsMap::new();
        for (name, value, usual) in [
            ("search", &self.search, ""),
            ("field", &self.field, "email"),
            ("filter", &self.filter, ""),
            ("sort", &self.sort, "createdAt"),
            ("direction", &self.direction, "desc"),
        ] {
            if value != usual {
                query.insert(name, value.clone());
            }
        }
        if self.page > 1 {
            query.insert("page", self.page.to_string());
        }
        query.to_query_string()
    }
}

/// A page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPage {
    /// The accounts.
    pub users: Vec<User>,
    /// How many there are on all pages.
    pub total: u64,
    /// The number of the page: the last one, where one beyond it was asked for.
    pub page: u64,
}

/// A page of the list.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who does not administer.
#[server(prefix = "/api/app", endpoint = "admin-users")]
pub async fn admin_users(#[server(default)] query: UserQuery) -> Result<UserPage, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let mut query = UserQuery { page: query.page.max(1), ..query };
    let listed = door.auth.list_users(&mut door.cx, query.wanted()).await;
    let mut listed = door.answer(listed)?;
    let last = listed.total.div_ceil(PAGE_SIZE).max(1);
    if query.page > last {
        query.page = last;
        let again = door.auth.list_users(&mut door.cx, query.wanted()).await;
        listed = door.answer(again)?;
    }
    Ok(UserPage { users: listed.users, total: listed.total, page: query.page })
}

/// Does something to several accounts: `ban`, `revoke` or `remove`. `confirmed` says that it is meant, `back` is the
/// query of the list.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what was not chosen.
#[server(prefix = "/api/app", endpoint = "admin-change-users")]
pub async fn change_users(
    #[server(default)] action: String,
    #[server(default)] ids: Vec<String>,
    #[server(default)] confirmed: Option<String>,
    #[server(default)] back: String,
) -> Result<Done, Refusal> {
    use auth::wire::{BanUser, OfUser};

    use crate::forms::{Notice, Problem};

    let mut door = crate::api::Door::open_admin().await?;
    let page = format!("{}{back}", USERS.page);
    door.come_back_to(&page);
    let values = vec![("action".to_owned(), action.clone()), ("ids".to_owned(), ids.join(" "))];
    let mut refusal = Refusal { values, ..Refusal::default() };
    if ids.is_empty() {
        refusal.push("ids", Problem::Required);
    }
    if confirmed.is_none() {
        refusal.push("confirmed", Problem::Required);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(USERS, refusal, 400).await;
    }
    let mut changed = 0;
    let auth = door.auth.clone();
    for user_id in ids.into_iter().take(usize::try_from(PAGE_SIZE).unwrap_or_default()) {
        let outcome = match action.as_str() {
            "ban" => auth.ban_user(&mut door.cx, BanUser { user_id, ..BanUser::default() }).await.map(|_| ()),
            "remove" => auth.remove_user(&mut door.cx, OfUser { user_id }).await.map(|_| ()),
            _ => auth.revoke_user_sessions(&mut door.cx, OfUser { user_id }).await.map(|_| ()),
        };
        match outcome {
            Ok(()) => {}
            Err(error) if changed == 0 => return door.finish(USERS, refusal, Err(error)).await,
            // What was done is told.
            Err(_) => break,
        }
        changed += 1;
    }
    door.finish(USERS, refusal, Ok((page, Some(Notice::UsersChanged(changed))))).await
}

#[cfg(feature = "ssr")]
impl UserQuery {
    /// The same for the core.
    pub fn wanted(&self) -> auth::wire::ListUsers {
        use auth::wire::{ListUsers, Operator, SearchField, SearchOperator, SortDirection};

        let filter = match self.filter.as_str() {
            "banned" => Some(("banned", "true", Operator::Eq)),
            "admins" => Some(("role", "admin", Operator::Contains)),
            "unverified" => Some(("emailVerified", "false", Operator::Eq)),
            _ => None,
        };
        ListUsers {
            search_value: Some(self.search.trim().to_owned()),
            search_field: Some(if self.field == "name" { SearchField::Name } else { SearchField::Email }),
            search_operator: Some(SearchOperator::Contains),
            limit: Some(PAGE_SIZE),
            offset: Some(self.page.saturating_sub(1).saturating_mul(PAGE_SIZE)),
            sort_by: Some(if self.sort.is_empty() { "createdAt".to_owned() } else { self.sort.clone() }),
            sort_direction: Some(if self.direction == "asc" { SortDirection::Asc } else { SortDirection::Desc }),
            filter_field: filter.map(|(field, _, _)| field.to_owned()),
            filter_value: filter.map(|(_, value, _)| vec![value.to_owned()]),
            filter_operator: filter.map(|(_, _, operator)| operator),
        }
    }
}
