use std::collections::BTreeMap;

use super::Action;

/// How several wishes hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connector {
    /// All of them.
    #[default]
    And,
    /// One of them is enough.
    Or,
}

/// What somebody wants to do: actions on one resource or several.
///
/// ```
/// use auth::features::{
///     access::{Request, Role, Statements},
///     admin::{SessionAction, UserAction},
/// };
///
/// let support = Role::new(Statements::new().allow([UserAction::List, UserAction::Get]));
/// let either = Request::any([UserAction::Ban]).with_any([SessionAction::List, SessionAction::Revoke]).one_suffices();
/// assert!(support.authorize(&either).is_err());
/// assert!(support.authorize(&either.with_all([UserAction::List])).is_ok());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    pub(super) wishes: Vec<Wish>,
    pub(super) connector: Connector,
}

/// Actions on one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) resource: String,
    pub(super) actions: Vec<String>,
    pub(super) connector: Connector,
}

impl Wish {
    fn new<A: Action>(actions: impl IntoIterator<Item = A>, connector: Connector) -> Self {
        let actions = actions.into_iter().map(|action| action.as_str().to_owned()).collect();
        Self { resource: A::RESOURCE.to_owned(), actions, connector }
    }
}

impl Request {
    /// All of these actions.
    pub fn all<A: Action>(actions: impl IntoIterator<Item = A>) -> Self {
        Self::default().with_all(actions)
    }

    /// One of these actions.
    pub fn any<A: Action>(actions: impl IntoIterator<Item = A>) -> Self {
        Self::default().with_any(actions)
    }

    /// And all of these, of another resource.
    #[must_use]
    pub fn with_all<A: Action>(mut self, actions: impl IntoIterator<Item = A>) -> Self {
        self.wishes.push(Wish::new(actions, Connector::And));
        self
    }

    /// And one of these, of another resource.
    #[must_use]
    pub fn with_any<A: Action>(mut self, actions: impl IntoIterator<Item = A>) -> Self {
        self.wishes.push(Wish::new(actions, Connector::Or));
        self
    }

    /// What is wanted of one of the resources is enough.
    #[must_use]
    pub fn one_suffices(self) -> Self {
        Self { connector: Connector::Or, ..self }
    }
}

/// What a client asks for, by name: all of it.
impl From<BTreeMap<String, Vec<String>>> for Request {
    fn from(wishes: BTreeMap<String, Vec<String>>) -> Self {
        let wish = |(resource, actions)| Wish { resource, actions, connector: Connector::And };
        Self { wishes: wishes.into_iter().map(wish).collect(), connector: Connector::And }
    }
}
