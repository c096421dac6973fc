//! Specs and network files that are right, as they are decoded.

use dialc::source::Source;
use dialc::spec;

fn decoded(text: &str) -> String {
    let (spec, report) = spec::load(&Source::new("spec.yaml", text), &|_| Err("no such file".to_owned()));
    assert!(report.is_empty(), "{report:?}");
    format!("{text}\n----- reads as\n{:#?}\n", spec.unwrap())
}

#[test]
fn the_worked_example() {
    insta::assert_snapshot!(decoded(include_str!("../../fixtures/specs/seed.yaml")));
}

#[test]
fn every_field() {
    insta::assert_snapshot!(decoded(include_str!("../../fixtures/specs/decode/every-field.yaml")));
}

#[test]
fn the_json_schema() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&spec::json_schema()).unwrap());
}

#[test]
fn every_field_of_a_network_file() {
    let text = include_str!("../../fixtures/networks/decode/every-field.yaml");
    let (network, report) = spec::load_network(&Source::new("network.yaml", text), &|_| Err("no such file".to_owned()));
    assert!(report.is_empty(), "{report:?}");
    insta::assert_snapshot!(format!("{text}\n----- reads as\n{:#?}\n", network.unwrap()));
}

#[test]
fn the_json_schema_of_a_network_file() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&spec::network_json_schema()).unwrap());
}
