use auth::{
    schema::{Field, FieldKind},
    wire::{ListUsers, ListUsersOutput},
};
use serde_json::Value;
use url::form_urlencoded;

use super::{Person, ROOT, admin, somebody};
use crate::common::{HOUR, TestAuth};

const NAMES: [&str; 5] = ["Ana", "ben", "Clara", "dan_o", "Eve%"];

impl Person {
    async fn list(&mut self, query: &[(&str, &str)]) -> ListUsersOutput {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        self.get(&format!("/admin/list-users?{query}")).await.accepted()
    }

    async fn names(&mut self, query: &[(&str, &str)]) -> Vec<String> {
        self.list(query).await.users.into_iter().map(|user| user.name).collect()
    }
}

/// Five people whose accounts were made an hour apart, and one who administers.
async fn town() -> (TestAuth, Person) {
    let app = TestAuth::with(|config| {
        config.user.model.additional_fields =
            vec![Field::new("level", FieldKind::Integer), Field::new("note", FieldKind::Text).hidden()];
    })
    .await;
    let mut root = admin(&app, ROOT).await;
    for (level, name) in NAMES.into_iter().enumerate() {
        app.clock.advance(HOUR);
        let email = format!("{}@town.example", name.trim_end_matches('%').to_lowercase());
        let body = serde_json::json!({ "email": email, "name": name, "data": { "level": level } });
        root.post("/admin/create-user", &body).await.accepted::<Value>();
    }
    (app, root)
}

#[tokio::test]
async fn the_list_has_everybody_in_the_order_in_which_they_came() {
    let (_app, mut root) = town().await;
    let list = root.list(&[]).await;
    assert_eq!((list.total, list.limit, list.offset), (6, None, None));
    let names: Vec<_> = list.users.into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["Root", "Ana", "ben", "Clara", "dan_o", "Eve%"]);
}

#[tokio::test]
async fn a_text_is_searched_where_and_how_one_says() {
    let (_app, mut root) = town().await;
    let names = root.names(&[("searchValue", "town")]).await;
    assert_eq!(names.len(), 5, "in the address, anywhere");
    let by = async |root: &mut Person, value: &str, field: &str, operator: &str| {
        root.names(&[("searchValue", value), ("searchField", field), ("searchOperator", operator)]).await
    };
    assert_eq!(by(&mut root, "BEN", "name", "contains").await, ["ben"], "upper and lower case are the same");
    assert_eq!(by(&mut root, "an", "name", "starts_with").await, ["Ana"]);
    assert_eq!(by(&mut root, "a", "name", "ends_with").await, ["Ana", "Clara"]);
    assert_eq!(by(&mut root, "ana@", "email", "starts_with").await, ["Ana"]);
    assert_eq!(by(&mut root, "na@", "email", "starts_with").await, [""; 0]);
    // Wildcards are letters.
    assert_eq!(by(&mut root, "_", "name", "contains").await, ["dan_o"]);
    assert_eq!(by(&mut root, "%", "name", "contains").await, ["Eve%"]);
    assert_eq!(by(&mut root, "!", "name", "contains").await, [""; 0]);
    assert_eq!(by(&mut root, "'; DROP TABLE user; --", "name", "contains").await, [""; 0]);
}

#[tokio::test]
async fn a_field_is_compared_as_one_says() {
    let (_app, mut root) = town().await;
    let by = async |root: &mut Person, field: &str, operator: &str, values: &[&str]| {
        let mut query = vec![("filterField", field), ("filterOperator", operator)];
        query.extend(values.iter().map(|value| ("filterValue", *value)));
        root.names(&query).await
    };
    assert_eq!(by(&mut root, "role", "eq", &["admin"]).await, ["Root"]);
    assert_eq!(by(&mut root, "role", "ne", &["admin"]).await.len(), 5);
    assert_eq!(by(&mut root, "level", "lt", &["2"]).await, ["Ana", "ben"]);
    assert_eq!(by(&mut root, "level", "lte", &["2"]).await, ["Ana", "ben", "Clara"]);
    assert_eq!(by(&mut root, "level", "gt", &["2"]).await, ["dan_o", "Eve%"]);
    assert_eq!(by(&mut root, "level", "gte", &["4"]).await, ["Eve%"]);
    assert_eq!(by(&mut root, "level", "in", &["0", "4"]).await, ["Ana", "Eve%"]);
    assert_eq!(by(&mut root, "level", "not_in", &["0", "1", "2"]).await, ["dan_o", "Eve%"]);
    assert_eq!(by(&mut root, "banned", "eq", &["false"]).await.len(), 6);
    assert_eq!(by(&mut root, "emailVerified", "eq", &["true"]).await, ["Root"]);
    assert_eq!(by(&mut root, "createdAt", "lte", &["2026-01-15T14:00:00.123Z"]).await, ["Root", "Ana", "ben"]);
    assert_eq!(by(&mut root, "name", "contains", &["an"]).await, ["Ana", "dan_o"]);
    // What does not fit finds nobody: no such field, one that nobody is shown, a value of another kind.
    for (field, operator, value) in [
        ("nothing", "eq", "1"),
        ("note", "ne", "1"),
        ("password", "contains", "a"),
        ("level", "eq", "high"),
        ("level", "contains", "1"),
        ("createdAt", "lt", "yesterday"),
        ("id\" OR 1=1 --", "eq", "x"),
    ] {
        assert_eq!(by(&mut root, field, operator, &[value]).await, [""; 0], "{field} {operator} {value}");
    }
    for (name, value) in [("filterOperator", "like"), ("searchField", "id"), ("sortDirection", "up")] {
        assert_eq!(root.get(&format!("/admin/list-users?{name}={value}&filterValue=x")).await.status, 400);
    }
}

#[tokio::test]
async fn pages_follow_each_other_in_both_directions() {
    let (_app, mut root) = town().await;
    for direction in ["asc", "desc"] {
        let mut paged = Vec::new();
        for offset in ["0", "2", "4", "6"] {
            let query = [("sortBy", "email"), ("sortDirection", direction), ("limit", "2"), ("offset", offset)];
            let page = root.list(&query).await;
            assert_eq!(page.total, 6);
            paged.extend(page.users.into_iter().map(|user| user.email));
        }
        let mut expected = paged.clone();
        expected.sort();
        if direction == "desc" {
            expected.reverse();
        }
        assert_eq!((paged.len(), paged), (6, expected));
    }
    let page = root.list(&[("limit", "2"), ("offset", "4")]).await;
    assert_eq!((page.limit, page.offset, page.users.len()), (Some(2), Some(4), 2));
    assert_eq!(root.names(&[("sortBy", "nothing")]).await, [""; 0]);
}

// ADM-021
#[tokio::test]
async fn strange_numbers_of_a_page_are_as_good_as_none() {
    let (_app, mut root) = town().await;
    for number in [
        "-1",
        "0",
        "1e9",
        "1e300",
        "9223372036854775808",
        "-9223372036854775809",
        "NaN",
        "Infinity",
        "1.5",
        "abc",
        "",
        "null",
        "[]",
        "{}",
        "0x10",
        "1 ",
    ] {
        let list = root.list(&[("limit", number)]).await;
        assert!((1..=6).contains(&list.users.len()) && list.limit.is_none_or(|limit| limit <= 1000), "{number}");
        let list = root.list(&[("offset", number)]).await;
        assert_eq!(list.total, 6, "{number}");
    }
    let list = root.list(&[("limit", "2147483648"), ("offset", "2147483648")]).await;
    assert_eq!((list.users.len(), list.limit), (0, Some(1000)));
}

#[tokio::test]
async fn an_export_has_everybody_the_list_has() {
    let (app, root) = town().await;
    let mut cx = root.client.cx();
    let mut names = Vec::new();
    let query = ListUsers { search_value: Some("town".into()), ..ListUsers::default() };
    let write = |users: Vec<auth::wire::User>| names.extend(users.into_iter().map(|user| user.name));
    app.auth.export_users(&mut cx, query.clone(), write).await.unwrap();
    assert_eq!(names, NAMES);
    let mut cx = somebody(&app, "x@example.com").await.client.cx();
    let refused = app.auth.export_users(&mut cx, query, |_| ()).await.unwrap_err();
    assert_eq!(refused.status(), 403);
}

#[tokio::test]
async fn the_overview_counts_people_and_sessions_by_day() {
    let (app, mut root) = town().await;
    app.clock.advance(HOUR * 24);
    somebody(&app, "late@example.com").await;
    root.client.sign_in(ROOT).await;
    let overview = app.auth.admin_overview(&mut root.client.cx(), 30).await.unwrap();
    assert_eq!((overview.counts.users, overview.counts.banned, overview.counts.verified), (7, 0, 1));
    assert_eq!(overview.days.len(), 30);
    let last: Vec<_> = overview.days[27..].iter().map(|day| (day.made.users, day.made.sessions)).collect();
    assert_eq!(last, [(0, 0), (6, 1), (1, 2)]);
    let mut cx = somebody(&app, "x@example.com").await.client.cx();
    assert_eq!(app.auth.admin_overview(&mut cx, 30).await.unwrap_err().status(), 403);
}
