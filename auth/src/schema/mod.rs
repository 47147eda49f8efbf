//! What is stored: the models, their tables and columns, and the fields that features and the configuration add.
//!
//! The store spells its statements with it, input from outside is checked against it, and `latchkey migrate` adds
//! the columns that a table does not have yet.

mod field;
mod input;

use std::collections::BTreeMap;

pub use field::{Field, FieldKind};

use crate::{config::AuthConfig, features, wire::Fields};

/// One of Better Auth's models that can be renamed and, where it makes sense, extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Model {
    /// People.
    User,
    /// Signed-in browsers and programs.
    Session,
    /// Ways to sign in.
    Account,
    /// One-time values.
    Verification,
    /// Counters of rate limits.
    RateLimit,
    /// Organizations.
    Organization,
    /// Who is in which organization.
    Member,
    /// Invitations to organizations.
    Invitation,
    /// Teams of organizations.
    Team,
    /// Who is in which team.
    TeamMember,
    /// Roles that an organization has made itself.
    OrganizationRole,
}

impl Model {
    /// Every model.
    pub const ALL: [Self; 11] = [
        Self::User,
        Self::Session,
        Self::Account,
        Self::Verification,
        Self::RateLimit,
        Self::Organization,
        Self::Member,
        Self::Invitation,
        Self::Team,
        Self::TeamMember,
        Self::OrganizationRole,
    ];

    /// Better Auth's name of the model, which is the name of its table unless the configuration has another.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Session => "session",
            Self::Account => "account",
            Self::Verification => "verification",
            Self::RateLimit => "rateLimit",
            Self::Organization => "organization",
            Self::Member => "member",
            Self::Invitation => "invitation",
            Self::Team => "team",
            Self::TeamMember => "teamMember",
            Self::OrganizationRole => "organizationRole",
        }
    }

    /// The fields that every installation has.
    pub const fn built_in_fields(self) -> &'static [&'static str] {
        match self {
            Self::User => &["id", "name", "email", "emailVerified", "image", "createdAt", "updatedAt"],
            Self::Session => {
                &["id", "userId", "token", "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent"]
            }
            Self::Account => &[
                "id",
                "accountId",
                "providerId",
                "userId",
                "accessToken",
                "refreshToken",
                "idToken",
                "accessTokenExpiresAt",
                "refreshTokenExpiresAt",
                "scope",
                "password",
                "createdAt",
                "updatedAt",
            ],
            Self::Verification => &["id", "identifier", "value", "expiresAt", "createdAt", "updatedAt"],
            Self::RateLimit => &["id", "key", "count", "lastRequest"],
            Self::Organization => &["id", "name", "slug", "logo", "createdAt", "metadata"],
            Self::Member => &["id", "organizationId", "userId", "role", "createdAt"],
            Self::Invitation => {
                &["id", "organizationId", "email", "role", "status", "expiresAt", "createdAt", "inviterId"]
            }
            Self::Team => &["id", "name", "memberCount", "organizationId", "createdAt", "updatedAt"],
            Self::TeamMember => &["id", "teamId", "userId", "membershipKey", "createdAt"],
            Self::OrganizationRole => &["id", "organizationId", "role", "permission", "createdAt", "updatedAt"],
        }
    }
}

/// How a model is stored, where that differs from Better Auth's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelConfig {
    /// Name of the table.
    pub model_name: Option<String>,
    /// Names of columns, by field.
    pub fields: BTreeMap<String, String>,
    /// Fields of the application's own; for users and sessions they cross the wire too.
    pub additional_fields: Vec<Field>,
}

/// All models under a configuration.
#[derive(Debug, Clone)]
pub struct Schema {
    models: Vec<ModelSchema>,
}

/// A model under a configuration.
#[derive(Debug, Clone)]
pub struct ModelSchema {
    model: Model,
    config: ModelConfig,
    fields: Vec<Field>,
}

impl Default for Schema {
    /// Better Auth's names, and the fields of features that are on by default.
    fn default() -> Self {
        Self::of(&AuthConfig::new("http://localhost", ""))
    }
}

impl Schema {
    /// The models under a configuration.
    pub fn of(config: &AuthConfig) -> Self {
        let models = Model::ALL.into_iter().map(|model| {
            let own = config.model(model).clone();
            let mut fields = features::fields(model, config);
            fields.extend(own.additional_fields.iter().cloned());
            ModelSchema { model, config: own, fields }
        });
        Self { models: models.collect() }
    }

    /// A model.
    pub fn model(&self, model: Model) -> &ModelSchema {
        &self.models[model as usize]
    }

    /// All models.
    pub fn models(&self) -> &[ModelSchema] {
        &self.models
    }

    /// A model by Better Auth's name.
    pub(crate) fn named(&self, name: &str) -> Option<&ModelSchema> {
        self.models.iter().find(|schema| schema.model.name() == name)
    }
}

impl ModelSchema {
    /// Which model it is.
    pub fn model(&self) -> Model {
        self.model
    }

    /// The table.
    pub fn table(&self) -> &str {
        self.config.model_name.as_deref().unwrap_or(self.model.name())
    }

    /// The column of a field.
    pub fn column<'a>(&'a self, field: &'a str) -> &'a str {
        self.config.fields.get(field).map_or(field, String::as_str)
    }

    /// The fields of features and of the configuration.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of a feature or of the configuration with a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether a field is one of the configuration's own.
    pub(crate) fn is_additional(&self, field: &Field) -> bool {
        self.config.additional_fields.iter().any(|own| own.name == field.name)
    }

    /// The fields that are read from the table: all but those that nobody is shown.
    pub(crate) fn read_fields(&self) -> impl Iterator<Item = &str> {
        let further = self.fields.iter().filter(|field| field.returned).map(|field| field.name.as_str());
        self.model.built_in_fields().iter().copied().chain(further)
    }

    /// Takes out the fields that nobody outside is shown.
    pub(crate) fn hide(&self, fields: &mut Fields) {
        fields.retain(|name| self.field(name).is_some_and(|field| field.returned));
    }
}
