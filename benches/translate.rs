//! How fast a table of translation rules is applied: `cargo bench --bench translate`. Figures: docs/performance.md.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is no library")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dialc::call::{PartyNumber, Profile, Translator};
use dialc::model::{RuleTable, read};
use dialc::output::translation;
use dialc::source::Source;
use dialc::syntax::tree::Tree;

/// A table of so many rules, each for a block of a thousand numbers.
fn table(rules: usize) -> RuleTable {
    let mut text = String::from("voice translation-rule 1\n");
    for rule in 1..=rules {
        writeln!(text, " rule {rule} /^1\\({}...\\)$/ /+1\\1/", 2_065_000 + rule).unwrap();
    }
    let (plan, _) = read(&Tree::parse(&Source::new("bench.cfg", text)));
    plan.rule_tables.get(&1).cloned().unwrap()
}

/// A thousand numbers; every other is in a block of the table, spread over its rules.
fn numbers(rules: usize) -> Vec<PartyNumber> {
    let number = |index: usize| {
        let block = 2_065_000 + index % rules + if index.is_multiple_of(2) { 1 } else { 1_000 };
        PartyNumber::plain(format!("1{block}{:03}", index % 1_000))
    };
    (0..1_000).map(number).collect()
}

fn translating(criterion: &mut Criterion) {
    for rules in [1, 10, 100] {
        let mut group = criterion.benchmark_group(format!("{rules} rules"));
        let (table, numbers) = (table(rules), numbers(rules));
        group.bench_function("making a table ready", |bencher| {
            bencher.iter(|| Translator::new(black_box(&table), &Profile::default()));
        });
        let translator = Translator::new(&table, &Profile::default());
        group.throughput(Throughput::Elements(numbers.len() as u64));
        group.bench_function("one by one", |bencher| {
            bencher.iter(|| numbers.iter().for_each(|number| drop(black_box(translator.apply(number)))));
        });
        group.bench_function("a series", |bencher| {
            let mut series = translator.series();
            bencher.iter(|| numbers.iter().for_each(|number| drop(black_box(series.apply(number)))));
        });
        group.bench_function("a series, printed", |bencher| {
            let mut series = translator.series();
            let mut text = Vec::new();
            bencher.iter(|| {
                text.clear();
                for number in &numbers {
                    translation::text(number, &series.apply(number), &mut text);
                }
            });
        });
        group.finish();
    }
}

criterion_group!(benches, translating);
criterion_main!(benches);
