use auth::mail::Wording;

use super::layout::frame;
use crate::texts::t;

/// Greets somebody whose account was made.
pub(super) fn compose(name: &str, app_name: &str, url: &str) -> Wording {
    let texts = &t().mails.welcome;
    let subject = (texts.subject)(app_name);
    let greeting = (texts.greeting)(name);
    let footer = (texts.footer)(app_name);
    Wording {
        text: format!("{greeting}\n\n{}\n\n{url}\n\n{footer}\n", texts.body),
        html: Some(frame(&subject, &[greeting, texts.body.to_owned()], Some((texts.button, url)), &footer)),
        subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // LINK-012: it goes to addresses that are confirmed; mails before that hold no name.
    #[test]
    fn names_are_text_in_both_bodies() {
        let mail = compose("<b>Ana</b>", "Acme", "https://acme.example");
        assert!(mail.text.contains("<b>Ana</b>"));
        let html = mail.html.unwrap();
        assert!(html.contains("&lt;b&gt;Ana") && !html.contains("<b>Ana"));
        assert!(html.contains("https://acme.example") && mail.text.contains("https://acme.example"));
    }
}
