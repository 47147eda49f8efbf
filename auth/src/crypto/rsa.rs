//! Making RSA keys. `ring` signs and verifies with them and makes none, and services read RS256 that read nothing else.
//!
//! Primes are drawn as FIPS 186-5 (A.1.3) says. What comes out is read by `ring`, which checks that its members belong
//! together. Nobody outside can watch how long it takes: a key is made once, before anything is signed with it.

use num_bigint::BigUint;

use crate::rng::Rng;

/// The public exponent that everybody uses.
const EXPONENT: u32 = 65_537;

/// Rounds of Miller and Rabin. A composite passes one with a chance of a quarter at most, so all of them with 2^-80.
const ROUNDS: usize = 40;

/// Candidates are first divided by the primes below this.
const SMALL: u32 = 2_000;

/// The members of a private key (RFC 8017 3.2), big-endian.
pub(super) struct RsaKey {
    pub(super) n: Vec<u8>,
    pub(super) e: Vec<u8>,
    pub(super) d: Vec<u8>,
    pub(super) p: Vec<u8>,
    pub(super) q: Vec<u8>,
    pub(super) dp: Vec<u8>,
    pub(super) dq: Vec<u8>,
    pub(super) qi: Vec<u8>,
}

impl RsaKey {
    /// Makes a key whose modulus has this many bits, an even number. Takes about a second.
    pub(super) fn generate(bits: usize, rng: &dyn Rng) -> Self {
        let small = small_primes();
        let one = BigUint::from(1_u32);
        let e = BigUint::from(EXPONENT);
        loop {
            let (first, second) = (prime(bits / 2, &small, rng), prime(bits / 2, &small, rng));
            let (p, q) = if first > second { (first, second) } else { (second, first) };
            // Primes that lie close together are found by taking roots.
            if (&p - &q).bits() + 100 <= (bits / 2) as u64 {
                continue;
            }
            let (p1, q1) = (&p - &one, &q - &one);
            let lambda = &p1 * &q1 / gcd(p1.clone(), q1.clone());
            let (Some(d), Some(qi)) = (e.modinv(&lambda), q.modinv(&p)) else { continue };
            // A small exponent is found from the public key alone.
            if d.bits() <= (bits / 2) as u64 {
                continue;
            }
            let bytes = |number: &BigUint| number.to_bytes_be();
            return Self {
                n: bytes(&(&p * &q)),
                e: bytes(&e),
                dp: bytes(&(&d % &p1)),
                dq: bytes(&(&d % &q1)),
                qi: bytes(&qi),
                d: bytes(&d),
                p: bytes(&p),
                q: bytes(&q),
            };
        }
    }
}

/// A random prime of this many bits whose upper two are set, so that the product of two has twice as many.
fn prime(bits: usize, small: &[u32], rng: &dyn Rng) -> BigUint {
    let mut bytes = vec![0; bits / 8];
    loop {
        rng.fill(&mut bytes);
        if let [first, .., last] = bytes.as_mut_slice() {
            *first |= 0b1100_0000;
            *last |= 1;
        }
        let candidate = BigUint::from_bytes_be(&bytes);
        let has_small_factor = small.iter().any(|prime| &candidate % *prime == BigUint::ZERO);
        // The public exponent is prime: it shares a factor with `candidate - 1` only if it divides it.
        let fits_exponent = &candidate % EXPONENT != BigUint::from(1_u32);
        if !has_small_factor && fits_exponent && is_prime(&candidate, rng) {
            return candidate;
        }
    }
}

/// Miller and Rabin's test with random bases, for an odd number of more than a few bytes.
fn is_prime(number: &BigUint, rng: &dyn Rng) -> bool {
    let one = BigUint::from(1_u32);
    let minus_one = number - &one;
    let twos = minus_one.trailing_zeros().unwrap_or_default();
    let odd = &minus_one >> twos;
    let mut bytes = vec![0; number.to_bytes_be().len()];
    (0..ROUNDS).all(|_| {
        rng.fill(&mut bytes);
        // From 2 to number - 2; what the remainder favours is of no importance for a test.
        let base = BigUint::from_bytes_be(&bytes) % (number - 3_u32) + 2_u32;
        let mut power = base.modpow(&odd, number);
        if power == one || power == minus_one {
            return true;
        }
        for _ in 1..twos {
            power = &power * &power % number;
            if power == minus_one {
                return true;
            }
        }
        false
    })
}

fn gcd(mut left: BigUint, mut right: BigUint) -> BigUint {
    while right != BigUint::ZERO {
        let rest = left % &right;
        left = right;
        right = rest;
    }
    left
}

fn small_primes() -> Vec<u32> {
    let mut primes: Vec<u32> = Vec::new();
    for number in 2..SMALL {
        if primes.iter().all(|prime| number % prime != 0) {
            primes.push(number);
        }
    }
    primes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    fn is(text: &str) -> bool {
        is_prime(&text.parse().unwrap(), &SystemRng)
    }

    #[test]
    fn primes_are_told_from_numbers_that_look_like_some() {
        // 2^127 - 1, and the prime of Curve25519.
        assert!(is("170141183460469231731687303715884105727"));
        assert!(is("57896044618658097711785492504343953926634992332820282019728792003956564819949"));
        // 2^128 + 1, Carmichael numbers, and a strong pseudoprime to all prime bases up to 31 (OEIS A014233).
        for composite in [
            "340282366920938463463374607431768211457",
            "3825123056546413051",
            "443372888629441",
            "1590231231043178376951698401",
            "318665857834031151167461",
        ] {
            assert!(!is(composite), "{composite}");
        }
    }

    #[test]
    fn a_key_undoes_its_exponent() {
        let key = RsaKey::generate(512, &SystemRng);
        let number = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
        let n = number(&key.n);
        assert_eq!(n.bits(), 512);
        let message = BigUint::from(4_711_u32);
        let signed = message.modpow(&number(&key.d), &n);
        assert_eq!(signed.modpow(&number(&key.e), &n), message);
        assert!(number(&key.p) > number(&key.q));
    }
}
