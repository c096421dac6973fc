//! Findings with the lines that they are about.

use crate::lint::Finding;
use crate::output::terminal::drawn;

/// The columns of what is drawn; paths and long messages apart.
const WIDTH: usize = 110;

/// Each finding: how much it matters, its rule and its object, then the message, the lines that it is about, and what to do.
pub fn full(findings: &[Finding], color: bool) -> String {
    let heading = |finding: &Finding| {
        let object = if finding.object.is_empty() { String::new() } else { format!(" in {}", finding.object) };
        format!("{}[{}]{object}", finding.severity.name(), finding.code)
    };
    drawn(findings.iter().map(|finding| (finding.diagnostic(), heading(finding))), color, WIDTH)
}
