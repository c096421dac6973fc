//! Examples of covers, and what holds for every cover.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::number::Digits;

fn interval(length: u8, first: u64, last: u64) -> Interval {
    Interval { length, first, last }
}

fn patterns(cubes: &[Cube]) -> Vec<String> {
    cubes.iter().map(Cube::pattern).collect()
}

fn covered(intervals: &[(u8, u64, u64)]) -> Vec<String> {
    patterns(&cover(&intervals.iter().map(|&(length, first, last)| interval(length, first, last)).collect()))
}

#[test]
fn a_range_is_split_at_the_digit_boundaries() {
    let split = |length, first, last| patterns(&boundary_split(interval(length, first, last)));
    assert_eq!(split(4, 5512, 5587), ["551[2-9]", "55[2-7].", "558[0-7]"]);
    assert_eq!(split(4, 0, 9999), ["...."]);
    assert_eq!(split(4, 5000, 6999), ["[56]..."]);
    assert_eq!(split(3, 7, 7), ["007"]);
    assert_eq!(split(4, 995, 1004), ["099[5-9]", "100[0-4]"]);
    assert_eq!(split(2, 5, 24), ["0[5-9]", "1.", "2[0-4]"]);
    assert_eq!(split(0, 0, 0), [""]);
    assert_eq!(
        split(15, 100_000_000_000_000, 100_999_999_999_999),
        ["100............"],
        "as many numbers as you like are one pattern"
    );
}

#[test]
fn a_single_range_stays_as_it_was_split() {
    assert_eq!(covered(&[(4, 5512, 5587)]), ["551[2-9]", "55[2-7].", "558[0-7]"]);
    assert_eq!(covered(&[(2, 5, 24)]), ["0[5-9]", "1.", "2[0-4]"]);
}

#[test]
fn what_differs_at_one_digit_becomes_one_pattern() {
    assert_eq!(covered(&[(4, 5501, 5501), (4, 5511, 5511)]), ["55[01]1"]);
    assert_eq!(covered(&[(4, 1005, 1005), (4, 2005, 2005), (4, 4005, 4005)]), ["[124]005"]);
    assert_eq!(covered(&[(4, 5500, 5504), (4, 5506, 5509), (4, 5600, 5604), (4, 5606, 5609)]), ["5[56]0[0-46-9]"]);
}

#[test]
fn lengths_are_apart_and_shorter_numbers_come_first() {
    assert_eq!(covered(&[(4, 1, 1), (2, 55, 57), (0, 0, 0)]), ["", "5[5-7]", "0001"]);
    assert_eq!(covered(&[]), Vec::<String>::new());
}

#[test]
fn two_ranges_are_cut_again_where_that_saves_a_pattern() {
    assert_eq!(covered(&[(2, 5, 24), (2, 77, 77)]), ["[01][5-9]", "[12][0-4]", "77"]);
}

#[test]
fn eighteen_digits_that_all_differ() {
    let numbers = [(18, 0, 0), (18, 111_111_111_111_111_111, 111_111_111_111_111_112)];
    assert_eq!(covered(&numbers), ["000000000000000000", "11111111111111111[12]"]);
}

/// Few digits at few positions, so that there is much to merge.
fn crowded(digits: u64, length: u8) -> impl Strategy<Value = NumberSet> {
    let number = prop::collection::vec(0..digits, usize::from(length))
        .prop_map(move |all| Digits { length, value: all.iter().fold(0, |value, digit| value * 10 + digit) });
    prop::collection::btree_set(number, 0..40).prop_map(|all: BTreeSet<Digits>| all.into_iter().collect())
}

fn ranges(length: u8) -> impl Strategy<Value = NumberSet> {
    let all = unit(length);
    let ends = (0..all, 0..all).prop_map(move |(a, b)| interval(length, a.min(b), a.max(b)));
    prop::collection::vec(ends, 0..6).prop_map(|all| all.into_iter().collect())
}

/// What holds for every cover.
fn check(numbers: &NumberSet) -> Result<(), TestCaseError> {
    let cubes = cover(numbers);
    prop_assert_eq!(is_exact(&cubes, numbers), Ok(true));
    prop_assert!(cubes.len() <= numbers.intervals().map(|interval| boundary_split(interval).len()).sum());
    let smallest: Vec<(usize, String)> = cubes.iter().map(|cube| (cube.length(), cube.smallest())).collect();
    prop_assert!(smallest.is_sorted(), "{smallest:?}");
    for (index, left) in cubes.iter().enumerate() {
        for right in &cubes[index + 1..] {
            prop_assert!(left.is_disjoint(right), "{left} and {right}");
            let differing = left.positions().iter().zip(right.positions()).filter(|(a, b)| a != b).count();
            prop_assert!(left.length() != right.length() || differing > 1, "{left} and {right} could be one");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn covers_of_scattered_numbers_hold_what_they_should(numbers in crowded(4, 3), wide in crowded(3, 8)) {
        check(&numbers)?;
        check(&wide)?;
        check(&numbers.union(&wide))?;
        let listed: BTreeSet<String> = numbers.iter().map(|digits| digits.to_string()).collect();
        let cubes = cover(&numbers);
        let found: BTreeSet<String> = (0..1000)
            .map(|value| Digits { length: 3, value }.to_string())
            .filter(|number| cubes.iter().any(|cube| cube.contains(number)))
            .collect();
        prop_assert_eq!(found, listed);
    }

    #[test]
    fn covers_of_ranges_hold_what_they_should(short in ranges(3), long in ranges(12)) {
        check(&short)?;
        check(&long)?;
    }

    #[test]
    fn a_split_range_is_in_order_and_exact(a in 0_u64..1_000_000, b in 0_u64..1_000_000) {
        let range = interval(6, a.min(b), a.max(b));
        let cubes = boundary_split(range);
        prop_assert!(cubes.len() <= 11);
        prop_assert!(cubes.is_sorted_by_key(Cube::smallest));
        prop_assert_eq!(is_exact(&cubes, &[range].into_iter().collect()), Ok(true));
        prop_assert_eq!(cover(&[range].into_iter().collect()), cubes);
    }
}

#[test]
fn a_cover_that_is_not_exact_is_found_out() {
    let numbers: NumberSet = [interval(2, 10, 19), interval(2, 30, 39)].into_iter().collect();
    let cubes = cover(&numbers);
    assert_eq!(is_exact(&cubes, &numbers), Ok(true));
    assert_eq!(is_exact(&cubes, &numbers.union(&[interval(2, 55, 55)].into_iter().collect())), Ok(false));
    assert_eq!(is_exact(&[cubes.clone(), cubes].concat(), &numbers), Ok(false), "a number twice");
}

/// The fewest disjoint products that make up each subset of a grid, by exhaustion: the product that holds the first
/// cell of a set is one of all the products within the set.
fn true_minima(sides: &[u32]) -> Vec<u8> {
    let products = sides.iter().fold(vec![vec![0_usize]], |parts, &side| {
        let cells = |part: &Vec<usize>, mask: u32| -> Vec<usize> {
            let digits = (0..side).filter(|digit| mask >> digit & 1 == 1);
            digits.flat_map(|digit| part.iter().map(move |cell| cell * side as usize + digit as usize)).collect()
        };
        parts.iter().flat_map(|part| (1..1 << side).map(|mask| cells(part, mask)).collect::<Vec<_>>()).collect()
    });
    let total: u32 = sides.iter().product();
    let mut by_first: Vec<Vec<usize>> = vec![Vec::new(); total as usize];
    for product in products {
        let mask: usize = product.iter().map(|cell| 1 << cell).sum();
        by_first[mask.trailing_zeros() as usize].push(mask);
    }
    let mut minima = vec![0_u8; 1 << total];
    for set in 1..minima.len() {
        let within = by_first[set.trailing_zeros() as usize].iter().filter(|&product| product & !set == 0);
        minima[set] = within.map(|product| minima[set & !product] + 1).min().unwrap();
    }
    minima
}

/// How many subsets of a grid, one in `stride`, get a cover of the fewest possible cubes, of one more, and so on.
fn gaps(sides: &[u32], stride: usize) -> Vec<usize> {
    let mut gaps = vec![0; 4];
    for (set, &minimum) in true_minima(sides).iter().enumerate().step_by(stride) {
        let value = |cell: usize| {
            let mut rest = cell as u64;
            let digits = sides.iter().rev().map(|&side| {
                let digit = rest % u64::from(side);
                rest /= u64::from(side);
                digit
            });
            digits.enumerate().map(|(place, digit)| digit * unit(u8::try_from(place).unwrap())).sum()
        };
        let cells = (0..usize::BITS as usize).filter(|cell| set >> cell & 1 == 1);
        let length = u8::try_from(sides.len()).unwrap();
        let numbers: NumberSet = cells.map(|cell| Digits { length, value: value(cell) }).collect();
        gaps[cover(&numbers).len() - usize::from(minimum)] += 1;
    }
    gaps
}

/// In a release build every subset, otherwise a sample.
fn check_gaps(sides: &[u32], sample: usize) {
    let stride = if cfg!(debug_assertions) { sample } else { 1 };
    let gaps = gaps(sides, stride);
    println!("{sides:?}, every {stride}: fewest {}, one more {}, two more {}", gaps[0], gaps[1], gaps[2]);
    assert_eq!(gaps[2..], [0, 0], "never two more than the fewest");
    assert!(gaps[1] * 100 <= gaps[0], "one more for fewer than one set in a hundred");
}

#[test]
fn covers_are_nearly_the_smallest_there_are() {
    check_gaps(&[4, 4], 61);
    check_gaps(&[2, 2, 3], 7);
    check_gaps(&[2, 2, 2, 2], 61);
    check_gaps(&[2, 3, 3], 307);
}
