//! What a person signs in with, told from one text.

use std::fmt;

use crate::Auth;

/// What a person signs in with.
#[derive(Clone, PartialEq, Eq)]
pub enum Identifier {
    /// An e-mail address, or what was meant as one.
    Email(String),
    /// A phone number, in the spelling in which numbers are stored.
    PhoneNumber(String),
    /// A username.
    Username(String),
}

/// Logs hold no whole addresses and numbers.
impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email(_) => "Email(…)",
            Self::PhoneNumber(_) => "PhoneNumber(…)",
            Self::Username(_) => "Username(…)",
        })
    }
}

impl Auth {
    /// What a form with one field for all names was given: what has an `@` is an address; what begins with a plus and has
    /// digits is a phone number, where those are on; anything else is a username, where those are on. What is left is a
    /// number without its country, where only numbers are on, or an address that the operation will refuse.
    pub fn identifier_of(&self, typed: &str) -> Identifier {
        let typed = typed.trim();
        let config = self.config();
        if typed.contains('@') {
            return Identifier::Email(typed.to_owned());
        }
        let number = bare_number(typed).filter(|_| config.phone_number.enabled);
        match number {
            Some(number) if number.starts_with('+') || !config.username.enabled => Identifier::PhoneNumber(number),
            _ if config.username.enabled => Identifier::Username(typed.to_owned()),
            _ => Identifier::Email(typed.to_owned()),
        }
    }

    /// A phone number without the spaces, dots, dashes and brackets that people write between its digits. What is no
    /// number stays as it is, for the operation to refuse.
    pub fn spell_phone_number(&self, typed: &str) -> String {
        bare_number(typed.trim()).unwrap_or_else(|| typed.trim().to_owned())
    }
}

/// The digits of a number, with the plus in front of a country; `00` stands for that plus (ITU-T E.123).
fn bare_number(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace() && !".-()/".contains(*letter)).collect();
    let country = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
    let national = country.unwrap_or(&digits);
    if national.is_empty() || !national.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some(if country.is_some() { format!("+{national}") } else { national.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_its_digits_are_grouped() {
        for typed in ["+358401234567", "+358 40 123 4567", "00358-40-1234567", "+358 (40) 123.4567"] {
            assert_eq!(bare_number(typed).as_deref(), Some("+358401234567"), "{typed}");
        }
        assert_eq!(bare_number("040 1234567").as_deref(), Some("0401234567"));
        for typed in ["", "+", "ana", "+358a", "ana_1", "+358+1", "٣٥٨"] {
            assert_eq!(bare_number(typed), None, "{typed}");
        }
    }
}
