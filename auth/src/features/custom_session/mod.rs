//! What the application puts into the answer of `/get-session`.

use std::fmt;

use async_trait::async_trait;

use crate::{Auth, Cx, error::Result, wire::SessionWithUser};

/// Puts something into sessions as clients see them.
///
/// ```
/// use async_trait::async_trait;
/// use auth::{Auth, Cx, Result, features::custom_session::CustomSession, wire::SessionWithUser};
///
/// /// Clients are told which plan somebody has.
/// #[derive(Debug)]
/// struct WithPlan;
///
/// #[async_trait]
/// impl CustomSession for WithPlan {
///     async fn customize(&self, session: &mut SessionWithUser, _: &Auth, _: &Cx) -> Result<()> {
///         session.custom.set("plan", "trial");
///         session.user.fields.set("initial", session.user.name.chars().take(1).collect::<String>());
///         Ok(())
///     }
/// }
/// ```
#[async_trait]
pub trait CustomSession: fmt::Debug + Send + Sync {
    /// Changes what a client is told of a session: what is set in [`SessionWithUser::custom`] stands beside `session` and
    /// `user`. Only the answer is changed, and it is asked for each anew; what is stored, and the cookie cache, stay.
    ///
    /// # Errors
    ///
    /// The refusal that the client gets in place of the session.
    async fn customize(&self, session: &mut SessionWithUser, auth: &Auth, cx: &Cx) -> Result<()>;
}

/// What stands in the answer already.
const TAKEN: [&str; 3] = ["session", "user", "needsRefresh"];

impl Auth {
    /// Lets the application change a session that is about to be answered.
    pub(in crate::features) async fn customize_session(&self, cx: &Cx, session: &mut SessionWithUser) -> Result<()> {
        if let Some(custom_session) = self.custom_session() {
            custom_session.customize(session, self, cx).await?;
            session.custom.retain(|name| !TAKEN.contains(&name));
        }
        Ok(())
    }
}
