//! What a configuration shows of where calls come in from.

use super::Facts;
use crate::call::{Trunk, UriKind, UriMatch, UriPart, class_takes};
use crate::model::{Address, DialPeer, PeerKind};
use crate::syntax::commands::Command;

/// The commands that choose an inbound dial-peer by where a call comes from.
const BY_HOST: [(Command, UriKind); 2] =
    [(Command::IncomingUriVia, UriKind::Via), (Command::IncomingUriFrom, UriKind::From)];

/// The lines that let a dial-peer take calls.
const TAKES: [Command; 5] = [
    Command::IncomingUriVia,
    Command::IncomingUriFrom,
    Command::IncomingCalledNumber,
    Command::IncomingCalledMap,
    Command::DirectInwardDial,
];

impl<'n> Facts<'_, 'n> {
    /// A dial-peer that shows that calls come in from a far end: it takes calls by the host of that far end; it takes calls by
    /// their number and leads there; or it takes calls from the port.
    pub fn comes_in(&self, at: &Address) -> Option<&'n DialPeer> {
        let mut peers = self.gateway().peers_with(&TAKES).filter(|peer| !peer.shutdown());
        match at {
            Address::Target(target) => {
                let trunk = Trunk::at(target.clone());
                peers.find(|peer| {
                    let by_number = peer.kind == PeerKind::Voip && takes_by_number(peer);
                    self.takes_from_host(peer, &trunk)
                        || (by_number && self.targets(peer).iter().any(|own| own.is_same(at)))
                })
            }
            Address::Port(port) => peers.find(|peer| {
                let takes = takes_by_number(peer) || peer.direct_inward_dial();
                peer.kind == PeerKind::Pots && takes && peer.port().is_none_or(|own| own.value == port)
            }),
            Address::TrunkGroup(_) => None,
        }
    }

    /// Whether a dial-peer takes calls since they come from this host.
    fn takes_from_host(&self, peer: &DialPeer, trunk: &Trunk) -> bool {
        BY_HOST.iter().any(|(command, kind)| {
            let Some(class) = peer.settings.text(*command) else { return false };
            let uri = trunk.uri(*kind, "", "");
            match class_takes(self.plan(), class.value, *kind, uri.as_ref()) {
                UriMatch::Yes(part) => part == UriPart::Host,
                UriMatch::No | UriMatch::Unknown(_) => false,
            }
        })
    }
}

/// Whether a dial-peer takes calls on the way in by the number that is called.
fn takes_by_number(peer: &DialPeer) -> bool {
    peer.incoming_called_number().is_some() || peer.settings.integer(Command::IncomingCalledMap).is_some()
}
