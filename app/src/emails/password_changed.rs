use auth::mail::Wording;

use super::layout::frame;
use crate::texts::t;

/// Tells somebody that their password was replaced. It has no link: whoever is warned by mail should not have to
/// trust one.
pub(super) fn compose(app_name: &str) -> Wording {
    let texts = &t().mails.password_changed;
    let subject = (texts.subject)(app_name);
    Wording {
        text: format!("{}\n\n{}\n", texts.body, texts.not_you),
        html: Some(frame(&subject, &[texts.body.to_owned(), texts.not_you.to_owned()], None, app_name)),
        subject,
    }
}
