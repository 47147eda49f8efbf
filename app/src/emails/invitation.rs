use std::time::Duration;

use auth::mail::{Wording, unlinked};

use super::one_link;
use crate::texts::t;

/// An invitation to an organization. Others have chosen its name and that of whoever invites.
pub(super) fn compose(app_name: &str, organization: &str, inviter: &str, url: &str, expires_in: Duration) -> Wording {
    let texts = &t().mails.invitation;
    let (organization, inviter) = (unlinked(organization), unlinked(inviter));
    let body = (texts.body)(&inviter, &organization, hours(expires_in));
    one_link::compose((texts.subject)(&organization, app_name), &body, (texts.button, url), texts.footer)
}

/// Whole hours, and one at least.
fn hours(time: Duration) -> u64 {
    (time.as_secs() / 3600).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_the_only_one_whatever_the_organization_is_called() {
        let url = "https://acme.example/accept-invitation/1?token=a";
        let mail = compose("Acme", "evil.example", "Ana", url, Duration::from_hours(48));
        assert!(mail.text.contains(url) && mail.text.contains("48 hours") && mail.text.contains("Ana"));
        assert!(!mail.text.contains("evil.example") && !mail.subject.contains("evil.example"));
        assert!(!mail.html.unwrap().contains("evil.example"));
    }
}
