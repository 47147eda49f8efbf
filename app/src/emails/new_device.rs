use auth::{mail::Wording, wire::Timestamp};

use super::layout::frame;
use crate::{device::Device, texts::t};

/// Tells somebody of a sign-in with a browser that was not seen before. It has no link, as all warnings, and of what the
/// browser says of itself it repeats only names that we know.
pub(super) fn compose(app_name: &str, user_agent: &str, ip_address: Option<&str>, at: Timestamp) -> Wording {
    let texts = &t().mails.new_device;
    let subject = (texts.subject)(app_name);
    let device = (t().sessions.device)(&Device::of(user_agent));
    let details = [
        format!("{}: {device}", texts.device),
        format!("{}: {}", texts.address, ip_address.unwrap_or(texts.unknown)),
        format!("{}: {}", texts.time, at.to_datetime().format("%Y-%m-%d %H:%M UTC")),
    ];
    let mut paragraphs = vec![texts.body.to_owned()];
    paragraphs.extend(details.clone());
    paragraphs.push(texts.not_you.to_owned());
    Wording {
        text: format!("{}\n\n{}\n\n{}\n", texts.body, details.join("\n"), texts.not_you),
        html: Some(frame(&subject, &paragraphs, None, app_name)),
        subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_bodies_say_which_browser_where_and_when_in_our_words() {
        let at: Timestamp = "2026-11-24T14:05:06.789Z".parse().unwrap();
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0 https://evil.example";
        let mail = compose("Acme", firefox, Some("203.0.113.7"), at);
        let html = mail.html.unwrap();
        for body in [&mail.text, &html] {
            for said in ["Firefox on Linux", "203.0.113.7", "2026-11-24 14:05 UTC"] {
                assert!(body.contains(said), "{said}: {body}");
            }
            assert!(!body.contains("evil.example"), "{body}");
        }
        assert!(compose("Acme", "", None, at).text.contains("Unknown device"));
    }
}
