//! Sets of digit strings, kept as intervals: a range of ten million numbers is one pair.

use std::collections::BTreeMap;
use std::fmt;

use super::e164::DidRange;

/// The greatest length of a digit string in a [`NumberSet`]: an E.164 number has at most 15 digits.
pub const MAXIMUM_LENGTH: u8 = 18;

/// A string of digits; leading zeros count: `055` and `55` differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits {
    /// Number of digits.
    pub length: u8,
    /// The digits as one value.
    pub value: u64,
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.length == 0 { Ok(()) } else { write!(f, "{:0width$}", self.value, width = usize::from(self.length)) }
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// All digit strings of `length` digits from `first` to `last`, both taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// Number of digits of each.
    pub length: u8,
    /// Value of the smallest.
    pub first: u64,
    /// Value of the greatest.
    pub last: u64,
}

impl Interval {
    /// How many strings it holds.
    pub fn count(self) -> u64 {
        self.last - self.first + 1
    }
}

/// A set of digit strings of at most [`MAXIMUM_LENGTH`] digits.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NumberSet {
    /// Per length: disjoint intervals that do not touch, in ascending order.
    intervals: BTreeMap<u8, Vec<(u64, u64)>>,
}

impl NumberSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// The digits (without `+`) of all numbers of `ranges`.
    pub fn of_dids<'a>(ranges: impl IntoIterator<Item = &'a DidRange>) -> Self {
        ranges
            .into_iter()
            .map(|range| Interval {
                length: range.first().length(),
                first: range.first().value(),
                last: range.last().value(),
            })
            .collect()
    }

    /// Each interval, by length and then by value. They do not touch each other.
    pub fn intervals(&self) -> impl Iterator<Item = Interval> {
        self.intervals
            .iter()
            .flat_map(|(&length, list)| list.iter().map(move |&(first, last)| Interval { length, first, last }))
    }

    /// The lengths that occur, ascending, in digits.
    pub fn lengths(&self) -> impl Iterator<Item = u8> {
        self.intervals.keys().copied()
    }

    /// How many strings it holds.
    pub fn count(&self) -> u64 {
        self.intervals().map(Interval::count).sum()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }

    /// Whether `digits` is in it.
    pub fn contains(&self, digits: Digits) -> bool {
        self.intervals.get(&digits.length).is_some_and(|list| {
            let behind = list.partition_point(|&(first, _)| first <= digits.value);
            behind.checked_sub(1).and_then(|at| list.get(at)).is_some_and(|&(_, last)| digits.value <= last)
        })
    }

    /// The first string in it, shortest and then smallest.
    pub fn smallest(&self) -> Option<Digits> {
        self.intervals().next().map(|interval| Digits { length: interval.length, value: interval.first })
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.intervals().chain(other.intervals()).collect()
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = Self::new();
        for (&length, left) in &self.intervals {
            let Some(right) = other.intervals.get(&length) else { continue };
            let mut list = Vec::new();
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let (Some(&&a), Some(&&b)) = (left.peek(), right.peek()) {
                let shared = (a.0.max(b.0), a.1.min(b.1));
                if shared.0 <= shared.1 {
                    list.push(shared);
                }
                if a.1 <= b.1 {
                    left.next()
                } else {
                    right.next()
                };
            }
            if !list.is_empty() {
                both.intervals.insert(length, list);
            }
        }
        both
    }

    /// Each string in turn. For tests and small sets: a range of ten million yields ten million.
    pub fn iter(&self) -> impl Iterator<Item = Digits> {
        self.intervals().flat_map(|interval| {
            (interval.first..=interval.last).map(move |value| Digits { length: interval.length, value })
        })
    }
}

impl FromIterator<Interval> for NumberSet {
    fn from_iter<I: IntoIterator<Item = Interval>>(intervals: I) -> Self {
        let mut by_length: BTreeMap<u8, Vec<(u64, u64)>> = BTreeMap::new();
        for interval in intervals {
            if interval.first <= interval.last {
                by_length.entry(interval.length).or_default().push((interval.first, interval.last));
            }
        }
        for list in by_length.values_mut() {
            list.sort_unstable();
            let mut joined: Vec<(u64, u64)> = Vec::with_capacity(list.len());
            for &(first, last) in list.iter() {
                match joined.last_mut() {
                    Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
                    Some(_) | None => joined.push((first, last)),
                }
            }
            *list = joined;
        }
        Self { intervals: by_length }
    }
}

impl FromIterator<Digits> for NumberSet {
    fn from_iter<I: IntoIterator<Item = Digits>>(digits: I) -> Self {
        digits.into_iter().map(|one| Interval { length: one.length, first: one.value, last: one.value }).collect()
    }
}

impl fmt::Debug for NumberSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for interval in self.intervals() {
            let end = |value| Digits { length: interval.length, value };
            list.entry(&format_args!("{}-{}", end(interval.first), end(interval.last)));
        }
        list.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(intervals: &[(u8, u64, u64)]) -> NumberSet {
        intervals.iter().map(|&(length, first, last)| Interval { length, first, last }).collect()
    }

    #[test]
    fn touching_intervals_become_one() {
        let joined = set(&[(4, 10, 19), (4, 20, 29), (4, 25, 40), (3, 7, 7)]);
        assert_eq!(format!("{joined:?}"), "[007-007, 0010-0040]");
        assert_eq!(joined.count(), 32);
    }

    #[test]
    fn leading_zeros_count() {
        let numbers = set(&[(3, 55, 55)]);
        assert!(numbers.contains(Digits { length: 3, value: 55 }));
        assert!(!numbers.contains(Digits { length: 2, value: 55 }));
        assert_eq!(numbers.smallest().unwrap().to_string(), "055");
    }

    #[test]
    fn intersection_is_what_both_hold() {
        let left = set(&[(2, 0, 30), (2, 50, 60), (3, 1, 1)]);
        let right = set(&[(2, 20, 55), (4, 1, 1)]);
        assert_eq!(left.intersection(&right), set(&[(2, 20, 30), (2, 50, 55)]));
        assert_eq!(left.union(&right), set(&[(2, 0, 60), (3, 1, 1), (4, 1, 1)]));
    }
}
