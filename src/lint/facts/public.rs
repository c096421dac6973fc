//! What leads to the public network, as far as anything says so.

use super::Facts;
use crate::model::{Address, DialPeer, Own, Place};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// What a voice port has only where it is a line of the public network (FXO), by the beginning of the line.
const LINES_OF_FXO: [&str; 5] =
    ["ring number", "supervisory disconnect", "supervisory answer", "dial-type", "groundstart"];

impl Facts<'_, '_> {
    /// Whether a far end is one of one's own systems, by the settings.
    pub fn is_trusted(&self, address: &Address) -> bool {
        let own = |target: &SessionTarget| Address::Target(target.clone()).is_same(address);
        matches!(address, Address::Target(_)) && self.policy().trusted.iter().any(own)
    }

    /// Whether a far end is the public network: a port with a D channel or a trunk group, a line of the public network, a
    /// provider of a network file. Of a SIP target alone nothing says so.
    pub fn is_public(&self, address: &Address) -> bool {
        match self.site().place_of(address) {
            Some(Place::Public) => !self.is_trusted(address),
            Some(Place::System(index)) => {
                // A port that somebody described is what he says.
                let phone = self.network().systems.get(index).is_some_and(|system| system.own == Own::All);
                matches!(address, Address::Port(port) if phone && self.is_line_out(port))
            }
            Some(Place::Gateway(_)) | None => false,
        }
    }

    /// Whether calls of a dial-peer can go to the public network.
    pub fn leads_out(&self, peer: &DialPeer) -> bool {
        self.targets(peer).iter().any(|address| self.is_public(address))
    }

    /// The far ends that are the public network.
    pub fn shows_public(&self) -> bool {
        self.site().contacts.iter().any(|contact| self.is_public(&contact.at))
    }

    /// Whether a port without a D channel is a line of the public network: it has a line that only such ports have, or takes
    /// every number behind an access digit, as no phone does.
    fn is_line_out(&self, port: &str) -> bool {
        let ports = self.plan().port_objects(port).voice_ports;
        let begins = |text: &str| LINES_OF_FXO.iter().any(|line| text.trim().starts_with(line));
        let lines = ports.iter().flat_map(|object| object.settings.verbatim());
        let to_one = ports.iter().filter_map(|object| object.settings.text(Command::Connection));
        lines.into_iter().any(|line| begins(&line.value.text))
            || to_one.into_iter().any(|line| line.value.starts_with("plar opx"))
            || self.catch_alls().iter().filter(|one| one.access.is_some()).any(|one| {
                let own = self.peer(one.peer).and_then(DialPeer::port);
                own.is_some_and(|own| own.value == port)
            })
    }
}
