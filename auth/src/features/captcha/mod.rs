//! Asking for something that costs programs more than people, before anything else is done.
//!
//! Which operations ask is told by the operation and not by the path of the request, so that no other spelling of a path
//! goes around it. Trusted code is not asked.

mod proof_of_work;
mod routes;
mod site_verify;

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use self::site_verify::SiteVerify;
pub use routes::CAPTCHA_CHALLENGE;
pub(super) use routes::ROUTES;

use crate::{
    Auth, Cx,
    client_ip::ClientIp,
    config::{CaptchaConfig, CaptchaProvider},
    context::RequestFacts,
    error::{Error, Result},
    operation::Operation,
    origin::wildcard_match,
    outbound::Outbound,
    wire::{CaptchaChallenge, ErrorCode},
};

/// The header that the answer is in.
const HEADER: &str = "x-captcha-response";

/// No answer of a provider is longer; the rest would only be sent around.
const MAX_ANSWER: usize = 16 * 1024;

/// Says whether the answer to a captcha is good.
#[async_trait]
pub trait CaptchaVerifier: fmt::Debug + Send + Sync {
    /// Whether it is, and good for what it is used for. `facts` are those of the request it came with.
    ///
    /// # Errors
    ///
    /// When that cannot be said; the request is refused with 500 then, and the cause is logged. It must not hold the
    /// answer or a secret.
    async fn is_solved(&self, answer: &str, remote_ip: Option<&str>, facts: &RequestFacts) -> Result<bool>;
}

/// Who verifies under a configuration; `None` where we do ourselves, or nobody does.
pub(crate) fn verifier(config: &CaptchaConfig, outbound: &Outbound) -> Option<Arc<dyn CaptchaVerifier>> {
    let (provider, secret_key) = (config.provider?, config.secret_key.clone()?);
    let url = config.site_verify_url_override.clone().or_else(|| provider.site_verify_url().map(str::to_owned))?;
    let options = config.clone();
    Some(Arc::new(SiteVerify { provider, url, secret_key, options, outbound: outbound.clone() }))
}

/// Whether there are challenges to be had.
pub(in crate::features) fn has_challenges(config: &CaptchaConfig) -> bool {
    config.provider == Some(CaptchaProvider::ProofOfWork)
}

impl Auth {
    /// A challenge for a browser to solve. `GET /captcha/challenge`.
    ///
    /// # Errors
    ///
    /// 404 where there are none; 429 when it came too often.
    pub async fn captcha_challenge(&self, cx: &mut Cx) -> Result<CaptchaChallenge> {
        self.perform(cx, &CAPTCHA_CHALLENGE, (), async |cx, ()| {
            cx.set_header("cache-control", "no-store");
            Ok(self.new_proof_of_work())
        })
        .await
    }

    /// Refuses a request for an operation that asks for the answer to a captcha and has none that is good.
    ///
    /// # Errors
    ///
    /// 400 without an answer, 403 for a wrong one, 500 when the provider does not say which it is.
    pub(crate) async fn check_captcha(&self, cx: &Cx, operation: &'static Operation) -> Result<()> {
        let options = &self.config().captcha;
        let (Some(provider), Some(facts)) = (options.provider, cx.facts()) else {
            return Ok(());
        };
        if !options.endpoints.iter().any(|pattern| path_match(pattern, operation.path)) {
            return Ok(());
        }
        let answer = cx.captcha_response().or_else(|| facts.header(HEADER)).filter(|answer| !answer.is_empty());
        let answer = answer.ok_or(ErrorCode::MissingCaptchaResponse)?;
        let solved = if answer.len() > MAX_ANSWER {
            Ok(false)
        } else if provider == CaptchaProvider::ProofOfWork {
            self.is_proof_of_work(answer).await
        } else if let Some(verifier) = self.captcha_verifier() {
            let remote_ip = ClientIp::of(facts, &self.config().advanced.ip_address).map(|client| client.to_string());
            verifier.is_solved(answer, remote_ip.as_deref(), facts).await
        } else {
            Err(Error::internal("no verifier of captchas was given"))
        };
        match solved {
            Ok(true) => Ok(()),
            Ok(false) => {
                tracing::info!(
                    event = "captcha.refused",
                    path = operation.path,
                    "the answer to a captcha was not good"
                );
                Err(ErrorCode::CaptchaVerificationFailed.into())
            }
            // A database that fails is not a provider that does.
            Err(error) if error.status() == 503 => Err(error),
            Err(error) => Err(Error::new(ErrorCode::CaptchaUnknownError).caused_by(error)),
        }
    }
}

/// Whether a path is one of a pattern: `*` stays within a segment, `**` goes over any number of them, as upstream.
fn path_match(pattern: &str, path: &str) -> bool {
    fn segments_match(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern.split_first(), path.split_first()) {
            (None, None) => true,
            (Some((&"**", rest)), here) => {
                segments_match(rest, path) || here.is_some_and(|(_, behind)| segments_match(pattern, behind))
            }
            (Some((one, rest)), Some((segment, behind))) => {
                wildcard_match(one, segment) && segments_match(rest, behind)
            }
            (None, Some(_)) | (Some(_), None) => false,
        }
    }
    let pattern: Vec<_> = pattern.split('/').filter(|segment| !segment.is_empty()).collect();
    let path: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    segments_match(&pattern, &path)
}

#[cfg(test)]
mod tests {
    use super::path_match;

    #[test]
    fn a_star_stays_within_a_segment_and_two_go_on() {
        for (pattern, path, fits) in [
            ("/sign-in/email", "/sign-in/email", true),
            ("/sign-in/*", "/sign-in/email", true),
            ("/sign-*/email", "/sign-up/email", true),
            ("/*", "/sign-in/email", false),
            ("/organization/*", "/organization/a/b", false),
            ("/organization/**", "/organization/a/b", true),
            ("/**", "/get-session", true),
            ("/**/email", "/sign-in/email", true),
            ("/sign-in", "/sign-in/email", false),
            ("/sign-in/email", "/sign-in", false),
        ] {
            assert_eq!(path_match(pattern, path), fits, "{pattern} {path}");
        }
    }
}
