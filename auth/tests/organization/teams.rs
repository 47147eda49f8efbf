use auth::wire::{Team, TeamMember};
use serde_json::{Value, json};

use super::{ANA, BEN, OLA, Person, joined, site, site_with, somebody};

/// Makes a team where the session is active; its id.
async fn team(person: &mut Person, name: &str) -> String {
    person.post("/create-team", &json!({ "name": name })).await.accepted::<Team>().id
}

#[tokio::test]
async fn teams_are_made_changed_and_deleted() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    ola.starts("acme").await;
    app.clock.advance(crate::common::SECOND);
    let id = team(&mut ola, "Engineering").await;
    let changed = ola.post("/update-team", &json!({ "teamId": id, "data": { "name": "Platform" } })).await.json();
    assert_eq!((&changed["name"], &changed["id"]), (&json!("Platform"), &json!(id)));
    ola.post("/update-team", &json!({ "teamId": id, "data": { "name": "" } })).await.refused(400, "VALIDATION_ERROR");
    let teams: Vec<Team> = ola.get("/list-teams").await.accepted();
    assert_eq!(teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>(), ["Acme Inc", "Platform"]);

    let first = teams[0].id.as_str();
    ola.post("/remove-team", &json!({ "teamId": first })).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_TEAM");
    ola.post("/set-active-team", &json!({ "teamId": null })).await.accepted::<Value>();
    ola.post("/remove-team", &json!({ "teamId": id })).await.accepted::<Value>();
    ola.post("/remove-team", &json!({ "teamId": id })).await.refused(400, "TEAM_NOT_FOUND");
    ola.post("/remove-team", &json!({ "teamId": first })).await.refused(400, "UNABLE_TO_REMOVE_LAST_TEAM");
}

#[tokio::test]
async fn members_are_in_teams_and_leave_them() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let organization = ola.starts("acme").await;
    let id = team(&mut ola, "Engineering").await;
    let (mut ana, _) = joined(&app, &mut ola, &organization, ANA, "member").await;
    let (mut ben, _) = joined(&app, &mut ola, &organization, BEN, "member").await;
    let into = |user: &str| json!({ "teamId": id, "userId": user });
    let seat: TeamMember = ola.post("/add-team-member", &into(&ana.id)).await.accepted();
    assert_eq!((seat.user_id.as_str(), seat.team_id.as_str()), (ana.id.as_str(), id.as_str()));
    let again: TeamMember = ola.post("/add-team-member", &into(&ana.id)).await.accepted();
    assert_eq!(again, seat, "once in a team is enough");
    let key = app.db.texts(r#"SELECT "membershipKey" FROM "teamMember" WHERE "membershipKey" IS NOT NULL"#).await;
    assert_eq!(key.len(), 2, "Better Auth's column is written");

    ana.post("/add-team-member", &into(&ben.id)).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_NEW_TEAM_MEMBER");
    let list = format!("/list-team-members?teamId={id}");
    let members: Vec<TeamMember> = ana.get(&list).await.accepted();
    assert_eq!(members, [seat]);
    ben.get(&list).await.refused(400, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
    ben.get("/list-team-members?teamId=x").await.refused(400, "TEAM_NOT_FOUND");
    ben.get("/list-team-members").await.refused(400, "YOU_DO_NOT_HAVE_AN_ACTIVE_TEAM");

    assert_eq!(ana.post("/set-active-team", &json!({ "teamId": id })).await.json()["id"], id);
    assert_eq!(ana.active("activeTeamId").await.as_ref(), Some(&id));
    ben.post("/set-active-team", &json!({ "teamId": id })).await.refused(403, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
    let teams: Vec<Team> = ana.get("/list-user-teams").await.accepted();
    assert_eq!(teams[0].id, id);
    let of_ana = format!("/list-user-teams?userId={}", ana.id);
    assert_eq!(ola.get(&of_ana).await.json()[0]["id"], id);
    ben.get(&of_ana).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER");

    ana.post("/remove-team-member", &into(&ana.id)).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_REMOVE_A_TEAM_MEMBER");
    ola.post("/remove-team-member", &into(&ana.id)).await.accepted::<Value>();
    ola.post("/remove-team-member", &into(&ana.id)).await.refused(400, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
    ola.post("/add-team-member", &into(&ana.id)).await.accepted::<Value>();
    ana.post("/leave", &json!({ "organizationId": organization })).await.accepted::<Value>();
    assert_eq!(ana.get("/list-user-teams").await.json(), json!([]), "who leaves the organization leaves its teams");
    assert_eq!(app.db.count("teamMember").await, 1);
}

#[tokio::test]
async fn an_invitation_names_teams_to_join() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    ola.starts("acme").await;
    let (one, two) = (team(&mut ola, "One").await, team(&mut ola, "Two").await);
    let invite = |email: &str, teams: Value| json!({ "email": email, "role": "member", "teamId": teams });
    let invitation = ola.post("/invite-member", &invite(ANA, json!(one))).await.json();
    assert_eq!(invitation["teamId"], one);
    let mut ana = somebody(&app, ANA).await;
    ana.accepts(invitation["id"].as_str().unwrap()).await;
    assert_eq!(ana.active("activeTeamId").await.as_ref(), Some(&one));

    let invitation = ola.post("/invite-member", &invite(BEN, json!([one, two]))).await.json();
    assert_eq!(invitation["teamId"], format!("{one},{two}"));
    ola.post("/remove-team", &json!({ "teamId": one })).await.accepted::<Value>();
    let mut ben = somebody(&app, BEN).await;
    ben.accepts(invitation["id"].as_str().unwrap()).await;
    let teams: Vec<Team> = ben.get("/list-user-teams").await.accepted();
    assert_eq!(
        teams.iter().map(|team| &team.id).collect::<Vec<_>>(),
        [&two],
        "a team that is gone is in no invitation"
    );

    ola.post("/invite-member", &invite("x@example.com", json!("a,b"))).await.refused(400, "INVALID_TEAM_ID");
    ola.post("/invite-member", &invite("x@example.com", json!("x"))).await.refused(400, "TEAM_NOT_FOUND");
}

#[tokio::test]
async fn the_configuration_says_how_many_teams_and_members_there_are() {
    let app = site_with(|config| {
        let teams = &mut config.organization.teams;
        (teams.maximum_teams, teams.maximum_members_per_team) = (Some(2), Some(1));
        (teams.default_team, teams.allow_removing_all_teams) = (false, true);
    })
    .await;
    let mut ola = somebody(&app, OLA).await;
    let organization = ola.starts("acme").await;
    assert_eq!(ola.get("/list-teams").await.json(), json!([]));
    let one = team(&mut ola, "One").await;
    let two = team(&mut ola, "Two").await;
    ola.post("/create-team", &json!({ "name": "Three" }))
        .await
        .refused(400, "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_TEAMS");
    let (mut ana, _) = joined(&app, &mut ola, &organization, ANA, "member").await;
    let invitation = json!({ "email": BEN, "role": "member", "teamId": one });
    let invitation = ola.post("/invite-member", &invitation).await.json();
    ola.post("/add-team-member", &json!({ "teamId": one, "userId": ola.id })).await.accepted::<Value>();
    ola.post("/add-team-member", &json!({ "teamId": one, "userId": ana.id }))
        .await
        .refused(403, "TEAM_MEMBER_LIMIT_REACHED");
    let mut ben = somebody(&app, BEN).await;
    let accept = json!({ "invitationId": invitation["id"] });
    ben.post("/accept-invitation", &accept).await.refused(403, "TEAM_MEMBER_LIMIT_REACHED");
    assert!(ben.organizations().await.is_empty(), "nothing is half done");
    let again = json!({ "email": "x@example.com", "role": "member", "teamId": one });
    ola.post("/invite-member", &again).await.refused(403, "TEAM_MEMBER_LIMIT_REACHED");
    ola.post("/remove-team-member", &json!({ "teamId": one, "userId": ola.id })).await.accepted::<Value>();
    ben.post("/accept-invitation", &accept).await.accepted::<Value>();
    ana.get(&format!("/list-team-members?teamId={one}")).await.refused(400, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
    for id in [one, two] {
        ola.post("/remove-team", &json!({ "teamId": id })).await.accepted::<Value>();
    }
}
