//! What tells two plans apart, for people and for programs.

mod github;
mod json;
mod judged;
mod markdown;
mod script;
mod summary;
#[cfg(test)]
mod tests;
mod text;

use std::fmt::Write;

use super::shown::one_line;
use crate::automaton::Extent;
use crate::diff::{Behaviour, Change, Field, FieldChange, Move, ObjectChange, Step};

pub use github::github;
pub use json::json;
pub use judged::{judged, judged_json};
pub use markdown::markdown;
pub use script::{About, is_script, script};
pub use summary::summary;
pub use text::text;

/// What the two sides are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The old one.
    pub old: &'a str,
    /// The new one.
    pub new: &'a str,
}

/// A way for people: `ocs +12065555512, then cucm 12065555512`; of those between which chance decides, `a 1 and b 1 in any order`.
fn way(steps: &[Step]) -> String {
    if steps.is_empty() {
        return "no way".to_owned();
    }
    let step = |step: &Step| one_line(format!("{} {}", step.target, step.number).trim_end());
    let rank = |steps: &[Step]| {
        let any = if steps.len() > 1 { " in any order" } else { "" };
        format!("{}{any}", steps.iter().map(step).collect::<Vec<_>>().join(" and "))
    };
    steps.chunk_by(|_, next| next.tie).map(rank).collect::<Vec<_>>().join(", then ")
}

/// A number that shows a change, and the failure that shows it.
fn example(change: &Change) -> String {
    let answer = change.answer.as_ref().map_or(String::new(), |answer| format!(" where each answers {answer}"));
    one_line(&format!("{}{answer}", change.witness))
}

/// How many numbers, and which: `100 numbers: 120655555..`.
fn numbers(change: &Change) -> String {
    let mut text = those(change.extent, &change.patterns, change.more);
    if !change.from.is_empty() {
        let _ = write!(text, " (calls from {})", change.from.join(", "));
    }
    one_line(&text)
}

/// The same of DIDs that are moved without a way back.
fn moved_numbers(moved: &Move) -> String {
    one_line(&those(Extent::Numbers(moved.count.numbers), &moved.patterns, moved.more))
}

fn those(extent: Extent, patterns: &[String], more: bool) -> String {
    let mut text = summary::extent(extent);
    let shown = shown(patterns);
    if !shown.is_empty() {
        let more = if more { " and others" } else { "" };
        let _ = write!(text, ": {shown}{more}");
    }
    text
}

/// Patterns as a list; that of the number without a symbol cannot be seen.
fn shown(patterns: &[String]) -> String {
    patterns.iter().filter(|pattern| !pattern.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// What is wrong with a move, and what would be right.
fn moving(moved: &Move) -> [String; 2] {
    let (from, to) = (&moved.from, moved.to.join(" and "));
    [
        one_line(&format!("moved from {from} to {to}, and {from} is not tried any more")),
        one_line(&format!("keep {from} behind {to} in this wave, and take it away in a later one")),
    ]
}

/// What is worth knowing of the counts, and beside.
fn notes(behaviour: &Behaviour) -> Vec<String> {
    let mut notes = Vec::new();
    let is_counted = |change: &Change| change.count.longer && change.extent != Extent::Every;
    let longer = behaviour.changes.iter().any(is_counted);
    notes.extend(match (longer, behaviour.other_symbols) {
        (true, true) => Some(
            "numbers are counted without longer ones that begin with them, and those with *, # or A to F".to_owned(),
        ),
        (true, false) => Some("numbers are counted without longer ones that begin with them".to_owned()),
        (false, true) => Some("numbers with *, # or A to F are treated otherwise too, and not counted".to_owned()),
        (false, false) => None,
    });
    notes.extend(behaviour.notes.iter().map(|note| one_line(note)));
    notes
}

/// The header of an object, and what it was called.
fn heading(change: &ObjectChange) -> String {
    let was = change.was.as_ref().map_or(String::new(), |was| format!(" (was {was})"));
    one_line(&format!("{}{was}", change.title))
}

/// A line that differs as those of a diff, each with its sign; `=` stands before one that says the same.
fn field_lines(field: &Field) -> Vec<(char, String)> {
    let lines = |sign: char, text: &str| text.lines().map(|line| (sign, one_line(line))).collect::<Vec<_>>();
    if let (Some(before), Some(after)) = (&field.before, &field.after)
        && field.change == FieldChange::Renumbered
    {
        let number = before.split(' ').nth(1).unwrap_or_default();
        return vec![('=', one_line(&format!("{after}  (was rule {number})")))];
    }
    let mut all = Vec::new();
    for (sign, line, other) in [('-', &field.before, &field.after), ('+', &field.after, &field.before)] {
        match line {
            Some(line) => all.extend(lines(sign, line)),
            None if other.is_some() => {
                all.extend(field.default.iter().map(|line| (sign, one_line(&format!("{line} (the default)")))));
            }
            None => {}
        }
    }
    if field.is_hidden() {
        all.push(('=', "only what is not shown differs, such as a password".to_owned()));
    }
    all
}
