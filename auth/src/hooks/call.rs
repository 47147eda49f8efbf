use std::{any::Any, fmt};

use crate::{Auth, Cx, Error, error::Result, operation::Operation, origin::wildcard_match};

/// An operation that is about to happen.
pub struct Before<'a> {
    /// The core, for looking things up.
    pub auth: &'a Auth,
    /// The request, and what is sent back beside the answer.
    pub cx: &'a mut Cx,
    operation: &'static Operation,
    input: &'a mut (dyn Any + Send),
}

impl Before<'_> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Whether the path of the operation matches, for example `/sign-in/*`; `*` stands for any text.
    pub fn matches(&self, pattern: &str) -> bool {
        wildcard_match(pattern, self.operation.path)
    }

    /// The input, if it is of this type: the type of the operation's argument, for example
    /// [`SignUpEmail`](crate::wire::SignUpEmail). What is changed here is what the operation gets.
    pub fn input<T: Any>(&mut self) -> Option<&mut T> {
        self.input.downcast_mut()
    }
}

/// An operation that was done, or refused.
pub struct After<'a> {
    /// The core, for looking things up.
    pub auth: &'a Auth,
    /// The request, and what is sent back beside the answer. [`Cx::new_session`] is the session that was made.
    pub cx: &'a mut Cx,
    operation: &'static Operation,
    outcome: std::result::Result<&'a mut (dyn Any + Send), &'a Error>,
}

impl After<'_> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Whether the path of the operation matches, for example `/sign-in/*`; `*` stands for any text.
    pub fn matches(&self, pattern: &str) -> bool {
        wildcard_match(pattern, self.operation.path)
    }

    /// The output, if the operation was done and its output is of this type, for example
    /// `SignInOutcome<SignInEmailOutput>`.
    pub fn output<T: Any>(&mut self) -> Option<&mut T> {
        self.outcome.as_mut().ok()?.downcast_mut()
    }

    /// Why the operation was refused.
    pub fn error(&self) -> Option<&Error> {
        self.outcome.as_ref().err().copied()
    }
}

/// Inputs and outputs hold passwords and tokens.
impl fmt::Debug for Before<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Before").field("operation", &self.operation.path).finish_non_exhaustive()
    }
}

impl fmt::Debug for After<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("After")
            .field("operation", &self.operation.path)
            .field("done", &self.outcome.is_ok())
            .finish_non_exhaustive()
    }
}

impl Auth {
    /// The frame of every operation: lets the request in ([`Auth::admit`]), asks the hooks, acts, asks the hooks
    /// again. `input` is what hooks may see and change; an operation that has none gives `()`.
    pub(crate) async fn perform<I, O>(
        &self,
        cx: &mut Cx,
        operation: &'static Operation,
        input: I,
        act: impl AsyncFnOnce(&mut Cx, I) -> Result<O>,
    ) -> Result<O>
    where
        I: Any + Send,
        O: Any + Send,
    {
        let outer = cx.enter(Some(operation));
        let outcome = self.perform_inside(cx, operation, input, act).await;
        cx.enter(outer);
        outcome
    }

    async fn perform_inside<I, O>(
        &self,
        cx: &mut Cx,
        operation: &'static Operation,
        mut input: I,
        act: impl AsyncFnOnce(&mut Cx, I) -> Result<O>,
    ) -> Result<O>
    where
        I: Any + Send,
        O: Any + Send,
    {
        self.admit(cx, operation).await?;
        // A key that does not work opens nothing, also where none is needed, as upstream.
        self.api_key_session(cx).await?;
        for hooks in self.hooks() {
            hooks.before(&mut Before { auth: self, cx: &mut *cx, operation, input: &mut input }).await?;
        }
        let mut outcome = act(&mut *cx, input).await;
        if let Err(error) = &outcome {
            Self::note_refusal(cx, operation, error);
        }
        self.write_audit_events(cx).await;
        for hooks in self.hooks() {
            let seen = outcome.as_mut().map(|output| output as &mut (dyn Any + Send)).map_err(|error| &*error);
            let mut call = After { auth: self, cx: &mut *cx, operation, outcome: seen };
            if let Err(refusal) = hooks.after(&mut call).await {
                self.undo_sign_in(cx).await?;
                outcome = Err(refusal);
            }
        }
        self.write_login_method_cookie(cx).await;
        outcome
    }

    /// A refused sign-in must not leave a session that opens something.
    async fn undo_sign_in(&self, cx: &mut Cx) -> Result<()> {
        if let Some(made) = cx.take_new_session() {
            self.store().delete_session(&made.session.user_id, &made.session.id).await?;
            self.forget_session(cx);
        }
        if self.has_new_challenge(cx) {
            self.cancel_challenge(cx).await?;
        }
        Ok(())
    }
}
