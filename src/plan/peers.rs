//! The dial-peers of a plan: one for each system, target and pattern (or map) of a block.

use super::PlanContext;
use super::ids::{FIRST, Ids};
use super::layout::{Block, Segment};
use super::translation::Profiles;
use crate::analysis::delivery::{Claim, Way};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPeer, DialPlan, Object, PeerKind, Settings, Tag, read_line};
use crate::source::{Located, Source, Span};
use crate::spec::{Host, Keepalive, MatchWith, Protocol, System, Tags, Target, Transport};
use crate::syntax::argument::{Argument, SessionTarget, parse};
use crate::syntax::commands::{Command, Context, Shape};

/// The greatest number of a pattern map (command reference, `voice class e164-pattern-map`).
const MAXIMUM_MAP: u32 = 10_000;

/// The greatest number of entries of a pattern map (command reference: 5,000 from a file; no document gives another).
const MAXIMUM_ENTRIES: usize = 5_000;

/// How the peers of a segment match: each pattern on a peer of its own, or one map.
enum Matching<'a> {
    Pattern(&'a str),
    Map(u32),
}

/// Adds the maps and dial-peers of `blocks` to `plan`. Returns what they must do, for the proof.
pub(super) fn peers(
    context: &PlanContext<'_>,
    blocks: &[Block<'_>],
    profiles: &Profiles,
    tags: &mut Ids<'_, u32>,
    plan: &mut DialPlan,
    report: &mut Report,
) -> Vec<Claim> {
    let maps = context.against.iter().flat_map(|against| &against.plan.pattern_maps);
    let mut maps = Ids::new(
        "voice class e164-pattern-map",
        context.source,
        context.against.map(|against| against.source),
        maps.map(|(number, map)| (*number, &map.settings, map.span)),
    );
    let mut claims = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let matchings: Vec<_> =
            block.segments.iter().map(|segment| matchings(context, block, segment, &mut maps, plan, report)).collect();
        let mut writer =
            Writer { context, block, index, profiles, tags: &mut *tags, plan: &mut *plan, report: &mut *report };
        claims.push(writer.block(&matchings));
    }
    claims
}

/// How the peers of `segment` match; a map is written where one is used.
fn matchings<'a>(
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
        return segment.patterns.iter().map(|pattern| Matching::Pattern(pattern)).collect();
    }
    let name = &block.share.name;
    if segment.patterns.len() > MAXIMUM_ENTRIES {
        let message =
            format!("{} takes {} patterns: a map holds {MAXIMUM_ENTRIES}", name.value, segment.patterns.len());
        report.push(Diagnostic::error("map-too-large", message).at(context.source, name.span, "split this block"));
    }
    let mut settings = Settings::default();
    settings.set(Command::Description, Argument::Text(name.value.clone()));
    for pattern in &segment.patterns {
        if let Ok(pattern) = parse(Shape::Pattern, pattern) {
            settings.set(Command::MapEntry, pattern);
        }
    }
    let Some(number) = maps.settle(None, &settings, FIRST..=MAXIMUM_MAP, report) else { return Vec::new() };
    plan.pattern_maps.insert(number, Object { settings, ..Object::new(number) });
    vec![Matching::Map(number)]
}

struct Writer<'a, 'b> {
    context: &'a PlanContext<'a>,
    block: &'a Block<'a>,
    index: usize,
    profiles: &'a Profiles,
    tags: &'a mut Ids<'b, u32>,
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
            let each = matchings.iter().map(Vec::len).sum::<usize>();
            let mut given = self.given_tags(system, each * system.targets.len()).into_iter();
            for (target_index, target) in system.targets.iter().enumerate() {
                let last = last_active == Some(system_index) && target_index + 1 == system.targets.len();
                let mut way = Way { target: session_target(&target.value), peers: Vec::new(), sends: Vec::new() };
                for (segment_index, matchings) in matchings.iter().enumerate() {
                    let profile = self.profiles.get(&(self.index, segment_index, system_index));
                    for matching in matchings {
                        let mut settings = peer_settings(system, &way.target, preference);
                        match matching {
                            Matching::Pattern(text) => {
                                if let Ok(pattern) = parse(Shape::Pattern, text) {
                                    settings.set(Command::DestinationPattern, pattern);
                                }
                            }
                            Matching::Map(number) => settings.set(Command::DestinationMap, Argument::Integer(*number)),
                        }
                        if let Some(profile) = profile {
                            settings.set(Command::TranslationProfileOutgoing, Argument::Name(profile.clone()));
                        }
                        if last && self.context.spec.gateway.huntstop_last {
                            settings.set(Command::Huntstop, Argument::Flag);
                        }
                        way.peers.extend(self.peer(system, given.next(), settings));
                    }
                }
                preference += 1;
                if block.is_active(system) {
                    let work = block.segments.iter().filter_map(|segment| segment.work.get(system_index)).flatten();
                    way.sends = work.map(|(rewriting, numbers)| (rewriting.clone(), numbers.clone())).collect();
                    ways.push(way);
                }
            }
        }
        Claim {
            name: block.share.name.value.clone(),
            numbers: block
                .segments
                .iter()
                .fold(Default::default(), |all: crate::number::NumberSet, segment| all.union(&segment.delivered)),
            plus: self.context.style.plus,
            ways,
        }
    }

    /// The tags that the spec gives for the `count` peers of `system`: a first one that counts on, or a list.
    fn given_tags(&mut self, system: &System, count: usize) -> Vec<Located<u32>> {
        let given = self.block.share.tags.iter().find(|(id, _)| id.value == system.id.value);
        match given.map(|(_, tags)| tags) {
            None => Vec::new(),
            Some(Tags::First(first)) => (0..count)
                .map(|index| {
                    Located::new(first.value.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)), first.span)
                })
                .collect(),
            Some(Tags::List(list)) => {
                if list.len() != count {
                    let span = list.first().map_or(self.block.share.name.span, |first| first.span);
                    let message = format!(
                        "{} tags are given for {}, which has {count} dial-peers here",
                        list.len(),
                        system.id.value
                    );
                    let diagnostic = Diagnostic::error("wrong-number-of-tags", message).at(
                        self.context.source,
                        span,
                        format!("give {count} tags, or one that the others count on from"),
                    );
                    self.report.push(diagnostic);
                }
                list.clone()
            }
        }
    }

    /// Writes one peer, if its system has the numbers now; its tag is used up in any case, so that moving a block on
    /// renumbers nothing.
    fn peer(&mut self, system: &System, given: Option<Located<u32>>, settings: Settings) -> Option<Tag> {
        let active = self.block.is_active(system);
        let maximum = self.context.release.maximum_tag();
        let number = if active || given.is_none() {
            self.tags.settle(given.as_ref(), &settings, FIRST..=maximum, self.report)?
        } else {
            return None;
        };
        let tag = Tag::new(number).filter(|_| active)?;
        self.plan.peers.insert(tag, DialPeer { settings, ..DialPeer::new(tag, PeerKind::Voip) });
        Some(tag)
    }
}

/// The target as IOS writes it.
pub(super) fn session_target(target: &Target) -> SessionTarget {
    match &target.host {
        Host::Address(std::net::IpAddr::V4(address)) => SessionTarget::Ipv4(*address, target.port),
        Host::Address(std::net::IpAddr::V6(address)) => SessionTarget::Ipv6(*address, target.port),
        Host::Name(name) => SessionTarget::Dns(name.clone(), target.port),
    }
}

/// All lines of a system's dial-peer but those that say which numbers it takes.
fn peer_settings(system: &System, target: &SessionTarget, preference: u32) -> Settings {
    let mut settings = Settings::default();
    let description =
        system.description.as_ref().map_or_else(|| format!("to {}", system.id.value), |text| text.value.clone());
    settings.set(Command::Description, Argument::Text(description));
    settings.set(Command::Preference, Argument::Integer(preference));
    if system.protocol.value == Protocol::Sip {
        settings.set(Command::SessionProtocol, Argument::Name("sipv2".into()));
    }
    settings.set(Command::SessionTarget, Argument::Target(target.clone()));
    if let Some(transport) = &system.transport {
        let words = match transport.value {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
            Transport::Tls => "tcp tls",
        };
        settings.set(Command::SessionTransport, Argument::Text(words.into()));
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
        settings.set(Command::Codec, Argument::Text(codec.value.clone()));
    }
    let methods: Vec<_> = dtmf_relay.iter().map(|method| method.value.as_str()).collect();
    if !methods.is_empty() {
        settings.set(Command::DtmfRelay, Argument::Text(methods.join(" ")));
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
    if words.is_empty() { Argument::Flag } else { Argument::Text(words.join(" ")) }
}
