//! What a check comes to as JUnit XML, which CI systems show: a test case for each claim.

use std::fmt::Write;

use super::text::details;
use super::{amount, grouped, headline};
use crate::analysis::{Checked, Claim, Verdict};
use crate::output::xml::{attribute, escaped};

/// What the check of `file` comes to, as JUnit XML.
pub fn junit(checked: &Checked, file: &str) -> String {
    let count = |verdicts: &[Verdict]| {
        amount(checked.claims.iter().filter(|claim| verdicts.contains(&claim.verdict)).count()).to_string()
    };
    let suite = format!(
        "name=\"dialc check {}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\"",
        attribute(file),
        checked.claims.len(),
        count(&[Verdict::Violated, Verdict::Loop]),
        count(&[Verdict::Unknown]),
    );
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite {suite}>\n");
    text.push_str("    <properties>\n");
    let numbers = [("verdict", headline(checked)), ("classes", grouped(amount(checked.classes)))];
    let assumed = checked.assumptions.iter().map(|(name, value)| (name.as_str(), value.clone()));
    for (name, value) in numbers.into_iter().chain(assumed) {
        let (name, value) = (attribute(name), attribute(&value));
        let _ = writeln!(text, "      <property name=\"{name}\" value=\"{value}\"/>");
    }
    text.push_str("    </properties>\n");
    for claim in &checked.claims {
        case(&mut text, claim);
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

fn case(text: &mut String, claim: &Claim) {
    let name = attribute(&claim.claim);
    let element = match claim.verdict {
        Verdict::Proved => {
            let _ = writeln!(text, "    <testcase classname=\"dialc.check\" name=\"{name}\"/>");
            return;
        }
        Verdict::Unknown => "error",
        Verdict::Violated | Verdict::Loop => "failure",
    };
    let message = attribute(claim.reason.as_deref().unwrap_or(&claim.claim));
    let (verdict, body) = (claim.verdict, escaped(&details(claim)));
    let _ = writeln!(text, "    <testcase classname=\"dialc.check\" name=\"{name}\">");
    let _ = writeln!(text, "      <{element} type=\"{verdict}\" message=\"{message}\">{body}</{element}>");
    text.push_str("    </testcase>\n");
}
