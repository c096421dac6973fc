//! Applying an old rule table, `translation-rule N`, to one number.
//!
//! Little is documented of this scheme: a search for digits, with `.` for any one, `%` for zero or more of what is before
//! it, and `^` for the start of the number. The digits in front of the first wildcard are replaced, those that wildcards
//! take are carried over. What else a rule can say (ANY, NULL, other signs) no source explains, so such a rule takes no
//! part, and the table says which these are.

use regex::Regex;

use super::profile::{Assumption, Profile};
use super::translate::{PartyNumber, Translation};
use crate::automaton::{Applies, Rewrite};
use crate::model::{Id, Object};
use crate::number::Symbol;
use crate::source::{Located, Span};
use crate::syntax::argument::{NUMBER_TYPES, Statement, keyword};
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Repeat, ReplacePart, RuleElement, RulePiece};

/// An old rule table, ready to be applied.
#[derive(Debug)]
pub struct OldTranslator {
    rules: Vec<OldRule>,
    not_understood: Vec<Span>,
    /// Whether a type is compared where the call carries none.
    compared: bool,
}

#[derive(Debug)]
struct OldRule {
    index: u32,
    search: Regex,
    /// How many bytes of what is found are replaced.
    literal: usize,
    substitute: String,
    /// The type that is matched.
    from: Option<&'static str>,
    /// What it becomes.
    to: Option<&'static str>,
}

impl OldTranslator {
    /// Makes a table ready for a router with this profile. Rules that are not valid take no part.
    pub fn new(table: &Object<Id>, profile: &Profile) -> Self {
        let (mut rules, mut not_understood) = (Vec::new(), Vec::new());
        for statement in table.settings.statements(Command::OldRule) {
            match OldRule::new(&statement) {
                Some(rule) => rules.push(rule),
                None => not_understood.push(statement.span),
            }
        }
        Self { rules, not_understood, compared: profile.is(Assumption::OldRuleType, "compared") }
    }

    /// The rules that say what no source explains. They take no part.
    pub fn not_understood(&self) -> &[Span] {
        &self.not_understood
    }

    /// Applies the first rule that matches number and type.
    pub fn apply(&self, number: &PartyNumber) -> Translation {
        self.explained(number).0
    }

    /// The same, and the assumptions that the result rests on.
    pub fn explained(&self, number: &PartyNumber) -> (Translation, Vec<Assumption>) {
        let mut assumed = Vec::new();
        for rule in &self.rules {
            let Some(found) = rule.search.find(&number.digits) else { continue };
            let fits = match (rule.from, number.number_type.as_deref()) {
                (None | Some("any"), _) => true,
                (Some(_), None) => {
                    assumed = vec![Assumption::OldRuleType];
                    !self.compared
                }
                (Some(from), Some(given)) => from == given,
            };
            if !fits {
                continue;
            }
            let before = number.digits.get(..found.start()).unwrap_or_default();
            let after = number.digits.get(found.start() + rule.literal..).unwrap_or_default();
            let translated = PartyNumber {
                digits: [before, &rule.substitute, after].concat(),
                number_type: rule.to.map(str::to_owned).or_else(|| number.number_type.clone()),
                plan: number.plan.clone(),
            };
            return (Translation::Translated(rule.index, translated), assumed);
        }
        (Translation::NoMatch, assumed)
    }
}

/// An old table as rules over whole sets of numbers.
#[derive(Debug)]
pub(crate) struct OldRewrites {
    /// The rules, each with whether it compares the type of the number.
    pub(crate) rules: Vec<(Rewrite, bool)>,
    /// What is said of those that take no part.
    pub(crate) not_understood: Vec<String>,
    /// Whether a rule sets a type.
    pub(crate) sets_type: bool,
}

impl OldRewrites {
    pub(super) fn of(table: &Object<Id>, number: u32) -> Self {
        let mut all = Self { rules: Vec::new(), not_understood: Vec::new(), sets_type: false };
        for statement in table.settings.statements(Command::OldRule) {
            let (Some(rule), Statement::OldRule { search, .. }) = (OldRule::new(&statement), statement.value) else {
                all.not_understood.push(format!("a rule of translation-rule {number} says what no document explains"));
                continue;
            };
            all.sets_type |= rule.to.is_some();
            all.rules.push((rule.rewrite(search), rule.from.is_some_and(|from| from != "any")));
        }
        all
    }
}

impl OldRule {
    /// The rule in the form of the newer ones: what is carried over is a group.
    fn rewrite(&self, search: &str) -> Rewrite {
        let once = |element| RulePiece { element, repeat: Repeat::Once };
        let mut pieces: Vec<RulePiece> = Vec::new();
        for character in search.trim_start_matches('^').chars() {
            match (character, pieces.last_mut()) {
                ('%', Some(last)) => last.repeat = Repeat::ZeroOrMore,
                ('.', _) => pieces.push(once(RuleElement::Any)),
                (literal, _) => pieces.push(once(RuleElement::Literal(literal))),
            }
        }
        let rest = pieces.split_off(self.literal.min(pieces.len()));
        let start = search.starts_with('^').then(|| once(RuleElement::Start));
        let group = once(RuleElement::Group(1, rest));
        let matching = start.into_iter().chain(pieces).chain([group]).collect();
        let literals = self.substitute.chars().map(ReplacePart::Literal);
        let replacement = Some(literals.chain([ReplacePart::Group(1)]).collect());
        Rewrite { matching, replacement, applies: Applies::Always }
    }

    /// `None` where the rule says what no source explains.
    fn new(statement: &Located<&Statement>) -> Option<Self> {
        let Statement::OldRule { index, search, substitute, types } = statement.value else { return None };
        let (search, literal) = search_of(search)?;
        let of_symbols = substitute.chars().all(|character| Symbol::new(character).is_some());
        let known = |word: &str| keyword(word, &NUMBER_TYPES);
        let from = types.as_ref().and_then(|(from, _)| known(from));
        let to = types.as_ref().and_then(|(_, to)| known(to.as_deref()?)).filter(|to| *to != "any");
        let rule = Self { index: *index, search, literal, substitute: substitute.clone(), from, to };
        of_symbols.then_some(rule)
    }
}

/// What a rule looks for, and how many digits stand in front of the first wildcard.
fn search_of(search: &str) -> Option<(Regex, usize)> {
    let (mut pattern, rest) = match search.strip_prefix('^') {
        Some(rest) => ("(?s)^".to_owned(), rest),
        None => ("(?s)".to_owned(), search),
    };
    let mut literal = rest.find(['.', '%']).unwrap_or(rest.len());
    if literal > 0 && rest.get(literal..).is_some_and(|rest| rest.starts_with('%')) {
        // The digit in front of it is what is repeated.
        literal -= 1;
    }
    let mut repeatable = false;
    for character in rest.chars() {
        match character {
            '.' => pattern.push('.'),
            '%' if repeatable => pattern.push('*'),
            digit if Symbol::new(digit).is_some_and(|symbol| symbol != Symbol::PLUS) => {
                pattern += &regex::escape(digit.encode_utf8(&mut [0; 4]));
            }
            _ => return None,
        }
        repeatable = character != '%';
    }
    Regex::new(&pattern).ok().map(|regex| (regex, literal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn table(rules: &[&str], assume: Option<&str>) -> OldTranslator {
        let text = format!("translation-rule 5\n {}\n", rules.join("\n "));
        let (plan, report) = read(&Tree::parse(&Source::new("rules", text)));
        assert!(report.is_empty(), "{report:?}");
        let mut profile = Profile::default();
        if let Some(text) = assume {
            profile.assume(text).unwrap();
        }
        OldTranslator::new(plan.other(Command::OldTranslationRule, &Id::Number(5)).unwrap(), &profile)
    }

    fn digits(rules: &[&str], number: &str) -> Option<String> {
        match table(rules, None).apply(&PartyNumber::plain(number)) {
            Translation::Translated(_, number) => Some(number.digits),
            Translation::NoMatch | Translation::Rejected(_) => None,
        }
    }

    #[test]
    fn old_rules_replace_digits_and_carry_wildcards() {
        let is = |rule: &str, number: &str, expected: &str| {
            assert_eq!(digits(&[rule], number).as_deref(), Some(expected), "{rule}");
        };
        is("rule 1 ^7.... 904987", "71234", "9049871234");
        is("rule 1 555.% 1408555", "5551234", "14085551234");
        is("rule 1 555.% 1408555", "555", "1408555");
        is("rule 0 ^37103 1", "3710355", "155");
        is("rule 6 ^2", "2001", "001");
        is("rule 1 55% 9", "5", "9");
        is("rule 1 55% 9", "1555", "1955");
        is("rule 1 12 9", "4123", "493");
        assert_eq!(digits(&["rule 1 ^12 9"], "412"), None);
        assert_eq!(digits(&["rule 1 12. 9"], "412"), None);
        assert_eq!(digits(&["rule 2 ^1 8", "rule 1 ^12 9", "rule 3 ^12 7"], "123").as_deref(), Some("93"));
    }

    #[test]
    fn the_type_of_an_old_rule_is_compared_where_there_is_one() {
        let of = |kind: &str| PartyNumber { number_type: Some(kind.into()), ..PartyNumber::plain("123") };
        let becomes = |kind: Option<&str>| {
            let number_type = kind.map(str::to_owned);
            Translation::Translated(1, PartyNumber { digits: "93".into(), number_type, plan: None })
        };
        let rules = table(&["rule 1 12 9 int nat"], None);
        assert_eq!(rules.explained(&of("international")), (becomes(Some("national")), vec![]));
        assert_eq!(rules.explained(&of("unknown")), (Translation::NoMatch, vec![]));
        let open = (becomes(Some("national")), vec![Assumption::OldRuleType]);
        assert_eq!(rules.explained(&PartyNumber::plain("123")), open);
        let rules = table(&["rule 1 12 9 int nat"], Some("old-rule-type=compared"));
        assert_eq!(rules.explained(&PartyNumber::plain("123")), (Translation::NoMatch, vec![Assumption::OldRuleType]));
        assert_eq!(table(&["rule 1 12 9 any"], None).explained(&PartyNumber::plain("123")), (becomes(None), vec![]));
    }

    #[test]
    fn what_no_source_explains_takes_no_part() {
        for rule in ["rule 1 ANY 5", "rule 1 ^[12] 5", "rule 1 %1 5", "rule 1 1%% 5", "rule 1 1 NULL", "rule 1 +1 5"] {
            let rules = table(&[rule, "rule 2 1 6"], None);
            assert_eq!(rules.not_understood().len(), 1, "{rule}");
            assert_eq!(rules.apply(&PartyNumber::plain("1")), Translation::Translated(2, PartyNumber::plain("6")));
        }
    }
}
