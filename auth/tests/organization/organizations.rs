use auth::{
    config::SecondaryStorageConfig,
    wire::{FullOrganization, Organization},
};
use serde_json::{Value, json};

use super::{ANA, BEN, OLA, joined, site, site_with, somebody};
use crate::common::TestAuth;

#[tokio::test]
async fn who_starts_an_organization_owns_it_and_is_active_there() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let body =
        json!({ "name": "Acme", "slug": "acme", "logo": "https://img.example/l.png", "metadata": { "plan": "pro" } });
    let made = ola.post("/create", &body).await.json();
    assert_eq!(made["metadata"], json!({ "plan": "pro" }), "an object where it was just made");
    assert_eq!((&made["members"][0]["role"], &made["members"][0]["userId"]), (&json!("owner"), &json!(ola.id)));
    let id = made["id"].as_str().unwrap();
    assert_eq!(ola.active("activeOrganizationId").await.as_deref(), Some(id));

    let team = ola.get("/list-teams").await.json();
    assert_eq!((&team[0]["name"], team.as_array().unwrap().len()), (&json!("Acme"), 1));
    assert_eq!(ola.active("activeTeamId").await.as_deref(), team[0]["id"].as_str());

    let listed: Vec<Organization> = ola.get("/list").await.accepted();
    assert_eq!(listed[0].metadata, Some(Value::String(r#"{"plan":"pro"}"#.into())), "its text elsewhere, as upstream");
    assert_eq!(listed[0].metadata().unwrap()["plan"], "pro");
}

#[tokio::test]
async fn a_second_organization_leaves_the_session_where_it_is_if_that_is_wanted() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let first = ola.starts("first").await;
    app.clock.advance(crate::common::SECOND);
    let body = json!({ "name": "Second", "slug": "second", "keepCurrentActiveOrganization": true });
    let second = ola.post("/create", &body).await.accepted::<Organization>().id;
    assert_eq!(ola.active("activeOrganizationId").await, Some(first.clone()));
    assert_eq!(ola.organizations().await, [first, second]);
}

#[tokio::test]
async fn what_is_no_organization_is_refused() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    for body in [
        json!({ "name": "A" }),
        json!({ "name": "", "slug": "a" }),
        json!({ "name": "A", "slug": "" }),
        json!({ "name": "A", "slug": "a", "metadata": "text" }),
        json!({ "name": "A\0", "slug": "a" }),
        // ORG-019
        json!({ "name": "A", "slug": "a", "metadata": { "long": "x".repeat(16 * 1024) } }),
    ] {
        ola.post("/create", &body).await.refused(400, "VALIDATION_ERROR");
    }
    app.client().post("/organization/create", &json!({ "name": "A", "slug": "a" })).await.refused(401, "UNAUTHORIZED");
    assert!(ola.organizations().await.is_empty());
}

// ORG-025: a picture is an address that browsers load as one, and the server never does.
#[tokio::test]
async fn a_logo_leads_to_a_picture_and_to_nothing_else() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    for logo in [
        "javascript:alert(1)",
        "http://169.254.169.254/",
        "//evil.example/x",
        "/\\evil.example",
        "ftp://x",
        "data:text/html,x",
    ] {
        let body = json!({ "organizationId": id, "data": { "logo": logo } });
        ola.post("/update", &body).await.refused(400, "VALIDATION_ERROR");
    }
    for logo in
        [json!("https://img.example/l.png"), json!("/logo.svg"), json!("data:image/png;base64,AA=="), Value::Null]
    {
        let body = json!({ "organizationId": id, "data": { "logo": logo } });
        assert_eq!(ola.post("/update", &body).await.json()["logo"], logo);
    }
}

// ORG-019: what a client says of id and date is not heard.
#[tokio::test]
async fn only_what_may_change_changes() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let (first, second) = (ola.starts("first").await, ola.starts("second").await);
    let before = ola.get(&format!("/get-organization?organizationId={first}")).await.json();
    let data = json!({ "id": second, "createdAt": "1970-01-01T00:00:00.000Z", "name": "New", "metadata": { "a": 1 } });
    let after = ola.post("/update", &json!({ "organizationId": first, "data": data })).await.json();
    assert_eq!((&after["id"], &after["createdAt"]), (&before["id"], &before["createdAt"]));
    assert_eq!(
        (&after["name"], &after["metadata"], &after["slug"]),
        (&json!("New"), &json!({ "a": 1 }), &json!("first"))
    );
    let taken = json!({ "organizationId": first, "data": { "slug": "second" } });
    ola.post("/update", &taken).await.refused(400, "ORGANIZATION_SLUG_ALREADY_TAKEN");
    assert_eq!(ola.post("/update", &json!({ "organizationId": first, "data": { "slug": "first" } })).await.status, 200);
    assert_eq!(ola.post("/update", &json!({ "organizationId": first, "data": {} })).await.json()["name"], "New");
}

// ENUM-018
#[tokio::test]
async fn whether_a_slug_is_free_is_said_to_people_who_are_signed_in() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    ola.starts("acme").await;
    ola.post("/check-slug", &json!({ "slug": "acme" })).await.refused(400, "ORGANIZATION_SLUG_ALREADY_TAKEN");
    assert_eq!(ola.post("/check-slug", &json!({ "slug": "other" })).await.json(), json!({ "status": true }));
    app.client().post("/organization/check-slug", &json!({ "slug": "acme" })).await.refused(401, "UNAUTHORIZED");
    ola.post("/create", &json!({ "name": "B", "slug": "acme" })).await.refused(400, "ORGANIZATION_ALREADY_EXISTS");
}

#[tokio::test]
async fn a_session_is_active_in_one_organization_or_in_none() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let (first, second) = (ola.starts("first").await, ola.starts("second").await);
    assert_eq!(ola.post("/set-active", &json!({ "organizationId": first })).await.json()["id"], first);
    assert_eq!(ola.active("activeOrganizationId").await.as_ref(), Some(&first));
    assert_eq!(ola.post("/set-active", &json!({ "organizationSlug": "second" })).await.json()["id"], second);
    assert_eq!(ola.post("/set-active", &json!({ "organizationId": null })).await.json(), Value::Null);
    assert_eq!(ola.active("activeOrganizationId").await, None);
    assert_eq!(ola.get("/get-full-organization").await.json(), Value::Null);
    assert_eq!(ola.post("/set-active", &json!({})).await.json(), Value::Null);

    let mut ben = somebody(&app, BEN).await;
    ben.post("/set-active", &json!({ "organizationId": first }))
        .await
        .refused(403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
    ben.post("/set-active", &json!({ "organizationId": "x" }))
        .await
        .refused(403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
    ben.post("/set-active", &json!({ "organizationSlug": "none" })).await.refused(400, "ORGANIZATION_NOT_FOUND");
}

#[tokio::test]
async fn the_whole_organization_is_shown_to_its_members() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "member").await;
    ola.invites(&id, BEN, "member").await;
    let full: FullOrganization = ola.get("/get-full-organization").await.accepted();
    assert_eq!((full.members.len(), full.teams.unwrap().len()), (2, 1));
    assert_eq!(full.invitations.iter().filter(|invitation| invitation.email == BEN).count(), 1);
    let body = ola.get("/get-full-organization?organizationSlug=acme&membersLimit=1").await.json();
    assert_eq!(body["members"].as_array().unwrap().len(), 1);
    let user = body["members"][0]["user"].as_object().unwrap();
    assert_eq!(user.keys().collect::<Vec<_>>(), ["email", "id", "image", "name"]);
    // Whoever sees the id of an invitation could accept it for somebody else.
    let seen: FullOrganization = ana.get("/get-full-organization").await.accepted();
    assert!(seen.invitations.is_empty());
}

// ORG-020
#[tokio::test]
async fn a_deleted_organization_is_gone_for_everybody() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "admin").await;
    let mut ben = somebody(&app, BEN).await;
    let invitation = ola.invites(&id, BEN, "member").await;
    let role = json!({ "role": "guide", "permission": { "invitation": ["create"] } });
    assert_eq!(ola.post("/create-role", &role).await.status, 200);
    ana.post("/delete", &json!({ "organizationId": id }))
        .await
        .refused(403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION");

    assert_eq!(ola.post("/delete", &json!({ "organizationId": id })).await.json()["id"], id);
    for person in [&mut ola, &mut ana] {
        assert_eq!(person.active("activeOrganizationId").await, None);
        assert!(person.organizations().await.is_empty());
        let answer = person.get(&format!("/get-full-organization?organizationId={id}")).await;
        answer.refused(400, "ORGANIZATION_NOT_FOUND");
    }
    ben.post("/accept-invitation", &json!({ "invitationId": invitation })).await.refused(400, "INVITATION_NOT_FOUND");
    for table in ["member", "invitation", "team", "teamMember", "organizationRole"] {
        assert_eq!(app.db.count(table).await, 0, "{table}");
    }
    assert_eq!(ola.post("/create", &json!({ "name": "Acme", "slug": "acme" })).await.status, 200, "its slug is free");
}

#[tokio::test]
async fn the_configuration_says_who_starts_how_many_organizations() {
    let app = site_with(|config| config.organization.allow_user_to_create_organization = false).await;
    let mut ola = somebody(&app, OLA).await;
    let body = json!({ "name": "A", "slug": "a" });
    ola.post("/create", &body).await.refused(403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_NEW_ORGANIZATION");

    let app = site_with(|config| {
        config.organization.organization_limit = Some(1);
        config.organization.disable_organization_deletion = true;
        config.organization.creator_role = "admin".into();
    })
    .await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("first").await;
    assert_eq!(ola.role_in(&id).await, "admin");
    ola.post("/create", &json!({ "name": "B", "slug": "b" }))
        .await
        .refused(403, "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS");
    ola.post("/delete", &json!({ "organizationId": id })).await.refused(404, "ORGANIZATION_DELETION_DISABLED");
}

#[tokio::test]
async fn without_organizations_there_are_neither_routes_nor_fields() {
    let app = TestAuth::new().await;
    let mut ola = somebody(&app, OLA).await;
    ola.post("/create", &json!({ "name": "A", "slug": "a" })).await.is_unknown_path();
    let session = ola.client.session().await.session;
    assert!(session.fields.get("activeOrganizationId").is_none() && session.fields.get("activeTeamId").is_none());

    let app = TestAuth::with(|config| config.organization.enabled = true).await;
    let mut ola = somebody(&app, OLA).await;
    ola.starts("acme").await;
    ola.post("/create-team", &json!({ "name": "T" })).await.is_unknown_path();
    ola.get("/list-roles").await.is_unknown_path();
    let session = ola.client.session().await.session;
    assert!(session.fields.get("activeOrganizationId").is_some() && session.fields.get("activeTeamId").is_none());
    let full = ola.get("/get-full-organization").await.json();
    assert!(full.get("teams").is_none());
}

#[tokio::test]
async fn fields_of_the_configuration_are_kept_with_an_organization() {
    use auth::schema::{Field, FieldKind};
    let app = site_with(|config| {
        config.organization.schema.organization.additional_fields = vec![
            Field::new("plan", FieldKind::Text).with_default("free"),
            Field::new("seats", FieldKind::Integer).required(),
            Field::new("note", FieldKind::Text).hidden(),
            Field::new("risk", FieldKind::Text).not_from_outside(),
        ];
    })
    .await;
    let mut ola = somebody(&app, OLA).await;
    ola.post("/create", &json!({ "name": "A", "slug": "a" })).await.refused(400, "VALIDATION_ERROR");
    let body = json!({ "name": "A", "slug": "a", "seats": 3, "note": "secret", "risk": "low" });
    let made = ola.post("/create", &body).await.json();
    assert_eq!((&made["plan"], &made["seats"], &made["risk"]), (&json!("free"), &json!(3), &Value::Null));
    assert!(made.get("note").is_none());
    let data = json!({ "seats": 4, "plan": "pro", "risk": "low" });
    let after = ola.post("/update", &json!({ "data": data })).await.json();
    assert_eq!((&after["plan"], &after["seats"], &after["risk"]), (&json!("pro"), &json!(4), &Value::Null));
    let full: FullOrganization = ola.get("/get-full-organization").await.accepted();
    assert_eq!(full.organization.fields.integer("seats"), Some(4));
    assert_eq!(app.db.text(r#"SELECT "note" FROM "organization""#).await, "secret");
}

#[tokio::test]
async fn pages_find_the_organizations_of_the_caller_with_what_they_are_there() {
    let app = site().await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (ana, _) = joined(&app, &mut ola, &id, ANA, "member").await;
    ola.invites(&id, BEN, "member").await;
    let own = app.auth.own_organizations(&mut ola.client.cx()).await.unwrap();
    assert_eq!((own[0].role.as_str(), own[0].pending_invitations), ("owner", 1));
    let own = app.auth.own_organizations(&mut ana.client.cx()).await.unwrap();
    assert_eq!((own[0].role.as_str(), own[0].pending_invitations), ("member", 0));

    let membership = app.auth.membership(&mut ana.client.cx(), "acme").await.unwrap();
    assert_eq!((membership.organization.id.as_str(), membership.member.role.as_str()), (id.as_str(), "member"));
    let ben = somebody(&app, BEN).await;
    for slug in ["acme", "none"] {
        let error = app.auth.membership(&mut ben.client.cx(), slug).await.unwrap_err();
        assert_eq!((error.status(), error.code_text()), (403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION"));
    }
}

#[tokio::test]
async fn a_session_in_a_secondary_storage_is_active_somewhere_too() {
    let app = site_with(|config| config.secondary_storage = Some(SecondaryStorageConfig::Memory)).await;
    let mut ola = somebody(&app, OLA).await;
    let id = ola.starts("acme").await;
    let (mut ana, _) = joined(&app, &mut ola, &id, ANA, "member").await;
    for person in [&mut ola, &mut ana] {
        assert_eq!(person.active("activeOrganizationId").await.as_ref(), Some(&id));
    }
    ola.post("/delete", &json!({ "organizationId": id })).await.accepted::<Value>();
    for person in [&mut ola, &mut ana] {
        assert_eq!(person.active("activeOrganizationId").await, None);
    }
}

#[tokio::test]
async fn the_cookie_cache_knows_where_a_session_is_active() {
    let app = site_with(|config| config.session.cookie_cache.enabled = true).await;
    let mut ola = somebody(&app, OLA).await;
    let first = ola.starts("first").await;
    assert_eq!(ola.active("activeOrganizationId").await.as_ref(), Some(&first));
    let second = ola.starts("second").await;
    ola.post("/set-active", &json!({ "organizationId": first })).await.accepted::<Value>();
    assert_eq!(ola.active("activeOrganizationId").await.as_ref(), Some(&first));
    ola.post("/delete", &json!({ "organizationId": first })).await.accepted::<Value>();
    assert_eq!(ola.active("activeOrganizationId").await, None);
    assert_eq!(ola.organizations().await, [second]);
}
