//! Applying a voice translation-rule table to one number.
//!
//! A rule is a regular expression of its own dialect (docs/ios-semantics.md, "Translation rules"); here it is turned into
//! one of the regex crate, which is leftmost-first and greedy, as every documented example is.

use regex::{CaptureLocations, Regex, RegexSet};

use super::profile::{Assumption, Profile};
use crate::model::RuleTable;
use crate::number::Symbol;
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
    rules: Vec<Rule>,
    /// Whether a condition `any` holds for a call that carries no value.
    any_fits: bool,
    /// Whether a group that the match does not have is its figure, and not empty.
    figures: bool,
    /// What is assumed of replacements that are one blank.
    profile: Profile,
}

#[derive(Debug)]
struct Rule {
    regex: Regex,
    rule: TranslationRule,
}

impl Translator {
    /// Makes a table ready for a router with this profile. Rules that are not valid take no part.
    pub fn new(table: &RuleTable, profile: &Profile) -> Self {
        let compiled = |rule: &TranslationRule| {
            let mut pattern = String::from("(?s)");
            write_pieces(rule.matching.pieces(), &mut pattern);
            let regex = Regex::new(&pattern);
            debug_assert!(regex.is_ok(), "64 characters are not too much for the regex crate: {pattern}");
            regex.ok().map(|regex| Rule { regex, rule: rule.clone() })
        };
        Self {
            rules: table.rules().filter_map(|rule| compiled(rule.value)).collect(),
            any_fits: profile.is(Assumption::AnyType, "fits"),
            figures: profile.is(Assumption::MissingGroup, "digit"),
            profile: profile.clone(),
        }
    }

    /// Applies the first rule that matches number, type and plan; one substitution, at the leftmost place (Cisco 61083,
    /// 64020).
    pub fn apply(&self, number: &PartyNumber) -> Translation {
        self.explained(number).0
    }

    /// The same, and the assumptions that the result rests on.
    pub fn explained(&self, number: &PartyNumber) -> (Translation, Vec<Assumption>) {
        let mut series = Series { translator: self, set: None, found: Vec::new(), assumed: Vec::new() };
        (series.apply(number), series.assumed)
    }

    /// The table for many numbers, one after the other.
    pub fn series(&self) -> Series<'_> {
        let set = RegexSet::new(self.rules.iter().map(|rule| rule.regex.as_str())).ok();
        Series { translator: self, set, found: Vec::new(), assumed: Vec::new() }
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

/// A rule table that is applied to many numbers: it looks for all rules at once, and keeps the room that it needs.
#[derive(Debug)]
pub struct Series<'a> {
    translator: &'a Translator,
    /// All rules as one; worth its making only for many numbers.
    set: Option<RegexSet>,
    /// Where the groups of a rule were found, by rule.
    found: Vec<Option<CaptureLocations>>,
    assumed: Vec<Assumption>,
}

impl Series<'_> {
    /// Applies the table, as [`Translator::apply`] does.
    pub fn apply(&mut self, number: &PartyNumber) -> Translation {
        self.assumed.clear();
        let rules = self.translator.rules.as_slice();
        if let Some(set) = &self.set {
            let matching = set.matches(&number.digits);
            let found = matching.iter().find_map(|index| self.tried(index, number));
            return found.unwrap_or(Translation::NoMatch);
        }
        let mut matching = (0..rules.len()).filter(|index| {
            // Whether it matches is found out much faster than where.
            rules.get(*index).is_some_and(|rule| rule.regex.is_match(&number.digits))
        });
        matching.find_map(|index| self.tried(index, number)).unwrap_or(Translation::NoMatch)
    }

    /// The assumptions that the last result rests on.
    pub fn assumed(&self) -> &[Assumption] {
        &self.assumed
    }

    /// What the rule at `index`, which matches the digits, makes of a number; `None` where type or plan do not fit.
    fn tried(&mut self, index: usize, number: &PartyNumber) -> Option<Translation> {
        let Rule { regex, rule } = self.translator.rules.get(index)?;
        let fits = fits(rule.number_type, number.number_type.as_deref()).min(fits(rule.plan, number.plan.as_deref()));
        if fits == Fits::Open {
            assume(&mut self.assumed, Assumption::AnyType);
        }
        if fits == Fits::No || (fits == Fits::Open && !self.translator.any_fits) {
            return None;
        }
        let Some(replacement) = &rule.replacement else { return Some(Translation::Rejected(rule.precedence)) };
        if self.found.len() <= index {
            self.found.resize(index + 1, None);
        }
        let found = self.found.get_mut(index)?.get_or_insert_with(|| regex.capture_locations());
        regex.captures_read(found, &number.digits)?;
        if replacement.parts().iter().any(|part| matches!(part, ReplacePart::Group(group) if *group >= found.len())) {
            assume(&mut self.assumed, Assumption::MissingGroup);
        }
        if is_blank(replacement) {
            assume(&mut self.assumed, Assumption::BlankReplacement);
        }
        let parts = parts_of(replacement, &self.translator.profile);
        let replaced = |condition: Option<Condition>, given: &Option<String>| {
            condition.and_then(|condition| condition.replacement).map(str::to_owned).or_else(|| given.clone())
        };
        let translated = PartyNumber {
            digits: substituted(&number.digits, found, parts, self.translator.figures),
            number_type: replaced(rule.number_type, &number.number_type),
            plan: replaced(rule.plan, &number.plan),
        };
        Some(Translation::Translated(rule.precedence, translated))
    }
}

fn assume(assumed: &mut Vec<Assumption>, assumption: Assumption) {
    if !assumed.contains(&assumption) {
        assumed.push(assumption);
    }
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fits {
    No,
    /// No document says.
    Open,
    Yes,
}

/// Whether a condition holds. Without one, nothing is checked (command reference, `rule`). Whether `any` holds where the
/// call carries no value no document says; the examples with `plan any` do not state the plan of their numbers.
fn fits(condition: Option<Condition>, given: Option<&str>) -> Fits {
    match (condition, given) {
        (None, _) => Fits::Yes,
        (Some(condition), None) if condition.matching == "any" => Fits::Open,
        (Some(condition), Some(_)) if condition.matching == "any" => Fits::Yes,
        (Some(condition), given) if Some(condition.matching) == given => Fits::Yes,
        (Some(_), _) => Fits::No,
    }
}

/// Whether a replacement is one blank, which Cisco 64020 prints where the command reference has `//`.
pub(crate) fn is_blank(replacement: &Replacement) -> bool {
    replacement.text() == " "
}

/// The parts of a replacement, on a router with this profile.
pub(crate) fn parts_of<'r>(replacement: &'r Replacement, profile: &Profile) -> &'r [ReplacePart] {
    let nothing = is_blank(replacement) && profile.is(Assumption::BlankReplacement, "nothing");
    if nothing { &[] } else { replacement.parts() }
}

/// A character that a replacement puts into numbers and that no number has: the command reference (`rule`) has IOS refuse
/// such a line, without saying which characters it takes.
pub fn odd_character(replacement: &Replacement) -> Option<char> {
    replacement.parts().iter().filter(|_| !is_blank(replacement)).find_map(|part| match part {
        ReplacePart::Literal(literal) => Symbol::new(*literal).is_none().then_some(*literal),
        ReplacePart::Whole | ReplacePart::Group(_) => None,
    })
}

/// `number` with what was found replaced; the rest of it stays. A group that took no part is empty; one that is not there
/// is too, or its figure.
fn substituted(number: &str, found: &CaptureLocations, parts: &[ReplacePart], figures: bool) -> String {
    let (start, end) = found.get(0).unwrap_or_default();
    let slice = |(start, end): (usize, usize)| number.get(start..end).unwrap_or_default();
    let mut digits = String::with_capacity(number.len() + parts.len());
    digits += slice((0, start));
    for part in parts {
        match part {
            ReplacePart::Literal(character) => digits.push(*character),
            ReplacePart::Whole => digits += slice((start, end)),
            ReplacePart::Group(group) if *group < found.len() => {
                digits += found.get(*group).map_or("", slice);
            }
            ReplacePart::Group(group) => {
                digits.extend(
                    u32::try_from(*group).ok().and_then(|group| char::from_digit(group, 10)).filter(|_| figures),
                );
            }
        }
    }
    digits + slice((end, number.len()))
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
        Translator::new(&plan.rule_tables[&1], &Profile::default())
    }

    fn assuming(rules: &[&str], assume: &str) -> Translator {
        let text = format!("voice translation-rule 1\n {}\n", rules.join("\n "));
        let mut profile = Profile::default();
        profile.assume(assume).unwrap();
        Translator::new(&read(&Tree::parse(&Source::new("rules", text))).0.rule_tables[&1], &profile)
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
    fn whether_any_fits_a_number_without_a_plan_is_assumed() {
        let rules = ["rule 1 /^1/ /2/ plan any national", "rule 2 /^1/ /3/"];
        let number = PartyNumber::plain("12");
        let (Translation::Translated(1, translated), assumed) = translator(&rules).explained(&number) else {
            panic!("matches")
        };
        assert_eq!((translated.digits.as_str(), translated.plan.as_deref()), ("22", Some("national")));
        assert_eq!(assumed, [Assumption::AnyType]);
        let (result, assumed) = assuming(&rules, "any-type=does-not-fit").explained(&number);
        assert_eq!(result, Translation::Translated(2, PartyNumber::plain("32")));
        assert_eq!(assumed, [Assumption::AnyType]);
    }

    #[test]
    fn nothing_is_assumed_where_something_else_decides() {
        let rules = translator(&["rule 1 /^1/ /2/ type any national plan isdn national", "rule 2 /^9/ /3/"]);
        let with = |digits: &str, kind: Option<&str>, plan: Option<&str>| {
            let [number_type, plan] = [kind, plan].map(|word| word.map(str::to_owned));
            rules.explained(&PartyNumber { digits: digits.into(), number_type, plan })
        };
        // The plan does not fit, the type is given, or the number does not match.
        for number in [with("1", None, Some("telex")), with("1", None, None), with("2", None, Some("isdn"))] {
            assert_eq!(number, (Translation::NoMatch, vec![]));
        }
        assert_eq!(with("1", Some("unknown"), Some("isdn")).1, []);
        assert_eq!(with("1", None, Some("isdn")).1, [Assumption::AnyType]);
    }

    #[test]
    fn what_a_missing_group_is_is_assumed() {
        let rules = [r"rule 1 /^24/ /9924\1/", r"rule 2 /^\(1\)?2/ /9\1/"];
        let number = PartyNumber::plain("245");
        let translated = |digits| Translation::Translated(1, PartyNumber::plain(digits));
        assert_eq!(translator(&rules).explained(&number), (translated("99245"), vec![Assumption::MissingGroup]));
        let (result, assumed) = assuming(&rules, "missing-group=digit").explained(&number);
        assert_eq!((result, assumed), (translated("992415"), vec![Assumption::MissingGroup]));
        // A group that is there and took no part is empty.
        let (result, assumed) = assuming(&rules, "missing-group=digit").explained(&PartyNumber::plain("25"));
        assert_eq!((result, assumed), (Translation::Translated(2, PartyNumber::plain("95")), vec![]));
    }

    #[test]
    fn a_series_gives_what_single_numbers_give() {
        let rules = translator(&[
            "rule 1 /^1/ /2/ plan any national",
            r"rule 2 /\(5\)\(6\)?/ /\2\1\3/",
            "rule 3 reject /^7/",
            "rule 5 /^1/ /4/",
        ]);
        let mut series = rules.series();
        for digits in ["", "1", "15", "56", "9565", "7", "75", "8", "1"] {
            let number = PartyNumber::plain(digits);
            let (result, assumed) = rules.explained(&number);
            assert_eq!((series.apply(&number), series.assumed()), (result, &*assumed), "{digits}");
        }
    }
}
