use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;
use url::form_urlencoded;

use crate::{redirect::encode_component, wire::Timestamp};

/// Marks a stored secret whose key is what the text says in Base32, not the text itself.
const BASE32: &str = "base32:";

/// Periods before and after the current one whose codes count, for clocks that are not quite right (RFC 6238 5.2).
const SKEW: i64 = 1;

/// What an authenticator app knows: a key, and how codes are made of it (RFC 6238 with SHA-1, which is all that
/// every app can).
pub(crate) struct Totp {
    key: Vec<u8>,
    digits: u32,
    period: Duration,
}

impl Totp {
    /// Of a secret as Better Auth keeps it: the text itself is the key.
    pub(crate) fn new(secret: &str, digits: u32, period: Duration) -> Self {
        let encoded = secret.strip_prefix(BASE32).map(|text| text.trim_end_matches('=').to_ascii_uppercase());
        let decoded = encoded.and_then(|text| BASE32_NOPAD.decode(text.as_bytes()).ok());
        Self { key: decoded.unwrap_or_else(|| secret.as_bytes().to_vec()), digits, period }
    }

    /// The number of the period at a moment.
    pub(crate) fn step_at(&self, moment: Timestamp) -> i64 {
        let period = i64::try_from(self.period.as_millis()).unwrap_or(i64::MAX).max(1);
        moment.as_millis().div_euclid(period)
    }

    /// The code of a period (RFC 4226 5.3).
    pub(crate) fn code(&self, step: i64) -> String {
        // HMAC takes keys of any length, so there always is one.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.key) else {
            return String::new();
        };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[19] & 0xf);
        let word = hash[offset..offset + 4].iter().fold(0, |word: u32, byte| word << 8 | u32::from(*byte));
        let number = (word & 0x7fff_ffff) % 10_u32.pow(self.digits);
        format!("{number:0width$}", width = self.digits as usize)
    }

    /// The period whose code this is, if it is near the moment. All of them are tried, so that the time says nothing.
    pub(crate) fn matching_step(&self, code: &str, moment: Timestamp) -> Option<i64> {
        let now = self.step_at(moment);
        let matches = |step: &i64| bool::from(self.code(*step).as_bytes().ct_eq(code.as_bytes()));
        (now - SKEW..=now + SKEW).rev().find(matches)
    }

    /// The key as people type it into an app.
    pub(crate) fn key(&self) -> String {
        BASE32_NOPAD.encode(&self.key)
    }

    /// The address that apps read from a QR code, written as the original writes it.
    pub(crate) fn uri(&self, issuer: &str, account: &str) -> String {
        let (label, name) = (encode_component(issuer), encode_component(account));
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("secret", &self.key())
            .append_pair("issuer", issuer)
            .append_pair("digits", &self.digits.to_string())
            .append_pair("period", &self.period.as_secs().to_string())
            .finish();
        format!("otpauth://totp/{label}:{name}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Duration = Duration::from_secs(30);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// RFC 6238, appendix B, the rows of SHA-1.
    #[test]
    fn codes_are_those_of_the_standard() {
        let totp = Totp::new("12345678901234567890", 8, PERIOD);
        for (seconds, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(totp.code(totp.step_at(at(seconds))), code, "{seconds}");
        }
    }

    /// Made by the original: `createOTP` of `@better-auth/utils`.
    #[test]
    fn codes_and_addresses_are_those_of_the_original() {
        let secret = "aB3-_xYz0123456789abcdefghijklmn";
        let totp = Totp::new(secret, 6, PERIOD);
        assert_eq!(totp.code(58_949_280), "665502");
        let uri = "otpauth://totp/My%20App%20%26%20S%C3%B6hne:ana%2Bx%40example.com?secret=MFBDGLK7PBMXUMBRGIZTINJWG44DSYLCMNSGKZTHNBUWU23MNVXA&issuer=My+App+%26+S%C3%B6hne&digits=6&period=30";
        assert_eq!(totp.uri("My App & Söhne", "ana+x@example.com"), uri);

        let stored = format!("base32:{}", totp.key().to_lowercase());
        assert_eq!(Totp::new(&stored, 6, PERIOD).code(58_949_280), totp.code(58_949_280));
    }

    #[test]
    fn the_neighbouring_periods_count_and_no_others() {
        let totp = Totp::new("12345678901234567890", 6, PERIOD);
        let now = at(1_111_111_111);
        let step = totp.step_at(now);
        for near in [step - 1, step, step + 1] {
            assert_eq!(totp.matching_step(&totp.code(near), now), Some(near));
        }
        for far in [step - 2, step + 2] {
            assert_eq!(totp.matching_step(&totp.code(far), now), None);
        }
        for wrong in ["", "1", "0000000000", "\u{0661}23456"] {
            assert_eq!(totp.matching_step(wrong, now), None);
        }
    }
}
