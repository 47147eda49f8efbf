use auth::wire::{OrganizationRole, RoleMade};
use serde_json::{Value, json};

use super::{ANA, BEN, OLA, joined, site, site_with, somebody};

#[tokio::test]
async fn an_organization_makes_roles_of_its_own() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, ana_member) = joined(&app, &mut ola, &id, ANA, "member").await;
    let body = json!({ "role": "Recruiter", "permission": { "invitation": ["create", "cancel"] } });
    let made: RoleMade = ola.post("/create-role", &body).await.accepted();
    assert_eq!((made.role_data.role.as_str(), &made.statements), ("recruiter", &made.role_data.permission));
    ola.post("/create-role", &body).await.refused(400, "ROLE_NAME_IS_ALREADY_TAKEN");

    ola.post("/update-member-role", &json!({ "memberId": ana_member, "role": ["member", "recruiter"] }))
        .await
        .accepted::<Value>();
    ana.invites(&id, BEN, "member").await;
    let roles: Vec<OrganizationRole> = ana.get("/list-roles").await.accepted();
    assert_eq!(roles, std::slice::from_ref(&made.role_data));
    let one: OrganizationRole = ana.get("/get-role?roleName=recruiter").await.accepted();
    assert_eq!(one, made.role_data);
    assert_eq!(ana.get(&format!("/get-role?roleId={}", one.id)).await.json()["role"], "recruiter");
    ana.get("/get-role?roleName=none").await.refused(400, "ROLE_NOT_FOUND");
    ana.get("/get-role").await.refused(400, "VALIDATION_ERROR");

    let change = json!({ "roleName": "recruiter", "data": { "permission": { "invitation": ["cancel"] } } });
    let changed = ola.post("/update-role", &change).await.json();
    assert_eq!(changed["roleData"]["permission"], json!({ "invitation": ["cancel"] }));
    let refused = json!({ "email": "x@example.com", "role": "member", "organizationId": id });
    ana.post("/invite-member", &refused).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION");

    ola.post("/delete-role", &json!({ "roleName": "recruiter" })).await.refused(400, "ROLE_IS_ASSIGNED_TO_MEMBERS");
    ola.post("/update-member-role", &json!({ "memberId": ana_member, "role": "member" })).await.accepted::<Value>();
    assert_eq!(ola.post("/delete-role", &json!({ "roleId": one.id })).await.json(), json!({ "success": true }));
    ola.post("/delete-role", &json!({ "roleId": one.id })).await.refused(400, "ROLE_NOT_FOUND");
}

// ORG-022
#[tokio::test]
async fn nobody_grants_what_they_may_not_do() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, ana_member) = joined(&app, &mut ola, &id, ANA, "admin").await;
    let (mut ben, ben_member) = joined(&app, &mut ola, &id, BEN, "member").await;
    let role = |name: &str, permission: Value| json!({ "role": name, "permission": permission });
    let delete = json!({ "organization": ["delete"] });
    let refused = ana.post("/create-role", &role("super", delete.clone())).await;
    refused.refused(403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");
    assert_eq!(refused.json()["missingPermissions"], json!(["organization:delete"]));
    for name in ["owner", "Admin", "member"] {
        ana.post("/create-role", &role(name, json!({}))).await.refused(400, "ROLE_NAME_IS_ALREADY_TAKEN");
    }
    ana.post("/create-role", &role("x", json!({ "nothing": ["x"] }))).await.refused(400, "INVALID_RESOURCE");
    ana.post("/create-role", &role("x", json!({ "member": ["fire"] })))
        .await
        .refused(403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");
    ana.post("/create-role", &role("a,owner", json!({}))).await.refused(400, "VALIDATION_ERROR");
    ben.post("/create-role", &role("x", json!({}))).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");

    ana.post("/create-role", &role("helper", json!({ "member": ["update"] }))).await.accepted::<Value>();
    let grow = json!({ "roleName": "helper", "data": { "permission": delete } });
    ana.post("/update-role", &grow).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_A_ROLE");
    let rename = json!({ "roleName": "helper", "data": { "roleName": "Owner" } });
    ana.post("/update-role", &rename).await.refused(400, "ROLE_NAME_IS_ALREADY_TAKEN");
    ana.post("/delete-role", &json!({ "roleName": "owner" })).await.refused(400, "CANNOT_DELETE_A_PRE_DEFINED_ROLE");

    // What an owner has made for somebody is nothing that an admin takes.
    ola.post("/create-role", &role("closer", delete)).await.accepted::<Value>();
    let take = json!({ "memberId": ana_member, "role": ["admin", "closer"] });
    ana.post("/update-member-role", &take).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER");
    let invite = json!({ "email": "x@example.com", "role": "closer" });
    ana.post("/invite-member", &invite).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE");
    ana.post("/update-member-role", &json!({ "memberId": ben_member, "role": "helper" })).await.accepted::<Value>();
    ben.post("/update-member-role", &json!({ "memberId": ben_member, "role": "closer" }))
        .await
        .refused(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER");
    ola.post("/update-member-role", &json!({ "memberId": ben_member, "role": "closer" })).await.accepted::<Value>();
    assert_eq!(ben.post("/delete", &json!({ "organizationId": id })).await.status, 200);
}

#[tokio::test]
async fn there_are_as_many_roles_as_the_configuration_says() {
    let app =
        site_with(|config| config.organization.dynamic_access_control.maximum_roles_per_organization = Some(1)).await;
    let mut ola = somebody(&app, OLA).await;
    let role = |name: &str| json!({ "role": name, "permission": { "ac": ["read"] } });
    ola.post("/create-role", &role("a")).await.refused(400, "YOU_MUST_BE_IN_AN_ORGANIZATION_TO_CREATE_A_ROLE");
    ola.starts("acme").await;
    ola.post("/create-role", &role("a")).await.accepted::<Value>();
    ola.post("/create-role", &role("b")).await.refused(400, "TOO_MANY_ROLES");
}
