use std::fmt;

use rand::TryRng;

/// Gives random bytes. The core asks nobody else, so that a test can repeat what it did.
pub trait Rng: fmt::Debug + Send + Sync {
    /// Fills the buffer with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The generator of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    /// # Panics
    ///
    /// When the operating system has no randomness to give: no secret may be made then.
    #[expect(clippy::expect_used, reason = "going on with predictable bytes would be worse than stopping")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rngs::SysRng.try_fill_bytes(bytes).expect("the operating system gives randomness");
    }
}

/// The letters of ids and session tokens.
pub(crate) const ALPHANUMERIC: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The letters of texts that Better Auth draws without saying of what (`generateRandomString`).
pub(crate) const URL_SAFE: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

/// The length of ids and session tokens: 32 of 62 letters are 190 bits.
pub(crate) const ID_LENGTH: usize = 32;

/// Draws `length` letters of `alphabet`, each equally likely (bytes that would favour a letter are dropped).
///
/// Better Auth makes its ids, tokens and codes the same way (`@better-auth/utils/random`).
pub(crate) fn random_text(rng: &dyn Rng, alphabet: &[u8], length: usize) -> String {
    letters(alphabet, length, |bytes| rng.fill(bytes))
}

/// Like [`random_text`], over any source of bytes.
pub(crate) fn letters(alphabet: &[u8], length: usize, mut fill: impl FnMut(&mut [u8])) -> String {
    let fair = 256 - 256 % alphabet.len();
    let mut text = String::with_capacity(length);
    let mut bytes = [0; 64];
    while text.len() < length {
        fill(&mut bytes);
        let drawn = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < fair);
        for byte in drawn.take(length - text.len()) {
            text.push(char::from(alphabet[byte % alphabet.len()]));
        }
    }
    text
}

/// A new row id: 32 letters and digits.
pub(crate) fn generate_id(rng: &dyn Rng) -> String {
    random_text(rng, ALPHANUMERIC, ID_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_32_letters_and_digits_and_differ() {
        let (a, b) = (generate_id(&SystemRng), generate_id(&SystemRng));
        assert_eq!(a.len(), ID_LENGTH);
        assert!(a.bytes().all(|byte| ALPHANUMERIC.contains(&byte)));
        assert_ne!(a, b);
    }

    #[test]
    fn every_letter_is_equally_likely() {
        // All 256 bytes once: 248 of them are fair for 62 letters, so each letter comes up four times.
        let mut next = 0_u8;
        let text = letters(ALPHANUMERIC, 248, |bytes| {
            for byte in bytes {
                *byte = next;
                next = next.wrapping_add(1);
            }
        });
        for letter in ALPHANUMERIC {
            assert_eq!(text.bytes().filter(|byte| byte == letter).count(), 4);
        }
    }
}
