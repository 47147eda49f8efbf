use std::{sync::LazyLock, time::Duration};

use super::{access::read_access, load::set, model::read_model, reader::Reader};
use crate::{
    features::{access::AccessControl, organization::built_in_access},
    schema::ModelConfig,
};

/// Options of organizations. What is a function among Better Auth's options is in
/// [`OrganizationHooks`](crate::features::organization::OrganizationHooks).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationConfig {
    /// Default `false`: it adds fields to sessions.
    pub enabled: bool,
    /// Whoever is signed in can start one. Default `true`.
    pub allow_user_to_create_organization: bool,
    /// In how many somebody may be to start another one. Default: any number.
    pub organization_limit: Option<u64>,
    /// The role of whoever starts one; nobody else gives it, and one member always has it. Default `owner`.
    pub creator_role: String,
    /// How many members an organization has at most. Default 100.
    pub membership_limit: u64,
    /// How many invitations of an organization wait at most. Default 100.
    pub invitation_limit: u64,
    /// How long an invitation waits. Default two days.
    pub invitation_expires_in: Duration,
    /// Inviting somebody once more calls off the invitation that waits. Default `false`.
    pub cancel_pending_invitations_on_re_invite: bool,
    /// Reading and answering an invitation by its id takes a verified address, or the token of its mail. Default `false`,
    /// as upstream where ids cannot be guessed.
    pub require_email_verification_on_invitation: bool,
    /// Organizations stay. Default `false`.
    pub disable_organization_deletion: bool,
    /// The page that the mail of an invitation leads to; the id follows after a slash, and `?token=`. Ours; default
    /// `/accept-invitation`.
    pub invitation_page: String,
    /// Teams.
    pub teams: TeamsConfig,
    /// Roles that an organization makes itself.
    pub dynamic_access_control: DynamicAccessControl,
    /// Resources and roles of the application. Without them there are `owner`, `admin` and `member`.
    pub access: Option<AccessControl>,
    /// Tables, columns and further fields.
    pub schema: OrganizationSchema,
}

/// Options of teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamsConfig {
    /// Default `false`: it adds a field to sessions.
    pub enabled: bool,
    /// A new organization has a team of its name. Default `true`.
    pub default_team: bool,
    /// How many an organization has at most. Default: any number.
    pub maximum_teams: Option<u64>,
    /// How many members a team has at most. Default: any number.
    pub maximum_members_per_team: Option<u64>,
    /// The last team can go. Default `false`.
    pub allow_removing_all_teams: bool,
}

impl Default for TeamsConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            default_team: true,
            maximum_teams: None,
            maximum_members_per_team: None,
            allow_removing_all_teams: false,
        }
    }
}

/// Options of the roles that an organization makes itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DynamicAccessControl {
    /// Default `false`.
    pub enabled: bool,
    /// How many an organization has at most. Default: any number.
    pub maximum_roles_per_organization: Option<u64>,
}

/// How what belongs to organizations is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationSchema {
    /// Organizations.
    pub organization: ModelConfig,
    /// Members.
    pub member: ModelConfig,
    /// Invitations.
    pub invitation: ModelConfig,
    /// Teams.
    pub team: ModelConfig,
    /// Members of teams; further fields are not read.
    pub team_member: ModelConfig,
    /// Roles that an organization makes itself.
    pub organization_role: ModelConfig,
}

impl Default for OrganizationConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            allow_user_to_create_organization: true,
            organization_limit: None,
            creator_role: "owner".into(),
            membership_limit: 100,
            invitation_limit: 100,
            invitation_expires_in: Duration::from_hours(48),
            cancel_pending_invitations_on_re_invite: false,
            require_email_verification_on_invitation: false,
            disable_organization_deletion: false,
            invitation_page: "/accept-invitation".into(),
            teams: TeamsConfig::default(),
            dynamic_access_control: DynamicAccessControl::default(),
            access: None,
            schema: OrganizationSchema::default(),
        }
    }
}

impl OrganizationConfig {
    /// The resources and roles that count everywhere.
    pub fn access(&self) -> &AccessControl {
        static BUILT_IN: LazyLock<AccessControl> = LazyLock::new(built_in_access);
        self.access.as_ref().unwrap_or(&BUILT_IN)
    }

    /// Whether there are teams.
    pub const fn has_teams(&self) -> bool {
        self.enabled && self.teams.enabled
    }

    /// Whether organizations make roles of their own.
    pub const fn has_dynamic_roles(&self) -> bool {
        self.enabled && self.dynamic_access_control.enabled
    }

    pub(super) fn read(&mut self, sessions: &mut ModelConfig, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.allow_user_to_create_organization, section.bool("allow_user_to_create_organization"));
        set(&mut self.organization_limit, section.number("organization_limit").map(Some));
        set(&mut self.creator_role, section.text("creator_role"));
        // Zero is as good as nothing, as upstream.
        set(&mut self.membership_limit, section.number("membership_limit").filter(|limit| *limit > 0));
        set(&mut self.invitation_limit, section.number("invitation_limit"));
        set(&mut self.invitation_expires_in, section.seconds("invitation_expires_in").filter(|time| !time.is_zero()));
        set(&mut self.cancel_pending_invitations_on_re_invite, section.bool("cancel_pending_invitations_on_re_invite"));
        set(
            &mut self.require_email_verification_on_invitation,
            section.bool("require_email_verification_on_invitation"),
        );
        set(&mut self.disable_organization_deletion, section.bool("disable_organization_deletion"));
        set(&mut self.invitation_page, section.text("invitation_page"));

        let teams = section.section("teams");
        set(&mut self.teams.enabled, teams.bool("enabled"));
        let default_team = teams.section("default_team");
        set(&mut self.teams.default_team, default_team.bool("enabled"));
        default_team.finish();
        set(&mut self.teams.maximum_teams, teams.number("maximum_teams").map(Some));
        set(&mut self.teams.maximum_members_per_team, teams.number("maximum_members_per_team").map(Some));
        set(&mut self.teams.allow_removing_all_teams, teams.bool("allow_removing_all_teams"));
        teams.finish();

        let dynamic = section.section("dynamic_access_control");
        set(&mut self.dynamic_access_control.enabled, dynamic.bool("enabled"));
        let most = dynamic.number("maximum_roles_per_organization").map(Some);
        set(&mut self.dynamic_access_control.maximum_roles_per_organization, most);
        dynamic.finish();

        let access = read_access(&section, self.access());
        set(&mut self.access, access.map(Some));
        if self.access().role(&self.creator_role).is_none() {
            let problem = format!("is `{}`, which is no role", self.creator_role);
            section.problem("creator_role", problem, "describe it under `roles`");
        }
        self.schema.read(sessions, &section.section("schema"));
        section.finish();
    }
}

impl OrganizationSchema {
    fn read(&mut self, sessions: &mut ModelConfig, section: &Reader<'_>) {
        let models = [
            ("organization", &mut self.organization),
            ("member", &mut self.member),
            ("invitation", &mut self.invitation),
            ("team", &mut self.team),
            ("team_member", &mut self.team_member),
            ("organization_role", &mut self.organization_role),
            ("session", sessions),
        ];
        for (key, model) in models {
            let section = section.section(key);
            read_model(model, &section);
            section.finish();
        }
    }
}
