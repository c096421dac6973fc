//! What could match a number and does not show in the configuration, or not in a form that dialc reads.

use super::gateway::Gateway;
use super::leg::Leg;
use super::notes::{Notes, Stage};
use crate::model::PeerKind;
use crate::source::Span;
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

/// How many such places are named one by one.
const NAMED: usize = 8;

impl Gateway<'_> {
    /// Names everything of the dial plan that could match `called` and is not looked at.
    pub(super) fn say_unseen(&self, called: &str, notes: &mut Notes) {
        notes.add(self.ready.unseen.get_or_init(|| self.unseen()));
        if called.is_empty() {
            notes.say(Stage::Selection, "the called number is empty", None);
        }
    }

    fn unseen(&self) -> Notes {
        let mut notes = Notes::default();
        let mut seen = std::collections::BTreeSet::new();
        for (header, object) in self.plan.peer_makers().filter(|(header, _)| seen.insert(*header)) {
            let text = format!("`{}` creates dial-peers that no configuration shows", header.row().keywords);
            notes.say(Stage::Selection, text, Some(object.span));
        }
        for (name, settings) in self.plan.common() {
            notes.unread(Stage::Selection, &name, settings);
        }
        for (name, settings) in self.plan.tenants() {
            notes.unmodelled(Stage::Selection, &name, settings, Command::CallRoute);
        }
        let routes = self.plan.voice_service.all(Command::CallRoute).iter();
        let by_route_string =
            routes.filter_map(|line| line.value.argument.as_text()).any(|one| one == "dest-route-string");
        let mut places = Vec::new();
        for peer in self.plan.peers.values().filter(|peer| !peer.shutdown()) {
            let tag = peer.tag;
            if let Some(span) = peer.settings.span(Command::DnisMap) {
                places.push((format!("dial-peer {tag} also matches by a dnis-map, which dialc does not read"), span));
            }
            for command in [Command::DestinationPattern, Command::DestinationMap] {
                for line in peer.settings.all(command) {
                    if matches!(line.value.argument, Argument::Malformed(_)) {
                        let text = format!("IOS would refuse `{}` of dial-peer {tag}", line.value.line());
                        places.push((text, line.span));
                    }
                }
            }
            for command in [Command::DestinationMap, Command::DestinationCallingMap] {
                let Some(number) = peer.settings.integer(command) else { continue };
                if let Some(why) = self.map_fault(number.value) {
                    places.push((format!("dial-peer {tag} {}", map_text(command, number.value, why)), number.span));
                }
            }
            if peer.kind == PeerKind::Other(String::new()) {
                let text =
                    format!("dial-peer {tag} has no type: a router that does not know it would refuse its header");
                places.push((text, peer.span));
            }
            if let Some(span) = peer.settings.span(Command::CarrierIdTarget) {
                places
                    .push((format!("whether `carrier-id target` of dial-peer {tag} goes first is not modelled"), span));
            }
            if let Some(span) = peer.settings.span(Command::DestinationRouteString).filter(|_| by_route_string) {
                places.push((format!("whether dial-peer {tag} matches by its route string is not modelled"), span));
            }
        }
        say_places(Stage::Selection, places, &mut notes);
        notes
    }

    /// Names the dial-peers that might take a call that comes in on `leg`, by what dialc does not read or IOS would refuse.
    pub(super) fn say_unread_criteria(&self, leg: &Leg, notes: &mut Notes) {
        const PATTERNS: [Command; 2] = [Command::IncomingCalledNumber, Command::AnswerAddress];
        const MAPS: [Command; 2] = [Command::IncomingCalledMap, Command::IncomingCallingMap];
        const CRITERIA: [Command; 4] = [PATTERNS[0], PATTERNS[1], MAPS[0], MAPS[1]];
        if matches!(leg, Leg::Peer(..)) {
            return;
        }
        let mut places = Vec::new();
        for peer in self.inbound_peers_with(leg, &CRITERIA) {
            let malformed = PATTERNS.iter().chain(&MAPS).flat_map(|command| peer.settings.all(*command));
            let malformed = malformed.filter(|line| matches!(line.value.argument, Argument::Malformed(_)));
            places.extend(malformed.map(|line| {
                (format!("IOS would refuse `{}` of dial-peer {}", shown(&line.value.line()), peer.tag), line.span)
            }));
            for command in MAPS {
                let Some(number) = peer.settings.integer(command) else { continue };
                if let Some(why) = self.map_fault(number.value) {
                    places.push((
                        format!("dial-peer {} {}", peer.tag, map_text(command, number.value, why)),
                        number.span,
                    ));
                }
            }
        }
        say_places(Stage::Inbound, places, notes);
    }

    /// What is wrong with a pattern map that a peer names.
    fn map_fault(&self, number: u32) -> Option<&'static str> {
        let Some(map) = self.plan.pattern_maps.get(&number) else { return Some("is missing") };
        if map.settings.span(Command::MapUrl).is_some() {
            return Some("has its entries in a file");
        }
        if map.settings.flag(Command::Shutdown) {
            return Some("is shut down");
        }
        let malformed = map.entries().count() < map.settings.all(Command::MapEntry).len();
        malformed.then_some("has an entry that IOS would refuse")
    }
}

/// What is said of a map that is not as it should be.
fn map_text(command: Command, number: u32, why: &str) -> String {
    let way = command.row().keywords.trim_end_matches(" e164-pattern-map");
    format!("matches {way} numbers by voice class e164-pattern-map {number}, which {why}")
}

/// Says the first of these, and how many more there are.
fn say_places(stage: Stage, places: Vec<(String, Span)>, notes: &mut Notes) {
    let rest = places.len().saturating_sub(NAMED);
    for (text, span) in places.into_iter().take(NAMED) {
        notes.say(stage, text, Some(span));
    }
    if rest > 0 {
        notes.say(stage, format!("{rest} more lines that could match are not read"), None);
    }
}
