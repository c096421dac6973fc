//! From a set of numbers to few, disjoint patterns.

use super::compile;
use super::cube::Cube;
use super::dfa::{Dfa, OverBudget};
use super::merge::{Merger, SMALL, orders};
use super::numbers::unit;
use super::recut::{Best, recut};
use super::row::{ANY, Row, Wide};
use crate::number::{Interval, MAXIMUM_LENGTH, NumberSet, SymbolSet};

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
    let intervals: Vec<Interval> = numbers.intervals().collect();
    let lengths = intervals.chunk_by(|left, right| left.length == right.length);
    lengths
        .flat_map(|intervals| match intervals {
            &[only] => boundary_split(only),
            several => {
                let blocks: Vec<Block> = several.iter().copied().flat_map(blocks).collect();
                merged(&blocks)
            }
        })
        .collect()
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
    /// The digits at each position.
    fn sets(&self) -> Sets {
        let mut sets = [ANY; MAXIMUM];
        if let Some(set) = sets.get_mut(self.place) {
            *set = self.digits;
        }
        let mut stem = self.stem;
        for set in sets.iter_mut().take(self.place).rev() {
            *set = 1 << (stem % 10);
            stem /= 10;
        }
        sets
    }

    fn cube(&self) -> Cube {
        cube(&self.sets(), self.length)
    }
}

/// The greatest number of digits.
const MAXIMUM: usize = MAXIMUM_LENGTH as usize;

/// The digits at each position, one bit each; all ten behind the last position.
type Sets = [u16; MAXIMUM];

/// The cube of the first `length` of `sets`; at no position there are none.
fn cube(sets: &Sets, length: usize) -> Cube {
    Cube::of_sets(sets.iter().take(length).map(|&digits| symbols(digits)).collect())
}

/// The digits of a bit set.
fn symbols(digits: u16) -> SymbolSet {
    let one = |digit| SymbolSet::digit_range(digit, digit);
    match digits {
        ANY => SymbolSet::DIGITS,
        _ if digits.is_power_of_two() => u8::try_from(digits.trailing_zeros()).map_or(SymbolSet::EMPTY, one),
        _ => (0..10).filter(|digit| digits & 1 << digit != 0).map(one).fold(SymbolSet::EMPTY, SymbolSet::union),
    }
}

/// The smallest number of these digits, as a value.
fn smallest(sets: &Sets) -> u64 {
    sets.iter().fold(0, |value, digits| value * 10 + u64::from(digits.trailing_zeros()))
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
fn merged(blocks: &[Block]) -> Vec<Cube> {
    let sets: Vec<Sets> = blocks.iter().map(Block::sets).collect();
    let (Some(model), Some(block)) = (sets.first(), blocks.first()) else { return Vec::new() };
    let mut varies = [false; MAXIMUM];
    for sets in &sets {
        for (varies, (own, common)) in varies.iter_mut().zip(sets.iter().zip(model)) {
            *varies |= own != common;
        }
    }
    let varying = varies.iter().filter(|varies| **varies).count();
    let mut merged = if varying <= u64::POSITIONS {
        merged_rows::<u64>(&sets, model, &varies)
    } else {
        merged_rows::<Wide>(&sets, model, &varies)
    };
    merged.sort_unstable_by_key(smallest);
    merged.iter().map(|sets| cube(sets, block.length)).collect()
}

/// As [`merged`]; only where `varies` says so does any of `sets` differ from `model`.
fn merged_rows<R: Row>(sets: &[Sets], model: &Sets, varies: &[bool; MAXIMUM]) -> Vec<Sets> {
    let row = |sets: &Sets| {
        let digits = sets.iter().zip(varies).filter(|(_, varies)| **varies).enumerate();
        digits.fold(R::at(0, 0), |row, (index, (&digits, _))| row.or(R::at(index, digits)))
    };
    let count = varies.iter().filter(|varies| **varies).count();
    let unpacked = |row: R| {
        let mut sets = *model;
        let varying = sets.iter_mut().zip(varies).filter(|(_, varies)| **varies).enumerate();
        varying.for_each(|(index, (digits, _))| *digits = row.digits(index));
        sets
    };
    fewest(sets.iter().map(row).collect(), count).into_iter().map(unpacked).collect()
}

/// The smallest partition that merging `rows` in several orders, from several beginnings, comes by.
fn fewest<R: Row>(rows: Vec<R>, positions: usize) -> Vec<R> {
    let mut merger = Merger::new(positions);
    let mut best = Best::new(positions);
    let orders = orders(positions, rows.len());
    let Some(first) = orders.first() else { return rows };
    let mut tried = rows.clone();
    merger.merge_in_order(&mut tried, first);
    best.offer(&tried);
    if tried.len() == rows.len() && rows.len() > SMALL {
        return best.into_rows();
    }
    for start in [cells(&rows, positions), Some(rows)].into_iter().flatten() {
        for order in &orders {
            tried.clone_from(&start);
            merger.merge_in_order(&mut tried, order);
            best.offer(&tried);
        }
    }
    recut(&mut merger, &mut best, first);
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
        let classes = classes(rows, index);
        let parts = |cell: R| {
            let digits = cell.digits(index);
            classes.iter().map(move |class| class & digits).filter(|&part| part != 0)
        };
        let mut cut = Vec::with_capacity(cells.len());
        for &cell in &cells {
            let others = cell.minus(R::at(index, ANY));
            cut.extend(parts(cell).map(|part| others.or(R::at(index, part))));
        }
        if cut.len() > limit {
            return None;
        }
        cells = cut;
    }
    (cells.len() > rows.len()).then_some(cells)
}

/// The digits that occur at a position, in classes of those that are in the same rows.
fn classes<R: Row>(rows: &[R], position: usize) -> Vec<u16> {
    let mut distinct: Vec<u16> = rows.iter().map(|row| row.digits(position)).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let mut classes = vec![ANY];
    for digits in distinct {
        let split = |class: u16| [class & digits, class & !digits];
        if classes.iter().any(|class| !split(*class).contains(&0)) {
            classes = classes.into_iter().flat_map(split).filter(|&class| class != 0).collect();
        }
    }
    classes
}

#[cfg(test)]
mod tests;
