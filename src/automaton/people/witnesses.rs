//! Some numbers of a set, to show.

use super::LONGEST;
use super::walk::{Place, Walk};
use crate::automaton::dfa::Dfa;
use crate::number::Symbol;

impl Dfa {
    /// The shortest plain number of the set, of those the first in the order of the alphabet: digits, with or without
    /// a leading `+`. Where there is none, the first of any symbols. None has more than [`LONGEST`] symbols.
    ///
    /// ```
    /// use dialc::automaton::compile;
    /// use dialc::syntax::pattern::NumberPattern;
    /// let witness = |text| compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap().plain_witness();
    /// assert_eq!(witness("[A3]..$").as_deref(), Some("300"));
    /// assert_eq!(witness("A..$").as_deref(), Some("A00"));
    /// ```
    pub fn plain_witness(&self) -> Option<String> {
        Walk::plain(self).nearest().or_else(|| Walk::other(self).nearest())
    }

    /// The same, of those that people can dial: one without a digit only where there is no plain one with a digit.
    ///
    /// ```
    /// use dialc::automaton::Dfa;
    /// assert_eq!(Dfa::all().plain_witness().as_deref(), Some(""));
    /// assert_eq!(Dfa::all().dialled_witness().as_deref(), Some("0"));
    /// ```
    pub fn dialled_witness(&self) -> Option<String> {
        // Of the plain ones two are without a digit: the empty one, and a `+`.
        let plain = Walk::plain(self).first(3);
        let dialled = plain.iter().find(|number| number.contains(|symbol: char| symbol.is_ascii_digit()));
        dialled.or(plain.last()).cloned().or_else(|| Walk::other(self).nearest())
    }

    /// Up to `most` numbers of the set, each once: first the plain ones, the shortest first and then in the order of
    /// the alphabet; then, where there are not enough of these, others in the same order. None has more than
    /// [`LONGEST`] symbols. Work: the states, and what is written; however many numbers the set holds.
    pub fn witnesses(&self, most: usize) -> Vec<String> {
        let mut found = Walk::plain(self).first(most);
        if found.len() < most {
            found.extend(Walk::other(self).first(most - found.len()));
        }
        found
    }
}

impl Walk<'_> {
    /// The first `most` members, by length and then by the alphabet.
    fn first(&self, most: usize) -> Vec<String> {
        let mut speller =
            Speller { walk: self, lengths: &self.lengths(true), number: Vec::new(), found: Vec::new(), most };
        for length in 0..=LONGEST {
            speller.spell(self.start(), length);
        }
        speller.found
    }
}

/// Writes members until there are enough.
struct Speller<'a> {
    walk: &'a Walk<'a>,
    /// How many symbols may come behind each place.
    lengths: &'a [u64],
    /// The symbols so far.
    number: Vec<Symbol>,
    found: Vec<String>,
    most: usize,
}

impl Speller<'_> {
    /// Writes the members that begin with the symbols so far, which lead to `place`, and have `length` more. It only
    /// goes where there are any.
    fn spell(&mut self, place: Place, length: usize) {
        let leads_on = self.lengths.get(place).is_some_and(|lengths| lengths >> length & 1 == 1);
        if !leads_on || self.found.len() >= self.most {
            return;
        }
        let Some(rest) = length.checked_sub(1) else {
            self.found.push(self.number.iter().map(|symbol| symbol.character()).collect());
            return;
        };
        let walk = self.walk;
        for (symbol, next) in walk.successors(place) {
            self.number.push(symbol);
            self.spell(next, rest);
            self.number.pop();
        }
    }
}
