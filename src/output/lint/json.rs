//! What was found, for programs: `docs/schemas/lint.json` describes it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fix::Fix;
use super::place::Place;
use super::summary::{all, by_severity, known};
use crate::diagnostic::Label;
use crate::lint::{self, Linted};
use crate::output::amount::{Number, amount};
use crate::output::shown::printable;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    object: &'a str,
    message: &'a str,
    witness: Option<&'a str>,
    numbers: Option<Number>,
    longer: bool,
    help: Option<&'a str>,
    fix: Option<Fix>,
    labels: Vec<Said<'a>>,
}

/// A label.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    files: Number,
    errors: Number,
    warnings: Number,
    infos: Number,
    known: Number,
    codes: BTreeMap<&'a str, u64>,
}

/// What was found, as one JSON document.
pub fn json(linted: &[Linted]) -> String {
    let [errors, warnings, infos] = by_severity(linted).map(Number::of);
    let mut codes = BTreeMap::new();
    for finding in all(linted) {
        *codes.entry(finding.code).or_default() += 1;
    }
    let known = Number::of(known(linted));
    let document = Document {
        schema: 1,
        findings: all(linted).map(finding).collect(),
        summary: Summary { files: Number::of(amount(linted.len())), errors, warnings, infos, known, codes },
    };
    printable(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn finding(finding: &lint::Finding) -> Finding<'_> {
    let numbers = finding.numbers.as_ref();
    let count = numbers.and_then(|numbers| numbers.count);
    Finding {
        code: finding.code,
        severity: finding.severity.name(),
        place: Place::of_finding(finding),
        object: &finding.object,
        message: &finding.message,
        witness: numbers.map(|numbers| numbers.witness.as_str()),
        numbers: count.map(|count| Number::of(count.numbers)),
        longer: count.is_some_and(|count| count.longer),
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(Fix::of),
        labels: finding
            .labels
            .iter()
            .map(|label: &Label| Said { place: Place::of(label), text: &label.text })
            .collect(),
    }
}
