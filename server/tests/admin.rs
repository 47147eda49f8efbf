//! Administration, in a browser with scripts off.

use axum::http::StatusCode;

use crate::common::{Browser, TestServer};

const ANA: &str = "email=ana%40example.com&password=correct-horse-battery";
const BEN: &str = "email=ben%40example.com&password=correct-horse-battery";

/// A browser of somebody of the demo accounts.
async fn signed_in(server: &TestServer, who: &str) -> Browser {
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", who).await;
    browser
}

/// The id of a demo account.
async fn id_of(server: &TestServer, email: &str) -> String {
    server.state.auth.store().find_user_by_email(email).await.unwrap().unwrap().id
}

const PAGES: [&str; 4] = ["/admin", "/admin/users", "/admin/system", "/admin/users.csv"];

// ADM-026
#[tokio::test]
async fn the_pages_are_for_those_who_administer() {
    let server = TestServer::start().await;
    let mut ben = signed_in(&server, BEN).await;
    let mut pages = PAGES.map(str::to_owned).to_vec();
    pages.push(format!("/admin/users/{}", id_of(&server, "ana@example.com").await));
    for path in &pages {
        let answer = server.browser().get(path).await;
        assert_eq!((answer.status, answer.location(), answer.body.as_str()), (StatusCode::FOUND, "/sign-in", ""));
        let answer = ben.get(path).await;
        // The file is no page; the core refuses it.
        let refused = if path.contains(".csv") { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
        assert_eq!(answer.status, refused, "{path}");
        assert!(!answer.body.contains("ana@example.com"), "{path}");
    }
    assert!(!ben.get("/dashboard").await.body.contains("href=\"/admin\""));
    let mut ana = signed_in(&server, ANA).await;
    assert!(ana.get("/dashboard").await.body.contains("href=\"/admin\""));
    for path in &pages {
        assert_eq!(ana.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn the_server_functions_are_for_those_who_administer() {
    let server = TestServer::start().await;
    let mut ben = signed_in(&server, BEN).await;
    let functions = server_fn::axum::server_fn_paths().map(|(path, _)| path).filter(|path| path.contains("/admin-"));
    let mut count = 0;
    for path in functions {
        let answer = ben.call(path, "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.body);
        let answer = server.browser().call(path, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}: {}", answer.body);
        count += 1;
    }
    assert!(count > 10);
}

#[tokio::test]
async fn the_overview_has_counts_and_a_chart_and_the_system_no_secret() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, ANA).await;
    let page = ana.get("/admin").await.body;
    assert!(page.contains("The last 30 days") && page.contains("<rect") && page.contains("2 new accounts"), "{page}");
    let page = ana.get("/admin/system").await.body;
    assert!(page.contains("All tables and columns are there.") && page.contains("192.0.2.1"), "{page}");
    assert!(page.contains("36 characters") && !page.contains("a secret of at least"), "{page}");
}

#[tokio::test]
async fn the_list_is_searched_shown_and_sorted_by_its_address() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, ANA).await;
    let all = ana.get("/admin/users").await.body;
    assert!(all.contains("ana@example.com") && all.contains("ben@example.com") && all.contains("1 to 2 of 2"), "{all}");
    let found = ana.get("/admin/users?search=BEN&field=name").await.body;
    assert!(found.contains("ben@example.com") && found.contains("1 to 1 of 1"), "{found}");
    let admins = ana.get("/admin/users?filter=admins").await.body;
    assert!(admins.contains("1 to 1 of 1") && !admins.contains("ben@example.com"), "{admins}");
    assert!(ana.get("/admin/users?search=nobody").await.body.contains("No account fits."));
    let sorted = ana.get("/admin/users?sort=email&direction=desc").await.body;
    assert!(sorted.find("Select Ben") < sorted.find("Select Ana"), "{sorted}");

    let file = ana.get("/admin/users.csv?sort=email&direction=asc").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    let lines: Vec<_> = file.body.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].contains("\"Ana\",\"ana@example.com\",\"true\",\"admin\",\"false\""), "{}", lines[1]);
}

#[tokio::test]
async fn several_accounts_are_changed_once_that_is_confirmed() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, ANA).await;
    let ben = id_of(&server, "ben@example.com").await;
    let mut bens_browser = signed_in(&server, BEN).await;
    let page = ana.submit("/api/app/admin-change-users", "action=ban&confirmed=true").await;
    assert!(page.body.contains("Select at least one account."), "{}", page.body);
    let page = ana.submit("/api/app/admin-change-users", &format!("action=ban&ids%5B%5D={ben}")).await;
    assert!(page.body.contains("Tick the box to confirm."), "{}", page.body);
    let fields = format!("action=ban&ids%5B%5D={ben}&confirmed=true&back=%3Fsearch%3Dben");
    let page = ana.submit("/api/app/admin-change-users", &fields).await;
    assert!(page.body.contains("1 account was changed.") && page.body.contains("Banned"), "{}", page.body);
    assert_eq!(bens_browser.get("/dashboard").await.location(), "/sign-in");
    let page = bens_browser.submit("/api/app/sign-in", BEN).await;
    assert!(page.body.contains("This account is banned."), "{}", page.body);

    let own = id_of(&server, "ana@example.com").await;
    let fields = format!("action=remove&ids%5B%5D={own}&confirmed=true");
    let page = ana.submit("/api/app/admin-change-users", &fields).await;
    assert!(page.body.contains("You cannot delete your own account here."), "{}", page.body);
}

#[tokio::test]
async fn an_account_is_changed_banned_and_deleted_on_its_page() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, ANA).await;
    let ben = id_of(&server, "ben@example.com").await;
    let user = format!("user_id={ben}");
    let page = ana.get(&format!("/admin/users/{ben}")).await.body;
    assert!(page.contains("ben@example.com") && page.contains("Impersonate") && page.contains("Delete account"));
    assert!(ana.get("/admin/users/nobody").await.body.contains("There is no such account."));

    // Whoever came by a link or a code has no name, and need not get one.
    let page = ana.submit("/api/app/admin-update-user", &format!("{user}&name=&email=ben%40example.com")).await;
    assert!(page.body.contains("The account was changed."), "{}", page.body);
    let page = ana.submit("/api/app/admin-update-user", &format!("{user}&name=Benno&email=ana%40example.com")).await;
    assert!(page.body.contains("There is an account with this address."), "{}", page.body);
    let page = ana.submit("/api/app/admin-update-user", &format!("{user}&name=Benno&email=ben%40example.com")).await;
    assert!(page.body.contains("The account was changed.") && page.body.contains("Benno"), "{}", page.body);
    let page = ana.submit("/api/app/admin-set-role", &format!("{user}&role=user%2C+editor")).await;
    assert!(page.body.contains("user,editor"), "{}", page.body);
    let page = ana.submit("/api/app/admin-set-password", &format!("{user}&password=short")).await;
    assert!(page.body.contains("This password is too short."), "{}", page.body);
    let page = ana.submit("/api/app/admin-set-password", &format!("{user}&password=another-password")).await;
    assert!(page.body.contains("The account was changed."), "{}", page.body);

    let page = ana.submit("/api/app/admin-ban-user", &format!("{user}&reason=Spam&days=2")).await;
    assert!(page.body.contains("The account is banned.") && page.body.contains("Spam"), "{}", page.body);
    let page = ana.submit("/api/app/admin-unban-user", &user).await;
    assert!(page.body.contains("The ban is lifted."), "{}", page.body);

    let page = ana.submit("/api/app/admin-remove-user", &format!("{user}&address=somebody")).await;
    assert!(page.body.contains("Type the email address of the account to confirm."), "{}", page.body);
    let page = ana.submit("/api/app/admin-remove-user", &format!("{user}&address=ben%40example.com")).await;
    assert!(page.body.contains("The account is deleted.") && page.body.contains("1 to 1 of 1"), "{}", page.body);

    let own = id_of(&server, "ana@example.com").await;
    let page = ana.submit("/api/app/admin-set-role", &format!("user_id={own}&role=user")).await;
    assert!(page.body.contains("This is the last administrator."), "{}", page.body);
}

#[tokio::test]
async fn sessions_of_others_are_ended() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, ANA).await;
    let ben = id_of(&server, "ben@example.com").await;
    let mut one = signed_in(&server, BEN).await;
    let page = ana.get(&format!("/admin/users/{ben}")).await.body;
    let handle = page.split("name=\"handle\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!one.cookie("better-auth.session_token").unwrap().contains(&handle));
    let fields = format!("user_id={ben}&handle={}", handle.replace('$', "%24"));
    let page = ana.submit("/api/app/admin-revoke-session", &fields).await;
    assert!(page.body.contains("Not signed in anywhere."), "{}", page.body);
    assert_eq!(one.get("/dashboard").await.location(), "/sign-in");
    let mut other = signed_in(&server, BEN).await;
    let page = ana.submit("/api/app/admin-revoke-sessions", &format!("user_id={ben}")).await;
    assert!(page.body.contains("All sessions were ended."), "{}", page.body);
    assert_eq!(other.get("/dashboard").await.location(), "/sign-in");
}

#[tokio::test]
async fn whoever_impersonates_sees_it_on_every_page_and_goes_back() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, ANA).await;
    let ben = id_of(&server, "ben@example.com").await;
    let page = ana.submit("/api/app/admin-impersonate", &format!("user_id={ben}")).await;
    let banner = "You are looking at this as Ben. 60 minutes left.";
    assert!(page.body.contains(banner) && page.body.contains("Hello, Ben"), "{}", page.body);
    for path in ["/", "/settings/profile", "/settings/security", "/sign-out"] {
        assert!(ana.get(path).await.body.contains(banner), "{path}");
    }
    assert_eq!(ana.get("/admin").await.status, StatusCode::NOT_FOUND);
    let page =
        ana.submit("/api/app/delete-account", "confirmation=ben%40example.com&password=correct-horse-battery").await;
    assert!(page.body.contains("Only the person themself can do this."), "{}", page.body);
    assert!(!signed_in(&server, BEN).await.get("/dashboard").await.body.contains("Impersonation"));

    let page = ana.submit("/api/app/stop-impersonating", "").await;
    assert!(page.body.contains("You are yourself again.") && page.body.contains("ben@example.com"), "{}", page.body);
    assert!(ana.get("/dashboard").await.body.contains("Hello, Ana"));
}
