//! What can be wrong with a file before it is a spec or a network file: in our words, each at its place.

use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;

use super::{FileKind, MAXIMUM_BYTES, MAXIMUM_DEPTH, MAXIMUM_NODES, MAXIMUM_REPEATED, layout};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// The diagnostic for an error of the YAML crate.
pub(super) fn of(source: &Source, error: &Error, kind: FileKind) -> Diagnostic {
    let inner = innermost(error);
    let place = place(source, error);
    let one_character = place_of_character(source, place);
    if matches!(inner, Error::MultipleDocuments { .. }) {
        return second_document(source, place, kind);
    }
    if matches!(
        inner,
        Error::AliasReplayLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayCounterOverflow { .. }
    ) {
        return alias_bomb(source, one_character);
    }
    if let Error::Budget { breach, .. } = inner {
        return over_budget(source, one_character, breach, kind);
    }
    if matches!(inner, Error::UnknownAnchor { .. }) {
        return Diagnostic::error("unknown-alias", "this alias names no anchor")
            .at(source, one_character, "no `&` of this name stands before it")
            .help("an alias `*name` repeats the value marked `&name`; put text that begins with `*` into quotes");
    }
    if matches!(inner, Error::RecursiveReferencesRequireWeakTypes { .. }) {
        return Diagnostic::error("unknown-alias", "this alias stands within the value it repeats").at(
            source,
            one_character,
            "",
        );
    }
    let why = inner.to_string();
    if why.contains("recursion limit") {
        return too_deep(source, one_character, kind);
    }
    layout::fault(source, one_character).unwrap_or_else(|| syntax(source, one_character, &why))
}

/// The error that an alias error or a snippet wraps.
fn innermost(error: &Error) -> &Error {
    let error = error.without_snippet();
    if let Error::AliasError { error, .. } = error { innermost(error) } else { error }
}

/// Where an error is: the crate counts characters, and bytes only where it has them.
pub(super) fn place(source: &Source, error: &Error) -> Span {
    let Some(location) = error.location() else { return Span::new(0..0) };
    let (span, length) = (location.span(), source.bytes().len());
    let number = |value: u64| usize::try_from(value).unwrap_or(length);
    if let (Some(start), Some(size)) = (span.byte_offset(), span.byte_len()) {
        let start = number(start).min(length);
        return Span::new(start..(start + number(size)).min(length));
    }
    let text = source.text().unwrap_or_default();
    let start = text.char_indices().nth(number(span.offset())).map_or(length, |(at, _)| at);
    Span::new(start..start)
}

/// `span`, or the character it stands before where it is empty; at the end of the text the last one that shows.
fn place_of_character(source: &Source, span: Span) -> Span {
    if !span.is_empty() {
        return span;
    }
    let text = source.text().unwrap_or_default();
    let at = span.start as usize;
    let visible = |rest: &str| rest.chars().next().filter(|next| !next.is_whitespace()).map(char::len_utf8);
    if let Some(size) = text.get(at..).and_then(visible) {
        return Span::new(at..at + size);
    }
    let before = text.get(..at).unwrap_or(text).trim_end();
    let size = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(before.len() - size..before.len())
}

/// YAML that is none. `why` is the crate's reason, of which the position is cut: the label shows it.
fn syntax(source: &Source, span: Span, why: &str) -> Diagnostic {
    let why = why.split(" at line ").next().unwrap_or(why).trim_end_matches('.');
    let (label, help) = explained(why);
    Diagnostic::error("yaml-syntax", "this is not YAML").at(source, span, label).help(help)
}

/// A part of the crate's reason, what it means, and what would be right.
type Explanation = (&'static str, &'static str, &'static str);

const EXPLANATIONS: [Explanation; 12] = [
    ("unclosed bracket", "this bracket is never closed", "every `[` and `{` needs its `]` or `}`"),
    ("misplaced bracket", "this bracket closes nothing", "every `]` and `}` needs its `[` or `{` before it"),
    ("mismatched bracket", "this bracket closes another kind of bracket", "`[` ends with `]`, `{` with `}`"),
    ("unclosed quote", "this quote is never closed", "every quote needs its end"),
    ("mapping values are not allowed", "no `key: value` may stand here", "put text that holds `: ` into quotes"),
    ("simple key expected", "a `:` is missing here", "a line of a mapping is `key: value`, with a space behind `:`"),
    ("invalid indentation", "this line begins in the wrong column", "the keys of one mapping stand in one column"),
    ("trailing content", "nothing may follow the closing quote", "quotes go around the whole value"),
    ("unknown escape", "this escape is not known", "within double quotes a backslash is written `\\\\`"),
    ("entries are not allowed", "no list item may stand here", "the items of one list stand in one column"),
    ("must be followed by", "a space is missing here", "write a space behind `:` and `-`"),
    ("unexpected character", "no value begins with this character", "put the value into quotes"),
];

/// What the crate's reason means, and what would be right.
fn explained(why: &str) -> (String, &'static str) {
    let lower = why.to_lowercase();
    EXPLANATIONS.into_iter().find(|(sign, _, _)| lower.contains(sign)).map_or_else(
        || (why.to_owned(), "check indentation, colons, brackets and quotes here and on the line before"),
        |(_, label, help)| (label.to_owned(), help),
    )
}

fn second_document(source: &Source, span: Span, kind: FileKind) -> Diagnostic {
    let before = source.bytes().get(..span.start as usize + 3).unwrap_or(source.bytes());
    let marker = memchr::memmem::rfind(before, b"\n---").map_or(span, |at| Span::new(at + 1..at + 4));
    let name = kind.name;
    Diagnostic::error("second-document", format!("a file holds one {name}, and a second document begins here"))
        .at(source, marker, "")
        .help(format!("remove the `---`, or put the second {name} into a file of its own"))
}

fn alias_bomb(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error("alias-bomb", format!("aliases repeat more than {MAXIMUM_REPEATED} values"))
        .at(source, span, "this alias goes over the limit")
        .help("write the values out, or list DIDs as ranges")
}

fn too_deep(source: &Source, span: Span, kind: FileKind) -> Diagnostic {
    Diagnostic::error("too-deep", format!("values are nested more than {MAXIMUM_DEPTH} deep"))
        .at(source, span, "this is too deep")
        .help(format!("a {} needs no more than 8 levels", kind.name))
}

fn over_budget(source: &Source, span: Span, breach: &BudgetBreach, kind: FileKind) -> Diagnostic {
    if matches!(breach, BudgetBreach::Depth { .. }) {
        return too_deep(source, span, kind);
    }
    if matches!(breach, BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. }) {
        return alias_bomb(source, span);
    }
    Diagnostic::error("too-large", format!("the {} holds more than {MAXIMUM_NODES} values", kind.name))
        .at(source, span, "this one is too many")
        .help("list DIDs as ranges or blocks")
}

/// A file beyond the limit of bytes.
pub(super) fn too_large(source: &Source, kind: FileKind) -> Diagnostic {
    let limit = MAXIMUM_BYTES / (1024 * 1024);
    let message = format!("`{}` is larger than {limit} MiB, too large for a {}", source.name(), kind.name);
    Diagnostic::error("too-large", message).help("list DIDs as ranges or blocks")
}

/// Bytes that are no text.
pub(super) fn not_utf8(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error("not-utf8", "this is not UTF-8 text")
        .at(source, span, "no character is written with this byte here")
        .help("save the file as UTF-8")
}

/// A file without a value.
pub(super) fn empty(source: &Source, kind: FileKind) -> Diagnostic {
    Diagnostic::error(kind.empty, format!("`{}` holds no {}: it is empty", source.name(), kind.name))
        .help(kind.beginning)
}

/// A key that a mapping has twice.
pub(super) fn duplicate_key(source: &Source, name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error("duplicate-key", format!("the key `{}` stands here twice", name.escape_debug()))
        .at(source, second, "again here")
        .at(source, first, "first here")
        .help("remove one of them")
}
