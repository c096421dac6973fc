//! Which outbound dial-peers a call is offered to, and in which order.
//!
//! The ways of matching are tried in the order of Cisco 211306; the first that any peer meets decides. Within it the hunt
//! scheme orders the peers; what it leaves to chance is a tie, never an invented order.

use super::called::pattern_on;
use super::candidate::{Candidate, HuntOrder, length_of};
use super::digits::stripped_digits;
use super::eligible::{Barred, Caller};
use super::gateway::Gateway;
use super::leg::{Call, Leg, UriKind};
use super::notes::{Notes, Stage};
use super::profile::Assumption;
use super::uri::{UriMatch, class_takes};
use crate::model::{DialPeer, DialPlan, GroupMember, Id, PeerKind, Tag};
use crate::syntax::argument::Statement;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// How the outbound dial-peers were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// `destination dpg N` on the inbound dial-peer.
    Group(u32),
    /// `destination provision-policy N` on the inbound dial-peer.
    Policy(u32),
    /// `destination uri`.
    Uri,
    /// The called number.
    Called,
    /// `destination calling e164-pattern-map`.
    Calling,
}

/// A dial-peer that a call can be offered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Its tag.
    pub tag: Tag,
    /// The command that matched, with what it names: `destination-pattern 5...`.
    pub by: String,
    /// The pattern that matched the number, where one did.
    pub pattern: Option<NumberPattern>,
    /// How many literal characters it matched.
    pub length: usize,
    /// Its preference; that of the group where it is a member of one.
    pub preference: u32,
    /// The place of its rule in a provision policy.
    pub rule: u32,
}

/// A dial-peer that matches and takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its tag.
    pub tag: Tag,
    /// Why.
    pub reason: Barred,
}

/// The outbound dial-peers of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// How they were found.
    pub way: Way,
    /// In hunt order; several of one rank are tried in no order that is known.
    pub hunt: Vec<Vec<Ranked>>,
    /// Those that match but are not tried.
    pub left_out: Vec<LeftOut>,
    /// The hunt scheme, 0 to 7.
    pub scheme: u32,
    /// The called number that was looked for.
    pub called: String,
    /// The calling number that was looked for.
    pub calling: String,
}

/// Candidates of one way of matching, before they are ordered.
struct Found {
    way: Way,
    candidates: Vec<Ranked>,
}

/// What outbound peers are looked for with.
pub(super) struct Wanted<'a, 'c> {
    pub(super) call: &'c Call,
    /// The numbers after all that was done to them on the way in.
    pub(super) called: &'c str,
    pub(super) calling: &'c str,
    pub(super) caller: Caller<'a>,
    /// Whether patterns that end in `T` match: not before the inter-digit timeout, where digits arrive one by one.
    pub(super) timer: bool,
}

impl<'a> Gateway<'a> {
    /// The outbound dial-peers of a call.
    pub(super) fn select(&self, wanted: &Wanted<'_, '_>, notes: &mut Notes) -> Selection {
        let mut left_out = Vec::new();
        if let Some(found) = self.by_group(wanted, notes) {
            // Without a member that can be used the call ends: there is no other search (CUBE guide, dial-peer groups).
            let found = self.usable(found, wanted, &mut left_out, notes);
            return ordered(found, left_out, (self.plan, wanted));
        }
        if let Some(found) = self.by_policy(wanted, notes) {
            let found = self.usable(found, wanted, &mut left_out, notes);
            return ordered(found, left_out, (self.plan, wanted));
        }
        let by_uri = self.by_uri(wanted, notes).map(|found| self.usable(found, wanted, &mut left_out, notes));
        if let Some(found) = by_uri.filter(|found| !found.candidates.is_empty()) {
            return ordered(found, left_out, (self.plan, wanted));
        }
        let called = self.by_called(wanted, notes);
        let called = self.usable(called, wanted, &mut left_out, notes);
        if called.candidates.is_empty()
            && let Some(found) = self.by_calling(wanted)
        {
            let found = self.usable(found, wanted, &mut left_out, notes);
            if !found.candidates.is_empty() {
                return ordered(found, left_out, (self.plan, wanted));
            }
        }
        ordered(called, left_out, (self.plan, wanted))
    }

    /// Whether a member of a dial-peer group is up: only with something that matches, though that is not compared.
    pub(crate) fn is_up_in_group(peer: &DialPeer) -> bool {
        has_outbound_criterion(peer)
    }

    /// Those of the candidates that the call may use; the others go to `left_out`.
    fn usable(&self, found: Found, wanted: &Wanted<'_, '_>, left_out: &mut Vec<LeftOut>, notes: &mut Notes) -> Found {
        let mut usable = Vec::new();
        for candidate in found.candidates {
            let Some(peer) = self.peer(candidate.tag) else { continue };
            let group = matches!(found.way, Way::Group(_));
            // A member of a group is up only with a pattern, though that is not matched (CUBE guide, dial-peer groups).
            let down = (group && !has_outbound_criterion(peer)).then_some(Barred::NoPattern);
            match down.or_else(|| self.barred(peer, &wanted.caller, notes)) {
                None => usable.push(candidate),
                Some(reason) => {
                    notes.refused(Stage::Selection, &format!("dial-peer {}", peer.tag), &peer.settings);
                    left_out.push(LeftOut { tag: candidate.tag, reason });
                }
            }
        }
        Found { way: found.way, candidates: usable }
    }

    /// `destination dpg` on the inbound peer: its members, whatever their patterns.
    fn by_group(&self, wanted: &Wanted<'_, '_>, notes: &mut Notes) -> Option<Found> {
        let number = wanted.caller.peer?.settings.integer(Command::DestinationDpg)?;
        let Some(group) = self.plan.peer_groups.get(&number.value) else {
            let text = format!("there is no voice class dpg {}: peers are looked for by number", number.value);
            notes.say(Stage::Selection, text, Some(number.span));
            return None;
        };
        if group.settings.flag(Command::Shutdown) {
            let text = format!("voice class dpg {} is shut down: peers are looked for by number", number.value);
            notes.say(Stage::Selection, text, group.settings.span(Command::Shutdown));
            return None;
        }
        notes.unread(Stage::Selection, &format!("voice class dpg {}", number.value), &group.settings);
        let mut candidates = Vec::new();
        for member in group.members() {
            let GroupMember { tag, preference } = member.value;
            let by = format!("dial-peer {tag} of voice class dpg {}", number.value);
            match Tag::new(tag).filter(|tag| self.peer(*tag).is_some()) {
                None => notes.say(Stage::Selection, format!("there is no dial-peer {tag}"), Some(member.span)),
                Some(tag) => candidates.push(Ranked { tag, by, pattern: None, length: 0, preference, rule: 0 }),
            }
        }
        Some(Found { way: Way::Group(number.value), candidates })
    }

    /// `destination provision-policy` on the inbound peer: what its first rule finds, then what its second finds.
    fn by_policy(&self, wanted: &Wanted<'_, '_>, notes: &mut Notes) -> Option<Found> {
        let number = wanted.caller.peer?.settings.integer(Command::DestinationPolicy)?;
        let id = Id::Number(number.value);
        let Some(policy) = self.plan.other(Command::ProvisionPolicy, &id) else {
            let text = format!("there is no voice class dial-peer provision-policy {}", number.value);
            notes.say(Stage::Selection, text, Some(number.span));
            return None;
        };
        if policy.settings.flag(Command::Shutdown) {
            return None;
        }
        let mut candidates: Vec<Ranked> = Vec::new();
        for line in policy.settings.statements(Command::PolicyRule) {
            let Statement::PolicyRule { number: rule, attributes } = line.value else { continue };
            for peer in self.plan.peers.values() {
                let found = candidates.iter().any(|one| one.tag == peer.tag);
                if let Some(candidate) = self.meets_rule(peer, *rule, attributes, wanted, notes).filter(|_| !found) {
                    candidates.push(candidate);
                }
            }
        }
        if candidates.is_empty() {
            let text = "no peer meets the provision policy: the call is taken to end there (the documents do not say \
                        that peers are looked for by number then)";
            notes.say(Stage::Selection, text, Some(number.span));
        }
        Some(Found { way: Way::Policy(number.value), candidates })
    }

    /// A peer that has all attributes of a rule and matches the call by each.
    fn meets_rule(
        &self,
        peer: &'a DialPeer,
        rule: u32,
        attributes: &[&'static str],
        wanted: &Wanted<'_, '_>,
        notes: &mut Notes,
    ) -> Option<Ranked> {
        let mut candidate =
            Ranked { tag: peer.tag, by: String::new(), pattern: None, length: 0, preference: peer.preference(), rule };
        let mut by = Vec::new();
        for attribute in attributes {
            let uri = match *attribute {
                "called" => None,
                "calling" => {
                    let found = self.best_match(peer, CALLING, wanted.calling)?;
                    candidate.length += found.length;
                    by.push(format!("{} ({})", found.by.row().keywords, found.pattern));
                    continue;
                }
                "uri" => Some((Command::DestinationUri, UriKind::Request)),
                "from" => Some((Command::DestinationUriFrom, UriKind::From)),
                "to" => Some((Command::DestinationUriTo, UriKind::To)),
                "via" => Some((Command::DestinationUriVia, UriKind::Via)),
                "diversion" => Some((Command::DestinationUriDiversion, UriKind::Diversion)),
                "referred-by" => Some((Command::DestinationUriReferredBy, UriKind::ReferredBy)),
                other => {
                    notes.say(Stage::Selection, format!("policies by {other} are not modelled"), None);
                    return None;
                }
            };
            if let Some((command, kind)) = uri {
                by.push(self.meets_uri(peer, command, kind, wanted, notes)?);
            } else {
                let found = self.best_match(peer, CALLED, wanted.called)?;
                candidate.length += found.length;
                by.push(format!("{} {}", found.by.row().keywords, found.pattern));
                candidate.pattern = Some(found.pattern);
            }
        }
        candidate.by = by.join(", ");
        Some(candidate)
    }

    /// What of `peer` takes the URI of this kind, if its class does.
    fn meets_uri(
        &self,
        peer: &DialPeer,
        command: Command,
        kind: UriKind,
        wanted: &Wanted<'_, '_>,
        notes: &mut Notes,
    ) -> Option<String> {
        let class = peer.settings.text(command)?;
        let trunk = wanted.call.leg.as_ref().and_then(Leg::trunk);
        let uri = trunk.and_then(|trunk| trunk.uri(kind, wanted.called, wanted.calling));
        let by = format!("{} {}", command.row().keywords, class.value);
        match class_takes(self.plan, class.value, kind, uri.as_ref()) {
            UriMatch::Yes(_) => Some(by),
            UriMatch::No => None,
            UriMatch::Unknown(why) => {
                let text = format!("whether dial-peer {} takes it by `{by}` is not known: {why}", peer.tag);
                notes.say(Stage::Selection, text, Some(class.span));
                None
            }
        }
    }

    /// `destination uri`, with `call-route url` only (CUBE guide, domain-based routing).
    fn by_uri(&self, wanted: &Wanted<'_, '_>, notes: &mut Notes) -> Option<Found> {
        if !self.routes_by_uri() || wanted.caller.protocol.is_none() {
            return None;
        }
        let found = |peer: &'a DialPeer| {
            let by = self.meets_uri(peer, Command::DestinationUri, UriKind::Request, wanted, notes)?;
            let preference = peer.preference();
            Some(Ranked { tag: peer.tag, by, pattern: None, length: 0, preference, rule: 0 })
        };
        Some(Found {
            way: Way::Uri,
            candidates: self.peers_with(&[Command::DestinationUri]).filter_map(found).collect(),
        })
    }

    /// The peers that match the called number. Patterns that end in `T` match when the timer has run out.
    fn by_called(&self, wanted: &Wanted<'_, '_>, notes: &mut Notes) -> Found {
        let matches = self.matching(wanted.called, wanted.timer);
        if self.profile.is_plus_assumed() && self.depends_on_plus(wanted, &matches) {
            notes.assume(Assumption::LiteralPlus);
        }
        if depends_on_length(&matches, self.plan) {
            notes.assume(Assumption::MatchLength);
        }
        Found { way: Way::Called, candidates: matches.iter().filter_map(|found| self.ranked(found)).collect() }
    }

    /// Whether other peers would match if a leading `+` were taken otherwise.
    fn depends_on_plus(&self, wanted: &Wanted<'_, '_>, matches: &[Candidate]) -> bool {
        self.matching_with_other_plus(wanted.called, wanted.timer) != matches
    }

    fn ranked(&self, found: &Candidate) -> Option<Ranked> {
        let written = found.pattern(self.plan)?.value;
        let peer = self.peer(found.tag)?;
        let map = peer.destination_map().filter(|_| !found.is_own_pattern());
        let by = match map {
            Some(number) => format!("{} {}, {written}", Command::DestinationMap.row().keywords, number.value),
            None => format!("{} {written}", Command::DestinationPattern.row().keywords),
        };
        let pattern = Some(pattern_on(&self.profile, written).into_owned());
        let (length, preference) = (usize::from(found.length), peer.preference());
        Some(Ranked { tag: found.tag, by, pattern, length, preference, rule: 0 })
    }

    fn by_calling(&self, wanted: &Wanted<'_, '_>) -> Option<Found> {
        let from_port = wanted.caller.peer.is_some_and(|peer| peer.kind == PeerKind::Pots);
        if from_port || matches!(wanted.call.leg, Some(Leg::Port(_))) || wanted.calling.is_empty() {
            return None;
        }
        let found = |peer: &'a DialPeer| {
            let found = self.best_match(peer, CALLING, wanted.calling)?;
            let by = format!("{} {}", found.by.row().keywords, found.pattern);
            let (length, preference) = (found.length, peer.preference());
            // It is the calling number that was matched: no digits of the called one are known by it.
            Some(Ranked { tag: peer.tag, by, pattern: None, length, preference, rule: 0 })
        };
        let peers = self.peers_with(&[Command::DestinationCallingMap]);
        Some(Found { way: Way::Calling, candidates: peers.filter_map(found).collect() })
    }
}

/// Whether a peer has anything that outbound calls are matched by.
fn has_outbound_criterion(peer: &DialPeer) -> bool {
    const CRITERIA: [Command; 9] = [
        Command::DestinationPattern,
        Command::DestinationMap,
        Command::DestinationCallingMap,
        Command::DestinationUri,
        Command::DestinationUriFrom,
        Command::DestinationUriTo,
        Command::DestinationUriVia,
        Command::DestinationUriDiversion,
        Command::DestinationUriReferredBy,
    ];
    CRITERIA.iter().any(|command| peer.settings.span(*command).is_some())
}

/// What outbound peers match called and calling numbers with.
const CALLED: (Option<Command>, Option<Command>) = (Some(Command::DestinationPattern), Some(Command::DestinationMap));
const CALLING: (Option<Command>, Option<Command>) = (None, Some(Command::DestinationCallingMap));

/// Whether the order would be another one if only the digits in front of the first wildcard counted, as one document words
/// it (Cisco 211306: the longest sequence).
fn depends_on_length(matches: &[Candidate], plan: &DialPlan) -> bool {
    let run = |found: &Candidate| found.pattern(plan).map_or(0, |pattern| stripped_digits(pattern.value));
    let differs = |pair: &[Candidate]| match pair {
        [one, other] => {
            one.length > other.length && run(one) <= run(other) || one.length == other.length && run(one) != run(other)
        }
        _ => false,
    };
    matches.windows(2).any(differs)
}

/// Orders candidates by the hunt scheme (command reference, `dial-peer hunt`): what it calls random or least recently used
/// is left as a tie.
fn ordered(found: Found, left_out: Vec<LeftOut>, (plan, wanted): (&DialPlan, &Wanted<'_, '_>)) -> Selection {
    let Found { way, mut candidates } = found;
    let order = HuntOrder::of(plan);
    let rank = |one: &Ranked| {
        let preference = u8::try_from(one.preference).unwrap_or(u8::MAX);
        // Members of a group are ordered by their preference alone (CUBE guide, dial-peer groups).
        let key = match way {
            Way::Group(_) => (preference, 0),
            Way::Policy(_) | Way::Uri | Way::Called | Way::Calling => order.key(length_of(one.length), preference),
        };
        (one.rule, key)
    };
    candidates.sort_by_key(|one| (rank(one), one.tag));
    let mut hunt: Vec<Vec<Ranked>> = Vec::new();
    for one in candidates {
        match hunt.last_mut() {
            Some(group) if group.first().is_some_and(|first| rank(first) == rank(&one)) => group.push(one),
            Some(_) | None => hunt.push(vec![one]),
        }
    }
    let scheme = plan.globals.integer(Command::DialPeerHunt).map_or(0, |scheme| scheme.value);
    let (called, calling) = (wanted.called.to_owned(), wanted.calling.to_owned());
    Selection { way, hunt, left_out, scheme, called, calling }
}
