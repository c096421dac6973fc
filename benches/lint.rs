//! How fast configurations are linted, without reading them: `cargo bench --bench lint`. Figures: docs/performance.md.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is no library")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use dialc::call::Profile;
use dialc::lint::{Policy, Question, RULES, Rule, Subject, Topic, lint};
use dialc::model::{DialPlan, Release, read_onto};
use dialc::plan::network_of_config;
use dialc::source::Source;
use dialc::syntax::commands::Command;
use dialc::syntax::tree::Tree;

/// A configuration of so many dial-peers, in pairs of two systems, with a translation table for every tenth; at its end a way out.
fn configuration(peers: usize) -> String {
    let mut text =
        String::from("version 15.7\nhostname gateway\n!\nvoice service voip\n allow-connections sip to sip\n!\n");
    for table in 1..=(peers / 10).max(1) {
        writeln!(text, "voice translation-rule {table}").unwrap();
        for rule in 1..=10 {
            writeln!(text, " rule {rule} /^1\\({}...\\)$/ /+1\\1/", 2_000_000 + table * 10 + rule).unwrap();
        }
        writeln!(text, "!\nvoice translation-profile to-{table}\n translate called {table}\n!").unwrap();
    }
    for number in 0..peers {
        let (block, choice) = (number / 2, number % 2);
        writeln!(
            text,
            "dial-peer voice {} voip\n preference {}\n translation-profile outgoing to-{}\n destination-pattern \
             1{}[0-4]..\n session protocol sipv2\n session target ipv4:192.0.2.{}\n!",
            10_000 + number,
            choice + 1,
            number / 10 + 1,
            2_000_000 + block,
            10 + 100 * choice + block % 40,
        )
        .unwrap();
    }
    text + "dial-peer voice 9 pots\n destination-pattern 9T\n port 0/0/0:23\n!\nend\n"
}

fn time(criterion: &mut Criterion, group: &str, name: String, text: String, rules: &[&'static Rule]) {
    let tree = Tree::parse(&Source::new("bench.cfg", text));
    let reading = read_onto(DialPlan::default(), &tree);
    let version = reading.plan.globals.text(Command::Version);
    let release = version.and_then(|version| Release::of_version_line(version.value));
    let network = network_of_config("gateway".to_owned(), reading.plan, release.clone());
    let (profiles, policy) = ([Profile::new(release)], Policy::default());
    let question = Question { network: &network, profiles: &profiles, described: false, policy: &policy };
    let subject = Subject { tree: &tree, report: &reading.report, gateway: 0 };
    let mut group = criterion.benchmark_group(group);
    group.sample_size(10);
    let id = BenchmarkId::from_parameter(name);
    group.bench_function(id, |bencher| bencher.iter(|| lint(black_box(&question), &[subject], rules)));
    group.finish();
}

/// All rules, for configurations of more and more dial-peers.
fn growth(criterion: &mut Criterion) {
    for peers in [1_000, 2_000, 5_000, 10_000] {
        time(criterion, "all rules", format!("{peers} dial-peers"), configuration(peers), RULES);
    }
}

/// What each topic takes beside what is found out for all.
fn topics(criterion: &mut Criterion) {
    time(criterion, "5,000 dial-peers", "no rule".to_owned(), configuration(5_000), &[]);
    for topic in Topic::ALL {
        let rules: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| rule.topic == topic).collect();
        time(criterion, "5,000 dial-peers", topic.name().to_owned(), configuration(5_000), &rules);
    }
}

criterion_group!(benches, growth, topics);
criterion_main!(benches);
