//! Translation on the regex crate, compared with a small matcher that tries one way after the other: random rules of all
//! tokens on random numbers.

use dialc::call::{PartyNumber, Profile, Translation, Translator};
use dialc::model::read;
use dialc::source::Source;
use dialc::syntax::argument::TranslationRule;
use dialc::syntax::pattern::{Repeat, ReplacePart, RuleElement, RulePiece};
use dialc::syntax::tree::Tree;
use proptest::prelude::*;

/// Where a match ends, and where each group is, by its number.
#[derive(Clone, Debug)]
struct State {
    at: usize,
    groups: Vec<Option<(usize, usize)>>,
}

/// What is to be matched behind an item.
type Next<'a> = &'a dyn Fn(State) -> Option<State>;

/// The first way to match `pieces` and all that follows: as much as possible of each item, from the left.
fn matched(pieces: &[RulePiece], number: &[char], state: State, next: Next<'_>) -> Option<State> {
    let Some((first, rest)) = pieces.split_first() else { return next(state) };
    let rest = |state: State| matched(rest, number, state, next);
    repeated(first, first.repeat, number, state, &rest)
}

/// An item as often as `repeat` says, then what follows.
fn repeated(piece: &RulePiece, repeat: Repeat, number: &[char], state: State, next: Next<'_>) -> Option<State> {
    let before = state.at;
    let more = |after: State| {
        // A turn that takes nothing would go on for ever.
        if after.at == before { None } else { repeated(piece, Repeat::ZeroOrMore, number, after, next) }
    };
    match repeat {
        Repeat::Once => once(&piece.element, number, state, next),
        Repeat::Optional => once(&piece.element, number, state.clone(), next).or_else(|| next(state)),
        Repeat::ZeroOrMore => once(&piece.element, number, state.clone(), &more).or_else(|| next(state)),
        // The first turn may take nothing.
        Repeat::OneOrMore => once(&piece.element, number, state, &|after| more(after.clone()).or_else(|| next(after))),
    }
}

fn once(element: &RuleElement, number: &[char], mut state: State, next: Next<'_>) -> Option<State> {
    let one = number.get(state.at).copied();
    let takes = match element {
        RuleElement::Start => return if state.at == 0 { next(state) } else { None },
        RuleElement::End => return if state.at == number.len() { next(state) } else { None },
        RuleElement::Nested(inner) => return repeated(inner, inner.repeat, number, state, next),
        RuleElement::Group(group, inner) => {
            let start = state.at;
            let close = |mut state: State| {
                state.groups[*group] = Some((start, state.at));
                next(state)
            };
            return matched(inner, number, state, &close);
        }
        RuleElement::Literal(character) => one == Some(*character),
        RuleElement::Any => one.is_some(),
        RuleElement::Set { negated, characters } => one.is_some_and(|one| characters.contains(&one) != *negated),
    };
    state.at += 1;
    if takes { next(state) } else { None }
}

/// What a rule makes of a number: at the first place where it matches.
fn translated(rule: &TranslationRule, number: &str) -> Translation {
    let number: Vec<_> = number.chars().collect();
    let groups = vec![None; rule.matching.groups() + 1];
    let found = (0..=number.len()).find_map(|at| {
        let state = State { at, groups: groups.clone() };
        matched(rule.matching.pieces(), &number, state, &Some).map(|state| (at, state))
    });
    let Some((start, state)) = found else { return Translation::NoMatch };
    let Some(replacement) = &rule.replacement else { return Translation::Rejected(rule.precedence) };
    let text = |start: usize, end: usize| number[start..end].iter().collect::<String>();
    let mut digits = text(0, start);
    for part in replacement.parts() {
        digits += &match part {
            ReplacePart::Literal(character) => character.to_string(),
            ReplacePart::Whole => text(start, state.at),
            ReplacePart::Group(group) => {
                let group = state.groups.get(*group).copied().flatten();
                group.map_or_else(String::new, |(start, end)| text(start, end))
            }
        };
    }
    digits += &text(state.at, number.len());
    Translation::Translated(rule.precedence, PartyNumber::plain(digits))
}

/// The match side of a rule, of all tokens.
fn matching() -> impl Strategy<Value = String> {
    let item = prop_oneof![
        6 => "[0-3]",
        3 => Just(".".to_owned()),
        1 => "[A#-]",
        1 => r"\\[*+#.-]",
        2 => r"\[\^?[0-3](-3)?[#*]?\]",
    ];
    let item = item.prop_recursive(3, 12, 4, |inner| {
        let group = proptest::collection::vec((inner, "[*+?]?"), 0..4);
        (prop_oneof![4 => Just(""), 1 => Just("^")], group, prop_oneof![4 => Just(""), 1 => Just("$")]).prop_map(
            |(start, items, end)| {
                let items: String = items.into_iter().map(|(item, repeat)| item + &repeat).collect();
                format!(r"\({start}{items}{end}\)")
            },
        )
    });
    let items = proptest::collection::vec(
        (item, prop_oneof![3 => Just(""), 1 => Just("*"), 1 => Just("+"), 1 => Just("?")]),
        0..6,
    );
    ("\\^?", items, "\\$?").prop_map(|(start, items, end)| {
        let items: String = items.into_iter().map(|(item, repeat)| item + repeat).collect();
        start + &items + &end
    })
}

fn rule() -> impl Strategy<Value = String> {
    let replacing = r"([0-9A#+]|\\[0-9]|&|\\\*){0,5}";
    (matching(), proptest::option::weighted(0.9, replacing)).prop_map(|(matching, replacing)| match replacing {
        Some(replacing) => format!("/{matching}/ /{replacing}/"),
        None => format!("reject /{matching}/"),
    })
}

fn numbers() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(prop_oneof!["[0-3]{0,8}", "[0-3A#*+.-]{0,8}"], 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn translation_is_what_a_backtracking_matcher_finds(rules in proptest::collection::vec(rule(), 1..4), numbers in numbers()) {
        let lines: String = rules.iter().enumerate().map(|(at, rule)| format!(" rule {} {rule}\n", at + 1)).collect();
        // A side of more than 64 characters is no rule; it takes no part here and there.
        let (plan, _) = read(&Tree::parse(&Source::new("rules", format!("voice translation-rule 1\n{lines}"))));
        let table = &plan.rule_tables[&1];
        let translator = Translator::new(table, &Profile::default());
        let mut series = translator.series();
        for digits in numbers {
            let number = PartyNumber::plain(digits.as_str());
            let tried = table.rules().map(|rule| translated(rule.value, &digits));
            let expected = tried.into_iter().find(|one| *one != Translation::NoMatch).unwrap_or(Translation::NoMatch);
            prop_assert_eq!(translator.apply(&number), expected.clone(), "{} on {:?}", lines, digits);
            prop_assert_eq!(series.apply(&number), expected, "{} on {:?}, in a series", lines, digits);
        }
    }
}
