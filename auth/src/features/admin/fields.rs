//! What administration adds to users and sessions.

use crate::{
    config::AuthConfig,
    schema::{Field, FieldKind},
    wire::IMPERSONATED_BY,
};

pub(super) const ROLE: &str = "role";
pub(super) const BANNED: &str = "banned";
pub(super) const BAN_REASON: &str = "banReason";
pub(super) const BAN_EXPIRES: &str = "banExpires";

/// The fields of users.
pub(in crate::features) fn user_fields(config: &AuthConfig) -> Vec<Field> {
    if !config.admin.enabled {
        return Vec::new();
    }
    vec![
        Field::new(ROLE, FieldKind::Text).initially(config.admin.default_role.as_str()),
        Field::new(BANNED, FieldKind::Boolean).with_default(false).not_from_outside(),
        Field::new(BAN_REASON, FieldKind::Text).not_from_outside(),
        Field::new(BAN_EXPIRES, FieldKind::Date).not_from_outside(),
    ]
}

/// The fields of sessions.
pub(in crate::features) fn session_fields(config: &AuthConfig) -> Vec<Field> {
    let impersonated_by = Field::new(IMPERSONATED_BY, FieldKind::Text).not_from_outside();
    if config.admin.enabled { vec![impersonated_by] } else { Vec::new() }
}
