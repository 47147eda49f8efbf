use std::collections::BTreeMap;

use super::{Request, Role, Statements};

/// The resources that there are, and the roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessControl {
    statements: Statements,
    roles: BTreeMap<String, Role>,
}

/// A role speaks of an action that there is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no action `{action}` on `{resource}`")]
pub struct UnknownAction {
    /// The resource that was named.
    pub resource: String,
    /// The action that was named.
    pub action: String,
}

impl AccessControl {
    /// Resources without roles.
    pub fn new(statements: Statements) -> Self {
        Self { statements, roles: BTreeMap::new() }
    }

    /// With a role; an earlier one of the name is replaced.
    #[must_use]
    pub fn with_role(mut self, name: impl Into<String>, role: Role) -> Self {
        self.roles.insert(name.into(), role);
        self
    }

    /// With further resources; those of a known name are replaced.
    #[must_use]
    pub fn with_statements(mut self, statements: Statements) -> Self {
        self.statements.replace(statements);
        self
    }

    /// The resources and actions that there are.
    pub const fn statements(&self) -> &Statements {
        &self.statements
    }

    /// A role by its name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(name)
    }

    /// The names of the roles.
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str)
    }

    /// Whether every action of these statements is one that there is; for what comes from a file or a client.
    ///
    /// # Errors
    ///
    /// The first that is not.
    pub fn check(&self, statements: &Statements) -> Result<(), UnknownAction> {
        match statements.iter().find(|(resource, action)| !self.statements.contain(resource, action)) {
            Some((resource, action)) => Err(UnknownAction { resource: resource.to_owned(), action: action.to_owned() }),
            None => Ok(()),
        }
    }

    /// Whether one of the roles allows a request. Several roles are separated by commas; unknown ones allow nothing.
    pub fn allows(&self, roles: &str, request: &Request) -> bool {
        self.roles_of(roles).any(|role| role.authorize(request).is_ok())
    }

    /// Whether somebody with some roles may do everything that somebody with others may.
    pub fn covers(&self, stronger: &str, weaker: &str) -> bool {
        let allowed = |(resource, action): (&str, &str)| self.grants(stronger, resource, action);
        self.roles_of(weaker).all(|role| role.statements().iter().all(allowed))
    }

    /// Whether one of the roles allows an action, by its name.
    pub fn grants(&self, roles: &str, resource: &str, action: &str) -> bool {
        self.roles_of(roles).any(|role| role.statements().contain(resource, action))
    }

    fn roles_of(&self, roles: &str) -> impl Iterator<Item = &Role> {
        roles.split(',').filter_map(|name| self.role(name))
    }
}
