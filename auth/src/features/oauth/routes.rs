use crate::{
    operation::{Access, Body, Method, Operation, Parameter},
    wire::{
        AccessToken, AccountInfo, LinkSocial, LinkSocialOutput, LinkedAccount, ProviderCallback, RefreshedTokens,
        SelectAccount, SignInSocial, SignInSocialOutput, StatusOutput, UnlinkAccount,
    },
};

/// `POST /sign-in/social`: starts signing in at a provider, or signs in by an ID token of one.
pub static SIGN_IN_SOCIAL: Operation = Operation::writing("socialSignIn", "/sign-in/social")
    .taking::<SignInSocial>()
    .giving_outcome::<SignInSocialOutput>();

/// `GET /callback/{id}`: where a provider sends the browser back to. A POST, the form of some providers, is led to
/// the GET: a browser sends no cookies with a form of another site.
pub static CALLBACK_OAUTH: Operation = Operation {
    methods: &[Method::Get, Method::Post],
    body: Body::JsonOrForm { limit: Body::SMALL, switches: &[] },
    from_any_site: true,
    ..Operation::reading("handleOAuthCallback", "/callback/{id}").taking::<ProviderCallback>().asking(&[
        Parameter::optional("code"),
        Parameter::optional("state"),
        Parameter::optional("error"),
        Parameter::optional("error_description"),
        Parameter::optional("iss"),
        Parameter::optional("user"),
        Parameter::optional("device_id"),
    ])
};

/// `POST /link-social`: links an account at a provider to the caller.
pub static LINK_SOCIAL: Operation = Operation::writing("linkSocialAccount", "/link-social")
    .for_callers(Access::SignedIn)
    .taking::<LinkSocial>()
    .giving::<LinkSocialOutput>();

/// `GET /list-accounts`: the accounts of the caller, without tokens.
pub static LIST_ACCOUNTS: Operation = Operation::reading("listUserAccounts", "/list-accounts")
    .for_callers(Access::SignedIn)
    .giving::<Vec<LinkedAccount>>();

/// `POST /unlink-account`: takes an account away from the caller.
pub static UNLINK_ACCOUNT: Operation = Operation::writing("unlinkAccount", "/unlink-account")
    .for_callers(Access::Fresh)
    .taking::<UnlinkAccount>()
    .giving::<StatusOutput>();

/// `POST /get-access-token`: an access token of the caller that works now.
pub static GET_ACCESS_TOKEN: Operation = Operation::writing("getAccessToken", "/get-access-token")
    .for_callers(Access::SignedIn)
    .taking::<SelectAccount>()
    .giving::<AccessToken>();

/// `POST /refresh-token`: new tokens for an account of the caller.
pub static REFRESH_TOKEN: Operation = Operation::writing("refreshToken", "/refresh-token")
    .for_callers(Access::SignedIn)
    .taking::<SelectAccount>()
    .giving::<RefreshedTokens>();

/// `GET /account-info`: what the provider says of an account of the caller.
pub static ACCOUNT_INFO: Operation =
    Operation::reading("accountInfo", "/account-info").for_callers(Access::SignedIn).giving::<AccountInfo>().asking(&[
        Parameter::optional("accountId"),
        Parameter::optional("useAccountCookie"),
        Parameter::optional("userId"),
    ]);

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &SIGN_IN_SOCIAL,
    &CALLBACK_OAUTH,
    &LINK_SOCIAL,
    &LIST_ACCOUNTS,
    &UNLINK_ACCOUNT,
    &GET_ACCESS_TOKEN,
    &REFRESH_TOKEN,
    &ACCOUNT_INFO,
];
