//! The cookie cache: session and user in a signed cookie, believed for a short time (`session.cookie_cache`).
//!
//! The formats are Better Auth's, so that `getCookieCache` of its package reads them where it runs in front of us.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    Auth, Cx,
    config::CookieCacheStrategy,
    cookies::Cookies,
    crypto::{Sealed, Secrets},
    error::{Error, Result},
    wire::{Session, SessionWithUser, Timestamp, User},
};

/// What the cache holds, in every form of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    session: &'a Session,
    user: &'a User,
    /// Milliseconds since 1970.
    updated_at: i64,
    version: &'a str,
}

/// The same as it is read; upstream leaves the version out in places.
#[derive(Deserialize)]
struct Copy {
    session: Session,
    user: User,
    #[serde(default)]
    version: Option<String>,
}

/// The same inside a token, which has its end among the claims, in seconds.
#[derive(Deserialize)]
struct TokenCopy {
    #[serde(flatten)]
    copy: Copy,
    exp: i64,
}

/// The compact form. `session` stays as it was written, because the signature is over that text.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Compact<'a> {
    #[serde(borrow)]
    session: &'a RawValue,
    /// Milliseconds since 1970.
    expires_at: i64,
    signature: String,
}

impl Compact<'_> {
    /// What is signed: the payload with its end as the last member.
    fn signed_text(payload: &str, expires_at: i64) -> String {
        let open = payload.strip_suffix('}').unwrap_or(payload);
        format!(r#"{open},"expiresAt":{expires_at}}}"#)
    }
}

impl Auth {
    /// Sends the cookie cache where it is switched on. `remember` as for the session cookie.
    pub(crate) fn write_session_cache(&self, cx: &mut Cx, session: &SessionWithUser, remember: bool) -> Result<()> {
        let options = &self.config().session.cookie_cache;
        if !options.enabled {
            return Ok(());
        }
        let now = self.now();
        let payload = Payload {
            session: &session.session,
            user: &session.user,
            updated_at: now.as_millis(),
            version: &options.version,
        };
        let kind = &self.cookies().session_data;
        let max_age = kind.max_age().filter(|_| remember).map(Duration::from_secs);
        // How long a copy is good whose cookie has no age of its own differs between the forms, as upstream.
        let (short, long) = (Duration::from_mins(1), Duration::from_mins(5));
        let secrets = &self.config().secrets;
        let value = match options.strategy {
            CookieCacheStrategy::Compact => compact(secrets, &payload, now + max_age.unwrap_or(short))?,
            CookieCacheStrategy::Jwt => secrets.sign_jwt(&payload, now, max_age.unwrap_or(long))?,
            CookieCacheStrategy::Jwe => {
                let lifetime = max_age.unwrap_or(long);
                secrets.seal_jwt(&**self.rng(), Sealed::Session, &payload, now, lifetime)?
            }
        };
        Cookies::write_chunked(cx, kind, &value, remember);
        Ok(())
    }

    /// The session of the cookie cache, if it is the one of this token and may still be believed. A cache that may
    /// not is ended.
    pub(super) fn cached_session(&self, cx: &mut Cx, token: &str) -> Option<SessionWithUser> {
        let kind = &self.cookies().session_data;
        let value = Cookies::read_chunked(cx, kind)?;
        let session = self.believed(&value, token);
        if session.is_none() {
            Cookies::expire_chunked(cx, kind);
        }
        session
    }

    fn believed(&self, value: &str, token: &str) -> Option<SessionWithUser> {
        let options = &self.config().session.cookie_cache;
        let secrets = &self.config().secrets;
        let now = self.now();
        let token_copy = |TokenCopy { copy, exp }| (copy, Timestamp::from_millis(exp.saturating_mul(1000)));
        let (copy, expires_at) = match options.strategy {
            CookieCacheStrategy::Compact => read_compact(secrets, value)?,
            CookieCacheStrategy::Jwt => token_copy(secrets.verify_jwt(value, now).ok()?),
            CookieCacheStrategy::Jwe => token_copy(secrets.open_jwt(Sealed::Session, value, now).ok()?),
        };
        let same_session = copy.session.token == token && copy.session.user_id == copy.user.id;
        let same_version = copy.version.as_deref().unwrap_or("1") == options.version;
        let lives = now <= expires_at && now <= copy.session.expires_at;
        (same_session && same_version && lives).then(|| SessionWithUser::new(copy.session, copy.user))
    }
}

/// Base64url of `{session, expiresAt, signature}`.
fn compact(secrets: &Secrets, payload: &Payload<'_>, expires_at: Timestamp) -> Result<String> {
    let payload = serde_json::value::to_raw_value(payload).map_err(Error::internal)?;
    let expires_at = expires_at.as_millis();
    let signature = secrets.current().mac(&Compact::signed_text(payload.get(), expires_at));
    let compact = Compact { session: &payload, expires_at, signature: URL_SAFE_NO_PAD.encode(signature) };
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&compact).map_err(Error::internal)?))
}

fn read_compact(secrets: &Secrets, value: &str) -> Option<(Copy, Timestamp)> {
    let json = URL_SAFE_NO_PAD.decode(value).ok()?;
    let compact: Compact<'_> = serde_json::from_slice(&json).ok()?;
    let signature = URL_SAFE_NO_PAD.decode(&compact.signature).ok()?;
    let signed = Compact::signed_text(compact.session.get(), compact.expires_at);
    secrets.iter().any(|secret| secret.verifies(&signed, &signature)).then_some(())?;
    let copy = serde_json::from_str(compact.session.get()).ok()?;
    Some((copy, Timestamp::from_millis(compact.expires_at)))
}
