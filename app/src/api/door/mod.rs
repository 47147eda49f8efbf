//! The door that every server function goes through: the core, the visitor, and the answer.

mod kept;
mod state;

use auth::{
    Auth, Cx, Error, LocalPath,
    wire::{ErrorCode, GetSession, SignInOutcome},
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use tower_sessions::Session;

use super::passkey::PASSKEYS_COOKIE;
use crate::{
    forms::{Done, Form, Notice, Problem, Refusal},
    policy::{HOME, ONBOARDING, REAUTH, SIGN_IN, TWO_FACTOR},
    session::SessionState,
    visitor::{self, Flash, leave_flash, take_return_path},
};

/// One call of a server function: the core, the context of the request, and the answer it goes into.
pub struct Door {
    /// The core.
    pub auth: Auth,
    /// The context to call it with.
    pub cx: Cx,
    visitor: Session,
    response: ResponseOptions,
    /// Whether the browser itself posted the form: it wants to be redirected.
    posted: bool,
    /// Where a refusal leads to, if not to the page of the form.
    back: Option<LocalPath>,
}

impl Door {
    /// Opens the door for the request at hand.
    ///
    /// # Errors
    ///
    /// When the server was put together without the core or the visitor session.
    pub fn open() -> Result<Self, Refusal> {
        let missing = || {
            tracing::error!("a server function ran without its context");
            Refusal::form(Problem::Code(ErrorCode::InternalServerError))
        };
        let parts: Parts = use_context().ok_or_else(missing)?;
        let accepts = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        Ok(Self {
            auth: use_context().ok_or_else(missing)?,
            cx: Cx::request(auth::http::facts(&parts)),
            visitor: parts.extensions.get().cloned().ok_or_else(missing)?,
            response: use_context().ok_or_else(missing)?,
            back: None,
            posted: accepts.is_some_and(|types| types.contains("text/html")),
        })
    }

    /// Takes the answer to a captcha that a form has in a field.
    pub fn bring_captcha(&mut self, answer: String) {
        if !answer.is_empty() {
            self.cx.set_captcha_response(answer);
        }
    }

    /// Leads a refusal to this address of the form's page. What is no path of ours is left out.
    pub fn come_back_to(&mut self, path: &str) {
        self.back = path.parse().ok();
    }

    /// Opens the door for somebody who is signed in. A function that looks at its input before it asks the core
    /// begins with this, so that a stranger learns nothing of it.
    ///
    /// # Errors
    ///
    /// 401 for a caller who is not signed in; a browser that posted the form itself is sent to sign in.
    pub async fn open_private() -> Result<Self, Refusal> {
        let mut door = Self::open()?;
        let session = door.auth.require_session(&mut door.cx).await;
        match session {
            Ok(_) => Ok(door),
            Err(error) => Err(door.turn_away(&error, SIGN_IN)),
        }
    }

    /// Opens the door for somebody who administers.
    ///
    /// # Errors
    ///
    /// 401 for a caller who is not signed in; 403 for one who does not administer.
    pub async fn open_admin() -> Result<Self, Refusal> {
        let mut door = Self::open_private().await?;
        if door.session_state().await?.admin {
            return Ok(door);
        }
        Err(door.turn_away(&Error::new(ErrorCode::NotAllowedToListUsers), HOME))
    }

    /// Refuses with an error of the core, and leads a browser that posted a form itself to another page.
    pub fn turn_away(&self, error: &Error, page: &str) -> Refusal {
        let refusal = self.refuse(error);
        if self.posted {
            self.redirect(page);
        }
        refusal
    }

    /// Hands on what an operation found, or its error, for functions that are not forms.
    ///
    /// # Errors
    ///
    /// The refusal, with the status of the error.
    pub fn answer<T>(&self, outcome: auth::Result<T>) -> Result<T, Refusal> {
        self.send_cookies();
        outcome.map_err(|error| self.refuse(&error))
    }

    /// Who the caller is.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn session_state(&mut self) -> Result<SessionState, Refusal> {
        let session = self.auth.current_session(&mut self.cx, GetSession::default()).await;
        let session = self.answer(session)?;
        let state = SessionState::of(&self.auth, &self.cx, session.as_ref()).await;
        state.map_err(|error| self.refuse(&error))
    }

    /// Where the visitor wanted to go before they were asked to sign in, once; else home.
    pub async fn return_path(&self) -> String {
        take_return_path(&self.visitor).await.unwrap_or_else(|_| crate::policy::HOME.to_owned())
    }

    /// Ends a form that signs in: the visitor goes where they wanted to, or shows a second factor before that.
    ///
    /// # Errors
    ///
    /// The refusal, for a script.
    pub async fn signed_in<T>(
        self,
        form: Form,
        typed: Refusal,
        outcome: auth::Result<SignInOutcome<T>>,
        notice: Option<Notice>,
    ) -> Result<Done, Refusal> {
        let next = match &outcome {
            Ok(SignInOutcome::SecondFactor(_)) => TWO_FACTOR.to_owned(),
            Ok(SignInOutcome::SignedIn(_)) => {
                let wanted = self.return_path().await;
                let welcome = wanted == HOME && notice == Some(Notice::SignedUp) && self.keeps_passkeys();
                if welcome { ONBOARDING.to_owned() } else { wanted }
            }
            Err(_) => String::new(),
        };
        self.finish(form, typed, outcome.map(|_| (next, notice))).await
    }

    /// Ends the form of a link that was mailed: the visitor goes where it leads on this site, or to their account.
    ///
    /// # Errors
    ///
    /// The refusal, for a script.
    pub async fn led_on(
        self,
        form: Form,
        outcome: auth::Result<Option<String>>,
        notice: Option<Notice>,
    ) -> Result<Done, Refusal> {
        let origin = self.auth.config().origin();
        let welcome = notice == Some(Notice::EmailVerified) && self.cx.new_session().is_some() && self.keeps_passkeys();
        let next = outcome.map(|next| {
            let path = next.map(|next| next.strip_prefix(&origin).unwrap_or(&next).to_owned());
            let path = path.and_then(|path| path.parse::<LocalPath>().ok());
            let path = path.map_or_else(|| HOME.to_owned(), String::from);
            (if welcome && path == HOME { ONBOARDING.to_owned() } else { path }, notice)
        });
        self.finish(form, Refusal::default(), next).await
    }

    /// Whether the script of passkeys has said that this browser can keep one, so that it is worth offering.
    fn keeps_passkeys(&self) -> bool {
        let cookie = self.cx.facts().and_then(|facts| facts.cookie(PASSKEYS_COOKIE));
        self.auth.config().passkey.enabled && cookie.is_some()
    }

    /// Whether the caller signed in recently.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 when signing in was too long ago, which [`Door::finish`] turns into the page that
    /// asks for the password.
    pub async fn require_fresh(&mut self) -> auth::Result<()> {
        self.auth.require_fresh_session(&mut self.cx).await.map(|_| ())
    }

    /// Where the visitor wanted to go before they were asked to sign in, for the link of a mail; else home.
    pub async fn wanted_path(&self) -> String {
        let path = visitor::return_path(&self.visitor).await.ok().flatten();
        path.map_or_else(|| crate::policy::HOME.to_owned(), String::from)
    }

    /// Ends a form: with the next page, or with what is wrong, at its field, and what was typed. A browser that
    /// posted the form itself is redirected to either; a script gets the answer.
    ///
    /// # Errors
    ///
    /// The refusal, for a script.
    pub async fn finish(
        mut self,
        form: Form,
        mut typed: Refusal,
        outcome: auth::Result<(String, Option<Notice>)>,
    ) -> Result<Done, Refusal> {
        let (next, notice) = match outcome {
            Ok(done) => done,
            Err(error) if error.code() == ErrorCode::SessionNotFresh => (format!("{REAUTH}?next={}", form.page), None),
            Err(error) => {
                self.send_cookies();
                log(&error);
                let status = error.status();
                match form.fields.iter().find(|(code, _)| *code == error.code()) {
                    Some((code, field)) => typed.push(field, Problem::Code(*code)),
                    None => typed = self.with_problem(&error, typed),
                }
                return self.refuse_form(form, typed, status).await;
            }
        };
        let session = self.session_state().await?;
        if self.posted {
            if let Some(notice) = notice {
                self.leave(Flash::Notice(notice)).await;
            }
            self.redirect(&next);
        }
        Ok(Done { next, session, notice })
    }

    /// Refuses a form before the core is asked, for example because fields are empty.
    ///
    /// # Errors
    ///
    /// Always: the refusal, for a script.
    pub async fn refuse_form(self, form: Form, refusal: Refusal, status: u16) -> Result<Done, Refusal> {
        if self.posted {
            self.leave(Flash::Refused { form: form.id.to_owned(), refusal: refusal.clone() }).await;
            self.redirect(self.back.as_ref().map_or(form.page, LocalPath::as_str));
        } else {
            self.response.set_status(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST));
        }
        Err(refusal)
    }

    /// Refuses with an error of the core, for functions that are not forms.
    pub fn refuse(&self, error: &Error) -> Refusal {
        log(error);
        self.response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        self.with_problem(error, Refusal::default())
    }

    fn with_problem(&self, error: &Error, mut refusal: Refusal) -> Refusal {
        let wait = error.retry_after().map(|wait| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX));
        if let Some(seconds) = wait {
            self.response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let problem = match (wait, error.code()) {
            (Some(seconds), _) => Problem::TooManyRequests(seconds),
            // The catalogue does not know the rules of the application.
            (None, ErrorCode::Refused) => Problem::Message(error.message().to_owned()),
            (None, code) => Problem::Code(code),
        };
        refusal.problems.extend(Refusal::form(problem).problems);
        refusal
    }

    fn send_cookies(&self) {
        let mut headers = HeaderMap::new();
        auth::http::apply_to_page_headers(&self.cx, &mut headers);
        for (name, value) in &headers {
            if name == header::SET_COOKIE {
                self.response.append_header(name.clone(), value.clone());
            } else {
                self.response.insert_header(name.clone(), value.clone());
            }
        }
    }

    /// 303: the browser asks for the next page with GET, whatever the method was (RFC 9110 15.4.4).
    fn redirect(&self, path: &str) {
        self.response.set_status(StatusCode::SEE_OTHER);
        if let Ok(location) = HeaderValue::from_str(path) {
            self.response.insert_header(header::LOCATION, location);
        }
    }

    async fn leave(&self, flash: Flash) {
        if let Err(error) = leave_flash(&self.visitor, &flash).await {
            tracing::error!(error = &error as &dyn std::error::Error, "a flash message was lost");
        }
    }
}

/// The cause of a fault is logged here, once; it is not sent.
fn log(error: &Error) {
    if error.status() >= 500 {
        let cause = std::error::Error::source(error);
        tracing::error!(code = error.code_text(), error = cause, "a server function failed");
    }
}
