//! Patterns of dial-peers: `destination-pattern`, `incoming called-number`, `answer-address`, e164-pattern-map entries.

use std::fmt;
use std::sync::OnceLock;

use compact_str::CompactString;
use pest::Parser as _;
use pest::iterators::Pair;

use super::quick::{self, Items};
use super::{PatternError, character_at, failure_offset};
use crate::number::{Symbol, SymbolSet};

/// The grammar; its rules are named in `grammar/number_pattern.pest`.
mod grammar {
    #![allow(missing_docs)]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/number_pattern.pest"]
    pub(super) struct NumberGrammar;
}
use grammar::{NumberGrammar, Rule};

/// A pattern of a dial-peer. Equal when written alike.
#[derive(Clone)]
pub struct NumberPattern {
    text: CompactString,
    /// Of the plain form they are made when they are first asked for.
    pieces: OnceLock<Box<[Piece]>>,
    timer: bool,
    end_anchor: bool,
}

/// An item of a pattern and how often it may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it matches once.
    pub element: Element,
    /// How often.
    pub repeat: Repeat,
}

/// What an item matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// One symbol: a digit, `A` to `F`, `*`, `#`, or a leading `+`.
    Literal(Symbol),
    /// `.`: any symbol (Cisco 211306).
    Any,
    /// `[...]`: one symbol of the set; a negated set is kept as what it leaves (`[^1-3]` also takes `*`, Cisco 211306).
    Set(SymbolSet),
    /// `(...)`: the pieces in turn.
    Group(Vec<Piece>),
    /// `,`: a pause of one second while dialling; matches nothing.
    Pause,
}

/// How often an item may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Just once.
    Once,
    /// `?`: once or not at all.
    Optional,
    /// `%`: any number of times, also none.
    ZeroOrMore,
    /// `+`: once or more.
    OneOrMore,
}

impl Repeat {
    /// The least and the greatest number of times; `None`: without limit.
    pub fn bounds(self) -> (usize, Option<usize>) {
        match self {
            Self::Once => (1, Some(1)),
            Self::Optional => (0, Some(1)),
            Self::ZeroOrMore => (0, None),
            Self::OneOrMore => (1, None),
        }
    }
}

impl NumberPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What IOS would not take, and where.
    ///
    /// ```
    /// use dialc::syntax::pattern::NumberPattern;
    /// assert!(NumberPattern::parse("91[2-9]..[2-9]......").is_ok());
    /// assert_eq!(NumberPattern::parse("12[0-").unwrap_err().at, 2..5);
    /// ```
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        PatternError::check_length(text)?;
        if let Some((_, timer, end_anchor)) = quick::number(text, Items::Checked) {
            return Ok(Self { text: text.into(), pieces: OnceLock::new(), timer, end_anchor });
        }
        Self::parse_by_grammar(text)
    }

    /// Reads a pattern of any form.
    pub(super) fn parse_by_grammar(text: &str) -> Result<Self, PatternError> {
        let pattern = NumberGrammar::parse(Rule::pattern, text)
            .map_err(|error| diagnose(text, failure_offset(&error)))?
            .next()
            .ok_or_else(|| PatternError::new(0..text.len(), "not a pattern"))?;
        let mut pieces = Vec::new();
        let (mut timer, mut end_anchor) = (false, false);
        for pair in pattern.into_inner() {
            match pair.as_rule() {
                Rule::plus => {
                    pieces.push(Piece { element: Element::Literal(Symbol::PLUS), repeat: Repeat::Once });
                }
                Rule::run => pieces.extend(run(&pair)),
                Rule::piece => pieces.push(piece(pair)?),
                Rule::timer => timer = true,
                Rule::end => end_anchor = true,
                Rule::start
                | Rule::single
                | Rule::EOI
                | Rule::pattern
                | Rule::quantifier
                | Rule::atom
                | Rule::any
                | Rule::pause
                | Rule::literal
                | Rule::group
                | Rule::set
                | Rule::negation
                | Rule::range
                | Rule::bound
                | Rule::member
                | Rule::separator => {}
            }
        }
        Ok(Self { text: text.into(), pieces: pieces.into_boxed_slice().into(), timer, end_anchor })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its items in order; the implied or written `^` in front is not among them.
    pub fn pieces(&self) -> &[Piece] {
        let made = || quick::number(&self.text, Items::Made).map_or_else(Vec::new, |(pieces, ..)| pieces);
        self.pieces.get_or_init(|| made().into())
    }

    /// Whether it ends in `T`: any further digits, until the inter-digit timeout or the terminator.
    pub fn has_timer(&self) -> bool {
        self.timer
    }

    /// Whether it ends in `$`. Without it, a number that goes on behind the pattern matches too (Cisco 14074:
    /// matching is variable-length by default).
    pub fn has_end_anchor(&self) -> bool {
        self.end_anchor
    }

    /// Whether it begins with a literal `+`.
    pub fn has_leading_plus(&self) -> bool {
        let first = self.pieces().first().map(|piece| &piece.element);
        first.is_some_and(|first| *first == Element::Literal(Symbol::PLUS))
    }

    /// Number of dots. More than 15 in one dial-peer are not supported (Cisco 211306).
    pub fn dots(&self) -> usize {
        fn count(pieces: &[Piece]) -> usize {
            pieces
                .iter()
                .map(|piece| match &piece.element {
                    Element::Any => 1,
                    Element::Group(inner) => count(inner),
                    Element::Literal(_) | Element::Set(_) | Element::Pause => 0,
                })
                .sum()
        }
        count(self.pieces())
    }
}

impl PartialEq for NumberPattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for NumberPattern {}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}

/// The typed form of a `run` of the grammar: an item for each character.
fn run(pair: &Pair<'_, Rule>) -> impl Iterator<Item = Piece> {
    pair.as_str().chars().map(|character| {
        let element = Symbol::new(character).map_or(Element::Any, Element::Literal);
        Piece { element, repeat: Repeat::Once }
    })
}

/// The items within the brackets of a group.
fn pieces(pair: Pair<'_, Rule>) -> Result<Vec<Piece>, PatternError> {
    let mut found = Vec::new();
    for part in pair.into_inner() {
        if part.as_rule() == Rule::run {
            found.extend(run(&part));
        } else {
            found.push(piece(part)?);
        }
    }
    Ok(found)
}

/// The typed form of a `piece` of the grammar.
fn piece(pair: Pair<'_, Rule>) -> Result<Piece, PatternError> {
    let mut element = Element::Pause;
    let mut repeat = Repeat::Once;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::literal => element = Element::Literal(symbol(&part)?),
            Rule::any => element = Element::Any,
            Rule::pause => element = Element::Pause,
            Rule::set => element = Element::Set(set(part)?),
            Rule::group => {
                element = Element::Group(pieces(part)?);
            }
            Rule::quantifier => {
                repeat = match part.as_str() {
                    "%" => Repeat::ZeroOrMore,
                    "?" => Repeat::Optional,
                    _ => Repeat::OneOrMore,
                }
            }
            Rule::EOI
            | Rule::run
            | Rule::single
            | Rule::pattern
            | Rule::start
            | Rule::end
            | Rule::timer
            | Rule::plus
            | Rule::piece
            | Rule::atom
            | Rule::negation
            | Rule::range
            | Rule::bound
            | Rule::member
            | Rule::separator => {}
        }
    }
    Ok(Piece { element, repeat })
}

/// The symbols of a bracket expression.
fn set(pair: Pair<'_, Rule>) -> Result<SymbolSet, PatternError> {
    let at = pair.as_span().start()..pair.as_span().end();
    let mut symbols = SymbolSet::EMPTY;
    let mut negated = false;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::negation => negated = true,
            Rule::member => symbols = symbols.union(SymbolSet::of(symbol(&part)?)),
            Rule::range => symbols = symbols.union(range(&part)?),
            Rule::separator
            | Rule::run
            | Rule::single
            | Rule::EOI
            | Rule::pattern
            | Rule::start
            | Rule::end
            | Rule::timer
            | Rule::plus
            | Rule::piece
            | Rule::quantifier
            | Rule::atom
            | Rule::any
            | Rule::pause
            | Rule::literal
            | Rule::group
            | Rule::set
            | Rule::bound => {}
        }
    }
    if symbols.is_empty() {
        return Err(PatternError::new(at, "the brackets hold no digit"));
    }
    Ok(if negated { symbols.complement() } else { symbols })
}

/// The digits of `5-8`.
fn range(pair: &Pair<'_, Rule>) -> Result<SymbolSet, PatternError> {
    let at = pair.as_span().start()..pair.as_span().end();
    let mut digits = pair.as_str().bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0');
    let (first, last) = (digits.next().unwrap_or(0), digits.next().unwrap_or(0));
    if first > last {
        return Err(
            PatternError::new(at, format!("the range {first}-{last} is reversed")).with_help(format!("{last}-{first}"))
        );
    }
    Ok(SymbolSet::digit_range(first, last))
}

fn symbol(pair: &Pair<'_, Rule>) -> Result<Symbol, PatternError> {
    let at = pair.as_span().start()..pair.as_span().end();
    let character = pair.as_str().chars().next();
    character.and_then(Symbol::new).ok_or_else(|| PatternError::new(at, "not a symbol of a number"))
}

/// What is wrong with `text`, which the grammar could read up to the byte `offset`.
fn diagnose(text: &str, offset: usize) -> PatternError {
    let before = text.get(..offset).unwrap_or_default();
    let open_set = before.rfind('[').filter(|&at| !before.get(at..).unwrap_or_default().contains(']'));
    let Some((character, at)) = character_at(text, offset) else {
        return match (open_set, before.rfind('(')) {
            (Some(at), _) => PatternError::new(at..text.len(), "`[` is not closed"),
            (None, Some(at)) => PatternError::new(at..text.len(), "`(` is not closed"),
            (None, None) => PatternError::new(offset..offset, "the pattern ends too early"),
        };
    };
    if let Some(open) = open_set {
        if !text.get(open..).unwrap_or_default().contains(']') {
            return PatternError::new(open..text.len(), "`[` is not closed");
        }
        return PatternError::new(at, format!("`{}` cannot stand in brackets", character.escape_debug()))
            .with_help("digits, and ranges of digits such as 2-5");
    }
    let wrong = |message: String| PatternError::new(at.clone(), message);
    if let Some(ending @ ('T' | '$')) = before.chars().last() {
        return PatternError::new(offset - 1..offset, format!("`{ending}` can only be at the end"));
    }
    match character {
        '\\' => wrong("dial-peer patterns have no backslash".into())
            .with_help("`\\` belongs to translation rules; here `*`, `#` and a leading `+` stand for themselves"),
        '^' => wrong("`^` can only be the first character".into()),
        '$' | 'T' => wrong(format!("`{character}` can only be at the end of the pattern")),
        '+' | '%' | '?' => wrong(format!("`{character}` repeats what is before it, and nothing is")),
        ')' => wrong("`)` without `(`".into()),
        ']' => wrong("`]` without `[`".into()),
        '(' => PatternError::new(offset..text.len(), "`(` is not closed"),
        '[' => PatternError::new(offset..text.len(), "`[` is not closed"),
        _ => wrong(format!("`{}` is not part of a dial-peer pattern", character.escape_debug())).with_help(
            "digits, A-F, * and #, `.` for any of them, [2-5], ( ), the quantifiers % + ?, then T and $ at the end",
        ),
    }
}

#[cfg(test)]
mod every_rule;

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(character: char) -> Piece {
        Piece { element: Element::Literal(Symbol::new(character).unwrap()), repeat: Repeat::Once }
    }

    fn error(text: &str) -> (std::ops::Range<usize>, String) {
        let error = NumberPattern::parse(text).unwrap_err();
        (error.at, error.message)
    }

    #[test]
    fn every_token_has_its_meaning() {
        let pattern = NumberPattern::parse("^+5*[2,5-8].3%4+6?(7A),T$").unwrap();
        let repeated = |character, repeat| Piece { repeat, ..literal(character) };
        let set = SymbolSet::digit_range(2, 2).union(SymbolSet::digit_range(5, 8));
        let once = |element| Piece { element, repeat: Repeat::Once };
        assert_eq!(
            pattern.pieces(),
            [
                literal('+'),
                literal('5'),
                literal('*'),
                once(Element::Set(set)),
                once(Element::Any),
                repeated('3', Repeat::ZeroOrMore),
                repeated('4', Repeat::OneOrMore),
                repeated('6', Repeat::Optional),
                once(Element::Group(vec![literal('7'), literal('A')])),
                once(Element::Pause),
            ]
        );
        assert!(pattern.has_timer() && pattern.has_end_anchor());
        assert_eq!(pattern.dots(), 1);
    }

    #[test]
    fn a_negated_set_takes_the_star() {
        let pattern = NumberPattern::parse("[^1-3]22").unwrap();
        let Element::Set(set) = pattern.pieces()[0].element else { panic!("a set") };
        assert!(set.contains(Symbol::new('*').unwrap()) && !set.contains(Symbol::new('2').unwrap()));
    }

    #[test]
    fn the_empty_pattern_and_the_bare_timer_are_taken() {
        assert!(NumberPattern::parse("").unwrap().pieces().is_empty());
        assert!(NumberPattern::parse("T").unwrap().has_timer());
        assert!(NumberPattern::parse("BAD.BAD").is_ok());
    }

    #[test]
    fn errors_are_at_their_place() {
        assert_eq!(error("12[0-"), (2..5, "`[` is not closed".into()));
        assert_eq!(error("12(0"), (2..4, "`(` is not closed".into()));
        assert_eq!(error("9T1"), (1..2, "`T` can only be at the end".into()));
        assert_eq!(error("1$2"), (1..2, "`$` can only be at the end".into()));
        assert_eq!(error("1\\.2"), (1..2, "dial-peer patterns have no backslash".into()));
        assert_eq!(error("%1"), (0..1, "`%` repeats what is before it, and nothing is".into()));
        assert_eq!(error("12x"), (2..3, "`x` is not part of a dial-peer pattern".into()));
        assert_eq!(error("1[8-2]"), (2..5, "the range 8-2 is reversed".into()));
        assert_eq!(error("1[]"), (1..3, "the brackets hold no digit".into()));
        assert_eq!(error("1[x]"), (2..3, "`x` cannot stand in brackets".into()));
        assert_eq!(error("1)"), (1..2, "`)` without `(`".into()));
        assert_eq!(error(&"(".repeat(300)).0, 0..300);
        assert!(NumberPattern::parse(&"(".repeat(200)).is_err());
    }
}
