use std::fmt;

use async_trait::async_trait;

use crate::{Cx, error::Result, operation::Operation};

/// Rules of the application about the method by which somebody signed in: what are functions among Better Auth's options.
/// Every method has a default that does what upstream does without the option.
#[async_trait]
pub trait LastLoginMethodHooks: fmt::Debug + Send + Sync {
    /// What to call the method of an operation (`customResolveMethod`). `None`: as it is called without this.
    fn resolve(&self, operation: &'static Operation, cx: &Cx) -> Option<String> {
        let _ = (operation, cx);
        None
    }

    /// Whether the browser is given the cookie (`beforeStoreCookie`), for example only to somebody who has agreed to it.
    ///
    /// # Errors
    ///
    /// It is logged, and the browser is not given the cookie.
    async fn may_store_cookie(&self, cx: &Cx, method: &str) -> Result<bool> {
        let _ = (cx, method);
        Ok(true)
    }
}

/// No rules beside the configuration.
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardMethods;

impl LastLoginMethodHooks for StandardMethods {}
