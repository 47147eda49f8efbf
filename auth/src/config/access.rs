use super::reader::Reader;
use crate::features::access::{AccessControl, Role, Statements};

/// Reads `statements` and `roles` of a section over those that are built in; `None` where there are neither. What is
/// said of a resource replaces what was said of it before, and names keep their spelling.
pub(super) fn read_access(section: &Reader<'_>, built_in: &AccessControl) -> Option<AccessControl> {
    let given = ["statements", "roles"].map(|key| section.any(key).is_some());
    if given == [false, false] {
        return None;
    }
    let statements = section.section("statements");
    let mut access = built_in.clone().with_statements(read_statements(&statements));
    let roles = section.section("roles");
    for (name, _) in roles.entries() {
        let reader = roles.section(name);
        let given = read_statements(&reader);
        if let Err(unknown) = access.check(&given) {
            let hint = format!("add it to the `statements`, or leave it out of the role `{name}`");
            roles.problem(name, unknown.to_string(), hint);
        }
        let mut statements = access.role(name).map(|role| role.statements().clone()).unwrap_or_default();
        statements.replace(given);
        access = access.with_role(name, Role::new(statements));
    }
    Some(access)
}

fn read_statements(section: &Reader<'_>) -> Statements {
    let mut statements = Statements::new();
    for (resource, _) in section.entries() {
        if let Some(actions) = section.texts(resource) {
            statements.set(resource, actions);
        }
    }
    statements
}
