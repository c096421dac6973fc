//! From a set of numbers to few, disjoint patterns.

use super::compile;
use super::cube::Cube;
use super::dfa::{Dfa, OverBudget};
use super::merge::{Merger, orders};
use super::numbers::unit;
use super::recut::{Best, recut};
use super::row::{ANY, Row, Wide};
use crate::number::{Interval, NumberSet, SymbolSet};

/// Few disjoint cubes that hold exactly `numbers`, sorted: shorter numbers first, then by the smallest number of each.
///
/// A single range of a length is split at the digit boundaries, as operators write it, even where a less readable
/// partition has fewer cubes. Several ranges are split so too, and then cubes that differ at one position only are
/// merged until no two are left; of several orders to do so, the smallest result counts, and among equals the one that
/// is written the shortest. Never more cubes than the digit-boundary split.
///
/// ```
/// use dialc::automaton::{Cube, cover};
/// use dialc::number::{Digits, Interval};
/// let patterns = |numbers| cover(&numbers).iter().map(Cube::pattern).collect::<Vec<_>>();
/// let range = [Interval { length: 4, first: 5512, last: 5587 }];
/// assert_eq!(patterns(range.into_iter().collect()), ["551[2-9]", "55[2-7].", "558[0-7]"]);
/// let two = [5501, 5511].map(|value| Digits { length: 4, value });
/// assert_eq!(patterns(two.into_iter().collect()), ["55[01]1"]);
/// ```
pub fn cover(numbers: &NumberSet) -> Vec<Cube> {
    let mut cubes = Vec::new();
    for length in numbers.lengths() {
        let intervals: Vec<Interval> = numbers.of_length(length).intervals().collect();
        let blocks: Vec<Block> = intervals.iter().copied().flat_map(blocks).collect();
        cubes.extend(match intervals.as_slice() {
            [_] => blocks.iter().map(Block::cube).collect(),
            _ => merged(&blocks, usize::from(length)),
        });
    }
    cubes
}

/// The numbers of `interval` as cubes, cut at the digit boundaries, ascending: 5512-5587 becomes 551[2-9], 55[2-7].
/// and 558[0-7]. At most two cubes a digit, less one.
pub fn boundary_split(interval: Interval) -> Vec<Cube> {
    blocks(interval).iter().map(Block::cube).collect()
}

/// Whether `cubes` are pairwise disjoint and hold exactly `numbers`: a proof over automata, independent of how the
/// cubes were found.
pub fn is_exact(cubes: &[Cube], numbers: &NumberSet) -> Result<bool, OverBudget> {
    let count = cubes.iter().fold(0, |sum: u128, cube| sum.saturating_add(cube.count()));
    Ok(count == u128::from(numbers.count()) && compile::cubes(cubes)?.equals(&Dfa::of_numbers(numbers, false)?))
}

/// Numbers that share their first digits, have some of several digits in a row at the next position, and any digits
/// at the others.
#[derive(Clone, Copy)]
struct Block {
    /// Digits of a number.
    length: usize,
    /// The digits in front, as one value.
    stem: u64,
    /// The position of the digit that is not open and not in the stem, from 0.
    place: usize,
    /// The digits there, one bit each.
    digits: u16,
}

impl Block {
    /// The digits at `position`, one bit each.
    fn digits(&self, position: usize) -> u16 {
        match position.cmp(&self.place) {
            std::cmp::Ordering::Less => {
                let behind = u32::try_from(self.place - 1 - position).unwrap_or(u32::MAX);
                1 << (self.stem / 10_u64.saturating_pow(behind) % 10)
            }
            std::cmp::Ordering::Equal => self.digits,
            std::cmp::Ordering::Greater => ANY,
        }
    }

    fn cube(&self) -> Cube {
        cube((0..self.length).map(|position| self.digits(position)))
    }
}

/// The digits of a bit set.
fn symbols(digits: u16) -> SymbolSet {
    (0..10)
        .filter(|digit| digits & 1 << digit != 0)
        .fold(SymbolSet::EMPTY, |set, digit| set.union(SymbolSet::digit_range(digit, digit)))
}

/// The cube of these digits; at no position there are none.
fn cube(positions: impl Iterator<Item = u16>) -> Cube {
    Cube::of_sets(positions.map(symbols).collect())
}

/// The digit-boundary split.
fn blocks(interval: Interval) -> Vec<Block> {
    let mut found = Vec::new();
    let length = usize::from(interval.length);
    let mut first = interval.first;
    while first <= interval.last {
        let left = interval.last - first + 1;
        let fits = |&open: &u8| first.is_multiple_of(unit(open)) && unit(open) <= left;
        let open = (1..interval.length).take_while(fits).last().unwrap_or(0);
        let (digit, stem) = (first / unit(open) % 10, first / unit(open) / 10);
        let count = (left / unit(open)).min(10 - digit);
        let digits = (digit..digit + count).fold(0, |digits, digit| digits | 1 << digit);
        let place = length.saturating_sub(usize::from(open) + 1);
        found.push(Block { length, stem, place, digits });
        first += count * unit(open);
    }
    found
}

/// The blocks, of one length, as few cubes.
fn merged(blocks: &[Block], length: usize) -> Vec<Cube> {
    let Some(model) = blocks.first() else { return Vec::new() };
    let varies = |position: &usize| blocks.iter().any(|block| block.digits(*position) != model.digits(*position));
    let varying: Vec<usize> = (0..length).filter(varies).collect();
    if varying.len() <= u64::POSITIONS {
        merged_rows::<u64>(blocks, &varying)
    } else {
        merged_rows::<Wide>(blocks, &varying)
    }
}

/// As [`merged`], given the positions at which not all blocks are the same.
fn merged_rows<R: Row>(blocks: &[Block], varying: &[usize]) -> Vec<Cube> {
    let Some(model) = blocks.first() else { return Vec::new() };
    let rows = blocks.iter().map(|block| {
        let digits = varying.iter().enumerate().map(|(index, &position)| R::at(index, block.digits(position)));
        digits.fold(R::at(0, 0), R::or)
    });
    let rows = fewest(rows.collect(), varying.len());
    let positions = |row: &R| -> Vec<u16> {
        let mut digits: Vec<u16> = (0..model.length).map(|position| model.digits(position)).collect();
        for (index, &position) in varying.iter().enumerate() {
            if let Some(digits) = digits.get_mut(position) {
                *digits = row.digits(index);
            }
        }
        digits
    };
    let mut cubes: Vec<Vec<u16>> = rows.iter().map(positions).collect();
    cubes.sort_by_cached_key(|digits| digits.iter().map(|digits| digits.trailing_zeros()).collect::<Vec<_>>());
    cubes.into_iter().map(|digits| cube(digits.into_iter())).collect()
}

/// The smallest partition that merging `rows` in several orders, from several beginnings, comes by.
fn fewest<R: Row>(rows: Vec<R>, positions: usize) -> Vec<R> {
    let mut merger = Merger::new(positions);
    let orders = orders(positions, rows.len());
    let mut best = Best::new(positions);
    for start in [cells(&rows, positions), Some(rows)].into_iter().flatten() {
        for order in &orders {
            let mut tried = start.clone();
            merger.merge_in_order(&mut tried, order);
            best.offer(&tried);
        }
        let mut tried = start;
        merger.merge_greedily(&mut tried);
        best.offer(&tried);
    }
    if let Some(order) = orders.first() {
        recut(&mut merger, &mut best, order);
    }
    best.into_rows()
}

/// Above this many cells for each row, and in all, a partition is not taken apart.
const CELLS: (usize, usize) = (4, 400);

/// The rows cut along every boundary that any of them has: where two digits of a position are in the same rows, they
/// stay together. `None` where that is too many.
fn cells<R: Row>(rows: &[R], positions: usize) -> Option<Vec<R>> {
    let limit = CELLS.1.min(rows.len() * CELLS.0 + 16);
    let mut cells = rows.to_vec();
    for index in 0..positions {
        let mut classes: Vec<u16> = vec![ANY];
        for row in rows {
            let digits = row.digits(index);
            classes = classes.iter().flat_map(|class| [class & digits, class & !digits]).filter(|&c| c != 0).collect();
        }
        let position = R::at(index, ANY);
        let cut = |cell: &R| {
            let (digits, others) = (cell.digits(index), cell.minus(position));
            let parts = classes.iter().map(|class| class & digits).filter(|&part| part != 0);
            parts.map(|part| others.or(R::at(index, part))).collect::<Vec<_>>()
        };
        cells = cells.iter().flat_map(cut).collect();
        if cells.len() > limit {
            return None;
        }
    }
    (cells.len() > rows.len()).then_some(cells)
}

#[cfg(test)]
mod tests;
