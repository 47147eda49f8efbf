use std::time::Duration;

use url::Url;

use super::{REQUEST_DEVICE_CODE, USER_CODE_LETTERS, keep_out_of_caches};
use crate::{
    Auth, Cx,
    config::MAX_DEVICE_CODE_LENGTH,
    crypto::SessionTokens,
    error::{Error, Result},
    rng::{ALPHANUMERIC, random_text},
    store::{DeviceCodeRow, StoreError},
    wire::{DeviceCodeOutput, DeviceCodeRequest, DeviceCodeStatus, ErrorCode},
};

/// How often codes are drawn anew when somebody has one of them, as upstream.
const TRIES: usize = 3;

/// Most characters of a client's id and of what it asks for: anybody can fill the table with them. Ours.
const MAX_CLIENT_ID: usize = 255;
const MAX_SCOPE: usize = 2048;

/// How long a request is kept that has ended, so that a device that comes late hears why.
const KEPT: Duration = Duration::from_hours(1);

impl Auth {
    /// A device asks to be signed in. `POST /device/code`.
    ///
    /// # Errors
    ///
    /// 400 without a client, for one that is not accepted, and for texts beyond all measure; 500 when every code that was
    /// drawn is somebody's.
    pub async fn request_device_code(&self, cx: &mut Cx, input: DeviceCodeRequest) -> Result<DeviceCodeOutput> {
        self.perform(cx, &REQUEST_DEVICE_CODE, input, async |cx, input| {
            let given = |text: Option<String>| text.filter(|text| !text.is_empty());
            let client_id = given(input.client_id).ok_or_else(|| invalid("Send a `client_id`."))?;
            self.require_client(&client_id).await?;
            let scope = given(input.scope);
            if client_id.chars().count() > MAX_CLIENT_ID {
                return Err(invalid("The `client_id` is too long."));
            }
            if scope.as_ref().is_some_and(|scope| scope.chars().count() > MAX_SCOPE) {
                return Err(invalid("The `scope` is too long."));
            }
            self.device_rules().requested(&client_id, scope.as_deref()).await?;

            let options = &self.config().device_authorization;
            let now = self.now();
            self.store().delete_ended_device_codes(now - KEPT).await?;
            let user_id = given(input.user_id);
            for _ in 0..TRIES {
                let (device_code, user_code) = self.new_codes().await?;
                let row = DeviceCodeRow {
                    id: self.generate_id(),
                    device_code: self.session_tokens().stored(&device_code),
                    user_code: user_code.clone(),
                    user_id: user_id.clone(),
                    expires_at: now + options.expires_in,
                    status: DeviceCodeStatus::Pending,
                    last_polled_at: None,
                    polling_interval: i64::try_from(options.interval.as_millis()).ok(),
                    client_id: Some(client_id.clone()),
                    scope: scope.clone(),
                };
                match self.store().create_device_code(&row).await {
                    Ok(()) => {}
                    Err(StoreError::Duplicate) => continue,
                    Err(error) => return Err(Error::from(error)),
                }
                keep_out_of_caches(cx);
                let [verification_uri, verification_uri_complete] = self.verification_uris(&user_code)?;
                return Ok(DeviceCodeOutput {
                    device_code,
                    user_code,
                    verification_uri,
                    verification_uri_complete,
                    expires_in: options.expires_in.as_secs(),
                    interval: options.interval.as_secs(),
                });
            }
            let taken = "no codes were drawn that nobody has: `user_code_length` is too small";
            Err(Error::internal(taken).for_oauth("server_error"))
        })
        .await
    }

    /// The code of the device and the one for people.
    async fn new_codes(&self) -> Result<(String, String)> {
        let (options, rules) = (&self.config().device_authorization, self.device_rules());
        let draw = |letters, length| random_text(&**self.rng(), letters, length);
        let own = rules.device_code().await?;
        let device_code = own.unwrap_or_else(|| draw(ALPHANUMERIC, options.device_code_length));
        let own = rules.user_code().await?;
        let user_code = own.unwrap_or_else(|| draw(USER_CODE_LETTERS, options.user_code_length));
        let fits = |code: &String| (1..=MAX_DEVICE_CODE_LENGTH).contains(&code.chars().count());
        // What a stored hash looks like is never taken for a code.
        if !fits(&device_code) || !fits(&user_code) || SessionTokens::candidates(&device_code).is_none() {
            return Err(invalid("The application made a code that is none."));
        }
        Ok((device_code, user_code))
    }

    /// Where people type the code, without and with it.
    fn verification_uris(&self, user_code: &str) -> Result<[String; 2]> {
        let uri = &self.config().device_authorization.verification_uri;
        let plain = Url::parse(uri).or_else(|_| Url::parse(&self.config().api_url())?.join(uri));
        let plain = plain.map_err(Error::internal)?;
        let mut complete = plain.clone();
        let others: Vec<_> = plain.query_pairs().filter(|(name, _)| name != "user_code").collect();
        complete.query_pairs_mut().clear().extend_pairs(others).append_pair("user_code", user_code);
        Ok([plain.into(), complete.into()])
    }
}

fn invalid(sentence: &'static str) -> Error {
    Error::new(ErrorCode::InvalidOauthRequest).with_message(sentence).for_oauth("invalid_request")
}
