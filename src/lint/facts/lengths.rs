//! How long the numbers are that patterns spell out, and which are taken without being spelled out.

use super::Facts;
use crate::call::Candidate;
use crate::syntax::pattern::{Element, NumberPattern, Repeat};

impl Facts<'_, '_> {
    /// Whether `one` takes the numbers that `other` spells out only since its pattern has no `$`: they are longer than its own.
    pub fn takes_longer(&self, one: &Candidate, other: &Candidate) -> bool {
        let patterns = (one.pattern(self.plan()), other.pattern(self.plan()));
        let (Some(one), Some(other)) = patterns else { return false };
        is_open(one.value) && length(one.value).zip(length(other.value)).is_some_and(|(one, other)| one < other)
    }
}

/// How many symbols a pattern spells out, where that is one length.
fn length(pattern: &NumberPattern) -> Option<usize> {
    let pieces = pattern.pieces();
    let is_one =
        |element: &Element| matches!(element, Element::Literal(_) | Element::Any | Element::Set(_) | Element::Pause);
    let is_fixed = pieces.iter().all(|piece| piece.repeat == Repeat::Once && is_one(&piece.element));
    let count = || pieces.iter().filter(|piece| piece.element != Element::Pause).count();
    (is_fixed && !pattern.has_timer()).then(count)
}

/// Whether a pattern that somebody counted the digits of takes longer numbers too. One that ends in a digit may be meant as a
/// prefix; behind a prefix no `.` is of use.
fn is_open(pattern: &NumberPattern) -> bool {
    let ends_in_dot = pattern.pieces().last().is_some_and(|piece| piece.element == Element::Any);
    ends_in_dot && !pattern.has_end_anchor() && !pattern.has_timer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_of_one_length_has_one() {
        let of = |text: &str| length(&NumberPattern::parse(text).unwrap());
        assert_eq!([of("2..."), of("+1206555[0-4]..$"), of("9,2...")], [Some(4), Some(11), Some(5)]);
        assert_eq!([of("9T"), of("20?1"), of("(206)?5...")], [None, None, None]);
    }

    #[test]
    fn counted_digits_end_in_a_dot() {
        let is = |text: &str| is_open(&NumberPattern::parse(text).unwrap());
        assert!(is("2...") && is("[2-9]..2."));
        assert!(!is("2...$") && !is("1900") && !is("2...T") && !is("1[89]"));
    }
}
