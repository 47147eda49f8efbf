//! By which method the visitor signed in last.

use leptos::prelude::*;

/// The method by which the visitor signed in last in this browser, as the core calls it (`email`, `passkey`), or the provider
/// that they chose last. The server reads it from a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastUsed(pub String);

/// The method that the visitor used last. On the server and in the first frame of the browser it is the same.
pub(crate) fn last_used() -> Option<String> {
    SharedValue::new(|| use_context::<LastUsed>().map(|last| last.0)).into_inner()
}
