use std::{collections::HashSet, sync::Arc, time::Duration};

use async_trait::async_trait;
use serde::{Deserialize, Serialize, de::IgnoredAny};

use super::SecondaryStorage;
use crate::{
    clock::Clock,
    crypto::SessionTokens,
    schema::{Model, Schema},
    store::{SessionRow, SessionStore, StoreError, StoreResult, UserStore},
    wire::{Fields, Session, Timestamp, User},
};

/// Sessions in a secondary storage. Each is under its stored token, together with a copy of its user, and
/// `active-sessions-<user>` lists the tokens of a user.
///
/// The copy is for other readers. Here the user is read from the database, so that a role or a ban counts at once.
#[derive(Debug)]
pub(crate) struct SecondarySessions {
    pub(crate) storage: Arc<dyn SecondaryStorage>,
    pub(crate) users: Arc<dyn UserStore>,
    pub(crate) kept: Option<(Arc<dyn SessionStore>, KeptInDatabase)>,
    pub(crate) tokens: SessionTokens,
    pub(crate) schema: Schema,
    pub(crate) clock: Arc<dyn Clock>,
    /// How long sessions live.
    pub(crate) expires_in: Duration,
}

/// What the database has of sessions that are in a secondary storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeptInDatabase {
    /// The same (`session.store_session_in_database`): what the storage lost is read there.
    Copy,
    /// A record that outlives them (`session.preserve_session_in_database`).
    Record,
}

#[derive(Serialize)]
struct Entry<'a> {
    session: &'a Session,
    user: &'a User,
}

#[derive(Deserialize)]
struct Read {
    session: Session,
    #[serde(rename = "user")]
    _user: IgnoredAny,
}

/// An entry of the list of a user.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    token: String,
    /// Milliseconds since 1970.
    expires_at: i64,
}

/// A session as the storage has it: its key, its text and what that says.
struct Found {
    key: String,
    json: String,
    row: SessionRow,
}

/// Of sign-ins and sign-outs of one user at the same moment, each round lets one through.
const ROUNDS: usize = 1000;

impl SecondarySessions {
    /// The database, where it may be asked for what the storage does not have.
    fn copy(&self) -> Option<&Arc<dyn SessionStore>> {
        let (database, kept) = self.kept.as_ref()?;
        (*kept == KeptInDatabase::Copy).then_some(database)
    }

    /// The session under a key, unless all sessions of its user were ended since.
    async fn read(&self, key: &str) -> StoreResult<Option<Found>> {
        let Some(json) = self.storage.get(key).await? else {
            return Ok(None);
        };
        // A key may also be that of something else: a token is what somebody sends.
        let Ok(Read { session, .. }) = serde_json::from_str(&json) else {
            return Ok(None);
        };
        if session.token != key {
            return Ok(None);
        }
        let ended_before = self.storage.get(&ended_before_key(&session.user_id)).await?;
        if ended_before
            .and_then(|moment| moment.parse().ok())
            .is_some_and(|moment| session.created_at < moment_of(moment))
        {
            return Ok(None);
        }
        Ok(Some(Found { key: key.to_owned(), json, row: row(session) }))
    }

    /// The session of a user with an id: where the id leads if we made its token, else among those of the user.
    async fn read_of(&self, user_id: &str, id: &str) -> StoreResult<Option<Found>> {
        let is_it = |found: &Found| found.row.id == id && found.row.user_id == user_id;
        for key in self.tokens.stored_of(id) {
            if let Some(found) = self.read(&key).await?.filter(is_it) {
                return Ok(Some(found));
            }
        }
        for Reference { token, .. } in self.references(user_id).await? {
            if let Some(found) = self.read(&token).await?.filter(is_it) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn references(&self, user_id: &str) -> StoreResult<Vec<Reference>> {
        let json = self.storage.get(&list_key(user_id)).await?.unwrap_or_default();
        Ok(serde_json::from_str(&json).unwrap_or_default())
    }

    /// Changes the list of a user. What others do to it meanwhile is not lost.
    async fn change_references(&self, user_id: &str, change: impl Fn(&mut Vec<Reference>) + Send) -> StoreResult<()> {
        let key = list_key(user_id);
        for _ in 0..ROUNDS {
            let old = self.storage.get(&key).await?;
            let mut list: Vec<Reference> =
                old.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
            let now = self.clock.now();
            list.retain(|reference| moment_of(reference.expires_at) > now);
            change(&mut list);
            list.sort_by_key(|reference| reference.expires_at);
            let json = to_json(&list)?;
            let lifetime = list.last().map_or(Duration::ZERO, |last| moment_of(last.expires_at).since(now));
            let new = (!lifetime.is_zero()).then_some((json.as_str(), lifetime));
            if self.storage.replace(&key, old.as_deref(), new).await? {
                return Ok(());
            }
        }
        Err(StoreError::Database("the list of sessions of a user does not come to rest".into()))
    }

    /// Changes a session if it is still there; says whether it was. It is not brought back when somebody ends it
    /// meanwhile.
    async fn change(&self, user_id: &str, id: &str, change: impl Fn(&mut SessionRow) + Send) -> StoreResult<bool> {
        let Some(user) = self.users.find_user(user_id).await? else {
            return Ok(false);
        };
        for _ in 0..ROUNDS {
            let Some(Found { key, json, mut row }) = self.read_of(user_id, id).await? else {
                return Ok(false);
            };
            change(&mut row);
            let session = wire(row);
            let lifetime = session.expires_at.since(self.clock.now());
            let new = to_json(&Entry { session: &session, user: &user })?;
            let new = (!lifetime.is_zero()).then_some((new.as_str(), lifetime));
            if self.storage.replace(&key, Some(&json), new).await? {
                let expires_at = session.expires_at.as_millis();
                let reference = Reference { token: key, expires_at };
                self.change_references(user_id, |list| {
                    list.retain(|other| other.token != reference.token);
                    list.push(reference.clone());
                })
                .await?;
                return Ok(true);
            }
        }
        Err(StoreError::Database("a session does not come to rest".into()))
    }

    fn shown(&self, mut row: SessionRow) -> SessionRow {
        self.schema.model(Model::Session).hide(&mut row.fields);
        row
    }
}

#[async_trait]
impl SessionStore for SecondarySessions {
    async fn create_session(&self, session: SessionRow) -> StoreResult<()> {
        let Some(user) = self.users.find_user(&session.user_id).await? else {
            return Err(StoreError::Database("a session belongs to somebody".into()));
        };
        if let Some((database, _)) = &self.kept {
            database.create_session(session.clone()).await?;
        }
        let session = wire(session);
        let lifetime = session.expires_at.since(self.clock.now());
        if lifetime.is_zero() {
            return Ok(());
        }
        let reference = Reference { token: session.token.clone(), expires_at: session.expires_at.as_millis() };
        self.storage.set(&session.token, &to_json(&Entry { session: &session, user: &user })?, lifetime).await?;
        self.change_references(&user.id, |list| list.push(reference.clone())).await
    }

    async fn find_session(&self, tokens: &[String; 2]) -> StoreResult<Option<(SessionRow, User)>> {
        for key in tokens.iter().filter(|token| !token.is_empty()) {
            if let Some(Found { row, .. }) = self.read(key).await? {
                let user = self.users.find_user(&row.user_id).await?;
                return Ok(user.map(|user| (self.shown(row), user)));
            }
        }
        match self.copy() {
            Some(database) => database.find_session(tokens).await,
            None => Ok(None),
        }
    }

    async fn find_session_of(&self, user_id: &str, id: &str) -> StoreResult<Option<SessionRow>> {
        match (self.read_of(user_id, id).await?, self.copy()) {
            (Some(found), _) => Ok(Some(self.shown(found.row))),
            (None, Some(database)) => database.find_session_of(user_id, id).await,
            (None, None) => Ok(None),
        }
    }

    async fn extend_session(
        &self,
        user_id: &str,
        id: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let change = |row: &mut SessionRow| {
            row.expires_at = expires_at;
            row.updated_at = now;
        };
        let mut there = self.change(user_id, id, change).await?;
        if let Some((database, kept)) = &self.kept
            && (there || *kept == KeptInDatabase::Copy)
        {
            there |= database.extend_session(user_id, id, expires_at, now).await?;
        }
        Ok(there)
    }

    async fn update_session(&self, user_id: &str, id: &str, fields: &Fields, now: Timestamp) -> StoreResult<bool> {
        let change = |row: &mut SessionRow| {
            row.fields.extend(fields.clone());
            row.updated_at = now;
        };
        let mut there = self.change(user_id, id, change).await?;
        if let Some((database, kept)) = &self.kept
            && (there || *kept == KeptInDatabase::Copy)
        {
            there |= database.update_session(user_id, id, fields, now).await?;
        }
        Ok(there)
    }

    async fn list_sessions(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<SessionRow>> {
        if let Some(database) = self.copy() {
            return database.list_sessions(user_id, now).await;
        }
        let mut seen = HashSet::new();
        let mut rows = Vec::new();
        for Reference { token, .. } in self.references(user_id).await? {
            if seen.insert(token.clone())
                && let Some(Found { row, .. }) = self.read(&token).await?
                && row.user_id == user_id
                && row.expires_at > now
            {
                rows.push(self.shown(row));
            }
        }
        rows.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| a.id.cmp(&b.id)));
        Ok(rows)
    }

    async fn delete_session(&self, user_id: &str, id: &str) -> StoreResult<()> {
        if let Some(found) = self.read_of(user_id, id).await? {
            self.storage.delete(&found.key).await?;
            self.change_references(user_id, |list| list.retain(|reference| reference.token != found.key)).await?;
        }
        match &self.kept {
            Some((database, KeptInDatabase::Copy)) => database.delete_session(user_id, id).await,
            Some((database, KeptInDatabase::Record)) => end_record(&**database, user_id, id, self.clock.now()).await,
            None => Ok(()),
        }
    }

    async fn delete_sessions(&self, user_id: &str, except: Option<&str>) -> StoreResult<u64> {
        let now = self.clock.now();
        if except.is_none() {
            // Also ends those that are being made at this moment and are in no list yet.
            let longest = self.expires_in.max(Duration::from_hours(24));
            self.storage.set(&ended_before_key(user_id), &now.as_millis().to_string(), longest).await?;
        }
        let kept_key = match except {
            Some(id) => self.read_of(user_id, id).await?.map(|found| found.key),
            None => None,
        };
        let mut ended = 0;
        for Reference { token, .. } in self.references(user_id).await? {
            if Some(&token) != kept_key.as_ref() && self.storage.get_and_delete(&token).await?.is_some() {
                ended += 1;
            }
        }
        self.change_references(user_id, |list| list.retain(|reference| Some(&reference.token) == kept_key.as_ref()))
            .await?;
        match &self.kept {
            Some((database, KeptInDatabase::Copy)) => Ok(database.delete_sessions(user_id, except).await?.max(ended)),
            Some((database, KeptInDatabase::Record)) => {
                for row in database.list_sessions(user_id, now).await? {
                    if Some(row.id.as_str()) != except {
                        database.extend_session(user_id, &row.id, now, now).await?;
                    }
                }
                Ok(ended)
            }
            None => Ok(ended),
        }
    }

    async fn user_changed(&self, user: &User) -> StoreResult<()> {
        let mut seen = HashSet::new();
        for Reference { token, .. } in self.references(&user.id).await? {
            if !seen.insert(token.clone()) {
                continue;
            }
            if let Some(Found { key, json, row }) = self.read(&token).await? {
                let session = wire(row);
                let lifetime = session.expires_at.since(self.clock.now());
                let new = to_json(&Entry { session: &session, user })?;
                // A session that changes meanwhile gets the new user with that change.
                self.storage.replace(&key, Some(&json), Some((&new, lifetime))).await?;
            }
        }
        Ok(())
    }
}

/// A record stays; from now on it says that the session is over.
async fn end_record(database: &dyn SessionStore, user_id: &str, id: &str, now: Timestamp) -> StoreResult<()> {
    let row = database.find_session_of(user_id, id).await?;
    if row.is_some_and(|row| row.expires_at > now) {
        database.extend_session(user_id, id, now, now).await?;
    }
    Ok(())
}

fn list_key(user_id: &str) -> String {
    format!("active-sessions-{user_id}")
}

/// Upstream's key for the moment at which all sessions of a user were ended.
fn ended_before_key(user_id: &str) -> String {
    format!("revoked-sessions-before-{user_id}")
}

fn moment_of(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds)
}

fn to_json(value: &impl Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Database(Box::new(error)))
}

fn row(session: Session) -> SessionRow {
    SessionRow {
        id: session.id,
        user_id: session.user_id,
        token: session.token,
        expires_at: session.expires_at,
        created_at: session.created_at,
        updated_at: session.updated_at,
        ip_address: session.ip_address,
        user_agent: session.user_agent,
        fields: session.fields,
    }
}

/// A row in the form of the wire, with its stored token.
fn wire(row: SessionRow) -> Session {
    let token = row.token.clone();
    row.with_token(token)
}
