use std::time::Duration;

use auth::mail::{Wording, unlinked};

use super::one_link;
use crate::texts::t;

/// An invitation to an organization. Names in it are somebody's own words, so they make no links.
pub(super) fn compose(
    app_name: &str,
    organization_name: &str,
    inviter_name: &str,
    url: &str,
    expires_in: Duration,
) -> Wording {
    let texts = &t().mails.invitation;
    let (organization, inviter) = (unlinked(organization_name), unlinked(inviter_name));
    let hours = (expires_in.as_secs() / 3600).max(1);
    let body = (texts.body)(&inviter, &organization, hours);
    one_link::compose((texts.subject)(&organization, app_name), &body, (texts.button, url), texts.footer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_and_no_links_in_both_bodies() {
        let url = "https://acme.example/accept-invitation/1?token=a&x=1";
        let mail = compose("Acme", "<b>evil.example</b>\r\nBcc: x", "Ana", url, Duration::from_hours(48));
        let html = mail.html.unwrap();
        for text in [&mail.subject, &mail.text, &html] {
            assert!(!text.contains("evil.example"), "{text}");
        }
        assert!(!mail.subject.contains(['\r', '\n']));
        assert!(html.contains("&lt;b&gt;evil") && !html.contains("<b>evil"));
        assert!(mail.text.contains(url) && html.contains("token=a&amp;x=1"));
        assert!(mail.text.contains("2 days"));
    }
}
