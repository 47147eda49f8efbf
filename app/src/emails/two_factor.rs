use auth::mail::Wording;

use super::layout::frame;
use crate::texts::t;

/// A code for a sign-in that waits. It has no link: the code is typed where the person is already.
pub(super) fn code(app_name: &str, code: &str) -> Wording {
    let texts = &t().mails.two_factor_code;
    let subject = (texts.subject)(app_name);
    Wording {
        text: format!("{}\n\n{code}\n\n{}\n", texts.body, texts.not_you),
        html: Some(frame(&subject, &[texts.body.to_owned(), code.to_owned()], None, texts.not_you)),
        subject,
    }
}

/// Tells somebody that their second factor was switched on or off. It has no link: whoever is warned by mail should
/// not have to trust one.
pub(super) fn switched(app_name: &str, on: bool) -> Wording {
    let texts = &t().mails.two_factor_switched;
    let (subject, body) = if on { (texts.on_subject, texts.on) } else { (texts.off_subject, texts.off) };
    let subject = subject(app_name);
    Wording {
        text: format!("{body}\n\n{}\n", texts.not_you),
        html: Some(frame(&subject, &[body.to_owned(), texts.not_you.to_owned()], None, app_name)),
        subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_in_both_bodies_and_not_in_the_subject() {
        let mail = code("Acme", "123456");
        assert!(mail.text.contains("123456") && mail.html.unwrap().contains("123456"));
        // A subject is shown on locked screens.
        assert!(!mail.subject.contains("123456"));
        assert_ne!(switched("Acme", true).subject, switched("Acme", false).subject);
    }
}
