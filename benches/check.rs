//! Coverage and the search for loops over all numbers, of a configuration that was read already: `cargo bench --bench check`.
//! Prints first what each part takes once, and the most memory; then times the whole. Figures: docs/performance.md, drawn by
//! benches/check_plot.py.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench is no library")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion, criterion_group};
use dialc::analysis::loops::{Graph, Loops, loops};
use dialc::call::{Profile, Traveller};
use dialc::model::{DialPlan, Network, Place, Unassigned, read};
use dialc::plan::network_of_config;
use dialc::source::Source;
use dialc::syntax::tree::Tree;

const SIZES: [usize; 4] = [1_000, 2_000, 5_000, 10_000];

/// The same pseudo-random numbers in every run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The network around a configuration.
#[derive(Clone, Copy)]
enum Shape {
    /// No dial-peer leads to the public network: nothing leads back.
    Acyclic,
    /// One does, and the public network calls the gateway.
    Cyclic,
    /// All systems send what is not theirs back to the gateway.
    Routed,
}

impl Shape {
    const ALL: [Self; 3] = [Self::Acyclic, Self::Cyclic, Self::Routed];

    fn name(self) -> &'static str {
        match self {
            Self::Acyclic => "acyclic",
            Self::Cyclic => "cyclic",
            Self::Routed => "routed",
        }
    }

    fn network(self, peers: usize) -> Network {
        let mut text = config(peers);
        if !matches!(self, Self::Acyclic) {
            text += "dial-peer voice 9000 pots\n description PSTN\n destination-pattern 9T\n port 0/0/0:23\n!\n";
        }
        let (plan, report) = read(&Tree::parse(&Source::new("bench.cfg", text)));
        assert!(report.is_empty(), "{report:?}");
        around(self, plan)
    }
}

fn around(shape: Shape, plan: DialPlan) -> Network {
    let mut network = network_of_config("gateway".to_owned(), plan, None);
    if let Shape::Routed = shape {
        network.systems.iter_mut().for_each(|system| system.unassigned = Unassigned::Route(Place::Gateway(0)));
    }
    network
}

/// A running-config of so many outbound peers in pairs over disjoint blocks of numbers, and a table of rules for every ten.
fn config(peers: usize) -> String {
    let mut random = Random(1);
    let tables = (peers / 10).max(1);
    let mut text = String::from(
        "version 15.7\nhostname gateway\n!\nvoice service voip\n ip address trusted list\n  ipv4 192.0.2.0 \
         255.255.255.0\n allow-connections h323 to sip\n allow-connections sip to sip\n!\n",
    );
    (1..=tables).for_each(|table| rules(&mut text, table, &mut random));
    text += "dial-peer voice 1 pots\n incoming called-number .\n direct-inward-dial\n port 0/0/0:23\n!\n";
    let mut used = BTreeSet::new();
    for index in 0..peers / 2 {
        let fresh = std::iter::repeat_with(|| 200_000 + random.below(800_000)).find(|block| used.insert(*block));
        let block = fresh.unwrap();
        let last = match random.below(3) {
            0 => "....",
            1 => "[0-4]...",
            _ => "5[2-7]..",
        };
        let profile = 1 + random.below(tables as u64);
        for (choice, host) in [(1, 10), (2, 20)] {
            let (tag, host) = (10_000 + index * 10 + choice, host + index % 40);
            writeln!(text, "dial-peer voice {tag} voip\n description block {index}\n preference {choice}").unwrap();
            if choice == 1 {
                writeln!(text, " translation-profile outgoing profile-{profile}").unwrap();
            }
            writeln!(
                text,
                " destination-pattern 1{block}{last}\n session protocol sipv2\n session target ipv4:192.0.2.{host}\n \
                 session transport tcp\n voice-class codec 1\n dtmf-relay rtp-nte sip-kpml\n no vad\n!"
            )
            .unwrap();
        }
    }
    text
}

/// A table of up to 15 rules and the profile that uses it.
fn rules(text: &mut String, table: usize, random: &mut Random) {
    writeln!(text, "voice translation-rule {table}").unwrap();
    for rule in 1..=1 + random.below(15) {
        let (area, exchange) = (200 + random.below(800), 200 + random.below(800));
        let (from, to) = match random.below(4) {
            0 => (format!(r"^1\({area}{exchange}....\)$"), r"+1\1".to_owned()),
            1 => (format!(r"^{area}{exchange}\(....\)$"), r"5\1".to_owned()),
            2 => (format!(r"^\(1{area}{exchange}\)0\(...\)$"), r"\19\2".to_owned()),
            _ => (format!(r"^9{area}\(.......\)"), format!(r"1{area}\1")),
        };
        writeln!(text, " rule {rule} /{from}/ /{to}/").unwrap();
    }
    writeln!(text, "!\nvoice translation-profile profile-{table}\n translate called {table}\n!").unwrap();
}

/// All that `check` does for loops, and the seconds that each part takes: tables, graph, search.
fn proof(network: &Network) -> ([f64; 3], Loops) {
    let start = Instant::now();
    let profiles = network.gateways.iter().map(|site| Profile::new(site.release.clone()));
    let traveller = Traveller::new(network, profiles);
    for index in 0..network.gateways.len() {
        traveller.gateway(index).unwrap().table().unwrap();
    }
    let made = start.elapsed().as_secs_f64();
    let graph = Graph::new(&traveller).unwrap();
    let grown = start.elapsed().as_secs_f64();
    let found = loops(&graph);
    ([made, grown - made, start.elapsed().as_secs_f64() - grown], found)
}

/// The most memory since the last call, in MiB, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

fn parts() {
    println!("network, peers: seconds for tables, graph, search; memory with the configuration; result");
    // A filter, as the benchmarks have it: `routed/5000`.
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    for shape in Shape::ALL {
        for peers in SIZES.into_iter().filter(|peers| format!("{}/{peers}", shape.name()).contains(&wanted)) {
            let network = shape.network(peers);
            peak_memory();
            let ([made, grown, searched], found) = proof(&network);
            let memory = peak_memory().map_or_else(String::new, |memory| format!("{memory} MiB"));
            let found = match found {
                Loops::None => "no loop".to_owned(),
                Loops::Found(witness) => format!("{} loops", witness.entry.called),
                Loops::Unknown(why) => why,
            };
            println!("{}, {peers}: {made:.3} {grown:.3} {searched:.3}; {memory}; {found}", shape.name());
        }
    }
}

fn check(criterion: &mut Criterion) {
    for shape in Shape::ALL {
        let mut group = criterion.benchmark_group(shape.name());
        group.sample_size(10);
        for peers in SIZES {
            let network = shape.network(peers);
            group.bench_function(BenchmarkId::from_parameter(peers), |bencher| {
                bencher.iter(|| proof(black_box(&network)));
            });
        }
    }
}

criterion_group!(benches, check);

fn main() {
    parts();
    benches();
    Criterion::default().configure_from_args().final_summary();
}
