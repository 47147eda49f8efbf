//! The list of all accounts.

use super::{LIST_USERS, UserAction};
use crate::{
    Auth, Cx,
    error::Result,
    features::audit::Note,
    store::{Condition, UserList},
    wire::{AuditAction, ErrorCode, ListUsers, ListUsersOutput, SearchField, User},
};

/// How many accounts a page has where nothing is said, as upstream.
const PAGE: u64 = 100;

/// The longest page. Ours; upstream has no bound.
const MAX_PAGE: u64 = 1000;

/// How many accounts are read at once for an export.
const EXPORT_PAGE: u64 = 1000;

impl Auth {
    /// A page of the accounts, and how many there are. What does not fit (a field that there is not) finds nobody, as
    /// upstream. `GET /admin/list-users`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not.
    pub async fn list_users(&self, cx: &mut Cx, input: ListUsers) -> Result<ListUsersOutput> {
        self.perform(cx, &LIST_USERS, input, async |cx, input| {
            self.require_permission(cx, UserAction::List, ErrorCode::NotAllowedToListUsers).await?;
            // Zero is as good as nothing, as upstream.
            let limit = input.limit.filter(|limit| *limit > 0).map(|limit| limit.min(MAX_PAGE));
            let offset = input.offset.filter(|offset| *offset > 0);
            let list = wanted(&input, limit.unwrap_or(PAGE), offset.unwrap_or_default());
            let (users, total) = self.store().list_users(&list).await?;
            Ok(ListUsersOutput { users, total, limit, offset })
        })
        .await
    }

    /// Every account of such a list, a thousand at a time, for a file. Limit and offset do not count.
    ///
    /// # Errors
    ///
    /// As [`Auth::list_users`].
    pub async fn export_users(
        &self,
        cx: &mut Cx,
        input: ListUsers,
        mut write: impl FnMut(Vec<User>) + Send,
    ) -> Result<()> {
        self.perform(cx, &LIST_USERS, input, async |cx, input| {
            self.require_permission(cx, UserAction::List, ErrorCode::NotAllowedToListUsers).await?;
            cx.note(Note::new(AuditAction::Exported).detail("users"));
            let mut offset = 0;
            loop {
                let (users, total) = self.store().list_users(&wanted(&input, EXPORT_PAGE, offset)).await?;
                offset += EXPORT_PAGE;
                write(users);
                if offset >= total {
                    return Ok(());
                }
            }
        })
        .await
    }
}

fn wanted(input: &ListUsers, limit: u64, offset: u64) -> UserList {
    let search = input.search_value.as_ref().filter(|text| !text.is_empty()).map(|text| Condition {
        field: match input.search_field.unwrap_or_default() {
            SearchField::Email => "email".to_owned(),
            SearchField::Name => "name".to_owned(),
        },
        operator: input.search_operator.unwrap_or_default().into(),
        values: vec![text.clone()],
    });
    let filter = input.filter_value.as_ref().map(|values| Condition {
        field: input.filter_field.clone().filter(|field| !field.is_empty()).unwrap_or_else(|| "email".to_owned()),
        operator: input.filter_operator.unwrap_or_default(),
        values: values.clone(),
    });
    let sort = input.sort_by.clone().filter(|field| !field.is_empty());
    UserList {
        conditions: search.into_iter().chain(filter).collect(),
        sort: sort.map(|field| (field, input.sort_direction.unwrap_or_default())),
        limit,
        offset,
    }
}
