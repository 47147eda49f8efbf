use std::time::Duration;

use auth::{
    Auth, Cx, Error, LocalPath,
    wire::{ErrorCode, GetSession, SessionWithUser, SignInOutcome, User},
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use tower_sessions::Session;

use super::passkey::PASSKEYS_COOKIE;
use crate::{
    api::{
        check_email::{MessageKind, SentMessage},
        device_authorization::DeviceRequest,
    },
    forms::{Done, Form, Notice, Problem, Refusal},
    policy::{HOME, ONBOARDING, REAUTH, SIGN_IN, TWO_FACTOR},
    session::{Impersonator, OrganizationLink, OtherAccount, SessionState},
    visitor::{self, Flash, leave_flash, take_return_path},
};

/// How long keys and backup codes are shown after the password was given.
const REVEALED_FOR: Duration = Duration::from_mins(15);

/// Invitations are counted up to this.
const MOST_COUNTED: u64 = 100;

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

    /// Lets the page of settings show, for a while, what its owner has to write down.
    pub async fn reveal(&mut self) {
        let Ok(caller) = self.auth.require_session(&mut self.cx).await else { return };
        let until = self.auth.clock().now() + REVEALED_FOR;
        if let Err(error) = visitor::reveal(&self.visitor, &caller.user.id, until).await {
            tracing::error!(error = &error as &dyn std::error::Error, "what was to be shown is not");
        }
    }

    /// Whether that page may show it, to this caller.
    pub async fn is_revealed(&mut self) -> bool {
        let Ok(caller) = self.auth.require_session(&mut self.cx).await else { return false };
        let revealed = visitor::revealed(&self.visitor).await.ok().flatten();
        revealed.is_some_and(|(user, until)| user == caller.user.id && self.auth.clock().now() < until)
    }

    /// It is written down.
    pub async fn conceal(&self) {
        if let Err(error) = visitor::conceal(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "what was to be shown goes on being shown");
        }
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

    /// Remembers the message that the visitor waits for now.
    pub async fn remember_message(&self, kind: MessageKind, to: &str) {
        let message = SentMessage { kind, to: to.to_owned() };
        if let Err(error) = visitor::remember_sent_message(&self.visitor, &message).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the message under way was not kept in mind");
        }
    }

    /// The message that the visitor waits for, if this browser knows of one.
    pub async fn sent_message(&self) -> Option<SentMessage> {
        visitor::sent_message(&self.visitor).await.ok().flatten()
    }

    /// Forgets that message.
    pub async fn forget_message(&self) {
        if let Err(error) = visitor::forget_sent_message(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the message that arrived was not forgotten");
        }
    }

    /// Remembers to which phone number a code for the caller is on its way.
    pub async fn remember_new_number(&self, user_id: &str, number: &str) {
        if let Err(error) = visitor::remember_new_number(&self.visitor, user_id, number).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the new phone number was not kept in mind");
        }
    }

    /// The phone number that waits for its code, if this browser knows of one of this user.
    pub async fn new_number(&self, user_id: &str) -> Option<String> {
        let (owner, number) = visitor::new_number(&self.visitor).await.ok().flatten()?;
        (owner == user_id).then_some(number)
    }

    /// Forgets that number.
    pub async fn forget_new_number(&self) {
        if let Err(error) = visitor::forget_new_number(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the new phone number was not forgotten");
        }
    }

    /// Remembers which device the caller is asked about.
    pub async fn remember_device(&mut self, device: &DeviceRequest) {
        let Ok(caller) = self.auth.require_session(&mut self.cx).await else { return };
        if let Err(error) = visitor::remember_device(&self.visitor, &caller.user.id, device).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the device was not kept in mind");
        }
    }

    /// The device that the caller is asked about, if this browser knows of one.
    pub async fn asked_device(&mut self) -> Option<DeviceRequest> {
        let caller = self.auth.require_session(&mut self.cx).await.ok()?;
        let (owner, device) = visitor::asked_device(&self.visitor).await.ok().flatten()?;
        (owner == caller.user.id).then_some(device)
    }

    /// Forgets that device.
    pub async fn forget_device(&self) {
        if let Err(error) = visitor::forget_device(&self.visitor).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the device that was answered was not forgotten");
        }
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

impl SessionState {
    /// What the pages may know of a session.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn of(auth: &Auth, cx: &Cx, session: Option<&SessionWithUser>) -> auth::Result<Self> {
        let signed_in_here = auth.device_sessions(cx).await?;
        let Some(SessionWithUser { session, user, .. }) = session else {
            let others = signed_in_here.into_iter().map(OtherAccount::from).collect();
            return Ok(Self { pending: auth.pending_sign_in(cx).await?, others, ..Self::default() });
        };
        let others = signed_in_here.into_iter().filter(|other| other.user.id != user.id);
        let impersonator = session.impersonated_by().map(|id| Impersonator {
            id: id.to_owned(),
            minutes_left: session.expires_at.since(auth.clock().now()).as_secs().div_ceil(60),
        });
        let (organizations, invitations) = organizations(auth, user).await?;
        Ok(Self {
            others: others.map(OtherAccount::from).collect(),
            organizations,
            invitations,
            user: Some(user.clone()),
            expires_at: Some(session.expires_at),
            fresh: auth.is_fresh(session),
            admin: impersonator.is_none() && auth.is_admin(user),
            impersonator,
            pending: None,
        })
    }
}

/// The organizations of a user, by name, and how many invitations wait for them.
async fn organizations(auth: &Auth, user: &User) -> auth::Result<(Vec<OrganizationLink>, usize)> {
    let options = &auth.config().organization;
    if !options.enabled {
        return Ok((Vec::new(), 0));
    }
    let now = auth.clock().now();
    let own = auth.store().list_organizations(&user.id, now).await?;
    let mut own: Vec<_> = own.into_iter().map(OrganizationLink::from).collect();
    own.sort_by_cached_key(|own| own.name.to_lowercase());
    // Whoever has to confirm the address first is not told what waits for it.
    if options.require_email_verification_on_invitation && !user.email_verified {
        return Ok((own, 0));
    }
    let waiting = auth.store().list_invitations_to(&user.email, MOST_COUNTED).await?;
    Ok((own, waiting.iter().filter(|waiting| waiting.invitation.is_open(now)).count()))
}

/// The cause of a fault is logged here, once; it is not sent.
fn log(error: &Error) {
    if error.status() >= 500 {
        let cause = std::error::Error::source(error);
        tracing::error!(code = error.code_text(), error = cause, "a server function failed");
    }
}
