//! How long `generate` takes inside one process: `cargo bench --bench generate`. Figures: docs/performance.md.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a bench is no library")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dialc::model::read;
use dialc::plan::plan;
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::tree::Tree;

/// The head of every spec here: OCS first, CUCM second, 11 digits delivered.
const HEAD: &str = "\
version: 1
gateway:
  name: isr-1
  release: \"15.1(4)M\"
  pstn: { pri: { port: \"0/0/0:23\" }, delivers: 11 }
systems:
  ocs: { kind: ocs, target: \"ipv4:192.0.2.10\", protocol: sip, expects: +e164, unassigned: reject-404 }
  cucm: { kind: cucm, target: \"ipv4:192.0.2.20\", protocol: h323, expects: as-delivered, unassigned: announcement }
sharing:
";

/// 1,000 blocks of 100 numbers each, that begin at `offset` within a hundred: at 0 one pattern a block, else several.
fn thousand_blocks(offset: u64) -> String {
    let mut text = HEAD.to_owned();
    for block in 0..1_000_u64 {
        let first = 12_000_000_000 + block * 1_000 + offset;
        writeln!(text, "  - {{ name: b{block}, dids: [\"+{first}-+{}\"], order: [ocs, cucm] }}", first + 99).unwrap();
    }
    text
}

/// All of `generate` but reading and writing files.
fn generate(text: &str) -> String {
    let source = Source::new("spec.yaml", text);
    let (spec, _) = spec::load(&source, &|_| Err("no files here".into()));
    plan(&spec.expect("a valid spec"), &source, None).expect("a plan").config
}

fn generating(criterion: &mut Criterion) {
    let aligned = thousand_blocks(0);
    let odd = thousand_blocks(37);
    let range = format!("{HEAD}  - {{ name: all, dids: [\"+12060000000-+12069999999\"], order: [ocs, cucm] }}\n");
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(20);
    group
        .bench_function("1,000 aligned blocks, 100,000 DIDs", |bencher| bencher.iter(|| generate(black_box(&aligned))));
    group.bench_function("1,000 odd blocks, 100,000 DIDs", |bencher| bencher.iter(|| generate(black_box(&odd))));
    group.bench_function("one range of 10 million DIDs", |bencher| bencher.iter(|| generate(black_box(&range))));
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    let config = generate(&thousand_blocks(37));
    let source = Source::new("generated.cfg", config);
    criterion.bench_function("read a generated configuration", |bencher| {
        bencher.iter(|| read(&Tree::parse(black_box(&source))));
    });
}

criterion_group!(benches, generating, reading);
criterion_main!(benches);
