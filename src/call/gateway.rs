//! A gateway: a dial plan, what is assumed of the router, and what both come to.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::called::{map_in_use, pattern_on};
use super::expansion::Expansions;
use super::hunting::Stops;
use super::notes::{Notes, Stage};
use super::old_rule::{OldRewrites, OldTranslator};
use super::profile::Profile;
use super::rank::matched_literals;
use super::ready::Ready;
use super::translate::{PartyNumber, Translation, Translator, odd_character};
use crate::automaton::Rewrite;
use crate::model::{DialPeer, DialPlan, Id, Object, PatternMap, Release, RuleTable, Tag};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// A router that calls are traced through.
#[derive(Debug)]
pub struct Gateway<'a> {
    /// Its dial plan.
    pub(super) plan: &'a DialPlan,
    /// What is assumed of it.
    pub(super) profile: Profile,
    pub(super) stops: Stops,
    expansions: Expansions,
    /// Rule tables by number, made ready when a call first meets them.
    tables: HashMap<u32, OnceLock<Rules>>,
    pub(super) ready: Ready,
}

/// A rule table, ready to be applied.
#[derive(Debug)]
enum Rules {
    Current(Translator),
    Old(OldTranslator),
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
        let stops = Stops::of(plan);
        let old = plan.others(Command::OldTranslationRule).filter_map(|table| match table.id {
            Id::Number(number) => Some(number),
            Id::Only | Id::Name(_) => None,
        });
        let tables = plan.rule_tables.keys().copied().chain(old).map(|number| (number, OnceLock::new())).collect();
        Self { plan, profile, stops, expansions: Expansions::new(plan), tables, ready: Ready::default() }
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
    pub(crate) fn peer(&self, tag: Tag) -> Option<&'a DialPeer> {
        self.plan.peers.get(&tag)
    }

    /// The patterns that `peer` compares a number with by the commands `own` and `map`.
    pub(crate) fn patterns(
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

    /// What `num-exp` makes of a called number, and which line does it.
    pub(super) fn expansion(&self, digits: &str) -> Option<(String, String)> {
        let expanded = self.expansions.apply(digits)?;
        let mut lines = self.plan.globals.all(Command::NumberExpansion).iter();
        let line = lines.find(|line| line.span == expanded.line).map(|line| line.value.line());
        Some((expanded.digits, line.unwrap_or_default()))
    }

    /// What the table with this number makes of a number: a `voice translation-rule`, else one of the old kind. `None`
    /// where there is neither.
    pub(super) fn translated(
        &self,
        number: u32,
        given: &PartyNumber,
        stage: Stage,
        notes: &mut Notes,
    ) -> Option<Translation> {
        let rules = self.tables.get(&number)?.get_or_init(|| self.rules(number));
        let (title, settings) = match rules {
            Rules::Current(_) => {
                ("voice translation-rule", self.plan.rule_tables.get(&number).map(|one| &one.settings))
            }
            Rules::Old(_) => ("translation-rule", self.old_table(number).map(|one| &one.settings)),
        };
        if let Some(settings) = settings {
            notes.unread(stage, &format!("{title} {number}"), settings);
        }
        let (translation, assumed) = match rules {
            Rules::Current(translator) => translator.explained(given),
            Rules::Old(translator) => {
                for span in translator.not_understood() {
                    let text = format!("a rule of translation-rule {number} says what no document explains");
                    notes.say(stage, text, Some(*span));
                }
                translator.explained(given)
            }
        };
        for assumption in assumed {
            notes.assume(assumption);
        }
        if let Translation::Translated(precedence, _) = &translation {
            self.say_rule(number, *precedence, stage, notes);
        }
        Some(translation)
    }

    /// Says what a rule that was applied has that a router may not take.
    fn say_rule(&self, number: u32, precedence: u32, stage: Stage, notes: &mut Notes) {
        let mut rules = self.plan.rule_tables.get(&number).into_iter().flat_map(RuleTable::rules);
        let Some(rule) = rules.find(|rule| rule.value.precedence == precedence) else { return };
        if let Some(odd) = rule.value.replacement.as_ref().and_then(odd_character) {
            let text = format!(
                "rule {precedence} of voice translation-rule {number} puts in `{}`, which no number has: IOS may refuse the line",
                odd.escape_debug()
            );
            notes.say(stage, text, Some(rule.span));
        }
        let limit = self.profile.release().map(Release::rules_per_table);
        if let Some(limit) = limit.filter(|limit| precedence > *limit) {
            let text = format!(
                "rule {precedence} of voice translation-rule {number} is applied, though this release takes rules 1 to {limit}"
            );
            notes.say(stage, text, Some(rule.span));
        }
    }

    fn rules(&self, number: u32) -> Rules {
        match (self.plan.rule_tables.get(&number), self.old_table(number)) {
            (None, Some(old)) => Rules::Old(OldTranslator::new(old, &self.profile)),
            (Some(table), _) => Rules::Current(Translator::new(table, &self.profile)),
            (None, None) => Rules::Current(Translator::new(&RuleTable::new(number), &self.profile)),
        }
    }

    /// What the old rules of the table with this number do, where there is no other table with it.
    pub(crate) fn old_rewrites(&self, number: u32) -> Option<OldRewrites> {
        if self.plan.rule_tables.contains_key(&number) {
            return None;
        }
        self.old_table(number).map(|table| OldRewrites::of(table, number))
    }

    /// What `num-exp` does, the line that is taken first first.
    pub(crate) fn expansion_rewrites(&self) -> Vec<Rewrite> {
        self.expansions.rewrites()
    }

    fn old_table(&self, number: u32) -> Option<&'a Object<Id>> {
        self.plan.other(Command::OldTranslationRule, &Id::Number(number))
    }
}
