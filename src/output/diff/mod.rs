//! What tells two plans apart, for people and for programs.

mod github;
mod json;
mod markdown;
mod summary;
#[cfg(test)]
mod tests;
mod text;

use super::amount::counted;
use super::shown::one_line;
use crate::automaton::Count;
use crate::diff::{Change, Field, FieldChange, ObjectChange, Step};

pub use github::github;
pub use json::json;
pub use markdown::markdown;
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

/// A way for people: `ocs +12065555512, then cucm 12065555512`.
fn way(steps: &[Step]) -> String {
    if steps.is_empty() {
        return "no way".to_owned();
    }
    let step = |step: &Step| one_line(&format!("{} {}", step.target, step.number));
    steps.iter().map(step).collect::<Vec<_>>().join(", then ")
}

/// How many numbers, and which: `100 numbers and longer ones: 120655555..`.
fn numbers(change: &Change) -> String {
    let Count { numbers, longer, other_symbols } = change.count;
    let mut text = counted(numbers, "number", "numbers");
    if longer {
        text += " and longer ones";
    }
    if other_symbols {
        text += ", also with *, # or A to F";
    }
    if !change.patterns.is_empty() {
        text += &format!(": {}", change.patterns.join(" "));
    }
    if !change.from.is_empty() {
        text += &format!(" (calls from {})", change.from.join(", "));
    }
    one_line(&text)
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
