//! What a check comes to, for programs: `docs/schemas/check.json` describes it.

use serde::Serialize;

use super::printable;
use crate::analysis::{self, Checked, ShownHop};
use crate::output::amount::Number;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    verdict: &'static str,
    numbers: Number,
    longer: bool,
    other_symbols: bool,
    classes: usize,
    claims: Vec<Claim<'a>>,
    assumptions: Vec<Assumed<'a>>,
    answers: Vec<Answers<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Claim<'a> {
    #[serde(rename = "claim")]
    text: &'a str,
    verdict: &'static str,
    reason: Option<&'a str>,
    witness: Option<&'a str>,
    hops: Vec<Hop<'a>>,
    numbers: Option<Number>,
    longer: bool,
    patterns: &'a [String],
    cures: Vec<Cure<'a>>,
}

#[derive(Serialize)]
struct Hop<'a> {
    system: &'a str,
    number: &'a str,
    event: &'a str,
    depth: usize,
}

#[derive(Serialize)]
struct Cure<'a> {
    at: &'a str,
    change: &'a str,
    costs: &'a [String],
}

#[derive(Serialize)]
struct Assumed<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Answers<'a> {
    blocks: &'a [String],
    systems: &'a [String],
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    answer: &'a str,
    leads_to: &'a [String],
}

/// What a check comes to, as one JSON document.
pub fn json(checked: &Checked) -> String {
    let document = Document {
        schema: 1,
        verdict: checked.verdict.name(),
        numbers: Number::of(checked.numbers.numbers),
        longer: checked.numbers.longer,
        other_symbols: checked.numbers.other_symbols,
        classes: checked.classes,
        claims: checked.claims.iter().map(claim).collect(),
        assumptions: checked.assumptions.iter().map(|(name, value)| Assumed { name, value }).collect(),
        answers: checked.answers.iter().map(answers).collect(),
        notes: &checked.notes,
    };
    printable(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn claim(claim: &analysis::Claim) -> Claim<'_> {
    Claim {
        text: &claim.claim,
        verdict: claim.verdict.name(),
        reason: claim.reason.as_deref(),
        witness: claim.witness.as_deref(),
        hops: claim.hops.iter().map(hop).collect(),
        numbers: claim.numbers.map(|count| Number::of(count.numbers)),
        longer: claim.numbers.is_some_and(|count| count.longer),
        patterns: &claim.patterns,
        cures: claim.cures.iter().map(cure).collect(),
    }
}

fn hop(hop: &ShownHop) -> Hop<'_> {
    Hop { system: &hop.system, number: &hop.number, event: &hop.event, depth: hop.depth }
}

fn cure(cure: &analysis::Cure) -> Cure<'_> {
    Cure { at: &cure.at, change: &cure.change, costs: &cure.costs }
}

fn answers(answers: &analysis::Answers) -> Answers<'_> {
    let rows = answers.rows.iter().map(|(answer, leads_to)| Row { answer, leads_to });
    Answers { blocks: &answers.blocks, systems: &answers.systems, rows: rows.collect() }
}
