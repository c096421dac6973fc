//! The dial-peers that are tried for each class of numbers, in turn.

use std::collections::{BTreeSet, HashMap};
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;

use super::arrivals::{Arrival, Effect, depends_on_trunk, is_voip};
use super::changes::Changes;
use super::outgoing::{Signature, outgoing, signature};
use super::path::Path;
use super::{Gaps, Typed};
use crate::automaton::{Dfa, Extractor, Labelled, OverBudget};
use crate::call::{Assumption, Caller, Candidate, Gateway, Leg, Notes, RoutingTable, protocol};
use crate::call::{pattern_on, stripped_digits};
use crate::model::{DialPeer, PeerKind, Tag};
use crate::syntax::argument::Argument;
use crate::syntax::commands::{Command, Support};

/// A kind of change on the way out, by its number among those of a [`Coverage`].
pub type WayId = usize;

/// One dial-peer of a hunt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Turn {
    /// Its tag.
    pub tag: Tag,
    /// Its place among the peers of the plan.
    pub peer: usize,
    /// What it does to numbers.
    pub way: WayId,
}

/// The dial-peers of a class of numbers in the order in which they are tried; those of one rank in any order.
pub type Hunt = Arc<[Vec<Turn>]>;

/// What of a call decides which peers it may use and in which ways: what its inbound peer does, its protocol, its type.
type Use = (Effect, Option<&'static str>, Typed);

/// All numbers at one gateway.
#[derive(Debug)]
pub struct Coverage<'g, 'p> {
    gateway: &'g Gateway<'p>,
    table: &'g RoutingTable,
    extractor: Extractor<'g>,
    changes: Changes<'g, 'p>,
    ways: Vec<Path>,
    nothing: Path,
    way_ids: HashMap<(Signature, Typed), WayId>,
    /// The hunts of calls that may use the same peers in the same ways.
    known: HashMap<Use, Arc<[Hunt]>>,
    /// By the kind of a trunk its arrivals, where the trunk itself makes no difference.
    shared: HashMap<Discriminant<Leg>, Vec<Arrival<'p>>>,
}

impl<'g, 'p> Coverage<'g, 'p> {
    /// That of `gateway`, with its routing table.
    pub fn new(gateway: &'g Gateway<'p>, table: &'g RoutingTable) -> Self {
        let changes = Changes::new(gateway);
        let extractor = Extractor::new(table.automaton());
        let mut coverage = Self {
            gateway,
            table,
            extractor,
            changes,
            ways: Vec::new(),
            nothing: Path::new(),
            way_ids: HashMap::new(),
            known: HashMap::new(),
            shared: HashMap::new(),
        };
        coverage.say_unsupported();
        coverage
    }

    /// The gateway.
    pub fn gateway(&self) -> &'g Gateway<'p> {
        self.gateway
    }

    /// The automaton of its patterns; a class of numbers is one of its sets of labels.
    pub fn table(&self) -> &'g Labelled {
        self.extractor.labelled()
    }

    /// The number of classes of numbers that the router's patterns tell apart.
    pub fn classes(&self) -> usize {
        self.table.automaton().sets()
    }

    /// What is not followed, and what answers rest on.
    pub fn gaps(&self) -> &Gaps {
        &self.changes.gaps
    }

    /// What is done to numbers on a way.
    pub fn way(&self, way: WayId) -> &Path {
        self.ways.get(way).unwrap_or(&self.nothing)
    }

    /// The ways in which calls of a trunk come in.
    ///
    /// # Errors
    /// The numbers take more states than the budget.
    pub fn arrivals(&mut self, leg: &Leg) -> Result<Vec<Arrival<'p>>, OverBudget> {
        if let Some(shared) = self.shared.get(&discriminant(leg)) {
            let mut notes = Notes::default();
            let trusts = self.gateway.trusts(Some(leg), &mut notes);
            self.changes.gaps.assumed.extend(notes.assumed);
            return Ok(if trusts { shared.clone() } else { Vec::new() });
        }
        let found = super::arrivals::arrivals(self.gateway, leg, &mut self.changes)?;
        if !found.is_empty() && !depends_on_trunk(self.gateway, leg) {
            self.shared.insert(discriminant(leg), found.clone());
        }
        Ok(found)
    }

    /// The numbers whose class is one of `classes`; class 0 is what no pattern matches.
    ///
    /// # Errors
    /// The numbers take more states than the budget.
    pub fn numbers(&self, classes: &[usize]) -> Result<Dfa, OverBudget> {
        let matched: Vec<_> = classes.iter().copied().filter(|class| *class != 0).collect();
        let numbers = self.extractor.numbers(&matched);
        if matched.len() == classes.len() { Ok(numbers) } else { numbers.union(&self.extractor.unmatched()) }
    }

    /// The hunt of each class, for calls that come in on `leg` as `arrival` says; one list for all arrivals that have the same.
    pub fn hunts(&mut self, leg: &Leg, arrival: &Arrival<'p>) -> Arc<[Hunt]> {
        self.hunts_of(&caller(leg, arrival), arrival)
    }

    /// The hunt of each class, for calls that come in on a leg that does nothing and matches no dial-peer.
    pub fn plain_hunts(&mut self) -> Arc<[Hunt]> {
        let plain = Arrival { peer: None, path: Path::new(), certain: true, typed: Typed::No };
        self.hunts_of(&Caller { peer: None, protocol: None, number_type: None }, &plain)
    }

    fn hunts_of(&mut self, caller: &Caller<'p>, arrival: &Arrival<'p>) -> Arc<[Hunt]> {
        let key = (Effect::of(arrival.peer), caller.protocol, arrival.typed);
        if let Some(known) = self.known.get(&key) {
            return Arc::clone(known);
        }
        let hunts: Arc<[Hunt]> = self.find(caller, arrival).into();
        self.known.insert(key, Arc::clone(&hunts));
        hunts
    }

    fn find(&mut self, caller: &Caller<'p>, arrival: &Arrival<'p>) -> Vec<Hunt> {
        let mut notes = Notes::default();
        let plan = self.gateway.plan();
        let may: Vec<bool> =
            plan.peers.values().map(|peer| self.gateway.barred(peer, caller, &mut notes).is_none()).collect();
        let group = arrival.peer.and_then(|peer| self.group(peer, &may, arrival.typed));
        self.changes.gaps.assumed.extend(notes.assumed);
        if let Some(hunt) = group {
            return vec![hunt; self.classes()];
        }
        let empty: Hunt = Arc::from([]);
        let mut known: HashMap<Hunt, Hunt> = HashMap::new();
        let mut all = Vec::with_capacity(self.classes());
        let table = self.table;
        for class in 0..self.classes() {
            let ranks = table.ranks_of(class, |one| may.get(one.peer).is_some_and(|may| *may));
            let hunt: Hunt = ranks.iter().map(|rank| self.turns(rank, arrival.typed)).collect();
            let shared = if hunt.is_empty() { &empty } else { known.entry(Arc::clone(&hunt)).or_insert(hunt) };
            all.push(Arc::clone(shared));
        }
        all
    }

    fn turns(&mut self, rank: &[Candidate], typed: Typed) -> Vec<Turn> {
        rank.iter().filter_map(|one| self.turn(one, typed)).collect()
    }

    fn turn(&mut self, candidate: &Candidate, typed: Typed) -> Option<Turn> {
        let plan = self.gateway.plan();
        let (_, peer) = plan.peers.get_index(candidate.peer)?;
        let strip = match peer.kind {
            PeerKind::Pots => {
                let pattern = candidate.pattern(plan)?.value;
                stripped_digits(&pattern_on(self.gateway.profile(), pattern))
            }
            PeerKind::Voip | PeerKind::Other(_) => 0,
        };
        let way = self.way_of(peer, strip, typed);
        Some(Turn { tag: peer.tag, peer: candidate.peer, way })
    }

    fn way_of(&mut self, peer: &DialPeer, strip: usize, typed: Typed) -> WayId {
        let key = (signature(peer, strip), typed);
        if let Some(&way) = self.way_ids.get(&key) {
            return way;
        }
        let path = outgoing(self.gateway, peer, strip, typed, &mut self.changes);
        self.ways.push(path);
        self.way_ids.insert(key, self.ways.len() - 1);
        self.ways.len() - 1
    }

    /// The members of the dial-peer group that calls which come in on `peer` go to, whatever their number.
    fn group(&mut self, peer: &DialPeer, may: &[bool], typed: Typed) -> Option<Hunt> {
        let plan = self.gateway.plan();
        let number = peer.settings.integer(Command::DestinationDpg)?;
        let group = plan.peer_groups.get(&number.value)?;
        if group.settings.flag(Command::Shutdown) {
            return None;
        }
        let mut members: Vec<(u32, Turn)> = Vec::new();
        for member in group.members() {
            let Some(tag) = Tag::new(member.value.tag) else { continue };
            let Some((index, _, peer)) = plan.peers.get_full(&tag) else { continue };
            let usable = may.get(index).is_some_and(|may| *may) && Gateway::is_up_in_group(peer);
            if usable {
                let way = self.way_of(peer, 0, typed);
                members.push((member.value.preference, Turn { tag, peer: index, way }));
            }
        }
        members.sort_by_key(|(preference, turn)| (*preference, turn.tag));
        let ranks = members.chunk_by(|one, other| one.0 == other.0);
        Some(ranks.map(|rank| rank.iter().map(|(_, turn)| *turn).collect()).collect())
    }

    /// Notes what of the plan could change where calls go and is not followed.
    fn say_unsupported(&mut self) {
        let plan = self.gateway.plan();
        let gaps = &mut self.changes.gaps;
        let mut seen = BTreeSet::new();
        for (header, _) in plan.peer_makers().filter(|(header, _)| seen.insert(*header)) {
            gaps.unsupported(format!("`{}` creates dial-peers that no configuration shows", header.row().keywords));
        }
        let by_uri = self.gateway.routes_by_uri();
        for peer in plan.peers.values().filter(|peer| !peer.shutdown()) {
            let not_followed: [(Command, bool); 6] = [
                (Command::DestinationPolicy, true),
                (Command::DestinationUri, by_uri),
                (Command::DestinationCallingMap, true),
                (Command::DnisMap, true),
                (Command::CarrierIdTarget, true),
                (Command::NumberingType, true),
            ];
            for (command, _) in not_followed.iter().filter(|(command, is)| *is && peer.settings.get(*command).is_some())
            {
                gaps.unsupported(format!("`{}` of dial-peer {}", command.row().keywords, peer.tag));
            }
            say_settings(&format!("dial-peer {}", peer.tag), &peer.settings, gaps);
            if let PeerKind::Other(kind) = &peer.kind
                && kind.is_empty()
            {
                gaps.unsupported(format!("dial-peer {} has no type", peer.tag));
            }
            let maps = [Command::DestinationMap, Command::IncomingCalledMap, Command::IncomingCallingMap];
            for number in maps.iter().filter_map(|command| peer.settings.integer(*command)) {
                let map = plan.pattern_maps.get(&number.value);
                if map.is_some_and(|map| map.settings.get(Command::MapUrl).is_some()) {
                    gaps.unsupported(format!(
                        "voice class e164-pattern-map {} has its entries in a file",
                        number.value
                    ));
                }
            }
        }
        for (name, settings) in plan.common() {
            say_settings(&name, settings, gaps);
        }
        for (name, _) in plan.tenants().filter(|(_, settings)| settings.get(Command::CallRoute).is_some()) {
            gaps.unsupported(format!("`{}` of {name}", Command::CallRoute.row().keywords));
        }
        if plan.others(Command::SourceGroup).next().is_some() {
            gaps.unsupported("voice source-group");
        }
        let mut groups = plan.others(Command::ServerGroup);
        if groups.any(|group| group.settings.span(Command::ServerHuntstop).is_some()) {
            gaps.assume(Assumption::ServerGroupHuntstop);
        }
        if self.gateway.profile().is_plus_assumed() && plan.peers.values().any(|peer| has_plus(peer, plan)) {
            gaps.assume(Assumption::LiteralPlus);
        }
    }

    /// Whether a call that fails on this peer with each of these SIP statuses, whichever server of it is asked, can go on to
    /// the next peer.
    pub fn goes_on(&self, turn: Turn, status: u16) -> bool {
        self.gateway.goes_on(turn.tag, status)
    }
}

/// Lines of an object that could change routing and are not modelled.
fn say_settings(object: &str, settings: &crate::model::Settings, gaps: &mut Gaps) {
    for (_, setting) in settings.iter() {
        let refused = matches!(setting.value.argument, Argument::Malformed(_));
        if !refused && setting.value.support() == Support::Unsupported {
            gaps.unsupported(format!("`{}` of {object}", crate::syntax::secrets::shown(&setting.value.line())));
        }
    }
    for line in settings.verbatim().iter().filter(|line| line.value.support == Some(Support::Unsupported)) {
        gaps.unsupported(format!("`{}` of {object}", crate::syntax::secrets::shown(line.value.text.trim())));
    }
}

fn has_plus(peer: &DialPeer, plan: &crate::model::DialPlan) -> bool {
    plan.called_patterns(peer).any(|pattern| pattern.value.text().trim_start_matches('^').starts_with('+'))
}

/// What of a call decides which dial-peers it may use.
fn caller<'p>(leg: &Leg, arrival: &Arrival<'p>) -> Caller<'p> {
    let protocol = match leg {
        Leg::Sip(_) | Leg::SipLine(_) => Some("sip"),
        Leg::H323(_) => Some("h323"),
        Leg::Peer(..) => arrival.peer.filter(|peer| is_voip(peer)).map(protocol),
        Leg::Port(_) => None,
    };
    Caller { peer: arrival.peer, protocol, number_type: None }
}
