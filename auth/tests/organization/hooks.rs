use async_trait::async_trait;
use auth::{
    Auth, Error, Result,
    features::organization::OrganizationHooks,
    wire::{Invitation, Member, Organization, User},
};
use serde_json::json;

use super::{ANA, OLA, somebody, with_everything};
use crate::common::{Database, TestAuth};

#[derive(Debug)]
struct Rules;

#[async_trait]
impl OrganizationHooks for Rules {
    async fn may_create_organization(&self, _auth: &Auth, user: &User) -> Result<bool> {
        Ok(user.email == OLA)
    }

    async fn membership_limit(&self, _auth: &Auth, _user: &User, _organization: &Organization) -> Result<u64> {
        Ok(1)
    }

    async fn invitation_url(&self, _auth: &Auth, invitation: &Invitation, _token: &str) -> Result<Option<String>> {
        Ok(Some(format!("https://other.example/join/{}", invitation.id)))
    }

    async fn before_create_organization(
        &self,
        _auth: &Auth,
        organization: &mut Organization,
        _user: &User,
    ) -> Result<()> {
        if organization.slug == "forbidden" {
            return Err(Error::refuse(403, "SLUG_FORBIDDEN", "Not this one."));
        }
        organization.name = organization.name.to_uppercase();
        Ok(())
    }

    async fn after_create_organization(&self, _: &Auth, _: &Organization, _: &User, _: &Member) -> Result<()> {
        Err(Error::refuse(500, "LATE", "It is done already."))
    }
}

#[tokio::test]
async fn the_application_has_rules_of_its_own() {
    let app =
        TestAuth::built(Database::empty().await, with_everything, |builder| builder.organization_hooks(Rules)).await;
    let mut ola = somebody(&app, OLA).await;
    let mut ana = somebody(&app, ANA).await;
    let body = json!({ "name": "Acme", "slug": "acme" });
    ana.post("/create", &body).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_NEW_ORGANIZATION");
    ola.post("/create", &json!({ "name": "A", "slug": "forbidden" })).await.refused(403, "SLUG_FORBIDDEN");
    let made = ola.post("/create", &body).await.json();
    assert_eq!(made["name"], "ACME", "what a rule changes is kept, and one that fails afterwards changes nothing");
    let invitation = ola.invites(made["id"].as_str().unwrap(), ANA, "member").await;
    assert_eq!(app.url_to(ANA).await, format!("https://other.example/join/{invitation}"));
    ana.post("/accept-invitation", &json!({ "invitationId": invitation }))
        .await
        .refused(403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED");
}
