//! Cutting a partition in other places, so that more of it can be merged.

use super::merge::Merger;
use super::row::{ANY, Row};

/// How many pairs of rows may be looked at to improve one set.
const EFFORT: usize = 20_000;

/// Cuts pairs of rows in another way, as many but at other places, and merges what that makes alike; offers
/// every partition that it comes by. Always the same for the same rows.
///
/// Merging alone gets stuck: `0[5-9]`, `1.` and `2[0-4]` differ at two positions each. Cut the second as `1[5-9]` and
/// `1[0-4]`, and two patterns are left.
pub(super) fn recut<R: Row>(merger: &mut Merger<R>, best: &mut Best<R>, order: &[usize]) {
    let mut tried = best.rows.clone();
    let mut choice = 0_usize;
    let mut effort = EFFORT;
    loop {
        let pairs = tried.len() * tried.len();
        if tried.len() < 3 || effort < pairs {
            return;
        }
        effort -= pairs;
        let cuts = all_cuts(merger.positions(), &tried);
        let useful = cuts.iter().find(|cut| cut.is_useful(merger.positions(), &tried));
        choice = choice.wrapping_mul(5).wrapping_add(3);
        let Some(cut) = useful.or_else(|| cuts.get(choice.checked_rem(cuts.len())?)) else { return };
        cut.apply(&mut tried);
        if useful.is_some() {
            merger.merge_in_order(&mut tried, order);
        }
        best.offer(&tried);
    }
}

/// Two rows and what they can be replaced by.
struct Cut<R> {
    places: (usize, usize),
    rows: (R, R),
}

impl<R: Row> Cut<R> {
    /// Whether one of the new rows can be merged with a third.
    fn is_useful(&self, positions: &[R], rows: &[R]) -> bool {
        let others = rows.iter().enumerate().filter(|&(index, _)| index != self.places.0 && index != self.places.1);
        others.into_iter().any(|(_, &other)| {
            differing(positions, self.rows.0, other).is_one() || differing(positions, self.rows.1, other).is_one()
        })
    }

    fn apply(&self, rows: &mut [R]) {
        if let Some(row) = rows.get_mut(self.places.0) {
            *row = self.rows.0;
        }
        if let Some(row) = rows.get_mut(self.places.1) {
            *row = self.rows.1;
        }
    }
}

/// The positions at which two rows differ.
enum Differing<R> {
    One,
    Two(R, R),
    More,
}

impl<R> Differing<R> {
    fn is_one(&self) -> bool {
        matches!(self, Self::One)
    }
}

fn differing<R: Row>(positions: &[R], left: R, right: R) -> Differing<R> {
    let nothing = R::at(0, 0);
    let either = left.minus(right).or(right.minus(left));
    let mut found = positions.iter().copied().filter(|&position| either.and(position) != nothing);
    match (found.next(), found.next(), found.next()) {
        (Some(_), None, _) => Differing::One,
        (Some(first), Some(second), None) => Differing::Two(first, second),
        (None, ..) | (Some(_), Some(_), Some(_)) => Differing::More,
    }
}

/// Every other way to cut two of `rows`.
fn all_cuts<R: Row>(positions: &[R], rows: &[R]) -> Vec<Cut<R>> {
    let mut cuts = Vec::new();
    for (left_place, &left) in rows.iter().enumerate() {
        for (right_place, &right) in rows.iter().enumerate().skip(left_place + 1) {
            let Differing::Two(first, second) = differing(positions, left, right) else { continue };
            let ways = [(left, right, first, second), (left, right, second, first)];
            for (left, right, narrow, apart) in ways {
                let found = cut(left, right, narrow, apart).or_else(|| cut(right, left, narrow, apart));
                cuts.extend(found.map(|rows| Cut { places: (left_place, right_place), rows }));
            }
        }
    }
    cuts
}

/// Where `inner` has fewer digits than `outer` at `narrow` and all others at `apart`: what `outer` has in the same
/// column moves over to `inner`.
fn cut<R: Row>(inner: R, outer: R, narrow: R, apart: R) -> Option<(R, R)> {
    let nothing = R::at(0, 0);
    let within = inner.minus(outer).and(narrow) == nothing;
    let disjoint = inner.and(outer).and(apart) == nothing;
    (within && disjoint).then(|| (inner.or(outer.and(apart)), outer.minus(inner.and(narrow))))
}

/// The best rows so far: the fewest, then the shortest as text, then the first.
pub(super) struct Best<R> {
    positions: usize,
    rows: Vec<R>,
    /// Rows, and characters as text.
    size: (usize, usize),
}

impl<R: Row> Best<R> {
    /// Nothing yet.
    pub(super) fn new(positions: usize) -> Self {
        Self { positions, rows: Vec::new(), size: (usize::MAX, usize::MAX) }
    }

    /// Keeps `rows` where they are better.
    pub(super) fn offer(&mut self, rows: &[R]) {
        if rows.len() > self.size.0 {
            return;
        }
        let text =
            rows.iter().map(|row| (0..self.positions).map(|index| width(row.digits(index))).sum::<usize>()).sum();
        if (rows.len(), text) < self.size {
            self.size = (rows.len(), text);
            self.rows = rows.to_vec();
        }
    }

    pub(super) fn into_rows(self) -> Vec<R> {
        self.rows
    }
}

/// How many characters a set of digits takes as text.
fn width(digits: u16) -> usize {
    if digits == ANY || digits.is_power_of_two() {
        return 1;
    }
    let inner = digits & digits << 1 & digits >> 1;
    let ranges = (inner & !(inner << 1)).count_ones();
    2 + (digits.count_ones() + ranges - inner.count_ones()) as usize
}
