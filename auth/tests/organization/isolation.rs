//! Every id of one organization, tried by strangers and by the owner of another one.

use serde_json::{Value, json};

use super::{ANA, BEN, OLA, Person, joined, site, somebody};
use crate::common::{Answer, TestAuth};

/// The ids of what is in an organization.
struct Inside {
    organization: String,
    member: String,
    user: String,
    invitation: String,
    team: String,
    role: String,
}

/// An organization with one of everything in it.
async fn inside(app: &TestAuth, owner: &mut Person) -> Inside {
    let organization = owner.starts("first").await;
    let (ana, member) = joined(app, owner, &organization, ANA, "member").await;
    let invitation = owner.invites(&organization, "invited@example.com", "member").await;
    let team = owner.post("/create-team", &json!({ "name": "Team" })).await.json()["id"].as_str().unwrap().to_owned();
    owner.post("/add-team-member", &json!({ "teamId": team, "userId": owner.id })).await.accepted::<Value>();
    let role = owner.post("/create-role", &json!({ "role": "guide", "permission": { "ac": ["read"] } })).await.json();
    let role = role["roleData"]["id"].as_str().unwrap().to_owned();
    Inside { organization, member, user: ana.id, invitation, team, role }
}

/// Every operation about an organization, with what is in `inside`, in the organization `claimed`.
fn attempts(inside: &Inside, claimed: &str) -> Vec<(String, Option<Value>)> {
    let Inside { member, user, invitation, team, role, .. } = inside;
    let get = |path: String| (path, None);
    let post = |path: &str, body: Value| (path.to_owned(), Some(body));
    vec![
        post("/update-member-role", json!({ "organizationId": claimed, "memberId": member, "role": "admin" })),
        post("/remove-member", json!({ "organizationId": claimed, "memberIdOrEmail": member })),
        post("/remove-member", json!({ "organizationId": claimed, "memberIdOrEmail": ANA })),
        post("/cancel-invitation", json!({ "organizationId": claimed, "invitationId": invitation })),
        post("/accept-invitation", json!({ "organizationId": claimed, "invitationId": invitation })),
        post("/reject-invitation", json!({ "organizationId": claimed, "invitationId": invitation })),
        get(format!("/get-invitation?id={invitation}")),
        post(
            "/invite-member",
            json!({ "organizationId": claimed, "email": "z@example.com", "role": "member", "teamId": team }),
        ),
        post("/update-team", json!({ "teamId": team, "data": { "name": "Taken", "organizationId": claimed } })),
        post("/remove-team", json!({ "teamId": team, "organizationId": claimed })),
        post("/add-team-member", json!({ "teamId": team, "userId": user, "organizationId": claimed })),
        post("/remove-team-member", json!({ "teamId": team, "userId": user, "organizationId": claimed })),
        post("/set-active-team", json!({ "teamId": team })),
        get(format!("/list-team-members?teamId={team}")),
        get(format!("/list-user-teams?userId={user}&organizationId={claimed}")),
        get(format!("/get-active-member-role?userId={user}&organizationId={claimed}")),
        post("/update-role", json!({ "organizationId": claimed, "roleId": role, "data": { "roleName": "taken" } })),
        post("/delete-role", json!({ "organizationId": claimed, "roleId": role })),
        get(format!("/get-role?roleId={role}&organizationId={claimed}")),
    ]
}

/// Operations about the organization itself.
fn attempts_at(organization: &str) -> Vec<(String, Option<Value>)> {
    let get = |path: &str| (format!("{path}?organizationId={organization}"), None);
    let post = |path: &str, body: Value| (path.to_owned(), Some(body));
    vec![
        post("/update", json!({ "organizationId": organization, "data": { "name": "Taken" } })),
        post("/delete", json!({ "organizationId": organization })),
        post("/leave", json!({ "organizationId": organization })),
        post("/set-active", json!({ "organizationId": organization })),
        post("/has-permission", json!({ "organizationId": organization, "permissions": { "ac": ["read"] } })),
        post("/invite-member", json!({ "organizationId": organization, "email": "z@example.com", "role": "member" })),
        post("/create-team", json!({ "organizationId": organization, "name": "Taken" })),
        post("/create-role", json!({ "organizationId": organization, "role": "taken", "permission": {} })),
        get("/get-organization"),
        get("/get-full-organization"),
        get("/list-members"),
        get("/list-invitations"),
        get("/list-teams"),
        get("/list-roles"),
        get("/list-user-teams"),
        get("/get-active-member-role"),
        ("/get-full-organization?organizationSlug=first".into(), None),
        ("/list-members?organizationSlug=first".into(), None),
    ]
}

async fn attempt(person: &mut Person, (path, body): &(String, Option<Value>)) -> Answer {
    match body {
        Some(body) => person.post(path, body).await,
        None => person.get(path).await,
    }
}

/// Everything that is in the tables of organizations.
async fn rows(app: &TestAuth) -> Vec<String> {
    let mut rows = Vec::new();
    for sql in [
        r#"SELECT "id" || "name" || "slug" FROM "organization""#,
        r#"SELECT "id" || "role" FROM "member""#,
        r#"SELECT "id" || "status" FROM "invitation""#,
        r#"SELECT "id" || "name" FROM "team""#,
        r#"SELECT "id" || "userId" FROM "teamMember""#,
        r#"SELECT "id" || "role" || "permission" FROM "organizationRole""#,
    ] {
        let mut found = app.db.texts(sql).await;
        found.sort();
        rows.extend(found);
    }
    rows
}

// ORG-001
#[tokio::test]
async fn a_stranger_gets_nothing_of_an_organization() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let inside = inside(&app, &mut ola).await;
    let mut ben = somebody(&app, BEN).await;
    let before = rows(&app).await;
    for request in attempts(&inside, &inside.organization).iter().chain(&attempts_at(&inside.organization)) {
        let answer = attempt(&mut ben, request).await;
        assert!(matches!(answer.status.as_u16(), 400 | 401 | 403 | 404), "{request:?}: {answer}");
        assert!(!answer.text.contains(&inside.team) && !answer.text.contains(ANA), "{request:?}: {answer}");
        let mut nobody = Person { client: app.client(), ..ben.clone() };
        let answer = attempt(&mut nobody, request).await;
        assert_eq!(answer.status, 401, "{request:?}: {answer}");
    }
    assert_eq!(rows(&app).await, before);
}

// ORG-002, ORG-014
#[tokio::test]
async fn the_owner_of_another_organization_gets_nothing_either() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let inside = inside(&app, &mut ola).await;
    let mut ben = somebody(&app, BEN).await;
    let own = ben.starts("second").await;
    let before = rows(&app).await;
    for claimed in [own.as_str(), inside.organization.as_str()] {
        for request in &attempts(&inside, claimed) {
            let answer = attempt(&mut ben, request).await;
            assert!(matches!(answer.status.as_u16(), 400 | 401 | 403 | 404), "{request:?}: {answer}");
            assert!(!answer.text.contains(ANA), "{request:?}: {answer}");
        }
    }
    for request in &attempts_at(&inside.organization) {
        let answer = attempt(&mut ben, request).await;
        assert!(matches!(answer.status.as_u16(), 400 | 401 | 403 | 404), "{request:?}: {answer}");
    }
    assert_eq!(rows(&app).await, before);
    let stranger = json!({ "teamId": inside.team, "userId": ben.id });
    ola.post("/add-team-member", &stranger).await.refused(400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
}
