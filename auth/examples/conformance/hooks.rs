//! The rules that the suite asks for with `conformance_hooks = true`, written as a fork writes its own.

use std::sync::Arc;

use async_trait::async_trait;
use auth::{
    Error, Result,
    hooks::{After, Before, Decision, Hooks},
    mail::{Mail, Mailer, Wording},
    store::UserChanges,
    wire::{SignUpEmail, User},
};

/// Rules of the host application.
#[derive(Debug)]
pub(crate) struct HostRules {
    pub(crate) mailer: Option<Arc<dyn Mailer>>,
}

#[async_trait]
impl Hooks for HostRules {
    async fn before(&self, call: &mut Before<'_>) -> Result<()> {
        match call.input::<SignUpEmail>() {
            Some(input) if input.email.ends_with("@blocked.example") => {
                Err(Error::refuse(403, "DOMAIN_BLOCKED", "Domain blocked"))
            }
            _ => Ok(()),
        }
    }

    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        if call.matches("/sign-up/email")
            && let Some(made) = call.cx.new_session()
        {
            let user = made.user.id.clone();
            call.cx.add_header("x-new-user", user);
        }
        Ok(())
    }

    async fn before_create_user(&self, user: &mut User) -> Result<Decision> {
        if user.email.starts_with("veto-") {
            return Ok(Decision::Veto);
        }
        user.name = user.name.trim().into();
        Ok(Decision::Proceed)
    }

    async fn after_create_user(&self, user: &User) -> Result<()> {
        if let (Some(mailer), Ok(to)) = (&self.mailer, user.email.parse()) {
            let text = format!("welcome {}", user.id);
            let wording = Wording { subject: "Welcome".into(), text, html: None };
            mailer.send(Mail { id: format!("welcome-{}", user.id), to, wording }).await.map_err(Error::unavailable)?;
        }
        Ok(())
    }

    async fn before_update_user(&self, _id: &str, changes: &mut UserChanges) -> Result<Decision> {
        if let Some(name) = &mut changes.name {
            *name = name.trim().to_owned();
        }
        Ok(Decision::Proceed)
    }

    async fn before_delete_user(&self, user: &User) -> Result<Decision> {
        Ok(if user.email.starts_with("keep-") { Decision::Veto } else { Decision::Proceed })
    }
}
