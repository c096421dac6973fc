//! Findings as a line each.

use std::fmt::Write;

use super::place::Place;
use crate::lint::{Allowed, Finding};
use crate::output::shown::one_line;

/// `file:line:column: allowed: message [code] - reason` for each finding that is allowed.
pub fn allowed(allowed: &[Allowed]) -> String {
    let mut text = String::new();
    for Allowed { finding, reason, .. } in allowed {
        let Place { file, line, column, .. } = Place::of_finding(finding);
        let (file, message, reason) = (one_line(file), one_line(&finding.text()), one_line(reason));
        let _ = writeln!(text, "{file}:{line}:{column}: allowed: {message} [{}] - {reason}", finding.code);
    }
    text
}

/// `file:line:column: severity: message [code]` for each finding.
pub fn concise(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let Place { file, line, column, .. } = Place::of_finding(finding);
        let (file, severity, message) = (one_line(file), finding.severity.name(), one_line(&finding.text()));
        let _ = writeln!(text, "{file}:{line}:{column}: {severity}: {message} [{}]", finding.code);
    }
    text
}
