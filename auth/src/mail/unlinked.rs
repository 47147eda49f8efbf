/// Longer names are cut off.
const MOST_LETTERS: usize = 80;

/// A name that somebody chose, for a mail to somebody else: one line, not long, and nothing that a mail program takes for
/// an address and makes a link of. A space without width breaks what looks like one.
///
/// ```
/// use auth::mail::unlinked;
///
/// assert_eq!(unlinked("Acme Inc."), "Acme Inc.");
/// assert!(!unlinked("win at https://evil.example/now").contains("evil.example"));
/// assert_eq!(unlinked("Acme\r\nBcc: x"), "Acme Bcc: x");
/// ```
pub fn unlinked(name: &str) -> String {
    let words: Vec<_> =
        name.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty()).collect();
    let mut text = String::new();
    let line = words.join(" ");
    let mut letters = line.chars().take(MOST_LETTERS).peekable();
    while let Some(letter) = letters.next() {
        text.push(letter);
        let goes_on = letters.peek().is_some_and(|next| !next.is_whitespace());
        if matches!(letter, '.' | ':' | '/' | '@') && goes_on {
            text.push('\u{200B}');
        }
    }
    text
}
