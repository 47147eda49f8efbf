//! Signing and verifying, for trusted code too.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value};

use crate::{
    Auth,
    crypto::Algorithm,
    error::{Error, Result},
    wire::Timestamp,
};

/// Longer texts are no tokens of ours: they travel in headers.
const MAX_TOKEN: usize = 16 * 1024;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    #[serde(default)]
    crit: Option<IgnoredAny>,
}

/// The claims that we look at (RFC 7519 4.1). One that is there twice makes a token that nobody understands.
#[derive(Deserialize)]
struct Registered {
    iss: String,
    aud: Audience,
    sub: String,
    #[serde(default)]
    exp: Option<f64>,
    #[serde(default)]
    nbf: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn names(&self, wanted: &[String]) -> bool {
        match self {
            Self::One(name) => wanted.contains(name),
            Self::Several(names) => names.iter().any(|name| wanted.contains(name)),
        }
    }
}

impl Registered {
    /// Whether its time has come and is not over, in seconds since 1970.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for hundreds of thousands of years")]
    fn holds_at(&self, now: Timestamp) -> bool {
        let now = now.as_millis().div_euclid(1000) as f64;
        self.exp.is_none_or(|end| now < end) && self.nbf.is_none_or(|begin| begin <= now)
    }
}

impl Auth {
    /// A token with these claims, signed by our key, for trusted code. What the claims do not say of issuer (`iss`),
    /// audience (`aud`) and end (`exp`, in seconds since 1970) is as the configuration says.
    ///
    /// # Errors
    ///
    /// When there is no key and none can be made.
    pub async fn sign_jwt(&self, mut claims: Map<String, Value>) -> Result<String> {
        let options = &self.config().jwt;
        let now = self.now().as_millis().div_euclid(1000);
        let from = claims.get("iat").and_then(Value::as_i64).unwrap_or(now);
        let lifetime = i64::try_from(options.expiration_time.as_secs()).unwrap_or(i64::MAX);
        claims.retain(|name, value| !(["exp", "iss", "aud"].contains(&name.as_str()) && value.is_null()));
        claims.entry("exp").or_insert_with(|| from.saturating_add(lifetime).into());
        claims.entry("iss").or_insert_with(|| self.jwt_issuer().into());
        claims.entry("aud").or_insert_with(|| match self.jwt_audience().as_slice() {
            [only] => only.as_str().into(),
            several => several.into(),
        });
        if let Some(token) = self.jwts().hooks.sign(&claims).await? {
            return Ok(token);
        }
        let (kid, key) = self.signing_key().await?;
        let header = serde_json::json!({ "alg": key.algorithm().as_str(), "kid": kid }).to_string();
        let payload = serde_json::to_vec(&claims).map_err(Error::internal)?;
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes())?);
        Ok(format!("{signed}.{signature}"))
    }

    /// The claims of a token that one of our keys signed for us, for trusted code; `None` for any other text. `issuer`
    /// instead of the configured one.
    ///
    /// That somebody is still signed in is not said by it.
    ///
    /// # Errors
    ///
    /// 503 when the database does not answer.
    pub async fn verify_jwt(&self, token: &str, issuer: Option<&str>) -> Result<Option<Map<String, Value>>> {
        if token.len() > MAX_TOKEN {
            return Ok(None);
        }
        let Some((signed, signature)) = token.rsplit_once('.') else { return Ok(None) };
        let Some((header, payload)) = signed.split_once('.') else { return Ok(None) };
        let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let header: Option<Header> = decoded(header).and_then(|json| serde_json::from_slice(&json).ok());
        // A critical extension is one that we do not know (RFC 7515 4.1.11).
        let Some(header) = header.filter(|header| header.crit.is_none()) else { return Ok(None) };
        let Some((algorithm, key)) = self.verifying_key(&header.kid).await? else { return Ok(None) };
        let (Some(signature), Some(payload)) = (decoded(signature), decoded(payload)) else { return Ok(None) };
        // The algorithm is the key's to choose, not the token's (RFC 8725 3.1).
        if Algorithm::parse(&header.alg) != Some(algorithm) || !algorithm.verifies(&key, signed.as_bytes(), &signature)
        {
            return Ok(None);
        }
        let Ok(registered) = serde_json::from_slice::<Registered>(&payload) else { return Ok(None) };
        let own_issuer = self.jwt_issuer();
        let is_ours = registered.iss == issuer.unwrap_or(&own_issuer)
            && registered.aud.names(&self.jwt_audience())
            && !registered.sub.is_empty()
            && registered.holds_at(self.now());
        Ok(if is_ours { serde_json::from_slice(&payload).ok() } else { None })
    }

    fn jwt_issuer(&self) -> String {
        self.config().jwt.issuer.clone().unwrap_or_else(|| self.config().origin())
    }

    fn jwt_audience(&self) -> Vec<String> {
        let configured = &self.config().jwt.audience;
        if configured.is_empty() { vec![self.config().origin()] } else { configured.clone() }
    }
}
