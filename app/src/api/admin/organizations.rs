//! The list of all organizations.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::Organization;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

use crate::forms::Refusal;

/// Organizations on a page of the list.
pub const PAGE_SIZE: u64 = 25;

/// Which organizations are shown. All of it is in the address of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationQuery {
    /// What their name or slug has.
    pub search: String,
    /// The number of the page, from 1 on.
    pub page: u64,
}

impl OrganizationQuery {
    /// What an address asks for.
    pub fn of(query: &ParamsMap) -> Self {
        Self {
            search: query.get("search").unwrap_or_default(),
            page: query.get("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1),
        }
    }

    /// The part of an address that asks for this, with the question mark.
    pub fn to_query(&self) -> String {
        let mut query = ParamsMap::new();
        if !self.search.is_empty() {
            query.insert("search", self.search.clone());
        }
        if self.page > 1 {
            query.insert("page", self.page.to_string());
        }
        query.to_query_string()
    }
}

/// A page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationPage {
    /// The organizations, and how many members each has.
    pub organizations: Vec<(Organization, u64)>,
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
#[server(prefix = "/api/app", endpoint = "admin-organizations")]
pub async fn admin_organizations(#[server(default)] query: OrganizationQuery) -> Result<OrganizationPage, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let search = query.search.trim().to_owned();
    let mut page = query.page.max(1);
    loop {
        let offset = (page - 1).saturating_mul(PAGE_SIZE);
        let listed = door.auth.list_all_organizations(&mut door.cx, &search, PAGE_SIZE, offset).await;
        let (organizations, total) = door.answer(listed)?;
        let last = total.div_ceil(PAGE_SIZE).max(1);
        if page <= last {
            return Ok(OrganizationPage { organizations, total, page });
        }
        page = last;
    }
}
