//! By which provider the visitor signed in last.

use leptos::prelude::*;

/// The provider that the visitor chose last in this browser. The server reads it from a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastUsed(pub String);

/// The provider that the visitor chose last. On the server and in the first frame of the browser it is the same.
pub(crate) fn last_used() -> Option<String> {
    SharedValue::new(|| use_context::<LastUsed>().map(|last| last.0)).into_inner()
}
