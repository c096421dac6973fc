//! What is said of a script that was given, as text and as JSON.

use std::fmt::Write;

use serde::Serialize;

use super::Names;
use super::script::{PATTERNS, told};
use crate::automaton::Extent;
use crate::diff::script::{Between, Judged, Meanwhile};
use crate::output::amount::{Number, amount, counted};
use crate::output::shown::{one_line, printable};

/// The most lines that are shown of those that differ behind the script.
const SHOWN: usize = 20;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    clean: bool,
    old: &'a str,
    new: &'a str,
    script: &'a str,
    commands: Number,
    reached: bool,
    refused: Number,
    unknown: Number,
    between: Vec<Remark>,
    unjudged: &'a [String],
    left: &'a [String],
    missing: &'a [String],
    secrets: &'a [String],
}

#[derive(Serialize)]
struct Remark {
    line: usize,
    command: Vec<String>,
    how: &'static str,
    numbers: Number,
    /// Only where it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    every: bool,
    patterns: Vec<String>,
    more: bool,
    from: Vec<String>,
    witness: Option<String>,
}

/// What is said of the script at `path`, for people.
pub fn judged(script: &Judged, names: Names<'_>, path: &str) -> String {
    let mut text = format!("{}\n", one_line(&summary(script, names, path)));
    for here in script.between.chunk_by(|one, other| one.command == other.command) {
        let Some(given) = here.first().and_then(|one| script.commands.get(one.command)) else { continue };
        let _ = writeln!(text, "\nline {}, {}", given.line, one_line(&given.place().join(": ")));
        text.extend(told(here).iter().map(|line| format!("  {}\n", one_line(line))));
    }
    if !script.unjudged.is_empty() {
        let _ = writeln!(text, "\nnot compared");
        text.extend(script.unjudged.iter().map(|reason| format!("  {}\n", one_line(reason))));
    }
    if !script.is_reached() {
        let _ = writeln!(text, "\nbehind it, against {}", one_line(names.new));
        for (sign, lines) in [('-', &script.left), ('+', &script.missing)] {
            text.extend(lines.iter().take(SHOWN).map(|line| format!("  {sign} {}\n", one_line(line))));
            if lines.len() > SHOWN {
                let _ = writeln!(text, "  {sign} and {} more", lines.len() - SHOWN);
            }
        }
    }
    if !script.secrets.is_empty() {
        let _ = writeln!(text, "\nto be typed by hand, or not as in {}", one_line(names.new));
        text.extend(script.secrets.iter().take(SHOWN).map(|line| format!("  {}\n", one_line(line))));
        if script.secrets.len() > SHOWN {
            let _ = writeln!(text, "  and {} more", script.secrets.len() - SHOWN);
        }
    }
    printable(text)
}

/// The first line.
fn summary(script: &Judged, names: Names<'_>, path: &str) -> String {
    let mut parts = vec![format!("{path}: {}", counted(amount(script.commands.len()), "command", "commands"))];
    let but = match script.secrets.len() {
        0 => String::new(),
        count => format!(" but for {}", counted(amount(count), "line with a secret", "lines with a secret")),
    };
    let reached = if script.is_reached() { format!("reached{but}") } else { "not reached".to_owned() };
    parts.push(format!("{} is {reached}", names.new));
    for (count, one, several) in [
        (script.refused(), "line would be refused by IOS", "lines would be refused by IOS"),
        (script.unknown(), "line is not known", "lines are not known"),
    ] {
        if count > 0 {
            parts.push(counted(amount(count), one, several));
        }
    }
    let places: std::collections::BTreeSet<usize> = script.between.iter().map(|one| one.command).collect();
    parts.push(if places.is_empty() && !script.unjudged.is_empty() {
        "not every number could be compared between the commands".to_owned()
    } else if places.is_empty() {
        "after each command every number is treated as before or as behind".to_owned()
    } else {
        let places = counted(amount(places.len()), "command", "commands");
        format!("after {places} some numbers are treated otherwise than before and behind")
    });
    parts.join("; ")
}

/// The same for programs: `docs/schemas/check-script.json` describes it.
pub fn judged_json(script: &Judged, names: Names<'_>, path: &str) -> String {
    let document = Document {
        schema: 1,
        clean: script.is_clean(),
        old: names.old,
        new: names.new,
        script: path,
        commands: Number::of(amount(script.commands.len())),
        reached: script.is_reached(),
        refused: Number::of(amount(script.refused())),
        unknown: Number::of(amount(script.unknown())),
        between: script.between.iter().filter_map(|one| remark(script, one)).collect(),
        unjudged: &script.unjudged,
        left: &script.left,
        missing: &script.missing,
        secrets: &script.secrets,
    };
    printable(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn remark(script: &Judged, one: &Between) -> Option<Remark> {
    let given = script.commands.get(one.command)?;
    let readable = one.numbers.readable(PATTERNS);
    Some(Remark {
        line: given.line,
        command: given.place(),
        how: match one.how {
            Meanwhile::NoRoute => "no-route",
            Meanwhile::AnotherWay => "another-way",
            Meanwhile::AnotherFallback => "another-fallback",
        },
        numbers: Number::of(one.numbers.count().numbers),
        every: one.numbers.extent() == Extent::Every,
        patterns: readable.patterns,
        more: readable.more,
        from: one.from.iter().map(ToString::to_string).collect(),
        witness: one.numbers.dialled_witness(),
    })
}
