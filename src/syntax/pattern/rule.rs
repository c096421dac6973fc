//! The two sides of a voice translation rule.

use std::collections::BTreeSet;
use std::fmt;

use pest::Parser as _;
use pest::iterators::Pair;

use super::{Fault, PatternError, Repeat, character_at, failure_offset, quick};

/// The grammar; its rules are named in `grammar/rule_pattern.pest`.
mod grammar {
    #![allow(missing_docs)]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/rule_pattern.pest"]
    pub(super) struct RuleGrammar;
}
use grammar::{Rule, RuleGrammar};

/// The match side of a translation rule, without its slashes. Equal when written alike.
#[derive(Clone)]
pub struct MatchPattern {
    text: String,
    pieces: Vec<RulePiece>,
    groups: usize,
}

/// An item of a match side and how often it may come. Several quantifiers behind one item are nested pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePiece {
    /// What it matches once.
    pub element: RuleElement,
    /// How often.
    pub repeat: Repeat,
}

/// What an item of a match side matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleElement {
    /// `^`: the start of the number.
    Start,
    /// `$`: the end of the number.
    End,
    /// One character.
    Literal(char),
    /// `.`: any one character.
    Any,
    /// `[...]` or `[^...]`: one character that is, or is not, in the set.
    Set {
        /// Whether it takes what is not in the set.
        negated: bool,
        /// The characters.
        characters: BTreeSet<char>,
    },
    /// `\(...\)`: the group of that number, from 1 in the order of the opening brackets.
    Group(usize, Vec<RulePiece>),
    /// An item with its own quantifier, so that it can bear another.
    Nested(Box<RulePiece>),
}

impl MatchPattern {
    /// Reads a match side.
    ///
    /// # Errors
    /// What IOS would not take or no source gives a meaning to, and where.
    ///
    /// ```
    /// use dialc::syntax::pattern::MatchPattern;
    /// assert_eq!(MatchPattern::parse(r"^\(120655555..\)").unwrap().groups(), 1);
    /// assert!(MatchPattern::parse(r"^408\(.(\)").is_ok());
    /// assert!(MatchPattern::parse(r"^408\(.").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        PatternError::check_length(text)?;
        if let Some((pieces, groups)) = quick::matching(text) {
            return Ok(Self { text: text.to_owned(), pieces, groups });
        }
        Self::parse_by_grammar(text)
    }

    /// Reads a match side of any form.
    pub(super) fn parse_by_grammar(text: &str) -> Result<Self, PatternError> {
        let side = RuleGrammar::parse(Rule::match_side, text)
            .map_err(|error| diagnose(text, failure_offset(&error)))?
            .next()
            .ok_or_else(|| PatternError::new(0..text.len(), "not a pattern"))?;
        let mut groups = 0;
        let pieces = pieces(side, &mut groups)?;
        Ok(Self { text: text.to_owned(), pieces, groups })
    }

    /// As it was written, without the slashes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its items in order.
    pub fn pieces(&self) -> &[RulePiece] {
        &self.pieces
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.groups
    }
}

impl PartialEq for MatchPattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for MatchPattern {}

impl fmt::Display for MatchPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for MatchPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.text)
    }
}

/// The replace side of a translation rule, without its slashes. Equal when written alike.
#[derive(Clone)]
pub struct Replacement {
    text: String,
    parts: Vec<ReplacePart>,
}

/// A part of a replace side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplacePart {
    /// A character that is written as it stands.
    Literal(char),
    /// `&` or `\0`: all that was matched.
    Whole,
    /// `\1` to `\9`: what the group of that number matched. One digit only: `\100` is group 1, then `00`.
    Group(usize),
}

impl Replacement {
    /// Reads a replace side.
    ///
    /// # Errors
    /// A backslash at the very end.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        PatternError::check_length(text)?;
        if let Some(parts) = quick::replacing(text) {
            return Ok(Self { text: text.to_owned(), parts });
        }
        Self::parse_by_grammar(text)
    }

    /// Reads a replace side of any form.
    pub(super) fn parse_by_grammar(text: &str) -> Result<Self, PatternError> {
        let side = RuleGrammar::parse(Rule::replace_side, text)
            .map_err(|error| {
                let at = failure_offset(&error);
                PatternError::new(at..text.len(), "nothing follows the backslash")
            })?
            .next()
            .ok_or_else(|| PatternError::new(0..text.len(), "not a replacement"))?;
        let mut parts = Vec::with_capacity(text.len());
        for part in side.into_inner() {
            if part.as_rule() == Rule::plain {
                parts.extend(part.as_str().chars().map(ReplacePart::Literal));
            } else {
                parts.extend(replace_part(&part));
            }
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// As it was written, without the slashes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its parts in order.
    pub fn parts(&self) -> &[ReplacePart] {
        &self.parts
    }
}

impl PartialEq for Replacement {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Replacement {}

impl fmt::Display for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.text)
    }
}

fn replace_part(pair: &Pair<'_, Rule>) -> Option<ReplacePart> {
    let last = pair.as_str().chars().last();
    match pair.as_rule() {
        Rule::group_reference => last.and_then(|digit| digit.to_digit(10)).map(|digit| match digit {
            0 => ReplacePart::Whole,
            group => ReplacePart::Group(group as usize),
        }),
        Rule::whole => Some(ReplacePart::Whole),
        Rule::escaped_literal => last.map(ReplacePart::Literal),
        Rule::EOI
        | Rule::match_side
        | Rule::run
        | Rule::single
        | Rule::opening
        | Rule::piece
        | Rule::quantifier
        | Rule::atom
        | Rule::start
        | Rule::end
        | Rule::any
        | Rule::group
        | Rule::back_reference
        | Rule::escaped
        | Rule::literal
        | Rule::set
        | Rule::negation
        | Rule::first_member
        | Rule::range
        | Rule::bound
        | Rule::member
        | Rule::replace_side
        | Rule::plain
        | Rule::part => None,
    }
}

/// The pieces of a match side or of a group.
fn pieces(pair: Pair<'_, Rule>, groups: &mut usize) -> Result<Vec<RulePiece>, PatternError> {
    let mut found = Vec::new();
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::run => found.extend(run(&part)),
            Rule::piece => found.push(piece(part, groups)?),
            Rule::opening => found.extend(last_literal(&part)),
            Rule::EOI
            | Rule::match_side
            | Rule::single
            | Rule::quantifier
            | Rule::atom
            | Rule::start
            | Rule::end
            | Rule::any
            | Rule::group
            | Rule::back_reference
            | Rule::escaped
            | Rule::literal
            | Rule::set
            | Rule::negation
            | Rule::first_member
            | Rule::range
            | Rule::bound
            | Rule::member
            | Rule::replace_side
            | Rule::part
            | Rule::group_reference
            | Rule::whole
            | Rule::escaped_literal
            | Rule::plain => {}
        }
    }
    Ok(found)
}

/// The typed form of a `run` of the grammar: an item for each character.
fn run(pair: &Pair<'_, Rule>) -> impl Iterator<Item = RulePiece> {
    pair.as_str().chars().map(|character| {
        let element = if character == '.' { RuleElement::Any } else { RuleElement::Literal(character) };
        RulePiece { element, repeat: Repeat::Once }
    })
}

fn last_literal(pair: &Pair<'_, Rule>) -> Option<RulePiece> {
    let character = pair.as_str().chars().last()?;
    Some(RulePiece { element: RuleElement::Literal(character), repeat: Repeat::Once })
}

fn piece(pair: Pair<'_, Rule>, groups: &mut usize) -> Result<RulePiece, PatternError> {
    let mut found: Option<RulePiece> = None;
    let once = |element| Some(RulePiece { element, repeat: Repeat::Once });
    let at = pair.as_span().start()..pair.as_span().end();
    for part in pair.into_inner() {
        let span = part.as_span().start()..part.as_span().end();
        match part.as_rule() {
            Rule::start => found = once(RuleElement::Start),
            Rule::end => found = once(RuleElement::End),
            Rule::any => found = once(RuleElement::Any),
            Rule::literal | Rule::escaped => found = last_literal(&part),
            Rule::set => found = once(set(part)?),
            Rule::group => {
                *groups += 1;
                let number = *groups;
                found = once(RuleElement::Group(number, pieces(part, groups)?));
            }
            Rule::quantifier => {
                let repeat = match part.as_str() {
                    "*" => Repeat::ZeroOrMore,
                    "+" => Repeat::OneOrMore,
                    _ => Repeat::Optional,
                };
                found = found.map(|item| match item.repeat {
                    Repeat::Once => RulePiece { repeat, ..item },
                    Repeat::Optional | Repeat::ZeroOrMore | Repeat::OneOrMore => {
                        RulePiece { element: RuleElement::Nested(Box::new(item)), repeat }
                    }
                });
            }
            Rule::back_reference => {
                let message = format!("`{}` on the match side: no Cisco document gives it a meaning", part.as_str());
                return Err(PatternError::new(span, message).with_help("refer to groups on the replace side only"));
            }
            Rule::EOI
            | Rule::match_side
            | Rule::run
            | Rule::single
            | Rule::opening
            | Rule::piece
            | Rule::atom
            | Rule::negation
            | Rule::first_member
            | Rule::range
            | Rule::bound
            | Rule::member
            | Rule::replace_side
            | Rule::part
            | Rule::group_reference
            | Rule::whole
            | Rule::escaped_literal
            | Rule::plain => {}
        }
    }
    found.ok_or_else(|| PatternError::new(at, "not part of a pattern"))
}

fn set(pair: Pair<'_, Rule>) -> Result<RuleElement, PatternError> {
    let at = pair.as_span().start()..pair.as_span().end();
    let mut characters = BTreeSet::new();
    let mut negated = false;
    for part in pair.into_inner() {
        let text = part.as_str();
        let span = part.as_span().start()..part.as_span().end();
        match part.as_rule() {
            Rule::negation => negated = true,
            Rule::first_member | Rule::member => characters.extend(text.chars()),
            Rule::range => {
                let (first, last) = text.split_once('-').unwrap_or((text, text));
                let (Some(first), Some(last)) = (first.chars().next(), last.chars().next()) else { continue };
                if first > last {
                    return Err(PatternError::new(span, format!("the range {text} is reversed")));
                }
                if !(first.is_ascii() && last.is_ascii()) {
                    return Err(PatternError::new(span, format!("the range {text} is not of digits")));
                }
                characters.extend(first..=last);
            }
            Rule::EOI
            | Rule::match_side
            | Rule::run
            | Rule::single
            | Rule::opening
            | Rule::piece
            | Rule::quantifier
            | Rule::atom
            | Rule::start
            | Rule::end
            | Rule::any
            | Rule::group
            | Rule::back_reference
            | Rule::escaped
            | Rule::literal
            | Rule::set
            | Rule::bound
            | Rule::replace_side
            | Rule::part
            | Rule::group_reference
            | Rule::whole
            | Rule::escaped_literal
            | Rule::plain => {}
        }
    }
    if characters.is_empty() {
        return Err(PatternError::new(at, "the brackets hold nothing"));
    }
    Ok(RuleElement::Set { negated, characters })
}

/// What is wrong with `text`, which the grammar could read up to the byte `offset`.
fn diagnose(text: &str, offset: usize) -> PatternError {
    let rest = text.get(offset..).unwrap_or_default();
    if rest.starts_with("\\)") {
        return PatternError::new(offset..offset + 2, "`\\)` closes a group that was not opened")
            .of(Fault::UnbalancedGroup);
    }
    if rest == "\\" {
        return PatternError::new(offset..text.len(), "nothing follows the backslash");
    }
    let open = |token: &str| text.rfind(token).map(|at| at..text.len());
    match (open("["), open("\\(")) {
        (Some(at), _) if !text.get(at.clone()).unwrap_or_default().contains(']') => {
            PatternError::new(at, "`[` is not closed")
        }
        (_, Some(at)) => PatternError::new(at, "`\\(` is not closed")
            .of(Fault::UnbalancedGroup)
            .with_help("close the group with `\\)`"),
        (_, None) => {
            let at = character_at(text, offset).map_or(offset..offset, |(_, at)| at);
            PatternError::new(at, "not part of a translation rule")
        }
    }
}

#[cfg(test)]
mod every_rule;

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(character: char) -> RulePiece {
        RulePiece { element: RuleElement::Literal(character), repeat: Repeat::Once }
    }

    #[test]
    fn every_token_has_its_meaning() {
        let pattern = MatchPattern::parse(r"^\(^1.[3-5-]\)+\+2*$").unwrap();
        let once = |element| RulePiece { element, repeat: Repeat::Once };
        let set = RuleElement::Set { negated: false, characters: "345-".chars().collect() };
        let inner = vec![once(RuleElement::Start), literal('1'), once(RuleElement::Any), once(set)];
        assert_eq!(
            pattern.pieces(),
            [
                once(RuleElement::Start),
                RulePiece { element: RuleElement::Group(1, inner), repeat: Repeat::OneOrMore },
                literal('+'),
                RulePiece { repeat: Repeat::ZeroOrMore, ..literal('2') },
                once(RuleElement::End),
            ]
        );
    }

    #[test]
    fn bare_brackets_and_a_leading_quantifier_are_literal() {
        assert_eq!(MatchPattern::parse("(1)").unwrap().pieces(), [literal('('), literal('1'), literal(')')]);
        assert_eq!(MatchPattern::parse("+5").unwrap().pieces(), [literal('+'), literal('5')]);
        assert!(MatchPattern::parse("").unwrap().pieces().is_empty());
    }

    #[test]
    fn groups_are_numbered_by_their_opening() {
        let pattern = MatchPattern::parse(r"\(1\(2\)\)\(3\)").unwrap();
        assert_eq!(pattern.groups(), 3);
        let RuleElement::Group(1, inner) = &pattern.pieces()[0].element else { panic!("group 1 first") };
        assert!(matches!(inner[1].element, RuleElement::Group(2, _)));
        assert!(matches!(pattern.pieces()[1].element, RuleElement::Group(3, _)));
    }

    #[test]
    fn replacements() {
        use ReplacePart::{Group, Literal, Whole};
        let parts = |text| Replacement::parse(text).unwrap().parts().to_vec();
        assert_eq!(parts(r"+\100&"), [Literal('+'), Group(1), Literal('0'), Literal('0'), Whole]);
        assert_eq!(parts(r"\000"), [Whole, Literal('0'), Literal('0')]);
        assert_eq!(parts(r"\*"), [Literal('*')]);
        assert!(Replacement::parse("1\\").is_err());
    }

    #[test]
    fn errors_are_at_their_place() {
        let error = |text| {
            let error = MatchPattern::parse(text).unwrap_err();
            (error.at, error.message)
        };
        assert_eq!(error(r"^919\(.(\"), (9 - 1..9, "nothing follows the backslash".into()));
        assert_eq!(error(r"1\)"), (1..3, r"`\)` closes a group that was not opened".into()));
        assert_eq!(error(r"1\(2"), (1..4, r"`\(` is not closed".into()));
        assert_eq!(error("1[2"), (1..3, "`[` is not closed".into()));
        assert_eq!(error("[5-2]"), (1..4, "the range 5-2 is reversed".into()));
        assert_eq!(error(r"\(1\)\1").0, 5..7);
    }
}
