//! What is said of small sets is compared with what trying every number finds.

use proptest::prelude::*;

use super::*;
use crate::automaton::dfa::{Dfa, State, StateId};
use crate::automaton::{Cube, compile};
use crate::number::{ALPHABET, Digits, NumberSet, Symbol, SymbolSet};
use crate::syntax::pattern::NumberPattern;

/// The numbers that a dial-peer pattern matches.
fn numbers(text: &str) -> Dfa {
    compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap()
}

/// All strings of up to `length` of `symbols`, the shortest first, then as `symbols` are ordered.
fn strings(symbols: &str, length: usize) -> Vec<String> {
    let mut all = vec![vec![String::new()]];
    for shorter in 0..length {
        all.push(all[shorter].iter().flat_map(|front| symbols.chars().map(move |c| format!("{front}{c}"))).collect());
    }
    all.concat()
}

fn is_plain(number: &str) -> bool {
    Dfa::plain_numbers().accepts(number)
}

/// Any automaton of up to six states that tells 0, 7, `+` and all other symbols apart.
fn automaton() -> impl Strategy<Value = Dfa> {
    let state = (prop::bool::weighted(0.3), prop::array::uniform4(0_u32..6));
    prop::collection::vec(state, 6).prop_map(|states| {
        let state = |(accepting, [zero, seven, plus, other]): (bool, [u32; 4])| {
            let mut state = State::sink(StateId(other), accepting);
            for (symbol, next) in [('0', zero), ('7', seven), ('+', plus)] {
                state.lead(SymbolSet::of(Symbol::new(symbol).unwrap()), StateId(next));
            }
            state
        };
        Dfa { states: states.into_iter().map(state).collect(), start: StateId(0) }
    })
}

/// The numbers of `set` with up to `length` symbols.
fn cut(set: &Dfa, length: usize) -> Dfa {
    let cubes: Vec<Cube> = (0..=length).filter_map(|length| Cube::new(vec![SymbolSet::ALL; length])).collect();
    set.intersection(&compile::cubes(&cubes).unwrap()).unwrap()
}

/// A few dial-peer patterns of a few digits.
fn patterns() -> impl Strategy<Value = Vec<NumberPattern>> {
    let pattern = r"\+?([0-2.]|\[0-4\]|\[15-79\]){1,4}(T|\$|)";
    prop::collection::vec(pattern.prop_map(|text| NumberPattern::parse(&text).unwrap()), 1..5)
}

proptest! {
    #[test]
    fn counts_are_those_of_trying_every_number(set in automaton()) {
        let set = cut(&set, 3);
        let members: Vec<String> = strings(ALPHABET, 3).into_iter().filter(|number| set.accepts(number)).collect();
        let (plain, other): (Vec<&String>, Vec<&String>) = members.iter().partition(|number| is_plain(number));
        let has_prefix = |number: &str| (0..number.len()).any(|length| set.accepts(&number[..length]));
        let longer = plain.iter().filter(|number| has_prefix(number)).count();
        let count = set.count();
        prop_assert_eq!(count.numbers, (plain.len() - longer) as u128);
        prop_assert_eq!((count.longer, count.other_symbols), (longer > 0, !other.is_empty()));
        let all: Vec<String> = plain.into_iter().chain(other).cloned().collect();
        for most in [0, 1, 7, all.len(), all.len() + 1] {
            prop_assert_eq!(&set.witnesses(most), &all[..most.min(all.len())]);
        }
        prop_assert_eq!(set.plain_witness(), all.first().cloned());
    }

    #[test]
    fn witnesses_are_members_in_order(set in automaton()) {
        let witnesses = set.witnesses(300);
        let key = |number: &String| {
            let symbols: Vec<Option<Symbol>> = number.chars().map(Symbol::new).collect();
            (!is_plain(number), number.len(), symbols)
        };
        prop_assert!(witnesses.iter().all(|number| set.accepts(number) && number.len() <= LONGEST));
        prop_assert!(witnesses.is_sorted_by(|left, right| key(left) < key(right)));
        prop_assert_eq!(witnesses.is_empty(), set.is_empty());
    }

    #[test]
    fn counts_of_dial_plans_are_those_of_trying_every_number(list in patterns()) {
        let set = compile::numbers_of_any(&list).unwrap();
        let has_prefix = |number: &str| (0..number.len()).any(|length| set.accepts(&number[..length]));
        let plain = strings("0123456789", 4).into_iter().flat_map(|digits| [format!("+{digits}"), digits]);
        let shortest = plain.filter(|number| set.accepts(number) && !has_prefix(number)).count();
        prop_assert_eq!(set.count().numbers, shortest as u128);
    }
}

#[test]
fn counting_ends_at_the_longest_number() {
    let everything = Dfa::all().count();
    assert_eq!(everything, Count { numbers: 1, longer: true, other_symbols: true });
    assert_eq!(Dfa::empty().count(), Count::default());
    let dots = |count: usize| numbers(&format!("{}$", ".".repeat(count)));
    let longest = 10_u128.pow(32) + 10_u128.pow(31);
    assert_eq!(dots(32).count(), Count { numbers: longest, longer: false, other_symbols: true });
    assert_eq!(dots(33).count(), Count::default());
    assert_eq!(numbers(&".".repeat(32)).count(), Count { numbers: longest, longer: false, other_symbols: true });
    assert_eq!(dots(33).witnesses(3), Vec::<String>::new());
    assert_eq!(dots(32).plain_witness().unwrap(), "0".repeat(32));
}

#[test]
fn numbers_with_other_symbols_are_told_apart() {
    assert_eq!(numbers("*21").count(), Count { numbers: 0, longer: false, other_symbols: true });
    assert_eq!(numbers("[5*]1$").count(), Count { numbers: 1, longer: false, other_symbols: true });
    assert_eq!(numbers("[5*]1$").witnesses(9), ["51", "*1"]);
}

#[test]
fn witnesses_are_found_however_many_numbers_there_are() {
    let set = NumberSet::from_iter([7, 70, 700].map(|value| Digits { length: 18, value }));
    let found = Dfa::of_numbers(&set, true).unwrap().witnesses(9);
    assert_eq!(found, ["+000000000000000007", "+000000000000000070", "+000000000000000700"]);
    assert_eq!(numbers("+1..").witnesses(3), ["+100", "+101", "+102"]);
    assert_eq!(Dfa::all().witnesses(13)[..], ["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "00"]);
}
