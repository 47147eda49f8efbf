use serde_json::json;
use tokio::task::JoinSet;

use super::{ANA, BEN, OLA, Person, joined, site, site_with, somebody};

/// Does something as often at once as there are people; the answers' statuses.
async fn at_once(people: Vec<Person>, path: &'static str, bodies: Vec<serde_json::Value>) -> Vec<u16> {
    let mut tries = JoinSet::new();
    for (mut person, body) in people.into_iter().zip(bodies) {
        tries.spawn(async move { person.post(path, &body).await.status.as_u16() });
    }
    tries.join_all().await
}

fn successes(statuses: &[u16]) -> usize {
    assert!(statuses.iter().all(|status| matches!(status, 200 | 400 | 403)), "{statuses:?}");
    statuses.iter().filter(|status| **status == 200).count()
}

// ORG-012
#[tokio::test]
async fn an_invitation_is_accepted_once() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let invitation = ola.invites(&id, ANA, "member").await;
    let ana = somebody(&app, ANA).await;
    let body = json!({ "invitationId": invitation });
    let statuses = at_once(vec![ana; 50], "/accept-invitation", vec![body; 50]).await;
    assert_eq!(successes(&statuses), 1);
    assert_eq!(app.db.count("member").await, 2);
}

#[tokio::test]
async fn of_accepting_and_calling_off_one_happens() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    for round in 0..10 {
        let email = format!("p{round}@example.com");
        let invitation = ola.invites(&id, &email, "member").await;
        let mut person = somebody(&app, &email).await;
        let body = json!({ "invitationId": invitation });
        let mut owner = ola.clone();
        let (accepted, canceled) =
            tokio::join!(person.post("/accept-invitation", &body), owner.post("/cancel-invitation", &body));
        assert_eq!(successes(&[accepted.status.as_u16(), canceled.status.as_u16()]), 1, "{accepted} {canceled}");
        assert_eq!(person.organizations().await.len(), usize::from(accepted.status == 200));
    }
}

// ORG-008: two owners go at once, in every way.
#[tokio::test]
async fn one_owner_remains_whatever_happens_at_once() {
    let app = site_with(|config| config.user.delete_user = true).await;
    for round in 0..10 {
        let mut ola = somebody(&app, &format!("a{round}@example.com")).await;
        let id = ola.starts(&format!("acme{round}")).await;
        let (mut ben, ben_member) = joined(&app, &mut ola, &id, &format!("b{round}@example.com"), "owner").await;
        let own = ola.get(&format!("/get-active-member-role?organizationId={id}")).await.json();
        assert_eq!(own["role"], "owner");
        let leave = json!({ "organizationId": id });
        let (mut first, mut second) = (ola.clone(), ben.clone());
        let statuses = match round % 3 {
            0 => {
                let (one, two) = tokio::join!(first.post("/leave", &leave), second.post("/leave", &leave));
                [one.status, two.status]
            }
            1 => {
                let demote = json!({ "memberId": ben_member, "role": "member", "organizationId": id });
                let (one, two) =
                    tokio::join!(first.post("/leave", &leave), second.post("/update-member-role", &demote));
                [one.status, two.status]
            }
            _ => {
                joined(&app, &mut ola, &id, &format!("c{round}@example.com"), "member").await;
                let delete = json!({ "password": crate::common::PASSWORD });
                let (one, two) = tokio::join!(
                    first.client.post("/delete-user", &delete),
                    second.client.post("/delete-user", &delete)
                );
                [one.status, two.status]
            }
        };
        let done = statuses.iter().filter(|status| **status == 200).count();
        assert_eq!(done, 1, "round {round}: {statuses:?}");
        let owners = format!(r#"SELECT "id" FROM "member" WHERE "organizationId" = '{id}' AND "role" = 'owner'"#);
        assert_eq!(app.db.texts(&owners).await.len(), 1, "round {round}");
        drop(ben.client.get_session().await);
    }
}

#[tokio::test]
async fn the_membership_limit_holds() {
    let app = site_with(|config| config.organization.membership_limit = 3).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut people, mut bodies) = (Vec::new(), Vec::new());
    for index in 0..10 {
        let email = format!("p{index}@example.com");
        bodies.push(json!({ "invitationId": ola.invites(&id, &email, "member").await }));
        people.push(somebody(&app, &email).await);
    }
    let statuses = at_once(people, "/accept-invitation", bodies).await;
    assert_eq!(successes(&statuses), 2);
    assert_eq!(app.db.count("member").await, 3);
}

// ORG-017
#[tokio::test]
async fn a_slug_is_given_once() {
    let app = site().await;
    let mut people = Vec::new();
    for index in 0..25 {
        people.push(somebody(&app, &format!("p{index}@example.com")).await);
    }
    let people = people.iter().chain(&people).cloned().collect();
    let statuses = at_once(people, "/create", vec![json!({ "name": "Same", "slug": "same" }); 50]).await;
    assert_eq!(successes(&statuses), 1);
    assert_eq!(app.db.count("organization").await, 1);
    assert_eq!(app.db.count("member").await, 1);
}

#[tokio::test]
async fn the_limits_of_organizations_invitations_teams_and_roles_hold() {
    let app = site_with(|config| {
        config.organization.organization_limit = Some(1);
        config.organization.invitation_limit = 2;
        config.organization.teams.maximum_teams = Some(2);
        config.organization.teams.maximum_members_per_team = Some(1);
        config.organization.dynamic_access_control.maximum_roles_per_organization = Some(1);
    })
    .await;
    let mut ola = somebody(&app, OLA).await;
    let bodies = (0..10).map(|index| json!({ "name": "A", "slug": format!("s{index}") })).collect();
    assert_eq!(successes(&at_once(vec![ola.clone(); 10], "/create", bodies).await), 1);
    let id = ola.organizations().await.remove(0);
    ola.post("/set-active", &json!({ "organizationId": id })).await.accepted::<serde_json::Value>();

    let invite = |email: String| json!({ "email": email, "role": "member", "organizationId": id });
    let bodies = (0..10).map(|index| invite(format!("p{index}@example.com"))).collect();
    assert_eq!(successes(&at_once(vec![ola.clone(); 10], "/invite-member", bodies).await), 2);
    let bodies = (0..10).map(|_| json!({ "name": "T" })).collect();
    assert_eq!(successes(&at_once(vec![ola.clone(); 10], "/create-team", bodies).await), 1);
    let bodies = (0..10).map(|index| json!({ "role": format!("r{index}"), "permission": {} })).collect();
    assert_eq!(successes(&at_once(vec![ola.clone(); 10], "/create-role", bodies).await), 1);
}

#[tokio::test]
async fn the_same_person_is_invited_and_put_into_a_team_once() {
    let app = site_with(|config| config.organization.teams.maximum_members_per_team = Some(2)).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let invite = json!({ "email": ANA, "role": "member", "organizationId": id });
    assert_eq!(successes(&at_once(vec![ola.clone(); 20], "/invite-member", vec![invite; 20]).await), 1);
    assert_eq!(app.db.count("invitation").await, 1);
    let (ben, _) = joined(&app, &mut ola, &id, BEN, "member").await;
    let team = ola.get("/list-teams").await.json()[0]["id"].as_str().unwrap().to_owned();
    let seat = json!({ "teamId": team, "userId": ben.id });
    assert_eq!(successes(&at_once(vec![ola.clone(); 20], "/add-team-member", vec![seat; 20]).await), 20);
    assert_eq!(app.db.count("teamMember").await, 2);
    assert_eq!(app.db.texts(r#"SELECT "id" FROM "team" WHERE "memberCount" = 2"#).await.len(), 1);
}
