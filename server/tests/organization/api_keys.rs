//! The API keys of an organization, in a browser with scripts off.

use auth::{
    config::{ApiKeyConfiguration, KeyOwner},
    wire::VerifyApiKey,
};
use axum::http::StatusCode;

use super::{member, owner};
use crate::common::TestServer;

const PAGE: &str = "/o/acme/api-keys";

/// Persons and organizations have keys, of a kind each.
async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        settings.auth.organization.enabled = true;
        settings.auth.api_key.enabled = true;
        let kind = |id: &str, references| {
            let config_id = Some(id.to_owned());
            ApiKeyConfiguration { config_id, references, ..ApiKeyConfiguration::default() }
        };
        settings.auth.api_key.configurations =
            vec![kind("default", KeyOwner::User), kind("organization", KeyOwner::Organization)];
    })
    .await
}

/// The key on a page that shows one.
fn shown_key(body: &str) -> String {
    let after = body.split_once("id=\"new-api-key\"").unwrap().1;
    after.split(['>', '<']).nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn an_owner_makes_a_key_of_the_organization_and_ends_it() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let page = ana.get(PAGE).await;
    assert!(page.body.contains("let a program work for the organization"), "{}", page.body);
    let page = ana.submit("/api/app/create-organization-api-key", "slug=acme&name=Deploy&days=30").await;
    let key = shown_key(&page.body);
    assert!(page.body.contains("Deploy"), "{}", page.body);
    assert!(!ana.get(PAGE).await.body.contains(&key), "it is shown once");
    assert!(!ana.get("/settings/api-keys").await.body.contains("Deploy"), "it is not Ana's own");

    let asked = VerifyApiKey { key, config_id: Some("organization".into()), ..VerifyApiKey::default() };
    let verified = server.state.auth.verify_api_key(&asked).await.unwrap().key.unwrap();
    let page = ana.submit("/api/app/delete-organization-api-key", &format!("slug=acme&id={}", verified.id)).await;
    assert!(page.body.contains("The API key was deleted.") && page.body.contains("No API keys yet"), "{}", page.body);
    assert!(!server.state.auth.verify_api_key(&asked).await.unwrap().valid);
}

#[tokio::test]
async fn a_member_without_the_right_sees_and_changes_nothing() {
    let server = server().await;
    let mut ana = owner(&server).await;
    ana.post("/api/app/create-organization-api-key", "slug=acme&name=Deploy&days=").await;
    let id = ana.cookie("latchkey.new_api_key").unwrap().split('.').next().unwrap().to_owned();
    let mut ben = member(&server, &mut ana).await;
    let page = ben.get(PAGE).await;
    assert!(!page.body.contains("Deploy") && !page.body.contains("Make the key"), "{}", page.body);
    for (path, fields) in [
        ("/api/app/create-organization-api-key", "slug=acme&name=Mine&days=".to_owned()),
        ("/api/app/delete-organization-api-key", format!("slug=acme&id={id}")),
    ] {
        assert_eq!(ben.call(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let page = ana.get(PAGE).await;
    assert!(page.body.contains("Deploy") && !page.body.contains("Mine"), "{}", page.body);
}

// KEY-003, between organizations
#[tokio::test]
async fn a_key_of_another_organization_is_none_of_this_one() {
    let server = server().await;
    let mut ana = owner(&server).await;
    ana.post("/api/app/create-organization-api-key", "slug=acme&name=Deploy&days=").await;
    let id = ana.cookie("latchkey.new_api_key").unwrap().split('.').next().unwrap().to_owned();
    let mut ben = super::signed_in(&server, "ben").await;
    ben.submit("/api/app/create-organization", "organization_name=Other&slug=").await;
    assert_eq!(ben.get(PAGE).await.status, StatusCode::NOT_FOUND);
    for slug in ["acme", "other"] {
        let fields = format!("slug={slug}&id={id}");
        let answer = ben.call("/api/app/delete-organization-api-key", &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{slug}");
    }
    assert!(ana.get(PAGE).await.body.contains("Deploy"));
}
