//! How many numbers a set holds.

use super::LONGEST;
use super::walk::{Place, Walk};
use crate::automaton::dfa::Dfa;

/// How many numbers a set holds, as people count: digits, with or without a leading `+`, at most [`LONGEST`] symbols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The plain numbers of the set none of whose proper prefixes is in it.
    pub numbers: u128,
    /// Whether longer plain numbers belong too: those that begin with one of `numbers`.
    pub longer: bool,
    /// Whether numbers belong that are not plain: with `*`, `#`, `A` to `F`, or a `+` that is not in front.
    pub other_symbols: bool,
}

/// How many numbers of a set people can dial: the number without a symbol is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every plain number.
    Every,
    /// So many, none of whose proper prefixes is in it; the number without a symbol counts only where there is no other.
    Numbers(u128),
}

impl Dfa {
    /// How many numbers the set holds. Work: the states, times the symbols of the longest number where there are
    /// loops.
    ///
    /// ```
    /// use dialc::automaton::{Count, compile};
    /// use dialc::syntax::pattern::NumberPattern;
    /// let count = |text| compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap().count();
    /// assert_eq!(count("55.."), Count { numbers: 100, longer: true, other_symbols: true });
    /// assert_eq!(count("55[1-4]$"), Count { numbers: 4, longer: false, other_symbols: false });
    /// ```
    pub fn count(&self) -> Count {
        self.counted(&Walk::plain(self))
    }

    /// How many numbers of the set people can dial. [`Dfa::count`] says of a set of all numbers that it has one that no other
    /// begins with, the one without a symbol; this says that it has every number.
    ///
    /// ```
    /// use dialc::automaton::{Dfa, Extent, compile};
    /// use dialc::syntax::pattern::NumberPattern;
    /// let rest = Dfa::all().difference(&compile::numbers(&NumberPattern::parse("[2-9]").unwrap()).unwrap()).unwrap();
    /// assert_eq!((Dfa::all().count().numbers, Dfa::all().extent()), (1, Extent::Every));
    /// assert_eq!((rest.count().numbers, rest.extent()), (1, Extent::Numbers(3)));
    /// ```
    pub fn extent(&self) -> Extent {
        let plain = Walk::plain(self);
        let missing = plain.lengths(false).get(plain.start()).map_or(0, |lengths| lengths & !1);
        if missing == 0 {
            return Extent::Every;
        }
        let lengths = plain.lengths(true);
        Extent::Numbers(shortest(&plain, &lengths, 1).max(shortest(&plain, &lengths, 0)))
    }

    /// [`Dfa::plain_witness`], where there is one, and [`Dfa::count`].
    pub fn witness_and_count(&self) -> Option<(String, Count)> {
        let plain = Walk::plain(self);
        let witness = plain.nearest().or_else(|| Walk::other(self).nearest())?;
        Some((witness, self.counted(&plain)))
    }

    /// The count, by a walk along its plain numbers.
    fn counted(&self, plain: &Walk<'_>) -> Count {
        let lengths = plain.lengths(true);
        let other = Walk::other(self);
        Count {
            numbers: shortest(plain, &lengths, 0),
            longer: goes_on(plain, &lengths),
            other_symbols: other.reached().iter().any(|&(place, _)| other.is_member(place)),
        }
    }
}

/// How many members there are none of whose proper prefixes is one, of those with `fewest` symbols or more.
fn shortest(walk: &Walk, lengths: &[u64], fewest: usize) -> u128 {
    let leads_on = |place: Place| lengths.get(place).is_some_and(|&lengths| lengths != 0);
    let mut ways = vec![0_u128; walk.size()];
    let mut open = vec![(walk.start(), 1_u128)];
    let mut sum = 0_u128;
    for length in 0..=LONGEST {
        let mut touched = Vec::new();
        for (place, count) in open {
            if length >= fewest && walk.is_member(place) {
                sum = sum.saturating_add(count);
                continue;
            }
            for (_, next) in walk.successors(place).filter(|&(_, next)| leads_on(next)) {
                let Some(ways) = ways.get_mut(next) else { continue };
                if *ways == 0 {
                    touched.push(next);
                }
                *ways = ways.saturating_add(count);
            }
        }
        let taken =
            touched.into_iter().filter_map(|place| ways.get_mut(place).map(|ways| (place, std::mem::take(ways))));
        open = taken.collect();
    }
    sum
}

/// Whether there is a member that another one is a proper prefix of.
fn goes_on(walk: &Walk, lengths: &[u64]) -> bool {
    walk.reached().iter().filter(|&&(place, _)| walk.is_member(place)).any(|&(place, depth)| {
        let longer = lengths.get(place).map_or(0, |lengths| lengths & !1);
        longer != 0 && depth + longer.trailing_zeros() as usize <= LONGEST
    })
}
