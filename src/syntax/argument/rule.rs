//! Rules of a voice translation-rule table.

use std::fmt;

use pest::iterators::Pair;

use super::grammar::Rule;
use super::{child, error, integer, read, span, typography, whole};
use crate::syntax::pattern::{Fault, MatchPattern, PatternError, Replacement};
use crate::syntax::words::Words;

/// One rule of a voice translation-rule table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationRule {
    /// Rules are tried in ascending order of this number.
    pub precedence: u32,
    /// What it looks for.
    pub matching: MatchPattern,
    /// What the matched text becomes; `None`: the call is rejected.
    pub replacement: Option<Replacement>,
    /// Condition on the type of number.
    pub number_type: Option<Condition>,
    /// Condition on the numbering plan.
    pub plan: Option<Condition>,
}

/// A condition on the type or plan of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The keyword that must be given; `any` for every one.
    pub matching: &'static str,
    /// What it becomes; `None` in a reject rule.
    pub replacement: Option<&'static str>,
}

/// Types of number of a translation rule (Cisco 64020); the first is for matching only.
pub const NUMBER_TYPES: [&str; 8] =
    ["any", "abbreviated", "international", "national", "network", "reserved", "subscriber", "unknown"];

/// Numbering plans of a translation rule (Cisco 64020); the first is for matching only.
pub const NUMBER_PLANS: [&str; 9] =
    ["any", "data", "ermes", "isdn", "national", "private", "reserved", "telex", "unknown"];

impl fmt::Display for TranslationRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.replacement {
            Some(replacement) => write!(f, "{} /{}/ /{replacement}/", self.precedence, self.matching)?,
            None => write!(f, "{} reject /{}/", self.precedence, self.matching)?,
        }
        for (word, condition) in [("type", self.number_type), ("plan", self.plan)] {
            if let Some(Condition { matching, replacement }) = condition {
                write!(f, " {word} {matching}")?;
                replacement.map_or(Ok(()), |replacement| write!(f, " {replacement}"))?;
            }
        }
        Ok(())
    }
}

impl TranslationRule {
    /// The same rule, for numbers that begin (`^`) or end (`$`) with what it looks for; `None` where IOS would refuse or misread that.
    ///
    /// ```
    /// use dialc::syntax::argument::{Argument, TranslationRule, parse};
    /// use dialc::syntax::commands::Shape;
    /// let read = |text: &str| match parse(Shape::Rule, text).unwrap() {
    ///     Argument::Rule(rule) => rule,
    ///     other => panic!("{other}"),
    /// };
    /// let rule = read(r"1 /2\(...\)/ /5552\1/");
    /// assert_eq!(rule.anchored(true, false).unwrap().to_string(), r"1 /^2\(...\)/ /5552\1/");
    /// assert_eq!(rule.anchored(true, true).unwrap().to_string(), r"1 /^2\(...\)$/ /5552\1/");
    /// assert_eq!(read("1 /+5/ /9/").anchored(true, false), None);
    /// ```
    pub fn anchored(&self, start: bool, end: bool) -> Option<Self> {
        let (front, back) = (if start { "^" } else { "" }, if end { "$" } else { "" });
        let matching = MatchPattern::parse(&format!("{front}{}{back}", self.matching)).ok()?;
        // A quantifier that stands in front is that of nothing, and would be that of the `^`.
        let behind = matching.pieces().get(front.len()..front.len() + self.matching.pieces().len());
        (behind == Some(self.matching.pieces())).then(|| Self { matching, ..self.clone() })
    }
}

/// Reads a rule.
pub(super) fn translation_rule(text: &str) -> Result<TranslationRule, PatternError> {
    plain_rule(text).map_or_else(|| rule_by_grammar(text), Ok)
}

/// `N /match/ /replace/`, which most rules are; any other, and every error, is left to the grammar.
fn plain_rule(text: &str) -> Option<TranslationRule> {
    let (number, sides) = text.split_once(" /")?;
    let mut sides = sides.strip_suffix('/')?.split('/');
    let (matching, between, replacing) = (sides.next()?, sides.next()?, sides.next()?);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let precedence = number.parse().ok().filter(|number| digits && (1..=100).contains(number))?;
    if between != " " || sides.next().is_some() || !text.is_ascii() {
        return None;
    }
    let matching = MatchPattern::parse(matching).ok()?;
    let replacement = Some(Replacement::parse(replacing).ok()?);
    Some(TranslationRule { precedence, matching, replacement, number_type: None, plan: None })
}

/// What to say of a character of the match side that no number has, such as a letter of another alphabet that looks like `A`.
fn odd_character(text: &str, side: &std::ops::Range<usize>) -> Option<PatternError> {
    let (at, character) = text.get(side.clone())?.char_indices().find(|(_, character)| !character.is_ascii())?;
    let place = side.start + at..side.start + at + character.len_utf8();
    Some(error(place, format!("no number has `{}`, U+{:04X}", character.escape_debug(), u32::from(character))))
}

/// Reads a rule of any form.
fn rule_by_grammar(text: &str) -> Result<TranslationRule, PatternError> {
    let pair = whole(Rule::rule_statement, text, "`NUMBER /match/ /replace/` or `NUMBER reject /match/`")
        .map_err(|error| behind_rule(text, error))?;
    let precedence = child(&pair, Rule::number).map_or(Ok(0), |number| integer(&number, 1, 100))?;
    let form = child(&pair, Rule::reject).or_else(|| child(&pair, Rule::replace));
    let form = form.ok_or_else(|| error(0..text.len(), "a rule is missing here"))?;
    let read = |rule, known| child(&form, rule).map(|pair| condition(pair, known)).transpose();
    let number_type = read(Rule::type_match, &NUMBER_TYPES[..])?.or(read(Rule::type_pair, &NUMBER_TYPES[..])?);
    let plan = read(Rule::plan_match, &NUMBER_PLANS[..])?.or(read(Rule::plan_pair, &NUMBER_PLANS[..])?);
    let sides: Vec<_> = form.clone().into_inner().filter(|part| part.as_rule() == Rule::slashed).collect();
    // The sides may hold any character, but nobody can type these.
    if let Some(fault) = sides.iter().find_map(|side| typography::fault(text, &span(side))) {
        return Err(fault);
    }
    if let Some(fault) = sides.first().and_then(|side| odd_character(text, &span(side))) {
        return Err(fault);
    }
    let mut sides = sides.iter();
    let side = |pair: &Pair<'_, Rule>| pair.as_str().trim_matches('/').to_owned();
    let Some(first) = sides.next() else { return Err(error(0..text.len(), "a rule has a match side")) };
    let within = |pair: &Pair<'_, Rule>, mut error: PatternError| {
        let start = pair.as_span().start() + 1;
        error.at = error.at.start + start..error.at.end + start;
        error
    };
    let matching = MatchPattern::parse(&side(first)).map_err(|error| within(first, error))?;
    let replacement = sides
        .next()
        .map(|second| Replacement::parse(&side(second)).map_err(|error| within(second, error)))
        .transpose()?;
    Ok(TranslationRule { precedence, matching, replacement, number_type, plan })
}

/// What kind of fault the text behind a whole rule is: keywords of a type or plan that are too few or too many, or a
/// remark. `error` is that of the grammar; where no rule was read at all, it stands.
fn behind_rule(text: &str, error: PatternError) -> PatternError {
    let Some(pair) = read(Rule::rule_statement, text) else {
        return no_reject(text).or_else(|| no_blank(text)).unwrap_or(error);
    };
    let Some(form) = child(&pair, Rule::reject).or_else(|| child(&pair, Rule::replace)) else { return error };
    let wanted = if form.as_rule() == Rule::reject { 1 } else { 2 };
    let end = form.into_inner().filter(|part| part.as_rule() == Rule::slashed).map(|side| span(&side).end).last();
    let end = end.unwrap_or(text.len());
    let mut words = Words::new(text.get(end..).unwrap_or_default()).peekable();
    while let Some((start, word)) = words.next() {
        let Some((full, known)) = kinds_of(word) else { break };
        let mut last = start + word.len();
        let mut count = 0;
        while let Some((at, keyword)) = words.next_if(|(_, next)| super::fields::keyword(next, known).is_some()) {
            count += 1;
            last = at + keyword.len();
        }
        if count != wanted && words.peek().is_none_or(|(_, next)| count < wanted || kinds_of(next).is_some()) {
            return wrong_count(end + start..end + last, full, (count, wanted));
        }
    }
    error
}

/// What to say of a rule with another word in the place of `reject`: `8 rejct /55/`.
fn no_reject(text: &str) -> Option<PatternError> {
    let (start, word) = Words::new(text).nth(1)?;
    let is_word = word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !word.eq_ignore_ascii_case("reject");
    let is_pattern = text.get(start + word.len()..)?.trim_start_matches([' ', '\t']).starts_with('/');
    (is_word && is_pattern).then(|| super::no_keyword(word, start..start + word.len(), &["reject"]))
}

/// What to say of a rule whose patterns stand without a blank between them: `4 /1//2/`.
fn no_blank(text: &str) -> Option<PatternError> {
    let start = text.find('/')? + 1;
    let end = start + text.get(start..)?.find('/')? + 1;
    let behind = text.get(end..)?.strip_prefix('/')?;
    let is_number = text.get(..start - 1)?.trim_matches([' ', '\t']).bytes().all(|byte| byte.is_ascii_digit());
    let problem = || error(end - 1..end + 1, "a blank is missing between the two patterns");
    (is_number && behind.contains('/')).then(problem)
}

/// `type` or `plan`, which a word may be short for, and the keywords that can stand behind it; `None` for any other word.
fn kinds_of(word: &str) -> Option<(&'static str, &'static [&'static str])> {
    let full = super::fields::keyword(word, &["type", "plan"])?;
    Some((full, if full == "type" { &NUMBER_TYPES } else { &NUMBER_PLANS }))
}

fn wrong_count(at: std::ops::Range<usize>, word: &str, (count, wanted): (usize, usize)) -> PatternError {
    let keywords = if count == 1 { "keyword" } else { "keywords" };
    let (message, help) = if wanted == 1 {
        let message = format!("a reject rule has one keyword behind `{word}`, not {count}");
        (message, format!("`{word} MATCH`: there is no number that could be given another {word}"))
    } else {
        let message = format!("{count} {keywords} behind `{word}`, where a rule has two");
        (message, format!("`{word} MATCH REPLACE`: what the {word} must be, then what it becomes"))
    };
    PatternError::new(at, message).of(Fault::KeywordCount).with_help(help)
}

fn condition(pair: Pair<'_, Rule>, known: &[&'static str]) -> Result<Condition, PatternError> {
    let mut keywords = Vec::new();
    for (index, word) in pair.into_inner().enumerate() {
        let allowed = known.get(index.min(1)..).unwrap_or_default();
        let keyword = allowed
            .iter()
            .find(|one| Some(**one) == super::fields::keyword(word.as_str(), allowed))
            .ok_or_else(|| super::fields::no_keyword(word.as_str(), span(&word), allowed))?;
        keywords.push(*keyword);
    }
    let mut keywords = keywords.into_iter();
    Ok(Condition { matching: keywords.next().unwrap_or("any"), replacement: keywords.next() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_may_be_abbreviated() {
        let printed = |text| translation_rule(text).unwrap().to_string();
        assert_eq!(printed("5 /1/ /2/ ty any nat PL any isd"), "5 /1/ /2/ type any national plan any isdn");
        assert_eq!(printed("6 re /1/ t nat p isdn"), "6 reject /1/ type national plan isdn");
        let wrong = translation_rule("1 /1/ /2/ ty any").unwrap_err();
        assert_eq!((wrong.at, wrong.message.as_str()), (10..16, "1 keyword behind `type`, where a rule has two"));
    }

    /// Cisco 64020 and the command reference: every form and example has a blank there.
    #[test]
    fn a_blank_stands_between_the_patterns() {
        for text in ["4 /1//2/", "4 /1///"] {
            let wrong = translation_rule(text).unwrap_err();
            assert_eq!((wrong.at, wrong.message.as_str()), (4..6, "a blank is missing between the two patterns"));
        }
        assert!(translation_rule("4 // //").is_ok());
    }

    #[test]
    fn a_wrong_keyword_is_pointed_at() {
        let wrong = translation_rule("1 /1/ /2/ type any nationl").unwrap_err();
        assert_eq!((wrong.at, wrong.help.as_deref()), (19..26, Some("did you mean `national`?")));
        assert!(wrong.message.starts_with("`nationl` is not `abbreviated`, "), "{}", wrong.message);
        let wrong = translation_rule("1 reject /1/ plan isdnn").unwrap_err();
        assert_eq!((wrong.at, wrong.help.as_deref()), (18..23, Some("did you mean `isdn`?")));
        let wrong = translation_rule("8 rejct /55/").unwrap_err();
        assert_eq!((wrong.at, wrong.help.as_deref()), (2..7, Some("did you mean `reject`?")));
        assert_eq!(wrong.message, "`rejct` is not `reject`");
    }

    proptest::proptest! {
        #[test]
        fn a_plain_rule_is_what_the_grammar_reads(text in "[0-9]{1,3} {1,2}(/[0-9.^/]{0,4}/|reject) ?/[0-9\\\\]{0,3}/( type any national)? ?") {
            if let Some(plain) = plain_rule(&text) {
                proptest::prop_assert_eq!(Ok(plain), rule_by_grammar(&text), "{}", text);
            }
        }
    }
}
