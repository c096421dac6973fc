//! The routing table: building it, and asking it for the dial-peers of a number. Run with `cargo bench --bench route`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is no library")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dialc::call::{Call, Gateway, PartyNumber, Profile, Replies, RoutingTable, Translator, scan};
use dialc::model::{DialPeer, DialPlan, PeerKind, RuleTable, Tag};
use dialc::syntax::commands::Command;

/// The rules that put numbers of the public network into +E.164 form.
fn rules() -> Translator {
    let mut table = RuleTable::new(1);
    table.settings.write(Command::Rule, r"1 /^1\(..........\)$/ /+1\1/");
    table.settings.write(Command::Rule, r"2 /^[2-9].........$/ /+1\0/");
    Translator::new(&table, &Profile::default())
}

/// The same pseudo-random numbers in every run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A plan with these patterns and preferences, and one dial-peer for the public network.
fn plan(patterns: impl Iterator<Item = (String, u32)>) -> DialPlan {
    let mut plan = DialPlan::default();
    for (tag, (pattern, preference)) in (1..).zip(patterns.chain([("9T".to_owned(), 0)])) {
        let tag = Tag::new(tag).unwrap();
        let mut peer = DialPeer::new(tag, PeerKind::Voip);
        peer.settings.write(Command::DestinationPattern, &pattern);
        peer.settings.write(Command::Preference, &preference.to_string());
        peer.settings.write(Command::SessionTarget, "ipv4:192.0.2.1");
        plan.peers.insert(tag, peer);
    }
    plan
}

/// 10,000 peers, in pairs over 5,000 blocks of numbers.
fn blocks(random: &mut Random) -> DialPlan {
    let pairs = (0..5_000).flat_map(|_| {
        let block = 1_200_000 + random.below(799_999);
        let last = match random.below(3) {
            0 => "....",
            1 => "[0-4]...",
            _ => "5[2-7]..",
        };
        [1, 2].map(|preference| (format!("{block}{last}"), preference))
    });
    plan(pairs)
}

/// 10,000 peers, each with a number of its own.
fn numbers(random: &mut Random) -> DialPlan {
    plan((0..10_000).map(|_| (format!("1{}", 2_000_000_000 + random.below(1 << 31) * 7 / 2 % 8_000_000_000), 1)))
}

fn routing(criterion: &mut Criterion) {
    let profile = Profile::default();
    let mut random = Random(1);
    for (name, plan) in [("5,000 blocks", blocks(&mut random)), ("10,000 numbers", numbers(&mut random))] {
        criterion.bench_function(&format!("table of {name}"), |bencher| {
            bencher.iter(|| RoutingTable::new(black_box(&plan), &profile));
        });
        let table = RoutingTable::new(&plan, &profile).unwrap();
        let called: Vec<String> = (0..10_000)
            .map(|_| {
                let (_, peer) = plan.peers.get_index(usize::try_from(random.below(10_000)).unwrap()).unwrap();
                let text: String = peer.destination_pattern().unwrap().value.text().replace("[0-4]", "3");
                text.replace("[2-7]", "4").replace('.', "7")
            })
            .collect();
        assert!(called.iter().all(|number| !table.candidates(number).is_empty()));
        let mut next = called.iter().cycle();
        criterion.bench_function(&format!("candidates of one number among {name}"), |bencher| {
            bencher.iter(|| table.candidates(black_box(next.next().unwrap())).len());
        });
        let rules = rules();
        let mut series = rules.series();
        criterion.bench_function(&format!("candidates among {name}, and what the first sends"), |bencher| {
            bencher.iter(|| {
                let number = next.next().unwrap();
                let first = table.candidates(black_box(number)).first().copied();
                first.map(|_| series.apply(&PartyNumber::plain(number.as_str())))
            });
        });
        let gateway = Gateway::new(&plan, profile.clone());
        let replies = Replies::default();
        criterion.bench_function(&format!("trace of a call among {name}"), |bencher| {
            bencher
                .iter(|| gateway.trace(&Call::to(black_box(next.next().unwrap())), &replies).unwrap().attempts.len());
        });
        criterion.bench_function(&format!("scan of {name} for one number"), |bencher| {
            bencher.iter(|| scan(black_box(&plan), &profile, next.next().unwrap()).len());
        });
    }
}

/// Patterns that match the same numbers in many ways: those that end over budget, and those that need not.
fn entangled(criterion: &mut Criterion) {
    let digit_at = |place: usize, digit: usize| format!("{}{digit}{}", ".".repeat(place), ".".repeat(9 - place));
    let optional = ".?".repeat(120);
    let nested = (0..80).fold("1".to_owned(), |text, _| format!("({text}%)"));
    let wide = (0..50).map(|number| format!("[1-{}]{}T", 5 + number / 10, ".".repeat(number % 10)));
    let mut random = Random(2);
    let scattered = (0..10_000).map(|_| format!("1{}", 2_000_000_000 + random.below(1 << 31)));
    let sets: [(&str, Vec<String>); 4] = [
        ("100 patterns of a digit at one of ten places", (0..100).map(|at| digit_at(at / 10, at % 10)).collect()),
        ("5,000 patterns of 120 optional dots", (0..5_000).map(|at| format!("{optional}{at:04}$")).collect()),
        ("2,000 patterns of 80 nested repeats", (0..2_000).map(|at| format!("{nested}%{at:04}$")).collect()),
        ("10,000 numbers and 50 patterns that match them all", scattered.chain(wide).collect()),
    ];
    for (name, patterns) in sets {
        let plan = plan(patterns.into_iter().map(|pattern| (pattern, 1)));
        let outcome = RoutingTable::new(&plan, &Profile::default()).map_or("refused", |_| "built");
        criterion.bench_function(&format!("{name}: {outcome}"), |bencher| {
            bencher.iter(|| RoutingTable::new(black_box(&plan), &Profile::default()));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = routing, entangled
}
criterion_main!(benches);
