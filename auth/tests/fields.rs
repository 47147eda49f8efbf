//! Fields that the configuration adds, and tables and columns of other names.

use auth::{
    AuthConfig,
    schema::{Field, FieldKind},
    wire::StatusOutput,
};
use serde_json::{Value, json};

use crate::common::{Answer, Client, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";

fn fields(config: &mut AuthConfig) {
    config.user.model.additional_fields = vec![
        Field::new("lang", FieldKind::Text).with_default("en"),
        Field::new("level", FieldKind::Integer),
        Field::new("newsletter", FieldKind::Boolean).with_default(false),
        Field::new("bornAt", FieldKind::Date),
        Field::new("size", FieldKind::Choice(vec!["small".into(), "large".into()])),
        Field::new("tags", FieldKind::TextList),
        Field::new("rank", FieldKind::Text).with_default("novice").not_from_outside(),
        Field::new("verifiedBy", FieldKind::Text).not_from_outside(),
        Field::new("secretNote", FieldKind::Text).hidden(),
    ];
}

async fn sign_up(client: &mut Client, given: &Value) -> Answer {
    let mut body = json!({ "name": "Ana", "email": ANA, "password": PASSWORD });
    body.as_object_mut().unwrap().extend(given.as_object().unwrap().clone());
    client.post("/sign-up/email", &body).await
}

#[tokio::test]
async fn fields_have_their_defaults_and_null_without_one() {
    let app = TestAuth::with(fields).await;
    let mut ana = app.client();
    let user = sign_up(&mut ana, &json!({})).await.json()["user"].clone();
    assert_eq!((&user["lang"], &user["newsletter"], &user["rank"]), (&json!("en"), &json!(false), &json!("novice")));
    assert_eq!((&user["level"], &user["bornAt"], &user["tags"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(ana.get("/get-session").await.json()["user"], user, "they are read as they were made");
}

#[tokio::test]
async fn fields_keep_their_kind() {
    let app = TestAuth::with(fields).await;
    let mut ana = app.client();
    let given = json!({
        "lang": "fi", "level": 7, "newsletter": true, "bornAt": "1990-05-06T00:00:00.000Z", "size": "large",
        "tags": ["a", "b"],
    });
    let made = sign_up(&mut ana, &given).await.json();
    let read = ana.get("/get-session").await.json();
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(&made["user"][name], value, "{name}");
        assert_eq!(&read["user"][name], value, "{name}");
    }
}

#[tokio::test]
async fn fields_are_changed_and_emptied() {
    let app = TestAuth::with(fields).await;
    let mut ana = app.client();
    sign_up(&mut ana, &json!({ "level": 7 })).await.accepted::<Value>();
    ana.post("/update-user", &json!({ "lang": "fr", "level": null })).await.accepted::<StatusOutput>();
    let user = ana.session().await.user;
    assert_eq!((user.fields.text("lang"), user.fields.integer("level")), (Some("fr"), None));
    assert_eq!(user.name, "Ana");
}

#[tokio::test]
async fn a_value_of_another_kind_is_refused_and_named() {
    let app = TestAuth::with(fields).await;
    let mut ana = app.signed_up(ANA).await;
    let wrong = [
        json!({ "level": "seven" }),
        json!({ "level": 1.5 }),
        json!({ "newsletter": "yes" }),
        json!({ "bornAt": "yesterday" }),
        json!({ "size": "medium" }),
        json!({ "tags": [1] }),
        json!({ "lang": "a\u{0}b" }),
        json!({ "lang": { "$ne": "" } }),
    ];
    for given in wrong {
        let answer = ana.post("/update-user", &given).await;
        answer.refused(400, "VALIDATION_ERROR");
        let (name, _) = given.as_object().unwrap().iter().next().unwrap();
        assert!(answer.text.contains(name), "{answer}");
    }
}

#[tokio::test]
async fn what_requests_cannot_set_keeps_its_default() {
    let app = TestAuth::with(fields).await;
    let mut ana = app.client();
    sign_up(&mut ana, &json!({ "verifiedBy": "me" })).await.refused(400, "FIELD_NOT_ALLOWED");
    let user = sign_up(&mut ana, &json!({ "rank": "boss" })).await.json()["user"].clone();
    assert_eq!(user["rank"], "novice");
    ana.post("/update-user", &json!({ "rank": "boss" })).await.refused(400, "FIELD_NOT_ALLOWED");
    assert_eq!(ana.session().await.user.fields.text("rank"), Some("novice"));
}

#[tokio::test]
async fn what_is_hidden_is_stored_and_never_shown() {
    let app = TestAuth::with(fields).await;
    let mut ana = app.client();
    let made = sign_up(&mut ana, &json!({ "secretNote": "hush-hush" })).await;
    assert!(!made.text.contains("hush-hush"), "{made}");
    assert!(!ana.get("/get-session").await.text.contains("hush-hush"));
    assert_eq!(app.db.text(r#"SELECT "secretNote" FROM "user""#).await, "hush-hush");
}

#[tokio::test]
async fn a_required_field_must_be_given() {
    let app = TestAuth::with(|config| {
        config.user.model.additional_fields = vec![Field::new("company", FieldKind::Text).required()];
    })
    .await;
    sign_up(&mut app.client(), &json!({})).await.refused(400, "MISSING_FIELD");
    sign_up(&mut app.client(), &json!({ "company": null })).await.refused(400, "MISSING_FIELD");
    assert_eq!(app.db.count("user").await, 0);
    let mut ana = app.client();
    sign_up(&mut ana, &json!({ "company": "Acme" })).await.accepted::<Value>();
    ana.post("/update-user", &json!({ "company": null })).await.refused(400, "VALIDATION_ERROR");
    assert_eq!(ana.session().await.user.fields.text("company"), Some("Acme"));
}

#[tokio::test]
async fn tables_and_columns_may_have_other_names() {
    let renamed = |config: &mut AuthConfig| {
        fields(config);
        config.user.model.model_name = Some("people".into());
        config.user.model.fields = [("email", "email_address"), ("createdAt", "made_at"), ("lang", "language")]
            .map(|(field, column)| (field.to_owned(), column.to_owned()))
            .into();
        config.session.model.model_name = Some("visits".into());
        config.session.model.fields.insert("userId".into(), "person_id".into());
        config.account.model.fields.insert("password".into(), "secret_hash".into());
    };
    let app = TestAuth::with(renamed).await;
    let mut ana = app.client();
    sign_up(&mut ana, &json!({ "lang": "sv" })).await.accepted::<Value>();
    assert_eq!(app.db.text(r#"SELECT "email_address" || ' ' || "language" FROM "people""#).await, format!("{ANA} sv"));
    assert_eq!(app.db.texts(r#"SELECT "person_id" FROM "visits""#).await.len(), 1);

    app.signed_in(ANA).await.post("/update-user", &json!({ "lang": "da" })).await.accepted::<StatusOutput>();
    assert_eq!(ana.session().await.user.fields.text("lang"), Some("da"));
    let app = app.restarted_with(renamed).await;
    app.signed_in(ANA).await.session().await;
}

#[tokio::test]
async fn a_field_that_comes_later_gets_its_column() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let app = app.restarted_with(fields).await;
    let user = app.signed_in(ANA).await.session().await.user;
    assert_eq!(user.fields.get("lang"), Some(&Value::Null), "rows from before have no value");
}

#[tokio::test]
async fn names_that_do_not_fit_into_sql_are_refused() {
    let mut config = AuthConfig::new("http://localhost:3000", "secret");
    config.user.model.model_name = Some("people\"; DROP TABLE x; --".into());
    config.session.model.fields.insert("token".into(), String::new());
    config.user.model.additional_fields = vec![Field::new("email", FieldKind::Text)];
    let keys: Vec<_> = config.problems().into_iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["user.model_name", "user.additional_fields.email", "session.fields.token"]);
}
