//! A set of numbers as few patterns that people read at a glance.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::graph::Graph;
use super::paths::{Rank, Search, Shape};
use crate::automaton::dfa::Dfa;
use crate::number::{Symbol, SymbolSet};

/// So many patterns are looked at before they are merged, or twice as many as are asked for if that is more.
const LOOKED_AT: usize = 1_000;

/// The plain numbers of a set as patterns: digits, `.` for any digit, `[0-4]` for some, a leading `+`, and `T` at the
/// end where any digits may follow, or none. `T` alone is every plain number; the pattern without a character is the
/// number without a symbol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readable {
    /// In ascending order of text; no two share a number.
    pub patterns: Vec<String>,
    /// Whether there are numbers besides.
    pub more: bool,
}

impl Dfa {
    /// The plain numbers of the set, of at most [`LONGEST`](super::LONGEST) symbols, as up to `most` patterns. Where
    /// that is enough they are just these numbers. Otherwise the patterns are some of those needed, without the rest:
    /// those that hold the most numbers; and the shortest where the set has loops, as that of all numbers that end in 5.
    ///
    /// ```
    /// use dialc::automaton::compile;
    /// use dialc::syntax::pattern::NumberPattern;
    /// let numbers = |text| compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap();
    /// let rest = numbers("55..$").difference(&numbers("5512$")).unwrap();
    /// assert_eq!(rest.readable(9).patterns, ["551[013-9]", "55[02-9]."]);
    /// ```
    pub fn readable(&self, most: usize) -> Readable {
        let graph = Graph::of(self);
        let rank = Rank::of(&graph);
        let (shapes, is_all) = Search::run(&graph, &rank, LOOKED_AT.max(most.saturating_mul(2)));
        let mut best: Vec<(Reverse<u128>, String)> =
            merged(shapes).iter().map(|shape| (Reverse(rank.of_shape(shape)), shape.text())).collect();
        let more = !is_all || best.len() > most;
        if more {
            best.sort_unstable();
            best.truncate(most);
        }
        let mut patterns: Vec<String> = best.into_iter().map(|(_, text)| text).collect();
        patterns.sort_unstable();
        Readable { patterns, more }
    }
}

/// `shapes`, those that differ at one position only made one, the last positions first, until there are none.
fn merged(mut shapes: Vec<Shape>) -> Vec<Shape> {
    loop {
        let before = shapes.len();
        let longest = shapes.iter().map(|shape| shape.positions.len()).max().unwrap_or(0);
        for position in (0..longest).rev() {
            shapes = merged_at(shapes, position);
        }
        if shapes.len() == before {
            return shapes;
        }
    }
}

/// As [`merged`], at this position only. A `+` stands alone.
fn merged_at(shapes: Vec<Shape>, position: usize) -> Vec<Shape> {
    let mut places: HashMap<Shape, usize> = HashMap::new();
    let mut merged: Vec<Shape> = Vec::with_capacity(shapes.len());
    for shape in shapes {
        let mut others = shape.clone();
        let symbols = others.positions.get_mut(position).map(std::mem::take).unwrap_or_default();
        if symbols.is_empty() || symbols.contains(Symbol::PLUS) {
            merged.push(shape);
            continue;
        }
        let place = *places.entry(others).or_insert(merged.len());
        match merged.get_mut(place).and_then(|like| like.positions.get_mut(position)) {
            Some(like) => *like = SymbolSet::union(*like, symbols),
            None => merged.push(shape),
        }
    }
    merged
}
