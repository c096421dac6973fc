//! Findings as a line each.

use std::fmt::Write;

use crate::diagnostic::Severity;
use crate::lint::Finding;

/// `file:line:column: severity: message [code]` for each finding.
pub fn concise(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let Some(label) = finding.labels.first() else { continue };
        let position = label.source.position(label.span.start);
        let (file, line, column) = (label.source.name(), position.line, position.column);
        let severity = match finding.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let _ = writeln!(text, "{file}:{line}:{column}: {severity}: {} [{}]", finding.text(), finding.code);
    }
    text
}
