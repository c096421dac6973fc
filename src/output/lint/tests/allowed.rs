//! What is allowed, in each format that shows it.

use serde_json::Value;

use super::{linted, sarif};
use crate::lint::{Allowed, Linted, Voice};
use crate::output::lint::{allowed, json, json_with_allowed, sarif_with_allowed, summary};

/// The findings of the examples, of which some are allowed.
fn with_allowed() -> Vec<Linted> {
    let mut linted = linted();
    let findings = std::mem::take(&mut linted[0].findings);
    for (finding, voice) in findings.into_iter().skip(1).zip([Voice::Text, Voice::Settings]) {
        let reason = "Büro\u{1b}[31m & <co>\nnext".to_owned();
        linted[0].allowed.push(Allowed { finding, reason, voice });
    }
    linted[1].known = 3;
    linted
}

#[test]
fn what_is_allowed_is_counted() {
    insta::assert_snapshot!(summary(&with_allowed()), @"1 error in 3 files, beside 2 allowed and 3 that the baseline knows");
    let document: Value = serde_json::from_str(&json(&with_allowed())).unwrap();
    assert_eq!(document["summary"]["allowed"], 2);
    assert_eq!(document.get("allowed"), None);
}

#[test]
fn what_is_allowed_is_a_line_each() {
    let text = allowed(&with_allowed()[0].allowed);
    assert_eq!(text.lines().count(), 2);
    assert!(text.lines().all(|line| line.contains(": allowed: ") && line.ends_with(" next")), "{text}");
    assert!(!text.contains('\u{1b}'));
    assert_eq!(allowed(&[]), "");
}

#[test]
fn what_is_allowed_is_in_the_schema() {
    let schema = super::schema();
    for linted in [with_allowed(), linted(), Vec::new()] {
        let text = json_with_allowed(&linted);
        assert!(!text.contains('\u{1b}'));
        let document: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{text}");
        let count = document["allowed"].as_array().unwrap().len();
        assert_eq!(document["summary"]["allowed"], count);
    }
    let mut document: Value = serde_json::from_str(&json_with_allowed(&with_allowed())).unwrap();
    document["allowed"][0]["said_in"] = Value::from("nowhere");
    assert!(!schema.is_valid(&document));
}

#[test]
fn what_is_allowed_is_suppressed_in_sarif() {
    let text = sarif_with_allowed(&with_allowed());
    let document: Value = serde_json::from_str(&text).unwrap();
    let faults: Vec<_> = sarif::schema().iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(faults, [""; 0], "{text}");
    let read: serde_sarif::sarif::Sarif = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), document);
    let results = document["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<_> = results.iter().map(|result| result["suppressions"][0]["kind"].as_str()).collect();
    assert_eq!(kinds, [None, Some("inSource"), Some("external")]);
    // Code scanning of GitHub takes a suppressed result for an open one, so it is left out unless it is asked for.
    let plain: Value = serde_json::from_str(&crate::output::lint::sarif(&with_allowed())).unwrap();
    assert_eq!(plain["runs"][0]["results"].as_array().unwrap().len(), 1);
}
