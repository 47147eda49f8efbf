//! Reading the log.

use super::Note;
use crate::{
    Auth, Cx,
    error::Result,
    features::{
        access::Request,
        admin::{LIST_USERS, UserAction},
        organization::OrganizationAction,
    },
    store::AuditScope,
    wire::{AuditAction, AuditEvent, AuditFilter, ErrorCode},
};

/// Events on a page.
const PAGE: usize = 50;

/// Events that are read at once for a file.
const EXPORT_PAGE: usize = 1000;

/// Some events, and whether there are older ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// The latest first.
    pub events: Vec<AuditEvent>,
    /// The id after which the next page begins ([`AuditFilter::after_id`]), if there is one.
    pub next: Option<String>,
}

impl Auth {
    /// What the caller did, and what happened to their account. The user of the filter is theirs, whoever it names.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn own_audit_log(&self, cx: &mut Cx, filter: &AuditFilter) -> Result<AuditPage> {
        let caller = self.require_session(cx).await?;
        let filter = AuditFilter { user: None, ..filter.clone() };
        self.audit_page(AuditScope::User(&caller.user.id), &filter).await
    }

    /// What happened on the site, for those who administer it.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who does not administer, or is impersonating somebody who does.
    pub async fn site_audit_log(&self, cx: &mut Cx, filter: &AuditFilter) -> Result<AuditPage> {
        self.require_site_log(cx).await?;
        let filter = self.with_user_id(filter).await?;
        self.audit_page(AuditScope::Site, &filter).await
    }

    /// What happened in an organization, for members who may change it; the latest first.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller is not in, and for other members.
    pub async fn organization_audit_log(&self, cx: &mut Cx, slug: &str, filter: &AuditFilter) -> Result<AuditPage> {
        let membership = self.membership(cx, slug).await?;
        if !self.may_in(&membership.member, &Request::all([OrganizationAction::Update])).await? {
            return Err(ErrorCode::NotAllowedToUpdateOrganization.into());
        }
        // Whoever is named by an address is looked up among the members alone.
        let mut filter = filter.clone();
        if let Some(email) = filter.user.as_deref().filter(|user| user.contains('@')) {
            let user = self.store().find_user_by_email(&email.to_lowercase()).await?;
            let member = match &user {
                Some(user) => self.store().find_member(&membership.organization.id, &user.id).await?,
                None => None,
            };
            filter.user = Some(member.map_or_else(|| email.to_owned(), |member| member.user_id));
        }
        self.audit_page(AuditScope::Organization(&membership.organization.id), &filter).await
    }

    /// Every event of such a list, a thousand at a time, for a file. That it was exported is an event too.
    ///
    /// # Errors
    ///
    /// As [`Auth::site_audit_log`].
    pub async fn export_audit_log(
        &self,
        cx: &mut Cx,
        filter: &AuditFilter,
        mut write: impl FnMut(Vec<AuditEvent>) + Send,
    ) -> Result<()> {
        self.perform(cx, &LIST_USERS, filter.clone(), async |cx, mut filter| {
            self.require_site_log(cx).await?;
            cx.note(Note::new(AuditAction::Exported).detail("audit-log"));
            filter = self.with_user_id(&filter).await?;
            loop {
                let events = self.store().list_events(AuditScope::Site, &filter, EXPORT_PAGE).await?;
                let last = events.len() < EXPORT_PAGE;
                filter.after_id = events.last().map(|event| event.id.clone());
                write(events);
                if last {
                    return Ok(());
                }
            }
        })
        .await
    }

    async fn require_site_log(&self, cx: &mut Cx) -> Result<()> {
        let refusal = ErrorCode::NotAllowedToListUsers;
        let caller = self.require_permission(cx, UserAction::List, refusal).await?;
        if self.is_admin(&caller.user) { Ok(()) } else { Err(refusal.into()) }
    }

    /// The same with the id of a user in place of their address. Nothing happened to an address that nobody has.
    async fn with_user_id(&self, filter: &AuditFilter) -> Result<AuditFilter> {
        let mut filter = filter.clone();
        if let Some(email) = filter.user.as_deref().filter(|user| user.contains('@'))
            && let Some(user) = self.store().find_user_by_email(&email.to_lowercase()).await?
        {
            filter.user = Some(user.id);
        }
        Ok(filter)
    }

    async fn audit_page(&self, scope: AuditScope<'_>, filter: &AuditFilter) -> Result<AuditPage> {
        let mut events = self.store().list_events(scope, filter, PAGE + 1).await?;
        let more = events.len() > PAGE;
        events.truncate(PAGE);
        let next = events.last().filter(|_| more).map(|event| event.id.clone());
        Ok(AuditPage { events, next })
    }
}
