//! The name of an organization in addresses.

/// Most characters of a slug.
const MAX_LENGTH: usize = 64;

/// A slug that is made from a name: small letters and digits, with dashes between the words. Empty for a name without any.
pub fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => slug.push_str(letters),
            None if letter.is_ascii_alphanumeric() => slug.push(letter),
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
        if slug.len() >= MAX_LENGTH {
            break;
        }
    }
    slug.truncate(MAX_LENGTH);
    slug.trim_end_matches('-').to_owned()
}

/// Whether a text can be in an address as it is: small letters, digits, and dashes between them.
pub fn is_slug(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A text as one segment of a path (RFC 3986 3.3). The router's own function spells it in two ways, on the server and in the
/// browser.
pub fn segment(text: &str) -> String {
    let mut segment = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
            segment.push('%');
            segment.extend(digits.into_iter().flatten().map(|digit| digit.to_ascii_uppercase()));
        }
    }
    segment
}

/// The text that a segment of a path stands for; `None` if it stands for none.
pub fn unescaped(segment: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Letters of languages with Latin letters, without their marks.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' => "s",
        'ß' => "ss",
        'ť' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_the_name_in_small_letters_and_dashes() {
        for (name, slug) in [
            ("Acme", "acme"),
            ("  Ana's  Café & Bar ", "ana-s-cafe-bar"),
            ("Müller GmbH", "mueller-gmbh"),
            ("Team 7", "team-7"),
            ("山田", ""),
            ("", ""),
        ] {
            assert_eq!(slug_of(name), slug, "{name}");
        }
        assert_eq!(slug_of(&"a ".repeat(100)).len(), 63);
    }

    #[test]
    fn a_segment_stands_for_its_text() {
        assert_eq!(segment("team-7"), "team-7");
        assert_eq!(segment("a/b é?"), "a%2Fb%20%C3%A9%3F");
        for text in ["acme", "a/b", "caf\u{e9} bar", "100%", "..", ""] {
            assert_eq!(unescaped(&segment(text)).as_deref(), Some(text));
        }
        assert_eq!(unescaped("caf%c3%a9").as_deref(), Some("caf\u{e9}"));
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(unescaped(broken), None, "{broken}");
        }
    }

    #[test]
    fn what_is_made_is_a_slug_and_what_leads_elsewhere_is_none() {
        assert!(is_slug("acme") && is_slug("team-7"));
        for text in ["", "-a", "a-", "A", "a/b", "a b", "é", "..", &"a".repeat(65)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
