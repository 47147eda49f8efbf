//! What is around the server: database, Redis, mail server, clock, files. Every look at another machine has a time limit.

use std::{error::Error as _, fmt, path::Path, sync::Arc, time::Duration};

use auth::{
    Auth, Clock as _, SystemClock,
    config::SecondaryStorageConfig,
    mail::SmtpMailer,
    secondary_storage::{MemoryStorage, RedisStorage, SecondaryStorage as _},
    wire::Timestamp,
};

use super::{Finding, adoption::names};
use crate::{assets::site_is_complete, config::Settings};

/// How long a database, Redis or a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// By how much two clocks may differ before links and codes end at the wrong time.
const DRIFT: Duration = Duration::from_secs(5);

/// No clock that goes right shows an earlier moment: the year in which this was written.
const EARLIEST: Timestamp = Timestamp::from_millis(1_767_225_600_000);

pub(super) async fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut database_time = None;
    match open(settings).await {
        Ok(auth) => {
            findings.push(Finding::good("database", "answers"));
            findings.push(schema(&auth).await);
            let asked = SystemClock.now();
            database_time = auth.store().clock().await.ok().map(|time| (asked, time));
        }
        Err(finding) => findings.push(finding),
    }
    findings.push(clock(SystemClock.now(), database_time));
    findings.extend(secondary_storage(settings).await);
    findings.push(mail(settings).await);
    findings.push(site());
    findings
}

/// The core over its database alone, which is neither made nor changed.
///
/// # Errors
///
/// What to say of the database.
pub(super) async fn open(settings: &Settings) -> Result<Auth, Finding> {
    const ADVICE: &str = "look at DATABASE_URL and whether the database runs";
    if let Some(file) = file_of(&settings.database_url)
        && !Path::new(file).exists()
    {
        return Err(Finding::warning("database", format!("{file} does not exist yet"), "`latchkey migrate` makes it"));
    }
    let url = settings.database_url.replace("mode=rwc", "mode=rw");
    // Redis is looked at by itself, so that nobody takes its failures for the database's.
    let builder =
        Auth::builder(settings.auth.clone()).secondary_storage(Arc::new(MemoryStorage::new(Arc::new(SystemClock))));
    let opened = tokio::time::timeout(PATIENCE, builder.connect(&url)).await;
    match opened {
        Ok(Ok(auth)) => Ok(auth),
        Ok(Err(error)) => Err(Finding::failure("database", chain(&error), ADVICE)),
        Err(_) => Err(Finding::failure("database", "does not answer in time", ADVICE)),
    }
}

/// The file of an SQLite database.
fn file_of(url: &str) -> Option<&str> {
    let file = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let file = file.split('?').next().unwrap_or_default();
    (!file.is_empty() && file != ":memory:").then_some(file)
}

async fn schema(auth: &Auth) -> Finding {
    const ADVICE: &str = "run `latchkey migrate`, or apply what `latchkey doctor --adopt` prints";
    match auth.store().lacks().await {
        Ok(lacks) if lacks.is_empty() => Finding::good("schema", "has every table and column"),
        Ok(lacks) => Finding::failure("schema", format!("lacks {}", names(&lacks)), ADVICE),
        Err(error) => Finding::failure("schema", chain(&error), "look whether the user of the database may read it"),
    }
}

/// `database_time` is what the database said, and when it was asked.
fn clock(now: Timestamp, database_time: Option<(Timestamp, Timestamp)>) -> Finding {
    const ADVICE: &str = "set the clocks by NTP: links, codes and sessions end by them";
    if now < EARLIEST {
        return Finding::failure("clock", format!("shows {now}, which is long ago"), ADVICE);
    }
    if let Some((asked, told)) = database_time {
        let apart = asked.since(told).max(told.since(asked));
        if apart > DRIFT {
            let found = format!("is {} seconds apart from the clock of the database", apart.as_secs());
            return Finding::warning("clock", found, ADVICE);
        }
    }
    Finding::good("clock", now.to_string())
}

/// Where sessions are kept beside the database, if anywhere.
async fn secondary_storage(settings: &Settings) -> Option<Finding> {
    const SUBJECT: &str = "sessions";
    const ADVICE: &str = "look at REDIS_URL and whether Redis runs";
    let (url, prefix) = match settings.auth.secondary_storage.as_ref()? {
        SecondaryStorageConfig::Redis { url, key_prefix } => (url, key_prefix),
        SecondaryStorageConfig::Memory => {
            let found = "are in the memory of each process and end with it";
            return Some(Finding::warning(SUBJECT, found, "set REDIS_URL where there are people"));
        }
    };
    let redis = match RedisStorage::new(url, prefix) {
        Ok(redis) => redis,
        Err(error) => return Some(Finding::failure(SUBJECT, chain(&error), ADVICE)),
    };
    Some(match tokio::time::timeout(PATIENCE, redis.get("ready")).await {
        Ok(Ok(_)) => Finding::good(SUBJECT, "are in Redis, which answers"),
        Ok(Err(error)) => Finding::failure(SUBJECT, chain(&error), ADVICE),
        Err(_) => Finding::failure(SUBJECT, "Redis does not answer in time", ADVICE),
    })
}

async fn mail(settings: &Settings) -> Finding {
    const ADVICE: &str = "look at SMTP_URL: smtps://user:password@host, or smtp://… with ?tls=required";
    let email = &settings.auth.email;
    let Some(url) = &email.smtp_url else {
        return if settings.development {
            Finding::good("mail", "kept for the page /dev/mailbox")
        } else {
            let found = "no mail server is set, so nobody can reset a password";
            Finding::warning("mail", found, "set SMTP_URL and EMAIL_FROM")
        };
    };
    let Some(from) = &email.from else {
        return Finding::failure("mail", "has no sender", "set EMAIL_FROM, for example Acme <no-reply@example.com>");
    };
    let Ok(mailer) = SmtpMailer::new(url.expose(), from) else {
        // The cause may repeat the address, which holds a password.
        return Finding::failure("mail", "SMTP_URL or EMAIL_FROM is not understood", ADVICE);
    };
    match tokio::time::timeout(PATIENCE, mailer.check()).await {
        Ok(Ok(())) => Finding::good("mail", "the mail server answers"),
        Ok(Err(error)) => {
            // The error speaks of a mail; its cause says what it is.
            let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            Finding::failure("mail", cause, ADVICE)
        }
        Err(_) => Finding::failure("mail", "the mail server does not answer in time", ADVICE),
    }
}

fn site() -> Finding {
    if site_is_complete() {
        Finding::good("site", "styles and scripts are inside")
    } else {
        Finding::warning("site", "built without the styles and scripts of the pages", "run `cargo xtask build`")
    }
}

/// An error with its causes, in a line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    struct Chain<'a>(&'a dyn std::error::Error);
    impl fmt::Display for Chain<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}", self.0)?;
            self.0.source().map_or(Ok(()), |cause| write!(f, " ({})", Chain(cause)))
        }
    }
    Chain(error).to_string().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Grade;

    #[test]
    fn a_clock_that_is_wrong_is_noticed() {
        let now = EARLIEST + Duration::from_secs(1000);
        assert_eq!(clock(now, Some((now, now + DRIFT))).grade, Grade::Good);
        assert_eq!(clock(now, Some((now, now + DRIFT + Duration::from_millis(1)))).grade, Grade::Warning);
        assert_eq!(clock(now + DRIFT * 2, Some((now + DRIFT * 2, now))).grade, Grade::Warning);
        assert_eq!(clock(Timestamp::from_millis(0), None).grade, Grade::Failure);
    }

    #[test]
    fn files_are_told_from_other_databases() {
        assert_eq!(file_of("sqlite://data/x.db?mode=rwc"), Some("data/x.db"));
        assert_eq!(file_of("sqlite::memory:"), None);
        assert_eq!(file_of("postgres://localhost/x"), None);
    }
}
