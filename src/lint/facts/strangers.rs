//! Calls of strangers: by IP, from an address that the configuration does not know.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Facts;
use crate::analysis::coverage::Coverage;
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Leg, Trunk};
use crate::syntax::argument::SessionTarget;

/// An address that no host has: for tests (RFC 7600), and to be discarded (RFC 6666).
const STRANGERS: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(192, 0, 0, 8)), IpAddr::V6(Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 1))];

impl Facts<'_, '_> {
    /// The catch-alls to the public network that calls of a stranger get to, each with the numbers of the usual lengths that
    /// do. Of a dial-peer group every member is one, since it takes all numbers.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn open_to_strangers(&self, by_ipv6: bool) -> Result<Vec<(usize, Dfa)>, OverBudget> {
        let Some(table) = self.table() else { return Ok(Vec::new()) };
        let mut coverage = Coverage::new(self.gateway(), table);
        let mut open: Vec<(usize, Dfa)> = Vec::new();
        let [ipv4, ipv6] = STRANGERS;
        let target = match if by_ipv6 { ipv6 } else { ipv4 } {
            IpAddr::V4(address) => SessionTarget::Ipv4(address, None),
            IpAddr::V6(address) => SessionTarget::Ipv6(address, None),
        };
        let trunk = Trunk::at(target);
        for leg in [Leg::Sip(trunk.clone()), Leg::H323(trunk)] {
            for arrival in coverage.arrivals(&leg)? {
                let hunts = coverage.hunts(&leg, &arrival);
                for reach in self.reaches_all(&hunts, arrival.peer, |peer| self.leads_out(peer)) {
                    let numbers = self.usual(&self.arriving(&coverage, &arrival, &reach)?)?;
                    if numbers.is_empty() || open.iter().any(|(peer, _)| *peer == reach.peer) {
                        continue;
                    }
                    open.push((reach.peer, numbers));
                }
            }
        }
        open.sort_by_key(|(peer, _)| *peer);
        Ok(open)
    }
}
