//! Members, their roles, and roles of the organization's own.

use axum::http::StatusCode;

use super::{member, owner, server, value_after};

// ORG-003, ORG-021: without the right there are no forms, and whoever was removed finds nothing at once.
#[tokio::test]
async fn members_are_searched_given_roles_and_removed() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let mut ben = member(&server, &mut ana).await;
    let page = ana.get("/o/acme/members").await;
    assert!(page.body.contains("ana@example.com") && page.body.contains("1 to 2 of 2"), "{}", page.body);
    let found = ana.get("/o/acme/members?search=BEN").await.body;
    assert!(found.contains("ben@example.com") && found.contains("1 to 1 of 1"), "{found}");
    assert!(ana.get("/o/acme/members?search=nobody").await.body.contains("Nobody fits."));
    // A member without rights sees no forms.
    let seen = ben.get("/o/acme/members").await.body;
    assert!(
        seen.contains("ana@example.com") && !seen.contains("Remove Ana") && !seen.contains("Role of Ana"),
        "{seen}"
    );

    let ben_id = member_id(&page.body, "ben@example.com");
    let fields = format!("slug=acme&member_id={ben_id}");
    let page = ana.submit("/api/app/change-member-role", &format!("{fields}&role=admin")).await;
    assert!(page.body.contains("The role was changed."), "{}", page.body);
    assert!(ben.get("/o/acme/members").await.body.contains("Role of Ana"));
    let page = ana.submit("/api/app/change-member-role", &format!("{fields}&role=no-such-role")).await;
    assert!(page.body.contains("There is no such role any more."), "{}", page.body);

    let page = ana.submit("/api/app/remove-member", &fields).await;
    assert!(page.body.contains("The member was removed.") && page.body.contains("1 to 1 of 1"), "{}", page.body);
    assert_eq!(ben.get("/o/acme").await.status, StatusCode::NOT_FOUND);
}

/// The id of the membership in the forms of somebody's row.
fn member_id(page: &str, email: &str) -> String {
    let row = page.split("<li").find(|row| row.contains(email) && row.contains("member_id")).unwrap();
    row.split("name=\"member_id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

// ORG-007
#[tokio::test]
async fn the_only_owner_stays_and_others_leave() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let mut ben = member(&server, &mut ana).await;
    let page = ana.submit("/api/app/leave-organization", "slug=acme").await;
    assert!(page.body.contains("Tick the box to confirm."), "{}", page.body);
    let page = ana.submit("/api/app/leave-organization", "slug=acme&confirmed=true").await;
    assert!(page.body.contains("An organization needs an owner."), "{}", page.body);
    let page = ben.submit("/api/app/leave-organization", "slug=acme&confirmed=true").await;
    assert!(page.body.contains("You have left the organization."), "{}", page.body);
    assert_eq!(ben.get("/o/acme/members").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_organization_makes_roles_of_its_own() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let mut ben = member(&server, &mut ana).await;
    let page = ana.get("/o/acme/roles").await.body;
    assert!(
        page.contains("There are no roles of your own yet") && page.contains("value=\"invitation:create\""),
        "{page}"
    );
    let create = "/api/app/create-role";
    let page = ana.submit(create, "slug=acme&role=&permissions%5B%5D=invitation%3Acreate").await;
    assert!(page.body.contains("Enter a role."), "{}", page.body);
    let page = ana.submit(create, "slug=acme&role=inviter").await;
    assert!(page.body.contains("Tick at least one thing"), "{}", page.body);
    let page = ana.submit(create, "slug=acme&role=inviter&permissions%5B%5D=invitation%3Acreate").await;
    assert!(page.body.contains("The role is there.") && page.body.contains("inviter"), "{}", page.body);
    let page = ana.submit(create, "slug=acme&role=inviter&permissions%5B%5D=invitation%3Acreate").await;
    assert!(page.body.contains("There is a role of this name."), "{}", page.body);
    let roles = ana.get("/o/acme/roles").await;
    let role_id = value_after(&roles, "/api/app/update-role", "role_id");

    assert!(ben.get("/o/acme/invitations").await.body.contains("Your role does not allow to see this."));
    let members = ana.get("/o/acme/members").await.body;
    let ben_id = member_id(&members, "ben@example.com");
    let fields = format!("slug=acme&member_id={ben_id}&role=inviter");
    ana.submit("/api/app/change-member-role", &fields).await;
    assert!(ben.get("/o/acme/invitations").await.body.contains("Send invitations"));

    let page = ana.submit("/api/app/delete-role", &format!("slug=acme&role_id={role_id}")).await;
    assert!(page.body.contains("Members have this role."), "{}", page.body);
    let fields = format!("slug=acme&role_id={role_id}&permissions%5B%5D=team%3Acreate");
    let page = ana.submit("/api/app/update-role", &fields).await;
    assert!(page.body.contains("The role is saved."), "{}", page.body);
    assert!(ben.get("/o/acme/invitations").await.body.contains("Your role does not allow to see this."));
    assert!(ben.get("/o/acme/teams").await.body.contains("Create team"));
}
