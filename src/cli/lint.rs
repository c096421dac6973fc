//! `dialc lint`.

use super::Outcome;
use super::args::Lint as Arguments;
use super::question::Asked;
use super::terminal::Terminal;
use crate::diagnostic::{Report, Severity};
use crate::lint::{Policy, Question, RULES, Subject, lint};
use crate::output::lint as output;
use crate::plan::network_of_config;
use crate::syntax::tree::Tree;

/// Finds the faults of configurations.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let mut outcome = Outcome::Clean;
    for path in &arguments.configs {
        match one(path, arguments, terminal) {
            Ok(found) if found => outcome = Outcome::Findings,
            Ok(_) => {}
            Err(report) => {
                terminal.report(&report.sorted());
                return Outcome::Invalid;
            }
        }
    }
    outcome
}

fn one(path: &str, arguments: &Arguments, terminal: &Terminal) -> Result<bool, Report> {
    let asked = Asked::load(path, &arguments.assumed)?;
    let tree = Tree::parse(&asked.source);
    let release = asked.profile.release().cloned();
    let network = network_of_config("gateway".to_owned(), asked.reading.plan, release);
    let policy = Policy::default();
    let profiles = [asked.profile];
    let question = Question { network: &network, profiles: &profiles, described: false, policy: &policy };
    let subject = Subject { tree: &tree, report: &asked.reading.report, gateway: 0 };
    let findings = lint(&question, &[subject], RULES).pop().unwrap_or_default();
    terminal.print(&output::concise(&findings));
    Ok(findings.iter().any(|finding| finding.severity > Severity::Info))
}
