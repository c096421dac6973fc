//! Configurations from the field, in the folder that DIALC_SHARED names, checked over all numbers: nothing panics, nothing
//! takes more than its budget, and what is said to loop does.

use std::fs;

use dialc::analysis::Verdict;
use dialc::analysis::check::{Question, check};
use dialc::call::{End, Profile};
use dialc::model::{Release, is_configuration, read};
use dialc::output::check::{json, text};
use dialc::plan::network_of_config;
use dialc::source::Source;
use dialc::syntax::commands::Command;
use dialc::syntax::tree::Tree;

use crate::corpus::{files, shared};

#[test]
fn configurations_from_the_field_are_checked() {
    let Some(shared) = shared() else { return };
    let (mut count, mut proved) = (0, 0);
    for path in files(&shared.join("corpus"), "cfg") {
        let source = Source::new("router", fs::read(&path).unwrap());
        let tree = Tree::parse(&source);
        if !is_configuration(&tree) {
            continue;
        }
        let plan = read(&tree).0;
        let release = plan.globals.text(Command::Version).and_then(|line| Release::of_version_line(line.value));
        let network = network_of_config("router".to_owned(), plan, release.clone());
        let question = Question {
            network: &network,
            profiles: vec![Profile::new(release)],
            shared: Vec::new(),
            before: None,
            cures: true,
        };
        let result = check(&question);
        let story = path.display();
        let claim = result.checked.claims.first().unwrap();
        match claim.verdict {
            Verdict::Proved => proved += 1,
            Verdict::Loop => {
                let journey = result.witness.unwrap().journey;
                assert!(matches!(journey.end, End::Loops | End::Grows), "{story}");
            }
            Verdict::Unknown => {
                let reason = claim.reason.as_deref().unwrap_or_default();
                assert!(reason.starts_with("not followed"), "{story}: {reason}");
            }
            Verdict::Violated => panic!("{story}: {claim:?}"),
        }
        assert!(text(&result.checked).starts_with(result.checked.verdict.name()), "{story}");
        assert!(json(&result.checked).starts_with('{'), "{story}");
        count += 1;
    }
    assert!(count > 25 && proved > 10, "{count} configurations, {proved} proved");
}
