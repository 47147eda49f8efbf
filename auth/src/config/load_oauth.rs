//! `[social_providers.NAME]`, `[[generic_oauth]]` and `[account]`.

use super::{
    AccountConfig, AuthConfig, EndpointOverrides, GenericOauth, Problem, ProviderPolicy, SocialProvider, StateStrategy,
    load::set, model::read_model, reader::Reader,
};
use crate::{
    crypto::Secret,
    features::oauth::providers::{self, BuiltIn},
};

pub(super) fn read_social_providers(config: &mut AuthConfig, section: Reader<'_>) {
    for (name, _) in section.entries() {
        let Some(built_in) = providers::find(name) else {
            let known: Vec<_> = providers::ALL.iter().map(|provider| provider.id).collect();
            section.problem(name, "is not a provider that comes with the core", format!("one of {}", known.join(", ")));
            continue;
        };
        let provider = section.section(name);
        let options = read_social_provider(built_in, &provider);
        // A provider may stand in the file and be switched off.
        if provider.bool("enabled") != Some(false) {
            config.set_social_provider(name, options);
        }
        provider.finish();
    }
    section.finish();
}

fn read_social_provider(built_in: &'static BuiltIn, provider: &Reader<'_>) -> SocialProvider {
    let mut options = SocialProvider {
        client_id: provider.text_or_texts("client_id").unwrap_or_default(),
        client_secret: provider.text("client_secret").map(Secret::new),
        scope: provider.texts("scope").unwrap_or_default(),
        disable_default_scope: provider.bool("disable_default_scope").unwrap_or_default(),
        redirect_uri: provider.text("redirect_uri"),
        prompt: provider.text("prompt"),
        access_type: provider.text("access_type"),
        endpoints: EndpointOverrides {
            authorization: provider.text("authorization_endpoint"),
            token: provider.text("token_endpoint"),
            user_info: provider.text("user_info_endpoint"),
            user_emails: provider.text("user_emails_endpoint"),
            jwks: provider.text("jwks_endpoint"),
        },
        policy: ProviderPolicy {
            override_user_info: provider.bool("override_user_info_on_sign_in").unwrap_or_default(),
            ..read_policy(provider)
        },
        ..SocialProvider::default()
    };
    for name in built_in.own_options {
        if let Some(values) = provider.words(name) {
            options.own.insert((*name).to_owned(), values);
        }
    }
    options
}

fn read_policy(section: &Reader<'_>) -> ProviderPolicy {
    ProviderPolicy {
        disable_sign_up: section.bool("disable_sign_up").unwrap_or_default(),
        disable_implicit_sign_up: section.bool("disable_implicit_sign_up").unwrap_or_default(),
        override_user_info: false,
        require_email_verification: section.bool("require_email_verification").unwrap_or_default(),
        disable_id_token_sign_in: section.bool("disable_id_token_sign_in").unwrap_or_default(),
    }
}

pub(super) fn read_generic_oauth(config: &mut AuthConfig, providers: Vec<Reader<'_>>) {
    for section in providers {
        if section.bool("enabled") == Some(false) {
            continue;
        }
        let id = section.text("provider_id").unwrap_or_default();
        let defaults = GenericOauth::new(id, section.text("client_id").unwrap_or_default());
        let authentication = [("basic", true), ("post", false)];
        let provider = GenericOauth {
            name: section.text("name"),
            client_secret: section.text("client_secret").map(Secret::new),
            discovery_url: section.text("discovery_url"),
            discovery_headers: section.pairs("discovery_headers"),
            authorization_url: section.text("authorization_url"),
            token_url: section.text("token_url"),
            user_info_url: section.text("user_info_url"),
            end_session_endpoint: section.text("end_session_endpoint"),
            scopes: section.texts("scopes").unwrap_or_default(),
            pkce: section.bool("pkce").unwrap_or(defaults.pkce),
            basic_authentication: section.choice("authentication", &authentication).unwrap_or_default(),
            prompt: section.text("prompt"),
            access_type: section.text("access_type"),
            response_type: section.text("response_type"),
            response_mode: section.text("response_mode"),
            redirect_uri: section.text("redirect_uri"),
            authorization_url_params: section.pairs("authorization_url_params"),
            token_url_params: section.pairs("token_url_params"),
            authorization_headers: section.pairs("authorization_headers"),
            access_token_expires_in: section.seconds("access_token_expires_in"),
            require_id_token_verification: section.bool("require_id_token_verification").unwrap_or_default(),
            disable_id_token_nonce_binding: section.bool("disable_id_token_nonce_binding").unwrap_or_default(),
            allow_idp_initiated: section.bool("allow_idp_initiated").unwrap_or_default(),
            disable_provider_logout: section.bool("disable_provider_logout").unwrap_or_default(),
            post_logout_redirect_uri: section.text("post_logout_redirect_uri"),
            policy: ProviderPolicy {
                override_user_info: section.bool("override_user_info").unwrap_or_default(),
                ..read_policy(&section)
            },
            ..defaults
        };
        config.generic_oauth.push(provider);
        section.finish();
    }
}

pub(super) fn read_account(options: &mut AccountConfig, section: Reader<'_>) {
    set(&mut options.encrypt_oauth_tokens, section.bool("encrypt_oauth_tokens"));
    set(&mut options.update_account_on_sign_in, section.bool("update_account_on_sign_in"));
    set(&mut options.store_account_cookie, section.bool("store_account_cookie"));
    let strategies = [("database", StateStrategy::Database), ("cookie", StateStrategy::Cookie)];
    set(&mut options.store_state_strategy, section.choice("store_state_strategy", &strategies));
    let linking = section.section("account_linking");
    let place = &mut options.linking;
    set(&mut place.enabled, linking.bool("enabled"));
    set(&mut place.disable_implicit_linking, linking.bool("disable_implicit_linking"));
    set(&mut place.trusted_providers, linking.texts("trusted_providers"));
    set(&mut place.allow_different_emails, linking.bool("allow_different_emails"));
    set(&mut place.allow_unlinking_all, linking.bool("allow_unlinking_all"));
    set(&mut place.update_user_info_on_link, linking.bool("update_user_info_on_link"));
    set(&mut place.require_local_email_verified, linking.bool("require_local_email_verified"));
    linking.finish();
    read_model(&mut options.model, &section);
    section.finish();
}

/// `NAME_CLIENT_ID` switches a provider on, `NAME_CLIENT_SECRET` brings its secret; for a described provider the
/// second one.
pub(super) fn read_environment(config: &mut AuthConfig, get: impl Fn(&str) -> Option<String>) {
    for built_in in providers::ALL {
        let [id, secret] = environment_keys(built_in.id).map(|key| get(&key));
        if id.is_none() && config.social_provider(built_in.id).is_none() {
            continue;
        }
        let mut options = config.social_provider(built_in.id).cloned().unwrap_or_default();
        if let Some(id) = id {
            // TikTok has a key in its place.
            if built_in.own_options.contains(&built_in.client_names.id) {
                options.own.insert(built_in.client_names.id.to_owned(), vec![id.clone()]);
            }
            options.client_id = id.split(',').map(|id| id.trim().to_owned()).collect();
        }
        if let Some(secret) = secret {
            options.client_secret = Some(Secret::new(secret));
        }
        config.set_social_provider(built_in.id, options);
    }
    for provider in &mut config.generic_oauth {
        let [_, secret] = environment_keys(&provider.provider_id);
        if let Some(secret) = get(&secret) {
            provider.client_secret = Some(Secret::new(secret));
        }
    }
}

/// The names of the variables that hold id and secret of a provider.
pub(crate) fn environment_keys(provider: &str) -> [String; 2] {
    let name: String = provider
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
        .collect();
    [format!("{name}_CLIENT_ID"), format!("{name}_CLIENT_SECRET")]
}

/// What is wrong with the providers.
pub(super) fn problems(config: &AuthConfig, problems: &mut Vec<Problem>) {
    for (name, options) in &config.social_providers {
        let key = format!("social_providers.{name}");
        let Some(built_in) = providers::find(name) else {
            problems.push(Problem::new(key, "is not a provider that comes with the core", "see docs/providers.md"));
            continue;
        };
        if built_in.client_ids(options).iter().all(String::is_empty) {
            let hint = format!("the provider gives one; or set {}", environment_keys(name)[0]);
            problems.push(Problem::new(format!("{key}.client_id"), "is missing", hint));
        }
        for option in built_in.required_options.iter().filter(|option| options.own(option).is_none()) {
            problems.push(Problem::new(format!("{key}.{option}"), "is missing", "the provider says what it is"));
        }
    }
    let has_google = config.social_provider("google").is_some()
        || config.generic_oauth.iter().any(|provider| provider.provider_id == "google");
    if config.one_tap.enabled && config.one_tap.client_id.is_empty() && !has_google {
        let hint = "set it, or switch Google on in social_providers";
        problems.push(Problem::new("one_tap.client_id", "is missing", hint));
    }
    for (index, provider) in config.generic_oauth.iter().enumerate() {
        let key = |option: &str| format!("generic_oauth.{index}.{option}");
        let named = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'.');
        let id = &provider.provider_id;
        if id.is_empty() || !id.bytes().all(named) {
            problems.push(Problem::new(key("provider_id"), "is no name", "letters, digits, `-`, `_` and `.`"));
        }
        if config.generic_oauth[..index].iter().any(|other| other.provider_id == *id) {
            problems.push(Problem::new(key("provider_id"), "is there twice", "give every provider its own"));
        }
        if provider.client_id.is_empty() {
            problems.push(Problem::new(key("client_id"), "is missing", "the provider gives one"));
        }
        let by_hand = provider.authorization_url.is_some() && provider.token_url.is_some();
        if provider.discovery_url.is_none() && !by_hand {
            let hint = "or authorization_url and token_url";
            problems.push(Problem::new(key("discovery_url"), "is missing", hint));
        }
        if provider.basic_authentication && provider.client_secret.is_none() {
            problems.push(Problem::new(key("client_secret"), "is missing", "authentication = \"basic\" needs it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Loaded;

    fn load(toml: &str, environment: &[(&str, &str)]) -> Result<Loaded, super::super::ConfigErrors> {
        let base = AuthConfig::new("http://localhost:3000", "a secret of at least 32 characters!!");
        AuthConfig::load(base, toml, |name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn reads_providers_and_accounts() {
        let loaded = load(
            r#"
            [social_providers.google]
            client_id = ["web", "app"]
            client_secret = "s"
            hd = "example.com"
            include_granted_scopes = false
            [social_providers.microsoft]
            client_id = "m"
            tenant_id = "organizations"
            [social_providers.github]
            client_id = "g"
            enabled = false
            [[generic_oauth]]
            provider_id = "company"
            client_id = "c"
            discovery_url = "https://sso.example/.well-known/openid-configuration"
            authorization_url_params = { tenant = "blue" }
            [account]
            encrypt_oauth_tokens = true
            [account.account_linking]
            trusted_providers = ["company"]
            "#,
            &[("COMPANY_CLIENT_SECRET", "hush"), ("DISCORD_CLIENT_ID", "d")],
        )
        .unwrap();
        let config = loaded.config;
        let ids: Vec<_> = config.social_providers.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["google", "microsoft", "discord"]);
        let google = config.social_provider("google").unwrap();
        assert_eq!(google.client_id, ["web", "app"]);
        assert_eq!((google.own("hd"), google.own("include_granted_scopes")), (Some("example.com"), Some("false")));
        assert_eq!(config.generic_oauth[0].authorization_url_params, [("tenant".into(), "blue".into())]);
        assert_eq!(config.generic_oauth[0].client_secret.as_ref().unwrap().expose(), "hush");
        assert!(config.generic_oauth[0].pkce);
        assert!(config.account.encrypt_oauth_tokens);
        assert_eq!(config.account.linking.trusted_providers, ["company"]);
        assert_eq!(loaded.unknown, []);
    }

    #[test]
    fn what_a_provider_lacks_is_named() {
        let errors = load(
            r#"
            [social_providers.cognito]
            client_id = "c"
            domain = "auth.example.com"
            [social_providers.tiktok]
            client_secret = "s"
            [social_providers.myspace]
            client_id = "m"
            [[generic_oauth]]
            provider_id = "a/b"
            authentication = "basic"
            "#,
            &[],
        )
        .unwrap_err();
        let keys: Vec<_> = errors.0.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "social_providers.myspace",
                "social_providers.cognito.region",
                "social_providers.cognito.user_pool_id",
                "social_providers.tiktok.client_id",
                "social_providers.tiktok.client_key",
                "generic_oauth.0.provider_id",
                "generic_oauth.0.client_id",
                "generic_oauth.0.discovery_url",
                "generic_oauth.0.client_secret",
            ]
        );
    }

    #[test]
    fn environment_keys_are_names_of_variables() {
        assert_eq!(environment_keys("test-idp"), ["TEST_IDP_CLIENT_ID", "TEST_IDP_CLIENT_SECRET"]);
    }
}
