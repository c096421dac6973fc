//! The two sides of a voice translation rule.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::OnceLock;

use compact_str::CompactString;
use pest::Parser as _;
use pest::iterators::Pair;

use super::quick::{self, Items};
use super::{Fault, PatternError, Repeat, character_at, failure_offset};

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
    text: CompactString,
    /// Of the plain form they are made when they are first asked for.
    pieces: OnceLock<Box<[RulePiece]>>,
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
        if let Some((_, groups)) = quick::matching(text, Items::Checked) {
            return Ok(Self { text: text.into(), pieces: OnceLock::new(), groups });
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
        Ok(Self { text: text.into(), pieces: pieces.into_boxed_slice().into(), groups })
    }

    /// As it was written, without the slashes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its items in order.
    pub fn pieces(&self) -> &[RulePiece] {
        let made = || quick::matching(&self.text, Items::Made).map_or_else(Vec::new, |(pieces, _)| pieces);
        self.pieces.get_or_init(|| made().into())
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
    text: CompactString,
    /// Of the plain form they are made when they are first asked for.
    parts: OnceLock<Box<[ReplacePart]>>,
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
        if quick::replacing(text, Items::Checked).is_some() {
            return Ok(Self { text: text.into(), parts: OnceLock::new() });
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
        let mut parts = Vec::new();
        for part in side.into_inner() {
            if part.as_rule() == Rule::plain {
                parts.extend(part.as_str().chars().map(ReplacePart::Literal));
            } else {
                parts.extend(replace_part(&part));
            }
        }
        Ok(Self { text: text.into(), parts: parts.into_boxed_slice().into() })
    }

    /// As it was written, without the slashes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its parts in order.
    pub fn parts(&self) -> &[ReplacePart] {
        self.parts.get_or_init(|| quick::replacing(&self.text, Items::Made).unwrap_or_default().into())
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
mod tests;
