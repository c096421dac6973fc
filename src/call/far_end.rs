//! Where a dial-peer sends calls, and at which failures of its far ends something further is tried, whatever the call.

use super::attempt::{Then, shown_protocol};
use super::cause::{cause_of_status, documented_cause};
use super::gateway::Gateway;
use super::notes::Notes;
use super::passage::Passage;
use super::reply::{Replies, Reply};
use super::servers::Destination;
use super::translate::PartyNumber;
use crate::model::{DialPeer, Tag};
use crate::syntax::commands::Command;

/// What is tried when a far end has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Next {
    /// The next server of the group.
    Server,
    /// The next dial-peer.
    Peer,
}

/// By SIP status (or the cause that stands for it), what is tried next; a status that ends the call is left out.
pub(crate) type Onwards = Vec<(u16, Next)>;

/// The statuses that a failed call can have, of those that the documented table knows.
fn failures() -> impl Iterator<Item = u16> {
    (400..700).filter(|status| documented_cause(*status).is_some())
}

impl Gateway<'_> {
    /// The far ends of `peer` in the order in which they are tried, as a trace names them: the servers of its group, or its
    /// one target. Servers that are tried in any order are in that of their names, however they were configured.
    pub(crate) fn far_ends(&self, peer: &DialPeer) -> Vec<String> {
        self.by_rank(peer).into_iter().map(|destination| destination.text).collect()
    }

    /// The same, those together that are tried in any order.
    pub(crate) fn far_ends_by_rank(&self, peer: &DialPeer) -> Vec<Vec<String>> {
        let destinations = self.by_rank(peer);
        let ranks = destinations.chunk_by(|one, other| one.rank == other.rank);
        ranks.map(|rank| rank.iter().map(|destination| destination.text.clone()).collect()).collect()
    }

    fn by_rank(&self, peer: &DialPeer) -> Vec<Destination> {
        let mut destinations = self.destinations(peer, &mut Notes::default());
        destinations.sort_by(|one, other| (one.rank, &one.text).cmp(&(other.rank, &other.text)));
        destinations
    }

    /// How many servers of a group there are at most that are tried in any order.
    pub(crate) fn most_tied_servers(&self) -> usize {
        let most = |peer: &DialPeer| {
            let destinations = self.destinations(peer, &mut Notes::default());
            destinations.chunk_by(|one, other| one.rank == other.rank).map(<[_]>::len).max()
        };
        self.peers_with(&[Command::SessionServerGroup]).filter_map(most).max().unwrap_or(1)
    }

    /// What is tried next when a far end of `peer` has failed, for each of its far ends. Of those of the last rank any may be the
    /// last, and not be.
    pub(crate) fn onwards(&self, peer: &DialPeer) -> Vec<Onwards> {
        let mut all = vec![Onwards::new(); self.by_rank(peer).len()];
        for status in failures() {
            for (onwards, thens) in all.iter_mut().zip(self.thens(peer, status)) {
                for then in thens {
                    let next = match then {
                        Then::NextServer => (status, Next::Server),
                        Then::Continues(_) => (status, Next::Peer),
                        Then::Answered | Then::Stops(_) => continue,
                    };
                    if !onwards.contains(&next) {
                        onwards.push(next);
                    }
                }
            }
        }
        all
    }

    /// Whether the next dial-peer can be tried when every server of `tag` has failed with this SIP status, or with the cause
    /// that stands for it where the peer speaks no SIP.
    pub(crate) fn goes_on(&self, tag: Tag, status: u16) -> bool {
        let Some(peer) = self.peer(tag) else { return true };
        // Which server of a group is asked last depends on the answers of the others: any may be.
        self.thens(peer, status).iter().flatten().any(|then| matches!(then, Then::Continues(_)))
    }

    /// What may follow when a far end of `peer` has failed with this status, for each of its far ends.
    fn thens(&self, peer: &DialPeer, status: u16) -> Vec<Vec<Then>> {
        let is_sip = shown_protocol(peer) == "SIP";
        let reply = if is_sip { Reply::Status(status) } else { Reply::Cause(cause_of_status(status)) };
        let mut replies = Replies::default();
        replies.put(peer.tag, None, reply);
        let mut notes = Notes::default();
        let destinations = self.by_rank(peer);
        let last_rank = destinations.last().map(|last| last.rank);
        let of_last = destinations.iter().filter(|one| Some(one.rank) == last_rank).count();
        let passage = Passage::new(PartyNumber::plain(""), PartyNumber::plain(""));
        let mut then =
            |destination: &Destination, last| self.answer(peer, &passage, destination, &replies, last, &mut notes).then;
        let thens = |one: &Destination| match (Some(one.rank) == last_rank, of_last) {
            (false, _) => vec![then(one, false)],
            (true, 1) => vec![then(one, true)],
            (true, _) => vec![then(one, false), then(one, true)],
        };
        destinations.iter().map(thens).collect()
    }
}
