//! The dial-peers of a plan: one for each system, target and pattern (or map) of a block.

use super::PlanContext;
use super::ids::{FIRST, Ids};
use super::internal::OutgoingLists;
use super::layout::{Block, Segment};
use super::tags::Tags;
use super::translation::Profiles;
use crate::analysis::delivery::{Claim, Way};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPeer, DialPlan, MAXIMUM_MAP_ENTRIES, Object, PeerKind, Settings, Tag, read_line};
use crate::source::{Located, Source, Span};
use crate::spec::{Host, Keepalive, MatchWith, Protocol, System, Target, Transport};
use crate::syntax::argument::{Argument, SessionTarget};
use crate::syntax::commands::{Command, Context};
use crate::syntax::pattern::NumberPattern;

/// The greatest number of a pattern map (command reference, `voice class e164-pattern-map`).
const MAXIMUM_MAP: u32 = 10_000;

/// How the peers of a segment match: each pattern on a peer of its own, or one map.
pub(super) enum Matching<'a> {
    Pattern(&'a NumberPattern),
    Map(u32),
}

/// Per block, per segment: how its peers match.
pub(super) type Matchings<'a> = Vec<Vec<Vec<Matching<'a>>>>;

/// How the peers of every segment match; the maps that they need are added to `plan`.
pub(super) fn matchings<'a>(
    context: &PlanContext<'_>,
    blocks: &'a [Block<'_>],
    plan: &mut DialPlan,
    report: &mut Report,
) -> Matchings<'a> {
    let maps = context.against.iter().flat_map(|against| &against.plan.pattern_maps);
    let mut maps = Ids::new(
        "voice class e164-pattern-map",
        context.source,
        context.against.map(|against| against.source),
        maps.map(|(number, map)| (*number, &map.settings, map.span)),
    );
    let mut of = |block: &'a Block<'_>| {
        block.segments.iter().map(|segment| matching(context, block, segment, &mut maps, plan, report)).collect()
    };
    blocks.iter().map(&mut of).collect()
}

/// What the dial-peers of the blocks refer to.
pub(super) struct Parts<'a> {
    pub(super) matchings: Matchings<'a>,
    pub(super) profiles: Profiles,
    pub(super) lists: OutgoingLists,
}

/// Adds the dial-peers of `blocks` to `plan`. Returns what they must do, for the proof.
pub(super) fn peers(
    context: &PlanContext<'_>,
    blocks: &[Block<'_>],
    parts: &Parts<'_>,
    tags: &mut Tags<'_>,
    plan: &mut DialPlan,
    report: &mut Report,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, (block, matchings)) in blocks.iter().zip(&parts.matchings).enumerate() {
        let mut writer =
            Writer { context, block, index, parts, tags: &mut *tags, plan: &mut *plan, report: &mut *report };
        claims.push(writer.block(matchings));
    }
    claims
}

/// How the peers of `segment` match; a map is written where one is used.
fn matching<'a>(
    context: &PlanContext<'_>,
    block: &Block<'_>,
    segment: &'a Segment,
    maps: &mut Ids<'_, u32>,
    plan: &mut DialPlan,
    report: &mut Report,
) -> Vec<Matching<'a>> {
    let with_map = match context.spec.gateway.match_with {
        MatchWith::DestinationPattern => false,
        MatchWith::PatternMap => true,
        MatchWith::Auto => segment.patterns.len() > 1 && context.release.has_pattern_maps(),
    };
    if !with_map {
        return segment.patterns.iter().map(Matching::Pattern).collect();
    }
    let name = &block.share.name;
    if segment.patterns.len() > MAXIMUM_MAP_ENTRIES {
        let message =
            format!("{} takes {} patterns: a map holds {MAXIMUM_MAP_ENTRIES}", name.value, segment.patterns.len());
        report.push(Diagnostic::error("map-too-large", message).at(context.source, name.span, "split this block"));
    }
    let mut settings = Settings::default();
    settings.set(Command::Description, Argument::text(name.value.clone()));
    for pattern in &segment.patterns {
        settings.set(Command::MapEntry, Argument::pattern(pattern.clone()));
    }
    let Some(number) = maps.settle(None, &settings, FIRST..=MAXIMUM_MAP, report) else { return Vec::new() };
    plan.pattern_maps.insert(number, Object { settings, ..Object::new(number) });
    vec![Matching::Map(number)]
}

struct Writer<'a, 'b> {
    context: &'a PlanContext<'a>,
    block: &'a Block<'a>,
    index: usize,
    parts: &'a Parts<'a>,
    tags: &'a mut Tags<'b>,
    plan: &'a mut DialPlan,
    report: &'a mut Report,
}

impl Writer<'_, '_> {
    fn block(&mut self, matchings: &[Vec<Matching<'_>>]) -> Claim {
        let block = self.block;
        let last_active = block.systems.iter().rposition(|system| block.is_active(system));
        let mut preference = block.share.preference.as_ref().map_or(1, |preference| u32::from(preference.value));
        let mut ways = Vec::new();
        for (system_index, system) in block.systems.iter().enumerate() {
            let mut given = self.tags.given(self.index, system_index);
            for (target_index, target) in system.targets.iter().enumerate() {
                let last = last_active == Some(system_index) && target_index + 1 == system.targets.len();
                let huntstop = last && self.context.spec.gateway.huntstop_last;
                let target = session_target(&target.value);
                let mut base = peer_settings(system, &target, preference, huntstop);
                if let Some(list) = self.parts.lists.get(&system.id.value) {
                    base.set(Command::CorlistOutgoing, Argument::name(list.clone()));
                }
                let peers = self.way(system, system_index, &base, matchings, &mut given);
                preference += 1;
                if block.is_active(system) {
                    let work = block.segments.iter().filter_map(|segment| segment.work.get(system_index)).flatten();
                    let sends = work.map(|(rewriting, numbers)| (rewriting.clone(), numbers.clone())).collect();
                    ways.push(Way { target, peers, sends });
                }
            }
        }
        let numbers = block.segments.iter().flat_map(|segment| segment.delivered.intervals()).collect();
        Claim { name: block.share.name.value.clone(), numbers, plus: self.context.style.plus, ways }
    }

    /// The peers of one target, each with the lines of `base` and a pattern or map.
    fn way(
        &mut self,
        system: &System,
        system_index: usize,
        base: &Settings,
        matchings: &[Vec<Matching<'_>>],
        given: &mut impl Iterator<Item = Located<u32>>,
    ) -> Vec<Tag> {
        let mut peers = Vec::new();
        for (segment, matchings) in matchings.iter().enumerate() {
            let profile = self.parts.profiles.get(&(self.index, segment, system_index));
            for matching in matchings {
                let mut settings = base.clone();
                match matching {
                    Matching::Pattern(pattern) => {
                        settings.set(Command::DestinationPattern, Argument::pattern((*pattern).clone()));
                    }
                    Matching::Map(number) => settings.set(Command::DestinationMap, Argument::Integer(*number)),
                }
                if let Some(profile) = profile {
                    settings.set(Command::TranslationProfileOutgoing, Argument::name(profile.clone()));
                }
                peers.extend(self.peer(system, given.next(), settings));
            }
        }
        peers
    }

    /// Writes one peer, if its system has the numbers now; its tag is used up in any case, so that moving a block on
    /// changes no tag.
    fn peer(&mut self, system: &System, given: Option<Located<u32>>, settings: Settings) -> Option<Tag> {
        let active = self.block.is_active(system);
        if given.is_some() && !active {
            return None;
        }
        let number = self.tags.settle(given.as_ref(), &settings, self.report)?;
        let tag = Tag::new(number).filter(|_| active)?;
        self.plan.peers.insert(tag, DialPeer { settings, ..DialPeer::new(tag, PeerKind::Voip) });
        Some(tag)
    }
}

/// The target as IOS writes it.
pub fn session_target(target: &Target) -> SessionTarget {
    match &target.host {
        Host::Address(std::net::IpAddr::V4(address)) => SessionTarget::Ipv4(*address, target.port),
        Host::Address(std::net::IpAddr::V6(address)) => SessionTarget::Ipv6(*address, target.port),
        Host::Name(name) => SessionTarget::Dns(name.clone(), target.port),
    }
}

/// All lines of a system's dial-peer but those that say which numbers it takes.
fn peer_settings(system: &System, target: &SessionTarget, preference: u32, huntstop: bool) -> Settings {
    let mut settings = Settings::default();
    let description =
        system.description.as_ref().map_or_else(|| format!("to {}", system.id.value), |text| text.value.clone());
    settings.set(Command::Description, Argument::text(description));
    settings.set(Command::Preference, Argument::Integer(preference));
    if huntstop {
        settings.set(Command::Huntstop, Argument::Flag);
    }
    if system.protocol.value == Protocol::Sip {
        settings.write(Command::SessionProtocol, "sipv2");
    }
    settings.set(Command::SessionTarget, Argument::target(target.clone()));
    if let Some(transport) = &system.transport {
        let words = match transport.value {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
            Transport::Tls => "tcp tls",
        };
        settings.write(Command::SessionTransport, words);
    }
    if let Some(keepalive) = &system.keepalive {
        settings.set(Command::SipOptionsKeepalive, keepalive_argument(keepalive.value));
    }
    media(&mut settings, system.codec.as_ref(), &system.dtmf_relay, system.vad.as_ref());
    for line in &system.extra_lines {
        let source = Source::new("extra_lines", line.value.clone());
        let whole = Span::new(0..line.value.len());
        // What IOS would not take has been refused before: `requirements`.
        let _ = read_line(&source, whole, Context::VoipPeer, &mut settings);
    }
    settings
}

/// The media lines of a peer.
pub(super) fn media(
    settings: &mut Settings,
    codec: Option<&Located<String>>,
    dtmf_relay: &[Located<String>],
    vad: Option<&Located<bool>>,
) {
    if let Some(codec) = codec {
        settings.set(Command::Codec, Argument::text(codec.value.clone()));
    }
    let methods: Vec<_> = dtmf_relay.iter().map(|method| method.value.as_str()).collect();
    if !methods.is_empty() {
        settings.set(Command::DtmfRelay, Argument::text(methods.join(" ")));
    }
    if vad.is_some_and(|vad| !vad.value) {
        settings.apply(Command::Vad, crate::syntax::commands::Form::No, Argument::Flag, Span::default());
    }
}

fn keepalive_argument(keepalive: Keepalive) -> Argument {
    let mut words = Vec::new();
    for (word, value) in [("up-interval", keepalive.up_interval), ("down-interval", keepalive.down_interval)] {
        words.extend(value.map(|value| format!("{word} {value}")));
    }
    words.extend(keepalive.retry.map(|retry| format!("retry {retry}")));
    if words.is_empty() { Argument::Flag } else { Argument::text(words.join(" ")) }
}
