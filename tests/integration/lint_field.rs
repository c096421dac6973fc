//! What linting says of configurations that are right, and of configurations from the field.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dialc::call::Profile;
use dialc::diagnostic::Severity;
use dialc::lint::{Finding, Policy, Question, RULES, Subject, lint};
use dialc::model::{DialPlan, Release, is_configuration, read_onto};
use dialc::plan::network_of_config;
use dialc::source::Source;
use dialc::syntax::commands::Command;
use dialc::syntax::secrets::secrets;
use dialc::syntax::tree::Tree;

use crate::corpus::{files, shared};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What all rules find in a file on its own; `None` where it is no configuration.
fn findings(path: &Path) -> Option<Vec<Finding>> {
    let source = Source::hiding(path.display().to_string(), fs::read(path).unwrap(), secrets);
    let tree = Tree::parse(&source);
    if !is_configuration(&tree) {
        return None;
    }
    let reading = read_onto(DialPlan::default(), &tree);
    let version = reading.plan.globals.text(Command::Version);
    let release = version.and_then(|version| Release::of_version_line(version.value));
    let network = network_of_config("gateway".to_owned(), reading.plan, release.clone());
    let (profiles, policy) = ([Profile::new(release)], Policy::default());
    let question = Question { network: &network, profiles: &profiles, described: false, policy: &policy };
    lint(&question, &[Subject { tree: &tree, report: &reading.report, gateway: 0 }], RULES).pop()
}

fn above_info(findings: &[Finding]) -> Vec<String> {
    let bad = findings.iter().filter(|finding| finding.severity > Severity::Info);
    bad.map(|finding| format!("{}: {}", finding.code, finding.text())).collect()
}

#[test]
fn what_is_generated_has_no_finding_above_info() {
    let mut paths = files(&root().join("fixtures/specs/expected"), "cfg");
    paths.extend(shared().map(|shared| shared.join("seed/expected.cfg")));
    assert!(paths.len() >= 20);
    for path in paths {
        assert_eq!(above_info(&findings(&path).unwrap()), [""; 0], "{}", path.display());
    }
}

/// The rows of the table of `document` whose heading begins with `heading`, each as its cells.
fn table(document: &str, heading: &str) -> Vec<Vec<String>> {
    let lines = document.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect())
        .collect()
}

/// The number that the name of a configuration begins with.
fn number(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy();
    name.split('_').next().unwrap_or_default().to_owned()
}

#[test]
fn findings_in_the_field_are_those_of_the_page() {
    let Some(shared) = shared() else { return };
    let page = fs::read_to_string(root().join("docs/lint-in-the-field.md")).unwrap();
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut of_file: BTreeMap<(String, String), usize> = BTreeMap::new();
    let paths: Vec<PathBuf> = files(&shared.join("corpus"), "cfg");
    for path in &paths {
        for finding in findings(path).unwrap_or_default() {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            *counts.entry((finding.code.to_owned(), severity)).or_default() += 1;
            *of_file.entry((number(path), finding.code.to_owned())).or_default() += 1;
        }
    }
    let told: BTreeMap<(String, String), usize> = table(&page, "| code | severity | findings |")
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), row[2].parse().unwrap()))
        .collect();
    let found: BTreeMap<(String, String), usize> =
        counts.into_iter().map(|((code, severity), count)| ((code, severity.to_owned()), count)).collect();
    assert_eq!(told, found, "the table of docs/lint-in-the-field.md");
    let hardest = ["001", "004", "006", "033", "035", "040"];
    of_file.retain(|(file, _), _| hardest.contains(&file.as_str()));
    let told: BTreeMap<(String, String), usize> = table(&page, "| configuration | code | findings | evidence |")
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), row[2].parse().unwrap()))
        .collect();
    assert_eq!(told, of_file, "the evidence of docs/lint-in-the-field.md");
}
