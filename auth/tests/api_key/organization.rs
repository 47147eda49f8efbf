use auth::{
    AuthConfig,
    config::{ApiKeyConfiguration, KeyOwner},
    wire::{CreateApiKey, CreatedApiKey},
};
use serde_json::{Value, json};

use super::{ANA, BEN, named, with_keys};
use crate::common::{Client, TestAuth};

/// Keys of users, and keys of organizations as `team`.
fn with_organizations(config: &mut AuthConfig) {
    with_keys(config);
    config.organization.enabled = true;
    config.api_key.configurations[0].config_id = Some("default".into());
    config.api_key.configurations.push(ApiKeyConfiguration {
        config_id: Some("team".into()),
        references: KeyOwner::Organization,
        enable_session_for_api_keys: true,
        api_key_headers: vec!["x-team-key".into()],
        ..ApiKeyConfiguration::default()
    });
}

/// Starts an organization; its id.
async fn organization_of(owner: &mut Client) -> String {
    let made = owner.post("/organization/create", &json!({ "name": "Acme", "slug": "acme" })).await.json();
    made["id"].as_str().unwrap().to_owned()
}

fn team_key(organization: &str) -> Value {
    json!({ "name": "CI", "configId": "team", "organizationId": organization })
}

async fn join(app: &TestAuth, organization: &str, client: &mut Client, role: &str) {
    let input = json!({ "userId": client.user_id().await, "organizationId": organization, "role": role });
    let input = serde_json::from_value(input).unwrap();
    app.auth.add_member(&mut auth::Cx::internal(), input).await.unwrap();
}

#[tokio::test]
async fn owners_make_see_change_and_end_the_keys_of_their_organization() {
    let app = TestAuth::with(with_organizations).await;
    let mut ana = app.signed_up(ANA).await;
    let organization = organization_of(&mut ana).await;
    let made: CreatedApiKey = ana.make_key(&team_key(&organization)).await;
    assert_eq!((made.api_key.reference_id.as_str(), made.api_key.config_id.as_str()), (&*organization, "team"));
    let missing = json!({ "configId": "team" });
    ana.post("/api-key/create", &missing).await.refused(400, "ORGANIZATION_ID_REQUIRED");
    // The keys of the person are others.
    assert_eq!(ana.get("/api-key/list").await.json()["total"], 0);
    let listed = ana.get(&format!("/api-key/list?organizationId={organization}")).await.json();
    assert_eq!(listed["apiKeys"][0]["id"], made.api_key.id);
    let id = &made.api_key.id;
    assert_eq!(ana.get(&format!("/api-key/get?id={id}&configId=team")).await.status, 200);
    let change = json!({ "keyId": id, "configId": "team", "name": "New" });
    assert_eq!(ana.post("/api-key/update", &change).await.json()["name"], "New");
    assert!(app.verify(&made.key).await.valid);
    let end = json!({ "keyId": id, "configId": "team" });
    assert_eq!(ana.post("/api-key/delete", &end).await.status, 200);
    assert_eq!(app.refusal(&made.key).await, "INVALID_API_KEY");
}

#[tokio::test]
async fn strangers_and_members_whose_role_does_not_allow_it_have_nothing_to_do_with_them() {
    let app = TestAuth::with(with_organizations).await;
    let mut ana = app.signed_up(ANA).await;
    let organization = organization_of(&mut ana).await;
    let id = ana.make_key(&team_key(&organization)).await.api_key.id;
    let mut ben = app.signed_up(BEN).await;
    for code in ["USER_NOT_MEMBER_OF_ORGANIZATION", "INSUFFICIENT_API_KEY_PERMISSIONS"] {
        ben.post("/api-key/create", &team_key(&organization)).await.refused(403, code);
        ben.get(&format!("/api-key/list?organizationId={organization}")).await.refused(403, code);
        ben.get(&format!("/api-key/get?id={id}&configId=team")).await.refused(403, code);
        let change = json!({ "keyId": id, "configId": "team", "name": "Mine" });
        ben.post("/api-key/update", &change).await.refused(403, code);
        ben.post("/api-key/delete", &json!({ "keyId": id, "configId": "team" })).await.refused(403, code);
        if code == "USER_NOT_MEMBER_OF_ORGANIZATION" {
            join(&app, &organization, &mut ben, "member").await;
        }
    }
}

#[tokio::test]
async fn a_key_of_an_organization_stands_for_nobody_and_goes_with_it() {
    let app = TestAuth::with(with_organizations).await;
    let mut ana = app.signed_up(ANA).await;
    let organization = organization_of(&mut ana).await;
    let key = ana.make_key(&team_key(&organization)).await.key;
    let mut program = app.client().with_header("x-team-key", &key);
    program.get("/get-session").await.refused(401, "INVALID_REFERENCE_ID_FROM_API_KEY");
    let deleted = ana.post("/organization/delete", &json!({ "organizationId": organization })).await;
    assert_eq!(deleted.status, 200, "{deleted}");
    assert_eq!(app.db.count("apikey").await, 0);
}

#[tokio::test]
async fn without_organizations_there_are_no_keys_of_theirs() {
    let app = TestAuth::with(|config| {
        with_organizations(config);
        config.organization.enabled = false;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/api-key/create", &team_key("x")).await.refused(500, "ORGANIZATION_PLUGIN_REQUIRED");
    assert_eq!(ana.post("/api-key/create", &named("own")).await.status, 200);
    let input = CreateApiKey { config_id: Some("team".into()), ..CreateApiKey::default() };
    let refused = app.auth.create_api_key(&mut auth::Cx::internal(), input).await.unwrap_err();
    assert_eq!(refused.code_text(), "ORGANIZATION_ID_REQUIRED");
}
