use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use super::hex;
use crate::{
    config::PasswordHashing,
    error::{Error, Result},
    rng::Rng,
    wire::{ErrorCode, Password},
};

/// Hashes and verifies passwords on a bounded number of blocking threads.
///
/// New hashes are argon2id (RFC 9106) in PHC form; with `shared_database` they are Better Auth's scrypt, so
/// that both programs read them. Both forms always verify. Hashing costs tens of milliseconds and megabytes,
/// so no more run at once than there are cores; others wait for their turn, up to [`MAX_WAITING`].
#[derive(Debug, Clone)]
pub(crate) struct PasswordHasher {
    argon2: Argon2<'static>,
    write_scrypt: bool,
    permits: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    rng: Arc<dyn Rng>,
    /// Verified in place of a missing hash, so that an unknown address costs as much time as a known one.
    decoy: Arc<str>,
}

/// How many callers may wait for a hash; more are refused at once (503), which keeps the wait bounded.
const MAX_WAITING: usize = 256;

/// What came of checking a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is another password, or there is none.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password; the hash should be replaced by this one, made with today's algorithm and cost.
    Upgrade(String),
}

impl PasswordHasher {
    pub(crate) fn new(cost: &PasswordHashing, write_scrypt: bool, rng: Arc<dyn Rng>) -> Result<Self> {
        let params = Params::new(cost.memory_kib, cost.iterations, cost.parallelism, None)
            .map_err(|error| Error::internal(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = if write_scrypt {
            scrypt_hash("decoy", &"00".repeat(16))?
        } else {
            argon2_hash(&argon2, "decoy", &[0; 16])?
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Self {
            argon2,
            write_scrypt,
            permits: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores + MAX_WAITING)),
            rng,
            decoy: decoy.into(),
        })
    }

    /// The hash to store for a new password.
    pub(crate) async fn hash(&self, password: &Password) -> Result<String> {
        let password = normalise(password);
        let this = self.clone();
        self.blocking(move || this.hash_now(&password)).await
    }

    /// Compares a password with a stored hash. Without one the work is done all the same and the answer is
    /// [`Verdict::Wrong`].
    pub(crate) async fn verify(&self, password: &Password, stored: Option<&str>) -> Result<Verdict> {
        let password = normalise(password);
        let exists = stored.is_some();
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let this = self.clone();
        self.blocking(move || {
            let (right, current) = this.compare(&password, &stored)?;
            Ok(match (right && exists, current) {
                (false, _) => Verdict::Wrong,
                (true, true) => Verdict::Right,
                (true, false) => Verdict::Upgrade(this.hash_now(&password)?),
            })
        })
        .await
    }

    fn hash_now(&self, password: &str) -> Result<String> {
        let mut salt = [0; 16];
        self.rng.fill(&mut salt);
        if self.write_scrypt {
            scrypt_hash(password, &hex::encode(&salt))
        } else {
            argon2_hash(&self.argon2, password, &salt)
        }
    }

    /// Whether the password fits, and whether the hash has today's form.
    fn compare(&self, password: &str, stored: &str) -> Result<(bool, bool)> {
        if stored.starts_with("$argon2") {
            let right = self.argon2.verify_password(password.as_bytes(), stored).is_ok();
            let cost = format!(
                "$argon2id$v=19$m={},t={},p={}$",
                self.argon2.params().m_cost(),
                self.argon2.params().t_cost(),
                self.argon2.params().p_cost()
            );
            // A shared database keeps argon2id hashes that were written before it was shared.
            return Ok((right, self.write_scrypt || stored.starts_with(&cost)));
        }
        let Some((salt, key)) = stored.split_once(':') else {
            return Ok((false, true));
        };
        let computed = scrypt_hash(password, salt)?;
        let right = computed.as_bytes()[salt.len() + 1..].ct_eq(key.as_bytes()).into();
        Ok((right, self.write_scrypt))
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let busy = || Error::new(ErrorCode::ServiceUnavailable);
        let queued = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| busy())?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| busy())?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the thread, so that a caller who goes away does not let more hashes run than cores.
            let _held = (queued, permit);
            work()
        });
        done.await.map_err(Error::unavailable)?
    }
}

/// Better Auth normalises to NFKC before hashing; otherwise "é" typed on two keyboards is two passwords.
fn normalise(password: &Password) -> String {
    password.expose().nfkc().collect()
}

fn argon2_hash(argon2: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<String> {
    let hash = argon2.hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|hash| hash.to_string()).map_err(|error| Error::internal(error.to_string()))
}

/// `salt:key` as Better Auth writes it: scrypt with N=16384, r=16, p=1 and 64 bytes in hex, salted with the
/// hex text itself.
fn scrypt_hash(password: &str, salt_hex: &str) -> Result<String> {
    let params = scrypt::Params::new(14, 16, 1).map_err(|error| Error::internal(error.to_string()))?;
    let mut key = [0; 64];
    scrypt::scrypt(password.as_bytes(), salt_hex.as_bytes(), &params, &mut key)
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(format!("{salt_hex}:{}", hex::encode(&key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    /// Made by the original: `hashPassword("pässwörd ½")` of `better-auth/crypto`.
    const ORIGINAL: &str = "78e2d69e70a114ac4493920026a27e8e:9a2c9027701452bd64cd8fb216c711e2bc1dfbbb42ed7d5cafafe5541b18d6ff90b8b3919ca580f4fd67bc8b5b1607b593d590c29905c135f6216a6e11e29eb1";

    fn cheap() -> PasswordHashing {
        PasswordHashing { memory_kib: 64, iterations: 1, parallelism: 1 }
    }

    fn hasher(write_scrypt: bool) -> PasswordHasher {
        PasswordHasher::new(&cheap(), write_scrypt, Arc::new(SystemRng)).unwrap()
    }

    #[tokio::test]
    async fn a_hash_of_the_original_verifies_and_is_upgraded() {
        let verdict = hasher(false).verify(&"pässwörd ½".into(), Some(ORIGINAL)).await.unwrap();
        let Verdict::Upgrade(upgraded) = verdict else { panic!("{verdict:?}") };
        assert!(upgraded.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert_eq!(hasher(false).verify(&"pässwörd ½".into(), Some(&upgraded)).await.unwrap(), Verdict::Right);
    }

    #[tokio::test]
    async fn in_a_shared_database_hashes_stay_readable_for_the_original() {
        let hasher = hasher(true);
        assert_eq!(hasher.verify(&"pässwörd ½".into(), Some(ORIGINAL)).await.unwrap(), Verdict::Right);
        let hash = hasher.hash(&"another password".into()).await.unwrap();
        let (salt, key) = hash.split_once(':').unwrap();
        assert_eq!((salt.len(), key.len()), (32, 128));
    }

    #[tokio::test]
    async fn other_passwords_broken_hashes_and_missing_ones_are_wrong() {
        let hasher = hasher(false);
        let hash = hasher.hash(&"correct-horse".into()).await.unwrap();
        for stored in
            [Some(hash.as_str()), Some("not a hash"), Some("$argon2id$broken"), Some("aa:bb"), Some(":"), None]
        {
            assert_eq!(hasher.verify(&"Correct-horse".into(), stored).await.unwrap(), Verdict::Wrong, "{stored:?}");
        }
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_upgraded() {
        let old = hasher(false).hash(&"correct-horse".into()).await.unwrap();
        let stronger = PasswordHashing { iterations: 2, ..cheap() };
        let hasher = PasswordHasher::new(&stronger, false, Arc::new(SystemRng)).unwrap();
        assert!(matches!(hasher.verify(&"correct-horse".into(), Some(&old)).await.unwrap(), Verdict::Upgrade(_)));
    }

    #[tokio::test]
    async fn spellings_that_look_alike_are_one_password() {
        let hasher = hasher(false);
        let hash = hasher.hash(&"caf\u{e9} \u{bd}".into()).await.unwrap();
        assert_eq!(hasher.verify(&"cafe\u{301} 1\u{2044}2".into(), Some(&hash)).await.unwrap(), Verdict::Right);
    }
}
