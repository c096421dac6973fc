//! How good a match is: what the router compares before preference.

use std::ops::RangeInclusive;

use crate::automaton::compile::Behind;
use crate::automaton::most_literals;
use crate::number::Symbol;
use crate::syntax::pattern::{Element, NumberPattern, Piece, Repeat};

/// The match length of a pattern: how many literal characters it matches, anywhere in it; brackets, dots and `T` count
/// nothing (inferred from the table of the command reference, `digit-strip`: 408[0-9]550148 counts 9, 408% counts 3).
/// A range where quantifiers let it vary from number to number.
///
/// ```
/// use dialc::call::match_length;
/// use dialc::syntax::pattern::NumberPattern;
/// let length = |text| match_length(&NumberPattern::parse(text).unwrap());
/// assert_eq!(length("408[0-9]550148"), 9..=9);
/// assert_eq!(length("40(85)?T"), 2..=4);
/// ```
pub fn match_length(pattern: &NumberPattern) -> RangeInclusive<usize> {
    let (least, most) = pieces(pattern.pieces());
    least..=most.unwrap_or(LONGEST).max(least)
}

/// The match length of `number` by `pattern`, where it matches en bloc: the greatest number of literal characters that
/// any way to match it uses. `None` where the pattern does not match; a number with a character outside the alphabet is
/// matched by none.
///
/// ```
/// use dialc::call::matched_literals;
/// use dialc::syntax::pattern::NumberPattern;
/// let literals = |text| matched_literals(&NumberPattern::parse(text).unwrap(), "4085550148");
/// assert_eq!(literals("408%"), Some(3));
/// assert_eq!(literals("409%"), Some(2));
/// assert_eq!(literals("409"), None);
/// ```
pub fn matched_literals(pattern: &NumberPattern, number: &str) -> Option<usize> {
    most(pattern, Behind::en_bloc(pattern), &symbols(number)?)
}

/// Whether `number` is spelled out by the body of `pattern`, with neither what may follow without `$` nor what `T`
/// takes: where digits come one by one, that is when the router need not wait for more (Cisco 14074).
pub fn matches_body(pattern: &NumberPattern, number: &str) -> bool {
    symbols(number).is_some_and(|symbols| most(pattern, Behind::Nothing, &symbols).is_some())
}

/// The symbols of `number`; `None` where a character of it is outside the alphabet.
pub(super) fn symbols(number: &str) -> Option<Vec<Symbol>> {
    number.chars().map(Symbol::new).collect()
}

/// As [`matched_literals`], of a number in symbols.
pub(super) fn matched(pattern: &NumberPattern, number: &[Symbol]) -> Option<usize> {
    most(pattern, Behind::en_bloc(pattern), number)
}

/// The match length of every number that `pattern` matches, where it is the same for all.
pub(super) fn fixed_length(pattern: &NumberPattern) -> Option<usize> {
    let (least, most) = pieces(pattern.pieces());
    (most == Some(least)).then_some(least)
}

/// The greatest number of literals with which the body of `pattern`, and then what `behind` says, match `number`.
fn most(pattern: &NumberPattern, behind: Behind, number: &[Symbol]) -> Option<usize> {
    // Most patterns have items of one symbol only, and most of those with others fail before them: there is just one
    // way to go on. Only where there are several must all be followed.
    let mut rest = number;
    let mut literals = 0;
    for (index, piece) in pattern.pieces().iter().enumerate() {
        let matches = match (&piece.element, piece.repeat) {
            (Element::Pause, _) => continue,
            (Element::Literal(symbol), Repeat::Once) => rest.first().is_some_and(|first| first == symbol),
            (Element::Any, Repeat::Once) => !rest.is_empty(),
            (Element::Set(symbols), Repeat::Once) => rest.first().is_some_and(|&first| symbols.contains(first)),
            (Element::Group(_), _)
            | (
                Element::Literal(_) | Element::Any | Element::Set(_),
                Repeat::Optional | Repeat::ZeroOrMore | Repeat::OneOrMore,
            ) => {
                let pieces = pattern.pieces().get(index..).unwrap_or_default();
                return most_literals(pieces, behind, rest).map(|more| literals + more);
            }
        };
        let (_, behind_first) = rest.split_first().filter(|_| matches)?;
        literals += usize::from(matches!(piece.element, Element::Literal(_)));
        rest = behind_first;
    }
    (rest.is_empty() || behind == Behind::Anything).then_some(literals)
}

/// The greatest length of a number, in symbols: what unlimited repetition comes to.
const LONGEST: usize = 32;

/// The least and the greatest number of literals; `None`: without limit.
fn pieces(list: &[Piece]) -> (usize, Option<usize>) {
    let sum = |left: Option<usize>, right: Option<usize>| Some(left? + right?);
    list.iter().map(piece).fold((0, Some(0)), |total, one| (total.0 + one.0, sum(total.1, one.1)))
}

fn piece(piece: &Piece) -> (usize, Option<usize>) {
    let (least, most) = match &piece.element {
        Element::Literal(_) => (1, Some(1)),
        Element::Group(inner) => pieces(inner),
        Element::Any | Element::Set(_) | Element::Pause => (0, Some(0)),
    };
    let (fewest, times) = piece.repeat.bounds();
    let most = if most == Some(0) { most } else { most.and_then(|most| Some(most * times?)) };
    (least * fewest, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> NumberPattern {
        NumberPattern::parse(text).unwrap()
    }

    fn length(text: &str) -> RangeInclusive<usize> {
        match_length(&pattern(text))
    }

    #[test]
    fn the_table_of_the_command_reference() {
        assert_eq!(length("4085550148"), 10..=10);
        assert_eq!(length("408[0-9]550148"), 9..=9);
        assert_eq!(length("408555"), 6..=6);
        assert!(length("408%").contains(&3));
        assert_eq!(length(".........."), 0..=0);
        assert_eq!(length("9T"), 1..=1);
        assert_eq!(length("1(23)+"), 3..=32);
    }

    #[test]
    fn lengths_of_the_table_for_its_number() {
        // Command reference, `digit-strip`: the column "Longest Matched Number" for 4085550148.
        for (text, expected) in
            [("4085550148", 10), ("408[0-9]550148", 9), ("408555", 6), ("408%", 3), ("..........", 0)]
        {
            assert_eq!(matched_literals(&pattern(text), "4085550148"), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_best_way_counts() {
        let literals = |text, number| matched_literals(&pattern(text), number);
        assert_eq!(literals(".?1?1", "11"), Some(2));
        assert_eq!(literals("(1.)?(12)?3", "123"), Some(3));
        assert_eq!(literals("1%.%$", "1121"), Some(2));
        assert_eq!(literals("(12)%T", "12121"), Some(4));
        assert_eq!(literals("[1]", "1"), Some(0));
        assert_eq!(literals("9,5$", "95"), Some(2));
        assert_eq!(literals("1(,)+2$", "12"), Some(2));
        for text in ["", "T", ".%", "1%"] {
            assert_eq!((literals(text, ""), literals(text, "x")), (Some(0), None), "{text}");
        }
        assert_eq!((literals("$", ""), literals("$", "1"), literals("+", "1"), literals("+", "+1")), {
            (Some(0), None, None, Some(1))
        });
    }

    #[test]
    fn the_body_has_nothing_behind_it() {
        let body = |text, number| matches_body(&pattern(text), number);
        assert!(body("55..", "5512") && body("9T", "9") && body("12%", "1222") && body("", ""));
        assert!(!body("55..", "55123") && !body("9T", "91") && !body("12%", "13") && !body("5", "5x"));
    }

    #[test]
    fn nested_quantifiers_take_no_longer() {
        let nested = (0..80).fold("1".to_owned(), |text, _| format!("({text}%)"));
        assert_eq!(matched_literals(&pattern(&format!("{nested}%$")), &"1".repeat(32)), Some(32));
        assert_eq!(matched_literals(&pattern(&format!("{nested}%2$")), &"1".repeat(32)), None);
        let optional = format!("{}$", "1?".repeat(100));
        assert_eq!(matched_literals(&pattern(&optional), &"1".repeat(32)), Some(32));
    }

    #[test]
    fn fixed_lengths_are_the_same_for_every_number() {
        let fixed = |text: &str| fixed_length(&pattern(text));
        assert_eq!((fixed("12.[3]%T"), fixed("(1)(,)%"), fixed(&"1".repeat(40))), (Some(2), Some(1), Some(40)));
        assert_eq!((fixed("12?"), fixed("1%"), fixed("(1.)+")), (None, None, None));
        assert_eq!(fixed(&format!("{}2?", "1".repeat(35))), None);
        assert_eq!(length(&"1".repeat(40)), 40..=40);
    }
}
