//! How fast two plans are compared, without reading them: `cargo bench --bench diff`. Figures: docs/performance.md.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is no library")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use dialc::call::Profile;
use dialc::diff::behaviour::behaviour;
use dialc::diff::script::Script;
use dialc::diff::{Scope, Subject, objects, text};
use dialc::model::{DialPlan, Release, read};
use dialc::plan::network_of_config;
use dialc::source::Source;
use dialc::syntax::tree::Tree;

/// A configuration of so many dial-peers, in pairs of two systems, with a translation table for every tenth. `tag` is the first
/// tag; every `other`th dial-peer has another preference.
fn configuration(peers: usize, tag: usize, other: usize) -> DialPlan {
    let mut text = String::from("version 15.7\n");
    for table in 1..=(peers / 10).max(1) {
        writeln!(text, "voice translation-rule {}\n rule 1 /^1\\({table}...\\)$/ /+1\\1/\n!", tag + table).unwrap();
        writeln!(text, "voice translation-profile to-{table}\n translate called {}\n!", tag + table).unwrap();
    }
    for number in 0..peers {
        let (block, choice) = (number / 2, number % 2);
        let preference = if number % other == 1 { 3 } else { choice + 1 };
        writeln!(
            text,
            "dial-peer voice {} voip\n description block {block} of the company\n preference {preference}\n \
             translation-profile outgoing to-{}\n destination-pattern 1{}[0-4]..\n session protocol sipv2\n session target \
             ipv4:192.0.2.{}\n dtmf-relay rtp-nte\n no vad\n!",
            tag + number,
            number / 10 + 1,
            2_000_000 + block,
            10 + 100 * choice + block % 40,
        )
        .unwrap();
    }
    read(&Tree::parse(&Source::new("bench.cfg", text))).0
}

/// Each layer: of equal plans, of plans with other preferences, and of plans in which every tag and rule has another number.
fn layers(criterion: &mut Criterion) {
    let release = Release::of_version_line("15.7(3)M");
    for peers in [1_000, 5_000] {
        let old = configuration(peers, 10_000, peers + 1);
        let cases = [
            ("equal", old.clone()),
            ("preferences", configuration(peers, 10_000, 10)),
            ("numbers", configuration(peers, 40_000, peers + 1)),
        ];
        let mut group = criterion.benchmark_group(format!("{peers} dial-peers"));
        group.sample_size(10);
        for (name, new) in &cases {
            let layer = |layer: &str| BenchmarkId::new(layer, name);
            group.bench_function(layer("objects"), |bencher| {
                bencher.iter(|| objects(black_box(&old), new, Scope::Whole));
            });
            group.bench_function(layer("text"), |bencher| bencher.iter(|| text(black_box(&old), new, Scope::Whole)));
            let networks =
                [&old, new].map(|plan| network_of_config("gateway".to_owned(), plan.clone(), release.clone()));
            let profiles = vec![Profile::new(release.clone())];
            let [before, after] = networks.each_ref().map(|network| Subject {
                network,
                profiles: profiles.clone(),
                told: false,
                owns: false,
                spec: None,
            });
            group.bench_function(layer("behaviour"), |bencher| {
                bencher.iter(|| behaviour(black_box(&before), &after, &[]));
            });
        }
        group.finish();
    }
}

/// The checked script of a change of a hundred dial-peers among 5,000.
fn script(criterion: &mut Criterion) {
    let [old, new] = [5_001, 50].map(|other| configuration(5_000, 10_000, other));
    let profile = Profile::new(Release::of_version_line("15.7(3)M"));
    let mut group = criterion.benchmark_group("script");
    group.sample_size(10);
    group.bench_function("100 of 5,000 dial-peers", |bencher| {
        bencher.iter(|| Script::new(black_box(&old), &new, &profile, &[]));
    });
    group.finish();
}

criterion_group!(benches, layers, script);
criterion_main!(benches);
