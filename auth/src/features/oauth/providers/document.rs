//! `docs/providers.md`, made from the table of providers. The test fails when it is not what the table says;
//! `UPDATE_DOCS=1 cargo test -p auth docs_of_providers` writes it anew.

use std::{env, fmt::Write as _, fs};

use super::{ALL, BuiltIn, IdToken};
use crate::config::{SocialProvider, environment_keys};

const BEFORE: &str = "\
# Providers

Made from the table in `auth/src/features/oauth/providers/`; a test keeps it true. Every provider is one file there.

A provider is switched on by its client id, in the environment or in the file that `AUTH_CONFIG` names:

```toml
[social_providers.github]
client_id = \"…\"
client_secret = \"…\"
```

Where the application is registered at the provider, the address to come back to is
`{base_url}/api/auth/callback/{id}`, for example `https://app.example.com/api/auth/callback/github`.

Options of every provider: `client_id` (several for a provider whose ID tokens come from apps too), `client_secret`, `scope`
(added to the default ones), `disable_default_scope`, `prompt`, `access_type`, `redirect_uri`, `disable_sign_up`,
`disable_implicit_sign_up`, `override_user_info_on_sign_in`, `require_email_verification`, `disable_id_token_sign_in`,
`enabled`, and for an installation of one's own `authorization_endpoint`, `token_endpoint`, `user_info_endpoint`,
`user_emails_endpoint`, `jwks_endpoint`. `map_profile_to_user` is set in Rust; it can fill additional fields of the user too.

An ID token is *verified* by its signature, or *read* because it came from the provider itself; only verified ones are taken
from apps (`POST /sign-in/social` with `idToken`).

";

const AFTER: &str = "
## Any other provider

A provider with a discovery document needs no code:

```toml
[[generic_oauth]]
provider_id = \"company\"
name = \"Company login\"
client_id = \"…\"
client_secret = \"…\"        # or COMPANY_CLIENT_SECRET
discovery_url = \"https://sso.example.com/.well-known/openid-configuration\"
scopes = [\"openid\", \"profile\", \"email\"]
```

Without such a document: `authorization_url`, `token_url` and `user_info_url`. Further options are Better Auth's, in
`snake_case`: `pkce`, `prompt`, `access_type`, `response_type`, `response_mode`, `authentication` (`post` or `basic`),
`authorization_url_params`, `token_url_params`, `authorization_headers`, `discovery_headers`, `redirect_uri`,
`end_session_endpoint`, `disable_provider_logout`, `post_logout_redirect_uri`, `access_token_expires_in`,
`require_id_token_verification`, `disable_id_token_nonce_binding`, `allow_idp_initiated`, `override_user_info`, and the ones of
signing up above.

A provider in a private network is reached when `advanced.allow_private_outbound` names the network, for example
`[\"10.8.0.0/16\"]`; in development the machine itself is.

## Accounts

| option of `[account]` | default | what it does |
| --- | --- | --- |
| `encrypt_oauth_tokens` | `false` | encrypts access and refresh tokens in the database, in Better Auth's format |
| `update_account_on_sign_in` | `true` | signing in renews the stored tokens |
| `store_account_cookie` | `false` | keeps the account of a sign-in in an encrypted cookie too (`useAccountCookie`) |
| `store_state_strategy` | `database` | `cookie` keeps what waits during a sign-in in an encrypted cookie |
| `account_linking.enabled` | `true` | several accounts of one person |
| `account_linking.trusted_providers` | none | whose addresses count as verified without their saying so |
| `account_linking.require_local_email_verified` | `true` | signing in links only to an address that is verified here too |
| `account_linking.disable_implicit_linking` | `false` | accounts are linked from the settings alone |
| `account_linking.allow_different_emails` | `false` | links accounts with other addresses |
| `account_linking.allow_unlinking_all` | `false` | the last way in may be taken away |
| `account_linking.update_user_info_on_link` | `false` | linking takes over name and picture |
";

fn document() -> String {
    let mut document = BEFORE.to_owned();
    document.push_str("| provider | id | scopes | PKCE | ID token | environment | own options |\n");
    document.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    let mut providers: Vec<_> = ALL.to_vec();
    providers.sort_by_key(|provider| provider.name.to_lowercase());
    for provider in providers {
        writeln!(document, "{}", row(provider)).unwrap();
    }
    document.push_str(AFTER);
    document
}

fn row(provider: &BuiltIn) -> String {
    let code = |words: &[&str]| {
        let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        if words.is_empty() { "-".to_owned() } else { words.join(" ") }
    };
    let pkce = if (provider.pkce)(&SocialProvider::default()) { "yes" } else { "no" };
    let id_token = match provider.id_token {
        IdToken::None => "-",
        IdToken::FromTokenEndpoint => "read",
        IdToken::Keys(_) | IdToken::Endpoint(_) => "verified",
    };
    let keys = environment_keys(provider.id);
    let own: Vec<_> = provider
        .own_options
        .iter()
        .map(|option| {
            let required = if provider.required_options.contains(option) { " (required)" } else { "" };
            format!("`{option}`{required}")
        })
        .collect();
    let own = own.join(", ");
    let own = if own.is_empty() { "-" } else { &own };
    format!(
        "| {} | `{}` | {} | {pkce} | {id_token} | `{}` `{}` | {own} |",
        provider.name,
        provider.id,
        code(provider.scopes),
        keys[0],
        keys[1],
    )
}

#[test]
fn docs_of_providers_are_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/providers.md");
    let wanted = document();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &wanted).unwrap();
    }
    assert!(fs::read_to_string(path).unwrap() == wanted, "run UPDATE_DOCS=1 cargo test -p auth docs_of_providers");
}
