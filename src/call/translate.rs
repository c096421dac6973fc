//! Applying a voice translation-rule table to one number.
//!
//! A rule is a regular expression of its own dialect (docs/ios-semantics.md, "Translation rules"); here it is turned into
//! one of the regex crate, which is leftmost-first and greedy, as every documented example is.

use regex::{Captures, Regex};

use crate::model::RuleTable;
use crate::syntax::argument::{Condition, TranslationRule};
use crate::syntax::pattern::{Repeat, ReplacePart, Replacement, RuleElement, RulePiece};

/// A called or calling number with its type and plan, as a call carries them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyNumber {
    /// The digits, and whatever else it is made of.
    pub digits: String,
    /// Type of number; `None` where the call carries none, as on SIP.
    pub number_type: Option<String>,
    /// Numbering plan; `None` where the call carries none.
    pub plan: Option<String>,
}

impl PartyNumber {
    /// A number without type and plan.
    pub fn plain(digits: impl Into<String>) -> Self {
        Self { digits: digits.into(), number_type: None, plan: None }
    }
}

/// What a table makes of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translation {
    /// No rule matches: the number goes on as it is.
    NoMatch,
    /// This rule blocks the call.
    Rejected(u32),
    /// This rule made it this number.
    Translated(u32, PartyNumber),
}

/// A rule table, ready to be applied.
#[derive(Debug)]
pub struct Translator {
    rules: Vec<(Regex, TranslationRule)>,
}

impl Translator {
    /// Makes a table ready. Rules that are not valid take no part.
    pub fn new(table: &RuleTable) -> Self {
        let compiled = |rule: &TranslationRule| {
            let mut pattern = String::from("(?s)");
            write_pieces(rule.matching.pieces(), &mut pattern);
            Regex::new(&pattern).ok().map(|regex| (regex, rule.clone()))
        };
        Self { rules: table.rules().filter_map(|rule| compiled(rule.value)).collect() }
    }

    /// Applies the first rule that matches number, type and plan; one substitution, at the leftmost place (Cisco 61083,
    /// 64020).
    pub fn apply(&self, number: &PartyNumber) -> Translation {
        for (regex, rule) in &self.rules {
            let Some(found) = regex.captures(&number.digits) else { continue };
            if !fits(rule.number_type, number.number_type.as_deref()) || !fits(rule.plan, number.plan.as_deref()) {
                continue;
            }
            let Some(replacement) = &rule.replacement else { return Translation::Rejected(rule.precedence) };
            let replaced = |condition: Option<Condition>, given: &Option<String>| {
                condition.and_then(|condition| condition.replacement).map(str::to_owned).or_else(|| given.clone())
            };
            let translated = PartyNumber {
                digits: substituted(&number.digits, &found, replacement),
                number_type: replaced(rule.number_type, &number.number_type),
                plan: replaced(rule.plan, &number.plan),
            };
            return Translation::Translated(rule.precedence, translated);
        }
        Translation::NoMatch
    }

    /// Applies the table to a number without type and plan; what no rule matches goes on as it is.
    pub fn digits(&self, digits: &str) -> Option<String> {
        match self.apply(&PartyNumber::plain(digits)) {
            Translation::NoMatch => Some(digits.to_owned()),
            Translation::Rejected(_) => None,
            Translation::Translated(_, number) => Some(number.digits),
        }
    }
}

/// Whether a condition holds. Without one, nothing is checked (command reference, `rule`). `any` holds also where the call
/// carries no value: no document says, and the examples with `plan any` match numbers whose plan is not stated.
fn fits(condition: Option<Condition>, given: Option<&str>) -> bool {
    condition.is_none_or(|condition| condition.matching == "any" || Some(condition.matching) == given)
}

/// `number` with what was found replaced; the rest of it stays. A group that is not there, or took no part, is empty.
fn substituted(number: &str, found: &Captures<'_>, replacement: &Replacement) -> String {
    let whole = found.get(0).map_or(0..0, |whole| whole.range());
    let mut digits = number.get(..whole.start).unwrap_or_default().to_owned();
    for part in replacement.parts() {
        match part {
            ReplacePart::Literal(character) => digits.push(*character),
            ReplacePart::Whole => digits += number.get(whole.clone()).unwrap_or_default(),
            ReplacePart::Group(group) => digits += found.get(*group).map_or("", |group| group.as_str()),
        }
    }
    digits + number.get(whole.end..).unwrap_or_default()
}

fn write_pieces(pieces: &[RulePiece], pattern: &mut String) {
    for piece in pieces {
        write_piece(piece, pattern);
    }
}

fn write_piece(piece: &RulePiece, pattern: &mut String) {
    match &piece.element {
        RuleElement::Start => *pattern += "(?:^)",
        RuleElement::End => *pattern += "(?:$)",
        RuleElement::Any => pattern.push('.'),
        RuleElement::Literal(character) => *pattern += &regex::escape(&character.to_string()),
        RuleElement::Set { negated, characters } => {
            *pattern += if *negated { "[^" } else { "[" };
            for character in characters {
                *pattern += &regex::escape(&character.to_string());
            }
            pattern.push(']');
        }
        RuleElement::Group(_, inner) => {
            pattern.push('(');
            write_pieces(inner, pattern);
            pattern.push(')');
        }
        RuleElement::Nested(inner) => {
            *pattern += "(?:";
            write_piece(inner, pattern);
            pattern.push(')');
        }
    }
    *pattern += match piece.repeat {
        Repeat::Once => "",
        Repeat::Optional => "?",
        Repeat::ZeroOrMore => "*",
        Repeat::OneOrMore => "+",
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn translator(rules: &[&str]) -> Translator {
        let text = format!("voice translation-rule 1\n {}\n", rules.join("\n "));
        let (plan, report) = read(&Tree::parse(&Source::new("rules", text)));
        assert!(report.is_empty(), "{report:?}");
        Translator::new(&plan.rule_tables[&1])
    }

    #[test]
    fn the_worked_example_adds_a_plus() {
        let rules = translator(&[r"rule 1 /^\(120655555..\)/ /+\1/"]);
        assert_eq!(rules.digits("12065555512").unwrap(), "+12065555512");
        assert_eq!(rules.digits("12065555612").unwrap(), "12065555612");
    }

    #[test]
    fn sets_of_odd_characters_are_literal() {
        let rules = translator(&["rule 1 /[.&~-]+/ /x/", "rule 2 /[^0-9a]/ //"]);
        assert_eq!(rules.digits("1&.2").unwrap(), "1x2");
        assert_eq!(rules.digits("1d").unwrap(), "1");
    }

    #[test]
    fn any_fits_a_number_without_a_plan() {
        let rules = translator(&["rule 1 /^1/ /2/ plan any national"]);
        let Translation::Translated(1, number) = rules.apply(&PartyNumber::plain("12")) else { panic!("matches") };
        assert_eq!((number.digits.as_str(), number.plan.as_deref()), ("22", Some("national")));
    }
}
