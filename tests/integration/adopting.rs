//! `fixtures/adopting`: an old gateway as it is found, and as it is once docs/adopting.md was followed.

use std::fs;
use std::path::Path;

use dialc::model::{DialPlan, read_onto};
use dialc::source::Source;
use dialc::syntax::tree::Tree;

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/adopting").join(file)).unwrap()
}

fn onto(plan: DialPlan, text: String) -> DialPlan {
    read_onto(plan, &Tree::parse(&Source::new("typed", text))).plan
}

/// What dialc prints.
fn printed(arguments: &[&str]) -> String {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").env_remove("TERM").args(arguments);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn what_is_kept_is_what_was_found_with_what_the_page_does() {
    let settings = "fixtures/adopting/kept/dialc.toml";
    let script = printed(&["lint", "fixtures/adopting/found/hq.cfg", "--config", settings, "--fix-commands", "-"]);
    let found = onto(DialPlan::default(), text("found/hq.cfg"));
    let mended = onto(found, text("mended.txt"));
    let fixed = onto(mended, script);
    assert_eq!(dialc::emit::emit(&fixed), dialc::emit::emit(&onto(DialPlan::default(), text("kept/hq.cfg"))));
}

#[test]
fn it_begins_with_some_two_hundred_findings() {
    let counts = printed(&["lint", "fixtures/adopting/found", "--statistics"]);
    let total: usize = counts.lines().last().unwrap().trim_end_matches("  total").trim().parse().unwrap();
    assert!((180..230).contains(&total), "{counts}");
}
