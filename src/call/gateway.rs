//! A gateway: a dial plan, what is assumed of the router, and what both come to.

use std::borrow::Cow;

use super::called::{map_in_use, pattern_on};
use super::hunting::Stops;
use super::profile::Profile;
use super::rank::matched_literals;
use crate::model::{DialPeer, DialPlan, PatternMap, Tag};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// A router that calls are traced through.
#[derive(Clone, Debug)]
pub struct Gateway<'a> {
    /// Its dial plan.
    pub(super) plan: &'a DialPlan,
    /// What is assumed of it.
    pub(super) profile: Profile,
    pub(super) stops: Stops,
}

/// How well a dial-peer matches a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NumberMatch {
    /// The command that matches: `destination-pattern`, `destination e164-pattern-map`.
    pub(super) by: Command,
    /// The pattern, or the best entry of the map.
    pub(super) pattern: NumberPattern,
    /// How many literal characters of the number it matches.
    pub(super) length: usize,
}

impl<'a> Gateway<'a> {
    /// The router that runs `plan`.
    pub fn new(plan: &'a DialPlan, profile: Profile) -> Self {
        let stops = Stops::of(plan, &profile);
        Self { plan, profile, stops }
    }

    /// The dial plan.
    pub fn plan(&self) -> &'a DialPlan {
        self.plan
    }

    /// What is assumed.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whether the configuration is a whole one, so that what is not written in it does not hold: it has the `version`
    /// line that every running-config begins with.
    pub fn is_complete(&self) -> bool {
        self.plan.globals.get(Command::Version).is_some()
    }

    /// The dial-peer with this tag.
    pub(super) fn peer(&self, tag: Tag) -> Option<&'a DialPeer> {
        self.plan.peers.get(&tag)
    }

    /// The patterns that `peer` compares a number with by the commands `own` and `map`.
    pub(super) fn patterns(
        &self,
        peer: &'a DialPeer,
        own: Option<Command>,
        map: Option<Command>,
    ) -> Vec<(Command, Cow<'a, NumberPattern>)> {
        let pattern = own.and_then(|own| Some((own, peer.settings.pattern(own)?)));
        let number = map.and_then(|map| Some((map, peer.settings.integer(map)?)));
        let entries = number.into_iter().flat_map(|(map, number)| {
            let entries = map_in_use(self.plan, number.value).into_iter().flat_map(PatternMap::entries);
            entries.map(move |entry| (map, entry))
        });
        pattern.into_iter().chain(entries).map(|(by, pattern)| (by, pattern_on(&self.profile, pattern.value))).collect()
    }

    /// How well `peer` matches `number` by its pattern (`own`) or an entry of its map; the best of them counts.
    pub(super) fn best_match(
        &self,
        peer: &'a DialPeer,
        (own, map): (Option<Command>, Option<Command>),
        number: &str,
    ) -> Option<NumberMatch> {
        let patterns = self.patterns(peer, own, map).into_iter();
        let matches = patterns.filter_map(|(by, pattern)| {
            let length = matched_literals(&pattern, number)?;
            Some(NumberMatch { by, pattern: pattern.into_owned(), length })
        });
        // Of several that match equally well the first is shown.
        matches.reduce(|best, next| if next.length > best.length { next } else { best })
    }

    // STUB
    pub(super) fn expansion(&self, _: &str) -> Option<(String, String)> {
        None
    }
    pub(super) fn translated(
        &self,
        number: u32,
        given: &super::PartyNumber,
        _: super::Stage,
        _: &mut super::notes::Notes,
    ) -> Option<super::Translation> {
        self.plan.rule_tables.get(&number).map(|table| super::Translator::new(table).apply(given))
    }
}
