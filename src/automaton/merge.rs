//! Merging disjoint products of digit sets into fewer.

use super::row::{ANY, Row};

/// Merges rows, and keeps the memory that this needs.
pub(super) struct Merger<R> {
    positions: Vec<R>,
    /// Places in `merged`, from 1; 0 is free.
    table: Vec<usize>,
    merged: Vec<R>,
}

impl<R: Row> Merger<R> {
    /// For rows of `positions` positions, at most [`Row::POSITIONS`].
    pub(super) fn new(positions: usize) -> Self {
        let positions = (0..positions).map(|position| R::at(position, ANY)).collect();
        Self { positions, table: Vec::new(), merged: Vec::new() }
    }

    /// All digits at one position, for each position.
    pub(super) fn positions(&self) -> &[R] {
        &self.positions
    }

    /// Merges all rows that differ only at `position`; whether there were any. Rows keep the order of their first
    /// parts. Work: linear, as rows are found by what they have at all other positions.
    pub(super) fn merge_at(&mut self, rows: &mut Vec<R>, position: R) -> bool {
        let size = (rows.len() * 2).next_power_of_two();
        self.table.clear();
        self.table.resize(size, 0);
        self.merged.clear();
        for &row in rows.iter() {
            let key = row.minus(position);
            let mut slot = key.hash();
            while let Some(place) = self.table.get_mut(slot & (size - 1)) {
                if *place == 0 {
                    self.merged.push(row);
                    *place = self.merged.len();
                    break;
                }
                if let Some(like) = self.merged.get_mut(*place - 1).filter(|like| like.minus(position) == key) {
                    *like = like.or(row);
                    break;
                }
                slot = slot.wrapping_add(1);
            }
        }
        let any = self.merged.len() < rows.len();
        if any {
            std::mem::swap(rows, &mut self.merged);
        }
        any
    }

    /// Merges at each position in turn, as `order` has them, until no two rows can be merged.
    pub(super) fn merge_in_order(&mut self, rows: &mut Vec<R>, order: &[usize]) {
        let mut unchanged = 0;
        for &index in order.iter().cycle() {
            let Some(&position) = self.positions.get(index) else { return };
            unchanged = if self.merge_at(rows, position) { 1 } else { unchanged + 1 };
            if unchanged >= order.len() {
                return;
            }
        }
    }
}

/// Up to this many positions every order is tried, on sets of at most [`SMALL`] rows.
const ALL_ORDERS: usize = 4;

/// A set of up to this many rows is small.
pub(super) const SMALL: usize = 40;

/// A set of more than this many rows is merged in two orders only.
const LARGE: usize = 5_000;

/// Orders in which to merge `rows` rows at `positions` positions; the first is from the last position to the first,
/// which is how people write patterns. The more rows, the fewer orders: in turn all, every rotation both ways, four of
/// these, two. To take next the position that merges most was measured to add nothing to these.
pub(super) fn orders(positions: usize, rows: usize) -> Vec<Vec<usize>> {
    let backwards: Vec<usize> = (0..positions).rev().collect();
    if positions < ALL_ORDERS || positions == ALL_ORDERS && rows <= SMALL {
        return permutations(&backwards);
    }
    let forwards: Vec<usize> = (0..positions).collect();
    let step = if rows <= SMALL {
        1
    } else if rows <= LARGE {
        positions.div_ceil(2)
    } else {
        positions
    };
    let turned = |order: &[usize], by: usize| order.iter().cycle().skip(by).take(positions).copied().collect();
    let turns = |order: Vec<usize>| (0..positions).step_by(step).map(move |by| turned(&order, by));
    turns(backwards).chain(turns(forwards)).collect()
}

/// Every order of `items`, theirs first.
fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |first: &usize| {
        let others: Vec<usize> = items.iter().filter(|item| *item != first).copied().collect();
        let ends = permutations(&others).into_iter();
        ends.map(|end| [*first].into_iter().chain(end).collect()).collect::<Vec<_>>()
    };
    items.iter().flat_map(with_first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two positions: the digits of each, one bit a digit.
    fn row(first: u16, second: u16) -> u64 {
        u64::at(0, first).or(u64::at(1, second))
    }

    #[test]
    fn what_differs_at_one_position_is_merged() {
        let mut rows = vec![row(0b01, 0b01), row(0b10, 0b10), row(0b10, 0b01)];
        let mut merger = Merger::new(2);
        assert!(merger.merge_at(&mut rows, u64::at(0, ANY)));
        assert_eq!(rows, [row(0b11, 0b01), row(0b10, 0b10)]);
        assert!(!merger.merge_at(&mut rows, u64::at(1, ANY)));
    }

    #[test]
    fn the_order_of_positions_matters() {
        let start = vec![row(0b001, 0b011), row(0b010, 0b001), row(0b010, 0b010), row(0b100, 0b001)];
        let merged = |order: &[usize]| {
            let mut rows = start.clone();
            Merger::new(2).merge_in_order(&mut rows, order);
            rows
        };
        assert_eq!(merged(&[1, 0]), [row(0b011, 0b011), row(0b100, 0b001)]);
        assert_eq!(merged(&[0, 1]).len(), 3);
    }

    #[test]
    fn every_order_once() {
        assert_eq!(permutations(&[2, 1, 0]).len(), 6);
        assert_eq!(permutations(&[2, 1, 0])[0], [2, 1, 0]);
        assert_eq!(orders(5, 10).len(), 10);
        assert_eq!(orders(5, 10)[1], [3, 2, 1, 0, 4]);
        assert_eq!(orders(7, 100).len(), 4);
        assert_eq!(orders(7, 10_000), [[6, 5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5, 6]]);
    }
}
