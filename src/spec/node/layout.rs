//! What is behind an error of the YAML crate that it reports lines later: a bracket left open, a line out of column.

use super::outline;
use super::outline::{Key, Line, Outline};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// The fault behind an error at `place`, where the layout shows one.
pub(super) fn fault(source: &Source, place: Span) -> Option<Diagnostic> {
    let outline = outline::of(source.text().ok()?);
    match outline.unclosed.filter(|bracket| bracket.start <= place.start) {
        Some(bracket) => Some(unclosed(source, bracket)),
        None => out_of_column(source, &outline, place),
    }
}

fn unclosed(source: &Source, bracket: Span) -> Diagnostic {
    let help = match source.slice(bracket) {
        b"[" => "close it with `]`",
        _ => "close it with `}`",
    };
    Diagnostic::error("yaml-syntax", "this is not YAML").at(source, bracket, "this bracket is never closed").help(help)
}

/// A mapping or list that lines above have begun: its column, and its last key.
struct Level<'o> {
    column: usize,
    key: Option<&'o Key>,
}

/// The first line that stands in no column of the mappings and lists it could belong to, if that is the line of `place`
/// or the one before.
fn out_of_column(source: &Source, outline: &Outline, place: Span) -> Option<Diagnostic> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut opened = true;
    for line in &outline.lines {
        if let Some(sibling) = misplaced(&mut levels, line, opened) {
            let key = line.key.as_ref()?;
            return near(source, key.span, place).then(|| diagnostic(source, key, sibling));
        }
        opened = line.opens;
    }
    None
}

/// Puts `line` below `levels`; where none fits, the sibling whose column it misses.
fn misplaced<'o>(levels: &mut Vec<Level<'o>>, line: &'o Line, opened: bool) -> Option<&'o Key> {
    let begins = line.dashes.first().copied().or(line.key.as_ref().map(|key| key.column))?;
    let mut left: Option<&Key> = None;
    while levels.last().is_some_and(|level| level.column > begins) {
        left = levels.pop().and_then(|level| level.key).or(left);
    }
    let top = levels.last();
    let deeper = top.is_none_or(|level| level.column < begins);
    if deeper && (left.is_some() || !opened) {
        return left.or(top.and_then(|level| level.key));
    }
    for &column in &line.dashes {
        if levels.last().is_none_or(|level| level.column < column) {
            levels.push(Level { column, key: None });
        }
    }
    if let Some(key) = &line.key {
        match levels.last_mut() {
            Some(level) if level.column == key.column => level.key = Some(key),
            Some(_) | None => levels.push(Level { column: key.column, key: Some(key) }),
        }
    }
    None
}

/// Whether `place` is on the line of `key` or the next.
fn near(source: &Source, key: Span, place: Span) -> bool {
    let between = source.bytes().get(key.start as usize..place.start as usize);
    between.is_some_and(|between| memchr::memchr_iter(b'\n', between).count() <= 1)
}

fn diagnostic(source: &Source, key: &Key, sibling: &Key) -> Diagnostic {
    let name = source.slice_text(sibling.span);
    let blanks = if sibling.column == 1 { "1 blank".to_owned() } else { format!("{} blanks", sibling.column) };
    Diagnostic::error("yaml-syntax", "this is not YAML")
        .at(source, key.span, "indented differently from its siblings above")
        .at(source, sibling.span, "one of them")
        .help(format!("the keys of one mapping stand in one column: `{}` has {blanks} before it", name.escape_debug()))
}
