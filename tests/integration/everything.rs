//! `fixtures/configs/ok/everything.cfg`: a configuration with every kind of object and every command that dialc models. And
//! what holds for all files of `fixtures/configs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dialc::model::{Inventory, read};
use dialc::output::terminal;
use dialc::source::Source;
use dialc::syntax::commands::{Command, Context, LineState, Support, rows};
use dialc::syntax::tree::{Node, Tree};

use crate::checks;

/// The text of the file.
pub(crate) fn everything() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/configs/ok/everything.cfg")).unwrap()
}

fn tree() -> Tree {
    Tree::parse(&Source::new("everything.cfg", everything()))
}

/// Commands that dialc models and that the file does not have, each with the reason.
const NOT_THERE: [(Command, &str); 0] = [];

#[test]
fn every_line_of_everything_is_known() {
    let listed = Inventory::of(&tree(), &[LineState::Malformed, LineState::Unknown]).listed;
    let listed: Vec<_> = listed.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(listed, [""; 0]);
    let (_, report) = read(&tree());
    assert!(report.is_empty(), "{}", terminal::render(&report, false, 110));
}

#[test]
fn everything_has_every_context_and_every_modelled_command() {
    let tree = tree();
    let contexts: BTreeSet<_> = tree.nodes().map(Node::context).collect();
    assert_eq!(contexts, Context::ALL.into_iter().collect());
    let there: BTreeSet<_> = tree.nodes().filter_map(Node::row).map(|row| row.command).collect();
    let modelled = rows().filter(|row| row.support == Support::Modelled).map(|row| row.command);
    let missing: BTreeSet<_> = modelled.filter(|command| !there.contains(command)).collect();
    assert_eq!(missing, NOT_THERE.into_iter().map(|(command, _)| command).collect());
}

#[test]
fn every_configuration_is_read_without_loss_and_printed_as_it_is_read() {
    let mut count = 0;
    for folder in ["ok", "err", "questions", "not", "captures"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/configs").join(folder);
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            assert_eq!(checks::config(&fs::read(&path).unwrap()), Ok(()), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}
