//! The proof of delivery finds out what is wrong with a configuration, whoever wrote it.

use dialc::analysis::delivery::{Claim, prove};
use dialc::model::{DialPlan, read};
use dialc::plan::plan;
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::tree::Tree;

fn dial_plan(text: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("config", text)));
    assert!(!report.has_errors(), "{report:?}");
    plan
}

/// What the worked example must deliver, and its configuration.
fn worked_example() -> (Vec<Claim>, String) {
    let source = Source::new("seed.yaml", include_str!("../../fixtures/specs/seed.yaml"));
    let (spec, _) = spec::load(&source, &|_| Err("no such file".to_owned()));
    let planned = plan(&spec.unwrap(), &source, None).unwrap();
    (planned.claims, dialc::emit::emit(&planned.plan))
}

#[test]
fn the_worked_example_is_proved() {
    let (claims, config) = worked_example();
    assert_eq!(prove(&dial_plan(&config), &claims), Ok(()));
}

/// Changes to the worked example, and what the proof says of each: why it does not hold, and for which number.
const CHANGES: [(&str, &str, &str); 12] = [
    (" preference 2\n", " preference 1\n", "ipv4:192.0.2.20 is not tried after the way before it (12065555500)"),
    (" preference 2\n", "", "ipv4:192.0.2.20 is not tried after the way before it (12065555500)"),
    (" preference 1\n", " preference 1\n huntstop\n", "huntstop on dial-peer 555 ends hunting too early (12065555500)"),
    (" preference 1\n", " preference 1\n shutdown\n", "dial-peer 555 does not lead to ipv4:192.0.2.10 (12065555500)"),
    ("192.0.2.20", "192.0.2.21", "dial-peer 5552 does not lead to ipv4:192.0.2.20 (12065555500)"),
    (
        "destination-pattern 120655555..\n session target",
        "destination-pattern 1206555550.\n session target",
        "ipv4:192.0.2.20 is not tried after the way before it (12065555500)",
    ),
    (
        "destination-pattern 120655555..",
        "destination-pattern 12065555...",
        "a pattern matches it, but it is not shared (12065555000)",
    ),
    ("destination-pattern 120655555..", "destination-pattern 120655555[1-9].", "no dial-peer matches it (12065555500)"),
    (
        " translation-profile outgoing AddPlusOne\n",
        "",
        "it is sent as 12065555500, expected is +12065555500 (12065555500)",
    ),
    (" translate called 103\n", "", "translation-profile AddPlusOne leads to no rules (-)"),
    (r"/+\1/", r"/\1/", "it is sent as 12065555500, expected is +12065555500 (12065555500)"),
    (
        r"/^\(120655555..\)/",
        r"/^\(120655555[0-8].\)/",
        "it is sent as 12065555590, expected is +12065555590 (12065555590)",
    ),
];

#[test]
fn a_configuration_that_does_not_deliver_is_found_out() {
    let (claims, config) = worked_example();
    for (old, new, expected) in CHANGES {
        assert!(config.contains(old), "{old}");
        let changed = config.replace(old, new);
        let failures = prove(&dial_plan(&changed), &claims).expect_err(&changed);
        let [failure] = failures.as_slice() else { panic!("{failures:?}") };
        let said = format!("{} ({})", failure.reason, failure.witness.as_deref().unwrap_or("-"));
        assert_eq!(said, expected, "{old:?} -> {new:?}");
    }
}
