use auth::wire::{AddMember, MembersOutput, Roles};
use auth::{AuthConfig, Cx};
use serde_json::{Value, json};

use super::{ANA, BEN, OLA, joined, site, site_with, somebody};
use crate::common::TestAuth;

#[tokio::test]
async fn members_are_listed_by_pages_sorted_and_filtered() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    for (email, role) in [("a@example.com", "member"), ("b@example.com", "member"), ("c@example.com", "admin")] {
        app.clock.advance(crate::common::SECOND);
        joined(&app, &mut ola, &id, email, role).await;
    }
    let all: MembersOutput = ola.get("/list-members").await.accepted();
    assert_eq!((all.total, all.members.len()), (4, 4));
    assert_eq!(all.members[0].user.as_ref().unwrap().email, OLA, "who came first");
    let page: MembersOutput =
        ola.get("/list-members?limit=2&offset=1&sortBy=createdAt&sortDirection=desc").await.accepted();
    let emails: Vec<_> = page.members.iter().map(|member| member.user.as_ref().unwrap().email.as_str()).collect();
    assert_eq!((emails, page.total), (vec!["b@example.com", "a@example.com"], 4));
    for (query, total) in [
        ("filterField=role&filterValue=admin&filterOperator=eq", 1),
        ("filterField=role&filterValue=admin&filterOperator=ne", 3),
        ("filterField=role&filterValue=admin&filterValue=owner&filterOperator=in", 2),
        ("filterField=role&filterValue=own&filterOperator=contains", 1),
        ("filterField=nothing&filterValue=x", 0),
        ("filterField=role%22%3B--&filterValue=x", 0),
        ("sortBy=nothing", 0),
    ] {
        let found: MembersOutput = ola.get(&format!("/list-members?{query}")).await.accepted();
        assert_eq!((usize::try_from(found.total), found.members.len()), (Ok(total), total), "{query}");
    }
    ola.get("/list-members?filterOperator=x").await.refused(400, "VALIDATION_ERROR");
    ola.get("/list-members?organizationSlug=none").await.refused(400, "ORGANIZATION_NOT_FOUND");
}

#[tokio::test]
async fn the_caller_is_shown_as_a_member() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    ola.get("/get-active-member").await.refused(400, "NO_ACTIVE_ORGANIZATION");
    let id = ola.starts("acme").await;
    let own = ola.get("/get-active-member").await.json();
    assert_eq!(
        (&own["role"], &own["user"]["email"], &own["organizationId"]),
        (&json!("owner"), &json!(OLA), &json!(id))
    );
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "member").await;
    assert_eq!(ana.role_in(&id).await, "member");
    let other = ana.get(&format!("/get-active-member-role?organizationId={id}&userId={}", ola.id)).await.json();
    assert_eq!(other["role"], "owner");
}

#[tokio::test]
async fn roles_are_given_by_those_who_may() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, ana_member) = joined(&app, &mut ola, &id, ANA, "member").await;
    let body = json!({ "memberId": ana_member, "role": ["admin", " member"], "organizationId": id });
    let after = ola.post("/update-member-role", &body).await.json();
    assert_eq!(after["role"], "admin,member");
    assert!(after.get("user").is_none());
    assert_eq!(ana.role_in(&id).await, "admin,member");
    ola.post("/update-member-role", &json!({ "memberId": ana_member, "role": "emperor" }))
        .await
        .refused(400, "ROLE_NOT_FOUND");
    ola.post("/update-member-role", &json!({ "memberId": ana_member, "role": " , " }))
        .await
        .refused(400, "VALIDATION_ERROR");
    ola.post("/update-member-role", &json!({ "memberId": "x", "role": "member" }))
        .await
        .refused(400, "MEMBER_NOT_FOUND");
}

// ORG-003, ORG-005, ORG-006
#[tokio::test]
async fn nobody_becomes_more_than_they_are() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, ana_member) = joined(&app, &mut ola, &id, ANA, "admin").await;
    let (mut ben, ben_member) = joined(&app, &mut ola, &id, BEN, "member").await;
    let own: Value = ola.get("/get-active-member").await.accepted();
    let (owner_member, refusal) = (own["id"].as_str().unwrap(), "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER");
    for (member, role) in
        [(ana_member.as_str(), "owner"), (ben_member.as_str(), "member,owner"), (owner_member, "member")]
    {
        ana.post("/update-member-role", &json!({ "memberId": member, "role": role })).await.refused(403, refusal);
    }
    for (member, role) in [(ben_member.as_str(), "admin"), (ana_member.as_str(), "member")] {
        ben.post("/update-member-role", &json!({ "memberId": member, "role": role })).await.refused(403, refusal);
    }
    let remove = |who: &str| json!({ "memberIdOrEmail": who });
    ana.post("/remove-member", &remove(OLA)).await.refused(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER");
    ben.post("/remove-member", &remove(ANA)).await.refused(401, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER");
    for (path, body) in [
        ("/update", json!({ "data": { "name": "X" } })),
        ("/delete", json!({ "organizationId": id })),
        ("/invite-member", json!({ "email": "x@example.com", "role": "member" })),
        ("/create-team", json!({ "name": "X" })),
        ("/create-role", json!({ "role": "x", "permission": { "ac": ["read"] } })),
    ] {
        let answer = ben.post(path, &body).await;
        assert_eq!(answer.status, 403, "{path}: {answer}");
    }
    assert_eq!(
        (ola.role_in(&id).await, ana.role_in(&id).await, ben.role_in(&id).await),
        ("owner".into(), "admin".into(), "member".into())
    );
}

#[tokio::test]
async fn members_are_removed_and_leave() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, ana_member) = joined(&app, &mut ola, &id, ANA, "member").await;
    let (mut ben, _) = joined(&app, &mut ola, &id, BEN, "member").await;
    let removed = ola.post("/remove-member", &json!({ "memberIdOrEmail": ana_member })).await.json();
    assert_eq!(removed["member"]["userId"], ana.id);
    assert!(removed["member"].get("user").is_none());
    assert!(ana.organizations().await.is_empty());
    assert_eq!(ben.post("/leave", &json!({ "organizationId": id })).await.json()["userId"], ben.id);
    assert_eq!(ben.active("activeOrganizationId").await, None);
    ola.post("/remove-member", &json!({ "memberIdOrEmail": BEN })).await.refused(400, "MEMBER_NOT_FOUND");
    assert_eq!(app.db.count("member").await, 1);
}

// ORG-021: whoever was removed is out at once, also where a cookie says otherwise.
#[tokio::test]
async fn a_removed_member_sees_nothing_more() {
    let app = site_with(|config| config.session.cookie_cache.enabled = true).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "admin").await;
    assert_eq!(ana.active("activeOrganizationId").await.as_ref(), Some(&id), "the cookie cache is up to date");
    ola.post("/remove-member", &json!({ "memberIdOrEmail": ANA.to_uppercase() })).await.accepted::<Value>();
    let body = json!({ "permissions": { "member": ["create"] }, "organizationId": id });
    ana.post("/has-permission", &body).await.refused(401, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
    ana.get("/get-full-organization").await.refused(403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
    assert_eq!(ana.active("activeOrganizationId").await, None, "and the session is active there no more");
}

// ORG-007
#[tokio::test]
async fn the_last_owner_stays() {
    let app = site_with(|config| config.user.delete_user = true).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, ana_member) = joined(&app, &mut ola, &id, ANA, "admin").await;
    let own = ola.get("/get-active-member").await.json();
    let (leave, refusal) = (json!({ "organizationId": id }), "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER");
    ola.post("/leave", &leave).await.refused(400, refusal);
    ola.post("/remove-member", &json!({ "memberIdOrEmail": OLA })).await.refused(400, refusal);
    let demote = json!({ "memberId": own["id"], "role": "admin" });
    ola.post("/update-member-role", &demote).await.refused(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER");
    let role = Some(Roles::One("admin".into()));
    let root = auth::wire::CreateUser {
        email: "root@example.com".into(),
        name: "Root".into(),
        role,
        password: Some("correct-horse-battery".into()),
        ..Default::default()
    };
    app.auth.admin_create_user(&mut Cx::internal(), root).await.unwrap();
    let mut root = app.signed_in("root@example.com").await;
    root.post("/admin/remove-user", &json!({ "userId": ola.id })).await.refused(400, refusal);
    ola.client.post("/delete-user", &json!({ "password": crate::common::PASSWORD })).await.refused(400, refusal);

    ola.post("/update-member-role", &json!({ "memberId": ana_member, "role": "owner" })).await.accepted::<Value>();
    assert_eq!(root.post("/admin/remove-user", &json!({ "userId": ola.id })).await.status, 200);
    assert_eq!(ana.role_in(&id).await, "owner");
    let members: MembersOutput = ana.get("/list-members").await.accepted();
    assert_eq!(members.total, 1);
}

#[tokio::test]
async fn a_deleted_account_leaves_nothing_in_organizations() {
    let app = site_with(|config| config.user.delete_user = true).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "admin").await;
    let team = ola.get("/list-teams").await.json()[0]["id"].as_str().unwrap().to_owned();
    ola.post("/add-team-member", &json!({ "teamId": team, "userId": ana.id })).await.accepted::<Value>();
    ana.starts("alone").await;
    ana.invites(&id, BEN, "member").await;
    ana.client.post("/delete-user", &json!({ "password": crate::common::PASSWORD })).await.accepted::<Value>();
    let members: MembersOutput = ola.get("/list-members").await.accepted();
    assert_eq!(members.total, 1);
    assert_eq!(app.db.count("teamMember").await, 1);
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "team" WHERE "memberCount" = 1"#).await.len(), 1);
    assert_eq!(app.db.count("invitation").await, 0, "nobody invites any more");
    assert_eq!(app.db.count("organization").await, 1, "what nobody is in is gone");
}

#[tokio::test]
async fn trusted_code_lets_members_in() {
    let app = site_with(|config| config.organization.membership_limit = 2).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let mut ana = somebody(&app, ANA).await;
    let ben = somebody(&app, BEN).await;
    ola.client.post("/organization/add-member", &json!({ "userId": ana.id, "role": "owner" })).await.is_unknown_path();
    let input = |user: &str| AddMember {
        user_id: user.into(),
        role: Roles::Several(vec!["admin".into()]),
        organization_id: Some(id.clone()),
        ..AddMember::default()
    };
    let member = app.auth.add_member(&mut Cx::internal(), input(&ana.id)).await.unwrap();
    assert_eq!(member.role, "admin");
    assert_eq!(ana.organizations().await, std::slice::from_ref(&id));
    let again = app.auth.add_member(&mut Cx::internal(), input(&ana.id)).await.unwrap_err();
    assert_eq!(again.code_text(), "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION");
    let full = app.auth.add_member(&mut Cx::internal(), input(&ben.id)).await.unwrap_err();
    assert_eq!(full.code_text(), "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED");
    let nobody = app.auth.add_member(&mut Cx::internal(), input("x")).await.unwrap_err();
    assert_eq!((nobody.status(), nobody.code_text()), (400, "USER_NOT_FOUND"));
}

#[tokio::test]
async fn permissions_follow_the_role() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "admin").await;
    let asks = |permissions: Value| json!({ "permissions": permissions, "organizationId": id });
    for (permissions, owner, admin) in [
        (json!({ "organization": ["delete"] }), true, false),
        (json!({ "organization": ["update"], "member": ["create", "update"] }), true, true),
        (json!({ "organization": ["update", "delete"] }), true, false),
        (json!({ "nothing": ["x"] }), false, false),
        (json!({}), false, false),
    ] {
        let own = ola.post("/has-permission", &asks(permissions.clone())).await.json();
        assert_eq!(own, json!({ "error": null, "success": owner }), "{permissions}");
        assert_eq!(
            ana.post("/has-permission", &asks(permissions.clone())).await.json()["success"],
            admin,
            "{permissions}"
        );
    }
    ola.post("/has-permission", &json!({})).await.refused(400, "VALIDATION_ERROR");
}

/// Roles of the configuration add to those that are built in.
fn with_projects(config: &mut AuthConfig) {
    let toml = r#"
        [organization]
        enabled = true
        membership_limit = 3
        [organization.statements]
        project = ["create", "share"]
        [organization.roles.auditor]
        project = ["share"]
        [organization.roles.owner]
        project = ["create", "share"]
    "#;
    *config = AuthConfig::load(config.clone(), toml, |_| None).unwrap().config;
}

#[tokio::test]
async fn the_application_has_roles_of_its_own() {
    let app = TestAuth::with(with_projects).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "auditor").await;
    for (action, owner, auditor) in [("create", true, false), ("share", true, true)] {
        let body = json!({ "permissions": { "project": [action] }, "organizationId": id });
        assert_eq!(ola.post("/has-permission", &body).await.json()["success"], owner, "{action}");
        assert_eq!(ana.post("/has-permission", &body).await.json()["success"], auditor, "{action}");
    }
    assert_eq!(ola.post("/update", &json!({ "data": { "name": "New" } })).await.status, 200, "owners still own");
}
