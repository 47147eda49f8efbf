use std::time::Duration;

use auth::mail::Wording;

use super::one_link;
use crate::texts::t;

/// A link that signs in.
pub(super) fn compose(app_name: &str, url: &str, expires_in: Duration) -> Wording {
    let texts = &t().magic_link;
    let body = (texts.body)(minutes(expires_in));
    one_link::compose((texts.subject)(app_name), &body, (texts.button, url), texts.footer)
}

/// Whole minutes, and one at least.
pub(super) fn minutes(time: Duration) -> u64 {
    (time.as_secs() / 60).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_in_both_bodies_and_what_is_in_it_stays_text() {
        let mail = compose("Acme", "https://acme.example/magic-link?token=a&callbackURL=%2F", Duration::from_mins(5));
        assert!(mail.text.contains("https://acme.example/magic-link?token=a&callbackURL=%2F"));
        assert!(mail.html.unwrap().contains("token=a&amp;callbackURL"));
        assert!(mail.text.contains("5 minutes"));
    }
}
