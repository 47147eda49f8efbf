use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use crate::{config::IpAddressConfig, context::RequestFacts};

/// The address a client is known by: IPv4 as it is (also when mapped into IPv6), IPv6 as its network, because
/// one customer of a provider has at least a /64 and can take any address in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ClientIp(IpAddr);

impl ClientIp {
    /// The client of a request, if it can be told: from the configured headers when they can be believed,
    /// else the address of the connection.
    pub(crate) fn of(facts: &RequestFacts, config: &IpAddressConfig) -> Option<Self> {
        if config.disable_ip_tracking {
            return None;
        }
        let from_proxy =
            config.trusted_proxies.is_empty() || facts.peer.is_none_or(|peer| is_trusted(peer.to_canonical(), config));
        let headers = config.ip_address_headers.iter().filter(|_| from_proxy);
        let mut found = headers.filter_map(|name| from_header(&all_lines(facts, name), config));
        found.next().or(facts.peer).map(|address| Self::new(address, config.ipv6_subnet))
    }

    fn new(address: IpAddr, ipv6_subnet: u8) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let shift = 128 - u32::from(ipv6_subnet.min(128));
                let mask = u128::MAX.checked_shl(shift).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
            }
        })
    }
}

/// All lines of a header as one list: a proxy may add its line to those the client sent (RFC 9110 5.3).
fn all_lines(facts: &RequestFacts, name: &str) -> String {
    let lines = facts.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    lines.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(",")
}

/// The address in a header: with trusted proxies the first one from the right that is not theirs, otherwise
/// the only one. A list without trusted proxies says nothing, since its first entry is the client's own word.
fn from_header(value: &str, config: &IpAddressConfig) -> Option<IpAddr> {
    let mut addresses = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    if config.trusted_proxies.is_empty() {
        let only = addresses.next()?;
        return if addresses.next().is_some() { None } else { only.parse().ok() };
    }
    for entry in addresses.rev() {
        let address: IpAddr = entry.parse().ok()?;
        if !is_trusted(address.to_canonical(), config) {
            return Some(address);
        }
    }
    None
}

fn is_trusted(address: IpAddr, config: &IpAddressConfig) -> bool {
    config.trusted_proxies.iter().any(|network| network.contains(&address))
}

impl fmt::Display for ClientIp {
    /// IPv6 with all groups written out, as Better Auth stores it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(f, "{address}"),
            IpAddr::V6(address) => {
                for (index, group) in address.segments().iter().enumerate() {
                    write!(f, "{}{group:04x}", if index == 0 { "" } else { ":" })?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(header: Option<&str>, peer: Option<&str>, proxies: &[&str]) -> Option<String> {
        let config = IpAddressConfig {
            trusted_proxies: proxies.iter().map(|network| network.parse().unwrap()).collect(),
            ..IpAddressConfig::default()
        };
        let headers = header.map(|value| ("x-forwarded-for".to_owned(), value.to_owned()));
        let facts = RequestFacts {
            headers: headers.into_iter().collect(),
            peer: peer.map(|address| address.parse().unwrap()),
            ..RequestFacts::default()
        };
        ClientIp::of(&facts, &config).map(|address| address.to_string())
    }

    #[test]
    fn a_single_forwarded_address_counts_and_a_list_does_not() {
        assert_eq!(client(Some("203.0.113.7"), None, &[]).as_deref(), Some("203.0.113.7"));
        assert_eq!(client(Some("1.2.3.4, 203.0.113.7"), Some("10.0.0.1"), &[]).as_deref(), Some("10.0.0.1"));
        assert_eq!(client(Some("nonsense"), None, &[]), None);
    }

    #[test]
    fn trusted_proxies_are_walked_from_the_right() {
        let proxies = ["10.0.0.0/8"];
        let chain = Some("6.6.6.6, 203.0.113.7, 10.1.1.1");
        assert_eq!(client(chain, Some("10.0.0.1"), &proxies).as_deref(), Some("203.0.113.7"));
        assert_eq!(client(Some("10.1.1.1"), Some("10.0.0.1"), &proxies).as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn only_a_trusted_proxy_may_speak_for_others() {
        assert_eq!(client(Some("1.2.3.4"), Some("198.51.100.9"), &["10.0.0.0/8"]).as_deref(), Some("198.51.100.9"));
    }

    #[test]
    fn spellings_of_one_network_are_one_client() {
        let first = client(Some("2001:DB8::1"), None, &[]);
        assert_eq!(first.as_deref(), Some("2001:0db8:0000:0000:0000:0000:0000:0000"));
        assert_eq!(client(Some("2001:db8:0:0:ffff:ffff:ffff:ffff"), None, &[]), first);
        assert_ne!(client(Some("2001:db8:0:1::1"), None, &[]), first);
        assert_eq!(client(Some("::ffff:192.0.2.1"), None, &[]).as_deref(), Some("192.0.2.1"));
    }
}
