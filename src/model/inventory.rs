//! What is in a configuration: how many objects of each kind, and what dialc makes of each line.

use std::collections::BTreeMap;

use super::dial_plan::DialPlan;
use super::read::{Reading, read_onto};
use crate::source::{Source, Span};
use crate::syntax::argument;
use crate::syntax::commands::{Command, LineState, Row};
use crate::syntax::tree::{Node, Nodes, Tree};

/// What is in a configuration.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// Whether the text is a configuration of IOS at all.
    pub configuration: bool,
    /// How many objects each header begins; an object that is entered twice counts once.
    pub objects: BTreeMap<Command, usize>,
    /// How many lines are in each state. Together they are all lines of the text.
    pub lines: BTreeMap<LineState, usize>,
    /// The lines in the states that were asked for.
    pub listed: Vec<ListedLine>,
}

/// A line and what dialc makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedLine {
    /// Where its content stands; of a malformed line, the part that IOS would refuse.
    pub span: Span,
    /// What dialc makes of it.
    pub state: LineState,
    /// Its content.
    pub text: String,
    /// The header of the object it stands in; empty where it stands in none.
    pub object: String,
    /// What is wrong with it, where that is known, and what would be right.
    pub problem: Option<String>,
}

impl Inventory {
    /// Takes stock of a configuration and lists the lines whose state is one of `list`.
    pub fn of(tree: &Tree, list: &[LineState]) -> Self {
        if !is_configuration(tree) {
            return Self::of_other(tree.source());
        }
        let reading = read_onto(DialPlan::default(), tree);
        let mut objects = BTreeMap::new();
        for object in reading.plan.objects() {
            *objects.entry(object.header).or_default() += 1;
        }
        let count = |state| reading.states.iter().filter(|one| **one == state).count();
        let lines = LineState::ALL.into_iter().map(|state| (state, count(state))).collect();
        let mut listing = Listing { reading: &reading, list, problems: problems(&reading), listed: Vec::new() };
        if !list.is_empty() {
            listing.add(tree.roots(), "");
        }
        let listed = listing.listed;
        Self { configuration: true, objects, lines, listed }
    }

    /// What is in a text that is no configuration: lines that are none of dialc's business.
    pub fn of_other(source: &Source) -> Self {
        let lines = BTreeMap::from([(LineState::Outside, source.line_count())]);
        Self { configuration: false, objects: BTreeMap::new(), lines, listed: Vec::new() }
    }

    /// How many objects `header` begins.
    pub fn count(&self, header: Command) -> usize {
        self.objects.get(&header).copied().unwrap_or(0)
    }

    /// How many lines are in `state`.
    pub fn lines_in(&self, state: LineState) -> usize {
        self.lines.get(&state).copied().unwrap_or(0)
    }
}

/// What is said of lines, by the place of the line or of a part of it.
fn problems(reading: &Reading) -> BTreeMap<Span, String> {
    let mut problems = BTreeMap::new();
    for diagnostic in reading.report.iter() {
        let Some(label) = diagnostic.labels.first() else { continue };
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        problems.insert(label.span, format!("{}{help}", label.text));
    }
    problems
}

/// Whether a text is a configuration of IOS, a capture or a fragment of one: it has an object that dialc knows or that
/// every running-config has, or consists of commands that dialc knows.
pub fn is_configuration(tree: &Tree) -> bool {
    if tree.source().is_utf16() {
        return false;
    }
    let usual = ["interface", "line", "router", "ip", "service", "aaa", "no"];
    let begins_object = |node: Node<'_>| {
        let first = node.text().split_ascii_whitespace().next().unwrap_or_default();
        // A line of prose that begins with `a` is no `application`, and what `show voice translation-rule` prints no old
        // rule.
        let is_header = |row: &Row| {
            let in_full = row.keywords.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case(first));
            argument::parse_header(row.shape, node.argument().1).is_ok_and(|header| header.junk.is_none())
                || (in_full && row.command != Command::OldTranslationRule)
        };
        node.row().is_some_and(|row| row.begins_object() && is_header(row) || row.command == Command::Version)
            || (usual.contains(&first) && node.children().next().is_some())
    };
    let mut roots = tree.roots().peekable();
    roots.peek().is_some() && (tree.roots().any(begins_object) || roots.all(|node| node.row().is_some()))
}

/// Why a text that is no configuration is none.
pub fn no_configuration(source: &Source) -> &'static str {
    if source.is_utf16() {
        "this is UTF-16: save it as UTF-8"
    } else if source.bytes().is_empty() {
        "an empty file"
    } else if !source.bytes().contains(&b'\n') && source.bytes().contains(&b'\r') {
        "its lines end with CR alone: save it with LF or CRLF"
    } else {
        "no IOS configuration"
    }
}

struct Listing<'a> {
    reading: &'a Reading,
    list: &'a [LineState],
    problems: BTreeMap<Span, String>,
    listed: Vec<ListedLine>,
}

impl Listing<'_> {
    fn add(&mut self, nodes: Nodes<'_>, object: &str) {
        for node in nodes {
            let state = self.reading.states.get(node.line()).copied();
            if let Some(state) = state.filter(|state| self.list.contains(state) && !node.is_resumed()) {
                let (span, problem) = match self.problem(node) {
                    Some((place, problem)) => (place, Some(problem)),
                    None => (node.span(), None),
                };
                let text = node.text().to_owned();
                self.listed.push(ListedLine { span, state, text, object: object.to_owned(), problem });
            }
            self.add(node.children(), if object.is_empty() { node.text() } else { object });
        }
    }

    /// What was said of a place within the line, and that place.
    fn problem(&self, node: Node<'_>) -> Option<(Span, String)> {
        let line = node.span();
        let within = Span { start: line.start, end: 0 }..=Span { start: line.end, end: u32::MAX };
        self.problems.range(within).next().map(|(place, problem)| (*place, problem.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_counted_once() {
        let text =
            "version 15.7\n!\ndial-peer voice 5 voip\n preference 11\n dnis-map 3\n zz\ndial-peer voice 5\n no vad\n\n";
        let tree = Tree::parse(&Source::new("test", text));
        let inventory = Inventory::of(&tree, &[LineState::Malformed, LineState::Unknown]);
        assert_eq!(inventory.count(Command::DialPeer), 1);
        assert_eq!(inventory.lines.values().sum::<usize>(), 9);
        assert_eq!((inventory.lines_in(LineState::Kept), inventory.lines_in(LineState::Unsupported)), (1, 1));
        let listed: Vec<_> = inventory.listed.iter().map(|line| (line.text.as_str(), line.object.as_str())).collect();
        assert_eq!(listed, [("preference 11", "dial-peer voice 5 voip"), ("zz", "dial-peer voice 5 voip")]);
        assert_eq!(inventory.listed[0].problem.as_deref(), Some("11 is not between 0 and 10"));
    }

    #[test]
    fn a_header_in_short_that_stands_for_several_is_unknown_with_its_lines() {
        for text in [
            "voi cl e164 1\n e164 55\n",
            "voi translation-ru 1\n rule 1 /1/ /2/\n",
            "dial-p foo 1\n preference 1\n",
            "voice class e164-pattern-map 1\n e164 44\nvoi cl e164 2\n e164 55\n",
        ] {
            let whole = format!("voice service voip\n!\n{text}");
            let inventory = Inventory::of(&Tree::parse(&Source::new("test", whole)), &[LineState::Unknown]);
            let listed: Vec<_> = inventory.listed.iter().map(|line| line.text.trim()).collect();
            let last: Vec<_> = text.lines().rev().take(2).map(str::trim).collect();
            assert_eq!(listed, last.into_iter().rev().collect::<Vec<_>>());
        }
    }

    /// Command reference, `num-exp`: a `+` is taken and not supported.
    #[test]
    fn an_expansion_of_numbers_with_a_plus_is_unsupported() {
        let tree = Tree::parse(&Source::new("test", "num-exp +1... 91...\nnum-exp 5... +1206555....\n"));
        let inventory = Inventory::of(&tree, &[LineState::Unsupported]);
        let listed: Vec<_> = inventory.listed.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            (listed.as_slice(), inventory.lines_in(LineState::Modelled)),
            (["num-exp +1... 91..."].as_slice(), 1)
        );
    }
}
