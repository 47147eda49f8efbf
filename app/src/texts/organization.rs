//! Organizations, their members, invitations, teams and roles.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

use auth::wire::InvitationStatus;

#[derive(Clone, Copy, Debug)]
pub struct Organizations {
    pub switcher: Switcher,
    pub list: OrganizationList,
    pub new: NewOrganization,
    pub page: OrganizationPages,
    pub members: Members,
    pub invitations: Invitations,
    pub answer: AnswerInvitation,
    pub teams: Teams,
    pub roles: OrganizationRoles,
    pub api_keys: OrganizationApiKeys,
    pub settings: OrganizationSettings,
    pub notices: OrganizationNotices,
    /// Takes the name of a role.
    pub role_name: fn(&str) -> String,
}

/// `/o/{slug}/api-keys`: what is not as on the page of a person.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationApiKeys {
    pub description: &'static str,
    pub empty: &'static str,
}

/// The menu in the header.
#[derive(Clone, Copy, Debug)]
pub struct Switcher {
    /// Takes what is open.
    pub open: fn(&str) -> String,
    pub label: &'static str,
    pub personal: &'static str,
    pub search: &'static str,
    pub create: &'static str,
    pub all: &'static str,
    /// Takes the number.
    pub invitations: fn(usize) -> String,
}

/// `/orgs`.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationList {
    pub title: &'static str,
    pub description: &'static str,
    pub search: &'static str,
    pub apply: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub nothing_found: &'static str,
    pub invitations: &'static str,
    pub invitations_description: &'static str,
    /// Takes the role.
    pub invited_as: fn(&str) -> String,
    pub until: &'static str,
    pub accept: &'static str,
    /// Takes the name of the organization.
    pub accept_label: fn(&str) -> String,
    pub decline: &'static str,
    /// Takes the name of the organization.
    pub decline_label: fn(&str) -> String,
    pub unknown: &'static str,
    pub unverified: &'static str,
}

/// `/orgs/new`.
#[derive(Clone, Copy, Debug)]
pub struct NewOrganization {
    pub title: &'static str,
    pub description: &'static str,
    pub name: &'static str,
    pub slug: &'static str,
    /// Takes the site.
    pub slug_hint: fn(&str) -> String,
    pub submit: &'static str,
    pub closed: &'static str,
}

/// What the pages of one organization share, and its overview.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationPages {
    pub nav: &'static str,
    pub overview: &'static str,
    pub overview_description: &'static str,
    pub name: &'static str,
    pub address: &'static str,
    pub since: &'static str,
    pub your_role: &'static str,
    pub members: &'static str,
    pub invitations: &'static str,
    pub teams: &'static str,
    pub unknown: &'static str,
    pub gone: &'static str,
    pub not_allowed: &'static str,
}

/// `/o/{slug}/members`.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    pub title: &'static str,
    pub description: &'static str,
    pub search: &'static str,
    pub nobody: &'static str,
    pub you: &'static str,
    pub since: &'static str,
    pub role: &'static str,
    /// Takes the name of the member.
    pub role_label: fn(&str) -> String,
    pub save_role: &'static str,
    /// Takes the name of the member.
    pub save_role_label: fn(&str) -> String,
    pub remove: &'static str,
    /// Takes the name of the member.
    pub remove_label: fn(&str) -> String,
    pub invite: &'static str,
    pub leave_title: &'static str,
    pub leave_description: &'static str,
    pub leave_confirm: &'static str,
    pub leave: &'static str,
}

/// `/o/{slug}/invitations`.
#[derive(Clone, Copy, Debug)]
pub struct Invitations {
    pub title: &'static str,
    pub description: &'static str,
    pub invite_title: &'static str,
    pub emails: &'static str,
    pub emails_hint: &'static str,
    pub role: &'static str,
    pub team: &'static str,
    pub no_team: &'static str,
    pub submit: &'static str,
    pub list_title: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub until: &'static str,
    pub expired: &'static str,
    pub status: fn(InvitationStatus) -> &'static str,
    pub resend: &'static str,
    /// Takes the address.
    pub resend_label: fn(&str) -> String,
    pub cancel: &'static str,
    /// Takes the address.
    pub cancel_label: fn(&str) -> String,
    /// Takes the most addresses at once.
    pub too_many: fn(usize) -> String,
}

/// `/accept-invitation/{id}`.
#[derive(Clone, Copy, Debug)]
pub struct AnswerInvitation {
    pub title: &'static str,
    /// Takes the organization, who invites, if they are known, and the role.
    pub invited: fn(&str, Option<&str>, &str) -> String,
    /// Takes the address.
    pub sent_to: fn(&str) -> String,
    pub until: &'static str,
    pub accept: &'static str,
    pub decline: &'static str,
    pub sign_in: &'static str,
    pub sign_up: &'static str,
    pub sign_up_description: &'static str,
    pub email: &'static str,
    pub join: &'static str,
    pub other_title: &'static str,
    /// Takes the address of the invitation, and the caller's.
    pub other: fn(&str, &str) -> String,
    pub switch: &'static str,
    pub expired_title: &'static str,
    pub expired: &'static str,
    pub accepted_title: &'static str,
    pub accepted: &'static str,
    /// Takes the name of the organization.
    pub open: fn(&str) -> String,
    pub declined_title: &'static str,
    pub declined: &'static str,
    pub cancelled_title: &'static str,
    pub cancelled: &'static str,
    pub unknown_title: &'static str,
    pub unknown: &'static str,
}

/// `/o/{slug}/teams`.
#[derive(Clone, Copy, Debug)]
pub struct Teams {
    pub title: &'static str,
    pub description: &'static str,
    pub create_title: &'static str,
    pub name: &'static str,
    pub create: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    /// Takes the number.
    pub members: fn(usize) -> String,
    pub manage: &'static str,
    /// Takes the name of the team.
    pub manage_label: fn(&str) -> String,
    pub rename: &'static str,
    pub nobody: &'static str,
    pub add: &'static str,
    pub member: &'static str,
    pub remove: &'static str,
    /// Takes the name of the member, and of the team.
    pub remove_label: fn(&str, &str) -> String,
    pub delete: &'static str,
    pub delete_title: &'static str,
    pub delete_confirm: &'static str,
    pub back: &'static str,
}

/// `/o/{slug}/roles`.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationRoles {
    pub title: &'static str,
    pub description: &'static str,
    pub built_in: &'static str,
    pub built_in_description: &'static str,
    pub own: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub create_title: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub permissions: &'static str,
    /// Takes a resource.
    pub resource: fn(&str) -> String,
    /// Takes an action.
    pub action: fn(&str) -> String,
    pub create: &'static str,
    pub save: &'static str,
    pub delete: &'static str,
    /// Takes the role.
    pub delete_label: fn(&str) -> String,
}

/// `/o/{slug}/settings`.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationSettings {
    pub title: &'static str,
    pub description: &'static str,
    pub general: &'static str,
    /// Takes the site.
    pub slug_hint: fn(&str) -> String,
    pub logo: &'static str,
    pub logo_hint: &'static str,
    pub save: &'static str,
    pub delete_title: &'static str,
    pub delete_description: &'static str,
    pub confirmation: &'static str,
    /// Takes the slug.
    pub confirmation_hint: fn(&str) -> String,
    pub delete: &'static str,
}

/// What was just done.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationNotices {
    pub created: &'static str,
    pub saved: &'static str,
    pub deleted: &'static str,
    pub left: &'static str,
    pub joined: &'static str,
    pub declined: &'static str,
    pub role_changed: &'static str,
    pub member_removed: &'static str,
    /// Takes the number.
    pub invited: fn(u32) -> String,
    pub resent: &'static str,
    pub cancelled: &'static str,
    pub team_created: &'static str,
    pub team_saved: &'static str,
    pub team_deleted: &'static str,
    pub role_created: &'static str,
    pub role_saved: &'static str,
    pub role_deleted: &'static str,
}
