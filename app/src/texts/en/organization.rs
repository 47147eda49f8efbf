//! Organizations, in English.

use auth::wire::{ErrorCode, InvitationStatus};

use crate::texts::organization::{
    AnswerInvitation, Invitations, Members, NewOrganization, OrganizationApiKeys, OrganizationList,
    OrganizationNotices, OrganizationPages, OrganizationRoles, OrganizationSettings, Organizations, Switcher, Teams,
};

pub(super) const EN: Organizations = Organizations {
    switcher: Switcher {
        open: |current| format!("{current}: choose an organization"),
        label: "Organizations",
        personal: "Personal account",
        search: "Find an organization",
        create: "Create an organization",
        all: "All organizations",
        invitations: |number| match number {
            1 => "1 invitation".to_owned(),
            number => format!("{number} invitations"),
        },
    },
    list: OrganizationList {
        title: "Organizations",
        description: "Where you work together with others.",
        search: "Search",
        apply: "Show",
        none: "You are in no organization yet",
        none_hint: "Create one, or ask somebody to invite you.",
        nothing_found: "No organization fits.",
        invitations: "Invitations",
        invitations_description: "They wait for your answer.",
        invited_as: |role| format!("as {role}"),
        until: "until",
        accept: "Accept",
        accept_label: |name| format!("Accept the invitation to {name}"),
        decline: "Decline",
        decline_label: |name| format!("Decline the invitation to {name}"),
        unknown: "Your organizations could not be read. Reload the page to try again.",
        unverified: "Confirm your email address to see invitations that were sent to it.",
    },
    new: NewOrganization {
        title: "Create an organization",
        description: "You are its owner and invite the others.",
        name: "Name",
        slug: "Short name for addresses",
        slug_hint: |site| {
            format!("{site}/o/… Small letters, digits and dashes. Leave it empty to have it made from the name.")
        },
        submit: "Create organization",
        closed: "Organizations cannot be created here at the moment.",
    },
    page: OrganizationPages {
        nav: "Organization",
        overview: "Overview",
        overview_description: "What this organization is.",
        name: "Name",
        address: "Address",
        since: "Since",
        your_role: "Your role",
        members: "Members",
        invitations: "Invitations that wait",
        teams: "Teams",
        unknown: "The organization could not be read. Reload the page to try again.",
        gone: "There is no such organization, or you are not in it.",
        not_allowed: "Your role does not allow to see this. Ask an owner of the organization.",
    },
    members: Members {
        title: "Members",
        description: "Who is in this organization, and what they may do.",
        search: "Search by name or email",
        nobody: "Nobody fits.",
        you: "You",
        since: "since",
        role: "Role",
        role_label: |name| format!("Role of {name}"),
        save_role: "Save",
        save_role_label: |name| format!("Save the role of {name}"),
        remove: "Remove",
        remove_label: |name| format!("Remove {name}"),
        invite: "Invite people",
        leave_title: "Leave this organization",
        leave_description: "You lose access at once, and come back only by an invitation.",
        leave_confirm: "Yes, I want to leave",
        leave: "Leave",
    },
    invitations: Invitations {
        title: "Invitations",
        description: "Who was asked to join, and has not answered yet.",
        invite_title: "Invite people",
        emails: "Email addresses",
        emails_hint: "One or several, with spaces, commas or lines between them.",
        role: "Role",
        team: "Team",
        no_team: "No team",
        submit: "Send invitations",
        list_title: "Sent",
        none: "Nobody is invited",
        none_hint: "Whoever you invite gets a mail with a link, also without an account.",
        until: "until",
        expired: "Expired",
        status: |status| match status {
            InvitationStatus::Pending => "Waiting",
            InvitationStatus::Accepted => "Accepted",
            InvitationStatus::Rejected => "Declined",
            InvitationStatus::Canceled => "Called off",
        },
        resend: "Send again",
        resend_label: |email| format!("Send the invitation to {email} again"),
        cancel: "Call off",
        cancel_label: |email| format!("Call off the invitation to {email}"),
        too_many: |most| format!("Invite {most} people at once at most."),
    },
    answer: AnswerInvitation {
        title: "Join an organization",
        invited: |organization, inviter, role| match inviter {
            Some(inviter) => format!("{inviter} invited you to {organization} as {role}."),
            None => format!("You were invited to {organization} as {role}."),
        },
        sent_to: |email| format!("The invitation went to {email}."),
        until: "It can be accepted until",
        accept: "Accept and join",
        decline: "Decline",
        sign_in: "Sign in to accept",
        sign_up: "Create your account",
        sign_up_description: "Choose a name and a password, and you have joined. Your address is confirmed by the mail that led you here.",
        email: "Email",
        join: "Create account and join",
        other_title: "This invitation is for somebody else",
        other: |invited, own| {
            format!("It went to {invited}, and you are signed in as {own}. Sign out, and open the link again.")
        },
        switch: "Sign out and switch",
        expired_title: "This invitation is too old",
        expired: "Ask whoever invited you to send it once more.",
        accepted_title: "This invitation was accepted already",
        accepted: "Sign in to open the organization.",
        open: |name| format!("Open {name}"),
        declined_title: "This invitation was declined",
        declined: "If you changed your mind, ask whoever invited you to send another one.",
        cancelled_title: "This invitation was called off",
        cancelled: "Ask whoever invited you, if you think that is a mistake.",
        unknown_title: "There is no such invitation",
        unknown: "Open the whole link of the mail. If it is whole, ask whoever invited you to send it once more.",
    },
    teams: Teams {
        title: "Teams",
        description: "Members who work on the same.",
        create_title: "Create a team",
        name: "Name of the team",
        create: "Create team",
        none: "There are no teams yet",
        none_hint: "Put members together who work on the same.",
        members: |number| match number {
            1 => "1 member".to_owned(),
            number => format!("{number} members"),
        },
        manage: "Open",
        manage_label: |name| format!("Open the team {name}"),
        rename: "Rename",
        nobody: "Nobody is in this team yet.",
        add: "Add",
        member: "Member",
        remove: "Remove",
        remove_label: |member, team| format!("Remove {member} from {team}"),
        delete: "Delete team",
        delete_title: "Delete this team",
        delete_confirm: "Yes, delete it. Its members stay in the organization",
        back: "All teams",
    },
    api_keys: OrganizationApiKeys {
        description: "Programs come with a key in place of the organization. Whoever has it can do what the organization allows it.",
        empty: "Make one to let a program work for the organization.",
    },
    roles: OrganizationRoles {
        title: "Roles",
        description: "What members may do.",
        built_in: "For everybody",
        built_in_description: "Every organization has these.",
        own: "Of this organization",
        none: "There are no roles of your own yet",
        none_hint: "Make one where owner, admin and member are not enough.",
        create_title: "Create a role",
        name: "Name of the role",
        name_hint: "In small letters, for example editor.",
        permissions: "What it allows",
        resource: |resource| match resource {
            "organization" => "The organization".to_owned(),
            "member" => "Members".to_owned(),
            "invitation" => "Invitations".to_owned(),
            "team" => "Teams".to_owned(),
            "ac" => "Roles".to_owned(),
            other => other.to_owned(),
        },
        action: |action| match action {
            "create" => "create".to_owned(),
            "read" => "see".to_owned(),
            "update" => "change".to_owned(),
            "delete" => "delete".to_owned(),
            "cancel" => "call off".to_owned(),
            other => other.to_owned(),
        },
        create: "Create role",
        save: "Save",
        delete: "Delete",
        delete_label: |role| format!("Delete the role {role}"),
    },
    settings: OrganizationSettings {
        title: "Settings",
        description: "Name, address and picture.",
        general: "General",
        slug_hint: |site| format!("{site}/o/… Links to the former address lead nowhere afterwards."),
        logo: "Address of a logo",
        logo_hint: "A picture on the web, beginning with https://. Leave it empty for none.",
        save: "Save",
        delete_title: "Delete this organization",
        delete_description: "All members lose access, and everything in it is gone at once. This cannot be undone.",
        confirmation: "Its short name",
        confirmation_hint: |slug| format!("Type {slug} to confirm."),
        delete: "Delete organization",
    },
    notices: OrganizationNotices {
        created: "The organization is ready. Invite the others.",
        saved: "The organization is saved.",
        deleted: "The organization was deleted.",
        left: "You have left the organization.",
        joined: "Welcome! You have joined.",
        declined: "You declined the invitation.",
        role_changed: "The role was changed.",
        member_removed: "The member was removed.",
        invited: |number| match number {
            1 => "One invitation is on its way.".to_owned(),
            number => format!("{number} invitations are on their way."),
        },
        resent: "The invitation is on its way again.",
        cancelled: "The invitation was called off.",
        team_created: "The team is there.",
        team_saved: "The team is saved.",
        team_deleted: "The team was deleted.",
        role_created: "The role is there.",
        role_saved: "The role is saved.",
        role_deleted: "The role was deleted.",
    },
    role_name: |roles| {
        let name = |role: &str| match role {
            "owner" => "Owner".to_owned(),
            "admin" => "Admin".to_owned(),
            "member" => "Member".to_owned(),
            other => other.to_owned(),
        };
        roles.split(',').map(|role| name(role.trim())).collect::<Vec<_>>().join(", ")
    },
};

/// What is wrong with something of an organization.
pub(super) fn problem(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::NotAllowedToCreateOrganization => EN.new.closed,
        ErrorCode::TooManyOrganizations => "You cannot be in more organizations. Leave one first.",
        ErrorCode::OrganizationAlreadyExists | ErrorCode::OrganizationSlugAlreadyTaken => {
            "Another organization has this short name. Choose another one."
        }
        ErrorCode::OrganizationNotFound | ErrorCode::NotAMember | ErrorCode::NotAllowedToAccessOrganization => {
            EN.page.gone
        }
        ErrorCode::OrganizationDeletionDisabled => "Organizations cannot be deleted here.",
        ErrorCode::UserIsNotAMember | ErrorCode::MemberNotFound => "This person is not in the organization any more.",
        ErrorCode::UserIsAlreadyAMember => "This person is in the organization already.",
        ErrorCode::UserIsAlreadyInvited => "This address was invited already. Send that invitation again below.",
        ErrorCode::RoleNotFound => "There is no such role any more. Choose another one.",
        ErrorCode::OnlyOwnerStays | ErrorCode::OwnerNeeded => {
            "An organization needs an owner. Make somebody else an owner first."
        }
        ErrorCode::MembershipLimitReached => "This organization is full.",
        ErrorCode::InvitationLimitReached => "Too many invitations wait for an answer. Call some off first.",
        ErrorCode::InvitationNotFound => "This invitation is no longer open.",
        ErrorCode::NotTheRecipient => "This invitation is for another address.",
        ErrorCode::EmailVerificationRequiredToAnswer | ErrorCode::EmailVerificationRequiredForInvitation => {
            "Confirm your email address first: open the link in the mail that we sent you."
        }
        ErrorCode::InviterHasLeft => "Whoever invited you has left this organization. Ask somebody else to invite you.",
        ErrorCode::TeamNotFound => "There is no such team any more.",
        ErrorCode::TooManyTeams => "There can be no more teams here.",
        ErrorCode::UnableToRemoveLastTeam => "The last team stays.",
        ErrorCode::TeamMemberLimitReached => "This team is full.",
        ErrorCode::NotInTeam => "This person is not in the team any more.",
        ErrorCode::TooManyRoles => "There can be no more roles here.",
        ErrorCode::InvalidResource => "Tick only what is offered here.",
        ErrorCode::RoleNameIsAlreadyTaken => "There is a role of this name. Choose another one.",
        ErrorCode::CannotDeletePredefinedRole => "This role is there for everybody and stays.",
        ErrorCode::RoleIsAssigned => "Members have this role. Give them another one first.",
        ErrorCode::NotAllowedToUpdateOrganization
        | ErrorCode::NotAllowedToDeleteOrganization
        | ErrorCode::NotAllowedToDeleteMember
        | ErrorCode::NotAllowedToUpdateMember
        | ErrorCode::NotAllowedToInvite
        | ErrorCode::NotAllowedToInviteWithRole
        | ErrorCode::NotAllowedToCancelInvitation
        | ErrorCode::NotAllowedToListInvitations
        | ErrorCode::NotAllowedToCreateTeams
        | ErrorCode::NotAllowedToDeleteTeams
        | ErrorCode::NotAllowedToDeleteTeam
        | ErrorCode::NotAllowedToUpdateTeam
        | ErrorCode::NotAllowedToAddTeamMember
        | ErrorCode::NotAllowedToRemoveTeamMember
        | ErrorCode::NotAllowedToCreateRole
        | ErrorCode::NotAllowedToUpdateRole
        | ErrorCode::NotAllowedToDeleteRole
        | ErrorCode::NotAllowedToReadRole
        | ErrorCode::NotAllowedToListRoles => "Your role in this organization does not allow that.",
        _ => return None,
    })
}
