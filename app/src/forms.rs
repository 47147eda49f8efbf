//! Forms that work before WebAssembly arrives and with scripts off.
//!
//! A form posts to a server function. Called by a script, the function answers with [`Done`] or a [`Refusal`].
//! Posted by the browser itself, it answers with a redirect: to where the visitor goes next, or back to the page
//! of the form, which finds the refusal in the visitor session and shows the same problems with the same values.
//! Neither errors nor values are ever in an address, and a password is never sent back.

use auth::wire::ErrorCode;
use leptos::{prelude::*, server_fn::error::FromServerFnError};
use serde::{Deserialize, Serialize};
use server_fn::{codec::JsonEncoding, error::ServerFnErrorErr};

use crate::{
    components::Problem as Shown,
    session::{SessionState, use_session},
    texts::t,
};

/// A form of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Its name in the visitor session.
    pub id: &'static str,
    /// The page it is on.
    pub page: &'static str,
    /// Which field an error of the core is about; other errors concern the form as a whole.
    pub fields: &'static [(ErrorCode, &'static str)],
}

/// The form was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Where the visitor goes next.
    pub next: String,
    /// Who the visitor is now.
    pub session: SessionState,
    /// What the next page says.
    pub notice: Option<Notice>,
}

/// Something was done, in a word that the catalogue turns into a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The account was made.
    SignedUp,
    /// The session was ended.
    SignedOut,
    /// The profile was changed.
    ProfileSaved,
    /// The account is gone.
    AccountDeleted,
    /// A mail asks once more whether the account is to be deleted.
    DeletionMailSent,
    /// If there is such an account, a link to choose a new password was mailed.
    ResetLinkSent,
    /// A new password was chosen.
    PasswordReset,
    /// The password was replaced.
    PasswordChanged,
    /// Somebody who signed in without a password so far has one.
    PasswordSet,
    /// An account at a provider was unlinked.
    AccountUnlinked,
    /// A code was mailed.
    CodeSent,
    /// A link that signs in was mailed.
    MagicLinkSent,
    /// If there is such an account, a code to choose a new password was mailed.
    ResetCodeSent,
    /// A code was sent by text message.
    TextSent,
    /// The username was changed.
    UsernameSaved,
    /// The person has a phone number.
    NumberSaved,
    /// The person has none any more.
    NumberRemoved,
    /// The second factor is asked from now on.
    TwoFactorOn,
    /// The second factor is asked no longer.
    TwoFactorOff,
    /// A browser is trusted no longer.
    DeviceRevoked,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was renamed.
    PasskeyRenamed,
    /// A passkey was removed.
    PasskeyRemoved,
    /// An API key was ended.
    ApiKeyDeleted,
    /// Another session was ended.
    SessionEnded,
    /// All other sessions were ended.
    OtherSessionsEnded,
    /// A link that verifies the address was mailed.
    VerificationMailSent,
    /// The address is verified.
    EmailVerified,
    /// Links for a new address were mailed.
    EmailChangeMailSent,
    /// The old address agreed to a new one.
    EmailChangeConfirmed,
    /// A change of address was called off.
    EmailChangeCancelled,
    /// The account has the new address.
    EmailChanged,
    /// The account has its former address again.
    EmailReverted,
    /// The account of somebody else was changed.
    AccountSaved,
    /// Somebody is banned from now on.
    UserBanned,
    /// Somebody is banned no longer.
    UserUnbanned,
    /// All sessions of somebody were ended.
    UserSignedOut,
    /// The account of somebody else is gone.
    UserRemoved,
    /// What was chosen was done to this many accounts.
    UsersChanged(u32),
    /// Somebody looks at the application as themself again.
    ImpersonationEnded,
    /// Something of an organization was done.
    Organization(crate::api::organization::Said),
}

/// The form was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why; at least one.
    pub problems: Vec<FieldProblem>,
    /// What was typed, without secrets: (name of the field, value).
    pub values: Vec<(String, String)>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Name of the field; `None`: the form as a whole.
    pub field: Option<String>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong with a field or a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was typed.
    Required,
    /// Nothing was typed of all that somebody may sign in with.
    NoIdentifier,
    /// What was typed is no name for addresses.
    NoSlug,
    /// What was typed is no address of a picture.
    NoPicture,
    /// The core said so.
    Code(ErrorCode),
    /// The core said so of one of several addresses.
    OfAddress(String, ErrorCode),
    /// A rule of the application said so, in these words.
    Message(String),
    /// Too many tries; again in this many seconds.
    TooManyRequests(u32),
    /// The server could not be reached.
    Offline,
}

impl Refusal {
    /// One problem of the form as a whole.
    pub fn form(problem: Problem) -> Self {
        Self { problems: vec![FieldProblem { field: None, problem }], values: Vec::new() }
    }

    /// Adds a problem of a field.
    pub fn push(&mut self, field: &str, problem: Problem) {
        self.problems.push(FieldProblem { field: Some(field.to_owned()), problem });
    }

    /// What was typed into a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    /// The call itself failed: no connection, or an answer that is not ours (a proxy's error page).
    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::form(Problem::Offline)
    }
}

/// The outcome of a form on its page: of this visit's script calls, else of the post before it.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    form: Form,
    refusal: Signal<Option<Refusal>>,
    accepted: Memo<usize>,
}

impl Form {
    /// Follows a form's action on its page: shows refusals, and goes on when it is done.
    pub fn outcome<A>(self, action: ServerAction<A>) -> Outcome
    where
        A: server_fn::ServerFn<Output = Done, Error = Refusal> + Clone + Send + Sync + 'static,
        Done: Send + Sync,
    {
        let posted = StoredValue::new(posted_refusal(self));
        let value = action.value();
        let value = Signal::derive(move || value.get());
        let refusal = Signal::derive(move || match value.get() {
            Some(Err(refusal)) => Some(refusal),
            Some(Ok(_)) => None,
            None => posted.get_value(),
        });
        go_on_when_done(value);
        let accepted = Memo::new(move |before: Option<&usize>| {
            before.copied().unwrap_or_default() + usize::from(value.with(|value| matches!(value, Some(Ok(_)))))
        });
        Outcome { form: self, refusal, accepted }
    }
}

impl Outcome {
    /// What the visitor typed before it was refused, for the `value` of an input that is made now.
    pub fn typed(self, field: &str) -> String {
        let refusal = self.refusal.get_untracked();
        refusal.as_ref().and_then(|refusal| refusal.value(field)).unwrap_or_default().to_owned()
    }

    /// What is wrong with a field, in a sentence.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refusal = self.refusal.get()?;
            let problem = refusal.problems.iter().find(|problem| problem.field.as_deref() == Some(field))?;
            Some(sentence(&problem.problem, Some(field)))
        })
    }

    /// Everything that is wrong, for the summary above the form.
    pub fn problems(self) -> Signal<Vec<Shown>> {
        Signal::derive(move || {
            let problems = self.refusal.get().map(|refusal| refusal.problems).unwrap_or_default();
            let shown = |FieldProblem { field, problem }| {
                let message = sentence(&problem, field.as_deref());
                Shown { field, message }
            };
            problems.into_iter().map(shown).collect()
        })
    }

    /// How often it was accepted on this page; what shows what it changed follows this.
    pub fn accepted(self) -> Memo<usize> {
        self.accepted
    }

    /// The `node_ref` of a form that makes one thing after another: once it was accepted, its fields are as at first.
    pub fn cleared(self) -> NodeRef<leptos::html::Form> {
        let form = NodeRef::<leptos::html::Form>::new();
        Effect::new(move |_| {
            if self.accepted.get() > 0
                && let Some(form) = form.get_untracked()
            {
                form.reset();
            }
        });
        form
    }

    /// Whether the form was refused with this code.
    pub fn has(self, code: ErrorCode) -> Signal<bool> {
        Signal::derive(move || {
            let problems = self.refusal.get().map(|refusal| refusal.problems).unwrap_or_default();
            problems.iter().any(|problem| problem.problem == Problem::Code(code))
        })
    }

    /// The form.
    pub fn form(self) -> Form {
        self.form
    }
}

/// A problem in the words of the catalogue.
fn sentence(problem: &Problem, field: Option<&str>) -> String {
    let texts = &t().problems;
    match problem {
        Problem::Required => (texts.required)(field.unwrap_or_default()).to_owned(),
        Problem::NoIdentifier => texts.no_identifier.to_owned(),
        Problem::NoSlug => texts.no_slug.to_owned(),
        Problem::NoPicture => texts.no_picture.to_owned(),
        Problem::Code(code) => (texts.of_code)(*code).to_owned(),
        Problem::OfAddress(address, code) => format!("{address}: {}", (texts.of_code)(*code)),
        Problem::Message(message) => message.clone(),
        Problem::TooManyRequests(seconds) => (texts.too_many_requests)(*seconds),
        Problem::Offline => texts.offline.to_owned(),
    }
}

/// What the post before this page came to. The server finds it in the visitor session and writes it into the
/// page, so that the browser starts from the same.
fn posted_refusal(form: Form) -> Option<Refusal> {
    SharedValue::new(move || {
        #[cfg(feature = "ssr")]
        {
            use crate::visitor::Flash;
            match use_context::<Flash>() {
                Some(Flash::Refused { form: id, refusal }) if id == form.id => Some(refusal),
                _ => None,
            }
        }
        #[cfg(not(feature = "ssr"))]
        {
            let _ = form;
            None
        }
    })
    .into_inner()
}

/// Tells the session and goes to the next page once a form is done. Runs in the browser alone: on the server
/// the answer to a posted form is a redirect.
fn go_on_when_done(value: Signal<Option<Result<Done, Refusal>>>) {
    let session = use_session();
    let notice = use_context::<RwSignal<Option<Notice>>>();
    let navigate = leptos_router::hooks::use_navigate();
    let here = leptos_router::hooks::use_location().pathname;
    Effect::new(move |_| {
        let Some(Ok(done)) = value.get() else { return };
        let replaced = session.is_replaced_by(&done.session);
        session.update(done.session);
        if replaced && here.get_untracked() == done.next {
            // Going from a page to itself would leave in it what is the other one's. Fails only where there is no page.
            let _ = window().location().reload();
            return;
        }
        if let Some(notice) = notice {
            notice.set(done.notice);
        }
        navigate(&done.next, leptos_router::NavigateOptions::default());
    });
}
