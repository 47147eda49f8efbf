//! Challenges of our own: a number is looked for whose hash begins with zeros.
//!
//! A challenge is signed, says until when it holds and how much work it takes, and is written down only when it is used, so
//! that asking for one costs nothing.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::{
    Auth,
    crypto::hex,
    error::Result,
    store::VerificationRow,
    wire::{CaptchaChallenge, Timestamp},
};

/// Tells the key apart from those of other purposes.
const PURPOSE: &str = "captcha proof of work";

/// Unguessable and never the same.
const NONCE: usize = 16;

/// A number that was looked for has no more digits than fit into 64 bits.
const MAX_DIGITS: usize = 20;

impl Auth {
    pub(super) fn new_proof_of_work(&self) -> CaptchaChallenge {
        let options = &self.config().captcha;
        let mut nonce = [0; NONCE];
        self.rng().fill(&mut nonce);
        let ends = (self.now() + options.challenge_expires_in).as_millis();
        let claim = format!("{}-{ends}.{}", options.difficulty, URL_SAFE_NO_PAD.encode(nonce));
        let mac = self.config().secrets.derived(PURPOSE).mac(&claim);
        CaptchaChallenge {
            challenge: format!("{claim}.{mac}"),
            difficulty: options.difficulty,
            expires_in: options.challenge_expires_in.as_secs(),
        }
    }

    /// Whether an answer is the solution of a challenge of ours that has not ended and was not used before. Of parallel uses
    /// one succeeds.
    pub(super) async fn is_proof_of_work(&self, answer: &str) -> Result<bool> {
        let Some(ends) = self.end_of_solved_challenge(answer) else {
            return Ok(false);
        };
        let now = self.now();
        if ends <= now {
            return Ok(false);
        }
        // The same challenge with another number is used as well.
        let challenge = answer.rsplit_once('.').map_or(answer, |(challenge, _)| challenge);
        let used = hex::encode(&Sha256::digest(challenge));
        let row = VerificationRow {
            id: used.chars().take(32).collect(),
            identifier: format!("captcha-used:{used}"),
            value: String::new(),
            expires_at: ends,
            created_at: now,
        };
        Ok(self.store().verifications().claim_verification(row).await?)
    }

    /// When a challenge ends, if we made it and the number solves it.
    fn end_of_solved_challenge(&self, answer: &str) -> Option<Timestamp> {
        let (challenge, number) = answer.rsplit_once('.')?;
        let is_number = (1..=MAX_DIGITS).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let (claim, mac) = challenge.rsplit_once('.')?;
        if !is_number || !self.config().secrets.derived(PURPOSE).is_mac(claim, mac) {
            return None;
        }
        let (terms, _) = claim.split_once('.')?;
        let (difficulty, ends) = terms.split_once('-')?;
        let (difficulty, ends): (u32, i64) = (difficulty.parse().ok()?, ends.parse().ok()?);
        let solved = leading_zeros(&Sha256::digest(answer)) >= difficulty;
        solved.then(|| Timestamp::from_millis(ends))
    }
}

/// Zero bits at the beginning.
fn leading_zeros(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let next = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros).unwrap_or(u32::MAX).saturating_mul(8).saturating_add(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_counted_bit_by_bit() {
        for (hash, zeros) in [([0xff, 0], 0), ([0x0f, 0], 4), ([0, 0x80], 8), ([0, 1], 15), ([0, 0], 16)] {
            assert_eq!(leading_zeros(&hash), zeros, "{hash:?}");
        }
    }
}
