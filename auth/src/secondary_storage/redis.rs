use std::{fmt, time::Duration};

use async_trait::async_trait;
use redis::{
    Client, Cmd, FromRedisValue, RedisError,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

use super::SecondaryStorage;
use crate::{
    crypto::Secret,
    store::{StoreError, StoreResult},
};

/// A storage in Redis 6.2 or newer, or what speaks its protocol. One connection carries all requests and is made again
/// when it breaks.
#[derive(Clone)]
pub struct RedisStorage {
    connection: ConnectionManager,
    prefix: String,
}

/// How long a request waits for Redis before it fails with 503.
const PATIENCE: Duration = Duration::from_secs(2);

/// Sets or deletes a key if its value is what it is thought to be, in one step.
const REPLACE: &str = r"
local current = redis.call('GET', KEYS[1])
if ARGV[1] == '' then
  if current then return 0 end
elseif current ~= ARGV[2] then
  return 0
end
if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
end
return 1";

/// Counts up, and gives a new counter its end in the same step, so that none stays for ever.
const INCREMENT: &str = r"
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count";

impl RedisStorage {
    /// Makes ready to connect to `redis://…` or, with TLS, `rediss://…`; the first request connects. Every key begins
    /// with `prefix`.
    ///
    /// # Errors
    ///
    /// When the address is not understood.
    pub fn new(url: &Secret, prefix: impl Into<String>) -> StoreResult<Self> {
        // The address may hold a password, so what is wrong with it is said without it.
        let problem = |error: RedisError| StoreError::Database(format!("Redis: {}", error.category()).into());
        let client = Client::open(url.expose()).map_err(problem)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(1);
        let connection = ConnectionManager::new_lazy_with_config(client, config).map_err(problem)?;
        Ok(Self { connection, prefix: prefix.into() })
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    async fn query<T: FromRedisValue>(&self, command: &Cmd) -> StoreResult<T> {
        command.query_async(&mut self.connection.clone()).await.map_err(|error| StoreError::Database(Box::new(error)))
    }
}

/// The least that Redis takes is a millisecond.
fn milliseconds(lifetime: Duration) -> u64 {
    u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX).clamp(1, i64::MAX.unsigned_abs() / 2)
}

#[async_trait]
impl SecondaryStorage for RedisStorage {
    async fn get(&self, key: &str) -> StoreResult<Option<String>> {
        self.query(redis::cmd("GET").arg(self.key(key))).await
    }

    async fn set(&self, key: &str, value: &str, lifetime: Duration) -> StoreResult<()> {
        self.query(redis::cmd("SET").arg(self.key(key)).arg(value).arg("PX").arg(milliseconds(lifetime))).await
    }

    async fn delete(&self, key: &str) -> StoreResult<()> {
        self.query(redis::cmd("DEL").arg(self.key(key))).await
    }

    async fn get_and_delete(&self, key: &str) -> StoreResult<Option<String>> {
        self.query(redis::cmd("GETDEL").arg(self.key(key))).await
    }

    async fn replace(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> StoreResult<bool> {
        let mut command = redis::cmd("EVAL");
        command.arg(REPLACE).arg(1).arg(self.key(key));
        command.arg(if old.is_some() { "1" } else { "" }).arg(old.unwrap_or_default());
        let (value, lifetime) = new.unwrap_or_default();
        command.arg(if new.is_some() { "1" } else { "" }).arg(value).arg(milliseconds(lifetime));
        Ok(self.query::<i64>(&command).await? == 1)
    }

    async fn increment(&self, key: &str, lifetime: Duration) -> StoreResult<u64> {
        let mut command = redis::cmd("EVAL");
        self.query(command.arg(INCREMENT).arg(1).arg(self.key(key)).arg(milliseconds(lifetime))).await
    }
}

/// The connection's own form shows its address, with the password.
impl fmt::Debug for RedisStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStorage").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
