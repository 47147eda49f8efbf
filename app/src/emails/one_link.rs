use auth::mail::Wording;

use super::layout::frame;

/// A mail whose point is one link: a sentence, the link, and what to do if it was not asked for.
pub(super) fn compose(subject: String, body: &str, (button, url): (&str, &str), footer: &str) -> Wording {
    Wording {
        text: format!("{body}\n\n{url}\n\n{footer}\n"),
        html: Some(frame(&subject, &[body.to_owned()], Some((button, url)), footer)),
        subject,
    }
}
