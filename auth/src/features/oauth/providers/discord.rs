//! Discord: <https://discord.com/developers/docs/topics/oauth2>.

use super::{BuiltIn, Prompt};
use crate::{features::oauth::profile::Profile, wire::ProviderUser};

pub(super) static DISCORD: BuiltIn = BuiltIn {
    user_info_endpoint: "https://discord.com/api/users/@me",
    own_options: &["permissions"],
    scopes: &["identify", "email"],
    pkce: |_| false,
    prompt: Prompt::Default("none"),
    // What a bot may do is asked together with the bot.
    parameters: |options| {
        let bot = options.scope.iter().any(|scope| scope == "bot");
        let permissions = options.own("permissions").filter(|_| bot).map(str::to_owned);
        permissions.map(|permissions| ("permissions", permissions)).into_iter().collect()
    },
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.first(&["/global_name", "/username"]),
            email: profile.text("/email"),
            email_verified: profile.is_true("/verified"),
            image: image(profile),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "discord",
        "Discord",
        "https://discord.com/api/oauth2/authorize",
        "https://discord.com/api/oauth2/token",
    )
};

/// <https://discord.com/developers/docs/reference#image-formatting>
fn image(profile: &Profile) -> Option<String> {
    let id = profile.text("/id")?;
    let address = "https://cdn.discordapp.com";
    if let Some(avatar) = profile.text("/avatar") {
        let format = if avatar.starts_with("a_") { "gif" } else { "png" };
        return Some(format!("{address}/avatars/{id}/{avatar}.{format}"));
    }
    let index = match profile.text("/discriminator").as_deref() {
        None | Some("0") => (id.parse::<u128>().ok()? >> 22) % 6,
        Some(discriminator) => discriminator.parse::<u128>().ok()? % 5,
    };
    Some(format!("{address}/embed/avatars/{index}.png"))
}
