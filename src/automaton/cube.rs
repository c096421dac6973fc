//! What one pattern without quantifiers stands for.

use std::fmt;

use crate::number::{ALPHABET, Symbol, SymbolSet};

/// A set of symbols for each position: all numbers that take one symbol of each. At no position is the set empty.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cube {
    positions: Vec<SymbolSet>,
}

/// How a cube is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    DialPeer,
    TranslationRule,
}

impl Cube {
    /// The numbers with one symbol of each of `positions`; `None` where one of these is empty, so there are none.
    pub fn new(positions: Vec<SymbolSet>) -> Option<Self> {
        (!positions.iter().any(|symbols| symbols.is_empty())).then_some(Self { positions })
    }

    /// As [`Cube::new`], for sets that are known not to be empty.
    pub(super) fn of_sets(positions: Vec<SymbolSet>) -> Self {
        debug_assert!(positions.iter().all(|symbols| !symbols.is_empty()), "a cube has a symbol at each position");
        Self { positions }
    }

    /// Just `number`; `None` where a character of it is not in the alphabet.
    pub fn of_number(number: &str) -> Option<Self> {
        let positions = number.chars().map(|character| Symbol::new(character).map(SymbolSet::of));
        Some(Self { positions: positions.collect::<Option<_>>()? })
    }

    /// The same numbers, each with a `+` in front.
    #[must_use]
    pub fn with_plus(&self) -> Self {
        Self { positions: [SymbolSet::of(Symbol::PLUS)].into_iter().chain(self.positions.iter().copied()).collect() }
    }

    /// The symbols at each position.
    pub fn positions(&self) -> &[SymbolSet] {
        &self.positions
    }

    /// Number of symbols of each of its numbers.
    pub fn length(&self) -> usize {
        self.positions.len()
    }

    /// How many numbers it holds; at most `u128::MAX`.
    pub fn count(&self) -> u128 {
        self.positions.iter().fold(1, |count: u128, symbols| count.saturating_mul(u128::from(symbols.len())))
    }

    /// Its smallest number, in the order of the alphabet.
    pub fn smallest(&self) -> String {
        self.positions.iter().filter_map(|symbols| symbols.iter().next()).map(Symbol::character).collect()
    }

    /// Whether `number` is one of its numbers.
    pub fn contains(&self, number: &str) -> bool {
        let mut characters = number.chars();
        let fits = self
            .positions
            .iter()
            .all(|symbols| characters.next().and_then(Symbol::new).is_some_and(|symbol| symbols.contains(symbol)));
        fits && characters.next().is_none()
    }

    /// The numbers in both, if there are any.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        if self.length() != other.length() {
            return None;
        }
        let both = self.positions.iter().zip(&other.positions).map(|(&left, &right)| left.intersection(right));
        Self::new(both.collect())
    }

    /// Whether no number is in both.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.intersect(other).is_none()
    }

    /// Whether all its numbers are in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.length() == other.length()
            && self.positions.iter().zip(&other.positions).all(|(&left, &right)| left.is_subset(right))
    }

    /// The numbers that are not in `other`, as disjoint cubes: at most one for each position.
    ///
    /// ```
    /// use dialc::automaton::{Cube, boundary_split};
    /// use dialc::number::Interval;
    /// let all = boundary_split(Interval { length: 2, first: 0, last: 99 });
    /// let rest = all[0].subtract(&Cube::of_number("55").unwrap());
    /// assert_eq!(rest.iter().map(Cube::pattern).collect::<Vec<_>>(), ["[0-46-9].", "5[0-46-9]"]);
    /// ```
    pub fn subtract(&self, other: &Self) -> Vec<Self> {
        let Some(both) = self.intersect(other) else { return vec![self.clone()] };
        let mut rest = Vec::new();
        let mut agreed: Vec<SymbolSet> = Vec::with_capacity(self.length());
        for (index, (&own, &shared)) in self.positions.iter().zip(&both.positions).enumerate() {
            let behind = self.positions.iter().skip(index + 1);
            let positions = agreed.iter().copied().chain([own.difference(shared)]).chain(behind.copied());
            rest.extend(Self::new(positions.collect()));
            agreed.push(shared);
        }
        rest
    }

    /// As a dial-peer pattern, without `^` and `$`: `+1206555551[2-9]`. All ten digits are written `.`, which to IOS
    /// also is any other symbol (Cisco 211306); brackets have no commas, and ranges from three digits on. A `+` reads
    /// as itself at the front only, and brackets take digits only: a cube with other symbols there has no pattern, and
    /// the text is for people.
    pub fn pattern(&self) -> String {
        self.written(Dialect::DialPeer)
    }

    /// As the match side of a translation rule, without slashes and anchors: as [`Cube::pattern`], with `+` and `*`
    /// behind a backslash.
    pub fn rule_pattern(&self) -> String {
        self.written(Dialect::TranslationRule)
    }

    fn written(&self, dialect: Dialect) -> String {
        let mut text = String::new();
        for &symbols in &self.positions {
            if let Some(symbol) = symbols.single() {
                if dialect == Dialect::TranslationRule && matches!(symbol.character(), '+' | '*') {
                    text.push('\\');
                }
                text.push(symbol.character());
            } else if symbols == SymbolSet::ALL || symbols == SymbolSet::DIGITS {
                text.push('.');
            } else if symbols.complement().is_subset(SymbolSet::DIGITS) {
                text.push_str("[^");
                push_members(&mut text, symbols.complement());
                text.push(']');
            } else {
                text.push('[');
                push_members(&mut text, symbols);
                text.push(']');
            }
        }
        text
    }
}

/// Writes `symbols` as they stand in brackets: three or more digits in a row as a range.
fn push_members(text: &mut String, symbols: SymbolSet) {
    let mut run: Vec<char> = Vec::new();
    for character in ALPHABET.chars() {
        let is_in = Symbol::new(character).is_some_and(|symbol| symbols.contains(symbol));
        if !is_in || !character.is_ascii_digit() {
            push_run(text, &std::mem::take(&mut run));
        }
        if is_in {
            run.push(character);
        }
    }
    push_run(text, &run);
}

fn push_run(text: &mut String, run: &[char]) {
    match run {
        [first, _, .., last] => text.extend([*first, '-', *last]),
        short => text.extend(short),
    }
}

impl fmt::Display for Cube {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pattern())
    }
}

impl fmt::Debug for Cube {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pattern())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cube(sets: &[&str]) -> Cube {
        Cube::new(sets.iter().map(|set| set.chars().map(|symbol| Symbol::new(symbol).unwrap()).collect()).collect())
            .unwrap()
    }

    #[test]
    fn patterns_are_written_as_operators_write_them() {
        assert_eq!(cube(&["01234"]).pattern(), "[0-4]");
        assert_eq!(cube(&["01"]).pattern(), "[01]");
        assert_eq!(cube(&["25678"]).pattern(), "[25-8]");
        assert_eq!(cube(&["0123689"]).pattern(), "[0-3689]");
        assert_eq!(cube(&["+", "1", "0123456789", ALPHABET, "*"]).pattern(), "+1..*");
        assert_eq!(cube(&["+", "1", "0123456789", "#", "*"]).rule_pattern(), r"\+1.#\*");
        assert_eq!(cube(&["045689ABCDEF*#+", "2"]).pattern(), "[^1-37]2");
    }

    #[test]
    fn two_cubes_share_what_they_share_at_every_position() {
        let (left, right) = (cube(&["5", "1234"]), cube(&["456", "3456"]));
        assert_eq!(left.intersect(&right).unwrap().pattern(), "5[34]");
        assert!(cube(&["5", "12"]).is_disjoint(&cube(&["5", "34"])));
        assert!(cube(&["5"]).is_disjoint(&cube(&["5", "5"])));
        assert!(cube(&["5", "3"]).is_subset(&right) && !left.is_subset(&right));
    }

    #[test]
    fn members() {
        let numbers = cube(&["+", "1", "23"]).with_plus();
        assert_eq!((numbers.count(), numbers.smallest().as_str(), numbers.length()), (2, "++12", 4));
        assert!(cube(&["1", "23"]).contains("13"));
        assert!(["1", "133", "14", "1x"].iter().all(|number| !cube(&["1", "23"]).contains(number)));
        assert_eq!(Cube::new(vec![SymbolSet::EMPTY]), None);
        assert_eq!(Cube::of_number("12-3"), None);
    }

    #[test]
    fn what_a_cube_loses_is_gone_and_the_rest_is_disjoint() {
        let whole = cube(&["123", "123", "123"]);
        let rest = whole.subtract(&cube(&["34", "2", "12"]));
        assert_eq!(rest.iter().map(Cube::pattern).collect::<Vec<_>>(), ["[12][1-3][1-3]", "3[13][1-3]", "323"]);
        assert_eq!(whole.subtract(&cube(&["4", "1", "1"])), std::slice::from_ref(&whole));
        assert!(whole.subtract(&whole).is_empty());
    }
}
