use std::time::Duration;

use super::{AuthConfig, Problem, load::set, reader::Reader};
use crate::crypto::Secret;

/// Options of asking for something that costs programs more than people.
#[derive(Debug, Clone)]
pub struct CaptchaConfig {
    /// Who says whether an answer is good. Default: nobody, and no answer is asked for.
    pub provider: Option<CaptchaProvider>,
    /// The secret that the provider gave.
    pub secret_key: Option<Secret>,
    /// The public key that the provider gave, of hCaptcha and `CaptchaFox`.
    pub site_key: Option<String>,
    /// The operations that ask for an answer, by their paths; `*` stands for any text. Default: signing up and in by e-mail
    /// and password, and asking for a new password.
    pub endpoints: Vec<String>,
    /// Where answers are verified, in place of the provider's address.
    pub site_verify_url_override: Option<String>,
    /// The action that the answer has to be for, of Turnstile and reCAPTCHA. Default: any.
    pub expected_action: Option<String>,
    /// The hosts that the answer may be from, of Turnstile and reCAPTCHA. Default: any.
    pub allowed_hostnames: Vec<String>,
    /// The least score, of reCAPTCHA v3. Default 0.5.
    pub min_score: f64,
    /// Proof of work: zero bits that the hash begins with. One more costs twice as much. Ours; default 16, which takes a
    /// browser a second or two.
    pub difficulty: u32,
    /// Proof of work: how long a challenge may be answered. Ours; default ten minutes, so that a form can be filled in.
    pub challenge_expires_in: Duration,
}

/// Who says whether an answer is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptchaProvider {
    /// Turnstile of Cloudflare.
    CloudflareTurnstile,
    /// reCAPTCHA of Google, v2 or v3.
    GoogleRecaptcha,
    /// hCaptcha.
    HCaptcha,
    /// `CaptchaFox`.
    CaptchaFox,
    /// We do: the browser has to compute something, and nobody else is asked. Ours.
    ProofOfWork,
    /// The application ([`crate::AuthBuilder::captcha_verifier`]).
    Custom,
}

impl Default for CaptchaConfig {
    fn default() -> Self {
        let endpoints = ["/sign-up/email", "/sign-in/email", "/request-password-reset"];
        Self {
            provider: None,
            secret_key: None,
            site_key: None,
            endpoints: endpoints.map(str::to_owned).into(),
            site_verify_url_override: None,
            expected_action: None,
            allowed_hostnames: Vec::new(),
            min_score: 0.5,
            difficulty: 16,
            challenge_expires_in: Duration::from_mins(10),
        }
    }
}

/// What no browser finishes while somebody waits.
const MAX_DIFFICULTY: u32 = 32;

impl CaptchaConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        let providers = [
            ("cloudflare-turnstile", CaptchaProvider::CloudflareTurnstile),
            ("google-recaptcha", CaptchaProvider::GoogleRecaptcha),
            ("hcaptcha", CaptchaProvider::HCaptcha),
            ("captchafox", CaptchaProvider::CaptchaFox),
            ("proof-of-work", CaptchaProvider::ProofOfWork),
            ("custom", CaptchaProvider::Custom),
        ];
        set(&mut self.provider, section.choice("provider", &providers).map(Some));
        set(&mut self.secret_key, section.text("secret_key").map(|key| Some(Secret::new(key))));
        set(&mut self.site_key, section.text("site_key").map(Some));
        // An empty list is as good as none, as upstream.
        set(&mut self.endpoints, section.texts("endpoints").filter(|endpoints| !endpoints.is_empty()));
        set(&mut self.site_verify_url_override, section.text("site_verify_url_override").map(Some));
        set(&mut self.expected_action, section.text("expected_action").map(Some));
        set(&mut self.allowed_hostnames, section.texts("allowed_hostnames"));
        set(&mut self.min_score, section.fraction("min_score"));
        set(&mut self.difficulty, section.number("difficulty"));
        set(&mut self.challenge_expires_in, section.seconds("challenge_expires_in"));
        section.finish();
    }
}

/// What is wrong with these options.
pub(super) fn problems(config: &AuthConfig, problems: &mut Vec<Problem>) {
    let options = &config.captcha;
    let asks_elsewhere = options.provider.is_some_and(|provider| provider.site_verify_url().is_some());
    if asks_elsewhere && options.secret_key.as_ref().is_none_or(|key| key.length() == 0) {
        problems.push(Problem::new("captcha.secret_key", "is missing", "set it or CAPTCHA_SECRET_KEY"));
    }
    if options.difficulty > MAX_DIFFICULTY {
        let message = format!("is more than {MAX_DIFFICULTY}");
        problems.push(Problem::new("captcha.difficulty", message, "16 takes a browser a second or two"));
    }
    if options.challenge_expires_in.is_zero() {
        problems.push(Problem::new("captcha.challenge_expires_in", "is zero", "seconds; 600 lets a form be filled in"));
    }
}

impl CaptchaProvider {
    /// Where the provider verifies answers; `None` where nobody else is asked.
    pub(crate) const fn site_verify_url(self) -> Option<&'static str> {
        Some(match self {
            Self::CloudflareTurnstile => "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            Self::GoogleRecaptcha => "https://www.google.com/recaptcha/api/siteverify",
            Self::HCaptcha => "https://api.hcaptcha.com/siteverify",
            Self::CaptchaFox => "https://api.captchafox.com/siteverify",
            Self::ProofOfWork | Self::Custom => return None,
        })
    }
}
