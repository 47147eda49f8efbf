//! Addresses that visitors are sent to.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::{Error, Result};

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

/// An address as a browser on a page of ours reads it.
pub(crate) fn absolute(base_url: &str, address: &str) -> Result<Url> {
    let base = Url::parse(base_url).map_err(|error| Error::internal(error.to_string()))?;
    base.join(address).map_err(|error| Error::internal(error.to_string()))
}

/// Sets a value in the query of an address, in the place of those of the same name.
pub(crate) fn set_query(url: &mut Url, name: &str, value: &str) {
    let others: Vec<_> = url.query_pairs().filter(|(other, _)| other != name).map(own).collect();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
}

fn own((name, value): (Cow<'_, str>, Cow<'_, str>)) -> (String, String) {
    (name.into_owned(), value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_one_of_the_same_name() {
        let mut url = absolute("https://a.example/api", "/after?error=x&y=1#part").unwrap();
        set_query(&mut url, "error", "a b");
        assert_eq!(url.as_str(), "https://a.example/after?y=1&error=a+b#part");
    }

    #[test]
    fn a_value_goes_between_query_and_fragment() {
        assert_eq!(with_query("/after", "error", "NO"), "/after?error=NO");
        assert_eq!(with_query("/after?x=1", "error", "a b"), "/after?x=1&error=a%20b");
        assert_eq!(with_query("https://a.example/b#part", "error", "NO"), "https://a.example/b?error=NO#part");
    }
}
