//! What tells two plans apart, as a comment on a pull request: the summary first, what it rests on folded.
//!
//! GitHub takes comments of at most 65,536 characters; what does not fit is cut at the end of a line, and how much that is is
//! said. What comes from a configuration stands in code only, where it means nothing in Markdown and mentions nobody.

use std::fmt::Write;

use super::{Names, example, field_lines, heading, moved_numbers, moving, notes, numbers, summary, way};
use crate::diff::{Altered, Behaviour, Change, Diff, Move, ObjectChange, UNGUARDED};
use crate::number::grouped;
use crate::output::amount::{amount, counted};
use crate::output::markdown::{code, plain, whole_code};
use crate::output::shown::one_line;

/// The most bytes of a comment: there are no more characters than bytes.
const LIMIT: usize = 65_000;

/// The most bytes that the numbers may take, and then the objects.
const NUMBERS: usize = 24_000;
const OBJECTS: usize = 48_000;

/// The longest line, in characters.
const LINE: usize = 300;

/// What a line that says how much was cut takes at most, with the end of a section.
const RESERVE: usize = 200;

/// The layers that were asked for, as Markdown.
pub fn markdown(diff: &Diff, names: Names<'_>) -> String {
    let mut text = format!("### {} → {}\n\n**{}**\n", code(names.old), code(names.new), plain(&summary(diff)));
    if let Some(behaviour) = &diff.behaviour {
        of_behaviour(&mut text, behaviour);
    }
    if let Some(objects) = diff.objects.as_ref().filter(|objects| !objects.is_empty()) {
        let lines: Vec<String> = objects.iter().flat_map(object_lines).collect();
        let title = counted(amount(objects.len()), "object differs", "objects differ");
        fold(&mut text, &title, ("diff", &lines), OBJECTS);
    }
    if let Some(unified) = diff.text.as_ref().filter(|unified| !unified.is_empty()) {
        let lines: Vec<String> = unified.hunks.lines().map(str::to_owned).collect();
        let title = format!("lines: {} removed, {} added", unified.removed, unified.added);
        fold(&mut text, &title, ("diff", &lines), LIMIT);
    }
    text
}

fn of_behaviour(text: &mut String, behaviour: &Behaviour) {
    if !behaviour.changes.is_empty() {
        *text += "\n| | numbers | before | after | for example |\n|---|---|---|---|---|\n";
    }
    for (place, change) in behaviour.changes.iter().enumerate() {
        let row = row(change);
        if text.len() + row.len() + RESERVE > NUMBERS {
            let more = amount(behaviour.changes.len() - place);
            let _ = write!(text, "\n{}\n", counted(more, "more change is left out", "more changes are left out"));
            break;
        }
        *text += &row;
    }
    of_moves(text, &behaviour.moves);
    let lines = |lines: &[String]| lines.iter().map(|line| cut(&one_line(line))).collect::<Vec<_>>();
    if !behaviour.gaps.is_empty() {
        fold(text, "not every number could be compared", ("text", &lines(&behaviour.gaps)), NUMBERS + 4_000);
    }
    let notes = notes(behaviour);
    if !notes.is_empty() {
        fold(text, "notes", ("text", &lines(&notes)), NUMBERS + 8_000);
    }
}

/// What is moved without a way back, each in a paragraph.
fn of_moves(text: &mut String, moves: &[Move]) {
    for (place, moved) in moves.iter().enumerate() {
        let [wrong, right] = moving(moved).map(|line| whole_code(&cut(&line)));
        let (numbers, witness) = (whole_code(&cut(&moved_numbers(moved))), code(&moved.witness));
        let line = format!("\n**Warning: {UNGUARDED}** {numbers}, for example {witness}: {wrong}; {right}\n");
        if text.len() + line.len() + RESERVE > NUMBERS + 2_000 {
            let more = amount(moves.len() - place);
            let _ = write!(text, "\n{}\n", counted(more, "more warning is left out", "more warnings are left out"));
            return;
        }
        *text += &line;
    }
}

fn row(change: &Change) -> String {
    let cell = |text: &str| whole_code(&cut(text)).replace('|', "\\|");
    let cells = [cell(&numbers(change)), cell(&way(&change.before)), cell(&way(&change.after)), cell(&example(change))];
    format!("| **{}** | {} |\n", change.class.name(), cells.join(" | "))
}

/// The lines of an object, as those of a diff.
fn object_lines(change: &ObjectChange) -> Vec<String> {
    let sign = match change.altered {
        Altered::Added => '+',
        Altered::Removed => '-',
        Altered::Modified => ' ',
    };
    let head = format!("{sign} {}", heading(change));
    let fields = change.fields.iter().flat_map(field_lines).map(|(sign, line)| {
        let sign = if sign == '=' { ' ' } else { sign };
        format!("{sign}   {line}")
    });
    std::iter::once(head).chain(fields).collect()
}

/// A folded section of lines, up to where the whole text has `limit` bytes.
fn fold(text: &mut String, title: &str, (kind, lines): (&str, &[String]), limit: usize) {
    let longest = lines.iter().flat_map(|line| line.split(|one| one != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.clamp(2, LINE) + 1);
    let _ = write!(text, "\n<details><summary>{title}</summary>\n\n{fence}{kind}\n");
    let mut written = 0;
    for line in lines {
        let line = cut(line);
        if text.len() + line.len() + fence.len() + RESERVE > limit {
            break;
        }
        *text += &line;
        *text += "\n";
        written += 1;
    }
    let _ = writeln!(text, "{fence}");
    if let Some(more) = lines.len().checked_sub(written).filter(|more| *more > 0) {
        let _ = writeln!(text, "\n{} of {} lines are left out", grouped(amount(more)), grouped(amount(lines.len())));
    }
    *text += "\n</details>\n";
}

/// A line that is not too long.
fn cut(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        Some((at, _)) => format!("{} ...", line.get(..at).unwrap_or_default()),
        None => line.to_owned(),
    }
}
