use std::{net::IpAddr, sync::LazyLock};

use ipnet::IpNet;

/// Networks that are not the public internet, from the registries of special-purpose addresses (RFC 6890).
const SPECIAL: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    "::1/128",
    // These hold an IPv4 address that a gateway may go on to (RFC 6052, RFC 3056, RFC 4380).
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "2001::/32",
    "2002::/16",
    "100::/64",
    "2001:db8::/32",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

static NOT_PUBLIC: LazyLock<Vec<IpNet>> =
    LazyLock::new(|| SPECIAL.iter().filter_map(|network| network.parse().ok()).collect());

/// Which addresses requests may go to.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    public: bool,
    allowed: Vec<IpNet>,
}

/// A name has no address that requests may go to.
#[derive(Debug, thiserror::Error)]
#[error("no address that requests are sent to")]
pub(crate) struct NoAddress;

impl Reach {
    /// The public internet, and these networks.
    pub(crate) fn public_and(allowed: &[IpNet]) -> Self {
        Self { public: true, allowed: allowed.to_vec() }
    }

    /// Nothing but these networks.
    pub(crate) fn only(allowed: &[IpNet]) -> Self {
        Self { public: false, allowed: allowed.to_vec() }
    }

    pub(crate) fn includes(&self, address: IpAddr) -> bool {
        // `::ffff:127.0.0.1` is 127.0.0.1 for the system.
        let address = address.to_canonical();
        let listed = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
        listed(&self.allowed) || (self.public && !listed(&NOT_PUBLIC))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_network_is_understood() {
        assert_eq!(NOT_PUBLIC.len(), SPECIAL.len());
    }

    // SSRF: addresses that stand for the machine itself, its network or the metadata service of a cloud.
    #[test]
    fn what_is_not_the_public_internet_is_not_reached() {
        let reach = Reach::public_and(&[]);
        for address in [
            "0.0.0.0",
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "fd00:ec2::254",
            "fe80::1",
            "2002:7f00:1::",
        ] {
            assert!(!reach.includes(address.parse().unwrap()), "{address}");
        }
        for address in ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111"] {
            assert!(reach.includes(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_allowed_network_is_reached_and_its_neighbours_are_not() {
        let allowed = ["10.8.0.0/16".parse().unwrap()];
        assert!(Reach::public_and(&allowed).includes("10.8.3.4".parse().unwrap()));
        assert!(!Reach::public_and(&allowed).includes("10.9.3.4".parse().unwrap()));
        assert!(!Reach::only(&allowed).includes("1.1.1.1".parse().unwrap()));
    }
}
