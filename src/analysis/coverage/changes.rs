//! Translation profiles, rule tables and expansions of a dial plan as changes over all numbers.

use std::collections::HashMap;
use std::sync::Arc;

use super::gaps::Gaps;
use super::path::{Path, Step};
use crate::automaton::{Applies, Change, Rewrite, RuleSet};
use crate::call::{Assumption, Gateway, is_blank, parts_of};
use crate::model::{Settings, TranslationProfile};
use crate::syntax::argument::{Condition, TranslationRule};
use crate::syntax::commands::Command;

/// Whether the called number of a call may carry a type or a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typed {
    /// It carries none, as on SIP.
    No,
    /// It may carry any, as on ISDN, or behind a rule that sets one.
    Perhaps,
}

/// What a table does, and whether numbers behind it may have a type; `None` where there is no table.
type Made = Option<(Arc<Change>, Typed)>;

/// Makes changes of what a gateway is configured with; each table is made ready once.
#[derive(Debug)]
pub struct Changes<'g, 'p> {
    gateway: &'g Gateway<'p>,
    tables: HashMap<(u32, Typed), Made>,
    /// What was met that is not followed.
    pub gaps: Gaps,
}

impl<'g, 'p> Changes<'g, 'p> {
    /// Those of `gateway`.
    pub fn new(gateway: &'g Gateway<'p>) -> Self {
        Self { gateway, tables: HashMap::new(), gaps: Gaps::default() }
    }

    /// What the profile that `settings` name by `command` does to called numbers.
    pub fn profile_of(&mut self, settings: &Settings, command: Command, typed: &mut Typed) -> Path {
        let name = settings.text(command).map(|name| name.value);
        name.map_or_else(Path::new, |name| self.profile(name, typed))
    }

    /// What a profile does to called numbers.
    pub fn profile(&mut self, name: &str, typed: &mut Typed) -> Path {
        let number = self.gateway.plan().profiles.get(name).and_then(TranslationProfile::called);
        number.map_or_else(Path::new, |number| self.table(number.value, typed))
    }

    /// What a table does to numbers; nothing where there is none.
    pub fn table(&mut self, number: u32, typed: &mut Typed) -> Path {
        let key = (number, *typed);
        if !self.tables.contains_key(&key) {
            let made = self.make(number, *typed);
            self.tables.insert(key, made);
        }
        match self.tables.get(&key) {
            Some(Some((change, after))) => {
                *typed = *after;
                Path::new().then(Step::Change(Arc::clone(change)))
            }
            Some(None) | None => Path::new(),
        }
    }

    fn make(&mut self, number: u32, typed: Typed) -> Option<(Arc<Change>, Typed)> {
        let plan = self.gateway.plan();
        let profile = self.gateway.profile();
        let figures = profile.is(Assumption::MissingGroup, "digit");
        if let Some(table) = plan.rule_tables.get(&number) {
            let rules: Vec<&TranslationRule> = table.rules().map(|rule| rule.value).collect();
            if rules.iter().any(|rule| has_missing_group(rule)) {
                self.gaps.assume(Assumption::MissingGroup);
            }
            if rules.iter().filter_map(|rule| rule.replacement.as_ref()).any(is_blank) {
                self.gaps.assume(Assumption::BlankReplacement);
            }
            let sets = |rule: &&TranslationRule| {
                [rule.number_type, rule.plan].into_iter().flatten().any(|condition| condition.replacement.is_some())
            };
            let after = if rules.iter().any(sets) { Typed::Perhaps } else { typed };
            let rewrites: Vec<Rewrite> = rules.iter().map(|rule| self.rewrite(rule, typed)).collect();
            return Some((Arc::new(Change::Rules(RuleSet::new(rewrites, figures))), after));
        }
        let old = self.gateway.old_rewrites(number)?;
        for what in old.not_understood {
            self.gaps.unsupported(what);
        }
        let compared = profile.is(Assumption::OldRuleType, "compared");
        let mut rewrites = Vec::new();
        for (rewrite, is_typed) in old.rules {
            if is_typed {
                self.gaps.assume(Assumption::OldRuleType);
            }
            let applies = match (is_typed, typed) {
                (true, Typed::Perhaps) => Applies::Perhaps,
                (true, Typed::No) if compared => Applies::Never,
                (false, _) | (true, Typed::No) => Applies::Always,
            };
            rewrites.push(Rewrite { applies, ..rewrite });
        }
        let after = if old.sets_type { Typed::Perhaps } else { typed };
        Some((Arc::new(Change::Rules(RuleSet::new(rewrites, figures))), after))
    }

    fn rewrite(&mut self, rule: &TranslationRule, typed: Typed) -> Rewrite {
        let conditions = [rule.number_type, rule.plan].into_iter().flatten();
        let applies = conditions.map(|condition| self.holds(condition, typed)).max_by_key(|applies| match applies {
            Applies::Always => 0,
            Applies::Perhaps => 1,
            Applies::Never => 2,
        });
        Rewrite {
            matching: rule.matching.pieces().to_vec(),
            replacement: rule.replacement.as_ref().map(|one| parts_of(one, self.gateway.profile()).to_vec()),
            applies: applies.unwrap_or(Applies::Always),
        }
    }

    /// Whether a condition holds for the calls in question.
    fn holds(&mut self, condition: Condition, typed: Typed) -> Applies {
        if condition.matching == "any" {
            self.gaps.assume(Assumption::AnyType);
            let fits = self.gateway.profile().is(Assumption::AnyType, "fits");
            return match (fits, typed) {
                (true, _) => Applies::Always,
                (false, Typed::No) => Applies::Never,
                (false, Typed::Perhaps) => Applies::Perhaps,
            };
        }
        match typed {
            Typed::No => Applies::Never,
            Typed::Perhaps => Applies::Perhaps,
        }
    }

    /// `num-exp`, where that is applied at this point (`before` or `after`).
    pub fn expansion(&mut self, now: &str) -> Path {
        let rewrites = self.gateway.expansion_rewrites();
        if rewrites.is_empty() {
            return Path::new();
        }
        self.gaps.assume(Assumption::NumberExpansion);
        if !self.gateway.profile().is(Assumption::NumberExpansion, now) {
            return Path::new();
        }
        Path::new().change(Change::Rules(RuleSet::new(rewrites, false)))
    }
}

fn has_missing_group(rule: &TranslationRule) -> bool {
    use crate::syntax::pattern::ReplacePart;
    let groups = rule.matching.groups();
    let parts = rule.replacement.iter().flat_map(crate::syntax::pattern::Replacement::parts);
    parts.into_iter().any(|part| matches!(part, ReplacePart::Group(group) if *group > groups))
}
