use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};

/// An action on a resource. [`actions!`](crate::actions) makes types of them.
pub trait Action: Copy + Eq + fmt::Debug + 'static {
    /// What it is done to, for example `user`.
    const RESOURCE: &'static str;
    /// Every action on the resource.
    const ALL: &'static [Self];

    /// The name of the action, for example `set-role`.
    fn as_str(self) -> &'static str;
}

/// Declares a resource and its actions as an enum that is an [`Action`](crate::features::access::Action); see
/// [`features::access`](crate::features::access).
#[macro_export]
macro_rules! actions {
    ($(#[$doc:meta])* $visibility:vis enum $name:ident of $resource:literal {
        $($(#[$action_doc:meta])* $action:ident = $text:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $visibility enum $name {
            $($(#[$action_doc])* $action),*
        }

        impl $crate::features::access::Action for $name {
            const RESOURCE: &'static str = $resource;
            const ALL: &'static [Self] = &[$(Self::$action),*];

            fn as_str(self) -> &'static str {
                match self { $(Self::$action => $text),* }
            }
        }
    };
}

/// Actions by resource: those that there are, or those that a role allows. In JSON and TOML
/// `{"user": ["list", "ban"]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Statements(BTreeMap<String, BTreeSet<String>>);

impl Statements {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With these actions besides.
    #[must_use]
    pub fn allow<A: Action>(mut self, actions: impl IntoIterator<Item = A>) -> Self {
        let names = actions.into_iter().map(|action| action.as_str().to_owned());
        self.0.entry(A::RESOURCE.to_owned()).or_default().extend(names);
        self
    }

    /// With every action on a resource.
    #[must_use]
    pub fn with_all_of<A: Action>(self) -> Self {
        self.allow(A::ALL.iter().copied())
    }

    /// Sets the actions on a resource, in place of those that were there.
    pub fn set(&mut self, resource: impl Into<String>, actions: impl IntoIterator<Item = String>) {
        self.0.insert(resource.into(), actions.into_iter().collect());
    }

    /// Sets the actions on every resource of the other, in place of those that were there.
    pub fn replace(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The actions on a resource, if it is named.
    pub fn of(&self, resource: &str) -> Option<&BTreeSet<String>> {
        self.0.get(resource)
    }

    /// Whether an action is among them.
    pub fn contain(&self, resource: &str, action: &str) -> bool {
        self.of(resource).is_some_and(|actions| actions.contains(action))
    }

    /// Resource and action, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(resource, actions)| actions.iter().map(move |action| (resource.as_str(), action.as_str())))
    }
}
