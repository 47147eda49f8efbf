//! Who may see which page. One table for the server's guard and for the browser.

/// What a page asks of the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Anybody may see it.
    Public,
    /// Only somebody who is signed in; others are sent to sign in and come back afterwards.
    SignedIn,
    /// Only somebody who is signed in, where there are organizations.
    Organizations,
    /// Only somebody who is in the organization that the address names; for others there is nothing.
    Member,
    /// Only somebody who is signed in, where devices are signed in.
    Devices,
    /// Anybody may see it, where there are organizations. Whoever is not signed in comes back here afterwards.
    Invitation,
    /// Only somebody who administers; for others who are signed in there is nothing.
    Admin,
    /// Only somebody who is not signed in, or a guest; others are sent to where they work.
    SignedOut,
    /// There in development alone.
    Development,
}

/// Where a signed-in person works.
pub const HOME: &str = "/dashboard";
/// Where somebody new is offered a passkey.
pub const ONBOARDING: &str = "/onboarding";
/// Where to show once more who one is.
pub const REAUTH: &str = "/reauth";
/// Where to sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Where to make an account.
pub const SIGN_UP: &str = "/sign-up";
/// The organizations of a person.
pub const ORGANIZATIONS: &str = "/orgs";
/// Where the code of a device is typed.
pub const DEVICE: &str = "/device";
/// Where the site is administered.
pub const ADMIN: &str = "/admin";
/// Where a second factor is shown.
pub const TWO_FACTOR: &str = "/two-factor";

/// Paths and everything below them, with their policy. Anything else is public.
const PAGES: &[(&str, Policy)] = &[
    (ADMIN, Policy::Admin),
    ("/dashboard", Policy::SignedIn),
    ("/settings", Policy::SignedIn),
    (ORGANIZATIONS, Policy::Organizations),
    ("/o", Policy::Member),
    ("/accept-invitation", Policy::Invitation),
    (DEVICE, Policy::Devices),
    (ONBOARDING, Policy::SignedIn),
    ("/reauth", Policy::SignedIn),
    ("/check-email", Policy::SignedOut),
    ("/check-phone", Policy::SignedOut),
    (SIGN_IN, Policy::SignedOut),
    (SIGN_UP, Policy::SignedOut),
    (TWO_FACTOR, Policy::SignedOut),
    ("/forgot-password", Policy::SignedOut),
    ("/dev", Policy::Development),
];

impl Policy {
    /// The policy of a page by its path, without query.
    pub fn of(path: &str) -> Self {
        let below = |page: &str| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        PAGES.iter().find(|(page, _)| below(page)).map_or(Self::Public, |(_, policy)| *policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_covers_what_is_below_its_path_and_nothing_else() {
        assert_eq!(Policy::of("/dashboard"), Policy::SignedIn);
        assert_eq!(Policy::of("/dashboard/"), Policy::SignedIn);
        assert_eq!(Policy::of("/dashboard/projects/1"), Policy::SignedIn);
        assert_eq!(Policy::of("/dashboards"), Policy::Public);
        assert_eq!(Policy::of("/admin/users.csv"), Policy::Admin);
        assert_eq!(Policy::of("/o/acme/members"), Policy::Member);
        assert_eq!(Policy::of("/orgs/new"), Policy::Organizations);
        assert_eq!(Policy::of("/other"), Policy::Public);
        assert_eq!(Policy::of("/"), Policy::Public);
        assert_eq!(Policy::of("/sign-in"), Policy::SignedOut);
    }
}
