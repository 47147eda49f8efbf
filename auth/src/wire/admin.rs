use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use super::{Fields, Password, Session, User};

/// One role, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Roles {
    /// One; or several already, separated by commas.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Roles {
    /// The roles as they are stored: separated by commas.
    pub fn joined(&self) -> String {
        self.names().join(",")
    }

    /// Each role by itself, without spaces around it; what is empty is left out.
    pub fn parsed(&self) -> Vec<String> {
        self.names().iter().flat_map(|roles| Self::split(roles)).map(str::to_owned).collect()
    }

    /// Each of several roles that are separated by commas, without spaces around it.
    pub fn split(roles: &str) -> impl Iterator<Item = &str> {
        roles.split(',').map(str::trim).filter(|role| !role.is_empty())
    }

    /// Each role as it was given.
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(role) => std::slice::from_ref(role),
            Self::Several(roles) => roles,
        }
    }
}

impl Default for Roles {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

/// The body of the operations of administration that take nothing but whom they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfUser {
    /// The id of the user.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
}

impl OfUser {
    /// About this user.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into() }
    }
}

/// The body of `POST /admin/set-role`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetRole {
    /// Whose role.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    /// The role, or the roles.
    pub role: Roles,
}

/// The body of `POST /admin/create-user`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateUser {
    /// The address.
    pub email: String,
    /// The password; without one there is none to sign in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Password>,
    /// The name to show.
    pub name: String,
    /// The role, or the roles. Default: the one of new users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Roles>,
    /// Further fields.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub data: Fields,
}

/// The body of `POST /admin/update-user`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdminUpdateUser {
    /// Whose account.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    /// What changes: `name`, `email`, `emailVerified`, `image`, and further fields.
    pub data: Fields,
}

/// The body of `POST /admin/ban-user`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BanUser {
    /// Whom.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ban_reason: Option<String>,
    /// For how many seconds; zero and nothing are the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ban_expires_in: Option<f64>,
}

/// The body of `POST /admin/revoke-user-session`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RevokeUserSession {
    /// The token of the session, or what `POST /admin/list-user-sessions` shows in its place.
    pub session_token: String,
}

/// The body of `POST /admin/set-user-password`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetUserPassword {
    /// Whose.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    /// The password from now on.
    pub new_password: Password,
}

/// The body of `POST /admin/has-permission`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HasPermission {
    /// Whom to ask about; for trusted code alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Which role to ask about; for trusted code alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What is to be done: actions by resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<BTreeMap<String, Vec<String>>>,
    /// An earlier name of the same, which upstream takes nothing from and refuses beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<BTreeMap<String, Vec<String>>>,
}

/// What `POST /admin/has-permission` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HasPermissionOutput {
    /// Always `null`.
    pub error: Option<String>,
    /// Whether it is allowed.
    pub success: bool,
}

/// Where to search a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SearchField {
    /// In the address.
    #[default]
    Email,
    /// In the name.
    Name,
}

/// How a text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchOperator {
    /// It is somewhere in it.
    #[default]
    Contains,
    /// It begins with it.
    StartsWith,
    /// It ends with it.
    EndsWith,
}

impl From<SearchOperator> for Operator {
    fn from(operator: SearchOperator) -> Self {
        match operator {
            SearchOperator::Contains => Self::Contains,
            SearchOperator::StartsWith => Self::StartsWith,
            SearchOperator::EndsWith => Self::EndsWith,
        }
    }
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    #[default]
    Eq,
    /// Not equal.
    Ne,
    /// Less than.
    Lt,
    /// Less than, or equal.
    Lte,
    /// Greater than.
    Gt,
    /// Greater than, or equal.
    Gte,
    /// One of several.
    In,
    /// None of several.
    NotIn,
    /// Holds a text.
    Contains,
    /// Begins with a text.
    StartsWith,
    /// Ends with a text.
    EndsWith,
}

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SortDirection {
    /// Upwards.
    #[default]
    Asc,
    /// Downwards.
    Desc,
}

/// The query of `GET /admin/list-users`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListUsers {
    /// The text to search.
    pub search_value: Option<String>,
    /// Where to search it.
    pub search_field: Option<SearchField>,
    /// How: `contains`, `starts_with` or `ends_with`.
    pub search_operator: Option<SearchOperator>,
    /// How many, 1 to 1000. Default 100.
    pub limit: Option<u64>,
    /// How many to leave out.
    pub offset: Option<u64>,
    /// The field to sort by. Default: when the account was made.
    pub sort_by: Option<String>,
    /// Which way to sort.
    pub sort_direction: Option<SortDirection>,
    /// The field to compare. Default: the address.
    pub filter_field: Option<String>,
    /// What to compare it with; several for `in` and `not_in`.
    pub filter_value: Option<Vec<String>>,
    /// How to compare it.
    pub filter_operator: Option<Operator>,
}

/// What `GET /admin/list-users` answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListUsersOutput {
    /// One page of the users.
    pub users: Vec<User>,
    /// How many there are on all pages.
    pub total: u64,
    /// How many a page has, if the caller has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// How many are on earlier pages, if the caller has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

/// The answer of operations about a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserOutput {
    /// The user as they are now.
    pub user: User,
}

/// What `POST /admin/list-user-sessions` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSessions {
    /// The sessions. In place of a token there is what the database has of it, which opens nothing but names the
    /// session for `POST /admin/revoke-user-session`.
    pub sessions: Vec<Session>,
}

/// The answer of operations that only say that it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessOutput {
    /// Always true.
    pub success: bool,
}

/// An id as upstream takes it: a text, or a number.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(id) => Ok(id),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err(de::Error::custom("an id is a text")),
    }
}

/// The token stays out of logs.
impl fmt::Debug for RevokeUserSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RevokeUserSession(…)")
    }
}
