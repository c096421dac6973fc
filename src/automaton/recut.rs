//! Cutting a partition in other places, so that more of it can be merged.

use super::merge::Merger;
use super::row::{ANY, Row};

/// A set is cut again at most this often.
const ROUNDS: usize = 200;

/// How often a set is cut again, times the square of its rows: large sets get few rounds, then none.
const EFFORT: usize = 12_000;

/// Cuts pairs of rows in another way, as many but at other places, and merges what that makes alike; offers
/// every partition that it comes by. Always the same for the same rows.
///
/// Merging alone gets stuck: `0[5-9]`, `1.` and `2[0-4]` differ at two positions each. Cut the second as `1[5-9]` and
/// `1[0-4]`, and two patterns are left.
pub(super) fn recut<R: Row>(merger: &mut Merger<R>, best: &mut Best<R>, order: &[usize]) {
    let mut tried = best.rows.clone();
    let mut choice = 0_usize;
    let rounds = EFFORT.checked_div(tried.len().saturating_pow(2)).unwrap_or(0).min(ROUNDS);
    for _ in 0..rounds {
        let cuts = all_cuts(merger.positions(), &tried);
        choice = choice.wrapping_mul(5).wrapping_add(3);
        if apply_useful(&cuts, &mut tried) {
            merger.merge_in_order(&mut tried, order);
        } else {
            let Some(cut) = choice.checked_rem(cuts.len()).and_then(|place| cuts.get(place)) else { return };
            cut.apply(&mut tried);
        }
        best.offer(&tried);
    }
}

/// Makes all cuts that are useful and do not get in each other's way; whether there were any.
fn apply_useful<R: Row>(cuts: &[Cut<R>], rows: &mut [R]) -> bool {
    let mut untouched = vec![true; rows.len()];
    for cut in cuts {
        let is_free = |place: usize| untouched.get(place) == Some(&true);
        if !is_free(cut.places.0) || !is_free(cut.places.1) {
            continue;
        }
        if let Some(third) = cut.merges_with(rows, &untouched) {
            cut.apply(rows);
            for place in [cut.places.0, cut.places.1, third] {
                untouched.get_mut(place).into_iter().for_each(|untouched| *untouched = false);
            }
        }
    }
    untouched.contains(&false)
}

/// Two rows and what they can be replaced by.
struct Cut<R> {
    places: (usize, usize),
    rows: (R, R),
}

impl<R: Row> Cut<R> {
    /// The place of a third row that one of the new rows can be merged with: the cut is useful.
    fn merges_with(&self, rows: &[R], untouched: &[bool]) -> Option<usize> {
        let fits = |other: R| is_mergeable(self.rows.0, other) || is_mergeable(self.rows.1, other);
        let is_other = |place: usize| place != self.places.0 && place != self.places.1;
        let mut others = rows.iter().zip(untouched).enumerate();
        let found = others.find(|&(place, (&other, untouched))| *untouched && is_other(place) && fits(other));
        found.map(|(place, _)| place)
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

/// Whether two rows differ at one position only.
fn is_mergeable<R: Row>(left: R, right: R) -> bool {
    left.minus(right).or(right.minus(left)).is_one_position()
}

/// Every other way to cut two of `rows`.
fn all_cuts<R: Row>(positions: &[R], rows: &[R]) -> Vec<Cut<R>> {
    let mut cuts = Vec::new();
    let mut places: Vec<(R, usize)> = Vec::with_capacity(rows.len());
    for (index, &first) in positions.iter().enumerate() {
        for &second in positions.iter().skip(index + 1) {
            places.clear();
            places.extend(rows.iter().enumerate().map(|(place, row)| (row.minus(first).minus(second), place)));
            places.sort_unstable();
            for alike in places.chunk_by(|left, right| left.0 == right.0).filter(|alike| alike.len() > 1) {
                cut_pairs(rows, alike, (first, second), &mut cuts);
            }
        }
    }
    cuts
}

/// Every other way to cut two of the rows at the places `alike`, which are the same but at two positions.
fn cut_pairs<R: Row>(rows: &[R], alike: &[(R, usize)], (first, second): (R, R), cuts: &mut Vec<Cut<R>>) {
    for (index, &(_, left_place)) in alike.iter().enumerate() {
        for &(_, right_place) in alike.iter().skip(index + 1) {
            let (Some(&left), Some(&right)) = (rows.get(left_place), rows.get(right_place)) else { continue };
            for (narrow, apart) in [(first, second), (second, first)] {
                let found = cut(left, right, narrow, apart).or_else(|| cut(right, left, narrow, apart));
                cuts.extend(found.map(|rows| Cut { places: (left_place, right_place), rows }));
            }
        }
    }
}

/// Where `inner` has fewer digits than `outer` at `narrow` and all others at `apart`: what `outer` has in the same
/// column moves over to `inner`.
fn cut<R: Row>(inner: R, outer: R, narrow: R, apart: R) -> Option<(R, R)> {
    let nothing = R::at(0, 0);
    let within = inner.minus(outer).and(narrow) == nothing && outer.minus(inner).and(narrow) != nothing;
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
