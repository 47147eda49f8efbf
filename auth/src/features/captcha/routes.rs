use crate::{operation::Operation, wire::CaptchaChallenge};

/// `GET /captcha/challenge`: something for a browser to compute.
pub static CAPTCHA_CHALLENGE: Operation =
    Operation::reading("captchaChallenge", "/captcha/challenge").giving::<CaptchaChallenge>();

pub(in crate::features) const ROUTES: &[&Operation] = &[&CAPTCHA_CHALLENGE];
