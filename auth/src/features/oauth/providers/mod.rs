//! The providers that come with the core, one file each: endpoints and habits as data, and a function that says
//! what is taken over from a profile.
//!
//! A provider more is a file more, beginning with [`BuiltIn::new`] and what differs from the standard, and a line
//! in [`ALL`]. `docs/providers.md` is made from this table.

mod apple;
mod atlassian;
mod built_in;
mod cloudflare;
mod cognito;
mod discord;
#[cfg(test)]
mod document;
mod dropbox;
mod facebook;
mod figma;
mod github;
mod gitlab;
mod google;
mod huggingface;
mod kakao;
mod kick;
mod line;
mod linear;
mod linkedin;
mod microsoft;
mod naver;
mod notion;
mod paybin;
mod paypal;
mod polar;
mod railway;
mod reddit;
mod roblox;
mod salesforce;
mod slack;
mod spotify;
mod tiktok;
mod twitch;
mod twitter;
mod vercel;
mod vk;
mod wechat;
mod zoom;

pub(crate) use built_in::{BuiltIn, IdToken, Keys, Prompt};

/// Every provider, by its id.
pub(crate) static ALL: &[&BuiltIn] = &[
    &apple::APPLE,
    &atlassian::ATLASSIAN,
    &cloudflare::CLOUDFLARE,
    &cognito::COGNITO,
    &discord::DISCORD,
    &dropbox::DROPBOX,
    &facebook::FACEBOOK,
    &figma::FIGMA,
    &github::GITHUB,
    &gitlab::GITLAB,
    &google::GOOGLE,
    &huggingface::HUGGINGFACE,
    &kakao::KAKAO,
    &kick::KICK,
    &line::LINE,
    &linear::LINEAR,
    &linkedin::LINKEDIN,
    &microsoft::MICROSOFT,
    &naver::NAVER,
    &notion::NOTION,
    &paybin::PAYBIN,
    &paypal::PAYPAL,
    &polar::POLAR,
    &railway::RAILWAY,
    &reddit::REDDIT,
    &roblox::ROBLOX,
    &salesforce::SALESFORCE,
    &slack::SLACK,
    &spotify::SPOTIFY,
    &tiktok::TIKTOK,
    &twitch::TWITCH,
    &twitter::TWITTER,
    &vercel::VERCEL,
    &vk::VK,
    &wechat::WECHAT,
    &zoom::ZOOM,
];

/// The provider with an id.
pub(crate) fn find(id: &str) -> Option<&'static BuiltIn> {
    ALL.iter().copied().find(|provider| provider.id == id)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::config::SocialProvider;

    /// A provider with everything that it asks for.
    fn configured(built_in: &BuiltIn) -> SocialProvider {
        let own = built_in.required_options.iter().map(|option| ((*option).to_owned(), vec!["own.example".to_owned()]));
        SocialProvider { client_id: vec!["client".into()], own: own.collect(), ..SocialProvider::default() }
    }

    #[test]
    fn ids_are_unique_and_in_the_order_of_the_alphabet() {
        assert!(ALL.windows(2).all(|pair| pair[0].id < pair[1].id));
    }

    #[test]
    fn every_provider_has_addresses_and_a_way_to_a_profile() {
        for built_in in ALL {
            let provider = built_in.provider(&configured(built_in));
            let endpoints = &provider.endpoints;
            let profile = endpoints.user_info.as_deref();
            for address in
                [Some(endpoints.authorization.as_str()), Some(&endpoints.token), profile].into_iter().flatten()
            {
                let url = Url::parse(address).unwrap_or_else(|error| panic!("{}: {address}: {error}", built_in.id));
                assert_eq!(url.scheme(), "https", "{}", built_in.id);
                assert!(!address.contains(['{', '}']), "{}: {address}", built_in.id);
            }
            let from_token = !matches!(built_in.id_token, IdToken::None);
            assert!(profile.is_some() || from_token, "{} has no profile", built_in.id);
            assert!(!built_in.subject.is_empty());
        }
    }

    #[test]
    fn nobody_is_made_of_an_empty_answer() {
        let nothing = crate::features::oauth::profile::Profile(serde_json::json!({}));
        for built_in in ALL {
            assert_eq!(nothing.subject(built_in.subject), None, "{}", built_in.id);
            let user = (built_in.user)(&nothing);
            assert!(user.is_none_or(|user| !user.email_verified), "{}", built_in.id);
        }
    }
}
