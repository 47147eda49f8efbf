//! Who may do what: roles, requests, and what the configuration says of them.

use auth::{
    AuthConfig,
    features::{
        access::{AccessControl, Action as _, Denied, Request, Role, Statements},
        admin::{SessionAction, UserAction, built_in_access},
    },
};

auth::actions! {
    /// What can be done with documents.
    enum DocumentAction of "document" {
        /// Look.
        Read = "read",
        /// Change.
        Write = "write",
        /// Give to others.
        Share = "share",
    }
}

fn editor() -> Role {
    Role::new(Statements::new().allow([DocumentAction::Read, DocumentAction::Write]).allow([UserAction::List]))
}

#[test]
fn every_action_of_a_request_has_to_be_allowed() {
    use DocumentAction::{Read, Share, Write};
    let editor = editor();
    assert_eq!(editor.authorize(&Request::all([Read, Write])), Ok(()));
    assert_eq!(editor.authorize(&Request::all([Read, Share])), Err(Denied::Action("document".into())));
    assert_eq!(editor.authorize(&Request::any([Read, Share])), Ok(()));
    assert_eq!(editor.authorize(&Request::any([Share])), Err(Denied::Action("document".into())));
    assert_eq!(
        editor.authorize(&Request::all([SessionAction::List])),
        Err(Denied::Resource("session".into())),
        "a resource that the role says nothing of"
    );
}

#[test]
fn several_resources_are_all_wanted_or_one_is_enough() {
    use DocumentAction::{Read, Share};
    let both = Request::all([Read]).with_all([UserAction::List]);
    let one = Request::all([Share]).with_all([UserAction::List]);
    assert!(editor().authorize(&both).is_ok());
    assert!(editor().authorize(&one).is_err());
    assert!(editor().authorize(&one.clone().one_suffices()).is_ok());
    assert!(editor().authorize(&one.with_any([SessionAction::List]).one_suffices()).is_ok());
    let none = Request::all([Share]).with_any([SessionAction::List]).one_suffices();
    assert_eq!(editor().authorize(&none), Err(Denied::Nothing));
}

#[test]
fn whoever_asks_for_nothing_is_allowed_nothing() {
    let editor = editor();
    assert_eq!(editor.authorize(&Request::default()), Err(Denied::Nothing));
    assert_eq!(editor.authorize(&Request::default().one_suffices()), Err(Denied::Nothing));
    let none: [DocumentAction; 0] = [];
    assert!(editor.authorize(&Request::all(none)).is_err());
    assert!(editor.authorize(&Request::any(none)).is_err());
}

#[test]
fn one_of_several_roles_is_enough_and_unknown_ones_allow_nothing() {
    let control = AccessControl::new(Statements::new().with_all_of::<DocumentAction>())
        .with_role("editor", editor())
        .with_role("reader", Role::new(Statements::new().allow([DocumentAction::Read])));
    let write = Request::all([DocumentAction::Write]);
    assert!(control.allows("reader,editor", &write));
    assert!(!control.allows("reader", &write));
    for roles in ["", ",", "Editor", " editor", "editor ", "emperor", "__proto__", "constructor"] {
        assert!(!control.allows(roles, &write), "{roles:?}");
    }
    assert!(control.covers("editor", "reader"));
    assert!(!control.covers("reader", "editor"));
    assert!(control.covers("reader,editor", "editor,emperor"));
}

#[test]
fn the_built_in_roles_are_those_of_the_original() {
    let access = built_in_access();
    assert_eq!(UserAction::ALL.len(), 12);
    for action in UserAction::ALL {
        let allowed = access.allows("admin", &Request::all([*action]));
        assert_eq!(allowed, *action != UserAction::ImpersonateAdmins, "{action:?}");
        assert!(!access.allows("user", &Request::all([*action])));
    }
    assert!(access.allows("admin", &Request::all(SessionAction::ALL.iter().copied())));
}

fn load(toml: &str) -> Result<AuthConfig, String> {
    let base = AuthConfig::new("http://localhost:3000", "secret");
    AuthConfig::load(base, toml, |_| None).map(|loaded| loaded.config).map_err(|errors| errors.to_string())
}

#[test]
fn statements_and_roles_come_from_the_configuration() {
    let config = load(
        r#"
        [admin]
        default_role = "guest"
        admin_roles = "boss, admin"
        [admin.statements]
        document = ["read", "write"]
        [admin.roles.guest]
        document = []
        [admin.roles.boss]
        user = ["ban"]
        document = ["read", "write"]
        [admin.roles.admin]
        session = ["list"]
        "#,
    )
    .unwrap();
    assert_eq!(config.admin.admin_roles, ["boss", "admin"]);
    let access = config.admin.access();
    let write = Request::all([DocumentAction::Write]);
    assert!(access.allows("boss", &write.clone().with_all([UserAction::Ban])));
    assert!(!access.allows("boss", &Request::all([UserAction::List])), "a role is what is written of it");
    assert!(!access.allows("guest", &write));
    // What is said of one resource of a built-in role leaves the others.
    assert!(access.allows("admin", &Request::all([UserAction::Ban]).with_all([SessionAction::List])));
    assert!(!access.allows("admin", &Request::all([SessionAction::Revoke])));
}

#[test]
fn a_role_that_allows_what_there_is_not_is_a_problem_of_the_configuration() {
    let problem = load("[admin.roles.boss]\nuser = [\"ban\", \"bann\"]").unwrap_err();
    assert!(problem.contains("admin.roles.boss") && problem.contains("`bann` on `user`"), "{problem}");
    let problem = load("[admin]\nadmin_roles = [\"emperor\"]").unwrap_err();
    assert!(problem.contains("admin.admin_roles") && problem.contains("`emperor`"), "{problem}");
}
