use auth::mail::Wording;

use super::layout::frame;
use crate::texts::t;

/// The link to choose a new password.
pub(super) fn compose(app_name: &str, url: &str) -> Wording {
    let texts = &t().reset_password_mail;
    let subject = (texts.subject)(app_name);
    Wording {
        text: format!("{}\n\n{url}\n\n{}\n", texts.body, texts.footer),
        html: Some(frame(&subject, &[texts.body.to_owned()], Some((texts.button, url)), texts.footer)),
        subject,
    }
}
