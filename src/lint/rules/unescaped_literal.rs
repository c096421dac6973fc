//! A `+`, `*` or `-` on the match side of a translation rule that stands for something else than this character of a number.
//!
//! ## What it does
//!
//! Reports a `+` or `*` without a backslash that has nothing before it to repeat: at the beginning of the match side or of a group,
//! where no document says what a router makes of it, and behind `^`, where it repeats the start of the number and not a digit. Behind
//! `^` a number shows the difference. Also reports a `-` without a backslash where it keeps the rule from matching any number.
//! Between `[` and `]` all of them are members of the set. A `.` stands for any character in so many rules that are right that
//! nothing is said of it.
//!
//! ## Why is this bad
//!
//! In a translation rule `+` is one or more of what is before it and `*` any number of it. Whoever writes `/^+1206/` means numbers
//! that begin with `+1206`; the rule takes those that begin with 1206 and leaves those with `+` as they are.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^+1206/ /206/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^\+1206/ /206/
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (`\+` and `\*` for these characters); Cisco 61083 (`\-`); Cisco 64020 (`+` and `*` repeat what is before them).

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::MatchPattern;

pub(super) const RULE: Rule = Rule {
    code: "unescaped-literal",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("unescaped_literal.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        for rule in table.rules() {
            let text = rule.value.matching.text();
            let found = match Unescaped::of(text) {
                Some(found) => repeats_nothing(rule.value, &found),
                None => hyphen(rule.value),
            };
            let Ok(Some((message, help, shown))) = found else { continue };
            let object = format!("voice translation-rule {}", table.id);
            findings.push(placed(facts, object, &rule, (message, help)).shown_by(shown));
        }
    }
}

/// What is wrong, what to write, and the numbers that show it.
type Found = Option<(String, String, Numbers)>;

/// What stands before a `+` or `*` that has nothing to repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// The beginning of the match side or of a group.
    Nothing,
    /// `^`.
    Anchor,
}

/// A match side with a `+` or `*` that repeats nothing.
#[derive(Debug, PartialEq, Eq)]
struct Unescaped {
    /// The first of them.
    found: char,
    before: Before,
    /// The text with a backslash before each.
    escaped: String,
}

impl Unescaped {
    /// What is unescaped in a text; `None` where each `+` and `*` has something to repeat.
    fn of(text: &str) -> Option<Self> {
        let mut first = None;
        let mut escaped = String::with_capacity(text.len() + 2);
        let mut before = Some(Before::Nothing);
        let mut in_set = false;
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            let mut then = None;
            match character {
                '\\' => {
                    escaped.push(character);
                    let next = characters.next();
                    escaped.extend(next);
                    before = (next == Some('(')).then_some(Before::Nothing);
                    continue;
                }
                '[' => in_set = true,
                ']' => in_set = false,
                '^' if !in_set => then = Some(Before::Anchor),
                '+' | '*' if !in_set => {
                    if let Some(before) = before {
                        escaped.push('\\');
                        first = first.or(Some((character, before)));
                    }
                }
                _ => {}
            }
            escaped.push(character);
            before = then;
        }
        first.map(|(found, before)| Self { found, before, escaped })
    }
}

fn repeats_nothing(rule: &TranslationRule, unescaped: &Unescaped) -> Result<Found, OverBudget> {
    let Ok(meant) = MatchPattern::parse(&unescaped.escaped) else { return Ok(None) };
    let (found, number) = (unescaped.found, rule.precedence);
    let meant_numbers = compile::rule(&meant)?;
    let (message, shown) = match unescaped.before {
        Before::Nothing => {
            let message = format!(
                "the `{found}` of rule {number} has nothing before it to repeat, and no document says what it does there"
            );
            (message, meant_numbers)
        }
        Before::Anchor => {
            let repeats = format!("the `{found}` of rule {number} repeats the `^` before it");
            let written = compile::rule(&rule.matching)?;
            let missed = meant_numbers.difference(&written)?;
            if missed.is_empty() {
                (format!("{repeats}: numbers without it are matched"), written.difference(&meant_numbers)?)
            } else {
                (format!("{repeats}: numbers with it are not matched"), missed)
            }
        }
    };
    let help = format!("a `{found}` of the number is `\\{found}`: `/{meant}/`");
    Ok(Numbers::of(&shown).map(|shown| (message, help, shown)))
}

/// A bare hyphen, where the rule matches no number with it and some without it.
fn hyphen(rule: &TranslationRule) -> Result<Found, OverBudget> {
    let Some(without) = without_hyphen(rule.matching.text()) else { return Ok(None) };
    let Ok(without) = MatchPattern::parse(&without) else { return Ok(None) };
    if !compile::rule(&rule.matching)?.is_empty() {
        return Ok(None);
    }
    let numbers: Dfa = compile::rule(&without)?;
    let number = rule.precedence;
    let message = format!("rule {number} is never applied: no number has the `-`, and it matches numbers without it");
    let help = format!("without it: `/{without}/`; where numbers are sent with hyphens, write `\\-`");
    Ok(Numbers::of(&numbers).map(|shown| (message, help, shown)))
}

/// The text without the hyphens that stand for themselves; `None` where it has none. Between `[` and `]` they make ranges.
fn without_hyphen(text: &str) -> Option<String> {
    let mut left = String::with_capacity(text.len());
    let mut in_set = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                left.push(character);
                left.extend(characters.next());
                continue;
            }
            '[' => in_set = true,
            ']' => in_set = false,
            '-' if !in_set => continue,
            _ => {}
        }
        left.push(character);
    }
    (left.len() < text.len()).then_some(left)
}

fn placed(
    facts: &Facts<'_, '_>,
    object: String,
    rule: &Located<&TranslationRule>,
    (message, help): (String, String),
) -> Finding {
    let place = facts.argument(rule.span, &format!("/{}/", rule.value.matching));
    let finding = Finding::new(&RULE, Severity::Warning, object, message);
    finding.at(facts.source(), place, "has no backslash").help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_nothing_gets_a_backslash() {
        let of = |text| Unescaped::of(text).map(|one| (one.escaped, one.found, one.before));
        assert_eq!(of("+507"), Some((r"\+507".to_owned(), '+', Before::Nothing)));
        assert_eq!(of("^+507"), Some((r"^\+507".to_owned(), '+', Before::Anchor)));
        assert_eq!(of(r"^\(*67\)*"), Some((r"^\(\*67\)*".to_owned(), '*', Before::Nothing)));
        assert_eq!(of(r"\(^+1\)"), Some((r"\(^\+1\)".to_owned(), '+', Before::Anchor)));
        for right in ["^0+", r"^\+507", ".*", r"^[+*]1", r"\(12\)+", "[^+*]", "^1[23]*$"] {
            assert_eq!(of(right), None, "{right}");
        }
    }

    #[test]
    fn hyphens_outside_sets_are_left_out() {
        assert_eq!(without_hyphen(r"^\(206\)-\(...\)-").as_deref(), Some(r"^\(206\)\(...\)"));
        assert_eq!(without_hyphen(r"^[2-9]\-"), None);
    }
}
