//! Types of the wire that keep fields of features and of the configuration beside their own. Serde does not tell the
//! fields of such a type, so they are told here; the tests hold the two together.

use serde_json::{Map, Value, json};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Boolean,
    Integer,
    Date,
    Json,
}

use Kind::{Boolean, Date, Integer, Json, Text};

/// Fields of a type: name, kind, and whether it has to be there.
type Fields = &'static [(&'static str, Kind, bool)];

const API_KEY: Fields = &[
    ("id", Text, true),
    ("configId", Text, true),
    ("name", Text, false),
    ("start", Text, false),
    ("referenceId", Text, true),
    ("prefix", Text, false),
    ("refillInterval", Integer, false),
    ("refillAmount", Integer, false),
    ("lastRefillAt", Date, false),
    ("enabled", Boolean, true),
    ("rateLimitEnabled", Boolean, true),
    ("rateLimitTimeWindow", Integer, false),
    ("rateLimitMax", Integer, false),
    ("requestCount", Integer, true),
    ("remaining", Integer, false),
    ("lastRequest", Date, false),
    ("expiresAt", Date, false),
    ("createdAt", Date, true),
    ("updatedAt", Date, true),
    ("permissions", Json, false),
    ("metadata", Json, false),
    ("key", Text, true),
];

const TYPES: &[(&str, Fields)] = &[
    (
        "SignUpEmail",
        &[
            ("name", Text, true),
            ("email", Text, true),
            ("password", Text, true),
            ("image", Text, false),
            ("callbackURL", Text, false),
            ("rememberMe", Boolean, false),
        ],
    ),
    ("SignInEmailOtp", &[("email", Text, true), ("otp", Text, true), ("name", Text, false), ("image", Text, false)]),
    ("UpdateUser", &[("name", Text, false), ("image", Text, false)]),
    ("UpdateSession", &[]),
    (
        "VerifyPhoneNumber",
        &[
            ("phoneNumber", Text, true),
            ("code", Text, true),
            ("disableSession", Boolean, false),
            ("updatePhoneNumber", Boolean, false),
        ],
    ),
    (
        "ProviderUser",
        &[("name", Text, false), ("email", Text, false), ("emailVerified", Boolean, true), ("image", Text, false)],
    ),
    ("CreatedApiKey", API_KEY),
    ("Invitation", INVITATION),
    (
        "InviteMember",
        &[
            ("email", Text, true),
            ("role", Json, true),
            ("organizationId", Text, false),
            ("resend", Boolean, false),
            ("teamId", Json, false),
        ],
    ),
    ("Member", MEMBER),
    (
        "AddMember",
        &[("userId", Text, true), ("role", Json, true), ("organizationId", Text, false), ("teamId", Text, false)],
    ),
    ("Organization", ORGANIZATION),
    (
        "CreateOrganization",
        &[
            ("name", Text, true),
            ("slug", Text, true),
            ("userId", Text, false),
            ("logo", Text, false),
            ("metadata", Json, false),
            ("keepCurrentActiveOrganization", Boolean, false),
        ],
    ),
    (
        "OrganizationData",
        &[("name", Text, false), ("slug", Text, false), ("logo", Text, false), ("metadata", Json, false)],
    ),
    (
        "OrganizationRole",
        &[
            ("id", Text, true),
            ("organizationId", Text, true),
            ("role", Text, true),
            ("permission", Json, true),
            ("createdAt", Date, true),
            ("updatedAt", Date, false),
        ],
    ),
    ("RoleChanges", &[("permission", Json, false), ("roleName", Text, false)]),
    (
        "Team",
        &[
            ("id", Text, true),
            ("name", Text, true),
            ("organizationId", Text, true),
            ("createdAt", Date, true),
            ("updatedAt", Date, false),
        ],
    ),
    ("CreateTeam", &[("name", Text, true), ("organizationId", Text, false)]),
    ("TeamChanges", &[("name", Text, false), ("organizationId", Text, false)]),
];

const INVITATION: Fields = &[
    ("id", Text, true),
    ("organizationId", Text, true),
    ("email", Text, true),
    ("role", Text, true),
    ("status", Json, true),
    ("expiresAt", Date, true),
    ("createdAt", Date, true),
    ("inviterId", Text, true),
];

const MEMBER: Fields = &[
    ("id", Text, true),
    ("organizationId", Text, true),
    ("userId", Text, true),
    ("role", Text, true),
    ("createdAt", Date, true),
    ("user", Json, false),
];

const ORGANIZATION: Fields = &[
    ("id", Text, true),
    ("name", Text, true),
    ("slug", Text, true),
    ("logo", Text, false),
    ("createdAt", Date, true),
    ("metadata", Json, false),
];

/// Types that are another one with fields beside it: their own fields, which have to be there.
const EXTENDED: &[(&str, &str, &[&str])] = &[
    ("InvitationDetails", "Invitation", &["organizationName", "organizationSlug", "inviterEmail"]),
    ("UserInvitation", "Invitation", &["organizationName"]),
    ("NewOrganizationOutput", "Organization", &["members"]),
    ("FullOrganization", "Organization", &["invitations", "members"]),
];

/// The fields of users that every installation has.
const USER: Fields = &[
    ("id", Text, true),
    ("name", Text, true),
    ("email", Text, true),
    ("emailVerified", Boolean, true),
    ("image", Text, false),
    ("createdAt", Date, true),
    ("updatedAt", Date, true),
];

/// The fields of sessions that every installation has.
const SESSION: Fields = &[
    ("id", Text, true),
    ("userId", Text, true),
    ("token", Text, true),
    ("expiresAt", Date, true),
    ("createdAt", Date, true),
    ("updatedAt", Date, true),
    ("ipAddress", Text, false),
    ("userAgent", Text, false),
];

/// Types of organizations that many answers hold, by which name they are described once.
pub(super) const SHARED: &[&str] = &["Organization", "Member", "Invitation", "Team"];

/// The schema of such a type. One that is not told is an object.
pub(super) fn schema(name: &str) -> Value {
    match name {
        "User" | "Session" | "Organization" | "Member" | "Invitation" | "Team" => {
            json!({ "$ref": format!("#/components/schemas/{name}") })
        }
        "VerifyRegistrationOutput" => json!({ "type": "object" }),
        _ => {
            let extended = EXTENDED.iter().find(|(own, _, _)| *own == name);
            let (base, further) = extended.map_or((name, &[][..]), |(_, base, further)| (*base, *further));
            let lists = ["members", "invitations"];
            let kind = |name: &str| json!({ "type": if lists.contains(&name) { "array" } else { "string" } });
            object(told(base), further.iter().map(|name| ((*name).to_owned(), kind(name))).collect())
        }
    }
}

/// The schema of one of the shared types.
pub(super) fn shared(name: &str) -> Value {
    object(told(name), Map::new())
}

/// What is told of a type.
fn told(name: &str) -> Fields {
    TYPES.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, fields)| fields)
}

/// The schema of users, with these fields of features and of the configuration.
pub(super) fn user(further: Map<String, Value>) -> Value {
    object(USER, further)
}

/// The schema of sessions, with these fields of features and of the configuration.
pub(super) fn session(further: Map<String, Value>) -> Value {
    object(SESSION, further)
}

fn object(fields: Fields, further: Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for (name, kind, required) in fields {
        properties.insert((*name).to_owned(), kind.schema(*required));
    }
    properties.extend(further);
    let required: Vec<_> = fields.iter().filter(|(_, _, required)| *required).map(|(name, _, _)| *name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": true });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

impl Kind {
    fn schema(self, required: bool) -> Value {
        let (name, format) = match self {
            Text => ("string", None),
            Boolean => ("boolean", None),
            Integer => ("integer", None),
            Date => ("string", Some("date-time")),
            Json => return json!({}),
        };
        let mut schema = if required { json!({ "type": name }) } else { json!({ "type": [name, "null"] }) };
        if let Some(format) = format {
            schema["format"] = format.into();
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::wire;

    fn sample(fields: Fields) -> Map<String, Value> {
        let value = |kind: Kind| match kind {
            Text => json!("text"),
            Boolean => json!(true),
            Integer => json!(1),
            Date => json!("2026-01-15T12:00:00.000Z"),
            Json => json!({}),
        };
        fields.iter().map(|(name, kind, _)| ((*name).to_owned(), value(*kind))).collect()
    }

    /// A type reads what is told of it, misses what has to be there, and knows each field for its own: what it does not
    /// know it would keep, whatever it is.
    fn holds<T: DeserializeOwned>(fields: Fields) {
        let reads = |json: Map<String, Value>| serde_json::from_value::<T>(Value::Object(json)).is_ok();
        assert!(reads(sample(fields)));
        for (name, kind, required) in fields {
            let mut without = sample(fields);
            without.remove(*name);
            assert_eq!(reads(without), !required, "{name}");
            if *kind != Json {
                let mut wrong = sample(fields);
                wrong.insert((*name).to_owned(), json!({ "another": "kind" }));
                assert!(!reads(wrong), "{name}");
            }
        }
    }

    #[test]
    fn what_is_told_of_a_type_is_what_it_reads() {
        holds::<wire::SignUpEmail>(told("SignUpEmail"));
        holds::<wire::SignInEmailOtp>(told("SignInEmailOtp"));
        holds::<wire::UpdateUser>(told("UpdateUser"));
        holds::<wire::UpdateSession>(told("UpdateSession"));
        holds::<wire::VerifyPhoneNumber>(told("VerifyPhoneNumber"));
        holds::<wire::ProviderUser>(told("ProviderUser"));
        holds::<wire::CreateOrganization>(told("CreateOrganization"));
        holds::<wire::Organization>(told("Organization"));
        holds::<wire::OrganizationData>(told("OrganizationData"));
        holds::<wire::CreateTeam>(told("CreateTeam"));
        holds::<wire::Team>(told("Team"));
        holds::<wire::TeamChanges>(told("TeamChanges"));
        holds::<wire::User>(USER);
        holds::<wire::Session>(SESSION);
    }

    #[test]
    fn a_new_api_key_has_the_fields_of_a_key_and_the_key() {
        let mut plain = super::super::shape::schema_of::<wire::ApiKey>();
        let names = |schema: &Value| schema["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        plain["properties"]["key"] = json!({});
        assert_eq!(names(&schema("CreatedApiKey")), names(&plain));
    }
}
