//! Organizations, for those who administer the site. Ours, for pages: no routes.

use super::{GET_USER, LIST_USERS, UserAction};
use crate::{
    Auth, Cx,
    error::Result,
    wire::{ErrorCode, Organization, OwnOrganization},
};

/// The longest page.
const MAX_PAGE: u64 = 100;

impl Auth {
    /// A page of all organizations, the latest first, with how many members each has, and how many there are. A search is
    /// a part of the name or of the slug, in capitals or not.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not list users; 404 where there are no organizations.
    pub async fn list_all_organizations(
        &self,
        cx: &mut Cx,
        search: &str,
        limit: u64,
        offset: u64,
    ) -> Result<(Vec<(Organization, u64)>, u64)> {
        self.perform(cx, &LIST_USERS, (), async |cx, ()| {
            self.require_permission(cx, UserAction::List, ErrorCode::NotAllowedToListUsers).await?;
            if !self.config().organization.enabled {
                return Err(ErrorCode::NotFound.into());
            }
            Ok(self.store().list_all_organizations(search, limit.min(MAX_PAGE), offset).await?)
        })
        .await
    }

    /// The organizations that a user is in, with their role in each; none where there are no organizations.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not see the account.
    pub async fn organizations_of_user(&self, cx: &mut Cx, user_id: &str) -> Result<Vec<OwnOrganization>> {
        self.perform(cx, &GET_USER, (), async |cx, ()| {
            self.require_permission(cx, UserAction::Get, ErrorCode::NotAllowedToGetUser).await?;
            if !self.config().organization.enabled {
                return Ok(Vec::new());
            }
            Ok(self.store().list_organizations(user_id, self.now()).await?)
        })
        .await
    }
}
