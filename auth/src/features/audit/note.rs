use crate::wire::AuditAction;

/// Something that happened in a request, on its way into the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "an event is kept by `Cx::note`"]
pub(crate) struct Note {
    pub(super) action: AuditAction,
    pub(super) actor: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) target: Option<String>,
    pub(super) detail: Option<String>,
}

impl Note {
    /// This happened, to the account of the caller if nothing else is said, and the caller did it.
    pub(crate) const fn new(action: AuditAction) -> Self {
        Self { action, actor: None, subject: None, organization: None, target: None, detail: None }
    }

    /// It happened to the account of this user.
    pub(crate) fn about(self, user_id: &str) -> Self {
        Self { subject: Some(user_id.to_owned()), ..self }
    }

    /// It happened to the account of this user, who did it themself.
    pub(crate) fn by(self, user_id: &str) -> Self {
        Self { actor: Some(user_id.to_owned()), ..self.about(user_id) }
    }

    /// It happened in this organization.
    pub(crate) fn within(self, organization_id: &str) -> Self {
        Self { organization: Some(organization_id.to_owned()), ..self }
    }

    /// What it happened to.
    pub(crate) fn target(self, id: &str) -> Self {
        Self { target: Some(id.to_owned()), ..self }
    }

    /// A word about it.
    pub(crate) fn detail(self, detail: &str) -> Self {
        Self { detail: Some(detail.to_owned()), ..self }
    }

    /// The line in the log of the process, which is written even where no audit log is kept.
    pub(crate) fn trace(&self) {
        tracing::info!(
            event = self.action.as_str(),
            by = self.actor,
            user = self.subject,
            organization = self.organization,
            target_id = self.target,
            detail = self.detail,
            "noted"
        );
    }
}
