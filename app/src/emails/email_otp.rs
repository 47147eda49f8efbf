use std::time::Duration;

use auth::{mail::Wording, wire::OtpType};

use super::{layout::frame, magic_link::minutes};
use crate::texts::t;

/// A code. It has no link: the code is typed where the person is already.
pub(super) fn compose(app_name: &str, code: &str, otp_type: OtpType, expires_in: Duration) -> Wording {
    let texts = &t().email_otp;
    let (subject, body) = ((texts.subject)(app_name), (texts.body)(otp_type));
    let expires = (texts.expires)(minutes(expires_in));
    Wording {
        text: format!("{body}\n\n{code}\n\n{expires}\n\n{}\n", texts.footer),
        html: Some(frame(&subject, &[body.to_owned(), code.to_owned(), expires], None, texts.footer)),
        subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_in_both_bodies_with_its_purpose_and_not_in_the_subject() {
        let mail = compose("Acme", "123456", OtpType::ForgetPassword, Duration::from_mins(5));
        for body in [&mail.text, &mail.html.unwrap()] {
            assert!(body.contains("123456") && body.contains("new password"), "{body}");
        }
        // A subject is shown on locked screens.
        assert!(!mail.subject.contains("123456"));
    }
}
