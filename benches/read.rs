//! How fast configurations are read, by step: `cargo bench --bench read`. Figures: docs/performance.md.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is no library")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use dialc::model::read;
use dialc::source::Source;
use dialc::syntax::capture::Capture;
use dialc::syntax::lines::split;
use dialc::syntax::tree::Tree;
use mimalloc::MiMalloc;

/// That of the `dialc` command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// A running-config of at least `size` bytes, almost all of it voice: in pairs of dial-peers, with a translation table
/// for every tenth.
fn voice(size: usize) -> String {
    let mut text =
        String::from("version 15.7\nhostname gateway\n!\nvoice service voip\n allow-connections sip to sip\n!\n");
    let mut number = 0;
    while text.len() < size {
        if number % 10 == 0 {
            table(&mut text, number / 10 + 1, number);
        }
        for (choice, system) in ["ocs", "cucm"].into_iter().enumerate() {
            peer(&mut text, number, choice, system);
        }
        number += 1;
    }
    text + "end\n"
}

/// A table of ten rules and the profile that uses it.
fn table(text: &mut String, table: usize, number: usize) {
    writeln!(text, "voice translation-rule {table}").unwrap();
    for rule in 1..=10 {
        let block = 2_000_000 + number + rule;
        writeln!(text, " rule {rule} /^1\\({block}...\\)$/ /+1\\1/").unwrap();
    }
    writeln!(text, "!\nvoice translation-profile to-{table}\n translate called {table}\n!").unwrap();
}

fn peer(text: &mut String, number: usize, choice: usize, system: &str) {
    let (tag, preference, profile) = (10_000 + number * 10 + choice, choice + 1, number / 10 + 1);
    let (block, last) = (2_000_000 + number, number % 250 + 1);
    writeln!(
        text,
        "dial-peer voice {tag} voip\n description to {system}, block {number}\n preference {preference}\n \
         translation-profile outgoing to-{profile}\n destination-pattern 1{block}[0-4]..\n session protocol sipv2\n \
         session target ipv4:192.0.2.{last}\n session transport tcp\n voice-class codec 1\n voice-class sip bind control \
         source-interface GigabitEthernet0/0.1\n dtmf-relay rtp-nte\n ip qos dscp cs3 signaling\n no vad\n!"
    )
    .unwrap();
}

/// A running-config of at least `size` bytes without voice: interfaces, access lists, routes.
fn data(size: usize) -> String {
    let mut text = String::from("version 15.7\nhostname router\n!\n");
    let mut number = 0;
    while text.len() < size {
        let (high, low) = (number / 250 % 250, number % 250);
        writeln!(
            text,
            "interface GigabitEthernet0/0.{number}\n description customer {number}\n encapsulation dot1Q {number}\n \
             ip address 10.{high}.{low}.1 255.255.255.0\n ip access-group customer-{number} in\n no ip redirects\n!\n\
             ip access-list extended customer-{number}\n permit tcp 10.{high}.{low}.0 0.0.0.255 any eq 443\n \
             permit udp 10.{high}.{low}.0 0.0.0.255 any eq domain\n deny   ip any any log\n!\n\
             ip route 172.16.{low}.0 255.255.255.0 10.{high}.{low}.2 name customer-{number}"
        )
        .unwrap();
        number += 1;
    }
    text + "end\n"
}

fn step<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, text: &str, read: impl Fn(&Source) -> T) {
    let taken_in = |text: String| read(black_box(&Source::new("bench.cfg", text)));
    group.bench_function(name, |bencher| bencher.iter_batched(|| text.to_owned(), taken_in, BatchSize::LargeInput));
}

fn reading(criterion: &mut Criterion) {
    const MEGABYTE: usize = 1_000_000;
    let texts = [
        ("voice, 2 MB", voice(2 * MEGABYTE)),
        ("voice, 10 MB", voice(10 * MEGABYTE)),
        ("no voice, 2 MB", data(2 * MEGABYTE)),
        ("no voice, 10 MB", data(10 * MEGABYTE)),
    ];
    for (name, text) in texts {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.sample_size(10);
        // Each step begins with the bytes: a text is taken in once, and what is found out then serves all steps.
        step(&mut group, "lines", &text, split);
        step(&mut group, "capture", &text, Capture::of);
        step(&mut group, "tree", &text, Tree::parse);
        step(&mut group, "tree and dial plan", &text, |source| read(&Tree::parse(source)));
        group.finish();
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
