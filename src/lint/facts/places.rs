//! Where in the text things stand, to the argument.

use super::Facts;
use crate::model::DialPeer;
use crate::source::{Located, Span};
use crate::syntax::argument::TranslationRule;
use crate::syntax::commands::Command;

impl Facts<'_, '_> {
    /// Where `argument` stands in a line; the whole line where it is not written there so.
    pub fn argument(&self, line: Span, argument: &str) -> Span {
        let written = self.source().slice(line);
        let length = argument.len();
        if length == 0 {
            return line;
        }
        let found = written.windows(length).rposition(|part| part == argument.as_bytes());
        found.map_or(line, |at| line.part(at..at + length))
    }

    /// Where the match side of a translation rule stands in its line, with its slashes; the whole line where it is not written
    /// there so.
    pub fn match_side(&self, rule: &Located<&TranslationRule>) -> Span {
        let side = format!("/{}/", rule.value.matching);
        let found = self.source().text_at(rule.span).and_then(|text| text.find(&side));
        found.map_or(rule.span, |at| rule.span.part(at..at + side.len()))
    }

    /// Where a dial-peer says which called numbers it takes on the way out: its pattern, else its map, else its header.
    pub fn pattern_span(&self, peer: &DialPeer) -> Span {
        if let Some(pattern) = peer.destination_pattern() {
            return self.argument(pattern.span, pattern.value.text());
        }
        let map = peer.destination_map().map(|map| self.argument(map.span, &map.value.to_string()));
        map.unwrap_or(peer.span)
    }

    /// Where a dial-peer says which calls it takes on the way in by their number; its header where it does not.
    pub fn incoming_span(&self, peer: &DialPeer) -> Span {
        if let Some(pattern) = peer.incoming_called_number() {
            return self.argument(pattern.span, pattern.value.text());
        }
        let lines = [Command::IncomingCalledMap, Command::IncomingUriVia, Command::IncomingUriFrom]
            .map(|command| peer.settings.span(command));
        lines.into_iter().flatten().next().unwrap_or(peer.span)
    }
}
