//! API keys, in English.

use auth::wire::ErrorCode;

use crate::texts::ApiKeys;

pub(super) const EN: ApiKeys = ApiKeys {
    title: "API keys",
    description: "Programs come with a key in place of you. Whoever has it can do what you allow it, so keep it like a password.",
    unknown: "Your API keys could not be read. Reload the page to try again.",
    empty_title: "No API keys yet",
    empty: "Make one to let a program use your account.",
    unnamed: "API key",
    created: "Made",
    last_used: "last used",
    never_used: "never used",
    ends: "ends",
    never_ends: "Does not end",
    delete: "Delete",
    delete_label: |name| format!("Delete {name}"),
    made_title: "Your new API key",
    made_description: "Copy it now. It is shown this once, and nobody can look it up later.",
    example: "Try it in a command line:",
    copy: "Copy",
    copied: "Copied",
    create_title: "Make an API key",
    create_description: "One for each program, so that you can end one without the others.",
    name: "Name",
    name_hint: "So that you know it again, for example “Backup script”.",
    ends_after: "Ends after",
    week: "7 days",
    month: "30 days",
    quarter: "90 days",
    year: "365 days",
    permissions: "What it may do",
    create: "Make the key",
};

/// What is wrong, if it has to do with API keys.
pub(super) fn problem(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::NameRequired => "Give the key a name.",
        ErrorCode::InvalidNameLength => "This name is too long. Take a shorter one.",
        ErrorCode::ExpiresInIsTooSmall | ErrorCode::ExpiresInIsTooLarge => {
            "The key cannot end then. Choose another time."
        }
        ErrorCode::KeyNotFound => "This key is gone already.",
        ErrorCode::NotWithApiKey => "Sign in to do this.",
        _ => return None,
    })
}
