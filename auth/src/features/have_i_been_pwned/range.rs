use async_trait::async_trait;
use http::Request;
use sha1::{Digest as _, Sha1};

use super::CompromisedPasswords;
use crate::{
    crypto::hex,
    error::{Error, Result},
    outbound::Outbound,
    wire::Password,
};

/// Digits of a hash that the service is told (<https://haveibeenpwned.com/API/v3#PwnedPasswords>).
const TOLD: usize = 5;

/// Asks the service for all hashes that begin as the one of the password does.
#[derive(Debug)]
pub(super) struct RangeApi {
    url: String,
    outbound: Outbound,
}

/// Why the service's answer says nothing.
#[derive(Debug, thiserror::Error)]
#[error("the answer about compromised passwords is not understood")]
struct NotUnderstood;

impl RangeApi {
    pub(super) fn new(url: String, outbound: Outbound) -> Self {
        Self { url, outbound }
    }

    async fn ask(&self, hash: &str) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        let (told, kept) = hash.split_at(TOLD);
        // Padding keeps the length of the answer from telling which hashes were asked for.
        let request = Request::get(format!("{}{told}", self.url)).header("add-padding", "true").body(Vec::new())?;
        let answer = String::from_utf8(self.outbound.bytes(request).await?)?;
        Ok(is_listed(&answer, kept)?)
    }
}

/// Whether an answer, lines of `DIGITS:COUNT`, lists the rest of a hash. Padding is counted as zero.
fn is_listed(answer: &str, kept: &str) -> Result<bool, NotUnderstood> {
    let mut lines = answer.lines().filter_map(|line| line.trim().split_once(':'));
    match lines.find(|(digits, _)| digits.eq_ignore_ascii_case(kept)) {
        Some((_, count)) => count.parse::<u64>().map(|count| count > 0).map_err(|_| NotUnderstood),
        None => Ok(false),
    }
}

#[async_trait]
impl CompromisedPasswords for RangeApi {
    async fn is_compromised(&self, password: &Password) -> Result<bool> {
        let hash = hex::encode(&Sha1::digest(password.expose())).to_ascii_uppercase();
        self.ask(&hash)
            .await
            .map_err(|error| Error::internal(error).with_message("The password could not be checked. Try again later."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_line_by_line() {
        let answer = "0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n00d4f6e8fa6eecad2a3aa415eec418d38ec:2\r\nA:x";
        assert!(!is_listed(answer, "0018A45C4D1DEF81644B54AB7F969B88D65").unwrap(), "padding");
        assert!(is_listed(answer, "00D4F6E8FA6EECAD2A3AA415EEC418D38EC").unwrap());
        assert!(!is_listed(answer, "FFFF").unwrap());
        assert!(is_listed(answer, "A").is_err());
    }
}
