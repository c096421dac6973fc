//! A translation rule makes something of a called number that nobody can dial.
//!
//! ## What it does
//!
//! Looks at the rules of tables that are not for the calling number or for redirections only. Reports a replacement with a character
//! that no dial-peer pattern takes (letters beyond F, a blank, a dot, a hyphen), a rule that makes the empty number of every number it
//! matches, and a rule that makes more than 32 digits of a number of up to 15, the most of E.164. That stripping an access digit leaves
//! nothing of the bare digit is no fault.
//!
//! ## Why is this bad
//!
//! The call fails later, at a place that does not show why: no dial-peer matches, or the next system rejects the number.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206\(.......\)/ /+1-206-\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206\(.......\)/ /+1206\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (characters of dial-peer patterns; 32 digits at most); Cisco 61083 (an empty replacement).

use std::collections::BTreeSet;

use crate::automaton::{Applies, Change, Dfa, OverBudget, Rewrite, RuleSet, compile};
use crate::call::LONGEST_NUMBER;
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::TranslationProfile;
use crate::number::Symbol;
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{NumberPattern, ReplacePart, Replacement};

pub(super) const RULE: Rule = Rule {
    code: "undialable-result",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("undialable_result.rs"),
    check,
};

/// The most digits of a number (E.164).
const MOST_DIGITS: usize = 15;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let (called, others) = uses(facts);
    for table in facts.plan().rule_tables.values().filter(|table| !others.contains(&table.id)) {
        let object = format!("voice translation-rule {}", table.id);
        for rule in table.rules() {
            let Some(replacement) = &rule.value.replacement else { continue };
            let odd = || odd_character(facts, &rule, replacement, &object);
            let reckoned =
                || reckoned(facts, &rule, replacement, &object).ok().flatten().filter(|_| called.contains(&table.id));
            let finding = odd().or_else(reckoned);
            findings.extend(finding);
        }
    }
}

/// The tables that profiles use for the called number; and those that they use for other numbers only.
fn uses(facts: &Facts<'_, '_>) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let others = TranslationProfile::TRANSLATIONS.into_iter().filter(|command| *command != Command::TranslateCalled);
    let profiles = || facts.plan().profiles.values().map(|profile| &profile.settings);
    let of =
        |command: Command| profiles().filter_map(move |settings| settings.integer(command)).map(|table| table.value);
    let called: BTreeSet<u32> = of(Command::TranslateCalled).collect();
    let others = others.flat_map(of).filter(|table| !called.contains(table)).collect();
    (called, others)
}

/// A character of the replacement that no pattern takes.
fn odd_character(
    facts: &Facts<'_, '_>,
    rule: &Located<&TranslationRule>,
    replacement: &Replacement,
    object: &str,
) -> Option<Finding> {
    // A single blank is written for nothing in some documents (Cisco 64020).
    if replacement.text() == " " {
        return None;
    }
    let odd = replacement.parts().iter().find_map(|part| match part {
        ReplacePart::Literal(literal) if Symbol::new(*literal).is_none() => Some(*literal),
        ReplacePart::Literal(_) | ReplacePart::Whole | ReplacePart::Group(_) => None,
    })?;
    let message = format!("the result has `{}`, which no number has", odd.escape_debug());
    let span = facts.argument(rule.span, &format!("/{replacement}/"));
    let finding =
        Finding::new(&RULE, Severity::Error, object, message).at(facts.source(), span, "is put in as it stands");
    Some(finding.help("numbers are made of 0-9, A-F, `*`, `#` and `+`"))
}

/// What a rule makes of numbers: nothing of all, or too much of some.
fn reckoned(
    facts: &Facts<'_, '_>,
    rule: &Located<&TranslationRule>,
    replacement: &Replacement,
    object: &str,
) -> Result<Option<Finding>, OverBudget> {
    let parts = replacement.parts();
    let literals = parts.iter().filter(|part| matches!(part, ReplacePart::Literal(_))).count();
    let copies = parts.len() - literals;
    let may_be_long = literals + MOST_DIGITS * copies.max(1) > LONGEST_NUMBER;
    if !replacement.parts().is_empty() && !may_be_long {
        return Ok(None);
    }
    let rewrite = Rewrite {
        matching: rule.value.matching.pieces().to_vec(),
        replacement: Some(parts.to_vec()),
        applies: Applies::Always,
    };
    let change = Change::Rules(RuleSet::new([rewrite], false));
    let taken = compile::rule(&rule.value.matching)?;
    let any_digits =
        |pattern: &str| NumberPattern::parse(pattern).ok().and_then(|pattern| compile::numbers(&pattern).ok());
    let (Some(some), Some(too_long)) = (any_digits("."), any_digits(&format!("{}.", ".".repeat(LONGEST_NUMBER))))
    else {
        return Ok(None);
    };
    let finding = |numbers: &Dfa, message: &str, help: &str| {
        let numbers = Numbers::of(numbers)?;
        let finding =
            Finding::new(&RULE, Severity::Error, object, message).at(facts.source(), rule.span, "makes no number");
        Some(finding.shown_by(numbers).help(help))
    };
    let taken = taken.intersection(&some)?;
    if parts.is_empty() && change.within(&some, &taken)?.is_empty() && !taken.is_empty() {
        let message = "nothing is left of any number that the rule matches";
        return Ok(finding(
            &taken,
            message,
            "put the part to keep into `\\(` and `\\)`, and `\\1` on the replace side; or `reject` to block calls",
        ));
    }
    let usual = any_digits(&format!("{}$", "[0-9]%")).map_or(Ok(Dfa::empty()), |digits| {
        let longer = any_digits(&format!("{}.", ".".repeat(MOST_DIGITS))).unwrap_or_else(Dfa::empty);
        digits.difference(&longer)
    })?;
    let grown = change.within(&too_long, &taken.intersection(&usual)?)?;
    Ok(finding(&grown, "the result is longer than 32 digits, which no router dials", "copy each part once"))
}
