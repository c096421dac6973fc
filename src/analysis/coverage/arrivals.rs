//! How calls of one trunk come into a gateway: the inbound dial-peer for all numbers at once, and what is done to them
//! before a dial-peer is looked for on the way out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::changes::{Changes, Typed};
use super::path::Path;
use crate::automaton::compile::Behind;
use crate::automaton::{Change, Dfa, Extractor, Labelled, OverBudget};
use crate::call::{Assumption, Criterion, Gateway, Leg, Notes, UriKind, UriMatch, class_takes, match_length};
use crate::model::{DialPeer, PeerKind};
use crate::number::{Digits, Symbol};
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// One way in which calls of a trunk come in.
#[derive(Clone, Debug)]
pub struct Arrival<'a> {
    /// A dial-peer that takes them, of those that do the same to a call; `None`: dial-peer 0, or one that does nothing.
    pub peer: Option<&'a DialPeer>,
    /// From the number that arrives to the one that is routed.
    pub path: Path,
    /// Whether a number that gets through surely comes in here; otherwise that depends on what is not known of the call.
    pub certain: bool,
    /// Whether the number that is routed may have a type or plan.
    pub typed: Typed,
}

impl Arrival<'_> {
    /// Whether the dial-peers of both do the same to a call, by their lines.
    pub fn is_like(&self, other: &Arrival<'_>) -> bool {
        Effect::of(self.peer) == Effect::of(other.peer)
    }
}

/// What an inbound dial-peer does to a call, as far as routing goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Effect(Vec<String>);

const EFFECTS: [Command; 5] = [
    Command::TranslationProfileIncoming,
    Command::CallBlockProfile,
    Command::CorlistIncoming,
    Command::DestinationDpg,
    Command::DestinationPolicy,
];

impl Effect {
    pub(super) fn of(peer: Option<&DialPeer>) -> Self {
        let Some(peer) = peer else { return Self::default() };
        let line = |command: &Command| peer.settings.get(*command).map(|line| line.value.line());
        Self(EFFECTS.iter().filter_map(line).collect())
    }
}

/// The peers of one effect, and the numbers that they may take.
struct Part<'a> {
    peer: Option<&'a DialPeer>,
    numbers: Vec<Dfa>,
}

/// A pattern, and the dial-peer that it is of.
type Pattern<'a> = (&'a DialPeer, Cow<'a, NumberPattern>);

/// The search for the inbound peer, criterion by criterion.
struct Search<'a, 's> {
    gateway: &'s Gateway<'a>,
    leg: &'s Leg,
    peers: Vec<&'a DialPeer>,
    parts: BTreeMap<Effect, Part<'a>>,
    /// The numbers that no criterion surely took yet.
    rest: Dfa,
    gaps: &'s mut super::Gaps,
}

/// All ways in which calls come in on `leg`.
///
/// # Errors
/// The numbers take more states than the budget.
pub fn arrivals<'a>(
    gateway: &Gateway<'a>,
    leg: &Leg,
    changes: &mut Changes<'_, 'a>,
) -> Result<Vec<Arrival<'a>>, OverBudget> {
    let mut notes = Notes::default();
    if !gateway.trusts(Some(leg), &mut notes) {
        return Ok(Vec::new());
    }
    let mut typed = if matches!(leg, Leg::Port(_)) { Typed::Perhaps } else { Typed::No };
    let before = before(gateway, leg, changes, &mut typed);
    let peers: Vec<_> = gateway.inbound_peers(leg).collect();
    let parts = if peers.iter().all(|peer| Effect::of(Some(peer)) == Effect::default()) && takes_rest(gateway, leg) {
        // The choice makes no difference.
        BTreeMap::from([(Effect::default(), Part { peer: None, numbers: vec![Dfa::all()] })])
    } else {
        let mut search =
            Search { gateway, leg, peers, parts: BTreeMap::new(), rest: Dfa::all(), gaps: &mut changes.gaps };
        search.run()?;
        search.parts
    };
    for peer in parts.values().map(|part| part.peer) {
        if matches!(leg, Leg::Port(port) if gateway.is_line(port)) {
            changes.gaps.lines = true;
        } else if gateway.is_overlap(leg, peer, &mut notes) {
            changes.gaps.unsupported(format!("the digits of calls {leg} arrive one by one"));
        }
    }
    changes.gaps.assumed.extend(notes.assumed);
    let whole: Vec<_> =
        parts.into_values().map(|part| Ok((part.peer, Dfa::union_all(part.numbers)?))).collect::<Result<_, _>>()?;
    let mut arrivals = Vec::new();
    for (index, (peer, numbers)) in whole.iter().enumerate() {
        let mut certain = true;
        for (_, other) in whole.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, one)| one) {
            certain = certain && numbers.is_disjoint(other)?;
        }
        let mut typed = typed;
        let path = before.clone().within(numbers.clone()).join(&after(gateway, leg, *peer, changes, &mut typed)?);
        arrivals.push(Arrival { peer: *peer, path, certain, typed });
    }
    Ok(arrivals)
}

/// Whether calls may come in otherwise than on another trunk of the same kind: the host of the far end may choose the peer.
pub(super) fn depends_on_trunk(gateway: &Gateway<'_>, leg: &Leg) -> bool {
    if matches!(leg, Leg::Port(_) | Leg::Peer(..)) {
        return true;
    }
    let by_uri = |criterion: &Criterion| match criterion {
        Criterion::Uri(command, _) => Some(*command),
        Criterion::Called | Criterion::Calling | Criterion::Destination | Criterion::Port | Criterion::BareTimer => {
            None
        }
    };
    let commands: Vec<Command> = gateway.criteria(leg).iter().filter_map(by_uri).collect();
    gateway.inbound_peers(leg).any(|peer| commands.iter().any(|command| peer.settings.get(*command).is_some()))
}

/// Whether calls that no dial-peer takes come in on dial-peer 0.
fn takes_rest(gateway: &Gateway<'_>, leg: &Leg) -> bool {
    !matches!(leg, Leg::Port(_)) || gateway.no_match_cause().is_none()
}

/// What is done to called numbers before the inbound dial-peer is looked for (as [`Gateway::trace`] does it).
fn before(gateway: &Gateway<'_>, leg: &Leg, changes: &mut Changes<'_, '_>, typed: &mut Typed) -> Path {
    let Leg::Port(port) = leg else { return voip_incoming(gateway, "before", changes, typed) };
    let objects = gateway.plan().port_objects(port);
    let mut path = Path::new();
    for line in objects.voice_ports.iter().filter_map(|object| object.settings.text(Command::Connection)) {
        let words: Vec<_> = line.value.split(' ').collect();
        match words.as_slice() {
            ["plar", "opx", number, ..] | ["plar", number, ..] => {
                let symbols: Option<Vec<_>> = number.chars().map(Symbol::new).collect();
                path = path.change(Change::Replace(symbols.unwrap_or_default()));
            }
            _ => changes.gaps.unsupported(format!("`connection {}` of port {port}", line.value)),
        }
    }
    if let Some(name) = gateway.controller_profile(Command::TranslationProfileController, port) {
        return path.join(&changes.profile(name.value, typed));
    }
    for object in objects.voice_ports.iter().chain(&objects.trunk_groups) {
        if object.settings.span(Command::TranslationProfileIncoming).is_some() {
            return path.join(&changes.profile_of(&object.settings, Command::TranslationProfileIncoming, typed));
        }
        path = path.join(&old_tables(&object.settings, Command::TranslateNumber, changes, typed));
    }
    path
}

/// The global translation of calls that come in by IP, if it is assumed to be applied `now`.
fn voip_incoming(gateway: &Gateway<'_>, now: &str, changes: &mut Changes<'_, '_>, typed: &mut Typed) -> Path {
    let globals = &gateway.plan().globals;
    let lines = [Command::VoipIncomingProfile, Command::VoipIncomingRule];
    if lines.iter().all(|command| globals.span(*command).is_none()) {
        return Path::new();
    }
    changes.gaps.assume(Assumption::VoipIncoming);
    if !gateway.profile().is(Assumption::VoipIncoming, now) || gateway.routes_by_uri() {
        return Path::new();
    }
    let profile = changes.profile_of(globals, Command::VoipIncomingProfile, typed);
    profile.join(&old_tables(globals, Command::VoipIncomingRule, changes, typed))
}

/// What old commands that name tables do to called numbers.
fn old_tables(
    settings: &crate::model::Settings,
    command: Command,
    changes: &mut Changes<'_, '_>,
    typed: &mut Typed,
) -> Path {
    let mut path = Path::new();
    for line in settings.all(command) {
        let text = line.value.argument.as_text().unwrap_or_default().to_ascii_lowercase();
        let mut words = text.split(' ');
        let called = words.next().is_some_and(|word| !word.is_empty() && "called-number".starts_with(word));
        if let Some(number) = words.next().and_then(|number| number.parse().ok()).filter(|_| called) {
            path = path.join(&changes.table(number, typed));
        }
    }
    path
}

/// What is done once the inbound dial-peer is chosen, up to the search for the outbound one.
fn after(
    gateway: &Gateway<'_>,
    leg: &Leg,
    peer: Option<&DialPeer>,
    changes: &mut Changes<'_, '_>,
    typed: &mut Typed,
) -> Result<Path, OverBudget> {
    let is_pots = matches!(leg, Leg::Port(_));
    let mut path = Path::new();
    if let Some(peer) = peer {
        // Of a `call-block` only the reject rules count.
        let mut own = *typed;
        let block = changes.profile_of(&peer.settings, Command::CallBlockProfile, &mut own);
        if !block.is_unchanged() {
            path = path.within(block.domain()?);
        }
        if is_pots || !gateway.routes_by_uri() {
            path = path.join(&changes.profile_of(&peer.settings, Command::TranslationProfileIncoming, typed));
        }
    }
    if is_pots {
        for service in gateway.plan().others(Command::VoiceServicePots) {
            path = path.join(&changes.profile_of(&service.settings, Command::TranslationProfileIncoming, typed));
        }
    } else {
        path = path.join(&voip_incoming(gateway, "after", changes, typed));
    }
    Ok(path.join(&changes.expansion("before")))
}

impl<'a> Search<'a, '_> {
    fn run(&mut self) -> Result<(), OverBudget> {
        for criterion in self.gateway.criteria(self.leg) {
            match criterion {
                Criterion::Uri(command, kind) => self.by_uri(*command, *kind),
                Criterion::Called => {
                    self.by_called(&self.called(Some(Command::IncomingCalledMap)), &nothing()?.complement())?;
                }
                Criterion::Calling => {
                    self.perhaps(&[Command::AnswerAddress, Command::IncomingCallingMap]);
                }
                Criterion::Destination => self.perhaps(&[Command::DestinationPattern]),
                Criterion::Port => self.by_port(),
                Criterion::BareTimer => {
                    let mut patterns = self.called(None);
                    // What has a digit matches no call without one.
                    patterns.retain(|(_, pattern)| *match_length(pattern).start() == 0);
                    self.by_called(&patterns, &nothing()?)?;
                }
            }
            if self.rest.is_empty() {
                return Ok(());
            }
        }
        if takes_rest(self.gateway, self.leg) {
            self.add(None, self.rest.clone());
        }
        Ok(())
    }

    fn add(&mut self, peer: Option<&'a DialPeer>, numbers: Dfa) {
        let part = self.parts.entry(Effect::of(peer)).or_insert(Part { peer, numbers: Vec::new() });
        part.numbers.push(numbers);
    }

    /// The peers that may take any call that is left, by the calling number.
    fn perhaps(&mut self, commands: &[Command]) {
        let found: Vec<_> = self.peers.iter().copied().filter(|peer| has_any(peer, commands)).collect();
        let mut effects = std::collections::BTreeSet::new();
        for peer in found {
            if effects.insert(Effect::of(Some(peer))) {
                self.add(Some(peer), self.rest.clone());
            }
        }
    }

    /// Of peers that match equally well, the one that takes the call.
    fn first(&mut self, mut peers: Vec<&'a DialPeer>) -> Option<&'a DialPeer> {
        peers.sort_by_key(|peer| peer.order);
        let (last, assumed) = self.gateway.last_takes();
        if peers.len() > 1 && assumed {
            self.gaps.assume(Assumption::InboundTie);
        }
        if last { peers.pop() } else { peers.into_iter().next() }
    }

    fn by_port(&mut self) {
        let Leg::Port(port) = self.leg else { return };
        let on_port = self.peers.iter().filter(|peer| peer.port().is_some_and(|own| own.value == port.as_str()));
        let first = on_port.copied().min_by_key(|peer| peer.order);
        if let Some(first) = first {
            let rest = std::mem::replace(&mut self.rest, Dfa::empty());
            self.add(Some(first), rest);
        }
    }

    /// By a URI: the host of the far end is known, what else there is may take the call or not.
    fn by_uri(&mut self, command: Command, kind: UriKind) {
        const OF_NUMBER: [Command; 3] = [Command::UriPattern, Command::UriUserId, Command::UriPhone];
        let trunk = self.leg.trunk();
        let uri = trunk.and_then(|trunk| trunk.uri(kind, "", ""));
        let (mut sure, mut open) = (Vec::new(), Vec::new());
        for peer in self.peers.iter().copied() {
            let Some(class) = peer.settings.text(command) else { continue };
            let classes = ["sip", "tel"].map(|kind| format!("{} {kind}", class.value));
            let classes = classes.iter().filter_map(|name| self.gateway.plan().uri_classes.get(name));
            if classes.into_iter().any(|class| has_any_setting(&class.settings, &OF_NUMBER)) {
                open.push(peer);
                continue;
            }
            match class_takes(self.gateway.plan(), class.value, kind, uri.as_ref()) {
                UriMatch::Yes(part) => sure.push((part, peer)),
                UriMatch::No => {}
                UriMatch::Unknown(_) => open.push(peer),
            }
        }
        for peer in open {
            self.add(Some(peer), self.rest.clone());
        }
        let best = sure.iter().map(|(part, _)| *part).max();
        let sure = sure.into_iter().filter(|(part, _)| Some(*part) == best).map(|(_, peer)| peer).collect();
        if let Some(peer) = self.first(sure) {
            let rest = std::mem::replace(&mut self.rest, Dfa::empty());
            self.add(Some(peer), rest);
        }
    }

    /// The patterns for called numbers: those of the dial-peers, and those of their `map`.
    fn called(&self, map: Option<Command>) -> Vec<Pattern<'a>> {
        let own = Some(Command::IncomingCalledNumber);
        let of =
            |peer: &'a DialPeer| self.gateway.patterns(peer, own, map).into_iter().map(move |(_, one)| (peer, one));
        self.peers.iter().copied().flat_map(of).collect()
    }

    /// By the called number, where it is one of `within`, with these patterns.
    fn by_called(&mut self, patterns: &[Pattern<'a>], within: &Dfa) -> Result<(), OverBudget> {
        if patterns.is_empty() {
            return Ok(());
        }
        let labelled = Labelled::new(patterns.iter().map(|(_, pattern)| (pattern.as_ref(), Behind::en_bloc(pattern))))?;
        let extractor = Extractor::new(&labelled);
        let lengths: Vec<_> = patterns.iter().map(|(_, pattern)| match_length(pattern)).collect();
        let mut sets: BTreeMap<Effect, (Vec<usize>, &'a DialPeer)> = BTreeMap::new();
        for set in 1..labelled.sets() {
            for peer in self.best(labelled.labels(set), patterns, &lengths) {
                sets.entry(Effect::of(Some(peer))).or_insert_with(|| (Vec::new(), peer)).0.push(set);
            }
        }
        let taken = extractor.numbers(&(1..labelled.sets()).collect::<Vec<_>>()).intersection(within)?;
        for (sets, peer) in sets.into_values() {
            let numbers = extractor.numbers(&sets).intersection(&self.rest)?.intersection(within)?;
            self.add(Some(peer), numbers);
        }
        self.rest = self.rest.difference(&taken)?.minimised_if_small();
        Ok(())
    }

    /// The peers that may take the numbers with these labels: one, or several where the length of a match varies.
    fn best<P>(
        &mut self,
        labels: &[u32],
        patterns: &[(&'a DialPeer, P)],
        lengths: &[std::ops::RangeInclusive<usize>],
    ) -> Vec<&'a DialPeer> {
        let of = |label: &u32| Some((patterns.get(*label as usize)?.0, lengths.get(*label as usize)?));
        let found: Vec<_> = labels.iter().filter_map(of).collect();
        let surely = found.iter().map(|(_, length)| *length.start()).max().unwrap_or(0);
        let mut best: Vec<_> =
            found.iter().filter(|(_, length)| *length.end() >= surely).map(|(peer, length)| (*peer, *length)).collect();
        if best.iter().any(|(_, length)| length.start() != length.end()) {
            best.dedup_by_key(|(peer, _)| peer.tag);
            return best.into_iter().map(|(peer, _)| peer).collect();
        }
        self.first(best.into_iter().map(|(peer, _)| peer).collect()).into_iter().collect()
    }
}

/// The called number of a call that has none: it meets no criterion but [`Criterion::BareTimer`].
fn nothing() -> Result<Dfa, OverBudget> {
    Dfa::of_numbers(&[Digits { length: 0, value: 0 }].into_iter().collect(), false)
}

fn has_any(peer: &DialPeer, commands: &[Command]) -> bool {
    has_any_setting(&peer.settings, commands)
}

fn has_any_setting(settings: &crate::model::Settings, commands: &[Command]) -> bool {
    let valid = |command: &Command| {
        settings.all(*command).iter().any(|line| !matches!(line.value.argument, Argument::Malformed(_)))
    };
    commands.iter().any(valid)
}

/// Whether a peer is one of IP.
pub(super) fn is_voip(peer: &DialPeer) -> bool {
    peer.kind == PeerKind::Voip
}
