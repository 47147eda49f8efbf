use async_trait::async_trait;
use http::{Request, header};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::CaptchaVerifier;
use crate::{
    config::{CaptchaConfig, CaptchaProvider},
    context::RequestFacts,
    crypto::Secret,
    error::{Error, Result},
    outbound::Outbound,
};

/// Asks a provider whether an answer is good. They all do it alike.
#[derive(Debug)]
pub(super) struct SiteVerify {
    pub(super) provider: CaptchaProvider,
    pub(super) url: String,
    pub(super) secret_key: Secret,
    pub(super) options: CaptchaConfig,
    pub(super) outbound: Outbound,
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

impl SiteVerify {
    fn request(&self, answer: &str, remote_ip: Option<&str>) -> Result<Request<Vec<u8>>, AnyError> {
        let takes_site_key = matches!(self.provider, CaptchaProvider::HCaptcha | CaptchaProvider::CaptchaFox);
        let site_key = self.options.site_key.as_deref().filter(|_| takes_site_key);
        let ip_name = if self.provider == CaptchaProvider::CaptchaFox { "remoteIp" } else { "remoteip" };
        let mut fields = vec![("secret", self.secret_key.expose()), ("response", answer)];
        fields.extend(site_key.map(|key| ("sitekey", key)));
        fields.extend(remote_ip.map(|ip| (ip_name, ip)));
        let (content_type, body) = if self.provider == CaptchaProvider::CloudflareTurnstile {
            let pairs = fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value)));
            ("application/json", Value::from(pairs.collect::<Map<_, _>>()).to_string())
        } else {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            ("application/x-www-form-urlencoded", body)
        };
        Ok(Request::post(&self.url).header(header::CONTENT_TYPE, content_type).body(body.into_bytes())?)
    }

    /// Whether what the provider says is enough for us.
    fn is_enough(&self, verdict: &Value) -> bool {
        let text = |name: &str| verdict.get(name).and_then(Value::as_str);
        if verdict.get("success").and_then(Value::as_bool) != Some(true) {
            return false;
        }
        let recaptcha = self.provider == CaptchaProvider::GoogleRecaptcha;
        if !recaptcha && self.provider != CaptchaProvider::CloudflareTurnstile {
            // The others say nothing more.
            return true;
        }
        // Only v3 gives a score.
        let score = verdict.get("score").and_then(Value::as_f64).filter(|_| recaptcha);
        let expected = self.options.expected_action.as_deref().filter(|action| !action.is_empty());
        let hosts = &self.options.allowed_hostnames;
        score.is_none_or(|score| score >= self.options.min_score)
            && expected.is_none_or(|expected| text("action") == Some(expected))
            && (hosts.is_empty() || text("hostname").is_some_and(|host| hosts.iter().any(|allowed| allowed == host)))
    }
}

#[async_trait]
impl CaptchaVerifier for SiteVerify {
    async fn is_solved(&self, answer: &str, remote_ip: Option<&str>, _: &RequestFacts) -> Result<bool> {
        let request = self.request(answer, remote_ip).map_err(Error::internal)?;
        let verdict = self.outbound.json(request).await.map_err(|error| Error::internal(Box::new(error)))?;
        let enough = self.is_enough(&verdict);
        if !enough {
            // The provider's own codes say what is set up wrong; they hold nothing of the answer.
            let codes = verdict.get("error-codes").map(Value::to_string).unwrap_or_default();
            tracing::warn!(event = "captcha.verdict", provider = ?self.provider, codes, "a provider of captchas said no");
        }
        Ok(enough)
    }
}
