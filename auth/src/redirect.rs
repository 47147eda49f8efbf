//! Addresses that visitors are sent to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A text as a value in a query.
pub(crate) fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// An address, relative or not, with one more value in its query.
pub(crate) fn with_query(address: &str, name: &str, value: &str) -> String {
    let (address, fragment) = address.split_once('#').map_or((address, None), |(address, rest)| (address, Some(rest)));
    let joint = if address.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{address}{joint}{name}={}{fragment}", encode_component(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_between_query_and_fragment() {
        assert_eq!(with_query("/after", "error", "NO"), "/after?error=NO");
        assert_eq!(with_query("/after?x=1", "error", "a b"), "/after?x=1&error=a%20b");
        assert_eq!(with_query("https://a.example/b#part", "error", "NO"), "https://a.example/b?error=NO#part");
    }
}
