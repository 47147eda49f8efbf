//! Starting an organization.

use serde_json::{Map, Value};

use super::{CHECK_SLUG, CREATE_ORGANIZATION, hooks::tell};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    schema::Model,
    store::{NewOrganization, OrganizationKey, StoreError},
    wire::{
        ACTIVE_ORGANIZATION_ID, ACTIVE_TEAM_ID, AuditAction, CheckSlug, CreateOrganization, ErrorCode, Fields, Member,
        NewOrganizationOutput, Organization, StatusOutput, Team, TeamMember,
    },
};

/// Bytes of metadata at most. Ours.
const MAX_METADATA: usize = 16 * 1024;

impl Auth {
    /// Starts an organization with the caller as its first member, and makes it the one in which their session is
    /// active. Trusted code names whose it is. `POST /organization/create`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, or are in too many; 400 for a slug that another one has, and
    /// for what is not acceptable.
    pub async fn create_organization(&self, cx: &mut Cx, input: CreateOrganization) -> Result<NewOrganizationOutput> {
        self.perform(cx, &CREATE_ORGANIZATION, input, async |cx, input| {
            let mut caller = match cx.facts() {
                Some(_) => Some(self.require_session(cx).await?),
                None => None,
            };
            let user = match (&caller, &input.user_id) {
                (Some(caller), _) => caller.user.clone(),
                (None, Some(id)) => self.store().find_user(id).await?.ok_or(ErrorCode::Unauthorized)?,
                (None, None) => return Err(ErrorCode::Unauthorized.into()),
            };
            let hooks = self.organization_hooks();
            if caller.is_some() && !hooks.may_create_organization(self, &user).await? {
                return Err(ErrorCode::NotAllowedToCreateOrganization.into());
            }
            let limit = hooks.organization_limit(self, &user).await?;
            if let Some(limit) = limit
                && self.store().count_organizations(&user.id).await? >= limit
            {
                return Err(ErrorCode::TooManyOrganizations.into());
            }
            check_name("name", &input.name)?;
            check_name("slug", &input.slug)?;
            check_logo("logo", input.logo.as_deref())?;
            if self.store().find_organization(OrganizationKey::Slug(&input.slug)).await?.is_some() {
                return Err(ErrorCode::OrganizationAlreadyExists.into());
            }

            let now = self.now();
            let mut organization = Organization {
                id: self.generate_id(),
                name: input.name,
                slug: input.slug,
                logo: input.logo,
                created_at: now,
                metadata: input
                    .metadata
                    .map(|metadata| metadata_text("metadata", &metadata))
                    .transpose()?
                    .map(Value::String),
                fields: self.fields_of_new(Model::Organization, &input.fields)?,
            };
            hooks.before_create_organization(self, &mut organization, &user).await?;
            let mut member = Member {
                id: self.generate_id(),
                organization_id: organization.id.clone(),
                user_id: user.id.clone(),
                role: self.config().organization.creator_role.clone(),
                created_at: now,
                user: None,
                fields: self.schema().model(Model::Member).new_row(&Fields::default())?,
            };
            hooks.before_add_member(self, &mut member, &user, &organization).await?;
            let mut team = None;
            if self.config().organization.has_teams() && self.config().organization.teams.default_team {
                team = Some(self.first_team(&organization, &user.id)?);
            }
            if let Some((team, _)) = &mut team {
                hooks.before_create_team(self, team, Some(&user), &organization).await?;
            }

            let mut new = NewOrganization { organization, member, team };
            match self.store().create_organization(&new, limit).await {
                Ok(true) => {}
                Ok(false) => return Err(ErrorCode::TooManyOrganizations.into()),
                Err(StoreError::Duplicate) => return Err(ErrorCode::OrganizationAlreadyExists.into()),
                Err(error) => return Err(error.into()),
            }
            self.hide(Model::Organization, &mut new.organization.fields);
            self.hide(Model::Member, &mut new.member.fields);
            let NewOrganization { organization, member, team } = new;
            cx.note(Note::new(AuditAction::OrganizationCreated).about(&user.id).within(&organization.id));
            tell("after_add_member", hooks.after_add_member(self, &member, &user, &organization).await);
            if let Some((team, _)) = &team {
                tell("after_create_team", hooks.after_create_team(self, team, Some(&user), &organization).await);
            }
            tell(
                "after_create_organization",
                hooks.after_create_organization(self, &organization, &user, &member).await,
            );

            if let Some(caller) = &mut caller
                && input.keep_current_active_organization != Some(true)
            {
                let mut active = Fields::default().with(ACTIVE_ORGANIZATION_ID, organization.id.as_str());
                if let Some((team, _)) = &team {
                    active.set(ACTIVE_TEAM_ID, team.id.as_str());
                }
                self.set_active_quietly(cx, caller, active).await?;
            }
            Ok(NewOrganizationOutput { organization: organization.with_open_metadata(), members: vec![member] })
        })
        .await
    }

    /// Whether a slug is free. `POST /organization/check-slug`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a slug that an organization has.
    pub async fn check_organization_slug(&self, cx: &mut Cx, input: CheckSlug) -> Result<StatusOutput> {
        self.perform(cx, &CHECK_SLUG, input, async |cx, input| {
            self.require_session(cx).await?;
            match self.store().find_organization(OrganizationKey::Slug(&input.slug)).await? {
                Some(_) => Err(ErrorCode::OrganizationSlugAlreadyTaken.into()),
                None => Ok(StatusOutput { status: true }),
            }
        })
        .await
    }

    /// The team of a new organization.
    fn first_team(&self, organization: &Organization, user_id: &str) -> Result<(Team, TeamMember)> {
        let team = Team {
            id: self.generate_id(),
            name: organization.name.clone(),
            organization_id: organization.id.clone(),
            created_at: organization.created_at,
            updated_at: None,
            fields: self.schema().model(Model::Team).new_row(&Fields::default())?,
        };
        let member = self.new_team_member(&team.id, user_id);
        Ok((team, member))
    }

    /// Somebody who is to be in a team.
    pub(super) fn new_team_member(&self, team_id: &str, user_id: &str) -> TeamMember {
        TeamMember {
            id: self.generate_id(),
            team_id: team_id.to_owned(),
            user_id: user_id.to_owned(),
            created_at: Some(self.now()),
        }
    }
}

/// A name is not empty.
pub(super) fn check_name(field: &str, name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid_field(field, "Too small: expected at least one character"));
    }
    Auth::check_text(field, name)
}

/// A picture is shown to other members, so its address leads to one and to nothing else: `https:`, a picture in the
/// address itself, or a path of this site. Ours; upstream takes every text. Nothing here ever fetches it.
pub(super) fn check_logo(field: &str, logo: Option<&str>) -> Result<()> {
    let logo = logo.unwrap_or_default();
    let lower = logo.get(..12).unwrap_or(logo).to_ascii_lowercase();
    let fits = logo.is_empty()
        || lower.starts_with("https://")
        || lower.starts_with("data:image/")
        || logo.starts_with('/') && !logo.starts_with("//") && !logo.contains('\\');
    if !fits {
        return Err(Error::invalid_field(field, "Give an address that begins with https://"));
    }
    Auth::check_text(field, logo)
}

/// Metadata as it is stored.
pub(super) fn metadata_text(field: &str, metadata: &Map<String, Value>) -> Result<String> {
    let text = serde_json::to_string(metadata).map_err(Error::internal)?;
    if text.len() > MAX_METADATA {
        return Err(Error::invalid_field(field, "Too big: 16 KiB at most"));
    }
    Ok(text)
}
