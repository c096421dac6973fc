//! Pre-images, compared with what changes do to each number.

use proptest::prelude::*;

use super::*;
use crate::automaton::compile;
use crate::call::{Profile, Translator};
use crate::model::read;
use crate::source::Source;
use crate::syntax::pattern::{MatchPattern, NumberPattern, Replacement};
use crate::syntax::tree::Tree;

/// How many random cases each test tries; `CASES` says otherwise.
fn cases() -> u32 {
    std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(128)
}

/// What the regex crate makes of numbers, by the text of the rules.
fn translator(rules: &[String], profile: &Profile) -> Translator {
    let text = format!("voice translation-rule 1\n {}\n", rules.join("\n "));
    let (plan, report) = read(&Tree::parse(&Source::new("rules", text)));
    assert!(report.is_empty(), "{rules:?} {report:?}");
    Translator::new(&plan.rule_tables[&1], profile)
}

/// A rule by its two sides; without a replace side it rejects.
#[derive(Clone, Debug)]
struct Sides {
    matching: String,
    replacement: Option<String>,
}

impl Sides {
    fn new(matching: &str, replacement: &str) -> Self {
        Self { matching: matching.into(), replacement: Some(replacement.into()) }
    }

    fn statement(&self, number: usize) -> String {
        match &self.replacement {
            Some(replacement) => format!("rule {number} /{}/ /{replacement}/", self.matching),
            None => format!("rule {number} reject /{}/", self.matching),
        }
    }

    fn rewrite(&self, applies: Applies) -> Rewrite {
        Rewrite {
            matching: MatchPattern::parse(&self.matching).unwrap().pieces().to_vec(),
            replacement: self.replacement.as_ref().map(|text| Replacement::parse(text).unwrap().parts().to_vec()),
            applies,
        }
    }
}

fn statements(rules: &[Sides]) -> Vec<String> {
    rules.iter().enumerate().map(|(index, rule)| rule.statement(index + 1)).collect()
}

fn rule_set(rules: &[Sides]) -> RuleSet {
    RuleSet::new(rules.iter().map(|rule| rule.rewrite(Applies::Always)), false)
}

/// All numbers of `symbols` up to `length`.
fn numbers(symbols: &str, length: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..length {
        last = last.iter().flat_map(|number| symbols.chars().map(move |symbol| format!("{number}{symbol}"))).collect();
        all.extend(last.iter().cloned());
    }
    all
}

fn dial_peer(text: &str) -> Dfa {
    compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap()
}

fn rule(text: &str) -> Dfa {
    compile::rule(&MatchPattern::parse(text).unwrap()).unwrap()
}

/// Any rule of all tokens.
fn matching() -> impl Strategy<Value = String> {
    let item = prop::sample::select(&["1", "2", "1", "2", ".", ".", "[12]", "[^2]", r"\+", "^", "$"][..]);
    let repeat = || prop::sample::select(&["", "", "", "", "*", "?", "+", "*?"][..]);
    let part = (item, repeat()).prop_map(|(item, repeat)| format!("{item}{repeat}"));
    let part = part.prop_recursive(3, 10, 4, move |inner| {
        (prop::collection::vec(inner, 0..4), repeat())
            .prop_map(|(parts, repeat)| format!(r"\({}\){repeat}", parts.concat()))
    });
    let anchor = |anchor: &'static str| prop::sample::select(vec!["", anchor]);
    (anchor("^"), prop::collection::vec(part, 0..4), anchor("$"))
        .prop_map(|(start, parts, end)| format!("{start}{}{end}", parts.concat()))
}

fn replacement() -> impl Strategy<Value = String> {
    let part =
        prop::sample::select(&["1", "2", "0", r"\1", r"\1", r"\2", r"\2", r"\3", r"\4", "&", r"\0", "+", ""][..]);
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

fn sides() -> impl Strategy<Value = Sides> {
    let replacement = prop_oneof![8 => replacement().prop_map(Some), 1 => Just(None), 1 => Just(Some("x".to_owned()))];
    (matching(), replacement).prop_map(|(matching, replacement)| Sides { matching, replacement })
}

fn target() -> impl Strategy<Value = Dfa> {
    let simple = vec!["12", "1$", "+1", ".2$", "21", "0", "T", "..$", "1.1", "2%1$", "(12)+$"];
    let peer = prop::sample::select(simple).prop_map(dial_peer);
    let by_rule = matching().prop_map(|text| rule(&text));
    let one = prop_oneof![peer, by_rule];
    (one.clone(), one, 0..4).prop_map(|(left, right, how)| match how {
        0 => left,
        1 => left.complement(),
        2 => left.union(&right).unwrap(),
        _ => left.difference(&right).unwrap(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn a_pre_image_is_what_is_sent_into_the_target(
        rules in prop::collection::vec(sides(), 1..4),
        target in target(),
        figure in any::<bool>(),
    ) {
        let mut profile = Profile::default();
        profile.assume(if figure { "missing-group=digit" } else { "missing-group=empty" }).unwrap();
        let translator = translator(&statements(&rules), &profile);
        let set = RuleSet::new(rules.iter().map(|rule| rule.rewrite(Applies::Always)), figure);
        let (Ok(found), Ok(rejected)) = (set.pre_image(&target), set.rejected()) else {
            return Err(TestCaseError::reject("too much"));
        };
        for number in numbers("012+", 5) {
            let translated = translator.digits(&number);
            prop_assert_eq!(rejected.accepts(&number), translated.is_none(), "{:?} on {:?}", rules, number);
            let expected = translated.is_some_and(|number| target.accepts(&number));
            prop_assert_eq!(found.accepts(&number), expected, "{:?} on {:?}", rules, number);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn tables_are_told_apart_by_the_numbers_that_they_treat_otherwise(
        front in prop::collection::vec(sides(), 0..2),
        [mine, others] in [prop::collection::vec(sides(), 0..2), prop::collection::vec(sides(), 0..3)],
        end in prop::collection::vec(sides(), 0..2),
        target in target(),
    ) {
        let (mine, others) = ([&front[..], &mine, &end].concat(), [&front[..], &others, &end].concat());
        let [one, other] = [rule_set(&mine), rule_set(&others)];
        let (Ok(apart), Ok(into_one), Ok(into_other)) =
            (one.told_apart(&other), one.pre_image(&target), other.pre_image(&target))
        else {
            return Err(TestCaseError::reject("too much"));
        };
        for number in numbers("012+", 5).iter().filter(|number| !apart.accepts(number)) {
            prop_assert_eq!(into_one.accepts(number), into_other.accepts(number), "{} {:?} {:?}", number, mine, others);
        }
        prop_assert!(one.told_apart(&rule_set(&mine)).unwrap().is_empty());
    }
}

/// A change; a table also as the regex crate does it.
fn change() -> impl Strategy<Value = (Change, Option<Arc<Translator>>)> {
    let symbols = |texts: &'static [&'static str]| prop::sample::select(texts).prop_map(spelled);
    let table = prop::collection::vec(sides(), 1..3);
    let plain = prop_oneof![
        symbols(&["", "1", "+", "12"]).prop_map(Change::Prefix),
        (0_usize..4).prop_map(Change::Strip),
        (0_usize..4).prop_map(Change::KeepLast),
        symbols(&["", "2", "12"]).prop_map(Change::Replace),
    ];
    let table = table.prop_map(|rules| {
        let translator = translator(&statements(&rules), &Profile::default());
        (Change::Rules(rule_set(&rules)), Some(Arc::new(translator)))
    });
    prop_oneof![4 => plain.prop_map(|change| (change, None)), 2 => table]
}

fn spelled(text: &str) -> Vec<Symbol> {
    text.chars().filter_map(Symbol::new).collect()
}

/// What a change makes of a number.
fn changed(change: &Change, translator: Option<&Translator>, number: &str) -> Option<String> {
    let written = |symbols: &[Symbol]| symbols.iter().map(|symbol| symbol.character()).collect::<String>();
    match change {
        Change::Rules(_) => translator.unwrap().digits(number),
        Change::Prefix(symbols) => Some(written(symbols) + number),
        Change::Strip(count) => Some(number.chars().skip(*count).collect()),
        Change::KeepLast(count) => Some(number.chars().skip(number.len().saturating_sub(*count)).collect()),
        Change::Replace(symbols) => Some(written(symbols)),
    }
}

/// The number alone.
fn only(number: &str) -> Dfa {
    compile::cubes(&[crate::automaton::Cube::of_number(number).unwrap()]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn changes_are_read_backwards((change, translator) in change(), target in target(), domain in target()) {
        let Ok(found) = change.pre_image(&target) else { return Err(TestCaseError::reject("too much")) };
        let within = change.within(&target, &domain).unwrap();
        prop_assert!(within.equals(&found.intersection(&domain).unwrap()));
        for number in numbers("012+", 4) {
            let expected = changed(&change, translator.as_deref(), &number).is_some_and(|number| target.accepts(&number));
            prop_assert_eq!(found.accepts(&number), expected, "{:?} on {:?}", change, number);
        }
    }

    #[test]
    fn an_image_is_what_comes_out((change, _) in change(), domain in target()) {
        let Ok(Some(image)) = change.image(&domain) else { return Ok(()) };
        for number in numbers("12+", 4) {
            let mut found = Dfa::all();
            if domain.accepts(&number) {
                prop_assert!(image.accepts(&changed(&change, None, &number).unwrap()), "{:?} of {}", change, number);
            }
            if image.accepts(&number) {
                found = change.within(&only(&number), &domain).unwrap();
            }
            prop_assert!(!found.is_empty(), "{:?} into {}", change, number);
        }
    }

    #[test]
    fn a_chain_is_one_change_after_the_other(
        changes in prop::collection::vec(change(), 0..4),
        target in target(),
        domain in target(),
    ) {
        let (changes, translators): (Vec<_>, Vec<_>) = changes.into_iter().unzip();
        let chain = Chain(changes.into_iter().map(Arc::new).collect());
        let Ok(found) = chain.pre_image(&target) else { return Err(TestCaseError::reject("too much")) };
        let Ok(within) = chain.within(&target, &domain) else { return Err(TestCaseError::reject("too much")) };
        prop_assert!(within.equals(&found.intersection(&domain).unwrap()));
        if !chain.0.is_empty()
            && let Ok(stepped) = chain.step_by_step(&target, &domain)
        {
            prop_assert!(stepped.equals(&within));
        }
        for number in numbers("12+", 3) {
            let mut each = chain.0.iter().zip(&translators);
            let reached = each.try_fold(number.clone(), |number, (change, translator)| {
                // A text that is no number is not known to be one again.
                Some(number).filter(|number| Dfa::all().accepts(number)).and_then(|number| changed(change, translator.as_deref(), &number))
            });
            let expected = reached.is_some_and(|number| target.accepts(&number));
            prop_assert_eq!(found.accepts(&number), expected, "{:?} on {:?}", chain, number);
        }
    }

    #[test]
    fn rules_that_perhaps_apply_may_do_either(
        rules in prop::collection::vec((sides(), 0_usize..3), 1..4),
        target in target(),
    ) {
        let applies = |how: usize| [Applies::Always, Applies::Perhaps, Applies::Never][how];
        let set = RuleSet::new(rules.iter().map(|(rule, how)| rule.rewrite(applies(*how))), false);
        let (Ok(found), Ok(rejected)) = (set.pre_image(&target), set.rejected()) else {
            return Err(TestCaseError::reject("too much"));
        };
        let chosen = |choice: usize| -> Option<Vec<Sides>> {
            let mut taken = Vec::new();
            for (index, (rule, how)) in rules.iter().enumerate() {
                let is_taken = choice & (1 << index) != 0;
                match applies(*how) {
                    Applies::Always if !is_taken => return None,
                    Applies::Never if is_taken => return None,
                    Applies::Always | Applies::Perhaps | Applies::Never => {}
                }
                taken.extend(is_taken.then(|| rule.clone()));
            }
            Some(taken)
        };
        let choices = (0..1 << rules.len()).filter_map(chosen);
        let choices: Vec<_> = choices.map(|rules| translator(&statements(&rules), &Profile::default())).collect();
        for number in numbers("12+", 4) {
            let results: Vec<Option<String>> = choices.iter().map(|choice| choice.digits(&number)).collect();
            let expected = results.iter().flatten().any(|number| target.accepts(number));
            prop_assert_eq!(found.accepts(&number), expected, "{:?} on {:?}", rules, number);
            prop_assert_eq!(rejected.accepts(&number), results.contains(&None), "{:?} on {:?}", rules, number);
        }
    }
}

#[test]
fn the_documented_prefixes() {
    let table = rule_set(&[
        Sides::new(r"^\(120655555..\)", r"+\1"),
        Sides::new("^9", ""),
        Sides { matching: "^0".into(), replacement: None },
    ]);
    let found = table.pre_image(&dial_peer("+12065555512$")).unwrap();
    assert!(found.accepts("12065555512") && found.accepts("9+12065555512"));
    assert!(!found.accepts("120655555123") && !found.accepts("0"));
    assert!(table.rejected().unwrap().equals(&rule("^0")));
}

#[test]
fn a_table_that_takes_too_much_is_refused() {
    let hostile = rule_set(&[Sides::new(r"\(.*\)\(.*\)1\(.*\)", r"\3\1\2\3")]);
    let numbers = (0..2_000).map(|number| crate::number::Digits { length: 10, value: number * 4_567_891 });
    let target = Dfa::of_numbers(&numbers.collect(), false).unwrap();
    assert_eq!(hostile.pre_image(&target).unwrap_err(), OverBudget);
    // Of few numbers it can be said all the same.
    let found = hostile.within(&target, &rule(r"^0?1?0?1$")).unwrap();
    assert!(found.is_empty());
}

#[test]
fn few_numbers_go_through_a_chain_that_is_too_much_for_all() {
    let kept = Chain(vec![Arc::new(Change::Prefix(spelled("1"))), Arc::new(Change::KeepLast(20))]);
    let target = dial_peer("1...................$");
    assert_eq!(kept.pre_image(&target).unwrap_err(), OverBudget);
    let domain = dial_peer("2?123456789012345678.$");
    assert!(kept.within(&target, &domain).unwrap().equals(&dial_peer("123456789012345678.$")));
}

#[test]
fn texts_are_held_for_large_targets_too() {
    let swap = rule_set(&[Sides::new(r"^\(.\)\(......\)$", r"\2\1")]);
    let values: Vec<u64> = (0..1_500).map(|number| number * 6_151).collect();
    let numbers = values.iter().map(|&value| crate::number::Digits { length: 7, value });
    let target = Dfa::of_numbers(&numbers.collect(), false).unwrap();
    assert!(target.minimised().states() > 2_000);
    let found = swap.pre_image(&target).unwrap();
    let swapped = |value: &u64| format!("{}{:06}", value % 10, value / 10);
    assert!(values.iter().all(|value| found.accepts(&swapped(value))));
    assert_eq!(found.count_of_length(7, crate::number::SymbolSet::ALL), 1_500);
}
