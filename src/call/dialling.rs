//! Digits that arrive one by one: when the router takes the number for complete.

use std::collections::BTreeSet;

use super::eligible::Caller;
use super::gateway::Gateway;
use super::notes::Notes;
use super::rank::{matched_literals, matches_body};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// What a router collects before it looks for a dial-peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collected {
    /// The digits.
    pub digits: String,
    /// Why it waits for no more.
    pub end: CollectionEnd,
    /// What was dialled behind them and is not looked at.
    pub ignored: String,
}

/// Why no more digits are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionEnd {
    /// All digits came at once.
    EnBloc,
    /// A pattern is complete (Cisco 14074: the call is routed as soon as there is a full match).
    FullMatch,
    /// The terminator was dialled, where a pattern was in its `T`.
    Terminator(char),
    /// The inter-digit timeout, 10 seconds unless the port says otherwise.
    Timeout,
}

impl CollectionEnd {
    /// Whether patterns that end in `T` match now: a full match does not wait for them (command reference, `show dialplan
    /// number`: without the timeout they are not matched).
    pub(super) fn takes_timers(self) -> bool {
        match self {
            Self::EnBloc | Self::Terminator(_) | Self::Timeout => true,
            Self::FullMatch => false,
        }
    }
}

impl Gateway<'_> {
    /// Collects `dialled` digit by digit, for what the caller may use. With a dial-peer group (`whole`) the router waits for
    /// all digits (CUBE guide, dial-peer groups).
    pub(super) fn collect(&self, dialled: &str, whole: bool, caller: &Caller<'_>) -> Collected {
        let patterns = self.patterns_for(caller);
        let terminator = self.plan.globals.text(Command::DialPeerTerminator);
        let terminator = terminator.and_then(|text| text.value.chars().next()).unwrap_or('#').to_ascii_uppercase();
        for (at, character) in dialled.char_indices() {
            let before = dialled.get(..at).unwrap_or_default();
            let waits = |pattern: &NumberPattern| pattern.has_timer() && self.fits(pattern, before);
            if character == terminator && (whole || patterns.iter().any(waits)) {
                let ignored = dialled.get(at + character.len_utf8()..).unwrap_or_default().to_owned();
                return Collected { digits: before.to_owned(), end: CollectionEnd::Terminator(character), ignored };
            }
            let end = at + character.len_utf8();
            let now = dialled.get(..end).unwrap_or_default();
            if !whole && patterns.iter().any(|pattern| self.is_full_match(pattern, now)) {
                let ignored = dialled.get(end..).unwrap_or_default().to_owned();
                return Collected { digits: now.to_owned(), end: CollectionEnd::FullMatch, ignored };
            }
        }
        Collected { digits: dialled.to_owned(), end: CollectionEnd::Timeout, ignored: String::new() }
    }

    /// The patterns of all peers that this caller may use: the others are left out before any digit is matched (Cisco
    /// 211306).
    fn patterns_for(&self, caller: &Caller<'_>) -> Vec<NumberPattern> {
        // What is to be said of these peers is said when they are chosen from.
        let mut unsaid = Notes::default();
        let peers = self.plan.peers.values().filter(|peer| self.barred(peer, caller, &mut unsaid).is_none());
        let peers: Vec<_> = peers.collect();
        let mut patterns = Vec::new();
        // Many peers may share a map of thousands of entries.
        let mut maps = BTreeSet::new();
        for peer in peers {
            let map = peer.destination_map().filter(|number| maps.insert(number.value));
            let map = map.map(|_| Command::DestinationMap);
            let own = self.patterns(peer, Some(Command::DestinationPattern), map);
            patterns.extend(own.into_iter().map(|(_, pattern)| pattern.into_owned()));
        }
        patterns
    }

    fn fits(&self, pattern: &NumberPattern, digits: &str) -> bool {
        matched_literals(pattern, &self.expanded(digits)).is_some()
    }

    /// Whether `pattern` is complete with these digits, and waits for no timer.
    fn is_full_match(&self, pattern: &NumberPattern, digits: &str) -> bool {
        !pattern.has_timer() && matches_body(pattern, &self.expanded(digits))
    }

    /// The digits as `num-exp` makes them, where that comes before matching.
    fn expanded(&self, digits: &str) -> String {
        self.expansion(digits).map_or_else(|| digits.to_owned(), |(expanded, _)| expanded)
    }
}
