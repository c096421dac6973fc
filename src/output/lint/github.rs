//! Findings as annotations of GitHub Actions.

use super::place::Place;
use crate::diagnostic::Severity;
use crate::lint::Finding;
use crate::output::annotation::annotation;

/// A line for each finding. GitHub shows columns only of what stands in one line, so those of longer places are left out.
pub fn github(findings: &[Finding]) -> String {
    findings.iter().map(finding).collect()
}

fn finding(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Info => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = Place::of_finding(finding);
    let [line, column, end_line, end_column] =
        [place.line, place.column, place.end_line, place.end_column].map(|number| number.to_string());
    let title = if finding.object.is_empty() {
        finding.code.to_owned()
    } else {
        format!("{}: {}", finding.code, finding.object)
    };
    let mut properties = vec![("file", place.file), ("line", &line)];
    if line == end_line {
        properties.push(("col", &column));
    }
    properties.push(("endLine", &end_line));
    if line == end_line {
        properties.push(("endColumn", &end_column));
    }
    properties.push(("title", &title));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let lines: Vec<String> = std::iter::once(finding.text()).chain(Place::others(finding)).chain(help).collect();
    annotation(level, &properties, &lines.join("\n"))
}
