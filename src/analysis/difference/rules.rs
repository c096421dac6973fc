//! Tables of translation rules: of which numbers they make something else.

use std::collections::BTreeMap;

use crate::automaton::{Dfa, OverBudget, compile};
use crate::model::RuleTable;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{MatchPattern, Repeat, RuleElement, RulePiece};

/// The numbers that two tables may treat differently: rules are compared by their number, and a number counts where a rule that
/// differs may be the first to take it. Which type or plan a number has is not known, so either may be.
///
/// # Errors
/// That takes more states than the budget.
pub fn rules(before: &RuleTable, after: &RuleTable) -> Result<Dfa, OverBudget> {
    let mut both: BTreeMap<u32, [Option<&TranslationRule>; 2]> = BTreeMap::new();
    before.rules().for_each(|rule| both.entry(rule.value.precedence).or_default()[0] = Some(rule.value));
    after.rules().for_each(|rule| both.entry(rule.value.precedence).or_default()[1] = Some(rule.value));
    let Some(last) = both.iter().rev().find(|(_, [one, other])| one != other).map(|(number, _)| *number) else {
        return Ok(Dfa::empty());
    };
    let mut open = Dfa::all();
    let mut found = Vec::new();
    for [one, other] in both.range(..=last).map(|(_, rules)| *rules) {
        let (differ, alike) = rule(one, other)?;
        if let Some(differ) = differ {
            found.push(differ.intersection(&open)?);
        }
        // What does not fit into the budget stays open: more is found then, not less.
        if let Some(left) = alike.and_then(|alike| open.difference(&alike).ok()) {
            open = left;
        }
    }
    Dfa::union_all(found)
}

/// The numbers that the rules in one place treat differently, where there may be any; and those that both take and surely
/// treat alike.
fn rule(
    one: Option<&TranslationRule>,
    other: Option<&TranslationRule>,
) -> Result<(Option<Dfa>, Option<Dfa>), OverBudget> {
    let numbers =
        |rule: Option<&TranslationRule>| rule.map_or_else(|| Ok(Dfa::empty()), |rule| compile::rule(&rule.matching));
    let conditional = |rule: &TranslationRule| rule.number_type.is_some() || rule.plan.is_some();
    let surely = one.is_some_and(|rule| !conditional(rule));
    if one == other {
        return Ok((None, if surely { Some(numbers(one)?) } else { None }));
    }
    let (old, new) = (numbers(one)?, numbers(other)?);
    if !one.zip(other).is_some_and(|(one, other)| do_the_same(one, other)) {
        return Ok((Some(old.union(&new)?), None));
    }
    let differ = old.difference(&new)?.union(&new.difference(&old)?)?;
    let alike = if surely { Some(old.intersection(&new)?) } else { None };
    Ok((Some(differ), alike))
}

/// Whether two rules do the same to what both match.
fn do_the_same(one: &TranslationRule, other: &TranslationRule) -> bool {
    let rest = |rule: &TranslationRule| (rule.replacement.clone(), rule.number_type, rule.plan);
    rest(one) == rest(other) && (one.replacement.is_none() || match_the_same(&one.matching, &other.matching))
}

/// Whether two patterns match the same part of every number that both match.
fn match_the_same(one: &MatchPattern, other: &MatchPattern) -> bool {
    let (Some(one), Some(other)) = (Anchored::of(one), Anchored::of(other)) else { return false };
    if one.body != other.body {
        return false;
    }
    if one.end == other.end {
        // Where the body matches at the start, that is the leftmost match, and it is found in the same way.
        return true;
    }
    let ended = if one.end { &one } else { &other };
    is_fixed(one.body) && ended.start || takes_all(one.body) && (one.start || other.start)
}

/// A match side without its anchors.
struct Anchored<'a> {
    start: bool,
    end: bool,
    body: &'a [RulePiece],
}

impl<'a> Anchored<'a> {
    /// That of a pattern; `None` where there are anchors within.
    fn of(pattern: &'a MatchPattern) -> Option<Self> {
        let is = |piece: &RulePiece, element: &RuleElement| piece.element == *element && piece.repeat == Repeat::Once;
        let mut body = pattern.pieces();
        let start = body.first().is_some_and(|first| is(first, &RuleElement::Start));
        body = body.get(usize::from(start)..).unwrap_or_default();
        let end = body.last().is_some_and(|last| is(last, &RuleElement::End));
        body = body.get(..body.len() - usize::from(end)).unwrap_or_default();
        (!body.iter().any(has_anchor)).then_some(Self { start, end, body })
    }
}

fn has_anchor(piece: &RulePiece) -> bool {
    match &piece.element {
        RuleElement::Start | RuleElement::End => true,
        RuleElement::Group(_, inner) => inner.iter().any(has_anchor),
        RuleElement::Nested(inner) => has_anchor(inner),
        RuleElement::Literal(_) | RuleElement::Any | RuleElement::Set { .. } => false,
    }
}

/// Whether all that it matches has one length.
fn is_fixed(pieces: &[RulePiece]) -> bool {
    let fixed = |piece: &RulePiece| match &piece.element {
        RuleElement::Group(_, inner) => is_fixed(inner),
        RuleElement::Nested(inner) => is_fixed(std::slice::from_ref(inner)),
        RuleElement::Start
        | RuleElement::End
        | RuleElement::Literal(_)
        | RuleElement::Any
        | RuleElement::Set { .. } => true,
    };
    pieces.iter().all(|piece| piece.repeat == Repeat::Once && fixed(piece))
}

/// Whether it takes all that is left at the end: `.*`, which no `$` behind it changes.
fn takes_all(pieces: &[RulePiece]) -> bool {
    let Some(last) = pieces.last() else { return false };
    match &last.element {
        RuleElement::Any => last.repeat == Repeat::ZeroOrMore,
        RuleElement::Group(_, inner) => last.repeat == Repeat::Once && takes_all(inner),
        RuleElement::Nested(_)
        | RuleElement::Start
        | RuleElement::End
        | RuleElement::Literal(_)
        | RuleElement::Set { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Profile, Translator};
    use crate::model::{DialPlan, read};
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn table(lines: &[&str]) -> RuleTable {
        let text = format!("voice translation-rule 1\n rule {}\n", lines.join("\n rule "));
        let plan: DialPlan = read(&Tree::parse(&Source::new("test", text))).0;
        plan.rule_tables[&1].clone()
    }

    fn differ(before: &[&str], after: &[&str]) -> Vec<String> {
        let found = rules(&table(before), &table(after)).unwrap();
        let [old, new] = [before, after].map(|lines| Translator::new(&table(lines), &Profile::default()));
        for number in (0..20_000).map(|number: u32| number.to_string()) {
            let same = old.digits(&number) == new.digits(&number);
            assert!(same || found.accepts(&number), "{number} is treated differently");
        }
        found.readable(3).patterns
    }

    #[test]
    fn an_anchor_changes_what_it_keeps_from_matching() {
        assert!(differ(&[r"1 /12/ /9/"], &[r"1 /^12/ /9/"]).iter().all(|pattern| pattern.ends_with("12T")));
        assert_eq!(differ(&[r"1 /^12..$/ /9/"], &[r"1 /^12..$/ /9/"]), [""; 0]);
        assert_eq!(differ(&[r"1 /^\(12..\)/ /9\1/"], &[r"1 /^\(12..\)$/ /9\1/"]), ["12...T"]);
        assert_eq!(differ(&[r"1 /^12\(.*\)/ /9\1/"], &[r"1 /^12\(.*\)$/ /9\1/"]), [""; 0]);
        assert_eq!(differ(&[r"1 /^12/ /9/"], &[r"1 /12$/ /9/"]).len(), 3);
        assert_eq!(differ(&[r"1 reject /^12/"], &[r"1 reject /^12$/"]), ["12.T"]);
    }

    #[test]
    fn what_an_earlier_rule_takes_is_treated_alike() {
        let before = [r"1 /^12/ /8/", r"2 /^1/ /9/"];
        assert_eq!(differ(&before, &[r"1 /^12/ /8/", r"2 /^1/ /7/"]), ["1", "1[013-9]T"]);
        assert_eq!(differ(&before, &[r"1 /^12/ /8/"]), ["1", "1[013-9]T"]);
        assert_eq!(differ(&before, &before), [""; 0]);
        // Which type a number has is not known.
        let typed = [r"1 /^12/ /8/ type national national", r"2 /^1/ /9/"];
        assert_eq!(differ(&typed, &[typed[0], r"2 /^1/ /7/"]), ["1T"]);
    }

    #[test]
    fn bodies_that_differ_are_not_compared() {
        assert_eq!(differ(&[r"1 /^12/ /9/"], &[r"1 /^1[2]/ /9/"]), ["12T"]);
        assert_eq!(differ(&[r"1 /1*2/ /9/"], &[r"1 /1*2$/ /9/"]).len(), 3);
    }
}
