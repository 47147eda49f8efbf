use super::{Connector, Request, Statements, request::Wish};

/// What somebody may do who has this role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    statements: Statements,
}

/// Why a role does not allow a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The role says nothing of a resource.
    #[error("the role allows nothing on `{0}`")]
    Resource(String),
    /// The role does not allow what is wanted of a resource.
    #[error("the role does not allow this on `{0}`")]
    Action(String),
    /// None of several wishes is allowed, or nothing was asked for.
    #[error("nothing of this is allowed")]
    Nothing,
}

impl Role {
    /// A role that allows these actions.
    pub const fn new(statements: Statements) -> Self {
        Self { statements }
    }

    /// The actions that it allows.
    pub const fn statements(&self) -> &Statements {
        &self.statements
    }

    /// Whether it allows a request. One that asks for no action is not allowed, as upstream.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub fn authorize(&self, request: &Request) -> Result<(), Denied> {
        for wish in &request.wishes {
            match (self.grants(wish), request.connector) {
                (Ok(()), Connector::Or) => return Ok(()),
                (Ok(()), Connector::And) | (Err(_), Connector::Or) => {}
                (Err(denied), Connector::And) => return Err(denied),
            }
        }
        let all_granted = request.connector == Connector::And && !request.wishes.is_empty();
        if all_granted { Ok(()) } else { Err(Denied::Nothing) }
    }

    fn grants(&self, wish: &Wish) -> Result<(), Denied> {
        let allowed = self.statements.of(&wish.resource).ok_or_else(|| Denied::Resource(wish.resource.clone()))?;
        let mut wanted = wish.actions.iter();
        let granted = match wish.connector {
            Connector::And => !wish.actions.is_empty() && wanted.all(|action| allowed.contains(action)),
            Connector::Or => wanted.any(|action| allowed.contains(action)),
        };
        if granted { Ok(()) } else { Err(Denied::Action(wish.resource.clone())) }
    }
}
