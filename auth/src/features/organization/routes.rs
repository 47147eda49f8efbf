use crate::{
    operation::{Access, Operation, Parameter},
    wire::{
        CheckSlug, CreateOrganization, CreateOrganizationRole, CreateTeam, FullOrganization, HasOrganizationPermission,
        HasPermissionOutput, Invitation, InvitationDetails, InvitationId, InvitationOutcome, InviteMember, Member,
        MemberOutput, MembersOutput, MessageOutput, NewOrganizationOutput, OfOrganization, OfTeam, Organization,
        OrganizationRole, RemoveMember, RoleChanged, RoleKey, RoleMade, RoleOutput, SetActiveOrganization,
        SetActiveTeam, StatusOutput, SuccessOutput, Team, TeamMember, TeamMemberKey, UpdateMemberRole,
        UpdateOrganization, UpdateOrganizationRole, UpdateTeam, UserInvitation,
    },
};

/// An operation of members that writes.
const fn writing(id: &'static str, path: &'static str) -> Operation {
    Operation::writing(id, path).for_callers(Access::SignedIn)
}

/// An operation of members that reads.
const fn reading(id: &'static str, path: &'static str) -> Operation {
    Operation::reading(id, path).for_callers(Access::SignedIn)
}

/// `POST /organization/create`: starts an organization.
pub static CREATE_ORGANIZATION: Operation = writing("createOrganization", "/organization/create")
    .taking::<CreateOrganization>()
    .giving::<NewOrganizationOutput>();

/// `POST /organization/update`: changes it.
pub static UPDATE_ORGANIZATION: Operation =
    writing("updateOrganization", "/organization/update").taking::<UpdateOrganization>().giving::<Organization>();

/// `POST /organization/delete`: deletes it with everything in it.
pub static DELETE_ORGANIZATION: Operation =
    writing("deleteOrganization", "/organization/delete").taking::<OfOrganization>().giving::<Organization>();

/// `POST /organization/set-active`: says in which one the session is active.
pub static SET_ACTIVE_ORGANIZATION: Operation = writing("setActiveOrganization", "/organization/set-active")
    .taking::<SetActiveOrganization>()
    .giving::<Option<Organization>>();

/// `GET /organization/get-organization`: the organization.
pub static GET_ORGANIZATION: Operation = reading("getOrganization", "/organization/get-organization")
    .giving::<Option<Organization>>()
    .asking(&[Parameter::optional("organizationId"), Parameter::optional("organizationSlug")]);

/// `GET /organization/get-full-organization`: the organization with everybody in it.
pub static GET_FULL_ORGANIZATION: Operation = reading("getFullOrganization", "/organization/get-full-organization")
    .giving::<Option<FullOrganization>>()
    .asking(&[
        Parameter::optional("organizationId"),
        Parameter::optional("organizationSlug"),
        Parameter::optional("membersLimit"),
    ]);

/// `GET /organization/list`: the organizations of the caller.
pub static LIST_ORGANIZATIONS: Operation =
    reading("listOrganizations", "/organization/list").giving::<Vec<Organization>>();

/// `POST /organization/check-slug`: whether a slug is free.
pub static CHECK_SLUG: Operation =
    writing("checkOrganizationSlug", "/organization/check-slug").taking::<CheckSlug>().giving::<StatusOutput>();

/// `POST /organization/invite-member`: invites somebody by mail.
pub static INVITE_MEMBER: Operation = writing("createOrganizationInvitation", "/organization/invite-member")
    .taking::<InviteMember>()
    .giving::<Invitation>();

/// `POST /organization/cancel-invitation`: calls an invitation off.
pub static CANCEL_INVITATION: Operation = writing("cancelOrganizationInvitation", "/organization/cancel-invitation")
    .taking::<InvitationId>()
    .giving::<Invitation>();

/// `POST /organization/accept-invitation`: joins.
pub static ACCEPT_INVITATION: Operation = writing("acceptInvitation", "/organization/accept-invitation")
    .taking::<InvitationId>()
    .giving::<InvitationOutcome>();

/// `POST /organization/reject-invitation`: does not join.
pub static REJECT_INVITATION: Operation = writing("rejectInvitation", "/organization/reject-invitation")
    .taking::<InvitationId>()
    .giving::<InvitationOutcome>();

/// `GET /organization/get-invitation`: an invitation, for whoever it went to.
pub static GET_INVITATION: Operation = reading("getInvitation", "/organization/get-invitation")
    .giving::<InvitationDetails>()
    .asking(&[Parameter::required("id"), Parameter::optional("token")]);

/// `GET /organization/list-invitations`: the invitations of an organization.
pub static LIST_INVITATIONS: Operation = reading("listInvitations", "/organization/list-invitations")
    .giving::<Vec<Invitation>>()
    .asking(&[Parameter::optional("organizationId")]);

/// `GET /organization/list-user-invitations`: the invitations that wait for the caller.
pub static LIST_USER_INVITATIONS: Operation = reading("listUserInvitations", "/organization/list-user-invitations")
    .giving::<Vec<UserInvitation>>()
    .asking(&[Parameter::optional("email")]);

/// `GET /organization/get-active-member`: the caller as a member.
pub static GET_ACTIVE_MEMBER: Operation =
    reading("getActiveMember", "/organization/get-active-member").giving::<Member>();

/// `GET /organization/get-active-member-role`: the role of the caller, or of another member.
pub static GET_ACTIVE_MEMBER_ROLE: Operation =
    reading("getActiveMemberRole", "/organization/get-active-member-role").giving::<RoleOutput>().asking(&[
        Parameter::optional("organizationId"),
        Parameter::optional("organizationSlug"),
        Parameter::optional("userId"),
    ]);

/// `GET /organization/list-members`: the members, by pages.
pub static LIST_MEMBERS: Operation =
    reading("listMembers", "/organization/list-members").giving::<MembersOutput>().asking(&[
        Parameter::optional("organizationId"),
        Parameter::optional("organizationSlug"),
        Parameter::optional("limit"),
        Parameter::optional("offset"),
        Parameter::optional("sortBy"),
        Parameter::optional("sortDirection"),
        Parameter::optional("filterField"),
        Parameter::optional("filterValue"),
        Parameter::optional("filterOperator"),
    ]);

/// `POST /organization/remove-member`: removes a member.
pub static REMOVE_MEMBER: Operation =
    writing("removeMember", "/organization/remove-member").taking::<RemoveMember>().giving::<MemberOutput>();

/// `POST /organization/update-member-role`: gives a member another role.
pub static UPDATE_MEMBER_ROLE: Operation = writing("updateOrganizationMemberRole", "/organization/update-member-role")
    .taking::<UpdateMemberRole>()
    .giving::<Member>();

/// `POST /organization/leave`: leaves.
pub static LEAVE_ORGANIZATION: Operation =
    writing("leaveOrganization", "/organization/leave").taking::<OfOrganization>().giving::<Member>();

/// `POST /organization/has-permission`: whether the caller may do something.
pub static HAS_PERMISSION: Operation = writing("organizationHasPermission", "/organization/has-permission")
    .taking::<HasOrganizationPermission>()
    .giving::<HasPermissionOutput>();

/// `POST /organization/create-team`: makes a team.
pub static CREATE_TEAM: Operation =
    writing("createTeam", "/organization/create-team").taking::<CreateTeam>().giving::<Team>();

/// `POST /organization/update-team`: changes a team.
pub static UPDATE_TEAM: Operation =
    writing("updateTeam", "/organization/update-team").taking::<UpdateTeam>().giving::<Team>();

/// `POST /organization/remove-team`: deletes a team.
pub static REMOVE_TEAM: Operation =
    writing("removeTeam", "/organization/remove-team").taking::<OfTeam>().giving::<MessageOutput>();

/// `GET /organization/list-teams`: the teams of an organization.
pub static LIST_TEAMS: Operation = reading("listTeams", "/organization/list-teams")
    .giving::<Vec<Team>>()
    .asking(&[Parameter::optional("organizationId")]);

/// `POST /organization/set-active-team`: says in which team the session is active.
pub static SET_ACTIVE_TEAM: Operation =
    writing("setActiveTeam", "/organization/set-active-team").taking::<SetActiveTeam>().giving::<Option<Team>>();

/// `GET /organization/list-user-teams`: the teams of a user.
pub static LIST_USER_TEAMS: Operation = reading("listUserTeams", "/organization/list-user-teams")
    .giving::<Vec<Team>>()
    .asking(&[Parameter::optional("userId"), Parameter::optional("organizationId")]);

/// `GET /organization/list-team-members`: who is in a team.
pub static LIST_TEAM_MEMBERS: Operation = reading("listTeamMembers", "/organization/list-team-members")
    .giving::<Vec<TeamMember>>()
    .asking(&[Parameter::optional("teamId")]);

/// `POST /organization/add-team-member`: puts a member into a team.
pub static ADD_TEAM_MEMBER: Operation =
    writing("addTeamMember", "/organization/add-team-member").taking::<TeamMemberKey>().giving::<TeamMember>();

/// `POST /organization/remove-team-member`: takes a member out of a team.
pub static REMOVE_TEAM_MEMBER: Operation =
    writing("removeTeamMember", "/organization/remove-team-member").taking::<TeamMemberKey>().giving::<MessageOutput>();

/// `POST /organization/create-role`: makes a role of the organization's own.
pub static CREATE_ROLE: Operation =
    writing("createOrgRole", "/organization/create-role").taking::<CreateOrganizationRole>().giving::<RoleMade>();

/// `POST /organization/delete-role`: deletes one.
pub static DELETE_ROLE: Operation =
    writing("deleteOrgRole", "/organization/delete-role").taking::<RoleKey>().giving::<SuccessOutput>();

/// `GET /organization/list-roles`: all of them.
pub static LIST_ROLES: Operation = reading("listOrgRoles", "/organization/list-roles")
    .giving::<Vec<OrganizationRole>>()
    .asking(&[Parameter::optional("organizationId")]);

/// `GET /organization/get-role`: one of them.
pub static GET_ROLE: Operation = reading("getOrgRole", "/organization/get-role")
    .giving::<OrganizationRole>()
    .asking(&[Parameter::optional("organizationId"), Parameter::optional("roleName"), Parameter::optional("roleId")]);

/// `POST /organization/update-role`: changes one.
pub static UPDATE_ROLE: Operation =
    writing("updateOrgRole", "/organization/update-role").taking::<UpdateOrganizationRole>().giving::<RoleChanged>();

/// Adding a member on the word of trusted code. No route: only the path by which hooks know it.
pub static ADD_MEMBER: Operation = writing("addMember", "/organization/add-member");

/// What the mail of an invitation shows of it. Ours, for pages: no route.
pub static PREVIEW_INVITATION: Operation = Operation::reading("previewInvitation", "/organization/preview-invitation");

/// Joining with a new account. Ours, for pages: no route. The path has the rate limit of all ways to sign up.
pub static SIGN_UP_INVITED: Operation = Operation::writing("signUpInvited", "/sign-up/invited").guarding_login();

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &CREATE_ORGANIZATION,
    &UPDATE_ORGANIZATION,
    &DELETE_ORGANIZATION,
    &SET_ACTIVE_ORGANIZATION,
    &GET_ORGANIZATION,
    &GET_FULL_ORGANIZATION,
    &LIST_ORGANIZATIONS,
    &INVITE_MEMBER,
    &CANCEL_INVITATION,
    &ACCEPT_INVITATION,
    &GET_INVITATION,
    &REJECT_INVITATION,
    &LIST_INVITATIONS,
    &GET_ACTIVE_MEMBER,
    &CHECK_SLUG,
    &REMOVE_MEMBER,
    &UPDATE_MEMBER_ROLE,
    &LEAVE_ORGANIZATION,
    &LIST_USER_INVITATIONS,
    &LIST_MEMBERS,
    &GET_ACTIVE_MEMBER_ROLE,
    &HAS_PERMISSION,
];

/// The part where teams are.
pub(in crate::features) const TEAM_ROUTES: &[&Operation] = &[
    &CREATE_TEAM,
    &LIST_TEAMS,
    &REMOVE_TEAM,
    &UPDATE_TEAM,
    &SET_ACTIVE_TEAM,
    &LIST_USER_TEAMS,
    &LIST_TEAM_MEMBERS,
    &ADD_TEAM_MEMBER,
    &REMOVE_TEAM_MEMBER,
];

/// The part where organizations make roles of their own.
pub(in crate::features) const ROLE_ROUTES: &[&Operation] =
    &[&CREATE_ROLE, &DELETE_ROLE, &LIST_ROLES, &GET_ROLE, &UPDATE_ROLE];
