//! What could match a number and does not show in the configuration, or not in a form that dialc reads.

use super::gateway::Gateway;
use super::notes::{Notes, Stage};
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;

/// How many such places are named one by one.
const NAMED: usize = 8;

impl Gateway<'_> {
    /// Names everything of the dial plan that could match `called` and is not looked at.
    pub(super) fn say_unseen(&self, called: &str, notes: &mut Notes) {
        let mut seen = std::collections::BTreeSet::new();
        for (header, object) in self.plan.peer_makers().filter(|(header, _)| seen.insert(*header)) {
            let text = format!("`{}` creates dial-peers that no configuration shows", header.row().keywords);
            notes.say(Stage::Selection, text, Some(object.span));
        }
        notes.unread(Stage::Selection, "the configuration", &self.plan.globals);
        notes.unread(Stage::Selection, "voice service voip", &self.plan.voice_service);
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
            let Some(number) = peer.settings.integer(Command::DestinationMap) else { continue };
            if let Some(why) = self.map_fault(number.value) {
                places.push((
                    format!("dial-peer {tag} matches by voice class e164-pattern-map {}, which {why}", number.value),
                    number.span,
                ));
            }
        }
        let rest = places.len().saturating_sub(NAMED);
        for (text, span) in places.into_iter().take(NAMED) {
            notes.say(Stage::Selection, text, Some(span));
        }
        if rest > 0 {
            notes.say(Stage::Selection, format!("{rest} more lines that could match are not read"), None);
        }
        if called.is_empty() {
            notes.say(Stage::Selection, "the called number is empty", None);
        }
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
