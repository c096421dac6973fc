//! What tells two plans apart, for a terminal.

use std::fmt::Write;

use super::{Names, example, field_lines, heading, moved_numbers, moving, notes, numbers, summary, way};
use crate::diff::{Altered, Behaviour, Diff, FieldChange, ObjectChange, UNGUARDED, Unified};
use crate::output::shown::one_line;

/// The most lines of an object that only one side has.
const LINES: usize = 200;

/// The layers that were asked for, a summary first. `color`: in colour.
pub fn text(diff: &Diff, names: Names<'_>, color: bool) -> String {
    let paint = Paint(color);
    let mut text = format!("{}\n", paint.bold(&summary(diff)));
    if let Some(behaviour) = &diff.behaviour {
        text += &of_behaviour(behaviour, &paint);
    }
    if let Some(objects) = diff.objects.as_ref().filter(|objects| !objects.is_empty()) {
        text += "\nobjects\n";
        for change in objects {
            text += &of_object(change, &paint);
        }
    }
    if let Some(unified) = diff.text.as_ref().filter(|unified| !unified.is_empty()) {
        text += "\n";
        text += &of_text(unified, names, &paint);
    }
    text
}

/// Colours, where they are wanted.
struct Paint(bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    /// A line of a diff, by its sign.
    fn signed(&self, sign: char, text: &str) -> String {
        match sign {
            '+' => self.with("32", text),
            '-' => self.with("31", text),
            '~' | '=' => self.with("33", text),
            '@' => self.with("36", text),
            _ => text.to_owned(),
        }
    }
}

fn of_behaviour(behaviour: &Behaviour, paint: &Paint) -> String {
    let mut text = String::new();
    if !behaviour.changes.is_empty() {
        text += "\nnumbers\n";
    }
    for change in &behaviour.changes {
        let _ = writeln!(text, "  {}  {}", paint.bold(change.class.name()), numbers(change));
        let _ = writeln!(text, "    for example {}", example(change));
        let _ = writeln!(text, "{}", paint.signed('-', &format!("    - {}", way(&change.before))));
        let _ = writeln!(text, "{}", paint.signed('+', &format!("    + {}", way(&change.after))));
    }
    if !behaviour.moves.is_empty() {
        text += "\nwarnings\n";
    }
    for moved in &behaviour.moves {
        let [wrong, right] = moving(moved);
        let _ = writeln!(text, "  {}  {}", paint.bold(UNGUARDED), moved_numbers(moved));
        let _ = writeln!(text, "    {wrong}");
        let _ = writeln!(text, "    for example {}", one_line(&moved.witness));
        let _ = writeln!(text, "{}", paint.signed('-', &format!("    - {}", way(&moved.before))));
        let _ = writeln!(text, "{}", paint.signed('+', &format!("    + {}", way(&moved.after))));
        let _ = writeln!(text, "    {right}");
    }
    for (title, lines) in [("not compared", &behaviour.gaps), ("notes", &notes(behaviour))] {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{title}");
            for line in lines {
                let _ = writeln!(text, "  {}", one_line(line));
            }
        }
    }
    text
}

fn of_object(change: &ObjectChange, paint: &Paint) -> String {
    let sign = match change.altered {
        Altered::Added => '+',
        Altered::Removed => '-',
        Altered::Modified => '~',
    };
    let mut text = format!("{}\n", paint.signed(sign, &format!("  {sign} {}", heading(change))));
    let lines: Vec<_> = change
        .fields
        .iter()
        .flat_map(|field| {
            let follows = field.change == FieldChange::Followed;
            field_lines(field).into_iter().map(move |(sign, line)| (sign, line, follows))
        })
        .collect();
    for (sign, line, follows) in lines.iter().take(LINES) {
        let note = if *follows && *sign == '+' { "  (the same, called otherwise)" } else { "" };
        let _ = writeln!(text, "{}", paint.signed(*sign, &format!("      {sign} {line}{note}")));
    }
    if let Some(more) = lines.len().checked_sub(LINES).filter(|more| *more > 0) {
        let _ = writeln!(text, "      and {more} more lines");
    }
    text
}

fn of_text(unified: &Unified, names: Names<'_>, paint: &Paint) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", paint.bold(&format!("--- {}", one_line(names.old))));
    let _ = writeln!(text, "{}", paint.bold(&format!("+++ {}", one_line(names.new))));
    for line in unified.hunks.lines() {
        let sign = line.chars().next().unwrap_or(' ');
        let _ = writeln!(text, "{}", paint.signed(sign, line));
    }
    text
}
