//! Where a finding stands, as every format gives it.

use serde::Serialize;

use crate::diagnostic::Label;
use crate::lint::Finding;
use crate::source::Position;

/// From the first character of a place to behind its last. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'a> Place<'a> {
    /// That of a label. The end of its last line does not belong to it.
    pub(super) fn of(label: &'a Label) -> Self {
        let Label { source, span, .. } = label;
        let behind =
            source.slice(*span).iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        let end = span.part(0..behind).end;
        let (Position { line, column }, end) = (source.position(span.start), source.position(end));
        Self { file: source.name(), line, column, end_line: end.line, end_column: end.column }
    }

    /// Where a finding is reported: at its first label.
    pub(super) fn of_finding(finding: &'a Finding) -> Self {
        let nowhere = Self { file: "", line: 1, column: 1, end_line: 1, end_column: 1 };
        finding.labels.first().map_or(nowhere, Self::of)
    }

    /// The lines of what is said at the other places of a finding: `file:line:column: text`.
    pub(super) fn others(finding: &Finding) -> Vec<String> {
        let other = |label: &Label| {
            let Place { file, line, column, .. } = Place::of(label);
            format!("{file}:{line}:{column}: {}", label.text).trim_end_matches([':', ' ']).to_owned()
        };
        finding.labels.iter().skip(1).map(other).collect()
    }
}
