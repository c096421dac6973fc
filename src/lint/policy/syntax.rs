//! What is no TOML, in our words: the TOML crate goes on behind an error, and finds what follows from the first one too.

use std::cmp::Reverse;
use std::ops::Range;

use toml::de::Error;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Source, Span};

/// The faults of a text, a line at most one. Behind a text or a list that is not closed, nothing is read as it was meant.
pub(super) fn faults(source: &Source, errors: &[Error]) -> Report {
    let mut errors: Vec<_> = errors.iter().map(|error| (place(source, error), error.message())).collect();
    errors.sort_by_key(|(place, why)| (place.start, Reverse(leaves_open(why))));
    let mut report = Report::new();
    let mut lines = Vec::new();
    for (place, why) in errors {
        let line = source.position(Span::new(place.clone()).start).line;
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        report.push(fault(source, place, why));
        if leaves_open(why) {
            break;
        }
    }
    report
}

/// Whether what follows is read as a part of what is wrong.
fn leaves_open(why: &str) -> bool {
    ["basic string", "literal string,", "invalid string", "unclosed array", "unclosed inline"]
        .iter()
        .any(|sign| why.contains(sign) && !why.contains("must be quoted"))
}

fn fault(source: &Source, place: Range<usize>, why: &str) -> Diagnostic {
    let (why, expected) = why.split_once(", expected ").unwrap_or((why, ""));
    let known = EXPLANATIONS.into_iter().find(|(sign, _, _)| why.contains(sign));
    let (label, help) = match known {
        Some((_, label, help)) => (label, help.to_owned()),
        None if matches!(expected, "" | "nothing") => {
            (why, "a line is `key = value`; a text stands in quotes".to_owned())
        }
        None => (why, format!("expected is {expected}")),
    };
    let what = if why.contains("duplicate key") { ("duplicate-key", "this stands here twice") } else { NOT_TOML };
    Diagnostic::error(what.0, what.1).at(source, Span::new(place), label).help(help)
}

const NOT_TOML: (&str, &str) = ("toml-syntax", "this is not TOML");

/// A part of the reason of the crate, what it means, and what would be right.
type Explanation = (&'static str, &'static str, &'static str);

const EXPLANATIONS: [Explanation; 15] = [
    ("duplicate key", "again here", "a key and a table stand here once: put their values together"),
    ("must be quoted", "a value in quotes is expected here", "a text stands in quotes: `key = \"value\"`"),
    ("multi-line", "this text is never closed", "a text that begins with three quotes ends with three"),
    ("string", "this text is never closed", "a text ends with the quote that it begins with"),
    ("unclosed table", "this bracket is never closed", "a table begins with its name in brackets: `[severity]`"),
    ("unclosed", "this bracket is never closed", "every `[` and `{` needs its `]` or `}`"),
    ("missing comma", "a comma is missing here", "the values of a list stand between commas: `[\"one\", \"other\"]`"),
    ("unexpected key or value", "nothing may stand here", "each `key = value` is a line of its own"),
    ("key with no value", "a value is missing here", "a line is `key = value`"),
    ("missing value", "a value is missing here", "a line is `key = value`"),
    ("extra `=`", "one `=` too many", "a line is `key = value`"),
    ("escape", "this escape is not known", "within double quotes a backslash is written `\\\\`"),
    ("leading zero", "no number begins with 0", "a telephone number is a text: put it into quotes"),
    ("invalid float", "no number goes on so", "a release and a telephone number are texts: put them into quotes"),
    ("numeric sign", "no number begins so", "a telephone number is a text: put it into quotes"),
];

/// Where an error is. At the end of a line there is nothing to point at: the last character before it is.
fn place(source: &Source, error: &Error) -> Range<usize> {
    let length = source.bytes().len();
    let place = error.span().unwrap_or(length..length);
    let is_blank = source.slice(Span::new(place.clone())).iter().all(u8::is_ascii_whitespace);
    if !place.is_empty() && !is_blank {
        return place;
    }
    let text = source.text().unwrap_or_default();
    let before = text.get(..place.start).unwrap_or(text).trim_end();
    let size = before.chars().next_back().map_or(0, char::len_utf8);
    before.len() - size..before.len()
}
