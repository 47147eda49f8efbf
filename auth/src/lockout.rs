//! Guesses at the password or the codes of one account, from wherever they come.
//!
//! The rate limits count per address, and whoever guesses has many addresses. So failures are counted per account
//! too: after some of them every further guess has to wait, longer each time, up to a quarter of an hour. Waiting is
//! all that happens. Nobody can lock somebody else out for good: for the password a browser in which the owner has signed
//! in before has a count of its own ([`crate::known_device`]), and a new one can always be asked for by mail. Codes that
//! are mailed or texted have one count for all, whoever tries them.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    Auth, Cx,
    config::Lockout,
    error::{Error, Result},
    store::{Failures, StoreError, StoreResult},
    wire::{Timestamp, User},
};

/// Failures are forgotten when this time has passed since the last one.
const MEMORY: Duration = Duration::from_hours(24);

/// Each lost swap means that another guess was counted, and after `max_failures` of those this one has to wait. These
/// are for waits that end meanwhile.
const SPARE_TRIES: u32 = 16;

impl Failures {
    /// What one more guess makes of them, or the time to wait before it.
    fn next(current: Option<Self>, rule: &Lockout, now: Timestamp) -> Result<Self, Duration> {
        let count = match current.filter(|failures| now.since(failures.last) < MEMORY) {
            Some(failures) => {
                let free_again = failures.last + failures.wait(rule);
                // A clock that was put back does not make anybody wait for longer than the rule says.
                if now < free_again && failures.last <= now {
                    return Err(free_again.since(now));
                }
                failures.count
            }
            None => 0,
        };
        Ok(Self { count: count.saturating_add(1), last: now })
    }

    /// How long the next guess has to wait after the last one.
    fn wait(self, rule: &Lockout) -> Duration {
        match self.count.checked_sub(rule.max_failures) {
            Some(beyond) => rule.delay.saturating_mul(1 << beyond.min(16)).min(rule.max_delay),
            None => Duration::ZERO,
        }
    }
}

/// A guess that is counted as failed until it turns out to be right.
#[derive(Debug)]
#[must_use = "a right guess is not a failure"]
pub(crate) struct Guess(Option<String>);

impl Auth {
    /// Counts a guess at the password of an account before anybody looks at it, so that of many at once no more are
    /// looked at than the rule allows. Whatever name an account was found by, the count is the one of its address; a
    /// name that nobody has is counted alike.
    ///
    /// # Errors
    ///
    /// 429 when it has to wait.
    pub(crate) async fn guess_password(&self, cx: &Cx, name: &str, user: Option<&User>) -> Result<Guess> {
        if cx.facts().is_none() {
            return Ok(Guess(None));
        }
        let device = user.and_then(|user| self.known_device(cx, user)).unwrap_or_default();
        let name = user.map_or(name, |user| &user.email);
        self.guess(&format!("sign-in {name} {device}")).await
    }

    /// Counts a guess of somebody who is signed in at their own password.
    ///
    /// # Errors
    ///
    /// 429 when it has to wait.
    pub(crate) async fn guess_own_password(&self, user: &User) -> Result<Guess> {
        self.guess(&format!("own {}", user.id)).await
    }

    /// Counts a guess at the codes of one place, however many are asked for.
    ///
    /// # Errors
    ///
    /// 429 when it has to wait.
    pub(crate) async fn guess_code(&self, cx: &Cx, place: &str) -> Result<Guess> {
        if cx.facts().is_none() {
            return Ok(Guess(None));
        }
        self.guess(&format!("code {place}")).await
    }

    async fn guess(&self, what: &str) -> Result<Guess> {
        let rule = &self.config().email_and_password.lockout;
        if !rule.enabled {
            return Ok(Guess(None));
        }
        let key = self.guess_key(what);
        match self.count_guess(&key, rule).await? {
            Ok(()) => Ok(Guess(Some(key))),
            Err(wait) => {
                tracing::info!(event = "lockout.waiting", wait = wait.as_secs(), "a guess has to wait");
                Err(Error::too_many_requests(wait))
            }
        }
    }

    /// The guess was right: what failed before it is forgotten.
    pub(crate) async fn guessed_right(&self, guess: Guess) -> Result<()> {
        if let Some(key) = guess.0 {
            self.store().forget_failures(&key).await?;
        }
        Ok(())
    }

    /// Lets everybody guess again at the password of an address, after its owner has set a new one.
    pub(crate) async fn forget_guesses(&self, email: &str) -> Result<()> {
        Ok(self.store().forget_failures(&self.guess_key(&format!("sign-in {email} "))).await?)
    }

    /// Compare and swap: failures are written only if they still are what was read, so that no parallel guess is
    /// free, on every database.
    async fn count_guess(&self, key: &str, rule: &Lockout) -> StoreResult<Result<(), Duration>> {
        for _ in 0..rule.max_failures.saturating_add(SPARE_TRIES) {
            let (now, store) = (self.now(), self.store());
            let current = store.failures(key).await?;
            let next = match Failures::next(current, rule, now) {
                Ok(next) => next,
                Err(wait) => return Ok(Err(wait)),
            };
            if store.swap_failures(key, current, next, now - MEMORY).await? {
                return Ok(Ok(()));
            }
        }
        Err(StoreError::Database("the failures of an account are contended".into()))
    }

    /// Addresses that people type are not stored, also not those of people who have no account.
    pub(crate) fn guess_key(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.config().secrets.current().derive(&format!("guesses: {what}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Lockout {
        let (delay, max_delay) = (Duration::from_mins(1), Duration::from_mins(15));
        Lockout { enabled: true, max_failures: 3, delay, max_delay }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let mut failures = None;
        let mut now = at(0);
        let mut waits = Vec::new();
        for _ in 0..9 {
            if let Err(wait) = Failures::next(failures, &rule(), now) {
                waits.push(wait.as_secs() / 60);
                now = now + wait;
            }
            failures = Some(Failures::next(failures, &rule(), now).unwrap());
        }
        assert_eq!(waits, [1, 2, 4, 8, 15, 15]);
    }

    #[test]
    fn a_day_after_the_last_failure_everything_is_forgotten() {
        let failures = Some(Failures { count: 100, last: at(0) });
        assert_eq!(Failures::next(failures, &rule(), at(24 * 60 * 60)).unwrap().count, 1);
        assert_eq!(Failures::next(failures, &rule(), at(24 * 60 * 60 - 1)).unwrap().count, 101);
    }

    #[test]
    fn a_clock_that_goes_back_makes_nobody_wait() {
        let failures = Some(Failures { count: 100, last: at(1_000_000) });
        assert!(Failures::next(failures, &rule(), at(0)).is_ok());
    }
}
