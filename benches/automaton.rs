//! Covers of number sets, the proof that they are exact, and pre-images. Run with `cargo bench --bench automaton`.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dialc::automaton::{Applies, Change, Dfa, OverBudget, Rewrite, RuleSet, compile, cover, is_exact};
use dialc::number::{Digits, Interval, NumberSet};
use dialc::syntax::pattern::{MatchPattern, NumberPattern, Replacement};

/// The same pseudo-random numbers in every run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// `count` draws from the numbers of `length` digits.
fn scattered(random: &mut Random, count: usize, length: u8) -> NumberSet {
    (0..count).map(|_| Digits { length, value: random.below(10_u64.pow(u32::from(length))) }).collect()
}

fn covers(criterion: &mut Criterion) {
    let mut random = Random(1);
    for (name, length) in [("of 1,000", 3), ("of 10,000", 4), ("of 10 million", 7)] {
        let sets: Vec<NumberSet> = (0..1_000).map(|_| scattered(&mut random, 100, length)).collect();
        criterion.bench_function(&format!("cover 1,000 sets of 100 numbers {name}"), |bencher| {
            bencher.iter(|| sets.iter().map(|set| cover(black_box(set)).len()).sum::<usize>());
        });
    }
    let many = scattered(&mut random, 100_000, 7);
    criterion.bench_function("cover 100,000 scattered numbers", |bencher| bencher.iter(|| cover(black_box(&many))));
    let range: NumberSet =
        [Interval { length: 13, first: 1_234_567_890_123, last: 2_234_567_890_122 }].into_iter().collect();
    criterion.bench_function("cover a range of 10^12 numbers", |bencher| bencher.iter(|| cover(black_box(&range))));
}

fn proofs(criterion: &mut Criterion) {
    let mut random = Random(2);
    for (count, length) in [(100, 4), (10_000, 7)] {
        let numbers = scattered(&mut random, count, length);
        let cubes = cover(&numbers);
        criterion.bench_function(&format!("prove the cover of {count} numbers exact"), |bencher| {
            bencher.iter(|| is_exact(black_box(&cubes), &numbers));
        });
        let patterns: Vec<NumberPattern> =
            cubes.iter().filter_map(|cube| NumberPattern::parse(&cube.with_plus().pattern()).ok()).collect();
        criterion.bench_function(&format!("compile the patterns of {count} numbers and compare"), |bencher| {
            bencher.iter(|| {
                let plain = compile::body_of_any(black_box(&patterns))?.intersection(&Dfa::plain_numbers())?;
                Ok::<_, OverBudget>(plain.equals(&Dfa::of_numbers(&numbers, true)?))
            });
        });
    }
}

/// A table of rules, each as its two sides.
fn table(rules: &[(&str, &str)]) -> RuleSet {
    let rewrite = |&(matching, replacement): &(&str, &str)| {
        let matching = MatchPattern::parse(matching).ok()?.pieces().to_vec();
        let replacement = Some(Replacement::parse(replacement).ok()?.parts().to_vec());
        Some(Rewrite { matching, replacement, applies: Applies::Always })
    };
    RuleSet::new(rules.iter().filter_map(rewrite), false)
}

fn pre_images(criterion: &mut Criterion) {
    let numbers = scattered(&mut Random(3), 13_000, 10);
    let Ok(target) = Dfa::of_numbers(&numbers, true) else { return };
    let states = target.states();
    let anchored: Vec<(String, String)> =
        (0..15).map(|rule| (format!(r"^{}\(.......\)$", 500 + rule), format!(r"+1{}\1", 20 + rule))).collect();
    let anchored: Vec<(&str, &str)> = anchored.iter().map(|(left, right)| (left.as_str(), right.as_str())).collect();
    let hostile = [(r"\(.*\)\(.*\)1\(.*\)", r"\3\1\2\3")];
    let tables: [(&str, &[(&str, &str)]); 6] = [
        ("15 anchored rules", &anchored),
        ("a prefix for all", &[("^", "+1")]),
        ("all in a group", &[(r"^\(.*\)$", r"+\1")]),
        ("a rule that matches anywhere", &[("555", "1")]),
        ("groups that change places", &[(r"^\(...\)\(....\)$", r"\2\1")]),
        ("a hostile rule", &hostile),
    ];
    for (name, rules) in tables {
        let table = table(rules);
        criterion.bench_function(&format!("pre-image of {states} states: {name}"), |bencher| {
            bencher.iter(|| table.pre_image(black_box(&target)));
        });
    }
    let small = NumberPattern::parse("[2-9]..[2-9]..1.1.$").ok().and_then(|pattern| compile::numbers(&pattern).ok());
    let Some(small) = small else { return };
    let table = table(&hostile);
    criterion.bench_function("pre-image of a few states: a hostile rule", |bencher| {
        bencher.iter(|| table.pre_image(black_box(&small)));
    });
    for (name, target) in [("a few", &small), ("many", &target)] {
        criterion.bench_function(&format!("the last 10 symbols, pre-image of {name} states"), |bencher| {
            bencher.iter(|| Change::KeepLast(10).pre_image(black_box(target)));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = covers, proofs, pre_images
}
criterion_main!(benches);
