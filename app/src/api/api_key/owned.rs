//! The keys of an owner: a person or an organization.

use auth::{
    Auth, Cx,
    config::{ApiKeyConfiguration, KeyOwner},
    wire::{self, CreatedApiKey, ErrorCode, KeyPermissions},
};

use super::{ApiKeyOverview, MadeApiKey, OwnApiKey, shown_once};
use crate::{
    api::Door,
    forms::{Done, Form, Problem, Refusal},
};

/// The page shows no more keys than this.
const MOST: usize = 100;

/// A key that is to be made.
pub(in crate::api) struct NewKey {
    pub(in crate::api) owner: KeyOwner,
    /// The organization, if it is one's.
    pub(in crate::api) organization_id: Option<String>,
    pub(in crate::api) name: String,
    /// Until it ends; nothing for never.
    pub(in crate::api) days: String,
    /// Some of those that are offered.
    pub(in crate::api) permissions: Vec<String>,
}

/// The keys of the caller, or of an organization, and the one that was just made.
pub(in crate::api) async fn overview(
    door: &mut Door,
    owner: KeyOwner,
    organization_id: Option<String>,
) -> Result<ApiKeyOverview, Refusal> {
    let input = wire::ListApiKeys { limit: Some(MOST), organization_id, ..Default::default() };
    let listed = door.auth.list_api_keys(&mut door.cx, input).await;
    let made = shown_once::take(door);
    let keys = door.answer(listed)?.api_keys;
    let kind = door.auth.config().api_key.kind_of(owner);
    // Of somebody else who was signed in here a moment ago, nothing is shown.
    let made = made.filter(|(id, _)| keys.iter().any(|key| key.id == *id));
    let made = made.map(|(_, key)| MadeApiKey { example: example(&door.auth, kind, &key), key });
    let permissions = kind.and_then(|kind| kind.default_permissions.as_ref()).map(listed_permissions);
    Ok(ApiKeyOverview {
        keys: keys.into_iter().map(OwnApiKey::of).collect(),
        made,
        permissions: permissions.unwrap_or_default(),
    })
}

/// Ends the form of a new key: the page shows it once.
pub(in crate::api) async fn create(mut door: Door, form: Form, new: NewKey, page: String) -> Result<Done, Refusal> {
    let mut refusal = Refusal { problems: Vec::new(), values: vec![("name".to_owned(), new.name.clone())] };
    if new.name.trim().is_empty() {
        refusal.push("name", Problem::Required);
        return door.refuse_form(form, refusal, 400).await;
    }
    let outcome = make(&mut door, new).await;
    if let Ok(made) = &outcome {
        shown_once::give(&mut door, &made.api_key.id, &made.key);
    }
    door.finish(form, refusal, outcome.map(|_| (page, None))).await
}

async fn make(door: &mut Door, new: NewKey) -> auth::Result<CreatedApiKey> {
    let caller = door.auth.require_session(&mut door.cx).await?.user.id;
    let kind = door.auth.config().api_key.kind_of(new.owner);
    let config_id = kind.and_then(|kind| kind.config_id.clone());
    let narrowed = kind.and_then(|kind| narrowed(kind, &new.permissions));
    let input = wire::CreateApiKey {
        config_id: config_id.clone(),
        organization_id: new.organization_id,
        name: Some(new.name.trim().to_owned()),
        expires_in: new.days.parse::<u32>().ok().map(|days| i64::from(days) * 24 * 60 * 60),
        ..Default::default()
    };
    let made = door.auth.create_api_key(&mut door.cx, input).await?;
    // What a key may do is for trusted code to say, which this is: never more than is offered.
    if let Some(permissions) = narrowed {
        let key_id = made.api_key.id.clone();
        let change = wire::UpdateApiKey {
            config_id: config_id.clone(),
            key_id: key_id.clone(),
            user_id: Some(caller),
            permissions: Some(Some(permissions)),
            ..Default::default()
        };
        if let Err(error) = door.auth.update_api_key(&mut Cx::internal(), change).await {
            door.auth.delete_api_key(&mut door.cx, wire::DeleteApiKey { key_id, config_id }).await.ok();
            return Err(error);
        }
    }
    Ok(made)
}

/// Ends a key of the caller, or of an organization.
pub(in crate::api) async fn delete(door: &mut Door, organization_id: Option<String>, id: String) -> auth::Result<()> {
    let input = wire::ListApiKeys { limit: Some(MOST), organization_id, ..Default::default() };
    let listed = door.auth.list_api_keys(&mut door.cx, input).await?;
    let key = listed.api_keys.into_iter().find(|key| key.id == id).ok_or(ErrorCode::KeyNotFound)?;
    let input = wire::DeleteApiKey { key_id: key.id, config_id: Some(key.config_id) };
    door.auth.delete_api_key(&mut door.cx, input).await.map(|_| ())
}

/// How a key is used, in a command line. What a shell reads as something else is kept from it.
fn example(auth: &Auth, kind: Option<&ApiKeyConfiguration>, key: &str) -> String {
    let header = kind.and_then(|kind| kind.api_key_headers.first()).map_or("x-api-key", String::as_str);
    // A key of an organization stands for nobody.
    let opens_session = kind.is_some_and(|kind| kind.enable_session_for_api_keys && kind.references == KeyOwner::User);
    let address = if opens_session {
        format!("{}/get-session", auth.config().api_url())
    } else {
        format!("{}/", auth.config().origin())
    };
    let key = key.replace('\'', r"'\''");
    format!("curl -H '{header}: {key}' {address}")
}

/// Permissions as `resource:action` each.
pub(super) fn listed_permissions(permissions: &KeyPermissions) -> Vec<String> {
    let pairs = permissions
        .iter()
        .flat_map(|(resource, actions)| actions.iter().map(move |action| format!("{resource}:{action}")));
    pairs.collect()
}

/// The chosen ones of what is offered; `None` where that is all of it.
fn narrowed(kind: &ApiKeyConfiguration, chosen: &[String]) -> Option<KeyPermissions> {
    let offered = kind.default_permissions.as_ref()?;
    let mut permissions = offered.clone();
    for (resource, actions) in &mut permissions {
        actions.retain(|action| chosen.contains(&format!("{resource}:{action}")));
    }
    permissions.retain(|_, actions| !actions.is_empty());
    (permissions != *offered).then_some(permissions)
}
