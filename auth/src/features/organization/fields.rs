//! What organizations add to sessions and invitations.

use crate::{
    config::AuthConfig,
    schema::{Field, FieldKind},
    wire::{ACTIVE_ORGANIZATION_ID, ACTIVE_TEAM_ID, TEAM_ID},
};

fn field(name: &str, is_on: bool) -> Option<Field> {
    is_on.then(|| Field::new(name, FieldKind::Text).not_from_outside())
}

/// The fields of sessions.
pub(in crate::features) fn session_fields(config: &AuthConfig) -> Vec<Field> {
    let organization = field(ACTIVE_ORGANIZATION_ID, config.organization.enabled);
    organization.into_iter().chain(field(ACTIVE_TEAM_ID, config.organization.has_teams())).collect()
}

/// The fields of invitations.
pub(in crate::features) fn invitation_fields(config: &AuthConfig) -> Vec<Field> {
    field(TEAM_ID, config.organization.has_teams()).into_iter().collect()
}
