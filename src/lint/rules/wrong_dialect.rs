//! Syntax of dial-peer patterns on the match side of a translation rule.
//!
//! ## What it does
//!
//! Reports a rule that matches no number because of a `T`, a `%` or a comma, where it matches numbers with what translation rules
//! have instead: `.*` for `T`, `*` for `%`, and nothing for a comma. Also reports a comma between `[` and `]`, which adds no number
//! to the set.
//!
//! ## Why is this bad
//!
//! Dial-peers and translation rules have different patterns. In a rule `T`, `%` and a comma stand for themselves, and no number has
//! them: the rule is never applied. A comma between brackets does no harm where it stands between single digits, but beside a
//! hyphen it makes another range.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9011T/ /+/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9011/ /+/
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (the patterns of dial-peers and of translation rules, side by side); Cisco 64020 (the characters of rules).

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::MatchPattern;

pub(super) const RULE: Rule = Rule {
    code: "wrong-dialect",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("wrong_dialect.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        for rule in table.rules() {
            let Some(translated) = translated(rule.value.matching.text()) else { continue };
            findings.extend(finding(facts, table, &rule, &translated).ok().flatten());
        }
    }
}

/// A match side without what belongs to dial-peers.
struct Translated {
    text: String,
    /// One character that does.
    found: char,
}

/// The match side with what rules have in the place of what dial-peers have; `None` where it has nothing of these.
fn translated(text: &str) -> Option<Translated> {
    let mut found = Vec::new();
    let mut written = String::with_capacity(text.len() + 4);
    let mut characters = text.chars();
    let mut in_set = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                written.push(character);
                written.extend(characters.next());
                continue;
            }
            '[' => in_set = true,
            ']' => in_set = false,
            'T' | '%' if !in_set => {
                written.push_str(if character == 'T' { ".*" } else { "*" });
                found.push(character);
                continue;
            }
            ',' => {
                found.push(character);
                continue;
            }
            _ => {}
        }
        written.push(character);
    }
    // A comma in a set alone keeps nothing from matching.
    let found = found.iter().find(|one| **one != ',').or(found.first())?;
    Some(Translated { text: written, found: *found })
}

fn finding(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    rule: &Located<&TranslationRule>,
    translated: &Translated,
) -> Result<Option<Finding>, OverBudget> {
    let Ok(meant) = MatchPattern::parse(&translated.text) else { return Ok(None) };
    let numbers = compile::rule(&meant)?;
    let as_written = compile::rule(&rule.value.matching)?;
    let number = rule.value.precedence;
    let (message, shown) = if as_written.is_empty() {
        let found = translated.found;
        let message =
            format!("rule {number} is never applied: `{found}` stands for itself, not for {}", meaning(found));
        (message, numbers)
    } else if let Some((what, shown)) = differs(&as_written, &numbers)? {
        (format!("rule {number} matches {what} numbers by the comma in its set"), shown)
    } else {
        let message = format!("the comma of rule {number} is a member of its set, and no number has one");
        return Ok(Some(placed(facts, table, rule, (&message, &meant))));
    };
    Ok(Numbers::of(&shown).map(|shown| placed(facts, table, rule, (&message, &meant)).shown_by(shown)))
}

/// What a character stands for in the pattern of a dial-peer.
fn meaning(character: char) -> &'static str {
    match character {
        'T' => "any digits until the caller has dialled all",
        '%' => "any number of what is before it",
        _ => "a pause",
    }
}

/// What the characters change of the numbers of a rule.
fn differs(as_written: &Dfa, meant: &Dfa) -> Result<Option<(&'static str, Dfa)>, OverBudget> {
    let more = as_written.difference(meant)?;
    if !more.is_empty() {
        return Ok(Some(("more", more)));
    }
    let fewer = meant.difference(as_written)?;
    Ok((!fewer.is_empty()).then_some(("fewer", fewer)))
}

fn placed(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    rule: &Located<&TranslationRule>,
    (message, meant): (&str, &MatchPattern),
) -> Finding {
    let object = format!("voice translation-rule {}", table.id);
    let place = facts.argument(rule.span, rule.value.matching.text());
    let finding = Finding::new(&RULE, Severity::Warning, object, message);
    let finding = finding.at(facts.source(), place, "the syntax of a dial-peer pattern");
    let typed = TranslationRule { matching: meant.clone(), ..rule.value.clone() };
    finding.help(format!("in a translation rule this is `/{meant}/`")).fix(facts.retyped(rule.span, &typed.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_dial_peers_become_those_of_rules() {
        let of = |text| translated(text).map(|found| (found.text, found.found));
        assert_eq!(of("^9011T"), Some(("^9011.*".to_owned(), 'T')));
        assert_eq!(of("^[2,5-8]...%$"), Some(("^[25-8]...*$".to_owned(), '%')));
        assert_eq!(of("^[2,5-8]..."), Some(("^[25-8]...".to_owned(), ',')));
        assert_eq!(of(r"^9[0-9]\(.*\)$"), None);
    }
}
