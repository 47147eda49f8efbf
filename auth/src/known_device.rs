//! Browsers in which somebody has signed in before.
//!
//! A cookie says so. It lets their owner sign in while others guess at the password (OWASP calls it a device
//! cookie), and it tells when a sign-in comes from a browser that nobody has seen. It opens nothing.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::{Auth, Cx, error::Result, mail::Message, store::SessionRow, wire::User};

/// Sets the text of this cookie apart from those of all other signed ones.
const KIND: &str = "device";

/// As many accounts as a browser is known for; then it forgets the one that was not used for longest.
const MOST_ACCOUNTS: usize = 8;

/// An account this young has not signed in elsewhere: the first sign-in may follow the sign-up by a mail.
const YOUNG: Duration = Duration::from_hours(24);

/// What the cookie says: which browser this is, and in which accounts it signed in, the latest first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KnownDevice {
    id: String,
    accounts: Vec<String>,
}

impl KnownDevice {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        parts.next().filter(|kind| *kind == KIND)?;
        let id = parts.next()?.to_owned();
        Some(Self { id, accounts: parts.map(str::to_owned).collect() })
    }

    fn text(&self) -> String {
        format!("{KIND}.{}.{}", self.id, self.accounts.join("."))
    }

    fn has(&self, user: &User) -> bool {
        self.accounts.contains(&mark(user))
    }

    fn add(&mut self, user: &User) {
        let mark = mark(user);
        self.accounts.retain(|account| *account != mark);
        self.accounts.insert(0, mark);
        self.accounts.truncate(MOST_ACCOUNTS);
    }
}

/// The account in the cookie: 96 bits of the hash of its id, which is random itself.
fn mark(user: &User) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(&user.id)[..12])
}

impl Auth {
    /// The browser of the request, if this user has signed in with it before.
    pub(crate) fn known_device(&self, cx: &Cx, user: &User) -> Option<String> {
        self.device(cx).filter(|device| device.has(user)).map(|device| device.id)
    }

    fn device(&self, cx: &Cx) -> Option<KnownDevice> {
        let text = self.cookies().read_signed(cx, &self.cookies().known_device)?;
        KnownDevice::parse(&text)
    }

    /// Lets the browser of the request know that this user has signed in with it.
    pub(crate) fn remember_device(&self, cx: &mut Cx, user: &User) {
        let config = self.config();
        if cx.facts().is_none() || !(config.email_and_password.lockout.enabled || config.email.notify_new_device) {
            return;
        }
        let mut device =
            self.device(cx).unwrap_or_else(|| KnownDevice { id: self.generate_id(), accounts: Vec::new() });
        device.add(user);
        self.cookies().write_signed(cx, &self.cookies().known_device, &device.text(), true);
    }

    /// After a sign-in: tells the user by mail if it comes from a browser that nobody has seen.
    pub(crate) async fn greet_device(&self, cx: &Cx, user: &User, session: &SessionRow) -> Result<()> {
        let notify = self.config().email.notify_new_device && self.sends_mail() && cx.facts().is_some();
        if notify && self.known_device(cx, user).is_none() && self.is_unseen_device(user, session).await? {
            tracing::info!(event = "session.new_device", user = %user.id, session = %session.id, "a browser not seen before");
            let message = Message::NewDevice {
                app_name: self.config().app_name.clone(),
                user_agent: session.user_agent.clone().unwrap_or_default(),
                ip_address: session.ip_address.clone().filter(|address| !address.is_empty()),
                at: session.created_at,
            };
            self.send(user, &message).await?;
        }
        Ok(())
    }

    /// Whether a browser without the cookie is nevertheless one of the user's: the same program at the same address as
    /// a session that goes on. Browsers forget cookies, and a program alone is too common to tell people apart.
    async fn is_unseen_device(&self, user: &User, session: &SessionRow) -> Result<bool> {
        let mut others = self.store().list_sessions(&user.id, self.now()).await?;
        others.retain(|other| other.id != session.id);
        if others.is_empty() {
            return Ok(user.created_at + YOUNG <= self.now());
        }
        let same = |other: &SessionRow| {
            other.ip_address == session.ip_address
                && program(other.user_agent.as_ref()) == program(session.user_agent.as_ref())
        };
        Ok(!others.iter().any(same))
    }
}

/// A program whatever its version: updates come every few weeks.
fn program(user_agent: Option<&String>) -> String {
    user_agent.map(|name| name.chars().filter(|letter| !letter.is_ascii_digit()).collect()).unwrap_or_default()
}
