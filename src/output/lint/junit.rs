//! Findings as JUnit XML, which CI systems show: a suite for each file, a test case for each finding.

use std::fmt::Write;

use super::place::Place;
use crate::diagnostic::Severity;
use crate::lint::{Finding, Linted};
use crate::output::xml::{attribute, escaped};

/// What was found, as JUnit XML. Errors and warnings are failures; an info is a case that passes and says it. A file in which
/// nothing was found is one case that passes.
pub fn junit(linted: &[Linted]) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dialc lint\">\n".to_owned();
    for file in linted {
        suite(&mut text, file);
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(text: &mut String, linted: &Linted) {
    let tests = linted.findings.len().max(1);
    let failures = linted.findings.iter().filter(|finding| finding.severity > Severity::Info).count();
    let name = attribute(&linted.file);
    let _ = writeln!(
        text,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    );
    if linted.findings.is_empty() {
        text.push_str("    <testcase classname=\"dialc.lint\" name=\"no findings\"/>\n");
    }
    for finding in &linted.findings {
        case(text, finding);
    }
    text.push_str("  </testsuite>\n");
}

fn case(text: &mut String, finding: &Finding) {
    let place = Place::of_finding(finding);
    let object = if finding.object.is_empty() { String::new() } else { format!(" in {}", finding.object) };
    let name = attribute(&format!("line {}, column {}{object}", place.line, place.column));
    let (code, severity) = (finding.code, finding.severity.name());
    let at = format!("{}:{}:{}", place.file, place.line, place.column);
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let lines: Vec<String> = std::iter::once(at).chain(Place::others(finding)).chain(help).collect();
    let (message, body) = (attribute(&finding.text()), escaped(&lines.join("\n")));
    let _ = writeln!(text, "    <testcase classname=\"dialc.lint.{code}\" name=\"{name}\">");
    let _ = match finding.severity {
        Severity::Info => writeln!(text, "      <system-out>{}\n{body}</system-out>", escaped(&finding.text())),
        Severity::Warning | Severity::Error => {
            writeln!(text, "      <failure type=\"{severity}\" message=\"{message}\">{body}</failure>")
        }
    };
    text.push_str("    </testcase>\n");
}
