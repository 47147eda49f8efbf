//! Browsers in which somebody has signed in before.
//!
//! A cookie says so. It lets their owner sign in while others guess at the password (OWASP calls it a device
//! cookie). It opens nothing.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::{Auth, Cx, wire::User};

/// Sets the text of this cookie apart from those of all other signed ones.
const KIND: &str = "device";

/// As many accounts as a browser is known for; then it forgets the one that was not used for longest.
const MOST_ACCOUNTS: usize = 8;

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
        if cx.facts().is_none() || !self.config().email_and_password.lockout.enabled {
            return;
        }
        let mut device =
            self.device(cx).unwrap_or_else(|| KnownDevice { id: self.generate_id(), accounts: Vec::new() });
        device.add(user);
        self.cookies().write_signed(cx, &self.cookies().known_device, &device.text(), true);
    }
}
