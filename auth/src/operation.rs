//! The table of operations: what each one is called, where it is mounted, and what it asks of a request.

use std::any::TypeId;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    features::open_api::schema_of,
    wire::{SignInOutcome, TwoFactorChallenge},
};

/// One operation of the core as the doors see it. The HTTP router, the command line's `routes`, `OpenAPI` and
/// the test matrices are made from these.
#[derive(Debug)]
pub struct Operation {
    /// Better Auth's operation id, for example `signInEmail`.
    pub id: &'static str,
    /// HTTP methods it answers.
    pub methods: &'static [Method],
    /// Path below the base path, for example `/sign-in/email`.
    pub path: &'static str,
    /// What the caller has to be.
    pub access: Access,
    /// What bodies it reads.
    pub body: Body,
    /// Whether a page of another site must not be able to start it even in a browser without cookies
    /// (signing somebody in is such an act).
    pub guards_login: bool,
    /// Whether forms of other sites are taken: it changes nothing but leads on.
    pub from_any_site: bool,
    /// What its query may say.
    pub query: &'static [Parameter],
    /// The type that its body is read as; `None` where nothing of it is read.
    pub input: Option<Described>,
    /// The type that it answers with; `None` for pages and redirects.
    pub output: Option<Described>,
}

/// A value in the query of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be there.
    pub required: bool,
}

/// A type of the wire that an operation reads or writes. The HTTP door checks in debug builds that it is the one, so that
/// descriptions of the API say what is so.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// Which type.
    pub type_id: fn() -> TypeId,
    /// Its JSON Schema (draft 2020-12).
    pub schema: fn() -> Value,
}

impl Described {
    const fn of<T: DeserializeOwned + 'static>() -> Self {
        Self { type_id: TypeId::of::<T>, schema: schema_of::<T> }
    }

    /// What a way to sign in answers: the type, or the question for a second factor.
    const fn of_sign_in<T: DeserializeOwned + 'static>() -> Self {
        Self {
            type_id: TypeId::of::<SignInOutcome<T>>,
            schema: || json!({ "anyOf": [schema_of::<T>(), schema_of::<TwoFactorChallenge>()] }),
        }
    }

    /// Whether this is what is described.
    #[cfg(feature = "axum")]
    pub(crate) fn is<T: 'static>(described: Option<&Self>) -> bool {
        described.map(|described| (described.type_id)()) == Some(TypeId::of::<T>())
    }
}

impl Operation {
    /// An operation that reads: GET, open to all, without a body.
    pub(crate) const fn reading(id: &'static str, path: &'static str) -> Self {
        let access = Access::Public;
        Self {
            id,
            methods: &[Method::Get],
            path,
            access,
            body: Body::None,
            guards_login: false,
            from_any_site: false,
            query: &[],
            input: None,
            output: None,
        }
    }

    /// An operation that writes: POST of a small JSON body, open to all.
    pub(crate) const fn writing(id: &'static str, path: &'static str) -> Self {
        Self { methods: &[Method::Post], body: Body::Json(Body::SMALL), ..Self::reading(id, path) }
    }

    /// The same with these values in the query.
    pub(crate) const fn asking(self, query: &'static [Parameter]) -> Self {
        Self { query, ..self }
    }

    /// The same with a body that is read as this type.
    pub(crate) const fn taking<T: DeserializeOwned + 'static>(self) -> Self {
        Self { input: Some(Described::of::<T>()), ..self }
    }

    /// The same with an answer of this type.
    pub(crate) const fn giving<T: DeserializeOwned + 'static>(self) -> Self {
        Self { output: Some(Described::of::<T>()), ..self }
    }

    /// The same for a way to sign in: an answer of this type, or the question for a second factor.
    pub(crate) const fn giving_outcome<T: DeserializeOwned + 'static>(self) -> Self {
        Self { output: Some(Described::of_sign_in::<T>()), ..self }
    }

    /// The same for callers of this kind.
    pub(crate) const fn for_callers(self, access: Access) -> Self {
        Self { access, ..self }
    }

    /// The same where no page of another site may start it.
    pub(crate) const fn guarding_login(self) -> Self {
        Self { guards_login: true, ..self }
    }

    /// A first factor: it takes HTML forms too, and no page of another site may start it.
    pub(crate) const fn signing_in(self, switches: &'static [&'static str]) -> Self {
        Self { body: Body::JsonOrForm { limit: Body::SMALL, switches }, guards_login: true, ..self }
    }
}

/// HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

impl Parameter {
    /// A value that may be left out.
    pub(crate) const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }

    /// A value that has to be there.
    pub(crate) const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }
}

impl Method {
    /// The method as a word in a name.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Get => "Get",
            Self::Post => "Post",
        }
    }

    /// The method as in HTTP.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What the caller has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Somebody with a session.
    SignedIn,
    /// Somebody who signed in recently.
    Fresh,
    /// Somebody whose roles allow it.
    Admin,
}

/// What bodies an operation reads, and how many bytes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// The body is ignored.
    None,
    /// JSON; may be empty where every field is optional.
    Json(usize),
    /// JSON, or a form as programs send it that speak OAuth (RFC 6749, 3.1): nothing is in it twice, and what is empty is as
    /// good as absent.
    JsonOrOauthForm(usize),
    /// JSON, or an HTML form, whose values are texts but for the named switches.
    JsonOrForm {
        /// Most bytes that are read.
        limit: usize,
        /// Fields that are true or false.
        switches: &'static [&'static str],
    },
}

impl Body {
    /// Room for every input of an account: 32 KiB.
    pub const SMALL: usize = 32 * 1024;

    /// Most bytes that are read.
    pub const fn limit(self) -> usize {
        match self {
            Self::None => Self::SMALL,
            Self::Json(limit) | Self::JsonOrOauthForm(limit) | Self::JsonOrForm { limit, .. } => limit,
        }
    }
}
