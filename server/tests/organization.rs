//! Organizations, in a browser with scripts off.

mod accept;
mod api_keys;
mod members;
mod teams;

use axum::http::StatusCode;

use crate::common::{Browser, ORIGIN, Page, TestServer};

const PASSWORD: &str = "correct-horse-battery";

/// A server with organizations as people fork it.
async fn server() -> TestServer {
    TestServer::start_with(|settings| {
        let options = &mut settings.auth.organization;
        options.enabled = true;
        options.teams.enabled = true;
        options.teams.default_team = false;
        options.teams.allow_removing_all_teams = true;
        options.dynamic_access_control.enabled = true;
        options.require_email_verification_on_invitation = true;
    })
    .await
}

/// A browser of somebody of the demo accounts.
async fn signed_in(server: &TestServer, name: &str) -> Browser {
    let mut browser = server.browser();
    browser.submit("/api/app/sign-in", &format!("email={name}%40example.com&password={PASSWORD}")).await;
    browser
}

/// Ana with an organization, `/o/acme`.
async fn owner(server: &TestServer) -> Browser {
    let mut ana = signed_in(server, "ana").await;
    let page = ana.submit("/api/app/create-organization", "organization_name=Acme&slug=").await;
    assert!(page.body.contains("The organization is ready."), "{}", page.body);
    ana
}

async fn invite(browser: &mut Browser, emails: &str) -> Page {
    browser.submit("/api/app/invite-members", &format!("slug=acme&emails={emails}&role=member&team=")).await
}

/// The path of the link in the next mail to an address.
async fn link(server: &TestServer, address: &str) -> String {
    loop {
        let text = server.mailbox().next_to(address).await.wording.text;
        let found = text.split_whitespace().find(|word| word.contains("/accept-invitation/"));
        if let Some(link) = found {
            return link.strip_prefix(ORIGIN).unwrap().to_owned();
        }
    }
}

/// Id and token of a link.
fn parts(link: &str) -> (String, String) {
    let (id, token) = link.strip_prefix("/accept-invitation/").unwrap().split_once("?token=").unwrap();
    (id.to_owned(), token.to_owned())
}

/// Ben, who has joined the organization of Ana.
async fn member(server: &TestServer, ana: &mut Browser) -> Browser {
    invite(ana, "ben%40example.com").await;
    let (id, token) = parts(&link(server, "ben@example.com").await);
    let mut ben = signed_in(server, "ben").await;
    let page = ben.submit("/api/app/accept-invitation", &format!("id={id}&token={token}")).await;
    assert!(page.body.contains("Welcome! You have joined."), "{}", page.body);
    ben
}

/// The value of the field after a mark on the page.
fn value_after(page: &Page, mark: &str, field: &str) -> String {
    let rest = page.body.split_once(mark).map_or_else(|| panic!("{mark} is not in {}", page.body), |(_, rest)| rest);
    let rest = rest.split_once(&format!("name=\"{field}\" value=\"")).unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_organization_is_started_and_in_the_menu_of_every_page() {
    let server = server().await;
    let mut ana = signed_in(&server, "ana").await;
    let page = ana.get("/orgs").await.body;
    assert!(page.contains("You are in no organization yet") && page.contains("Personal account"), "{page}");
    let page = ana.submit("/api/app/create-organization", "organization_name=&slug=").await;
    assert!(page.body.contains("Enter a name."), "{}", page.body);
    let page = ana.submit("/api/app/create-organization", "organization_name=Ana%27s+Caf%C3%A9&slug=").await;
    assert!(page.body.contains("http://localhost:3000/o/ana-s-cafe") && page.body.contains("Owner"), "{}", page.body);
    for path in ["/dashboard", "/orgs", "/settings/profile"] {
        assert!(ana.get(path).await.body.contains("href=\"/o/ana-s-cafe\""), "{path}");
    }
}

#[tokio::test]
async fn a_slug_that_is_taken_or_none_is_said_at_its_field() {
    let server = server().await;
    owner(&server).await;
    let mut ben = signed_in(&server, "ben").await;
    let page = ben.submit("/api/app/create-organization", "organization_name=Other&slug=acme").await;
    assert!(page.body.contains("Another organization has this short name."), "{}", page.body);
    assert!(page.body.contains("value=\"Other\"") && page.body.contains("value=\"acme\""));
    for slug in ["A", "a%2Fb", "a+b", "-a"] {
        let page = ben.submit("/api/app/create-organization", &format!("organization_name=Other&slug={slug}")).await;
        assert!(page.body.contains("Use small letters, digits"), "{slug}: {}", page.body);
    }
    let page = ben.submit("/api/app/create-organization", "organization_name=%E5%B1%B1&slug=").await;
    assert!(page.body.contains("Use small letters, digits"), "{}", page.body);
}

// ORG-001, ORG-002: nobody learns of organizations that they are not in.
#[tokio::test]
async fn strangers_find_nothing_at_its_addresses_and_change_nothing() {
    let server = server().await;
    owner(&server).await;
    let mut ben = signed_in(&server, "ben").await;
    for page in ["", "/members", "/invitations", "/teams", "/teams/x", "/roles", "/settings"] {
        for slug in ["acme", "no-such-one"] {
            let answer = ben.get(&format!("/o/{slug}{page}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{slug}{page}");
            assert!(!answer.body.contains("ana@example.com") && !answer.body.contains(">Acme<"), "{}", answer.body);
        }
        let answer = server.browser().get(&format!("/o/acme{page}")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::FOUND, "/sign-in"));
    }
    let functions = server_fn::axum::server_fn_paths().map(|(path, _)| path);
    let of_organizations = [
        "invite-members",
        "resend-invitation",
        "cancel-invitation",
        "change-member-role",
        "remove-member",
        "create-team",
        "rename-team",
        "add-team-member",
        "remove-team-member",
        "delete-team",
        "create-role",
        "update-role",
        "delete-role",
        "update-organization",
        "delete-organization",
        "leave-organization",
    ];
    let mut count = 0;
    for path in functions.filter(|path| of_organizations.iter().any(|name| path.ends_with(&format!("/{name}")))) {
        let fields =
            "slug=acme&organization=acme&organization_name=Pwned&emails=x%40evil.example&role=member&confirmed=on";
        let answer = ben.call(path, fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.body);
        count += 1;
    }
    assert_eq!(count, of_organizations.len());
    let answer = ben.call("/api/app/organization-members", "slug=acme").await;
    assert_eq!(answer.body, "null");
}

#[tokio::test]
async fn two_addresses_show_two_organizations() {
    let server = server().await;
    let mut ana = owner(&server).await;
    ana.submit("/api/app/create-organization", "organization_name=Beta&slug=").await;
    let (acme, beta) = (ana.get("/o/acme").await.body, ana.get("/o/beta").await.body);
    assert!(acme.contains("/o/acme</span>") && beta.contains("/o/beta</span>"));
    let found = ana.get("/orgs?search=bet").await.body;
    let main = found.split("<main").nth(1).unwrap();
    assert!(main.contains("href=\"/o/beta\"") && !main.contains("href=\"/o/acme\""), "{main}");
    assert!(ana.get("/orgs?search=zzz").await.body.contains("No organization fits."));
}

// ORG-025: a logo is a picture on the web and nothing else.
#[tokio::test]
async fn it_is_renamed_and_moved_and_deleted_by_typing_its_short_name() {
    let server = server().await;
    let mut ana = owner(&server).await;
    let update = "/api/app/update-organization";
    let page = ana.submit(update, "organization=acme&organization_name=&slug=acme&logo=javascript%3Aalert(1)").await;
    assert!(page.body.contains("Enter an address that begins with https://"), "{}", page.body);
    let fields =
        "organization=acme&organization_name=Acme+Inc.&slug=acme-inc&logo=https%3A%2F%2Fcdn.example%2Flogo.png";
    let page = ana.submit(update, fields).await;
    assert!(
        page.body.contains("The organization is saved.") && page.body.contains("value=\"acme-inc\""),
        "{}",
        page.body
    );
    assert_eq!(ana.get("/o/acme").await.status, StatusCode::NOT_FOUND);
    let page = ana.get("/o/acme-inc").await.body;
    assert!(page.contains("src=\"https://cdn.example/logo.png\"") && page.contains("no-referrer"), "{page}");

    let page = ana.submit("/api/app/delete-organization", "organization=acme-inc&typed_slug=acme").await;
    assert!(page.body.contains("Type the short name to confirm."), "{}", page.body);
    let page = ana.submit("/api/app/delete-organization", "organization=acme-inc&typed_slug=acme-inc").await;
    assert!(
        page.body.contains("The organization was deleted.") && page.body.contains("You are in no organization yet")
    );
}

#[tokio::test]
async fn those_who_administer_see_all_organizations_and_those_of_a_person() {
    let server = server().await;
    let mut ben = signed_in(&server, "ben").await;
    for name in ["Acme", "Beta"] {
        ben.submit("/api/app/create-organization", &format!("organization_name={name}&slug=")).await;
    }
    let mut ana = signed_in(&server, "ana").await;
    let page = ana.get("/admin/organizations").await.body;
    assert!(page.contains("Acme") && page.contains("Beta") && page.contains("1 to 2 of 2"), "{page}");
    let page = ana.get("/admin/organizations?search=BET").await.body;
    assert!(!page.contains("Acme") && page.contains("Beta") && page.contains("1 to 1 of 1"), "{page}");
    assert!(ana.get("/admin/organizations?search=%25").await.body.contains("No organization fits."));
    let id = server.state.auth.store().find_user_by_email("ben@example.com").await.unwrap().unwrap().id;
    let page = ana.get(&format!("/admin/users/{id}")).await.body;
    assert!(page.contains("Acme") && page.contains("Owner"), "{page}");
    assert_eq!(ben.get("/admin/organizations").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn where_there_are_no_organizations_there_is_no_page_of_them() {
    let server = TestServer::start().await;
    let mut ana = signed_in(&server, "ana").await;
    for path in ["/orgs", "/orgs/new", "/o/acme", "/accept-invitation/x"] {
        assert_eq!(ana.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!ana.get("/dashboard").await.body.contains("Personal account"));
}
