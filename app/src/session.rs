//! Who is signed in, as a signal.
//!
//! The server knows the session before it renders, so it is in the HTML and in the first frame of the browser.
//! Afterwards every answer of a form updates it, other tabs follow by a `BroadcastChannel`, and a tab that gets
//! the focus asks again.

use auth::wire::{OwnOrganization, PendingSignIn, SessionWithUser, Timestamp, User};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the pages know of the session. The token is not in it: it stays in its `HttpOnly` cookie.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// Who is signed in.
    pub user: Option<User>,
    /// When the session ends unless it is used.
    pub expires_at: Option<Timestamp>,
    /// Whether the person signed in recently enough for sensitive settings.
    pub fresh: bool,
    /// Whether the person administers the site.
    pub admin: bool,
    /// Who looks at the application as this person, if somebody does.
    pub impersonator: Option<Impersonator>,
    /// A sign-in of this browser that waits for its second factor.
    pub pending: Option<PendingSignIn>,
    /// The organizations of the person, by name.
    pub organizations: Vec<OrganizationLink>,
    /// How many invitations wait for their answer.
    pub invitations: usize,
    /// Who else is signed in in this browser.
    pub others: Vec<OtherAccount>,
}

/// Somebody else who is signed in in this browser.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OtherAccount {
    /// The id of their session: it names the one to go on with, and opens nothing in another browser.
    pub session: String,
    /// Their name, or the address where they have none.
    pub name: String,
    /// Their address or phone number; empty for guests.
    pub contact: String,
}

impl From<SessionWithUser> for OtherAccount {
    fn from(signed_in: SessionWithUser) -> Self {
        let user = signed_in.user;
        Self {
            session: signed_in.session.id,
            name: user.shown_name().to_owned(),
            contact: user.contact().unwrap_or_default().to_owned(),
        }
    }
}

/// An organization that the person is in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrganizationLink {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What the person is in it; several roles are separated by commas.
    pub role: String,
}

impl From<OwnOrganization> for OrganizationLink {
    fn from(own: OwnOrganization) -> Self {
        Self { slug: own.organization.slug, name: own.organization.name, role: own.role }
    }
}

/// Somebody who looks at the application as somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impersonator {
    /// The id of their account.
    pub id: String,
    /// For how many minutes more, as of the last answer of the server.
    pub minutes_left: u64,
}

/// The session of this visitor. `Copy`, so that closures can take it along.
#[derive(Debug, Clone, Copy)]
pub struct SessionHandle {
    state: RwSignal<SessionState>,
}

impl SessionHandle {
    /// Who is signed in.
    pub fn user(self) -> Signal<Option<User>> {
        Signal::derive(move || self.state.with(|state| state.user.clone()))
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(self) -> Memo<bool> {
        Memo::new(move |_| self.state.with(|state| state.user.is_some()))
    }

    /// Whether the person is a guest.
    pub fn is_guest(self) -> Memo<bool> {
        Memo::new(move |_| self.state.with(|state| state.user.as_ref().is_some_and(User::is_guest)))
    }

    /// Whether the person administers the site.
    pub fn is_admin(self) -> Memo<bool> {
        Memo::new(move |_| self.state.with(|state| state.admin))
    }

    /// Who looks at the application as this person, if somebody does.
    pub fn impersonator(self) -> Signal<Option<Impersonator>> {
        Signal::derive(move || self.state.with(|state| state.impersonator.clone()))
    }

    /// The organizations of the person.
    pub fn organizations(self) -> Signal<Vec<OrganizationLink>> {
        Signal::derive(move || self.state.with(|state| state.organizations.clone()))
    }

    /// The name of an organization of the person by its slug; the slug if it is none of them.
    pub fn organization_name(self, slug: Memo<String>) -> Memo<String> {
        Memo::new(move |_| {
            let slug = slug.get();
            let found = self.state.with(|state| {
                let own = state.organizations.iter().find(|own| own.slug == slug);
                own.map(|own| own.name.clone())
            });
            found.unwrap_or(slug)
        })
    }

    /// How many invitations wait for the person.
    pub fn invitations(self) -> Memo<usize> {
        Memo::new(move |_| self.state.with(|state| state.invitations))
    }

    /// Who else is signed in in this browser.
    pub fn others(self) -> Signal<Vec<OtherAccount>> {
        Signal::derive(move || self.state.with(|state| state.others.clone()))
    }

    /// The sign-in that waits for its second factor.
    pub fn pending(self) -> Signal<Option<PendingSignIn>> {
        Signal::derive(move || self.state.with(|state| state.pending.clone()))
    }

    /// When the session ends unless it is used.
    pub fn expires_at(self) -> Signal<Option<Timestamp>> {
        Signal::derive(move || self.state.with(|state| state.expires_at))
    }

    /// Whether the session is fresh, as of the last answer of the server.
    pub fn is_fresh(self) -> Signal<bool> {
        Signal::derive(move || self.state.with(|state| state.fresh))
    }

    /// Takes over what an answer of the server said, and tells the other tabs if it is news.
    pub fn update(self, state: SessionState) {
        if self.state.with_untracked(|current| *current == state) {
            return;
        }
        self.state.set(state);
        #[cfg(feature = "hydrate")]
        tabs::announce();
    }

    /// Whether an answer is about somebody else than the person whose page this is. Nothing of theirs may stay in it. What
    /// a guest sees is theirs when they become somebody.
    pub(crate) fn is_replaced_by(self, state: &SessionState) -> bool {
        self.state.with_untracked(|current| match (&current.user, &state.user) {
            (Some(before), Some(now)) => before.id != now.id && !before.is_guest(),
            _ => false,
        })
    }

    /// Asks the server again. A server that cannot be reached changes nothing; a page of somebody else is loaded anew.
    pub async fn refresh(self) {
        let Ok(state) = crate::api::session::current_session().await else { return };
        if self.is_replaced_by(&state) {
            // Fails only where there is no page any more.
            let _ = window().location().reload();
        } else if self.state.with_untracked(|current| *current != state) {
            self.state.set(state);
        }
    }
}

/// Gives the session to the pages; once, at the root.
pub(crate) fn provide_session() {
    let seed = SharedValue::new(|| use_context::<SessionState>().unwrap_or_default()).into_inner();
    let session = SessionHandle { state: RwSignal::new(seed) };
    provide_context(session);
    #[cfg(feature = "hydrate")]
    tabs::follow(session);
}

/// The session of this visitor.
///
/// Outside the application's root there is none; it then reads as signed out.
pub fn use_session() -> SessionHandle {
    use_context().unwrap_or_else(|| SessionHandle { state: RwSignal::new(SessionState::default()) })
}

/// Shows its children while somebody is signed in.
#[component]
pub fn SignedIn(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let signed_in = use_session().is_signed_in();
    view! { <Show when=move || signed_in.get()>{children()}</Show> }
}

/// Shows its children while nobody is signed in.
#[component]
pub fn SignedOut(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let signed_in = use_session().is_signed_in();
    view! { <Show when=move || !signed_in.get()>{children()}</Show> }
}

/// Leaves a page for signed-in people when the session has ended, here or in another tab. The page is asked for
/// anew, so that the server's guard decides where to go.
pub(crate) fn leave_when_signed_out() {
    #[cfg(feature = "hydrate")]
    {
        use crate::policy::Policy;
        let session = use_session();
        let (signed_in, admin) = (session.is_signed_in(), session.is_admin());
        let location = leptos_router::hooks::use_location();
        Effect::new(move |_| {
            let path = location.pathname.get();
            let may_stay = match Policy::of(&path) {
                Policy::SignedIn | Policy::Organizations | Policy::Member | Policy::Devices => signed_in.get(),
                Policy::Admin => admin.get(),
                Policy::Public | Policy::Invitation | Policy::SignedOut | Policy::Development => true,
            };
            if !may_stay {
                // Fails only for addresses that are none.
                let _ = window().location().set_href(&path);
            }
        });
    }
}

#[cfg(feature = "hydrate")]
mod tabs {
    use leptos::{ev, prelude::*, task::spawn_local};
    use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
    use web_sys::{BroadcastChannel, MessageEvent};

    use super::SessionHandle;

    const CHANNEL: &str = "latchkey.session";

    /// Asking more often than this on focus would only make work. In milliseconds.
    const REVALIDATE_AFTER: f64 = 5_000.0;

    /// Tells the other tabs that the session changed. The message says nothing more: they ask the server.
    pub(super) fn announce() {
        if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
            // Only a closed channel refuses a message, and this one is new.
            let _ = channel.post_message(&JsValue::NULL);
            channel.close();
        }
    }

    /// Follows what other tabs and the server do.
    pub(super) fn follow(session: SessionHandle) {
        Effect::new(move |_| {
            let Ok(channel) = BroadcastChannel::new(CHANNEL) else {
                return;
            };
            let asked = move |_: MessageEvent| spawn_local(session.refresh());
            let handler = Closure::<dyn FnMut(MessageEvent)>::new(asked);
            channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
            // The root of the application lives as long as the page; so do the channel and its handler.
            handler.forget();
            std::mem::forget(channel);
        });
        let last = StoredValue::new(js_sys::Date::now());
        let handle = window_event_listener(ev::focus, move |_| {
            let now = js_sys::Date::now();
            if now - last.get_value() > REVALIDATE_AFTER {
                last.set_value(now);
                spawn_local(session.refresh());
            }
        });
        on_cleanup(move || handle.remove());
    }
}
