//! What linting finds in the fixtures.

use std::fs;
use std::path::Path;

use crate::call::Profile;
use crate::lint::{Linted, Policy, Question, RULES, Subject, lint};
use crate::model::{DialPlan, read_onto};
use crate::plan::network_of_config;
use crate::source::Source;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// The findings in each configuration in which a rule must find something.
pub(super) fn linted() -> Vec<Linted> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
    let mut linted = Vec::new();
    for rule in RULES {
        for entry in fs::read_dir(folder.join(rule.code).join("fires")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "cfg") {
                linted.push(of_file(&path));
            }
        }
    }
    linted
}

/// What all rules find in a configuration that nothing is known of.
fn of_file(path: &Path) -> Linted {
    let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_str().unwrap();
    let source = Source::hiding(name, fs::read(path).unwrap(), secrets);
    let tree = Tree::parse(&source);
    let reading = read_onto(DialPlan::default(), &tree);
    let network = network_of_config("gateway".to_owned(), reading.plan, None);
    let profiles = [Profile::new(None)];
    let policy = Policy::default();
    let question = Question { network: &network, profiles: &profiles, described: false, policy: &policy };
    let subject = Subject { tree: &tree, report: &reading.report, gateway: 0 };
    let findings = lint(&question, &[subject], RULES).pop().unwrap();
    Linted::new(name, findings)
}
