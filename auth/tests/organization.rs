//! Organizations: members, invitations, teams and roles, and what keeps one organization from another.

mod audit;
mod hooks;
mod invitations;
mod invited;
mod isolation;
mod members;
mod organizations;
mod races;
mod roles;
mod teams;

use auth::{AuthConfig, wire::Organization};
use serde_json::{Value, json};

use crate::common::{Answer, Client, TestAuth};

const OLA: &str = "ola@example.com";
const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

/// Organizations with teams and roles of their own.
fn with_everything(config: &mut AuthConfig) {
    config.organization.enabled = true;
    config.organization.teams.enabled = true;
    config.organization.dynamic_access_control.enabled = true;
}

/// A site where everything of organizations is on.
async fn site() -> TestAuth {
    TestAuth::with(with_everything).await
}

/// The same with a changed configuration.
async fn site_with(change: impl FnOnce(&mut AuthConfig)) -> TestAuth {
    TestAuth::with(|config| {
        with_everything(config);
        change(config);
    })
    .await
}

/// Somebody in a browser.
#[derive(Clone)]
struct Person {
    client: Client,
    id: String,
}

impl Person {
    async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.client.post(&format!("/organization{path}"), body).await
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.client.get(&format!("/organization{path}")).await
    }

    /// Starts an organization; its id.
    async fn starts(&mut self, slug: &str) -> String {
        let answer = self.post("/create", &json!({ "name": "Acme Inc", "slug": slug })).await;
        answer.accepted::<Organization>().id
    }

    /// Invites somebody; the id of the invitation.
    async fn invites(&mut self, organization: &str, email: &str, role: &str) -> String {
        let body = json!({ "email": email, "role": role, "organizationId": organization });
        let answer = self.post("/invite-member", &body).await;
        answer.accepted::<Value>()["id"].as_str().unwrap().to_owned()
    }

    /// Accepts an invitation; the id of the membership.
    async fn accepts(&mut self, invitation: &str) -> String {
        let answer = self.post("/accept-invitation", &json!({ "invitationId": invitation })).await;
        answer.accepted::<Value>()["member"]["id"].as_str().unwrap().to_owned()
    }

    /// The role in an organization, or why there is none.
    async fn role_in(&mut self, organization: &str) -> String {
        let answer = self.get(&format!("/get-active-member-role?organizationId={organization}")).await;
        if answer.status != 200 {
            return answer.code();
        }
        answer.json()["role"].as_str().unwrap().to_owned()
    }

    /// The ids of the organizations that they are in.
    async fn organizations(&mut self) -> Vec<String> {
        let all: Vec<Organization> = self.get("/list").await.accepted();
        all.into_iter().map(|organization| organization.id).collect()
    }

    /// A field of their session.
    async fn active(&mut self, field: &str) -> Option<String> {
        self.client.session().await.session.fields.text(field).map(str::to_owned)
    }
}

/// Somebody who signed up.
async fn somebody(app: &TestAuth, email: &str) -> Person {
    let client = app.signed_up(email).await;
    let id = client.clone().session().await.user.id;
    Person { client, id }
}

/// Somebody who signed up, and whose address is verified.
async fn verified(app: &TestAuth, email: &str) -> Person {
    let person = somebody(app, email).await;
    app.db.execute(&format!(r#"UPDATE "user" SET "emailVerified" = true WHERE "id" = '{}'"#, person.id)).await;
    person
}

/// Somebody who has joined with a role; and the id of the membership.
async fn joined(app: &TestAuth, owner: &mut Person, organization: &str, email: &str, role: &str) -> (Person, String) {
    let mut person = somebody(app, email).await;
    let invitation = owner.invites(organization, email, role).await;
    let member = person.accepts(&invitation).await;
    (person, member)
}
