//! Patterns and what they match, with the regex crate as the oracle.

use std::collections::HashSet;

use proptest::prelude::*;
use regex::Regex;
use regex_automata::Anchored;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::{start, syntax};

use super::*;

fn numbers_of(text: &str) -> Dfa {
    numbers(&NumberPattern::parse(text).unwrap()).unwrap()
}

fn rule_of(text: &str) -> Dfa {
    rule(&MatchPattern::parse(text).unwrap()).unwrap()
}

/// Checks which of `numbers` a set holds: those marked `true`.
#[track_caller]
fn holds(set: &Dfa, numbers: &[(&str, bool)]) {
    for &(number, expected) in numbers {
        assert_eq!(set.accepts(number), expected, "{number:?}");
    }
}

#[test]
fn a_pattern_without_end_takes_longer_numbers() {
    // Cisco 14074: 816 matches 81690; a number shorter than the pattern never matches.
    holds(&numbers_of("816"), &[("81690", true), ("816", true), ("81", false), ("1816", false)]);
    holds(&numbers_of("22.."), &[("222", false), ("2222", true), ("22220", true)]);
    holds(&numbers_of("816$"), &[("816", true), ("8160", false)]);
    holds(&numbers_of(""), &[("", true), ("5", true)]);
    holds(&numbers_of("$"), &[("", true), ("5", false)]);
}

#[test]
fn the_timer_takes_any_further_symbols() {
    // Cisco 211306: T alone matches zero or more digits.
    holds(&numbers_of("9T"), &[("9", true), ("95551212", true), ("8", false)]);
    holds(&numbers_of(".T$"), &[("", false), ("1", true), ("123", true)]);
    assert!(numbers_of("T").equals(&Dfa::all()));
}

#[test]
fn wildcards_of_dial_peers() {
    // Cisco 211306: `.` takes every symbol; [^1-3]22 also matches *22; (206)?5015111; 555(43)+.
    holds(&numbers_of(".$"), &[("0", true), ("A", true), ("*", true), ("#", true), ("+", true), ("", false)]);
    holds(&numbers_of("[^1-3]22$"), &[("*22", true), ("422", true), ("122", false)]);
    holds(&numbers_of("(206)?5015111$"), &[("5015111", true), ("2065015111", true), ("206206", false)]);
    holds(&numbers_of("555(43)+$"), &[("55543", true), ("5554343", true), ("555", false)]);
    holds(&numbers_of("408%$"), &[("40", true), ("408", true), ("40888", true)]);
    holds(&numbers_of("+1206$"), &[("+1206", true), ("1206", false)]);
    holds(&numbers_of("9,5$"), &[("95", true), ("9,5", false)]);
    holds(&numbers_of("1(,)+2$"), &[("12", true)]);
}

#[test]
fn the_body_has_neither_tail_nor_timer() {
    let body = |text| body(&NumberPattern::parse(text).unwrap()).unwrap();
    holds(&body("55.."), &[("5512", true), ("55123", false)]);
    holds(&body("9T"), &[("9", true), ("91", false)]);
    let list = ["1", "22", "33T"].map(|text| NumberPattern::parse(text).unwrap());
    holds(&body_of_any(&list).unwrap(), &[("1", true), ("22", true), ("33", true), ("331", false)]);
    holds(&numbers_of_any(&list).unwrap(), &[("19", true), ("2", false), ("331", true)]);
    assert!(numbers_of_any([]).unwrap().is_empty());
}

#[test]
fn rules_match_anywhere_unless_they_are_anchored() {
    // Cisco 64020: /123/ matches within 6123123.
    holds(&rule_of("123"), &[("6123123", true), ("123", true), ("12", false)]);
    holds(&rule_of("^123"), &[("6123", false), ("1234", true)]);
    holds(&rule_of("123$"), &[("6123", true), ("1234", false)]);
    holds(&rule_of("^$"), &[("", true), ("1", false)]);
    holds(&rule_of("$^"), &[("", true), ("1", false)]);
    holds(&rule_of("1^2"), &[("12", false), ("112", false)]);
    assert!(rule_of("").equals(&Dfa::all()));
    assert!(rule_of(".*").equals(&Dfa::all()));
    assert!(rule_of("$").equals(&Dfa::all()));
    assert!(rule_of("x").is_empty());
    holds(&rule_of("[^1x]"), &[("1", false), ("12", true), ("", false)]);
}

#[test]
fn a_rule_can_be_asked_as_if_it_were_anchored() {
    let pattern = MatchPattern::parse("20.").unwrap();
    let holds_all = |set: Dfa, yes: [&str; 2], no: [&str; 2]| {
        assert!(yes.iter().all(|number| set.accepts(number)) && no.iter().all(|number| !set.accepts(number)));
    };
    holds_all(rule_from_start(&pattern).unwrap(), ["206", "20655"], ["1206", "20"]);
    holds_all(rule_to_end(&pattern).unwrap(), ["206", "1206"], ["2065", "120"]);
    holds_all(whole_rule(&pattern).unwrap(), ["206", "200"], ["1206", "2065"]);
}

#[test]
fn anchors_may_stand_in_groups() {
    // Cisco 64020: /\(^...\)853\(...\)/; Cisco 61083: /^2\(...$\)/.
    holds(&rule_of(r"\(^...\)853\(...\)"), &[("919853123", true), ("1919853123", false)]);
    holds(&rule_of(r"^2\(...$\)"), &[("2123", true), ("21234", false)]);
    holds(&rule_of(r"\(^1\)*2"), &[("12", true), ("2", true), ("3", false), ("112", true)]);
    holds(&rule_of(r"^\(1$\)?\(2$\)?$"), &[("", true), ("1", true), ("2", true), ("12", false)]);
}

#[test]
fn nested_repeats() {
    holds(&rule_of(r"^\(12*\)+$"), &[("1", true), ("12211", true), ("21", false)]);
    holds(&rule_of("^1+?$"), &[("", true), ("1", true), ("11", true), ("2", false)]);
    assert!(rule_of(r"^\(\)*\(^*\)*$*").equals(&Dfa::all()));
}

#[test]
fn cubes_are_the_union_of_their_numbers() {
    let list = ["12", "3", "+4"].map(|number| Cube::of_number(number).unwrap());
    holds(&cubes(&list).unwrap(), &[("12", true), ("3", true), ("+4", true), ("1", false), ("4", false)]);
    assert!(cubes(&[]).unwrap().is_empty());
}

#[test]
fn a_rule_that_needs_too_many_states_is_refused() {
    let text = format!("1{}$", ".".repeat(20));
    assert_eq!(rule(&MatchPattern::parse(&text).unwrap()).unwrap_err(), OverBudget);
}

/// A dial-peer pattern as a regex, by its text.
fn number_regex(text: &str) -> String {
    let (text, end) = text.strip_suffix('$').map_or((text, ""), |text| (text, "$"));
    let (text, timer) = text.strip_suffix('T').map_or((text, ""), |text| (text, ".*"));
    let (text, plus) = text.strip_prefix('+').map_or((text, ""), |text| (text, "\\+"));
    let body = text.replace('*', "\\*").replace('%', "*").replace(',', "(?:)");
    format!("^{plus}{body}{timer}{end}")
}

/// A translation rule's match side as a regex. By its pieces, as a second quantifier means something else in a regex.
fn rule_regex(text: &str) -> String {
    regex_text(MatchPattern::parse(text).unwrap().pieces())
}

fn regex_text(pieces: &[RulePiece]) -> String {
    let written = |piece: &RulePiece| {
        let once = match &piece.element {
            RuleElement::Start => "^".to_owned(),
            RuleElement::End => "$".to_owned(),
            RuleElement::Literal(character) => regex::escape(&character.to_string()),
            RuleElement::Any => ".".to_owned(),
            RuleElement::Set { negated, characters } => {
                format!("[{}{}]", if *negated { "^" } else { "" }, characters.iter().collect::<String>())
            }
            RuleElement::Group(_, inner) => regex_text(inner),
            RuleElement::Nested(inner) => regex_text(std::slice::from_ref(inner)),
        };
        let (least, most) = piece.repeat.bounds();
        format!("(?:{once}){{{least},{}}}", most.map_or(String::new(), |most| most.to_string()))
    };
    pieces.iter().map(written).collect()
}

/// A number that a set and the automaton that regex-automata makes of `regex` do not agree on; all numbers are compared,
/// by walking both at once.
fn difference(set: &Dfa, regex: &str) -> Option<String> {
    let whole = format!("(?s-u)^.*(?:{regex}).*$");
    let whole = if regex.starts_with('^') { format!("(?s-u)(?:{regex}).*$") } else { whole };
    let oracle = dense::Builder::new()
        .configure(dense::Config::new().start_kind(StartKind::Anchored))
        .syntax(syntax::Config::new().utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build(&whole)
        .unwrap();
    let first = oracle.start_state(&start::Config::new().anchored(Anchored::Yes)).unwrap();
    let mut seen = HashSet::from([(set.start(), first)]);
    let mut open = vec![(set.start(), first, String::new())];
    while let Some((own, other, number)) = open.pop() {
        if set.is_accepting(own) != oracle.is_match_state(oracle.next_eoi_state(other)) {
            return Some(number);
        }
        for symbol in SymbolSet::ALL.iter() {
            let character = symbol.character();
            let next = (set.step(own, symbol), oracle.next_state(other, u8::try_from(character).unwrap()));
            if seen.insert(next) {
                open.push((next.0, next.1, format!("{number}{character}")));
            }
        }
    }
    None
}

/// Items joined, some in groups, some repeated.
fn text_of(
    items: &'static [&'static str],
    quantifiers: &'static [&'static str],
    group: (&'static str, &'static str),
) -> impl Strategy<Value = String> {
    let item = prop::sample::select(items).prop_map(str::to_owned);
    let repeat = move || prop::sample::select(quantifiers);
    item.prop_recursive(3, 12, 4, move |inner| {
        prop::collection::vec((inner, repeat()), 1..4).prop_map(move |parts| {
            let text: String = parts.iter().flat_map(|(part, repeat)| [part.as_str(), repeat]).collect();
            format!("{}{text}{}", group.0, group.1)
        })
    })
}

fn sequence(part: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

fn number() -> impl Strategy<Value = String> {
    "[12*+]{0,6}"
}

proptest! {
    #[test]
    fn dial_peer_patterns_agree_with_the_regex_crate(
        body in sequence(text_of(&["1", "2", "*", ".", "[12]", "[^2]", ","], &["", "", "%", "?", "+"], ("(", ")"))),
        plus in prop::sample::select(&["", "+"][..]),
        tail in prop::sample::select(&["", "T", "$", "T$"][..]),
        tried in prop::collection::vec(number(), 40),
    ) {
        let text = format!("{plus}{body}{tail}");
        let set = numbers_of(&text);
        let oracle = number_regex(&text);
        prop_assert_eq!(difference(&set, &oracle), None, "{}", text);
        let oracle = Regex::new(&oracle).unwrap();
        for number in tried {
            prop_assert_eq!(set.accepts(&number), oracle.is_match(&number), "{} on {:?}", text, number);
        }
        let pattern = NumberPattern::parse(&text).unwrap();
        prop_assert!(body_of_any([&pattern]).unwrap().is_subset(&set).unwrap());
    }

    #[test]
    fn rules_agree_with_the_regex_crate(
        text in sequence(text_of(
            &["1", "2", r"\*", r"\+", ".", "[12]", "[^2]", "^", "$", "x", "1*", "2+", "1?"],
            &["", "", "*", "?", "+"],
            (r"\(", r"\)"),
        )),
        tried in prop::collection::vec(number(), 40),
    ) {
        let set = rule_of(&text);
        let oracle = rule_regex(&text);
        prop_assert_eq!(difference(&set, &oracle), None, "{}", text);
        let oracle = Regex::new(&oracle).unwrap();
        for number in tried {
            prop_assert_eq!(set.accepts(&number), oracle.is_match(&number), "{} on {:?}", text, number);
        }
    }
}
