//! The table of operations: what each one is called, where it is mounted, and what it asks of a request.

/// One operation of the core as the doors see it. The HTTP router, the command line's `routes`, `OpenAPI` and
/// the test matrices are made from these.
#[derive(Debug, PartialEq, Eq)]
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
}

impl Operation {
    /// An operation that reads: GET, open to all, without a body.
    pub(crate) const fn reading(id: &'static str, path: &'static str) -> Self {
        let access = Access::Public;
        Self { id, methods: &[Method::Get], path, access, body: Body::None, guards_login: false, from_any_site: false }
    }

    /// An operation that writes: POST of a small JSON body, open to all.
    pub(crate) const fn writing(id: &'static str, path: &'static str) -> Self {
        let (access, body) = (Access::Public, Body::Json(Body::SMALL));
        Self { id, methods: &[Method::Post], path, access, body, guards_login: false, from_any_site: false }
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

impl Method {
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
            Self::Json(limit) | Self::JsonOrForm { limit, .. } => limit,
        }
    }
}
