//! How many connections each address has.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

/// The open connections of each address.
#[derive(Debug, Clone)]
pub(super) struct Peers {
    limit: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Peers {
    /// Allows each address `limit` connections.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), open: Arc::default() }
    }

    /// Takes a place for one more connection, or `None` when the address has too many.
    pub(super) fn admit(&self, address: IpAddr) -> Option<PeerSlot> {
        let address = network(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= self.limit {
            return None;
        }
        *count += 1;
        Some(PeerSlot { address, peers: self.clone() })
    }
}

/// The place of one connection; dropping it gives it back.
#[derive(Debug)]
pub(super) struct PeerSlot {
    address: IpAddr,
    peers: Peers,
}

impl Drop for PeerSlot {
    fn drop(&mut self) {
        let mut open = self.peers.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Who counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber has to itself.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_given_back() {
        let peers = Peers::new(1);
        let address = "192.0.2.1".parse().unwrap();
        let slot = peers.admit(address).unwrap();
        assert!(peers.admit(address).is_none());
        assert!(peers.admit("192.0.2.2".parse().unwrap()).is_some());
        drop(slot);
        assert!(peers.admit(address).is_some());
        assert!(peers.open.lock().unwrap().is_empty());
    }

    #[test]
    fn one_subscriber_is_one_client() {
        let same = |a: &str, b: &str| network(a.parse().unwrap()) == network(b.parse().unwrap());
        assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
        assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
    }
}
