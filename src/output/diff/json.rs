//! What tells two plans apart, for programs: `docs/schemas/diff.json` describes it.

use serde::Serialize;

use super::{Names, summary};
use crate::automaton::Extent;
use crate::diff::{self, Diff, FieldChange};
use crate::output::amount::Number;
use crate::output::shown::printable;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    changed: bool,
    proved: bool,
    old: &'a str,
    new: &'a str,
    summary: String,
    objects: Option<Vec<Object<'a>>>,
    behaviour: Option<Vec<Change<'a>>>,
    other_symbols: bool,
    /// Only where there are any: others know no field of this name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    moves: Vec<Move<'a>>,
    gaps: &'a [String],
    notes: &'a [String],
    text: Option<Text<'a>>,
}

#[derive(Serialize)]
struct Object<'a> {
    kind: String,
    id: &'a str,
    was: Option<&'a str>,
    title: &'a str,
    change: &'static str,
    fields: Vec<Field<'a>>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    default: Option<&'a str>,
    change: &'static str,
}

#[derive(Serialize)]
struct Change<'a> {
    class: &'static str,
    numbers: Number,
    /// Only where it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<bool>,
    longer: bool,
    other_symbols: bool,
    patterns: &'a [String],
    more: bool,
    from: &'a [String],
    before: Vec<Step<'a>>,
    after: Vec<Step<'a>>,
    witness: &'a str,
    answer: Option<&'a str>,
}

#[derive(Serialize)]
struct Move<'a> {
    from: &'a str,
    to: &'a [String],
    numbers: Number,
    patterns: &'a [String],
    more: bool,
    before: Vec<Step<'a>>,
    after: Vec<Step<'a>>,
    witness: &'a str,
}

#[derive(Serialize)]
struct Step<'a> {
    target: &'a str,
    number: &'a str,
    /// Only where it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    tie: bool,
}

#[derive(Serialize)]
struct Text<'a> {
    added: Number,
    removed: Number,
    unified: &'a str,
}

/// The layers that were asked for, as one JSON document.
pub fn json(diff: &Diff, names: Names<'_>) -> String {
    let behaviour = diff.behaviour.as_ref();
    let document = Document {
        schema: 1,
        changed: diff.is_changed(),
        proved: behaviour.is_some_and(|behaviour| behaviour.gaps.is_empty()),
        old: names.old,
        new: names.new,
        summary: summary(diff),
        objects: diff.objects.as_ref().map(|objects| objects.iter().map(object).collect()),
        behaviour: behaviour.map(|behaviour| behaviour.changes.iter().map(change).collect()),
        other_symbols: behaviour.is_some_and(|behaviour| behaviour.other_symbols),
        moves: behaviour.map_or(Vec::new(), |behaviour| behaviour.moves.iter().map(moved).collect()),
        gaps: behaviour.map_or(&[], |behaviour| &behaviour.gaps),
        notes: behaviour.map_or(&[], |behaviour| &behaviour.notes),
        text: diff.text.as_ref().map(|text| Text {
            added: Number::of(text.added as u128),
            removed: Number::of(text.removed as u128),
            unified: &text.hunks,
        }),
    };
    printable(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn object(change: &diff::ObjectChange) -> Object<'_> {
    Object {
        kind: change.kind(),
        id: &change.id,
        was: change.was.as_deref(),
        title: &change.title,
        change: change.altered.name(),
        fields: change.fields.iter().map(field).collect(),
    }
}

fn field(field: &diff::Field) -> Field<'_> {
    Field {
        name: &field.name,
        before: field.before.as_deref(),
        after: field.after.as_deref(),
        default: field.default.as_deref(),
        change: match field.change {
            FieldChange::Said => "said",
            FieldChange::Followed => "followed",
            FieldChange::Renumbered => "renumbered",
        },
    }
}

fn change(change: &diff::Change) -> Change<'_> {
    Change {
        class: change.class.name(),
        numbers: Number::of(change.count.numbers),
        every: (change.extent == Extent::Every).then_some(true),
        longer: change.count.longer,
        other_symbols: change.count.other_symbols,
        patterns: &change.patterns,
        more: change.more,
        from: &change.from,
        before: change.before.iter().map(step).collect(),
        after: change.after.iter().map(step).collect(),
        witness: &change.witness,
        answer: change.answer.as_deref(),
    }
}

fn moved(moved: &diff::Move) -> Move<'_> {
    Move {
        from: &moved.from,
        to: &moved.to,
        numbers: Number::of(moved.count.numbers),
        patterns: &moved.patterns,
        more: moved.more,
        before: moved.before.iter().map(step).collect(),
        after: moved.after.iter().map(step).collect(),
        witness: &moved.witness,
    }
}

fn step(step: &diff::Step) -> Step<'_> {
    Step { target: &step.target, number: &step.number, tie: step.tie }
}
