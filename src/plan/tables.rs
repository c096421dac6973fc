//! Translation rules: from what must be done to which numbers, to the rules of a table, within the release's limit.

use std::collections::BTreeMap;

use crate::automaton::{Cube, cover};
use crate::number::{Interval, MAXIMUM_LENGTH, NumberSet, Rewriting};

/// The longest match side of a rule, in characters: IOS XE keeps 133 of a whole rule (YANG model of 17.15).
const MAXIMUM_MATCH: usize = 64;

/// What must be done to which numbers, as they arrive.
pub(super) type Work = BTreeMap<Rewriting, NumberSet>;

/// All of `parts` together; `None` where one number would need two rewritings.
pub(super) fn join<'a>(parts: impl IntoIterator<Item = &'a Work>) -> Option<Work> {
    let mut intervals: BTreeMap<&Rewriting, Vec<Interval>> = BTreeMap::new();
    for (rewriting, numbers) in parts.into_iter().flatten() {
        intervals.entry(rewriting).or_default().extend(numbers.intervals());
    }
    let joined: Work =
        intervals.into_iter().map(|(rewriting, list)| (rewriting.clone(), list.into_iter().collect())).collect();
    are_apart(joined.values()).then_some(joined)
}

/// Whether no number is in two of `sets`.
fn are_apart<'a>(sets: impl Iterator<Item = &'a NumberSet> + Clone) -> bool {
    let mut behind = sets.clone().skip(1);
    sets.into_iter().all(|set| {
        let apart = behind.clone().all(|other| set.intersection(other).is_empty());
        behind.next();
        apart
    })
}

/// Whether anything must be done at all.
pub(super) fn is_needed(work: &Work) -> bool {
    work.keys().any(|rewriting| *rewriting != Rewriting::Same)
}

/// How the numbers of a table arrive, and what its rules must keep to.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleStyle {
    /// Whether the numbers arrive with a leading `+`.
    pub(super) plus: bool,
    /// Whether every rule ends in `$`.
    pub(super) exact: bool,
    /// How many rules a table takes.
    pub(super) limit: usize,
}

/// The rules that do `work`, as the arguments of `rule`; `None` where they do not fit in one table.
///
/// One rule for each pattern of the numbers. Where that is more than the limit, general rules take the place of specific
/// ones: last digits are left open, more and more of them, as long as no number falls under a rule that is not its own.
pub(super) fn rules(work: &Work, style: RuleStyle) -> Option<Vec<String>> {
    let mixed = work.values().flat_map(NumberSet::lengths).collect::<std::collections::BTreeSet<_>>().len() > 1;
    (0..=MAXIMUM_LENGTH).find_map(|open| {
        // Numbers that nothing is done to need no rule, so theirs is not made general.
        let open_of = |rewriting: &Rewriting| if *rewriting == Rewriting::Same { 0 } else { open };
        let general: Vec<_> =
            work.iter().map(|(rewriting, numbers)| (rewriting, opened(numbers, open_of(rewriting)))).collect();
        if !are_apart(general.iter().map(|(_, numbers)| numbers)) {
            return None;
        }
        let mut sides = Vec::new();
        for (rewriting, numbers) in general {
            sides.extend(cover(&numbers).iter().filter_map(|cube| sides_of(rewriting, cube, style, mixed)));
            if sides.len() > style.limit {
                return None;
            }
        }
        let fits = sides.iter().all(|(matching, _)| matching.chars().count() <= MAXIMUM_MATCH);
        let numbered =
            (1..).zip(&sides).map(|(number, (matching, replacing))| format!("{number} /{matching}/ /{replacing}/"));
        fits.then(|| numbered.collect())
    })
}

/// `numbers` with their last `open` digits left open.
fn opened(numbers: &NumberSet, open: u8) -> NumberSet {
    let widened = |interval: Interval| {
        let step = 10_u64.pow(u32::from(open.min(interval.length)));
        Interval { first: interval.first / step * step, last: interval.last / step * step + (step - 1), ..interval }
    };
    numbers.intervals().map(widened).collect()
}

/// Match and replace side of the rule for the numbers of `cube`; `None` where nothing is to be done.
fn sides_of(rewriting: &Rewriting, cube: &Cube, style: RuleStyle, mixed: bool) -> Option<(String, String)> {
    let cube = if style.plus { cube.with_plus() } else { cube.clone() };
    let end = if style.exact || mixed { "$" } else { "" };
    match rewriting {
        Rewriting::Same => None,
        Rewriting::Add(front) => Some((format!(r"^\({}\){end}", cube.rule_pattern()), format!(r"{front}\1"))),
        Rewriting::Strip(symbols) => {
            let (front, rest) = cube.positions().split_at_checked(*symbols)?;
            let text = |part: &[_]| Cube::new(part.to_vec()).map_or(String::new(), |cube| cube.rule_pattern());
            Some((format!(r"^{}\({}\){end}", text(front), text(rest)), r"\1".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::DidRange;
    use crate::plan::forms::rewritings;
    use crate::spec::{Delivers, Expects};

    fn work(texts: &[&str], delivers: Delivers, expects: Expects) -> Work {
        let ranges: Vec<_> = texts.iter().map(|text| DidRange::parse(text).unwrap()).collect();
        rewritings(&NumberSet::of_dids(&ranges), delivers, expects, 1).unwrap()
    }

    const STYLE: RuleStyle = RuleStyle { plus: false, exact: false, limit: 15 };

    #[test]
    fn a_rule_for_each_pattern() {
        let eleven = work(&["+12065555512-+12065555587"], Delivers::Digits(11), Expects::PlusE164);
        assert_eq!(
            rules(&eleven, STYLE).unwrap(),
            [r"1 /^\(1206555551[2-9]\)/ /+\1/", r"2 /^\(120655555[2-7].\)/ /+\1/", r"3 /^\(1206555558[0-7]\)/ /+\1/"]
        );
    }

    #[test]
    fn stripping_keeps_the_rest_as_a_group() {
        let plus = work(&["+120655555xx"], Delivers::PlusE164, Expects::Last(5));
        let style = RuleStyle { plus: true, exact: true, ..STYLE };
        assert_eq!(rules(&plus, style).unwrap(), [r"1 /^\+120655\(555..\)$/ /\1/"]);
    }

    #[test]
    fn general_rules_take_over_beyond_the_limit() {
        let scattered =
            work(&["+12065550001", "+12065550123", "+12065550456"], Delivers::Digits(11), Expects::PlusE164);
        let style = RuleStyle { limit: 2, ..STYLE };
        assert_eq!(rules(&scattered, style).unwrap(), [r"1 /^\(12065550[014]..\)/ /+\1/"]);
    }

    #[test]
    fn a_general_rule_never_takes_the_numbers_of_another() {
        let dids = ["+12065550001", "+12065550013", "+14255550151"];
        let four = work(&dids, Delivers::Digits(4), Expects::PlusE164);
        assert_eq!(rules(&four, RuleStyle { limit: 1, ..STYLE }), None);
        let two = rules(&four, RuleStyle { limit: 2, ..STYLE }).unwrap();
        assert_eq!(two, [r"1 /^\(00[01].\)/ /+1206555\1/", r"2 /^\(015.\)/ /+1425555\1/"]);
    }

    #[test]
    fn one_number_has_one_rewriting() {
        let one = work(&["+12065550001"], Delivers::Digits(4), Expects::PlusE164);
        let other = work(&["+14255550001"], Delivers::Digits(4), Expects::PlusE164);
        assert_eq!(join([&one, &other]), None);
        assert_eq!(join([&one, &one]), Some(one));
    }
}
