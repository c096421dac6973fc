//! How good a match is: what the router compares before preference.

use std::ops::RangeInclusive;

use crate::syntax::pattern::{Element, NumberPattern, Piece};

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
    least..=most
}

/// The greatest length of a number, in symbols: what unlimited repetition comes to.
const LONGEST: usize = 32;

fn pieces(list: &[Piece]) -> (usize, usize) {
    list.iter().map(piece).fold((0, 0), |sum, one| (sum.0 + one.0, (sum.1 + one.1).min(LONGEST)))
}

fn piece(piece: &Piece) -> (usize, usize) {
    let (least, most) = match &piece.element {
        Element::Literal(_) => (1, 1),
        Element::Group(inner) => pieces(inner),
        Element::Any | Element::Set(_) | Element::Pause => (0, 0),
    };
    let (fewest, times) = piece.repeat.bounds();
    (least * fewest, times.map_or(if most == 0 { 0 } else { LONGEST }, |times| most * times))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(text: &str) -> RangeInclusive<usize> {
        match_length(&NumberPattern::parse(text).unwrap())
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
}
