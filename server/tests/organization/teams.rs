//! Teams.

use axum::http::StatusCode;

use super::{member, owner, server, value_after};

#[tokio::test]
async fn a_team_is_made_filled_renamed_and_deleted() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let mut ben = member(&server, &mut ana).await;
    assert!(ana.get("/o/acme/teams").await.body.contains("There are no teams yet"));
    assert!(ana.submit("/api/app/create-team", "slug=acme&team_name=").await.body.contains("Enter a name."));
    let page = ana.submit("/api/app/create-team", "slug=acme&team_name=Design").await;
    assert!(page.body.contains("The team is there.") && page.body.contains("0 members"), "{}", page.body);
    let path = page.body.split("href=\"/o/acme/teams/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/o/acme/teams/{path}");
    let page = ana.get(&path).await;
    assert!(page.body.contains("Nobody is in this team yet.") && page.body.contains(">Ben</option>"), "{}", page.body);
    let team_id = value_after(&page, "/api/app/add-team-member", "team_id");
    let team = format!("slug=acme&team_id={team_id}");

    let ben_id = server.state.auth.store().find_user_by_email("ben@example.com").await.unwrap().unwrap().id;
    let page = ana.submit("/api/app/add-team-member", &format!("{team}&user_id={ben_id}")).await;
    assert!(page.body.contains("The team is saved.") && page.body.contains("Remove Ben from Design"), "{}", page.body);
    let seen = ben.get(&path).await.body;
    assert!(seen.contains("Ben") && !seen.contains("Remove Ben") && !seen.contains("Delete team"), "{seen}");
    let page = ana.submit("/api/app/rename-team", &format!("{team}&team_name=Research")).await;
    assert!(page.body.contains("Research"), "{}", page.body);
    let page = ana.submit("/api/app/remove-team-member", &format!("{team}&user_id={ben_id}")).await;
    assert!(page.body.contains("Nobody is in this team yet."), "{}", page.body);

    let page = ana.submit("/api/app/delete-team", &team).await;
    assert!(page.body.contains("Tick the box to confirm."), "{}", page.body);
    let page = ana.submit("/api/app/delete-team", &format!("{team}&confirmed=true")).await;
    assert!(
        page.body.contains("The team was deleted.") && page.body.contains("There are no teams yet"),
        "{}",
        page.body
    );
    assert!(ana.get(&path).await.body.contains("There is no such organization, or you are not in it."));
}

// ORG-014: an id of one organization is worth nothing at the address of another.
#[tokio::test]
async fn a_team_of_another_organization_is_not_there() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let page = ana.submit("/api/app/create-team", "slug=acme&team_name=Design").await;
    let id = page.body.split("href=\"/o/acme/teams/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut ben = super::signed_in(&server, "ben").await;
    ben.submit("/api/app/create-organization", "organization_name=Beta&slug=").await;
    assert_eq!(ben.get(&format!("/o/acme/teams/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(!ben.get(&format!("/o/beta/teams/{id}")).await.body.contains("Design"));
    let fields = format!("slug=beta&team_id={id}&team_name=Pwned&confirmed=true");
    for function in ["rename-team", "delete-team"] {
        ben.submit(&format!("/api/app/{function}"), &fields).await;
    }
    assert!(ana.get(&format!("/o/acme/teams/{id}")).await.body.contains("Design"));
}
