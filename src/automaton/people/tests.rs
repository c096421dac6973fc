//! What is said of small sets is compared with what trying every number finds.

use proptest::prelude::*;

use super::*;
use crate::automaton::dfa::{Dfa, State, StateId};
use crate::automaton::{Cube, compile};
use crate::number::{ALPHABET, Digits, Interval, NumberSet, Symbol, SymbolSet};
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
        let is_dialled = |number: &&String| is_plain(number) && number.contains(|symbol: char| symbol.is_ascii_digit());
        let dialled = set.dialled_witness();
        prop_assert_eq!(all.iter().find(is_dialled), dialled.as_ref().filter(is_dialled));
        prop_assert_eq!(dialled.is_none(), all.is_empty());
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

    #[test]
    fn the_empty_number_is_not_counted_where_there_are_others(list in patterns()) {
        let set = compile::numbers_of_any(&list).unwrap();
        let empty = Dfa::all().difference(&Dfa::with_symbol_at(0, |_| true)).unwrap();
        let with = set.union(&empty).unwrap();
        let without = set.difference(&empty).unwrap();
        if without.count().numbers > 0 {
            prop_assert_eq!(without.extent(), with.extent());
        }
        prop_assert_eq!(empty.extent(), Extent::Numbers(1));
    }
}

/// Whether `number` is one that `pattern`, as it is shown, stands for.
fn holds(pattern: &str, number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or(number);
    if pattern == "T" {
        return is_plain(number);
    }
    match (pattern.strip_prefix('+'), number.strip_prefix('+')) {
        (Some(pattern), Some(_)) => holds_digits(pattern, digits),
        (None, None) => holds_digits(pattern, digits),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// As [`holds`], behind the `+`.
fn holds_digits(pattern: &str, digits: &str) -> bool {
    let rest = |number: &str| number.chars().skip(1).collect::<String>();
    match (pattern.chars().next(), digits.chars().next()) {
        (None, None) => true,
        (Some('T'), _) => pattern == "T",
        (Some('['), Some(digit)) => {
            let (set, behind) = pattern[1..].split_once(']').unwrap();
            let set: Vec<char> = set.chars().collect();
            let range = set.windows(3).any(|part| part[1] == '-' && (part[0]..=part[2]).contains(&digit));
            (set.contains(&digit) || range) && holds_digits(behind, &rest(digits))
        }
        (Some(symbol), Some(digit)) => {
            (symbol == '.' || symbol == digit) && holds_digits(&rest(pattern), &rest(digits))
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// That the patterns for `set` hold its numbers of up to `numbers`, each once; where there are more, no others.
fn check_readable(set: &Dfa, numbers: &[String], most: usize) -> Result<(), TestCaseError> {
    let readable = set.readable(most);
    prop_assert!(readable.patterns.len() <= most && readable.patterns.is_sorted());
    for number in numbers {
        let of = readable.patterns.iter().filter(|pattern| holds(pattern, number)).count();
        let expected = usize::from(set.accepts(number));
        prop_assert!(of == expected || readable.more && of < expected, "{number}: {of} in {:?}", readable);
    }
    Ok(())
}

proptest! {
    // Every case tries some thousand numbers on some dozen patterns.
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn patterns_hold_the_numbers_of_a_set(set in automaton(), length in 0..5_usize) {
        let numbers: Vec<String> = strings("071", 5).into_iter().flat_map(|digits| [format!("+{digits}"), digits]).collect();
        for most in [0, 2, 40] {
            check_readable(&set, &numbers, most)?;
            check_readable(&cut(&set, length), &numbers, most)?;
        }
        let smallest = set.intersection(&Dfa::plain_numbers()).unwrap().minimised();
        prop_assert_eq!(set.readable(20), smallest.readable(20));
    }

    #[test]
    fn patterns_hold_the_numbers_of_a_dial_plan(list in patterns(), taken in patterns()) {
        let all = compile::numbers_of_any(&list).unwrap();
        let rest = all.difference(&compile::numbers_of_any(&taken).unwrap()).unwrap();
        let numbers: Vec<String> = strings("0123459", 4).into_iter().flat_map(|digits| [format!("+{digits}"), digits]).collect();
        for most in [3, 500] {
            check_readable(&all, &numbers, most)?;
            check_readable(&rest, &numbers, most)?;
        }
        prop_assert!(!rest.readable(500).more);
    }
}

/// The patterns for what is in `of` and in none of `without`; no more than nine.
fn shown(of: &str, without: &[&str]) -> Vec<String> {
    let set = without.iter().fold(numbers(of), |set, text| set.difference(&numbers(text)).unwrap());
    let readable = set.readable(9);
    assert!(!readable.more);
    readable.patterns
}

#[test]
fn patterns_are_those_that_people_write() {
    let range = NumberSet::from_iter([Interval { length: 11, first: 12_065_555_500, last: 12_065_555_549 }]);
    assert_eq!(Dfa::of_numbers(&range, true).unwrap().readable(9).patterns, ["+120655555[0-4]."]);
    assert_eq!(shown("9T", &[]), ["9T"]);
    assert_eq!(shown("55..", &[]), ["55..T"]);
    assert_eq!(shown("55..$", &[]), ["55.."]);
    assert_eq!(shown("55..$", &["5512$"]), ["551[013-9]", "55[02-9]."]);
    assert_eq!(shown("+1[15-79].", &["+15"]), ["+1[1679].T"]);
    assert_eq!(shown("....$", &["+"]), ["...."]);
    assert_eq!(shown("..$", &[]), ["+.", ".."]);
    assert_eq!(shown("9T", &["911"]), ["9", "91", "91[02-9]T", "9[02-9]T"]);
    assert_eq!(Dfa::all().readable(1), Readable { patterns: vec!["T".into()], more: false });
    assert_eq!(Dfa::empty().readable(1), Readable::default());
    assert_eq!(shown(".T", &["+"]), [".T"]);
    assert_eq!(shown(&format!("5{}", ".".repeat(31)), &[]), [format!("5{}", ".".repeat(31))]);
}

#[test]
fn patterns_that_differ_at_one_place_are_one() {
    let list = ["[12]5", "[12]7[0-3]", "28"].map(|text| NumberPattern::parse(&format!("{text}$")).unwrap());
    let readable = compile::numbers_of_any(&list).unwrap().readable(4);
    assert_eq!(readable, Readable { patterns: ["15", "2[58]", "[12]7[0-3]"].map(str::to_owned).into(), more: false });
}

#[test]
fn where_more_patterns_are_needed_the_greatest_are_shown() {
    let list = ["911$", "55..$", "8...$", "+1.........$", "7T"].map(|text| NumberPattern::parse(text).unwrap());
    let set = compile::numbers_of_any(&list).unwrap();
    assert_eq!(
        set.readable(3),
        Readable { patterns: ["+1.........", "7T", "8..."].map(str::to_owned).into(), more: true }
    );
    assert_eq!(set.readable(0), Readable { patterns: Vec::new(), more: true });
    assert_eq!(set.readable(5).patterns, ["+1.........", "55..", "7T", "8...", "911"]);
}

#[test]
fn loops_are_gone_round_as_often_as_there_is_room() {
    let many = |text| numbers(text).readable(9);
    let sixes = many("(123456)+$");
    assert_eq!((sixes.patterns.len(), sixes.more), (5, false));
    assert_eq!((many("(12)+$").patterns.len(), many("(12)+$").more), (9, true));
    let fives = numbers("9.%5$").readable(4);
    assert_eq!((fives.patterns.join(" ").as_str(), fives.more), ("9...5 9..5 9.5 95", true));
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
